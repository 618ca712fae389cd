package sweep

import (
	"context"
	"fmt"
	"math"

	"tocsin/sim"
	"tocsin/sim/bot"
	"tocsin/sim/score"
)

// worker plays runs, one after another, with one engine and three tables of bots whose
// memory is used again.
type worker struct {
	s       *Sweep
	ctx     context.Context
	engine  *sim.Engine
	bots    *bot.Table
	silent  *bot.Table
	nobody  *bot.Table
	run     played
	harm    float64
	oracles []*float64
	events  []sim.Event
}

func (s *Sweep) newWorker() *worker {
	w := &worker{s: s, ctx: context.Background()}
	w.reset()
	return w
}

// reset gives the worker new memory: at the beginning, and after a run that panicked.
func (w *worker) reset() {
	w.engine = &sim.Engine{}
	w.bots = &bot.Table{Facilitates: true}
	w.silent = &bot.Table{Facilitates: true, Silent: true}
	roles := 0
	for i := range w.s.variant {
		roles = max(roles, len(w.s.variant[i].model.Scenario.Roles))
	}
	w.nobody = &bot.Table{Facilitates: true, Plays: make([]bool, roles)}
}

// play plays one run of an arm on the worker's engine.
func (w *worker) play(v *variant, a *Arm, seed uint64) error {
	setup := sim.Setup{Mechanisms: a.mechanisms}
	table := w.bots
	switch a.Play {
	case Idle:
		table = w.nobody
	case Solo:
		table = w.silent
	case Oracle:
		setup.SharedKnowledge, setup.InstantAgreement = true, true
	}
	return w.engineRun(v, setup, table, seed)
}

func (w *worker) engineRun(v *variant, setup sim.Setup, table *bot.Table, seed uint64) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the run panicked, which is a fault of the program: %v", r)
			w.reset()
		}
	}()
	w.engine.Reset(v.model, seed, setup)
	w.events = w.events[:0]
	if w.s.needs.objectives { // the only events that an objective is measured by
		w.engine.Observe(func(ev sim.Event) {
			if ev.Kind == sim.NoteKept || ev.Kind == sim.NoteBroken {
				w.events = append(w.events, ev)
			}
		})
	}
	return bot.Run(w.ctx, w.engine, table, nil, w.engine.Horizon(), nil)
}

// baselines plays the runs that the arms of a variant are compared with on one seed.
func (w *worker) baselines(v *variant, seed uint64) (base score.Harm, err error) {
	one := func(setup sim.Setup, table *bot.Table) *float64 {
		if e := w.engineRun(v, setup, table, seed); e != nil {
			err = e
			return nil
		}
		h, ok := score.Harmed(w.engine)
		if !ok {
			return nil
		}
		return &h
	}
	base.Idle = one(sim.Setup{}, w.nobody)
	base.Solo = one(sim.Setup{}, w.silent)
	w.oracles = w.oracles[:0]
	for _, ms := range v.oracles {
		w.oracles = append(w.oracles, one(sim.Setup{Mechanisms: ms, SharedKnowledge: true, InstantAgreement: true}, w.bots))
	}
	return base, err
}

// fill plays a run of every arm into a row of a block: arms × measures.
func (w *worker) fill(b *Block, run int) error {
	d := &w.s.Design
	seed := d.SeedOf(b.First + run)
	for i := range w.s.variant {
		v := &w.s.variant[i]
		var base score.Harm
		var failed error
		if w.s.needs.baselines {
			base, failed = w.baselines(v, seed)
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
			harm := base
			if w.s.needs.baselines {
				harm.Oracle = w.oracles[v.oracleOf[j]]
			}
			if h, ok := score.Harmed(w.engine); ok {
				w.harm = h
				harm.Actual = &w.harm
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
	p.Until = w.engine.Horizon()
	if w.s.needs.objectives {
		p.objectives = score.Objectives(&p.Played)
	}
	for m, read := range w.s.reads {
		row[m] = finite(read(p))
	}
}
