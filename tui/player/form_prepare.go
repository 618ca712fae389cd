package player

import (
	"slices"
	"strconv"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// Forms for what is invested and promised before STARTEX, and for promises that are not kept.

// investForm puts points into preparedness.
func (m *Model) investForm(c *exercise.Mechanism) (*compose, string) {
	if why := m.cannot("invest"); why != "" {
		return nil, why
	}
	if m.me.Budget <= 0 {
		return nil, "You have no points left to invest"
	}
	f := widget.NewForm("Invest in: "+c.Title, "Invest",
		widget.Scale("points", "Points", 0, m.me.Budget, 1, min(m.me.Budget, 1), ""), why())
	_, state, _ := mechanismWords(c)
	f.Context = []string{c.Text, state + ". You have " + widget.Number(m.me.Budget) + " points left."}
	id, title := c.ID, c.Title
	f.Check = func(f *widget.Form) string {
		if f.Number("points") <= 0 {
			return "Nothing to invest"
		}
		return ""
	}
	return &compose{id: "invest " + id, form: f, asks: func(f *widget.Form) []ask {
		return []ask{{"Invested in " + title, m.request("invest", id, f.Text("why"),
			map[string]any{"points": f.Number("points")}), nil}}
	}}, ""
}

// fileForm makes a promise of a note.
func (m *Model) fileForm(n *exercise.Note) (*compose, string) {
	if why := m.cannot("file"); why != "" {
		return nil, why
	}
	to := m.colleagues()
	var shown []string
	for _, c := range m.me.Contacts {
		if slices.Contains(n.Shown, c.Title) {
			shown = append(shown, c.ID)
		}
	}
	f := widget.NewForm("Promise", "Promise", widget.Tick("to", "Shown to", to,
		shown...).With("Who may count on it; none: as the scenario has it"), why())
	f.Context = []string{"If " + m.inWords(n.When) + ", then " + n.Do + promiseTail(n),
		"Once filed it is a promise: it is seen whether you keep it."}
	name := "#" + strconv.Itoa(n.N)
	return &compose{id: "file " + name, form: f, asks: func(f *widget.Form) []ask {
		rest := map[string]any{}
		if to := f.Many("to"); len(to) > 0 {
			rest["to"] = to
		}
		return []ask{{"Promised", m.request("file", name, f.Text("why"), rest), nil}}
	}}, ""
}

func promiseTail(n *exercise.Note) string {
	out := ""
	if n.Within != "" {
		out += " within " + n.Within
	}
	if n.Until != "" {
		out += ", until " + n.Until
	}
	return out + "."
}

// promiseForm says openly that a promise will not be kept. Keeping it is doing it.
func (m *Model) promiseForm(id string) (*compose, string) {
	if why := m.cannot("deviate"); why != "" {
		return nil, why
	}
	i := slices.IndexFunc(m.me.Notes, func(n exercise.Note) bool { return n.Mine && strconv.Itoa(n.N) == id })
	if i < 0 {
		return nil, "You have made no such promise"
	}
	f := widget.NewForm("Your promise", "Announce that you do otherwise",
		widget.Text("why", "Because", 3,
			"").Needed().With("Those who count on it are told. To keep the promise, leave with esc and do it"))
	about := func() []string {
		i := slices.IndexFunc(m.me.Notes, func(n exercise.Note) bool { return n.Mine && strconv.Itoa(n.N) == id })
		if i < 0 {
			return nil
		}
		n := &m.me.Notes[i]
		out := []string{"If " + m.inWords(n.When) + ", then " + n.Do + promiseTail(n)}
		if n.Due != nil {
			out = append(out, "It is to be kept by "+n.Due.Date+", "+widget.Due(m.view.Clock, *n.Due)+".")
		}
		return out
	}
	f.Context = about()
	return &compose{id: "deviate " + id, form: f, about: about, asks: func(f *widget.Form) []ask {
		return []ask{{"Announced", m.request("deviate", "#"+id, f.Text("why"), nil), nil}}
	}}, ""
}
