package sweep

import (
	"context"
	"fmt"
	"math"
	"slices"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// worker plays runs, one after another, with two engines and tables of bots that are used again
// for each run, so that a run allocates little.
type worker struct {
	s       *Sweep
	ctx     context.Context
	engine  *engine.Engine // of the arms
	other   *engine.Engine // of the runs that they are compared with
	bots    *bot.Table
	silent  *bot.Table // of solo runs
	prompt  *bot.Table // of frictionless runs
	nobody  *bot.Table // of idle runs: adversaries alone
	all     []bool     // by role: true, since bots play every seat
	run     played
	known   []outcome       // of runs that arms are compared with, on one seed
	refs    []*score.Ledger // of those that are frictionless, and used again
	harm    [4]float64      // actual, idle, solo, frictionless
	observe func(engine.Event)
}

// outcome is the harm of a run that arms are compared with.
type outcome struct {
	play       Play
	mechanisms []int
	until      engine.Time
	harm       float64
	ledger     *score.Ledger // of the frictionless run, where it is wanted
}

func (s *Sweep) newWorker() *worker {
	w := &worker{s: s, ctx: context.Background()}
	w.reset()
	return w
}

// reset gives the worker new memory: at the beginning, and after a run that panicked.
func (w *worker) reset() {
	w.engine, w.other = &engine.Engine{}, &engine.Engine{}
	w.bots = &bot.Table{Facilitates: true}
	w.silent = &bot.Table{Facilitates: true, Silent: true}
	w.prompt = &bot.Table{Facilitates: true, Joins: true, Hurries: func(engine.Command) bool { return true }}
	roles := 0
	for i := range w.s.variant {
		roles = max(roles, len(w.s.variant[i].model.Scenario.Roles))
	}
	w.run.Ledger = &score.Ledger{}
	w.observe = func(ev engine.Event) {
		// promises are all of a ledger that an objective is measured by
		if w.s.needs.ledger || ev.Kind == engine.NoteKept || ev.Kind == engine.NoteBroken {
			w.run.Ledger.See(ev, score.HarmAt(w.engine, ev))
		}
	}
	w.nobody = &bot.Table{Facilitates: true, Plays: make([]bool, roles)}
	w.all = slices.Repeat([]bool{true}, roles)
}

// seating returns the setup and the bots for a way to play.
func (w *worker) seating(v *variant, play Play, mechanisms []int) (engine.Setup, *bot.Table) {
	switch play {
	case Idle:
		for r := range v.model.Scenario.Roles { // adversaries act all the same
			w.nobody.Plays[r] = !v.model.Scenario.Ally(r)
		}
		return engine.Setup{Mechanisms: mechanisms}, w.nobody
	case Solo:
		return engine.Setup{Mechanisms: mechanisms, Alone: true}, w.silent
	case Frictionless:
		return score.Unhindered(v.model), w.prompt
	}
	return engine.Setup{Mechanisms: mechanisms}, w.bots
}

// play plays one run of an arm on the worker's engine. A panic of the engine becomes an error.
func (w *worker) play(v *variant, a *Arm, seed uint64) (err error) {
	defer w.recovered(&err)
	setup, table := w.seating(v, a.Play, a.mechanisms)
	setup.Unshown = a.Unshown
	w.engine.Reset(v.model, seed, setup)
	w.engine.Observe(nil)
	if w.s.needs.ledger || w.s.needs.objectives {
		w.run.Ledger.Reset(w.engine.Model())
		w.engine.Observe(w.observe)
	}
	if w.s.needs.ledger {
		w.run.Ledger.Weigh(v.weights)
		if a.Play != Idle {
			w.run.Ledger.Seated(w.all)
		}
	}
	return bot.Run(w.ctx, w.engine, table, nil, w.engine.Horizon(), nil)
}

func (w *worker) recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the run panicked, which is a fault of the program: %v", r)
		w.reset()
	}
}

// compared returns the outcome of a run that arms are compared with, up to a time. Arms that end
// at the same time share it.
func (w *worker) compared(v *variant, play Play, mechanisms []int, until engine.Time, seed uint64) (o outcome,
	err error) {
	for i := range w.known {
		if k := &w.known[i]; k.play == play && k.until == until && slices.Equal(k.mechanisms, mechanisms) {
			return *k, nil
		}
	}
	defer w.recovered(&err)
	setup, table := w.seating(v, play, mechanisms)
	w.other.Reset(v.model, seed, setup)
	w.other.Observe(nil)
	o = outcome{play: play, mechanisms: mechanisms, until: until}
	if play == Frictionless && w.s.needs.ledger {
		o.ledger = w.reference()
		o.ledger.Follow(w.other)
		o.ledger.Seated(w.all)
	}
	if err := bot.Run(w.ctx, w.other, table, nil, until, nil); err != nil {
		return o, fmt.Errorf("a run that it is compared with: %w", err)
	}
	o.harm, _ = score.Harmed(w.other)
	if o.ledger != nil {
		o.ledger.Until(w.other.Now(), o.harm)
	}
	w.known = append(w.known, o)
	return o, nil
}

