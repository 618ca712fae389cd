// Package testsize says how large a test is that plays at random or tries every case: as
// large as the -full flag of the test asks for, or small enough to be run at each change. It is for
// tests only.
package testsize

import (
	"flag"
	"testing"
)

var full = flag.Bool("full", false, "run tests at their full size, which may take many minutes")

// Full reports whether tests run at their full size.
func Full() bool { return *full }

// Of is how many trials a test makes: with -full, as a rule, and with -short.
func Of(full, usual, short int) int {
	switch {
	case Full():
		return full
	case testing.Short():
		return short
	}
	return usual
}

// Long skips a test that takes seconds when tests run with -short.
func Long(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes seconds: run it without -short")
	}
}

// Every is Of for a test that tries every case, and only one in so many in a smaller size: it
// reports whether the case at a place is tried.
func Every(place, usual, short int) bool { return place%Of(1, usual, short) == 0 }
