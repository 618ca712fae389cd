package room

import (
	"context"
	"errors"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// Join lets somebody in without a check: the console at the host's own
// terminal, or people who share that terminal. If a person of that name is here already, their
// other handle ends, and says so. People who come over the network are let in
// by [Room.Admit].
func (r *Room) Join(ctx context.Context, name string, kind exercise.Kind, want string) (*Seat, error) {
	s := r.handle(name)
	err := r.settled(ctx, func() error { // people at the host's own machine count as having the card of any seat
		return r.join(s, exercise.Join{Kind: kind, Want: want, Card: want != "" && !r.x.InSight(want)})
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// handle makes a handle that has not joined yet.
func (r *Room) handle(name string) *Seat {
	return &Seat{room: r, name: exercise.Name(name), box: make(chan exercise.View, 1), stale: true}
}

// join enters that somebody comes in, and makes s their handle.
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

// enterJoin enters that somebody comes in. A join that would be refused is an error and is not entered.
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