// reference returns a ledger that no run of this seed uses yet.
func (w *worker) reference() *score.Ledger {
	used := 0
	for i := range w.known {
		if w.known[i].ledger != nil {
			used++
		}
	}
	for used >= len(w.refs) {
		w.refs = append(w.refs, &score.Ledger{})
	}
	return w.refs[used]
}

// harms returns the harm of the run that is on the engine and of those that it is compared
// with, up to when it ended; the run's ledger gets the frictionless run's ledger to compare with.
func (w *worker) harms(v *variant, a *Arm, seed uint64) (score.Harm, error) {
	actual, any := score.Harmed(w.engine)
	h := score.Harm{}
	if any {
		w.harm[0] = actual
		h.Actual = &w.harm[0]
	}
	until := w.engine.Now()
	for i, of := range []Play{Idle, Solo, Frictionless} {
		if w.s.needs.ledger && of == Frictionless || any && w.s.needs.baselines {
			var mechanisms []int
			if of == Solo {
				mechanisms = a.mechanisms
			}
			o, err := w.compared(v, of, mechanisms, until, seed)
			if err != nil {
				return h, err
			}
			w.harm[1+i] = o.harm
			if w.s.needs.ledger && of == Frictionless {
				w.run.Ledger.Beside(o.ledger)
			}
		}
	}
	if any && w.s.needs.baselines {
		h.Idle, h.Solo, h.Frictionless, h.Oracle = &w.harm[1], &w.harm[2], &w.harm[3], &w.harm[3]
	}
	return h, nil
}

// fill plays a run of every arm and enters its measures into the block. A run that fails is noted
// in the block; the error is that of the context, or of a run that is played again for its pace.
func (w *worker) fill(b *Block, run int) error {
	d := &w.s.Design
	seed := d.SeedOf(b.First + run)
	for i := range w.s.variant {
		v := &w.s.variant[i]
		w.known = w.known[:0]
		for _, a := range v.arms {
			if w.ctx.Err() != nil {
				return w.ctx.Err()
			}
			row := b.row(run, a)
			err := w.play(v, &d.Arms[a], seed)
			var harm score.Harm
			if err == nil {
				harm, err = w.harms(v, &d.Arms[a], seed)
			}
			if err != nil {
				for m := range row {
					row[m] = math.NaN()
				}
				b.fail(run, a, err)
				continue
			}
			if w.run.pace = nil; w.s.needs.pace {
				if w.run.pace, err = w.paceOf(v, &d.Arms[a], seed); err != nil {
					return err
				}
			}
			w.read(v, row, seed, harm)
		}
	}
	return w.ctx.Err()
}

// paceOf returns the pace of relevance of an arm's run, or nil where it has none. It plays the run
// again to have its events.
func (w *worker) paceOf(v *variant, a *Arm, seed uint64) (*float64, error) {
	plan := score.Plan{Model: v.model, Seed: seed, Bots: true,
		Setup: engine.Setup{Mechanisms: a.mechanisms, Unshown: a.Unshown},
		Until: w.engine.Horizon()}
	switch a.Play {
	case Idle:
		plan = score.Idle(plan)
		plan.Setup = engine.Setup{Mechanisms: a.mechanisms, Unshown: a.Unshown}
	case Solo:
		plan.Silent, plan.Setup.Alone = true, true
	case Frictionless:
		plan = score.Frictionless(plan)
	}
	p, err := score.Play(w.ctx, plan)
	if err != nil {
		return nil, err
	}
	pace, err := score.PaceOf(w.ctx, p)
	return pace.Value, err
}

// read enters every measure of the run that is on the engine into row.
func (w *worker) read(v *variant, row []float64, seed uint64, harm score.Harm) {
	p := &w.run
	p.Model, p.Seed, p.Engine, p.harm = v.model, seed, w.engine, harm
	p.Until, p.efficiency = w.engine.Horizon(), harm.Efficiency()
	if w.s.needs.objectives {
		p.objectives = score.Objectives(&p.Played)
	}
	if w.s.needs.ledger {
		done, _ := value(harm.Actual)
		p.Ledger.Until(w.engine.Now(), done)
	}
	if w.s.needs.scores {
		p.scores = p.Ledger.Scores(harm)
	}
	for m, read := range w.s.reads {
		row[m] = finite(read(p))
	}
}
