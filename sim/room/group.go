package room

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
)

// Group is several rooms that play the same scenario side by side: breakouts. Each has its own
// record, and its own clock unless they have one in common; a facilitator can go
// from one to another, act on all, and see the state of each.
type Group struct {
	common bool // one clock: what is done to it in one room is done in all

	mu    sync.Mutex
	rooms []*member
}

// member is a room of a group, and its state.
type member struct {
	name  string
	room  *Room
	stand exercise.Standing
}

// NewGroup makes a group; common gives its rooms one clock.
func NewGroup(common bool) *Group { return &Group{common: common} }

// Add adds a room under a name. Nobody may be in it yet.
func (g *Group) Add(ctx context.Context, name string, r *Room) error {
	g.mu.Lock()
	if slices.ContainsFunc(g.rooms, func(m *member) bool { return m.name == name }) {
		g.mu.Unlock()
		return fmt.Errorf("there is already a room %s", name)
	}
	g.rooms = append(g.rooms, &member{name: name, room: r})
	g.mu.Unlock()
	return r.on(ctx, func() error {
		r.group, r.place, r.dirty = g, name, true
		r.stand()
		return nil
	})
}

// Rooms are the rooms of the group, in their order.
func (g *Group) Rooms() []*Room {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []*Room
	for _, m := range g.rooms {
		out = append(out, m.room)
	}
	return out
}

// Find is the room with a name, or nil.
func (g *Group) Find(name string) *Room {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, m := range g.rooms {
		if m.name == name {
			return m.room
		}
	}
	return nil
}

// Board is the state of every room of the group, in the order in which they were added.
func (g *Group) Board() []exercise.Standing {
	g.mu.Lock()
	defer g.mu.Unlock()
	out := make([]exercise.Standing, len(g.rooms))
	for i, m := range g.rooms {
		out[i] = m.stand
	}
	return out
}

// led reports whether a facilitator is in any of the rooms, since they go from one to another.
func (g *Group) led() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.ContainsFunc(g.rooms, func(m *member) bool { return m.stand.Staff > 0 })
}

// stand sends the group the state of the room.
func (r *Room) stand() {
	if r.group == nil {
		return
	}
	s := exercise.Standing{Name: r.place, Clock: r.x.Clock(), Acts: r.x.Commands()}
	for _, seat := range r.order {
		switch seat.kind {
		case exercise.KindPlayer:
			s.People++
		case exercise.KindFacilitator:
			s.Staff++
		}
	}
	if n := r.x.Happened(); n > 0 {
		s.Last = r.x.LogBetween(n-1, n)[0]
	}
	r.group.mu.Lock()
	defer r.group.mu.Unlock()
	for _, m := range r.group.rooms {
		if m.room == r {
			m.stand = s
		}
	}
}

// clocked are the verbs that are for all rooms if these have one clock.
var clocked = []string{"start", "pause", "resume", "pace", "step", "jump", "stop", "turns", "done", "end"}

// everywhere reports whether a request is for all rooms of a group. A real emergency is for everybody
// in the building, whoever of the staff declares it.
func (s *Seat) everywhere(q Request) bool {
	g := s.room.group
	if g != nil && q.Verb == emergency && s.kind.Staff() {
		return true
	}
	return s.kind == exercise.KindFacilitator && g != nil && (q.All || g.common && slices.Contains(clocked, q.Verb))
}

// emergency is the verb that stops everything for a real emergency.
const emergency = "stop"

// everywhere makes the same request in every room, in the name of one of the staff. It goes on if one refuses.
func (g *Group) everywhere(ctx context.Context, s *Seat, q Request) (exercise.Answer, error) {
	q.All = false
	turn := g.turnMeant(ctx, s, q)
	var why []string
	var errs []error
	g.mu.Lock()
	rooms := slices.Clone(g.rooms)
	g.mu.Unlock()
	// The person's room comes last: once it is closed, they could not ask the others.
	if i := slices.IndexFunc(rooms, func(m *member) bool { return m.room == s.room }); i >= 0 {
		own := rooms[i]
		rooms = append(slices.Delete(rooms, i, i+1), own)
	}
	for _, m := range rooms {
		var a exercise.Answer
		var err error
		switch {
		case m.room == s.room:
			a, err = s.do(ctx, q)
		case turn > 0:
			a, err = m.room.endTurns(ctx, s, turn)
		default:
			a, err = m.room.For(ctx, s.name, s.kind, q)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("room %s: %w", m.name, err))
		} else if !a.OK {
			why = append(why, fmt.Sprintf("room %s: %s", m.name, a.Why))
		}
	}
	if len(errs) > 0 {
		return exercise.Answer{}, errors.Join(errs...)
	}
	if len(why) > 0 && (q.Verb != emergency || len(why) == len(rooms)) { // one that is over needs no stop
		return exercise.Refuse("%s", strings.Join(why, "; ")), nil
	}
	return exercise.Answer{OK: true}, nil
}

