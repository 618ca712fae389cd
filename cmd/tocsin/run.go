package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tocsin/sim/engine"
	"tocsin/sim/filekind"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// runFlags are the settings of `tocsin run`.
type runFlags struct {
	script string
	bots   string
	seed   uint64
	with   []string
	until  string
	json   bool
	all    bool
	record string
}

func newRunCommand(io stdio) *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run SCENARIO",
		Short: "Play a scenario without people and tell what happened",
		Long: `Play a scenario to its end without people, and tell what happened.

Bots play every seat by the scenario's notes. With --script, the acts of a file are
played instead: seats that the script names do only what it says, bots play the rest.
The same scenario, seed and script always give the same run. A script such as acts.toml is

  [[do]]
  at = "5h"
  role = "developer"
  share = "audit_gap"
  to = ["cloud"]

--record writes the run as the record of an exercise, with a person in every seat that the
script speaks for, named after it. tocsin report makes an after-action report of it.`,
		Example: `  tocsin run cold_copy
  tocsin run cold_copy --with all --seed 7
  tocsin run cold_copy --until 3d12h --json
  tocsin run cold_copy --record friday.jsonl
  tocsin run cold_copy --script acts.toml --record acts.jsonl`,
		Args: exactlyOne("a scenario: a file, or a name from tocsin list"),
		RunE: func(cmd *cobra.Command, args []string) error { return runScenario(cmd.Context(), io, args[0], f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.script, "script", "", "acts to play: a TOML file of [[do]] tables")
	fl.StringVar(&f.bots, "bots", "all",
		"seats that bots play: all (that the script does not speak for) or none")
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the random draws")
	fl.StringSliceVar(&f.with, "with", nil, withHelp)
	fl.StringVar(&f.until, "until", "", "stop at this exercise time, such as 3d12h (default: the scenario's end)")
	fl.BoolVar(&f.json, "json", false, "print one JSON document")
	fl.StringVar(&f.record, "record", "none",
		"write the run to this file as the record of an exercise, for tocsin report and replay; - is standard output, none is no record")
	fl.BoolVar(&f.all, "all", false, "tell every event, not only the main ones")
	return cmd
}

func runScenario(ctx context.Context, io stdio, name string, f runFlags) error {
	f.record = recordFile(f.record)
	if err := oneOnStandardOutput(map[string]bool{"--json": f.json, "--record -": f.record == "-"}); err != nil {
		return err
	}
	plan, err := planRun(io, name, f)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	played, err := score.Play(ctx, plan)
	var card score.Card
	if err == nil {
		card, err = score.Mark(ctx, played)
	}
	if errors.Is(err, context.Canceled) {
		return inputError{"interrupted"}
	}
	if err != nil {
		return inputError{fmt.Sprintf("%s: %v", name, err)}
	}
	if f.record != "" {
		err := throughFile(io, f.record, func(_ stdio,
			file string) error {
			return recordRun(ctx, file, shortName(name), played, false)
		})
		if err != nil {
			return inputError{fmt.Sprintf("%s: %v", f.record, err)}
		}
	}
	if f.record == "-" {
		return nil // standard output is the record, and nothing else
	}
	result := report.Summarise(shortName(name), played, card)
	if f.json {
		return printJSON(io, result)
	}
	return report.Account(io.out, result, card, played, styleFor(io, f.all))
}

// planRun turns the flags into the plan of a run.
func planRun(io stdio, name string, f runFlags) (score.Plan, error) {
	if f.bots != "all" && f.bots != "none" {
		return score.Plan{}, usageError{fmt.Sprintf("--bots must be all or none, not %q", f.bots)}
	}
	sc, err := loadScenario(name, io)
	if err != nil {
		return score.Plan{}, err
	}
	model, err := engine.Compile(sc)
	if err != nil {
		return score.Plan{}, inputError{fmt.Sprintf("%s: %v", name, err)}
	}
	plan := score.Plan{Model: model, Seed: f.seed, Bots: f.bots == "all", Until: engine.At(sc.Length)}
	if f.until != "" {
		d, err := scenario.ParseDuration(f.until)
		if err != nil {
			return plan, usageError{"--until: " + err.Error()}
		}
		plan.Until = min(plan.Until, engine.At(d))
	}
	for _, word := range f.with {
		ms, ok := score.MechanismsOf(sc, word)
		if !ok {
			return plan, usageError{fmt.Sprintf("--with: %q is not a mechanism or arm of %s; it has %s", word, name,
				mechanismNames(sc))}
		}
		plan.Setup.Mechanisms = append(plan.Setup.Mechanisms, ms...)
	}
	if f.script == "" {
		return plan, nil
	}
	src, err := readFile(f.script)
	if err != nil {
		return plan, err
	}
	script, ds := sc.LoadScript(src)
	if ds.Failed() {
		if err := kindError(f.script, src, filekind.Script); err != nil {
			return plan, err
		}
		fmt.Fprint(io.err, ds.Format(f.script, string(src)))
		return plan, inputError{fmt.Sprintf("%s has %s", scenario.CleanLine(f.script),
			counted(ds.Count(scenario.Error), "fault"))}
	}
	if len(script.Do) == 0 {
		fmt.Fprintf(io.err, "warning: %s is a script without acts: nobody does what it says\n",
			scenario.CleanLine(f.script))
	}
	plan.Commands = engine.Commands(sc, script)
	return plan, nil
}

func mechanismNames(sc *scenario.Scenario) string {
	var names []string
	for _, a := range sc.Arms {
		names = append(names, a.ID)
	}
	for _, m := range sc.Mechanisms {
		names = append(names, m.ID)
	}
	if len(names) == 0 {
		return "none"
	}
	return "all, none, " + strings.Join(names, ", ")
}

// styleFor is the style of an account for where it is printed: on a terminal its width, from 60 to 140 columns,
// and colours without NO_COLOR; else plain text of 100 columns.
func styleFor(io stdio, all bool) report.Style {
	st := report.Style{All: all, Width: 100}
	if !isTerminal(io.out) {
		return st
	}
	f := io.out.(*os.File)
	if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
		st.Width = min(max(w, 60), 140)
	}
	if os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" {
		st.Renderer = lipgloss.NewRenderer(f)
	}
	return st
}

// isTerminal reports whether w is a terminal.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
