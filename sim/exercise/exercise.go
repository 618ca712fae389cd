package exercise

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// Exercise is everything of a live exercise that its record can bring back: the engine,
// the bots, who sits where, what each seat has seen, what was said out of the game. It
// is a pure function of the record's header and entries: it reads no clock, starts no
// goroutine and does no I/O, so a live room, a resumed one and a replay are the same
// exercise. A room (package [tocsin/sim/room]) puts a clock, a record and people around it.
type Exercise struct {
	name string `state:"kept" why:"of the file, and changes nothing"`
	// scenario is as the run has drawn it from the file; the engine's own may have notes of the
	// players in addition.
	scenario *scenario.Scenario `state:"kept" why:"the record names it by its digest"`
	e        *engine.Engine     `state:"kept" why:"in the digest by a digest of its own"`
	bots     bot.Table          `state:"kept" why:"follows from the engine; when they act next is in the digest"`
	err      error              `state:"kept" why:"a fault of the engine, which has stopped"`

	clock     clockState
	people    []person
	seats     []seat // by role
	automatic bool
	brought   bool `state:"kept" why:"of the record's header"` // organisations' notes

	events []engine.Event `state:"kept" why:"follow from the engine" shared:"grows at its end alone, and the capacity of a copy is cut"`
	help   []bool         `state:"kept" why:"follows from the record" shared:"grows at its end alone, and the capacity of a copy is cut"` // by event: a facilitator's act caused it
	// more returns false to stop between two moments; where it is nil, nothing stops.
	more      func() bool   `state:"scratch" why:"set for the time of one advance"`
	helping   bool          `state:"scratch" why:"set for the time of one act"`
	desks     []desk        `state:"kept" why:"how things are told may change without making a record another one"` // by role
	board     []Item        `state:"kept" why:"how things are told may change" shared:"grows at its end alone, and the capacity of a copy is cut"`
	staff     []Item        `state:"kept" why:"how things are told may change" shared:"grows at its end alone, and the capacity of a copy is cut"`
	entered   time.Time     `state:"kept" why:"follows from the record, and changes nothing in the world"` // when in the room the last entry was made
	notices   []notice      `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"`
	questions []question    `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world"`
	notes     []Observation `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"`
	ratings   []rating      `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"`
	judged    []judgement   `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"`
	ticks     []ticked      `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"`
	decisions []decision    `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"`
	approvals []approval    `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world"`
	feedback  []FeedbackOf  `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world"` // in the order in which it was first given
	byTurn    turns         `state:"kept" why:"follows from the record; in the digest while time moves in turns"`
	directs   direction     `state:"kept" why:"follows from the record; in the digest while a director has the clock"`
	roll      roll          `state:"kept" why:"follows from the record, and changes nothing in the world"`
	foretold  []prediction  `state:"kept" why:"follows from the record, and changes nothing in the world"`
	picture   picture       `state:"kept" why:"follows from the record, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"`
	wall      Wall          `state:"kept" why:"follows from the record, and changes nothing in the world"`
	answers   int           `state:"kept" why:"follows from the record, and changes nothing in the world"`
	revealed  bool          `state:"kept" why:"follows from the record, and changes nothing in the world"`
	advice    []advised     `state:"kept" why:"follows from the record, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"`
	passed    []passed      `state:"kept" why:"follows from the record, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"`
	handed    []handed      `state:"kept" why:"follows from the record, and changes nothing in the world"`
	lost      []string      `state:"kept" why:"follows from the record, which has a chain of its own, and changes nothing in the world" shared:"grows at its end alone, and the capacity of a copy is cut"` // files of the record
	tally     tally         `state:"kept" why:"counts what is in the engine and the record"`
	// fates are what happened to filed notes the last time: kept, broken or deviated.
	fates  map[int]string `state:"kept" why:"follows from the engine"`
	posted *mail          `state:"scratch" why:"follows from the engine"`
	// together is what filed notes say together, kept until others are filed.
	together *exchanged  `state:"scratch" why:"follows from the notes that are filed"`
	trace    [][]float64 `state:"kept" why:"follows from the engine" shared:"grows at its end alone, and the capacity of a copy is cut"` // by gauge, at equal steps
	step     engine.Time `state:"kept" why:"follows from the scenario"`
	sampled  int         `state:"kept" why:"follows from the engine"` // samples taken
	// pulses are what each role had done and not read, at every few samples.
	pulses   [][]pulse `state:"kept" why:"follows from the record" shared:"grows at its end alone, and the capacity of a copy is cut"`
	commands int
	helped   int `state:"kept" why:"counts acts of the record"`
}

