package engine

import "tocsin/sim/scenario"

// effectForm is how effects of one kind are carried out: a row for each of
// scenario.EffectKinds, each in its own effect_*.go.
type effectForm struct {
	// find resolves what the effect names; em.of is empty where something named is missing.
	find func(m *Model, em *effectModel)
	// able reports whether one that did not come out of a checked file can be applied; nil
	// asks for nothing more than that what it names is there.
	able func(m *Model, em *effectModel) bool
	// apply makes the change now; actor is the role that "me" stands for, or Nobody.
	apply func(e *Engine, em *effectModel, actor int, via Via)
}

// effectForms are the forms by the kind's target.
var effectForms = map[string]*effectForm{
	"gauge": &gaugeEffect, "system": &systemEffect, "link": &linkEffect, "fact": &factEffect,
	"inject": &injectEffect, "venue": &venueEffect, "obligation": &obligationEffect,
}

// effectModel is an effect with its names resolved.
type effectModel struct {
	*scenario.Effect
	form      *effectForm // nil if it changes nothing
	id        int         // place among the model's effects, or -1 for the facilitator's
	rate      int         // place among the model's rates, or -1
	name      uint64
	owner     string
	after     delay
	of        []int // places of what is changed
	roles     []int
	me        bool
	once      bool // it counts once, however often its cause comes
	uncertain bool // it takes place with a probability
}

// effect makes an effect ready; owner names what it belongs to, for draws and errors.
func (m *Model) effect(ef *scenario.Effect, owner string) effectModel {
	out := effectModel{Effect: ef, id: -1, rate: -1, name: m.name("effect", owner), owner: owner,
		after:     m.delay(ef.After),
		uncertain: ef.Chance != nil}
	kind, way := ef.Kind()
	if kind == nil {
		return out
	}
	if way != nil && way.Key == "chance" {
		out.uncertain, out.once = false, true
	}
	out.form = effectForms[kind.Target]
	out.form.find(m, &out)
	return out
}

// valid reports whether an effect that did not come out of a checked file can be applied.
func (m *Model) valid(ef *scenario.Effect) bool {
	em := m.effect(ef, "")
	return em.form != nil && len(em.of) > 0 && (em.form.able == nil || em.form.able(m, &em))
}

// found adds what an id names to what an effect changes.
func (em *effectModel) found(i int) bool {
	if i < 0 {
		em.of = nil
		return false
	}
	em.of = append(em.of, i)
	return true
}

// finds is the find of a kind that names one thing.
func finds(kind string, id func(*scenario.Effect) string) func(*Model, *effectModel) {
	return func(m *Model, em *effectModel) { em.found(m.Scenario.Find(kind, id(em.Effect))) }
}

// addEffects registers effects with the model and returns their places.
func (m *Model) addEffects(effects []scenario.Effect, owner string) []int {
	var out []int
	for i := range effects {
		em := m.effect(&effects[i], owner+"#"+string(rune('a'+i%26)))
		em.id = len(m.effects)
		em.name = mix(em.name + uint64(i))
		if em.form == &linkEffect {
			m.linkCanRise(&em)
		}
		m.addRate(&em)
		out = append(out, em.id)
		m.effects = append(m.effects, em)
	}
	return out
}

// runEffects lets effects take place: at once, or after their delay.
func (e *Engine) runEffects(effects []int, actor int, via Via) {
	for _, i := range effects {
		em := &e.m.effects[i]
		e.effectRuns[i]++
		n := e.effectRuns[i]
		if em.once && n > 1 {
			continue
		}
		if em.uncertain && e.draw(em.name, forEffectChance, n) >= *em.Chance {
			continue
		}
		if d := em.after.at(e.draw(em.name, forEffect, n)); d > 0 {
			e.later(e.after(d), rankWorld, body{kind: effectHappens, a: int32(i), b: int32(actor), via: via})
			continue
		}
		em.form.apply(e, em, actor, via)
	}
}
