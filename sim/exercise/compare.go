package exercise

import (
	"cmp"
	"fmt"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/record"
)

// Comparison is how two replays of one scenario differ: what happened in both, moved in time
// or not, and what in one alone.
type Comparison struct {
	// Same is the number of entries that they share from the beginning.
	Same int
	// From is the exercise time of the first difference in what happened; nil for none.
	From *Moment
	// Alike is how many things happened in both at the same time and in the same way.
	Alike int
	// Differences are all others, in the order of the earlier of their times.
	Differences []Differing
	// Gauges holds the outcome and other gauges whose values differ at the end.
	Gauges []GaugeDifference
	// OnlyHere and OnlyThere are lines of what happened in one and not in the other, the first 100 of each.
	OnlyHere, OnlyThere []Line
	StateHere           uint64
	StateThere          uint64
}

// Differing is something that happened in one of two replays, or in both but not alike.
type Differing struct {
	Here, There *Line // nil where it did not happen
	Deed        bool  // somebody did or said it: the rest is what came of deeds, and of time
}

// at is the earlier of its times.
func (d *Differing) at() *Moment {
	if d.Here == nil || d.There != nil && d.There.At.Hours < d.Here.At.Hours {
		return &d.There.At
	}
	return &d.Here.At
}

// Quiet reports whether the difference is only for those who ask for everything.
func (d *Differing) Quiet() bool {
	return (d.Here == nil || d.Here.Quiet) && (d.There == nil || d.There.Quiet)
}

// GaugeDifference is a gauge at the end of two replays.
type GaugeDifference struct {
	ID, Title   string
	Here, There float64
}

// Different reports whether anything differs at all.
func (c *Comparison) Different() bool { return c.From != nil || c.StateHere != c.StateThere }

// Compare compares two replays of one scenario with each other, both at the end of the
// shorter of them in exercise time. Replays of different scenarios are an error.
func (p *Replay) Compare(o *Replay) (*Comparison, error) {
	if p.Header.Digest != o.Header.Digest {
		return nil,
			fmt.Errorf("the two records are of different scenarios, or different versions of one (%.8s and %.8s)",
				p.Header.Digest, o.Header.Digest)
	}
	c := &Comparison{}
	for c.Same < len(p.Entries) && c.Same < len(o.Entries) && sameEntry(p.Entries[c.Same], o.Entries[c.Same]) {
		c.Same++
	}
	until := min(p.Last(), o.Last())
	a, b := p.At(until), o.At(until)
	if p.Last() == o.Last() {
		a, b = p.After(len(p.Entries)), o.After(len(o.Entries))
	}
	c.events(a, b)
	for g := range a.scenario.Gauges {
		if x, y := a.e.Gauge(g), b.e.Gauge(g); x != y {
			c.Gauges = append(c.Gauges, GaugeDifference{a.scenario.Gauges[g].ID, a.scenario.Gauges[g].Title, x, y})
		}
	}
	c.StateHere, c.StateThere = a.e.Digest(), b.e.Digest()
	return c, nil
}

// happening is what an event is, whenever it happens and however often: the same seat, thing
// and words. The numbers of messages are those of their run and say nothing across two.
type happening struct {
	kind             engine.Kind
	role, other, ref int32
	text             string
}

func happeningOf(ev engine.Event) happening {
	return happening{ev.Kind, ev.Role, ev.Other, ev.Ref, ev.Text}
}

// events pairs the events of both that are the same in all but the number of a message, then, of
// each happening, the first that is left with the first; the others happened in one alone.
func (c *Comparison) events(a, b *Exercise) {
	exact := map[engine.Event][]int{}
	for j, ev := range b.events {
		ev.Msg = 0
		exact[ev] = append(exact[ev], j)
	}
	taken := make([]bool, len(b.events))
	var left []int // of events here
	for i, ev := range a.events {
		ev.Msg = 0
		list := exact[ev]
		if len(list) == 0 {
			left = append(left, i)
			continue
		}
		taken[list[0]], exact[ev] = true, list[1:]
		c.Alike++
	}
	there := map[happening][]int{}
	for j, ev := range b.events {
		if !taken[j] {
			there[happeningOf(ev)] = append(there[happeningOf(ev)], j)
		}
	}
	for _, i := range left {
		key := happeningOf(a.events[i])
		if list := there[key]; len(list) > 0 {
			taken[list[0]], there[key] = true, list[1:]
			c.differ(&a.lines(i, i+1)[0], &b.lines(list[0], list[0]+1)[0])
		} else {
			c.differ(&a.lines(i, i+1)[0], nil)
		}
	}
	for j := range b.events {
		if !taken[j] {
			c.differ(nil, &b.lines(j, j+1)[0])
		}
	}
	slices.SortStableFunc(c.Differences, func(x, y Differing) int { return cmp.Compare(x.at().Hours, y.at().Hours) })
	if len(c.Differences) > 0 {
		c.From = c.Differences[0].at()
	}
	for _, d := range c.Differences {
		const most = 100
		if d.There == nil && len(c.OnlyHere) < most {
			c.OnlyHere = append(c.OnlyHere, *d.Here)
		}
		if d.Here == nil && len(c.OnlyThere) < most {
			c.OnlyThere = append(c.OnlyThere, *d.There)
		}
	}
}

func (c *Comparison) differ(here, there *Line) {
	d := Differing{Here: here, There: there}
	one := here
	if one == nil {
		one = there
	}
	d.Deed = slices.Contains(deeds, one.Mark)
	c.Differences = append(c.Differences, d)
}

// deeds are the marks of what somebody does or says.
var deeds = []string{phrase.Told.String(), phrase.Decided.String(), phrase.Refused.String()}

func sameEntry(a, b record.Entry) bool {
	return a.At == b.At && a.Who == b.Who && a.Seat == b.Seat && a.Verb == b.Verb &&
		string(a.Args) == string(b.Args) && a.Reason == b.Reason
}
