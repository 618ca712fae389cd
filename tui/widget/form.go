package widget

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/help"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/theme"
)

// Outcome is what a key did to a form.
type Outcome int

// The outcomes.
const (
	Editing Outcome = iota // it stays open
	Sent                   // it is complete and is to be carried out
	Closed                 // it was left without being sent
)

// Form asks for several things, one under the other. The field that has the keys is open;
// the others show their value. Enter goes on to the next and, on the button after the last, sends; where one
// choice is all there is, it sends at once.
type Form struct {
	Title   string
	Context []string // what it is about, above the fields: the message that is answered
	Verb    string   // what sending does, in a word: "Send"
	Fields  []*Field
	// Check says what is wrong with the whole, or "".
	Check func(*Form) string

	began string // the words in it when it was opened
	kept  bool   // it was left with words in it, and has them again
	at    int    // the field that has the keys; len(Fields) for the button
	wrong string
}

// NewForm makes a form of the fields that are not nil. The first that is empty, a choice or a scale gets the keys; the
// first of all where there is none.
func NewForm(title, verb string, fields ...*Field) *Form {
	fields = slices.DeleteFunc(fields, func(f *Field) bool { return f == nil })
	f := &Form{Title: title, Verb: verb, Fields: fields}
	for f.at < len(fields) && fields[f.at].kind != scaleField && fields[f.at].kind != chooseField &&
		fields[f.at].brief() != "" {
		f.at++
	}
	if f.at == len(fields) {
		f.at = 0
	}
	return f
}

// Typing reports that keys are text, as they always are in a form.
func (f *Form) Typing() bool { return true }

// Update takes a key.
func (f *Form) Update(k tea.KeyMsg) Outcome {
	f.wrong = ""
	switch k.String() {
	case "esc":
		return Closed
	case "ctrl+s":
		return f.send()
	case "tab":
		f.move(1)
	case "shift+tab":
		f.move(-1)
	case "enter":
		if f.at == len(f.Fields) {
			return f.send()
		}
		f.Fields[f.at].settle()
		if why := f.Fields[f.at].wrong(); why != "" {
			f.wrong = why
			return Editing
		}
		if f.picks() {
			return f.send()
		}
		f.move(1)
	default:
		if f.at < len(f.Fields) && f.Fields[f.at].update(k) {
			if field := f.Fields[f.at]; field.kind == textField && field.edit.over > 0 {
				f.wrong = field.Label + ": " + field.edit.Wrong()
			}
			return Editing
		}
		switch k.String() {
		case "down":
			f.move(1)
		case "up":
			f.move(-1)
		}
	}
	return Editing
}

// picks reports whether to choose one thing is all there is to the form: then enter takes it.
func (f *Form) picks() bool { return len(f.Fields) == 1 && f.Fields[0].kind == chooseField }

// Keys are what can be pressed in the form.
func (f *Form) Keys() help.KeyMap {
	verb, leave := strings.ToLower(f.Verb), hint("esc", "leave")
	if f.Touched() {
		leave = hint("esc", "leave, words are kept")
	}
	switch {
	case f.picks():
		return lineKeys{hint("enter", verb), leave}
	case f.at == len(f.Fields):
		return lineKeys{hint("enter", verb), leave, hint("tab", "first field"), hint("shift+tab", "field before")}
	}
	return lineKeys{hint("enter", "next"), hint("ctrl+s", verb), leave, hint("tab", "next field"),
		hint("shift+tab", "field before")}
}

func (f *Form) move(by int) {
	if f.at < len(f.Fields) {
		f.Fields[f.at].held, f.Fields[f.at].digits = false, ""
	}
	n := len(f.Fields) + 1
	f.at = (f.at + by + n) % n
	for f.at < len(f.Fields) && !f.applies(f.Fields[f.at]) {
		f.at = (f.at + by + n) % n
	}
}

func (f *Form) applies(field *Field) bool { return field.Applies == nil || field.Applies(f) }

func (f *Form) send() Outcome {
	for i, field := range f.Fields {
		if !f.applies(field) {
			continue
		}
		if i == f.at {
			field.settle()
		}
		if why := field.wrong(); why != "" {
			f.at, f.wrong = i, why
			return Editing
		}
	}
	if f.Check != nil {
		if f.wrong = f.Check(f); f.wrong != "" {
			return Editing
		}
	}
	return Sent
}

// Refuse keeps the form open with a reason: what the room said to it.
func (f *Form) Refuse(why string) { f.wrong = why }

func (f *Form) field(id string) *Field {
	i := slices.IndexFunc(f.Fields, func(f *Field) bool { return f.ID == id })
	if i < 0 {
		return &Field{}
	}
	return f.Fields[i]
}

