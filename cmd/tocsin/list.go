package main

import (
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
	Minutes float64  `json:"minutes"`
	Fewest  int      `json:"fewest,omitempty"`
	Most    int      `json:"most,omitempty"`
	Topic   string   `json:"topic,omitempty"`
	Trains  []string `json:"trains,omitempty"`
	Level   string   `json:"level,omitempty"`

	choosing []string
}

func newListCommand(io stdio) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the scenarios that come with Tocsin",
		Long: `List the scenarios that come with Tocsin: name, seats, length, what each trains and what it is
about. The name is what other commands take, as in tocsin play practice.`,
		Example: "  tocsin list",
		Args:    atMost(0),
		RunE: func(*cobra.Command, []string) error {
			out := []listed{}
			for _, name := range libraryNames() {
				src, err := scenarios.FS.ReadFile(name + ".toml")
				if err != nil {
					return err
				}
				sc, ds := scenario.LoadAgain(name, src, "")
				if sc == nil {
					return inputError{fmt.Sprintf("%s has %s", name, counted(ds.Count(scenario.Error), "fault"))}
				}
				l := listed{Name: name, Title: sc.Title, Summary: scenario.CleanLine(sc.Summary),
					Length: sc.Length.String(), Hours: sc.Length.Hours(), Minutes: sc.PlanMinutes(),
					Fewest: sc.About.Fewest, Most: sc.About.Most, Topic: scenario.CleanLine(sc.About.Topic),
					Level: sc.About.Level, choosing: choosing(sc)}
				for _, t := range sc.About.Trains {
					l.Trains = append(l.Trains, scenario.CleanLine(t))
				}
				for _, r := range sc.Open() {
					l.Seats = append(l.Seats, sc.Roles[r].ID)
				}
				out = append(out, l)
			}
			if asJSON {
				return printJSON(io, out)
			}
			for _, l := range out {
				fmt.Fprintf(io.out, "%-16s %s (%d seats, %s)\n", l.Name, l.Title, len(l.Seats), l.Length)
				for _, text := range append(l.choosing, l.Summary) {
					for _, line := range strings.Split(ansi.Wrap(text, 79, ""), "\n") {
						fmt.Fprintf(io.out, "%-16s %s\n", "", line)
					}
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

// choosing are lines that help to choose a scenario: time, people and level; topic; what it trains.
func choosing(sc *scenario.Scenario) []string {
	a := &sc.About
	parts := []string{fmt.Sprintf("%.0f minutes in the room", sc.PlanMinutes())}
	switch {
	case a.Most == 1:
		parts = append(parts, "1 person")
	case a.Fewest > 0 && a.Fewest == a.Most:
		parts = append(parts, fmt.Sprintf("%d people", a.Most))
	case a.Fewest > 0 && a.Most > a.Fewest:
		parts = append(parts, fmt.Sprintf("%d to %d people", a.Fewest, a.Most))
	case a.Fewest > 0:
		parts = append(parts, fmt.Sprintf("%d people or more", a.Fewest))
	case a.Most > 0:
		parts = append(parts, fmt.Sprintf("up to %d people", a.Most))
	}
	if words := levels[a.Level]; words != "" {
		parts = append(parts, words)
	}
	out := []string{strings.Join(parts, ", ")}
	if a.Topic != "" {
		out = append(out, "About: "+scenario.CleanLine(a.Topic))
	}
	if len(a.Trains) > 0 {
		out = append(out, "Trains: "+scenario.CleanLine(strings.Join(a.Trains, "; ")))
	}
	return out
}

// levels say in words for whom a scenario of a level is.
var levels = map[string]string{"first": "to begin with", "middling": "for those who have played before",
	"hard": "for teams"}
