package engine

import (
	"fmt"
	"strings"
)

// Engine plays one run of a model. It is a pure function of the model, the seed and the
// commands: it reads no clock, starts no goroutine and does no I/O. An Engine must not
// be used by two goroutines at once.
type Engine struct {
	m       *Model
	base    *Model // m without the notes that players have added
	seed    uint64
	key     uint64
	now     Time
	horizon Time
	started bool
	ended   bool
	err     error
	sink    func(Event)
	setup   Setup

	q      queue
	bodies []body  // dynamic slots, from m.fixed on
	free   []int32 // dynamic slots not in use

	total, instant int
	lately         [8]string // what happened last at this instant, for the error that names a loop
	latelyAt       int
	instantAt      Time

	gauges  []gaugeState
	state   []uint8 // of systems
	counts  []systemCounts
	seen    []uint8 // state that a watcher has noticed
	seenAt  []Time  // when it did
	stateAt []Time  // when a system last changed
	notices []uint32
	noticed []uint32 // number of the last notice
	failed  int
	links   []linkState // the model's own until something changes one; see ownLinks
	altered bool        // links is linkMem
	linkMem []linkState

	knownAt []Time // fact × role; -1 when not known
	unaided []bool // fact × role: learned without being told
	aware   []int32
	leak    []leakState
	shares  []uint32

	done, doing     []int32
	doneBy, doingBy []int32
	tries           []uint32
	hands           []int32
	acts            []actState
	joint           []jointState
	committed       []bool // action × role
	takesFactor     []float64
	inject          []injectState
	open            []bool
	convened        []uint32
	convening       []bool
	venueFactor     []float64
	conveneFactor   []float64
	sharingFactor   float64
	contactFixed    []contactState
	duty            []dutyState
	note            []noteState
	established     []bool
	invested        []float64
	investedBy      []float64 // mechanism × role
	prep            []Command // accepted before STARTEX
	spent           []float64
	ackFactor       []float64
	decideFactor    []float64
	belief          []beliefState // probe × role
	effectRuns      []uint32
	messages        []message
	mail            hasher  // of all messages and what became of them; see enter
	sentTo          []int32 // role × (roles and the public): messages sent
	heldMarks       []mark  // fact × role: marks that came with facts; empty until one did
	cases           []Case
	drafts          []improvised
	edits           []injectEdit
	retracted       []int32
	costs           []float64 // role × kind of cost
	track           []trackState
	move            int

	truth      []bool
	atomTrue   []bool
	dirty      markSet // conditions to be looked at
	atomDirty  []bool
	atomList   []int32
	trackDirty []bool
	trackList  []int32

	crew          []int
	letter        []addressee // scratch of send
	triggered     func(note int, byMessage bool)
	anchorScratch []float64
	pieces        [][2]Time // scratch of the search for extremes
	pieces2       [][2]Time
	deliveredTo   int32 // role to whom the present event is a message, or Nobody; see everyone
}

// body is what a dynamic slot of the queue stands for.
type body struct {
	kind    bodyKind
	a, b, c int32
	via     Via
}

type bodyKind uint8

const (
	nothing        bodyKind = iota
	linkArrives             // a: link, b: failure's number
	watcherNotices          // a: watch, b: state
	actionEnds              // a: index in acts
	messageArrives          // a: index in messages
	venueOpens              // a: venue
	effectHappens           // a: effect, b: acting role
)

// Setup is how a run differs from the scenario as written.
type Setup struct {
	// Mechanisms are in force from STARTEX, as places in the scenario's mechanisms.
	Mechanisms []int
	// SharedKnowledge makes every fact known to all as soon as anyone knows it, and
	// InstantAgreement takes set-up and venues out of joint actions: together the oracle
	// that effectiveness is measured against.
	SharedKnowledge  bool
	InstantAgreement bool
	// Limits replaces the model's limits where it is not zero.
	Limits Limits
}

// New makes a run ready. Nothing happens until the first call of [Engine.Advance] or
// the first command other than Invest and File: until then it is before STARTEX.
func New(m *Model, seed uint64, setup Setup) *Engine {
	e := &Engine{}
	e.Reset(m, seed, setup)
	return e
}

