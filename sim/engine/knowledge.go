package engine

import (
	"math"

	"tocsin/sim/scenario"
)

// Knowledge is a ledger: who knows which fact, since when, from whom, by what way.

type factModel struct {
	name    uint64
	known   []knownModel
	first   int    // place of the first of known among all facts' known
	need    []bool // role → needs it
	may     []bool // role → may hold it under red or amber
	leak    float64
	by      int // tracker of the hazard of its leak, or -1 where it is leak for each who knows
	fires   int
	breach  float64
	targets []int // needed_by
}

type knownModel struct {
	roles []int
	delay delay
	name  uint64
	cond  int // condition, or -1 for a time
	fact  int
}

// leakState follows a fact's hazard of getting out: a unit exponential budget is spent at per_hour
// times the number of roles that know it, or at its hazard while any role does, each times factor.
type leakState struct {
	since  Time
	spent  float64
	factor float64
	done   bool
	// breaches is how often it has been shared wider than its mark.
	breaches uint32 `state:"kept" why:"counts events; what a condition made of it is in the digest"`
}

type contactState struct {
	fixed bool
	at    delay `state:"kept" why:"comes from a mechanism that is established, which is in the digest"`
	set   bool
	said  scenario.Delay `state:"kept" why:"comes from a mechanism that is established, which is in the digest"`
}

type beliefState struct {
	option int32
	conf   float64
}

func (m *Model) compileFacts() {
	sc := m.Scenario
	m.facts = make([]factModel, len(sc.Facts))
	n := 0
	for i := range sc.Facts {
		f := &sc.Facts[i]
		out := &m.facts[i]
		*out = factModel{name: m.name("fact", f.ID), first: n, need: make([]bool, len(sc.Roles)),
			may:  make([]bool, len(sc.Roles)),
			leak: f.Leak.PerHour, by: -1, fires: sc.Find("inject", f.Leak.Fires), breach: f.Leak.Breach,
			targets: sc.RolesOf(f.NeededBy)}
		for _, r := range out.targets {
			out.need[r], out.may[r] = true, true
		}
		for j := range f.Known {
			k := &f.Known[j]
			km := knownModel{roles: sc.RolesOf([]string{k.ID}), name: m.name("known", f.ID+"/"+k.ID), cond: -1,
				fact: i, delay: m.delay(k.At)}
			for _, r := range km.roles {
				out.may[r] = true
			}
			if k.When.Root != nil {
				km.delay = m.delay(k.After)
				km.cond = m.condition(k.When.Root, Nobody, ownKnown, n)
			}
			out.known = append(out.known, km)
			m.knownList = append(m.knownList, knownRef{i, j})
			n++
		}
	}
}

type knownRef struct{ fact, at int }

func (m *Model) knownModel(i int) *knownModel {
	r := m.knownList[i]
	return &m.facts[r.fact].known[r.at]
}

func (e *Engine) startFacts() {
	for i := range e.m.knownList {
		if k := e.m.knownModel(i); k.cond < 0 {
			e.q.set(int32(e.m.slots.known+i), e.after(e.lasts(&k.delay, k.name, forKnown, 1)), rankWorld)
		}
	}
}

func (e *Engine) knownTrigger(i int) {
	k := e.m.knownModel(i)
	slot := int32(e.m.slots.known + i)
	if _, waiting := e.q.when(slot); !waiting {
		e.q.set(slot, e.after(e.lasts(&k.delay, k.name, forKnown, 1)), rankWorld)
	}
}

func (e *Engine) knownDue(i int) {
	k := e.m.knownModel(i)
	for _, r := range k.roles {
		e.learn(r, k.fact, Nobody, Via{}, true)
	}
}

// Knows reports whether a role knows a fact.
func (e *Engine) Knows(role, fact int) bool { return e.knownAt[fact*len(e.m.Scenario.Roles)+role] >= 0 }

// learn enters knowledge in the ledger. unaided says that nobody told the role.
func (e *Engine) learn(role, fact, from int, via Via, unaided bool) {
	roles := len(e.m.Scenario.Roles)
	i := fact*roles + role
	if e.knownAt[i] >= 0 {
		return
	}
	e.tickLeak(fact)
	e.knownAt[i] = e.now
	e.unaided[i] = unaided
	e.aware[fact]++
	e.emit(&Event{Kind: FactLearned, Role: int32(role), Other: int32(from), Ref: int32(fact), Via: via})
	if e.news != nil {
		e.news(News{Role: role, Message: -1, Fact: fact})
	}
	e.changed(e.m.symbols.knows + i)
	e.changed(e.m.symbols.aware + fact)
	e.noLongerBlind(role, fact)
	e.planLeak(fact)
	if e.setup.SharedKnowledge && e.m.Scenario.Ally(role) {
		for r := range roles {
			if e.m.Scenario.Ally(r) {
				e.learn(r, fact, role, via, false)
			}
		}
	}
}

