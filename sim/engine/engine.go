package engine

import (
	"fmt"

	"tocsin/sim/scenario"
)

// Engine plays one run of a model. It is a pure function of the model, the seed and the
// commands: it reads no clock, starts no goroutine and does no I/O. An Engine must not
// be used by two goroutines at once.
//
// This is the one list of its state. A field, and each field of what it holds, is in
// [Engine.Digest], [Engine.Reset] and [Engine.CopyFrom], unless its tag says otherwise and
// why: "kept" is copied and reset but not in the digest, "scratch" is neither. state_test.go
// holds them to it.
type Engine struct {
	m       *Model    `state:"kept" why:"the scenario, and the notes that players have added, which are in the digest"`
	base    *Model    `state:"kept" why:"the scenario, which a record names by its digest"` // m without the notes that players have added
	drawn   []float64 `state:"kept" why:"follows from the seed"`                            // what the run has drawn at STARTEX
	worlds  []*Model  `state:"scratch" why:"models of earlier runs, taken again by those that draw the same"`
	seed    uint64
	key     uint64 `state:"kept" why:"follows from the seed"`
	now     Time
	horizon Time `state:"kept" why:"follows from the scenario"`
	started bool
	ended   bool
	err     error       `state:"scratch" why:"a run with a fault is over"`
	sink    func(Event) `state:"scratch" why:"who watches changes nothing"`
	setup   Setup       `shared:"never changed" state:"kept" why:"its mechanisms are among those established; the rest is for runs that are compared, and in no record"`

	q      queue
	bodies []body  // dynamic slots, from m.fixed on
	free   []int32 // dynamic slots not in use

	total     int
	told      int       `state:"kept" why:"guards against a scenario that delivers without end, which is a fault"`
	said      int       `state:"kept" why:"counts what has been asked for, which follows from the rest"`
	asked     bool      `state:"scratch" why:"set for the time of one command"`
	instant   int       `state:"kept" why:"guards against a loop at one instant, which is a fault"`
	lately    [8]string `state:"scratch" why:"only words of an error"` // what happened last, for the error that stops the run
	latelyAt  int       `state:"scratch" why:"only words of an error"`
	instantAt Time      `state:"kept" why:"guards against a loop at one instant, which is a fault"`

	gauges   []gaugeState
	rates    []rateState // that effects have given to gauges
	readings []reading   // of sensors, on their way, in the order of taking
	readAt   []Time      // by sensor: when what it shows was taken
	running  []runState  // system × product: what systems run
	state    []uint8     // of systems
	counts   []systemCounts
	seen     []uint8 // state that a watcher has noticed
	seenAt   []Time  // when it did
	stateAt  []Time  // when a system last changed
	notices  []uint32
	noticed  []uint32    // number of the last notice
	failed   int         `state:"kept" why:"counts the states of systems"`
	links    []linkState // the model's own until something changes one; see ownLinks
	altered  bool        `state:"kept" why:"where links are kept, not their state"` // links is linkMem
	linkMem  []linkState `state:"scratch" why:"memory for links"`

	knownAt []Time  // fact × role; -1 when not known
	unaided []bool  // fact × role: learned without being told
	aware   []int32 `state:"kept" why:"counts who knows each fact"`
	leak    []leakState
	shares  []uint32 // by sender: words sent

	done, doing     []int32
	doneBy, doingBy []int32
	doneAt          []Time `state:"kept" why:"when what done counts was done; it is in the digest where a condition asks for it"`
	doneAtBy        []Time `state:"kept" why:"likewise"`
	tries           []uint32
	hands           []int32
	acts            []actState
	line            []waiting // for staff, the first first
	tooFew          []bool    `state:"scratch" why:"memory for one look at the line"`
	joint           []jointState
	committed       []bool // action × role
	agreed          uint32 `state:"kept" why:"counts changes of commitments and of notes in force, which are in the digest"` // see Agreements
	takesFactor     []float64
	inject          []injectState
	channels        []channelState // of messages; empty while all are as written
	blocked         []int32        // messages that wait for their way to work, in order
	away            []bool         // roles that have not come to the table; empty where all are there
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
	prep            []Command `state:"kept" why:"what it did is in investments and notes"` // accepted before STARTEX
	spent           []float64
	ackFactor       []float64
	decideFactor    []float64
	belief          []beliefState // probe × role
	effectRuns      []uint32
	proved          []Time      // inject × role: when it was told that it is forged, or -1; empty until one was
	messages        []message   `state:"kept" why:"mail is a running hash of all messages and of what happens to them"`
	mail            hasher      // of all messages and what happened to them; see enter
	sentTo          []int32     `state:"kept" why:"counts messages"` // role × (roles and the public): messages sent
	heldMarks       []mark      // fact × role: marks that came with facts; empty until one did
	calls           []callState // by role; empty until the first call
	cases           []Case
	drafts          []improvised
	edits           []injectEdit
	retracted       []int32
	costs           []float64 // role × kind of cost
	track           []trackState
	move            int
	choosing        bool    // a move is over, and the next round is a choice
	picked          int     // 1 + the move that the facilitator has chosen for the next round, or 0
	played          []Round `state:"kept" why:"which have been played follows from the present move and what is due"`
	ending          int     // 1 + the ending that has been reached, or 0

	truth      []bool
	atomTrue   []bool
	dirty      markSet `state:"scratch" why:"empty whenever the engine rests"` // conditions to be looked at
	atomDirty  []bool  `state:"scratch" why:"empty whenever the engine rests"`
	atomList   []int32 `state:"scratch" why:"empty whenever the engine rests"`
	trackDirty []bool  `state:"scratch" why:"empty whenever the engine rests"`
	trackList  []int32 `state:"scratch" why:"empty whenever the engine rests"`

	crew          []int                          `state:"scratch" why:"memory for one command"`
	letter        []addressee                    `state:"scratch" why:"memory for one message"` // scratch of send
	named         []addressee                    `state:"scratch" why:"memory for one promise"`
	triggered     func(note int, byMessage bool) `state:"scratch" why:"who is told changes nothing"`
	news          func(News)                     `state:"scratch" why:"who is told changes nothing"`
	anchorScratch []float64                      `state:"scratch" why:"memory for one change of a gauge"`
	pieces        [][2]Time                      `state:"scratch" why:"memory for a search"` // scratch of the search for extremes
	pieces2       [][2]Time                      `state:"scratch" why:"memory for a search"`
	occasion      uint32                         `state:"scratch" why:"set for the time of one effect"` // which time it is
	// joinedOf is the joint action that has ended last at this instant, and joinedBy how many
	// had joined it: for its effects.
	joinedOf int32 `state:"scratch" why:"set for the time of one event"`
	joinedBy int32 `state:"scratch" why:"set for the time of one event"`
	// deliveredTo is the role to whom the present event is a message, or Nobody; see everyone.
	deliveredTo int32 `state:"scratch" why:"set for the time of one event"`
}

