package player

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// Forms for words: each makes a form, or says why there is none.

// writeForm writes to seats, venues, the public, or asks them; wanted is the answer that is
// wanted, if any: any, or a span. A promise that it keeps says to whom and what.
func (m *Model) writeForm(to, wanted string, promised ...*exercise.Deed) (*compose, string) {
	if len(m.view.Asides()) > 0 {
		return m.wordForm(to)
	}
	if why := m.cannot("say"); why != "" {
		return nil, why
	}
	answers := []widget.Option{{ID: "", Text: "no answer needed"}, {ID: "any", Text: "an answer, whenever they can"}}
	for _, d := range []string{"1h", "2h", "4h", "8h", "12h", "1d", "2d", "4d"} {
		answers = append(answers, widget.Option{ID: d, Text: "an answer within " + d})
	}
	title := "Write"
	if wanted != "" {
		title = "Ask"
	}
	toAll, words := []string{to}, ""
	for _, d := range promised {
		toAll, words = d.To, d.Text
	}
	f := widget.NewForm(title, "Send",
		widget.Tick("to", "To", m.contacts(), toAll...).Needed().With("Seats, open venues, or the public"),
		widget.Text("say", "Words", 5, words).Needed(),
		widget.Choose("wanted", "Wanted", answers, wanted).With("Time of the exercise"), m.ways(besideThem),
		widget.Choose("mark", "Handling", marks(widget.Option{ID: "", Text: "no mark"}), ""), why())
	return &compose{id: title + " " + strings.Join(toAll, " "), form: f, asks: func(f *widget.Form) []ask {
		rest := map[string]any{"to": f.Many("to"), "mark": f.One("mark"), "via": f.One("via")}
		verb := "say"
		switch due := f.One("wanted"); due {
		case "":
		case "any":
			verb = "ask"
		default:
			verb, rest["due"] = "ask", due
		}
		return []ask{{"Sent to " + m.names(f.Many("to")), m.request(verb, f.Text("say"), f.Text("why"), rest), nil}}
	}}, ""
}

func (m *Model) names(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, m.contactTitle(id))
	}
	return strings.Join(out, ", ")
}

// answerForm answers a message. A request can be acknowledged, too.
func (m *Model) answerForm(re, from, text string, asked bool) (*compose, string) {
	if why := m.cannot("say"); why != "" {
		return nil, why
	}
	how := []widget.Option{{ID: "say", Text: "nothing"}, {ID: "will do", Text: "will do"},
		{ID: "declined", Text: "declined"}, {ID: "seen", Text: "seen"}}
	check := widget.Option{ID: "verify", Text: "check back",
		Note: "asks " + from + " whether it sent this, by the way below"}
	if how = append(how, check); !asked {
		how = []widget.Option{how[0], check}
	}
	facts := []widget.Option{{ID: "", Text: "none"}}
	for i := range m.me.Facts {
		facts = append(facts, widget.Option{ID: m.me.Facts[i].ID, Text: m.me.Facts[i].Title,
			Note: tlp(m.me.Facts[i].Mark)})
	}
	f := widget.NewForm("Answer "+from, "Send",
		widget.Text("say", "Words", 4, ""),
		widget.Choose("how", "And tell", how, "say").With("They see it at once, beside what they wrote"),
		widget.Choose("fact", "With a fact", facts, ""),
		m.ways("How it goes to them"),
		widget.Choose("mark", "Handling", marks(widget.Option{ID: "", Text: "no mark of its own"}), ""), why())
	f.Context = []string{from + " wrote:", text}
	to, _, _ := strings.Cut(re, "#")
	sure := m.sureOfMark(func(f *widget.Form) ([]string, []string) { return f.Many("fact"), []string{to} })
	f.Check = func(f *widget.Form) string {
		if how := f.One("how"); (how == "say" || how == "") && f.Text("say") == "" && f.One("fact") == "" {
			return "Write an answer, choose a fact, or choose what to tell them as well"
		}
		return sure(f)
	}
	return &compose{id: "answer " + re, form: f, asks: func(f *widget.Form) []ask {
		var out []ask
		how, words := f.One("how"), f.Text("say")
		if how == "verify" {
			out = append(out, ask{"You check back with " + from,
				m.request("verify", re, f.Text("why"), map[string]any{"via": f.One("via")}), nil})
		} else if how != "say" && how != "" {
			out = append(out, ask{"You told " + from + ": " + how,
				m.request("acknowledge", re, f.Text("why"), map[string]any{"as": how}), nil})
		}
		rest := map[string]any{"to": []string{to}, "re": re, "mark": f.One("mark"), "via": f.One("via")}
		switch fact := f.One("fact"); {
		case fact != "":
			rest["text"] = words
			out = append(out, ask{"Answered " + from, m.request("share", fact, f.Text("why"), rest), nil})
		case words != "":
			out = append(out, ask{"Answered " + from, m.request("say", words, f.Text("why"), rest), nil})
		}
		return out
	}}, ""
}

