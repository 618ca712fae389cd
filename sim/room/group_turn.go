package room

import (
	"cmp"
	"context"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// Rooms with one clock are at the same time. In turns, each goes on when its own seats have said done; a facilitator
// who ends a turn brings them together again.

// turnMeant is the number of the turn that a facilitator ends in all rooms of one clock: the one that the request
// names, or the one under way in the facilitator's room. It is 0 for a turn that has not begun there, and for any other
// request.
func (g *Group) turnMeant(ctx context.Context, s *Seat, q Request) (n int) {
	done, ok := exercise.Decoded(record.Entry{Verb: q.Verb, Args: q.Args}).(*exercise.Finish)
	if !ok || !g.common {
		return 0
	}
	_ = s.room.Look(ctx, func(x *exercise.Exercise) { n, _, _ = x.Turn() }) // a closed room has none
	if done.N > n {
		return 0
	}
	return cmp.Or(done.N, n)
}

// endTurns lets the time of a room come to the end of a turn, in the name of a facilitator who is in another. A
// room that is further, or over, stays where it is.
func (r *Room) endTurns(ctx context.Context, s *Seat, last int) (answer exercise.Answer, err error) {
	for before := -1; ; {
		n, over := 0, false
		if err := r.Look(ctx, func(x *exercise.Exercise) {
			if t := x.Clock().Turn; t != nil {
				n = t.N
			}
			over = x.Over()
		}); err != nil {
			return exercise.Answer{}, err
		}
		switch {
		case over || n > last:
			return exercise.Answer{OK: true}, nil
		case n == before: // it refused, and no seat has ended the turn meanwhile
			return answer, nil
		}
		verb, args, err := exercise.Entry(&exercise.Finish{N: n})
		if err != nil {
			return exercise.Answer{}, err
		}
		if answer, err = r.For(ctx, s.name, s.kind, Request{Verb: verb, Args: args}); err != nil {
			return answer, err
		}
		before = n
	}
}
