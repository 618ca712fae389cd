package exercise

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// Answer is what becomes of an act. A refused act changes nothing.
type Answer struct {
	OK bool `json:"ok"`
	// Why says why it was refused, in words that a player understands.
	Why string `json:"why,omitempty"`
	// Free is when a hand comes free, if that is all that was lacking.
	Free *Moment `json:"free,omitempty"`
}

func yes() Answer { return Answer{OK: true} }

// Refuse is a refusal, in words that a player understands.
func Refuse(format string, args ...any) Answer { return Answer{Why: fmt.Sprintf(format, args...)} }

// act is something that people do in the room beside the commands of the exercise
// itself: joining, the clock, words out of the game, observations. Its exported fields
// are its arguments in the record and in the JSON of seats for programs. An act is
// carried out by do, which first checks: what is refused must not have changed anything.
type act interface {
	// may reports whether a person may do this at all.
	may(p *person) bool
	do(x *Exercise, by int) Answer
}

// acts lists every act by its word. A new one is a type with its two methods, and a
// line here.
var acts = map[string]func() act{
	"join": func() act { return &Join{} }, "leave": func() act { return &Leave{} }, "drop": func() act { return &Drop{} },
	"seat": func() act { return &Seating{} }, "unseat": func() act { return &Unseat{} }, "bot": func() act { return &Bot{} },
	"takeover": func() act { return &Takeover{} }, "giveback": func() act { return &Giveback{} },
	"mute": func() act { return &Mute{} }, "remove": func() act { return &Remove{} }, "automatic": func() act { return &Automatic{} },
	"start": func() act { return &Start{} }, "pause": func() act { return &Pause{} }, "resume": func() act { return &Resume{} },
	"stop": func() act { return &Stop{} }, "pace": func() act { return &Pace{} }, "step": func() act { return &Step{} },
	"jump": func() act { return &Jump{} }, "tick": func() act { return &tick{} },
	"broadcast": func() act { return &Broadcast{} }, "whisper": func() act { return &Whisper{} }, "question": func() act { return &Pose{} },
	"answer": func() act { return &Respond{} }, "close": func() act { return &CloseQuestion{} },
	"observe": func() act { return &Observe{} }, "rate": func() act { return &Rate{} }, "mirror": func() act { return &Look{} },
	"decide": func() act { return &Decide{} }, "approval": func() act { return &Consult{} }, "approve": func() act { return &Approve{} },
	"handover": func() act { return &Handover{} }, "feedback": func() act { return &Feedback{} },
	"read": func() act { return &Read{} }, "resumed": func() act { return &resumed{} },
}

// Verbs lists the words of every act that is not a command of the exercise.
func Verbs() []string { return slices.Sorted(maps.Keys(acts)) }

// wordOf is the word of an act, for the record.
func wordOf(a act) string {
	for word, make := range acts {
		if fmt.Sprintf("%T", make()) == fmt.Sprintf("%T", a) {
			return word
		}
	}
	return ""
}

// decodeAct reads an act from a record or a client: strictly, so that a misspelt
// argument is an error and not silently left out.
func decodeAct(verb string, args json.RawMessage) (act, error) {
	make, ok := acts[verb]
	if !ok {
		return nil, fmt.Errorf("there is nothing called %q to do", scenario.CleanLine(verb))
	}
	a := make()
	if len(bytes.TrimSpace(args)) == 0 {
		return a, nil
	}
	dec := json.NewDecoder(bytes.NewReader(args))
	dec.DisallowUnknownFields()
	if err := dec.Decode(a); err != nil {
		return nil, fmt.Errorf("%s: %s", verb, strings.TrimPrefix(err.Error(), "json: "))
	}
	if dec.More() {
		return nil, fmt.Errorf("%s: something follows the arguments", verb)
	}
	return a, nil
}

// Do carries out what an entry of the record asks for, after time has come to it. The
// same header and entries always give the same exercise and the same answers.
func (x *Exercise) Do(en record.Entry) Answer {
	x.Advance(en.At)
	if make, ok := acts[en.Verb]; ok && make != nil {
		return x.doAct(en)
	}
	return x.doCommand(en)
}

func (x *Exercise) doAct(en record.Entry) Answer {
	a, err := decodeAct(en.Verb, en.Args)
	if err != nil {
		return Refuse("%s", err)
	}
	by := x.find(en.Who)
	if j, ok := a.(*Join); ok {
		return j.enter(x, en.Who)
	}
	if _, own := a.(roomAct); own && en.Seat == RoomSeat { // a record may say anything of anyone: only these need nobody
		return a.do(x, by)
	}
	switch {
	case by < 0:
		return Refuse("Join first")
	case x.people[by].barred:
		return Refuse("You have been asked to leave")
	case !a.may(&x.people[by]):
		return Refuse("Only the facilitator may do that")
	}
	out := a.do(x, by)
	if out.OK {
		x.noteAct(by)
	}
	return out
}

