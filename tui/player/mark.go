package player

import (
	"tocsin/tui/widget"
)

// A handling mark says to whom a fact may go. It is shown next to the fact, and to go wider
// has to be meant.

// sureOfMark is a check of a form that shares: it asks again where something would go
// wider than its mark. of gives the facts and the recipients in the form.
func (m *Model) sureOfMark(of func(f *widget.Form) (facts, to []string)) func(f *widget.Form) string {
	asked := ""
	return func(f *widget.Form) string {
		facts, to := of(f)
		why := m.me.GoesWider(facts, to, f.One("via"))
		if why == "" || why == asked {
			return ""
		}
		asked = why
		return why + ". Send again if you mean that"
	}
}
