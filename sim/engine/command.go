package engine

import "tocsin/sim/scenario"

// Verb says what a command asks for.
type Verb uint8

// The verbs. The comment names the fields of [Command] that are used.
const (
	Act      Verb = iota + 1 // Ref: action; a joint action is committed to
	Commit                   // Ref: action
	Withdraw                 // Ref: action
	Cancel                   // Ref: action
	Share                    // Ref: fact; To; By; Text; Mark; Re
	Say                      // Text; To; By; Mark; Re
	Ask                      // Text; To; By; Span: by when an answer is wanted, 0 for no time; Mark; Re
	Declare                  // Ref: probe; Option; Num: confidence, 0 to 1
	Convene                  // Ref: venue
	Invest                   // Ref: mechanism; Num: points; before STARTEX only
	// Ref: note, or -1 and Note: one of the player's own; To: who may read it; before STARTEX only
	File
	Acknowledge // Re; Option: 0 seen, 1 will do, 2 declined
	// Text: what; Reason: why it should work. Or Case; Text: the answer to a question about it
	Attempt
	Deviate // Ref: note; Reason

	Release  // facilitator: Ref: inject
	Hold     // facilitator: Ref: inject
	Unhold   // facilitator: Ref: inject
	Skip     // facilitator: Ref: inject
	Postpone // facilitator: Ref: inject; Span: how much later, or earlier if negative
	Edit     // facilitator: Ref: inject; Draft: its new Title, Text and To, each if given
	Retract  // facilitator: Ref: inject, or the number of injects plus an improvised one's; Reason
	Inject   // facilitator: Draft
	Set      // facilitator: Effect
	Query    // facilitator: Case; Text: a question
	// facilitator: Case; Option: 0 by the odds Num, 1 success, 2 partial, 3 failure; Effects; Text: the reply
	Rule
	End // facilitator

	// Ref: note; Change: what is otherwise in its new version; To: who may read that; before STARTEX only
	Revise
	Revoke // Ref: note; Reason; before STARTEX only
	Verify // Re: a message; By

	Choose // facilitator: Ref: move, the next; Option: 1 if it begins now
	verbCount
)

var verbNames = [verbCount]string{Act: "act", Commit: "commit", Withdraw: "withdraw", Cancel: "cancel",
	Share: "share", Say: "say",
	Ask: "ask", Declare: "declare", Convene: "convene", Invest: "invest", File: "file", Acknowledge: "acknowledge",
	Attempt: "attempt",
	Deviate: "deviate", Release: "release", Hold: "hold", Unhold: "unhold", Skip: "skip", Postpone: "postpone",
	Edit:    "edit",
	Retract: "retract", Inject: "inject", Set: "set", Query: "query", Rule: "rule", End: "end",
	Revise: "revise", Revoke: "revoke", Verify: "verify", Choose: "choose"}

// VerbOf finds a verb by its name; false for what is none.
func VerbOf(name string) (Verb, bool) {
	for v := Verb(1); v < verbCount; v++ {
		if verbNames[v] == name {
			return v, true
		}
	}
	return 0, false
}

// Controls reports whether the verb is the facilitator's alone.
func (v Verb) Controls() bool { return v >= Release && v <= End || v == Choose }

// Prepares reports whether the verb is for the time before STARTEX.
func (v Verb) Prepares() bool { return v == Invest || v == File || v == Revise || v == Revoke }

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
	Verb    Verb
	Role    int   // who acts: a place in the scenario's roles, or Facilitator
	Ref     int   // what it is about; -1 for nothing
	To      []int // places of roles, Public, or venues ([ToVenue])
	Text    string
	Option  int
	Num     float64
	Span    Time
	Effect  *scenario.Effect
	Reason  string
	Re      Message // the message that this one answers or acknowledges
	Case    Message // an attempt: the N-th of the role From
	By      string  // the way that a message goes: call, contact, formal, or "" for the usual one
	Mark    string  // handling mark given to what is told: red, amber, green, clear, or "" for none
	Draft   *Draft
	Effects []*scenario.Effect
	Note    *scenario.Note
	Change  *scenario.NoteChange
}

// Message names a message that has come to the acting role: the N-th, from 1, that From
// sent it. N 0 names none.
type Message struct {
	From int
	N    int
}

// Draft is an inject that the facilitator writes during play.
type Draft struct {
	From, Media, Title, Text string
	To                       []int              // places of roles, or Public: the public board, which everyone reads
	Reveals                  []int              // facts that those who receive it learn
	Effects                  []*scenario.Effect `state:"kept" why:"what they did stands in the world"`
	// Objective is the id of the one that it tests, or "".
	Objective string `state:"kept" why:"it is for the staff and changes nothing in the world"`
	// Expects is what good players would do about it; nil for nothing.
	Expects *scenario.Expects `state:"kept" why:"its state is in the digest"`
}

// Answer says whether a command was accepted, and if not, why.
type Answer struct {
	OK bool
	// Refusal says why not, in words that a player understands.
	Refusal string
	// Free is when the role will have a free hand, if that was all that was lacking.
	Free Time
}
