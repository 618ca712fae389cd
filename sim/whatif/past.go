package whatif

import (
	"context"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Past is a run whose deeds have been measured. It never changes and is shared by any
// number of players.
type Past struct {
	Deeds []Deed // in the order in which they were done
	// Digest is the state that the run came to when it was played again from its commands.
	Digest uint64
	// Undone are deeds that were called for or would have been of use, were possible, and
	// were never done.
	Undone []Omission
	// Broken are promises that were broken, in the order of their times.
	Broken []Promise

	run     Run
	steps   []step
	facts   [][]int // by fact × role: steps that wait for it
	injects [][]int // by inject: steps that wait until it is held
	fixed   []int   // steps that keep their time, in order
	watched []int   // steps that the engine is asked about from the beginning
	timed   []bool  // by action: its needs may change with time alone, as they look at hours or a gauge
	mail    mail
}

// hang is what a step needs before it is possible.
type hang uint8

const (
	onNothing hang = iota // nothing: it keeps its time
	onFact                // its seat knows the fact
	onLetter              // its seat has the message
	onWorld               // the engine would accept it
	onHeld                // the inject is held
)

const none = -1

// step is a deed as it is to be done again.
type step struct {
	engine.Timed
	bot      bool
	hang     hang
	possible engine.Time // in the run
	found    bool        // when it was possible has been found
	// next is the seat's next step of the same kind about the same thing, or none; head is set where
	// there is none before.
	next int
	head bool
	redo bool // it is done only where the one before came to nothing
	// gaveUp is set for a step that came to nothing in the run and was not done again.
	gaveUp bool
	letter int // the message that it answers, or none
	of     int // the step that made what it is about, see makers; or none
}

// reaction returns how long its seat took from when it could do it.
func (s *step) reaction() engine.Time { return s.At - s.possible }

// deedKey is what deeds of one kind by one seat about one thing have in common.
type deedKey struct {
	role int
	verb engine.Verb
	ref  int
}

// Of measures a run: it plays the run as it was, and finds from when on each deed was possible. The
// error is that of ctx or of the run.
func Of(ctx context.Context, run Run) (*Past, error) {
	p := &Past{run: run}
	sc := run.Model.Scenario
	p.facts = make([][]int, len(sc.Facts)*len(sc.Roles))
	p.injects = make([][]int, len(sc.Injects))
	p.timed = make([]bool, len(sc.Actions))
	for a := range sc.Actions {
		sc.Actions[a].Needs.Root.Walk(func(n *scenario.Node) {
			p.timed[a] = p.timed[a] || n.Op == scenario.OpHours || n.Op == scenario.OpGauge
		})
	}
	p.steps = make([]step, len(run.Acts))
	last := map[deedKey]int{}
	var made makers
	for i, c := range run.Acts {
		s := &p.steps[i]
		*s = step{Timed: c, bot: c.Role >= 0 && c.Role < len(run.Bots) && run.Bots[c.Role], next: none, head: true,
			letter: none}
		s.Verb = kind(run.Model, &c.Command)
		s.of = made.of(run.Model, i, &c.Command)
		if s.hang = hangs(&s.Command); s.hang == onFact {
			key := c.Ref*len(sc.Roles) + c.Role
			p.facts[key] = append(p.facts[key], i)
		}
		if chains(s.Verb) {
			k := deedKey{c.Role, s.Verb, c.Ref}
			if before, any := last[k]; any {
				p.steps[before].next, s.head = i, false
			}
			last[k] = i
		}
	}
	if err := p.measure(ctx); err != nil {
		return nil, err
	}
	for i := range p.steps {
		s := &p.steps[i]
		p.Deeds = append(p.Deeds, Deed{run.Acts[i], s.bot, s.possible})
		switch {
		case s.hang == onNothing && !s.bot:
			p.fixed = append(p.fixed, i)
		case s.hang == onWorld && s.head && !s.bot:
			p.watched = append(p.watched, i)
		}
	}
	return p, nil
}

// hangs returns what a command needs. Which ones need a held inject is found when the run is measured.
func hangs(c *engine.Command) hang {
	switch c.Verb {
	case engine.Share, engine.Say, engine.Ask, engine.Acknowledge, engine.Verify:
		switch {
		case c.Re.N > 0:
			return onLetter
		case c.Verb == engine.Share:
			return onFact
		}
	case engine.Act, engine.Commit, engine.Withdraw, engine.Cancel, engine.Convene, engine.Deviate,
		engine.Postpone, engine.Retract, engine.Query, engine.Rule:
		return onWorld
	case engine.Attempt:
		if c.Case.N > 0 {
			return onWorld
		}
	}
	return onNothing
}

// chains reports whether deeds of a verb about one thing follow on one another.
func chains(v engine.Verb) bool {
	switch v {
	case engine.Act, engine.Commit, engine.Withdraw, engine.Cancel, engine.Convene:
		return true
	}
	return false
}

func (p *Past) roles() int { return len(p.run.Model.Scenario.Roles) }

// ally reports whether a role is one of those that respond together, and no adversary.
func (p *Past) ally(role int) bool { return p.run.Model.Scenario.Ally(role) }

// Player plays worlds, one after the other, and reuses its memory. It must not be used by
// two goroutines at once.
func (p *Past) Player() *Player { return &Player{past: p} }

// makers are the steps that made something with a number: attempts, notes that players wrote,
// injects that the facilitator wrote.
type makers struct {
	attempts      map[int][]int // by role
	notes, drafts []int
}

// of notes what a command makes and finds the step that made what it is about, or none.
func (m *makers) of(model *engine.Model, i int, c *engine.Command) int {
	at := func(list []int, n int) int {
		if n < 0 || n >= len(list) {
			return none
		}
		return list[n]
	}
	switch c.Verb {
	case engine.Attempt:
		if c.Case.N > 0 {
			return at(m.attempts[c.Case.From], c.Case.N-1)
		}
		if m.attempts == nil {
			m.attempts = map[int][]int{}
		}
		m.attempts[c.Role] = append(m.attempts[c.Role], i)
	case engine.Query, engine.Rule:
		return at(m.attempts[c.Case.From], c.Case.N-1)
	case engine.File:
		if c.Note == nil {
			return at(m.notes, c.Ref-len(model.Scenario.Notes))
		}
		m.notes = append(m.notes, i)
	case engine.Revise:
		of := at(m.notes, c.Ref-len(model.Scenario.Notes))
		m.notes = append(m.notes, i)
		return of
	case engine.Revoke, engine.Deviate:
		return at(m.notes, c.Ref-len(model.Scenario.Notes))
	case engine.Inject:
		m.drafts = append(m.drafts, i)
	case engine.Retract:
		return at(m.drafts, c.Ref-len(model.Scenario.Injects))
	}
	return none
}
