package score

import (
	"cmp"
	"context"
	"slices"

	"tocsin/sim/engine"
)

// chains joins deeds that are links of one chain into one moment, at the place of the
// first: harm without any one of them is the same, and is no other without all of them. The
// telling, the commitment that it made possible and the action are one thing that happened,
// and listing each would count what it avoided three times.
func (w *worlds) chains(ctx context.Context, own uint64, harm float64, moments []Moment) ([]Moment, error) {
	slices.SortStableFunc(moments, func(a, b Moment) int { return cmp.Compare(a.Command.At, b.Command.At) })
	var out []Moment
	for _, m := range moments {
		at, worth, err := w.chainOf(ctx, own, harm, out, m)
		if err != nil {
			return nil, err
		}
		if at < 0 {
			out = append(out, m)
		} else {
			out[at].Links = append(out[at].Links, m.Command)
			out[at].Own = worth
		}
	}
	return out, nil
}

// chainOf is the place of the chain that a moment is a link of, and what the chain is worth
// with it; -1 for none.
func (w *worlds) chainOf(ctx context.Context, own uint64, harm float64, chains []Moment, m Moment) (int, float64,
	error) {
	if m.Change != LeftOut {
		return -1, 0, nil
	}
	for i, c := range chains {
		if c.Change != LeftOut || !near(c.Own, m.Own) {
			continue
		}
		c.Links = append(slices.Clone(c.Links), m.Command)
		h, err := w.harm(ctx, c.changed(w.on(own)))
		if err != nil {
			return -1, 0, err
		}
		if near(h-harm, m.Own) {
			return i, h - harm, nil
		}
	}
	return -1, 0, nil
}

// near reports whether two deeds cost the same when left out, to within 1 %: a link of a
// chain has small effects of its own in addition to what depends on all.
func near(a, b float64) bool { return max(a-b, b-a) <= 0.01*max(a, -a, b, -b) }

// alike reports whether two amounts of harm, or scores, are the same but for rounding.
func alike(a, b float64) bool { return max(a-b, b-a) <= 1e-9*max(1, a, -a) }

// Deeds are the deeds of a moment: one, or the links of a chain in their order.
func (m *Moment) Deeds() []engine.Timed { return append([]engine.Timed{m.Command}, m.Links...) }

// Sure reports whether other draws of chance confirm what a moment was worth on the run's
// own: their interval leaves out 0, on the same side.
func (m *Moment) Sure() bool {
	return m.Worth.N > 1 && (m.Own > 0 && m.Worth.CI95[0] > 0 || m.Own < 0 && m.Worth.CI95[1] < 0)
}

// WorstFirst puts deeds that did harm before those that avoided some, if the run ended worse than if
// nobody had acted. Otherwise the order stays.
func WorstFirst(moments []Moment, worse bool) []Moment {
	out := slices.Clone(moments)
	if worse {
		harmful := func(m Moment) int {
			if m.Change == LeftOut && m.Own < 0 {
				return 0
			}
			return 1
		}
		slices.SortStableFunc(out, func(a, b Moment) int { return cmp.Compare(harmful(a), harmful(b)) })
	}
	return out
}
