package playability

import (
	"context"
	"slices"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// pairs is the number of pairs of runs on which an action or a mechanism is tried.
const pairs = 24

// Moves is what an action or a mechanism changes, over pairs of runs on the same seed. In one run
// the action is taken as soon as it is possible, or the mechanism is in force; in the other it is
// not. Bots play the rest by their notes.
type Moves struct {
	Trials int `json:"trials"` // pairs in which the action could be taken
	// Harm is how much harm it adds, as a mean over all pairs; below 0 is harm avoided.
	Harm score.Paired `json:"harm"`
	// What lists the things that differ at the end of some pair in which the action could be taken:
	// "gauge copies", "fact egress", "inject story".
	What []string `json:"what"`

	came []bool // by inject: it came in some run, with or without
}

// something reports whether anything that matters differs: more than that an inject comes
// which tells nothing and does nothing.
func (m *Moves) something(sc *scenario.Scenario) bool {
	return slices.ContainsFunc(m.What, func(thing string) bool {
		for i := range sc.Injects {
			in := &sc.Injects[i]
			if thing == "inject "+in.ID {
				return len(in.Effects) > 0 || len(in.Reveals) > 0 || in.Expects != nil
			}
		}
		return true
	})
}

// trial is what is tried, an action or a mechanism; the other is -1.
type trial struct{ action, mechanism int }

// trialsOf returns a trial for each action, then for each mechanism.
func trialsOf(sc *scenario.Scenario) []trial {
	var out []trial
	for i := range sc.Actions {
		out = append(out, trial{i, -1})
	}
	for i := range sc.Mechanisms {
		out = append(out, trial{-1, i})
	}
	return out
}

func movesOf(ctx context.Context, m *engine.Model, t trial) (Moves, error) {
	out := Moves{What: []string{}, came: make([]bool, len(m.Scenario.Injects))}
	differences := make([]float64, 0, pairs)
	for seed := range uint64(pairs) {
		without, err := endOf(ctx, m, seed, t, false)
		if err != nil {
			return out, err
		}
		with, err := endOf(ctx, m, seed, t, true)
		if err != nil {
			return out, err
		}
		differences = append(differences, with.harm-without.harm)
		for i := range out.came {
			out.came[i] = out.came[i] || with.came[i] > 0 || without.came[i] > 0
		}
		if !with.done {
			continue
		}
		out.Trials++
		for i, thing := range with.things {
			if name := with.names[i]; thing != without.things[i] && !slices.Contains(out.What, name) {
				out.What = append(out.What, name)
			}
		}
	}
	out.Harm = score.PairedOf(differences)
	return out, nil
}

// ending is the state of a run when it ended.
type ending struct {
	harm   float64
	done   bool // the action was begun, or a mechanism is tried
	names  []string
	things []float64
	came   []float64 // by inject: how often it came
}

func (n *ending) add(name string, v float64) {
	n.names, n.things = append(n.names, name), append(n.things, v)
}

func (n *ending) yes(name string, is bool) {
	v := 0.0
	if is {
		v = 1
	}
	n.add(name, v)
}

// endOf plays a run without what is tried, or with it: all who may take the action do as soon
// as they can.
func endOf(ctx context.Context, m *engine.Model, seed uint64, t trial, with bool) (*ending, error) {
	sc := m.Scenario
	var setup engine.Setup
	if with && t.mechanism >= 0 {
		setup.Mechanisms = []int{t.mechanism}
	}
	e := engine.New(m, seed, setup)
	played := &score.Played{Plan: score.Plan{Model: m, Seed: seed}, Engine: e, Ledger: &score.Ledger{}}
	played.Ledger.Reset(m)
	n := &ending{done: t.mechanism >= 0}
	n.came = make([]float64, len(sc.Injects))
	met := make([]float64, len(sc.Injects))
	e.Observe(func(ev engine.Event) {
		switch ev.Kind {
		case engine.InjectDelivered:
			n.came[ev.Ref]++
		case engine.ExpectationMet:
			met[ev.Ref]++
		case engine.ActionStarted, engine.JointStarted:
			n.done = n.done || int(ev.Ref) == t.action
		case engine.NoteKept, engine.NoteBroken:
			played.Ledger.See(ev, 0) // objectives need nothing else of the ledger
		}
	})
	table := &bot.Table{Facilitates: true, Forbidden: func(c engine.Command) (engine.Command, bool) {
		return c, !((c.Verb == engine.Act || c.Verb == engine.Commit) && c.Ref == t.action)
	}}
	people := &eager{e: e, sc: sc, action: t.action, on: with && t.action >= 0}
	if err := bot.Play(ctx, e, table, people, engine.At(sc.Length)); err != nil {
		return nil, err
	}
	n.harm, _ = score.Harmed(e)
	n.world(e)
	for i := range sc.Injects {
		n.add("inject "+sc.Injects[i].ID, n.came[i])
		n.add("expectation of inject "+sc.Injects[i].ID, met[i])
	}
	for i, o := range score.Objectives(played) {
		v := -1.0
		if o.Value != nil {
			v = *o.Value
		}
		n.add("objective "+sc.Objectives[i].ID, v)
	}
	return n, nil
}

// world adds the state of the world.
func (n *ending) world(e *engine.Engine) {
	sc := e.Model().Scenario
	for g := range sc.Gauges {
		n.add("gauge "+sc.Gauges[g].ID, e.Gauge(g))
	}
	for s := range sc.Systems {
		n.add("system "+sc.Systems[s].ID, float64(e.System(s)))
	}
	for l := range sc.Links {
		chance, cut := e.Link(l)
		if cut {
			chance = -1
		}
		n.add("link "+sc.Links[l].From+" to "+sc.Links[l].To, chance)
	}
	for f := range sc.Facts {
		for r := range sc.Roles {
			since, known := e.KnownSince(r, f)
			v := -1.0
			if known {
				v = float64(since)
			}
			n.add("fact "+sc.Facts[f].ID, v)
		}
	}
	for o := range sc.Obligations {
		_, _, met, missed := e.Duty(o)
		n.yes("duty "+sc.Obligations[o].ID, met >= 0)
		n.yes("duty "+sc.Obligations[o].ID, missed)
	}
	n.add("ending", float64(e.Ending()))
}

// eager is people who take one action as soon as they may, and nothing else.
type eager struct {
	e      *engine.Engine
	sc     *scenario.Scenario
	action int
	on     bool
}

func (p *eager) Prepare() {}

func (p *eager) Next(by engine.Time) (engine.Time, bool) {
	return by, p.on && (by > p.e.Now() || by == 0)
}

func (p *eager) Act() {
	if !p.on || p.e.Done(p.action) > 0 {
		return
	}
	for _, r := range p.sc.RolesOf(p.sc.Actions[p.action].By) {
		if c := taking(p.sc, r, p.action); !p.e.Ended() && p.e.Doing(p.action) < len(p.sc.Roles) &&
			!p.e.Committed(r, p.action) && p.e.Able(c) {
			p.e.Do(c)
			if c.Verb == engine.Act {
				p.on = false
				return
			}
		}
	}
}
