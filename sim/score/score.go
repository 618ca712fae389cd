// Package score measures a run: folds over its events and a few other runs of the same
// scenario and seed that it is compared with.
package score

import (
	"context"
	"fmt"

	"tocsin/sim"
	"tocsin/sim/bot"
	"tocsin/sim/scenario"
)

// Plan is what is to be played.
type Plan struct {
	Model    *sim.Model
	Seed     uint64
	Setup    sim.Setup
	Bots     bool // bots in every seat that Commands leaves free
	Commands []sim.Timed
	Until    sim.Time // at most the horizon
}

// Refusal is a command that was not carried out, and why.
type Refusal struct {
	sim.Timed
	Why string
}

// Played is a run that has been played, with everything that happened in it.
type Played struct {
	Plan
	Engine   *sim.Engine
	Events   []sim.Event
	Refusals []Refusal
	Given    int // commands of the script that were given
}

// Play plays a plan and keeps its events. Roles that the commands speak for are left to
// them; bots, if there are any, play the rest.
func Play(ctx context.Context, p Plan) (*Played, error) {
	out := &Played{Plan: p, Engine: sim.New(p.Model, p.Seed, p.Setup)}
	out.Engine.Observe(func(ev sim.Event) { out.Events = append(out.Events, ev) })
	var table *bot.Table
	if p.Bots {
		sc := p.Model.Scenario
		table = &bot.Table{Plays: make([]bool, len(sc.Roles)), Facilitates: true}
		for i := range table.Plays {
			table.Plays[i] = true
		}
		for _, c := range p.Commands {
			if c.Role >= 0 {
				table.Plays[c.Role] = false
			}
		}
	} else {
		table = &bot.Table{Plays: make([]bool, len(p.Model.Scenario.Roles)), Facilitates: true}
	}
	err := bot.Run(ctx, out.Engine, table, p.Commands, p.Until, func(c sim.Timed, a sim.Answer) {
		out.Given++
		if !a.OK {
			out.Refusals = append(out.Refusals, Refusal{c, a.Refusal})
		}
	})
	return out, err
}

// Harm is the sum of the scenario's outcome gauges at the end of a run and of the runs
// that it is compared with, all on the same seed. A nil means that the scenario has no
// outcome gauge.
type Harm struct {
	Actual *float64 `json:"actual"`
	Idle   *float64 `json:"idle"`   // nobody acted
	Solo   *float64 `json:"solo"`   // bots in every seat, with no sharing and no joint action
	Oracle *float64 `json:"oracle"` // the same bots, every fact known to all at once, agreement instant
}

// Harmed sums the outcome gauges as they stand; false when there is none.
func Harmed(e *sim.Engine) (float64, bool) {
	sum, any := 0.0, false
	for g := range e.Model().Scenario.Gauges {
		if e.Model().Scenario.Gauges[g].Outcome {
			sum, any = sum+e.Gauge(g), true
		}
	}
	return sum, any
}

// Baselines plays the runs that p is compared with and returns the harm of each.
func Baselines(ctx context.Context, p *Played) (Harm, error) {
	var h Harm
	actual, any := Harmed(p.Engine)
	if !any {
		return h, nil
	}
	h.Actual = &actual
	one := func(setup sim.Setup, table *bot.Table) (*float64, error) {
		e := sim.New(p.Model, p.Seed, setup)
		if err := bot.Run(ctx, e, table, nil, p.Until, nil); err != nil {
			return nil, err
		}
		v, _ := Harmed(e)
		return &v, nil
	}
	nobody := make([]bool, len(p.Model.Scenario.Roles))
	var err error
	if h.Idle, err = one(sim.Setup{}, &bot.Table{Plays: nobody, Facilitates: true}); err != nil {
		return h, fmt.Errorf("idle baseline: %w", err)
	}
	if h.Solo, err = one(sim.Setup{}, &bot.Table{Silent: true, Facilitates: true}); err != nil {
		return h, fmt.Errorf("solo baseline: %w", err)
	}
	oracle := sim.Setup{Mechanisms: p.Setup.Mechanisms, SharedKnowledge: true, InstantAgreement: true}
	if h.Oracle, err = one(oracle, &bot.Table{Facilitates: true}); err != nil {
		return h, fmt.Errorf("oracle baseline: %w", err)
	}
	return h, nil
}

// Efficiency is coordination efficiency, CE = (H_solo - H_actual) / (H_solo - H_oracle):
// 1 for the oracle's harm, 0 for that of seats that do not coordinate, below 0 for
// worse. It is undefined (nil) where coordination could avoid no harm.
func (h Harm) Efficiency() *float64 {
	if h.Actual == nil || h.Solo == nil || h.Oracle == nil {
		return nil
	}
	room := *h.Solo - *h.Oracle
	if room <= 1e-9*max(1, *h.Solo) {
		return nil
	}
	ce := (*h.Solo - *h.Actual) / room
	return &ce
}

