package engine

import (
	"fmt"
	"strings"
)

// count counts what happens, and reports whether the run is within its limits. Names of what happens are made only
// when a limit is near.
func (e *Engine) count(what string, i int) bool {
	if e.err != nil {
		return false
	}
	if e.now != e.instantAt {
		e.instantAt, e.instant = e.now, 0
	}
	e.total++
	e.instant++
	if e.instant > e.setup.Limits.Instant-len(e.lately) || e.total > e.setup.Limits.Total-len(e.lately) {
		e.lately[e.latelyAt%len(e.lately)] = e.label(what, i)
		e.latelyAt++
	}
	if e.instant > e.setup.Limits.Instant {
		e.err = fmt.Errorf("the scenario feeds itself without end: more than %d events at %s; the last were %s",
			e.setup.Limits.Instant, e.now, e.chain())
		return false
	}
	if e.total > e.setup.Limits.Total {
		e.err = fmt.Errorf("the run was stopped after %d events, at %s; the last were %s", e.setup.Limits.Total,
			e.now, e.chain())
		return false
	}
	return true
}

func (e *Engine) chain() string {
	var names []string
	for i := max(0, e.latelyAt-len(e.lately)); i < e.latelyAt; i++ {
		if s := e.lately[i%len(e.lately)]; len(names) == 0 || names[len(names)-1] != s {
			names = append(names, s)
		}
	}
	return strings.Join(names, " → ")
}

// label names a slot or a condition for the error that names a loop.
func (e *Engine) label(what string, i int) string {
	sc, s := e.m.Scenario, &e.m.slots
	if what == "condition" {
		c := &e.m.conds[i]
		switch c.owner {
		case ownInject:
			return "inject " + sc.Injects[c.of].ID + " (when)"
		case ownNote:
			return fmt.Sprintf("note %d of %s", c.of+1, sc.Notes[c.of].Role)
		case ownEnding:
			return "ending " + sc.Endings[c.of].ID
		case ownMove:
			return fmt.Sprintf("move %d (when)", c.of+1)
		case ownObligation:
			return "obligation " + sc.Obligations[c.of].ID
		}
		return "a condition"
	}
	switch {
	case i >= e.m.fixed:
		b := e.bodies[i-e.m.fixed]
		switch b.kind {
		case linkArrives:
			l := &sc.Links[b.a]
			return "link " + l.From + " → " + l.To
		case actionEnds:
			return "action " + sc.Actions[e.acts[b.a].action].ID
		case messageArrives:
			return "a message"
		case rateEnds:
			return "gauge " + sc.Gauges[e.m.rates[b.a].gauge].ID
		case effectHappens:
			return "an effect of " + e.m.effects[b.a].owner
		case seatJoins:
			return "seat " + sc.Roles[b.a].ID
		case venueOpens:
			return "venue " + sc.Venues[b.a].ID
		case expectationEnds:
			return "inject " + DraftID(int(b.a)) + " (expects)"
		}
		return "a notice"
	case i >= s.promise:
		return "a promise"
	case i >= s.obligation:
		return "obligation " + sc.Obligations[i-s.obligation].ID
	case i >= s.joint:
		return "joint action " + sc.Actions[i-s.joint].ID
	case i >= s.expect:
		return "inject " + sc.Injects[i-s.expect].ID + " (expects)"
	case i >= s.inject:
		return "inject " + sc.Injects[i-s.inject].ID
	case i >= s.leak:
		return "leak of " + sc.Facts[i-s.leak].ID
	case i >= s.known:
		return "knowledge"
	case i >= s.system:
		return "system " + sc.Systems[i-s.system].ID
	case i >= s.atom:
		return "a comparison of gauges"
	case i >= s.gauge && i-s.gauge < len(sc.Gauges):
		return "gauge " + sc.Gauges[i-s.gauge].ID
	}
	return "the clock"
}
