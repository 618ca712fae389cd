package engine

import (
	"slices"

	"tocsin/sim/scenario"
)

// Notes that are filed before STARTEX: those of the scenario, and those that players
// write. A filed note is a promise: it may be shown to others, and who cannot keep it
// can say so in time.

const maxOwnNotes = 50 // that a player may add

// ShownTo are the roles that may read a note once it is filed, without its owner. The list must
// not be changed.
func (e *Engine) ShownTo(note int) []int {
	if e.setup.Unshown {
		return nil
	}
	return e.mayRead(note)
}

// mayRead is ShownTo, whether or not the run shows notes.
func (e *Engine) mayRead(note int) []int {
	if st := &e.note[note]; st.chosen {
		return st.shown
	}
	return e.m.notes[note].shown
}

// Promise reports whether a filed note's trigger has come and what it promises is
// awaited, and by when.
func (e *Engine) Promise(note int) (waiting bool, due Time) {
	if !e.note[note].waiting {
		return false, 0
	}
	at, _ := e.q.when(int32(e.m.slots.promise + note))
	return true, at - 1 // see noteTrigger
}

// Deviated reports whether a note's owner has said that it will not be kept as filed.
func (e *Engine) Deviated(note int) bool { return e.note[note].deviated }

// Triggers is how often a note's trigger has come.
func (e *Engine) Triggers(note int) int { return int(e.note[note].times) }

// OwnNotes is the place of the first note that players have added; the scenario's own
// are before it.
func (e *Engine) OwnNotes() int { return len(e.base.Scenario.Notes) }

func without(s []int, v int) []int {
	return slices.DeleteFunc(slices.Clone(s), func(x int) bool { return x == v })
}

func (e *Engine) checkFile(c *Command) Answer {
	if e.started {
		return refuse("Notes are filed before STARTEX")
	}
	if len(c.To) > len(e.m.Scenario.Roles) {
		return refuse("To whom?")
	}
	for _, r := range c.To {
		if r < 0 || r >= len(e.m.Scenario.Roles) {
			return refuse("There is no such seat")
		}
	}
	if c.Note != nil {
		_, a := e.ownNote(c)
		return a
	}
	if c.Ref < 0 || c.Ref >= len(e.m.notes) || e.m.notes[c.Ref].role != c.Role {
		return refuse("There is no such note of yours")
	}
	if e.note[c.Ref].newer > 0 {
		return refuse("Another version has taken the place of that note")
	}
	return Answer{OK: true}
}

// fileNote puts a note in force. Before STARTEX nothing has happened but what was bought
// and filed; so a note of the player's own is taken in by starting again with a model
// that has it, and doing those things again.
func (e *Engine) fileNote(c *Command) Answer {
	ref := c.Ref
	if c.Note == nil {
		e.note[ref].revoked = false // filed again
	} else {
		n, a := e.ownNote(c)
		if !a.OK {
			return a
		}
		if err := e.extend(n); err != nil {
			return refuse("That note cannot be filed: %s", err)
		}
		ref = len(e.m.notes) - 1
	}
	to := c.To
	if e.note[ref].filed && len(to) > 0 { // what has been read cannot be unread
		to = slices.Concat(e.mayRead(ref), to)
	}
	e.file(ref, Via{})
	if len(to) > 0 {
		e.show(ref, to)
	} else {
		e.tellShown(ref)
	}
	e.prepared(Command{Verb: File, Role: c.Role, Ref: ref, To: c.To})
	return Answer{OK: true}
}

// show sets who may read a note.
func (e *Engine) show(note int, to []int) {
	st := &e.note[note]
	st.chosen, st.shown = true, without(unique(to), e.m.notes[note].role)
	e.tellShown(note)
}

// tellShown has those who may read a note that is filed hear of it.
func (e *Engine) tellShown(note int) {
	for _, r := range e.ShownTo(note) {
		e.emit(&Event{Kind: NoteShown, Role: int32(e.m.notes[note].role), Other: int32(r), Ref: int32(note)})
	}
}

// prepared keeps a command that was accepted before STARTEX.
func (e *Engine) prepared(c Command) {
	c.To = slices.Clone(c.To)
	e.prep = append(e.prep, c)
}

