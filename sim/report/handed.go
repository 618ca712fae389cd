package report

import (
	"fmt"

	"tocsin/sim/phrase"
)

// HandedLine is a seat that changed hands during the exercise, and what that lost: each thing
// that the seat had in hand is checked against the note that was left, and against what the new
// holder opened and did.
type HandedLine struct {
	Hours    float64 `json:"hours"`
	T        string  `json:"t"`
	Role     string  `json:"role"`
	Title    string  `json:"title"` // the seat's
	From     string  `json:"from"`  // "" where names are left out
	To       string  `json:"to"`
	Staff    bool    `json:"staff"`    // between two facilitators who played it: both see everything
	Note     string  `json:"note"`     // "" where none was left
	Opened   bool    `json:"opened"`   // the note was
	Summary  bool    `json:"summary"`  // the new holder opened the summary that the exercise makes
	Items    int     `json:"items"`    // that lay on the desk and are to be opened
	Unopened int     `json:"unopened"` // of them, by the new holder
	Named    int     `json:"named"`    // of the things, by the note
	Lost     int     `json:"lost"`     // of the things: the new holder never came to them
	Things   []Held  `json:"things"`
	Source   Source  `json:"source"`
}

// Held is something that a seat knew, owed or waited for when it changed hands.
type Held struct {
	Kind    string   `json:"kind"` // fact, promise, commitment, question, waiting, clock
	ID      string   `json:"id"`   // of the fact, action or obligation; "" for others
	What    string   `json:"what"`
	Named   bool     `json:"named"`        // by the note
	Reached string   `json:"reached"`      // note, item, use, summary, lost; "" where it is not known
	Hours   *float64 `json:"after_hours"`  // a span, from the hand-over to when it was reached
	Opened  *float64 `json:"opened_hours"` // when an item was opened that says it
	Used    *float64 `json:"used_hours"`   // when it was told on, answered, kept or met
}

// handed takes in what was lost where seats changed hands.
func (b *builder) handed() {
	b.r.Handed = []HandedLine{}
	for _, h := range b.in.Handed {
		h.From, h.To, h.Note = b.person(h.From), b.person(h.To), b.words(h.Note)
		things := make([]Held, len(h.Things))
		for i, t := range h.Things {
			t.What = b.words(t.What)
			things[i] = t
		}
		h.Things = things
		b.r.Handed = append(b.r.Handed, h)
	}
}

// lostInHands are hand-overs after which somebody never came to what the seat had in hand.
func (b *builder) lostInHands() []finding {
	var out []finding
	for _, h := range b.r.Handed {
		if h.Lost == 0 {
			continue
		}
		x := finding{kind: "hands", element: "Organization", responsible: h.Title, weight: 0.3}
		var lost []string
		seen := map[int]bool{}
		for _, t := range h.Things {
			if t.Reached != "lost" {
				continue
			}
			lost = append(lost, "“"+t.What+"”")
			for _, o := range b.objectivesOfHeld(t) {
				if !seen[o] {
					seen[o] = true
					x.objectives = append(x.objectives, o)
				}
			}
		}
		x.Issue = fmt.Sprintf("When the seat %s changed hands, %d of the %d things that it knew, owed or waited for "+
			"were lost.", h.Title, h.Lost, len(h.Things))
		x.Reference = "No note was left for the new holder."
		if h.Note != "" {
			x.Reference = fmt.Sprintf("The note that was left names %d of them.", h.Named)
		}
		x.Analysis = fmt.Sprintf("After %s the new holder never came to %s.", hoursText(h.Hours), phrase.List(lost))
		x.action = fmt.Sprintf("Have the person who leaves the seat %s write down what it knows, what it owes to whom by when, "+
			"and what it waits for, and go through it with the person who takes over.", h.Title)
		x.Evidence = []Source{h.Source}
		out = append(out, x)
	}
	return out
}

func (b *builder) objectivesOfHeld(t Held) []int {
	switch {
	case t.ID == "":
		return nil
	case t.Kind == "fact":
		return b.objectivesFor("fact", t.ID)
	case t.Kind == "commitment":
		return b.objectivesFor("action", t.ID)
	case t.Kind == "clock":
		return b.objectivesFor("obligation", t.ID)
	}
	return nil
}

// reachedWords say how something reached the new holder.
var reachedWords = map[string]string{"note": "the note", "item": "opened it", "use": "used it",
	"summary": "a line of the summary", "lost": "never", "": "not known"}

// inHands is the part of the report on seats that changed hands.
func (m *markdown) inHands() {
	m.line("%s", howHanded)
	for _, h := range m.r.Handed {
		m.line("\n%s (%s). %s\n", esc(h.Passed()), esc(h.Source.String()), esc(h.Account()))
		if h.Note != "" {
			m.line("The note: “%s”\n", esc(h.Note))
		}
		if len(h.Things) == 0 {
			continue
		}
		m.table("In hand", "Kind", "In the note", "Came to the new holder by", "After", "Used")
		for _, t := range h.Things {
			m.row(t.What, t.Kind, t.InNote(), t.Came(), t.After(), t.UsedAt())
		}
	}
}

// howHanded says what is counted of a hand-over.
const howHanded = "A thing counts as named when the note holds its short name, all telling words of its title or " +
	"three of them; as " +
	"opened when the new holder read an item that says it, or marked it as read; as used when it was told on, " +
	"answered, kept or met. The summary is the page that the exercise lays before whoever takes a seat over."

// Passed says when the seat passed from whom to whom.
func (h *HandedLine) Passed() string {
	if h.From+h.To == "" {
		return h.T + ": " + h.Title
	}
	return fmt.Sprintf("%s: %s, from %s to %s", h.T, h.Title, h.From, h.To)
}

// Came says how a thing reached the new holder.
func (t Held) Came() string { return reachedWords[t.Reached] }

// InNote says whether the note names it.
func (t Held) InNote() string { return yesOrNo(&t.Named) }

// After is how long after the hand-over it reached the new holder; "" where it did not.
func (t Held) After() string {
	if t.Hours == nil {
		return ""
	}
	return span(*t.Hours)
}

// UsedAt is when it was used, or no.
func (t Held) UsedAt() string {
	if t.Used == nil {
		return "no"
	}
	return hoursText(*t.Used)
}

// Account is what was lost in numbers.
func (h *HandedLine) Account() string {
	if len(h.Things) == 0 {
		return "It had nothing in hand."
	}
	s := fmt.Sprintf("The note names %d of %d things in hand.", h.Named, len(h.Things))
	switch {
	case h.Note == "":
		s = fmt.Sprintf("No note was left; %d things were in hand.", len(h.Things))
	case !h.Opened:
		s += " It was never opened."
	}
	if h.Staff {
		return s + " Both played the seat as facilitators, who see everything."
	}
	if !h.Summary {
		s += " The summary was not opened."
	}
	return s + fmt.Sprintf(" Lost: %d. Of %d items on the desk, %d were never opened.", h.Lost, h.Items, h.Unopened)
}
