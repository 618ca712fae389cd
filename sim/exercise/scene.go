package exercise

import (
	"fmt"
	"slices"
	"time"

	"tocsin/sim/director"
	"tocsin/sim/engine"
)

// Directed tells for how long the room is planned, brief and hot wash included, and how much
// of that had been spent at the last entry; ok is false where nothing is planned.
func (x *Exercise) Directed() (asked, spent time.Duration, ok bool) {
	return x.directs.asked, x.directs.spent, x.directs.asked > 0
}

// Exchanges reports whether seats have notes of their organisations to show each other before STARTEX.
func (x *Exercise) Exchanges() bool { return x.brought }

// Moves is how many moves the time of the exercise is divided into: one where the scenario
// says nothing of it.
func (x *Exercise) Moves() int { return len(x.ends()) }

// ends are the ends of the moves, the end of the exercise the last.
func (x *Exercise) ends() []engine.Time {
	var out []engine.Time
	for _, r := range x.e.Rounds() {
		if r.Until < x.e.Horizon() {
			out = append(out, r.Until)
		}
	}
	return append(out, x.e.Horizon())
}

// Scene returns the exercise as its director sees it, without what only the room knows: what time it
// is there, and who writes.
func (x *Exercise) Scene() director.Scene {
	d := &x.directs
	s := director.Scene{Now: x.e.Now(), Pace: x.clock.pace, State: x.clockIs(), Ends: x.ends(), Hand: d.hand,
		Open: x.awaitedAnswers(), Rulings: x.toRule(),
		Played: slices.Clone(d.played), Talked: slices.Clone(d.talked), Washed: d.washed}
	s.Ended = min(x.clock.moves, len(s.Ends)-1)
	for i := range x.questions {
		s.Question = s.Question || x.questions[i].open && len(x.unanswered(&x.questions[i])) > 0
	}
	for r := range x.seats {
		n := 0
		if x.staffed(r) {
			n = x.seats[r].acts + reached(x.desks[r].items)
		}
		s.News = append(s.News, n)
		if d := &x.desks[r]; n > 0 && len(d.opened) > 0 { // a program may read all and never say so
			s.Unread = append(s.Unread, d.unread())
		}
	}
	return s
}

// clockIs is what the clock does.
func (x *Exercise) clockIs() director.State {
	switch {
	case x.Over():
		return director.Over
	case !x.e.Started():
		return director.Before
	case x.clock.running:
		return director.Running
	case x.directs.holding:
		return director.Holding
	case x.clock.talks:
		return director.Talking
	}
	return director.Halted
}

// reached counts the items that somebody has to read.
func reached(items []Item) int {
	n := 0
	for i := range items {
		if isNews(items[i].Kind) {
			n++
		}
	}
	return n
}

// isNews tells what comes from outside: not one's own doing, and not the clock.
func isNews(k ItemKind) bool { return k != ItemSent && k != ItemDone && k != ItemClock }

// staffed reports whether a person plays a role.
func (x *Exercise) staffed(r int) bool {
	s := &x.seats[r]
	return s.helper >= 0 || s.holder >= 0 && !s.bot
}

// Staffed counts the seats that people play: what bots play needs no time of the room.
func (x *Exercise) Staffed() int {
	n := 0
	for r := range x.seats {
		n += btoi(x.staffed(r))
	}
	return n
}

// toRule counts the free-text actions that wait for the facilitator and for nobody else.
func (x *Exercise) toRule() int {
	if x.automatic {
		return 0
	}
	n := 0
	for i := range x.e.Cases() {
		k := x.e.Case(i)
		asked := k.Question != "" && k.Answer == ""
		waits := slices.ContainsFunc(x.approvals, func(v approval) bool { return v.of == i && v.answer == "" })
		if k.Outcome == 0 && !asked && !waits {
			n++
		}
	}
	return n
}

// awaitedAnswers are what people are expected to do now, by a time: what injects expect, and
// questions of others. What only bots could do needs no time of the room.
func (x *Exercise) awaitedAnswers() []director.Answer {
	var out []director.Answer
	for i := range x.e.InjectCount() {
		st := x.e.InjectState(i)
		if in := x.e.InjectAt(i); st.Waiting && x.somebodyOf(in.Expects.By) {
			out = append(out, director.Answer{ID: "inject " + in.ID, Title: in.Title,
				From: st.Expires - engine.At(in.Expects.Within), Due: st.Expires})
		}
	}
	for r := range x.seats {
		if !x.staffed(r) {
			continue
		}
		for _, i := range x.e.RequestsTo(r) {
			if m := x.e.MessageAt(i); m.Due > x.e.Now() {
				out = append(out, director.Answer{ID: fmt.Sprintf("message %d", i), Title: x.title(m.From) + " asks " +
					x.title(r), From: m.Arrives, Due: m.Due})
			}
		}
	}
	return out
}

