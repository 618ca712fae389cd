package exercise

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// control makes what the staff see: everything. p is the person who looks, or -1 for
// nobody in particular.
func (x *Exercise) control(p int) *Control {
	c := &Control{Seed: x.e.Seed(), Automatic: x.automatic, Commands: x.commands, Helped: x.helped,
		LogTotal: len(x.events), Lost: append([]string{}, x.lost...),
		Log:   x.lines(max(0, len(x.events)-LogLength), len(x.events)),
		Inbox: append([]Item{}, x.staff[max(0, len(x.staff)-InboxLength):]...)}
	c.Next, c.Delivered = x.msel()
	x.world(c)
	x.table(c)
	c.Together, c.Branch = x.workTogether(), x.branch()
	c.Wall, c.Material, c.Picture = x.wallState(), x.material(), x.pictureFor(staff)
	for i := range x.e.Cases() {
		k := x.e.Case(i)
		a := x.attempt(k)
		a.Approvals = x.approvalsOf(i, true)
		a.Case, a.Role, a.Title = fmt.Sprintf("%s#%d", x.scenario.Roles[k.Role].ID, k.N),
			x.scenario.Roles[k.Role].ID, x.title(k.Role)
		c.Cases = append(c.Cases, a)
	}
	slices.SortStableFunc(c.Cases, func(a, b Attempt) int { return cmp.Compare(len(a.Outcome), len(b.Outcome)) })
	for i := range x.notes {
		if o := x.notes[i]; p < 0 || !o.Private || o.Who == x.people[p].name {
			c.Observations = append(c.Observations, o)
		}
	}
	together := x.exchange()
	c.Exchange, c.Promised = together.findings, together.promised
	c.Filings, c.Filed = x.filings(func(int) bool { return true }), x.filedNotes()
	c.Legibility = x.legibility()
	c.Objectives, c.Decisions, c.Checklist = x.objectives(), x.allDecisions(-1), x.checklist()
	if p < 0 {
		return c
	}
	if m := x.people[p].mirror; m >= 0 {
		c.Mirror = &Mirror{Role: x.scenario.Roles[m].ID, View: x.ViewOf(m)}
	}
	return c
}

// msel is the master scenario events list at this moment: what is to come, soonest first,
// and what has come, in the order of the scenario.
func (x *Exercise) msel() (next, delivered []Planned) {
	sc := x.scenario
	for i := range sc.Injects {
		in := &sc.Injects[i]
		st := x.e.InjectState(i)
		title, text, to := x.e.InjectText(i)
		v := Planned{ID: in.ID, Title: title, From: in.From, Media: in.Media, To: x.titles(to), ToIDs: ids(sc, to),
			Text: text, Hint: in.Hint, Aloud: in.Aloud, IfAsked: in.IfAsked, Questions: in.Questions,
			LookFor: in.LookFor, Marks: x.marksOf(i), Attached: x.attached(in),
			When: in.When.Source, Comes: cmp.Or(phrase.Together(sc, in.ID), phrase.Condition(sc, in.When)),
			Unless: in.Unless.Source, Bars: phrase.Condition(sc, in.Unless),
			Objective: in.Objective, Hold: st.Hold, Times: st.Times, Edited: st.Edited, Expects: x.expects(in),
			Awaited: x.standing(in, st)}
		if st.Times > 0 {
			v.Last = x.momentOf(st.Last)
		}
		if st.Scheduled {
			v.Due = x.momentOf(st.Due)
		}
		over := in.Times > 0 && st.Times >= in.Times || in.Times == 0 && st.Times > 0 && in.When.Source == ""
		switch {
		case st.Retracted:
			v.State = "withdrawn"
		case st.Held:
			v.State = "held"
		case st.Skipped:
			v.State = "skipped"
		case st.Scheduled:
			v.State = "due"
		case !x.e.Started() && in.When.Source == "" && (in.At.Set || in.Every.Set):
			v.State = "due" // at a time that is drawn at STARTEX, unless it is fixed
			if in.At.Set && in.At.Kind == scenario.Fixed {
				v.Due = x.momentOf(engine.At(in.At.A))
			}
		case over:
			v.State = "delivered"
		case in.When.Source == "false":
			v.State = "on call"
		case in.When.Source != "":
			v.State = "waits for its condition"
		default:
			v.State = "on call"
		}
		v.Suggest, v.Unneeded = x.suggestion(i, st), x.e.Unneeded(i)
		if st.Times > 0 {
			delivered = append(delivered, v)
		}
		if v.State != "delivered" && v.State != "withdrawn" {
			next = append(next, v)
		}
	}
	for i := len(sc.Injects); i < x.e.InjectCount(); i++ {
		in, st := x.e.InjectAt(i), x.e.InjectState(i)
		to := engine.Recipients(sc, in.To)
		v := Planned{ID: in.ID, Title: in.Title, From: in.From, Media: in.Media, To: x.titles(to), ToIDs: ids(sc, to),
			Text: in.Text, Objective: in.Objective, Expects: x.expects(in), Awaited: x.standing(in, st),
			State: "delivered", Times: 1, Last: x.momentOf(st.Last)}
		if st.Retracted {
			v.State = "withdrawn"
		}
		delivered = append(delivered, v)
	}
	slices.SortStableFunc(next, func(a, b Planned) int {
		if d := cmp.Compare(urgency(a), urgency(b)); d != 0 {
			return d
		}
		return compareDue(a.Due, b.Due)
	})
	return next, delivered
}

