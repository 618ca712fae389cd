package exercise_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestSeatsAreLetteredInTheOrderInWhichTheyAct: on the wall without names the seat that acted first is seat A, the
// first of the scenario too, whichever a page names first.
func TestSeatsAreLetteredInTheOrderInWhichTheyAct(t *testing.T) {
	for first, want := range map[string]string{
		"Ann": "Seat C waited, then seat B, then seat A.",
		"Bob": "Seat C waited, then seat A, then seat B.",
	} {
		g := walledTable(t)
		ask(t, g, "Fay", "start", "")
		until(g, 2)
		for _, who := range []string{first, "Ann", "Bob", "Cyd"} {
			ask(t, g, who, "say", `{"say":"Hello.","to":["public"]}`)
		}
		ask(t, g, "Fay", "observe", `{"text":"Agency waited, then Cloud, then The laboratory.","tag":"gap"}`)
		until(g, 10)
		ask(t, g, "Fay", "end", `{"end":true}`)
		assert.Contains(t, fmt.Sprint(paged(t, g, "wash", 24, true, nil)), "Agency waited, then Cloud, then The laboratory.")
		assert.Contains(t, fmt.Sprint(paged(t, g, "wash", 24, false, nil)), want, first)
	}
}
