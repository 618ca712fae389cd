// Package bot plays seats by their notes.
//
// A bot does what its role's notes say and nothing else. When a note's trigger comes it
// first reads (ack, if a message brought the trigger), then decides (decide, or within
// its promise where the note is in force), then asks the engine for what the note does.
// What is refused it asks for again when something has changed, as a person would.
//
// Bots keep no state in the engine: they are told of triggers, hold a list of what they
// mean to do and when, and give commands like anyone else.
package bot

import (
	"context"

	"tocsin/sim/engine"
)

// Table is the bots of one run. It serves the next run too, after Seat, and then
// allocates nothing. A Table that has been seated must not be copied.
type Table struct {
	// Plays says which roles are played by bots; nil plays all.
	Plays []bool
	// Silent bots neither share facts nor commit to joint actions: the solo baseline.
	Silent bool
	// Facilitates has injects that are held released at once, for want of a facilitator.
	Facilitates bool
	// Given, if not nil, is told every command that a bot gives, and when. The release of
	// injects is no command of a bot.
	Given func(engine.Timed)

	e       *engine.Engine
	hear    func(note int, byMessage bool) // triggered, bound to this table once
	plans   []plan                         // the next stands last; of those at one time, the one made first
	blocked []int                          // notes whose command was refused for now
	pledged []int                          // notes that have committed to a joint action
	tries   []uint32
	held    []int
}

type plan struct {
	at   engine.Time
	note int
}

// Seat makes the table play an engine's seats. The engine must be before STARTEX.
func (t *Table) Seat(e *engine.Engine) {
	t.e = e
	t.plans, t.blocked, t.pledged, t.held = t.plans[:0], t.blocked[:0], t.pledged[:0], t.held[:0]
	n := len(e.Model().Scenario.Notes)
	if cap(t.tries) < n {
		t.tries = make([]uint32, n)
	}
	t.tries = t.tries[:n]
	clear(t.tries)
	if t.hear == nil {
		t.hear = t.triggered
	}
	e.OnNote(t.hear)
}

func (t *Table) plays(role int) bool { return role >= 0 && (t.Plays == nil || t.Plays[role]) }

// triggered plans what a note asks for.
func (t *Table) triggered(note int, byMessage bool) {
	role, verb, _ := t.e.Model().NoteDeed(note)
	if !t.plays(role) || t.Silent && (verb == engine.Share || verb == engine.Commit || verb == engine.Convene || verb == engine.Say) {
		return
	}
	t.plan(note, byMessage)
}

// plan enters what a note asks for in the list, at the time when the bot has read and
// decided.
func (t *Table) plan(note int, byMessage bool) {
	for note >= len(t.tries) { // a player has added a note since the bots sat down
		t.tries = append(t.tries, 0)
	}
	t.tries[note]++
	read := engine.Time(0)
	if byMessage {
		role, _, _ := t.e.Model().NoteDeed(note)
		read = t.e.Ack(role, t.tries[note])
	}
	takes := read + t.e.Decide(note, t.tries[note])
	if within := engine.At(t.e.Model().Scenario.Notes[note].Within); t.e.Filed(note) && within > 0 {
		takes = min(takes, max(read, within)) // a promise counts from the trigger, reading included
	}
	p := plan{t.e.Now() + takes, note}
	i := len(t.plans)
	t.plans = append(t.plans, p)
	for ; i > 0 && t.plans[i-1].at <= p.at; i-- {
		t.plans[i] = t.plans[i-1]
	}
	t.plans[i] = p
}

// Next is when a bot means to act next.
func (t *Table) Next() (engine.Time, bool) {
	if len(t.plans) == 0 {
		return 0, false
	}
	return t.plans[len(t.plans)-1].at, true
}

// Act has every bot whose time has come give its command, and those that were refused
// ask again. The engine must have reached the time of [Table.Next].
func (t *Table) Act() {
	t.renew()
	t.retry()
	for t.dueNow() && !t.e.Ended() {
		last := len(t.plans) - 1
		note := t.plans[last].note
		t.plans = t.plans[:last]
		if !t.do(note) {
			t.blocked = append(t.blocked, note)
		} else {
			t.retry()
		}
	}
}

// retry lets the bots that were refused ask again; quietly, so that waiting is not
// recorded as a stream of refusals.
func (t *Table) retry() {
	for again := len(t.blocked) > 0; again; {
		again = false
		for i, note := range t.blocked {
			if t.e.AbleNote(note) {
				t.blocked = append(t.blocked[:i], t.blocked[i+1:]...)
				t.give(note)
				again = len(t.blocked) > 0
				break
			}
		}
	}
}

