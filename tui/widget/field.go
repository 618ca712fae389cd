package widget

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/theme"
)

// Option is something that can be chosen.
type Option struct {
	ID   string
	Text string
	Note string // said next to it, quietly
}

type fieldKind int

const (
	textField fieldKind = iota
	chooseField
	tickField
	rankField
	scaleField
)

// Field is one thing that a form asks for. Make one with [Text], [Choose], [Tick], [Rank]
// or [Scale].
type Field struct {
	ID    string
	Label string
	Hint  string // what is meant, shown while the field has the keys
	Need  bool   // it may not be empty
	Most  int    // of Tick: how many may be ticked; 0 for any number
	// Noted gives the note of an option as the rest of the form is filled in now, where that matters; nil
	// for the notes that the options have.
	Noted func(id string) string
	// Applies says whether the field is asked for, as the rest of the form is filled in now; nil for always.
	Applies func(*Form) bool

	kind    fieldKind
	rows    int
	edit    Edit
	options []Option
	list    List
	given   bool // of Choose: the value to begin with is an option
	ticked  map[string]bool
	held    bool // of Rank: the row under the cursor moves with it
	value   float64
	low     float64
	high    float64
	step    float64
	unit    string
	digits  string // of Scale: what has been typed without another key between
	letters string // of a list: what has been typed to find an option
}

// Text asks for words; rows is how many lines it takes when it has the keys, 1 for a
// single line.
func Text(id, label string, rows int, value string) *Field {
	f := &Field{ID: id, Label: label, kind: textField, rows: rows, edit: Edit{Lines: rows > 1}}
	f.edit.Set(value)
	return f
}

// UpTo sets how many bytes of text there may be, in place of exercise.MaxText.
func (f *Field) UpTo(bytes int) *Field { f.edit.Limit = bytes; return f }

// Choose asks for one of the options; value is the one that is chosen to begin with, the first where it is none of
// them.
func Choose(id, label string, options []Option, value string) *Field {
	f := &Field{ID: id, Label: label, kind: chooseField, options: options}
	at := slices.IndexFunc(options, func(o Option) bool { return o.ID == value })
	f.list.Cursor, f.given = max(at, 0), at >= 0
	return f
}

// Undecided has a choice among several begin with none, unless one was given: where a hurried Enter
// would do harm, somebody has to choose.
func (f *Field) Undecided() *Field {
	f.Need = true
	if !f.given && len(f.options) > 1 {
		f.list.Cursor = none
	}
	return f
}

// Tick asks for any number of the options; values are ticked to begin with.
func Tick(id, label string, options []Option, values ...string) *Field {
	f := &Field{ID: id, Label: label, kind: tickField, options: options, ticked: map[string]bool{}}
	for i, o := range options {
		if slices.Contains(values, o.ID) {
			if len(f.ticked) == 0 {
				f.list.Cursor = i
			}
			f.ticked[o.ID] = true
		}
	}
	return f
}

// Rank asks for all options in an order, the first first.
func Rank(id, label string, options []Option) *Field {
	return &Field{ID: id, Label: label, kind: rankField, options: slices.Clone(options)}
}

// Scale asks for a number between two bounds, by steps.
func Scale(id, label string, low, high, step, value float64, unit string) *Field {
	return &Field{ID: id, Label: label, kind: scaleField, low: low, high: high, step: step, value: value, unit: unit}
}

// Needed makes a field one that may not be empty.
func (f *Field) Needed() *Field { f.Need = true; return f }

// With sets the hint.
func (f *Field) With(hint string) *Field { f.Hint = hint; return f }

// Where makes a field apply only where the rest of the form says so.
func (f *Field) Where(applies func(*Form) bool) *Field { f.Applies = applies; return f }

func (f *Field) update(k tea.KeyMsg) bool {
	switch f.kind {
	case textField:
		return f.edit.Update(k)
	case scaleField:
		return f.slide(k)
	}
	return f.pick(k)
}

func (f *Field) slide(k tea.KeyMsg) bool {
	typed := f.digits
	f.digits = ""
	switch k.String() {
	case "left", "down", "-", "h":
		f.value -= f.step
	case "right", "up", "+", "l":
		f.value += f.step
	case "home":
		f.value = f.low
	case "end":
		f.value = f.high
	default:
		if _, err := strconv.Atoi(k.String()); err != nil {
			return false
		}
		f.typeDigit(typed, k.String())
	}
	f.value = min(max(f.value, f.low), f.high)
	return true
}

