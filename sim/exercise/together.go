package exercise

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// beats is how many samples of the gauges there are to one pulse of each seat.
const beats = 4

// pulse is what a role had done, and what lay unread on its desk.
type pulse struct{ acts, unread int }

func (x *Exercise) pulseOf(r int) pulse { return pulse{x.seats[r].acts, x.desks[r].unread()} }

// The kinds of message.
const (
	saysFact     = "fact"
	saysWords    = "words"
	saysQuestion = "question"
	saysAnswer   = "answer"
)

func kindOfMail(m engine.Mail) string {
	switch {
	case m.Ask:
		return saysQuestion
	case m.Re.N > 0:
		return saysAnswer
	case m.Fact >= 0:
		return saysFact
	}
	return saysWords
}

// workTogether makes what staff see of how the seats work together.
func (x *Exercise) workTogether() Together {
	t := Together{Pairs: []Pair{}, Hangs: []Hang{}, Pulses: []Pulse{}}
	t.Moving, t.MovingTotal = x.movingNow()
	for _, p := range x.posts().pairs {
		t.Pairs = append(t.Pairs, p.Pair)
	}
	t.Hangs = append(append(append(t.Hangs, x.hangingJoint()...), x.hangingQuestions()...), x.hangingFacts()...)
	slices.SortStableFunc(t.Hangs, func(a, b Hang) int {
		return cmp.Or(cmp.Compare(pressing(&a), pressing(&b)), compareDue(a.Due, b.Due),
			cmp.Compare(a.Since.Hours, b.Since.Hours))
	})
	for r := range x.seats {
		t.Pulses = append(t.Pulses, x.pulseView(r))
	}
	return t
}

// pressing orders what hangs: what is late, what has a time, the rest.
func pressing(h *Hang) int {
	switch {
	case h.Late:
		return 0
	case h.Due != nil:
		return 1
	}
	return 2
}

// hangingJoint are the joint actions that are proposed and short of those they need.
func (x *Exercise) hangingJoint() []Hang {
	sc := x.sc()
	var out []Hang
	for a := range sc.Actions {
		j, st := sc.Actions[a].Joint, x.e.Joint(a)
		if !st.Open || st.Started {
			continue
		}
		h := Hang{Kind: HangsJoint, ID: sc.Actions[a].ID, What: sc.Actions[a].Title, Since: x.moment(st.Since),
			For: ids(sc, st.Committed), Waits: x.titles(st.Committed)}
		if st.Lapses <= x.e.Horizon() {
			h.Due = x.momentOf(st.Lapses)
		}
		var missing, could []int
		must := sc.RolesOf(j.Must)
		for _, r := range sc.RolesOf(sc.Actions[a].By) {
			switch {
			case slices.Contains(st.Committed, r):
			case slices.Contains(must, r):
				missing = append(missing, r)
			default:
				could = append(could, r)
			}
		}
		h.How = append(h.How, fmt.Sprintf("%s committed", jointCount(j, st)))
		if len(missing) > 0 {
			h.How = append(h.How, "not without "+strings.Join(x.titles(missing), ", "))
		}
		if short := j.Quorum - st.Given - sc.PartsOf(j, missing); short > 0 && len(could) > 0 {
			h.How = append(h.How, fmt.Sprintf("%d of: %s", short, strings.Join(x.titles(could), ", ")))
		}
		if all := append(missing, could...); len(all) > 0 {
			h.Seat, h.Title = sc.Roles[all[0]].ID, x.title(all[0])
		} else { // a run can draw fewer seats than it needs
			h.How = append(h.How, "nobody else can commit")
		}
		out = append(out, h)
	}
	return out
}

// hangingQuestions are the questions between seats that have no answer.
func (x *Exercise) hangingQuestions() []Hang {
	var out []Hang
	for _, i := range x.posts().asked {
		m := x.e.MessageAt(i)
		if m.To < 0 || m.Answered || m.Ack == 2 {
			continue
		}
		r := x.request(m)
		h := Hang{Kind: HangsQuestion, ID: fmt.Sprintf("%s#%d", x.scenario.Roles[m.From].ID, m.N), What: m.Text,
			Seat: x.scenario.Roles[m.To].ID, Title: r.To, For: ids(x.scenario, []int{m.From}),
			Waits: []string{r.From}, Since: r.At, Due: r.Due, Late: m.Arrived && m.Due > 0 && m.Due < x.e.Now()}
		switch {
		case !m.Arrived:
			h.How = []string{"on its way, arrives " + x.moment(m.Arrives).Date}
			if m.Due > 0 && m.Due <= m.Arrives { // nobody can be late with what they have not seen
				h.Due, h.How = nil, append(h.How, "its answer is wanted before it arrives, by "+x.moment(m.Due).Date)
			}
		case r.Told != "":
			h.How = []string{fmt.Sprintf("%s has said: %s", r.To, r.Told)}
		default:
			h.How = []string{r.To + " has not said anything about it"}
		}
		out = append(out, h)
	}
	return out
}

