package engine

import (
	"slices"

	"tocsin/sim/scenario"
)

// dutyState is an obligation's clock: started and met are -1 until they come, and due counts
// once it has started.
type dutyState struct {
	started, due, met Time
	missed            bool
}

// dutyModel is an obligation with its names resolved.
type dutyModel struct {
	role   int
	within Time
	metBy  []int // actions
	days   office
}

func (m *Model) compileObligations() {
	sc := m.Scenario
	m.duties = make([]dutyModel, len(sc.Obligations))
	for o := range sc.Obligations {
		ob := &sc.Obligations[o]
		out := &m.duties[o]
		out.role, out.within = sc.Find("role", ob.Role), Time(ob.Within)
		if ob.Business {
			out.days = businessDays(sc)
		}
		for _, id := range ob.MetBy {
			a := sc.Find("action", id)
			out.metBy = append(out.metBy, a)
			if meets := &m.actions[a].meets; !slices.Contains(*meets, o) {
				*meets = append(*meets, o)
			}
		}
		m.condition(ob.Starts.Root, out.role, ownObligation, o)
	}
}

func (e *Engine) startObligation(o int) {
	st, dm := &e.duty[o], &e.m.duties[o]
	if st.started >= 0 {
		return
	}
	st.started, st.due = e.now, e.after(dm.days.done(e.now, dm.within)-e.now)
	role := dm.role
	e.emit(&Event{Kind: ObligationStarted, Role: int32(role), Other: Nobody, Ref: int32(o), Due: st.due})
	e.changed(e.m.symbols.started + o)
	roles := len(e.m.Scenario.Roles)
	for _, a := range dm.metBy {
		if e.doneBy[a*roles+role] > 0 {
			e.meet(o)
			return
		}
	}
	e.q.set(int32(e.m.slots.obligation+o), st.due, rank(2))
}

func (e *Engine) dutyRole(o int) int { return e.m.duties[o].role }

// dutyDone looks whether an action that a role has done meets one of its obligations.
func (e *Engine) dutyDone(role, a int) {
	for _, o := range e.m.actions[a].meets {
		if e.duty[o].started >= 0 && e.duty[o].met < 0 && e.dutyRole(o) == role {
			e.meet(o)
		}
	}
}

func (e *Engine) meet(o int) {
	e.duty[o].met = e.now
	e.q.cancel(int32(e.m.slots.obligation + o))
	e.emit(&Event{Kind: ObligationMet, Role: int32(e.dutyRole(o)), Other: Nobody, Ref: int32(o)})
	e.changed(e.m.symbols.met + o)
}

func (e *Engine) obligationDue(o int) {
	e.duty[o].missed = true
	e.emit(&Event{Kind: ObligationMissed, Role: int32(e.dutyRole(o)), Other: Nobody, Ref: int32(o)})
}

// noteState is a note's run as a promise.
type noteState struct {
	filed   bool
	times   uint32 // triggers
	waiting bool   // a promise runs
	// deviated says that its owner will not keep it as filed: this time, or, if its
	// trigger has never come, the first.
	deviated bool
	chosen   bool  // its owner has chosen who may read it: shown
	shown    []int // never changed in place
	revoked  bool  // its owner has withdrawn it
	newer    int32 // the place, from 1, of the version that has taken its place; 0 for none
	blind    bool  // its trigger has come, and its owner does not know yet what it promises to tell
}

type noteModel struct {
	role int // role, verb and ref are read most often, so that they are together
	verb Verb
	ref  int
	cond int
	name uint64
	// within is how soon its owner promises to keep it; 0 for no promise
	within Time
	opt    int
	to     []int

	shown   []int   // who may read it as the scenario has it, without its owner
	command Command // what it does
}

func (m *Model) compileNotes() {
	sc := m.Scenario
	m.notes = make([]noteModel, len(sc.Notes))
	seen := map[string]int{}
	for i := range sc.Notes {
		n := &sc.Notes[i]
		out := &m.notes[i]
		id := n.Role + "/" + n.When.Source + "/" + n.Do.Act + n.Do.Share + n.Do.Commit + n.Do.Convene +
			n.Do.Declare + n.Do.Say
		for _, t := range n.Do.To {
			id += "," + t
		}
		seen[id]++
		*out = noteModel{role: sc.Find("role", n.Role), name: mix(m.name("note", id) + uint64(seen[id])),
			within: Time(n.Within), to: Recipients(sc, n.Do.To), ref: -1, opt: -1}
		out.shown = without(sc.RolesOf(n.ShownTo), out.role)
		switch d := &n.Do; {
		case d.Act != "":
			out.verb, out.ref = Act, sc.Find("action", d.Act)
			if sc.Actions[out.ref].Joint != nil {
				out.verb = Commit
			}
		case d.Commit != "":
			out.verb, out.ref = Commit, sc.Find("action", d.Commit)
		case d.Share != "":
			out.verb, out.ref = Share, sc.Find("fact", d.Share)
		case d.Convene != "":
			out.verb, out.ref = Convene, sc.Find("venue", d.Convene)
		case d.Declare != "":
			out.verb, out.ref = Declare, sc.Find("probe", d.Declare)
			for k, o := range sc.Probes[out.ref].Options {
				if o.ID == d.Option {
					out.opt = k
				}
			}
		default:
			out.verb = Say
		}
		out.command = Command{Verb: out.verb, Role: out.role, Ref: out.ref, To: out.to, Option: out.opt, Num: 1,
			Text: n.Do.Say}
		m.decide = append(m.decide, m.delay(n.Decide))
		out.cond = m.condition(n.When.Root, out.role, ownNote, i)
		for len(m.notesBy[out.verb]) <= out.ref+1 {
			m.notesBy[out.verb] = append(m.notesBy[out.verb], nil)
		}
		m.notesBy[out.verb][out.ref+1] = append(m.notesBy[out.verb][out.ref+1], i)
		if n.Draft && n.Within > 0 {
			m.drafts = append(m.drafts, i)
		}
	}
}

