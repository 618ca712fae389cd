package player

import (
	"slices"
	"strconv"
	"strings"

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
	_, state, more := mechanismWords(c)
	f.Context = append(more, "Now: "+state+". Your seat has "+widget.Number(m.me.Budget)+" points left.")
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
	for _, c := range m.me.Contacts { // whom it will tell can count on it only if they have read it
		told := n.Does != nil && slices.Contains(n.Does.To, c.ID)
		if slices.Contains(n.Shown, c.Title) || told && c.Kind == "role" {
			shown = append(shown, c.ID)
		}
	}
	f := widget.NewForm("Promise", "Promise", widget.Tick("to", "Shown to", to,
		shown...).With("Who may count on it; none: as the scenario has it"), why())
	f.Context = []string{"If " + m.inWords(n.When) + ", then " + n.Do + promiseTail(n),
		"Once filed it is a promise: the seats that it is shown to see whether you keep it."}
	name := "#" + strconv.Itoa(n.N)
	return &compose{id: "file " + name, form: f, asks: func(f *widget.Form) []ask {
		rest := map[string]any{}
		if to := f.Many("to"); len(to) > 0 {
			rest["to"] = to
		}
		return []ask{{"Promised", m.request("file", name, f.Text("why"), rest), nil}}
	}}, ""
}

// reviseForm changes a promise before STARTEX: others may read it, a new version takes its place,
// or it is withdrawn. What is left as it is stays.
func (m *Model) reviseForm(n *exercise.Note) (*compose, string) {
	if why := m.cannot("revise"); why != "" {
		return nil, why
	}
	var shown []string
	for _, c := range m.me.Contacts {
		if slices.Contains(n.Shown, c.Title) {
			shown = append(shown, c.ID)
		}
	}
	asIs := func(words string, rest []widget.Option) []widget.Option {
		return slices.Concat([]widget.Option{{ID: "", Text: "as it is: " + words}}, rest)
	}
	signs := slices.DeleteFunc(m.signs(), func(o widget.Option) bool { return o.ID == "" })
	renews := func(f *widget.Form) bool { return f.One("change") == "revise" }
	says := func(f *widget.Form) bool { return renews(f) && f.One("deed") == "say" }
	var tell *widget.Field // whom a note tells is changed by ticks
	if n.Does != nil && n.Does.Verb == "share" {
		public := widget.Option{ID: "public", Text: "the public"}
		tell = widget.Tick("tell", "Tell", append(m.colleagues(), public), n.Does.To...).With(
			"Whom you will tell").Where(func(f *widget.Form) bool { return renews(f) && f.One("deed") == "" })
	}
	f := widget.NewForm("Your promise", "Change it",
		widget.Choose("change", "Do what", []widget.Option{{ID: "revise", Text: "put a new version in its place"},
			{ID: "file", Text: "show it to more, as it is"}, {ID: "revoke", Text: "withdraw it"}}, "revise"),
		widget.Tick("to", "Shown to", m.colleagues(), shown...).With(
			"Anyone who has read a version and is not shown the new one still counts on what they have read").Where(
			func(f *widget.Form) bool { return f.One("change") != "revoke" }),
		tell,
		widget.Choose("within", "How soon", asIs(orElse(n.Within, "no time"), spans()), "").Where(renews),
		widget.Choose("sign", "If", asIs(m.inWords(n.When), signs), "").Where(renews),
		widget.Text("formula", "Formula", 1, "").With("Instead of a sign, in the language of scenarios").Where(renews),
		widget.Choose("deed", "Then", asIs(n.Do, m.deeds()), "").Where(renews),
		widget.Text("say", "Words", 2, "").With("What you will write to them").Where(says),
		widget.Text("until", "Until", 1, "").With("When you stand down, if that is otherwise now").Where(renews), why())
	f.Context = []string{"If " + m.inWords(n.When) + ", then " + n.Do + promiseTail(n)}
	name := "#" + strconv.Itoa(n.N)
	f.Check = func(f *widget.Form) string { return reviseCheck(f, n, len(shown)) }
	return &compose{id: "revise " + name, form: f, asks: func(f *widget.Form) []ask {
		switch f.One("change") {
		case "revoke":
			return []ask{{"Withdrawn", m.request("revoke", name, f.Text("why"), nil), nil}}
		case "file":
			return []ask{{"Shown", m.request("file", name, f.Text("why"), map[string]any{"to": f.Many("to")}), nil}}
		}
		return []ask{{"Revised", m.request("revise", name, f.Text("why"), changes(f, n)), nil}}
	}}, ""
}

// reviseCheck says what is missing in the form; was is how many could read the note before.
func reviseCheck(f *widget.Form, n *exercise.Note, was int) string {
	what := changes(f, n)
	same := len(what) == 0 || len(what) == 1 && len(f.Many("to")) > 0
	switch {
	case f.One("change") == "file" && len(f.Many("to")) == 0:
		return "Tick who may read it"
	case f.One("change") == "revise" && same:
		return "Nothing changes yet: say how soon, on which sign, what you do, or whom you tell"
	case f.One("change") == "revise" && was > 0 && len(f.Many("to")) == 0:
		return "Tick who may read the new version: those who have read the old one would not know"
	case f.One("deed") == "say" && (f.Text("say") == "" || len(f.Many("to")) == 0):
		return "Say what you will write, and show the note to those whom you will write to"
	}
	return ""
}

