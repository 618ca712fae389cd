package exercise

import (
	"slices"
	"time"

	"tocsin/sim/director"
	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// A director moves the clock, so that the exercise is done when the room has to be left. What
// it means to do is worked out by package director from what a room shows it; what it does is
// in the record, as an act of the room.

// direction is how the time of the room is planned. The zero value plans nothing.
type direction struct {
	asked   time.Duration // of the room in all; 0 for no director
	hand    bool          // the facilitator moves the clock
	spent   time.Duration // of the room's time, as of the last entry; what is planned before STARTEX counts
	wall    time.Time     // of the last entry
	holding bool          // the clock is paused because the facilitator rules
	ran     []Conducted   `shared:"grows at its end alone, and the capacity of a copy is cut"`

	was    director.State  // after the last entry
	move   int             // and how many moves had ended then
	early  time.Duration   // of the room before STARTEX, with a player in a seat
	played []time.Duration // by move: of spent, with the clock running
	talked []time.Duration // by move: of spent, in the discussion after it
	washed time.Duration   // of spent, after ENDEX
}

// Conducted is something that the director has done.
type Conducted struct {
	At   Moment `json:"at"`
	Text string `json:"text"`
}

func (d direction) clone() direction {
	d.ran = d.ran[:len(d.ran):len(d.ran)]
	d.played, d.talked = slices.Clone(d.played), slices.Clone(d.talked)
	return d
}

// drives reports whether a director moves the clock now.
func (d *direction) drives() bool { return d.asked > 0 && !d.hand }

// passed notes how much time of the room has passed until an entry, and for what it was used. Time in
// which the host was suspended, or was not there, does not count.
func (d *direction) passed(x *Exercise, en record.Entry) {
	if en.Wall.IsZero() {
		return // an entry that is tried on a copy
	}
	since := en.Wall.Sub(d.wall)
	if a, ok := Decoded(en).(*Stood); ok {
		gone, _ := time.ParseDuration(a.For) // 0 where it says nothing
		since -= gone
	}
	if en.Verb != "resumed" {
		d.spend(x, max(since, 0))
	}
	d.wall = en.Wall
}

// spend counts time of the room by the state after the entry before.
func (d *direction) spend(x *Exercise, since time.Duration) {
	switch {
	case !x.e.Started():
		if slices.ContainsFunc(x.seats, func(s seat) bool { return s.holder >= 0 && !s.bot }) {
			d.early += since
		}
		return
	case d.asked == 0:
		return
	}
	d.spent += since
	more := make([]time.Duration, max(len(x.ends()), len(d.played))-len(d.played))
	d.played, d.talked = append(d.played, more...), append(d.talked, more...)
	switch d.was {
	case director.Running:
		d.played[d.move] += since
	case director.Talking: // after a move
		d.talked[max(d.move-1, 0)] += since
	case director.Over:
		d.washed += since
	}
}

// stands notes the state after an entry.
func (d *direction) stands(x *Exercise, en record.Entry) {
	if !en.Wall.IsZero() {
		d.was, d.move = x.clockIs(), x.clock.moves
	}
}

// Timed notes the time in the room at which an entry was made; this copy has tried that entry.
func (x *Exercise) Timed(en record.Entry) {
	x.directs.passed(x, en)
	x.directs.stands(x, en)
}

// Early is the time of the room before STARTEX with a player in a seat, as of the last entry.
func (x *Exercise) Early() time.Duration { return x.directs.early }

// begin is STARTEX: what comes before it has had the time that was planned for it.
func (d *direction) begin(x *Exercise) {
	d.spent = director.LayOut(d.asked, len(x.ends()), x.brought).Early()
}

// The least and the most time that a room can be planned for.
const leastTime, mostTime = 5 * time.Minute, 24 * time.Hour

// Direct has the director move the clock, or takes it back.
type Direct struct {
	// Time is how long the room has: before STARTEX in all, from the brief to the end of the
	// hot wash; later from now on. Empty is as before.
	Time string `json:"time,omitempty"`
	// On is false where the facilitator moves the clock by hand.
	On bool `json:"on"`
}

func (a *Direct) do(x *Exercise, by int) Answer {
	d := &x.directs
	switch {
	case x.inTurns():
		return Refuse("Time moves in turns, so no director moves it")
	case x.Over():
		return Refuse("The exercise is over")
	case !a.On && a.Time != "":
		return Refuse("Give the director a time, or take the clock by hand")
	case !a.On && !d.drives():
		return Refuse("The clock is already moved by hand")
	case !a.On:
		d.hand = true
		if d.holding { // it stays where it is until the facilitator lets it go on
			x.stop("The facilitator moves the clock", allowAll)
		}
		return yes()
	case a.Time == "" && d.asked == 0:
		return Refuse("Say how much time the room has: direct 90m")
	case a.Time == "" && !d.hand:
		return Refuse("The director already moves the clock")
	case a.Time == "":
		d.hand = false
		return yes()
	}
	span, err := scenario.ParseDuration(a.Time)
	asked := time.Duration(span)
	switch {
	case err != nil:
		return Refuse("%s", err)
	case asked < leastTime || asked > mostTime:
		return Refuse("The time of a room is at least 5 minutes and at most 24 hours")
	}
	d.hand, d.asked = false, asked
	if x.e.Started() {
		d.asked += d.spent
	}
	return yes()
}

// The words for what a director does.
const (
	conductPace = "pace"
	conductGoOn = "go on"
	conductHold = "hold"
)

// Directed is what the director does with the clock.
type Directed struct {
	Do     string `json:"do"`               // pace, go on, hold
	Minute string `json:"minute,omitempty"` // of pace: exercise time in a minute of the room
	Why    string `json:"why"`
}

func (*Directed) roomOnly() {}

func (a *Directed) do(x *Exercise, _ int) Answer {
	d := &x.directs
	if !d.drives() || x.Over() || !x.e.Started() || x.clock.stopped {
		return Refuse("No director moves the clock")
	}
	text := ""
	switch a.Do {
	case conductPace:
		pace, _ := scenario.ParseDuration(a.Minute) // 0 where it is none
		if pace < scenario.Second || pace > 60*scenario.Day {
			return Refuse("A minute of the room is between 1s and 60d of the exercise")
		}
		x.clock.pace = engine.At(pace)
		text = "A minute is " + pace.String()
	case conductGoOn:
		if x.clock.running || !x.clock.talks && !d.holding {
			return Refuse("The clock does not wait for the director")
		}
		x.goOn()
		text = "The clock goes on"
	case conductHold:
		if !x.clock.running {
			return Refuse("The clock is already paused")
		}
		x.stop("The facilitator rules on what somebody tries", allowAll)
		d.holding, text = true, "The clock is paused"
	default:
		return Refuse("A director gives a pace, goes on or holds")
	}
	d.ran = append(d.ran, Conducted{x.moment(x.e.Now()), OneLine(text+": "+a.Why, 200)})
	return yes()
}

// Conduct is an act of a director as the record has it.
func Conduct(a director.Act) *Directed {
	out := &Directed{Why: a.Why}
	switch a.Do {
	case director.Set:
		out.Do, out.Minute = conductPace, scenario.Duration(a.Pace).Exact()
	case director.GoOn:
		out.Do = conductGoOn
	case director.Hold:
		out.Do = conductHold
	}
	return out
}
