package engine

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"tocsin/sim/scenario"
)

// Limits stop scenarios that feed themselves without end.
type Limits struct {
	Instant int // events at one instant
	Total   int // events in a run
	// Deliveries to seats in a run: so many by the scenario itself, and so many that are asked for.
	Deliveries int
}

// Model is a scenario made ready to run: ids are numbers, expressions are closures, delays are
// ready to draw from. It never changes and is shared by any number of engines.
type Model struct {
	Scenario *scenario.Scenario
	Limits   Limits

	gauges   []gaugeModel
	sensors  []sensorModel
	systems  []systemModel
	links    []linkModel
	rises    []linkRise // by link: how its largest chance comes about
	versions []versionModel
	products int // how many products there are versions of
	facts    []factModel
	actions  []actionModel
	injects  []injectModel
	venues   []venueModel
	notes    []noteModel
	duties   []dutyModel
	probes   []opening
	changes  [][]changeModel // of mechanisms
	sharing  delay
	call     Time    // how long a call takes of both; 0 where nobody calls
	contact  []int32 // role × role: 1 + the place of their contact; 0 for none
	contacts []delay
	mailbox  []bool   // by contact: no quicker than what any two have, so no contact but the address that one has
	monday   Time     // from the midnight before a Monday to STARTEX
	offices  []office // of roles
	comes    []delay  // of roles that come to the table later; nil where all are there
	ack      []delay
	habits   [][habitCount]delay // by role

	conds      []condition
	atoms      []atom         // comparisons that need a search for their crossing
	clockAtoms []int32        // atoms that ask for the time of day
	atomConds  [][]int32      // general atom → conditions that read it
	atomAtoms  [][]int32      // general atom → general atoms that hold it
	atomTrack  [][]int32      // general atom → trackers that read it
	trackers   []tracker      // of measures, objectives and hazards
	readBy     []*readers     // by symbol; nil where nothing reads it
	reaches    [kindCount]int // how many deliveries an event is, by its kind; see told.go
	effects    []effectModel
	rates      []rateModel // that effects can give to gauges
	ends       int         // condition that ends the exercise, or -1
	symbols    symbolTable
	fixed      int // number of fixed slots
	slots      slotTable
	spans      [][2]int // objective → trackers of time_from and time_to
	watchList  []watchModel
	rounds     [][]int  // moves, round by round
	roundOf    []int    // move → its round
	moveWhen   []boolFn // by move; nil for those that wait for nothing
	branches   bool     // rounds are chosen, or begin on a condition

	startState  []uint8 // of systems
	startRuns   []runState
	startLinks  []linkState
	startSeen   []uint8 // by watchers
	startFailed int

	notesBy   [verbCount][][]int // notes by verb and 1 + place of what they are about; see notesTo
	drafts    []int              // notes that promise something and are left to their seat to file
	knownList []knownRef
	roleName  []uint64
	decide    []delay
	names     map[uint64]string
	perts     map[float64]*pertTable // by mode
	timed     bool                   // a condition asks when something was done
	ready     bool                   // it has been compiled

	asWritten *scenario.Scenario // with what draws decide left open
	values    []float64          // of the draws that Scenario has
	written   *Model             // what a run's own model was made from; nil for one that was compiled
}

// KeyError says why a scenario cannot be compiled, with the key of the file that is at fault.
type KeyError struct{ Key, Message string }

func (e *KeyError) Error() string { return e.Message }

// Compile makes a scenario ready to run. It fails where the integral of a measure is no sum of
// gauges (a [KeyError]), where the scenario has too many parts, and where two names draw the same
// random numbers, which renaming one of them fixes.
func Compile(sc *scenario.Scenario) (*Model, error) { return compile(sc, sc.Usual(), nil) }

// compile makes a scenario ready in which the draws have these values, as a model of its own
// or as that of a run.
func compile(written *scenario.Scenario, values []float64, of *Model) (*Model, error) {
	sc := written.Drawn(values)
	m := &Model{Scenario: sc, ends: -1, names: map[uint64]string{},
		perts: map[float64]*pertTable{}, asWritten: written, values: slices.Clone(values), written: of}
	size := len(sc.Systems) + len(sc.Links) + len(sc.Injects) + len(sc.Notes) + len(sc.Facts)*len(sc.Roles)
	m.Limits = Limits{Instant: 10_000 + 8*size, Total: 1_000_000 + 100*size, Deliveries: scenario.MaxDeliveries}
	if of != nil {
		m.Limits, m.perts = of.Limits, maps.Clone(of.perts) // the tables do not change; the list of them can
	}
	m.monday = Time(sc.SinceMonday(0))
	for i := range sc.Roles {
		m.offices = append(m.offices, newOffice(sc, sc.Roles[i].Hours))
	}
	m.layout()
	m.reaches = reaches(sc)
	m.readBy = make([]*readers, m.symbols.total)
	m.compileGauges()
	m.compileSensors()
	m.compileSystems()
	m.compileVersions()
	m.compileFacts()
	m.compileActions()
	m.compileInjects()
	m.compileVenues()
	m.compileNotes()
	m.compileTable()
	m.compileMechanisms()
	m.compileObligations()
	for i := range sc.Probes {
		m.probes = append(m.probes, openingOf(sc, sc.Probes[i].Opens))
	}
	if sc.Ends.Root != nil {
		m.ends = m.condition(sc.Ends.Root, Nobody, ownEnd, 0)
	}
	for i := range sc.Endings {
		m.condition(sc.Endings[i].When.Root, Nobody, ownEnding, i)
	}
	m.compileMoves()
	if err := m.compileMeasures(); err != nil {
		return nil, err
	}
	m.compileHazards()
	m.layoutSlots()
	m.nameCheck()
	if m.fixed >= maxSlots/2 {
		return nil, fmt.Errorf("the scenario has too many parts: %d", m.fixed)
	}
	for h, n := range m.names {
		if n == "" {
			return nil, fmt.Errorf("two names of the scenario draw the same random numbers (%x); rename one", h)
		}
	}
	m.drawWorld(0, nil) // so that the tables of its spreads are there
	m.ready = true
	return m, nil
}