// Waiting reports whether a bot was refused something and would ask again.
func (t *Table) Waiting() bool { return len(t.blocked) > 0 }

// do gives a note's command and reports whether the bot is done with it.
func (t *Table) do(note int) bool {
	if t.pointless(note) {
		return true
	}
	if !t.e.AbleNote(note) {
		return false
	}
	t.give(note)
	return true
}

func (t *Table) give(note int) {
	c := t.e.Model().NoteCommand(note)
	if a := t.e.Do(c); a.OK && t.Given != nil {
		t.Given(engine.Timed{At: t.e.Now(), Command: c})
	}
	if c.Verb == engine.Commit {
		t.pledged = append(t.pledged, note)
	}
}

// renew has bots whose commitment lapsed, because too few others had committed in
// time, decide anew: as long as what their note was written for still holds.
func (t *Table) renew() {
	kept := t.pledged[:0]
	for _, note := range t.pledged {
		role, _, action := t.e.Model().NoteDeed(note)
		switch {
		case t.e.Committed(role, action):
			kept = append(kept, note)
		case t.e.Done(action) == 0 && t.e.Holds(note):
			t.plan(note, false)
		}
	}
	t.pledged = kept
}

// pointless reports whether asking again could never help.
func (t *Table) pointless(note int) bool {
	sc := t.e.Model().Scenario
	switch _, verb, ref := t.e.Model().NoteDeed(note); verb {
	case engine.Act, engine.Commit:
		return sc.Actions[ref].Once && t.e.Done(ref) > 0
	case engine.Convene:
		return t.e.Open(ref) || t.e.Convening(ref)
	}
	return false
}

// Run plays an exercise to its end, or until a time, or until ctx is done: bots from the
// table (which may be nil) and commands in the order of their times. At one instant the
// world comes first, then bots, then people. Answers to the commands go to answered,
// which may be nil.
func Run(ctx context.Context, e *engine.Engine, t *Table, commands []engine.Timed, until engine.Time, answered func(engine.Timed, engine.Answer)) error {
	until = min(until, e.Horizon())
	give := func() {
		for len(commands) > 0 && commands[0].At <= e.Now() && !e.Ended() {
			a := e.Do(commands[0].Command)
			if answered != nil {
				answered(commands[0], a)
			}
			commands = commands[1:]
		}
	}
	if t != nil {
		t.Seat(e)
		if t.Facilitates {
			t.watchHeld()
		}
	}
	// What is bought and filed at 0 comes before STARTEX.
	for len(commands) > 0 && commands[0].At == 0 && (commands[0].Verb == engine.Invest || commands[0].Verb == engine.File) {
		give1 := commands[0]
		a := e.Do(give1.Command)
		if answered != nil {
			answered(give1, a)
		}
		commands = commands[1:]
	}
	for steps := 0; ; steps++ {
		if steps&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at, due := e.Next()
		if !due {
			at = until
		}
		if t != nil {
			if b, ok := t.Next(); ok && b < at {
				at = b
			}
		}
		if len(commands) > 0 && commands[0].At < at {
			at = commands[0].At
		}
		if at > until {
			at = until
		}
		if err := e.Reach(at); err != nil {
			return err
		}
		if t != nil {
			t.Act()
			t.release()
		}
		give()
		if err := e.Err(); err != nil {
			return err
		}
		if e.Ended() {
			return nil
		}
		if e.Now() >= until {
			if t != nil && t.dueNow() || len(commands) > 0 && commands[0].At <= until {
				continue
			}
			if until >= e.Horizon() {
				return e.Advance(e.Horizon())
			}
			return nil
		}
	}
}

func (t *Table) dueNow() bool {
	at, any := t.Next()
	return any && at <= t.e.Now()
}

// watchHeld has injects that are held noted for release.
func (t *Table) watchHeld() {
	for i := range t.e.Model().Scenario.Injects {
		if t.e.Model().Scenario.Injects[i].Hold {
			t.held = append(t.held, i)
		}
	}
}

// release lets go of injects that wait for a facilitator.
func (t *Table) release() {
	for _, i := range t.held {
		if _, _, held := t.e.InjectDue(i); held {
			t.e.Do(engine.Command{Verb: engine.Release, Role: engine.Facilitator, Ref: i})
		}
	}
}
