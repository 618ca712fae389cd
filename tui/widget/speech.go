package widget

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/room"
	"tocsin/sim/speech"
)

// Ask asks the room for what was said. The answer comes as [Answered].
func Ask(seat Asker, what, done string, q speech.Request) tea.Cmd {
	if q.Args == nil {
		return Say("That cannot be asked for", true)
	}
	if q.Line() == nil && !q.All {
		return Act(seat, what, done, q.Args)
	}
	r, err := room.RequestOf(q)
	if err != nil {
		return Say("That cannot be sent: "+err.Error(), true)
	}
	return Do(seat, what, done, r)
}

// NothingFor says that a verb needs something of which there is nothing; "" where there is.
func NothingFor(said *speech.Said, scope speech.Scope) string {
	for _, a := range said.Row.Asked() {
		if !a.Need || !a.Kind.Listed() || said.Values[a.Key] != nil {
			continue
		}
		if len(said.Row.Choices(a, said.Values, scope)) == 0 {
			return a.Ask + " There is nothing to choose from now"
		}
		return "" // what else there is may hang on what is chosen
	}
	return ""
}

// SayForm is the form of a verb: a field for each argument, filled with what has been said.
func SayForm(said *speech.Said, scope speech.Scope) *Form {
	var fields []*Field
	for _, a := range said.Row.Asked() {
		f := fieldOf(said, a, scope)
		f.Need = a.Need
		fields = append(fields, f)
	}
	if said.Row.Reason {
		fields = append(fields, Text("because:", "Why", 2, said.Reason).With("If you like: for the record"))
	}
	title, more, _ := strings.Cut(said.Row.Help, ": ") // a title is short; what it means is under it
	if first, rest, ok := strings.Cut(title, "; "); ok && Width(title) > MinWidth*3/4 {
		title, more = first, rest
	}
	f := NewForm(title, "Do it", fields...)
	for i, a := range said.Row.Asked() { // what has been said need not be chosen again
		if len(said.Values) > 0 && said.Values[a.Key] == nil {
			f.at = i
			break
		}
	}
	for _, words := range []string{Sentence(more), said.Row.Sure} {
		if words != "" {
			f.Context = append(f.Context, words)
		}
	}
	f.Check = func(f *Form) string {
		if _, err := FormSaid(f, said, scope); err != nil {
			return err.Error()
		}
		return ""
	}
	return f
}

// fieldOf is the field of an argument.
func fieldOf(said *speech.Said, a *speech.Arg, scope speech.Scope) *Field {
	have, label := "", strings.TrimSuffix(a.Lead(), ":")
	label = strings.ToUpper(label[:1]) + label[1:]
	if a.Label != "" {
		label = a.Label
	}
	if v := said.Values[a.Key]; v != nil {
		have = said.Row.Text(a, v)
	}
	var options []Option
	for _, s := range said.Row.Choices(a, said.Values, scope) {
		options = append(options, Option{ID: s.ID, Text: s.Title, Note: s.Note})
	}
	switch {
	case a.Kind.Prose():
		return Text(a.Key, label, 3, have).With(a.Ask)
	case len(options) == 0 || len(options) < len(have) && a.Kind == speech.Persons:
		return Text(a.Key, label, 1, have).With(a.Ask)
	case a.Kind.Many():
		list, _ := said.Values[a.Key].([]string)
		return Tick(a.Key, label, options, list...).With(a.Ask)
	case !a.Need:
		options = append([]Option{{ID: "", Text: "left out"}}, options...)
	}
	field := Choose(a.Key, label, options, have).With(a.Ask)
	if a.Need {
		field.Undecided()
	}
	return field
}

// FormSaid is what a form of [SayForm] says when it is filled in.
func FormSaid(f *Form, said *speech.Said, scope speech.Scope) (*speech.Said, error) {
	out := &speech.Said{Row: said.Row, Seat: said.Seat, All: said.All, Values: speech.Values{}}
	for i := range said.Row.Args {
		a := &said.Row.Args[i]
		if f.field(a.Key).kind == tickField {
			if all := f.Many(a.Key); len(all) > 0 {
				out.Values[a.Key] = all
			}
			continue
		}
		text := f.One(a.Key) + f.Text(a.Key)
		if text == "" {
			continue
		}
		v, err := said.Row.Read(a, text, out.Values, scope)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.Lead(), err)
		}
		out.Values[a.Key] = v
	}
	if said.Row.Reason {
		out.Reason = f.Text("because:")
	}
	return out, nil
}
