package sweep

import (
	"context"
	"fmt"
	"math"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/score"
)

// worker plays runs, one after another, with one engine and three tables of bots whose
// memory is used again.
type worker struct {
	s       *Sweep
	ctx     context.Context
	engine  *engine.Engine
	bots    *bot.Table
	silent  *bot.Table
	nobody  *bot.Table
	run     played
	harms   []float64 // of idle, solo and the oracles on one seed; the last is of the arm
	events  []engine.Event
	observe func(engine.Event)
}

func (s *Sweep) newWorker() *worker {
	w := &worker{s: s, ctx: context.Background()}
	w.reset()
	return w
}

// reset gives the worker new memory: at the beginning, and after a run that panicked.
func (w *worker) reset() {
	w.engine = &engine.Engine{}
	w.bots = &bot.Table{Facilitates: true}
	w.silent = &bot.Table{Facilitates: true, Silent: true}
	roles, oracles := 0, 0
	for i := range w.s.variant {
		roles = max(roles, len(w.s.variant[i].model.Scenario.Roles))
		oracles = max(oracles, len(w.s.variant[i].oracles))
	}
	w.harms = make([]float64, 2+oracles+1)
	w.run.Ledger = &score.Ledger{}
	w.observe = func(ev engine.Event) {
		if w.s.needs.ledger {
			w.run.Ledger.See(ev, score.HarmAt(w.engine, ev))
		}
		if ev.Kind == engine.NoteKept || ev.Kind == engine.NoteBroken { // the only ones that an objective is measured by
			w.events = append(w.events, ev)
		}
	}
	w.nobody = &bot.Table{Facilitates: true, Plays: make([]bool, roles)}
}

// play plays one run of an arm on the worker's engine.
func (w *worker) play(v *variant, a *Arm, seed uint64) error {
	setup := engine.Setup{Mechanisms: a.mechanisms}
	table := w.bots
	switch a.Play {
	case Idle:
		table = w.nobody
	case Solo:
		table = w.silent
	case Oracle:
		setup.SharedKnowledge, setup.InstantAgreement = true, true
	}
	return w.engineRun(v, setup, table, seed, true)
}

// engineRun plays a run; it is watched if measures are to be taken of it.
func (w *worker) engineRun(v *variant, setup engine.Setup, table *bot.Table, seed uint64, watched bool) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the run panicked, which is a fault of the program: %v", r)
			w.reset()
		}
	}()
	w.engine.Reset(v.model, seed, setup)
	w.engine.Observe(nil)
	w.events = w.events[:0]
	if watched && w.s.needs.ledger {
		w.run.Ledger.Reset(v.model)
	}
	if watched && (w.s.needs.ledger || w.s.needs.objectives) {
		w.engine.Observe(w.observe)
	}
	return bot.Run(w.ctx, w.engine, table, nil, w.engine.Horizon(), nil)
}

// baselines plays the runs that the arms of a variant are compared with on one seed, and
// notes their harm.
func (w *worker) baselines(v *variant, seed uint64) error {
	one := func(at int, setup engine.Setup, table *bot.Table) error {
		err := w.engineRun(v, setup, table, seed, false)
		if err != nil {
			return fmt.Errorf("a run that it is compared with: %w", err)
		}
		w.harms[at], _ = score.Harmed(w.engine)
		return nil
	}
	if err := one(0, engine.Setup{}, w.nobody); err != nil {
		return err
	}
	if err := one(1, engine.Setup{}, w.silent); err != nil {
		return err
	}
	for i, ms := range v.oracles {
		if err := one(2+i, engine.Setup{Mechanisms: ms, SharedKnowledge: true, InstantAgreement: true}, w.bots); err != nil {
			return err
		}
	}
	return nil
}

// fill plays a run of every arm into a row of a block: arms × measures.
func (w *worker) fill(b *Block, run int) error {
	d := &w.s.Design
	seed := d.SeedOf(b.First + run)
	for i := range w.s.variant {
		v := &w.s.variant[i]
		var failed error
		if w.s.needs.baselines {
			failed = w.baselines(v, seed)
		}
		for j, a := range v.arms {
			if w.ctx.Err() != nil {
				return w.ctx.Err()
			}
			row := b.row(run, a)
			err := failed
			if err == nil {
				err = w.play(v, &d.Arms[a], seed)
			}
			if err != nil {
				for m := range row {
					row[m] = math.NaN()
				}
				b.fail(run, a, err)
				continue
			}
			var harm score.Harm
			if h, ok := score.Harmed(w.engine); ok {
				last := len(w.harms) - 1
				w.harms[last] = h
				harm.Actual = &w.harms[last]
			}
			if w.s.needs.baselines {
				harm.Idle, harm.Solo, harm.Oracle = &w.harms[0], &w.harms[1], &w.harms[2+v.oracleOf[j]]
			}
			w.read(v, row, seed, harm)
		}
	}
	return w.ctx.Err()
}

// read takes every measure of the run that stands on the engine.
func (w *worker) read(v *variant, row []float64, seed uint64, harm score.Harm) {
	p := &w.run
	p.Model, p.Seed, p.Engine, p.Events, p.harm = v.model, seed, w.engine, w.events, harm
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
