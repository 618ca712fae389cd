package exercise

import (
	"fmt"
	"strings"

	"tocsin/sim/engine"
)

// HandedOver is a seat that changed hands while the exercise went on, and what that lost.
// Somebody who advised a seat and then takes it has read along, and is not among them.
type HandedOver struct {
	Seat  string `json:"seat"` // id
	Title string `json:"title"`
	From  string `json:"from"`
	To    string `json:"to"`
	At    Moment `json:"at"`
	// Until is when the new holder gave the seat up; nil for who had it at the end.
	Until *Moment `json:"until,omitempty"`
	// Staff is set between two facilitators who play a seat: both see everything, so there
	// is only the note to measure.
	Staff bool   `json:"staff,omitempty"`
	Note  string `json:"note,omitempty"` // "" where none was left
	// NoteBy is who left it, who need not be the holder before.
	NoteBy string `json:"note_by,omitempty"`
	// NoteOpened and SummaryOpened are when the new holder opened the note, and the summary
	// that the exercise lays on the desk; nil for never.
	NoteOpened    *Moment  `json:"note_opened"`
	SummaryOpened *Moment  `json:"summary_opened"`
	Things        []InHand `json:"things"` // that the seat had in hand
	Items         int      `json:"items"`  // on the desk that are to be opened
	Unopened      int      `json:"unopened"`
	// Named counts the things that the note names, Lost those that the new holder never came
	// to, of Things.
	Named int `json:"named"`
	Lost  int `json:"lost"`
}

// InHand is something that a seat knew, owed or waited for when it changed hands.
type InHand struct {
	Kind string `json:"kind"`         // fact, promise, commitment, question, waiting, clock
	ID   string `json:"id,omitempty"` // of the fact, action or obligation
	What string `json:"what"`
	// Named is set where the note names it.
	Named  bool    `json:"named"`
	Opened *Moment `json:"opened"` // when the new holder opened an item that says it; nil for never
	Used   *Moment `json:"used"`   // when the new holder told it, answered it, kept it; nil for never
	// Reached is how the new holder came to it first: note, item, use, summary; lost for not at
	// all, and "" where that is not known.
	Reached string `json:"reached"`
	// Hours is how long after the hand-over that was; nil where it was not.
	Hours *float64 `json:"hours"`
}

// The ways in which something reaches whoever takes a seat over.
const (
	ReachedByNote    = "note"
	ReachedByItem    = "item"
	ReachedByUse     = "use"
	ReachedBySummary = "summary"
	ReachedNever     = "lost"
)

// HandedOver is every seat that changed hands, in the order of time.
func (x *Exercise) HandedOver() []HandedOver {
	out := []HandedOver{}
	for i := range x.handed {
		out = append(out, x.handedOver(&x.handed[i]))
	}
	return out
}

func (x *Exercise) handedOver(h *handed) HandedOver {
	v := HandedOver{Seat: x.scenario.Roles[h.role].ID, Title: x.title(h.role), From: x.people[h.from].name,
		To: x.people[h.to].name, At: x.moment(h.at), Staff: h.staff, Note: h.note, Things: []InHand{}}
	last := x.e.Now()
	if h.until >= 0 {
		v.Until, last = x.momentOf(h.until), h.until
	}
	d := &x.desks[h.role]
	opened := func(n int) engine.Time { // while they had the seat
		if at := d.openedAt(h.to, n); at <= last {
			return at
		}
		return -1
	}
	note, summary := engine.Time(-1), engine.Time(-1)
	if h.note != "" {
		v.NoteBy = x.people[h.noteBy].name
		if note = h.at; !h.staff {
			note = opened(h.noteItem)
		}
	}
	if !h.staff {
		summary = opened(h.summary)
		for i := range d.items[:h.items] {
			if it := &d.items[i]; !it.ownDoing() {
				v.Items++
				if opened(it.N) < 0 {
					v.Unopened++
				}
			}
		}
	}
	v.NoteOpened, v.SummaryOpened = x.momentOr(note), x.momentOr(summary)
	for i := range h.things {
		t := x.inHandOf(h, &h.things[i], note, summary, opened)
		if t.Named {
			v.Named++
		}
		if t.Reached == ReachedNever {
			v.Lost++
		}
		v.Things = append(v.Things, t)
	}
	return v
}

