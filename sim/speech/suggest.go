package speech

import (
	"slices"
	"strings"
)

// marks are the handling marks of the Traffic Light Protocol.
var marks = []Thing{
	{ID: "red", Title: "TLP:RED", Note: "for those named only"},
	{ID: "amber", Title: "TLP:AMBER", Note: "for their organisations"},
	{ID: "green", Title: "TLP:GREEN", Note: "for the community"},
	{ID: "clear", Title: "TLP:CLEAR", Note: "for anyone"},
}

// Suggestion is a word with which a line can go on.
type Suggestion struct {
	Word string
	Note string // what it is
}

// Suggest gives the words with which a line can go on. words are those that are complete.
func (l Language) Suggest(words []string, who Who, scope Scope) []Suggestion {
	if len(words) > 1 && strings.EqualFold(words[0], "as") && who&Facilitator != 0 {
		return l.Suggest(words[2:], Player, scope)
	}
	if len(words) == 1 && strings.EqualFold(words[0], "as") && who&Facilitator != 0 {
		return things(scope(Seat, nil))
	}
	if len(words) == 0 {
		var out, short []Suggestion
		for _, r := range l.For(who) {
			out = append(out, Suggestion{r.Verb, r.Help + ": " + r.Usage()})
			for _, s := range r.Short {
				short = append(short, Suggestion{s.Word, "the same as " + s.Is})
			}
		}
		if who&Facilitator != 0 {
			out = append(out, Suggestion{"as", "Act in a seat that you have taken over: as SEAT and what it does"})
		}
		return append(out, short...)
	}
	row, is := l.Find(words[0], who)
	if row == nil || row.Who&who == 0 {
		return nil
	}
	_, is = cut(is)
	rest := strings.TrimSpace(is + " " + strings.Join(words[1:], " "))
	return row.suggest(rest, rest[strings.LastIndexByte(rest, ' ')+1:], scope)
}

// suggest goes on with the arguments of a verb: last is the word before the one that is typed.
func (r *Row) suggest(rest, last string, scope Scope) []Suggestion {
	p := parser{row: r, scope: scope, said: &Said{Row: r, Values: Values{}}}
	_ = p.take(rest) // what can be read of it
	said := p.said.Values
	if a := r.named(strings.ToLower(last)); a != nil && said[a.Key] == nil {
		return a.suggest(said, scope)
	}
	var out []Suggestion
	for _, a := range r.inOrder() {
		switch {
		case !a.Kind.Prose() && lists(said[a.Key], last):
			out = append(out, a.suggest(said, scope)...) // the list may go on
		case said[a.Key] != nil:
		case a.Bare && a.Need && !a.Kind.Prose():
			return append(out, a.suggest(said, scope)...)
		case a.Bare && !a.Kind.Prose():
			out = append(out, a.suggest(said, scope)...)
		case a.Bare && a.Need:
		default:
			out = append(out, Suggestion{a.Lead(), a.Ask})
		}
	}
	if r.Reason {
		out = append(out, Suggestion{"because:", "Why, for the record"})
	}
	return out
}

// lists reports whether a word is the last of a list.
func lists(v any, last string) bool {
	all, _ := v.([]string)
	return len(all) > 0 && all[len(all)-1] == last
}

// suggest gives what an argument can be.
func (a *Arg) suggest(said Values, scope Scope) []Suggestion {
	switch a.Kind {
	case Mark:
		var out []Suggestion
		for _, m := range marks {
			out = append(out, Suggestion{m.ID, m.Note})
		}
		return out
	case Span:
		return []Suggestion{{"30m", a.Ask}, {"1h", ""}, {"6h", ""}, {"1d", ""}}
	case Confidence:
		return []Suggestion{{"70%", a.Ask}, {"100%", ""}}
	case Switch:
		return []Suggestion{{"on", a.Ask}, {"off", ""}}
	case Word:
		var out []Suggestion
		for _, w := range a.Of {
			out = append(out, Suggestion{quote(w), a.Ask})
		}
		return out
	}
	if scope == nil {
		return nil
	}
	have, _ := said[a.Key].([]string)
	var left []Thing
	for _, t := range scope(a.Kind, said) {
		taken := false
		for _, h := range have {
			taken = taken || h == t.ID
		}
		if !taken {
			left = append(left, t)
		}
	}
	return things(left)
}

func things(all []Thing) []Suggestion {
	var out []Suggestion
	for _, t := range all {
		note := t.Title
		if t.Note != "" {
			note += ", " + t.Note
		}
		out = append(out, Suggestion{quote(t.ID), note})
	}
	return out
}

// Choices are the values that an argument can have, if they are known: for fields and for the numbered
// questions of the dialogue.
func (r *Row) Choices(a *Arg, said Values, scope Scope) []Thing {
	var out []Thing
	switch a.Kind {
	case Mark:
		return slices.Clone(marks)
	case Switch:
		return []Thing{{ID: "on", Title: "yes"}, {ID: "off", Title: "no"}}
	case Word:
		for _, w := range a.Of {
			out = append(out, Thing{ID: w, Title: w})
		}
		return out
	}
	if scope == nil {
		return nil
	}
	return scope(a.Kind, said)
}