// body is what a dynamic slot of the queue stands for.
type body struct {
	kind    bodyKind
	a, b, c int32
	via     Via
}

type bodyKind uint8

const (
	nothing         bodyKind = iota
	linkArrives              // a: link, b: failure's number
	watcherNotices           // a: watch, b: state, c: notice's number
	actionEnds               // a: index in acts
	messageArrives           // a: index in messages
	venueOpens               // a: venue
	rateEnds                 // a: rate, b: how often it had begun
	effectHappens            // a: effect, b: acting role, c: which time it is, if its amount is drawn
	seatJoins                // a: role
	expectationEnds          // a: improvised inject
	sensorReads              // a: sensor, b: the reading's number
	readingArrives           // a: sensor
	versionArrives           // a: system × product, b: version or -1, c: the order's number
)

// Setup is how a run differs from the scenario as written.
type Setup struct {
	// Mechanisms are in force from STARTEX, as places in the scenario's mechanisms.
	Mechanisms []int
	// Alone leaves out those changes of mechanisms that are about what passes between
	// seats: sharing, contacts, venues and promises. What changes the world, or what a seat
	// does by itself, stays.
	Alone bool
	// SharedKnowledge makes every fact known to all allies as soon as one of them knows it (see
	// [scenario.Scenario.Ally]), and InstantAgreement takes set-up and venues out of joint actions.
	SharedKnowledge  bool
	InstantAgreement bool
	// Unshown has notes in force that only their owner may read: precommitment without the
	// exchange.
	Unshown bool
	// Limits replaces the model's limits where it is not zero.
	Limits Limits
}

