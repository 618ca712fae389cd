package room

import (
	"context"
	"fmt"

	"tocsin/sim/exercise"
)

// Announce tells the room how people join, for the console and the room's screen, which show it.
func (r *Room) Announce(ctx context.Context, j exercise.Joining) error {
	return r.on(ctx, func() error {
		r.joins, r.dirty = &j, true
		return nil
	})
}

// present lists the people who are in, with their seats.
func (r *Room) present() []string {
	out := []string{}
	for _, s := range r.order {
		switch place := r.x.Place(s.name); {
		case s.kind == exercise.KindBoard:
		case place != "":
			out = append(out, fmt.Sprintf("%s (%s)", s.name, r.x.SeatTitle(place)))
		case r.x.Advises(s.name) != "":
			out = append(out, fmt.Sprintf("%s (advises %s)", s.name, r.x.SeatTitle(r.x.Advises(s.name))))
		case s.kind == exercise.KindPlayer:
			out = append(out, s.name)
		default:
			out = append(out, fmt.Sprintf("%s (%s)", s.name, s.kind))
		}
	}
	return out
}

// Present returns how many people are in, without the room's screens.
func (r *Room) Present(ctx context.Context) int {
	n := 0
	_ = r.on(ctx, func() error { n = len(r.present()); return nil }) // nobody is in a closed room
	return n
}

// Console lets the host's own facilitator in, and gives them a way back by which a console that
// comes over the network has that place.
func (r *Room) Console(ctx context.Context, name string) (*Seat, string, error) {
	s, err := r.Join(ctx, name, exercise.KindFacilitator, "")
	if err != nil || r.book == nil {
		return s, "", err
	}
	way := r.book.Fresh()
	r.book.Bind(way, s.name)
	s, err = s.stays(nil)
	return s, way.Said, err
}
