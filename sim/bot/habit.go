package bot

import (
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// The bots of seats with a profile take time to read, wait until they expect others to join,
// prepare what a note that they were shown will need, ask, and follow false leads. What they
// do beyond their notes are errands.

// mind is what a table keeps for bots with a profile, and for questions; bots without a profile
// only answer.
type mind struct {
	profile []*scenario.Profile // by role; nil for none
	any     bool                // some seat has one
	looks   bool                // some seat looks for what to prepare or ask
	busy    []engine.Time       // by role: until when it reads or follows a false lead
	read    []uint32            // by role: messages read
	heard   []bool              // by role: something has come since it last looked
	shared  []bool              // by pair: the first role knows that one of the two has told the other
	wants   [][]int             `shared:"never changed once they are there"` // by note: the facts that its trigger waits for
	wanting []wanting           `shared:"never changed once they are there"` // the notes whose trigger waits for any
	of      *engine.Model       // the model of wants: it changes as players add notes before STARTEX
	// joinings are what bots look at in each joint action, and pledged is the model that they
	// are of: players add notes before STARTEX.
	joinings []joining     `state:"scratch" why:"follows from the model"`
	pledged  *engine.Model `state:"scratch" why:"follows from the model"`
	// titles are the words of the title of each fact, and titled is the model that they are of.
	titles [][]string    `state:"scratch" why:"follows from the model"`
	titled *engine.Model `state:"scratch" why:"follows from the model"`

	asked   []int    // questions read and not answered, as arguments of [engine.Engine.MessageAt]
	errands []errand // in the order in which they were planned
	begun   []errand // with at = 0: what was planned once is not planned again
	wary    []wary
	strayed []int   // notes whose bot began with something else
	alone   [][]int `shared:"grows at its end alone, and the capacity of a copy is cut"` // by role: the list of recipients with it alone
}

// errand is what a bot means to do beyond its notes.
type errand struct {
	at   engine.Time
	verb engine.Verb // Share, Ask, Convene, Verify; Acknowledge: answer a question
	role int
	ref  int // a fact, a venue, or a message
	to   int // a role, or -1
}

// wanting is a note whose trigger waits for facts, and the role that owns it.
type wanting struct{ note, owner int }

// wary is a note whose bot holds back from a joint action, and until when.
type wary struct {
	note, role, action int
	until              engine.Time
	// looked is set if it expects too few for as long as agreements are the same.
	looked     bool
	agreements uint32
}

func (t *Table) settleMinds() {
	m, k := t.e.Model(), &t.mind
	roles, facts := len(m.Scenario.Roles), len(m.Scenario.Facts)
	k.profile = k.profile[:0]
	for r := range roles {
		p := m.Scenario.ProfileOf(r)
		if t.Joins {
			p = nil // bots that join at once need not guess what others will do
		}
		k.profile = append(k.profile, p)
	}
	k.any = slices.ContainsFunc(k.profile, func(p *scenario.Profile) bool { return p != nil })
	k.looks = !t.Silent && slices.ContainsFunc(k.profile, func(p *scenario.Profile) bool {
		return p != nil && (p.Prepares.Set || p.Asks.Set)
	})
	k.asked, k.errands, k.begun, k.wary, k.strayed = k.asked[:0], k.errands[:0], k.begun[:0], k.wary[:0],
		k.strayed[:0]
	if t.listen == nil {
		t.listen = t.news
	}
	t.e.OnNews(t.listen)
	if !k.any {
		return
	}
	k.busy, k.read, k.heard = zeros(k.busy, roles), zeros(k.read, roles), zeros(k.heard, roles)
	k.shared = zeros(k.shared, roles*roles*facts)
	for r := range roles {
		if r == len(k.alone) {
			k.alone = append(k.alone, []int{r})
		}
	}
}

// settleWants works out what the notes of the model wait for, unless the model is the same as
// before. It makes new lists each time, since copies of the table share the old ones.
func (k *mind) settleWants(m *engine.Model) {
	if k.of == m {
		return
	}
	k.of, k.wants, k.wanting = m, make([][]int, len(m.Scenario.Notes)), nil
	for i := range m.Scenario.Notes {
		if k.wants[i] = wanted(m.Scenario.Notes[i].When.Root); k.wants[i] != nil {
			owner, _, _ := m.NoteDeed(i)
			k.wanting = append(k.wanting, wanting{i, owner})
		}
	}
}

func zeros[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// wanted returns the facts that a trigger waits for its own role to know; nil for none.
func wanted(root *scenario.Node) []int {
	var out []int
	var down func(n *scenario.Node)
	down = func(n *scenario.Node) {
		switch n.Op {
		case scenario.OpKnows:
			if n.Role == scenario.Me {
				out = append(out, n.Ref)
			}
		case scenario.OpAnd, scenario.OpOr, scenario.OpAtLeast:
			for _, a := range n.Args {
				down(a)
			}
		}
	}
	down(root)
	return out
}

// profile returns the profile of a role's bot; nil if it has none or no bot plays the role.
func (t *Table) profile(role int) *scenario.Profile {
	if !t.plays(role) {
		return nil
	}
	return t.mind.profile[role]
}

// pair is the index in shared of what role a knows of an exchange with role b.
func pair(a, b, fact, roles int) int { return (fact*roles+a)*roles + b }

// exchanged reports whether role a knows that one of a and b has told the other a fact.
func (t *Table) exchanged(a, b, fact int) bool {
	return t.mind.shared[pair(a, b, fact, len(t.mind.profile))]
}

// news takes note of what comes to a seat: who has told what, questions, and for a bot with a
// profile the time that it takes.
func (t *Table) news(n engine.News) {
	k, called := &t.mind, false
	if n.Message >= 0 && t.e.Asks(n.Message) {
		t.ask(n.Message, n.Role)
	}
	if !k.any {
		return
	}
	if n.Message >= 0 {
		m := t.e.MessageAt(n.Message)
		if m.Fact >= 0 {
			if m.Via.Cause != engine.ByInject { // in its name, and it does not know
				k.shared[pair(m.From, n.Role, m.Fact, len(k.profile))] = true
			}
			k.shared[pair(n.Role, m.From, m.Fact, len(k.profile))] = true
		}
		called = m.Via.Cause == engine.ByCall
	}
	p := t.profile(n.Role)
	if p == nil {
		return
	}
	k.heard[n.Role] = true
	t.doubt(n, p)
	switch {
	case called: // heard, not read
	case n.Fact < 0:
		k.read[n.Role]++
		k.busy[n.Role] = max(k.busy[n.Role], t.e.Now()) + t.e.Takes(n.Role, engine.Reading, 0, k.read[n.Role])
	case t.e.Model().Scenario.Facts[n.Fact].Decoy:
		t.mislead(n.Role, n.Fact, p)
	}
}

// free returns the earliest time at which a role's bot can take something up: now, or when it has
// read what came.
func (t *Table) free(role int) engine.Time {
	if t.profile(role) == nil {
		return t.e.Now()
	}
	return max(t.e.Now(), t.mind.busy[role])
}

// after returns when a role's bot has spent d, in its working hours, on something that it takes up
// as soon as it is free.
func (t *Table) after(role int, d engine.Time) engine.Time {
	return t.e.Now() + t.e.Working(role, t.free(role)-t.e.Now()+d)
}

// mislead has a bot that takes a decoy for a lead follow it, which takes time, and pass it on to
// those whom its notes have it tell things.
func (t *Table) mislead(role, fact int, p *scenario.Profile) {
	m := t.e.Model()
	key := m.FactKey(fact)
	if t.e.Luck(role, engine.Believing, key, 1) >= p.Believes {
		return
	}
	t.mind.busy[role] = t.free(role) + t.e.Takes(role, engine.Chasing, key, 1)
	if t.Silent {
		return
	}
	for i := range m.Scenario.Notes {
		if c := m.NoteCommand(i); c.Role == role && c.Verb == engine.Share {
			for _, to := range c.To {
				if to >= 0 && !t.e.Wider(role, fact, to) {
					t.begin(errand{t.after(role, 0), engine.Share, role, fact, to})
				}
			}
		}
	}
}

// begin plans an errand, unless it was planned before.
func (t *Table) begin(e errand) {
	was := e
	was.at = 0
	if e.to == e.role || slices.Contains(t.mind.begun, was) {
		return
	}
	t.mind.begun = append(t.mind.begun, was)
	t.mind.errands = append(t.mind.errands, e)
}

// nextErrand returns the index of the errand whose time comes first; of those at one time, the one
// planned first. It is -1 for none.
func (t *Table) nextErrand() int {
	next := -1
	for i := range t.mind.errands {
		if next < 0 || t.mind.errands[i].at < t.mind.errands[next].at {
			next = i
		}
	}
	return next
}

// runErrands does the errands whose time has come.
func (t *Table) runErrands() {
	k := &t.mind
	for i := t.nextErrand(); i >= 0 && k.errands[i].at <= t.e.Now(); i = t.nextErrand() {
		e := k.errands[i]
		k.errands = slices.Delete(k.errands, i, i+1)
		switch e.verb {
		case engine.Acknowledge:
			t.answer(e.role, e.ref)
		case engine.Verify:
			t.check(e.role, e.ref)
		case engine.Share:
			if !t.exchanged(e.role, e.to, e.ref) {
				t.issue(engine.Command{Verb: engine.Share, Role: e.role, Ref: e.ref, To: k.alone[e.to]})
			}
		case engine.Ask:
			if !t.e.Knows(e.role, e.ref) {
				title := t.e.Model().Scenario.Facts[e.ref].Title
				t.issue(engine.Command{Verb: engine.Ask, Role: e.role, Ref: -1, To: k.alone[e.to],
					Text: "What do you know of “" + title + "”?"})
			}
		case engine.Convene:
			t.issue(engine.Command{Verb: engine.Convene, Role: e.role, Ref: e.ref})
		}
	}
}

// issue gives a command, or what the bot may give of it, if the engine would accept it, and reports
// whether it did.
func (t *Table) issue(c engine.Command) bool {
	c, may := t.allowed(c)
	ok := may && t.e.Able(c) && t.e.Do(c).OK
	if ok && t.Given != nil {
		t.Given(engine.Timed{At: t.e.Now(), Command: c})
	}
	return ok
}

// leave drops what a role's bot meant to do beyond its notes.
func (k *mind) leave(role int, its func(note int) bool) {
	k.errands = slices.DeleteFunc(k.errands, func(e errand) bool { return e.role == role })
	k.wary = slices.DeleteFunc(k.wary, func(w wary) bool { return its(w.note) })
}

func (k *mind) copyFrom(o *mind) {
	*k = mind{profile: slices.Clone(o.profile), any: o.any, looks: o.looks, busy: slices.Clone(o.busy),
		read: slices.Clone(o.read), heard: slices.Clone(o.heard), shared: slices.Clone(o.shared),
		wants: o.wants, wanting: o.wanting, of: o.of,
		asked: slices.Clone(o.asked), errands: slices.Clone(o.errands), begun: slices.Clone(o.begun),
		wary: slices.Clone(o.wary), strayed: slices.Clone(o.strayed),
		alone: o.alone[:len(o.alone):len(o.alone)]}
}
