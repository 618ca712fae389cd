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
	for _, f := range slices.Concat(a.Findings, notes.Outdated(b.sc, b.e)) {
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
