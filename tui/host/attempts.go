package host

import (
	"context"
	"time"

	"tocsin/sim/budget"
)

// A right code takes no time, whoever else guesses. A wrong one takes a second, so that a slip of
// the finger costs little; and ten once its address has given many, so that guessing is hopeless:
// see the codes of package pass for the chances.
const (
	slow     = time.Second
	slowMany = 10 * time.Second
)

// penalty is how long a wrong code from an address takes.
func (h *Host) penalty(address string, now time.Time) time.Duration {
	if h.room.Ledger().Take(now, budget.Charge{Of: budget.Guesses, Whose: address, Amount: 1}) != nil {
		return slowMany
	}
	return slow
}

// regret keeps somebody waiting who has given a wrong code.
func (h *Host) regret(ctx context.Context, address string) {
	select {
	case <-time.After(h.penalty(address, time.Now())):
	case <-ctx.Done():
	}
}
