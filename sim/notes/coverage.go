package notes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// coverage finds the signals that the scenario brings to a seat and that no note of the seat's
// organisation answers; decoys need no answer. Those with most at stake come first. For the notes of
// a room it is one finding for each seat.
func (b *Bound) coverage(w *World) []Finding {
	var out []Finding
	sc := b.Scenario
	for r := range sc.Roles {
		var seen, bare []string
		for f := range sc.Facts {
			s := sc.Facts[f].Signal
			if s == "" || sc.Facts[f].Decoy || slices.Contains(seen, s) || !b.sees(r, f) {
				continue
			}
			seen = append(seen, s)
			if b.answered(r, s) {
				continue
			}
			if bare = append(bare, "“"+b.signal(s)+"”"); b.room {
				continue
			}
			find := Finding{Kind: Coverage, Scenario: sc.Title, Notes: []Ref{}, Seats: []string{b.seat(r)},
				AtStake: w.stake(r, b.signalled[s])}
			find.What = fmt.Sprintf("%s sees “%s”, and no note of %s answers it", b.seat(r), b.signal(s), b.who(r))
			find.Do = fmt.Sprintf("File a note with when = \"signal('%s')\" that says who is told, and what is done", s)
			out = append(out, find)
		}
		if b.room && len(bare) > 0 { // its people write with a form, and not in a file
			out = append(out, Finding{Kind: Coverage, Scenario: sc.Title, Notes: []Ref{}, Seats: []string{b.seat(r)},
				What: fmt.Sprintf("%s: nothing answers %s", b.seat(r), strings.Join(bare, ", ")),
				Do:   "Let the seat file notes for when it knows these, that say who is told and what is done"})
		}
	}
	slices.SortStableFunc(out, func(x, y Finding) int {
		return cmp.Compare(orZero(y.AtStake), orZero(x.AtStake))
	})
	return out
}

func (b *Bound) who(r int) string {
	if o := b.Seats[r]; o != nil {
		return o.Organisation
	}
	return "anybody"
}

func (b *Bound) answered(r int, signal string) bool {
	for i := range b.Notes {
		if n := &b.Notes[i]; n.Role == r && slices.Contains(n.signals, signal) {
			return true
		}
	}
	return false
}

func orZero(x *float64) float64 {
	if x == nil {
		return 0
	}
	return *x
}

// list joins names as a sentence does.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
