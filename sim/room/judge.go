package room

import (
	"context"
	"time"

	"tocsin/sim/exercise"
)

// judged is the score as the staff see it: worked out elsewhere, from a copy, at most once
// a second and only when something has happened, so that it never holds up an act.
type judged struct {
	busy    bool
	of      standing // what the score is of
	next    time.Time
	score   *exercise.Score
	base    *exercise.HotWash // what the record alone says
	moments *exercise.Moments
}

// standing tells whether a score is still that of the exercise.
type standing struct {
	events int
	over   bool
}

func (r *Room) standing() standing { return standing{r.x.Happened(), r.x.Over()} }

// rest is how many times as long as a score took the next one waits: so much of a
// processor is left for the exercise itself.
const rest = 9

// unjudged reports whether there is a score to be worked out for somebody.
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

// judge begins to work the score out, if it is time to.
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

// refresh has those shown a new view who see something of the score: the staff, the wall, and
// after ENDEX everybody.
func (r *Room) refresh() {
	for _, s := range r.order {
		s.stale = s.stale || s.kind != exercise.KindPlayer || r.x.Over()
	}
}

// verdict enters the score in a view of the staff, and in those of the wall what the facilitator
// has put there of it.
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
