package report

import (
	"fmt"
	"math"

	"tocsin/sim/report/draw"
)

// valueGrid is round values of a scale.
func valueGrid(lo, hi float64, narrow bool) []draw.Tick {
	if !(hi > lo) || math.IsInf(hi-lo, 0) {
		return []draw.Tick{{At: lo, Text: figure(lo)}}
	}
	values := draw.RoundValues(lo, hi)
	var out []draw.Tick
	for i, v := range values {
		if !narrow || len(values) <= 5 || i%2 == 0 {
			out = append(out, draw.Tick{At: v, Text: figure(v)})
		}
	}
	return out
}

// hourGrid is round times of a scale of hours from STARTEX, in minutes, hours or days by how far
// apart they are.
func hourGrid(hours float64, narrow bool) []draw.Tick {
	most := 9.0
	if narrow {
		most = 5
	}
	step, minute := 24.0*365, 1.0/60
	for _, s := range []float64{minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, 1, 2, 3, 6,
		12, 24, 48, 72, 168, 336, 24 * 30, 24 * 90} {
		if hours/s <= most {
			step = s
			break
		}
	}
	var out []draw.Tick
	for i := 0.0; i*step <= hours*1.0001 && len(out) < 24; i++ {
		t := i * step
		text := figure(t) + " h"
		switch {
		case i == 0:
			text = "0"
		case step >= 24:
			text = "day " + figure(t/24)
		case step < 1:
			text = fmt.Sprintf("%d min", int(math.Round(t*60)))
		}
		out = append(out, draw.Tick{At: t, Text: text})
	}
	return out
}
