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

// worker plays runs, one after another, with two engines and tables of bots whose memory
// is used again.
type worker struct {
	s       *Sweep
	ctx     context.Context
	engine  *engine.Engine // of the arms
	other   *engine.Engine // of the runs that they are compared with
	bots    *bot.Table
	silent  *bot.Table
	prompt  *bot.Table
	nobody  *bot.Table
	run     played
	known   []outcome // of runs that arms are compared with, on one seed
	harm    [4]float64
	events  []engine.Event
	observe func(engine.Event)
}

// outcome is the harm of a run that arms are compared with.
type outcome struct {
	play       Play
	mechanisms []int
	until      engine.Time
	harm       float64
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
		if w.s.needs.ledger {
			w.run.Ledger.See(ev, score.HarmAt(w.engine, ev))
		}
		// the only ones that an objective is measured by
		if ev.Kind == engine.NoteKept || ev.Kind == engine.NoteBroken {
			w.events = append(w.events, ev)
		}
	}
	w.nobody = &bot.Table{Facilitates: true, Plays: make([]bool, roles)}
}

// seating is who plays in a way to play, and in what setup.
func (w *worker) seating(v *variant, play Play, mechanisms []int) (engine.Setup, *bot.Table) {
	switch play {
	case Idle:
		return engine.Setup{Mechanisms: mechanisms}, w.nobody
	case Solo:
		return engine.Setup{Mechanisms: mechanisms, Alone: true}, w.silent
	case Frictionless:
		return score.Unhindered(v.model), w.prompt
	}
	return engine.Setup{Mechanisms: mechanisms}, w.bots
}

// play plays one run of an arm on the worker's engine.
func (w *worker) play(v *variant, a *Arm, seed uint64) (err error) {
	defer w.recovered(&err)
	setup, table := w.seating(v, a.Play, a.mechanisms)
	w.engine.Reset(v.model, seed, setup)
	w.engine.Observe(nil)
	w.events = w.events[:0]
	if w.s.needs.ledger {
		w.run.Ledger.Reset(v.model)
		w.run.Ledger.Weigh(v.weights)
	}
	if w.s.needs.ledger || w.s.needs.objectives {
		w.engine.Observe(w.observe)
	}
	return bot.Run(w.ctx, w.engine, table, nil, w.engine.Horizon(), nil)
}

func (w *worker) recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the run panicked, which is a fault of the program: %v", r)
		w.reset()
	}
}

// compared is the harm of a run that arms are compared with, up to a time. Arms that end at
// the same time share it.
func (w *worker) compared(v *variant, play Play, mechanisms []int, until engine.Time, seed uint64) (harm float64,
	err error) {
	for i := range w.known {
		if k := &w.known[i]; k.play == play && k.until == until && slices.Equal(k.mechanisms, mechanisms) {
			return k.harm, nil
		}
	}
	defer w.recovered(&err)
	setup, table := w.seating(v, play, mechanisms)
	w.other.Reset(v.model, seed, setup)
	w.other.Observe(nil)
	if err := bot.Run(w.ctx, w.other, table, nil, until, nil); err != nil {
		return 0, fmt.Errorf("a run that it is compared with: %w", err)
	}
	harm, _ = score.Harmed(w.other)
	w.known = append(w.known, outcome{play, mechanisms, until, harm})
	return harm, nil
}

// harms are the harm of the run that stands on the engine and of those that it is compared
// with, up to when it ended.
func (w *worker) harms(v *variant, a *Arm, seed uint64) (score.Harm, error) {
	actual, any := score.Harmed(w.engine)
	if !any {
		return score.Harm{}, nil
	}
	w.harm[0] = actual
	h := score.Harm{Actual: &w.harm[0]}
	if !w.s.needs.baselines {
		return h, nil
	}
	until := w.engine.Now()
	for i, of := range []Play{Idle, Solo, Frictionless} {
		var mechanisms []int
		if of == Solo {
			mechanisms = a.mechanisms
		}
		var err error
		if w.harm[1+i], err = w.compared(v, of, mechanisms, until, seed); err != nil {
			return h, err
		}
	}
	h.Idle, h.Solo, h.Frictionless, h.Oracle = &w.harm[1], &w.harm[2], &w.harm[3], &w.harm[3]
	return h, nil
}

// fill plays a run of every arm into a row of a block: arms × measures.
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
