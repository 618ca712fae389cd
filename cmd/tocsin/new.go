package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/scenarios"
	"tocsin/sim/scenario"
)

func newNewCommand(io stdio) *cobra.Command {
	var kind string
	var about []string
	for _, k := range scenarios.Kinds() {
		about = append(about, fmt.Sprintf("  %-12s %s", k.Name, k.About))
	}
	cmd := &cobra.Command{
		Use:   "new [FILE]",
		Short: "Write a commented scenario to start from",
		Long: "Write a scenario to start from, with comments that explain each part. Without FILE it is printed. " +
			"The\nkinds of exercise are:\n\n" + strings.Join(about, "\n"),
		Example: `  tocsin new my.toml
  tocsin new drill.toml --kind drill`,
		Args: atMost(1),
		RunE: func(_ *cobra.Command, args []string) error {
			template, names := "", []string{}
			for _, k := range scenarios.Kinds() {
				if names = append(names, k.Name); k.Name == kind {
					template = k.Template
				}
			}
			if template == "" {
				return usageError{fmt.Sprintf("--kind must be one of %s, not %q", strings.Join(names, ", "), kind)}
			}
			if len(args) == 0 || toStandardOutput(args[0]) {
				_, err := fmt.Fprint(io.out, template)
				return err
			}
			if err := writeNew(args[0], []byte(template)); err != nil {
				return err
			}
			fmt.Fprintf(io.out, "Wrote %s.\nIt is complete, and can be played as it is. Change it in a text editor.\n"+
				"Next, in this order:\n", scenario.CleanLine(args[0]))
			for _, next := range [][2]string{
				{"dev", "in a second window: it checks and plays the file at each save"},
				{"preview", "what comes when, and what each seat sees"},
				{"play", "take a seat"},
			} {
				fmt.Fprintf(io.out, "  %s\n      %s\n", typed("tocsin", next[0], args[0]), next[1])
			}
			fmt.Fprint(io.out, "scenarios/README.md has a chapter\n"+
				"\"From an idea to a good exercise in an afternoon\".\n")
			return nil
		},
	}
	cmd.Flags().StringVar(&kind, "kind", scenarios.Kinds()[0].Name, "kind of exercise: cascade, discussion or drill")
	return cmd
}
