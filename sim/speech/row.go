// Package speech is the language in which people act: one row for each verb, with its words, who
// may say it, its arguments and their kinds, and help. Command lines, the dialogue of
// lines, completion, help and the tables of the documentation come from the rows; what
// comes out is a typed [Request], which becomes JSON only in the record and for programs.
//
// The grammar is the same everywhere:
//
//   - A verb comes first. The arguments that its row lists bare follow in their order.
//   - The others follow their name: to cert,police; mark amber; by 4h. Bare ones may
//     have their name, too.
//   - The free text of a verb begins with the first word that is no other
//     argument, and runs to the end of the line.
//   - Only a name with a colon ends a text: because: begins a reason, title: a title. A
//     backslash before a word keeps it a word: \because: or \by.
//   - A name of several words is in quotes: "Bea Smith".
//   - How sure somebody is, is a percentage: 1 and 1% are one per cent.
package speech

import (
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// Who are kinds of people, as a set.
type Who uint8

// The kinds of people. Room marks what nobody says: the room itself does it.
const (
	Player Who = 1 << iota
	Facilitator
	Evaluator
	Observer
	Board
	Room

	Staff  = Facilitator | Evaluator
	Anyone = Player | Staff | Observer | Board
)

// Kind says what an argument is.
type Kind string

// The kinds. A thing that is named is looked up in a [Scope]; its value is a string, or a list of
// strings for several.
const (
	Fact       Kind = "fact"
	Action     Kind = "action"
	Joint      Kind = "joint action"
	Committed  Kind = "commitment"
	Underway   Kind = "action under way"
	Seat       Kind = "seat"
	Seats      Kind = "seats"      // one or more, with venues and the public: a list
	Recipients Kind = "recipients" // the facilitator's: seats, all, public: a list
	Facts      Kind = "facts"      // a list
	Actions    Kind = "actions"    // any of the scenario's: a list
	Roles      Kind = "some seats" // a list
	Venue      Kind = "venue"
	Probe      Kind = "question of belief"
	Option     Kind = "answer"
	Message    Kind = "message"
	Draft      Kind = "note"
	Promise    Kind = "promise"
	Mechanism  Kind = "mechanism"
	Inject     Kind = "inject"
	Delivered  Kind = "inject that came"
	Move       Kind = "move"
	Case       Kind = "attempt"
	Person     Kind = "person"
	Persons    Kind = "person, seat or staff"
	Colleague  Kind = "facilitator"
	Question   Kind = "open question"
	Choice     Kind = "number of an option"
	Order      Kind = "numbers in order" // a list
	Approval   Kind = "approval"
	Objective  Kind = "objective"
	Hypothesis Kind = "hypothesis"
	Level      Kind = "level of severity"
	Word       Kind = "word"       // one of Arg.Of
	Mark       Kind = "mark"       // red, amber, green or clear
	Span       Kind = "span"       // 30m, 6h, 2d
	Number     Kind = "number"     // a float64
	Confidence Kind = "confidence" // typed as a percentage; a float64 from 0 to 1
	Switch     Kind = "on or off"  // a bool
	Text       Kind = "text"
	Texts      Kind = "texts"   // with semicolons between them: a list
	Effects    Kind = "effects" // gauge trust add -5; system bucket becomes isolated
	Deed       Kind = "deed"    // act X, commit X, convene X, share X to Y, or say to Y words
	Name       Kind = "name"    // a new name
	Formula    Kind = "formula" // in the language of scenarios
)

// many are the kinds whose value is a list.
var many = []Kind{Seats, Recipients, Facts, Actions, Roles, Order, Texts}

// prose are the kinds that take words up to the end of the line or the next name with a colon.
var prose = []Kind{Text, Texts, Effects, Deed, Formula}

// Many reports whether several things can be named.
func (k Kind) Many() bool { return slices.Contains(many, k) }

// Listed reports whether a kind names something that a view lists.
func (k Kind) Listed() bool {
	switch k {
	case Text, Texts, Span, Number, Confidence, Switch, Word, Mark, Name, Formula, Deed, Effects, Persons:
		return false
	}
	return true
}

// Prose reports whether an argument of this kind takes all the words that follow.
func (k Kind) Prose() bool { return slices.Contains(prose, k) }

// Arg is an argument of a verb.
type Arg struct {
	// Key is where it goes: a key of scripts, or of an act's JSON; "inject.title" is in a table.
	Key string
	// Name is the word before it; without one, Key is.
	Name string
	Kind Kind
	// Bare ones need no name, in their order.
	Bare bool
	Need bool
	Of   []string // the words of a Word
	// Seldom ones are not asked for in the dialogue.
	Seldom bool
	// Instead is the key of an argument that replaces this one: if it is given, the dialogue
	// does not ask for this one.
	Instead string
	// Repeat lets a line name several, with commas between them: each becomes a separate request, see [Said.Each].
	Repeat bool
	// Staff is set if staff must give it, who have no seat that it would otherwise be.
	Staff bool
	Else  any // the value if it is left out
	// Label is before its field on a form, if the word of the line would mean something
	// else there; without a label, that word is.
	Label string
	// Ask is how it is asked for, in the dialogue and above a field.
	Ask string
}

// Lead is the name before an argument as it is written: texts have a colon.
func (a *Arg) Lead() string {
	name := a.Name
	if name == "" {
		name = a.Key
	}
	if a.Kind.Prose() {
		return name + ":"
	}
	return name
}

// only is the only open question or approval that an argument can name; nil if there
// are none or several, and for arguments of other kinds.
func (a *Arg) only(scope Scope, said Values) *Thing {
	if scope == nil || a.Kind != Question && a.Kind != Approval {
		return nil
	}
	if things := scope(a.Kind, said); len(things) == 1 {
		return &things[0]
	}
	return nil
}

// Row is a verb.
type Row struct {
	// Verb is its word in records, scripts and requests.
	Verb string
	// Short are other ways to begin it: a word, and what it stands for. "will" is
	// `acknowledge as "will do"`.
	Short []Short
	Who   Who
	Args  []Arg
	// Reason says that a reason may follow, after because:.
	Reason bool
	// Help is one sentence, without its end.
	Help string
	// Done is shown when it is accepted; {to} is replaced by the titles of that argument.
	Done string
	// DoneByStaff is shown to staff instead, if the verb means something else from them.
	DoneByStaff string
	// Undone is shown instead if the argument "on" is off.
	Undone string
	// Why is how the dialogue asks for the reason; empty if it does not ask.
	Why string
	// Main marks what everybody needs.
	Main bool
	// Instead are the verbs to suggest to people who may not use this one.
	Instead []string
	// Rather is what to do instead if somebody writes words that the verb does not take, without a full stop.
	Rather string
	// Sure is the warning before something that cannot be undone; empty for none.
	Sure string
	// Make makes the act of the room that holds the arguments; nil for a command of the
	// exercise, whose arguments are a line of a script.
	Make func() any
}

// Short is another word for the beginning of a line.
type Short struct{ Word, Is string }

// Command reports whether the verb is a command of the exercise, and not an act of the room.
func (r *Row) Command() bool { return r.Make == nil }

// Arg is the argument with a key; nil if there is none.
func (r *Row) Arg(key string) *Arg {
	for i := range r.Args {
		if r.Args[i].Key == key {
			return &r.Args[i]
		}
	}
	return nil
}

// Asked are the arguments as a form asks for them: what must be given, what may be, and what
// seldom is.
func (r *Row) Asked() []*Arg {
	var need, may, seldom []*Arg
	for i := range r.Args {
		switch a := &r.Args[i]; {
		case a.Need:
			need = append(need, a)
		case a.Seldom:
			seldom = append(seldom, a)
		default:
			may = append(may, a)
		}
	}
	return slices.Concat(need, may, seldom)
}

// ForStaff is the row for staff: the arguments that only they must give are needed, and Done is DoneByStaff if
// there is one.
func (r *Row) ForStaff() *Row {
	if r == nil || r.DoneByStaff == "" && !slices.ContainsFunc(r.Args, func(a Arg) bool { return a.Staff }) {
		return r
	}
	c := *r
	if r.DoneByStaff != "" {
		c.Done = r.DoneByStaff
	}
	c.Args = slices.Clone(r.Args)
	for i := range c.Args {
		if a := &c.Args[i]; a.Staff {
			a.Need, a.Seldom = true, false
		}
	}
	return &c
}

// Usage is how a line with the verb is written: "share FACT to SEATS [mark MARK]".
func (r *Row) Usage() string {
	var out []string
	add := func(a *Arg) {
		what := strings.ToUpper(string(a.Kind))
		if a.Repeat {
			what += "S"
		}
		if a.Kind == Word {
			what = strings.Join(a.Of, "|")
		}
		if a.Kind == Switch {
			what = "on|off"
		}
		if a.Kind == Texts {
			what = "TEXT; TEXT"
		}
		if !a.Bare && (a.Kind != Switch || a.Lead() != "on") || a.Kind.Prose() && !a.Need {
			what = a.Lead() + " " + what
		}
		if !a.Need {
			what = "[" + what + "]"
		}
		out = append(out, what)
	}
	for i := range r.inOrder() {
		add(r.inOrder()[i])
	}
	if r.Reason {
		out = append(out, "[because: WHY]")
	}
	return strings.Join(append([]string{r.Verb}, out...), " ")
}

// inOrder are the arguments in the order of a line: bare ones, those with a name, the free text, other texts.
func (r *Row) inOrder() []*Arg {
	var bare, named, text, marked []*Arg
	for i := range r.Args {
		switch a := &r.Args[i]; {
		case a.Kind.Prose() && a.Bare:
			text = append(text, a)
		case a.Kind.Prose():
			marked = append(marked, a)
		case a.Bare:
			bare = append(bare, a)
		default:
			named = append(named, a)
		}
	}
	return slices.Concat(bare, named, text, marked)
}

// Language is all verbs that can be said.
type Language []*Row

// Find is the row of a verb, or of a short word for one; is is the line's beginning that the word means.
// Rows that who may say come before others, since staff and players share short words.
func (l Language) Find(word string, who Who) (r *Row, is string) {
	word = strings.ToLower(word)
	var other *Row
	otherIs := ""
	for _, r := range l {
		is := ""
		if r.Verb == word {
			is = r.Verb
		}
		for _, s := range r.Short {
			if s.Word == word {
				is = s.Is
			}
		}
		switch {
		case is == "":
		case r.Who&who != 0:
			return r, is
		case other == nil:
			other, otherIs = r, is
		}
	}
	return other, otherIs
}

// Verb is the row with exactly this verb; nil if there is none.
func (l Language) Verb(verb string) *Row {
	for _, r := range l {
		if r.Verb == verb {
			return r
		}
	}
	return nil
}

// For are the rows that somebody may say, in their order.
func (l Language) For(who Who) Language {
	return slices.DeleteFunc(slices.Clone(l), func(r *Row) bool { return r.Who&who == 0 })
}

// Values are arguments by their keys: a string, []string, float64, bool, effects or a deed,
// as the kind of each says. What was left out is not there.
type Values map[string]any

// Thing is something that can be named.
type Thing struct {
	ID    string
	Title string
	Note  string // said next to it
	N     int    // its number for people; 0 for none
}

// Scope lists what a person can name, for a kind and the arguments given
// so far. A nil Scope means that names are not looked up: the room checks them.
type Scope func(kind Kind, said Values) []Thing

// Request is what somebody asks for.
type Request struct {
	Verb string
	// Seat is in whose name, if not the person's own.
	Seat string
	// Args is a *scenario.Line, or an act of the room.
	Args   any
	Reason string
	All    bool // in every room, where several play side by side
}

// Line is the line of a script that a command is; nil for an act.
func (q Request) Line() *scenario.Line {
	l, _ := q.Args.(*scenario.Line)
	return l
}
