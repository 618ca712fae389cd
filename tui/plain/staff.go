package plain

import (
	"fmt"

	"tocsin/sim/exercise"
)

func isFacilitator(v exercise.View) bool {
	return v.Control != nil && v.You.Kind == exercise.KindFacilitator
}

func isStaff(v exercise.View) bool { return v.Control != nil }

// staffActs are what staff can do beside the verbs of the language of seats.
func staffActs() []command {
	return []command{
		{words: "rooms", does: "how the rooms stand that play side by side; all, and an act, is for all of them",
			who: func(v exercise.View) bool { return v.Control != nil && len(v.Control.Rooms) > 0 },
			run: (*dialogue).showRooms},
		{words: "all", does: "the same in every room: all, and what is to be done",
			who: func(v exercise.View) bool { return isFacilitator(v) && len(v.Control.Rooms) > 0 },
			run: nil},
		{words: "use", does: "who uses how much of the room", who: isFacilitator, run: (*dialogue).showUse},
		{words: "cut", does: "cut an address off for ten minutes: cut, and the address", who: isFacilitator,
			run: (*dialogue).doCut},
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
				fmt.Sprintf("Released to %s: %s.", d.view().Control.Whom(p.To), p.Title))
		}
	}
	d.say("No inject waits for you and none is due by itself. See those on call with: next injects, or release one.")
	return nil
}

func (d *dialogue) showRooms() error {
	c := d.view().Control
	for _, s := range c.Rooms {
		here := ""
		if s.Name == c.Room {
			here = " (you are here)"
		}
		d.entry(fmt.Sprintf("Room %s%s: %s, %s, players: %d, staff: %d, acts: %d. %s", s.Name, here, s.Clock.Now.T,
			s.Clock.Phase,
			s.People, s.Staff, s.Acts, s.Last.Text))
	}
	return nil
}
