package scenario

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr/file"
)

// unreadable says what is wrong with an expression that cannot be parsed: a usual slip, at its
// place, or else what the parser says.
func unreadable(source string, err error) *exprError {
	if e := exprSlip(source); e != nil {
		return e
	}
	e := &exprError{0, "the expression cannot be read", `for example "knows('egress') && hours > 12"`}
	fe, ok := err.(*file.Error)
	if !ok {
		return e
	}
	e.offset = byteOffset(source, fe.From)
	said := CleanLine(fe.Message)
	switch {
	case strings.Contains(said, "EOF"):
		e.offset, e.msg = len(source), "the expression ends too early"
		e.hint = "a value is missing at its end, or a bracket is not closed"
	case strings.HasPrefix(said, "unexpected token"):
		word := firstWord(source[e.offset:])
		e.msg = fmt.Sprintf("%s cannot be used here", clip(word))
		e.hint = "between two conditions write && or ||; " + e.hint
	default:
		e.msg = said
	}
	return e
}

func firstWord(s string) string {
	end := strings.IndexAny(s, " \t\n")
	if end < 0 {
		end = len(s)
	}
	return s[:end]
}

// exprSlips are signs of other languages and typographic ones, and what to write instead.
var exprSlips = []struct{ sign, message, hint string }{
	{"=>", "=> is not a comparison", "write >= for at least"}, {"=<", "=< is not a comparison", "write <= for at most"},
	{"<>", "<> is not a comparison", "write != for not equal"}, {"===", "=== is not a comparison", "write =="},
	{"≥", "≥ is not a comparison", "write >="}, {"≤", "≤ is not a comparison", "write <="},
	{"≠", "≠ is not a comparison", "write !="}, {"×", "× is not an operator", "write *"},
	{"“", "“ is a typographic quote", "write ' around ids"}, {"”", "” is a typographic quote", "write ' around ids"},
	{"‘", "‘ is a typographic quote", "write ' around ids"}, {"’", "’ is a typographic quote", "write ' around ids"},
	{"%", "% is not an operator", "write percent as a share of 1: 0.5 for 50%"},
	{";", "; cannot be used in a condition", "write && for and"},
}

// exprSlip finds a slip outside of the quotes of an expression.
func exprSlip(source string) *exprError {
	quote := byte(0)
	open := 0
	for i := 0; i < len(source); i++ {
		c, rest := source[i], source[i:]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '\'' || c == '"':
			quote = c
			continue
		case c == '(':
			open++
		case c == ')':
			if open--; open < 0 {
				return &exprError{i, "this ) closes nothing", "delete it, or add the ( before"}
			}
		}
		for _, s := range exprSlips {
			if strings.HasPrefix(rest, s.sign) {
				return &exprError{i, s.message, s.hint}
			}
		}
		word := i == 0 || !letter(source[i-1])
		switch {
		case c == '=' && strings.HasPrefix(rest, "=="):
			i++
		case c == '=' && (i == 0 || !strings.ContainsRune("<>!", rune(source[i-1]))):
			return &exprError{i, "= is not a comparison", "write == to ask whether two things are equal"}
		case c == '&' && strings.HasPrefix(rest, "&&"), c == '|' && strings.HasPrefix(rest, "||"):
			i++
		case c == '&':
			return &exprError{i, "& is not an operator", "write && for and"}
		case word && (hasWord(rest, "AND") || hasWord(rest, "And")):
			return &exprError{i, firstWord(rest) + " is not an operator", "write && or, in small letters, and"}
		case word && (hasWord(rest, "OR") || hasWord(rest, "Or")):
			return &exprError{i, firstWord(rest) + " is not an operator", "write || or, in small letters, or"}
		case word && (hasWord(rest, "NOT") || hasWord(rest, "Not")):
			return &exprError{i, firstWord(rest) + " is not an operator", "write ! or, in small letters, not"}
		case word && (hasWord(rest, "is") || hasWord(rest, "IS")):
			return &exprError{i, firstWord(rest) + " is not a comparison", "write =="}
		}
	}
	switch {
	case quote != 0:
		return &exprError{strings.LastIndexByte(source, quote), "this quote is not closed",
			"write ids in 'single quotes'"}
	case open > 0:
		return &exprError{len(source), "a ) is missing at the end", "close each ( with a )"}
	}
	return nil
}

func letter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func hasWord(s, word string) bool {
	return strings.HasPrefix(s, word) && (len(s) == len(word) || !letter(s[len(word)]))
}
