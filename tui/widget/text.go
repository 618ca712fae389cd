// Package widget has the pieces that more than one screen is made of: text cut and
// wrapped by the width at which a terminal draws it, lists, traces, the header with the
// clock, forms, the command line. Blocks, panes and title lines are exactly as wide as they are
// asked to be, so that screens can put them side by side.
package widget

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width is how many columns of a terminal the text takes.
func Width(s string) int {
	if n, ok := simpleWidth(s); ok {
		return n
	}
	return ansi.StringWidth(s)
}

// simpleWidth is the width of text in which each character takes one column by itself, styles
// apart, as nearly all text of a screen does. It is false where there may be others. Most of the
// time of drawing goes into measuring, and this takes a tenth of it.
func simpleWidth(s string) (n int, ok bool) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= ' ' && c <= '~':
			n, i = n+1, i+1
		case c == 0x1b && i+1 < len(s) && s[i+1] == '[':
			for i += 2; i < len(s) && s[i] >= ' ' && s[i] <= '?'; i++ {
			}
			if i == len(s) || s[i] < '@' || s[i] > '~' {
				return 0, false
			}
			i++
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !simple(r) {
				return 0, false
			}
			n, i = n+1, i+size
		default:
			return 0, false
		}
	}
	return n, true
}

// simple tells characters that take one column and join with none: Latin letters, dashes and quotes,
// arrows, what boxes, bars and charts are drawn with.
func simple(r rune) bool {
	switch {
	case r >= 0xae && r < 0x300, r >= 0x2010 && r < 0x2028, r >= 0x2190 && r < 0x2194,
		r >= 0x2500 && r < 0x25a0, r >= 0x2800 && r < 0x2900:
		return true
	}
	return r == '▲' || r == '▼' || r == '▸' || r == '●' || r == '○'
}

// Cut shortens a line to at most w columns, with an ellipsis where something is missing.
func Cut(s string, w int) string {
	if w <= 0 {
		return ""
	}
	if n, ok := simpleWidth(s); ok && n <= w {
		return s
	}
	return ansi.Truncate(s, w, "…")
}

// Fit makes a line exactly w columns wide.
func Fit(s string, w int) string {
	if w <= 0 {
		return ""
	}
	n := Width(s)
	if n > w {
		s = Cut(s, w)
		n = Width(s)
	}
	if n < w {
		s += strings.Repeat(" ", w-n)
	}
	return s
}

// Spread puts a text at each end of a line that is w columns wide. Where both do not fit,
// the right one stays whole as far as it can.
func Spread(left, right string, w int) string {
	right = Cut(right, w)
	room := w - Width(right)
	if right != "" {
		room--
	}
	if room < 1 {
		return Fit(right, w)
	}
	left = Cut(left, room)
	return left + strings.Repeat(" ", w-Width(left)-Width(right)) + right
}

// Wrap breaks text into lines of at most w columns, at spaces where it can. Line breaks
// in it are kept.
func Wrap(s string, w int) []string {
	if w <= 0 || s == "" {
		return nil
	}
	lines := strings.Split(ansi.Wrap(s, w, ""), "\n")
	for i := range lines { // a wide character may stick out of a narrow line
		lines[i] = Cut(strings.TrimRight(lines[i], " "), w)
	}
	return lines
}

// WrapMost is Wrap in so many lines at most; where there are more, the last ends with an ellipsis.
func WrapMost(s string, w, most int) []string {
	lines := Wrap(s, w)
	if most < 1 || len(lines) <= most {
		return lines
	}
	return append(lines[:most-1:most-1], Cut(strings.Join(lines[most-1:], " "), w))
}

// WrapIndent wraps with every line but the first set in by n columns.
func WrapIndent(s string, w, n int) []string {
	if w <= n {
		return Wrap(s, w)
	}
	lines := Wrap(s, w-n)
	for i := 1; i < len(lines); i++ {
		lines[i] = strings.Repeat(" ", n) + lines[i]
	}
	return lines
}

// Block makes lines into a block of exactly w columns and h rows.
func Block(lines []string, w, h int) []string {
	out := make([]string, h)
	for i := range out {
		if i < len(lines) {
			out[i] = Fit(lines[i], w)
		} else {
			out[i] = strings.Repeat(" ", max(w, 0))
		}
	}
	return out
}

// Beside puts blocks of equal height side by side, with the text between in each line between them.
func Beside(between string, blocks ...[]string) []string {
	if len(blocks) == 0 {
		return nil
	}
	out := make([]string, len(blocks[0]))
	for i := range out {
		row := make([]string, len(blocks))
		for k := range blocks {
			row[k] = blocks[k][i]
		}
		out[i] = strings.Join(row, between)
	}
	return out
}

// Sentence is text with a capital letter first.
func Sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Middle shortens a line to at most w columns, with an ellipsis in its middle: names that begin alike stay
// apart.
func Middle(s string, w int) string {
	n := Width(s)
	if n <= w || w < 3 {
		return Cut(s, w)
	}
	end := (w - 1) / 2
	last := ansi.TruncateLeft(s, n-end, "")
	if Width(last) > end { // half of a wide letter
		last = ansi.TruncateLeft(s, n-end+1, "")
	}
	return ansi.Truncate(s, w-1-end, "") + "…" + last
}

// Few names as many of a list as fit into w columns, and how many more there are: "Cloud, Wire +3". Where
// not even the first fits, it is shortened.
func Few(names []string, w int) string {
	for n := len(names); n > 0; n-- {
		out := strings.Join(names[:n], ", ")
		more := ""
		if n < len(names) {
			more = fmt.Sprintf(" +%d", len(names)-n)
		}
		switch {
		case Width(out+more) <= w:
			return out + more
		case n == 1:
			return Cut(Middle(out, max(w-Width(more), 3))+more, w)
		}
	}
	return ""
}
