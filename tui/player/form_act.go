package player

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// Forms for deeds, alone and together.

// actForm takes an action.
func (m *Model) actForm(id string) (*compose, string) {
	a, c := m.action(id), m.view.Clock
	discussed := a != nil && a.Decision != "" && c.Phase == "paused" && c.Allows == "talk" // it is decided in the discussion
	if why := m.cannot("act"); why != "" && !discussed {
		return nil, why
	}
	if a != nil {
		if a.Joint != nil {
			return m.commitForm(id)
		}
		return m.oneActForm(a)
	}
	var options []widget.Option
	for _, a := range m.me.Actions {
		note := actionNote(&a)
		if !a.Can {
			note = "not now: " + a.Why
		}
		options = append(options, widget.Option{ID: a.ID, Text: a.Title, Note: note})
	}
	if len(options) == 0 {
		return nil, "This seat has no actions of its own. x tries something that no action covers"
	}
	f := widget.NewForm("Act", "Go on", m.pick("What", options))
	return &compose{id: "act", form: f, then: func(f *widget.Form) (*compose,
		string) {
		return m.actForm(f.One("act"))
	}}, ""
}

// pick asks for one of several actions. It begins on the first where that can be done now, else on none.
func (m *Model) pick(label string, options []widget.Option) *widget.Field {
	f := widget.Choose("act", label, options, "")
	if a := m.action(options[0].ID); a != nil && !m.waitsFor(a) && (a.Joint != nil || !a.Can && !a.Unsure) {
		return f.Undecided()
	}
	return f
}

func (m *Model) oneActForm(a *exercise.Action) (*compose, string) {
	f := widget.NewForm(a.Title, "Do it", why())
	f.Context = actionContext(a)
	id, title := a.ID, a.Title
	return &compose{id: "act " + id, form: f, asks: func(f *widget.Form) []ask {
		return []ask{{"Begun: " + title, m.request("act", id, f.Text("why"), nil), nil}}
	}}, ""
}

// actionContext is what one should know before one acts.
func actionContext(a *exercise.Action) []string {
	var out []string
	if a.Text != "" {
		out = append(out, a.Text)
	}
	out = append(out, priceWords(a))
	switch {
	case a.Unsure:
		out = append(out, a.Why+".")
	case !a.Can && a.Why != "":
		out = append(out, "Not possible now: "+a.Why)
	}
	return out
}

// commitForm commits to a joint action, proposes it, or withdraws.
func (m *Model) commitForm(id string) (*compose, string) {
	if why := m.cannot("commit"); why != "" {
		return nil, why
	}
	if a := m.action(id); a != nil && a.Joint != nil {
		return m.oneCommitForm(a)
	}
	options := m.together()
	if len(options) == 0 {
		return nil, "There is no joint action that this seat can take part in, and nothing to convene"
	}
	f := widget.NewForm("Act together", "Go on", m.pick("What", options))
	return &compose{id: "commit", form: f, then: func(f *widget.Form) (*compose, string) {
		if venue, ok := strings.CutPrefix(f.One("act"), venueOption); ok {
			return m.keepForm(&exercise.Deed{Verb: "convene", ID: venue})
		}
		return m.commitForm(f.One("act"))
	}}, ""
}

// venueOption begins the id of an option that convenes a venue; the id of an action has no space.
const venueOption = "convene "

// together is what seats do together, as options: first what waits for this seat, then what it can propose
// or convene, then what it cannot do now; what it has committed to and what is under way come last, so that
// who sends twice takes nothing back.
func (m *Model) together() []widget.Option {
	const ranks = 6
	var by [ranks][]widget.Option
	add := func(rank int, o widget.Option) { by[rank] = append(by[rank], o) }
	for _, a := range m.me.Actions {
		j := a.Joint
		if j == nil {
			continue
		}
		o := widget.Option{ID: a.ID, Text: a.Title, Note: jointNote(j)}
		switch {
		case j.UnderWay:
			add(5, o)
		case j.Mine:
			o.Note += ": to withdraw"
			add(4, o)
		case !a.Can && !a.Unsure:
			if o.Note = "not now: " + a.Why; j.Open {
				o.Note = j.Count() + " " + j.Has() + " committed" + j.Brings() + "; " + o.Note
			}
			add(3, o)
		case j.Open:
			add(0, o)
		default:
			add(1, o)
		}
	}
	for _, v := range m.me.Venues {
		if v.State == "closed" && m.cannot("convene") == "" {
			add(2, widget.Option{ID: venueOption + v.ID, Text: "Convene: " + v.Title,
				Note: strings.TrimSuffix("it takes "+v.Convene, "it takes ")})
		}
	}
	return slices.Concat(by[:]...)
}

func jointNote(j *exercise.JointState) string {
	switch {
	case j.UnderWay:
		return "under way"
	case j.Mine:
		return j.Count() + ", you have committed"
	case j.Open:
		return j.Count() + " " + j.Has() + " committed" + j.Brings()
	}
	return fmt.Sprintf("needs %d%s; you would propose it", j.Quorum, j.Brings())
}

