package sim

import "tocsin/sim/scenario"

// establish puts a mechanism in force.
func (e *Engine) establish(i int) {
	if e.established[i] {
		return
	}
	e.established[i] = true
	sc := e.m.Scenario
	e.emit(Event{Kind: MechanismEstablished, Role: Nobody, Other: Nobody, Ref: int32(i)})
	e.changed(e.m.symbols.has + i)
	via := Via{ByMechanism, int32(i)}
	for c := range sc.Mechanisms[i].Changes {
		e.change(&sc.Mechanisms[i].Changes[c], via)
	}
}

func (e *Engine) change(ch *scenario.Change, via Via) {
	sc := e.m.Scenario
	switch {
	case ch.Sharing != nil:
		e.sharingFactor = float64(e.sharingFactor * *ch.Sharing)
	case len(ch.Actions) > 0:
		for a := range sc.Actions {
			for _, p := range ch.Actions {
				if matches(p, sc.Actions[a].ID) {
					e.takesFactor[a] = float64(e.takesFactor[a] * *ch.Takes)
					break
				}
			}
		}
	case len(ch.Contact) == 2:
		c := e.m.contact[[2]int{sc.Find("role", ch.Contact[0]), sc.Find("role", ch.Contact[1])}]
		e.contactFixed[c] = contactState{fixed: true, set: ch.At.Set, at: newDelay(ch.At)}
	case len(ch.Notes) > 0:
		for n := range sc.Notes {
			note := &sc.Notes[n]
			if note.Within > 0 && (ch.Notes.Has("all") || ch.Notes.Has(note.Role) || note.ID != "" && ch.Notes.Has(note.ID)) {
				e.file(n, via)
			}
		}
	case ch.Role != "":
		r := sc.Find("role", ch.Role)
		e.ackFactor[r] = float64(e.ackFactor[r] * orOne(ch.Ack))
		e.decideFactor[r] = float64(e.decideFactor[r] * orOne(ch.Decide))
	case len(ch.Links) > 0:
		for l := range sc.Links {
			if ch.Links.Has(sc.Links[l].To) {
				e.ownLinks()[l].chance = min(1, float64(e.links[l].chance**ch.Times))
			}
		}
	case ch.Venue != "" && (ch.Latency != nil || ch.Convene != nil):
		v := sc.Find("venue", ch.Venue)
		e.venueFactor[v] = float64(e.venueFactor[v] * orOne(ch.Latency))
		e.conveneFactor[v] = float64(e.conveneFactor[v] * orOne(ch.Convene))
		if ch.Open != nil && *ch.Open {
			e.venueOpens(v, via)
		}
	default:
		em := e.m.effect(&ch.Effect, "a mechanism")
		e.applyEffect(&em, Nobody, via)
	}
}

// price is what a mechanism costs in all.
func price(m *scenario.Mechanism) float64 {
	sum := 0.0
	for _, c := range m.Cost {
		sum += c.Value
	}
	return sum
}
