package report

import (
	"fmt"
	"slices"

	"tocsin/sim/notes"
)

// ExchangeLine is one thing that the if-then notes that were filed say together.
type ExchangeLine struct {
	Kind string `json:"kind"` // of the finding, or "promised"
	What string `json:"what"`
	Do   string `json:"do"` // what to change; empty for what needs none
}

// exchange says by when the filed notes bring each joint action together, and what is amiss
// among them.
func (b *builder) exchange() {
	b.r.Exchange = []ExchangeLine{}
	b.r.Legibility = append([]LegibleLine{}, b.in.Legibility...)
	filed := make([]bool, len(b.sc.Notes))
	for i := range filed {
		filed[i] = b.e.Filed(i)
	}
	if !slices.Contains(filed, true) {
		return
	}
	a := notes.OfSeats(b.sc, b.e.Filed).Analyse()
	for _, p := range a.Promised {
		if p.Within != nil { // what promises never bring is a finding
			b.r.Exchange = append(b.r.Exchange, ExchangeLine{Kind: "promised", What: fmt.Sprintf(
				"“%s” is promised within %s h of the last signal that it needs", p.Title, figures(p.Within))})
		}
	}
	findings := slices.Concat(a.Findings, notes.Outdated(b.sc, b.e))
	notes.Sort(findings)
	for _, f := range findings {
		b.r.Exchange = append(b.r.Exchange, ExchangeLine{string(f.Kind), f.What, f.Do})
	}
}

// exchange writes what filed notes said together.
func (m *markdown) exchange() {
	m.table("Finding", "What", "What to do")
	for _, x := range m.r.Exchange {
		m.row(x.Kind, x.What, x.Do)
	}
}

// LegibleLine is how well the other seats foresaw one; the last line is over all, without a role.
type LegibleLine struct {
	Role  string `json:"role"`
	Title string `json:"title"`
	// Counted is how many predictions came to their time; the scores are their means, nil for none.
	Counted int      `json:"counted"`
	Brier   *float64 `json:"brier"`
	// ByNotes is the score of whoever goes by the notes that the predicting seats were shown.
	ByNotes *float64 `json:"by_notes"`
}

// howLegible says what the scores mean.
const howLegible = "How well the seats predicted each other: the mean of (probability − outcome)² of what they said that " +
	"another seat would do by a given time (G. Brier, 1950). 0 is sure and right, 1 is sure and wrong; saying 50 % every time gives 0.25. " +
	"Next to it is the score of a seat that only follows the notes shown to the seat that predicted: certain of what a note " +
	"promised by then whose trigger had come, and of nothing else."

// foreseen writes how well the seats foresaw each other.
func (m *markdown) foreseen() {
	m.line("%s\n", esc(howLegible))
	m.table("Seat", "Predictions", "Brier score", "By notes")
	for _, l := range m.r.Legibility {
		m.row(l.Title, fmt.Sprint(l.Counted), figures(l.Brier), figures(l.ByNotes))
	}
}