// New makes a run ready. Nothing happens until the first call of [Engine.Advance], [Engine.Reach]
// or [Engine.Step], or the first command that does not prepare ([Verb.Prepares]): until then it is
// before STARTEX.
func New(m *Model, seed uint64, setup Setup) *Engine {
	e := &Engine{}
	e.Reset(m, seed, setup)
	return e
}

// Observe hands every event from now on to sink, in order. A nil sink ends that.
func (e *Engine) Observe(sink func(Event)) { e.sink = sink }

// Now is the exercise time that the run has reached.
func (e *Engine) Now() Time { return e.now }

// Horizon is when the exercise ends at the latest.
func (e *Engine) Horizon() Time { return e.horizon }

// Started reports whether STARTEX has been.
func (e *Engine) Started() bool { return e.started }

// Ended reports whether ENDEX has been.
func (e *Engine) Ended() bool { return e.ended }

// Err tells why a run was stopped: it went beyond one of its [Limits], too much was due at once, or
// the scenario as drawn could not be compiled. It is nil for a run that goes on or has ended.
func (e *Engine) Err() error { return e.err }

// Model returns the model of the run. When a player has filed a note of its own, the run has another
// model, with one more note: ask again, and do not keep it.
func (e *Engine) Model() *Model { return e.m }

// Seed is the run's seed.
func (e *Engine) Seed() uint64 { return e.seed }

// Count is the number of things that have happened so far: events of the queue, conditions that
// became true (but not those of a gauge's growth or a version's flaw), and injects that effects
// and leaks bring.
func (e *Engine) Count() int { return e.total }

// later schedules a dynamic body and returns its place; -1, and the run stops, where the queue is full.
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

// drop takes a dynamic body out that is still to come.
func (e *Engine) drop(place int32) {
	e.q.cancel(int32(e.m.fixed) + place)
	e.bodies[place] = body{}
	e.free = append(e.free, place)
}

// sum is a time, or now if it is past.
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

// emit tells of an event those who watch. It takes a pointer because events are large: a copy that nobody
// gets, as in most runs of a sweep, costs more than the rest.
func (e *Engine) emit(ev *Event) {
	if e.sink != nil || e.asked || e.m.reaches[ev.Kind] != 0 {
		e.report(ev)
	}
}

// report is emit for an event that somebody hears of. It is a function of its own so that emit costs no call.
func (e *Engine) report(ev *Event) {
	n := e.m.reaches[ev.Kind]
	if n == depends {
		n = e.reach(ev)
	}
	if e.asked {
		e.said += max(1, n) // even what only the staff hears of
	} else if e.told += n; e.told > e.setup.Limits.Deliveries && e.err == nil {
		e.err = e.tooMuch(ev)
	}
	if e.sink != nil {
		ev.At = e.now
		e.sink(*ev)
	}
}

// draw is the keyed uniform number of a name for a purpose.
func (e *Engine) draw(name uint64, p purpose, occurrence uint32) float64 {
	return uniform(e.key, name, p, occurrence)
}

// lasts is how long a delay of a name lasts for a purpose, the n-th time. What is fixed needs no draw.
func (e *Engine) lasts(d *delay, name uint64, p purpose, n uint32) Time {
	if d.kind == scenario.Fixed {
		return d.at(0)
	}
	return d.at(e.draw(name, p, n))
}
