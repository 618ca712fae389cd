package sweep

import "fmt"

// Tally adds up the blocks of a sweep, in their order, into its result.
type Tally struct {
	design   Design
	runs     int
	blocks   int
	exact    bool
	means    []moments // arm × measure: of the runs that have it
	whole    []moments // arm × measure: the same, with the end for times that never came
	pairs    []moments // arm × measure: differences from the arm that it is compared with
	spread   []quantiles
	failures []Failure // the first of them
	failed   int
	watched  int  // index of the measure by which [Until] stops; -1 for none
	enough   bool // a look found every interval narrow enough
}

// maxFailures is the most failed runs that are reported one by one.
const maxFailures = 20

// NewTally makes the tally of a design, before its first block.
func NewTally(d Design) *Tally {
	columns := len(d.Arms) * len(d.Measures)
	t := &Tally{design: d, means: make([]moments, columns), whole: make([]moments, columns),
		pairs: make([]moments, columns), spread: make([]quantiles, columns),
		exact: d.N*columns <= exactBytes/8, watched: -1}
	for i := range t.spread {
		if t.exact {
			t.spread[i] = &column{kept: make([]float64, 0, d.N)}
		} else {
			t.spread[i] = &sketch{}
		}
	}
	if d.Until != nil {
		t.watched = d.measureAt(d.Until.Measure)
	}
	return t
}

// Add adds the block that comes next. It returns [ErrEnough] when a look found that the
// sweep may stop, and another error if the block is not the next.
func (t *Tally) Add(b *Block) error {
	if b.Index != t.blocks {
		return fmt.Errorf("block %d came where block %d was due", b.Index, t.blocks)
	}
	t.blocks++
	t.runs += b.Runs
	for i := range t.means {
		t.means[i].merge(b.means[i])
		t.whole[i].merge(b.whole[i])
		t.pairs[i].merge(b.pairs[i])
	}
	for run := range b.Runs {
		for i, v := range b.values[run*len(t.spread) : (run+1)*len(t.spread)] {
			if v == v {
				t.spread[i].add(v)
			}
		}
	}
	t.failed += len(b.Failed)
	t.failures = append(t.failures, b.Failed[:min(len(b.Failed), maxFailures-len(t.failures))]...)
	if t.watched >= 0 && t.look(b) {
		t.enough = true
		return ErrEnough
	}
	return nil
}

// look reports whether a look was due with this block and found every interval narrow
// enough. Looks are at fixed numbers of runs, never in between: looking after each run
// would stop sweeps whose interval happens to be narrow, and cover less than it says.
// Blocks are not cut: a look at 1,000 runs is taken after the block that holds the 1,000th.
func (t *Tally) look(b *Block) bool {
	at := FirstLook
	for at < t.runs {
		at *= 2
	}
	if at > t.runs { // the next look lies ahead; was the last one in this block?
		at /= 2
	}
	if at < FirstLook || at <= b.First {
		return false
	}
	return t.widest() <= t.design.Until.HalfWidth
}

// widest returns the widest half-width of the intervals of the watched measure, in its unit: of
// its differences, or of its mean where there is one arm only.
func (t *Tally) widest() float64 {
	w := 0.0
	for a := range t.design.Arms {
		i := a*len(t.design.Measures) + t.watched
		switch {
		case t.design.Arms[a].Against >= 0:
			w = max(w, t.pairs[i].halfWidth())
		case len(t.design.Arms) == 1:
			w = max(w, t.means[i].halfWidth())
		}
	}
	return w
}

// Runs returns how many runs of each arm have been added.
func (t *Tally) Runs() int { return t.runs }

// Widest returns the widest half-width of the intervals of the measure by which the sweep stops,
// in its unit; 0 where it stops by none.
func (t *Tally) Widest() float64 {
	if t.watched < 0 {
		return 0
	}
	return t.widest()
}
