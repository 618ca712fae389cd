package engine

import (
	"slices"

	"tocsin/sim/scenario"
)

// A scenario with draws is another one in each run. The model that is compiled stands for its
// usual world; a run that draws something else plays a model of its own, compiled from the
// scenario as drawn. Nothing else of the engine knows of draws.

// Written is the model as it was compiled: that from which a run's own model was made.
func (m *Model) Written() *Model {
	if m.written != nil {
		return m.written
	}
	return m
}

// Drawn is what the run has drawn at STARTEX, by the scenario's draws: the place of an
// answer, 0 or 1 for a condition, a number, or a number of hours. It must not be changed.
func (e *Engine) Drawn() []float64 { return e.drawn }

// drawWorld draws what is different from run to run.
func (m *Model) drawWorld(run uint64, out []float64) []float64 {
	span := func(d scenario.Delay, u float64) float64 {
		ready := m.delay(d)
		return ready.at(u).Hours()
	}
	out = out[:0]
	for i := range m.asWritten.Draws {
		d := &m.asWritten.Draws[i]
		out = append(out, d.At(uniform(run, m.name("draw", d.ID), forDraw, 1), out, m.quantile, span))
	}
	return out
}

// quantile is the value below which a spread stays with probability u in (0, 1); for an
// exponential one, with probability 1 - u.
func (m *Model) quantile(q *scenario.Quantity, u float64) float64 {
	switch q.Kind {
	case scenario.UniformSpread:
		return q.A + float64((q.B-q.A)*u)
	case scenario.LogNormalSpread:
		return exp(log(q.A) + float64((log(q.B)-log(q.A))/z90*quantile(u)))
	case scenario.PERTSpread:
		if q.A == q.C {
			return q.A
		}
		return q.A + float64((q.C-q.A)*m.pert((q.B-q.A)/(q.C-q.A)).quantile(u))
	case scenario.ExponentialSpread:
		return float64(-q.A * log(u))
	case scenario.NormalSpread:
		return q.A + float64(q.B*quantile(u))
	}
	return q.A
}

// keptWorlds bounds how many models an engine keeps for runs that draw the same again.
const keptWorlds = 64

// world is the model of a run of m that has drawn these values. last is the model of the run
// before, which is taken again if it had drawn the same; so are those of earlier runs, where
// draws have so few values that they come again.
func (e *Engine) world(m *Model, values []float64, last *Model) (*Model, error) {
	if slices.Equal(values, m.values) {
		return m, nil
	}
	same := func(of *Model) bool { return of.written == m && slices.Equal(values, of.values) }
	if last != nil && same(last) {
		return last, nil
	}
	if i := slices.IndexFunc(e.worlds, same); i >= 0 {
		return e.worlds[i], nil
	}
	own, err := compile(m.asWritten, values, m)
	if err == nil && m.asWritten.FewWorlds() {
		if len(e.worlds) >= keptWorlds {
			e.worlds = append(e.worlds[:0], e.worlds[1:]...)
		}
		e.worlds = append(e.worlds, own)
	}
	return own, err
}
