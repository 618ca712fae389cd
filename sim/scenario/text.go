package scenario

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// breaks turns the line endings of Windows (\r\n) and of pasted text (\r) into \n.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// CleanText makes text from a person or a file safe to draw on a terminal: valid
// UTF-8 without control, format, private or unassigned characters, with at most two
// combining marks in a row. Line breaks become \n; tabs and other white space become
// spaces.
func CleanText(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for _, r := range breaks.Replace(strings.ToValidUTF8(s, "\uFFFD")) {
		switch {
		case r == '\n':
			b.WriteByte('\n')
			marks = 0
			continue
		case unicode.IsSpace(r):
			r = ' '
		case !printable(r):
			continue
		}
		if unicode.Is(unicode.M, r) {
			if marks++; marks > 2 {
				continue
			}
		} else {
			marks = 0
		}
		b.WriteRune(r)
	}
	return b.String()
}

// CleanLine is CleanText for text that must stay on one line.
func CleanLine(s string) string {
	if s == "" { // as mostly
		return s
	}
	return strings.TrimSpace(strings.ReplaceAll(CleanText(s), "\n", " "))
}

func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < ' ' && c != '\n') || c >= utf8.RuneSelf || c == 0x7f {
			return false
		}
	}
	return true
}

// printable reports whether a character may reach a terminal. Variation selectors,
// skin tones and the letters of flags are left out because terminals disagree on their width.
func printable(r rune) bool {
	switch {
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector), r == 0x2800:
		return false // letters that show nothing, such as the Hangul fillers, and the empty Braille cell
	case r >= 0x1F3FB && r <= 0x1F3FF, r >= 0x1F1E6 && r <= 0x1F1FF:
		return false
	}
	return unicode.IsGraphic(r)
}
