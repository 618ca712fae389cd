package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"tocsin/sim"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// overview says what the exercise was.
func (b *builder) overview() {
	o := b.in.Overview
	o.Title, o.Summary, o.Digest, o.Sources = b.sc.Title, scenario.CleanLine(b.sc.Summary), b.sc.Digest, append([]string{}, b.sc.Sources...)
	o.Seed, o.EndHours, o.Length, o.Anonymous = b.in.Run.Seed, b.e.Now().Hours(), b.sc.Length.Hours(), b.in.Anonymous
	o.Startex, o.Endex = b.date(0), b.date(b.e.Now())
	o.State = fmt.Sprintf("%016x", b.e.Digest())
	o.Mechanisms, o.Capabilities, o.Moves = []string{}, []string{}, []Move{}
	for i := range b.sc.Mechanisms {
		if b.e.Established(i) {
			o.Mechanisms = append(o.Mechanisms, b.sc.Mechanisms[i].Title)
		}
	}
	for i := range b.sc.Objectives {
		if c := b.sc.Objectives[i].Capability; c != "" && !slices.Contains(o.Capabilities, c) {
			o.Capabilities = append(o.Capabilities, c)
		}
	}
	from := 0.0
	for i := range b.sc.Moves {
		to := b.sc.Moves[i].Until.Hours()
		o.Moves = append(o.Moves, Move{b.sc.Moves[i].Title, from, to})
		from = to
	}
	o.Participants = []Participant{}
	for _, p := range b.in.People {
		p.Person = b.person(p.Person)
		o.Participants = append(o.Participants, p)
	}
	b.r.Overview = o
}

func (b *builder) date(t sim.Time) string {
	return b.sc.Start.Add(time.Duration(t)).Format("2 January 2006 15:04")
}

// notes takes in what evaluators and the room wrote.
func (b *builder) notes() {
	b.r.Notes, b.r.Questions = []ObservationRow{}, []QuestionLine{}
	for _, o := range b.in.Observations {
		o.Who, o.Text = b.staff(o.Who), b.words(o.Text)
		b.r.Notes = append(b.r.Notes, o)
	}
	slices.SortStableFunc(b.r.Notes, func(x, y ObservationRow) int { return cmp.Compare(x.Hours, y.Hours) })
	for _, q := range b.in.Questions {
		q.Text = b.words(q.Text)
		q.Answers = slices.Clone(q.Answers)
		for i := range q.Answers {
			q.Answers[i].Text = b.words(q.Answers[i].Text)
		}
		b.r.Questions = append(b.r.Questions, q)
	}
}

// staff is what somebody who is no player is called: by name, or by number.
func (b *builder) staff(name string) string {
	if !b.in.Anonymous {
		return name
	}
	n := 0
	for _, p := range b.in.People {
		if p.Role == "" {
			n++
			if p.Person == name {
				return fmt.Sprintf("%s %d", p.Title, n)
			}
		}
	}
	return "somebody"
}

func (b *builder) timeline() {
	b.r.Timeline = make([]TimelineEntry, 0, len(b.events))
	for i, ev := range b.events {
		said := b.say(i)
		t := TimelineEntry{N: i + 1, Hours: ev.At.Hours(), T: ev.At.String(), Date: b.date(ev.At), Kind: ev.Kind.String(), Mark: said.Mark.String(), Text: said.Text,
			Help: b.in.Origins[i].Help, Quiet: said.Mark == phrase.Quiet, Source: b.in.Origins[i].Source, Person: b.person(b.in.Origins[i].Who)}
		if b.concerns(ev) {
			t.Role, t.Title = b.roleAt(int(ev.Role))
		}
		if ev.Kind == sim.SystemChanged {
			t.Cascade, t.Severity = true, int(ev.Num)
		}
		b.r.Timeline = append(b.r.Timeline, t)
	}
}

// concerns reports whether the role of an event is a seat.
func (b *builder) concerns(ev sim.Event) bool {
	switch ev.Kind {
	case sim.ExerciseStarted, sim.ExerciseEnded, sim.MoveEnded, sim.GaugeChanged, sim.SystemChanged, sim.LinkCut, sim.LinkChanged, sim.LinkStopped, sim.FactLeaked,
		sim.InjectDelivered, sim.InjectHeld, sim.InjectSkipped, sim.InjectPostponed, sim.InjectEdited, sim.InjectFreed, sim.InjectRetracted, sim.InjectImprovised,
		sim.ExpectationMet, sim.ExpectationMissed, sim.JointStarted, sim.JointDone, sim.JointFailed, sim.JointLapsed, sim.VenueOpened, sim.VenueClosed, sim.MechanismEstablished:
		return false
	}
	return ev.Role >= 0 || ev.Role == sim.Facilitator
}