// Objective is an objective with its value and rating.
type Objective struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Value  *float64 `json:"value"`  // nil: never, or nothing to measure
	Rating string   `json:"rating"` // P, S, M, U, or "-" where there was nothing to rate
}

// Objectives rates every objective of the scenario from its own thresholds.
func Objectives(p *Played) []Objective {
	sc := p.Model.Scenario
	out := make([]Objective, len(sc.Objectives))
	for i := range sc.Objectives {
		o := &sc.Objectives[i]
		v, rated := yardstick(p, i)
		out[i] = Objective{ID: o.ID, Title: o.Title, Value: v, Rating: "-"}
		switch {
		case v != nil:
			out[i].Rating = o.Rate.Rate(*v)
		case rated:
			out[i].Rating = "U"
		}
	}
	return out
}

// yardstick is the value that an objective is measured by, and whether it can be rated
// at all: a time that never came is rated U, a duty whose clock never started is not.
func yardstick(p *Played, objective int) (value *float64, rated bool) {
	sc, e := p.Model.Scenario, p.Engine
	y := &sc.Objectives[objective].Measure
	share := func(good, of float64) (*float64, bool) {
		if of == 0 {
			return nil, false
		}
		v := good / of
		return &v, true
	}
	good, of := 0.0, 0.0
	switch {
	case len(y.Reach) > 0:
		for _, id := range y.Reach {
			f := sc.Find("fact", id)
			g, n := Reach(e, f)
			good, of = good+g, of+n
		}
	case y.TimeTo.Root != nil:
		if v, ok := e.Span(objective); ok {
			return &v, true
		}
		return nil, true
	case len(y.Obligation) > 0:
		for _, id := range y.Obligation {
			started, due, met, missed := e.Duty(sc.Find("obligation", id))
			if started < 0 || met < 0 && !missed {
				continue
			}
			of++
			if met >= 0 && met <= due {
				good++
			}
		}
	case len(y.Joint) > 0:
		for _, id := range y.Joint {
			of++
			if e.Done(sc.Find("action", id)) > 0 {
				good++
			}
		}
	case y.Gauge != "":
		v := e.Gauge(sc.Find("gauge", y.Gauge))
		return &v, true
	case len(y.Probe) > 0:
		for _, id := range y.Probe {
			k := sc.Find("probe", id)
			for _, r := range sc.RolesOf(sc.Probes[k].To) {
				of++
				if o, _ := e.Belief(r, k); o >= 0 && sc.Probes[k].Options[o].ID == sc.Probes[k].Truth {
					good++
				}
			}
		}
	case len(y.NoteFidelity) > 0:
		for _, ev := range p.Events {
			if ev.Kind != sim.NoteKept && ev.Kind != sim.NoteBroken {
				continue
			}
			for _, r := range sc.RolesOf(y.NoteFidelity) {
				if int(ev.Role) == r {
					of++
					if ev.Kind == sim.NoteKept {
						good++
					}
				}
			}
		}
	case y.Expr.Root != nil:
		v := e.Eval(y.Expr.Root)
		return &v, true
	}
	return share(good, of)
}

// Reach counts the roles that need a fact and had it within its target time of the
// first role that knew it (by now, if it has no target), and the roles that need it.
func Reach(e *sim.Engine, fact int) (had, need float64) {
	sc := e.Model().Scenario
	f := &sc.Facts[fact]
	first, any := sim.Time(0), false
	for r := range sc.Roles {
		if t, ok := e.KnownSince(r, fact); ok && (!any || t < first) {
			first, any = t, true
		}
	}
	for _, r := range sc.RolesOf(f.NeededBy) {
		need++
		if t, ok := e.KnownSince(r, fact); ok && (f.Within == 0 || t <= first+sim.At(f.Within)) {
			had++
		}
	}
	return had, need
}

// MechanismsOf resolves the word of an arm to places in the scenario's mechanisms:
// "none", "all", the id of an arm, or that of one mechanism.
func MechanismsOf(sc *scenario.Scenario, word string) ([]int, bool) {
	switch word {
	case "none", "":
		return nil, true
	case "all":
		out := make([]int, len(sc.Mechanisms))
		for i := range out {
			out[i] = i
		}
		return out, true
	}
	if a := sc.Find("arm", word); a >= 0 {
		var out []int
		for _, id := range sc.Arms[a].Mechanisms {
			out = append(out, sc.Find("mechanism", id))
		}
		return out, true
	}
	if m := sc.Find("mechanism", word); m >= 0 {
		return []int{m}, true
	}
	return nil, false
}
