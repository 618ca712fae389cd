package scenario

import (
	"math"

	"tocsin/sim/budget"
)

// MaxDeliveries is the most deliveries to seats that a scenario may make by itself in one
// exercise; players may cause as many again. A live room keeps about half a kilobyte of each.
// An inject to 20 seats counts as 21 deliveries: one for each seat, and one for the inject.
const MaxDeliveries = budget.DeliveriesOfScenario

// Estimate is roughly how much happens by the clock alone in the mean run: without what
// conditions, effects and players add.
type Estimate struct {
	Events     float64 `json:"events"`     // that come by the clock: injects, failures, repairs
	Deliveries float64 `json:"deliveries"` // of these to seats; at most MaxDeliveries have room
}

// source is an inject or a system that delivers by the clock, once or repeatedly.
type source struct {
	path          string
	times, seats  float64
	events, total float64
}

// Mean is the mean of the delay, in nanoseconds; of a log-normal one it is exp(mu + sigma²/2).
func (d Delay) Mean() float64 {
	a, b, c := float64(d.A), float64(d.B), float64(d.C)
	switch d.Kind {
	case LogNormal:
		const z90 = 1.2815515655446004 // 90th percentile of the standard normal distribution
		sigma := math.Log(b/a) / z90
		return a * math.Exp(sigma*sigma/2)
	case PERT:
		return (a + 4*b + c) / 6
	case Uniform:
		return (a + b) / 2
	}
	return a
}

// sources are all sources, in the order of the scenario.
func (sc *Scenario) sources() (out []source) {
	length := float64(sc.Length)
	for i := range sc.Injects {
		in := &sc.Injects[i]
		times := 1.0
		switch {
		case in.When.Root != nil || !in.At.Set && !in.Every.Set:
			continue
		case in.Every.Set:
			times = 1 + max(0, length-in.At.Mean())/max(in.Every.Mean(), 1)
		}
		if in.Times > 0 {
			times = min(times, float64(in.Times))
		}
		seats := float64(len(sc.RolesOf(in.To)))
		// what a seat knows it does not learn again
		out = append(out, source{join("inject", in.ID), times, seats, times, times*(1+seats) +
			seats*float64(len(in.Reveals))})
	}
	for i := range sc.Systems {
		s := &sc.Systems[i]
		if !s.Fails.Set {
			continue
		}
		times, seats := 1.0, float64(len(s.Watch))
		if s.Owner != "" && s.Owner != "none" {
			seats++
		}
		if s.Repair.Set {
			times = 2 * length / max(s.Fails.Mean()+s.Repair.Mean(), 1)
		}
		out = append(out, source{join("system", s.ID), times, seats, times, times * seats})
	}
	return out
}

// Estimate estimates how much happens by the clock alone.
func (sc *Scenario) Estimate() Estimate {
	var e Estimate
	for _, s := range sc.sources() {
		e.Events += s.events
		e.Deliveries += s.total
	}
	return e
}

// lintDeliveries warns of the sources that make a tenth or more of the deliveries, if these are more
// than an exercise has room for.
func lintDeliveries(c *checker) {
	sum := c.sc.Estimate().Deliveries
	if sum <= MaxDeliveries {
		return
	}
	for _, s := range c.sc.sources() {
		if s.total < sum/10 {
			continue
		}
		at := c.sc.Length
		if reach := MaxDeliveries / sum * float64(at); reach < float64(at) {
			at = Duration(reach)
		}
		c.warnf(s.path, "deliveries",
			"let it come less often or to fewer, limit it with times, or make the exercise shorter",
			"this comes about %.0f times, to %.0f seats: in all the scenario makes about %.0f deliveries and there is room for %d, so a run stops about %s after STARTEX",
			s.times, s.seats, sum, MaxDeliveries, at)
	}
}
