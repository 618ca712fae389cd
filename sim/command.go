package sim

import "tocsin/sim/scenario"

// Verb says what a command asks for.
type Verb uint8

// The verbs. The comment names the fields of [Command] that are used.
const (
	Act      Verb = iota + 1 // Ref: action; a joint action is committed to
	Commit                   // Ref: action
	Withdraw                 // Ref: action
	Cancel                   // Ref: action
	Share                    // Ref: fact; To
	Say                      // Text; To
	Ask                      // Text; To; Span: by when an answer is wanted
	Declare                  // Ref: probe; Option; Num: confidence, 0 to 1
	Convene                  // Ref: venue
	Invest                   // Ref: mechanism; Num: points; before STARTEX only
	File                     // Ref: note; before STARTEX only
	Release                  // facilitator: Ref: inject
	Hold                     // facilitator: Ref: inject
	Skip                     // facilitator: Ref: inject
	Postpone                 // facilitator: Ref: inject; Span
	Set                      // facilitator: Effect
	End                      // facilitator
	verbCount
)

var verbNames = [verbCount]string{Act: "act", Commit: "commit", Withdraw: "withdraw", Cancel: "cancel", Share: "share", Say: "say",
	Ask: "ask", Declare: "declare", Convene: "convene", Invest: "invest", File: "file", Release: "release", Hold: "hold",
	Skip: "skip", Postpone: "postpone", Set: "set", End: "end"}

// String gives the verb's name in scripts and records.
func (v Verb) String() string {
	if v < verbCount {
		return verbNames[v]
	}
	return "unknown"
}

// Command is what a person, script or bot asks for. Commands are the only input of an
// exercise.
type Command struct {
	Verb   Verb
	Role   int // who acts: a place in the scenario's roles, or Facilitator
	Ref    int // what it is about; -1 for nothing
	To     []int
	Text   string
	Option int
	Num    float64
	Span   Time
	Effect *scenario.Effect
	Reason string
}

// Answer is what becomes of a command. A refused command changes nothing but that its
// refusal is an event.
type Answer struct {
	OK bool
	// Refusal says why not, in words that a player understands.
	Refusal string
	// Free is when the role will have a free hand, if that was all that was lacking.
	Free Time
}
