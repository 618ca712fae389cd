package exercise

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
	"tocsin/sim/phrase"
)

// What was lost when a seat changed hands. What the seat had in hand at that moment is kept,
// and who has opened which item of its desk; afterwards each thing is checked against the note
// that was left, and against what the new holder opened and did.

// The kinds of thing that a seat has in hand.
const (
	HasFact       = "fact"       // it knows it
	HasPromise    = "promise"    // a filed note that is not settled
	HasCommitment = "commitment" // to a joint action that has not begun
	HasQuestion   = "question"   // to it, without an answer
	HasWaiting    = "waiting"    // its own question to another seat, without an answer
	HasClock      = "clock"      // a reporting clock that runs
)

// handed is a seat that passed from one person to another while the exercise went on.
type handed struct {
	role, from, to int
	at             engine.Time
	until          engine.Time // when the new holder gave it up; -1 while they have it
	note           string      // "" where none was left
	noteBy         int         // who left it
	noteItem       int         // that brought the note; 0 where it was told at once
	summary        int         // the item with what the seat knows; 0 where there is none
	items          int         // how many lay on the desk before the note and the summary
	first, end     int         // events of the time in which the new holder had it; end is set once they give it up
	staff          bool        // from one facilitator to another, both of whom see everything
	things         []thing     `shared:"never changed once it is there"`
}

// thing is something that a seat has in hand.
type thing struct {
	kind  string
	ref   int // of the fact, note, action, message or obligation
	what  string
	names []string // by which a note can name it: a title and a short name
	about string   // a text of which the note has to hold a word as well; "" for none
	items []int    // that say it, on the seat's desk
}

// opened is when somebody opened the items of a desk.
type opened struct {
	person int
	at     []engine.Time // by item; -1 for never
}

// opens enters that somebody has opened an item, or all up to it.
func (d *desk) opens(person, n int, only bool, now engine.Time) {
	i := slices.IndexFunc(d.opened, func(o opened) bool { return o.person == person })
	if i < 0 {
		i, d.opened = len(d.opened), append(d.opened, opened{person: person})
	}
	o := &d.opened[i]
	for len(o.at) < n {
		o.at = append(o.at, -1)
	}
	first := 0
	if only {
		first = n - 1
	}
	for k := first; k < n; k++ {
		if o.at[k] < 0 {
			o.at[k] = now
		}
	}
}

// openedAt is when somebody opened an item of a desk; -1 for never.
func (d *desk) openedAt(person, n int) engine.Time {
	for i := range d.opened {
		if o := &d.opened[i]; o.person == person && n <= len(o.at) {
			return o.at[n-1]
		}
	}
	return -1
}

// ownDoing reports whether an item tells a seat what it did itself, or what the header of the screen
// says: those need no opening.
func (it *Item) ownDoing() bool {
	return it.Kind == ItemSent || it.Kind == ItemDone || it.Kind == ItemClock
}

// handOver keeps the state of a seat that passes from one person to another, or from one
// facilitator who plays it to another; nil where there is nothing to keep.
func (x *Exercise) handOver(r, from, to int, staff bool) *handed {
	x.released(r, staff)
	if from < 0 || from == to || !x.e.Started() || x.Over() || spent(len(x.handed), budget.Handed) {
		return nil
	}
	x.handed = append(x.handed, handed{role: r, from: from, to: to, at: x.e.Now(), until: -1, staff: staff,
		first: len(x.events), items: len(x.desks[r].items), things: x.inHand(r)})
	return &x.handed[len(x.handed)-1]
}

// released enters that whoever took a seat over has it no longer.
func (x *Exercise) released(r int, staff bool) {
	for i := range x.handed {
		if h := &x.handed[i]; h.role == r && h.staff == staff && h.until < 0 {
			h.until, h.end = x.e.Now(), len(x.events)
		}
	}
}

