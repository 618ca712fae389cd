package room

import (
	"context"
	"errors"
	"fmt"

	"tocsin/sim/exercise"
)

// Moments computes for a member of staff which acts mattered, on a copy and outside the room, which
// goes on meanwhile. progress, which may be nil, is told of steps done and in all. The result is kept,
// so that everybody on the staff sees it and it is not computed twice; a search that is stopped keeps
// what it has.
func (s *Seat) Moments(ctx context.Context, progress func(done, of int)) (*exercise.Moments, error) {
	r := s.room
	select {
	case r.seeking <- struct{}{}:
		defer func() { <-r.seeking }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var x *exercise.Exercise
	var found *exercise.Moments
	err := r.on(ctx, func() error {
		switch why := s.Ended(); {
		case why != "" || r.seats[s.name] != s:
			return fmt.Errorf("%w: %s", ErrClosed, why)
		case !s.kind.Staff():
			return errors.New("that is for the staff")
		case r.judged.moments != nil && r.judged.moments.Whole:
			found = r.judged.moments
		default:
			x = r.x.Clone()
		}
		return nil
	})
	if err != nil || found != nil {
		return found, err
	}
	found, err = x.Moments(ctx, progress)
	if found == nil {
		return nil, err
	}
	kept := r.on(context.WithoutCancel(ctx), func() error {
		r.judged.moments = found
		r.refresh()
		return nil
	})
	return found, errors.Join(err, kept)
}
