package plain

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
)

func isFacilitator(v exercise.View) bool {
	return v.Control != nil && v.You.Kind == exercise.KindFacilitator
}

func isStaff(v exercise.View) bool { return v.Control != nil }

// staffActs are what a facilitator does, and of it what an evaluator may. The first four
// are enough for an hour's exercise.
func staffActs() []command {
	return []command{
		{words: "next", does: "*release the next inject now", who: isFacilitator, run: (*dialogue).doNext},
	}
}

func (d *dialogue) doNext() error {
	for _, p := range d.view().Control.Next {
		if p.State == "held" || p.State == "due" && !p.Unneeded {
			if p.Unneeded {
				if err := d.sure(fmt.Sprintf("By its own condition %q would not come now.", p.Title)); err != nil {
					return err
				}
			}
			return d.ask("release", map[string]any{"release": p.ID}, "",
				fmt.Sprintf("Released to %s: %s.", strings.Join(p.To, ", "), p.Title))
		}
	}
	d.say("No inject waits for you and none is due by itself. See those on call with: next injects, or release one.")
	return nil
}