// samples is how many steps the trace of a gauge divides the length of the exercise into.
const samples = 240

// clockState is the part of the clock that is in the record.
type clockState struct {
	running bool
	pace    engine.Time // in one minute of the room
	why     string      `state:"kept" why:"words for people"`
	allows  string      `state:"kept" why:"follows from the record; its length is in the digest"`
	stopped bool        // for a real emergency
	talks   bool        `state:"kept" why:"follows from the moves that have ended, and from the record"` // a move has ended, and nobody has touched the clock since
	discuss int         `state:"kept" why:"follows from the moves that have ended, and from the record"` // move that has just ended, from 1; 0 for none
	moves   int         // moves that have ended
}

// LanguageSetting is the setting of a record that has the language in which the texts were read.
const LanguageSetting = "language"

// New makes the exercise of a record's header ready: before STARTEX, nobody there. It is an error if the
// scenario cannot be read or compiled, has another digest than the header says, or lacks a mechanism that
// the header names.
func New(h record.Header) (*Exercise, error) {
	sc, ds := scenario.LoadAgain(h.Name+".toml", []byte(h.Scenario), h.Settings[LanguageSetting])
	if sc == nil {
		return nil, fmt.Errorf("the scenario in the record cannot be read: %s", ds.Format(h.Name+".toml", h.Scenario))
	}
	if h.Digest != "" && sc.Digest != h.Digest {
		return nil, fmt.Errorf("the scenario in the record has the digest %s, but the record says %s", sc.Digest,
			h.Digest)
	}
	m, err := engine.Compile(sc)
	if err != nil {
		return nil, err
	}
	setup := engine.Setup{}
	for _, id := range h.Mechanisms {
		i := sc.Find("mechanism", id)
		if i < 0 {
			return nil, fmt.Errorf("the record puts %q in force, which the scenario does not have",
				scenario.CleanLine(id))
		}
		setup.Mechanisms = append(setup.Mechanisms, i)
	}
	x := &Exercise{name: scenario.CleanLine(h.Name), scenario: sc, e: engine.New(m, h.Seed, setup),
		seats: make([]seat, len(sc.Roles)), desks: make([]desk, len(sc.Roles)), fates: map[int]string{},
		trace: make([][]float64, len(sc.Gauges)), pulses: make([][]pulse, len(sc.Roles)),
		step: max(engine.At(sc.Length)/samples, 1), automatic: h.Settings["facilitator"] == "automatic",
		brought: len(h.Notes) > 0}
	x.clock = clockState{pace: engine.At(sc.Minute), allows: allowAll, why: "Before STARTEX"}
	x.paceOf(0)
	for r := range x.seats {
		x.seats[r] = seat{holder: -1, before: -1, helper: -1, looks: looksOf(sc.Roles[r].Title)}
		x.desks[r] = newDesk(len(sc.Facts), len(sc.Roles))
	}
	x.scenario = x.e.Model().Scenario
	x.bots.Plays = make([]bool, len(sc.Roles))
	x.bots.Seat(x.e)
	x.bots.Given = x.botGave
	x.tally = tally{model: m, setup: setup, changed: make([]bool, len(sc.Roles))}
	x.e.Observe(x.see)
	if len(sc.Checks) > 0 {
		x.staff = append(x.staff, Item{N: 1, At: x.moment(0), Kind: ItemRuling, Title: "Before STARTEX",
			Text: "- " + strings.Join(x.scenario.Checks, "\n- ")})
	}
	return x, nil
}

// sc is the scenario as it is played, with the notes that players have written.
func (x *Exercise) sc() *scenario.Scenario { return x.e.Model().Scenario }

// Now is the exercise time that has been reached.
func (x *Exercise) Now() engine.Time { return x.e.Now() }

// Running reports whether the clock runs.
func (x *Exercise) Running() bool { return x.clock.running && !x.Over() }

