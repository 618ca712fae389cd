package scenario

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// What a scenario file may hold. The limits stand before the TOML parser, because a
// small file can make a parser allocate gigabytes; they admit a graph of 10,000
// systems and 20,000 links.
const (
	// MaxBytes is the longest scenario file.
	MaxBytes = 8 << 20

	maxLineBytes = 4 << 10
	maxNesting   = 16
	maxDots      = 8
	maxKeys      = 200_000
)

// prescan refuses a file that could hurt the parser, without parsing it. It follows
// strings and comments, so that brackets inside a text do not count.
func prescan(src []byte) *Diagnostic {
	fail := func(line, col int, msg, hint string) *Diagnostic {
		return &Diagnostic{Pos: Pos{line, col}, Severity: Error, Code: "limit", Message: msg, Hint: hint}
	}
	if len(src) > MaxBytes {
		return fail(1, 1, fmt.Sprintf("the file has %d bytes; at most %d are read", len(src), MaxBytes),
			"a scenario is text for people: leave out what nobody reads, or split it into two exercises")
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		line, col := lineColumn(src, i)
		return fail(line, col, "the file holds a NUL byte", "save it as plain UTF-8 text")
	}
	if !utf8.Valid(src) {
		i := 0
		for i < len(src) {
			r, n := utf8.DecodeRune(src[i:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			i += n
		}
		line, col := lineColumn(src, i)
		return fail(line, col, "the file is not valid UTF-8", "save it as UTF-8 in your editor")
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
				return fail(line, 1, fmt.Sprintf("this line is longer than %d bytes", maxLineBytes), "break the comment over several lines")
			}
			continue
		case '"', '\'':
			triple := i+2 < len(src) && src[i+1] == c && src[i+2] == c
			if triple {
				i += 3
			} else {
				i++
			}
			for i < len(src) {
				if src[i] == '\n' {
					if !triple {
						i-- // an unclosed string: the parser says so better
						break
					}
					line, lineStart = line+1, i+1
				}
				if i-lineStart > maxLineBytes {
					return fail(line, 1, fmt.Sprintf("this line is longer than %d bytes", maxLineBytes),
						`break long text over several lines with """ … """`)
				}
				if c == '"' && src[i] == '\\' {
					i += 2
					continue
				}
				if src[i] == c {
					if !triple {
						break
					}
					if i+2 < len(src) && src[i+1] == c && src[i+2] == c {
						i += 2
						break
					}
				}
				i++
			}
		case '[', '{':
			if atLineStart && c == '[' && depth == 0 {
				keys++
			}
			depth++
			if depth > maxNesting {
				return fail(line, i-lineStart+1, fmt.Sprintf("tables or lists are nested deeper than %d", maxNesting), "the format needs at most 5 levels; is a bracket missing?")
			}
		case ']', '}':
			if depth > 0 {
				depth--
			}
		case '.':
			dots++
			if dots > maxDots {
				return fail(line, i-lineStart+1, fmt.Sprintf("a key with more than %d dots", maxDots), "the format needs at most 4")
			}
		case '=':
			keys++
			dots, atLineStart = 0, false
		case ',':
			dots = 0
		}
		if keys > maxKeys {
			return fail(line, 1, fmt.Sprintf("the file has more than %d keys", maxKeys), "split it into two exercises")
		}
	}
	return nil
}

func lineColumn(src []byte, offset int) (line, column int) {
	offset = min(max(offset, 0), len(src))
	line = 1 + bytes.Count(src[:offset], []byte{'\n'})
	start := bytes.LastIndexByte(src[:offset], '\n') + 1
	return line, 1 + utf8.RuneCount(src[start:offset])
}
