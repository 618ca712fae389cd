package exercise

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// This file is what a live room, with its clock and its record, asks of an exercise.

// Scenario returns the scenario of the file, without the notes that players have added.
func (x *Exercise) Scenario() *scenario.Scenario { return x.scenario }

// Due returns when the next thing happens by itself: an event, or a bot's act; false when the exercise
// is over.
func (x *Exercise) Due() (engine.Time, bool) {
	at, due := x.e.Next()
	b, _ := x.bots.Next() // late enough where no bot means to do anything
	return min(at, b), due
}

// Pace is how much exercise time passes in one minute of the room while the clock runs.
func (x *Exercise) Pace() engine.Time { return x.clock.pace }

// Happened is how many events there have been.
func (x *Exercise) Happened() int { return len(x.events) }

// Commands is how many commands have been accepted from people.
func (x *Exercise) Commands() int { return x.commands }

// Clock is the state of the clock, as staff see it.
func (x *Exercise) Clock() Clock { return x.clockView(true) }

// Halt stops the clock for good, for a reason that everyone is told: nothing can be done
// any more, because it could not be kept.
func (x *Exercise) Halt(why string) { x.stop(why, allowNothing) }

// Follow plays an entry of a record, after checking the exercise against its digest: a
// *[Difference] is returned where they are not the same.
func (x *Exercise) Follow(en record.Entry) error {
	x.Advance(en.At)
	if d := x.Digest(); d != en.State {
		return &Difference{Line: en.Seq + 1, Entry: en.Seq,
			What: fmt.Sprintf("before entry %d (%s by %s, at %s) the record has the state %016x and the replay %016x",
				en.Seq, en.Verb, en.Seat, en.At, en.State, d)}
	}
	x.Do(en)
	return nil
}

// Place is the id of the role whose seat a person has, or "".
func (x *Exercise) Place(name string) string {
	if p := x.find(name); p >= 0 && x.people[p].role >= 0 {
		return x.scenario.Roles[x.people[p].role].ID
	}
	return ""
}

// Advises is the id of the role whose holder a person advises, or "".
func (x *Exercise) Advises(name string) string {
	if p := x.find(name); p >= 0 && x.people[p].advises() {
		return x.scenario.Roles[x.people[p].team()].ID
	}
	return ""
}

// SeatTitle is what the seat of a role is called, by its id.
func (x *Exercise) SeatTitle(role string) string {
	if r := x.scenario.Find("role", role); r >= 0 {
		return x.title(r)
	}
	return role
}

// Barred reports whether somebody has been removed by the facilitator, or was never here.
func (x *Exercise) Barred(name string) bool {
	p := x.find(name)
	return p < 0 || x.people[p].barred
}

// InboxBefore gives at most [InboxLength] items of the inbox of somebody's seat that came
// before number n, oldest first.
func (x *Exercise) InboxBefore(name string, n int) []Item {
	p := x.find(name)
	if p < 0 || x.people[p].role < 0 {
		return nil
	}
	return x.inbox(x.people[p].role, max(0, n-1-InboxLength), n-1)
}

// LogBetween is the log by place, from one line up to another that it does not hold.
func (x *Exercise) LogBetween(from, to int) []Line { return x.lines(max(0, from), to) }

// previewed is how many lines a preview tells at most.
const previewed = 5000

// Preview tells what a jump would bring, without anybody acting but bots.
func (x *Exercise) Preview(ctx context.Context, j Jump) ([]Line, error) {
	if why := x.cannotMove(); why != "" {
		return nil, errors.New(why)
	}
	to, err := j.target(x)
	if err != nil {
		return nil, err
	}
	c, from := x.Clone(), len(x.events)
	c.more = seldom(func() bool { return ctx.Err() == nil })
	c.moveTo(to)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.lines(from, min(len(c.events), from+previewed)), nil
}

// Entry returns an act in the form of the record: its verb, and its arguments in JSON.
func Entry(a any) (verb string, args json.RawMessage, err error) {
	known, ok := a.(act)
	if !ok {
		return "", nil, fmt.Errorf("%T is not an act of the room", a)
	}
	args, err = json.Marshal(known)
	if string(args) == "{}" {
		args = nil
	}
	return wordOf(known), args, err
}

// Foreign says why something is no request of a person at all, or "": words that nobody
// knows, arguments that cannot be read, what belongs to the room itself. It is asked
// before an entry comes to the record.
func (x *Exercise) Foreign(en record.Entry) string {
	row := acts.Verb(en.Verb)
	if row != nil {
		a := row.Make().(act)
		_, own := a.(roomAct)
		if _, joins := a.(*Join); own || joins {
			return fmt.Sprintf("there is no command %q", en.Verb)
		}
	}
	if len(en.Seat) > 100 || en.Seat == RoomSeat || len(en.Args) > record.MaxLine/2 {
		return "that is not a request"
	}
	var err error
	if row != nil {
		_, err = decodeAct(en.Verb, en.Args)
	} else if why := controls(en); why != "" {
		return why
	} else {
		_, err = x.decode(en)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
