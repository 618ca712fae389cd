package scenario

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// formulaStarts are the characters with which a cell begins that a spreadsheet may run as a
// formula, and the apostrophe that stops it (OWASP ASVS 1.2.10).
const formulaStarts = "=+-@\t\r\n\x00'|%＝＋－＠"

// InertCell returns a text as a table's cell that no spreadsheet runs: an apostrophe stands before
// what could be a formula, also after blanks, and before another apostrophe, so that [CellText] can
// take it off. Numbers stay as they are.
func InertCell(s string) string {
	if _, err := strconv.ParseFloat(s, 64); err == nil && !strings.ContainsAny(s, "xXpP_iInN") {
		return s
	}
	if runnable(s) {
		return "'" + s
	}
	return s
}

// CellText returns the text of a cell that [InertCell] has written.
func CellText(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && runnable(rest) {
		return rest
	}
	return cell
}

// runnable reports whether a spreadsheet may run a cell.
func runnable(s string) bool {
	first, n := utf8.DecodeRuneInString(strings.TrimLeft(s, " \u00a0\u3000\ufeff"))
	return n > 0 && strings.ContainsRune(formulaStarts, first)
}
