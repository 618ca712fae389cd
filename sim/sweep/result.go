package sweep

import (
	"math"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// Result is what `tocsin sweep --json` prints. A null means that there is no such number:
// no run gave the measure, or too few for an interval.
type Result struct {
	Scenario  string `json:"scenario"`
	Title     string `json:"title"`
	Digest    string `json:"digest"`
	N         int    `json:"n"`     // runs of each arm that were played
	Asked     int    `json:"asked"` // runs of each arm that were asked for, or the most
	Seed      uint64 `json:"seed"`
	Complete  bool   `json:"complete"`
	Quantiles string `json:"quantiles"` // "exact", or "sketch" (off by 1/256 of the value at most)

	Measures    []Measure    `json:"measures"`
	Arms        []ArmResult  `json:"arms"`
	Differences []Difference `json:"differences"`
	Until       *UntilResult `json:"until,omitempty"`
	Failed      int          `json:"failed"`   // runs that could not be played to their end; in no statistic
	Failures    []Failure    `json:"failures"` // the first of them

	Seconds       *float64 `json:"seconds"`         // of real time; null for a merge, and where no times were asked for
	RunsPerSecond *float64 `json:"runs_per_second"` // of the engine, baselines included, about; see [Sweep.EngineRuns]

	tally *Tally
}

// Spread returns n values of a measure, evenly spaced in rank from the least to the most:
// the shape of its distribution in an arm. It is nil where no run has the measure.
func (r *Result) Spread(arm, measure, n int) []float64 {
	q := r.tally.spread[arm*len(r.Measures)+measure]
	if q.values() == 0 {
		return nil
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = q.at(float64(i) / float64(max(1, n-1)))
	}
	return out
}

// ArmResult is the statistics of an arm.
type ArmResult struct {
	Arm        string                `json:"arm"`
	Title      string                `json:"title"`
	Play       Play                  `json:"play"`
	Mechanisms []string              `json:"mechanisms"`
	Set        []scenario.Setting    `json:"set,omitempty"`
	Measures   map[string]Statistics `json:"measures"`
	// Efficiency is the mean harm that coordination avoided divided by the mean that it could have
	// avoided; nil where these are not among the measures. The measure efficiency is of single runs.
	Efficiency *score.Ratio `json:"efficiency,omitempty"`
}

// Statistics of a measure, in its unit, are over the runs that have it; only the restricted mean
// is over all runs.
type Statistics struct {
	Mean  *float64 `json:"mean"`
	SD    *float64 `json:"sd"` // standard deviation, with n-1; null for fewer than two runs
	SE    *float64 `json:"se"` // standard error of the mean; null for fewer than two runs
	P5    *float64 `json:"p5"` // 5th, 50th and 95th percentile
	P50   *float64 `json:"p50"`
	P95   *float64 `json:"p95"`
	N     int      `json:"n"`     // runs that have it
	Never int      `json:"never"` // runs that do not
	// Restricted is the mean over all runs of a time that may never come, where never counts as
	// the end of the exercise, with its standard error; nil for any other measure.
	Restricted   *float64 `json:"restricted_mean,omitempty"`
	RestrictedSE *float64 `json:"restricted_se,omitempty"`
}

// Difference is how much more of a measure an arm has than another, in the measure's unit,
// paired over the seeds on which both have it; for a time that may never come over all seeds,
// where never counts as the end of the exercise.
type Difference struct {
	Arm     string      `json:"arm"`
	Against string      `json:"against"`
	Measure string      `json:"measure"`
	Mean    *float64    `json:"mean"`
	SE      *float64    `json:"se"`
	CI95    [2]*float64 `json:"ci95"`  // interval of the mean, right for skewed values; see score.Interval
	N       int         `json:"n"`     // pairs
	Never   int         `json:"never"` // pairs left out, as one run or both do not have the measure

	arm, against, measure int
}

// UntilResult says how a sweep that was to stop by itself ended.
type UntilResult struct {
	Until
	Reached bool     `json:"reached"`
	Widest  *float64 `json:"widest"` // widest half-width at the end; null where there is no interval
}

// Result computes the statistics of the blocks that have been added so far.
func (t *Tally) Result() *Result {
	d := &t.design
	r := &Result{Scenario: d.Scenario, Title: d.Title, Digest: d.Digest, N: t.runs, Asked: d.N, Seed: d.Seed,
		Quantiles: "exact",
		Complete:  t.enough || t.runs == d.N, Measures: d.Measures, Differences: []Difference{}, Failed: t.failed,
		Failures: append([]Failure{}, t.failures...), tally: t}
	if !t.exact {
		r.Quantiles = "sketch"
	}
	if d.Until != nil {
		r.Until = &UntilResult{*d.Until, t.enough, number(t.widest())}
	}
	for a := range d.Arms {
		arm := &d.Arms[a]
		ar := ArmResult{arm.Name, arm.Title, arm.Play, arm.Mechanisms, arm.Set, map[string]Statistics{},
			t.efficiency(a)}
		for m := range d.Measures {
			i := a*len(d.Measures) + m
			st := statistics(&t.means[i], t.spread[i])
			if whole := &t.whole[i]; d.Measures[m].Time && whole.n > 0 {
				st.Restricted = number(whole.mean)
				if whole.n > 1 {
					st.RestrictedSE = number(whole.se())
				}
			}
			ar.Measures[d.Measures[m].ID] = st
			if arm.Against >= 0 {
				r.Differences = append(r.Differences, t.difference(a, m))
			}
		}
		r.Arms = append(r.Arms, ar)
	}
	return r
}

// efficiency returns the ratio of means of an arm. The sum of products that its interval needs
// follows from those of squares, about the means: Σ(y-x)² = Σx² + Σy² - 2Σxy.
func (t *Tally) efficiency(arm int) *score.Ratio {
	at := func(id string) *moments {
		m := t.design.measureAt(id)
		if m < 0 {
			return nil
		}
		return &t.means[arm*len(t.design.Measures)+m]
	}
	x, y, rest := at(avoided), at(avoidable), at(leftOver)
	if x == nil || y == nil || rest == nil || x.n != y.n {
		return nil
	}
	r := score.Fieller(x.n, x.mean, y.mean, x.m2, y.m2, (x.m2+y.m2-rest.m2)/2)
	return &r
}

func statistics(s *moments, q quantiles) Statistics {
	st := Statistics{N: s.n, Never: s.never}
	if s.n == 0 {
		return st
	}
	st.Mean, st.P5, st.P50, st.P95 = number(s.mean), number(q.at(0.05)), number(q.at(0.5)), number(q.at(0.95))
	if s.n > 1 {
		st.SD, st.SE = number(s.sd()), number(s.se())
	}
	return st
}

func (t *Tally) difference(a, m int) Difference {
	d := &t.design
	s := &t.pairs[a*len(d.Measures)+m]
	against := d.Arms[a].Against
	out := Difference{Arm: d.Arms[a].Name, Against: d.Arms[against].Name, Measure: d.Measures[m].ID, N: s.n,
		Never: s.never, arm: a, against: against, measure: m}
	if s.n > 0 {
		out.Mean = number(s.mean)
	}
	if s.n > 1 {
		lo, hi := s.interval()
		out.SE, out.CI95 = number(s.se()), [2]*float64{number(lo), number(hi)}
	}
	return out
}

// number returns a pointer to a value, or nil if it is NaN or infinite.
func number(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}
