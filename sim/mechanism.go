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
				e.chance[l] = min(1, float64(e.chance[l]**ch.Times))
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

// Invested is how many points have been put into a mechanism.
func (e *Engine) Invested(mechanism int) float64 { return e.invested[mechanism] }

// InvestedBy is how many points of them came from a role.
func (e *Engine) InvestedBy(mechanism, role int) float64 {
	return e.investedBy[mechanism*len(e.m.Scenario.Roles)+role]
}

// Budget is how many points a role has left to invest.
func (e *Engine) Budget(role int) float64 { return e.m.Scenario.Roles[role].Budget - e.spent[role] }

// Price is what a mechanism costs in all, in points.
func (m *Model) Price(mechanism int) float64 { return price(&m.Scenario.Mechanisms[mechanism]) }

// ShowsInvestments reports whether a role may see what each role has invested in a
// mechanism. What it has invested itself it sees always.
func (m *Model) ShowsInvestments(mechanism, role int) bool {
	mech, id := &m.Scenario.Mechanisms[mechanism], m.Scenario.Roles[role].ID
	if len(mech.ShownTo) > 0 {
		return mech.ShownTo.Has("all") || mech.ShownTo.Has(id)
	}
	for _, c := range mech.Cost {
		if c.ID == id {
			return true
		}
	}
	return false
}

// price is what a mechanism costs in all.
func price(m *scenario.Mechanism) float64 {
	sum := 0.0
	for _, c := range m.Cost {
		sum += c.Value
	}
	return sum
}
