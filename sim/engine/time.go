package engine

import (
	"fmt"

	"tocsin/sim/scenario"
)

// Time is exercise time in nanoseconds since STARTEX.
type Time int64

const hour = float64(scenario.Hour)

// At makes a Time of a span since STARTEX.
func At(d scenario.Duration) Time { return Time(d) }

// Hours returns the time in hours since STARTEX.
func (t Time) Hours() float64 { return float64(t) / hour }

// Never reports whether the time means never: the thing that it belongs to has no time yet.
func (t Time) Never() bool { return t > At(scenario.MaxDuration) }

// String writes the time as T+2d 04:30.
func (t Time) String() string {
	if t < 0 { // the earliest time has no counterpart: it is a nanosecond short
		return "T-" + (-max(t, -1<<63+1)).String()[2:]
	}
	s := int64(t) / int64(scenario.Second)
	d, h, m, sec := s/86400, s/3600%24, s/60%60, s%60
	out := fmt.Sprintf("%02d:%02d", h, m)
	if sec != 0 {
		out += fmt.Sprintf(":%02d", sec)
	}
	if d > 0 {
		out = fmt.Sprintf("%dd %s", d, out)
	}
	return "T+" + out
}
