package report

import (
	"cmp"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
)

// Told is the timeline without the entries for those who ask for everything.
func (r *Report) Told() []TimelineEntry {
	var out []TimelineEntry
	for _, e := range r.Timeline {
		if !e.Quiet {
			out = append(out, e)
		}
	}
	return out
}

// foremost are at most n entries that tell most, in the order of time: first the clock and systems that left
// their normal state, then what seats did, their duties, and what came to them and what they said.
func foremost(list []TimelineEntry, n int) []TimelineEntry {
	done := engine.ActionDone.String() // in addition to its beginning, which says by when
	rank := func(e TimelineEntry) int {
		switch {
		case e.Mark == phrase.Clock.String() || e.Cascade && e.Severity > 0:
			return 0
		case e.Mark == phrase.Decided.String() && e.Kind != done:
			return 1
		case e.Mark == phrase.Duty.String():
			return 2
		case e.Mark == phrase.News.String() || e.Mark == phrase.Told.String():
			return 3
		}
		return 4
	}
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b TimelineEntry) int { return cmp.Compare(rank(a), rank(b)) })
	out = out[:min(n, len(out))]
	slices.SortFunc(out, func(a, b TimelineEntry) int { return cmp.Compare(a.N, b.N) })
	return out
}

// OnPaper reports whether an entry of the timeline is printed with the page: paper has those that a
// document has.
func (p page) OnPaper(e TimelineEntry) bool { return p.onPaper[e.N] }

// onPaper are the numbers of the entries that are printed.
func onPaper(r *Report) map[int]bool {
	out := map[int]bool{}
	for _, e := range foremost(r.Told(), documentRows.timeline) {
		out[e.N] = true
	}
	return out
}
