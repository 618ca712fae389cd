package report

import (
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// facts makes the knowledge ledger.
func (b *builder) facts() {
	b.r.Facts = make([]FactLine, len(b.sc.Facts))
	for f := range b.sc.Facts {
		s := &b.sc.Facts[f]
		b.r.Facts[f] = FactLine{ID: s.ID, Title: s.Title, Text: s.Text, Mark: s.TLP, Decoy: s.Decoy,
			Within: s.Within.Hours(), Knowers: []Knower{}, Missing: []Missing{}}
	}
	for f, at := range firstKnown(b.in.Run.Ledger, b.all) {
		b.r.Facts[f].First = hoursPtr(at)
	}
	for _, x := range b.known {
		i := x.Learned.Event
		ev := b.events[i]
		f, s := &b.r.Facts[ev.Ref], &b.sc.Facts[ev.Ref]
		k := Knower{Hours: ev.At.Hours(), T: ev.At.String(), Via: viaWord(ev), Source: b.in.Origins[i].Source,
			Then: b.next(x)}
		k.Role, k.Title = b.roleAt(int(ev.Role))
		if ev.Other >= 0 {
			k.From, k.FromTitle = b.roleAt(int(ev.Other))
		}
		k.Needed = slices.Contains(b.sc.RolesOf(s.NeededBy), int(ev.Role))
		k.Late = k.Needed && s.Within > 0 && k.Hours > *f.First+f.Within
		f.Knowers = append(f.Knowers, k)
	}
	v, _ := b.card.Value("share.withheld")
	for _, p := range v.Parts {
		f := &b.r.Facts[b.sc.Find("fact", p.Of)]
		f.Missing = append(f.Missing, Missing{Role: p.Role, Title: b.role(p.Role), Holder: b.role(p.Other),
			Delay: valueOr0(p.Value), Harm: p.Harm, Why: p.Why, Evidence: b.sources(p.Evidence)})
	}
	b.beliefs()
}

// firstKnown is when each fact was first known, by whoever responds, as the measures count it; of a fact that only
// adversaries know, when they did.
func firstKnown(response, all *score.Ledger) map[int]engine.Time {
	out := map[int]engine.Time{}
	for _, l := range []*score.Ledger{response, all} {
		for _, k := range l.Learned() {
			if _, ok := out[k.Fact]; !ok {
				out[k.Fact] = k.Learned.At
			}
		}
	}
	return out
}

// next is the first thing that a role did about a fact after it learned it: told it on, or
// began or committed to an action that asks it to know the fact.
func (b *builder) next(k score.Knowing) string {
	id := "'" + b.sc.Facts[k.Fact].ID + "'"
	told := slices.IndexFunc(b.sent, func(m score.Message) bool {
		return m.From == k.Role && m.Fact == k.Fact && m.Sent.Event > k.Learned.Event
	})
	did := b.firstDeed(k.Role, k.Learned.Event,
		func(d *score.Deed) bool { return strings.Contains(b.sc.Actions[d.Action].Needs.Source, id) })
	switch {
	case told >= 0 && (did == nil || b.sent[told].Sent.Event < did.Begun.Event):
		_, to := b.roleAt(b.sent[told].To)
		return "told " + to + " " + b.sent[told].Sent.At.String()
	case did != nil:
		return "“" + b.sc.Actions[did.Action].Title + "” " + did.Begun.At.String()
	}
	return ""
}

func (b *builder) beliefs() {
	b.r.Beliefs = []BeliefLine{}
	for _, x := range b.in.Run.Ledger.Beliefs() {
		p, at := &b.sc.Probes[x.Probe], x.Declared.At
		l := BeliefLine{Hours: at.Hours(), T: at.String(), Probe: p.ID, Ask: p.Ask,
			Answer: p.Options[x.Option].Text, Confidence: x.Confidence,
			Source: b.in.Origins[x.Declared.Event].Source}
		l.Role, l.Title = b.roleAt(x.Role)
		if p.Truth != "" {
			right := p.Options[x.Option].ID == p.Truth
			l.Right = &right
		}
		b.r.Beliefs = append(b.r.Beliefs, l)
	}
}

// duties lists the reporting clocks.
func (b *builder) duties() {
	b.r.Duties = []DutyLine{}
	for i, duty := range b.all.Duties() {
		s, o := &b.sc.Obligations[i], obligation(b.sc.Obligations[i].ID, duty)
		d := DutyLine{ID: s.ID, Title: s.Title, Role: s.Role, Holder: b.role(s.Role), Within: s.Within.Hours(),
			Basis: s.Basis, Started: o.StartedHours, Due: o.DueHours, Met: o.MetHours,
			Status: o.Status, Evidence: b.sources(duty.Events())}
		if d.Met != nil {
			m := *d.Due - *d.Met
			d.Margin = &m
		}
		b.r.Duties = append(b.r.Duties, d)
	}
}

// world lists gauges and systems as they were, and as they were seen.
func (b *builder) world() {
	b.r.Gauges, b.r.Systems = []GaugeLine{}, []SystemLine{}
	for g := range b.sc.Gauges {
		s := &b.sc.Gauges[g]
		l := GaugeLine{ID: s.ID, Title: s.Title, Unit: s.Unit, Outcome: s.Outcome, Hours: []float64{},
			True: []float64{}, Idle: []float64{}, Seen: []string{}}
		for _, r := range b.sc.RolesOf(s.Sees) {
			l.Seen = append(l.Seen, b.sc.Roles[r].Title)
		}
		if g < len(b.in.Traces) {
			for i, v := range b.in.Traces[g] {
				l.Hours, l.True = append(l.Hours, (engine.Time(i)*b.in.Step).Hours()), append(l.True, v)
			}
			if b.e.Now().Hours() > last(l.Hours) {
				l.Hours, l.True = append(l.Hours, b.e.Now().Hours()), append(l.True, b.e.Gauge(g))
			}
		}
		if g < len(b.in.IdleTraces) {
			l.Idle = append(l.Idle, b.in.IdleTraces[g]...)
			for n := len(l.Idle); n > 0 && n < len(l.Hours); n = len(l.Idle) {
				l.Idle = append(l.Idle, l.Idle[n-1])
			}
			l.Idle = l.Idle[:min(len(l.Idle), len(l.Hours))]
		}
		b.r.Gauges = append(b.r.Gauges, l)
	}
	for s := range b.sc.Systems {
		l := SystemLine{ID: b.sc.Systems[s].ID, Title: b.sc.Systems[s].Title, Owner: b.role(b.sc.Systems[s].Owner),
			End:    scenario.States[b.e.System(s)],
			States: []SystemState{{State: b.sc.Systems[s].State, Source: Source{Line: 1}}}, Noticed: []Noticing{}}
		b.r.Systems = append(b.r.Systems, l)
	}
	for s := range b.r.Systems {
		l := &b.r.Systems[s]
		for _, i := range b.course.systems[s] {
			l.States = append(l.States, SystemState{b.events[i].At.Hours(), scenario.States[int(b.events[i].Num)],
				b.in.Origins[i].Source})
		}
		for _, i := range b.course.noticed[s] {
			ev := b.events[i]
			l.Noticed = append(l.Noticed, Noticing{ev.At.Hours(), b.sc.Roles[ev.Role].ID, b.sc.Roles[ev.Role].Title,
				scenario.States[int(ev.Num)], b.in.Origins[i].Source})
		}
	}
}

func last(s []float64) float64 {
	if len(s) == 0 {
		return -1
	}
	return s[len(s)-1]
}
