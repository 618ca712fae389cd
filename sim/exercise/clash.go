package exercise

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// fitting is an action that a seat has begun, or committed to, and that fits a hypothesis.
type fitting struct {
	at     engine.Time
	role   int
	action int
	back   bool // it has been taken back
}

// clash is two seats that have acted on hypotheses which exclude each other, and hold them.
type clash struct {
	at     engine.Time // from when both had acted, and held what they acted on
	acts   [2]fitting  // in the order in which they were begun
	hypo   [2]int
	sure   [2]*float64 // how sure each had said it was; nil for nothing said
	lacked []lack
}

// lack is a fact that decides between the two hypotheses of a clash and that a seat did not know
// when it began, with the roles that did.
type lack struct {
	fact, role int
	knew       []int
}

// Clash is two seats that act on hypotheses which cannot both hold.
type Clash struct {
	A     string `json:"a"` // titles of seats
	B     string `json:"b"`
	ActA  string `json:"act_a"` // titles of actions
	ActB  string `json:"act_b"`
	HypoA string `json:"hypothesis_a"` // titles of hypotheses
	HypoB string `json:"hypothesis_b"`
	At    Moment `json:"at"`
	AtA   Moment `json:"at_a"` // when each began
	AtB   Moment `json:"at_b"`
	// SureA and SureB are how sure each had said it was by then, 0 to 1; nil where it had not.
	SureA *float64 `json:"sure_a,omitempty"`
	SureB *float64 `json:"sure_b,omitempty"`
	// Lacked are the facts that would have told one of them.
	Lacked []Lacked `json:"lacked,omitempty"`
	// Roles, Actions and Hypos are the ids of the two seats, actions and hypotheses.
	Roles   [2]string `json:"-"`
	Actions [2]string `json:"-"`
	Hypos   [2]string `json:"-"`
}

// Lacked is a fact that would have told a seat that it acted on the wrong hypothesis.
type Lacked struct {
	Seat  string   `json:"seat"` // titles
	Fact  string   `json:"fact"`
	Knew  []string `json:"knew"`
	Facts string   `json:"-"` // the id of the fact
}

// Words say who acts on what, and what would have told them.
func (c Clash) Words() string {
	return fmt.Sprintf("%s did %q as if it were %q, and %s, by %s, %q as if it were %q: both cannot be. %s", c.A, c.ActA,
		c.HypoA, c.B, c.At.T, c.ActB, c.HypoB, c.WouldHaveTold())
}

// WouldHaveTold says which facts would have told whom.
func (c Clash) WouldHaveTold() string {
	if len(c.Lacked) == 0 {
		return "No fact that one of them lacked and somebody knew decides between the two."
	}
	var out []string
	for _, l := range c.Lacked {
		out = append(out, fmt.Sprintf("%q would have told %s; %s knew it", l.Fact, l.Seat, phrase.List(l.Knew)))
	}
	return strings.Join(out, ". ") + "."
}

// fit enters what a seat has begun, or taken back, that fits a hypothesis. A seat on the other side
// shares no picture.
func (x *Exercise) fit(ev engine.Event) {
	sc, p := x.scenario, &x.picture
	if ev.Role < 0 || sc.Roles[ev.Role].Foe {
		return
	}
	switch ev.Kind {
	case engine.ActionStarted, engine.JointCommitted:
		if x.fits(int(ev.Ref)) == nil {
			return
		}
		p.deeds = append(p.deeds, fitting{ev.At, int(ev.Role), int(ev.Ref), false})
		x.lookForClashes(int(ev.Role))
	case engine.ActionCancelled, engine.JointWithdrawn:
		for i := range slices.Backward(p.deeds) {
			if d := &p.deeds[i]; d.role == int(ev.Role) && d.action == int(ev.Ref) {
				d.back = true
				break
			}
		}
	}
}

// fits are the hypotheses that an action fits.
func (x *Exercise) fits(action int) []int {
	var out []int
	for h := range x.scenario.Hypotheses {
		if x.scenario.Hypotheses[h].Fits.Has(x.scenario.Actions[action].ID) {
			out = append(out, h)
		}
	}
	return out
}

// apart are the first hypotheses h of deed d and k of deed o that exclude each other. A deed that fits
// both of them takes no side, and does not count. ok is false where there are none.
func (x *Exercise) apart(d, o *fitting) (h, k int, ok bool) {
	mine, others := x.fits(d.action), x.fits(o.action)
	for _, h := range mine {
		for _, k := range others {
			if x.scenario.Exclude(h, k) && !slices.Contains(mine, k) && !slices.Contains(others, h) {
				return h, k, true
			}
		}
	}
	return 0, 0, false
}

// holds reports whether a seat holds one hypothesis over another that excludes it: by what it last
// said of them, and where it has said nothing by what it last did. Whoever has spoken of one alone
// holds it from more than 50 %.
func (x *Exercise) holds(role, h, over int) bool {
	mine, other := x.sureOf(role, h), x.sureOf(role, over)
	switch {
	case mine != nil && other != nil:
		return *mine > *other
	case mine != nil:
		return *mine > 0.5
	case other != nil:
		return *other < 0.5
	}
	for _, d := range slices.Backward(x.picture.deeds) {
		fits := x.fits(d.action)
		if one, two := slices.Contains(fits, h), slices.Contains(fits, over); d.role == role && !d.back && one != two {
			return one
		}
	}
	return false
}