// typeDigit takes one more digit of a number. Of a share, the first alone means tenths: 7 is 70%, and a 5
// after it makes 75%. A digit that would lead above the upper bound begins another number.
func (f *Field) typeDigit(before, digit string) {
	f.digits = before + digit
	n, _ := strconv.Atoi(f.digits)
	if float64(n) > f.high {
		f.digits = digit
		n, _ = strconv.Atoi(digit)
	}
	f.value = float64(n)
	if len(f.digits) == 1 && f.tenths() {
		f.value = f.low + (f.high-f.low)*float64(n)/10
	}
}

// tenths reports whether the scale is a share in percent.
func (f *Field) tenths() bool { return strings.TrimSpace(f.unit) == "%" }

func (f *Field) pick(k tea.KeyMsg) bool {
	n := len(f.options)
	if n == 0 {
		return false
	}
	was := f.list.Cursor
	switch s := k.String(); {
	case s == " " && f.kind == tickField:
		f.toggle(f.options[was].ID)
		return true
	case s == " " && f.kind == rankField:
		f.held = !f.held
		return true
	case (s == "up" && was <= 0 || s == "down" && was == n-1) && !f.held:
		return false // on to the next field
	case f.list.Update(k, n):
		f.letters = ""
	case len(k.Runes) == 1 && !k.Alt:
		f.jump(strings.ToLower(string(k.Runes)))
	default:
		return false
	}
	if f.held {
		o := f.options[was]
		f.options = slices.Insert(slices.Delete(f.options, was, was+1), f.list.Cursor, o)
	}
	return true
}

// jump goes to the option with a word that begins with what has been typed: with the letters before
// it where there is one, else with this letter alone, the next after the cursor.
func (f *Field) jump(letter string) {
	if f.held {
		return
	}
	more := f.letters + letter
	for _, try := range []struct {
		letters string
		from    int
	}{{more, 0}, {letter, 1}} {
		if len(try.letters) == len(letter) {
			try.from = 1 // one letter again and again goes through all of its options
		}
		for i := range f.options {
			at := (f.list.Cursor + try.from + i) % len(f.options)
			if begins(f.options[at].Text, try.letters) {
				f.list.Cursor, f.letters = at, try.letters
				return
			}
		}
	}
	f.letters = ""
}

// begins reports whether a word of a text begins with letters, or the text from that word on.
func begins(text, letters string) bool {
	text = strings.ToLower(text)
	for at := 0; at >= 0 && at < len(text); {
		if strings.HasPrefix(text[at:], letters) {
			return true
		}
		next := strings.IndexByte(text[at:], ' ')
		if next < 0 {
			return false
		}
		at += next + 1
	}
	return false
}

func (f *Field) toggle(id string) {
	if f.ticked[id] {
		delete(f.ticked, id)
		return
	}
	if f.Most == 1 {
		clear(f.ticked)
	}
	if f.Most == 0 || len(f.ticked) < f.Most {
		f.ticked[id] = true
	}
}

// settle is called when the field is left with enter, or the form is sent from it: where one must be ticked and
// none is, the one under the cursor is meant.
func (f *Field) settle() {
	f.held = false
	if f.kind == tickField && f.Need && len(f.ticked) == 0 && len(f.options) > 0 {
		f.ticked[f.options[f.list.Cursor].ID] = true
	}
}

// chosen are the ids that were chosen, ticked or ranked.
func (f *Field) chosen() []string {
	var out []string
	for i, o := range f.options {
		if f.kind == rankField || f.kind == tickField && f.ticked[o.ID] || f.kind == chooseField &&
			i == f.list.Cursor {
			out = append(out, o.ID)
		}
	}
	return out
}

