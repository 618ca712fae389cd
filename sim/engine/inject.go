package engine

import "slices"

type injectModel struct {
	name    uint64
	at      delay
	every   delay
	timed   bool
	repeats bool
	times   int
	when    int
	unless  boolFn
	excuse  string // what is said when it is not needed
	to      []int
	reveals []int
	effects []int
	cuts    []int        // links that its delivery cuts
	expects *expectation // nil for nothing
	hold    bool
	forged  int // the role that it seems to come from as a message, or -1
}

type injectState struct {
	times     int32 // deliveries
	due       uint32
	held      bool // waits for the facilitator
	hold      bool // will be held when due
	freed     bool // will not be held when due, though the scenario says so
	skipped   bool
	postponed bool
	since     Time // last delivery
	waiting   bool // its expectation runs
	met       bool
	missed    bool
}

func (m *Model) compileInjects() {
	sc := m.Scenario
	m.injects = make([]injectModel, len(sc.Injects))
	for i := range sc.Injects {
		in := &sc.Injects[i]
		out := &m.injects[i]
		*out = injectModel{name: m.name("inject", in.ID), at: m.delay(in.At), every: m.delay(in.Every),
			repeats: in.Every.Set,
			timed:   in.When.Source == "" && (in.At.Set || in.Every.Set), times: in.Times, hold: in.Hold, when: -1,
			forged: sc.Find("role", in.Forged),
			to:     sc.RolesOf(in.To), unless: m.predicate(in.Unless.Root, Nobody), excuse: "not needed: " +
				in.Unless.Source}
		for _, f := range in.Reveals {
			out.reveals = append(out.reveals, sc.Find("fact", f))
		}
		out.effects = m.addEffects(in.Effects, "inject "+in.ID)
		for l := range sc.Links {
			if sc.Links[l].CutBy.Has(in.ID) {
				out.cuts = append(out.cuts, l)
			}
		}
		if in.When.Root != nil {
			out.when = m.condition(in.When.Root, Nobody, ownInject, i)
		}
		out.expects = m.expectation(in.Expects)
		for a := range m.actions {
			if out.expects.names(a) {
				m.actions[a].awaited = append(m.actions[a].awaited, i)
			}
		}
	}
}

func (e *Engine) startInjects() {
	for i := range e.m.injects {
		in := &e.m.injects[i]
		if !in.timed {
			continue
		}
		first := &in.at
		if in.repeats && !e.m.Scenario.Injects[i].At.Set {
			first = &in.every
		}
		e.scheduleInject(i, first)
	}
}

func (e *Engine) scheduleInject(i int, d *delay) {
	e.inject[i].due++
	at := e.after(e.lasts(d, e.m.injects[i].name, forInject, e.inject[i].due))
	e.q.set(int32(e.m.slots.inject+i), at, rankInject)
}

// injectTrigger schedules an inject whose condition has become true.
func (e *Engine) injectTrigger(i int) {
	if _, waiting := e.q.when(int32(e.m.slots.inject + i)); !waiting {
		e.scheduleInject(i, &e.m.injects[i].at)
	}
}

// fire brings an inject now, from an effect or a leak.
func (e *Engine) fire(i int, via Via) {
	if i < 0 || !e.count("", e.m.slots.inject+i) {
		return
	}
	e.injectDue(i, via)
}

// injectDue brings an inject whose time has come, unless it has come often enough or is skipped,
// not needed or held.
func (e *Engine) injectDue(i int, via Via) {
	in, st := &e.m.injects[i], &e.inject[i]
	if in.times > 0 && int(st.times) >= in.times {
		return
	}
	if via.Cause == ByItself && in.repeats {
		e.scheduleInject(i, &in.every)
	}
	if st.skipped {
		return
	}
	if in.unless != nil && via.Cause != ByFacilitator && in.unless(e) {
		e.emit(&Event{Kind: InjectSkipped, Role: Nobody, Other: Nobody, Ref: int32(i), Text: in.excuse})
		return
	}
	if e.willHold(i) && via.Cause != ByFacilitator {
		if !st.held {
			st.held = true
			e.emit(&Event{Kind: InjectHeld, Role: Nobody, Other: Nobody, Ref: int32(i), Via: via})
		}
		return
	}
	e.deliver(i, via)
}

// Unneeded reports whether an inject's own condition keeps it away now: it would be left out
// if it were due by itself.
func (e *Engine) Unneeded(i int) bool {
	in := &e.m.injects[i]
	return in.unless != nil && in.unless(e)
}

func (e *Engine) deliver(i int, via Via) {
	in, st := &e.m.injects[i], &e.inject[i]
	st.held, st.hold, st.freed = false, false, false
	st.times++
	st.since = e.now
	e.emit(&Event{Kind: InjectDelivered, Role: Nobody, Other: Nobody, Ref: int32(i), Num: float64(st.times), Via: via})
	e.changed(e.m.symbols.delivered + i)
	me := Via{ByInject, int32(i)}
	to := e.receivers(i, st.times)
	for _, r := range to {
		if in.forged >= 0 {
			e.forge(i, r)
			continue
		}
		e.emit(&Event{Kind: InjectReceived, Role: int32(r), Other: Nobody, Ref: int32(i)})
		if e.news != nil {
			e.news(News{Role: r, Message: -1, Fact: -1})
		}
		for _, f := range in.reveals {
			e.learn(r, f, Nobody, me, false)
		}
	}
	if in.expects != nil && !st.waiting && !st.met {
		st.waiting = true
		e.q.set(int32(e.m.slots.expect+i), e.after(in.expects.within), rank(2))
		e.checkExpectation(i)
	}
	for _, l := range in.cuts {
		e.cutLink(l, me)
	}
	e.runEffects(in.effects, Nobody, me)
	if len(to) > 0 {
		e.deliveredTo = everyone - int32(i)
	}
}

// everyone, less the inject's place, marks the present event as a message to all who
// receive that inject; improvised injects have their places after the scenario's.
const everyone = -4

// isMessageTo reports whether the present event is a message to a role.
func (e *Engine) isMessageTo(role int) bool {
	if e.deliveredTo <= everyone {
		i := int(everyone - e.deliveredTo)
		if k := i - len(e.m.injects); k >= 0 {
			return slices.Contains(e.readers(e.drafts[k].To), role)
		}
		return slices.Contains(e.receivers(i, e.inject[i].times), role)
	}
	return e.deliveredTo == int32(role)
}
