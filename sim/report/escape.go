package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/sim/scenario"
)

// esc makes a text mean nothing to Markdown, nor to HTML inside it: it is put on one line,
// and every mark that could begin something where it is is escaped. Full stops and
// brackets of ordinary prose stay as they are, so that the file reads well as it is; those
// that could be part of an address, which some renderers make a link of, do not.
func esc(s string) string {
	s = strings.Join(strings.Fields(scenario.CleanLine(s)), " ")
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
			continue
		case r == '>':
			b.WriteString("&gt;")
			continue
		case r == '&':
			b.WriteString("&amp;")
			continue
		// by reference: a backslash does not keep all renderers from linking
		case r == '@', r == ':' && strings.HasPrefix(s[i+1:], "/"), r == '.' && address(s[i+1:]):
			b.WriteString(map[rune]string{'@': "&#64;", ':': "&#58;", '.': "&#46;"}[r])
			continue
		case strings.ContainsRune("\\`*_{}[]|~$^=#!", r), strings.ContainsRune("+-.)", r) && opens(s[:i], s[i+1:]):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// address reports whether what follows a full stop may make an address of it.
func address(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && unicode.IsLetter(r)
}

// opens reports whether a mark between such texts could begin an item of a list or a line
// across: only digits, spaces and such marks are before it, and a space, such a mark or nothing follows.
func opens(before, after string) bool {
	return strings.Trim(before, "0123456789- +.") == "" &&
		(after == "" || strings.ContainsRune(" +-.)", rune(after[0])))
}

// literal writes the name of a measure or file as it is, in the letters of a program, or
// escapes it where it is no such name.
func literal(s string) string {
	for _, r := range s {
		if r != '.' && r != '_' && r != '-' && (r >= 0x80 || !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			return esc(s)
		}
	}
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
