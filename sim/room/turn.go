package room

import (
	"context"
	"time"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// turned is the turn that the room waits for, and since when.
type turned struct {
	n     int
	since time.Time
	over  bool // its end has been asked for
}

// turns ends a turn whose time is up.
func (r *Room) turns(ctx context.Context) {
	left, ok := r.turnLeft(time.Now())
	if !ok || left > 0 || r.turned.over || r.moving != nil || r.failed != nil {
		return
	}
	r.turned.over = true
	go func() { // playing a turn may take time, and the room goes on meanwhile
		ask := func(ctx context.Context, do func() (exercise.Answer, error)) (out exercise.Answer, err error) {
			err = r.on(ctx, func() error {
				if r.moving != nil {
					return errMoving{r.moving}
				}
				out, err = do()
				return err
			})
			return out, err
		}
		_, _ = r.carry(ctx, record.Entry{Seat: exercise.RoomSeat, Verb: "turnover"}, ask,
			func(en record.Entry) (record.Entry, string) { return en, "" }) // a fault stops the room
		_ = r.on(ctx, func() error { r.turned.over = false; return nil })
	}()
}

// turnLeft is how long the turn under way may still take; false if it has no limit, or there is
// no turn. After a pause the turn has its whole time again.
func (r *Room) turnLeft(wall time.Time) (time.Duration, bool) {
	n, limit, ok := r.x.Turn()
	if !ok {
		r.turned.n = 0
		return 0, false
	}
	if n != r.turned.n {
		r.turned.n, r.turned.since = n, wall
	}
	return max(limit-wall.Sub(r.turned.since), 0), limit > 0
}

// turnShown adds to a view how long the turn may still take, in seconds of wall time.
func (r *Room) turnShown(v *exercise.View, wall time.Time) {
	if left, ok := r.turnLeft(wall); ok && v.Clock.Turn != nil {
		seconds := int(left / time.Second)
		v.Clock.Turn.Left = &seconds
	}
}