// extend starts again with one more note, and does again what has been done.
func (e *Engine) extend(n scenario.Note) error {
	sc, err := e.m.asWritten.WithNote(n)
	if err != nil {
		return err
	}
	m, err := Compile(sc)
	if err != nil {
		return err
	}
	base, sink, prep := e.base, e.sink, e.prep
	e.sink, e.prep = nil, nil
	e.Reset(m, e.seed, e.setup)
	e.base = base
	for i := e.OwnNotes(); i < len(e.note); i++ {
		e.note[i].filed = false // a mechanism in force files what it found there, not what players add
	}
	for _, c := range prep {
		if c.Verb == Revise {
			e.replaced(c.Ref, c.Option)
			e.prepared(c)
		} else {
			e.try(&c)
		}
	}
	e.sink = sink
	return nil
}

// ownNote cleans and checks a note that a player has written.
func (e *Engine) ownNote(c *Command) (scenario.Note, Answer) {
	if c.Ref != -1 {
		return *c.Note, refuse("A new note has no number yet")
	}
	return e.cleanNote(c.Role, *c.Note, scenario.Expr{})
}

// cleanNote cleans and checks a note that a role has written. A condition that the note already
// has needs no check: the scenario may have given it to the seat, with what it does not see.
func (e *Engine) cleanNote(role int, n scenario.Note, has scenario.Expr) (scenario.Note, Answer) {
	sc := e.m.Scenario
	bad := func(format string, args ...any) (scenario.Note, Answer) { return n, refuse(format, args...) }
	if n.Role != sc.Roles[role].ID {
		return bad("A note must be your own")
	}
	if n.Within <= 0 {
		return bad("A promise says within what time it will be kept")
	}
	if n.ID != "" || n.Decide.Set {
		return bad("A note of yours has no id and no time to decide")
	}
	for _, a := range []Answer{checkText("What a note says", n.Do.Say, maxText, false),
		checkText("A condition", n.When.Source, maxText, true),
		checkText("When to stand down", n.Until, maxTitle, false), checkText("A basis", n.Basis, maxTitle, false)} {
		if !a.OK {
			return n, a
		}
	}
	if len(n.Do.To) > len(sc.Roles)+2 || len(n.ShownTo) > len(sc.Roles)+2 {
		return bad("To whom?")
	}
	own := 0
	for i := e.OwnNotes(); i < len(e.m.notes); i++ {
		if e.m.notes[i].role == role {
			own++
		}
	}
	if own >= maxOwnNotes {
		return bad("A seat can write at most %d notes", maxOwnNotes)
	}
	n.When = scenario.Expr{Source: scenario.CleanLine(n.When.Source)}
	kept := n.When.Source == has.Source && has.Root != nil
	if kept {
		n.When.Source = "true"
	}
	n.Do.Say, n.Until, n.Basis, n.Decide = scenario.CleanText(n.Do.Say), scenario.CleanLine(n.Until),
		scenario.CleanLine(n.Basis), scenario.Delay{}
	n.Do.To, n.ShownTo = slices.Clone(n.Do.To), slices.Clone(n.ShownTo)
	s := e.sight(role)
	n, err := sc.Seen(s.sees).CheckNote(n)
	if err != nil {
		return bad("That note cannot be filed: %s", err)
	}
	if why := s.reads(n.When.Root); why != "" {
		return bad("%s", why)
	}
	if kept {
		n.When = has
	}
	return n, Answer{OK: true}
}

// sight is what a seat may name in a note of its own.
type sight struct {
	m     *Model
	role  int
	facts []bool
}

// sight finds the facts that a role can learn unaided, or that its own notes in the
// scenario or the needs of its own actions mention.
func (e *Engine) sight(role int) *sight {
	s := &sight{m: e.m, role: role, facts: make([]bool, len(e.m.facts))}
	for f := range e.m.facts {
		for k := range e.m.facts[f].known {
			if slices.Contains(e.m.facts[f].known[k].roles, role) {
				s.facts[f] = true
			}
		}
	}
	mention := func(n *scenario.Node) {
		if n.Op == scenario.OpKnows || n.Op == scenario.OpAware || n.Op == scenario.OpHeld {
			s.facts[n.Ref] = true
		}
	}
	sc := e.base.Scenario
	for i := range sc.Notes {
		if n := &sc.Notes[i]; e.m.notes[i].role == role {
			n.When.Root.Walk(mention)
			if f := sc.Find("fact", n.Do.Share); f >= 0 {
				s.facts[f] = true
			}
		}
	}
	for a := range sc.Actions {
		if e.m.actions[a].by[role] {
			sc.Actions[a].Needs.Root.Walk(mention)
		}
	}
	return s
}

