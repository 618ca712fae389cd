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
	"channel": &channelEffect, "version": &versionEffect,
}

// effectModel is an effect with its names resolved.
type effectModel struct {
	*scenario.Effect
	form      *effectForm // nil if it changes nothing
	id        int         // place among the model's effects, or -1 for a mechanism's or the facilitator's
	rate      int         // place among the model's rates, or -1
	name      uint64
	owner     string
	after     delay
	of        []int // places of what is changed
	roles     []int
	systems   []int // of a change of versions: those named
	from      int   // likewise: the version that they run until then, or -1
	each      delay // likewise: of each system
	me        bool
	once      bool // it counts once, however often its cause comes
	uncertain bool // it takes place with a probability
	drawn     bool // its amount is drawn from a spread each time
	cond      boolFn
	amount    numFn // of an expression, or nil
	// Of those that exclude each other one is drawn under the name group; this one has the
	// part from lo to hi of it. group is 0 where it is alone.
	group  uint64
	lo, hi float64
}

// effect makes an effect ready; owner names what it belongs to, for draws and errors.
func (m *Model) effect(ef *scenario.Effect, owner string) effectModel {
	out := effectModel{Effect: ef, id: -1, rate: -1, name: m.name("effect", owner), owner: owner,
		after:     m.delay(ef.After),
		uncertain: ef.Chance != nil, cond: m.predicate(ef.If.Root, Nobody)}
	for _, q := range ef.Amounts() {
		if q.Kind == scenario.Computed && q.Expr.Root != nil {
			out.amount = (&compiler{m: m, role: Nobody}).number(q.Expr.Root)
		}
		if q.Kind != scenario.Plain && q.Kind != scenario.Computed {
			out.drawn = true
		}
		if q.Kind == scenario.PERTSpread && q.A < q.C {
			m.pert((q.B - q.A) / (q.C - q.A))
		}
	}
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
	parts := shares(effects)
	for i := range effects {
		em := m.effect(&effects[i], owner+"#"+string(rune('a'+i%26)))
		em.id = len(m.effects)
		em.name = mix(em.name + uint64(i))
		if em.form == &linkEffect {
			m.linkCanRise(&em)
		}
		m.addRate(&em)
		if word := effects[i].OneOf; word != "" {
			em.uncertain, em.group = false, m.name("one of", owner+"/"+word)
			em.lo, em.hi = parts[i][0], parts[i][1]
		}
		out = append(out, em.id)
		m.effects = append(m.effects, em)
	}
	return out
}

// shares gives each effect that is one of several the part of a number from 0 to 1 at which
// it takes place.
func shares(effects []scenario.Effect) [][2]float64 {
	out := make([][2]float64, len(effects))
	given, open, at := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for i := range effects {
		if c := effects[i].Chance; c != nil {
			given[effects[i].OneOf] += *c
		} else {
			open[effects[i].OneOf]++
		}
	}
	for i := range effects {
		word := effects[i].OneOf
		part := max(0, 1-given[word]) / max(1, open[word])
		if c := effects[i].Chance; c != nil {
			part = *c
		}
		out[i] = [2]float64{at[word], at[word] + part}
		at[word] += part
		if at[word] > 1-1e-9 {
			out[i][1] = 1
		}
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
		if em.group != 0 {
			if u := e.draw(em.group, forEffectChance, n); u < em.lo || u >= em.hi {
				continue
			}
		}
		if em.uncertain && e.draw(em.name, forEffectChance, n) >= *em.Chance {
			continue
		}
		if d := e.lasts(&em.after, em.name, forEffect, n); d > 0 {
			b := body{kind: effectHappens, a: int32(i), b: int32(actor), via: via}
			if em.drawn { // only then is what is to come another for another occasion
				b.c = int32(n)
			}
			e.later(e.after(d), rankWorld, b)
			continue
		}
		e.take(em, actor, via, n)
	}
}

// take lets an effect take place now, if its condition holds; n is which time it is.
func (e *Engine) take(em *effectModel, actor int, via Via, n uint32) {
	if em.cond != nil && !em.cond(e) {
		return
	}
	e.occasion = n
	em.form.apply(e, em, actor, via)
}

// amount is the number of an effect on this occasion.
func (e *Engine) amount(em *effectModel, q *scenario.Quantity) float64 {
	switch {
	case q.Kind == scenario.Plain:
		return q.A
	case em.amount != nil:
		return min(max(em.amount(e), -1e15), 1e15)
	}
	return min(max(e.m.quantile(q, e.draw(em.name, forAmount, e.occasion)), -1e15), 1e15)
}
