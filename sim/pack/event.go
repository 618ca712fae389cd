package pack

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// event is an inject as the controller's sheet has it.
type event struct {
	ID, Title, When, Clock, Minute, To, From, Media string
	Text, Hint, Reveals, Wanted, Does, Aloud        string
	Before                                          string // heading of the part that it begins
	IfAsked, Questions, LookFor, Attached           []string
	at                                              engine.Time // 1<<62 if it has no time
}

// eventsOf lists the injects: those with a time in the order of their times, move by move, then
// those that something brings.
func eventsOf(sc *scenario.Scenario) []event {
	var out []event
	for i := range sc.Injects {
		out = append(out, eventOf(sc, i))
	}
	slices.SortStableFunc(out, func(a, b event) int { return int(min(max(a.at-b.at, -1), 1)) })
	part := ""
	for i := range out {
		if now := partOf(sc, out[i].at); now != part {
			out[i].Before, part = now, now
		}
	}
	return out
}

// partOf names the part of the sheet in which an exercise time lies: a move, or the part of what
// has no time.
func partOf(sc *scenario.Scenario, at engine.Time) string {
	if at > engine.At(sc.Length) {
		return "When something brings it"
	}
	for n, round := range sc.Rounds() {
		if m := &sc.Moves[round[0]]; at < engine.At(m.Until) || n == len(sc.Rounds())-1 {
			if len(round) > 1 {
				return fmt.Sprintf("Move %d", n+1)
			}
			return fmt.Sprintf("Move %d: %s", n+1, m.Title)
		}
	}
	return "At a time"
}

func eventOf(sc *scenario.Scenario, i int) event {
	in := &sc.Injects[i]
	e := event{ID: in.ID, Title: in.Title, From: in.From, Media: in.Media, Text: in.Text, Hint: in.Hint,
		Aloud: in.Aloud, IfAsked: in.IfAsked, Questions: in.Questions, LookFor: in.LookFor,
		Attached: in.Attach, Does: doesOf(sc, in.Effects),
		To: titles(sc, "role", in.To), Reveals: titles(sc, "fact", in.Reveals), at: 1 << 62}
	e.comes(sc, in)
	if in.Unless.Source != "" {
		e.When += "; left out if " + phrase.Condition(sc, in.Unless)
	}
	if in.Hold {
		e.When += "; it waits for you"
	}
	if in.Expects != nil {
		e.Wanted = e.expected(sc, in.Expects)
	}
	return e
}

// comes enters when an inject comes, and what brings it.
func (e *event) comes(sc *scenario.Scenario, in *scenario.Inject) {
	brought := broughtBy(sc, in.ID)
	switch {
	case in.When.Source == "false":
		e.When = "you bring it"
	case in.When.Source != "":
		e.When = "when " + phrase.Condition(sc, in.When)
		if in.At.Set && !in.At.Immediate() {
			e.When += ", " + in.At.String() + " later"
		}
	case in.Every.Set:
		e.When, e.at = "every "+in.Every.String(), 0
	case in.At.Set:
		middle := scenario.Duration(in.At.Mean())
		e.When, e.at = in.At.String(), engine.At(middle)
		e.Clock = sc.Start.Add(time.Duration(middle)).Format("Mon 15:04")
		e.Minute = strings.TrimSuffix(inRoom(sc, middle), " min")
	case brought != "":
		e.When, brought = brought, ""
	default:
		e.When = "when you bring it"
	}
	if brought != "" {
		e.When += "; also " + brought
	}
}

// doesOf is what effects do to the world, in one line.
func doesOf(sc *scenario.Scenario, effects []scenario.Effect) string {
	var out []string
	for i := range effects {
		if said := phrase.Effect(sc, &effects[i]); said != "" {
			out = append(out, said)
		}
	}
	return strings.Join(out, "; ")
}

// expected says what is expected about an inject, of whom and by when.
func (e *event) expected(sc *scenario.Scenario, x *scenario.Expects) string {
	out := wanted(sc, x)
	if x.Check {
		out = "check back on it"
	}
	var by []string
	for _, id := range x.By {
		by = append(by, titles(sc, "role", []string{id}))
	}
	if len(by) > 0 {
		out += ", by " + phrase.Either(by)
	}
	from := scenario.Duration(0)
	if e.at <= engine.At(sc.Length) {
		from = scenario.Duration(e.at)
	}
	return out + fmt.Sprintf(", within %s (%.0f min in the room)", x.Within, sc.RoomMinutesBetween(from, from+x.Within))
}
