package engine

import (
	"fmt"
	"slices"

	"tocsin/sim/scenario"
)

// What the facilitator does to the injects of one run: writes new ones, edits those of
// the scenario, takes back what was sent in error, lets go of what is held.

const (
	maxImprovised = 1000
	maxEffects    = 50 // of one draft or ruling
)

var media = []string{"email", "call", "news", "social", "alert", "document"}

// injectEdit is how an inject reads in this run, from one of its deliveries on.
type injectEdit struct {
	inject      int
	from        int32 // number of the first delivery that reads so
	title, text string
	to          []int // places of roles, and Public
}

// InjectNow is the state of an inject in a run.
type InjectNow struct {
	Times     int  // deliveries so far
	Last      Time // when it came last, if Times > 0
	Due       Time // when it comes next, if Scheduled
	Scheduled bool
	Held      bool // it is due, and waits for the facilitator
	Hold      bool // it will be held when it is due
	Skipped   bool
	Postponed bool // its time has been moved
	Edited    bool
	Retracted bool
	Met       bool // what it expects has been done
	Missed    bool // what it expects was not done in time
	Waiting   bool // for what it expects, until Expires
	Expires   Time
}

// InjectState tells the state of an inject; i is as for [Engine.Retracted].
func (e *Engine) InjectState(i int) InjectNow {
	if k := i - len(e.inject); k >= 0 {
		d := &e.drafts[k]
		out := InjectNow{Times: 1, Last: d.at, Retracted: e.Retracted(i), Met: d.met, Missed: d.missed,
			Waiting: d.waiting}
		if d.waiting { // its place in the queue is gone after ENDEX
			out.Expires = d.at + d.expects.within
		}
		return out
	}
	st := &e.inject[i]
	due, scheduled := e.q.when(int32(e.m.slots.inject + i))
	expires, _ := e.q.when(int32(e.m.slots.expect + i))
	return InjectNow{Waiting: st.waiting, Expires: expires,
		Times: int(st.times), Last: st.since, Due: due, Scheduled: scheduled, Held: st.held,
		Hold: e.willHold(i), Skipped: st.skipped,
		Postponed: st.postponed, Edited: e.editOf(i, st.times+1) != nil, Retracted: e.Retracted(i), Met: st.met,
		Missed: st.missed}
}

func (e *Engine) willHold(i int) bool {
	st := &e.inject[i]
	return st.hold || e.m.injects[i].hold && !st.freed
}

// InjectText returns the text of an inject at its next delivery in this run, or at its last one if no
// other comes. to holds places of roles, and Public.
func (e *Engine) InjectText(i int) (title, text string, to []int) {
	return e.InjectTextAt(i, int(e.inject[i].times)+1)
}

// InjectTextAt returns the text of an inject at its n-th delivery, from 1.
func (e *Engine) InjectTextAt(i, n int) (title, text string, to []int) {
	if ed := e.editOf(i, int32(n)); ed != nil {
		return ed.title, ed.text, slices.Clone(ed.to)
	}
	in := &e.m.Scenario.Injects[i]
	return in.Title, in.Text, Recipients(e.m.Scenario, in.To)
}

// editOf is the edit that an inject's n-th delivery reads by, or nil.
func (e *Engine) editOf(i int, n int32) *injectEdit {
	for k := len(e.edits) - 1; k >= 0; k-- {
		if ed := &e.edits[k]; ed.inject == i && ed.from <= n {
			return ed
		}
	}
	return nil
}

// receivers are the roles to whom an inject's n-th delivery goes.
func (e *Engine) receivers(i int, n int32) []int {
	if ed := e.editOf(i, n); ed != nil {
		return e.present(slices.DeleteFunc(slices.Clone(ed.to), func(r int) bool { return r < 0 }))
	}
	return e.present(e.m.injects[i].to)
}

// ImprovisedCount is how many injects the facilitator has written during play.
func (e *Engine) ImprovisedCount() int { return len(e.drafts) }

// DraftID is the id of an improvised inject, from 0: "+1" for the first.
func DraftID(k int) string { return fmt.Sprintf("+%d", k+1) }

// Improvised gives an inject that the facilitator has written, from 0. Its parts must
// not be changed.
func (e *Engine) Improvised(k int) Draft { return e.drafts[k].Draft }

// ImprovisedAt is when an improvised inject came.
func (e *Engine) ImprovisedAt(k int) Time { return e.drafts[k].at }

// Retracted reports whether an inject was taken back: its place in the scenario, or the
// number of the scenario's injects plus an improvised one's.
func (e *Engine) Retracted(ref int) bool { return slices.Contains(e.retracted, int32(ref)) }