// compareDue puts the sooner first, and what has no time last.
func compareDue(a, b *Moment) int { return cmp.Compare(a.orNever(), b.orNever()) }

// orNever are the hours of a moment, without end where there is none.
func (m *Moment) orNever() float64 {
	if m == nil {
		return math.Inf(1)
	}
	return m.Hours
}

// urgency orders what is to come: what waits for the facilitator, what is due, the rest.
func urgency(p Planned) int {
	switch p.State {
	case "held":
		return 0
	case "due":
		return 1
	case "waits for its condition":
		return 2
	case "on call":
		return 3
	}
	return 4
}

func (x *Exercise) expects(in *scenario.Inject) string {
	if in.Expects == nil {
		return ""
	}
	var words []string
	for _, list := range []scenario.Names{in.Expects.Any, in.Expects.All} {
		for _, id := range list {
			words = append(words, x.scenario.Actions[x.scenario.Find("action", id)].Title)
		}
	}
	if in.Expects.Check {
		words = append(words, "check back on it")
	}
	between := " or "
	if len(in.Expects.All) > 0 {
		between = " and "
	}
	out := strings.Join(words, between) + " within " + in.Expects.Within.String()
	if len(in.Expects.By) > 0 {
		out += " by " + strings.Join(x.titles(x.scenario.RolesOf(in.Expects.By)), ", ")
	}
	return out
}

// standing says whether what an inject expects has been done, once the inject has come.
func (x *Exercise) standing(in *scenario.Inject, st engine.InjectNow) string {
	switch {
	case st.Met:
		return "done"
	case st.Waiting && x.Over():
		return "not due yet at ENDEX"
	case st.Waiting:
		return "waited for"
	case st.Missed:
		return "not done in time"
	}
	return ""
}

// suggestion says why a facilitator might release an inject now: it is a contingency,
// and what an earlier one expected has not been done.
func (x *Exercise) suggestion(i int, st engine.InjectNow) string {
	in := &x.scenario.Injects[i]
	if st.Times > 0 || st.Skipped {
		return ""
	}
	for k := range x.e.InjectCount() {
		if !x.e.InjectState(k).Missed {
			continue
		}
		other := x.e.InjectAt(k)
		if strings.Contains(in.When.Source, "missed('"+other.ID+"')") || in.Objective != "" &&
			in.Objective == other.Objective && in.When.Source == "false" {
			return fmt.Sprintf("The response that %q expected did not come in time", other.Title)
		}
	}
	return ""
}

