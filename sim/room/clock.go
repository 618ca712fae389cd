package room

import (
	"math/bits"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// pacer converts wall time to exercise time. It counts from an anchor
// that is set again whenever the clock is stopped, started or given another pace.
type pacer struct {
	wall time.Time
	at   engine.Time
	pace engine.Time // exercise time in a minute of the room; 0 while the clock is paused
}

// now is the exercise time at a wall time.
func (p *pacer) now(wall time.Time) engine.Time {
	passed := wall.Sub(p.wall)
	if p.pace <= 0 || passed <= 0 {
		return p.at
	}
	return p.at + engine.Time(scale(int64(passed), int64(p.pace), int64(time.Minute)))
}

// standstill notices that this program did not run for a while: it was stopped, or its machine slept.
// Nobody could act meanwhile, so no exercise time has passed, and the staff are told. Go measures
// with a monotonic clock, so setting the wall clock forward or back has no effect.
func (r *Room) standstill(now time.Time) {
	gap := now.Sub(r.looked)
	was := r.looked
	r.looked = now
	if gap < r.cfg.Still || was.IsZero() || r.failed != nil {
		return
	}
	r.pace = pacer{wall: now, at: max(r.pace.now(was), r.x.Now()), pace: r.pace.pace}
	_, args, err := exercise.Entry(&exercise.Stood{For: gap.Round(100 * time.Millisecond).String()})
	if err == nil {
		// a fault stops the room
		_, _ = r.enterAs(record.Entry{Seat: exercise.RoomSeat, Verb: "stood", Args: args}, r.x.Do)
	}
}

// until is the wall time that passes until an exercise time comes. The clock must be running.
func (p *pacer) until(at engine.Time, wall time.Time) time.Duration {
	left := at - p.now(wall)
	if left <= 0 {
		return 0
	}
	// One nanosecond more, so that at has come when it is over.
	return time.Duration(scale(int64(left), int64(time.Minute), int64(p.pace)) + 1)
}

// scale is a × b / c for positive numbers, without overflow of the product; a result that is too
// large becomes the largest int64.
func scale(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi >= uint64(c) {
		return 1<<63 - 1
	}
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(min(q, 1<<63-1))
}
