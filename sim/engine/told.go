package engine

import (
	"fmt"

	"tocsin/sim/scenario"
)

// Most of the memory of an exercise is what reaches its seats: one inject to three hundred
// seats is three hundred messages, however few events it took. So what is delivered counts,
// apart for what the scenario does by itself and for what is asked for. A scenario that
// delivers too much has a fault, and its run stops; who talks too much is refused, so that
// nobody ends an exercise by talking.

// textUnit is how many bytes of a message's text count as one more delivery.
const textUnit = 256

// tooMuch is the error of a scenario that delivers more than it may, the last time by an event.
func (e *Engine) tooMuch(ev *Event) error {
	return fmt.Errorf("the run was stopped at %s, after %d deliveries to seats: let %s come less often or to "+
		"fewer, or make the exercise shorter", e.now, e.setup.Limits.Deliveries, e.source(ev))
}

// depends stands for how many deliveries a kind of event is where each event is as many as it is.
const depends = -1

// reaches is how many deliveries every event of a kind is, by kind, or depends.
func reaches(sc *scenario.Scenario) (out [kindCount]int) {
	for k := range out {
		switch kinds[k].Audience {
		case ForStaff:
		case ForAll, ForPayers:
			out[k] = len(sc.Roles)
		case ForShown, ForPartners, ForMembers:
			out[k] = depends
		case ForPair:
			out[k] = 2
		default:
			out[k] = 1
		}
	}
	out[MessageSent] = depends
	return out
}

// reach is how many deliveries an event is where that depends on the event.
func (e *Engine) reach(ev *Event) int {
	switch kinds[ev.Kind].Audience {
	case ForShown:
		return 1 + len(e.ShownTo(int(ev.Ref)))
	case ForPartners:
		return e.m.actions[ev.Ref].able
	case ForMembers:
		return e.m.venues[ev.Ref].members
	}
	n := 1 // a message that is sent
	if ev.Other == Public {
		n = len(e.m.Scenario.Roles)
	}
	size := len(ev.Text)
	if ev.Ref >= 0 && size > 0 { // the seat gets both as one text
		size += len(e.m.Scenario.Facts[ev.Ref].Text)
	}
	return 2*n + size/textUnit
}

// source says in the words of the scenario what an event comes from.
func (e *Engine) source(ev *Event) string {
	sc := e.m.Scenario
	switch ev.Kind {
	case InjectReceived, InjectDelivered:
		return fmt.Sprintf("inject %s", sc.Injects[ev.Ref].ID)
	case VersionNoticed:
		return fmt.Sprintf("what system %s runs", sc.Systems[ev.Ref].ID)
	case SystemNoticed, SystemChanged:
		return fmt.Sprintf("what happens to system %s", sc.Systems[ev.Ref].ID)
	}
	return "what repeats itself"
}

// full reports whether seats have asked for as much as an exercise has room for.
func (e *Engine) full(c *Command) bool {
	return !c.Verb.Controls() && e.said >= e.setup.Limits.Deliveries
}