func (m *Model) oneCommitForm(a *exercise.Action) (*compose, string) {
	verb, word, done := "commit", "Commit", "Committed: "
	switch {
	case a.Joint.UnderWay:
		return nil, "That is under way already"
	case a.Joint.Mine:
		verb, word, done = "withdraw", "Withdraw", "Withdrawn: "
	case !a.Joint.Open:
		word, done = "Propose", "Proposed: "
	}
	f := widget.NewForm(word+": "+a.Title, word, why())
	id, title := a.ID, a.Title
	about := func() []string {
		a := m.action(id)
		if a == nil || a.Joint == nil {
			return nil
		}
		out := append(actionContext(a), m.jointWords(a.Joint))
		if word == "Commit" && !a.Joint.Open && !a.Joint.UnderWay {
			out = append(out, "The proposal has lapsed: if you commit now, you propose it again.")
		}
		return out
	}
	f.Context = about()
	return &compose{id: verb + " " + id, form: f, about: about, asks: func(f *widget.Form) []ask {
		return []ask{{done + title, m.request(verb, id, f.Text("why"), nil), nil}}
	}}, ""
}

// breakOffForm ends an action under way.
func (m *Model) breakOffForm(d *exercise.Doing) (*compose, string) {
	if why := m.cannot("act"); why != "" {
		return nil, why
	}
	f := widget.NewForm("Cancel: "+d.Title, "Cancel", why())
	id, title := d.Action, d.Title
	about := func() []string {
		for i := range m.me.Doing {
			if d := &m.me.Doing[i]; d.Action == id {
				return []string{"It would be done " + widget.Due(m.view.Clock, d.Ends) +
					". What has gone into it is lost."}
			}
		}
		return []string{"It is not under way any more: esc leaves."}
	}
	f.Context = about()
	return &compose{id: "cancel " + id, form: f, about: about, asks: func(f *widget.Form) []ask {
		return []ask{{"Cancelled: " + title, m.request("cancel", id, f.Text("why"), nil), nil}}
	}}, ""
}

// choiceForm takes one of the options of a decision, also while the clock is paused for a
// discussion.
func (m *Model) choiceForm(asked *exercise.Asked) (*compose, string) {
	if why := m.cannot("declare"); why != "" {
		return nil, why
	}
	var options []widget.Option
	for _, a := range m.me.Actions {
		if a.Decision != asked.ID {
			continue
		}
		note := priceWords(&a)
		if !a.Can {
			note = "not now: " + a.Why
		}
		options = append(options, widget.Option{ID: a.ID, Text: a.Title, Note: note})
	}
	if len(options) == 0 {
		return nil, "That has been decided"
	}
	same := sameNote(options)
	id, question, due := asked.ID, asked.Text, asked.Due
	f := widget.NewForm("Decide", "Decide", widget.Choose("act", "What", options, "").Undecided(), why())
	about := func() []string {
		out := []string{question}
		if due != nil {
			out = append(out, "By "+due.Date+", "+widget.Due(m.view.Clock, *due)+".")
		}
		for _, a := range m.me.Actions {
			if a.Decision == id && a.Text != "" {
				out = append(out, a.Title+": "+a.Text)
			}
		}
		if same != "" {
			out = append(out, same)
		}
		return out
	}
	f.Context = about()
	return &compose{id: "decision " + id, form: f, about: about, asks: func(f *widget.Form) []ask {
		title := ""
		if a := m.action(f.One("act")); a != nil {
			title = a.Title
		}
		return []ask{{"Decided: " + title, m.request("act", f.One("act"), f.Text("why"), nil), nil}}
	}}, ""
}

// sameNote takes a note that is the same for all options from them: it is said once.
func sameNote(options []widget.Option) string {
	note := options[0].Note
	for _, o := range options {
		if o.Note != note {
			return ""
		}
	}
	for i := range options {
		options[i].Note = ""
	}
	return note
}

// dutyForm takes one of the actions that meet an obligation.
func (m *Model) dutyForm(id string) (*compose, string) {
	if why := m.cannot("act"); why != "" {
		return nil, why
	}
	i := slices.IndexFunc(m.me.Obligations, func(o exercise.Obligation) bool { return o.ID == id })
	if i < 0 {
		return nil, "That clock does not run for you"
	}
	o := &m.me.Obligations[i]
	var options []widget.Option
	for _, a := range m.me.Actions {
		if slices.Contains(o.By, a.Title) {
			note := actionNote(&a)
			if !a.Can {
				note = "not now: " + a.Why
			}
			options = append(options, widget.Option{ID: a.ID, Text: a.Title, Note: note})
		}
	}
	if len(options) == 0 {
		return nil, "None of your actions meets it: " + strings.Join(o.By, ", ")
	}
	if len(options) == 1 {
		return m.actForm(options[0].ID)
	}
	f := widget.NewForm("Report: "+o.Title, "Go on", m.pick("By", options))
	due, basis := o.Due, o.Basis
	about := func() []string {
		return []string{"Due " + due.Date + ", " + widget.Due(m.view.Clock, due) + ".", basis}
	}
	f.Context = about()
	return &compose{id: "duty " + id, form: f, about: about, then: func(f *widget.Form) (*compose,
		string) {
		return m.actForm(f.One("act"))
	}}, ""
}

// conveneForm opens a venue.
func (m *Model) conveneForm(v *exercise.Venue) (*compose, string) {
	if why := m.cannot("convene"); why != "" {
		return nil, why
	}
	f := widget.NewForm("Convene: "+v.Title, "Convene", why())
	f.Context = []string{"Members: " + strings.Join(v.Members, ", ") + "."}
	if v.Convene != "" {
		f.Context = append(f.Context, "It takes "+v.Convene+" until it is open.")
	}
	id, title := v.ID, v.Title
	return &compose{id: "convene " + id, form: f, asks: func(f *widget.Form) []ask {
		return []ask{{"Convened: " + title, m.request("convene", id, f.Text("why"), nil), nil}}
	}}, ""
}