// Observe has every event from now on handed to sink, in order. A nil sink ends it.
func (e *Engine) Observe(sink func(Event)) { e.sink = sink }

// sized gives a slice of n zero values, reusing the old one.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

func filled[T any](s []T, n int, v T) []T {
	s = sized(s, n)
	for i := range s {
		s[i] = v
	}
	return s
}

// Reset begins another run, reusing the memory of the last.
func (e *Engine) Reset(m *Model, seed uint64, setup Setup) {
	sc := m.Scenario
	e.m, e.base, e.prep = m, m, e.prep[:0]
	e.seed, e.key, e.setup = seed, mix(seed), setup
	e.now, e.horizon = 0, Time(sc.Length)
	e.started, e.ended, e.err = false, false, nil
	e.total, e.instant, e.instantAt, e.latelyAt = 0, 0, -1, 0
	e.lately = [8]string{}
	if setup.Limits.Instant == 0 {
		e.setup.Limits.Instant = m.Limits.Instant
	}
	if setup.Limits.Total == 0 {
		e.setup.Limits.Total = m.Limits.Total
	}
	roles, systems, facts, actions := len(sc.Roles), len(sc.Systems), len(sc.Facts), len(sc.Actions)
	e.q.reset(m.fixed)
	e.bodies, e.free = e.bodies[:0], e.free[:0]
	e.gauges = sized(e.gauges, len(m.gauges))
	for i := range m.gauges {
		e.gauges[i] = m.gauges[i].start
		e.gauges[i].level = m.gauges[i].levelOf(m.gauges[i].start.v0)
	}
	e.state = sized(e.state, systems)
	copy(e.state, m.startState)
	e.counts = sized(e.counts, systems)
	e.failed = m.startFailed
	e.seen = sized(e.seen, len(m.watches()))
	copy(e.seen, m.startSeen)
	e.seenAt = sized(e.seenAt, len(m.watches()))
	e.stateAt = sized(e.stateAt, systems)
	e.notices = sized(e.notices, len(m.watches()))
	e.noticed = sized(e.noticed, len(m.watches()))
	e.links, e.altered = m.startLinks, false
	e.knownAt = filled(e.knownAt, facts*roles, -1)
	e.unaided = sized(e.unaided, facts*roles)
	e.aware = sized(e.aware, facts)
	e.leak = filled(e.leak, facts, leakState{factor: 1})
	e.shares = sized(e.shares, roles)
	e.done, e.doing = sized(e.done, actions), sized(e.doing, actions)
	e.doneBy, e.doingBy = sized(e.doneBy, actions*roles), sized(e.doingBy, actions*roles)
	e.tries = sized(e.tries, actions)
	e.hands = sized(e.hands, roles)
	e.acts = e.acts[:0]
	e.joint = sized(e.joint, actions)
	e.committed = sized(e.committed, actions*roles)
	e.takesFactor = filled(e.takesFactor, actions, 1)
	e.inject = sized(e.inject, len(sc.Injects))
	e.open = sized(e.open, len(sc.Venues))
	for v := range sc.Venues {
		e.open[v] = sc.Venues[v].Open
	}
	e.convened = sized(e.convened, len(sc.Venues))
	e.convening = sized(e.convening, len(sc.Venues))
	e.venueFactor = filled(e.venueFactor, len(sc.Venues), 1)
	e.conveneFactor = filled(e.conveneFactor, len(sc.Venues), 1)
	e.sharingFactor = 1
	e.contactFixed = sized(e.contactFixed, len(m.contacts))
	e.duty = filled(e.duty, len(sc.Obligations), dutyState{started: -1, met: -1})
	e.note = sized(e.note, len(sc.Notes))
	e.established = sized(e.established, len(sc.Mechanisms))
	e.invested = sized(e.invested, len(sc.Mechanisms))
	e.investedBy = sized(e.investedBy, len(sc.Mechanisms)*roles)
	e.spent = sized(e.spent, roles)
	e.ackFactor = filled(e.ackFactor, roles, 1)
	e.decideFactor = filled(e.decideFactor, roles, 1)
	e.belief = filled(e.belief, len(sc.Probes)*roles, beliefState{option: -1})
	e.effectRuns = sized(e.effectRuns, len(m.effects))
	e.messages, e.mail = e.messages[:0], 0
	e.sentTo = sized(e.sentTo, roles*(roles+1))
	e.heldMarks = e.heldMarks[:0]
	e.cases, e.drafts, e.edits, e.retracted = e.cases[:0], e.drafts[:0], e.edits[:0], e.retracted[:0]
	e.costs = sized(e.costs, roles*4)
	e.track = sized(e.track, len(m.trackers))
	e.move = 0
	e.truth = sized(e.truth, len(m.conds))
	e.atomTrue = sized(e.atomTrue, len(m.atoms))
	e.dirty.reset(len(m.conds))
	e.atomDirty, e.atomList = sized(e.atomDirty, len(m.atoms)), e.atomList[:0]
	e.trackDirty, e.trackList = sized(e.trackDirty, len(m.trackers)), e.trackList[:0]
	e.deliveredTo = Nobody
}

