package host

import (
	"context"
	"sync"
	"time"
)

// How many wrong codes are looked at: from one address 8 at once and then one in 15
// seconds, which is 48 in ten minutes; from everywhere 50 at once and then one in 1.1
// seconds, which is 595. A right code gives the address its 8 back, so that a room full
// of people behind one address is not locked out by its slips of the finger.
const (
	addressBurst = 8
	addressEvery = 15 * time.Second
	overallBurst = 50
	overallEvery = 1100 * time.Millisecond
	// slow is how long every wrong code takes.
	slow = time.Second
	// queue is how long somebody may be kept waiting before a code is not looked at.
	queue = 20 * time.Second
	// maxAddresses bounds what is remembered.
	maxAddresses = 4096
)

// attempts slows down and limits wrong codes.
type attempts struct {
	mu      sync.Mutex
	overall bucket
	by      map[string]*bucket
}

func newAttempts(now time.Time) *attempts {
	return &attempts{overall: bucket{left: overallBurst, at: now}, by: map[string]*bucket{}}
}

// bucket holds what is left of an allowance that fills up again with time.
type bucket struct {
	left float64
	at   time.Time
}

func (b *bucket) fill(now time.Time, burst float64, every time.Duration) {
	b.left = min(burst, b.left+float64(now.Sub(b.at))/float64(every))
	b.at = now
}

// take takes one out, and says how long until that is paid for: not at all where
// something was left.
func (b *bucket) take(every time.Duration) time.Duration {
	b.left--
	return max(0, time.Duration(-b.left*float64(every)))
}

// wait lets somebody try a code, when it is their turn. It reports false where the wait
// would be too long: the code must not be looked at then.
func (a *attempts) wait(ctx context.Context, address string) bool {
	d, ok := a.turn(address, time.Now())
	if !ok {
		d = slow
	}
	select {
	case <-time.After(d):
		return ok
	case <-ctx.Done():
		return false
	}
}

func (a *attempts) turn(address string, now time.Time) (time.Duration, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := a.by[address]
	if b == nil {
		a.forget(now)
		b = &bucket{left: addressBurst, at: now}
		a.by[address] = b
	}
	b.fill(now, addressBurst, addressEvery)
	a.overall.fill(now, overallBurst, overallEvery)
	d := max(b.take(addressEvery), a.overall.take(overallEvery))
	if d > queue {
		b.left++
		a.overall.left++
		return 0, false
	}
	return d, true
}

// right gives back what a right code has taken, and the address its whole allowance.
func (a *attempts) right(address string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.overall.left = min(overallBurst, a.overall.left+1)
	if b := a.by[address]; b != nil {
		b.left = addressBurst
	}
}

// forget drops addresses whose allowance is whole again, and all of them when there are
// too many: the limit over all still holds.
func (a *attempts) forget(now time.Time) {
	if len(a.by) < maxAddresses {
		return
	}
	for k, b := range a.by {
		if b.fill(now, addressBurst, addressEvery); b.left >= addressBurst {
			delete(a.by, k)
		}
	}
	if len(a.by) >= maxAddresses {
		clear(a.by)
	}
}
