package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// moving is a jump or a step under way: it is tried on a copy while the room goes on
// answering, and the exercise is paused meanwhile.
type moving struct {
	stop    context.CancelFunc // breaks it off
	done    chan struct{}      // closed when it has come to its end, one way or the other
	reached atomic.Int64       // exercise time
	after   []func()           // to be called at its end, on the room's goroutine
}

// patience is how long somebody waits for a jump to end before they are refused.
const patience = 1500 * time.Millisecond

// slice is how long the room advances the exercise before it answers requests.
const slice = 50 * time.Millisecond

const underWay = "The facilitator is moving the clock: try again in a moment"

// errMoving says that a request has to wait for a jump.
type errMoving struct{ m *moving }

func (errMoving) Error() string { return underWay }

// catchUp advances the exercise to the present, for a slice of time at most.
func (r *Room) catchUp() {
	began := time.Now()
	r.standstill(began)
	// one moment may be a delivery to 300 seats, so the time is checked after each
	r.x.AdvanceWhile(r.bounded(r.pace.now(began)), func() bool { return time.Since(began) < slice })
}

// settled runs ask once no jump is under way. It waits for patience at most.
func (r *Room) settled(ctx context.Context, ask func() error) error {
	return r.settledFor(ctx, false, ask)
}

// settledFor is settled; a request of the crowd waits until others have been answered.
func (r *Room) settledFor(ctx context.Context, crowd bool, ask func() error) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		err := r.onFor(ctx, crowd, func() error {
			if r.moving != nil {
				return errMoving{r.moving}
			}
			return ask()
		})
		var m errMoving
		if !errors.As(err, &m) {
			return err
		}
		select {
		case <-m.m.done:
		case <-timer.C:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// breakOff ends a jump that is under way, because somebody wants the clock to be paused, and
// waits until it has been undone.
func (r *Room) breakOff(ctx context.Context) error {
	var m *moving
	if err := r.on(ctx, func() error { m = r.moving; return nil }); err != nil || m == nil {
		return err
	}
	m.stop()
	select {
	case <-m.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// move carries out a jump or a step: on a copy first, which replaces the exercise
// when the entry is on disk. If it fails or is stopped, the exercise stays as it was, and
// an entry says so.
func (s *Seat) move(ctx context.Context, en record.Entry) (exercise.Answer, error) {
	ask := func(ctx context.Context, do func() (exercise.Answer, error)) (exercise.Answer, error) {
		return s.ask(ctx, weight(en), do)
	}
	return s.room.carry(ctx, en, ask,
		func(en record.Entry) (record.Entry, string) { return s.room.x.Canonical(en) })
}

// carry is move for people in any room: ask runs a function in the room's turn, and fair makes the entry one for the
// record.
func (r *Room) carry(ctx context.Context, en record.Entry,
	ask func(context.Context, func() (exercise.Answer, error)) (exercise.Answer, error),
	fair func(record.Entry) (record.Entry, string)) (exercise.Answer, error) {
	m := &moving{done: make(chan struct{})}
	var x *exercise.Exercise
	ctx, m.stop = context.WithCancel(ctx)
	defer m.stop()
	out, err := ask(ctx, func() (exercise.Answer, error) {
		canonical, why := fair(en)
		if why != "" {
			return exercise.Refuse("%s", why), nil
		}
		en = canonical
		if r.failed != nil {
			return exercise.Refuse("%s", r.failed), r.failed
		}
		if r.x.Running() {
			r.catchUp()
		}
		en.At = r.x.Now()
		x, r.moving = r.x.Clone(), m
		m.reached.Store(int64(en.At))
		return exercise.Answer{}, nil
	})
	if x == nil {
		return out, err
	}
	tried, answer, fault := x.Try(ctx, en, func(at engine.Time) { m.reached.Store(int64(at)) })
	err = r.on(context.Background(), func() (err error) {
		out, err = r.moved(m, en, tried, answer, fault)
		return err
	})
	if err != nil {
		return exercise.Refuse("%s", err), err
	}
	return out, nil
}

// moved ends a jump, on the room's goroutine.
func (r *Room) moved(m *moving, en record.Entry, tried *exercise.Exercise, answer exercise.Answer,
	fault error) (out exercise.Answer, err error) {
	r.moving = nil
	defer close(m.done)
	if r.failed != nil {
		return exercise.Answer{}, r.failed
	}
	r.pace = pacer{wall: time.Now(), at: r.x.Now(), pace: r.pace.pace} // it was paused meanwhile
	r.looked = r.pace.wall
	if fault == nil {
		out, err = r.enterAs(en, func(en record.Entry) exercise.Answer {
			tried.Timed(en)
			r.x = tried
			return answer
		})
	} else {
		why := fault.Error()
		if errors.Is(fault, context.Canceled) || errors.Is(fault, context.DeadlineExceeded) {
			why = "it was stopped"
		}
		out = exercise.Refuse("The %s was undone: %s", en.Verb, why)
		err = r.undone(en, why)
	}
	for _, f := range m.after {
		f()
	}
	return out, err
}

// undone enters that a jump was undone, and why.
func (r *Room) undone(en record.Entry, why string) error {
	args, err := json.Marshal(exercise.Undone{Verb: en.Verb, Args: en.Args, Who: en.Who, Why: why})
	if err != nil {
		return err
	}
	_, err = r.enter(record.Entry{Seat: exercise.RoomSeat, Verb: "undone", Args: args})
	return err
}

// aside adds to a view that a jump is under way, and for staff how far it has come.
func (r *Room) aside(v *exercise.View) {
	if r.moving == nil {
		return
	}
	v.Clock.Why = "The facilitator is moving the clock"
	if v.Control != nil {
		v.Clock.Why = fmt.Sprintf("Moving the clock: it has come to %s. Pause stops it and undoes it",
			engine.Time(r.moving.reached.Load()))
	}
}