// Text is what was written in a field, without space around it.
func (f *Form) Text(id string) string { return strings.TrimSpace(f.field(id).edit.Value()) }

// One is the id that was chosen in a field; empty for none.
func (f *Form) One(id string) string {
	if all := f.Many(id); len(all) > 0 {
		return all[0]
	}
	return ""
}

// Label is the text of the option that was chosen in a field; empty for none.
func (f *Form) Label(id string) string {
	one := f.One(id)
	for _, o := range f.field(id).options {
		if o.ID == one {
			return o.Text
		}
	}
	return ""
}

// Many are the ids that were chosen or ticked in a field; of a ranking all, in their order.
func (f *Form) Many(id string) []string { return f.field(id).chosen() }

// Number is the value of a scale.
func (f *Form) Number(id string) float64 { return f.field(id).value }

// Touched reports whether there is any text in the form, typed or given.
func (f *Form) Touched() bool {
	return slices.ContainsFunc(f.Fields, func(f *Field) bool { return f.kind == textField && f.edit.Value() != "" })
}

// Adopt takes over what was filled in in an older form of the same kind, as far as it can
// still be chosen. It leaves out rankings.
func (f *Form) Adopt(old *Form) {
	for _, field := range f.Fields {
		was := old.field(field.ID)
		if was.ID == "" || was.kind != field.kind {
			continue
		}
		field.edit, field.value = was.edit, was.value
		for i, o := range field.options {
			switch {
			case field.kind == tickField && was.ticked[o.ID]:
				field.ticked[o.ID] = true
			case field.kind == chooseField && slices.Contains(was.chosen(), o.ID):
				field.list.Cursor = i
			}
		}
	}
	f.at = min(old.at, len(f.Fields))
}

// keptHint says that there are words in a form from the last time that it was open.
const keptHint = "These words are from before, when you left them here; ctrl+u clears a line"

// View draws the form in exactly h lines of w columns.
func (f *Form) View(th theme.Theme, w, h int) []string {
	keys := "enter next   ctrl+s " + strings.ToLower(f.Verb) + "   esc leave"
	if f.picks() {
		keys = "enter " + strings.ToLower(f.Verb) + "   esc leave"
	}
	out := []string{TitleLine(th, f.Title, keys, w, true)}
	label := 6
	for _, field := range f.Fields {
		label = max(label, Width(field.Label)+2)
	}
	label = min(label, max(w/3, 8))
	foot := f.foot(th, w)
	room := h - len(foot) // a line for the title and for each closed field
	for _, field := range f.Fields {
		if f.applies(field) {
			room--
		}
	}
	if f.wrong != "" { // that it was not sent, and why, is the last thing to be cut
		for ; room < 1 && len(foot) > 1; room++ {
			foot = slices.Delete(foot, 0, 1)
		}
	}
	for _, line := range f.context(w-4, max(0, min(room-6, 12))) {
		out = append(out, "  "+th.Dim.Render(line))
		room--
	}
	if len(f.Context) > 0 && room > 8 {
		out = append(out, "")
		room--
	}
	for i, field := range f.Fields {
		if f.applies(field) {
			out = append(out, field.view(th, label, w, max(room, 1), i == f.at)...)
		}
	}
	if f.wrong != "" {
		out = out[:max(1, min(len(out), h-len(foot)))]
	}
	return Block(append(out, foot...), w, h)
}

// foot is what is under the fields: the button, what the keys do, and what is wrong.
func (f *Form) foot(th theme.Theme, w int) []string {
	out := []string{"  [ " + f.Verb + " ]"}
	hint := "enter to " + strings.ToLower(f.Verb)
	if f.at == len(f.Fields) {
		out[0] = th.Selected.Render("> [ " + f.Verb + " ]")
	} else {
		hint = f.Fields[f.at].hint()
	}
	if f.picks() {
		hint += ", enter takes it"
	}
	if f.kept {
		hint = keptHint + " · " + hint
	}
	for _, line := range Wrap(hint, w-4) {
		out = append(out, "  "+th.Dim.Render(line))
	}
	for i, line := range Wrap(f.wrong, w-6) {
		out = append(out, "  "+th.Bad.Render(cond(i == 0, "! ", "  ")+line))
	}
	return out
}

// context is what the form is about, in at most n lines.
func (f *Form) context(w, n int) []string {
	var out []string
	for _, p := range f.Context {
		out = append(out, Wrap(p, w)...)
	}
	if len(out) > n && n > 0 {
		out = append(out[:n-1:n-1], "…")
	}
	return out[:min(len(out), n)]
}