// changes are what the form changes, as arguments.
func changes(f *widget.Form, n *exercise.Note) map[string]any {
	out := map[string]any{}
	put := func(key, v string) {
		if v != "" {
			out[key] = v
		}
	}
	when := f.Text("formula")
	if when == "" {
		when = f.One("sign")
	}
	put("change.when", when)
	put("change.within", f.One("within"))
	put("change.until", f.Text("until"))
	put("change.do", deed(f))
	if tell := f.Many("tell"); f.One("deed") == "" && len(tell) > 0 && !sameSeats(tell, n.Does.To) {
		put("change.do", "share "+n.Does.ID+" to "+strings.Join(tell, ","))
	}
	if to := f.Many("to"); len(to) > 0 {
		out["to"] = to
	}
	return out
}

// sameSeats reports whether two lists name the same, in whatever order.
func sameSeats(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
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

// promiseForm keeps a promise that is due, or says openly that it will not be kept.
func (m *Model) promiseForm(id string) (*compose, string) {
	n := m.ownNote(id)
	if n == nil {
		return nil, "You have made no such promise"
	}
	if m.cannot("deviate") != "" || n.Does == nil {
		return m.deviateForm(id)
	}
	keep := widget.Option{ID: "keep", Text: "keep it: " + n.Do}
	if why := m.cannotKeep(n.Does); why != "" {
		keep.Note = "not now: " + why
	}
	f := widget.NewForm("Your promise", "Go on", widget.Choose("what", "Do what",
		[]widget.Option{keep, {ID: "else", Text: "announce that you will not keep it", Note: "those who count on it are told"}},
		""))
	about := m.aboutPromise(id)
	f.Context = about()
	return &compose{id: "promise " + id, form: f, about: about, then: func(f *widget.Form) (*compose, string) {
		if n := m.ownNote(id); n != nil && n.Does != nil && f.One("what") == "keep" {
			return m.keepForm(n.Does)
		}
		return m.deviateForm(id)
	}}, ""
}

// cannotKeep says why what a promise does cannot be done now, or "".
func (m *Model) cannotKeep(d *exercise.Deed) string {
	switch d.Verb {
	case "act", "commit":
		if a := m.action(d.ID); a != nil && !a.Can && !a.Unsure {
			return a.Why
		}
	case "share":
		if m.fact(d.ID) == nil {
			return "you do not know it yet"
		}
	}
	return ""
}

// keepForm opens what keeps a promise.
func (m *Model) keepForm(d *exercise.Deed) (*compose, string) {
	switch d.Verb {
	case "act", "commit":
		if a := m.action(d.ID); a != nil && a.Joint != nil && a.Joint.Mine {
			return nil, "You have committed to " + a.Title + " already"
		}
		return m.actForm(d.ID)
	case "share":
		if m.fact(d.ID) == nil {
			return nil, "You do not know yet what you promised to tell"
		}
		return m.shareForm(d.ID, d.To...)
	case "say":
		return m.writeForm("", "", d)
	case "convene":
		for i := range m.me.Venues {
			if v := &m.me.Venues[i]; v.ID == d.ID {
				return m.conveneForm(v)
			}
		}
	case "declare":
		return m.declareForm(d.ID)
	}
	return nil, "There is nothing to do with that now"
}

// ownNote is a note of this seat by its number.
func (m *Model) ownNote(id string) *exercise.Note {
	for i := range m.me.Notes {
		if n := &m.me.Notes[i]; n.Mine && strconv.Itoa(n.N) == id {
			return n
		}
	}
	return nil
}

// aboutPromise says what a promise is, and by when it is to be kept.
func (m *Model) aboutPromise(id string) func() []string {
	return func() []string {
		n := m.ownNote(id)
		if n == nil {
			return nil
		}
		out := []string{"If " + m.inWords(n.When) + ", then " + n.Do + promiseTail(n)}
		if n.Due != nil {
			out = append(out, "It is to be kept by "+n.Due.Date+", "+widget.Due(m.view.Clock, *n.Due)+".")
		}
		return out
	}
}

// deviateForm says openly that a promise will not be kept.
func (m *Model) deviateForm(id string) (*compose, string) {
	if why := m.cannot("deviate"); why != "" {
		return nil, why
	}
	f := widget.NewForm("Your promise", "Announce that you will not keep it",
		widget.Text("why", "Because", 3, "").Needed().With("Those who count on it are told"))
	about := m.aboutPromise(id)
	f.Context = about()
	return &compose{id: "deviate " + id, form: f, about: about, asks: func(f *widget.Form) []ask {
		return []ask{{"Announced", m.request("deviate", "#"+id, f.Text("why"), nil), nil}}
	}}, ""
}
