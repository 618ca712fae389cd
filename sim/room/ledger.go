package room

import (
	"context"
	"errors"
	"time"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
)

// Ledger counts what people and addresses use, for the code that lets them in.
func (r *Room) Ledger() *budget.Ledger { return r.ledger }

// cutFor is how long an address stays cut off.
const cutFor = 10 * time.Minute

var errNotFacilitator = errors.New("only the facilitator may do that")

// Uses tells a facilitator what everybody uses.
func (s *Seat) Uses(ctx context.Context) ([]budget.Use, error) {
	err := s.room.on(ctx, s.leads)
	if err != nil {
		return nil, err
	}
	return s.room.ledger.Uses(time.Now()), nil
}

// leads is an error unless the handle is that of a facilitator who is here.
func (s *Seat) leads() error {
	if r := s.room; r.seats[s.name] != s || s.kind != exercise.KindFacilitator || r.x.Barred(s.name) {
		return errNotFacilitator
	}
	return nil
}

// CutOff ends the sessions of those at an address who have no seat, and lets nobody new in from
// it for ten minutes. Staff, and people who have a seat, stay; the facilitator can remove them by name.
// It reports how many have been cut off.
func (s *Seat) CutOff(ctx context.Context, address string) (int, error) {
	r, n := s.room, 0
	err := r.on(ctx, func() error {
		if err := s.leads(); err != nil {
			return err
		}
		if address == "" {
			return errors.New("which address?")
		}
		r.ledger.CutOff(address, time.Now().Add(cutFor))
		r.refuseAll(func(k *knock) bool { return k.visitor.From == address }, "Your address has been cut off")
		for _, o := range append([]*Seat(nil), r.order...) {
			if o.from == address && !o.kind.Staff() && r.x.Place(o.name) == "" {
				r.dismiss(o, "Your address has been cut off for ten minutes")
				r.dropped(o.name)
				n++
			}
		}
		return nil
	})
	return n, err
}
