package whatif

import (
	"slices"

	"tocsin/sim/engine"
)

// see follows what happens in a world.
func (p *Player) see(ev engine.Event) {
	roles := p.past.roles()
	switch ev.Kind {
	case engine.MessageSent:
		p.inbox.sent(&p.past.mail, &ev, roles)
		if p.m != nil {
			p.m.sent(&ev)
		}
	case engine.MessageArrived:
		if l := p.inbox.arrived(&ev); l != none {
			p.ready = append(p.ready, p.past.mail.answers[l]...)
		}
	case engine.FactLearned:
		p.ready = append(p.ready, p.past.facts[int(ev.Ref)*roles+int(ev.Role)]...)
		p.stir()
	case engine.InjectHeld:
		if p.m != nil {
			p.m.hold[ev.Ref] = ev.At
		}
		p.held(int(ev.Ref))
	case engine.ActionFailed:
		p.failed[int(ev.Ref)*roles+int(ev.Role)]++
		p.stir()
	case engine.NoteBroken:
		if p.m != nil {
			p.m.broken(&ev)
		}
	// What follows makes nothing possible that was not.
	case engine.MarkBreached, engine.InjectReceived, engine.ImprovisedReceived, engine.BeliefDeclared,
		engine.CommandRefused,
		engine.MessageAcknowledged, engine.MessageAnswered, engine.NoteKept, engine.NoteShown, engine.NoteFiled,
		engine.NoteRevised, engine.NoteRevoked:
	// What follows may make a deed possible that was not.
	case engine.ExerciseStarted, engine.ExerciseEnded, engine.DrawMade, engine.SeatJoined, engine.MoveEnded,
		engine.MoveBegan,
		engine.GaugeChanged,
		engine.VersionChanged, engine.VersionNoticed, engine.VersionFlawed,
		engine.SystemChanged, engine.SystemNoticed, engine.LinkCut, engine.LinkChanged, engine.LinkStopped,
		engine.ChannelChanged, engine.MessageBlocked,
		engine.FactLeaked, engine.InjectDelivered, engine.InjectSkipped, engine.InjectPostponed,
		engine.ExpectationMet, engine.ExpectationMissed, engine.ActionStarted, engine.ActionDone,
		engine.ActionWaits, engine.ActionStaffed, engine.ActionDelayed,
		engine.ActionCancelled, engine.ActionContradicts, engine.JointProposed, engine.JointCommitted,
		engine.JointWithdrawn, engine.JointStarted, engine.JointDone, engine.JointFailed, engine.JointLapsed,
		engine.VenueConvened, engine.VenueOpened, engine.VenueClosed, engine.ObligationStarted,
		engine.ObligationMet, engine.ObligationMissed, engine.NoteTriggered, engine.MechanismFunded,
		engine.MechanismEstablished, engine.InjectEdited, engine.InjectFreed, engine.InjectRetracted,
		engine.InjectImprovised, engine.NoteDeviated, engine.AttemptMade, engine.AttemptQueried,
		engine.AttemptAnswered, engine.AttemptRuled:
		p.stir()
	}
	if p.world.Observe != nil {
		p.world.Observe(p.e, ev)
	}
}

func (p *Player) stir() { p.stirred, p.retry = true, true }

// held readies the first step that still waits until an inject is held.
func (p *Player) held(inject int) {
	for _, i := range p.past.injects[inject] {
		if p.intents[i].state == waiting {
			p.ready = append(p.ready, i)
			return
		}
	}
}

// notice finds which intents have become possible, and which have come to nothing.
func (p *Player) notice() {
	for p.stirred || len(p.ready) > 0 {
		for k := 0; k < len(p.ready); k++ {
			i := p.ready[k]
			if in := &p.intents[i]; in.state != waiting || slices.Contains(p.watched, i) {
				continue
			}
			if p.past.steps[i].hang == onHeld || p.e.Able(p.command(i)) {
				p.possible(i)
			} else {
				p.watched = append(p.watched, i)
			}
		}
		p.ready = p.ready[:0]
		if !p.stirred {
			return
		}
		p.stirred = false
		p.outcomes()
		left := p.watched[:0]
		for _, i := range p.watched {
			switch {
			case p.intents[i].state != waiting:
			case p.called(i) && p.e.Able(p.command(i)):
				p.possible(i)
			default:
				left = append(left, i)
			}
		}
		p.watched = left
	}
}

func (p *Player) called(i int) bool {
	in := &p.intents[i]
	return in.added == nil || in.added.Call.calls(p.e)
}

// possible plans an intent that is possible now, or notes that it is while the run is measured.
func (p *Player) possible(i int) {
	if p.m != nil {
		p.m.possible(i)
		return
	}
	p.plan(i, p.reaction(i))
}

func (p *Player) plan(i int, after engine.Time) {
	in := &p.intents[i]
	in.state, in.due = planned, p.e.Now()+after
	p.due.push(appointment{in.due, i})
	if in.cmd.Verb == engine.Commit {
		p.commits++
	}
}

