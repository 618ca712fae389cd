package score

import (
	"math"
	"slices"
)

// Scores are a run's marks, each 0 to 100, or nil where there was nothing to mark. They
// are made of measures that are exported beside them and can be worked out by hand:
//
//	speed         = 100 × mean of speed.sharing, speed.deciding, speed.joining, speed.reporting
//	effectiveness = 100 × coordination efficiency, held between 0 and 1
//	coordination  = 100 × mean of share.quality, joint.yield, probe.score, act.order
//	total         = speed^¼ × effectiveness^½ × coordination^¼, each at least 1
//
// The total is a geometric mean, so that no score buys another: a team that files all its
// papers and contains nothing has next to nothing. What was called for and not done counts
// 0. A measure that is not defined for a run, for nothing called for it, is left out of its
// mean, and so is a score of the total.
//
// Speed and coordination count from what the seats knew, so an inject that the
// facilitator holds back cannot lower them, nor a [Seat]'s score. Effectiveness is about
// the world, which does not wait: its baselines are held up by the same acts of the
// facilitator, and [Unhelped] gives the run without them, to show beside it.
type Scores struct {
	Total         *float64 `json:"total"`
	Speed         *float64 `json:"speed"`
	Effectiveness *float64 `json:"effectiveness"`
	Coordination  *float64 `json:"coordination"`
}

// SpeedParts are the measures that the speed score is the mean of.
func SpeedParts() []string {
	return []string{"speed.sharing", "speed.deciding", "speed.joining", "speed.reporting"}
}

// CoordinationParts are the measures that the coordination score is the mean of.
func CoordinationParts() []string {
	return []string{"share.quality", "joint.yield", "probe.score", "act.order"}
}

// Rate makes the scores of a run from its measures' numbers and its coordination
// efficiency; nil stands for what is not defined.
func Rate(number func(id string) *float64, efficiency *float64) Scores {
	mark := func(ids []string) *float64 {
		parts := make([]*float64, len(ids))
		for i, id := range ids {
			parts[i] = number(id)
		}
		return meanOf(parts, 100)
	}
	s := Scores{Speed: mark(SpeedParts()), Coordination: mark(CoordinationParts())}
	if efficiency != nil {
		v := 100 * min(max(*efficiency, 0), 1)
		s.Effectiveness = &v
	}
	s.Total = Total(s.Speed, s.Effectiveness, s.Coordination, TotalWeights)
	return s
}

// TotalWeights are the weights of speed, effectiveness and coordination in the total.
var TotalWeights = [3]float64{0.25, 0.5, 0.25}

// Total is the geometric mean of scores by weights, each score held at 1 or more; those that
// are nil are left out. It is 0 where all are 0.
func Total(speed, effectiveness, coordination *float64, weights [3]float64) *float64 {
	logs, sum, any := 0.0, 0.0, false
	for i, s := range [3]*float64{speed, effectiveness, coordination} {
		if s != nil {
			logs, sum = logs+float64(weights[i]*math.Log(max(1, *s))), sum+weights[i]
			any = any || *s > 0
		}
	}
	if sum == 0 {
		return nil
	}
	v := 0.0
	if any {
		v = math.Exp(logs / sum)
	}
	return &v
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
	return Rate(func(id string) *float64 { return numbers[id] }, h.Efficiency())
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