func (x *Exercise) noteAct(by int) {
	x.people[by].acts++
	x.people[by].last = x.e.Now()
}

// RoomSeat is the seat in whose name the room itself makes entries.
const RoomSeat = "room"

// roomAct marks what the room itself does, in nobody's name.
type roomAct interface{ roomOnly() }

func (*Drop) roomOnly()    {}
func (*tick) roomOnly()    {}
func (*resumed) roomOnly() {}

// doCommand carries out a command of the exercise, in the name of a role or of the
// facilitator.
func (x *Exercise) doCommand(en record.Entry) Answer {
	by := x.find(en.Who)
	switch {
	case by < 0:
		return Refuse("Join first")
	case x.people[by].barred:
		return Refuse("You have been asked to leave")
	}
	if why := controls(en); why != "" {
		return Refuse("%s", why)
	}
	if x.err != nil {
		return Refuse("%s", x.faulty(x.people[by].kind.Staff()))
	}
	c, err := record.DecodeCommand(x.sc(), en.Seat, en.Verb, en.Args)
	if err != nil {
		return Refuse("%s", err)
	}
	c.Reason = en.Reason
	if why := x.mayCommand(by, c); why != "" {
		return Refuse("%s", why)
	}
	x.helping = x.people[by].kind == KindFacilitator
	a := x.e.Do(c)
	x.helping = false
	x.fault(x.e.Err())
	if !a.OK {
		out := Refuse("%s", a.Refusal)
		if a.Free > 0 {
			out.Free = x.momentOf(a.Free)
		}
		return out
	}
	x.commands++
	x.tally.acts = append(x.tally.acts, deedDone{engine.Timed{At: x.e.Now(), Command: c}, false})
	x.noteAct(by)
	if x.people[by].kind == KindFacilitator {
		x.helped++
	}
	if c.Role >= 0 {
		x.seatActed(c.Role)
	}
	if c.Verb == engine.File && c.Note != nil {
		x.bots.Seat(x.e)
	}
	return yes()
}

// controls refuses what is the facilitator's alone in the name of any other seat.
func controls(en record.Entry) string {
	if v, ok := engine.VerbOf(en.Verb); ok && v.Controls() && en.Seat != record.FacilitatorSeat {
		return "Only the facilitator may do that"
	}
	return ""
}

// mayCommand says why a person may not give a command, or "".
func (x *Exercise) mayCommand(by int, c engine.Command) string {
	p := &x.people[by]
	if c.Role == engine.Facilitator {
		switch {
		case p.kind != KindFacilitator:
			return "Only the facilitator may do that"
		case !x.e.Started():
			return "That can be done from STARTEX on"
		}
		return ""
	}
	if c.Role < 0 || c.Role >= len(x.seats) {
		return "Take a seat first"
	}
	s := &x.seats[c.Role]
	switch {
	case p.kind == KindFacilitator && s.helper == by:
	case p.kind == KindFacilitator:
		return "Take the seat over first"
	case p.kind != KindPlayer || p.role != c.Role:
		return "That is not your seat"
	case s.helper >= 0:
		return "The facilitator has your seat for now"
	case p.muted:
		return "The facilitator has muted you"
	case c.Verb == engine.Declare && !slices.Contains(x.scenario.RolesOf(x.scenario.Probes[c.Ref].To), c.Role):
		return "You have not been asked that"
	case c.Verb == engine.Invest && x.scenario.Roles[c.Role].Budget == 0 && !x.seesMechanism(c.Role, c.Ref):
		return "You have no points to invest"
	}
	before := c.Verb == engine.Invest || c.Verb == engine.File
	switch {
	case x.clock.stopped:
		return "The exercise is stopped"
	case !x.e.Started() && !before:
		return "The exercise has not begun"
	case x.clock.running || !x.e.Started():
		return ""
	case x.clock.allows == allowAll, x.clock.allows == allowTalk && talk(c.Verb):
		return ""
	case x.clock.allows == allowTalk:
		return "The clock stands still: you can talk, and act when it goes on"
	}
	return "The exercise is paused"
}

// talk reports whether a verb only passes words.
func talk(v engine.Verb) bool {
	switch v {
	case engine.Say, engine.Ask, engine.Acknowledge, engine.Declare, engine.Attempt:
		return true
	}
	return false
}
