package room

import (
	"context"
	"errors"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// Join lets somebody in whom nobody needs to check: the console at the host's own
// terminal, a table that shares one. A person who is here already under that name comes
// in again here: the other handle ends, and says so. Who comes over the network is let in
// by [Room.Admit].
func (r *Room) Join(ctx context.Context, name string, kind exercise.Kind, want string) (*Seat, error) {
	s := r.handle(name)
	err := r.settled(ctx, func() error { // who sits at the host's own machine has the card of any seat
		return r.join(s, exercise.Join{Kind: kind, Want: want, Card: want != "" && !r.x.InSight(want)})
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// handle is one that has not joined yet.
func (r *Room) handle(name string) *Seat {
	return &Seat{room: r, name: exercise.Name(name), box: make(chan exercise.View, 1), stale: true}
}

// join enters that somebody comes in, and gives them their handle.
func (r *Room) join(s *Seat, j exercise.Join) error {
	j.Again = r.seats[s.name] != nil
	if err := r.enterJoin(s.name, j); err != nil {
		return err
	}
	if old := r.seats[s.name]; old != nil {
		r.dismiss(old, "You have come in from somewhere else")
	}
	delete(r.lost, s.name)
	delete(r.guests, s.name)
	s.kind, s.ear = j.Kind, r.earOf(s.name)
	r.seats[s.name] = s
	r.order = append(r.order, s)
	r.arrives(s.kind)
	return nil
}

// rules are the conditions for joining the room now.
func (r *Room) rules(j exercise.Join) exercise.Join {
	j.Open, j.Rule = r.open(), exercise.JoinRule
	return j
}

// enterJoin enters that somebody comes in. What would be refused is not entered.
func (r *Room) enterJoin(name string, j exercise.Join) error {
	j = r.rules(j)
	if _, why := r.x.Welcome(name, j, nil); why != "" {
		return errors.New(why)
	}
	verb, args, err := exercise.Entry(&j)
	if err != nil {
		return err
	}
	a, err := r.enter(record.Entry{Who: name, Seat: string(j.Kind), Verb: verb, Args: args})
	if err == nil && !a.OK {
		err = errors.New(a.Why)
	}
	return err
}
