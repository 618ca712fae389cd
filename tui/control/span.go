package control

import (
	"strconv"
	"strings"

	"tocsin/sim/scenario"
)

// Hours reads a length of time as people write it: 30m, 2h, 1d.
func Hours(s string) (float64, bool) {
	d, err := scenario.ParseDuration(strings.TrimSpace(s))
	if err != nil || d < 0 {
		return 0, false
	}
	return d.Hours(), true
}

// Written is a number of hours as scenarios write lengths of time, in whole seconds.
func Written(hours float64) string { return strconv.Itoa(int(hours*3600+1e-6)) + "s" }
