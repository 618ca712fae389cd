package engine

import (
	"slices"

	"tocsin/sim/scenario"
)

// changeModel is a change that a mechanism makes, with its names resolved.
type changeModel struct {
	*scenario.Change
	actions []int
	contact int
	at      delay
	said    scenario.Delay // at, as written
	notes   []int
	role    int
	links   []int
	venue   int
	effect  effectModel
}

func (m *Model) compileMechanisms() {
	sc := m.Scenario
	m.changes = make([][]changeModel, len(sc.Mechanisms))
	for i := range sc.Mechanisms {
		for c := range sc.Mechanisms[i].Changes {
			ch := m.change(&sc.Mechanisms[i].Changes[c])
			m.addRate(&ch.effect)
			ch.said = m.asWritten.Mechanisms[i].Changes[c].At
			m.changes[i] = append(m.changes[i], ch)
		}
	}
}

func (m *Model) change(ch *scenario.Change) changeModel {
	sc := m.Scenario
	out := changeModel{Change: ch, contact: -1, at: m.delay(ch.At), role: sc.Find("role", ch.Role),
		venue:  sc.Find("venue", ch.Venue),
		effect: m.effect(&ch.Effect, "a mechanism")}
	for a := range sc.Actions {
		if slices.ContainsFunc(ch.Actions, func(pattern string) bool { return matches(pattern, sc.Actions[a].ID) }) {
			out.actions = append(out.actions, a)
		}
	}
	if len(ch.Contact) == 2 {
		out.contact = int(*m.pair(sc.Find("role", ch.Contact[0]), sc.Find("role", ch.Contact[1]))) - 1
	}
	for n := range sc.Notes {
		note := &sc.Notes[n]
		if note.Within > 0 && (!note.Draft && (ch.Notes.Has("all") || ch.Notes.Has(note.Role)) ||
			note.ID != "" && ch.Notes.Has(note.ID)) {
			out.notes = append(out.notes, n)
		}
	}
	for l := range sc.Links {
		if ch.Links.Has(sc.Links[l].To) {
			out.links = append(out.links, l)
		}
	}
	return out
}

// establish puts a mechanism in force.
func (e *Engine) establish(i int) {
	if e.established[i] {
		return
	}
	e.established[i] = true
	e.emit(&Event{Kind: MechanismEstablished, Role: Nobody, Other: Nobody, Ref: int32(i)})
	e.changed(e.m.symbols.has + i)
	for c := range e.m.changes[i] {
		if e.setup.Alone && e.m.changes[i][c].coordinates() {
			continue
		}
		e.change(&e.m.changes[i][c], Via{ByMechanism, int32(i)})
	}
}

// coordinates reports whether a change is about what passes between seats.
func (ch *changeModel) coordinates() bool {
	return ch.Sharing != nil || ch.contact >= 0 || len(ch.Notes) > 0 || ch.Venue != ""
}

func (e *Engine) change(ch *changeModel, via Via) {
	switch {
	case ch.Sharing != nil:
		e.sharingFactor = float64(e.sharingFactor * *ch.Sharing)
	case len(ch.Actions) > 0:
		for _, a := range ch.actions {
			e.takesFactor[a] = float64(e.takesFactor[a] * *ch.Takes)
		}
	case ch.contact >= 0:
		e.contactFixed[ch.contact] = contactState{fixed: true, set: ch.At.Set, at: ch.at, said: ch.said}
	case len(ch.Notes) > 0:
		for _, n := range ch.notes {
			e.file(n, via)
		}
	case ch.Role != "":
		e.ackFactor[ch.role] = float64(e.ackFactor[ch.role] * orOne(ch.Ack))
		e.decideFactor[ch.role] = float64(e.decideFactor[ch.role] * orOne(ch.Decide))
	case len(ch.Links) > 0:
		for _, l := range ch.links {
			e.ownLinks()[l].chance = min(1, float64(e.links[l].chance*ch.Times.A))
		}
	case ch.Venue != "" && (ch.Latency != nil || ch.Convene != nil):
		e.venueFactor[ch.venue] = float64(e.venueFactor[ch.venue] * orOne(ch.Latency))
		e.conveneFactor[ch.venue] = float64(e.conveneFactor[ch.venue] * orOne(ch.Convene))
		if ch.Open != nil && *ch.Open {
			e.venueOpens(ch.venue, via)
		}
	default:
		e.take(&ch.effect, Nobody, via, 1)
	}
}

// WouldFile is how many notes of a role a mechanism would put in force that are not.
func (e *Engine) WouldFile(mechanism, role int) int {
	n := 0
	for c := range e.m.changes[mechanism] {
		for _, i := range e.m.changes[mechanism][c].notes {
			if st := &e.note[i]; e.m.notes[i].role == role && !st.filed && !st.revoked && st.newer == 0 {
				n++
			}
		}
	}
	return n
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