// hangingFacts are the facts that some seat knows, another needs, and nobody has sent to it.
func (x *Exercise) hangingFacts() []Hang {
	sc := x.scenario
	n := len(sc.Roles)
	sent := x.posts().sending
	var out []Hang
	for f := range sc.Facts {
		var have, lack []int
		since := engine.Time(math.MaxInt64)
		for r := range n {
			if at, ok := x.e.KnownSince(r, f); ok {
				have, since = append(have, r), min(since, at)
			}
		}
		for _, r := range sc.RolesOf(sc.Facts[f].NeededBy) {
			if !x.e.Knows(r, f) && !sent[f*n+r] {
				lack = append(lack, r)
			}
		}
		if len(have) > 0 && len(lack) > 0 {
			out = append(out, x.hangingFact(f, have, lack, since))
		}
	}
	return out
}

func (x *Exercise) hangingFact(f int, have, lack []int, since engine.Time) Hang {
	sc := x.scenario
	h := Hang{Kind: HangsFact, ID: sc.Facts[f].ID, What: sc.Facts[f].Title, For: ids(sc, lack),
		Waits: x.titles(lack), Since: x.moment(since), Seat: sc.Roles[have[0]].ID, Title: x.title(have[0])}
	routes := x.routes(f, have, lack)
	for i, rt := range routes {
		if i == 0 {
			h.Seat, h.Title = sc.Roles[rt.by[0]].ID, x.title(rt.by[0])
		}
		h.How = append(h.How, fmt.Sprintf("%s, usually %s %s", strings.Join(x.titles(rt.by), " → "),
			takesWords(rt.takes), x.wayWords(rt.last)))
	}
	if len(routes) < len(lack) {
		h.How = append(h.How, fmt.Sprintf("the usual way to %s is a venue, where its mark forbids it: choose another way",
			strings.Join(x.titles(without(lack, routes)), ", ")))
	}
	return h
}

// route is a way for a fact to a seat that needs it: by whom it goes, from the one who has it.
type route struct {
	by    []int
	takes engine.Time
	last  engine.Via // of its last leg
}

func without(roles []int, routes []route) []int {
	return slices.DeleteFunc(slices.Clone(roles), func(r int) bool {
		return slices.ContainsFunc(routes, func(rt route) bool { return rt.by[len(rt.by)-1] == r })
	})
}

// routes are the quickest usual ways for a fact from those who have it to those who lack it,
// that its mark allows, the quickest first (Dijkstra, 1959, from all who have it at once).
func (x *Exercise) routes(f int, have, lack []int) []route {
	n := len(x.scenario.Roles)
	takes, from, via := make([]engine.Time, n), make([]int, n), make([]engine.Via, n)
	done, usual := make([]bool, n), x.posts().usual
	for r := range takes {
		takes[r], from[r] = math.MaxInt64, -1
	}
	for _, r := range have {
		takes[r] = 0
	}
	var out []route
	for len(out) < len(lack) {
		r := -1
		for o := range n {
			if !done[o] && takes[o] < math.MaxInt64 && (r < 0 || takes[o] < takes[r]) {
				r = o
			}
		}
		if r < 0 {
			break
		}
		done[r] = true
		if slices.Contains(lack, r) {
			rt := route{by: []int{r}, takes: takes[r], last: via[r]}
			for k := from[r]; k >= 0; k = from[k] {
				rt.by = append(rt.by, k)
			}
			slices.Reverse(rt.by)
			out = append(out, rt)
		}
		for o := range n {
			u := &usual[r*n+o]
			if at := takes[r] + u.takes; at < takes[o] && !x.e.Wider(r, f, o) {
				takes[o], from[o], via[o] = at, r, u.via
			}
		}
	}
	return out
}

func takesWords(t engine.Time) string {
	if t <= 0 {
		return "at once"
	}
	return toTheMinute(scenario.Duration(t))
}

// wayWords say by what way a message usually goes, which is never a call.
func (x *Exercise) wayWords(v engine.Via) string {
	switch v.Cause {
	case engine.ByVenue:
		return "in " + x.scenario.Venues[v.Ref].Title
	case engine.ByContact:
		return "by their contact"
	}
	return "by the usual channel"
}

func (x *Exercise) pulseView(r int) Pulse {
	p := Pulse{Role: x.scenario.Roles[r].ID, Acts: []float64{}, Unread: []float64{}}
	before := 0
	for _, b := range append(slices.Clip(x.pulses[r]), x.pulseOf(r)) {
		p.Acts, p.Unread = append(p.Acts, float64(b.acts-before)), append(p.Unread, float64(b.unread))
		before = b.acts
	}
	return p
}

// jointCount is how far a joint action has come: "2 of 3 have", or by parts "6 of 10 are".
func jointCount(j *scenario.Joint, st engine.JointNow) string {
	if len(j.Parts) > 0 {
		return fmt.Sprintf("%d of %d are", st.Given, j.Quorum)
	}
	return fmt.Sprintf("%d of %d have", st.Given, j.Quorum)
}
