package report

import (
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// facts makes the knowledge ledger.
func (b *builder) facts() {
	b.r.Facts = make([]FactLine, len(b.sc.Facts))
	for f := range b.sc.Facts {
		s := &b.sc.Facts[f]
		b.r.Facts[f] = FactLine{ID: s.ID, Title: s.Title, Text: s.Text, Mark: s.TLP, Decoy: s.Decoy,
			Within: s.Within.Hours(), Knowers: []Knower{}, Missing: []Missing{}}
	}
	for i, ev := range b.events {
		if ev.Kind != engine.FactLearned {
			continue
		}
		f, s := &b.r.Facts[ev.Ref], &b.sc.Facts[ev.Ref]
		if f.First == nil {
			f.First = hoursPtr(ev.At)
		}
		k := Knower{Hours: ev.At.Hours(), T: ev.At.String(), Via: viaWord(ev), Source: b.in.Origins[i].Source,
			Then: b.next(i, ev)}
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

// next is the first thing that a role did about a fact after it learned it: told it on, or
// began or committed to an action that asks it to know the fact.
func (b *builder) next(event int, learned engine.Event) string {
	id := "'" + b.sc.Facts[learned.Ref].ID + "'"
	for _, ev := range b.events[event+1:] {
		if ev.Role != learned.Role {
			continue
		}
		switch ev.Kind {
		case engine.MessageSent:
			if ev.Ref == learned.Ref {
				_, to := b.roleAt(int(ev.Other))
				return "told " + to + " " + ev.At.String()
			}
		case engine.ActionStarted, engine.JointCommitted:
			if a := &b.sc.Actions[ev.Ref]; strings.Contains(a.Needs.Source, id) {
				return "“" + a.Title + "” " + ev.At.String()
			}
		}
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
	for i, duty := range b.in.Run.Ledger.Duties() {
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
	for i, ev := range b.events {
		switch ev.Kind {
		case engine.SystemChanged:
			s := &b.r.Systems[ev.Ref]
			s.States = append(s.States, SystemState{ev.At.Hours(), scenario.States[int(ev.Num)],
				b.in.Origins[i].Source})
		case engine.SystemNoticed:
			s := &b.r.Systems[ev.Ref]
			s.Noticed = append(s.Noticed, Noticing{ev.At.Hours(), b.sc.Roles[ev.Role].ID, b.sc.Roles[ev.Role].Title,
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
