package whatif

import (
	"context"

	"tocsin/sim/engine"
)

// measuring is a player that plays a past as it was, to find from when on each deed was possible.
type measuring struct {
	*Player
	at   int           // next step of people
	bots int           // next step of bots
	hold []engine.Time // by inject: when it was last held
	told []words       // what all messages said, in the order in which they were sent
	// candidates are deeds that may turn out never to have been done, and when each was first
	// possible.
	candidates []Intent
	possibleAt []engine.Time
}

const never = engine.Time(-1)

// measure plays the run as it was and enters what that shows of its deeds.
func (p *Past) measure(ctx context.Context) error {
	for i := range p.steps {
		if p.steps[i].hang != onLetter {
			continue
		}
		m, err := p.played(ctx, nil) // what was said must be known before it can be followed
		if err != nil {
			return err
		}
		p.mail.name(p.steps, m.told)
		break
	}
	m, err := p.played(ctx, p.candidates())
	if err != nil {
		return err
	}
	p.Digest = m.e.Digest()
	p.Undone = m.undone()
	return nil
}

func (p *Past) played(ctx context.Context, candidates []Intent) (*measuring, error) {
	m := &measuring{Player: p.Player(), candidates: candidates, hold: make([]engine.Time, len(p.injects)),
		possibleAt: make([]engine.Time, len(candidates))}
	for i := range candidates {
		m.possibleAt[i] = never
	}
	for i := range p.injects {
		p.injects[i] = p.injects[i][:0]
	}
	for i := range p.steps {
		s := &p.steps[i]
		s.found, s.redo, s.gaveUp = false, false, false
	}
	p.Broken = p.Broken[:0]
	m.m = m
	w := p.Same()
	w.Add = candidates
	_, err := m.Play(ctx, w)
	return m, err
}

func (m *measuring) possible(i int) {
	in := &m.intents[i]
	in.state = planned
	if k := i - len(m.past.steps); k >= 0 {
		m.possibleAt[k] = m.e.Now()
		return
	}
	m.since(i, m.e.Now())
}

// since notes when a step was first possible.
func (m *measuring) since(i int, at engine.Time) {
	if s := &m.past.steps[i]; !s.found {
		s.possible, s.found = at, true
	}
}

// next returns when people next did something.
func (m *measuring) next(by engine.Time) (engine.Time, bool) {
	for ; m.at < len(m.past.steps); m.at++ {
		if s := &m.past.steps[m.at]; !s.bot && m.intents[m.at].state != over {
			return min(s.At, by), s.At <= by
		}
	}
	return by, false
}

// step does the next deed of people if its time has come.
func (m *measuring) step() bool {
	now := m.e.Now()
	if at, any := m.next(now); !any || at > now {
		return false
	}
	i := m.at
	m.at++
	s := &m.past.steps[i]
	switch s.Verb {
	case engine.Release, engine.Unhold, engine.Skip:
		if m.e.InjectState(s.Ref).Held {
			s.hang = onHeld
			m.past.injects[s.Ref] = append(m.past.injects[s.Ref], i)
			m.since(i, m.hold[s.Ref])
		}
	}
	if s.hang == onNothing {
		m.since(i, 0)
	}
	m.since(i, now)
	m.give(i, m.command(i))
	return true
}

// botGave finds the step that a bot has just done.
func (m *measuring) botGave(c engine.Timed) {
	for k := m.bots; k < len(m.past.steps); k++ {
		if s := &m.past.steps[k]; s.bot && s.At == c.At && s.Role == c.Role && s.Ref == c.Ref &&
			s.Verb == kind(m.past.run.Model, &c.Command) {
			m.bots = k + 1
			m.since(k, c.At)
			m.given(k, &s.Command)
			return
		}
	}
}

// lost notes that what a step began has come to nothing.
func (m *measuring) lost(i int) {
	if i >= len(m.past.steps) {
		return
	}
	if next := m.past.steps[i].next; next != none {
		m.past.steps[next].redo = true
	} else {
		m.past.steps[i].gaveUp = true
	}
}

func (m *measuring) sent(ev *engine.Event) { m.told = append(m.told, wordsOf(ev)) }

// Promise is a promise that was broken.
type Promise struct {
	At   engine.Time // when it was broken
	Deed Intent      // as it would have been kept, at the last moment
}

func (m *measuring) broken(ev *engine.Event) {
	model := m.e.Model()
	note := int(ev.Ref)
	c := model.NoteCommand(note)
	within := engine.At(model.Scenario.Notes[note].Within)
	m.past.Broken = append(m.past.Broken, Promise{ev.At, Intent{c, within, Call{ByNote, note, m.e.Triggers(note)}}})
}
