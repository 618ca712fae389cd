package bot

import (
	"context"

	"tocsin/sim/engine"
)

// People give commands as well as the bots.
type People interface {
	// Prepare gives what is bought and filed before STARTEX.
	Prepare()
	// Next is the first time up to by at which they mean to act.
	Next(by engine.Time) (engine.Time, bool)
	// Act gives every command whose time has come. The engine has reached the time of Next.
	Act()
}

// Run plays an exercise to its end, or until a time, or until ctx is done: bots from the
// table (which may be nil) and commands, which must be in the order of their times. At one
// instant the world comes first, then bots, then people. Answers to the commands go to
// answered, which may be nil. The error is that of ctx or of the engine.
func Run(ctx context.Context, e *engine.Engine, t *Table, commands []engine.Timed, until engine.Time,
	answered func(engine.Timed, engine.Answer)) error {
	return Play(ctx, e, t, scripted(e, commands, answered), until)
}

func scripted(e *engine.Engine, commands []engine.Timed, answered func(engine.Timed, engine.Answer)) People {
	if len(commands) == 0 {
		return nobody{}
	}
	return &script{e, commands, answered}
}

// nobody is People that give no commands. Unlike an empty script it needs no memory: sweeps play
// thousands of runs.
type nobody struct{}

func (nobody) Prepare()                             {}
func (nobody) Next(engine.Time) (engine.Time, bool) { return 0, false }
func (nobody) Act()                                 {}

// Resume continues to a later time what [Run] has played up to a time with the same table. Bots
// keep what they have planned.
func Resume(ctx context.Context, e *engine.Engine, t *Table, commands []engine.Timed, until engine.Time,
	answered func(engine.Timed, engine.Answer)) error {
	return play(ctx, e, t, scripted(e, commands, answered), until)
}

// Play is [Run] with people who choose when to act.
func Play(ctx context.Context, e *engine.Engine, t *Table, people People, until engine.Time) error {
	if t != nil {
		t.Seat(e)
		if t.Facilitates {
			t.watchHeld()
		}
	}
	people.Prepare()
	if t != nil {
		t.fileAll()
	}
	return play(ctx, e, t, people, until)
}

// play continues with bots that are seated already.
func play(ctx context.Context, e *engine.Engine, t *Table, people People, until engine.Time) error {
	until = min(until, e.Horizon())
	_, alone := people.(nobody)
	for steps := 0; ; steps++ {
		if steps&255 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		at, _ := e.Next() // nothing is due only after the end, and then any time will do
		at = min(at, until)
		if t != nil {
			b, _ := t.Next()
			at = min(at, b)
		}
		if !alone {
			if next, any := people.Next(at); any {
				at = next
			}
		}
		if err := e.Reach(at); err != nil {
			return err
		}
		if t != nil {
			t.Act()
			t.release()
		}
		if !alone {
			people.Act()
			if t != nil {
				t.venture() // bots that wait for others to join see at once that people have
			}
		}
		if err := e.Err(); err != nil {
			return err
		}
		if e.Ended() {
			return nil
		}
		if e.Now() >= until {
			if _, any := people.Next(until); any || t != nil && t.dueNow() {
				continue
			}
			if until >= e.Horizon() {
				return e.Advance(e.Horizon())
			}
			return nil
		}
	}
}

// script is People that give a list of commands, each at its time.
type script struct {
	e        *engine.Engine
	commands []engine.Timed
	answered func(engine.Timed, engine.Answer)
}

func (s *script) Prepare() {
	for len(s.commands) > 0 && s.commands[0].At == 0 &&
		s.commands[0].Verb.Prepares() {
		s.give()
	}
}

func (s *script) Next(by engine.Time) (engine.Time, bool) {
	if len(s.commands) == 0 || s.commands[0].At > by {
		return 0, false
	}
	return s.commands[0].At, true
}

func (s *script) Act() {
	for len(s.commands) > 0 && s.commands[0].At <= s.e.Now() && !s.e.Ended() {
		s.give()
	}
}

func (s *script) give() {
	c := s.commands[0]
	s.commands = s.commands[1:]
	a := s.e.Do(c.Command)
	if s.answered != nil {
		s.answered(c, a)
	}
}