type improvised struct {
	Draft
	at      Time
	expects *expectation `state:"kept" why:"it follows from the draft"`
	slot    int32        // place among the dynamic slots of the end of what it expects, while it is waited for
	waiting bool
	met     bool
	missed  bool
}

// readers are the roles that read a draft: all of them if it goes to the public board.
func (e *Engine) readers(to []int) []int {
	if !slices.Contains(to, Public) {
		return e.present(to)
	}
	all := make([]int, len(e.m.Scenario.Roles))
	for r := range all {
		all[r] = r
	}
	return e.present(all)
}

// checkEffects answers for a change that the facilitator makes now.
func (e *Engine) checkEffects(effects []*scenario.Effect) Answer {
	if len(effects) > maxEffects {
		return refuse("At most %d changes at once", maxEffects)
	}
	for _, ef := range effects {
		if a := e.checkEffect(ef); !a.OK {
			return a
		}
	}
	return Answer{OK: true}
}

func (e *Engine) checkEffect(ef *scenario.Effect) Answer {
	if ef == nil || !e.m.valid(ef) {
		return refuse("Change what?")
	}
	if ef.After.Set || ef.Chance != nil && len(ef.Link) == 0 || ef.If.Source != "" || ef.OneOf != "" {
		return refuse("A change by the facilitator happens now: leave after, chance, if and one_of out")
	}
	return Answer{OK: true}
}

// applyNow makes changes of the facilitator's; actor is the role that "me" stands for,
// or Nobody.
func (e *Engine) applyNow(effects []*scenario.Effect, actor int) {
	for _, ef := range effects {
		em := e.m.effect(ef, "the facilitator")
		em.form.apply(e, &em, actor, Via{Cause: ByFacilitator})
	}
}

// checkReaders answers for the recipients of an inject.
func (e *Engine) checkReaders(to []int) Answer {
	if len(to) > len(e.m.Scenario.Roles)+1 {
		return refuse("To whom?")
	}
	for _, r := range to {
		if r != Public && (r < 0 || r >= len(e.m.Scenario.Roles)) {
			return refuse("There is no such seat")
		}
	}
	return Answer{OK: true}
}

func (e *Engine) checkDraft(d *Draft, whole bool) Answer {
	if d == nil {
		return refuse("The text is empty")
	}
	for _, a := range []Answer{checkText("A title", d.Title, maxTitle, whole),
		checkText("A text", d.Text, scenario.MaxText, false),
		checkText("A sender", d.From, maxTitle, false), e.checkReaders(d.To)} {
		if !a.OK {
			return a
		}
	}
	if !whole {
		return Answer{OK: true}
	}
	if len(d.To) == 0 {
		return refuse("To whom?")
	}
	if d.Media != "" && !slices.Contains(media, d.Media) {
		return refuse("An inject comes by email, call, news, social, alert or document")
	}
	if len(d.Reveals) > len(e.m.Scenario.Facts) {
		return refuse("There are not that many facts")
	}
	for _, f := range d.Reveals {
		if f < 0 || f >= len(e.m.Scenario.Facts) {
			return refuse("There is no such fact")
		}
	}
	if d.Objective != "" && e.m.Scenario.Find("objective", d.Objective) < 0 {
		return refuse("There is no such objective")
	}
	if a := e.checkExpects(d.Expects); !a.OK {
		return a
	}
	if len(e.drafts) >= maxImprovised {
		return refuse("At most %d injects can be improvised", maxImprovised)
	}
	return e.checkEffects(d.Effects)
}

// improvise brings an inject that the facilitator has written.
func (e *Engine) improvise(c *Command) {
	d := improvised{at: e.now, Draft: Draft{From: scenario.CleanLine(c.Draft.From), Media: c.Draft.Media,
		Title: scenario.CleanLine(c.Draft.Title),
		Text:  scenario.CleanText(c.Draft.Text), To: unique(c.Draft.To), Reveals: unique(c.Draft.Reveals),
		Objective: c.Draft.Objective}, expects: e.m.expectation(c.Draft.Expects)}
	if x := c.Draft.Expects; x != nil {
		d.Expects = &scenario.Expects{Any: slices.Clone(x.Any), All: slices.Clone(x.All), Within: x.Within,
			By: slices.Clone(x.By)}
	}
	if d.From == "" {
		d.From = "Exercise control"
	}
	if d.Media == "" {
		d.Media = media[0]
	}
	for _, ef := range c.Draft.Effects {
		own := *ef
		d.Effects = append(d.Effects, &own)
	}
	k := int32(len(e.drafts))
	e.drafts = append(e.drafts, d)
	via := Via{Cause: ByFacilitator}
	e.emit(&Event{Kind: InjectImprovised, Role: Nobody, Other: Nobody, Ref: k, Text: d.Title, Via: via})
	for _, r := range e.readers(d.To) {
		e.emit(&Event{Kind: ImprovisedReceived, Role: int32(r), Other: Nobody, Ref: k})
		if e.news != nil {
			e.news(News{Role: r, Message: -1, Fact: -1})
		}
		for _, f := range d.Reveals {
			e.learn(r, f, Nobody, via, false)
		}
	}
	e.expectDrafted(int(k))
	e.applyNow(d.Effects, Nobody)
	e.deliveredTo = everyone - int32(len(e.m.injects)) - k
}