// Now is the exercise time that the run has reached.
func (e *Engine) Now() Time { return e.now }

// Horizon is when the exercise ends at the latest.
func (e *Engine) Horizon() Time { return e.horizon }

// Started reports whether STARTEX has been.
func (e *Engine) Started() bool { return e.started }

// Ended reports whether ENDEX has been.
func (e *Engine) Ended() bool { return e.ended }

// Err tells why a run was stopped: its scenario fed itself without end.
func (e *Engine) Err() error { return e.err }

// Model is what is being run. It is another one, with one more note, after a player has
// filed a note of its own: ask anew rather than keep it.
func (e *Engine) Model() *Model { return e.m }

// Seed is the run's seed.
func (e *Engine) Seed() uint64 { return e.seed }

// Count is the number of things that have happened so far: events of the queue,
// conditions come true, effects.
func (e *Engine) Count() int { return e.total }

// Next is when something is due next; false when nothing is.
func (e *Engine) Next() (Time, bool) {
	if e.ended || e.err != nil {
		return 0, false
	}
	if !e.started {
		return 0, true
	}
	top, due := e.q.first()
	return top.at, due
}

// Advance lets everything happen that is due up to and including to. The first call
// begins the exercise. It returns the error that stopped the run, if one did.
func (e *Engine) Advance(to Time) error {
	e.start()
	to = min(to, e.horizon)
	for e.due(to, true) {
		e.step()
	}
	return e.arrive(to)
}

// Reach is Advance, except that it leaves the end of the exercise for later: commands
// that come exactly at the end are still taken after it.
func (e *Engine) Reach(to Time) error {
	e.start()
	to = min(to, e.horizon)
	for e.due(to, false) {
		e.step()
	}
	return e.arrive(to)
}

// due reports whether something is due up to and including to, the end of the exercise
// counting or not.
func (e *Engine) due(to Time, end bool) bool {
	if e.err != nil || e.ended {
		return false
	}
	top, any := e.q.first()
	return any && top.at <= to && (end || int(top.slot()) != e.m.slots.end)
}

func (e *Engine) arrive(to Time) error {
	if e.err == nil && !e.ended && to > e.now {
		e.now = to
	}
	return e.err
}

// Step lets the next due event happen, and returns false when there is none.
func (e *Engine) Step() bool {
	e.start()
	if !e.due(never, true) {
		return false
	}
	e.step()
	return true
}

func (e *Engine) step() {
	top := e.q.pop()
	e.now = top.at
	if !e.count("", int(top.slot())) {
		return
	}
	e.handle(int(top.slot()))
	e.settle()
	e.deliveredTo = Nobody
	e.q.fill() // so that looking at the queue between events changes nothing
}

