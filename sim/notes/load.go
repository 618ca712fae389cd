package notes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// load finds seats that promise, on one signal, more than they have hands for, so that something
// begins later than promised. A hand is busy for an action's usual time. The seat takes the deeds
// in the order in which they would end if each began at the last moment. With one hand, if that
// order is late then every order is (Jackson's rule; J. R. Jackson, 1955); with several hands
// another order may do.
func (b *Bound) load() []Finding {
	var out []Finding
	sc := b.Scenario
	for r := range sc.Roles {
		hands := sc.Roles[r].AtOnce
		if hands == 0 {
			continue
		}
		var told []string
		for _, signal := range b.raised(r) {
			due := b.due(r, signal)
			late := overdue(sc, due, hands)
			if late < 0 {
				continue
			}
			f := Finding{Kind: Load, Scenario: sc.Title, Seats: []string{b.seat(r)}, Notes: []Ref{}}
			var names []string
			for _, d := range due {
				if !slices.Contains(f.Notes, d.note.ref()) {
					f.Notes = append(f.Notes, d.note.ref())
				}
				names = append(names, "“"+sc.Actions[d.deed.Ref].Title+"”")
			}
			key := strings.Join(names, "|")
			if slices.Contains(told, key) {
				continue
			}
			told = append(told, key)
			f.What = fmt.Sprintf("On “%s”, %s promises %s at one time with %s: “%s” cannot begin within %s",
				b.signal(signal), b.seat(r), list(names), handsOf(hands), sc.Actions[due[late].deed.Ref].Title,
				due[late].deed.Within)
			f.Do = "Give one of them more time, or to another seat"
			out = append(out, f)
		}
	}
	return out
}

func handsOf(n int) string {
	if n == 1 {
		return "one hand"
	}
	return fmt.Sprintf("%d hands", n)
}

// raised returns the signals that the notes of a seat answer, in order.
func (b *Bound) raised(r int) []string {
	var out []string
	for i := range b.Notes {
		if b.Notes[i].Role != r {
			continue
		}
		for _, s := range b.Notes[i].signals {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

type dueDeed struct {
	note *BoundNote
	deed Deed
}

// due returns the deeds of a seat that keep hands busy and that one signal sets off alone, in the
// order in which they would end if each began at the last moment.
func (b *Bound) due(r int, signal string) []dueDeed {
	var out []dueDeed
	for i := range b.Notes {
		n := &b.Notes[i]
		if n.Role != r || !enough(n.trigger, signal) {
			continue
		}
		for _, d := range n.Deeds {
			if d.Verb == "do" && d.Within > 0 && b.Scenario.Actions[d.Ref].HandsNeeded() > 0 {
				out = append(out, dueDeed{n, d})
			}
		}
	}
	end := func(d dueDeed) scenario.Duration { return d.deed.Within + usual(b.Scenario.Actions[d.deed.Ref].Takes) }
	slices.SortStableFunc(out, func(x, y dueDeed) int { return cmp.Compare(end(x), end(y)) })
	return out
}

// enough reports whether a signal alone can make a trigger true.
func enough(t *Trigger, signal string) bool {
	switch t.Op {
	case Signal, Told:
		return t.What == signal
	case All:
		return enough(t.Args[0], signal) && enough(t.Args[1], signal)
	case Any:
		return enough(t.Args[0], signal) || enough(t.Args[1], signal)
	case Not:
		return true
	}
	return false
}

// overdue returns the index of the first deed that begins later than promised if they are taken in
// this order; -1 if none does.
func overdue(sc *scenario.Scenario, due []dueDeed, hands int) int {
	free := make([]scenario.Duration, hands) // when each hand is free
	for i, d := range due {
		act := &sc.Actions[d.deed.Ref]
		slices.Sort(free)
		n := min(act.HandsNeeded(), hands)
		begins := free[n-1]
		if begins > d.deed.Within {
			return i
		}
		for k := range n {
			free[k] = begins + usual(act.Takes)
		}
	}
	return -1
}

// usual returns the middle of a delay: its median, mode or mean, as the file gives it.
func usual(d scenario.Delay) scenario.Duration {
	switch d.Kind {
	case scenario.PERT:
		return d.B
	case scenario.Uniform:
		return (d.A + d.B) / 2
	}
	return d.A
}
