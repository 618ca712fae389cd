package engine

import (
	"math"

	"tocsin/sim/scenario"
)

// delay is a scenario's delay made ready to draw from, by inversion of one uniform
// number: a larger number means a longer delay, except for an exponential one, where it means
// a shorter one.
type delay struct {
	kind scenario.Distribution
	a, b float64 // fixed: a; log-normal: log median, sigma; exponential: mean; uniform: from, width; PERT: min, width
	beta *pertTable
}

// z90 is the 90th percentile of the standard normal distribution.
const z90 = 1.2815515655446004

func (m *Model) delay(d scenario.Delay) delay {
	switch d.Kind {
	case scenario.LogNormal:
		return delay{kind: d.Kind, a: log(float64(d.A)), b: (log(float64(d.B)) - log(float64(d.A))) / z90}
	case scenario.Exponential:
		return delay{kind: d.Kind, a: float64(d.A)}
	case scenario.Uniform:
		return delay{kind: d.Kind, a: float64(d.A), b: float64(d.B - d.A)}
	case scenario.PERT:
		if d.A == d.C {
			return delay{kind: scenario.Fixed, a: float64(d.A)}
		}
		return delay{kind: d.Kind, a: float64(d.A), b: float64(d.C - d.A),
			beta: m.pert(float64(d.B-d.A) / float64(d.C-d.A))}
	}
	return delay{a: float64(d.A)}
}

// pert is the table of a mode. Delays of one shape share it, and so do the models that are
// drawn from one.
func (m *Model) pert(mode float64) *pertTable {
	if m.written != nil {
		if t := m.written.perts[mode]; t != nil {
			return t
		}
	}
	t := m.perts[mode]
	if t == nil {
		t = newPERT(mode)
		if !m.ready { // after that the model is shared, and never changes
			m.perts[mode] = t
		}
	}
	return t
}

// pertCells is how many cells a table has, and pertGuides how many places its guide has: four to a cell, so
// that a draw mostly finds its cell at once.
const (
	pertCells  = 400
	pertGuides = 4 * pertCells
)

// pertTable is a beta(1+4m, 5-4m) variable on [0, 1], the standardised PERT distribution
// with mode m (Malcolm et al., Operations Research 7, 1959), in cells of equal width.
type pertTable struct {
	density [pertCells + 1]float64 // at the edges of the cells
	below   [pertCells + 1]float64 // probability below each edge
	// a cell at or before the one in which the i-th of so many equal parts of probability begins
	guide [pertGuides]uint16
}

func newPERT(mode float64) *pertTable {
	alpha, beta := float64(4*mode), float64(4*(1-mode))
	density := func(x float64) float64 {
		v := 0.0
		if alpha > 0 {
			if x <= 0 {
				return 0
			}
			v += float64(alpha * log(x))
		}
		if beta > 0 {
			if x >= 1 {
				return 0
			}
			v += float64(beta * log(1-x))
		}
		return exp(v)
	}
	t := &pertTable{}
	for i := 0; i <= pertCells; i++ {
		t.density[i] = density(float64(i) / pertCells)
	}
	for i := 0; i < pertCells; i++ {
		t.below[i+1] = t.below[i] + float64((t.density[i]+t.density[i+1])*0.5)
	}
	total := t.below[pertCells]
	for i := range t.below {
		t.below[i] /= total
		t.density[i] /= total
	}
	cell := 0
	for i := range t.guide {
		for cell < pertCells-1 && t.below[cell+1] <= float64(i)/pertGuides {
			cell++
		}
		t.guide[i] = uint16(cell)
	}
	return t
}

// quantile is the value below which the variable stays with probability u in (0, 1]: one draw in 2^53 rounds to 1.
func (t *pertTable) quantile(u float64) float64 {
	lo := int(t.guide[min(int(float64(u*pertGuides)), pertGuides-1)])
	for lo < pertCells-1 && t.below[lo+1] <= u {
		lo++
	}
	// Inside a cell the density is linear: solve the quadratic for the part of the cell.
	f0, f1, want := t.density[lo], t.density[lo+1], u-t.below[lo]
	slope := f1 - f0
	var part float64
	disc := float64(f0*f0) + float64(float64(2*slope)*want)
	if disc < 0 {
		disc = 0
	}
	if root := f0 + math.Sqrt(disc); root > 0 {
		part = float64(2*want) / root
	}
	return (float64(lo) + min(max(part, 0), 1)) / pertCells
}

// never is later than any exercise lasts.
const never = Time(math.MaxInt64)

// longest bounds a drawn delay, so that sums of times cannot overflow.
const longest = float64(scenario.MaxDuration)

// at returns the delay's quantile u in (0, 1), for an exponential one its quantile 1 - u,
// rounded to the nearest tick.
func (d *delay) at(u float64) Time {
	v := d.a
	switch d.kind {
	case scenario.LogNormal:
		v = exp(d.a + float64(d.b*quantile(u)))
	case scenario.Exponential:
		v = float64(-d.a * log(u))
	case scenario.Uniform:
		v += float64(d.b * u)
	case scenario.PERT:
		v += float64(d.b * d.beta.quantile(u))
	}
	return Time(min(v, longest) + 0.5)
}

// scaled is at, with the delay multiplied by a factor.
func (d *delay) scaled(u, factor float64) Time {
	t := d.at(u)
	if factor == 1 {
		return t
	}
	return Time(min(float64(float64(t)*factor), longest) + 0.5)
}
