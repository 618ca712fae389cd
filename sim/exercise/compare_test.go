package exercise

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestComparePairs: what happens in both is paired however it moved, and only the rest stands
// under one of the two.
func TestComparePairs(t *testing.T) {
	learned := func(role, fact int32, at engine.Time) engine.Event {
		return engine.Event{Kind: engine.FactLearned, Role: role, Ref: fact, At: at}
	}
	x := played(t)
	a, b := x.Clone(), x.Clone()
	a.events = []engine.Event{learned(0, 0, 10), learned(0, 0, 20), learned(1, 0, 30), learned(1, 1, 40)}
	b.events = []engine.Event{learned(0, 0, 20), learned(1, 0, 25), learned(0, 1, 50)}
	for _, e := range []*Exercise{a, b} {
		e.help = make([]bool, len(e.events))
	}
	c := &Comparison{}
	c.events(a, b)
	assert.Equal(t, 1, c.Alike, "the one at 20, though it is the second here and the first there")
	require.Len(t, c.Differences, 4)
	times := func(d Differing) (here, there float64) {
		here, there = -1, -1
		if d.Here != nil {
			here = d.Here.At.Hours
		}
		if d.There != nil {
			there = d.There.At.Hours
		}
		return
	}
	h := func(ns engine.Time) float64 { return ns.Hours() }
	for i, want := range [][2]float64{{h(10), -1}, {h(30), h(25)}, {h(40), -1}, {-1, h(50)}} {
		here, there := times(c.Differences[i])
		assert.Equal(t, want, [2]float64{here, there}, "difference %d", i)
	}
	assert.Equal(t, h(10), c.From.Hours)
	assert.Len(t, c.OnlyHere, 2)
	assert.Len(t, c.OnlyThere, 1)
}

// TestCompareInOrder: differences stand by the earlier of their times; the numbers of messages, which are those of one
// run, make none; and of what is in one alone the first hundred are listed.
func TestCompareInOrder(t *testing.T) {
	learned := func(fact int32, at engine.Time, msg int32) engine.Event {
		return engine.Event{Kind: engine.FactLearned, Ref: fact, At: at, Msg: msg}
	}
	x := played(t)
	a, b := x.Clone(), x.Clone()
	a.events = []engine.Event{learned(0, 7, 3), learned(0, 20, 0), learned(1, 60, 0)}
	b.events = []engine.Event{learned(1, 5, 0), learned(0, 7, 9), learned(2, 15, 0)}
	for n := range int32(150) {
		a.events = append(a.events, learned(3, engine.Time(100+n), 0))
	}
	for n := range int32(150) {
		b.events = append(b.events, learned(2, engine.Time(100+n), 0))
	}
	a.help, b.help = make([]bool, len(a.events)), make([]bool, len(b.events))
	c := &Comparison{}
	c.events(a, b)
	assert.Equal(t, 1, c.Alike)
	require.Len(t, c.Differences, 303)
	for i, at := range []engine.Time{5, 15, 20, 100, 100} {
		assert.Equal(t, at.Hours(), c.Differences[i].at().Hours, i)
	}
	assert.Equal(t, engine.Time(5).Hours(), c.From.Hours)
	assert.Len(t, c.OnlyHere, 100)
	assert.Len(t, c.OnlyThere, 100)
}

// TestQuietDifferences: only those that are quiet wherever they happened are for who asks for everything.
func TestQuietDifferences(t *testing.T) {
	quiet, loud := &Line{Quiet: true}, &Line{}
	for _, c := range []struct {
		here, there *Line
		want        bool
	}{{quiet, nil, true}, {nil, quiet, true}, {quiet, quiet, true}, {loud, nil, false}, {nil, loud, false},
		{quiet, loud, false}, {loud, quiet, false}} {
		assert.Equal(t, c.want, (&Differing{Here: c.here, There: c.there}).Quiet())
	}
}
