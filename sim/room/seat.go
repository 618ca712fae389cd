package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tocsin/sim/record"
)

// Request is what a seat asks for: a command of the exercise (act, commit, share, …) or
// an act of the room (pause, observe, …), in the words of the record.
type Request struct {
	// Seat is in whose name: a role's id, facilitator, or empty for one's own place.
	Seat   string          `json:"seat,omitempty"`
	Verb   string          `json:"verb"`
	Args   json.RawMessage `json:"args,omitempty"`
	Reason string          `json:"reason,omitempty"`
}

// Do asks the room for something. It returns when the act is on disk and answered. An
// error means that it was not taken at all: the room or the handle has ended, or ctx.
func (s *Seat) Do(ctx context.Context, q Request) (Answer, error) {
	return s.ask(ctx, func() (Answer, error) {
		en := record.Entry{Who: s.name, Seat: q.Seat, Verb: q.Verb, Args: q.Args, Reason: line(q.Reason, 500)}
		if en.Seat == "" {
			en.Seat = s.place()
		}
		if why := s.foreign(en); why != "" {
			return no("%s", why), nil
		}
		return s.room.enter(en)
	})
}

// ask does what a handle that still stands asks for, in the room's own turn and within
// the handle's allowance.
func (s *Seat) ask(ctx context.Context, do func() (Answer, error)) (Answer, error) {
	var out Answer
	err := s.room.on(ctx, func() (err error) {
		if why := s.Ended(); why != "" || s.room.seats[s.name] != s {
			return fmt.Errorf("%w: %s", ErrClosed, why)
		}
		if !s.allowance() {
			out = no("That is too much at once: wait a moment")
			return nil
		}
		out, err = do()
		return err
	})
	return out, err
}

// place is the seat that somebody acts in.
func (s *Seat) place() string {
	if s.kind != KindPlayer {
		return string(s.kind)
	}
	if p := s.room.x.find(s.name); p >= 0 && s.room.x.people[p].role >= 0 {
		return s.room.x.scenario.Roles[s.room.x.people[p].role].ID
	}
	return string(KindPlayer)
}

// foreign refuses, before it comes to the record, what is no request at all: words that
// nobody knows, arguments that cannot be read, what belongs to the room itself.
func (s *Seat) foreign(en record.Entry) string {
	switch en.Verb {
	case "join", "drop", "tick", "resumed":
		return fmt.Sprintf("there is nothing called %q to do", en.Verb)
	}
	if len(en.Seat) > 100 || en.Seat == roomSeat || len(en.Args) > record.MaxLine/2 {
		return "that is no request"
	}
	var err error
	if _, ok := acts[en.Verb]; ok {
		_, err = decodeAct(en.Verb, en.Args)
	} else if why := controls(en); why != "" {
		return why
	} else {
		_, err = record.DecodeCommand(s.room.x.sc(), en.Seat, en.Verb, en.Args)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// What a seat may do in a short time: a burst, and so many a second in the long run.
const (
	burst  = 40.0
	steady = 10.0
)

// allowance takes one act out of what the seat may do now.
func (s *Seat) allowance() bool {
	now := time.Now()
	s.spent = max(0, s.spent-steady*now.Sub(s.since).Seconds())
	s.since = now
	if s.spent+1 > burst {
		return false
	}
	s.spent++
	return true
}

// Act asks for an act of the room: &Pause{}, &Observe{…}.
func (s *Seat) Act(ctx context.Context, a any) (Answer, error) {
	room, ok := a.(act)
	if !ok {
		return Answer{}, fmt.Errorf("%T is no act of the room", a)
	}
	args, err := argsOf(room)
	if err != nil {
		return Answer{}, err
	}
	return s.Do(ctx, Request{Verb: wordOf(room), Args: args})
}

func argsOf(a act) (json.RawMessage, error) {
	args, err := json.Marshal(a)
	if err != nil || string(args) == "{}" {
		return nil, err
	}
	return args, nil
}

// Leave gives up the place and ends the handle.
func (s *Seat) Leave(ctx context.Context) error {
	_, err := s.Act(ctx, &Leave{})
	return errors.Join(err, s.room.on(ctx, func() error { s.room.dismiss(s, "You have left"); return nil }))
}

// Want asks for a role's seat from the lobby, or from another seat: as coming in and
// asking for it would. In an open room a free seat is given at once.
func (s *Seat) Want(ctx context.Context, role string) (Answer, error) {
	return s.ask(ctx, func() (Answer, error) {
		args, err := argsOf(&Join{Kind: s.kind, Want: role, Open: s.room.cfg.Open})
		if err != nil {
			return Answer{}, err
		}
		return s.room.enter(record.Entry{Who: s.name, Seat: s.place(), Verb: "join", Args: args})
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
func (s *Seat) Now(ctx context.Context) (View, error) {
	var v View
	err := s.room.on(ctx, func() error {
		v = s.room.view(s.name, time.Now())
		return nil
	})
	return v, err
}

// Before gives at most InboxLength items of the seat's inbox that came before number n,
// oldest first.
func (s *Seat) Before(ctx context.Context, n int) ([]Item, error) {
	var out []Item
	err := s.room.on(ctx, func() error {
		x := s.room.x
		if p := x.find(s.name); p >= 0 && x.people[p].role >= 0 {
			out = x.inbox(x.people[p].role, max(0, n-1-InboxLength), n-1)
		}
		return nil
	})
	return out, err
}

// LogBefore gives at most LogLength lines of the log before number n to a member of
// staff, oldest first.
func (s *Seat) LogBefore(ctx context.Context, n int) ([]Line, error) {
	var out []Line
	err := s.room.on(ctx, func() error {
		if x := s.room.x; s.kind.staff() && !x.people[x.find(s.name)].barred {
			out = s.room.x.lines(max(0, n-1-LogLength), n-1)
		}
		return nil
	})
	return out, err
}

// Preview tells a facilitator what a jump would bring, without anybody acting but bots.
func (s *Seat) Preview(ctx context.Context, j Jump) ([]Line, error) {
	var out []Line
	err := s.room.on(ctx, func() error {
		if x := s.room.x; s.kind != KindFacilitator || x.people[x.find(s.name)].barred {
			return errors.New("only the facilitator may look ahead")
		}
		x := s.room.x
		if why := x.cannotMove(); why != "" {
			return errors.New(why)
		}
		to, err := j.target(x)
		if err != nil {
			return err
		}
		c, from := x.Clone(), len(x.events)
		c.moveTo(to)
		out = c.lines(from, min(len(c.events), from+5000))
		return nil
	})
	return out, err
}