// notesTo are the notes, of any role, that do something with a place of its kind.
func (m *Model) notesTo(v Verb, ref int) []int {
	if by := m.notesBy[v]; ref+1 < len(by) {
		return by[ref+1]
	}
	return nil
}

// Recipients turns a list of names into places of roles; "public" becomes [Public], and
// a venue's id [ToVenue] of it where no role has that id.
func Recipients(sc *scenario.Scenario, names scenario.Names) []int {
	out := sc.RolesOf(names)
	if names.Has("public") {
		out = append(out, Public)
	}
	for _, n := range names {
		if v := sc.Find("venue", n); v >= 0 && sc.Find("role", n) < 0 && n != "all" && n != "public" && n != "none" {
			out = append(out, ToVenue(v))
		}
	}
	return out
}

func (e *Engine) noteTrigger(i int) {
	if i >= e.OwnNotes() && e.Void(i) {
		return
	}
	n, st := &e.m.notes[i], &e.note[i]
	promises := st.filed && n.within > 0
	if promises && n.verb == Share && !e.Knows(n.role, n.ref) {
		st.blind = true // nobody can tell what they do not know: it is due from when they learn it
		return
	}
	st.times++
	byMessage := 0.0
	if e.isMessageTo(n.role) {
		byMessage = 1
	}
	e.emit(&Event{Kind: NoteTriggered, Role: int32(n.role), Other: Nobody, Ref: int32(i), Num: byMessage})
	if st.times > 1 {
		st.deviated = false
	}
	switch {
	case !promises || st.waiting || st.deviated:
	case e.isSo(n):
		e.emit(&Event{Kind: NoteKept, Role: int32(n.role), Other: Nobody, Ref: int32(i)})
	default:
		st.waiting = true
		// A tick later, so that what is done at the last moment is done in time.
		e.q.set(int32(e.m.slots.promise+i), e.after(n.within+1), rank(2))
	}
	if e.triggered != nil {
		e.triggered(i, byMessage > 0)
	}
}

// isSo reports whether what a note promises has been done or begun already, so that it cannot be asked for:
// a promise is kept by what is done, not by doing it twice.
func (e *Engine) isSo(n *noteModel) bool {
	switch n.verb {
	case Act, Commit:
		switch e.barred(n.role, n.ref) {
		case doneAlready, underWay, doingAlready, committedAlready:
			return true
		}
	case Convene:
		return e.open[n.ref] || e.convening[n.ref]
	case Share:
		return e.toldAll(n)
	}
	return false
}

// toldAll reports whether a note's owner has told what it promises to tell to all to whom that goes
// now, each by itself, in a venue or in public: a fact at any time, other words just now. Nobody is
// told where all of them are away.
func (e *Engine) toldAll(n *noteModel) bool {
	fact := n.ref
	if n.verb == Say {
		fact = -1
	}
	e.named = e.addressed(e.named[:0], n.role, n.to) // not where send has its own, which this may interrupt
	for _, a := range e.named {
		if !e.hasTold(n.role, fact, a.to) {
			return false
		}
	}
	return len(e.named) > 0
}

// hasTold reports whether a role has told another, or the public, a fact; or other words (-1) just now.
func (e *Engine) hasTold(role, fact, to int) bool {
	for i := len(e.messages) - 1; i >= 0; i-- { // mostly what was sent last
		m := &e.messages[i]
		if fact < 0 && m.sent < e.now {
			return false
		}
		if int(m.from) == role && int(m.fact) == fact && (int(m.to) == to || m.to == Public) {
			return true
		}
	}
	return false
}

// noLongerBlind has promises to tell a fact begin to run when their owner learns it.
func (e *Engine) noLongerBlind(role, fact int) {
	for _, i := range e.m.notesTo(Share, fact) {
		if st := &e.note[i]; st.blind && e.m.notes[i].role == role {
			st.blind = false
			e.noteTrigger(i)
		}
	}
}

// OnNote calls f whenever a note's trigger comes: this is how a bot hears of it. f must not act on the
// engine; byMessage says whether a message brought the trigger.
func (e *Engine) OnNote(f func(note int, byMessage bool)) { e.triggered = f }

// promiseKept looks whether what a role begins now keeps one of its promises. A promise to tell is
// kept when all whom it names have been told.
func (e *Engine) promiseKept(role int, v Verb, ref int) {
	for _, i := range e.m.notesTo(v, ref) {
		n := &e.m.notes[i]
		if e.note[i].waiting && n.role == role && (v != Share && v != Say || e.toldAll(n)) {
			e.note[i].waiting = false
			e.q.cancel(int32(e.m.slots.promise + i))
			e.emit(&Event{Kind: NoteKept, Role: int32(role), Other: Nobody, Ref: int32(i)})
		}
	}
}

func (e *Engine) promiseDue(i int) {
	e.note[i].waiting = false
	e.emit(&Event{Kind: NoteBroken, Role: int32(e.m.notes[i].role), Other: Nobody, Ref: int32(i)})
}

// file puts a note in force, unless its owner has withdrawn it or another version is in its
// place; a mechanism files only notes of the scenario.
func (e *Engine) file(i int, via Via) {
	if st := &e.note[i]; !st.filed && !st.revoked && st.newer == 0 &&
		(via.Cause != ByMechanism || i < e.OwnNotes()) {
		st.filed = true
		e.agreed++
		e.emit(&Event{Kind: NoteFiled, Role: int32(e.m.notes[i].role), Other: Nobody, Ref: int32(i), Via: via})
	}
}