// world fills in the world as it is.
func (x *Exercise) world(c *Control) {
	sc := x.scenario
	for g := range sc.Gauges {
		c.Gauges = append(c.Gauges, WorldGauge{Gauge: x.gauge(g), Outcome: sc.Gauges[g].Outcome,
			Sees: x.titles(sc.RolesOf(sc.Gauges[g].Sees))})
	}
	for s := range sc.Systems {
		v := WorldSystem{ID: sc.Systems[s].ID, Title: sc.Systems[s].Title, State: stateWord(float64(x.e.System(s))),
			Noticed: []NoticedState{}, Runs: x.runs(s)}
		if o := sc.Find("role", sc.Systems[s].Owner); o >= 0 {
			v.Owner = x.title(o)
		}
		for r := range sc.Roles {
			if state, _, sees := x.e.Noticed(r, s); sees {
				v.Noticed = append(v.Noticed, NoticedState{sc.Roles[r].ID, sc.Roles[r].Title,
					stateWord(float64(state))})
			}
		}
		c.Systems = append(c.Systems, v)
	}
	for v := range sc.Versions {
		c.Versions = append(c.Versions, x.whoRuns(v, true))
	}
	c.Ways = x.broken()
	for l := range sc.Links {
		chance, cut := x.e.Link(l)
		c.Links = append(c.Links, WorldLink{sc.Links[l].From, sc.Links[l].To, chance, cut})
	}
	for f := range sc.Facts {
		v := WorldFact{ID: sc.Facts[f].ID, Title: sc.Facts[f].Title, Text: sc.Facts[f].Text, Mark: sc.Facts[f].TLP,
			Grade: sc.Facts[f].Grade, Decoy: sc.Facts[f].Decoy,
			Needed: x.titles(sc.RolesOf(sc.Facts[f].NeededBy)), Known: []WorldKnower{}}
		for r := range sc.Roles {
			if since, ok := x.e.KnownSince(r, f); ok {
				v.Known = append(v.Known, WorldKnower{Role: sc.Roles[r].ID, Title: sc.Roles[r].Title,
					At: x.moment(since), From: x.fact(r, f, since).From})
			}
		}
		c.Facts = append(c.Facts, v)
	}
	for _, i := range x.posts().asked {
		c.Requests = append(c.Requests, x.request(x.e.MessageAt(i)))
	}
	tried := x.triedInVain()
	for a := range sc.Actions {
		c.Actions = append(c.Actions, WorldAction{sc.Actions[a].ID, sc.Actions[a].Title,
			x.titles(sc.RolesOf(sc.Actions[a].By)), x.e.Done(a)})
		if sc.Actions[a].Joint == nil {
			continue
		}
		v := WorldJoint{ID: sc.Actions[a].ID, Title: sc.Actions[a].Title, JointState: x.joint(-1, a),
			Done: x.e.Done(a), Failed: tried[[2]int{a, int(engine.JointFailed)}],
			Lapsed: tried[[2]int{a, int(engine.JointLapsed)}]}
		if st := x.e.Joint(a); st.Started {
			v.Ends = x.momentOf(st.End)
		}
		c.Joint = append(c.Joint, v)
	}
	for o := range sc.Obligations {
		if v, ok := x.obligation(o); ok {
			c.Obligations = append(c.Obligations, WorldDuty{v, x.title(sc.Find("role", sc.Obligations[o].Role))})
		} else {
			c.Dormant = append(c.Dormant, Option{sc.Obligations[o].ID, sc.Obligations[o].Title})
		}
	}
	for v := range sc.Venues {
		c.Venues = append(c.Venues, x.venue(v, sc.RolesOf(sc.Venues[v].Members)))
	}
	for m := range sc.Mechanisms {
		c.Mechanisms = append(c.Mechanisms, x.mechanism(m))
	}
}

func (x *Exercise) request(m engine.Mail) WorldRequest {
	v := WorldRequest{From: x.title(m.From), To: x.title(m.To), Text: m.Text, At: x.moment(m.Sent),
		State: "on its way"}
	if m.Due > 0 {
		v.Due = x.momentOf(m.Due)
	}
	switch {
	case m.Answered:
		v.State = "answered"
	case m.Arrived:
		v.State = []string{"new", "seen", "will do", "declined"}[m.Ack+1]
		if m.Ack >= 0 {
			v.Told = v.State
		}
		if m.Due > 0 && m.Due < x.e.Now() && m.Ack != 2 {
			v.State = "overdue"
		}
	}
	return v
}