// count keeps the limits. Names of what happens are made only when a limit is near.
func (e *Engine) count(what string, i int) bool {
	if e.err != nil {
		return false
	}
	if e.now != e.instantAt {
		e.instantAt, e.instant = e.now, 0
	}
	e.total++
	e.instant++
	if e.instant > e.setup.Limits.Instant-len(e.lately) || e.total > e.setup.Limits.Total-len(e.lately) {
		e.lately[e.latelyAt%len(e.lately)] = e.label(what, i)
		e.latelyAt++
	}
	if e.instant > e.setup.Limits.Instant {
		e.err = fmt.Errorf("the scenario feeds itself without end: more than %d events at %s; the last were %s", e.setup.Limits.Instant, e.now, e.chain())
		return false
	}
	if e.total > e.setup.Limits.Total {
		e.err = fmt.Errorf("the run was stopped after %d events, at %s; the last were %s", e.setup.Limits.Total, e.now, e.chain())
		return false
	}
	return true
}

func (e *Engine) chain() string {
	var names []string
	for i := max(0, e.latelyAt-len(e.lately)); i < e.latelyAt; i++ {
		if s := e.lately[i%len(e.lately)]; len(names) == 0 || names[len(names)-1] != s {
			names = append(names, s)
		}
	}
	return strings.Join(names, " → ")
}

// label names a slot or a condition for the error that names a loop.
func (e *Engine) label(what string, i int) string {
	sc, s := e.m.Scenario, &e.m.slots
	if what == "condition" {
		c := &e.m.conds[i]
		switch c.owner {
		case ownInject:
			return "inject " + sc.Injects[c.of].ID + " (when)"
		case ownNote:
			return fmt.Sprintf("note %d of %s", c.of+1, sc.Notes[c.of].Role)
		case ownObligation:
			return "obligation " + sc.Obligations[c.of].ID
		}
		return "a condition"
	}
	switch {
	case i >= e.m.fixed:
		b := e.bodies[i-e.m.fixed]
		switch b.kind {
		case linkArrives:
			l := &sc.Links[b.a]
			return "link " + l.From + " → " + l.To
		case actionEnds:
			return "action " + sc.Actions[e.acts[b.a].action].ID
		case messageArrives:
			return "a message"
		case effectHappens:
			return "an effect of " + e.m.effects[b.a].owner
		case venueOpens:
			return "venue " + sc.Venues[b.a].ID
		}
		return "a notice"
	case i >= s.promise:
		return "a promise"
	case i >= s.obligation:
		return "obligation " + sc.Obligations[i-s.obligation].ID
	case i >= s.joint:
		return "joint action " + sc.Actions[i-s.joint].ID
	case i >= s.expect:
		return "inject " + sc.Injects[i-s.expect].ID + " (expects)"
	case i >= s.inject:
		return "inject " + sc.Injects[i-s.inject].ID
	case i >= s.leak:
		return "leak of " + sc.Facts[i-s.leak].ID
	case i >= s.known:
		return "knowledge"
	case i >= s.system:
		return "system " + sc.Systems[i-s.system].ID
	case i >= s.atom:
		return "a comparison of gauges"
	case i >= s.gauge && i-s.gauge < len(sc.Gauges):
		return "gauge " + sc.Gauges[i-s.gauge].ID
	}
	return "the clock"
}

// start is STARTEX.
func (e *Engine) start() {
	if e.started {
		return
	}
	e.started = true
	sc := e.m.Scenario
	e.emit(Event{Kind: ExerciseStarted, Role: Nobody, Other: Nobody, Ref: -1})
	e.q.set(int32(e.m.slots.end), e.horizon, rank(3)) // after everything else at that instant
	if len(sc.Moves) > 0 {
		e.q.set(int32(e.m.slots.move), Time(sc.Moves[0].Until), rank(2))
	}
	for _, i := range e.setup.Mechanisms {
		e.establish(i)
	}
	for c := range e.m.conds {
		e.dirty.add(int32(c))
	}
	for g := range e.m.gauges {
		if w := e.m.gauges[g].while; w >= 0 {
			e.gauges[g].grows = e.m.conds[w].fn(e)
			e.truth[w] = e.gauges[g].grows
		}
	}
	for a := range e.m.atoms {
		e.markAtom(int32(a))
	}
	for t := range e.m.trackers {
		e.markTracker(int32(t))
	}
	e.startFacts()
	e.startInjects()
	e.startSystems()
	for g := range e.m.gauges {
		e.planCrossing(g)
	}
	e.settle()
}