// decisions lists what seats decided, with the reasons that they gave, and what was refused.
func (b *builder) decisions() {
	b.r.Decisions = []Decision{}
	latency := b.latencies()
	for i, ev := range b.events {
		d := Decision{Hours: ev.At.Hours(), T: ev.At.String(), Person: b.person(b.in.Origins[i].Who), Source: b.in.Origins[i].Source, Latency: latency[i]}
		switch ev.Kind {
		case sim.ActionStarted:
			d.Verb, d.What, d.Reason, d.Outcome = "act", b.sc.Actions[ev.Ref].Title, b.words(ev.Text), b.fate(i)
		case sim.JointCommitted:
			d.Verb, d.What, d.Outcome = "commit", b.sc.Actions[ev.Ref].Title, b.fate(i)
		case sim.JointWithdrawn:
			d.Verb, d.What, d.Outcome = "withdraw", b.sc.Actions[ev.Ref].Title, "withdrawn"
		case sim.ActionCancelled:
			d.Verb, d.What, d.Outcome = "break off", b.sc.Actions[ev.Ref].Title, "broken off"
		case sim.VenueConvened:
			d.Verb, d.What, d.Outcome = "convene", b.sc.Venues[ev.Ref].Title, "convened"
		case sim.MechanismFunded:
			d.Verb, d.What, d.Outcome = "invest", fmt.Sprintf("%g points in %s", ev.Num, b.sc.Mechanisms[ev.Ref].Title), "paid"
		case sim.NoteFiled, sim.NoteDeviated:
			d.Verb, d.What, d.Reason, d.Outcome = "promise", b.say(i).Text, "", "filed"
			if ev.Kind == sim.NoteDeviated {
				d.Verb, d.Outcome = "deviate", "said that it would not be kept"
			}
			if b.in.Origins[i].Who == "" { // in force from the scenario, nobody's decision here
				continue
			}
		case sim.AttemptMade:
			d.Verb, d.What, d.Outcome = "attempt", b.words(ev.Text), b.ruling(i)
		case sim.CommandRefused:
			d.Verb, d.What, d.Outcome = sim.Verb(ev.Other).String(), "", "refused: "+ev.Text
		default:
			continue
		}
		d.Role, d.Title = b.roleAt(int(ev.Role))
		if d.Reason == "" {
			d.Reason = b.reasonFor(i)
		}
		b.r.Decisions = append(b.r.Decisions, d)
	}
}

// reasonFor is the reason that was given with the command of an event.
func (b *builder) reasonFor(event int) string {
	o := b.in.Origins[event]
	if o.After {
		return ""
	}
	i, ok := slices.BinarySearchFunc(b.in.Givers, o.Line, func(g Giver, line int) int { return cmp.Compare(g.Line, line) })
	for ; ok && i < len(b.in.Givers) && b.in.Givers[i].Line == o.Line; i++ {
		if g := b.in.Givers[i]; !g.After {
			return b.words(b.in.Run.Acts[i].Reason)
		}
	}
	return ""
}

// latencies are, by event, the hours since a seat could know what its decision needs.
func (b *builder) latencies() map[int]*float64 {
	out := map[int]*float64{}
	v, _ := b.card.Value("decide.latency")
	for _, p := range v.Parts {
		if n := len(p.Evidence); n > 0 {
			out[p.Evidence[n-1]] = p.Value
		}
	}
	return out
}

// fate says what became of an action or a commitment.
func (b *builder) fate(event int) string {
	of := b.events[event]
	for _, ev := range b.events[event+1:] {
		if ev.Ref != of.Ref {
			continue
		}
		own := ev.Role == of.Role
		switch {
		case ev.Kind == sim.ActionDone && own, ev.Kind == sim.JointDone:
			return "done " + ev.At.String()
		case ev.Kind == sim.ActionFailed && own, ev.Kind == sim.JointFailed:
			return "did not work"
		case ev.Kind == sim.ActionCancelled && own:
			return "broken off " + ev.At.String()
		case ev.Kind == sim.JointWithdrawn && own:
			return "withdrawn " + ev.At.String()
		case ev.Kind == sim.JointLapsed:
			return "lapsed " + ev.At.String()
		}
	}
	return "under way at the end"
}

func (b *builder) ruling(event int) string {
	for i := event + 1; i < len(b.events); i++ {
		if ev := b.events[i]; ev.Kind == sim.AttemptRuled && ev.Ref == b.events[event].Ref {
			return b.say(i).Text
		}
	}
	return "not ruled"
}

