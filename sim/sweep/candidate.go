package sweep

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// candidate is a set of mechanisms and promises that a search tries, with the harm of the
// runs that it has been tried on.
type candidate struct {
	mechanisms []int
	// promises says of each note how it is changed: 0 not at all, else 1 + its place in
	// paces.
	promises []uint8
	model    *engine.Model
	commands []engine.Timed // files the promises that no mechanism puts in force
	harm     []float64      // by run, from the first
}

// paces are what a search multiplies the time of a promise by.
var paces = [...]float64{1, 0.5, 2, 4}

func (c *candidate) key() string { return fmt.Sprint(c.mechanisms, c.promises) }

// mean is the mean harm of the first n runs.
func (c *candidate) mean(n int) float64 {
	var s moments
	for _, h := range c.harm[:n] {
		s.add(h)
	}
	return s.mean
}

// minus compares two candidates pair by pair: how much more harm c does than o.
func (c *candidate) minus(o *candidate) moments {
	var s moments
	for i := range min(len(c.harm), len(o.harm)) {
		s.add(c.harm[i] - o.harm[i])
	}
	return s
}

// trials tries candidates on common seeds.
type trials struct {
	sc      *scenario.Scenario
	model   *engine.Model
	seed    func(run int) uint64
	workers int
	note    func(runs int) // told how many runs have been played since the last call; nil for nobody
	cost    func(mechanisms []int) float64
	known   map[string]*candidate
	runs    int
}

// get makes a candidate, or finds it among those that were tried before.
func (t *trials) get(mechanisms []int, promises []uint8) (*candidate, error) {
	c := &candidate{mechanisms: mechanisms, promises: promises, model: t.model}
	if known, ok := t.known[c.key()]; ok {
		return known, nil
	}
	changed := false
	filed := t.filedBy(mechanisms)
	sc := *t.sc
	for n, p := range promises {
		if p == 0 {
			continue
		}
		if !filed[n] {
			c.commands = append(c.commands, engine.Timed{Command: engine.Command{Verb: engine.File,
				Role: t.model.NoteCommand(n).Role, Ref: n}})
		}
		if paces[p-1] != 1 {
			if !changed {
				sc.Notes, changed = slices.Clone(sc.Notes), true
			}
			sc.Notes[n].Within = within(&t.sc.Notes[n], p)
		}
	}
	if changed {
		var err error
		if c.model, err = engine.Compile(&sc); err != nil {
			return nil, err
		}
	}
	t.known[c.key()] = c
	return c, nil
}

// within returns the time of a promise that is changed by paces[p-1], rounded, and never 0: that
// would be no promise.
func within(n *scenario.Note, p uint8) scenario.Duration {
	return max(1, scenario.Duration(float64(float64(n.Within)*paces[p-1])+0.5))
}

// filedBy reports, by note, whether a set of mechanisms puts it in force.
func (t *trials) filedBy(mechanisms []int) []bool {
	out := make([]bool, len(t.sc.Notes))
	for _, m := range mechanisms {
		for _, ch := range t.sc.Mechanisms[m].Changes {
			for i := range t.sc.Notes {
				n := &t.sc.Notes[i]
				out[i] = out[i] || n.Within > 0 &&
					(ch.Notes.Has("all") || ch.Notes.Has(n.Role) || n.ID != "" && ch.Notes.Has(n.ID))
			}
		}
	}
	return out
}

// try plays candidates until each has n runs.
func (t *trials) try(ctx context.Context, cs []*candidate, n int) error {
	const piece = 16
	type job struct {
		c        *candidate
		from, to int
	}
	var jobs []job
	for _, c := range cs {
		have := len(c.harm)
		if have >= n {
			continue
		}
		c.harm = append(c.harm, make([]float64, n-have)...)
		t.runs += n - have
		for from := have; from < n; from += piece {
			jobs = append(jobs, job{c, from, min(from+piece, n)})
		}
	}
	var next atomic.Int64
	var all sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for range max(1, t.workers) {
		all.Go(func() {
			p := newTrial(ctx)
			for {
				i := int(next.Add(1)) - 1
				if i >= len(jobs) || ctx.Err() != nil {
					return
				}
				j := jobs[i]
				err := p.play(j.c, t.seed, j.from, j.to)
				mu.Lock()
				if err != nil {
					failed = err
					next.Store(int64(len(jobs)))
				} else if t.note != nil {
					t.note(j.to - j.from)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return failed
}

// trial is the engine and the bots of one worker.
type trial struct {
	ctx    context.Context
	engine *engine.Engine
	table  *bot.Table
}

func newTrial(ctx context.Context) *trial {
	return &trial{ctx, &engine.Engine{}, &bot.Table{Facilitates: true}}
}

func (p *trial) play(c *candidate, seed func(int) uint64, from, to int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("a run panicked, which is a fault of the program: %v", r)
		}
	}()
	for i := from; i < to; i++ {
		p.engine.Reset(c.model, seed(i), engine.Setup{Mechanisms: c.mechanisms})
		if err := bot.Run(p.ctx, p.engine, p.table, c.commands, p.engine.Horizon(), nil); err != nil {
			return fmt.Errorf("seed %d: %w", seed(i), err)
		}
		c.harm[i], _ = score.Harmed(p.engine)
	}
	return nil
}

// halve ranks candidates by successive halving: all play 64 runs, the better half of them
// twice as many, and so on until n runs; at least keep candidates play all n. All see the
// same seeds; of those with equal means the cheaper comes first. Candidates that dropped
// out follow, the last to drop out first.
func (t *trials) halve(ctx context.Context, cs []*candidate, n, keep int) ([]*candidate, error) {
	cs = slices.Clone(cs)
	alive := len(cs)
	for runs := min(64, n); ; runs = min(2*runs, n) {
		if err := t.try(ctx, cs[:alive], runs); err != nil {
			return nil, err
		}
		slices.SortStableFunc(cs[:alive], func(a, b *candidate) int {
			switch x, y := a.mean(runs), b.mean(runs); {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return cmp.Or(cmp.Compare(t.cost(a.mechanisms), t.cost(b.mechanisms)), strings.Compare(a.key(), b.key()))
		})
		if runs == n {
			return cs, nil
		}
		if alive > keep {
			alive = max(keep, (alive+1)/2)
		}
	}
}

func defaultWorkers() int { return runtime.GOMAXPROCS(0) }
