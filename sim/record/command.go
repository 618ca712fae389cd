package record

import (
	"encoding/json"
	"fmt"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// FacilitatorSeat is the seat of the facilitator's own commands.
const FacilitatorSeat = "facilitator"

// EncodeCommand writes a command's verb and arguments: a line of a script
// as JSON, without its at, role and reason, which an entry holds itself. A command that a script
// cannot express is an error, and must be refused. Carry out what DecodeCommand
// makes of the result, not the command itself: then a replay does exactly the same.
func EncodeCommand(sc *scenario.Scenario, c engine.Command) (verb string, args json.RawMessage, err error) {
	l, err := engine.LineOf(sc, c)
	if err != nil {
		return "", nil, err
	}
	args, err = l.JSON()
	return c.Verb.String(), args, err
}

// DecodeCommand reads a command of a seat, the id of a role or [FacilitatorSeat]. Its
// Reason is empty: an entry holds that.
func DecodeCommand(sc *scenario.Scenario, seat, verb string, args json.RawMessage) (engine.Command, error) {
	role := seat
	switch {
	case seat == FacilitatorSeat:
		role = ""
	case sc.Find("role", seat) < 0:
		return engine.Command{}, fmt.Errorf("%q is not a seat that can do that", scenario.CleanLine(seat))
	}
	l, err := sc.ReadLine(role, args)
	if err != nil {
		return engine.Command{}, err
	}
	c := engine.CommandOf(sc, l)
	if c.Verb.String() != verb {
		return engine.Command{}, fmt.Errorf("the verb is %q, but the arguments are those of %q",
			scenario.CleanLine(verb), c.Verb)
	}
	return c, nil
}

// IsCommand reports whether the verb is one of the engine's; the others are of the program that
// records.
func (e Entry) IsCommand() bool {
	for v := engine.Verb(1); v.String() != "unknown"; v++ {
		if v.String() == e.Verb {
			return true
		}
	}
	return false
}

// Command is the command that an entry records, with its reason.
func (e Entry) Command(sc *scenario.Scenario) (engine.Command, error) {
	c, err := DecodeCommand(sc, e.Seat, e.Verb, e.Args)
	c.Reason = e.Reason
	return c, err
}
