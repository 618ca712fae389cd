package player

import (
	"slices"
	"strings"

	"tocsin/tui/widget"
)

// adviceStays is for how many minutes of the room advice is above the pages; the brief keeps it.
const adviceStays = 3

// teamBand says who acts for a seat that several share, and what was advised last.
func (m *Model) teamBand() []string {
	t := m.me.Team
	if t == nil {
		return nil
	}
	who := "Nobody holds this seat now: lead takes it"
	switch {
	case t.Holder != "" && t.Holder == m.view.You.Name:
		who = "You act for this seat"
	case t.Holder != "" && t.Here:
		who = t.Holder + " acts for this seat; you advise (:advise)"
	case t.Holder != "":
		who = t.Holder + " holds this seat and is not here: lead takes it"
	}
	you := func(name string) bool { return name == m.view.You.Name }
	if others := slices.DeleteFunc(slices.Clone(t.Aides), you); len(others) > 0 {
		who += ". Advisers: " + strings.Join(others, ", ")
	}
	out := []string{widget.Cut(who+".", m.width-2)}
	if n := len(t.Advice); n > 0 && !widget.Old(t.Advice[n-1].At, m.view.Clock, adviceStays) {
		a := t.Advice[n-1]
		out = append(out, widget.Cut(a.Who+" advises: "+strings.ReplaceAll(a.Text, "\n", " "), m.width-2))
	}
	for i := range out {
		out[i] = m.theme.Strong.Render(widget.Fit(" "+out[i], m.width))
	}
	return out
}

// counsel is all that was advised, for the brief.
func (m *Model) counsel(part func(title string, paragraphs ...string)) {
	if m.me.Team == nil || len(m.me.Team.Advice) == 0 {
		return
	}
	var out []string
	for _, a := range m.me.Team.Advice {
		out = append(out, a.At.T+"  "+a.Who+": "+a.Text)
	}
	part("Advice in your seat", out...)
}
