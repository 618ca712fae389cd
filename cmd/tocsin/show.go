package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tocsin/sim/scenario"
)

func newShowCommand(io stdio) *cobra.Command {
	var role, language string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show SCENARIO",
		Short: "Tell what a scenario is about: for the facilitator, or for one seat",
		Long: `Tell what a scenario is about. Without --role everything is shown, secrets and injects
too: that is for the facilitator. With --role only what that seat may know before the start.`,
		Example: `  tocsin show cold_copy
  tocsin show cold_copy --role cert`,
		Args: exactlyOne("a scenario: a file, or a name from tocsin list"),
		RunE: func(_ *cobra.Command, args []string) error {
			sc, err := loadScenarioIn(args[0], language, io)
			if err != nil {
				return err
			}
			br, err := facilitatorBriefing(sc)
			if err != nil {
				return err
			}
			if role != "" {
				r := sc.Find("role", role)
				if r < 0 {
					return usageError{fmt.Sprintf("%q is not a seat of this scenario; the seats are %s",
						scenario.CleanLine(role), strings.Join(seatNames(sc), ", "))}
				}
				br = seatBriefing(sc, r)
			}
			if asJSON {
				return printJSON(io, br)
			}
			_, err = fmt.Fprint(io.out, br.text())
			return err
		},
	}
	cmd.Flags().StringVar(&role, "role", "", "show only what this seat may know before the start")
	cmd.Flags().StringVar(&language, "language", "", "language of the scenario's texts, such as de (default: the original)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return cmd
}

// openSeats are the ids of the seats that everybody may know of.
func openSeats(sc *scenario.Scenario) []string {
	names := []string{}
	for _, i := range sc.Open() {
		names = append(names, sc.Roles[i].ID)
	}
	return names
}

func seatNames(sc *scenario.Scenario) []string {
	names := []string{}
	for i := range sc.Roles {
		names = append(names, sc.Roles[i].ID)
	}
	return names
}