// inHandOf checks one thing against the note, the summary, and what the new holder opened and did. note
// and summary are when these were opened, -1 for never; opened is when an item was.
func (x *Exercise) inHandOf(h *handed, t *thing, note, summary engine.Time, opened func(n int) engine.Time) InHand {
	v := InHand{Kind: t.kind, What: t.what, Named: namesIt(h.note, t.names) && speaksOf(h.note, t.about)}
	switch t.kind {
	case HasFact:
		v.ID = x.sc().Facts[t.ref].ID
	case HasCommitment:
		v.ID = x.sc().Actions[t.ref].ID
	case HasClock:
		v.ID = x.sc().Obligations[t.ref].ID
	}
	read := engine.Time(-1)
	for _, n := range t.items {
		if at := opened(n); sooner(at, read) {
			read = at
		}
	}
	used := x.usedAt(h, t)
	v.Opened, v.Used = x.momentOr(read), x.momentOr(used)
	if !v.Named {
		note = -1
	}
	first := engine.Time(-1)
	for _, way := range []struct {
		how string
		at  engine.Time
	}{{ReachedByNote, note}, {ReachedByItem, read}, {ReachedByUse, used}, {ReachedBySummary, summary}} {
		if sooner(way.at, first) {
			first, v.Reached = way.at, way.how
		}
	}
	switch {
	case first >= 0:
		hours := max(first-h.at, 0).Hours()
		v.Hours = &hours
	case !h.staff:
		v.Reached = ReachedNever
	}
	return v
}

// sooner reports whether a time is before another, where -1 is never.
func sooner(at, than engine.Time) bool { return at >= 0 && (than < 0 || at < than) }

// usedAt is when the seat first passed on a fact, kept a promise or announced not to, withdrew from a joint action,
// reacted to a question or met a duty after the hand-over; -1 for never, and for what it waits for itself.
func (x *Exercise) usedAt(h *handed, t *thing) engine.Time {
	end := len(x.events)
	if h.until >= 0 {
		end = h.end
	}
	for i := h.first; i < end; i++ {
		ev := &x.events[i]
		if int(ev.Role) != h.role {
			continue
		}
		var used bool
		switch t.kind {
		case HasFact:
			used = ev.Kind == engine.MessageSent && int(ev.Ref) == t.ref
		case HasPromise:
			used = (ev.Kind == engine.NoteKept || ev.Kind == engine.NoteDeviated) && int(ev.Ref) == t.ref
		case HasCommitment:
			used = ev.Kind == engine.JointWithdrawn && int(ev.Ref) == t.ref
		case HasQuestion:
			used = int(ev.Msg) == t.ref+1 // all that a seat does with what it was asked is to answer or acknowledge it
		case HasClock:
			used = ev.Kind == engine.ObligationMet && int(ev.Ref) == t.ref
		}
		if used {
			return ev.At
		}
	}
	return -1
}

func (x *Exercise) momentOr(t engine.Time) *Moment {
	if t < 0 {
		return nil
	}
	return x.momentOf(t)
}

// Said is the hand-over in a sentence or two, for people, and whether something was lost.
func (v *HandedOver) Said() (text string, lost bool) {
	text = fmt.Sprintf("%s took %s over from %s at %s", v.To, v.Title, v.From, v.At.T)
	n := len(v.Things)
	switch {
	case n == 0:
		return text + ", with nothing in hand", false
	case v.Note == "":
		text += fmt.Sprintf(", with no note, and %s in hand", things(n))
	case v.NoteOpened == nil:
		text += ", and never opened the note, which names " + v.named()
	default:
		text += ", with a note that names " + v.named()
	}
	if v.Staff {
		return text + v.list(". Not in the note: ", func(t *InHand) bool { return !t.Named }), v.Named < n
	}
	text += v.list(". Never came to them: ", func(t *InHand) bool { return t.Reached == ReachedNever })
	text += v.list(". In one line of the summary alone: ",
		func(t *InHand) bool { return t.Reached == ReachedBySummary && t.Opened == nil && t.Used == nil })
	if v.Unopened > 0 {
		text += fmt.Sprintf(". Of %d items on the desk, %d were never opened", v.Items, v.Unopened)
	}
	return text, v.Lost > 0
}

// named is how much of what was in hand the note names.
func (v *HandedOver) named() string {
	switch n := len(v.Things); {
	case v.Named == 0 && n == 1:
		return "none of what was in hand"
	case n == 1:
		return "the one thing in hand"
	case v.Named == 0:
		return fmt.Sprintf("none of the %s in hand", things(n))
	case v.Named == n:
		return fmt.Sprintf("all of the %s in hand", things(n))
	default:
		return fmt.Sprintf("%d of %s in hand", v.Named, things(n))
	}
}

func (v *HandedOver) list(head string, of func(*InHand) bool) string {
	var out []string
	for i := range v.Things {
		if of(&v.Things[i]) {
			out = append(out, "“"+v.Things[i].What+"”")
		}
	}
	if len(out) == 0 {
		return ""
	}
	return head + strings.Join(out, ", ")
}

func things(n int) string {
	if n == 1 {
		return "the one thing"
	}
	return fmt.Sprintf("%d things", n)
}
