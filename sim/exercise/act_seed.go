package exercise

import "tocsin/sim/engine"

// Reseed draws the exercise from another seed, before anything has been done in it: a program that
// plays many exercises chooses its draws.
type Reseed struct {
	Seed uint64 `json:"seed"`
}

func (a *Reseed) do(x *Exercise, by int) Answer {
	switch {
	case x.e.Started():
		return Refuse("The exercise has already started")
	case x.commands > 0 || len(x.events) > 0:
		return Refuse("Something is already prepared, so the seed is fixed: start another exercise")
	}
	x.e = engine.New(x.tally.model, a.Seed, x.tally.setup)
	x.scenario = x.e.Model().Scenario
	x.e.Observe(x.see)
	x.bots.Seat(x.e)
	return yes()
}
