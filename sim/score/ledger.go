package score

import (
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Ledger is a fold over the events of one run: tables of who knew, said and did what and
// when, each line with the place of its event in the stream. It keeps no event, uses its
// memory again for the next run, and is what every [Measure] reads.
type Ledger struct {
	model  *engine.Model
	sc     *scenario.Scenario
	needs  [][]int // fact → roles that need it; decoys have none
	works  []bool  // action → it changes the world
	by     [][]int // action → roles that can do it
	must   [][]int // action → roles that a joint one cannot do without
	asked  [][]int // probe → roles that it asks
	allies []int   // roles of the response; of what others do, the tables hold little: see foreign
	whole  bool    // unless all are taken for roles of the response: see [Played.Whole]

	weights []float64 // of actions; nil for all the same
	ref     *Ledger   // of the frictionless run, or nil
	bots    []bool    // by role: seats that bots play; nil for none
	duty    [][2]int  // role, action: what meets an obligation

	joined []stamp // by role: when it came to the table; nil where all are there from STARTEX

	seen    int         // events so far
	end     engine.Time // the latest time that the run has reached
	harm    float64     // harm done by the end of the run
	startex stamp

	known    []knowing // fact × role
	first    []int     // fact → the role that knew it first, or Nobody
	messages []message
	deeds    []deed
	rounds   []round
	commits  []commit
	duties   []duty // by obligation
	promises []promise
	filed    []int   // note → the event that put it in force, or none
	called   []stamp // note → when it first called for its deed
	beliefs  []belief
	latest   []int // probe × role → place in beliefs, or none
	clashes  []clash
	breaches []breach
	leaks    []leak
	changes  []change
	unwell   bool // a system was not well at STARTEX
	convened []stamp
	moves    moves
}

// none stands for an event or line that there is not.
const none = -1

// stamp is when something happened and which event says so.
type stamp struct {
	at engine.Time
	ev int
}

var never = stamp{ev: none}

func (s stamp) is() bool { return s.ev != none }

// before reports whether something happened, and sooner than another thing did, if ever that did.
func (s stamp) before(t stamp) bool { return s.is() && (!t.is() || s.ev < t.ev) }

// knowing is what a role knows of a fact.
type knowing struct {
	stamp
	from int
	via  engine.Cause
	harm float64
	// excused says that an inject which would have told the role was held back, put off or
	// left out before it knew: no seat can help that.
	excused bool
}

type outcome uint8

const (
	running outcome = iota
	done
	failed
	cancelled
	lapsed
	withdrawn
)

// deed is an action of one role.
type deed struct {
	stamp  // begun
	role   int
	action int
	over   stamp
	how    outcome
}

// round is one try at a joint action, from its first commitment on.
type round struct {
	stamp  // proposed
	action int
	begun  stamp
	over   stamp
	how    outcome
}

// commit is a role's commitment in a round.
type commit struct {
	stamp
	round, role int
	withdrawn   stamp
}

// duty is an obligation's clock.
type duty struct {
	started, met, missed stamp
	due                  engine.Time
}

// promise is a filed note that was kept or broken.
type promise struct {
	stamp
	role, note int
	kept       bool
}

// belief is a role's answer to a probe.
type belief struct {
	stamp
	role, probe, option int
	confidence          float64
}

// clash is an action that contradicts another.
type clash struct {
	stamp
	role, action, other int
}

// breach is a fact shared wider than its mark.
type breach struct {
	stamp
	role, fact, to int
}

type leak struct {
	stamp
	fact int
}

// change is one of a system's state.
type change struct {
	stamp
	system int
	state  uint8 // from then on
}

// Reset makes the ledger empty for a run of a model. What it was told of seats, weights and the
// frictionless run is forgotten.
func (l *Ledger) Reset(m *engine.Model) {
	if l.model != m {
		l.prepare(m)
	}
	sc := l.sc
	l.seen, l.end, l.harm, l.startex, l.ref, l.bots, l.weights = 0, 0, 0, never, nil, nil, nil
	l.known = filled(l.known, len(sc.Facts)*len(sc.Roles), knowing{stamp: never, from: engine.Nobody})
	l.resetTable()
	l.first = filled(l.first, len(sc.Facts), engine.Nobody)
	l.duties = filled(l.duties, len(sc.Obligations), duty{started: never, met: never, missed: never})
	l.filed = filled(l.filed, len(sc.Notes), none)
	l.called = filled(l.called, len(sc.Notes), never)
	l.latest = filled(l.latest, len(sc.Probes)*len(sc.Roles), none)
	l.messages, l.deeds, l.rounds, l.commits = l.messages[:0], l.deeds[:0], l.rounds[:0], l.commits[:0]
	l.promises, l.beliefs, l.clashes, l.breaches = l.promises[:0], l.beliefs[:0], l.clashes[:0], l.breaches[:0]
	l.leaks, l.changes, l.convened = l.leaks[:0], l.changes[:0], l.convened[:0]
	l.moves.reset()
}

// Grow notes that a player has filed a note of its own: from then on the run's model has one note
// more. It does nothing where the model is unchanged.
func (l *Ledger) Grow(m *engine.Model) {
	if l.model == m {
		return
	}
	l.prepare(m)
	for range l.sc.Notes[len(l.filed):] {
		l.filed, l.called = append(l.filed, none), append(l.called, never)
	}
}

// filled gives a slice of n times v, reusing the old one.
func filled[T any](s []T, n int, v T) []T {
	s = slices.Grow(s[:0], n)[:n]
	for i := range s {
		s[i] = v
	}
	return s
}

// prepare works out what is the same in all runs of a model.
func (l *Ledger) prepare(m *engine.Model) {
	l.model, l.sc = m, m.Scenario
	sc := l.sc
	l.allies = sc.Allies()
	l.needs = make([][]int, len(sc.Facts))
	for f := range sc.Facts {
		if !sc.Facts[f].Decoy {
			l.needs[f] = sc.AlliesOf(sc.Facts[f].NeededBy)
		}
	}
	l.works = working(sc)
	l.by, l.must = make([][]int, len(sc.Actions)), make([][]int, len(sc.Actions))
	for a := range sc.Actions {
		l.by[a] = sc.AlliesOf(sc.Actions[a].By)
		if j := sc.Actions[a].Joint; j != nil {
			l.must[a] = sc.AlliesOf(j.Must)
		}
	}
	l.duty = l.duty[:0]
	for i := range sc.Obligations {
		for _, id := range sc.Obligations[i].MetBy {
			l.duty = append(l.duty, [2]int{sc.Find("role", sc.Obligations[i].Role), sc.Find("action", id)})
		}
	}
	l.asked = make([][]int, len(sc.Probes))
	for p := range sc.Probes {
		l.asked[p] = sc.AlliesOf(sc.Probes[p].To)
	}
	l.unwell = false
	for s := range sc.Systems {
		l.unwell = l.unwell || slices.Index(scenario.States, sc.Systems[s].State) > 0
	}
}

// Follow empties the ledger and has it take every event of a run as it happens. It
// takes the place of another observer of the engine.
func (l *Ledger) Follow(e *engine.Engine) {
	l.Reset(e.Model())
	e.Observe(func(ev engine.Event) { l.See(ev, HarmAt(e, ev)) })
}

// HarmAt is the harm done by the time of an event, for those kinds that a ledger wants
// it for, else 0.
func HarmAt(e *engine.Engine, ev engine.Event) float64 {
	if ev.Kind != engine.FactLearned && ev.Kind != engine.ExerciseEnded {
		return 0
	}
	v, _ := Harmed(e)
	return v
}

// Until says that the run has come to a time, even if nothing happened then, and the harm done by
// then.
func (l *Ledger) Until(t engine.Time, harm float64) { l.end, l.harm = max(l.end, t), harm }

// knows is a role's line of a fact.
func (l *Ledger) knows(role, fact int) *knowing { return &l.known[fact*len(l.sc.Roles)+role] }

// excused reports whether a role and a fact drop out: the role never came to the table, or an
// inject that would have told it was held back, put off or left out before it knew, and no seat
// told it all the same.
func (l *Ledger) excused(role, fact int) bool {
	k := l.knows(role, fact)
	return l.absent(role) || k.excused && !k.byPeople()
}

// dawn is when anyone first knew a fact.
func (l *Ledger) dawn(fact int) stamp {
	if l.first[fact] < 0 {
		return never
	}
	return l.knows(l.first[fact], fact).stamp
}

// usual is the time by which a delay counts half where the scenario sets no target: a
// twentieth of its length.
func (l *Ledger) usual() float64 { return l.sc.Length.Hours() / 20 }

// within is a target of the scenario in hours, or the usual time where it sets none.
func (l *Ledger) within(d scenario.Duration) float64 {
	if d > 0 {
		return d.Hours()
	}
	return l.usual()
}

// See takes the next event. harm is the harm done by then; it is looked at for
// [engine.FactLearned] and [engine.ExerciseEnded] only.
func (l *Ledger) See(ev engine.Event, harm float64) {
	here := stamp{ev.At, l.seen}
	l.seen++
	l.end = max(l.end, ev.At)
	role, other, ref := int(ev.Role), int(ev.Other), int(ev.Ref)
	if l.foreign(ev) {
		return
	}
	switch ev.Kind {
	case engine.ExerciseStarted:
		l.startex = here
	case engine.ExerciseEnded:
		l.harm = harm
	case engine.FactLearned:
		if k := l.knows(role, ref); !k.is() {
			k.stamp, k.from, k.via, k.harm = here, other, ev.Via.Cause, harm
			if l.foe(other) || ev.Via.Cause == engine.ByInject {
				k.from = engine.Nobody // nobody of the response told it
			}
			if l.first[ref] < 0 {
				l.first[ref] = role
			}
		}
	case engine.MessageSent, engine.MessageArrived, engine.MessageAcknowledged, engine.MessageAnswered:
		l.seeMessage(here, ev)
	case engine.ActionStarted, engine.ActionDone, engine.ActionFailed, engine.ActionCancelled:
		l.seeDeed(here, ev)
	case engine.JointProposed, engine.JointCommitted, engine.JointWithdrawn, engine.JointStarted, engine.JointDone,
		engine.JointFailed, engine.JointLapsed:
		l.seeJoint(here, ev)
	case engine.InjectHeld, engine.InjectPostponed, engine.InjectSkipped:
		l.seeHeld(ev)
	case engine.ObligationStarted:
		l.duties[ref].started, l.duties[ref].due = here, ev.Due
	case engine.ObligationMet:
		l.duties[ref].met = here
	case engine.ObligationMissed:
		l.duties[ref].missed = here
	case engine.NoteFiled:
		l.filed[ref] = here.ev
	case engine.NoteRevised, engine.NoteRevoked:
		l.filed[ref] = none // no longer a promise
	case engine.NoteKept, engine.NoteBroken:
		l.promises = append(l.promises, promise{here, role, ref, ev.Kind == engine.NoteKept})
	case engine.BeliefDeclared:
		l.latest[ref*len(l.sc.Roles)+role] = len(l.beliefs)
		l.beliefs = append(l.beliefs, belief{here, role, ref, other, ev.Num})
	case engine.ActionContradicts:
		l.clashes = append(l.clashes, clash{here, role, ref, other})
	case engine.MarkBreached:
		l.breaches = append(l.breaches, breach{here, role, ref, other})
	case engine.FactLeaked:
		l.leaks = append(l.leaks, leak{here, ref})
	case engine.SystemChanged:
		l.changes = append(l.changes, change{here, ref, uint8(ev.Num)})
	case engine.VenueConvened:
		l.convened = append(l.convened, here)
	case engine.SeatJoined:
		l.joined[role] = here
	case engine.MoveEnded, engine.MoveBegan:
		l.moves.see(ev)
	case engine.VersionChanged, engine.VersionNoticed, engine.VersionFlawed,
		engine.DrawMade, engine.GaugeChanged, engine.SystemNoticed, engine.ActionWaits, engine.ActionStaffed,
		engine.LinkCut, engine.LinkChanged, engine.LinkStopped,
		engine.ChannelChanged, engine.MessageBlocked, engine.VenueOpened, engine.VenueClosed,
		engine.MechanismFunded, engine.MechanismEstablished, engine.ActionDelayed:
		// the world: no measure counts it; harm is given with the events
	case engine.InjectDelivered, engine.InjectReceived, engine.InjectEdited, engine.InjectFreed, engine.InjectRetracted,
		engine.InjectImprovised, engine.ImprovisedReceived, engine.ExpectationMet, engine.ExpectationMissed:
		// the facilitator's: what seats learn by them is told by fact.learned
	case engine.NoteTriggered:
		if !l.called[ref].is() {
			l.called[ref] = here
		}
	case engine.NoteShown, engine.NoteDeviated:
		// a promise counts once it is kept or broken
	case engine.AttemptMade, engine.AttemptQueried, engine.AttemptAnswered, engine.AttemptRuled, engine.CommandRefused:
		// no measure rates them
	}
}

func (l *Ledger) seeDeed(here stamp, ev engine.Event) {
	role, action := int(ev.Role), int(ev.Ref)
	if ev.Kind == engine.ActionStarted {
		l.deeds = append(l.deeds, deed{stamp: here, role: role, action: action, over: never})
		return
	}
	how := done
	switch ev.Kind {
	case engine.ActionFailed:
		how = failed
	case engine.ActionCancelled:
		how = cancelled
	}
	for i := range l.deeds {
		if d := &l.deeds[i]; d.how == running && d.role == role && d.action == action {
			d.over, d.how = here, how
			return
		}
	}
}

func (l *Ledger) seeJoint(here stamp, ev engine.Event) {
	role, action := int(ev.Role), int(ev.Ref)
	if ev.Kind == engine.JointProposed {
		l.rounds = append(l.rounds, round{stamp: here, action: action, begun: never, over: never})
		return
	}
	i := len(l.rounds) - 1
	for i >= 0 && l.rounds[i].action != action {
		i--
	}
	if i < 0 {
		return // its proposal is not in the stream
	}
	r := &l.rounds[i]
	switch ev.Kind {
	case engine.JointCommitted:
		l.commits = append(l.commits, commit{here, i, role, never})
	case engine.JointWithdrawn:
		for j := range l.commits {
			if c := &l.commits[j]; c.round == i && c.role == role && !c.withdrawn.is() {
				c.withdrawn = here
			}
		}
		if l.committed(i) == 0 {
			r.over, r.how = here, withdrawn
		}
	case engine.JointStarted:
		r.begun = here
	case engine.JointDone:
		r.over, r.how = here, done
	case engine.JointFailed:
		r.over, r.how = here, failed
	case engine.JointLapsed:
		r.over, r.how = here, lapsed
	}
}

// committed counts the commitments of a round that were not withdrawn.
func (l *Ledger) committed(round int) int {
	n := 0
	for i := range l.commits {
		if l.commits[i].round == round && !l.commits[i].withdrawn.is() {
			n++
		}
	}
	return n
}

// seeHeld excuses those whom an inject would have told, had the facilitator let it come.
func (l *Ledger) seeHeld(ev engine.Event) {
	if ev.Kind == engine.InjectSkipped && ev.Via.Cause != engine.ByFacilitator {
		return
	}
	in := &l.sc.Injects[ev.Ref]
	for _, id := range in.Reveals {
		for _, r := range l.sc.RolesOf(in.To) {
			if k := l.knows(r, l.sc.Find("fact", id)); !k.is() {
				k.excused = true
			}
		}
	}
}
