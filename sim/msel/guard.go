package msel

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// runs are the characters with which a cell begins that a spreadsheet may run, and the
// apostrophe that stops it (OWASP ASVS 1.2.10).
const runs = "=+-@\t\r\n\x00'|%＝＋－＠"

// guard makes a cell of CSV that no spreadsheet runs: an apostrophe is before what could
// be a formula, also after blanks. Numbers stay as they are.
func guard(s string) string {
	if _, err := strconv.ParseFloat(s, 64); err == nil && !strings.ContainsAny(s, "xXpP_iInN") {
		return s
	}
	if runnable(s) {
		return "'" + s
	}
	return s
}

// unguard takes the apostrophe of guard off.
func unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && runnable(rest) {
		return rest
	}
	return s
}

func runnable(s string) bool {
	first, n := utf8.DecodeRuneInString(strings.TrimLeft(s, " \u00a0\u3000\ufeff"))
	return n > 0 && strings.ContainsRune(runs, first)
}