// shareForm tells others what this seat knows; with are those who are ticked to begin with.
func (m *Model) shareForm(fact string, with ...string) (*compose, string) {
	if why := m.cannot("share"); why != "" {
		return nil, why
	}
	if len(m.me.Facts) == 0 {
		return nil, "You know nothing yet that could be shared. w writes to somebody"
	}
	if fact == "" && len(m.me.Facts) == 1 {
		fact = m.me.Facts[0].ID
	}
	var facts []widget.Option
	for i := range m.me.Facts {
		k := &m.me.Facts[i]
		facts = append(facts, widget.Option{ID: k.ID, Text: k.Title, Note: tlp(k.Mark)})
	}
	to := m.contacts()
	recipients := widget.Tick("to", "With", to, with...).Needed().
		With("Wider than its mark is possible, and is a breach")
	f := widget.NewForm("Share what you know", "Share",
		widget.Tick("facts", "Facts", facts, fact).Needed(),
		recipients, widget.Text("text", "Words", 3, "").With("If you like: a few words that go along"), m.ways(besideThem),
		widget.Choose("mark", "Handling", marks(widget.Option{ID: "", Text: "as it is marked"}), ""), why())
	recipients.Noted = func(id string) string { return m.recipientNote(f.Many("facts"), id) }
	f.Check = m.sureOfMark(func(f *widget.Form) ([]string, []string) { return f.Many("facts"), f.Many("to") })
	id := strings.Join(append([]string{"share", fact}, with...), " ")
	return &compose{id: id, form: f, asks: func(f *widget.Form) []ask {
		var out []ask
		for _, id := range f.Many("facts") {
			out = append(out, ask{"Shared with " + m.names(f.Many("to")),
				m.request("share", id, f.Text("why"),
					map[string]any{"to": f.Many("to"), "text": f.Text("text"), "mark": f.One("mark"),
						"via": f.One("via")}), nil})
		}
		return out
	}}, ""
}

// recipientNote says of somebody with whom facts are to be shared whether they have them, whether it would
// go wider than a mark, and how long it takes.
func (m *Model) recipientNote(facts []string, id string) string {
	var out []string
	say := func(words string) {
		if !slices.Contains(out, words) {
			out = append(out, words)
		}
	}
	for _, fact := range facts {
		f := m.fact(fact)
		if f == nil {
			continue
		}
		at := slices.IndexFunc(f.Others, func(k exercise.Knower) bool { return k.Role == id })
		switch wider := slices.Contains(f.Wider, id); {
		case at >= 0 && len(facts) == 1:
			say(f.Others[at].Words())
		case wider && slices.Contains(f.Venues, id):
			say("wider than " + tlp(f.Mark) + " in a venue, not by another way")
		case wider:
			say("wider than " + tlp(f.Mark) + ": a breach")
		}
	}
	for _, o := range m.contacts() {
		if o.ID == id {
			out = append(out, o.Note)
		}
	}
	return strings.Join(out, "; ")
}