func (e *Engine) endNow(why string) {
	if e.ended {
		return
	}
	e.finishMeasures()
	e.ended = true
	e.emit(Event{Kind: ExerciseEnded, Role: Nobody, Other: Nobody, Ref: -1, Text: why})
	e.q.reset(e.m.fixed)
}

// handle carries out what a slot of the queue stands for.
func (e *Engine) handle(slot int) {
	s := &e.m.slots
	if slot >= e.m.fixed {
		i := slot - e.m.fixed
		b := e.bodies[i]
		e.bodies[i] = body{}
		e.free = append(e.free, int32(i))
		switch b.kind {
		case linkArrives:
			e.linkArrives(int(b.a), uint32(b.b))
		case watcherNotices:
			e.notice(int(b.a), uint8(b.b), uint32(b.c))
		case actionEnds:
			e.actionEnds(int(b.a))
		case messageArrives:
			e.messageArrives(int(b.a))
		case venueOpens:
			e.venueOpens(int(b.a), b.via)
		case effectHappens:
			e.applyEffect(&e.m.effects[b.a], int(b.b), b.via)
		}
		return
	}
	switch {
	case slot >= s.promise:
		e.promiseDue(slot - s.promise)
	case slot >= s.obligation:
		e.obligationDue(slot - s.obligation)
	case slot >= s.joint:
		e.jointLapses(slot - s.joint)
	case slot >= s.expect:
		e.expectationDue(slot - s.expect)
	case slot >= s.inject:
		e.injectDue(slot-s.inject, Via{})
	case slot >= s.leak:
		e.leaks(slot - s.leak)
	case slot >= s.known:
		e.knownDue(slot - s.known)
	case slot >= s.system:
		e.systemDue(slot - s.system)
	case slot >= s.atom:
		e.atomCrossed(int32(slot - s.atom))
	case slot >= s.gauge:
		e.crossed(slot - s.gauge)
	case slot >= s.move:
		e.moveEnds()
	default:
		e.endNow("its length is over")
	}
}

func (e *Engine) moveEnds() {
	moves := e.m.Scenario.Moves
	e.emit(Event{Kind: MoveEnded, Role: Nobody, Other: Nobody, Ref: int32(e.move)})
	e.move++
	if e.move < len(moves) {
		e.q.set(int32(e.m.slots.move), Time(moves[e.move].Until), rank(2))
	}
}

// later schedules a dynamic body and returns its place.
func (e *Engine) later(at Time, r rank, b body) int32 {
	var i int32
	if n := len(e.free); n > 0 {
		i = e.free[n-1]
		e.free = e.free[:n-1]
		e.bodies[i] = b
	} else {
		i = int32(len(e.bodies))
		if e.m.fixed+len(e.bodies) >= maxSlots-1 {
			e.err = fmt.Errorf("more than %d events are waiting at %s", maxSlots, e.now)
			return -1
		}
		e.bodies = append(e.bodies, b)
		e.q.pos = append(e.q.pos, -1)
	}
	e.q.set(int32(e.m.fixed)+i, e.sum(at), r)
	return i
}

// sum keeps a time within what an exercise can reach.
func (e *Engine) sum(at Time) Time {
	if at < e.now {
		return e.now
	}
	return at
}

// after is the time a span from now, without overflow.
func (e *Engine) after(d Time) Time {
	if d > never-e.now {
		return never
	}
	return e.now + d
}

func (e *Engine) emit(ev Event) {
	if e.sink != nil {
		ev.At = e.now
		e.sink(ev)
	}
}

// draw is the keyed uniform number of a name for a purpose.
func (e *Engine) draw(name uint64, p purpose, occurrence uint32) float64 {
	return uniform(e.key, name, p, occurrence)
}
