package exercise

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
)

// What is done to the room itself: closing it, leaving it alone, calling the roll, telling the
// truth afterwards.

// Shut closes the room for everyone. The exercise stays as it is, in its record: it can be
// continued, if ENDEX has not come.
type Shut struct {
	Why string `json:"why,omitempty"`
}

func (a *Shut) do(x *Exercise, by int) Answer {
	if x.Running() {
		x.stop("The room is closed", allowNothing)
	}
	x.notify(fromExercise(), audience{all: true}, a.Words(x.people[by].name))
	return yes()
}

// Words say who has closed the room, and why.
func (a *Shut) Words(who string) string {
	if why := strings.TrimRight(OneLine(a.Why, 200), "."); why != "" {
		return fmt.Sprintf("%s has closed the room: %s", who, why)
	}
	return who + " has closed the room"
}

// unattended is the room's own act when no facilitator has been there for a while: the clock
// is paused until one comes back.
type unattended struct{}

func (*unattended) roomOnly() {}

func (*unattended) do(x *Exercise, _ int) Answer {
	if !x.Running() {
		return Refuse("The clock is already paused")
	}
	x.stop("No facilitator is here", allowTalk)
	x.notify(fromExercise(), audience{all: true},
		"No facilitator is here. The clock is paused until one is back; your seats are kept.")
	return yes()
}

// roll is a check of connections.
type roll struct {
	asked bool
	at    engine.Time
	begun bool // the exercise had begun
	// here are the people who have confirmed, in their order; came those who have come in since, which
	// is confirmation enough.
	here []int `shared:"grows at its end alone, and the capacity of a copy is cut"`
	came []int `shared:"grows at its end alone, and the capacity of a copy is cut"`
}

// RollCall asks everybody who is here to confirm that they see it.
type RollCall struct{}

func (*RollCall) do(x *Exercise, by int) Answer {
	x.roll = roll{asked: true, at: x.e.Now(), begun: x.e.Started()}
	return yes()
}

// Confirm answers a check of connections.
type Confirm struct{}

func (*Confirm) do(x *Exercise, by int) Answer {
	switch {
	case !x.roll.asked:
		return Refuse("Nobody has asked who is here")
	case x.confirmed(by):
		return Refuse("You have said so")
	}
	x.roll.here = append(x.roll.here[:len(x.roll.here):len(x.roll.here)], by)
	return yes()
}

func (x *Exercise) confirmed(p int) bool {
	for _, q := range x.roll.here {
		if q == p {
			return true
		}
	}
	return false
}

// Roll is a check of connections as somebody sees it.
type Roll struct {
	At Moment `json:"at"`
	// Yours is set once you have confirmed or come in since, and for those who are not asked.
	Yours bool `json:"yours"`
	// Here and Missing are, for staff, who has confirmed and who is connected and has not.
	Here    []string `json:"here,omitempty"`
	Missing []string `json:"missing,omitempty"`
}

// called reports whether somebody is asked in a check of connections.
func called(k Kind) bool { return k == KindPlayer || k == KindEvaluator || k == KindObserver }

// calling reports whether a check of connections goes on: one from before STARTEX ends with STARTEX.
func (x *Exercise) calling() bool { return x.roll.asked && x.roll.begun == x.e.Started() }

func (x *Exercise) rollFor(p int) *Roll {
	if !x.calling() {
		return nil
	}
	who := &x.people[p]
	came := func(p int) bool { return slices.Contains(x.roll.came, p) }
	r := &Roll{At: x.moment(x.roll.at), Yours: x.confirmed(p) || came(p) || !called(who.kind)}
	for i := range x.people {
		q := &x.people[i]
		switch {
		case !who.kind.Staff() || !called(q.kind):
		case x.confirmed(i), q.here && came(i):
			r.Here = append(r.Here, q.name)
		case q.here:
			r.Missing = append(r.Missing, q.name)
		}
	}
	return r
}

// Reveal shows everybody, after ENDEX, what really happened.
type Reveal struct {
	On bool `json:"on"`
}

func (a *Reveal) do(x *Exercise, by int) Answer {
	switch {
	case !x.Over():
		return Refuse("Before ENDEX only the staff may see it")
	case x.revealed == a.On:
		return Refuse("It is already set like that")
	}
	x.revealed = a.On
	return yes()
}

// TruthOf is what really happened, for all to see after ENDEX.
type TruthOf struct {
	// Facts are all that could be known, with who came to know each, and when.
	Facts []WorldFact `json:"facts"`
	// Log is what happened, without what is of little weight: the last lines, at most LogLength.
	Log    []Line       `json:"log"`
	Gauges []WorldGauge `json:"gauges"`
	Probes []TrueAnswer `json:"probes"`
}

// TrueAnswer is a question of belief, with the right answer.
type TrueAnswer struct {
	Ask    string `json:"ask"`
	Answer string `json:"answer"`
}

// truthFor is what is shown once it has been revealed; nil before.
func (x *Exercise) truthFor() *TruthOf {
	if !x.told() {
		return nil
	}
	return x.truth()
}

// truth is what really happened.
func (x *Exercise) truth() *TruthOf {
	var c Control
	x.world(&c)
	t := &TruthOf{Facts: c.Facts, Gauges: c.Gauges, Log: []Line{}, Probes: []TrueAnswer{}}
	for _, l := range x.lines(0, len(x.events)) {
		if !l.Quiet {
			t.Log = append(t.Log, l)
		}
	}
	t.Log = t.Log[max(0, len(t.Log)-LogLength):]
	for i := range x.scenario.Probes {
		p := &x.scenario.Probes[i]
		for _, o := range p.Options {
			if o.ID == p.Truth {
				t.Probes = append(t.Probes, TrueAnswer{p.Ask, o.Text})
			}
		}
	}
	return t
}
