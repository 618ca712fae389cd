package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// TestOrderOfTables: where nothing ties, the order in which a file is written cannot be
// seen in what happens.
func TestOrderOfTables(t *testing.T) {
	testsize.Long(t)
	blocks := strings.SplitAfter(cascade(0.4, `{mean="3h"}`), "\n")
	var tables []string
	for _, line := range blocks {
		if strings.HasPrefix(line, "[") {
			tables = append(tables, "")
		}
		if len(tables) > 0 {
			tables[len(tables)-1] += line
		}
	}
	require.Len(t, tables, 260)
	backwards := slices.Clone(tables)
	slices.Reverse(backwards)
	for seed := range uint64(20) {
		// Parallel links share a name and are told apart by their order: compare without them.
		want := fell(t, strings.Join(unique(tables), ""), seed)
		assert.Equal(t, want, fell(t, strings.Join(unique(backwards), ""), seed))
	}
}

// unique drops every link between two systems that more than one link joins.
func unique(tables []string) []string {
	count := map[string]int{}
	ends := func(s string) string {
		lines := strings.SplitN(s, "\n", 4)
		return strings.Join(lines[:min(3, len(lines))], " ")
	}
	for _, s := range tables {
		count[ends(s)]++
	}
	return slices.DeleteFunc(slices.Clone(tables),
		func(s string) bool { return strings.HasPrefix(s, "[[link]]") && count[ends(s)] > 1 })
}

// TestManyEventsAtOneInstant: a great many events without delay at one instant end, and
// come in the order of the file.
func TestManyEventsAtOneInstant(t *testing.T) {
	testsize.Long(t)
	const n = 2000
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[system.s%d]\n", i)
	}
	b.WriteString("[system.root]\nstate=\"failed\"\n")
	for i := range n {
		fmt.Fprintf(&b, "[[link]]\nfrom=\"root\"\nto=\"s%d\"\n", i)
	}
	m := model(t, b.String())
	e := engine.New(m, 1, engine.Setup{})
	last, count := int32(-1), 0
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.SystemChanged {
			require.Equal(t, engine.Time(0), ev.At)
			require.Greater(t, ev.Ref, last)
			last = ev.Ref
			count++
		}
	})
	require.NoError(t, e.Advance(0))
	assert.Equal(t, n, count)

	// A million events of an inject that brings itself back at once, with the limits raised.
	rounds := model(t,
		"[gauge.n]\n[inject.up]\nwhen=\"n >= 0 && !(n > 0)\"\neffects=[{gauge=\"n\", set=1}, {gauge=\"rounds\", add=1}]\n"+
			"[gauge.rounds]\n[inject.down]\nwhen=\"n > 0 && rounds < 250000\"\neffects=[{gauge=\"n\", set=0}]\n[measure.x]\nend=\"rounds\"")
	e = engine.New(rounds, 1, engine.Setup{Limits: engine.Limits{Instant: 2_000_000, Total: 2_000_000,
		Deliveries: 10_000_000}})
	require.NoError(t, e.Advance(e.Horizon()))
	v, ok := e.MeasureValue(0)
	require.True(t, ok)
	assert.Equal(t, 250000.0, v)
	assert.Greater(t, e.Count(), 999_000)
}