// declareForm says what this seat believes, and how sure it is.
func (m *Model) declareForm(id string) (*compose, string) {
	if why := m.cannot("declare"); why != "" {
		return nil, why
	}
	if len(m.me.Probes) == 0 {
		return nil, "This seat is not asked what it believes"
	}
	i := slices.IndexFunc(m.me.Probes, func(p exercise.Probe) bool { return p.ID == id })
	if i < 0 && len(m.me.Probes) > 1 {
		var options []widget.Option
		for _, p := range m.me.Probes {
			note := ""
			if p.Answer != "" {
				note = "you have answered"
			}
			options = append(options, widget.Option{ID: p.ID, Text: p.Ask, Note: note})
		}
		f := widget.NewForm("Declare what you believe", "Go on", widget.Choose("probe", "About", options, ""))
		return &compose{id: "declare", form: f, then: func(f *widget.Form) (*compose,
			string) {
			return m.declareForm(f.One("probe"))
		}}, ""
	}
	p := &m.me.Probes[max(i, 0)]
	var options []widget.Option
	for _, o := range p.Options {
		options = append(options, widget.Option{ID: o.ID, Text: o.Text})
	}
	sure := 50.0
	if p.Answer != "" {
		sure = 100 * p.Confidence
	}
	f := widget.NewForm("Declare what you believe", "Declare",
		widget.Choose("option", "Answer", options, p.Answer).Undecided(),
		widget.Scale("sure", "How sure", 0, 100, 5, sure,
			"%").With("100% is certain. Being sure and wrong costs more than being unsure"), why())
	f.Context = []string{p.Ask}
	probe := p.ID
	return &compose{id: "declare " + probe, form: f, asks: func(f *widget.Form) []ask {
		answer := f.One("option")
		done := "Declared"
		for _, o := range options {
			if o.ID == answer {
				done += ": " + o.Text
			}
		}
		return []ask{{fmt.Sprintf("%s, %.0f%% sure", done, f.Number("sure")), m.request("declare", probe, f.Text("why"),
			map[string]any{"option": answer, "confidence": f.Number("sure") / 100}), nil}}
	}}, ""
}

// attemptForm puts something to the facilitator that no action covers.
func (m *Model) attemptForm() (*compose, string) {
	if why := m.cannot("attempt"); why != "" {
		return nil, why
	}
	f := widget.NewForm("Try something that no action covers", "Put it to the facilitator",
		widget.Text("what", "You do", 4, "").Needed().With("What you do, and what should result"),
		widget.Text("why", "Because", 4,
			"").With("Up to three reasons why it should work. The facilitator rules on it"))
	return &compose{id: "attempt", form: f, asks: func(f *widget.Form) []ask {
		return []ask{{"The facilitator has it and will rule on it",
			m.request("attempt", f.Text("what"), f.Text("why"), nil), nil}}
	}}, ""
}

// caseForm answers the facilitator's question about something that was tried.
func (m *Model) caseForm(id, question string) (*compose, string) {
	if why := m.cannot("attempt"); why != "" {
		return nil, why
	}
	n, err := strconv.Atoi(id)
	if err != nil {
		return nil, "That question is not open any more"
	}
	f := widget.NewForm("Answer the facilitator", "Send", widget.Text("say", "Answer", 4, "").Needed())
	f.Context = []string{question}
	return &compose{id: "case " + id, form: f, asks: func(f *widget.Form) []ask {
		return []ask{{"Answered", m.request("attempt", f.Text("say"), "", map[string]any{"case": n}), nil}}
	}}, ""
}

// questionForm answers a question that the facilitator asks the room.
func (m *Model) questionForm(id string) (*compose, string) {
	i := slices.IndexFunc(m.view.Questions, func(q exercise.Question) bool {
		return strconv.Itoa(q.N) == id &&
			q.Open
	})
	if i < 0 {
		return nil, "That question is not open any more"
	}
	q := m.view.Questions[i]
	var options []widget.Option
	said := ""
	for k, o := range q.Options {
		options = append(options, widget.Option{ID: strconv.Itoa(k + 1), Text: o})
		if q.Yours == o || strings.HasPrefix(q.Yours, o+": ") {
			said = options[k].ID
		}
	}
	var fields []*widget.Field
	switch {
	case q.Rank:
		fields = []*widget.Field{widget.Rank("order", "In order", options).With("The first is the most important")}
	case len(options) > 0:
		fields = []*widget.Field{widget.Choose("choice", "Answer", options, said).Undecided(), widget.Text("say", "Words", 2, "")}
	default:
		fields = []*widget.Field{widget.Text("say", "Answer", 4, q.Yours).Needed()}
	}
	f := widget.NewForm("The facilitator asks the room", "Answer", fields...)
	f.Context = []string{q.Text, "Answers are hidden until the question is closed."}
	return &compose{id: "question " + id, form: f, asks: func(f *widget.Form) []ask {
		r := &exercise.Respond{N: q.N, Text: f.Text("say")}
		for _, s := range f.Many("order") {
			n, _ := strconv.Atoi(s) // made above
			r.Order = append(r.Order, n)
		}
		r.Choice, _ = strconv.Atoi(f.One("choice"))
		return []ask{{done: "Answered; the answers show when the question is closed", act: r}}
	}}, ""
}

