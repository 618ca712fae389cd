package leak

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// change is a difference between two worlds that a seat may not be able to see.
type change struct {
	what string
	path string // of what is changed in the file
	asks []asked
}

type asked struct{ who, seat, verb, args string }

func (f *finder) set(what, path, effect string) change {
	return change{what, path, []asked{{control, record.FacilitatorSeat, "set", `{"set":` + effect + `}`}}}
}

// changes are all single changes that are tried for a seat; which of them it cannot see, is
// found by looking.
func (f *finder) changes() []change {
	sc, r, me := f.sc, f.role, f.sc.Roles[f.role].ID
	var out []change
	for i := range sc.Facts {
		for o := range sc.Roles {
			if o != r {
				out = append(out, f.set(fmt.Sprintf("%s learns %s", sc.Roles[o].ID, sc.Facts[i].ID),
					"fact."+sc.Facts[i].ID,
					fmt.Sprintf(`{"fact":%q,"to":[%q]}`, sc.Facts[i].ID, sc.Roles[o].ID)))
			}
		}
	}
	for i := range sc.Gauges {
		g := &sc.Gauges[i]
		for _, how := range []string{`"set":0`, `"times":3`, `"add":1000`, `"add":-1000`} {
			out = append(out, f.set("gauge "+g.ID+" is another: "+strings.ReplaceAll(how, `"`, ""), "gauge."+g.ID,
				fmt.Sprintf(`{"gauge":%q,%s}`, g.ID, how)))
		}
	}
	for i := range sc.Systems {
		for _, state := range scenario.States {
			out = append(out, f.set(fmt.Sprintf("system %s is %s", sc.Systems[i].ID, state), "system."+
				sc.Systems[i].ID,
				fmt.Sprintf(`{"system":%q,"becomes":%q}`, sc.Systems[i].ID, state)))
		}
	}
	for i := range sc.Versions {
		for s := range sc.Systems {
			for _, way := range []string{"on", "off", "pin"} {
				out = append(out, f.set(fmt.Sprintf("version %s, %s: %s", sc.Versions[i].ID, way, sc.Systems[s].ID),
					"version."+sc.Versions[i].ID, fmt.Sprintf(`{"version":%q,%q:[%q]}`, sc.Versions[i].ID, way,
						sc.Systems[s].ID)))
			}
		}
	}
	for i := range sc.Venues {
		for _, open := range []bool{true,
			false} {
			out = append(out, f.set(fmt.Sprintf("venue %s is open: %v", sc.Venues[i].ID, open), "venue."+
				sc.Venues[i].ID,
				fmt.Sprintf(`{"venue":%q,"open":%v}`, sc.Venues[i].ID, open)))
		}
	}
	for i := range sc.Obligations {
		if sc.Obligations[i].Role != me {
			out = append(out, f.set("the clock of "+sc.Obligations[i].ID+" starts", "obligation."+
				sc.Obligations[i].ID,
				fmt.Sprintf(`{"obligation":%q}`, sc.Obligations[i].ID)))
		}
	}
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

// apply is the world with a change, and whether that could be made.
func apply(p *exercise.Exercise, c change) (*exercise.Exercise, bool) {
	x := p.Clone()
	for _, q := range c.asks {
		if !ask(x, q.who, q.seat, q.verb, q.args).OK {
			return x, false
		}
	}
	return x, true
}
