package sweep

import (
	"cmp"
	"slices"
	"sync"
)

// Block is up to [BlockRuns] runs of every arm, in order.
type Block struct {
	Index  int
	First  int // its first run
	Runs   int
	Failed []Failure

	values   []float64 // run × arm × measure; NaN where a run has no such number
	arms     int
	measures int
	left     int // pieces that are still being played
	mu       sync.Mutex
	// sums over the runs of this block, arm × measure; see sum
	means, whole, pairs []moments
}

// Failure is a run that could not be played to its end.
type Failure struct {
	Run  int    `json:"run"`
	Seed uint64 `json:"seed"`
	Arm  string `json:"arm"`
	Why  string `json:"why"`

	arm int
}

// row returns the measures of a run of an arm; run counts from the first of the block.
func (b *Block) row(run, arm int) []float64 {
	at := (run*b.arms + arm) * b.measures
	return b.values[at : at+b.measures]
}

func (b *Block) fail(run, arm int, why error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.Failed = append(b.Failed, Failure{Run: b.First + run, Why: why.Error(), arm: arm})
}

// failed reports whether a run of an arm is among those that failed.
func (b *Block) failed(run, arm int) bool {
	for i := range b.Failed {
		if b.Failed[i].Run == b.First+run && b.Failed[i].arm == arm {
			return true
		}
	}
	return false
}

// order sorts the failures by run and arm, and enters their seeds and the names of their arms.
func (b *Block) order(d *Design) {
	slices.SortFunc(b.Failed, func(x, y Failure) int {
		return cmp.Or(cmp.Compare(x.Run, y.Run),
			cmp.Compare(x.arm, y.arm))
	})
	for i := range b.Failed {
		f := &b.Failed[i]
		f.Seed, f.Arm = d.SeedOf(f.Run), d.Arms[f.arm].Name
	}
}

// clear makes a block ready for use as the index-th of a design, and keeps its memory.
func (b *Block) clear(d *Design, index int) {
	b.Index, b.First = index, index*BlockRuns
	b.Runs = min(BlockRuns, d.N-b.First)
	b.arms, b.measures = len(d.Arms), len(d.Measures)
	b.Failed = b.Failed[:0]
	columns := b.arms * b.measures
	if n := BlockRuns * columns; cap(b.values) < n {
		b.values = make([]float64, n)
		b.means, b.whole, b.pairs = make([]moments, columns), make([]moments, columns), make([]moments, columns)
	}
	b.values = b.values[:b.Runs*columns]
}

// sum computes the block's own sums: of the values (means), of the values with the end of the
// exercise for a time that never came (whole), and of the differences of the latter from the arm
// compared with (pairs). Failed runs are left out.
func (b *Block) sum(d *Design) {
	clear(b.means)
	clear(b.whole)
	clear(b.pairs)
	for run := range b.Runs {
		for a := range d.Arms {
			if len(b.Failed) > 0 && b.failed(run, a) {
				continue
			}
			row, at := b.row(run, a), a*b.measures
			for m, v := range row {
				b.means[at+m].add(v)
				b.whole[at+m].add(d.whole(a, m, v))
			}
			against := d.Arms[a].Against
			if against < 0 || len(b.Failed) > 0 && b.failed(run, against) {
				continue
			}
			other := b.row(run, against)
			for m, v := range row {
				b.pairs[at+m].add(d.whole(a, m, v) - d.whole(against, m, other[m]))
			}
		}
	}
}

// whole returns a value of an arm, or the end of the exercise for a time that never came.
// Leaving out the runs in which it never came would favour an arm in which it comes rarely,
// but early when it does. The mean of this is the restricted mean time (Irwin, 1949).
func (d *Design) whole(arm, measure int, v float64) float64 {
	if end := d.Arms[arm].Hours; d.Measures[measure].Time && !(v <= end) {
		return end
	}
	return v
}