// wrong says what is wrong with the field, or "".
func (f *Field) wrong() string {
	switch {
	case f.kind == textField && f.edit.over == 0 && f.edit.Wrong() != "":
		return f.Label + ": " + f.edit.Wrong()
	case !f.Need:
	case f.kind == textField && strings.TrimSpace(f.edit.Value()) == "":
		return f.Label + ": write something"
	case f.kind == chooseField && len(f.options) > 0 && f.list.Cursor == none:
		return f.Label + ": choose one, with up and down"
	case f.kind != textField && f.kind != scaleField && len(f.chosen()) == 0:
		return f.Label + ": choose at least one"
	}
	return ""
}

// brief is the field's value in one line.
func (f *Field) brief() string {
	switch f.kind {
	case textField:
		return strings.ReplaceAll(f.edit.Value(), "\n", " ")
	case scaleField:
		return Number(f.value) + f.unit
	}
	var words []string
	for i, o := range f.options {
		if f.kind == rankField || f.kind == tickField && f.ticked[o.ID] || f.kind == chooseField &&
			i == f.list.Cursor {
			words = append(words, o.Text)
		}
	}
	if f.kind == rankField {
		return strings.Join(words, " > ")
	}
	return strings.Join(words, ", ")
}

// view draws the field in at most h lines: closed in one, open with its options.
func (f *Field) view(th theme.Theme, label, w, h int, open bool) []string {
	name := Fit(Cut(f.Label, label-1), label)
	if !open {
		value := f.brief()
		if value == "" {
			value = th.Dim.Render("-")
		}
		return []string{Fit("  "+th.Dim.Render(name)+value, w)}
	}
	head := "> " + th.Strong.Render(name)
	var out []string
	switch f.kind {
	case textField:
		for i, line := range f.edit.View(th, w-label-2, max(1, min(f.rows, h)), true) {
			if i > 0 {
				head = strings.Repeat(" ", label+2)
			}
			out = append(out, head+line)
		}
		for len(out) < min(f.rows, h) {
			out = append(out, strings.Repeat(" ", label+2)+th.Field.Render(Fit("", w-label-2)))
		}
	case scaleField:
		part := 0.0
		if f.high > f.low {
			part = (f.value - f.low) / (f.high - f.low)
		}
		out = append(out, head+Bar(part, max(min(w-label-14, 40), 1))+" "+th.Strong.Render(Number(f.value)+f.unit))
	default:
		rows := f.choices(th, w-label-2, max(h, 1))
		for i, r := range rows {
			if i > 0 {
				head = strings.Repeat(" ", label+2)
			}
			out = append(out, head+r)
		}
		if len(f.options) == 0 {
			out = append(out, head+th.Dim.Render("there is nothing to choose from"))
		}
	}
	return out
}

// choices are the options in at most h lines, their notes in a column.
func (f *Field) choices(th theme.Theme, w, h int) []string {
	row := func(i int) (text, note string) { return f.sign(i) + f.options[i].Text, f.note(i) }
	column := NoteColumn(len(f.options), w, row)
	return f.list.Within(th, len(f.options), w, h, func(i int) []string {
		text, note := row(i)
		return NotedRow(th, text, note, column, w, i == f.list.Cursor)
	})
}

func (f *Field) note(i int) string {
	if f.held && i == f.list.Cursor {
		return "moves with you"
	}
	if f.Noted != nil {
		return f.Noted(f.options[i].ID)
	}
	return f.options[i].Note
}

// sign is before an option.
func (f *Field) sign(i int) string {
	o, here := f.options[i], i == f.list.Cursor
	switch f.kind {
	case chooseField:
		return cond(here, "(o) ", "( ) ")
	case tickField:
		return cond(f.ticked[o.ID], "[x] ", "[ ] ")
	case rankField:
		return fmt.Sprintf("%d. ", i+1)
	}
	return ""
}

// hint says what keys do in the field.
func (f *Field) hint() string {
	keys := ""
	switch f.kind {
	case textField:
		keys = cond(f.rows > 1, "ctrl+j for a new line", "")
	case chooseField:
		keys = "up and down to choose"
	case tickField:
		keys = "space ticks, enter goes on"
	case rankField:
		keys = cond(f.held, "up and down to move it, space to put it down", "space to take one up and move it")
	case scaleField:
		keys = "left and right, or digits"
		if f.tenths() {
			keys += ": 7 is 70%, 75 is 75%"
		}
	}
	return strings.Trim(f.Hint+" · "+keys, " ·")
}
