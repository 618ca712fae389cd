package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/playability"
)

// TestOneIsSaidAsOne: what is printed of one thing, or of none, is not said as of several.
func TestOneIsSaidAsOne(t *testing.T) {
	for n, want := range map[int]string{0: "no entry", 1: "their first entry", 2: "their first 2 entries"} {
		assert.Equal(t, want, alike(n))
	}
	for n, want := range map[float64]string{1: "1 day", 0: "0 days", 50: "50 days", 2.5: "2.5 days"} {
		assert.Equal(t, want, inDays(n))
	}
	for by, want := range map[float64]string{-1: "lowered", 1: "raised"} {
		assert.Equal(t, want, raised(by))
	}
}

// TestSpreadsAreNoPowersOfTen: harm above a thousand is written as in every paper.
func TestSpreadsAreNoPowersOfTen(t *testing.T) {
	assert.Equal(t, "48.9 / 375 / 1,280", spread(&playability.Spread{Floor: 48.9, Median: 375, Ceiling: 1280}))
	assert.Equal(t, "-", spread(nil))
}
