package room

import (
	"context"
	"errors"

	"tocsin/sim/exercise"
)

// ErrClosed is returned by everything that is asked of a room which has been closed.
var ErrClosed = errors.New("the room is closed")

// Close ends the room and everyone's handle; why is what they read. After ENDEX the record gets its closing line
// with the final digest; before ENDEX the record is left open, so that it can be continued. Close may
// be called more than once.
func (r *Room) Close(why string) error {
	why = exercise.OneLine(why, 200)
	err := r.breakOff(context.Background()) // a room that is closed has no jump under way
	if errors.Is(err, ErrClosed) {
		err = nil
	}
	r.on(context.Background(), func() error {
		r.refuseAll(func(*knock) bool { return true }, why)
		if r.failed == nil && r.writer != nil && r.moving == nil {
			r.noteHeard()
		}
		for len(r.order) > 0 {
			r.dismiss(r.order[0], why)
		}
		switch {
		case r.writer == nil:
		case r.failed == nil && r.x.Over():
			err = r.writer.Close(r.x.Digest())
		default:
			r.sign(1)
			err = r.writer.Leave()
		}
		r.failed = ErrClosed
		r.stop()
		return nil
	})
	<-r.done
	return err
}

// Ended reports whether the room has been closed after ENDEX; false while it is open.
func (r *Room) Ended() bool {
	select {
	case <-r.done:
		return r.x.Over()
	default:
		return false
	}
}

// Done is closed when the room has been closed.
func (r *Room) Done() <-chan struct{} { return r.done }