// Over reports whether ENDEX has come, or the engine has stopped with a fault.
func (x *Exercise) Over() bool { return x.e.Ended() || x.e.Err() != nil }

// Engine is the run itself, for those who measure it. It must not be changed.
func (x *Exercise) Engine() *engine.Engine { return x.e }

// Events returns everything that has happened so far, and for each event whether an act of a
// facilitator caused it.
func (x *Exercise) Events() ([]engine.Event, []bool) { return x.events, x.help }

// Advance moves exercise time to to, as far as the clock allows: it stops where a move ends, and at
// the end of the exercise. Bots act in between. It does nothing while the clock is paused.
func (x *Exercise) Advance(to engine.Time) {
	for x.Running() {
		at, _ := x.Due() // while the clock runs something is always due: the end, if nothing else
		if x.more != nil && at > x.e.Now() && !x.more() {
			return
		}
		if s := x.nextSample(); s <= to && s < at {
			x.reach(s)
			x.sample()
			continue
		}
		if at > to {
			x.reach(to)
			return
		}
		x.reach(at)
		x.bots.Act()
		x.release()
		if at >= x.e.Horizon() {
			x.fault(x.e.Advance(x.e.Horizon()))
		}
		x.sampleDue()
	}
}

func (x *Exercise) reach(at engine.Time) { x.fault(x.e.Reach(at)) }

func (x *Exercise) fault(err error) {
	if err != nil {
		x.err = err
		x.clock.running = false
	}
}

// faulty says that the engine has stopped. What it says of the fault names things of the
// scenario, so it is for the staff.
func (x *Exercise) faulty(staff bool) string {
	if staff {
		return "The exercise was stopped: " + x.e.Err().Error()
	}
	return "The exercise was stopped by a fault in the scenario"
}

// release releases the held injects where they are released automatically.
func (x *Exercise) release() {
	if !x.automatic {
		return
	}
	for i := range x.sc().Injects {
		if _, _, held := x.e.InjectDue(i); held {
			x.e.Do(engine.Command{Verb: engine.Release, Role: engine.Facilitator, Ref: i})
		}
	}
}

func (x *Exercise) nextSample() engine.Time { return engine.Time(x.sampled) * x.step }

// sampleDue enters a value where an event falls on the very time of a sample.
func (x *Exercise) sampleDue() {
	if x.nextSample() == x.e.Now() {
		x.sample()
	}
}

func (x *Exercise) sample() {
	for g := range x.trace {
		x.trace[g] = append(x.trace[g], x.e.Gauge(g))
	}
	if x.sampled%beats == 0 {
		for r := range x.pulses {
			x.pulses[r] = append(x.pulses[r], x.pulseOf(r))
		}
	}
	x.sampled++
}

// begin is STARTEX.
func (x *Exercise) begin() {
	x.clock.running, x.clock.why, x.clock.allows = true, "", allowAll
	x.directs.begin(x)
	x.reach(0)
	x.sampleDue()
	x.bots.Act()
	x.release()
}

// seatActed counts what is done in a role's name, by whomever.
func (x *Exercise) seatActed(r int) {
	x.seats[r].acts++
	x.seats[r].last, x.seats[r].acted = x.e.Now(), true
}

func (x *Exercise) botPlays(r int) bool { return x.seats[r].bot && x.seats[r].helper < 0 }

