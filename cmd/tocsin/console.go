package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/tui/host"
)

// A host runs on without its console. A file says how a console comes back. It is next to the
// record, or in the user's folder of settings without a record; only its owner may read it, and
// the host removes it when it ends.

const consoleSuffix = ".console"

// consolePath is the path of that file.
func consolePath(record string, port int) (string, error) {
	if record != "" {
		return record + consoleSuffix, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "tocsin")
	return filepath.Join(dir, strconv.Itoa(port)+consoleSuffix), os.MkdirAll(dir, 0o700)
}

// leaveConsole writes that file, and returns a function that removes it.
func leaveConsole(record string, at *net.TCPAddr, l host.Line) (remove func(), err error) {
	path, err := consolePath(record, at.Port)
	if err != nil {
		return func() {}, err
	}
	data, err := json.Marshal(l)
	if err != nil {
		return func() {}, err
	}
	_ = os.Remove(path) // a host that was killed may have left one
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return func() {}, err
	}
	_, err = f.Write(append(data, '\n'))
	return func() { _ = os.Remove(path) }, errors.Join(err, f.Close())
}

// findConsole reads how to come back to a host from its file. ok is false if there is no such
// file, or no host answers.
func findConsole(path string) (l host.Line, ok bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return l, false, nil
	}
	defer f.Close()
	if err := pass.Private(f); err != nil {
		return l, false, inputError{err.Error()}
	}
	data, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil || json.Unmarshal(data, &l) != nil {
		return l, false, nil
	}
	return l, l.Alive(), nil
}

func newConsoleCommand(std stdio) *cobra.Command {
	var plain bool
	cmd := &cobra.Command{
		Use:   "console [RECORD]",
		Short: "Come back to the console of an exercise that is hosted on this machine",
		Long: `Come back to the facilitator's console of an exercise that is hosted on this machine, after
its window was closed or its connection was lost. Give the record of the exercise; without it, the
exercise that is hosted from this folder is opened. While its host runs, tocsin host --resume RECORD
does the same. From another machine, use ssh and the facilitator's code.`,
		Example: `  tocsin host cold_copy --record tuesday.jsonl          # its window was closed
  tocsin console
  tocsin console tuesday.jsonl`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := consoleFile(args)
			if err != nil {
				return err
			}
			l, alive, err := findConsole(path)
			switch {
			case err != nil:
				return err
			case !alive:
				record := strings.TrimSuffix(path, consoleSuffix)
				return inputError{fmt.Sprintf("%s is not hosted now; continue with: %s", scenario.CleanLine(record),
					typed("tocsin", "host", "--resume", record))}
			}
			return attach(cmd.Context(), std, l, strings.TrimSuffix(path, consoleSuffix), plain || !drawable())
		},
	}
	cmd.Flags().BoolVar(&plain, "plain", false, "a dialogue of lines instead of a screen: for screen readers and logs")
	return cmd
}

// consoleFile is the file of the host whose record is given, else of the only one that runs from this folder, or
// without a record.
func consoleFile(args []string) (string, error) {
	if len(args) == 1 {
		return strings.TrimSuffix(args[0], consoleSuffix) + consoleSuffix, nil
	}
	found, _ := filepath.Glob("*" + consoleSuffix) // the pattern is good
	if dir, err := os.UserConfigDir(); err == nil && len(found) == 0 {
		found, _ = filepath.Glob(filepath.Join(dir, "tocsin", "*"+consoleSuffix))
	}
	var alive []string
	for _, f := range found {
		if _, ok, err := findConsole(f); err == nil && ok {
			alive = append(alive, f)
		}
	}
	switch len(alive) {
	case 0:
		return "", inputError{"no exercise is hosted from this folder; give its record: tocsin console RECORD"}
	case 1:
		return alive[0], nil
	}
	return "", usageError{"several exercises are hosted: give the record of one: " + strings.Join(alive, ", ")}
}

// attach makes this terminal the console of a host until it is left, and says what comes next. path is the host's
// record.
func attach(ctx context.Context, std stdio, l host.Line, path string, plain bool) error {
	if err := hold(ctx, std, l, plain); err != nil {
		return err
	}
	return afterwards(std.out, path)
}

// closingTime is how long a host may take to close a room before a console says that it goes on.
const closingTime = time.Second

// afterwards says how to go on once a console has been left: the host has no terminal to say it on.
func afterwards(out io.Writer, path string) error {
	for begun := time.Now(); time.Since(begun) < closingTime; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(path + consoleSuffix); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		f, err := os.Open(path)
		if err != nil { // a host without a record
			return nil
		}
		defer f.Close()
		if _, _, report, err := record.ReadUntil(f, 0); err == nil {
			saidLast(out, path, report.Closed)
		}
		return nil
	}
	fmt.Fprintf(out, "The exercise goes on without this console. Come back with: %s\n",
		typed("tocsin", "console", path))
	return nil
}

// hold makes this terminal the console of a host until it is left.
func hold(ctx context.Context, std stdio, l host.Line, plain bool) error {
	t := host.Terminal{In: std.in, Out: std.out}
	in, out, terminal := terminalOf(std)
	if terminal && !plain {
		t.Term, t.Colours = os.Getenv("TERM"), os.Getenv("COLORTERM")
		t.Size = func() (int, int) {
			w, h, err := term.GetSize(int(out.Fd()))
			if err != nil {
				return 80, 24
			}
			return w, h
		}
		state, err := term.MakeRaw(int(in.Fd()))
		if err != nil {
			return err
		}
		defer func() { _ = term.Restore(int(in.Fd()), state) }()
	}
	if err := host.Attach(ctx, l, t); err != nil {
		return inputError{err.Error()}
	}
	return nil
}