// sureOf is how sure a seat last said it was of a hypothesis; nil where it has not.
func (x *Exercise) sureOf(role, h int) *float64 {
	for i := range slices.Backward(x.picture.held) {
		if a := &x.picture.held[i]; a.role == role && a.hypothesis == h {
			sure := a.confidence
			return &sure
		}
	}
	return nil
}

// lookForClashes enters the clashes of a seat that has just acted or spoken with the others, each
// pair of seats and hypotheses once: both have begun what fits their hypothesis, and each holds its
// own over the other's.
func (x *Exercise) lookForClashes(role int) {
	p := &x.picture
	for i := range p.deeds {
		for j := range p.deeds {
			d, o := &p.deeds[i], &p.deeds[j]
			if d.role != role || d.back || o.back { // nobody holds one over another and the other way round
				continue
			}
			h, k, apart := x.apart(d, o)
			if !apart || !x.holds(role, h, k) || !x.holds(o.role, k, h) {
				continue
			}
			c := clash{at: x.e.Now(), acts: [2]fitting{*o, *d}, hypo: [2]int{k, h}}
			if i < j {
				c.acts, c.hypo = [2]fitting{*d, *o}, [2]int{h, k}
			}
			if !slices.ContainsFunc(p.clashes, c.same) {
				c.sure = [2]*float64{x.sureOf(c.acts[0].role, c.hypo[0]), x.sureOf(c.acts[1].role, c.hypo[1])}
				c.lacked = x.lackedBy(&c)
				p.clashes = append(p.clashes, c)
			}
		}
	}
}

// same reports whether a clash is between the same two seats about the same two hypotheses.
func (c *clash) same(o clash) bool {
	turned := o.acts[0].role == c.acts[1].role
	if turned {
		o.acts[0], o.acts[1], o.hypo[0], o.hypo[1] = o.acts[1], o.acts[0], o.hypo[1], o.hypo[0]
	}
	return o.acts[0].role == c.acts[0].role && o.acts[1].role == c.acts[1].role && o.hypo == c.hypo
}

// lackedBy are the facts that one of the two seats did not know, that somebody knew, and that speak
// against its hypothesis or for the other's alone. A seat whose hypothesis is true lacks none of them,
// and a fact that leads nowhere does not count.
func (x *Exercise) lackedBy(c *clash) []lack {
	sc := x.sc()
	var out []lack
	for side := range c.acts {
		role := c.acts[side].role
		own, other := &sc.Hypotheses[c.hypo[side]], &sc.Hypotheses[c.hypo[1-side]]
		if own.Truth {
			continue
		}
		for f := range sc.Facts {
			if sc.Facts[f].Decoy || x.e.Knows(role, f) || !decides(sc.Facts[f].ID, own, other) {
				continue
			}
			if knew := x.knowing(f); len(knew) > 0 {
				out = append(out, lack{f, role, knew})
			}
		}
	}
	return out
}

// decides reports whether a fact speaks against one hypothesis or for another, and not for both or
// against both alike.
func decides(fact string, own, other *scenario.Hypothesis) bool {
	return other.For.Has(fact) && !own.For.Has(fact) || own.Against.Has(fact) && !other.Against.Has(fact)
}

// knowing are the roles that know a fact, without those on the other side.
func (x *Exercise) knowing(fact int) []int {
	var out []int
	for r := range x.scenario.Roles {
		if x.e.Knows(r, fact) && !x.scenario.Roles[r].Foe {
			out = append(out, r)
		}
	}
	return out
}

// clashesFound are the clashes in the order in which they began.
func (x *Exercise) clashesFound() []Clash {
	sc := x.scenario
	var out []Clash
	for i := range x.picture.clashes {
		c := &x.picture.clashes[i]
		v := Clash{At: x.moment(c.at), A: x.title(c.acts[0].role), B: x.title(c.acts[1].role),
			ActA: sc.Actions[c.acts[0].action].Title, ActB: sc.Actions[c.acts[1].action].Title,
			HypoA: sc.Hypotheses[c.hypo[0]].Title, HypoB: sc.Hypotheses[c.hypo[1]].Title,
			AtA: x.moment(c.acts[0].at), AtB: x.moment(c.acts[1].at), SureA: c.sure[0], SureB: c.sure[1]}
		for side := range c.acts {
			v.Roles[side], v.Hypos[side] = sc.Roles[c.acts[side].role].ID, sc.Hypotheses[c.hypo[side]].ID
			v.Actions[side] = sc.Actions[c.acts[side].action].ID
		}
		for _, l := range c.lacked {
			v.Lacked = append(v.Lacked, Lacked{Seat: x.title(l.role), Fact: sc.Facts[l.fact].Title,
				Facts: sc.Facts[l.fact].ID, Knew: x.titles(l.knew)})
		}
		out = append(out, v)
	}
	return out
}
