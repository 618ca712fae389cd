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

// injects are those that can still come.
func injects(c *exercise.Control) []option {
	var out []option
	for _, p := range c.Next {
		if p.State == "skipped" {
			continue
		}
		hint := p.State
		if p.Due != nil {
			hint += ", " + p.Due.Date
		}
		out = append(out, option{p.ID, p.Title, hint, 0})
	}
	return out
}

func (d *dialogue) doNext() error {
	for _, p := range d.view().Control.Next {
		if p.State == "held" || p.State == "due" {
			return d.ask("release", map[string]any{"release": p.ID}, "",
				fmt.Sprintf("Released to %s: %s.", strings.Join(p.To, ", "), p.Title))
		}
	}
	d.say("No inject waits for you and none is due by itself. See those on call with: next injects, or release one.")
	return nil
}

// people are those in the room who play.
func (d *dialogue) people(is func(exercise.Member) bool) []option {
	var out []option
	for _, m := range d.view().Control.Roster {
		if is(m) {
			hint := or(m.Title, "in the lobby")
			if !m.Here {
				hint += ", not here"
			}
			if m.Wants != "" {
				hint += ", asks for " + m.Wants
			}
			out = append(out, option{m.Name, m.Name, hint, 0})
		}
	}
	return out
}

// chooseSeat has somebody choose a seat.
func (d *dialogue) chooseSeat(is func(exercise.Place) bool) (option, error) {
	var out []option
	for _, s := range d.view().Control.Seats {
		if is(s) {
			hint := or(s.Holder, "nobody")
			if s.Bot {
				hint = "a bot"
			}
			out = append(out, option{s.ID, s.Title, hint, 0})
		}
	}
	return d.choose("Which seat?", out)
}

func anySeat(exercise.Place) bool { return true }

func (d *dialogue) doSeat() error {
	who, err := d.choose("Who?", d.people(func(m exercise.Member) bool { return m.Kind == exercise.KindPlayer }))
	if err != nil {
		return err
	}
	role, err := d.chooseSeat(anySeat)
	if err != nil {
		return err
	}
	return d.act(&exercise.Seating{Who: who.id, Role: role.id}, who.id+" has the seat "+role.title+".")
}
