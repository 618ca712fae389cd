// Package bot plays seats by their notes.
//
// A bot does what its role's notes say. When a note's trigger comes it first reads (ack, if a
// message brought the trigger), then decides (decide, or within its promise where the note is
// in force), then gives the engine the note's command. If the engine refuses, the bot tries
// again when something has changed, as a person would. It looks at the trigger again when it
// acts, and drops what has become moot while it read, decided or waited. It answers questions
// about facts that it knows and may tell.
//
// A seat with a profile ([scenario.Profile]) also reacts to what it was shown: it joins when
// it expects others to, prepares what their notes will need, and asks.
//
// Bots keep no state in the engine: they are told of triggers, hold a list of what they
// will do and when, and give commands as people do.
package bot

import (
	"math"
	"slices"

	"tocsin/sim/engine"
)

// Table is the bots of one run. After [Table.Seat] it serves the next run with the memory of the
// last. A Table that has been seated must not be copied by assignment; see [Table.CopyFrom].
type Table struct {
	// Plays says which roles are played by bots; nil plays all.
	Plays []bool
	// Silent bots do not coordinate: by their notes they share no facts, commit to no joint
	// action, convene and say nothing, and they file no promise, ask and answer nothing. This is
	// the solo baseline. Adversaries follow their notes as they always do.
	Silent bool
	// Facilitates releases injects that are held at once, as there is no facilitator.
	Facilitates bool
	// Forbidden, if not nil, is asked about every command that a bot would give, except to file a
	// note. It returns the command that the bot may give instead, as a share may go to fewer
	// recipients, and false for none.
	Forbidden func(engine.Command) (engine.Command, bool)
	// Hurries, if not nil, reports which commands take bots of allies no time to read and decide on.
	Hurries func(engine.Command) bool
	// Joins has bots of allies that mean to commit to a joint action do so as soon as another has.
	// Their profiles are then ignored.
	Joins bool
	// Given, if not nil, is told every command of a bot that was accepted, and when. The release
	// of injects is no command of a bot.
	Given func(engine.Timed)

	e       *engine.Engine
	mind    mind
	hear    func(note int, byMessage bool) // triggered, bound to this table once
	listen  func(engine.News)              // news, bound to this table once
	plans   []plan                         // the next is last; of those at one time, the one made first
	blocked []int                          // notes whose command was refused for now
	pledged []int                          // notes that have committed to a joint action
	renewed uint32                         // the agreements after which pledged was last looked at
	tries   []uint32                       // by note: how often it was planned
	held    []int                          // injects that the scenario holds for a facilitator
}

type plan struct {
	at   engine.Time
	note int
}

// Seat makes the table play an engine's seats. The engine must be before STARTEX.
func (t *Table) Seat(e *engine.Engine) {
	t.e = e
	t.plans, t.blocked, t.pledged, t.held = t.plans[:0], t.blocked[:0], t.pledged[:0], t.held[:0]
	t.tries, t.renewed = t.tries[:0], 0
	if t.hear == nil {
		t.hear = t.triggered
	}
	e.OnNote(t.hear)
	t.settleMinds()
}

func (t *Table) plays(role int) bool { return t.Plays == nil || t.Plays[role] }

// triggered plans what a note asks for.
func (t *Table) triggered(note int, byMessage bool) {
	role, verb, _ := t.e.Model().NoteDeed(note)
	if !t.plays(role) || t.e.Void(note) || t.silenced(role, verb) {
		return
	}
	if t.Forbidden != nil { // a command is large, and mostly nothing is forbidden
		if _, may := t.Forbidden(t.e.Model().NoteCommand(note)); !may {
			return
		}
	}
	t.plan(note, byMessage)
}

// silenced reports whether a role's bot does not give such a command, as bots are silent.
func (t *Table) silenced(role int, verb engine.Verb) bool {
	coordinates := verb == engine.Share || verb == engine.Commit || verb == engine.Convene || verb == engine.Say
	return t.Silent && coordinates && t.e.Model().Scenario.Ally(role)
}