// approvalForm answers a facilitator who asks for this seat's approval.
func (m *Model) approvalForm(id, text string) (*compose, string) {
	n, err := strconv.Atoi(id)
	if err != nil {
		return nil, "That is not asked any more"
	}
	f := widget.NewForm("Your approval is asked for", "Answer",
		widget.Choose("yes", "Do you approve", []widget.Option{{ID: "yes", Text: "yes"}, {ID: "no", Text: "no"}},
			"").Undecided(),
		widget.Text("say", "Words", 3, "").With("If you like: on which condition, or why not. The staff read it"))
	f.Context = []string{text}
	return &compose{id: "approval " + id, form: f, asks: func(f *widget.Form) []ask {
		return []ask{{done: "Answered", act: &exercise.Approve{N: n, Yes: f.One("yes") == "yes",
			Text: f.Text("say")}}}
	}}, ""
}

// decideForm writes a decision of this seat down.
func (m *Model) decideForm() (*compose, string) {
	if m.view.Clock.Phase == "before STARTEX" {
		return nil, "The exercise has not begun"
	}
	due := []widget.Option{{ID: "", Text: "at no set time"}}
	for _, d := range []string{"1h", "2h", "4h", "8h", "12h", "1d", "2d", "4d"} {
		due = append(due, widget.Option{ID: d, Text: "within " + d})
	}
	f := widget.NewForm("Write a decision down", "Write it down",
		widget.Text("text", "Decided", 3, "").Needed().With("What was decided"),
		widget.Text("options", "Between", 3, "").With("Which options there were, one a line"),
		widget.Text("why", "Why", 2, ""),
		widget.Text("follow", "Follow-up", 2, "").With("What is to be done about it"),
		widget.Choose("due", "By when", due, ""))
	f.Context = []string{"For the record and the report. It does nothing in the exercise: act, write or share " +
		"for that."}
	return &compose{id: "decide", form: f, asks: func(f *widget.Form) []ask {
		d := &exercise.Decide{Text: f.Text("text"), Why: f.Text("why"), Follow: f.Text("follow"), Due: f.One("due")}
		for _, o := range strings.Split(f.Text("options"), "\n") {
			if o = strings.TrimSpace(o); o != "" {
				d.Options = append(d.Options, o)
			}
		}
		return []ask{{done: "Written down", act: d}}
	}}, ""
}

// wordForm says something to the facilitator out of the game; before STARTEX to another seat, too.
func (m *Model) wordForm(to string) (*compose, string) {
	const staff = "staff"
	seats := m.view.Asides()
	if len(seats) == 0 {
		f := widget.NewForm("A word to the facilitator, out of the game", "Send",
			widget.Text("say", "Words", 4, "").Needed().With("Nobody else reads it, and no score counts it"))
		return &compose{id: "word", form: f, asks: func(f *widget.Form) []ask {
			return []ask{{done: "The facilitator has it", act: &exercise.Whisper{To: staff, Text: f.Text("say")}}}
		}}, ""
	}
	options := []widget.Option{{ID: staff, Text: "the facilitator"}}
	for _, c := range seats {
		options = append(options, widget.Option{ID: c.ID, Text: c.Title})
	}
	if to == "" {
		to = staff
	}
	f := widget.NewForm("A word before STARTEX, out of the game", "Send",
		widget.Choose("to", "To", options, to),
		widget.Text("say", "Words", 4, "").Needed().With("They and the facilitator read it, and no score counts it"))
	return &compose{id: "word", form: f, asks: func(f *widget.Form) []ask {
		to := f.One("to")
		done := "The facilitator has it"
		if to != staff {
			done = m.contactTitle(to) + " has it"
		}
		return []ask{{done: done, act: &exercise.Whisper{To: to, Text: f.Text("say")}}}
	}}, ""
}
