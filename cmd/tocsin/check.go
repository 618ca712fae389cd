package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"tocsin/sim/engine"
	"tocsin/sim/filekind"
	"tocsin/sim/scenario"
)

// checked is what `tocsin check --json` prints of a file.
type checked struct {
	File        string                `json:"file"`
	OK          bool                  `json:"ok"`
	Diagnostics []scenario.Diagnostic `json:"diagnostics"`
}

func newCheckCommand(io stdio) *cobra.Command {
	var asJSON, schema, strict, leaks, proves bool
	cmd := &cobra.Command{
		Use:   "check SCENARIO...",
		Short: "Say what is wrong with a scenario, and where",
		Long: `Read scenarios and say everything that is wrong with them, each with its line and what
to do about it. Warnings are questions that an experienced exercise designer would ask.

--schema prints a JSON Schema of the format, which editors use for completion.

--leaks plays the scenario with bots and looks from every seat at pairs of worlds that differ
only in what that seat cannot see. Its screen, and the answer to everything that it can ask
for, must be the same in both; what is not is told with the seat, the verb and the line. It
takes seconds to minutes; interrupt it, and what was found until then is told.

--prove looks for a run that meets each objective and each expectation, for at most 25
seconds. People who know everything and lose no time play the seats. What it finds is
proved; what it does not find may be out of reach.`,
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
				return checkProve(cmd.Context(), io, args, asJSON)
			case leaks:
				return checkLeaks(cmd.Context(), io, args, asJSON)
			}
			return check(io, args, asJSON, strict)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of the format")
	cmd.Flags().BoolVar(&strict, "strict", false, "let warnings count as faults")
	cmd.Flags().BoolVar(&proves, "prove", false, "look for a run that meets each objective and expectation")
	cmd.Flags().BoolVar(&leaks, "leaks", false, "look from every seat for what tells it what it cannot see")
	return cmd
}

func check(io stdio, names []string, asJSON, strict bool) error {
	out := []checked{}
	bad := 0
	for _, name := range names {
		file, src, err := openScenario(name)
		if err != nil {
			return err
		}
		sc, ds := scenario.Load(file, src)
		if other := otherKind(file, src, filekind.Scenario); other != nil && sc == nil {
			ds, src = scenario.Diagnostics{*other}, nil // its lines say nothing to a person
		}
		if sc != nil {
			v, err := loadVocabulary()
			if err != nil {
				return err
			}
			ds = append(ds, v.CheckWords(sc)...)
			// what only shows when it is made ready to run
			if _, err := engine.Compile(sc); err != nil {
				ds = append(ds, scenario.Diagnostic{Pos: scenario.Pos{Line: 1, Column: 1}, Severity: scenario.Error,
					Code: "compile", Message: err.Error()})
			}
		}
		c := checked{file, !ds.Failed() && !(strict && len(ds) > 0), ds}
		if c.Diagnostics == nil {
			c.Diagnostics = []scenario.Diagnostic{}
		}
		out = append(out, c)
		if !c.OK {
			bad++
		}
		if !asJSON {
			file := scenario.CleanLine(file)
			fmt.Fprint(io.out, ds.Format(file, string(src)))
			if len(ds) > 0 {
				fmt.Fprintln(io.out)
			}
			fmt.Fprintf(io.out, "%s: %s, %s\n", file, counted(ds.Count(scenario.Error), "error"),
				counted(ds.Count(scenario.Warning), "warning"))
		}
	}
	if asJSON {
		var doc any = out
		if len(out) == 1 {
			doc = out[0]
		}
		enc := json.NewEncoder(io.out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(doc); err != nil {
			return err
		}
	}
	if bad > 0 {
		return inputError{fmt.Sprintf("%d of %s not fit to play", bad, counted(len(names), "scenario"))}
	}
	return nil
}