// hazard is how fast a fact's leak budget is spent now, per hour.
func (e *Engine) hazard(f int) float64 {
	if t := e.m.facts[f].by; t >= 0 {
		if e.aware[f] == 0 {
			return 0
		}
		return float64(e.track[t].rest * e.leak[f].factor)
	}
	return float64(float64(e.m.facts[f].leak*float64(e.aware[f])) * e.leak[f].factor)
}

func (e *Engine) tickLeak(f int) {
	l := &e.leak[f]
	l.spent += float64(e.hazard(f) * ((e.now - l.since).Hours()))
	l.since = e.now
}

func (e *Engine) planLeak(f int) {
	l := &e.leak[f]
	if e.m.facts[f].fires < 0 || l.done {
		return
	}
	rate := e.hazard(f)
	if rate == 0 {
		if e.m.facts[f].by >= 0 {
			e.q.cancel(int32(e.m.slots.leak + f))
		}
		return
	}
	budget := -log(e.draw(e.m.facts[f].name, forLeak, 1))
	ns := math.Ceil(float64(max(0, budget-l.spent) / rate * hour))
	slot := int32(e.m.slots.leak + f)
	if ns > longest {
		e.q.cancel(slot)
		return
	}
	e.q.set(slot, e.after(Time(ns)), rankWorld)
}

func (e *Engine) leaks(f int) {
	l := &e.leak[f]
	if l.done {
		return
	}
	l.done = true
	e.q.cancel(int32(e.m.slots.leak + f))
	e.emit(&Event{Kind: FactLeaked, Role: Nobody, Other: Nobody, Ref: int32(f)})
	e.fire(e.m.facts[f].fires, Via{ByLeak, int32(f)})
}

// breached is what follows from sharing wider than the mark; given is the mark that came
// with the fact, if it is not the fact's own that was breached.
func (e *Engine) breached(role, fact, to int, given string) {
	e.emit(&Event{Kind: MarkBreached, Role: int32(role), Other: int32(to), Ref: int32(fact), Text: given})
	e.tickLeak(fact)
	e.leak[fact].breaches++
	e.changed(e.m.symbols.breached + fact)
	e.leak[fact].factor = min(float64(e.leak[fact].factor*e.m.facts[fact].breach), 1e6)
	if to == Public && e.m.facts[fact].fires >= 0 {
		e.leaks(fact)
		return
	}
	e.planLeak(fact)
}

// way is how a message goes from one role to another, and how long it takes. in is the
// venue that it must go by, or -1; by is the way that its sender chose, if any. The draw is
// keyed by sender, receiver and fact, so that one message more or less changes the luck of no
// other; words are numbered by their sender.
func (e *Engine) way(from, to, fact int, n uint32, in int, by string) (Time, Via) {
	name := e.m.roleName[from] ^ mix(e.m.roleName[to]+0x51ed)
	if fact >= 0 {
		name ^= mix(e.m.facts[fact].name + 0xfac7)
	}
	u := e.draw(name, forShare, n)
	if by != Usually {
		return e.chosen(u, from, to, by)
	}
	return e.wayAt(u, from, to, in)
}

// Usual returns the way that a message between two roles takes now, and how long it takes at the
// median of that way's delay. What it says is for staff: what the exercise has changed shows in it.
func (e *Engine) Usual(from, to int) (Time, Via) { return e.wayAt(0.5, from, to, -1) }

// wayAt is the way for a luck u, from 0 to 1, and how long it takes; see [delay] for which luck is slow.
func (e *Engine) wayAt(u float64, from, to, in int) (Time, Via) {
	if in >= 0 {
		return e.m.venues[in].latency.scaled(u, e.venueFactor[in]), Via{ByVenue, int32(in)}
	}
	best, via := Time(-1), Via{}
	for v := range e.m.venues {
		if e.open[v] && e.m.venues[v].member[from] && e.m.venues[v].member[to] {
			if d := e.m.venues[v].latency.scaled(u, e.venueFactor[v]); best < 0 || d < best {
				best, via = d, Via{ByVenue, int32(v)}
			}
		}
	}
	if best >= 0 {
		return best, via
	}
	return e.byContact(u, from, to)
}

// byContact is the way by the contact of a pair, or by the default channel where there is none.
func (e *Engine) byContact(u float64, from, to int) (Time, Via) {
	c, is := e.contactOf(from, to)
	switch takes := &e.m.sharing; is {
	case putRight:
		takes = &e.contactFixed[c].at
		return takes.scaled(u, e.sharingFactor*e.slow(contactChannel)), Via{ByContact, int32(c)}
	case ownContact, wrongMailbox:
		takes = &e.m.contacts[c]
		return takes.scaled(u, e.sharingFactor*e.slow(contactChannel)), Via{ByContact, int32(c)}
	default:
		return takes.scaled(u, e.sharingFactor*e.slow(formalChannel)), Via{Cause: ByChannel}
	}
}
