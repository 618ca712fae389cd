// Command tocsin rehearses the response to AI incidents: it checks, plays and measures
// scenarios written in TOML.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// stdio is where a command reads and writes.
type stdio struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(),
		append(slices.Clone(interrupts), syscall.SIGTERM, syscall.SIGHUP)...)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	os.Exit(run(ctx, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr}))
}

// run carries out a command line and returns its exit code: 0 good, 1 the input is at
// fault, 2 wrong usage.
func run(ctx context.Context, args []string, io stdio) int {
	out := &checkedWriter{Writer: io.out}
	if !isTerminal(io.out) { // a screen needs the terminal itself
		io.out = out
	}
	root := newRootCommand(io)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil && out.err != nil {
		err = inputError{"not all of the output could be written: " + out.err.Error()}
	}
	if err == nil || errors.Is(err, errBack) {
		return 0
	}
	fmt.Fprintln(io.err, "tocsin:", strings.TrimSpace(scenario.CleanText(err.Error()))) // it may quote a file
	return exitCode(err)
}

// checkedWriter remembers the first error of writing, since many writers ignore it: output that a full disk has
// cut off must not look complete.
type checkedWriter struct {
	io.Writer
	err error
}

func (h *checkedWriter) Write(p []byte) (int, error) {
	n, err := h.Writer.Write(p)
	if err != nil && h.err == nil {
		h.err = err
	}
	return n, err
}

func newRootCommand(io stdio) *cobra.Command {
	root := &cobra.Command{
		Use:   "tocsin",
		Short: "Rehearse the response to AI incidents, and measure it",
		Long: `Tocsin is a tabletop exercise simulator for AI incidents. It plays out a cascading
incident written in a text file, and shows who learned what, who decided what, and what
resulted.

Start with:  tocsin play

Without arguments, on a terminal, tocsin opens a menu.`,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if _, _, ok := terminalOf(io); ok && drawable() {
			return openMenu(cmd.Context(), io)
		}
		return cmd.Help()
	}
	root.SetIn(io.in)
	root.SetOut(io.out)
	root.SetErr(io.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.SetVersionTemplate(versionText())
	root.Args = noneOf
	const others = "Other commands:"
	for _, g := range []struct {
		title string
		of    []*cobra.Command
	}{
		{"Play and host:", []*cobra.Command{newListCommand(io), newShowCommand(io), newPlayCommand(io),
			newHostCommand(io), newConsoleCommand(io)}},
		{"After an exercise:", []*cobra.Command{newReportCommand(io), newReplayCommand(io), newRecordCommand(io),
			newCampaignCommand(io)}},
		{"Write scenarios:", []*cobra.Command{newNewCommand(io), newDevCommand(io), newCheckCommand(io),
			newPreviewCommand(io), newGraphCommand(io), newImportCommand(io), newExportCommand(io)}},
		{"Measure without people:", []*cobra.Command{newRunCommand(io), newSweepCommand(io), newNotesCommand(io)}},
		{others, []*cobra.Command{newSchemaCommand(io), newLicencesCommand(io)}},
	} {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title})
		for _, c := range g.of {
			c.GroupID = g.title
		}
		root.AddCommand(g.of...)
	}
	root.SetHelpCommandGroupID(others) // those that cobra adds
	root.SetCompletionCommandGroupID(others)
	refuseOtherShells(root)
	return root
}

// refuseOtherShells makes cobra's command for completions refuse an unknown shell, for which it would print its
// help, and gives the command of each shell an example.
func refuseOtherShells(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	c, _, err := root.Find([]string{"completion"})
	if err != nil {
		panic(err)
	}
	groupOf(c)
	for _, sub := range c.Commands() {
		sub.Example = "  tocsin completion " + sub.Name()
	}
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var shells []string
		for _, sub := range c.Commands() {
			shells = append(shells, sub.Name())
		}
		return usageError{fmt.Sprintf("there is no completion for %q; the shells are %s", args[0], phrase.List(shells))}
	}
}

// groupOf makes a command that only holds others: alone it prints its help.
func groupOf(c *cobra.Command, others ...*cobra.Command) *cobra.Command {
	c.Args = noneOf
	c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	c.AddCommand(others...)
	return c
}

// noneOf refuses an argument of a command that only has subcommands, and names the nearest of them.
func noneOf(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, sub := range c.Commands() {
		known = append(known, sub.Name())
	}
	return usageError{fmt.Sprintf("unknown command %q of %s; %s", args[0], c.CommandPath(),
		scenario.Suggest(args[0], known))}
}
