package score

import "slices"

// Scores are a run's marks, each 0 to 100, or nil where there was nothing to mark. They
// are made of measures that are exported beside them and can be worked out by hand:
//
//	speed         = 100 × mean of speed.sharing, speed.deciding, speed.joining, speed.reporting
//	effectiveness = 100 × coordination efficiency, held between 0 and 1
//	coordination  = 100 × mean of share.timely, joint.yield, net.needed, note.fidelity,
//	                probe.accuracy, act.consistency, ask.answered
//	total         = mean of speed, effectiveness and coordination
//
// A measure that is not defined for a run is left out of its mean, and so is a score of
// the total. A run in which no seat did anything has no act.consistency, so it gets no
// marks for it.
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
	return []string{"share.timely", "joint.yield", "net.needed", "note.fidelity", "probe.accuracy", "act.consistency", "ask.answered"}
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
	s.Total = meanOf([]*float64{s.Speed, s.Effectiveness, s.Coordination}, 1)
	return s
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
