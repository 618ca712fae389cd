package room

import (
	"slices"
	"time"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// arrives notes that somebody comes in: a facilitator counts even if they are gone before the
// room next looks.
func (r *Room) arrives(k exercise.Kind) {
	if k == exercise.KindFacilitator {
		r.led, r.alone = true, time.Time{}
	}
}

// lead notes whether a facilitator is here, and pauses the clock when none has been here
// for Config.Alone.
func (r *Room) lead() {
	here := slices.ContainsFunc(r.order, func(s *Seat) bool { return s.kind == exercise.KindFacilitator }) ||
		r.group != nil && r.group.led()
	switch {
	case here:
		r.led, r.alone = true, time.Time{}
	case r.led && r.alone.IsZero():
		r.alone = time.Now()
	}
	if left, ok := r.leaderless(time.Now()); ok && left <= 0 {
		_, _ = r.enter(record.Entry{Seat: exercise.RoomSeat, Verb: "unattended"}) // a fault stops the room
	}
}

// leaderless is how long the clock may still run without a facilitator; false if there is one, or
// none is needed.
func (r *Room) leaderless(wall time.Time) (time.Duration, bool) {
	if r.alone.IsZero() || r.cfg.Alone < 0 || r.failed != nil || r.moving != nil || !r.x.Running() ||
		!r.x.Clock().Facilitated {
		return 0, false
	}
	return max(r.cfg.Alone-wall.Sub(r.alone), 0), true
}
