package room

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// ear is how far a person has read the notices from outside the game, so that after a lost connection they
// need not read again what they have dismissed. After an interruption the record tells it.
type ear struct {
	heard atomic.Int64 // number of the last notice that was dismissed
	first bool         // they have had a view
}

// earOf is the ear of a person, who may have been here before.
func (r *Room) earOf(name string) *ear {
	if r.ears[name] == nil {
		r.ears[name] = &ear{}
	}
	return r.ears[name]
}

// upTo is the number of the last notice that is not new to the person who gets a view. Their first view says which
// notices from before they came are not new.
func (e *ear) upTo(v *exercise.View) int {
	if !e.first && int64(v.You.Heard) > e.heard.Load() {
		e.heard.Store(int64(v.You.Heard))
	}
	e.first = true
	return int(e.heard.Load())
}

// Heard tells the room that the person has read the notices from outside the game, up to a number.
func (s *Seat) Heard(n int) {
	if s.ear == nil || int64(n) <= s.ear.heard.Load() {
		return
	}
	s.ear.heard.Store(int64(n))
	select {
	case s.room.hears <- struct{}{}:
	default:
	}
}

// listens makes the room note soon what people have dismissed.
func (r *Room) listens() {
	if r.listen.IsZero() {
		r.listen = time.Now().Add(r.cfg.Heard)
	}
}

// hear notes what people have dismissed, when that is due. It leaves out what the record tells already,
// because they did something afterwards.
func (r *Room) hear() {
	if left, ok := r.hearLeft(time.Now()); ok && left <= 0 {
		r.noteHeard()
	}
}

// hearLeft is how long until that is due; false if there is nothing to note, or no record to note it in.
func (r *Room) hearLeft(wall time.Time) (time.Duration, bool) {
	if r.listen.IsZero() || r.moving != nil || r.failed != nil || r.writer == nil {
		return 0, false
	}
	return max(r.listen.Sub(wall), 0), true
}

func (r *Room) noteHeard() {
	r.listen = time.Time{}
	var by []exercise.HeardBy
	for name, e := range r.ears {
		n, ok := r.x.HeardBy(name)
		if heard := int(e.heard.Load()); ok && heard > n {
			by = append(by, exercise.HeardBy{Who: name, N: heard})
		}
	}
	if len(by) == 0 {
		return
	}
	slices.SortFunc(by, func(a, b exercise.HeardBy) int { return cmp.Compare(a.Who, b.Who) })
	if verb, args, err := exercise.Entry(&exercise.Heard{By: by}); err == nil {
		_, _ = r.enter(record.Entry{Seat: exercise.RoomSeat, Verb: verb, Args: args}) // a fault stops the room
	}
}
