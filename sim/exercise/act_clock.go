package exercise

import (
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// What players may do while the clock is paused.
const (
	allowAll     = "everything"
	allowTalk    = "talk"
	allowNothing = "nothing"
)

// stop stops the clock.
func (x *Exercise) stop(why, allows string) {
	x.clock.running, x.clock.why, x.clock.allows, x.clock.talks = false, why, allows, false
	x.directs.holding = false
}

// Start is STARTEX.
type Start struct {
	// Paused begins with the clock paused, for a facilitator who steps.
	Paused bool `json:"paused,omitempty"`
}

func (a *Start) do(x *Exercise, by int) Answer {
	switch {
	case x.e.Started():
		return Refuse("The exercise has already started")
	case x.clock.stopped:
		return Refuse("The exercise is stopped: resume it first")
	}
	x.begin()
	if x.inTurns() {
		x.awaitTurn()
		return yes()
	}
	if a.Paused {
		x.stop("The facilitator moves the clock", allowAll)
	}
	return yes()
}

// Pause stops the clock.
type Pause struct {
	Why string `json:"why,omitempty"`
	// Allows: talk (the default), everything, or nothing.
	Allows string `json:"allows,omitempty"`
}

func (a *Pause) do(x *Exercise, by int) Answer {
	allows := a.Allows
	if allows == "" {
		allows = allowTalk
	}
	switch {
	case allows != allowAll && allows != allowTalk && allows != allowNothing:
		return Refuse("allows is everything, talk or nothing")
	case !x.e.Started():
		return Refuse("The exercise has not begun")
	case x.Over():
		return Refuse("The exercise is over")
	case x.clock.stopped:
		return Refuse("The exercise is already stopped")
	}
	why := OneLine(a.Why, 200)
	if why == "" {
		why = "Paused by the facilitator"
	}
	if allows == x.clock.allows && why == x.clock.why {
		return Refuse("The exercise is already paused")
	}
	x.stop(why, allows)
	return yes()
}

// Resume lets the clock go on.
type Resume struct{}

func (a *Resume) do(x *Exercise, by int) Answer {
	stopped := x.clock.stopped
	out := a.resume(x)
	if out.OK && stopped { // what was said of the emergency must not stay the last word on any screen
		x.notify(fromExercise(), audience{all: true}, "The emergency is over. The exercise goes on.")
	}
	return out
}

func (*Resume) resume(x *Exercise) Answer {
	switch {
	case !x.e.Started() && x.clock.stopped: // the emergency is over; STARTEX is still to come
		x.clock.stopped, x.clock.why, x.clock.allows = false, "Before STARTEX", allowAll
		return yes()
	case !x.e.Started():
		return Refuse("The exercise has not begun")
	case x.Over():
		return Refuse("The exercise is over")
	case x.clock.running:
		return Refuse("The clock is already running")
	}
	if x.inTurns() {
		if x.clock.allows == allowAll {
			return Refuse("Time moves in turns, when every seat has said done")
		}
		x.clock.stopped = false
		x.awaitTurn()
		return yes()
	}
	// What the move's end asked stays: it is there again if the clock is paused again.
	x.goOn()
	return yes()
}

// goOn lets the clock run.
func (x *Exercise) goOn() {
	x.clock.running, x.clock.stopped, x.clock.why, x.clock.allows = true, false, "", allowAll
	x.directs.holding = false
	x.wall = Wall{Venues: x.wall.Venues, Lines: x.wall.Lines} // the move that was talked about is over
}

// Stop stops the exercise for a real emergency: nothing runs, nobody acts, everyone is
// told that this is no exercise.
type Stop struct {
	Text string `json:"text,omitempty"`
}

func (a *Stop) do(x *Exercise, by int) Answer {
	if x.clock.stopped {
		return Refuse("The exercise is already stopped")
	}
	text := OneLine(a.Text, 400)
	if text == "" {
		text = "REAL EMERGENCY. Stop the exercise and listen to the facilitator."
	}
	x.stop(text, allowNothing)
	x.clock.stopped = true
	x.notify(x.spoken(by), audience{all: true}, "NO EXERCISE: "+text)
	return yes()
}

// Pace sets how much exercise time passes in a minute of the room, from 1 second to 60 days.
type Pace struct {
	Minute string `json:"minute"`
}

func (a *Pace) do(x *Exercise, by int) Answer {
	d, err := scenario.ParseDuration(a.Minute)
	switch {
	case err != nil:
		return Refuse("%s", err)
	case d < scenario.Second || d > 60*scenario.Day:
		return Refuse("A minute of the room is between 1s and 60d of the exercise")
	}
	x.clock.pace = engine.At(d)
	x.directs.hand = true // a director, if there is one, no longer moves the clock
	return yes()
}

// Step moves time to the next thing of a kind, and pauses there.
type Step struct {
	To string `json:"to"` // event, inject or move
}

func (a *Step) do(x *Exercise, by int) Answer {
	if why := x.cannotMove(); why != "" {
		return Refuse("%s", why)
	}
	target := x.e.Horizon()
	switch a.To {
	case "event":
		if at, ok := x.e.Next(); ok {
			target = at
		}
		if at, ok := x.bots.Next(); ok {
			target = min(target, max(at, x.e.Now()))
		}
	case "inject":
		for i := range x.scenario.Injects {
			if at, due, _ := x.e.InjectDue(i); due {
				target = min(target, at)
			}
		}
	case "move": // where it ends the clock stops by itself
	default:
		return Refuse("Step to the next event, inject or move")
	}
	x.moveTo(target)
	return yes()
}

// Jump moves time to a moment, and pauses there. What falls in between happens
// in its order; the clock stops earlier where a move ends.
type Jump struct {
	// By is how far; To, instead, is a time since STARTEX.
	By string `json:"by,omitempty"`
	To string `json:"to,omitempty"`
}

func (a *Jump) do(x *Exercise, by int) Answer {
	if why := x.cannotMove(); why != "" {
		return Refuse("%s", why)
	}
	to, err := a.target(x)
	if err != nil {
		return Refuse("%s", err)
	}
	if to <= x.e.Now() {
		return Refuse("Time only goes forward; it is %s now", x.e.Now())
	}
	x.moveTo(to)
	return yes()
}

func (a *Jump) target(x *Exercise) (engine.Time, error) {
	text, from := a.By, x.e.Now()
	if a.To != "" {
		text, from = a.To, 0
	}
	d, err := scenario.ParseDuration(text)
	if err != nil {
		return 0, err
	}
	return min(x.e.Horizon(), from+min(engine.At(d), x.e.Horizon())), nil
}

func (x *Exercise) cannotMove() string {
	switch {
	case !x.e.Started():
		return "The exercise has not begun"
	case x.Over():
		return "The exercise is over"
	case x.clock.stopped:
		return "The exercise is stopped: resume it first"
	}
	return ""
}

// moveTo moves time to a moment, or to where a move ends on the way; the clock is paused afterwards.
func (x *Exercise) moveTo(to engine.Time) {
	x.clock.running, x.clock.discuss = true, 0
	x.Advance(to)
	if x.clock.running { // no move has ended on the way
		x.stop("The facilitator moves the clock", allowAll)
	}
}

// tick says only that time has come so far.
type tick struct{}

func (*tick) do(*Exercise, int) Answer { return yes() }

// OneLine is one line of text from a person, at most n characters long.
func OneLine(s string, n int) string {
	r := []rune(scenario.CleanLine(s))
	return string(r[:min(len(r), n)])
}

// cutLine is a text in one line of at most n characters, with … where it was cut.
func cutLine(s string, n int) string {
	if s = scenario.CleanLine(s); len([]rune(s)) <= n {
		return s
	}
	s = OneLine(s, n-2)
	if at := strings.LastIndexByte(s, ' '); at > 0 {
		s = s[:at]
	}
	return strings.TrimRight(s, " ,;:") + " …"
}

// resumed is a room that continues from its record: nobody is there yet, and the clock
// is paused.
type resumed struct{}

func (*resumed) do(x *Exercise, by int) Answer {
	x.lost = nil // the files of the record are other ones now
	for i := range x.people {
		x.people[i].here = false
		if r := x.people[i].role; r >= 0 {
			x.desks[r].away()
		}
	}
	if x.e.Started() && !x.Over() && !x.clock.stopped {
		x.stop("Continued after an interruption", allowTalk)
	}
	return yes()
}