// somebodyOf reports whether a person plays one of some roles; of all where none are named.
func (x *Exercise) somebodyOf(by []string) bool {
	roles := x.scenario.RolesOf(by)
	for r := range x.seats {
		if (len(by) == 0 || slices.Contains(roles, r)) && x.staffed(r) {
			return true
		}
	}
	return false
}

// Foresee looks ahead for the director, on a copy that it uses up: what the rest is likely to
// be if bots played every seat, and when something next reaches somebody if nobody does
// anything, with the lines of what happens then. more, if not nil, returns false to stop it; ok is then false.
func (x *Exercise) Foresee(more func() bool) (f director.Foresight, coming []Line, ok bool) {
	x.automatic = true
	likely := x.Clone()
	for r := range likely.seats {
		likely.seats[r].helper, likely.seats[r].bot = -1, true
		likely.seatBot(r)
	}
	if !likely.playOut(likely.e.Horizon(), more) {
		return f, nil, false
	}
	f.End = likely.e.Now()
	f.News, f.Answers = x.newsIn(likely), x.answersIn(likely)
	f.Next = f.End
	if !x.e.Started() {
		return f, nil, true
	}
	until := likely.e.Horizon()
	if rounds := x.e.Rounds(); x.clock.moves < len(rounds) {
		until = min(until, rounds[x.clock.moves].Until)
	}
	idle := x.Clone()
	if !idle.playOut(until, more) {
		return f, nil, false
	}
	f.Next = idle.e.Now()
	if news := x.newsIn(idle); len(news) > 0 {
		f.Next = news[0]
	}
	for _, l := range idle.lines(len(x.events), min(len(idle.events), len(x.events)+previewed)) {
		if !l.Quiet {
			coming = append(coming, l)
		}
	}
	return f, coming, true
}

// playOut plays to a time, with nobody acting but bots; it is false where more returns false.
func (x *Exercise) playOut(until engine.Time, more func() bool) bool {
	on := true
	x.more = func() bool {
		on = more == nil || more()
		return on
	}
	for on && x.Now() < until && !x.Over() {
		x.clock.running = true
		x.Advance(until)
	}
	return on
}

// newsIn are the times at which something has reached people's seats on a copy that went on.
func (x *Exercise) newsIn(later *Exercise) []engine.Time {
	people := false
	for r := range x.seats {
		people = people || x.staffed(r)
	}
	var out []engine.Time
	for r := range x.seats {
		if people && !x.staffed(r) {
			continue
		}
		for _, it := range later.desks[r].items[len(x.desks[r].items):] {
			if isNews(it.Kind) {
				out = append(out, engine.Time(it.At.Hours*float64(time.Hour)))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// answersIn are those that come to be expected on a copy that went on, as long as they are: until
// bots have given them, or for all of their time in a room that has missed more than it gave.
func (x *Exercise) answersIn(later *Exercise) []director.Answer {
	var out []director.Answer
	open := map[int32]int{} // place in out, by inject
	met, missed := 0, 0
	for i := range x.e.InjectCount() {
		st := x.e.InjectState(i)
		met, missed = met+btoi(st.Met), missed+btoi(st.Missed)
	}
	for _, ev := range later.events[len(x.events):] {
		switch ev.Kind {
		case engine.InjectDelivered:
			in := &x.scenario.Injects[ev.Ref]
			if _, waits := open[ev.Ref]; in.Expects != nil && !waits && x.mayAnswer(in.Expects.By) {
				open[ev.Ref] = len(out)
				out = append(out, director.Answer{ID: "inject " + in.ID, From: ev.At,
					Due: ev.At + engine.At(in.Expects.Within)})
			}
		case engine.ExpectationMet, engine.ExpectationMissed:
			if i, ok := open[ev.Ref]; ok && missed <= met {
				out[i].Due = ev.At
				delete(open, ev.Ref)
			}
		}
	}
	return out
}

// mayAnswer is somebodyOf, true for all before STARTEX while nobody has sat down.
func (x *Exercise) mayAnswer(by []string) bool {
	taken := func(s seat) bool { return s.holder >= 0 }
	return x.somebodyOf(by) || !x.e.Started() && !slices.ContainsFunc(x.seats, taken)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