// allowed returns what a bot may give of a command, and false for nothing; see Forbidden.
func (t *Table) allowed(c engine.Command) (engine.Command, bool) {
	if t.Forbidden == nil {
		return c, true
	}
	return t.Forbidden(c)
}

// plan enters what a note asks for in the list, at the time when the bot has read and
// decided.
func (t *Table) plan(note int, byMessage bool) {
	for note >= len(t.tries) {
		t.tries = append(t.tries, 0)
	}
	t.tries[note]++
	read := engine.Time(0)
	role, _, _ := t.e.Model().NoteDeed(note)
	if byMessage {
		read = t.e.Ack(role, t.tries[note])
	}
	read += t.free(role) - t.e.Now()
	takes := t.e.Working(role, read+t.e.Decide(note, t.tries[note]))
	if t.e.Filed(note) {
		within := engine.At(t.e.Model().Scenario.Notes[note].Within)
		takes = min(takes, max(read, within)) // a promise counts from the trigger, reading included
	}
	if t.Hurries != nil && t.e.Model().Scenario.Ally(role) && t.Hurries(t.e.Model().NoteCommand(note)) {
		takes = 0
	}
	p := plan{t.e.Now() + takes, note}
	i := len(t.plans)
	t.plans = append(t.plans, p)
	for ; i > 0 && t.plans[i-1].at <= p.at; i-- {
		t.plans[i] = t.plans[i-1]
	}
	t.plans[i] = p
}

// Next returns when a bot means to act next; math.MaxInt64 and false if none does.
func (t *Table) Next() (engine.Time, bool) {
	k, at := &t.mind, engine.Time(math.MaxInt64)
	if n := len(t.plans); n != 0 {
		at = t.plans[n-1].at
	}
	for i := range k.errands {
		at = min(at, k.errands[i].at)
	}
	for i := range k.wary {
		at = min(at, k.wary[i].until)
	}
	return at, at != math.MaxInt64
}

// Act has every bot whose time has come give its command, and those that were refused
// ask again. The engine must have reached the time of [Table.Next].
func (t *Table) Act() {
	k := &t.mind
	t.renew()
	t.followUp()
	for more := true; more; {
		if len(k.asked) != 0 { // that there is nothing to do is mostly seen from here
			t.again()
		}
		if k.looks {
			t.prepare()
		}
		if len(k.wary) != 0 {
			t.venture()
		}
		more = t.actNotes()
		if len(k.errands) != 0 {
			t.runErrands()
		}
		more = more || t.dueNow()
	}
}

// followUp has bots that were refused ask again, and commit to what others have committed to.
func (t *Table) followUp() {
	if len(t.blocked) != 0 {
		t.retry()
	}
	if t.Joins {
		t.join()
	}
}

// actNotes has bots act on the notes whose time has come, and reports whether any had.
func (t *Table) actNotes() bool {
	acted := false
	for t.noteDue() {
		acted = true
		last := len(t.plans) - 1
		note := t.plans[last].note
		t.plans = t.plans[:last]
		if !t.do(note) {
			t.blocked = append(t.blocked, note)
		} else {
			t.followUp()
		}
	}
	return acted
}

// retry lets the bots that were refused ask again.
func (t *Table) retry() {
	for i := 0; i < len(t.blocked); i++ {
		if note := t.blocked[i]; !t.stands(note) || t.give(note) {
			t.blocked = slices.Delete(t.blocked, i, i+1)
			i = -1 // those before it may be able now
		}
	}
}

// join has bots of allies commit at once to joint actions that others have committed to.
func (t *Table) join() {
	for again := true; again; {
		again = false
		for i := len(t.plans) - 1; i >= 0; i-- { // the next first
			note := t.plans[i].note
			if role, verb, ref := t.e.Model().NoteDeed(note); verb == engine.Commit && t.e.Doing(ref) > 0 &&
				t.e.Model().Scenario.Ally(role) && t.e.Holds(note) && t.e.AbleNote(note) {
				t.plans = append(t.plans[:i], t.plans[i+1:]...)
				t.give(note)
				again = true
				break
			}
		}
	}
}

