package player

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tocsin/tui/widget"
)

// noteForm writes if-then response logic of the seat's own, before STARTEX: on what sign
// it will do what, how soon, and who may count on it. Signs and deeds are chosen among
// what the seat can see and do; who knows the language of scenarios can write a formula.
func (m *Model) noteForm() (*compose, string) {
	if why := m.cannot("file"); why != "" {
		return nil, why
	}
	to := m.colleagues()
	within := slices.Concat([]widget.Option{{ID: "", Text: "no time promised"}}, spans())
	signs := m.signs()
	f := widget.NewForm("A note of your own: if this, then that", "Promise",
		widget.Choose("sign", "If", signs, signs[0].ID),
		widget.Text("formula", "Formula", 1,
			"").With("For a formula only, in the language of scenarios: failed('bucket') && hours > 6"),
		widget.Choose("deed", "Then", m.deeds(), ""),
		widget.Choose("within", "How soon", within, "2h"),
		widget.Tick("to", "Shown to", to).With("Who may read it and count on it"),
		widget.Text("say", "Words", 2, "").With("What you will write to them, if that is what you promise"),
		widget.Text("until", "Until", 1, "").With("If you like: when you stand down, in words"), why())
	f.Context = []string{"Once filed it is a promise: the seats that it is shown to see whether you keep it."}
	f.Check = func(f *widget.Form) string {
		switch {
		case f.One("sign") == "" && f.Text("formula") == "":
			return "Choose a sign, or write a formula"
		case f.One("deed") == "say" && (f.Text("say") == "" || len(f.Many("to")) == 0):
			return "Say what you will write, and show the note to those whom you will write to"
		}
		return ""
	}
	return &compose{id: "note", form: f, asks: func(f *widget.Form) []ask {
		when := f.One("sign")
		if when == "" {
			when = f.Text("formula")
		}
		rest := map[string]any{"note.when": when, "note.do": deed(f), "note.within": f.One("within"),
			"note.until": f.Text("until")}
		if to := f.Many("to"); len(to) > 0 {
			rest["to"] = to
		}
		return []ask{{"Promised", m.request("file", nil, f.Text("why"), rest), nil}}
	}}, ""
}

// spans are times that can be promised.
func spans() []widget.Option {
	var out []widget.Option
	for _, d := range []string{"30m", "1h", "2h", "4h", "8h", "1d", "2d"} {
		out = append(out, widget.Option{ID: d, Text: "within " + d})
	}
	return out
}

// signs are what can set off a note, as far as this seat can see it come.
func (m *Model) signs() []widget.Option {
	var out []widget.Option
	add := func(formula, words string) { out = append(out, widget.Option{ID: formula, Text: words}) }
	for _, s := range m.me.Systems {
		add(fmt.Sprintf("failed('%s')", s.ID), s.Title+" has failed")
	}
	for _, v := range m.me.Venues {
		add(fmt.Sprintf("open('%s')", v.ID), v.Title+" is open")
	}
	for _, a := range m.me.Actions {
		add(fmt.Sprintf("done('%s', '%s')", a.ID, m.view.You.Role), "you have done: "+a.Title)
	}
	for _, g := range m.me.Gauges {
		if g.Value > 0 {
			add(g.ID+" >= "+strconv.FormatFloat(2*g.Value, 'f', -1, 64), g.Title+" has doubled, to "+
				widget.Number(2*g.Value))
		}
	}
	for _, h := range []int{6, 12, 24, 48} {
		add(fmt.Sprintf("hours >= %d", h), fmt.Sprintf("%d hours have passed", h))
	}
	return append(out, widget.Option{ID: "", Text: "a formula"})
}

// deeds are what a note can promise.
func (m *Model) deeds() []widget.Option {
	var out []widget.Option
	for _, a := range m.me.Actions {
		if a.Joint != nil {
			out = append(out, widget.Option{ID: "commit " + a.ID, Text: "commit to " + a.Title})
		} else {
			out = append(out, widget.Option{ID: "act " + a.ID, Text: a.Title})
		}
	}
	for _, v := range m.me.Venues {
		out = append(out, widget.Option{ID: "convene " + v.ID, Text: "convene " + v.Title})
	}
	return append(out, widget.Option{ID: "say", Text: "write to those it is shown to"})
}

// deed is what a note of a form does, in the language of seats.
func deed(f *widget.Form) string {
	if f.One("deed") == "say" {
		return "say to " + strings.Join(f.Many("to"), ",") + " " + f.Text("say")
	}
	return f.One("deed")
}

// colleagues are the seats that this one may promise something to.
func (m *Model) colleagues() []widget.Option {
	var out []widget.Option
	for _, c := range m.me.Contacts {
		if c.Kind == "role" {
			out = append(out, widget.Option{ID: c.ID, Text: c.Title})
		}
	}
	return out
}
