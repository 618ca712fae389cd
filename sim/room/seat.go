package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/speech"
)

// Request is what a seat asks for: a command of the exercise (act, commit, share, …) or
// an act of the room (pause, observe, …), in the words of the record.
type Request struct {
	// Seat is in whose name: a role's id, "facilitator", or empty for the person's own place.
	Seat   string          `json:"seat,omitempty"`
	Verb   string          `json:"verb"`
	Args   json.RawMessage `json:"args,omitempty"`
	Reason string          `json:"reason,omitempty"`
	// All makes the request in every room, if several play side by side.
	All bool `json:"all,omitempty"`
}

// RequestOf converts a request in words to the form of the record; its reason is not checked yet.
func RequestOf(q speech.Request) (Request, error) {
	if q.Line() == nil {
		verb, args, err := exercise.Entry(q.Args)
		return Request{Verb: verb, Args: args, Reason: q.Reason, All: q.All}, err
	}
	args, err := q.Line().JSON()
	return Request{Seat: q.Seat, Verb: q.Verb, Args: args, Reason: q.Reason, All: q.All}, err
}

// Do asks the room for something. It returns when the act is on disk and answered. A refusal is
// an answer. An error means that the act was not taken: the room, the handle or ctx has ended; or that a write
// failed, and whether the act is in the record is not known.
func (s *Seat) Do(ctx context.Context, q Request) (exercise.Answer, error) {
	if g := s.room.group; g != nil && g.common && q.Verb == "direct" {
		return exercise.Refuse("The rooms have one clock, and a director moves the clock of one room"), nil
	}
	if s.everywhere(q) {
		return s.room.group.everywhere(ctx, s, q)
	}
	if r := s.sendsFrom(ctx, q); r != nil {
		return r.For(ctx, s.name, s.kind, q)
	}
	return s.do(ctx, q)
}

func (s *Seat) do(ctx context.Context, q Request) (exercise.Answer, error) {
	en := record.Entry{Who: s.name, Seat: q.Seat, Verb: q.Verb, Args: q.Args, Reason: exercise.OneLine(q.Reason, 500)}
	switch {
	case exercise.Moves(q.Verb) && (s.kind == exercise.KindFacilitator || q.Verb == "done"):
		return s.move(ctx, en)
	case s.kind == exercise.KindFacilitator && (q.Verb == "pause" || q.Verb == "stop"):
		if err := s.room.breakOff(ctx); err != nil {
			return exercise.Answer{}, err
		}
	}
	return s.ask(ctx, weight(en), func() (exercise.Answer, error) {
		if g := s.room.guests[s.name]; g != nil && en.Verb == "leave" {
			s.room.dismiss(s, "You have left")
			s.room.forget(s.name)
			return exercise.Answer{OK: true}, nil
		}
		if why, err := s.room.entered(en); why != "" || err != nil {
			return exercise.Refuse("%s", why), err
		}
		en, why := s.room.x.Canonical(en)
		if why != "" {
			return exercise.Refuse("%s", why), nil
		}
		return s.room.act(en)
	})
}

// ask runs do on the room's goroutine, if the handle is still valid and the person is within
// their bounds.
func (s *Seat) ask(ctx context.Context, bytes int, do func() (exercise.Answer, error)) (exercise.Answer, error) {
	if over := s.heeded(); over != nil {
		return exercise.Refuse("%s", over), nil
	}
	var out exercise.Answer
	err := s.room.settledFor(ctx, s.crowd(), func() (err error) {
		if why := s.Ended(); why != "" || s.room.seats[s.name] != s {
			return fmt.Errorf("%w: %s", ErrClosed, why)
		}
		if over := s.charge(bytes); over != nil {
			out = exercise.Refuse("%s", over)
			return nil
		}
		out, err = do()
		s.refused(out, err)
		return err
	})
	if errors.As(err, &errMoving{}) {
		return exercise.Refuse("%s", underWay), nil
	}
	return out, err
}

// place is the seat that somebody acts in, as the record names it: a role's id, or the kind of person.
func (s *Seat) place() string {
	if s.kind != exercise.KindPlayer {
		return string(s.kind)
	}
	if role := s.room.x.Place(s.name); role != "" {
		return role
	}
	return string(exercise.KindPlayer)
}

