package engine

import (
	"slices"

	"tocsin/sim/scenario"
)

// What injects expect of players: those of the scenario, and those that the facilitator
// writes during play. A clock runs from when the inject comes until it is done or due.

// expectation is what an inject expects.
type expectation struct {
	any    []int // actions, one of which is enough
	all    []int // actions that are all needed
	within Time
	by     []bool // role → expected; nil for anyone
	check  bool   // that it is found out to be forged
}

func (m *Model) expectation(x *scenario.Expects) *expectation {
	if x == nil {
		return nil
	}
	sc := m.Scenario
	out := &expectation{within: Time(x.Within), check: x.Check}
	for _, a := range x.Any {
		out.any = append(out.any, sc.Find("action", a))
	}
	for _, a := range x.All {
		out.all = append(out.all, sc.Find("action", a))
	}
	if len(x.By) > 0 {
		out.by = make([]bool, len(sc.Roles))
		for _, r := range sc.RolesOf(x.By) {
			out.by[r] = true
		}
	}
	return out
}

// names reports whether an action is among what is expected.
func (x *expectation) names(action int) bool {
	return x != nil && (slices.Contains(x.any, action) || slices.Contains(x.all, action))
}

// fulfilled reports whether what is expected has been done, be it before the inject came.
func (e *Engine) fulfilled(x *expectation) bool {
	roles := len(e.m.Scenario.Roles)
	done := func(a int) bool {
		for r := range roles {
			if (x.by == nil || x.by[r]) && e.doneBy[a*roles+r] > 0 {
				return true
			}
		}
		return false
	}
	ok := len(x.all) > 0
	for _, a := range x.all {
		ok = ok && done(a)
	}
	return ok || slices.ContainsFunc(x.any, done)
}

// expected looks at the expectations of injects after an action is done.
func (e *Engine) expected(a int) {
	for _, i := range e.m.actions[a].awaited {
		if e.inject[i].waiting {
			e.checkExpectation(i)
		}
	}
	for k := range e.drafts {
		if d := &e.drafts[k]; d.waiting && d.expects.names(a) {
			e.checkDrafted(k)
		}
	}
}

func (e *Engine) checkExpectation(i int) {
	x := e.m.injects[i].expects
	if st := &e.inject[i]; x.check && e.foundOut(x, i) || !x.check && e.fulfilled(x) {
		st.waiting, st.met = false, true
		e.q.cancel(int32(e.m.slots.expect + i))
		e.emit(&Event{Kind: ExpectationMet, Role: Nobody, Other: Nobody, Ref: int32(i)})
	}
}

func (e *Engine) expectationDue(i int) {
	st := &e.inject[i]
	st.waiting = false
	st.missed = true
	e.emit(&Event{Kind: ExpectationMissed, Role: Nobody, Other: Nobody, Ref: int32(i)})
	e.changed(e.m.symbols.missed + i)
}

// expectDrafted starts the clock of what an improvised inject expects, if it expects anything.
func (e *Engine) expectDrafted(k int) {
	d := &e.drafts[k]
	if d.expects == nil {
		return
	}
	d.waiting = true
	d.slot = e.later(e.after(d.expects.within), rank(2), body{kind: expectationEnds, a: int32(k)})
	if e.err == nil {
		e.checkDrafted(k)
	}
}

func (e *Engine) checkDrafted(k int) {
	if d := &e.drafts[k]; e.fulfilled(d.expects) {
		d.met = true
		e.forgetDrafted(k)
		e.emit(e.ofDrafted(ExpectationMet, k))
	}
}

func (e *Engine) draftedDue(k int) {
	d := &e.drafts[k]
	d.waiting, d.missed, d.slot = false, true, 0
	e.emit(e.ofDrafted(ExpectationMissed, k))
}

func (e *Engine) ofDrafted(kind Kind, k int) *Event {
	return &Event{Kind: kind, Role: Nobody, Other: Nobody, Ref: int32(len(e.m.injects) + k), Text: e.drafts[k].Title}
}

// forgetDrafted stops the clock of what an improvised inject expects.
func (e *Engine) forgetDrafted(k int) {
	d := &e.drafts[k]
	e.drop(d.slot)
	d.waiting, d.slot = false, 0
}

// awaitNothing stops the clock of what an inject expects that is taken back; ref is as for
// [Engine.Retracted].
func (e *Engine) awaitNothing(ref int) {
	if k := ref - len(e.m.injects); k >= 0 {
		if e.drafts[k].waiting {
			e.forgetDrafted(k)
		}
		return
	}
	if st := &e.inject[ref]; st.waiting {
		st.waiting = false
		e.q.cancel(int32(e.m.slots.expect + ref))
	}
}

// InjectCount is how many injects there are: the scenario's, and those that the facilitator
// has written.
func (e *Engine) InjectCount() int { return len(e.m.injects) + len(e.drafts) }

// InjectAt is an inject by its place; ref is as for [Engine.Retracted]. One that the facilitator
// has written is as the scenario would have it, with the id "+1" for the first. It must not be
// changed.
func (e *Engine) InjectAt(ref int) *scenario.Inject {
	sc := e.m.Scenario
	k := ref - len(sc.Injects)
	if k < 0 {
		return &sc.Injects[ref]
	}
	d := &e.drafts[k].Draft
	in := &scenario.Inject{ID: DraftID(k), Title: d.Title, From: d.From, Media: d.Media, Text: d.Text,
		Objective: d.Objective, Expects: d.Expects}
	for _, r := range d.To {
		id := sc.ID("role", r)
		if r == Public {
			id = "public"
		}
		in.To = append(in.To, id)
	}
	for _, f := range d.Reveals {
		in.Reveals = append(in.Reveals, sc.ID("fact", f))
	}
	return in
}

// InjectRef is the place of an inject by its id, or -1.
func (e *Engine) InjectRef(id string) int {
	if name, n := scenario.Numbered(id); name == "" && n > 0 && n <= len(e.drafts) {
		return len(e.m.injects) + n - 1
	}
	return e.m.Scenario.Find("inject", id)
}

// checkExpects says whether what an inject of the facilitator's expects would be accepted.
func (e *Engine) checkExpects(x *scenario.Expects) Answer {
	if x == nil {
		return Answer{OK: true}
	}
	sc := e.m.Scenario
	switch {
	case x.Check:
		return refuse("Only a forged message of the scenario can be checked back on")
	case len(x.Any) == 0 && len(x.All) == 0:
		return refuse("Which actions are expected?")
	case len(x.Any) > 0 && len(x.All) > 0:
		return refuse("One of some actions is expected, or all of them: not both")
	case len(x.Any)+len(x.All) > len(sc.Actions) || len(x.By) > len(sc.Roles)+1:
		return refuse("There are not that many")
	case x.Within <= 0:
		return refuse("By when is it expected? Give a span of time, such as 4h")
	}
	for _, a := range slices.Concat(x.Any, x.All) {
		if sc.Find("action", a) < 0 {
			return refuse("There is no such action")
		}
	}
	for _, r := range x.By {
		if r != "all" && sc.Find("role", r) < 0 {
			return refuse("There is no such seat")
		}
	}
	for _, a := range slices.Concat(x.Any, x.All) {
		if by := sc.Actions[sc.Find("action", a)].By; len(x.By) > 0 &&
			!slices.ContainsFunc(sc.RolesOf(x.By), func(r int) bool { return slices.Contains(sc.RolesOf(by), r) }) {
			return refuse("None of those seats has the authority for %q", sc.Actions[sc.Find("action", a)].Title)
		}
	}
	return Answer{OK: true}
}
