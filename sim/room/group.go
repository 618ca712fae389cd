package room

import (
	"context"
	"errors"
	"fmt"

	"tocsin/sim/exercise"
)

// Group is several rooms that play the same scenario side by side: breakouts. Each has a
// clock of its own; a facilitator's handle in each lets all be started, paused or spoken
// to at once.
type Group struct {
	seats []*Seat
	names []string
}

// Add takes in a room by a facilitator's handle on it.
func (g *Group) Add(name string, s *Seat) error {
	if s.Kind() != exercise.KindFacilitator {
		return fmt.Errorf("%s: only a facilitator's handle can steer a group", name)
	}
	g.seats, g.names = append(g.seats, s), append(g.names, name)
	return nil
}

// Act asks the same of every room; the errors and refusals of all come back together,
// and one that refuses does not keep the others from it.
func (g *Group) Act(ctx context.Context, a any) error {
	var errs []error
	for i, s := range g.seats {
		answer, err := s.Act(ctx, a)
		if err == nil && !answer.OK {
			err = errors.New(answer.Why)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", g.names[i], err))
		}
	}
	return errors.Join(errs...)
}

// Standing is how one room of a group stands.
type Standing struct {
	Name  string         `json:"name"`
	Clock exercise.Clock `json:"clock"`
	// Last is the newest thing that happened there, in words.
	Last exercise.Line `json:"last"`
	Acts int           `json:"acts"`
}

// Board is how every room of the group stands, in the order in which they were added.
func (g *Group) Board(ctx context.Context) ([]Standing, error) {
	out := make([]Standing, len(g.seats))
	for i, s := range g.seats {
		out[i].Name = g.names[i]
		err := s.room.Look(ctx, func(x *exercise.Exercise) {
			out[i].Clock, out[i].Acts = x.Clock(), x.Commands()
			if n := x.Happened(); n > 0 {
				out[i].Last = x.LogBetween(n-1, n)[0]
			}
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.names[i], err)
		}
	}
	return out, nil
}
