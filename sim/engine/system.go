package engine

// States of a system.
const (
	Normal uint8 = iota
	Degraded
	Failed
	Isolated
)

type systemModel struct {
	name      uint64
	fails     delay
	hasFails  bool
	hazard    int // its tracker, or -1
	repair    delay
	hasRepair bool
	out       []int32 // links from it
	watch     []int32 // places in the model's watches
	owner     int
	harm      []harmModel
	start     uint8
	early     bool // a link from it passes on when it is degraded already
}

type harmModel struct {
	gauge    int
	perHour  float64 // while failed
	degraded float64 // while degraded
}

// in is what the harm adds to its gauge per hour in a state of the system.
func (h *harmModel) in(state uint8) float64 {
	switch state {
	case Failed:
		return h.perHour
	case Degraded:
		return h.degraded
	}
	return 0
}

// linkModel is what a failure that is passed on looks at. Its chance as written is in the model's
// startLinks. A scenario has many links and looks at them at random: this fits a line of the cache.
type linkModel struct {
	name     uint64
	from, to int32
	most     float64 // the largest chance that effects can give it
	delay    delay
	becomes  uint8
	early    bool // it passes on when the system is degraded already
}

// linkRise is what makes up the largest chance of a link: set times raised, at most 1.
type linkRise struct {
	set    float64 // the largest chance as written or set
	raised float64 // the product of what raises it
}

// systemCounts tell one draw of a system from the next.
type systemCounts struct {
	fallen uint32 // failures
	timers uint32 // draws of its own failure or repair
	passed uint32 // failures passed on, each with a draw of every link from it that was not cut
}

// linkState is what can be changed of a link.
type linkState struct {
	chance float64
	cut    bool
	passed uint32 // how many failures it had passed on when it was cut
}

type watchModel struct {
	system, role int
	lag          delay
	name         uint64
}

func (m *Model) watches() []watchModel { return m.watchList }

func (m *Model) watchOf(system, role int) int {
	for _, w := range m.systems[system].watch {
		if m.watchList[w].role == role {
			return int(w)
		}
	}
	return -1
}

func stateNumber(word string) uint8 {
	switch word {
	case "degraded":
		return Degraded
	case "failed":
		return Failed
	case "isolated":
		return Isolated
	}
	return Normal
}

func (m *Model) compileSystems() {
	sc := m.Scenario
	m.systems = make([]systemModel, len(sc.Systems))
	for i := range sc.Systems {
		s := &sc.Systems[i]
		out := &m.systems[i]
		*out = systemModel{hazard: -1, name: m.name("system", s.ID), hasFails: s.Fails.Set, hasRepair: s.Repair.Set,
			fails: m.delay(s.Fails), repair: m.delay(s.Repair), owner: sc.Find("role", s.Owner),
			start: stateNumber(s.State)}
		for _, h := range s.Harm {
			out.harm = append(out.harm, harmModel{sc.Find("gauge", h.Gauge), h.PerHour, h.Degraded})
		}
		m.startState = append(m.startState, out.start)
		if out.start == Failed {
			m.startFailed++
		}
		for _, h := range out.harm {
			m.gauges[h.gauge].start.inflow += h.in(out.start)
		}
		for _, w := range s.Watch {
			m.startSeen = append(m.startSeen, out.start)
			out.watch = append(out.watch, int32(len(m.watchList)))
			m.watchList = append(m.watchList, watchModel{i, sc.Find("role", w.ID), m.delay(w.Lag),
				m.name("watch", s.ID+"/"+w.ID)})
		}
	}
	m.links, m.rises = make([]linkModel, len(sc.Links)), make([]linkRise, len(sc.Links))
	seen := map[string]int{}
	for i := range sc.Links {
		l := &sc.Links[i]
		id := l.From + "/" + l.To
		seen[id]++
		if n := seen[id]; n > 1 { // parallel links draw for themselves
			id += string(rune('0'+n%10)) + "#"
		}
		lm := &m.links[i]
		*lm = linkModel{name: m.name("link", id), from: int32(sc.Find("system", l.From)),
			to:   int32(sc.Find("system", l.To)),
			most: orOne(l.Chance), delay: m.delay(l.Delay), becomes: Failed, early: l.On == "degraded"}
		if l.Becomes == "degraded" {
			lm.becomes = Degraded
		}
		m.rises[i] = linkRise{set: lm.most, raised: 1}
		m.startLinks = append(m.startLinks, linkState{chance: lm.most})
		m.systems[lm.from].out = append(m.systems[lm.from].out, int32(i))
		m.systems[lm.from].early = m.systems[lm.from].early || lm.early
	}
}

func (e *Engine) startSystems() {
	for i := range e.m.systems {
		if e.state[i] != e.m.systems[i].start {
			continue // a mechanism changed it, and what follows from that has been seen to
		}
		if st := e.state[i]; st == Failed || st == Degraded && e.m.systems[i].early {
			e.passOn(i, Normal)
		}
		e.planTimer(i)
	}
}

// planTimer schedules a system's own failure or repair.
func (e *Engine) planTimer(i int) {
	s, st := &e.m.systems[i], e.state[i]
	if s.hazard >= 0 {
		if st <= Degraded {
			e.beginHazard(i, st)
			return
		}
		e.track[s.hazard].set = false
	}
	slot, n := int32(e.m.slots.system+i), &e.counts[i]
	switch {
	case st == Failed && s.hasRepair:
		n.timers++
		e.q.set(slot, e.after(e.lasts(&s.repair, s.name, forRepair, n.timers)), rankWorld)
	case st <= Degraded && s.hasFails:
		if st == Degraded {
			if _, running := e.q.when(slot); running {
				return // the clock to failure runs on while degraded
			}
		}
		n.timers++
		e.q.set(slot, e.after(e.lasts(&s.fails, s.name, forFailure, n.timers)), rankWorld)
	default:
		e.q.cancel(slot)
	}
}

