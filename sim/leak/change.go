package leak

import (
	"fmt"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// change is a difference between two worlds that a seat may not be able to see.
type change struct {
	what string
	path string // of what is changed in the file
	asks []asked
}

type asked struct{ who, seat, verb, args string }

// changes are all single changes that are tried for a seat: every effect, and what other
// seats do. Which of them it cannot see, is found by looking.
func (f *finder) changes() []change {
	sc, r, out := f.sc, f.role, effects(f.sc)
	for o := range sc.Roles {
		if o != r {
			out = append(out, f.doings(o)...)
		}
	}
	return out
}

// doings are what another seat does in private, with what the seat that looks has no part in.
func (f *finder) doings(o int) []change {
	sc, r, me, other := f.sc, f.role, f.sc.Roles[f.role].ID, f.sc.Roles[o].ID
	var out []change
	do := func(path, verb, args string) {
		out = append(out, change{fmt.Sprintf("%s does %s %s", other, verb, args), path,
			[]asked{{control, record.FacilitatorSeat, "takeover", fmt.Sprintf(`{"role":%q}`, other)},
				{control, other, verb, args}}})
	}
	for i := range sc.Actions {
		if a := &sc.Actions[i]; a.By.Has(other) && !a.By.Has(me) && !a.By.Has("all") {
			verb := "act"
			if a.Joint != nil {
				verb = "commit"
			}
			do("action."+a.ID, verb, fmt.Sprintf(`{%q:%q}`, verb, a.ID))
		}
	}
	for i := range sc.Venues {
		if v := &sc.Venues[i]; v.Members.Has(other) && !v.Members.Has(me) && !v.Members.Has("all") {
			do("venue."+v.ID, "convene", fmt.Sprintf(`{"convene":%q}`, v.ID))
		}
	}
	for i := range sc.Probes {
		for k := range sc.Probes[i].Options {
			do("probe."+sc.Probes[i].ID, "declare", fmt.Sprintf(`{"declare":%q,"option":%q}`, sc.Probes[i].ID,
				sc.Probes[i].Options[k].ID))
		}
	}
	for q := range sc.Roles {
		if q != r && q != o {
			do("role."+other, "say", fmt.Sprintf(`{"say":"Words.","to":[%q]}`, sc.Roles[q].ID))
			do("role."+other, "ask", fmt.Sprintf(`{"ask":"What?","to":[%q],"due":"3h"}`, sc.Roles[q].ID))
			break
		}
	}
	do("role."+other, "attempt", `{"attempt":"Something else."}`)
	do("role."+other, "decide", `{"text":"We wait."}`)
	return out
}

// apply is the world with a change and what follows at once, and whether that could be made.
func apply(p *exercise.Exercise, c change) (*exercise.Exercise, bool) {
	x := p.Clone()
	for _, q := range c.asks {
		if !ask(x, q.who, q.seat, q.verb, q.args).OK {
			return x, false
		}
	}
	x.Advance(x.Now())
	return x, true
}
