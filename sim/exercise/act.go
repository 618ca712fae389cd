package exercise

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/speech"
)

// Answer is what happens to an act. A refused act changes nothing.
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

// act is something that people do in the room in addition to the commands of the exercise
// itself: joining, the clock, words out of the game, observations. Its exported fields
// are its arguments in the record and in the JSON of seats for programs. An act is
// carried out by do, which first checks: what is refused must not have changed anything.
type act interface {
	do(x *Exercise, by int) Answer
}

// Verbs lists the words of every act that is not a command of the exercise.
func Verbs() []string {
	var out []string
	for _, r := range acts {
		out = append(out, r.Verb)
	}
	slices.Sort(out)
	return out
}

// wordOf is the word of an act, for the record.
func wordOf(a act) string {
	for _, r := range acts {
		if reflect.TypeOf(r.Make()) == reflect.TypeOf(a) {
			return r.Verb
		}
	}
	return ""
}

// decodeAct reads an act from a record or a client: strictly, so that a misspelt
// argument is an error and not silently left out.
func decodeAct(verb string, args json.RawMessage) (act, error) {
	row := acts.Verb(verb)
	if row == nil {
		return nil, fmt.Errorf("there is no command %q", scenario.CleanLine(verb))
	}
	a := row.Make().(act)
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
	x.entered = en.Wall
	x.Advance(en.At)
	x.directs.passed(x, en)
	before := x.find(en.Who)
	var a Answer
	if acts.Verb(en.Verb) != nil {
		a = x.doAct(en)
	} else {
		a = x.doCommand(en)
	}
	x.directs.stands(x, en)
	// Whoever does something has seen what was said until then. Whoever loses their line or only comes back may not
	// have seen it.
	if p := x.find(en.Who); a.OK && p >= 0 && (before < 0 || en.Verb != "join" && en.Verb != "drop") {
		x.people[p].told = len(x.notices)
	}
	return a
}

// Decoded is the act of an entry, or nil where it is none.
func Decoded(en record.Entry) any {
	a, _ := decodeAct(en.Verb, en.Args)
	return a
}

// may reports whether somebody of a kind may do an act at all.
func may(verb string, kind Kind) bool { return acts.Verb(verb).Who&kind.Speaker() != 0 }

// onlyFor refuses an act to somebody who may not do it: it names those who may.
func onlyFor(verb string) string {
	who := acts.Verb(verb).Who
	if who == speech.Room {
		return "The room does that by itself"
	}
	var whose []string
	for _, k := range []struct {
		who   speech.Who
		words string
	}{{speech.Player, "players"}, {speech.Facilitator, "the facilitator"}, {speech.Evaluator, "evaluators"},
		{speech.Observer, "observers"}} {
		if who&k.who != 0 {
			whose = append(whose, k.words)
		}
	}
	return "Only " + phrase.List(whose) + " may do that"
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
	// in the name of the room, only its own acts pass, and they need no person: a record can claim any seat
	if _, own := a.(roomAct); own && en.Seat == RoomSeat {
		return a.do(x, by)
	}
	switch {
	case by < 0:
		return Refuse("Join first")
	case x.people[by].barred:
		return Refuse("You have been asked to leave")
	case !may(en.Verb, x.people[by].kind):
		return Refuse("%s", onlyFor(en.Verb))
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

// roomAct marks what only the room itself does.
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
	return yes()
}

// controls refuses a command that is the facilitator's alone in the name of any other seat; "" refuses nothing.
func controls(en record.Entry) string {
	if v, _ := engine.VerbOf(en.Verb); v.Controls() && en.Seat != record.FacilitatorSeat {
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
			return "That is possible from STARTEX on"
		}
		return ""
	}
	if p.advises() {
		return adviseOnly
	}
	s := &x.seats[c.Role]
	switch {
	case s.helper == by:
	case p.kind == KindFacilitator:
		return "Take the seat over first"
	case p.role != c.Role:
		return "That is not your seat"
	case s.helper >= 0:
		return "The facilitator has your seat for now"
	case p.muted:
		return "The facilitator has muted you"
	case c.Verb == engine.Declare && !x.asks(c.Role, &x.scenario.Probes[c.Ref]):
		return "You have not been asked that"
	case c.Verb == engine.Invest && x.scenario.Roles[c.Role].Budget == 0:
		return "You have no points to invest"
	}
	before := c.Verb.Prepares()
	switch {
	case x.clock.stopped:
		return "The exercise is stopped"
	case !x.e.Started() && !before:
		return "The exercise has not begun"
	case x.clock.allows == allowAll, x.clock.allows == allowTalk && (talk(c.Verb) || x.decides(c)):
		return ""
	case x.clock.allows == allowTalk:
		return "The clock is paused: you can talk, and act when it goes on"
	}
	return "The exercise is paused"
}

// talk reports whether a verb only passes words.
func talk(v engine.Verb) bool {
	switch v {
	case engine.Say, engine.Ask, engine.Acknowledge, engine.Declare, engine.Attempt, engine.Verify:
		return true
	}
	return false
}
