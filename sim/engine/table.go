package engine

import (
	"slices"

	"tocsin/sim/scenario"
)

// Who is at the table, and who sees whom there.

// Meets reports whether a role may know that another is at the table: everybody sees a seat that is not hidden, and
// whoever has had a message from one that is.
func (e *Engine) Meets(role, other int) bool {
	switch {
	case role == other:
		return true
	case e.Away(other):
		return false
	case !e.m.Scenario.Roles[other].Hidden:
		return true
	}
	for i := range e.messages {
		if m := &e.messages[i]; int(m.from) == other && m.arrived && (int(m.to) == role || m.to == Public) {
			return true
		}
	}
	return false
}

// Away reports whether a role has not come to the table yet.
func (e *Engine) Away(role int) bool { return len(e.away) > 0 && e.away[role] }

// resetTable has those who come later away; the slice is empty where nobody is.
func (e *Engine) resetTable(sc *scenario.Scenario) {
	e.away = e.away[:0]
	for r := range sc.Roles {
		if sc.Roles[r].Joins != nil && len(e.away) == 0 {
			e.away = sized(e.away, len(sc.Roles))
		}
		if sc.Roles[r].Joins != nil {
			e.away[r] = true
		}
	}
}

// compileTable makes ready what brings seats to the table.
func (m *Model) compileTable() {
	sc := m.Scenario
	for r := range sc.Roles {
		if j := sc.Roles[r].Joins; j != nil {
			d := m.delay(j.At)
			if j.When.Root != nil {
				d = m.delay(j.After)
				m.condition(j.When.Root, Nobody, ownSeat, r)
			}
			if m.comes == nil {
				m.comes = make([]delay, len(sc.Roles))
			}
			m.comes[r] = d
		}
	}
}

// startTable has seats come at their times.
func (e *Engine) startTable() {
	for r := range e.away {
		if j := e.m.Scenario.Roles[r].Joins; j != nil && j.When.Root == nil {
			e.seatComes(r)
		}
	}
}

// seatComes has a seat come to the table when its delay is over.
func (e *Engine) seatComes(role int) {
	if e.away[role] {
		d := e.m.comes[role].at(e.draw(e.m.roleName[role], forKnown, 1))
		e.later(e.after(d), rankWorld, body{kind: seatJoins, a: int32(role)})
	}
}

func (e *Engine) seatJoins(role int) {
	if !e.away[role] {
		return
	}
	e.away[role] = false
	e.emit(&Event{Kind: SeatJoined, Role: int32(role), Other: Nobody, Ref: -1})
}

// present are those of some roles who are at the table; places that are no role stay.
func (e *Engine) present(roles []int) []int {
	if len(e.away) == 0 {
		return roles
	}
	return slices.DeleteFunc(slices.Clone(roles), func(r int) bool { return r >= 0 && e.away[r] })
}
