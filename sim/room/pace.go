package room

import (
	"context"
	"errors"
	"time"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
)

// People may ask for much, and be refused often: both cost the room something, and so each
// person and each address has only so much of it. What is asked for too quickly is read later;
// who has been refused too often is refused without a look.

// Turn waits until one more request of the person is within their limits. Code that reads requests one
// after another calls it before each, so that a flood delays only its sender.
func (s *Seat) Turn(ctx context.Context) error { return s.within(ctx, s.asking()...) }

// Key is Turn for what is typed at a screen.
func (s *Seat) Key(ctx context.Context) error {
	s.keyed.Store(int64(time.Since(s.room.opened)))
	return s.within(ctx, budget.Charge{Of: budget.Keys, Whose: s.name, Amount: 1})
}

func (s *Seat) asking() []budget.Charge {
	if s.kind.Staff() {
		return []budget.Charge{{Of: budget.AskedStaff, Whose: s.name, Amount: 1}}
	}
	out := []budget.Charge{{Of: budget.Asked, Whose: s.name, Amount: 1}}
	if s.crowd() {
		out = append(out, budget.Charge{Of: budget.AskedFrom, Whose: s.from, Amount: 1})
	}
	return out
}

// crowd reports whether the person is one of many behind an address: they came in over the
// network, and have no seat as of their last view.
func (s *Seat) crowd() bool { return s.from != "" && !s.Safe() }

func (s *Seat) within(ctx context.Context, charges ...budget.Charge) error {
	for {
		err := s.room.ledger.Take(time.Now(), charges...)
		var over *budget.Over
		if !errors.As(err, &over) {
			return err
		}
		select {
		case <-time.After(over.Wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// refusals are the charges for a refused request of the person; none for staff.
func (s *Seat) refusals() []budget.Charge {
	if s.kind.Staff() {
		return nil
	}
	out := []budget.Charge{{Of: budget.Refusals, Whose: s.name, Amount: 1}}
	if s.crowd() {
		out = append(out, budget.Charge{Of: budget.RefusedFrom, Whose: s.from, Amount: 1})
	}
	return out
}

// heeded is an error if the person has been refused so often that their requests are
// not looked at for a while.
func (s *Seat) heeded() error { return s.room.ledger.Allows(time.Now(), s.refusals()...) }

// refused counts that the person has been refused, if that is the answer.
func (s *Seat) refused(a exercise.Answer, err error) {
	if err == nil && !a.OK {
		_ = s.room.ledger.Take(time.Now(), s.refusals()...) // heeded reports when nothing is left
	}
}