// messages lists what was sent, one line for each who was to receive it.
func (b *builder) messages() {
	b.r.Messages = []MessageLine{}
	n := 0
	for i, ev := range b.events {
		if ev.Kind != sim.MessageSent {
			continue
		}
		if n >= b.e.Messages() {
			break
		}
		m := b.e.MessageAt(n)
		n++
		l := MessageLine{Hours: ev.At.Hours(), T: ev.At.String(), Text: b.words(m.Text), Via: wayWord(m.Via), State: "on its way", Source: b.in.Origins[i].Source, Person: b.person(b.in.Origins[i].Who)}
		l.From, l.FromTitle = b.roleAt(m.From)
		l.To, l.ToTitle = b.roleAt(m.To)
		if m.Fact >= 0 {
			l.Fact, l.FactTitle = b.sc.Facts[m.Fact].ID, b.sc.Facts[m.Fact].Title
		}
		if m.Arrived || m.To == sim.Public {
			l.State, l.Arrived = "arrived", hoursPtr(m.Arrives)
		}
		if m.Ack >= 0 {
			l.State = []string{"seen", "will do", "declined"}[m.Ack]
		}
		if m.Ask {
			l.Wanted, l.Ask = nil, true
			if m.Due > 0 {
				l.Wanted = hoursPtr(m.Due)
			}
			if m.Answered {
				l.State, l.Answered = "answered", b.answeredAt(i, ev)
			}
		}
		b.r.Messages = append(b.r.Messages, l)
	}
}

// answeredAt is when the question of an event was answered.
func (b *builder) answeredAt(event int, asked sim.Event) *float64 {
	for _, ev := range b.events[event:] {
		if ev.Kind == sim.MessageAnswered && ev.Role == asked.Other && ev.Other == asked.Role && ev.Msg == asked.Msg {
			return hoursPtr(ev.At)
		}
	}
	return nil
}

func wayWord(v sim.Via) string {
	switch v.Cause {
	case sim.ByVenue:
		return "venue"
	case sim.ByContact:
		return "contact"
	}
	return "channel"
}

// network counts who talked to whom in each move, or in each quarter where there are none.
func (b *builder) network() {
	type window struct {
		title    string
		from, to float64
	}
	var windows []window
	end := b.e.Now().Hours()
	for _, m := range b.r.Overview.Moves {
		if m.From < end || len(windows) == 0 {
			windows = append(windows, window{m.Title, m.From, min(m.To, end)})
		}
	}
	if n := len(windows); n > 0 && windows[n-1].to < end {
		windows = append(windows, window{"After the last move", windows[n-1].to, end})
	}
	if len(windows) == 0 {
		for i := range 4 {
			windows = append(windows, window{[]string{"First quarter", "Second quarter", "Third quarter", "Last quarter"}[i], end * float64(i) / 4, end * float64(i+1) / 4})
		}
	}
	b.r.Network = []NetworkPhase{}
	for i, w := range windows {
		last := i == len(windows)-1
		b.r.Network = append(b.r.Network, b.phase(w.title, w.from, w.to, last))
	}
}

func (b *builder) phase(title string, from, to float64, last bool) NetworkPhase {
	n := len(b.sc.Roles)
	p := NetworkPhase{Title: title, From: from, To: to, Nodes: make([]NetworkNode, n), Edges: []NetworkEdge{}}
	for r := range b.sc.Roles {
		p.Nodes[r] = NetworkNode{Role: b.sc.Roles[r].ID, Title: b.sc.Roles[r].Title, Sector: b.sc.Roles[r].Sector}
	}
	counts := make([]NetworkEdge, n*n)
	for _, m := range b.r.Messages {
		f, t := b.sc.Find("role", m.From), b.sc.Find("role", m.To)
		if f < 0 || t < 0 || m.Hours < from || m.Hours > to || m.Hours == to && !last {
			continue
		}
		p.Messages++
		p.Nodes[f].Sent++
		p.Nodes[t].Received++
		c := &counts[f*n+t]
		c.From, c.To, c.Messages = f, t, c.Messages+1
		if m.Fact != "" {
			c.Facts++
		}
	}
	both := 0
	for i := range counts {
		if c := counts[i]; c.Messages > 0 {
			p.Edges = append(p.Edges, c)
			if counts[c.To*n+c.From].Messages > 0 {
				both++
			}
		}
	}
	if n > 1 {
		d := float64(len(p.Edges)) / float64(n*(n-1))
		p.Density = &d
	}
	if len(p.Edges) > 0 {
		v := float64(both) / float64(len(p.Edges))
		p.Reciprocal = &v
	}
	p.Fragments = groups(n, p.Edges)
	return p
}

// groups counts the sets of seats that messages join, silent seats left out.
func groups(n int, edges []NetworkEdge) int {
	root := make([]int, n)
	talks := make([]bool, n)
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	for _, e := range edges {
		talks[e.From], talks[e.To] = true, true
		root[find(e.From)] = find(e.To)
	}
	out := 0
	for i := range root {
		if talks[i] && find(i) == i {
			out++
		}
	}
	return out
}
