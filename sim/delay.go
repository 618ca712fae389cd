package sim

import (
	"math"

	"tocsin/sim/scenario"
)

// delay is a scenario's delay made ready to draw from, by inversion of one uniform
// number, so that a larger number always means a longer delay.
type delay struct {
	kind   scenario.Distribution
	a, b   float64 // fixed: a; log-normal: log median, sigma; exponential: mean; uniform: from, width; PERT: min, width
	table  []float64
	masses []float64
}

// z90 is the 90th percentile of the standard normal distribution.
const z90 = 1.2815515655446004

func newDelay(d scenario.Delay) delay {
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
		out := delay{kind: d.Kind, a: float64(d.A), b: float64(d.C - d.A)}
		out.pert(float64(d.B-d.A) / float64(d.C-d.A))
		return out
	}
	return delay{a: float64(d.A)}
}

const pertCells = 400

// pert tabulates the density and the distribution of a beta(1+4m, 5-4m) variable on
// [0, 1], the standardised PERT distribution (Malcolm et al., Operations Research 7, 1959).
func (d *delay) pert(mode float64) {
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
	d.table = make([]float64, pertCells+1)  // density at the edges of the cells
	d.masses = make([]float64, pertCells+1) // probability below each edge
	for i := 0; i <= pertCells; i++ {
		d.table[i] = density(float64(i) / pertCells)
	}
	for i := 0; i < pertCells; i++ {
		d.masses[i+1] = d.masses[i] + float64((d.table[i]+d.table[i+1])*0.5)
	}
	total := d.masses[pertCells]
	for i := range d.masses {
		d.masses[i] /= total
		d.table[i] /= total
	}
}

func (d *delay) pertQuantile(u float64) float64 {
	lo, hi := 0, pertCells
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; d.masses[mid] <= u {
			lo = mid
		} else {
			hi = mid
		}
	}
	// Inside a cell the density is linear: solve the quadratic for the part of the cell.
	f0, f1, want := d.table[lo], d.table[hi], u-d.masses[lo]
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

// at returns the delay's quantile u in (0, 1), rounded to the nearest tick.
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
		v += float64(d.b * d.pertQuantile(u))
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
