package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/report"
	"tocsin/sim/scenario"
)

// graphFlags are the settings of `tocsin graph`.
type graphFlags struct{ format, of, file string }

func newGraphCommand(io stdio) *cobra.Command {
	var f graphFlags
	cmd := &cobra.Command{
		Use:   "graph SCENARIO",
		Short: "Draw the cascade of a scenario, or who must tell whom",
		Example: `  tocsin graph cold_copy -o cascade.svg
  tocsin graph cold_copy --of sharing --format mermaid`,
		Args: exactlyOne("a scenario: a file, or a name from tocsin list"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if byName := formatOf(f.file); byName != "" && !cmd.Flags().Changed("format") {
				f.format = byName
			}
			if err := f.check(); err != nil {
				return err
			}
			sc, err := loadScenario(args[0], io)
			if err != nil {
				return err
			}
			text := drawGraph(sc, f)
			if f.file == "" {
				_, err = fmt.Fprint(io.out, text)
				return err
			}
			return os.WriteFile(f.file, []byte(text), 0o644)
		},
	}
	cmd.Flags().StringVar(&f.format, "format", "dot", "dot (Graphviz), mermaid, or svg (a picture); by default what the name of the output ends in")
	cmd.Flags().StringVar(&f.of, "of", "cascade", "cascade (systems and links) or sharing (who must tell whom)")
	cmd.Flags().StringVarP(&f.file, "output", "o", "", "write to this file")
	return cmd
}

func (f graphFlags) check() error {
	if f.of != "cascade" && f.of != "sharing" {
		return usageError{fmt.Sprintf("--of is cascade or sharing, not %q", f.of)}
	}
	if f.format != "dot" && f.format != "mermaid" && f.format != "svg" {
		return usageError{fmt.Sprintf("--format is dot, mermaid or svg, not %q", f.format)}
	}
	return nil
}

// formatOf is the format that a file's name asks for.
func formatOf(file string) string {
	return map[string]string{".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid", ".mermaid": "mermaid"}[strings.ToLower(filepath.Ext(file))]
}

func drawGraph(sc *scenario.Scenario, f graphFlags) string {
	if f.of == "sharing" && f.format == "svg" {
		return sharingSVG(sc) // too dense for a drawing with a box a role
	}
	g := report.SharingGraph(sc)
	if f.of == "cascade" {
		g = report.CascadeGraph(sc)
		labelCuts(sc, &g, f.format == "svg")
	}
	switch f.format {
	case "mermaid":
		return g.Mermaid()
	case "svg":
		return g.SVG()
	}
	return g.DOT()
}

// labelCuts adds to each link the actions whose effects cut it or change its chance;
// those that its cut_by names are there already. short counts them where there are
// several, so that the labels of a picture stay clear of each other.
func labelCuts(sc *scenario.Scenario, g *report.Graph, short bool) {
	for i := range sc.Links {
		l := &sc.Links[i]
		if i >= len(g.Edges) {
			return
		}
		var parts []string
		for j := range sc.Actions {
			a := &sc.Actions[j]
			if word := changes(a.Effects, l); word != "" && !l.CutBy.Has(a.ID) {
				parts = append(parts, word+" by "+a.ID)
			}
		}
		if short && len(parts) > 1 {
			parts = []string{fmt.Sprintf("changed by %d actions", len(parts))}
		}
		if label := g.Edges[i].Label; label != "" {
			parts = append([]string{label}, parts...)
		}
		g.Edges[i].Label = strings.Join(parts, ", ")
	}
}

// changes says what effects make of a link, in a word or two.
func changes(effects []scenario.Effect, l *scenario.Link) string {
	for _, e := range effects {
		if len(e.Link) != 2 || e.Link[0] != l.From || e.Link[1] != l.To {
			continue
		}
		if e.Cut {
			return "cut"
		}
		if e.Chance != nil {
			return fmt.Sprintf("%.0f%%", 100**e.Chance)
		}
	}
	return ""
}
