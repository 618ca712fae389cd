package speech

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tocsin/sim/scenario"
)

var handling = []string{"red", "amber", "green", "clear"}

// Read reads what somebody has written for an argument: in a field, in answer to a
// question, or in a line. Errors are written for that person.
func (r *Row) Read(a *Arg, text string, said Values, scope Scope) (any, error) {
	text = strings.TrimSpace(text)
	no := func(format string, args ...any) (any, error) { return nil, fmt.Errorf(format, args...) }
	if a.Kind.Many() && a.Kind != Texts {
		all, left := list(text)
		if a.Kind == Order {
			all, left = numbers(text)
		}
		if left != "" {
			return no("write commas between them")
		}
		return r.each(a, all, said, scope)
	}
	if text == "" {
		return no("%s", a.Ask)
	}
	low := strings.ToLower(text)
	switch a.Kind {
	case Text, Name, Formula:
		return text, nil
	case Texts:
		var out []string
		for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' }) {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
		switch {
		case len(out) == 0:
			return no("%s", a.Ask)
		case len(out) == 1 && strings.ContainsRune(out[0], ',') && !strings.ContainsRune(text, ';'):
			return no("write semicolons between them: yes; no")
		}
		return out, nil
	case Effects:
		return readEffects(text)
	case Deed:
		return readDeed(text)
	case Mark:
		if m := strings.TrimPrefix(low, "tlp:"); slices.Contains(handling, m) {
			return m, nil
		}
		return no("a handling mark is red, amber, green or clear, not %q", scenario.CleanLine(text))
	case Span:
		d, err := scenario.ParseDuration(text)
		if err != nil {
			return nil, err
		}
		return d.Exact(), nil
	case Word:
		for _, w := range a.Of {
			if strings.EqualFold(w, text) {
				return w, nil
			}
		}
		return no("%s is %s, not %q", a.Lead(), strings.Join(a.Of, ", "), scenario.CleanLine(text))
	case Switch:
		switch low {
		case "on", "yes":
			return true, nil
		case "off", "no":
			return false, nil
		}
		return no("%s is on or off", a.Lead())
	case Confidence:
		return readConfidence(text)
	case Number, Choice, Question, Approval:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n != n || n > 1e9 || n < -1e9 {
			return no("%q is not a number", scenario.CleanLine(text))
		}
		if a.Kind != Number && n != float64(int(n)) {
			return no("%s is a whole number", a.Lead())
		}
		return n, nil
	case Draft, Promise:
		s := resolve(a.Kind, text, said, scope)
		if _, err := strconv.ParseUint(s, 10, 31); err == nil { // no id is a number
			s = "#" + s
		}
		return s, nil
	case Message:
		s := resolve(a.Kind, text, said, scope)
		if from, _ := scenario.Numbered(s); from == "" {
			return no("%q is not a message: write its number, or who sent it and which of theirs it is, cloud#2",
				scenario.CleanLine(text))
		}
		return s, nil
	}
	return resolve(a.Kind, text, said, scope), nil
}

// readConfidence reads a percentage, as a number from 0 to 1. A fraction without the sign is an error, since it could
// be meant either way.
func readConfidence(text string) (any, error) {
	digits, sign := strings.CutSuffix(text, "%")
	n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	switch {
	case err != nil || !(n >= 0 && n <= 100):
		return nil, fmt.Errorf("%q is not a percentage: write a number from 0 to 100, such as 70%%",
			scenario.CleanLine(text))
	case n > 0 && !sign && (n < 1 || n == 1 && strings.Contains(digits, ".")):
		return nil, fmt.Errorf("write a percentage: %g%%, or %s%% if you really mean so little", n*100, digits)
	}
	return n / 100, nil
}

// each reads the entries of a list.
func (r *Row) each(a *Arg, all []string, said Values, scope Scope) (any, error) {
	var out []string
	for _, s := range all {
		id := resolve(a.Kind, s, said, scope)
		if a.Kind == Order {
			if n, err := strconv.Atoi(id); err != nil || n < 1 {
				return nil, fmt.Errorf("put the options in order by their numbers: 3,1,2")
			}
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s", a.Ask)
	}
	return out, nil
}

// resolve finds what somebody means by its id, title or number, or the beginning of its id
// or title if no other thing begins so. What is not found stays as it is: the room says what is wrong with it.
func resolve(kind Kind, said string, so Values, scope Scope) string {
	if scope == nil {
		return said
	}
	things := scope(kind, so)
	low := strings.ToLower(said)
	n, _ := strconv.Atoi(strings.TrimPrefix(said, "#"))
	near := ""
	var several bool
	for _, t := range things {
		switch {
		case strings.ToLower(t.ID) == low, strings.ToLower(t.Title) == low, t.N > 0 && t.N == n:
			return t.ID
		case low == "":
		case strings.HasPrefix(strings.ToLower(t.ID), low) || strings.HasPrefix(strings.ToLower(t.Title), low):
			several = near != ""
			near = t.ID
		}
	}
	if near != "" && !several {
		return near
	}
	return said
}

// readEffects reads effects in words, with semicolons between them: each is keys of effects, followed by their values.
func readEffects(text string) (any, error) {
	var out []scenario.Effect
	for _, one := range strings.Split(text, ";") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		ef := scenario.Effect{}
		for one != "" {
			key, rest := cut(one)
			f, ok := fieldNamed(reflectOf(&ef), strings.ToLower(key))
			if !ok {
				return nil, fmt.Errorf("%q is not part of an effect: "+
					"write gauge trust add -5, or system bucket becomes isolated", scenario.CleanLine(key))
			}
			var value string
			switch {
			case isBool(f):
				if value, _ = cut(rest); value != "true" && value != "false" {
					value = "true"
				} else {
					_, rest = cut(rest)
				}
			case isList(f):
				var all []string
				all, rest = list(rest)
				value = strings.Join(all, ",")
			default:
				value, rest = cut(rest)
			}
			if err := setText(f, value); err != nil {
				return nil, fmt.Errorf("%s: %w", key, err)
			}
			one = rest
		}
		out = append(out, ef)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("which effect? Write gauge trust add -5, or system bucket becomes isolated")
	}
	return out, nil
}

// readDeed reads what a note promises: act X, commit X, convene X, share X to Y, or say to Y
// words.
func readDeed(text string) (any, error) {
	verb, rest := cut(text)
	d := scenario.Do{}
	take := func() {
		if word, more := cut(rest); strings.EqualFold(word, "to") {
			var all []string
			all, rest = list(more)
			d.To = scenario.Names(all)
		}
	}
	switch strings.ToLower(verb) {
	case "act":
		d.Act, rest = cut(rest)
	case "commit":
		d.Commit, rest = cut(rest)
	case "convene":
		d.Convene, rest = cut(rest)
	case "share":
		d.Share, rest = cut(rest)
		take()
	case "say":
		take()
		d.Say, rest = rest, ""
	default:
		return nil, fmt.Errorf("a note promises to act, commit, convene, share or say: act snapshot_hold")
	}
	if rest != "" || d.Act+d.Commit+d.Convene+d.Share+d.Say == "" {
		return nil, fmt.Errorf("a note promises one thing: act snapshot_hold, or say to cert We are on it")
	}
	return d, nil
}
