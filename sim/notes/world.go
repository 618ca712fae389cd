package notes

import (
	"context"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// World is what the world of a scenario does when nobody acts, over many draws of chance.
type World struct {
	runs []idleRun
}

type idleRun struct {
	learned  [][]engine.Time // by role and fact; -1 for never
	harmThen [][]float64     // by role and fact: the harm when it was learned
	harm     float64         // at the end
	stepAt   engine.Time     // when the first system failed that stays failed and has no repair; -1 for none
}

// Left is the time that a cascade leaves, in hours from the moment when the signals have reached
// those who see them until the first irreversible step if nobody acts: the failure of a system that
// has no repair.
type Left struct {
	Median float64 `json:"median_hours"`
	// Tenth is the lower tenth: one run in ten leaves less.
	Tenth float64 `json:"tenth_hours"`
	// Runs is how many of the runs have such a step; Of is how many were played.
	Runs int `json:"runs"`
	Of   int `json:"of"`
}

// Idle plays a scenario n times with nobody acting, on the seeds from 1. The error is that of a
// scenario that cannot be played, or of ctx.
func Idle(ctx context.Context, sc *scenario.Scenario, n int, work score.Work) (*World, error) {
	m, err := engine.Compile(sc)
	if err != nil {
		return nil, err
	}
	w := &World{runs: make([]idleRun, n)}
	_, err = work.Through(ctx, n, func(i int) error {
		w.runs[i] = idle(m, uint64(i+1))
		return nil
	})
	return w, err
}

func idle(m *engine.Model, seed uint64) idleRun {
	sc := m.Scenario
	e := engine.New(m, seed, engine.Setup{})
	run := idleRun{stepAt: -1}
	for range sc.Roles {
		run.learned = append(run.learned, slices.Repeat([]engine.Time{-1}, len(sc.Facts)))
		run.harmThen = append(run.harmThen, make([]float64, len(sc.Facts)))
	}
	fell := slices.Repeat([]engine.Time{-1}, len(sc.Systems))
	e.Observe(func(ev engine.Event) {
		switch ev.Kind {
		case engine.FactLearned:
			if ev.Role >= 0 && run.learned[ev.Role][ev.Ref] < 0 {
				run.learned[ev.Role][ev.Ref] = ev.At
				run.harmThen[ev.Role][ev.Ref], _ = score.Harmed(e)
			}
		case engine.SystemChanged:
			if uint8(ev.Num) == engine.Failed {
				fell[ev.Ref] = ev.At
			}
		}
	})
	_ = e.Advance(e.Horizon()) // a run that stops early counts with what came until then
	run.harm, _ = score.Harmed(e)
	for s := range sc.Systems {
		if t := fell[s]; t > 0 && e.System(s) == engine.Failed && !sc.Systems[s].Repair.Set &&
			(run.stepAt < 0 || t < run.stepAt) {
			run.stepAt = t
		}
	}
	return run
}

// left returns the time from when the last of some facts has reached its role until the first
// irreversible step; without facts from when the first fact is known to anybody. Runs without such a
// step or without any of the facts are left out; nil if all are.
func (w *World) left(roots [][2]int) *Left {
	if w == nil {
		return nil
	}
	var spans []float64
	for i := range w.runs {
		run := &w.runs[i]
		if run.stepAt < 0 {
			continue
		}
		from := engine.Time(-1)
		for _, r := range roots {
			from = max(from, run.learned[r[0]][r[1]])
		}
		if len(roots) == 0 {
			from = run.first()
		}
		if from >= 0 {
			spans = append(spans, (run.stepAt - from).Hours())
		}
	}
	if len(spans) == 0 {
		return nil
	}
	slices.Sort(spans)
	return &Left{Median: spans[len(spans)/2], Tenth: spans[len(spans)/10], Runs: len(spans), Of: len(w.runs)}
}

func (r *idleRun) first() engine.Time {
	first := engine.Time(-1)
	for _, facts := range r.learned {
		for _, at := range facts {
			if at >= 0 && (first < 0 || at < first) {
				first = at
			}
		}
	}
	return first
}

// stake returns the mean harm that comes after a seat first learns one of some facts; a run in which
// it learns none counts as 0.
func (w *World) stake(role int, facts []int) *float64 {
	if w == nil || len(w.runs) == 0 {
		return nil
	}
	sum := 0.0
	for i := range w.runs {
		run := &w.runs[i]
		first, then := engine.Time(-1), run.harm
		for _, f := range facts {
			if at := run.learned[role][f]; at >= 0 && (first < 0 || at < first) {
				first, then = at, run.harmThen[role][f]
			}
		}
		sum += run.harm - then
	}
	mean := sum / float64(len(w.runs))
	return &mean
}
