package prove

import (
	"tocsin/sim/engine"
)

// busy is people in every seat who do everything that is possible, and that they may do here, at
// each event.
type busy struct {
	e       *engine.Engine
	acts    []bool // by action: whether it may be taken
	shares  bool
	declare bool
	given   []engine.Timed
}

// Prepare does nothing: what is in force before STARTEX is part of the setup.
func (b *busy) Prepare() {}

// Next returns the time of the next event. What becomes possible between two events, as a gauge
// moves, is done at the later one.
func (b *busy) Next(by engine.Time) (engine.Time, bool) {
	return by, by > b.e.Now() || len(b.given) == 0 && b.e.Now() == 0
}

// Act gives what is possible, up to four times while that makes more possible.
func (b *busy) Act() {
	for pass := 0; pass < 4 && !b.e.Ended(); pass++ {
		before := len(b.given)
		b.tell()
		b.check()
		b.meet()
		b.work()
		if len(b.given) == before {
			return
		}
	}
}

func (b *busy) give(c engine.Command) {
	if !b.e.Ended() && b.e.Able(c) && b.e.Do(c).OK {
		b.given = append(b.given, engine.Timed{At: b.e.Now(), Command: c})
	}
}

// tell shares each fact with those who need it, once, and answers each question right.
func (b *busy) tell() {
	sc := b.e.Model().Scenario
	for f := range sc.Facts {
		for r := range sc.Roles {
			if !b.shares || !b.e.Knows(r, f) {
				continue
			}
			var to []int
			for _, n := range sc.RolesOf(sc.Facts[f].NeededBy) {
				if n != r && !b.e.Knows(n, f) && !b.told(n, f) {
					to = append(to, n)
				}
			}
			if len(to) > 0 {
				b.give(engine.Command{Verb: engine.Share, Role: r, Ref: f, To: to})
			}
		}
	}
	for p := range sc.Probes {
		for k, o := range sc.Probes[p].Options {
			if !b.declare || o.ID != sc.Probes[p].Truth {
				continue
			}
			for _, r := range sc.RolesOf(sc.Probes[p].To) {
				if !b.e.Opened(r, sc.Probes[p].Opens) {
					continue
				}
				if have, sure := b.e.Belief(r, p); have != k || sure < 1 {
					b.give(engine.Command{Verb: engine.Declare, Role: r, Ref: p, Option: k, Num: 1})
				}
			}
		}
	}
}

// told reports whether somebody has told a role a fact already.
func (b *busy) told(to, fact int) bool {
	for i := range b.given {
		c := &b.given[i].Command
		if c.Verb != engine.Share || c.Ref != fact {
			continue
		}
		for _, r := range c.To {
			if r == to {
				return true
			}
		}
	}
	return false
}

// check checks back on each forged message, by a call where that is possible.
func (b *busy) check() {
	for i := range b.e.Messages() {
		m := b.e.MessageAt(i)
		if m.Forged() < 0 {
			continue
		}
		for _, by := range []string{engine.Called, engine.Usually} {
			b.give(engine.Command{Verb: engine.Verify, Role: m.To, Ref: -1, By: by,
				Re: engine.Message{From: m.From, N: m.N}})
		}
	}
}

// meet opens every venue.
func (b *busy) meet() {
	sc := b.e.Model().Scenario
	for v := range sc.Venues {
		for _, r := range sc.RolesOf(sc.Venues[v].Members) {
			if b.shares && !b.e.Open(v) && !b.e.Convening(v) {
				b.give(engine.Command{Verb: engine.Convene, Role: r, Ref: v})
			}
		}
	}
}

// work takes every action that they may take and that is not done.
func (b *busy) work() {
	sc := b.e.Model().Scenario
	for a := range sc.Actions {
		if !b.acts[a] {
			continue
		}
		joint := sc.Actions[a].Joint != nil
		for _, r := range sc.RolesOf(sc.Actions[a].By) {
			switch {
			case b.e.Done(a) > 0 || !joint && b.e.Doing(a) > 0:
			case joint && !b.e.Committed(r, a):
				b.give(engine.Command{Verb: engine.Commit, Role: r, Ref: a})
			case !joint:
				b.give(engine.Command{Verb: engine.Act, Role: r, Ref: a})
			}
		}
	}
}
