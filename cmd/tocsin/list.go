package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"tocsin/scenarios"
	"tocsin/sim/scenario"
)

// listed is what `tocsin list --json` prints of a scenario.
type listed struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Summary string   `json:"summary"`
	Length  string   `json:"length"`
	Hours   float64  `json:"length_hours"`
	Seats   []string `json:"seats"`
}

func newListCommand(io stdio) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the scenarios that come with Tocsin",
		Args:  atMost(0),
		RunE: func(*cobra.Command, []string) error {
			out := []listed{}
			for _, name := range libraryNames() {
				src, err := scenarios.FS.ReadFile(name + ".toml")
				if err != nil {
					return err
				}
				sc, ds := scenario.Load(name, src)
				if sc == nil {
					return inputError{fmt.Sprintf("%s has %s", name, counted(ds.Count(scenario.Error), "fault"))}
				}
				l := listed{Name: name, Title: sc.Title, Summary: scenario.CleanLine(sc.Summary),
					Length: sc.Length.String(), Hours: sc.Length.Hours()}
				for _, r := range sc.Roles {
					l.Seats = append(l.Seats, r.ID)
				}
				out = append(out, l)
			}
			if asJSON {
				enc := json.NewEncoder(io.out)
				enc.SetIndent("", "  ")
				return enc.Encode(out)
			}
			for _, l := range out {
				fmt.Fprintf(io.out, "%-16s %s (%d seats, %s)\n", l.Name, l.Title, len(l.Seats), l.Length)
				for _, line := range strings.Split(ansi.Wrap(l.Summary, 79, ""), "\n") {
					fmt.Fprintf(io.out, "%-16s %s\n", "", line)
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}
