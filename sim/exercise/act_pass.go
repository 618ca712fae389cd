package exercise

import (
	"fmt"
	"slices"

	"tocsin/sim/budget"
	"tocsin/sim/engine"
)

// A seat changes hands: somebody leaves a note, somebody else finds it, with a summary of what
// the seat knows, and what was open at that moment is kept, so that it can be seen afterwards
// what was lost.

// passed is a note that somebody has left for whoever has the seat next.
type passed struct {
	role, person int
	at           engine.Time
	text         string
}

// PassOn leaves a note for whoever has the seat next. A later one by anybody in the seat takes
// its place.
type PassOn struct {
	Text string `json:"text"`
}

func (a *PassOn) do(x *Exercise, by int) Answer {
	text := paragraphs(a.Text, MaxText)
	switch {
	case x.people[by].role < 0:
		return Refuse("Take a seat first")
	case x.people[by].muted:
		return Refuse("The facilitator has muted you")
	case text == "":
		return Refuse("The note is empty")
	case spent(len(x.passed), budget.Passed):
		return Refuse("%s", usedUp(budget.Passed))
	}
	x.passed = append(x.passed, passed{role: x.people[by].role, person: by, at: x.e.Now(), text: text})
	return yes()
}

// noteOf is the last note that was left for a seat, or nil.
func (x *Exercise) noteOf(role int) *passed {
	for i := len(x.passed) - 1; i >= 0; i-- {
		if x.passed[i].role == role {
			return &x.passed[i]
		}
	}
	return nil
}

// welcome lays before somebody who comes new to a seat, while the exercise goes on, what the
// seat knows so far and the note that somebody has left. h, which may be nil, is told which items these are.
func (x *Exercise) welcome(p, r int, h *handed) {
	if !x.e.Started() {
		return
	}
	at := x.moment(x.e.Now())
	x.desks[r].add(Item{At: at, Kind: ItemHandover, Title: "What this seat knows so far", Text: x.summary(r)})
	if h != nil {
		h.summary = len(x.desks[r].items)
	}
	if n := x.noteOf(r); n != nil && n.person != p {
		if h != nil {
			h.note, h.noteBy, h.noteItem = n.text, n.person, len(x.desks[r].items)+1
		}
		x.layNote(n)
	}
}

// layNote lays a note on the desk of the seat that it was left for.
func (x *Exercise) layNote(n *passed) {
	who := x.people[n.person].name
	x.desks[n.role].add(Item{At: x.moment(x.e.Now()), Kind: ItemHandover, From: who,
		Title: "A note for you from " + who + ", of " + x.moment(n.at).Date, Text: n.text})
}

// summary says what a seat knows: it is made from the seat's own view, and tells nothing else.
func (x *Exercise) summary(r int) string {
	p := x.player(r)
	out := ""
	part := func(head string, lines []string) {
		if len(lines) == 0 {
			return
		}
		out += head + "\n"
		for _, l := range lines {
			out += "- " + l + "\n"
		}
	}
	var facts, asked, owes, waits, doing, did, told []string
	for _, f := range p.Facts {
		facts = append(facts, f.Title+": "+cutLine(f.Text, 160))
	}
	for _, a := range p.Asked {
		text := cutLine(a.Text, 120)
		if a.From != "" {
			text = a.From + ": " + text
		}
		if a.Due != nil {
			text += ", by " + a.Due.Date
		}
		asked = append(asked, text)
	}
	for _, t := range x.inHand(r) {
		switch t.kind {
		case HasPromise:
			owes = append(owes, t.what)
		case HasCommitment:
			owes = append(owes, t.what+", together with others")
		case HasWaiting:
			waits = append(waits, t.what)
		}
	}
	for _, d := range p.Doing {
		doing = append(doing, d.Title+", done by "+d.Ends.Date)
	}
	for _, it := range slices.Backward(x.desks[r].items) {
		switch {
		case it.Kind == ItemDone && len(did) < 5:
			did = append(did, it.At.Date+": "+it.Title)
		case it.Kind == ItemMessage && len(told) < 5:
			told = append(told, fmt.Sprintf("%s, %s: %s", it.At.Date, it.From, cutLine(it.Text, 120)))
		}
	}
	slices.Reverse(did)
	slices.Reverse(told)
	part("It knows:", facts)
	part("It is asked:", asked)
	part("It has promised:", owes)
	part("It waits for:", waits)
	part("Under way:", doing)
	part("It has done, last:", did)
	part("It was told, last:", told)
	if out == "" {
		return "Nothing has reached it yet."
	}
	return out
}
