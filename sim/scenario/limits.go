package scenario

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// What a scenario file may hold. The limits are checked before the TOML parser runs, because a
// small file can make a parser allocate gigabytes; they admit a graph of 10,000 systems and
// 20,000 links.
const (
	// MaxBytes is the most bytes of a scenario's text, with all that it includes.
	MaxBytes = 8 << 20

	maxLineBytes = 4 << 10
	maxNesting   = 16
	maxDots      = 8
	maxKeys      = 200_000
)

// prescan refuses a file that would cost the parser too much, without parsing it. It recognises
// strings and comments, so that brackets inside them do not count.
func prescan(src []byte) *Diagnostic {
	fail := func(line, col int, msg, hint string) *Diagnostic {
		return &Diagnostic{Pos: Pos{line, col}, Severity: Error, Code: "limit", Message: msg, Hint: hint}
	}
	if len(src) > MaxBytes {
		return fail(1, 1, fmt.Sprintf("the file has %d bytes; at most %d are read", len(src), MaxBytes),
			"a scenario is text for people: leave out what nobody reads, or split it into two exercises")
	}
	if i, what, hint := notText(src); i >= 0 {
		line, col := lineColumn(src, i)
		return fail(line, col, what, hint)
	}
	var (
		line, lineStart = 1, 0
		depth, dots     = 0, 0
		keys            = 0
		atLineStart     = true
	)
	for i := 0; i < len(src); i++ {
		c := src[i]
		if i-lineStart > maxLineBytes {
			return fail(line, 1, fmt.Sprintf("this line is longer than %d bytes", maxLineBytes),
				`break long text over several lines with """ … """`)
		}
		switch c {
		case '\n':
			line, lineStart, dots, atLineStart = line+1, i+1, 0, true
			continue
		case '#':
			for i+1 < len(src) && src[i+1] != '\n' {
				i++
			}
			if i-lineStart > maxLineBytes {
				return fail(line, 1, fmt.Sprintf("this line is longer than %d bytes", maxLineBytes),
					"break the comment over several lines")
			}
			continue
		case '"', '\'':
			var long bool
			i, line, lineStart, long = skipString(src, i, line, lineStart)
			if long {
				return fail(line, 1, fmt.Sprintf("this line is longer than %d bytes", maxLineBytes),
					`break long text over several lines with """ … """`)
			}
		case '[', '{':
			if atLineStart && c == '[' && depth == 0 {
				keys++
			}
			depth++
			if depth > maxNesting {
				return fail(line, i-lineStart+1, fmt.Sprintf("tables or lists are nested deeper than %d",
					maxNesting), "the format needs at most 5 levels; is a bracket missing?")
			}
		case ']', '}':
			if depth > 0 {
				depth--
			}
		case '.':
			dots++
			if dots > maxDots {
				return fail(line, i-lineStart+1, fmt.Sprintf("a key with more than %d dots", maxDots),
					"the format needs at most 4")
			}
		case '=':
			keys++
			dots, atLineStart = 0, false
		case ',':
			dots = 0
		}
		if keys > maxKeys {
			return fail(line, 1, fmt.Sprintf("the file has more than %d keys", maxKeys),
				"split it into two exercises")
		}
	}
	return nil
}

// withoutMark leaves out the byte-order mark that some editors and spreadsheets write before
// a text.
func withoutMark(src []byte) []byte { return bytes.TrimPrefix(src, []byte("\uFEFF")) }

// notText finds the first byte that no text file holds, and says what is wrong; -1 when
// there is none.
func notText(src []byte) (at int, what, hint string) {
	if bytes.HasPrefix(src, []byte{0xFF, 0xFE}) || bytes.HasPrefix(src, []byte{0xFE, 0xFF}) ||
		len(src) > 3 && len(src)%2 == 0 && (src[0] == 0) != (src[1] == 0) && (src[2] == 0) != (src[3] == 0) {
		return 0, "the file is UTF-16", "save it as UTF-8: the editor's dialogue for saving has a list of encodings"
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return i, "the file holds a NUL byte", "save it as plain UTF-8 text"
	}
	if i := bytes.IndexByte(src, '\r'); i >= 0 && bytes.IndexByte(src, '\n') < 0 && i < len(src)-1 {
		return i, "the lines of this file end in CR alone", "save it with the line ends LF or CR LF: the editor's " +
			"dialogue for saving has a choice of them"
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i, "the file is not valid UTF-8", "save it as UTF-8 in your editor"
		}
		i += n
	}
	return -1, "", ""
}

// skipString goes from the quote at i to the end of its string. It returns the offset of the last
// quote, the line and the offset at which it begins, and whether a line is too long.
func skipString(src []byte, i, line, lineStart int) (end, atLine, startsAt int, long bool) {
	quote := src[i]
	triple := i+2 < len(src) && src[i+1] == quote && src[i+2] == quote
	if triple {
		i += 3
	} else {
		i++
	}
	for i < len(src) {
		if src[i] == '\n' {
			if !triple {
				return i - 1, line, lineStart, false // an unclosed string, which the parser explains better
			}
			line, lineStart = line+1, i+1
		}
		switch {
		case i-lineStart > maxLineBytes:
			return i, line, lineStart, true
		case quote == '"' && src[i] == '\\' && i+1 < len(src) && src[i+1] != '\n': // a line may end in one
			i++
		case src[i] == quote && !triple:
			return i, line, lineStart, false
		case src[i] == quote && i+2 < len(src) && src[i+1] == quote && src[i+2] == quote:
			return i + 2, line, lineStart, false
		}
		i++
	}
	return i, line, lineStart, false
}

func lineColumn(src []byte, offset int) (line, column int) {
	offset = min(max(offset, 0), len(src))
	line = 1 + bytes.Count(src[:offset], []byte{'\n'})
	start := bytes.LastIndexByte(src[:offset], '\n') + 1
	return line, 1 + utf8.RuneCount(src[start:offset])
}
