package whatif

import (
	"tocsin/sim/engine"
)

// World is how another world differs from a run. The zero World with the run's seed, setup and end
// ([Past.Same]) is the run.
type World struct {
	Seed  uint64
	Setup engine.Setup // mechanisms; facts known to all at once; agreement without set-up
	Until engine.Time
	// Out are deeds that are left out.
	Out []engine.Command
	// Early are deeds that are done as soon as they are possible.
	Early []engine.Command
	// Add are deeds that nobody did.
	Add []Intent
	// Seats says, by role, which seats do anything at all; nil is all. It changes nothing for the
	// facilitator and for adversaries.
	Seats []bool
	// Unhelped leaves out what the facilitator did, except for ending it; injects that are held
	// come at once.
	Unhelped bool
	// Prompt has every seat of an ally act as soon as it can, whoever plays it.
	Prompt bool
	// Joins has every seat that will commit to a joint action do so as soon as it can once
	// another has.
	Joins bool
	// Observe, if not nil, is shown every event as it happens.
	Observe func(*engine.Engine, engine.Event)
}

// Same returns the world in which everything is as it was.
func (p *Past) Same() World { return World{Seed: p.run.Seed, Setup: p.run.Setup, Until: p.run.Until} }

// Intent is something that a seat means to do in a world though it did not do it in the run. It
// becomes possible once it is called for and the engine would accept it, and is done a reaction
// later.
type Intent struct {
	engine.Command
	Reaction engine.Time
	Call     Call
}

// Call is what calls for a deed; the zero Call calls from STARTEX on.
type Call struct {
	By  Caller
	Ref int // index of the note, inject or obligation
	N   int // for ByNote: the first trigger that counts, from 1
}

// Caller is a kind of thing that calls for a deed.
type Caller uint8

// What calls for deeds.
const (
	Uncalled Caller = iota
	ByNote          // a note of the seat whose trigger has come
	ByInject        // an inject that expects it
	ByDuty          // an obligation that it would meet
)

func (c Call) calls(e *engine.Engine) bool {
	switch c.By {
	case ByNote:
		return c.Ref < len(e.Model().Scenario.Notes) && e.Triggers(c.Ref) >= max(1, c.N)
	case ByInject:
		return e.InjectState(c.Ref).Times > 0
	case ByDuty:
		started, _, _, _ := e.Duty(c.Ref)
		return started >= 0
	}
	return true
}