// give carries an intent out.
func (p *Player) give(i int, c engine.Command) {
	in := &p.intents[i]
	in.done = 0
	if c.Verb == engine.Act || c.Verb == engine.Commit {
		in.done, in.fails = p.e.Done(c.Ref), p.failed[c.Ref*p.past.roles()+c.Role]
	}
	p.e.Do(c)
	p.stir()
	p.given(i, &c)
}

// given notes that an intent has been carried out, and what follows from that.
func (p *Player) given(i int, c *engine.Command) {
	in := &p.intents[i]
	in.state = over
	p.makes(i, c)
	switch c.Verb {
	case engine.Commit:
		in.state = pending
		p.pledged = append(p.pledged, i)
	case engine.Act:
		if next := p.next(i); next != none && (p.past.steps[next].redo || p.m != nil) {
			in.state = pending
			p.pledged = append(p.pledged, i)
		}
	case engine.Withdraw:
		p.pledged = slices.DeleteFunc(p.pledged, func(k int) bool {
			of := &p.intents[k]
			if of.cmd.Verb != engine.Commit || of.cmd.Role != c.Role || of.cmd.Ref != c.Ref {
				return false
			}
			of.state = over
			return true
		})
	}
	if next := p.next(i); next != none && !p.past.steps[next].redo {
		p.follow(i, false)
	}
}

// drop gives an intent up.
func (p *Player) drop(i int) {
	p.intents[i].state = over
	p.follow(i, false)
}

// next is the step of the same kind about the same thing that comes after an intent.
func (p *Player) next(i int) int {
	if i >= len(p.past.steps) {
		return none
	}
	return p.past.steps[i].next
}

// follow gives the turn to the next step of the same kind. A step that was done again because the
// last came to nothing has its turn only if that failed.
func (p *Player) follow(i int, failed bool) {
	for k := p.next(i); k != none; k = p.next(k) {
		in := &p.intents[k]
		if in.state == idle && (failed || !p.past.steps[k].redo) {
			in.state = waiting
			p.watched = append(p.watched, k)
			p.stirred = true
			return
		}
		if in.state == waiting || in.state == planned || in.state == stuck {
			return
		}
	}
}

// outcomes looks at the results of what was begun.
func (p *Player) outcomes() {
	kept := p.pledged[:0]
	var ended []int
	for _, i := range p.pledged {
		in := &p.intents[i]
		if p.open(in) {
			kept = append(kept, i)
		} else {
			ended = append(ended, i)
		}
	}
	p.pledged = kept
	for _, i := range ended {
		p.ended(i)
	}
}

// open reports whether the outcome of an intent is still to come.
func (p *Player) open(in *intent) bool {
	if in.cmd.Verb == engine.Commit {
		return p.e.Committed(in.cmd.Role, in.cmd.Ref)
	}
	return p.e.Done(in.cmd.Ref) == in.done && p.failed[in.cmd.Ref*p.past.roles()+in.cmd.Role] == in.fails
}

// ended deals with an intent whose outcome has come.
func (p *Player) ended(i int) {
	in := &p.intents[i]
	in.state = over
	failed := p.e.Done(in.cmd.Ref) == in.done
	switch next := p.next(i); {
	case p.m != nil:
		if failed {
			p.m.lost(i)
		}
	case !failed:
		p.follow(i, false)
	case next != none && p.past.steps[next].redo:
		p.follow(i, true)
	case in.cmd.Verb == engine.Commit && (in.added != nil || !p.past.steps[i].gaveUp):
		p.plan(i, p.reaction(i))
	}
}

// command returns an intent's command with the numbers that messages, notes and cases have in this
// world.
func (p *Player) command(i int) engine.Command {
	c := p.intents[i].cmd
	if i >= len(p.past.steps) {
		return c
	}
	s := &p.past.steps[i]
	if s.letter != none {
		c.Re.N = p.inbox.number[s.letter]
		if c.Re.N == 0 {
			c.Re.N = -1 // it was never sent here
		}
	}
	if s.of == none {
		return c
	}
	n := p.made[s.of]
	switch c.Verb {
	case engine.Attempt, engine.Query, engine.Rule:
		c.Case.N = n
	case engine.File, engine.Revise, engine.Revoke, engine.Deviate:
		c.Ref = n
	case engine.Retract:
		c.Ref = len(p.past.run.Model.Scenario.Injects) + n - 1
	}
	if n == 0 {
		c.Ref, c.Case.N = none, -1
	}
	return c
}

// makes notes the number of what a command has made in this world.
func (p *Player) makes(i int, c *engine.Command) {
	if i >= len(p.past.steps) {
		return
	}
	switch {
	case c.Verb == engine.Attempt && c.Case.N == 0:
		p.attempts[c.Role]++
		p.made[i] = p.attempts[c.Role]
	case c.Verb == engine.File && c.Note != nil, c.Verb == engine.Revise:
		p.made[i] = len(p.e.Model().Scenario.Notes) - 1
	case c.Verb == engine.Inject:
		p.drafts++
		p.made[i] = p.drafts
	}
}
