package exercise

import (
	"slices"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// Turns are for people who need time and for programs: time is stopped while seats decide, and moves
// by a turn when every seat has said done, or when the time for it is up. What is measured is
// then what was decided, and not how quickly it was typed.

// turns is how time moves by turns; every is 0 where it moves by the clock.
type turns struct {
	every engine.Time   // exercise time of a turn
	limit time.Duration // of the room, for a turn; 0 for none
	n     int           // the turn, from 1
	done  []int         // roles that have said done
}

// InTurns lets time move by turns, or by the clock again.
type InTurns struct {
	// Every is how much exercise time a turn is; "0s" goes back to the clock.
	Every string `json:"every"`
	// Limit is how long a turn may take in the room; empty for as long as it takes.
	Limit string `json:"limit,omitempty"`
}

func (a *InTurns) do(x *Exercise, by int) Answer {
	every, err := scenario.ParseDuration(a.Every)
	if err != nil {
		return Refuse("%s", err)
	}
	var limit scenario.Duration
	if a.Limit != "" {
		if limit, err = scenario.ParseDuration(a.Limit); err != nil {
			return Refuse("%s", err)
		}
	}
	switch {
	case x.Over():
		return Refuse("The exercise is over")
	case every != 0 && (every < scenario.Second || every > 60*scenario.Day):
		return Refuse("A turn is between 1s and 60d of the exercise")
	case a.Limit != "" && (limit < scenario.Second || limit > scenario.Day):
		return Refuse("A turn may take between 1s and 1d in the room")
	}
	x.directs = direction{}
	x.byTurn = turns{every: engine.At(every), limit: time.Duration(limit), n: 1}
	if !x.e.Started() || x.clock.stopped {
		return yes()
	}
	if every == 0 {
		x.stop("The facilitator moves the clock", allowAll)
	} else {
		x.awaitTurn()
	}
	return yes()
}

// inTurns reports whether time moves by turns.
func (x *Exercise) inTurns() bool { return x.byTurn.every > 0 }

// awaitTurn stops the clock until everybody has said done.
func (x *Exercise) awaitTurn() {
	if !x.Over() {
		x.stop("Everyone decides, and says done", allowAll)
	}
}

// deciding are the roles that can say done: those that somebody plays who is here, and no bot or facilitator.
func (x *Exercise) deciding() []int {
	var out []int
	for r := range x.seats {
		if s := &x.seats[r]; s.holder >= 0 && x.people[s.holder].here && !s.bot && s.helper < 0 {
			out = append(out, r)
		}
	}
	return out
}

// awaited are the roles whose word a turn waits for.
func (x *Exercise) awaited() []int {
	return slices.DeleteFunc(x.deciding(), func(r int) bool { return slices.Contains(x.byTurn.done, r) })
}

// Finish says that a seat has done what it wants to do in this turn. When the last seat has said so,
// time moves. A turn does not wait for who is away, but nothing moves when the last seat that it waits for
// goes: a facilitator can let time move at once.
type Finish struct {
	// N is the turn that is meant, so that a late word does not end the next; 0 for the one under way.
	N int `json:"n,omitempty"`
}

func (*Finish) moves() {}

func (a *Finish) do(x *Exercise, by int) Answer {
	r, staff := x.people[by].role, x.people[by].kind == KindFacilitator
	switch {
	case !x.inTurns():
		return Refuse("Time does not move in turns")
	case r < 0 && !staff:
		return Refuse("Take a seat first")
	case !x.e.Started():
		return Refuse("The exercise has not begun")
	case x.Over():
		return Refuse("The exercise is over")
	case x.clock.stopped:
		return Refuse("The exercise is stopped")
	case x.clock.allows != allowAll:
		return Refuse("The exercise is paused")
	case a.N > x.byTurn.n:
		return Refuse("Turn %d has not begun", a.N)
	case a.N != 0 && a.N < x.byTurn.n:
		return Refuse("Turn %d is over already", a.N)
	case staff:
		x.takeTurn()
		return yes()
	case slices.Contains(x.byTurn.done, r):
		return Refuse("You have said so")
	}
	x.byTurn.done = append(x.byTurn.done[:len(x.byTurn.done):len(x.byTurn.done)], r)
	if len(x.awaited()) == 0 {
		x.takeTurn()
	}
	return yes()
}

// takeTurn lets time move by a turn.
func (x *Exercise) takeTurn() {
	x.byTurn.n++
	x.byTurn.done = nil
	x.moveTo(min(x.e.Horizon(), x.e.Now()+x.byTurn.every))
	x.awaitTurn()
}

// turnOver is the room's own act when the time of a turn is up.
type turnOver struct{}

func (*turnOver) roomOnly() {}
func (*turnOver) moves()    {}

func (*turnOver) do(x *Exercise, _ int) Answer {
	if !x.inTurns() || !x.e.Started() || x.Over() || x.clock.allows != allowAll {
		return Refuse("No turn is under way")
	}
	x.takeTurn()
	return yes()
}

// Turn is the turn under way: its number, and how long it may take in the room, 0 for as long
// as it takes. ok is false while none is.
func (x *Exercise) Turn() (n int, limit time.Duration, ok bool) {
	ok = x.inTurns() && x.e.Started() && !x.Over() && x.clock.allows == allowAll
	return x.byTurn.n, x.byTurn.limit, ok
}

// TurnNow is the turn under way. Staff read of all seats, others of those that everybody may know of.
type TurnNow struct {
	N     int    `json:"n"`     // from 1
	Every string `json:"every"` // exercise time of a turn
	// Waiting are the titles of the seats that have not said done.
	Waiting []string `json:"waiting"`
	// Nobody is set where nobody who is here plays a seat, so that nobody can say done.
	Nobody bool `json:"nobody,omitempty"`
	// Done is set for a seat that has said done, Yours for one that the turn still waits for. Neither is for who
	// advises a seat.
	Done  bool `json:"done,omitempty"`
	Yours bool `json:"yours,omitempty"`
	// Left is how many seconds are left of the turn; nil where it takes as long as it takes.
	Left *int `json:"left,omitempty"`
}

// Waits says for whom the turn waits.
func (t *TurnNow) Waits() string {
	switch {
	case len(t.Waiting) > 0:
		return "It waits for " + phrase.List(t.Waiting) + "."
	case t.Yours: // not everybody may know of the seat
		return "It waits for you."
	case t.Nobody && !t.Done:
		return "Nobody who is here plays a seat."
	}
	return "Everybody who is here has said done."
}

// Stands reports whether only a facilitator can end the turn: nobody is left who could say done, and its time is
// not limited. It is for a turn as staff see it.
func (t *TurnNow) Stands() bool { return len(t.Waiting) == 0 && t.Left == nil }

// turnNow is the turn under way, as staff see it or everybody else; nil where time does not move in turns.
func (x *Exercise) turnNow(staff bool) *TurnNow {
	if !x.inTurns() || !x.e.Started() || x.Over() {
		return nil
	}
	deciding, awaited := x.deciding(), x.awaited()
	if !staff {
		deciding, awaited = x.anyone(deciding), x.anyone(awaited)
	}
	return &TurnNow{N: x.byTurn.n, Every: scenario.Duration(x.byTurn.every).String(),
		Waiting: x.titles(awaited), Nobody: len(deciding) == 0}
}