// For lets a member of the staff who is in another room of the group act in this one.
func (r *Room) For(ctx context.Context, name string, as exercise.Kind, q Request) (exercise.Answer, error) {
	if q.Verb == emergency {
		if err := r.breakOff(ctx); err != nil {
			return exercise.Answer{}, err
		}
	}
	if err := r.settled(ctx, func() error {
		if kind, here, known := r.x.Find(name); known && here || known && kind != as {
			return nil
		}
		verb, args, err := exercise.Entry(&exercise.Join{Kind: as, Rule: exercise.JoinRule})
		if err != nil {
			return err
		}
		en := record.Entry{Who: name, Seat: string(as), Verb: verb, Args: args}
		if _, err := r.enter(en); err != nil {
			return err
		}
		_, err = r.enter(record.Entry{Who: name, Seat: exercise.RoomSeat, Verb: "drop"})
		return err
	}); err != nil {
		return exercise.Answer{}, err
	}
	en := record.Entry{Who: name, Seat: q.Seat, Verb: q.Verb, Args: q.Args, Reason: exercise.OneLine(q.Reason, 500)}
	ask := func(ctx context.Context, do func() (exercise.Answer, error)) (out exercise.Answer, err error) {
		err = r.settled(ctx, func() error {
			out, err = do()
			return err
		})
		return out, err
	}
	if exercise.Moves(q.Verb) {
		return r.carry(ctx, en, ask, func(en record.Entry) (record.Entry, string) { return r.x.Canonical(en) })
	}
	return ask(ctx, func() (exercise.Answer, error) {
		if why, err := r.entered(en); why != "" || err != nil {
			return exercise.Refuse("%s", why), err
		}
		fair, why := r.x.Canonical(en)
		if why != "" {
			return exercise.Refuse("%s", why), nil
		}
		return r.act(fair)
	})
}

// adopt gives the other rooms of a group a code that one of them has made up: a code is good for all rooms.
func (g *Group) adopt(from *Room, kind pass.Kind, said string) error {
	var errs []error
	for _, r := range g.Rooms() {
		if r != from && r.book != nil {
			errs = append(errs, r.book.Adopt(kind, said))
		}
	}
	return errors.Join(errs...)
}

// holds reports whether somebody of that name is in the room.
func (r *Room) holds(ctx context.Context, name string) bool {
	in := false
	_ = r.on(ctx, func() error { in = r.seats[name] != nil; return nil }) // nobody is in a closed room
	return in
}

// sendsFrom is the room that a facilitator sends somebody out of, if that is not the facilitator's; nil if
// it is, or if nobody of that name is in any.
func (s *Seat) sendsFrom(ctx context.Context, q Request) *Room {
	put, ok := exercise.Decoded(record.Entry{Verb: q.Verb, Args: q.Args}).(*exercise.Put)
	if !ok || s.kind != exercise.KindFacilitator || s.room.group == nil || s.room.holds(ctx, put.Who) {
		return nil
	}
	for _, r := range s.room.group.Rooms() {
		if r != s.room && r.holds(ctx, put.Who) {
			return r
		}
	}
	return nil
}

// other is the other room of the group that somebody is to go to, or why there is none.
func (r *Room) other(name string) (*Room, string) {
	if r.group == nil {
		return nil, "There is only this room"
	}
	to := r.group.Find(name)
	switch {
	case to == nil:
		return nil, fmt.Sprintf("There is no room %q", exercise.Name(name))
	case to == r:
		return nil, "That is this room"
	}
	return to, ""
}

// sends ends the handle of somebody who goes to another room.
func (r *Room) sends(name string, to *Room) {
	if s := r.seats[name]; s != nil {
		s.next = to
		r.dismiss(s, "You go to room "+to.place)
	}
}

// Next returns the room to which somebody goes whose handle has ended, or nil. [Room.Arrive] lets them
// in there.
func (s *Seat) Next() *Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		return nil
	}
	return s.next
}

// Arrive lets somebody in who was sent from another room of the group, as the same kind of person.
func (r *Room) Arrive(ctx context.Context, from *Seat) (*Seat, error) {
	s, err := r.Join(ctx, from.name, from.kind, "")
	if err != nil || r.book == nil || from.back == "" {
		return s, err
	}
	way := r.book.Fresh()
	r.book.Bind(way, s.name)
	return s.stays(r.on(ctx, func() error { s.back, s.stale = way.Said, true; return nil }))
}
