package exercise

import (
	"context"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// Score is the values of the measures at a moment. Only staff see it.
type Score struct {
	At Moment `json:"at"`
	// Events is how many had happened by then.
	Events int          `json:"events"`
	Marks  score.Scores `json:"marks"`
	// Unhelped are the scores of the same commands without what the facilitator did; nil
	// where nothing was done.
	Unhelped *score.Scores `json:"unhelped,omitempty"`
	Helps    []Helped      `json:"helps"`
	// Harm is the sum of the outcome gauges by now, and by now in the runs that it is
	// compared with.
	Harm       score.Harm `json:"harm"`
	HarmUnit   string     `json:"harm_unit,omitempty"`
	Efficiency *float64   `json:"efficiency"` // coordination efficiency, at most 1
	Pace       score.Pace `json:"pace"`       // of relevance
	Objectives []Marked   `json:"objectives"` // in the order of the scenario
	Findings   []string   `json:"findings"`   // what is behind it, the weightiest first
}

// Helped is a score that acts of the facilitator have touched, for good or ill.
type Helped struct {
	Score string `json:"score"` // speed, effectiveness, coordination, total
	Acts  int    `json:"acts"`
	Last  Line   `json:"last"` // the last of them
}

// Marked is an objective as its own measure rates it.
type Marked struct {
	ID     string   `json:"id"`
	Value  *float64 `json:"value"`  // nil for never, and where there is nothing to measure
	Rating string   `json:"rating"` // P S M U, or "-" where there is nothing to rate yet
	Text   string   `json:"text"`   // what was measured, in words
	Limits string   `json:"limits"` // of the ratings: "P from 90%, S 70%, M 40%"
}

// most is how many findings a score holds at most.
const most = 3

// tally is what has to be kept, in addition to the engine, to work the score out: what was done
// and how much harm there was when. It follows from the record like all the rest.
type tally struct {
	model   *engine.Model // without notes of players
	setup   engine.Setup  `shared:"never changed"`
	harms   []float64     `shared:"grows at its end alone, and the capacity of a copy is cut"` // by event, as a ledger wants it
	acts    []deedDone    `shared:"grows at its end alone, and the capacity of a copy is cut"`
	changed []bool        // by role: passed between a bot and people since STARTEX
	weights []float64     `shared:"never changed once they are there"` // how much each action of the model matters; nil before the first score
}

// deedDone is a command that was accepted.
type deedDone struct {
	engine.Timed
	bot bool
}

func (t *tally) clone() tally {
	c := *t
	c.harms, c.acts = t.harms[:len(t.harms):len(t.harms)], t.acts[:len(t.acts):len(t.acts)]
	c.changed = slices.Clone(t.changed)
	return c
}

// Weighed takes over from a judged clone how much each action matters, so that the next score need not
// work it out.
func (x *Exercise) Weighed(clone *Exercise) { x.tally.weights = clone.tally.weights }

func (x *Exercise) botGave(c engine.Timed) {
	x.tally.acts = append(x.tally.acts, deedDone{c, true})
	x.seatActed(c.Role)
}

// played is the run so far as scores want it. Its engine is the exercise's own, which
// must not go on meanwhile.
func (x *Exercise) played() *score.Played {
	t := &x.tally
	plan := score.Plan{Model: t.model, Seed: x.e.Seed(), Setup: t.setup, Until: x.Now(), Attended: !x.automatic,
		Plays: make([]bool, len(x.seats))}
	for r := range x.seats {
		plan.Plays[r] = x.bots.Plays[r] && !t.changed[r]
	}
	p := &score.Played{Engine: x.e, Events: x.events, Harms: t.harms, Ledger: &score.Ledger{}, Weights: t.weights}
	for _, a := range t.acts {
		p.Acts = append(p.Acts, a.Timed)
		if a.Role < 0 || !plan.Plays[a.Role] || !a.bot { // what those bots do, they do again
			plan.Commands = append(plan.Commands, a.Timed)
		}
	}
	p.Plan, p.Given = plan, len(plan.Commands)
	p.Ledger.Reset(x.e.Model())
	p.Ledger.Seated(plan.Plays)
	for i, ev := range x.events {
		p.Ledger.See(ev, t.harms[i])
	}
	harm, _ := score.Harmed(x.e)
	p.Ledger.Until(x.Now(), harm)
	return p
}

// Score computes the values of the measures now. It plays the runs that this one is compared
// with, so it is for a copy of the exercise, or one that does not change meanwhile. Before STARTEX there
// is none.
func (x *Exercise) Score(ctx context.Context) (*Score, error) {
	s, _, err := x.mark(ctx)
	return s, err
}

func (x *Exercise) mark(ctx context.Context) (*Score, *score.Card, error) {
	if !x.e.Started() {
		return nil, nil, nil
	}
	p := x.played()
	card, err := score.Mark(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	x.tally.weights = p.Weights
	s := &Score{At: x.moment(x.Now()), Events: len(x.events), Marks: card.Scores, Unhelped: card.Unhelped,
		Helps: x.helps(card.Help), Harm: card.Harm, HarmUnit: x.harmUnit(),
		Efficiency: card.Efficiency, Pace: card.Pace, Objectives: []Marked{},
		Findings: score.Findings(x.scenario, card, most)}
	for i, o := range card.Objectives {
		if o.Value == nil && !x.Over() {
			o.Rating = "-" // it may still come
		}
		s.Objectives = append(s.Objectives, Marked{o.ID, o.Value, o.Rating, x.measured(i, o),
			limits(&x.scenario.Objectives[i])})
	}
	return s, &card, nil
}

// harmUnit is the unit of the outcome gauges, where they have one in common.
func (x *Exercise) harmUnit() string {
	unit, first := "", true
	for i := range x.scenario.Gauges {
		if g := &x.scenario.Gauges[i]; g.Outcome {
			if !first && g.Unit != unit {
				return ""
			}
			unit, first = g.Unit, false
		}
	}
	return unit
}

// helps gathers the acts of the facilitator by the score that they touched.
func (x *Exercise) helps(list []score.Help) []Helped {
	out := []Helped{}
	for _, name := range []string{"total", "speed", "effectiveness", "coordination"} {
		h := Helped{Score: name}
		for _, a := range list {
			if slices.Contains(a.Scores, name) {
				h.Acts++
				h.Last = x.lines(a.Event, a.Event+1)[0]
			}
		}
		if h.Acts > 0 {
			out = append(out, h)
		}
	}
	return out
}
