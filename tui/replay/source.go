package replay

import (
	"context"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
)

// Of is the source of a replay that was loaded from a record.
func Of(p *room.Replay) Source { return tape{p} }

type tape struct{ p *room.Replay }

// at is the time of the exercise, in whole nanoseconds.
func at(hours float64) engine.Time {
	return engine.At(scenario.Duration(hours*float64(scenario.Hour) + 0.5))
}

// Look rebuilds the exercise as it was.
func (r tape) Look(hours float64, role string) (truth, seat exercise.View) {
	x := r.p.At(at(hours))
	if i := x.Engine().Model().Scenario.Find("role", role); i >= 0 {
		seat = x.ViewOf(i)
	}
	truth = x.Truth()
	_ = x.Verdict(context.Background(), &truth) // without a score the rest is still to be seen
	return truth, seat
}

// Last is the time that the record reaches.
func (r tape) Last() float64 { return r.p.Last().Hours() }

// Log is everything that happened.
func (r tape) Log() []exercise.Line { return r.p.End().Log() }

// Fork writes the history up to a time to a new record.
func (r tape) Fork(path string, hours float64) (int, error) {
	n := r.p.EntriesAt(at(hours))
	return n, r.p.Fork(path, n)
}
