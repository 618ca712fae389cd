package engine

import (
	"reflect"

	"tocsin/sim/scenario"
)

// What the benchmarks need of the engine's inside.

// Exponential is the engine's keyed draw of an exponential delay.
func Exponential(mean float64) func(run, name uint64, occurrence uint32) Time {
	d := delay{kind: scenario.Exponential, a: mean}
	return func(run, name uint64, occurrence uint32) Time {
		return d.at(uniform(run, name, forFailure, occurrence))
	}
}

// LinkDraws are the two draws of a link's n-th pass: the uniform number that its chance
// is compared with, and an exponential delay.
func LinkDraws(run, name uint64, n uint32, mean float64) (float64, Time) {
	d := delay{kind: scenario.Exponential, a: mean}
	return uniform(run, name, forLinkChance, n), d.at(uniform(run, name, forLinkDelay, n))
}

// RunKey is what a seed becomes before anything is drawn.
func RunKey(seed uint64) uint64 { return mix(seed) }

// LinkName is the hash that a link draws by.
func (m *Model) LinkName(link int) uint64 { return m.links[link].name }

// Condition is the compiled condition of a note, as the engine evaluates it.
func (m *Model) Condition(note int) func(*Engine) bool { return m.conds[m.notes[note].cond].fn }

// ChangeRate lets a little time pass and gives a gauge another rate, per hour, as an
// effect does: linear, or exponential.
func (e *Engine) ChangeRate(g int, exponential bool, rate float64, pass Time) {
	e.now += pass
	l := linear
	if exponential {
		l = growing
	}
	e.setLaw(g, l, rate, 0, Via{})
	e.settle()
}

// Crossing is when a gauge is next due to pass a threshold.
func (e *Engine) Crossing(g int) (Time, bool) { return e.q.when(int32(e.m.slots.gauge + g)) }

// Kept is how much a run keeps of what is under way: actions, events, and places for them.
func (e *Engine) Kept() int {
	return len(e.acts) + len(e.bodies) + len(e.free) + len(e.q.pos) + len(e.q.heap)
}

// HasLine reports whether a verb has a row in the table of lines.
func HasLine(v Verb) bool { return !reflect.ValueOf(lineForms[v]).IsZero() }

// EffectForms are the kinds of effects that the engine carries out.
func EffectForms() map[string]bool {
	out := map[string]bool{}
	for target := range effectForms {
		out[target] = true
	}
	return out
}
