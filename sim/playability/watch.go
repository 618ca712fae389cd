package playability

import (
	"math/rand/v2"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// looks is the most moments of an exercise, about, at which its menus are looked at.
const looks = 120

// watch looks at the menus of all seats again and again while bots play, and, in a profile
// that strays, does something from them.
type watch struct {
	e      *engine.Engine
	sc     *scenario.Scenario
	every  engine.Time
	next   engine.Time
	strays float64
	random *rand.Rand
	run    *run
	tried  []bool // action × role: the role has taken it already
	told   []bool // fact × role: the role has told somebody the fact
}

func newWatch(e *engine.Engine, p *Profile, seed uint64, r *run) *watch {
	sc := e.Model().Scenario
	every := max(engine.At(sc.Minute), engine.At(sc.Length)/looks, 1)
	return &watch{e: e, sc: sc, every: every, next: every / 2, strays: p.Strays, run: r,
		random: rand.New(rand.NewPCG(seed, 0x10c)), // any constant: a stream of its own
		tried:  make([]bool, len(sc.Actions)*len(sc.Roles)), told: make([]bool, len(sc.Facts)*len(sc.Roles))}
}

func (w *watch) Prepare() {}

func (w *watch) Next(by engine.Time) (engine.Time, bool) { return w.next, w.next <= by }

// Act looks at every seat's menu.
func (w *watch) Act() {
	if w.e.Now() < w.next {
		return
	}
	passed := between(w.sc, w.next-w.every, w.next)
	w.next += w.every
	for r := range w.sc.Roles {
		acts := w.acts(r)
		open := len(acts) + w.untold(r)
		s := &w.run.seats[r]
		s.looks++
		s.open += open
		if open == 0 && len(w.e.Underway(r)) == 0 {
			s.idle++
		}
		if len(acts) > 0 && w.strays > 0 && w.random.Float64() < w.strays*passed && !w.e.Ended() {
			w.e.Do(taking(w.sc, r, acts[w.random.IntN(len(acts))]))
		}
	}
}

// taking returns the command by which a seat takes an action, or commits to it if it is joint.
func taking(sc *scenario.Scenario, role, action int) engine.Command {
	c := engine.Command{Verb: engine.Act, Role: role, Ref: action}
	if sc.Actions[action].Joint != nil {
		c.Verb = engine.Commit
	}
	return c
}

// acts returns the actions that a seat could take now and has not taken yet, and notes that it could.
func (w *watch) acts(role int) []int {
	var out []int
	for a := range w.sc.Actions {
		by := w.sc.Actions[a].By
		if !by.Has("all") && !by.Has(w.sc.Roles[role].ID) || w.tried[a*len(w.sc.Roles)+role] ||
			!w.e.Able(taking(w.sc, role, a)) {
			continue
		}
		w.run.available[a] = true
		w.run.seats[role].could[a] = true
		out = append(out, a)
	}
	return out
}

// untold counts the facts that a seat knows and has told nobody, and that somebody else still needs.
func (w *watch) untold(role int) int {
	n := 0
	for f := range w.sc.Facts {
		if !w.e.Knows(role, f) || w.told[f*len(w.sc.Roles)+role] {
			continue
		}
		for _, need := range w.sc.RolesOf(w.sc.Facts[f].NeededBy) {
			if need != role && !w.e.Knows(need, f) {
				w.run.seats[role].holds[f] = true
				n++
				break
			}
		}
	}
	return n
}

// see notes what a seat has done.
func (w *watch) see(ev engine.Event) {
	if ev.Role < 0 {
		return
	}
	switch ev.Kind {
	case engine.ActionStarted, engine.JointProposed, engine.JointCommitted:
		w.tried[int(ev.Ref)*len(w.sc.Roles)+int(ev.Role)] = true
	case engine.MessageSent:
		if ev.Ref >= 0 {
			w.told[int(ev.Ref)*len(w.sc.Roles)+int(ev.Role)] = true
		}
	}
}