// Waiting reports whether a bot was refused something and would ask again.
func (t *Table) Waiting() bool { return len(t.blocked) > 0 }

// do gives a note's command and reports whether the bot is done with it.
func (t *Table) do(note int) bool {
	if !t.stands(note) || t.pointless(note) || t.waits(note) {
		return true
	}
	if t.tempted(note) && t.e.AbleNote(note) && t.strays(note) {
		return true
	}
	return t.give(note)
}

// stands reports whether a bot still acts on a note that it has decided on: its trigger holds,
// or the bot does not look, or it keeps its promise all the same.
func (t *Table) stands(note int) bool {
	return t.e.Holds(note) || t.keepsOn(note)
}

// keepsOn reports whether a bot acts on a note whose trigger no longer holds.
func (t *Table) keepsOn(note int) bool {
	role, _, _ := t.e.Model().NoteDeed(note)
	p := t.profile(role)
	return p != nil && (p.Heedless ||
		p.Bound && t.e.Filed(note) && !t.e.Deviated(note))
}

// give gives a note's command, if the engine would accept it, and reports whether it did. A
// refusal is no event, so that waiting is not recorded as a stream of refusals.
func (t *Table) give(note int) bool {
	var ok bool
	if t.Forbidden == nil && t.Given == nil {
		ok = t.e.DoNote(note) // a command is large, and nobody looks at it
	} else {
		ok = t.issue(t.e.Model().NoteCommand(note))
	}
	if _, verb, _ := t.e.Model().NoteDeed(note); ok && verb == engine.Commit {
		t.pledged = append(t.pledged, note)
	}
	return ok
}

// renew has bots whose commitment lapsed, because too few others had committed in time, decide
// again, if they still act on the note.
func (t *Table) renew() {
	if t.renewed == t.e.Agreements() {
		return
	}
	t.renewed = t.e.Agreements()
	kept := t.pledged[:0]
	for _, note := range t.pledged {
		role, _, action := t.e.Model().NoteDeed(note)
		switch {
		case t.e.Committed(role, action):
			kept = append(kept, note)
		case t.e.Done(action) == 0 && t.stands(note):
			t.plan(note, false)
		}
	}
	t.pledged = kept
}

// finished reports whether an action is done and cannot be done again.
func (t *Table) finished(action int) bool {
	return t.e.Done(action) > 0 && t.e.Model().Scenario.Actions[action].Once
}

// pointless reports whether a note's command has nothing left to do.
func (t *Table) pointless(note int) bool {
	switch _, verb, ref := t.e.Model().NoteDeed(note); verb {
	case engine.Act, engine.Commit:
		return t.finished(ref)
	case engine.Convene:
		return t.e.Open(ref) || t.e.Convening(ref)
	case engine.Share:
		return t.toldAlready(note)
	}
	return false
}

func (t *Table) dueNow() bool {
	at, _ := t.Next()
	return at <= t.e.Now()
}

func (t *Table) noteDue() bool {
	return len(t.plans) > 0 && t.plans[len(t.plans)-1].at <= t.e.Now()
}

// watchHeld notes the injects that the scenario holds, for release.
func (t *Table) watchHeld() {
	for i := range t.e.Model().Scenario.Injects {
		if t.e.Model().Scenario.Injects[i].Hold {
			t.held = append(t.held, i)
		}
	}
}

// release releases the injects that wait for a facilitator.
func (t *Table) release() {
	for _, i := range t.held {
		if _, _, held := t.e.InjectDue(i); held {
			t.e.Do(engine.Command{Verb: engine.Release, Role: engine.Facilitator, Ref: i})
		}
	}
}
