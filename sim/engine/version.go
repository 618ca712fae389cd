package engine

import "slices"

// Versions of what systems run. A system runs at most one version of each product, so that what is run is one place
// for each system and product. An order to run another version may take its time, and the last order counts. A version
// that has its flaw exposes the systems that run it, unless they are isolated.

type versionModel struct {
	product int
	flaw    int // its condition, or -1
	harm    []spillModel
}

type spillModel struct {
	gauge   int
	perHour float64
}

// Places in [runState] that are no version.
const (
	noVersion = -1 // it runs none of the product
	standing  = -2 // nothing is on its way
)

// runState is which version of a product a system runs.
type runState struct {
	version int32
	to      int32  // what it is on its way to, or standing
	round   uint32 // how many orders it has had
	pinned  bool
}

func (m *Model) compileVersions() {
	sc := m.Scenario
	if len(sc.Versions) == 0 {
		return
	}
	products := sc.Products()
	for i := range sc.Versions {
		v := &sc.Versions[i]
		out := versionModel{product: slices.Index(products, v.Of)}
		for _, h := range v.Harm {
			out.harm = append(out.harm, spillModel{sc.Find("gauge", h.Gauge), h.PerHour})
		}
		m.versions = append(m.versions, out)
	}
	for i := range m.versions {
		m.versions[i].flaw = m.condition(sc.Versions[i].Flaw.Root, Nobody, ownFlaw, i)
	}
	m.products = len(products)
	m.startRuns = filled(m.startRuns, len(sc.Systems)*m.products, runState{version: noVersion, to: standing})
	for s := range sc.Systems {
		for _, id := range sc.Systems[s].Runs {
			v := sc.Find("version", id)
			m.startRuns[s*m.products+m.versions[v].product].version = int32(v)
		}
	}
}

// flawed reports whether a version has its flaw.
func (e *Engine) flawed(v int) bool {
	return e.m.versions[v].flaw >= 0 && e.truth[e.m.versions[v].flaw]
}

// runs reports whether a system runs a version.
func (e *Engine) runs(system, v int) bool {
	return e.runState(system, v).version == int32(v)
}

// runState is what a system runs of the product of a version.
func (e *Engine) runState(system, v int) *runState {
	return &e.running[system*e.m.products+e.m.versions[v].product]
}

// meant reports whether a system is meant: one of a role's, or the one named, or any.
func (m *Model) meant(system, option, role int) bool {
	return option == system || option < 0 && (role < 0 || m.systems[system].owner == role)
}

// runningOf counts the systems meant that run a version; exposedOf those of them that are exposed by it.
func (e *Engine) runningOf(v, option, role int) int {
	n := 0
	for s := range e.m.systems {
		if e.m.meant(s, option, role) && e.runs(s, v) {
			n++
		}
	}
	return n
}

func (e *Engine) exposedOf(v, option, role int) int {
	n := 0
	for s := range e.m.systems {
		if e.m.meant(s, option, role) && e.Exposed(s, v) {
			n++
		}
	}
	return n
}

// Exposed reports whether a system is exposed by a version: it runs it, the version has its flaw, and the system is
// not isolated.
func (e *Engine) Exposed(system, v int) bool {
	return e.state[system] != Isolated && e.runs(system, v) && e.flawed(v)
}

// Flawed reports whether a version has its flaw now.
func (e *Engine) Flawed(v int) bool { return e.flawed(v) }

// Running is the state between a system and the product of a version: whether the system runs the version, whether
// it is pinned to it, and which version it is on its way to: -1 for none of the product, -2 if nothing is on its way.
func (e *Engine) Running(system, v int) (runs, pinned bool, to int) {
	st := e.runState(system, v)
	return st.version == int32(v), st.pinned && st.version == int32(v), int(st.to)
}

// order has a system run another version of a product after a while, or none. It takes the place of what is on its way.
func (e *Engine) order(system, product int, to int32, takes Time, via Via) {
	pair := system*e.m.products + product
	st := &e.running[pair]
	st.round++
	st.to = standing
	switch {
	case st.version == to:
	case takes <= 0:
		e.install(system, product, to, via)
	default:
		st.to = to
		e.later(e.after(takes), rankWorld,
			body{kind: versionArrives, a: int32(pair), b: to, c: int32(st.round), via: via})
	}
}

// versionComes is the moment at which a system runs what was ordered, unless another order came after it.
func (e *Engine) versionComes(pair int, to int32, round uint32, via Via) {
	if st := &e.running[pair]; st.round == round {
		st.to = standing
		e.install(pair/e.m.products, pair%e.m.products, to, via)
	}
}

// install has a system run another version now.
func (e *Engine) install(system, product int, to int32, via Via) {
	st := &e.running[system*e.m.products+product]
	from := st.version
	if from >= 0 {
		e.expose(system, int(from), -1)
	}
	st.version, st.pinned = to, false
	if to >= 0 {
		e.expose(system, int(to), 1)
	}
	e.emit(&Event{Kind: VersionChanged, Role: Nobody, Other: from, Ref: int32(system), Num: float64(to), Via: via})
	if o := e.m.systems[system].owner; o >= 0 {
		e.emit(&Event{Kind: VersionNoticed, Role: int32(o), Other: from, Ref: int32(system), Num: float64(to)})
	}
	for _, v := range []int32{from, to} {
		if v >= 0 {
			e.changed(e.m.symbols.runs + int(v))
		}
	}
}

// expose adds what a system does while it is exposed by a version that it runs, or takes it away.
func (e *Engine) expose(system, v int, sign float64) {
	if e.Exposed(system, v) {
		e.spill(v, sign)
	}
}

// spill adds so many times what one exposed system does.
func (e *Engine) spill(v int, systems float64) {
	for _, h := range e.m.versions[v].harm {
		e.addInflow(h.gauge, float64(systems*h.perHour))
	}
}

// flawTurns is a version getting its flaw, or losing it.
func (e *Engine) flawTurns(v int) {
	sign := -1.0
	if e.flawed(v) {
		sign = 1
	}
	for s := range e.m.systems {
		if e.runs(s, v) && e.state[s] != Isolated {
			e.spill(v, sign)
		}
	}
	e.emit(&Event{Kind: VersionFlawed, Role: Nobody, Other: Nobody, Ref: int32(v), Num: max(sign, 0)})
	e.changed(e.m.symbols.flawed + v)
}

// exposedAnew follows a system's isolation or its end: an isolated system is not exposed by what it runs.
func (e *Engine) exposedAnew(system int, to uint8) {
	sign := 1.0
	if to == Isolated {
		sign = -1
	}
	for p := range e.m.products {
		v := e.running[system*e.m.products+p].version
		if v < 0 {
			continue
		}
		if e.flawed(int(v)) {
			e.spill(int(v), sign)
		}
		e.changed(e.m.symbols.runs + int(v))
	}
}

// digestVersions takes in what systems run, where there are versions.
func (e *Engine) digestVersions(h *hasher) {
	for i := range e.running {
		st := &e.running[i]
		h.word(uint64(uint32(st.version)) | uint64(uint32(st.to))<<32)
		h.word(uint64(st.round)<<1 | bit(st.pinned))
	}
}
