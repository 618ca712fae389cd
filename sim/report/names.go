package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// alias is a person's name, and what is in its place where names are left out.
type alias struct{ name, instead string }

// aliasesOf are what is to be replaced, the longest name first; none where names stay.
func aliasesOf(in Input) []alias {
	if !in.Anonymous {
		return nil
	}
	var out []alias
	for _, p := range in.People {
		if p.Person != "" {
			out = append(out, alias{p.Person, "[" + p.Title + "]"})
		}
	}
	slices.SortStableFunc(out, func(a, b alias) int { return len(b.name) - len(a.name) })
	return out
}

// replaceNames replaces names in a text where they are whole words, in any
// case: Al and AL are replaced, but not the beginning of Also.
func replaceNames(s string, names []alias) string {
	var out strings.Builder
	inWord := false
next:
	for len(s) > 0 {
		if !inWord {
			for _, n := range names {
				if len(s) >= len(n.name) && strings.EqualFold(s[:len(n.name)], n.name) &&
					!beginsWord(s[len(n.name):]) {
					out.WriteString(n.instead)
					s, inWord = s[len(n.name):], true
					continue next
				}
			}
		}
		r, size := utf8.DecodeRuneInString(s)
		inWord = isWord(r)
		out.WriteString(s[:size])
		s = s[size:]
	}
	return out.String()
}

func beginsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && isWord(r)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