func unique(s []int) []int {
	var out []int
	for _, v := range s {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func (e *Engine) checkEdit(c *Command) Answer {
	in, st := &e.m.injects[c.Ref], e.InjectState(c.Ref)
	if in.timed && !in.repeats && st.Times > 0 && !st.Scheduled && !st.Held {
		return refuse("%q has already come: take it back, or write a new one", e.m.Scenario.Injects[c.Ref].Title)
	}
	if c.Draft == nil || c.Draft.Title == "" && c.Draft.Text == "" && len(c.Draft.To) == 0 {
		return refuse("Change what? Its title, its text, or to whom it goes")
	}
	if c.Draft.From != "" || c.Draft.Media != "" || len(c.Draft.Reveals) > 0 || len(c.Draft.Effects) > 0 ||
		c.Draft.Expects != nil {
		return refuse("Only the title, the text and the recipients of an inject can be edited; write a new " +
			"one instead")
	}
	if c.Draft.Title != "" && scenario.CleanLine(c.Draft.Title) == "" {
		return refuse("A title needs words")
	}
	if len(e.edits) >= maxImprovised {
		return refuse("At most %d edits", maxImprovised)
	}
	return e.checkDraft(c.Draft, false)
}

// edit changes how an inject reads from its next delivery on, in this run.
func (e *Engine) edit(c *Command) {
	ed := injectEdit{inject: c.Ref, from: e.inject[c.Ref].times + 1}
	ed.title, ed.text, ed.to = e.InjectText(c.Ref)
	title := scenario.CleanLine(c.Draft.Title)
	if title != "" {
		ed.title = title
	}
	if c.Draft.Text != "" {
		ed.text = scenario.CleanText(c.Draft.Text)
	}
	if len(c.Draft.To) > 0 {
		ed.to = unique(c.Draft.To)
	}
	e.edits = append(e.edits, ed)
	e.emit(&Event{Kind: InjectEdited, Role: Nobody, Other: Nobody, Ref: int32(c.Ref), Text: title})
}

func (e *Engine) checkRetract(c *Command) Answer {
	injects := len(e.m.injects)
	switch {
	case c.Ref < 0 || c.Ref >= injects+len(e.drafts):
		return refuse("There is no such inject")
	case c.Ref < injects && e.inject[c.Ref].times == 0:
		return refuse("%q has not come yet: skip it", e.m.Scenario.Injects[c.Ref].Title)
	case e.Retracted(c.Ref):
		return refuse("It has already been taken back")
	}
	return Answer{OK: true}
}

// retract takes back what was sent in error: those who received it are told, and nothing is
// expected of them any more. What it did to the world, and what they learned, stays.
func (e *Engine) retract(c *Command) {
	e.retracted = append(e.retracted, int32(c.Ref))
	e.awaitNothing(c.Ref)
	e.emit(&Event{Kind: InjectRetracted, Role: Nobody, Other: Nobody, Ref: int32(c.Ref),
		Text: scenario.CleanText(c.Reason)})
}

// unhold lets an inject come that waits, or that would be made to wait.
func (e *Engine) unhold(i int) {
	st := &e.inject[i]
	st.hold, st.freed = false, true
	e.emit(&Event{Kind: InjectFreed, Role: Nobody, Other: Nobody, Ref: int32(i), Via: Via{Cause: ByFacilitator}})
	if st.held {
		e.injectDue(i, Via{Cause: ByFacilitator})
	}
}

// postpone moves an inject in time, not to before now.
func (e *Engine) postpone(i int, by Time) {
	slot := int32(e.m.slots.inject + i)
	at, _ := e.q.when(slot)
	if by > never-at {
		by = never - at
	}
	at = max(at+by, e.now)
	e.inject[i].postponed = true
	e.q.set(slot, at, rankInject)
	e.emit(&Event{Kind: InjectPostponed, Role: Nobody, Other: Nobody, Ref: int32(i), Due: at})
}
