package speech

import (
	"maps"
	"slices"
)

// Said is a line that was read.
type Said struct {
	Row    *Row
	Seat   string // in whose name: "as desk say …"
	Values Values
	Reason string
	All    bool // in every room, where several play side by side: "all pause"
	// Bare is set when only the verb was said.
	Bare bool
	// more are the second and further values of an argument with Repeat.
	more []any
}

// Each splits a line that names several things, of which the verb takes one, into one line for each:
// "share egress, staging to cert" shares two facts.
func (s *Said) Each() []*Said {
	out := []*Said{s}
	for i := range s.Row.Args {
		if a := &s.Row.Args[i]; a.Repeat && len(s.more) > 0 {
			first := *s
			first.more, out = nil, nil
			for _, v := range append([]any{s.Values[a.Key]}, s.more...) {
				one := first
				one.Values = maps.Clone(s.Values)
				one.Values[a.Key] = v
				out = append(out, &one)
			}
		}
	}
	return out
}

// Every lists the words that an argument has in [Said.Each].
func (s *Said) Every(key string) []string {
	var out []string
	for _, one := range s.Each() {
		word, _ := one.Values[key].(string)
		out = append(out, word)
	}
	return out
}

// Missing are the arguments that must still be given.
func (s *Said) Missing() []*Arg {
	var out []*Arg
	for i := range s.Row.Args {
		if a := &s.Row.Args[i]; a.Need && s.Values[a.Key] == nil {
			out = append(out, a)
		}
	}
	return out
}

// several reads an argument of which a line may name more than one. It keeps all but the first in more.
func (p *parser) several(a *Arg, s string) (value any, left string, err error) {
	all, left := list(s)
	var more []any
	for i, one := range all {
		v, err := p.row.Read(a, one, p.said.Values, p.scope)
		switch {
		case err != nil:
			return nil, "", err
		case i == 0:
			value = v
		case v != value && !slices.Contains(more, v):
			more = append(more, v)
		}
	}
	p.said.more = more
	return value, left, nil
}
