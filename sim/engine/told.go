package engine

import "fmt"

// Most of the memory of an exercise is what reaches its seats: one inject to three hundred
// seats is three hundred messages, however few events it took. So what is delivered counts,
// apart for what the scenario does by itself and for what is asked for. A scenario that
// delivers too much has a fault, and its run stops; who talks too much is refused, so that
// nobody ends an exercise by talking.

// textUnit is how many bytes of text a delivery may have before it counts as more than one.
const textUnit = 256

// tell counts what an event lays before seats.
func (e *Engine) tell(ev *Event) {
	n := e.reach(ev)
	if e.asked {
		e.said += n
		return
	}
	if e.told += n; e.told > e.setup.Limits.Deliveries && e.err == nil {
		e.err = fmt.Errorf("the run was stopped at %s, after %d deliveries to seats: let %s come less often or to "+
			"fewer, or make the exercise shorter",
			e.now, e.setup.Limits.Deliveries, e.source(ev))
	}
}

// audienceOf is the audience of each kind of event, close together.
var audienceOf = func() (out [kindCount]Audience) {
	for k := range out {
		out[k] = kinds[k].Audience
	}
	return out
}()

// reach is how many deliveries an event is.
func (e *Engine) reach(ev *Event) int {
	roles := len(e.m.Scenario.Roles)
	n := 1
	switch audienceOf[ev.Kind] {
	case ForStaff:
		if !e.asked {
			return 0
		}
	case ForAll, ForPayers:
		n = roles
	case ForShown:
		n = 1 + len(e.ShownTo(int(ev.Ref)))
	case ForPair:
		n = 2
	case ForPartners:
		n = e.m.actions[ev.Ref].able
	case ForMembers:
		n = e.m.venues[ev.Ref].members
	}
	if ev.Kind != MessageSent {
		return n
	}
	if ev.Other == Public {
		n = roles
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
		return fmt.Sprintf("what befalls system %s", sc.Systems[ev.Ref].ID)
	}
	return "what repeats itself"
}

// full reports whether seats have asked for as much as an exercise has room for.
func (e *Engine) full(c *Command) bool {
	return !c.Verb.Controls() && e.said >= e.setup.Limits.Deliveries
}
