package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tocsin/sim/engine"
	"tocsin/sim/filekind"
	"tocsin/sim/scenario"
)

// checked is what `tocsin check --json` prints of a file.
type checked struct {
	File        string   `json:"file"`
	OK          bool     `json:"ok"`
	Diagnostics []placed `json:"diagnostics"`
}

// placed is a finding with its place in the file that it is about.
type placed struct {
	scenario.Diagnostic
	// Included is that file, if it is one that the scenario includes.
	Included string `json:"included,omitempty"`
}

// checkedFile is what was found in a file and those that it includes, whose joined text is
// source; strict lets warnings count as faults.
func checkedFile(file, source string, ds scenario.Diagnostics, strict bool) checked {
	c := checked{file, !ds.Failed() && !(strict && len(ds) > 0), []placed{}}
	for _, d := range ds {
		p := placed{Diagnostic: d}
		p.Included, p.Pos = d.In(source)
		c.Diagnostics = append(c.Diagnostics, p)
	}
	return c
}

// words sum up what was found.
func (c checked) words() string {
	ds := make(scenario.Diagnostics, len(c.Diagnostics))
	for i := range ds {
		ds[i] = c.Diagnostics[i].Diagnostic
	}
	return fmt.Sprintf("%s: %s, %s", scenario.CleanLine(c.File), counted(ds.Count(scenario.Error), "error"),
		counted(ds.Count(scenario.Warning), "warning"))
}

// printChecked prints what was found as JSON: of one file by itself, of several as a list.
func printChecked(io stdio, out []checked) error {
	if len(out) == 1 {
		return printJSON(io, out[0])
	}
	return printJSON(io, out)
}

func newCheckCommand(io stdio) *cobra.Command {
	var f checkFlags
	var schema, leaks, proves bool
	cmd := &cobra.Command{
		Use:   "check SCENARIO...",
		Short: "Say what is wrong with a scenario, and where",
		Long: `Read scenarios and say everything that is wrong with them, each with its line and what
to do about it. Warnings are questions that an experienced exercise designer would ask.
Without further flags nothing is played, and it takes less than a second.

--schema prints a JSON Schema of the format, which editors use for completion.

--deep plays the scenario often with bots, unprepared, prepared and careless, and
warns of what shows only then: a seat to which nothing comes for long, an inject that does not
come, an action that is never possible or changes nothing, expectations that leave people no
time, an exercise that is over before its end or that needs no coordination. tocsin preview
--play shows the numbers behind it.

--leaks plays the scenario with bots and looks from every seat at pairs of worlds that differ
only in what that seat cannot see. Its screen, and the answer to everything that it can ask
for, must be the same in both; each difference is reported with its seat, verb and line.
It takes seconds to minutes; if you interrupt it, it reports what it has found so far.

--prove looks for a run that meets each objective and each expectation, for at most 25
seconds. The seats are played as by people who know everything and lose no time. What it finds
can be met; what it does not find may be impossible.`,
		Example: `  tocsin check cold_copy
  tocsin new my.toml
  tocsin check my.toml --strict
  tocsin check my.toml --deep
  tocsin check --schema`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && !schema {
				return usageError{"give a scenario: a file, or a name from tocsin list"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case schema:
				_, err := io.out.Write(scenario.Schema())
				return err
			case proves:
				return checkProve(cmd.Context(), io, args, f.asJSON)
			case leaks:
				return checkLeaks(cmd.Context(), io, args, f.asJSON)
			}
			return check(cmd.Context(), io, args, f)
		},
	}
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print one JSON document")
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of the format")
	cmd.Flags().BoolVar(&f.strict, "strict", false, "treat warnings as faults: the exit code is 1 where there is one")
	cmd.Flags().BoolVar(&f.deep, "deep", false, "play it often with bots, and warn of what shows only then")
	cmd.Flags().IntVar(&f.runs, "runs", deepRuns, "with --deep: how many runs of each way to play")
	cmd.Flags().BoolVar(&proves, "prove", false, "look for a run that meets each objective and expectation")
	cmd.Flags().BoolVar(&leaks, "leaks", false, "check that no seat can tell what it cannot see")
	return cmd
}

// checkFlags are the settings of a check without --leaks and --prove.
type checkFlags struct {
	asJSON, strict, deep bool
	runs                 int
}

func check(ctx context.Context, io stdio, names []string, f checkFlags) error {
	out := []checked{}
	bad := 0
	var stopped error
	for _, name := range names {
		file, src, err := openScenario(name)
		if err != nil {
			return err
		}
		sc, ds := scenario.Load(file, src)
		if other := otherKind(file, src, filekind.Scenario); other != nil && sc == nil {
			ds, src = scenario.Diagnostics{*other}, nil // no lines of it are shown: it may not be text
		}
		if sc != nil {
			v, err := loadVocabulary()
			if err != nil {
				return err
			}
			ds = append(ds, v.CheckWords(sc)...)
			// some faults are found only when the scenario is compiled
			if m, err := engine.Compile(sc); err != nil {
				at := scenario.Pos{Line: 1, Column: 1}
				if key := new(engine.KeyError); errors.As(err, &key) {
					at = sc.Place(key.Key)
				}
				ds = append(ds, scenario.Diagnostic{Pos: at, Severity: scenario.Error, Code: "compile", Message: err.Error()})
			} else if f.deep && !ds.Failed() {
				var deep scenario.Diagnostics
				if deep, stopped = deepFindings(ctx, io, m, f.runs); stopped != nil && ctx.Err() == nil {
					return stopped
				}
				ds = append(ds, deep...)
				ds.Sort()
			}
		}
		c := checkedFile(file, string(src), ds, f.strict)
		out = append(out, c)
		if !c.OK {
			bad++
		}
		if !f.asJSON {
			file := scenario.CleanLine(file)
			fmt.Fprint(io.out, ds.Format(file, string(src)))
			if len(ds) > 0 {
				fmt.Fprintln(io.out)
			}
			fmt.Fprintln(io.out, c.words())
		}
		if stopped != nil {
			break
		}
	}
	if f.asJSON {
		if err := printChecked(io, out); err != nil {
			return err
		}
	}
	if stopped != nil {
		return inputError{"interrupted: here is what was found so far"}
	}
	if bad > 0 {
		return inputError{fmt.Sprintf("%d of %s not fit to play", bad, counted(len(names), "scenario"))}
	}
	return nil
}
