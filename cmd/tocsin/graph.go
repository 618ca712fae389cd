package main

import (
	"fmt"
	goio "io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/report"
	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
)

// graphFlags are the settings of `tocsin graph`.
type graphFlags struct{ format, of, file, theme string }

func newGraphCommand(io stdio) *cobra.Command {
	var f graphFlags
	cmd := &cobra.Command{
		Use:   "graph SCENARIO",
		Short: "Draw the cascade of a scenario, or who must tell whom",
		Long: `Draw which systems of a scenario can make which others fail (the cascade), or who must tell whom
what (sharing). An svg is a picture that a browser shows. dot is for Graphviz, and mermaid for
Markdown pages.`,
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
			return writeOutput(io, f.file, func(w goio.Writer) error {
				_, err := goio.WriteString(w, text)
				return err
			})
		},
	}
	cmd.Flags().StringVar(&f.format, "format", "dot",
		"dot (Graphviz), mermaid, or svg (a picture); without it, the ending of the output's name says it")
	cmd.Flags().StringVar(&f.of, "of", "cascade", "cascade (systems and links) or sharing (who must tell whom)")
	cmd.Flags().StringVarP(&f.file, "output", "o", "", "write to this file; - is standard output")
	cmd.Flags().StringVar(&f.theme, "theme", "auto",
		"colours of an svg: light, dark, or auto, which follows the reader's screen")
	return cmd
}

func (f graphFlags) check() error {
	if f.of != "cascade" && f.of != "sharing" {
		return usageError{fmt.Sprintf("--of must be cascade or sharing, not %q", f.of)}
	}
	if f.format != "dot" && f.format != "mermaid" && f.format != "svg" {
		return usageError{fmt.Sprintf("--format must be dot, mermaid or svg, not %q", f.format)}
	}
	if _, err := draw.ParseTheme(f.theme); err != nil {
		return usageError{err.Error()}
	}
	return nil
}

// formatOf is the format that a file's extension asks for; "" if it asks for none.
func formatOf(file string) string {
	return map[string]string{".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid",
		".mermaid": "mermaid"}[strings.ToLower(filepath.Ext(file))]
}

// drawGraph draws a scenario as the flags ask.
func drawGraph(sc *scenario.Scenario, f graphFlags) string {
	sharing := f.of == "sharing"
	if f.format == "svg" {
		p := report.CascadeGraph(sc).Picture()
		if sharing {
			p = report.SharingPicture(sc)
		}
		return p.Alone(0, draw.Theme(f.theme))
	}
	g := report.CascadeGraph(sc)
	if sharing {
		g = report.SharingGraph(sc)
	}
	if f.format == "mermaid" {
		return g.Mermaid()
	}
	return g.DOT()
}