// Act asks for an act of the room: &exercise.Pause{}, &exercise.Observe{…}.
func (s *Seat) Act(ctx context.Context, a any) (exercise.Answer, error) {
	verb, args, err := exercise.Entry(a)
	if err != nil {
		return exercise.Answer{}, err
	}
	return s.Do(ctx, Request{Verb: verb, Args: args})
}

// Leave gives up the place and ends the handle.
func (s *Seat) Leave(ctx context.Context) error {
	_, err := s.Act(ctx, &exercise.Leave{})
	return errors.Join(err, s.room.on(ctx, func() error { s.room.dismiss(s, "You have left"); return nil }))
}

// Want asks for a role's seat from the lobby, or from another seat, as on
// joining. In an open room a free seat is given at once.
func (s *Seat) Want(ctx context.Context, role string) (exercise.Answer, error) {
	return s.ask(ctx, entryBytes, func() (exercise.Answer, error) {
		if g := s.room.guests[s.name]; g != nil {
			j := s.room.rules(exercise.Join{Kind: s.kind, Want: role})
			seated, why := s.room.x.Welcome(s.name, j, s.room.known())
			if why != "" {
				return exercise.Refuse("%s", why), nil
			}
			g.Want, s.room.dirty = role, true
			if seated {
				err := s.room.enrol(s.name)
				return exercise.Answer{OK: err == nil}, err
			}
			return exercise.Answer{OK: true}, nil
		}
		verb, args, err := exercise.Entry(&exercise.Join{Kind: s.kind, Want: role, Open: s.room.open(),
			Rule: exercise.JoinRule})
		if err != nil {
			return exercise.Answer{}, err
		}
		return s.room.enter(record.Entry{Who: s.name, Seat: s.place(), Verb: verb, Args: args})
	})
}

// Drop ends the handle because its connection is gone; the seat is kept.
func (s *Seat) Drop() {
	_ = s.room.on(context.Background(), func() error { // a closed room has dropped everyone
		if s.room.seats[s.name] == s {
			s.room.dismiss(s, "The connection is gone")
			s.room.dropped(s.name)
		}
		return nil
	})
}

// Now is the view as it would be sent this moment.
func (s *Seat) Now(ctx context.Context) (exercise.View, error) {
	var v exercise.View
	err := s.room.onFor(ctx, s.crowd(), func() error {
		if s.room.seats[s.name] != s { // another handle has replaced it, or it has ended
			return fmt.Errorf("%w: %s", ErrClosed, s.Ended())
		}
		v = s.room.view(s, time.Now())
		return nil
	})
	return v, err
}

// Before gives at most InboxLength items of the seat's inbox that came before number n,
// oldest first.
func (s *Seat) Before(ctx context.Context, n int) ([]exercise.Item, error) {
	var out []exercise.Item
	err := s.room.onFor(ctx, s.crowd(), func() error {
		if s.room.seats[s.name] == s {
			out = s.room.x.InboxBefore(s.name, n)
		}
		return nil
	})
	return out, err
}

// LogBefore gives at most LogLength lines of the log before number n to a member of
// staff, oldest first.
func (s *Seat) LogBefore(ctx context.Context, n int) ([]exercise.Line, error) {
	var out []exercise.Line
	err := s.room.on(ctx, func() error {
		if x := s.room.x; s.room.seats[s.name] == s && s.kind.Staff() && !x.Barred(s.name) {
			out = x.LogBetween(n-1-exercise.LogLength, n-1)
		}
		return nil
	})
	return out, err
}

// Preview tells a facilitator what a jump would bring, if nobody acts but bots.
func (s *Seat) Preview(ctx context.Context, j exercise.Jump) ([]exercise.Line, error) {
	var x *exercise.Exercise
	err := s.room.on(ctx, func() error {
		if s.room.seats[s.name] != s || s.kind != exercise.KindFacilitator || s.room.x.Barred(s.name) {
			return errors.New("only the facilitator may look ahead")
		}
		x = s.room.x.Clone()
		return nil
	})
	if err != nil {
		return nil, err
	}
	return x.Preview(ctx, j)
}
