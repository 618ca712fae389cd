package leak

import (
	"fmt"

	"tocsin/sim/record"
)

// change is a difference between two worlds that a seat may not be able to see.
type change struct {
	what string
	path string // in the file, of what is changed
	asks []asked
}

type asked struct{ who, seat, verb, args string }

// changes returns all single changes that are tried for a seat: every effect, and what other seats
// do. Some of them it may see; seat finds out which.
func (f *finder) changes() []change {
	sc, r, out := f.sc, f.role, effects(f.sc)
	for o := range sc.Roles {
		if o != r {
			out = append(out, f.doings(o)...)
		}
	}
	return out
}

// doings returns what another seat can do in private, without the seat that looks.
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
