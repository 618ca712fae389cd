package exercise

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"tocsin/sim/engine"
	"tocsin/sim/record"
)

// A jump or a step may lead through a great deal of what happens. A room has it tried on a
// copy, in slices, and takes the copy when it is finished. Nothing of what cannot be finished
// happens, and an entry says so.

// mover marks the acts that let time go by at once.
type mover interface{ moves() }

func (*Jump) moves() {}
func (*Step) moves() {}

// Moves reports whether a verb lets time go by at once: a jump, a step, or what can end a turn.
func Moves(verb string) bool {
	row := acts.Verb(verb)
	if row == nil {
		return false
	}
	_, ok := row.Make().(mover)
	return ok
}

// ErrUnfinished is returned by [Exercise.Try] where the engine stops with a fault on the way.
var ErrUnfinished = errors.New("it cannot be finished")

// AdvanceWhile does what [Exercise.Advance] does, but stops between two moments at which something
// happens as soon as more returns false.
func (x *Exercise) AdvanceWhile(to engine.Time, more func() bool) {
	x.more = more
	x.Advance(to)
	x.more = nil
}

// seldom asks f only every 64th time, and returns true in between.
func seldom(f func() bool) func() bool {
	n := 0
	return func() bool {
		n++
		return n%64 != 0 || f()
	}
}

// Try carries out an entry on a copy, which it returns with the answer: the exercise itself
// stays as it is. reached, which may be nil, is told of the time that the copy has come to.
// The error is that of ctx, or ErrUnfinished where the engine had to stop on the way.
func (x *Exercise) Try(ctx context.Context, en record.Entry, reached func(engine.Time)) (*Exercise, Answer, error) {
	c := x.Clone()
	c.more = seldom(func() bool {
		if reached != nil {
			reached(c.Now())
		}
		return ctx.Err() == nil
	})
	a := c.Do(en)
	c.more = nil
	switch {
	case ctx.Err() != nil:
		return nil, a, ctx.Err()
	case c.err != nil && x.err == nil:
		return nil, a, fmt.Errorf("%w: %w", ErrUnfinished, c.err)
	}
	return c, a, nil
}

// Undone is the room's own note that a jump, a step or a turn was asked for and undone, because it
// was stopped or could not be finished. Nothing of it has happened.
type Undone struct {
	Verb string          `json:"verb"`
	Args json.RawMessage `json:"args,omitempty"`
	Who  string          `json:"who"`
	Why  string          `json:"why"`
}

func (a *Undone) do(x *Exercise, _ int) Answer {
	x.notify(fromExercise(), audience{staff: true, person: -1},
		OneLine(fmt.Sprintf("The %s that %s asked for was undone: %s", a.Verb, Name(a.Who), a.Why), 400))
	return yes()
}

func (*Undone) roomOnly() {}