func (e *Engine) systemDue(i int) {
	if e.state[i] == Failed {
		e.become(i, Normal, Via{})
	} else {
		e.become(i, Failed, Via{})
	}
}

// become changes a system's state and lets everything follow from it.
func (e *Engine) become(i int, to uint8, via Via) {
	from := e.state[i]
	if from == to {
		return
	}
	s := &e.m.systems[i]
	e.state[i], e.stateAt[i] = to, e.now
	e.emit(&Event{Kind: SystemChanged, Role: Nobody, Other: int32(from), Ref: int32(i), Num: float64(to), Via: via})
	e.changed(e.m.symbols.state + i)
	if from == Failed || to == Failed {
		if from == Failed {
			e.failed--
		} else {
			e.failed++
			e.counts[i].fallen++
		}
		e.changed(e.m.symbols.countFailed)
	}
	if from == Isolated || to == Isolated {
		e.exposedAnew(i, to)
	}
	for h := range s.harm {
		e.addInflow(s.harm[h].gauge, s.harm[h].in(to)-s.harm[h].in(from))
	}
	e.planTimer(i)
	if to == Failed || to == Degraded && s.early && from != Failed {
		e.passOn(i, from)
	}
	for _, w := range s.watch {
		e.notices[w]++
		wm := &e.m.watchList[w]
		e.later(e.after(e.lasts(&wm.lag, wm.name, forNotice, e.notices[w])), rankWorld,
			body{kind: watcherNotices, a: w, b: int32(to), c: int32(e.notices[w])})
	}
	if s.owner >= 0 && e.m.watchOf(i, s.owner) < 0 {
		e.emit(&Event{Kind: SystemNoticed, Role: int32(s.owner), Other: Nobody, Ref: int32(i), Num: float64(to)})
	}
}

// passOn sends the new state of a system along its links. Links that pass on its being degraded have
// already done so when it fails after that.
func (e *Engine) passOn(i int, from uint8) {
	e.counts[i].passed++
	n := e.counts[i].passed
	for _, l := range e.m.systems[i].out {
		lm := &e.m.links[l]
		if lm.early && from == Degraded || !lm.early && e.state[i] == Degraded {
			continue
		}
		if e.links[l].cut || e.draw(lm.name, forLinkChance, n) >= max(lm.most, e.links[l].chance) {
			continue
		}
		d := e.lasts(&lm.delay, lm.name, forLinkDelay, n)
		e.later(e.after(d), rankWorld, body{kind: linkArrives, a: l, b: int32(n)})
	}
}

// linkArrives is a failure reaching the far end of a link. The chance in force now
// decides, so that an effect on the chance counts for what is under way too.
func (e *Engine) linkArrives(l int, pass uint32) {
	lm := &e.m.links[l]
	to := int(lm.to)
	st, ln, written := e.state[to], &e.links[l], e.m.startLinks[l].chance
	if ln.cut || e.state[lm.from] == Isolated || st == Isolated ||
		lm.most > written || ln.chance != written {
		stopped := ln.cut || e.state[lm.from] == Isolated || st == Isolated
		if !stopped && e.draw(lm.name, forLinkChance, pass) >= ln.chance {
			stopped = true
		}
		if stopped {
			e.emit(&Event{Kind: LinkStopped, Role: Nobody, Other: Nobody, Ref: int32(l)})
			return
		}
	}
	if st == Failed || st == lm.becomes {
		return
	}
	e.become(to, lm.becomes, Via{ByLink, int32(l)})
}

func (e *Engine) notice(w int, state uint8, n uint32) {
	wm := &e.m.watchList[w]
	if n < e.noticed[w] {
		return // a later change was noticed before
	}
	e.noticed[w] = n
	if e.seen[w] == state {
		return
	}
	e.seen[w], e.seenAt[w] = state, e.now
	e.emit(&Event{Kind: SystemNoticed, Role: int32(wm.role), Other: Nobody, Ref: int32(wm.system),
		Num: float64(state)})
	e.changed(e.m.symbols.seen + w)
}

// ownLinks gives the run links of its own to change. Most runs change none, and 8,000
// links take longer to copy than all else that a run begins with.
func (e *Engine) ownLinks() []linkState {
	if !e.altered {
		e.linkMem = append(e.linkMem[:0], e.links...)
		e.links, e.altered = e.linkMem, true
	}
	return e.links
}

// linkPassed is how many failures a link has passed on, or drawn for without success.
func (e *Engine) linkPassed(l int) uint32 {
	if e.links[l].cut {
		return e.links[l].passed
	}
	return e.counts[e.m.links[l].from].passed
}

func (e *Engine) cutLink(l int, via Via) {
	if !e.links[l].cut {
		passed := e.linkPassed(l)
		ln := &e.ownLinks()[l]
		ln.cut, ln.passed = true, passed
		e.emit(&Event{Kind: LinkCut, Role: Nobody, Other: Nobody, Ref: int32(l), Via: via})
	}
}

// Link is the chance of a link now, and whether it has been cut.
func (e *Engine) Link(l int) (chance float64, cut bool) { return e.links[l].chance, e.links[l].cut }