// table fills in who is there and who sits where.
func (x *Exercise) table(c *Control) {
	for i := range x.people {
		p := &x.people[i]
		v := Member{Name: p.name, Kind: p.kind, Here: p.here, Muted: p.muted, Acts: p.acts}
		if p.role >= 0 {
			v.Role, v.Title = x.scenario.Roles[p.role].ID, x.title(p.role)
		}
		if p.advises() {
			v.Aide = x.scenario.Roles[p.team()].ID
		}
		if p.wants >= 0 {
			v.Wants = x.scenario.Roles[p.wants].ID
		}
		if p.last >= 0 {
			v.Last = x.momentOf(p.last)
		}
		if !p.barred {
			c.Roster = append(c.Roster, v)
		}
	}
	for r := range x.seats {
		s := &x.seats[r]
		v := Place{ID: x.scenario.Roles[r].ID, Title: x.title(r), Marks: x.marks(r), Bot: s.bot, Acts: s.acts,
			Unread: x.desks[r].unread(), Asked: x.askedCount(r), Quiet: max(0, x.e.Now()-s.last).Hours(),
			Office: x.office(r)}
		if s.holder >= 0 {
			v.Holder, v.Here, v.Since = x.people[s.holder].name, x.people[s.holder].here, x.momentOf(s.since)
		}
		if s.helper >= 0 {
			v.Helper = x.people[s.helper].name
		}
		if s.acted {
			v.Last = x.momentOf(s.last)
		}
		c.Seats = append(c.Seats, v)
	}
}

func (x *Exercise) objectives() []Objective {
	var out []Objective
	for o := range x.scenario.Objectives {
		s := &x.scenario.Objectives[o]
		v := Objective{ID: s.ID, Title: s.Title, Capability: s.Capability, Ratings: []Rating{},
			Criteria: s.Criteria.Words()}
		if r := x.scenario.Find("role", s.Seat); r >= 0 {
			v.Seat = x.title(r)
		}
		for p := range x.people { // the last of each person counts
			for i := len(x.ratings) - 1; i >= 0; i-- {
				if r := &x.ratings[i]; r.objective == o && r.person == p {
					v.Ratings = append(v.Ratings, Rating{x.people[p].name, r.rating, r.text, x.moment(r.at)})
					break
				}
			}
		}
		out = append(out, v)
	}
	return out
}

// attached are the files of an inject, each with its sum.
func (x *Exercise) attached(in *scenario.Inject) []string {
	var out []string
	for _, name := range in.Attach {
		out = append(out, name+" ("+x.scenario.Sum(name)+")")
	}
	return out
}

// withAttached is a text that names the files that come with it.
func withAttached(text string, in *scenario.Inject) string {
	if len(in.Attach) == 0 {
		return text
	}
	return strings.TrimSpace(text + "\n\nAttached: " + strings.Join(in.Attach, ", "))
}

// lines are events in words, by place.
func (x *Exercise) lines(from, to int) []Line {
	to = min(to, len(x.events))
	events := x.events[min(from, to):to]
	out := make([]Line, 0, len(events))
	improvised := phrase.Improvised(x.e)
	for i, ev := range events {
		said := phrase.Say(x.sc(), ev, improvised...)
		l := Line{N: from + i + 1, At: x.moment(ev.At), Mark: said.Mark.String(), Text: said.Text,
			Quiet: said.Mark == phrase.Quiet, Help: x.help[from+i]}
		if ev.Role >= 0 {
			l.Role = x.sc().Roles[ev.Role].ID
		}
		out = append(out, l)
	}
	return out
}

// Log is everything that has happened, in words.
func (x *Exercise) Log() []Line { return x.lines(0, len(x.events)) }

// triedInVain is when each joint action last failed and last lapsed, by its place and the kind of event.
func (x *Exercise) triedInVain() map[[2]int]*Moment {
	out := map[[2]int]*Moment{}
	for i := range x.events {
		if ev := &x.events[i]; ev.Kind == engine.JointFailed || ev.Kind == engine.JointLapsed {
			out[[2]int{int(ev.Ref), int(ev.Kind)}] = x.momentOf(ev.At)
		}
	}
	return out
}
