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