// name hashes the name of something that draws random numbers.
func (m *Model) name(kind, id string) uint64 { return hashName(kind + ":" + id) }

func (m *Model) nameCheck() {
	sc := m.Scenario
	note := func(h uint64, full string) {
		if other, ok := m.names[h]; ok && other != full {
			m.names[h] = ""
			return
		}
		m.names[h] = full
	}
	for _, s := range sc.Systems {
		note(m.name("system", s.ID), "system "+s.ID)
	}
	for _, f := range sc.Facts {
		note(m.name("fact", f.ID), "fact "+f.ID)
	}
	for _, a := range sc.Actions {
		note(m.name("action", a.ID), "action "+a.ID)
	}
	for _, in := range sc.Injects {
		note(m.name("inject", in.ID), "inject "+in.ID)
	}
	for _, s := range sc.Sensors {
		note(m.name("sensor", s.ID), "sensor "+s.ID)
	}
	for _, d := range sc.Draws {
		note(m.name("draw", d.ID), "draw "+d.ID)
	}
}

// symbolTable numbers everything that a condition can read.
type symbolTable struct {
	gauge, knows, aware, doneAny, done, doingAny, doing, state, seen, countFailed, delivered, missed, open, met,
	started, has, ended, breached, move, over, checked, runs, flawed int
	total int
}

func (m *Model) layout() {
	sc, s := m.Scenario, &m.symbols
	next := func(n int) int { at := s.total; s.total += n; return at }
	roles := len(sc.Roles)
	s.gauge = next(len(sc.Gauges) + 1) // the last is hours
	s.knows = next(len(sc.Facts) * roles)
	s.aware = next(len(sc.Facts))
	s.doneAny = next(len(sc.Actions))
	s.done = next(len(sc.Actions) * roles)
	s.doingAny = next(len(sc.Actions))
	s.doing = next(len(sc.Actions) * roles)
	s.state = next(len(sc.Systems))
	watches := 0
	for i := range sc.Systems {
		watches += len(sc.Systems[i].Watch)
	}
	s.seen = next(watches)
	s.countFailed = next(1)
	s.delivered = next(len(sc.Injects))
	s.missed = next(len(sc.Injects))
	s.open = next(len(sc.Venues))
	s.met = next(len(sc.Obligations))
	s.started = next(len(sc.Obligations))
	s.has = next(len(sc.Mechanisms))
	s.ended = next(len(sc.Endings))
	s.breached = next(len(sc.Facts))
	s.move = next(len(sc.Moves))
	s.over = next(len(sc.Moves))
	s.checked = next(len(sc.Injects))
	s.runs = next(len(sc.Versions))
	s.flawed = next(len(sc.Versions))
}

// slotTable says which slots of the queue belong to what.
type slotTable struct {
	end, move, gauge, atom, system, known, leak, inject, expect, joint, obligation, promise int
}

func (m *Model) layoutSlots() {
	sc := m.Scenario
	next := func(n int) int { at := m.fixed; m.fixed += n; return at }
	m.slots.end = next(1)
	m.slots.move = next(1)
	m.slots.gauge = next(len(sc.Gauges) + 1)
	m.slots.atom = next(len(m.atoms))
	m.slots.system = next(len(sc.Systems))
	known := 0
	for f := range m.facts {
		known += len(m.facts[f].known)
	}
	m.slots.known = next(known)
	m.slots.leak = next(len(sc.Facts))
	m.slots.inject = next(len(sc.Injects))
	m.slots.expect = next(len(sc.Injects))
	m.slots.joint = next(len(sc.Actions))
	m.slots.obligation = next(len(sc.Obligations))
	m.slots.promise = next(len(sc.Notes))
}

// matches reports whether an id fits a pattern in which * stands for any letters.
func matches(pattern, id string) bool {
	ok, err := path.Match(pattern, id)
	return err == nil && ok
}

func orOne(p *float64) float64 {
	if p == nil {
		return 1
	}
	return *p
}