// inherited returns a function that reports whether an item lay on a desk when its holder took the seat
// from somebody else, and the holder has not opened it.
func (x *Exercise) inherited(r int) func(it *Item) bool {
	i := slices.IndexFunc(x.handed, func(h handed) bool { return h.role == r && h.until < 0 && !h.staff })
	if i < 0 {
		return func(*Item) bool { return false }
	}
	h := x.handed[i]
	return func(it *Item) bool {
		return it.N <= h.items && !it.ownDoing() && x.desks[r].openedAt(h.to, it.N) < 0
	}
}

// inHand is what a seat knows, owes and waits for.
func (x *Exercise) inHand(r int) []thing {
	var out []thing
	add := func(kind string, ref int, what string, names []string, about string, says func(it *Item) bool) {
		t := thing{kind: kind, ref: ref, what: what, names: names, about: about}
		for i := range x.desks[r].items {
			if it := &x.desks[r].items[i]; says(it) {
				t.items = append(t.items, it.N)
			}
		}
		out = append(out, t)
	}
	sc := x.sc()
	for f := range sc.Facts {
		if x.e.Knows(r, f) {
			add(HasFact, f, sc.Facts[f].Title, []string{sc.Facts[f].Title, sc.Facts[f].ID}, "", func(it *Item) bool {
				return it.Fact == sc.Facts[f].ID && (it.Kind == ItemLearned || it.Kind == ItemMessage)
			})
		}
	}
	for n := range sc.Notes {
		if fate := x.fate(n); sc.Find("role", sc.Notes[n].Role) == r && x.e.Filed(n) && (fate == due || fate == "") {
			add(HasPromise, n, x.promise(n, r), x.namesOfPromise(n), "",
				func(it *Item) bool { return it.promise == n+1 })
		}
	}
	for a := range sc.Actions {
		st := x.e.Joint(a)
		if !st.Started && slices.Contains(st.Committed, r) {
			title := sc.Actions[a].Title
			add(HasCommitment, a, title, []string{title, sc.Actions[a].ID}, "", func(it *Item) bool {
				return it.Kind == ItemJoint && strings.HasSuffix(it.Title, ": "+title)
			})
		}
	}
	for _, i := range x.e.RequestsTo(r) {
		m := x.e.MessageAt(i)
		re := fmt.Sprintf("%s#%d", sc.Roles[m.From].ID, m.N)
		add(HasQuestion, i, x.title(m.From)+" asks: "+OneLine(m.Text, 160), x.namesOfRole(m.From), m.Text,
			func(it *Item) bool { return it.Re == re })
	}
	for _, i := range x.e.RequestsBy(r) {
		m := x.e.MessageAt(i)
		add(HasWaiting, i, "No answer yet from "+x.title(m.To)+": "+OneLine(m.Text, 160), x.namesOfRole(m.To), m.Text,
			func(it *Item) bool { return it.Text == m.Text && slices.Contains(it.To, x.title(m.To)) })
	}
	for o := range sc.Obligations {
		started, _, met, missed := x.e.Duty(o)
		if title := sc.Obligations[o].Title; sc.Find("role", sc.Obligations[o].Role) == r && started >= 0 && met < 0 &&
			!missed {
			add(HasClock, o, title, []string{title, sc.Obligations[o].ID}, "", func(it *Item) bool {
				return it.Kind == ItemDuty && strings.HasSuffix(it.Title, ": "+title)
			})
		}
	}
	return out
}

func (x *Exercise) namesOfRole(r int) []string { return []string{x.title(r), x.scenario.Roles[r].ID} }

// namesOfPromise are those of what a note promises to do.
func (x *Exercise) namesOfPromise(n int) []string {
	do := &x.sc().Notes[n].Do
	names := []string{phrase.Deed(x.scenario, do)}
	for _, of := range [][2]string{{"action", do.Act}, {"action", do.Commit}, {"fact", do.Share},
		{"venue", do.Convene}, {"probe", do.Declare}} {
		if i := x.sc().Find(of[0], of[1]); i >= 0 {
			names = append(names, phrase.Title(x.sc(), of[0], i), of[1])
		}
	}
	return names
}
