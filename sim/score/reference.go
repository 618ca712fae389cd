package score

import (
	"context"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
)

// The scores count from the frictionless run of the same draw: what it came to know, did
// and owed is what was called for, and when. It is the same whatever a team does, so that
// nothing drops out of a score because it was left undone, or was never made possible, and
// no clock starts later because somebody was silent. It is held up by the same acts of the
// facilitator, so what these took away was never called for.

// Beside makes the scores count from another run's ledger, which must be of the same scenario and must
// not change while the numbers are read. Without one they count from what the run itself came to know,
// and nothing that was not done was called for. [Ledger.Reset] removes it.
func (l *Ledger) Beside(frictionless *Ledger) { l.ref = frictionless }

// base is the ledger that the scores count from.
func (l *Ledger) base() *Ledger {
	if l.ref != nil {
		return l.ref
	}
	return l
}

// own is the event of a stamp of the base, where that is an event of this run.
func (l *Ledger) own(s stamp) int {
	if l.ref != nil {
		return none
	}
	return s.ev
}

// reference plays a frictionless run on an engine and gives its ledger.
func reference(ctx context.Context, e *engine.Engine, p Plan) (*Ledger, error) {
	l := &Ledger{}
	e.Reset(p.Model, p.Seed, p.Setup)
	l.Reset(e.Model())
	e.Observe(func(ev engine.Event) { l.See(ev, 0) })
	if err := bot.Run(ctx, e, p.table(), p.Commands, p.Until, nil); err != nil {
		return nil, err
	}
	harm, _ := Harmed(e)
	l.Until(e.Now(), harm)
	return l, nil
}
