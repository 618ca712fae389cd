package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"tocsin/sim/report"
)

func newGraphCommand(io stdio) *cobra.Command {
	var format, of, file string
	cmd := &cobra.Command{
		Use:   "graph SCENARIO",
		Short: "Draw the cascade of a scenario, or who must tell whom",
		Example: `  tocsin graph cold_copy --format svg -o cascade.svg
  tocsin graph cold_copy --of sharing --format mermaid`,
		Args: exactlyOne("a scenario: a file, or a name from tocsin list"),
		RunE: func(_ *cobra.Command, args []string) error {
			sc, err := loadScenario(args[0], io)
			if err != nil {
				return err
			}
			var g report.Graph
			switch of {
			case "cascade":
				g = report.CascadeGraph(sc)
			case "sharing":
				g = report.SharingGraph(sc)
			default:
				return usageError{fmt.Sprintf("--of is cascade or sharing, not %q", of)}
			}
			var text string
			switch format {
			case "dot":
				text = g.DOT()
			case "mermaid":
				text = g.Mermaid()
			case "svg":
				text = g.SVG()
			default:
				return usageError{fmt.Sprintf("--format is dot, mermaid or svg, not %q", format)}
			}
			if file == "" {
				_, err = fmt.Fprint(io.out, text)
				return err
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				return inputError{err.Error()}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "dot", "dot (Graphviz), mermaid, or svg (a picture)")
	cmd.Flags().StringVar(&of, "of", "cascade", "cascade (systems and links) or sharing (who must tell whom)")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to this file")
	return cmd
}
