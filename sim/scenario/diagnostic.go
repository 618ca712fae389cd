package scenario

import (
	"fmt"
	"path"
	"sort"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Severity says whether a scenario can be played in spite of a finding.
type Severity string

const (
	// Error means that the scenario cannot be played until it is fixed.
	Error Severity = "error"
	// Warning means that it can be played, but an experienced exercise designer would ask about it.
	Warning Severity = "warning"
)

// Pos is a place in a file; Line and Column count from 1, columns in characters.
type Pos struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Diagnostic is one thing found in a file: where, what is wrong, and what to do.
type Diagnostic struct {
	Pos
	Severity Severity `json:"severity"`
	// Code is a short stable word for the kind of finding, for filters and tests.
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// Diagnostics are the findings of one file, in the order of the file.
type Diagnostics []Diagnostic

// Failed reports whether any finding is an error.
func (ds Diagnostics) Failed() bool {
	for _, d := range ds {
		if d.Severity == Error {
			return true
		}
	}
	return false
}

// Count returns the number of findings of one severity.
func (ds Diagnostics) Count(s Severity) int {
	n := 0
	for _, d := range ds {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Sort puts the findings in the order of the file.
func (ds Diagnostics) Sort() {
	sort.SliceStable(ds, func(i, j int) bool {
		a, b := ds[i], ds[j]
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}

// Format writes the findings as text for a person: each with its place, the line
// it is on, a caret under the spot, and what to do. source is the file's text.
func (ds Diagnostics) Format(file, source string) string {
	lines := strings.Split(strings.TrimPrefix(source, "\uFEFF"), "\n")
	var b strings.Builder
	for i, d := range ds {
		if i > 0 {
			b.WriteByte('\n')
		}
		in, at := d.Where(file, source)
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s [%s]\n", in, at.Line, at.Column, d.Severity, d.Message, d.Code)
		if d.Line >= 1 && d.Line <= len(lines) {
			text, caret := snippet(lines[d.Line-1], d.Column)
			if text != "" {
				number := fmt.Sprintf("%5d | ", at.Line)
				fmt.Fprintf(&b, "%s%s\n%s%s^\n", number, text, strings.Repeat(" ", len(number)-2)+"| ",
					strings.Repeat(" ", caret))
			}
		}
		if d.Hint != "" {
			fmt.Fprintf(&b, "      = %s\n", d.Hint)
		}
	}
	return b.String()
}

// Where returns the file that a place of a scenario's text is in, and the place there: the
// scenario's own file, or one that it includes.
func (p Pos) Where(file, source string) (string, Pos) {
	in, at := p.In(source)
	if in == "" {
		return file, at
	}
	return path.Join(path.Dir(strings.ReplaceAll(file, `\`, "/")), in), at
}

// snippet cuts a source line to at most 100 characters around the column, cleaned for a terminal,
// and returns how many cells of the terminal come before the caret.
func snippet(line string, column int) (string, int) {
	const width = 100
	runes := []rune(strings.TrimSuffix(line, "\r"))
	at := min(max(column-1, 0), len(runes))
	from := 0
	if at > width-20 {
		from = at - width/2
	}
	to := min(len(runes), from+width)
	clean := func(rs []rune) []rune {
		out := make([]rune, 0, len(rs))
		for _, r := range rs {
			if r == '\t' || !printable(r) {
				r = ' '
			}
			out = append(out, r)
		}
		return out
	}
	text := string(clean(runes[from:to]))
	caret := ansi.StringWidth(string(clean(runes[from:at])))
	if from > 0 {
		text, caret = "…"+text, caret+1
	}
	if to < len(runes) {
		text += "…"
	}
	return text, caret
}