// Names returns what a seat may name in anything that it asks for: what it has learned, what is its
// own, and what its notes and its actions mention. The answer to anything else must be the same as if
// it did not exist.
func (e *Engine) Names(role int) func(kind string, i int) bool {
	s := e.sight(role)
	return func(kind string, i int) bool {
		switch kind {
		case "fact":
			return s.facts[i] || e.Knows(role, i)
		case "note":
			return e.m.notes[i].role == role
		case "role":
			return e.Meets(role, i)
		}
		return s.sees(kind, i)
	}
}

func (s *sight) sees(kind string, i int) bool {
	sc := s.m.Scenario
	named := func(names scenario.Names) bool { return names.Has("all") || names.Has(sc.Roles[s.role].ID) }
	switch kind {
	case "role", "mechanism":
		return true
	case "gauge":
		return named(sc.Gauges[i].Sees)
	case "system":
		return s.m.systems[i].owner == s.role || s.m.watchOf(i, s.role) >= 0
	case "fact":
		return s.facts[i]
	case "action":
		return s.m.actions[i].by[s.role]
	case "inject":
		if sc.Injects[i].Forged != "" {
			return false
		}
		return named(sc.Injects[i].To) || sc.Injects[i].To.Has("public")
	case "venue":
		return s.m.venues[i].member[s.role]
	case "obligation":
		return sc.Obligations[i].Role == sc.Roles[s.role].ID
	case "probe":
		return named(sc.Probes[i].To)
	}
	return false
}

// reads refuses a condition that looks at what the seat does not see; "" if all is well.
// That every id in it is one that the seat may name has been seen to.
func (s *sight) reads(root *scenario.Node) string {
	why := ""
	root.Walk(func(n *scenario.Node) {
		switch n.Op {
		case scenario.OpKnows:
			if n.Role != scenario.Me && n.Role != s.role {
				why = "A note of yours can look only at what you know yourself"
			}
		case scenario.OpDone, scenario.OpDoing, scenario.OpDoneAt:
			if n.Role != s.role {
				why = "A note of yours can look only at what you do yourself: name your own role, as in " +
					"done('action', 'role')"
			}
		case scenario.OpAware, scenario.OpHeld,
			scenario.OpCountFailed, scenario.OpMissed, scenario.OpDraw, scenario.OpDrawIs,
			scenario.OpBreached, scenario.OpMove, scenario.OpOver, scenario.OpJoined, scenario.OpWaiting,
			scenario.OpChecked, scenario.OpRuns, scenario.OpRunning, scenario.OpExposed, scenario.OpFlawed:
			why = "A note of yours can look only at what you can see yourself"
		}
	})
	return why
}

func (e *Engine) checkDeviate(c *Command) Answer {
	if c.Ref < 0 || c.Ref >= len(e.note) || e.m.notes[c.Ref].role != c.Role {
		return refuse("There is no such note of yours")
	}
	switch st := &e.note[c.Ref]; {
	case !e.started:
		return refuse("It is before STARTEX: nothing is promised yet")
	case !st.filed || e.m.Scenario.Notes[c.Ref].Within <= 0:
		return refuse("That note is not a promise")
	case st.deviated:
		return refuse("You have already said that it will not be kept as filed")
	case st.times > 0 && !st.waiting:
		return refuse("That note is not due now")
	}
	return checkText("A reason", c.Reason, maxText, true)
}

// deviate announces that a promise will not be kept as filed: the clock that runs ends,
// or the first one does not begin.
func (e *Engine) deviate(c *Command) {
	st := &e.note[c.Ref]
	st.deviated, st.waiting = true, false
	e.q.cancel(int32(e.m.slots.promise + c.Ref))
	e.emit(&Event{Kind: NoteDeviated, Role: int32(c.Role), Other: Nobody, Ref: int32(c.Ref),
		Text: scenario.CleanText(c.Reason)})
}