// Digest is a digest of the exercise: the engine's, and of who sits where, the state of the clock, how much
// was asked and written down, and when a bot next acts. What seats have seen is not in it: that follows from
// the rest, and how it is told may change without making a record another one.
func (x *Exercise) Digest() uint64 {
	d := fold(0x726f6f6d)
	d.add(x.e.Digest())
	d.flag(x.clock.running)
	d.add(uint64(x.clock.pace))
	d.add(uint64(x.clock.moves))
	for _, s := range x.seats {
		d.add(uint64(int64(s.holder)))
		d.add(uint64(int64(s.helper)))
		d.flag(s.bot)
	}
	d.flag(x.automatic)
	d.flag(x.clock.stopped)
	d.add(uint64(len(x.clock.allows)))
	for i := range x.people {
		p := &x.people[i]
		d.add(uint64(int64(p.role)))
		d.flag(p.here)
		d.flag(p.muted)
		d.flag(p.barred)
	}
	for _, n := range []int{len(x.people), len(x.questions), len(x.notes), len(x.ratings), x.commands} {
		d.add(uint64(n))
	}
	if at, ok := x.bots.Next(); ok {
		d.add(uint64(at))
	}
	if x.inTurns() {
		d.add(uint64(x.byTurn.every))
		d.add(uint64(x.byTurn.n))
		for _, r := range x.byTurn.done {
			d.add(uint64(r))
		}
	}
	for _, n := range []int{len(x.decisions), len(x.approvals), len(x.feedback)} {
		d.add(uint64(n))
	}
	if x.directs.asked > 0 {
		d.add(uint64(x.directs.asked))
		d.flag(x.directs.hand)
	}
	return uint64(d)
}

// fold is a running 64-bit digest: FNV-1a over bytes, with a start value of its own.
type fold uint64

func (f *fold) add(v uint64) {
	for i := 0; i < 64; i += 8 {
		*f = (*f ^ fold(v>>i&0xff)) * 0x100000001b3
	}
}

func (f *fold) flag(b bool) {
	if b {
		f.add(1)
	} else {
		f.add(0)
	}
}

// Clone returns an independent copy, to look ahead or to keep a moment.
func (x *Exercise) Clone() *Exercise {
	c := *x
	c.more = nil
	c.e = x.e.Clone()
	c.people = append([]person(nil), x.people...)
	c.seats = append([]seat(nil), x.seats...)
	c.events, c.help = x.events[:len(x.events):len(x.events)], x.help[:len(x.help):len(x.help)]
	c.board, c.staff = x.board[:len(x.board):len(x.board)], x.staff[:len(x.staff):len(x.staff)]
	c.notices = x.notices[:len(x.notices):len(x.notices)]
	c.notes = x.notes[:len(x.notes):len(x.notes)]
	c.ratings = x.ratings[:len(x.ratings):len(x.ratings)]
	c.judged, c.ticks = x.judged[:len(x.judged):len(x.judged)], x.ticks[:len(x.ticks):len(x.ticks)]
	c.lost = x.lost[:len(x.lost):len(x.lost)]
	c.desks = make([]desk, len(x.desks))
	for r := range x.desks {
		c.desks[r] = x.desks[r].clone()
	}
	c.byTurn.done = slices.Clone(x.byTurn.done)
	c.directs = x.directs.clone()
	c.roll.here = x.roll.here[:len(x.roll.here):len(x.roll.here)]
	c.roll.came = x.roll.came[:len(x.roll.came):len(x.roll.came)]
	c.advice = x.advice[:len(x.advice):len(x.advice)]
	c.passed = x.passed[:len(x.passed):len(x.passed)]
	c.handed = slices.Clone(x.handed)
	c.picture, c.foretold = x.picture.clone(), slices.Clone(x.foretold)
	c.decisions = x.decisions[:len(x.decisions):len(x.decisions)]
	c.approvals, c.feedback, c.tally = slices.Clone(x.approvals), slices.Clone(x.feedback), x.tally.clone()
	c.fates = maps.Clone(x.fates)
	c.questions = make([]question, len(x.questions))
	for i := range x.questions {
		c.questions[i] = x.questions[i].clone()
	}
	c.trace = make([][]float64, len(x.trace))
	for g := range x.trace {
		c.trace[g] = x.trace[g][:len(x.trace[g]):len(x.trace[g])]
	}
	c.pulses = make([][]pulse, len(x.pulses))
	for r := range x.pulses {
		c.pulses[r] = x.pulses[r][:len(x.pulses[r]):len(x.pulses[r])]
	}
	c.bots.CopyFrom(&x.bots, c.e)
	c.bots.Given = c.botGave
	c.e.Observe(c.see)
	return &c
}

// moment writes an exercise time for machines and people.
func (x *Exercise) moment(t engine.Time) Moment {
	return Moment{Hours: t.Hours(), T: t.String(), Date: x.scenario.Clock(scenario.Duration(t))}
}

func (x *Exercise) momentOf(t engine.Time) *Moment {
	m := x.moment(t)
	return &m
}
