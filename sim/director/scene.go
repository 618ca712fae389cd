package director

import (
	"time"

	"tocsin/sim/engine"
)

// Scene is the state of an exercise and its room, as far as the director uses it.
type Scene struct {
	// Spent is the room time that has passed, the planned brief included.
	Spent time.Duration
	Now   engine.Time // exercise time
	Pace  engine.Time // exercise time in a minute of the room
	State State
	// Ends are the ends of the moves from STARTEX, the horizon the last; Ended is how many have ended.
	Ends  []engine.Time
	Ended int
	// Played and Talked are, by move, how long the clock has run and how long the discussion after it
	// has taken, and Washed how long the hot wash has, as far as is known. Only the first look uses
	// them: then the director counts itself.
	Played, Talked []time.Duration
	Washed         time.Duration
	// News counts, for each seat that somebody plays, what has reached it and what it has done: a
	// change means that something has happened that people deal with. It is 0 for others.
	News []int
	// Unread is how many messages each seat has still to read, for those seats whose people read.
	Unread []int
	// Open are the answers that are expected now.
	Open []Answer
	// Rulings are how many free-text actions wait for the facilitator.
	Rulings int
	// Question is set while a question to the room is open.
	Question bool
	// Busy is set while somebody writes: a form is open, or keys are pressed.
	Busy bool
	// Hand is set while the facilitator moves the clock by hand.
	Hand bool
	// Ahead is what is foreseen.
	Ahead Foresight
}

// State is what the clock does.
type State int

// The states of a clock.
const (
	Before  State = iota // before STARTEX
	Running              // the clock runs
	Talking              // a move has ended, and the room talks about it
	Holding              // the director holds the clock while the facilitator rules
	Halted               // a person has stopped the clock
	Over                 // after ENDEX
)

// Answer is something that a seat is expected to do, by a time.
type Answer struct {
	ID    string // the same in each scene
	Title string
	From  engine.Time
	Due   engine.Time
}

// Foresight is what lies ahead.
type Foresight struct {
	// News are the times at which something would reach a seat if bots played all of them, in
	// their order: what the rest of the exercise is likely to be.
	News []engine.Time
	// Answers are those that will be expected then.
	Answers []Answer
	// End is when the exercise would end.
	End engine.Time
	// Next is when something next reaches a seat if nobody does anything; End at the latest.
	Next engine.Time
}

// waits says what a discussion whose time is over still waits for; empty for nothing.
func (s *Scene) waits() string {
	switch {
	case s.Rulings > 0:
		return "the facilitator, who has still to rule"
	case s.Question:
		return "the question to the room that is open"
	case s.Busy:
		return "somebody who is writing"
	}
	return ""
}
