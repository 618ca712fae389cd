package exercise

import (
	"context"
	"fmt"
	"sort"

	"tocsin/sim/engine"
	"tocsin/sim/record"
)

// Replay is a recorded exercise that can be looked at as it was at any moment. It is
// rebuilt from the record alone, with every digest checked against what the record says.
type Replay struct {
	Header  record.Header
	Entries []record.Entry
	Report  record.Report

	reached []engine.Time // by entry: the time of the exercise after it
	marks   []mark
}

// mark is the exercise as it was after so many entries.
type mark struct {
	entries int
	x       *Exercise
}

// Difference is where a replay first differs from its record.
type Difference struct {
	Line  int    // of the file
	Entry int    // its number
	What  string // in words
}

func (d *Difference) Error() string { return fmt.Sprintf("line %d: %s", d.Line, d.What) }

// marksKept is about how many moments a replay keeps whole, so that any other is near to one; a short record has up to
// twice as many.
const marksKept = 32

// NewReplay rebuilds a recorded exercise from its header and entries. What differs in the
// replay comes back as a *Difference, with the replay up to there. progress, which may be
// nil, is told of entries done and in all.
func NewReplay(ctx context.Context, h record.Header, entries []record.Entry, report record.Report,
	progress func(done, of int)) (*Replay, error) {
	x, err := New(h)
	if err != nil {
		return nil, err
	}
	p := &Replay{Header: h, Report: report, marks: []mark{{0, x.Clone()}}}
	every := max(1, len(entries)/marksKept)
	for i := range entries {
		if i%64 == 0 {
			if err := ctx.Err(); err != nil {
				return p, err
			}
			if progress != nil {
				progress(i, len(entries))
			}
		}
		if err := x.Follow(entries[i]); err != nil {
			return p, err
		}
		p.Entries = entries[:i+1]
		p.reached = append(p.reached, x.Now())
		if (i+1)%every == 0 {
			p.marks = append(p.marks, mark{i + 1, x.Clone()})
		}
	}
	if report.Closed && x.Digest() != report.Final {
		return p, &Difference{Line: len(entries) + 2,
			What: fmt.Sprintf("at the end the record has the state %016x and the replay %016x", report.Final,
				x.Digest())}
	}
	p.marks = append(p.marks, mark{len(entries), x.Clone()})
	return p, nil
}

// End returns the exercise as it was after the last entry. It must not be changed.
func (p *Replay) End() *Exercise { return p.marks[len(p.marks)-1].x }

// Last is the exercise time that the record reaches.
func (p *Replay) Last() engine.Time { return p.End().Now() }

// After returns the exercise as it was after so many entries: a copy, to look at or to play
// on from.
func (p *Replay) After(entries int) *Exercise {
	entries = min(max(entries, 0), len(p.Entries))
	i := sort.Search(len(p.marks), func(i int) bool { return p.marks[i].entries > entries }) - 1
	x := p.marks[i].x.Clone()
	for _, en := range p.Entries[p.marks[i].entries:entries] {
		x.Do(en)
	}
	return x
}

// At returns the exercise as it was at a time, after everything that was done until then.
// Within a step or a jump it is as it was on the way.
func (p *Replay) At(t engine.Time) *Exercise {
	n := p.EntriesAt(t)
	x := p.After(n)
	if n < len(p.Entries) && p.Entries[n].At <= t { // it led beyond that time
		x.Advance(p.Entries[n].At)
		x.clock.running, x.clock.discuss = true, 0
	}
	if x.Running() {
		x.Advance(t)
	}
	return x
}

// EntriesAt is how many entries of the record were carried out no later than a time. A
// step or a jump is carried out when time has come to where it leads.
func (p *Replay) EntriesAt(t engine.Time) int {
	return sort.Search(len(p.Entries), func(i int) bool { return p.reached[i] > t })
}
