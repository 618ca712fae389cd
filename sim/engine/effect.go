package engine

import (
	"math"

	"tocsin/sim/scenario"
)

type effectModel struct {
	*scenario.Effect
	id     int // place among the model's effects, or -1 for the facilitator's
	name   uint64
	owner  string
	after  delay
	roles  []int
	me     bool
	gauge  int
	system []int
	links  []int
	fact   int
	inject int
	venue  int
	duty   int
}

// effect makes an effect ready; owner names what it belongs to, for draws and errors.
func (m *Model) effect(ef *scenario.Effect, owner string) effectModel {
	sc := m.Scenario
	out := effectModel{Effect: ef, id: -1, name: m.name("effect", owner), owner: owner, after: newDelay(ef.After),
		roles: sc.RolesOf(ef.To), me: ef.To.Has("me"),
		gauge: sc.Find("gauge", ef.Gauge), fact: sc.Find("fact", ef.Fact), inject: sc.Find("inject", ef.Inject),
		venue: sc.Find("venue", ef.Venue), duty: sc.Find("obligation", ef.Obligation)}
	for _, s := range ef.System {
		out.system = append(out.system, sc.Find("system", s))
	}
	if len(ef.Link) == 2 {
		for l := range sc.Links {
			if sc.Links[l].From == ef.Link[0] && sc.Links[l].To == ef.Link[1] {
				out.links = append(out.links, l)
			}
		}
	}
	return out
}

// valid reports whether an effect that did not come out of a checked file can be applied.
func (m *Model) valid(ef *scenario.Effect) bool {
	em := m.effect(ef, "")
	for _, s := range em.system {
		if s < 0 {
			return false
		}
	}
	for _, x := range []*float64{ef.Set, ef.Add, ef.Times, ef.Rate} {
		if x != nil && !(math.Abs(*x) <= 1e15) {
			return false
		}
	}
	if ef.Doubling < 0 || ef.Halving < 0 {
		return false
	}
	if len(em.links) > 0 && !ef.Cut {
		return ef.Chance != nil && *ef.Chance >= 0 && *ef.Chance <= 1
	}
	return em.gauge >= 0 || len(em.system) > 0 && ef.Becomes != "" || len(em.links) > 0 || em.fact >= 0 || em.inject >= 0 || em.venue >= 0 || em.duty >= 0
}

// addEffects registers effects with the model and returns their places.
func (m *Model) addEffects(effects []scenario.Effect, owner string) []int {
	var out []int
	for i := range effects {
		em := m.effect(&effects[i], owner+"#"+string(rune('a'+i%26)))
		em.id = len(m.effects)
		em.name = mix(em.name + uint64(i))
		for _, l := range em.links {
			if !effects[i].Cut && effects[i].Chance != nil {
				m.links[l].most = max(m.links[l].most, *effects[i].Chance)
			}
		}
		out = append(out, em.id)
		m.effects = append(m.effects, em)
	}
	return out
}

// run lets effects take place: at once, or after their delay.
func (e *Engine) runEffects(effects []int, actor int, via Via) {
	for _, i := range effects {
		em := &e.m.effects[i]
		e.effectRuns[i]++
		n := e.effectRuns[i]
		if em.Chance != nil && (len(em.links) == 0 || em.Cut) && e.draw(em.name, forEffectChance, n) >= *em.Chance {
			continue
		}
		if d := em.after.at(e.draw(em.name, forEffect, n)); d > 0 {
			e.later(e.after(d), rankWorld, body{kind: effectHappens, a: int32(i), b: int32(actor), via: via})
			continue
		}
		e.applyEffect(em, actor, via)
	}
}

func (e *Engine) applyEffect(em *effectModel, actor int, via Via) {
	switch {
	case em.gauge >= 0:
		e.applyGauge(em.gauge, em.Effect, via)
	case len(em.system) > 0:
		to := stateNumber(em.Becomes)
		for _, s := range em.system {
			e.become(s, to, via)
		}
	case len(em.links) > 0:
		for _, l := range em.links {
			if em.Cut {
				e.cutLink(l, via)
			} else if e.links[l].chance != *em.Chance {
				e.ownLinks()[l].chance = *em.Chance
				e.emit(Event{Kind: LinkChanged, Role: Nobody, Other: Nobody, Ref: int32(l), Num: *em.Chance, Via: via})
			}
		}
	case em.fact >= 0:
		for _, r := range em.roles {
			e.learn(r, em.fact, Nobody, via, false)
		}
		if em.me && actor >= 0 {
			e.learn(actor, em.fact, Nobody, via, true)
		} else if em.me && via.Cause == ByAction { // a joint action: all who did it
			roles := len(e.m.Scenario.Roles)
			for r := range roles {
				if e.doneBy[int(via.Ref)*roles+r] > 0 {
					e.learn(r, em.fact, Nobody, via, true)
				}
			}
		}
	case em.inject >= 0:
		e.fire(em.inject, via)
	case em.venue >= 0:
		if em.Open == nil || *em.Open {
			e.venueOpens(em.venue, via)
		} else if e.open[em.venue] {
			e.open[em.venue] = false
			e.emit(Event{Kind: VenueClosed, Role: Nobody, Other: Nobody, Ref: int32(em.venue), Via: via})
			e.changed(e.m.symbols.open + em.venue)
		}
	case em.duty >= 0:
		e.startObligation(em.duty)
	}
}
