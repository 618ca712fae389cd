package room

import (
	"context"
	"time"

	"tocsin/sim/exercise"
)

// judged is the score as the staff see it. It is computed in another goroutine from a copy, at most once
// a second and only when something has happened, so that it never delays an act.
type judged struct {
	busy    bool
	of      standing // the state that the score is of
	next    time.Time
	score   *exercise.Score
	base    *exercise.HotWash // what the record alone says
	moments *exercise.Moments
}

// standing identifies the state of the exercise that a score is of.
type standing struct {
	events int
	over   bool
}

func (r *Room) standing() standing { return standing{r.x.Happened(), r.x.Over()} }

// rest is how many times as long as a score took the next one waits: so scoring takes at most a tenth of a
// processor.
const rest = 9

// unjudged reports whether a score must be computed for somebody.
func (r *Room) unjudged() bool {
	if r.judged.busy || !r.x.Engine().Started() || r.judged.of == r.standing() {
		return false
	}
	for _, s := range r.order {
		if s.kind.Staff() {
			return true
		}
	}
	return false
}

// judge begins to compute the score, if that is due.
func (r *Room) judge(ctx context.Context) {
	if !r.unjudged() || time.Now().Before(r.judged.next) {
		return
	}
	x, of := r.x.Clone(), r.standing()
	r.judged.busy = true
	go func() {
		began := time.Now()
		s, base, err := x.Judge(ctx)
		took := time.Since(began)
		_ = r.on(ctx, func() error { // a room that is closed needs no score
			r.judged.busy, r.judged.of = false, of
			r.judged.next = time.Now().Add(max(time.Second, rest*took))
			if err == nil {
				r.x.Weighed(x)
				r.judged.score, r.judged.base = s, base
				r.refresh()
			}
			return nil
		})
	}()
}

// refresh marks the views of those who see something of the score as out of date: all but players, and
// after ENDEX everybody.
func (r *Room) refresh() {
	for _, s := range r.order {
		s.stale = s.stale || s.kind != exercise.KindPlayer || r.x.Over()
	}
}

// verdict adds the score to a view of the staff, and to one of the room's screen what the facilitator
// shows of it there.
func (r *Room) verdict(v *exercise.View) {
	r.x.Post(v, r.judged.base, r.judged.moments)
	if v.Control == nil {
		return
	}
	v.Control.Score = r.judged.score
	if r.judged.base != nil {
		w := r.x.Wash(r.judged.base, v.Control.Observations)
		w.Moments = r.judged.moments
		v.Control.HotWash = &w
	}
}
