package score

import (
	"slices"

	"tocsin/sim/engine"
)

// Scores are a run's marks, each 0 to 100, or nil where there was nothing to mark. They
// are made of measures that are exported with them and can be worked out by hand:
//
//	speed         = 100 × mean of speed.sharing, speed.deciding, speed.joining
//	effectiveness = 100 × [Harm.Effectiveness]
//	coordination  = 100 × mean of share.quality, joint.yield, probe.score, act.order
//	total         = (1 + speed)^¼ × (1 + effectiveness)^½ × (1 + coordination)^¼ - 1
//
// The total is a geometric mean, so that no score buys another: a team that files all its
// papers and contains nothing has almost nothing. What was called for is what the
// frictionless run of the same draw did, when it did it; what was not done counts 0. A measure
// that is not defined for a run, for nothing called for it, is left out of its mean. Where the
// frictionless run avoids no harm there is no yardstick, and nothing is rated; where the
// scenario has no outcome gauge, effectiveness is left out of the total.
//
// The frictionless run is held up by the same acts of the facilitator, so an inject that is held
// back cannot lower a score, nor a [Seat]'s, which counts from what that seat knew.
// [Unhelped] gives the run without them, to show next to it.
type Scores struct {
	Total         *float64 `json:"total"`
	Speed         *float64 `json:"speed"`
	Effectiveness *float64 `json:"effectiveness"`
	Coordination  *float64 `json:"coordination"`
}

// SpeedParts are the measures that the speed score is the mean of.
func SpeedParts() []string {
	return []string{"speed.sharing", "speed.deciding", "speed.joining"}
}

// CoordinationParts are the measures that the coordination score is the mean of.
func CoordinationParts() []string {
	return []string{"share.quality", "joint.yield", "probe.score", "act.order"}
}

// Rate makes the scores of a run from its measures' numbers, nil for what is not defined, and
// its harm compared with that of the runs that it is compared with. Where these give no yardstick,
// nothing is rated.
func Rate(number func(id string) *float64, h Harm) Scores {
	var s Scores
	if h.Actual != nil {
		e := h.Effectiveness()
		if e == nil {
			return s
		}
		v := 100 * *e
		s.Effectiveness = &v
	}
	mark := func(ids []string) *float64 {
		parts := make([]*float64, len(ids))
		for i, id := range ids {
			parts[i] = number(id)
		}
		return meanOf(parts, 100)
	}
	s.Speed, s.Coordination = mark(SpeedParts()), mark(CoordinationParts())
	s.Total = Total(s.Speed, s.Effectiveness, s.Coordination, TotalWeights)
	return s
}

// TotalWeights are the weights of speed, effectiveness and coordination in the total.
var TotalWeights = [3]float64{0.25, 0.5, 0.25}

// Total is the geometric mean of scores by weights, each raised by 1 so that one of them at 0
// leaves something to tell the others by, and lowered by 1 again: 0 where all are 0, 100 where
// all are 100. Those that are nil are left out.
func Total(speed, effectiveness, coordination *float64, weights [3]float64) *float64 {
	sum := 0.0
	for i, s := range [3]*float64{speed, effectiveness, coordination} {
		if s != nil {
			sum += weights[i]
		}
	}
	if sum == 0 {
		return nil
	}
	v := 1.0
	for i, s := range [3]*float64{speed, effectiveness, coordination} {
		if s != nil {
			v *= engine.Power(1+*s, weights[i]/sum)
		}
	}
	v = min(max(v-1, 0), 100)
	return &v
}

// Sensitivity is the total by other weights of speed, effectiveness and coordination.
type Sensitivity struct {
	Speed         float64 `json:"speed"` // the weights
	Effectiveness float64 `json:"effectiveness"`
	Coordination  float64 `json:"coordination"`
	Total         float64 `json:"total"`
}

// Sensitivities are the totals of scores by the weights in use, by equal ones, and with each of
// the three scores doubled against the others and left out. It is empty where there is no total.
func (s Scores) Sensitivities() []Sensitivity {
	out := []Sensitivity{}
	for _, w := range [][3]float64{TotalWeights, {1. / 3, 1. / 3, 1. / 3}, {0.4, 0.4, 0.2}, {0.2, 0.4, 0.4},
		{1. / 6, 2. / 3, 1. / 6}, {0, 2. / 3, 1. / 3}, {0.5, 0, 0.5}, {1. / 3, 2. / 3, 0}} {
		if t := Total(s.Speed, s.Effectiveness, s.Coordination, w); t != nil {
			out = append(out, Sensitivity{w[0], w[1], w[2], *t})
		}
	}
	return out
}

// Scores makes a run's scores, with the harm of the runs that it is compared with, and
// keeps no evidence: what a sweep calls.
func (l *Ledger) Scores(h Harm) Scores {
	numbers := map[string]*float64{}
	for _, m := range Measures() {
		if slices.Contains(SpeedParts(), m.ID) || slices.Contains(CoordinationParts(), m.ID) {
			if v, ok := m.Number(l); ok {
				numbers[m.ID] = &v
			}
		}
	}
	return Rate(func(id string) *float64 { return numbers[id] }, h)
}

// meanOf is times the mean of the numbers that there are, or nil.
func meanOf(parts []*float64, times float64) *float64 {
	sum, n := 0.0, 0
	for _, p := range parts {
		if p != nil {
			sum, n = sum+*p, n+1
		}
	}
	if n == 0 {
		return nil
	}
	v := times * sum / float64(n)
	return &v
}
