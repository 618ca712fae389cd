package msel

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"tocsin/sim/scenario"
)

// columnSet is the columns of a kind of list that is in use.
type columnSet struct {
	name    string
	columns []outColumn
}

type outColumn struct {
	heading string
	width   float64                        // in a workbook, in characters
	of      func(l *List, e *Entry) string // the cell of an entry
}

// The column sets: HSEEP's as Crucible Blueprint gives it, and MITRE's from the same source.
var columnSets = []columnSet{
	{"hseep", []outColumn{
		{"Event Number", 8, func(_ *List, e *Entry) string { return e.Number }},
		{"Designated Scenario Time", 14, timeCell},
		{"Event Type", 12, func(_ *List, e *Entry) string { return e.Kind.String() }},
		{"Inject Mode", 10, func(_ *List, e *Entry) string { return e.Media }},
		{"From", 18, func(_ *List, e *Entry) string { return e.From }},
		{"To", 26, func(l *List, e *Entry) string { return l.markedNames(*e) }},
		{"Title", 28, func(_ *List, e *Entry) string { return e.Title }},
		{"Message", 60, func(_ *List, e *Entry) string { return e.Text }},
		{"Expected Participant Response", 40, func(_ *List, e *Entry) string { return e.Expected }},
		{"Exercise Objective", 24, func(_ *List, e *Entry) string { return e.Objective }},
		{"Notes", 40, notesCell},
	}},
	{"mitre", []outColumn{
		{"ID", 8, func(_ *List, e *Entry) string { return e.Number }},
		{"Local Time", 18, localCell},
		{"Delivery Method", 10, func(_ *List, e *Entry) string { return e.Media }},
		{"Target", 26, func(l *List, e *Entry) string { return l.markedNames(*e) }},
		{"Title", 28, func(_ *List, e *Entry) string { return e.Title }},
		{"Description", 60, func(_ *List, e *Entry) string { return e.Text }},
		{"Assumptions", 16, func(*List, *Entry) string { return "" }},
		{"Notes", 40, notesCell},
		{"Expected Actions", 40, func(_ *List, e *Entry) string { return e.Expected }},
		{"Measure of Performance", 16, func(*List, *Entry) string { return "" }},
		{"Exercise Objective", 24, func(_ *List, e *Entry) string { return e.Objective }},
		{"From", 18, func(_ *List, e *Entry) string { return e.From }},
		{"Event Type", 12, func(_ *List, e *Entry) string { return e.Kind.String() }},
	}},
}

// ownColumns follow every set, so that an import of the file loses nothing.
var ownColumns = []outColumn{
	{"Tocsin id", 16, func(_ *List, e *Entry) string { return e.ID }},
	{"Tocsin start", 18, startCell},
	{"Tocsin rules", 30, func(_ *List, e *Entry) string { return strings.Join(e.Rules, "\n") }},
}

// actualColumns follow those if the list is of a recorded exercise.
var actualColumns = []outColumn{
	{"Actual Time", 14, func(_ *List, e *Entry) string {
		return actualCell(e, func(t scenario.Duration) string { return signedSpan(t) })
	}},
	{"Actual Date", 18, func(l *List, e *Entry) string {
		return actualCell(e, func(t scenario.Duration) string {
			return l.clockStart().Add(time.Duration(t)).Format("2006-01-02 15:04:05")
		})
	}},
	{"Released By", 16, func(_ *List, e *Entry) string {
		if e.Actual == nil {
			return ""
		}
		return e.Actual.By
	}},
	{"Outcome", 12, func(_ *List, e *Entry) string {
		if e.Actual == nil {
			return ""
		}
		return e.Actual.State
	}},
}

// startCell returns what the times of the list count from.
func startCell(l *List, _ *Entry) string {
	if l.Start.IsZero() {
		return ""
	}
	return l.Start.Format("2006-01-02 15:04:05")
}

func timeCell(_ *List, e *Entry) string {
	if !e.Timed {
		return ""
	}
	return signedSpan(e.At)
}

func localCell(l *List, e *Entry) string {
	if !e.Timed {
		return ""
	}
	return l.clockStart().Add(time.Duration(e.At)).Format("2006-01-02 15:04:05")
}

// notesCell returns the notes of an entry, and the cells of columns that the set does not have.
func notesCell(_ *List, e *Entry) string {
	lines := []string{}
	if e.Notes != "" {
		lines = append(lines, e.Notes)
	}
	for _, x := range e.Extra {
		lines = append(lines, oneLine(x.Name)+": "+strings.ReplaceAll(x.Value, "\n", "\n  "))
	}
	return strings.Join(lines, "\n")
}

func actualCell(e *Entry, show func(scenario.Duration) string) string {
	if e.Actual == nil {
		return ""
	}
	words := make([]string, len(e.Actual.Times))
	for i, t := range e.Actual.Times {
		words[i] = show(t)
	}
	return strings.Join(words, "; ")
}

// ColumnSets returns the names of the column sets in which tables are written.
func ColumnSets() []string {
	names := make([]string, len(columnSets))
	for i, s := range columnSets {
		names[i] = s.name
	}
	return names
}

// layout returns the columns of a set for a list; its error names the sets that there are.
func (l *List) layout(set string) ([]outColumn, error) {
	for _, s := range columnSets {
		if s.name != set {
			continue
		}
		out := append(append([]outColumn{}, s.columns...), ownColumns...)
		for i := range l.Entries {
			if l.Entries[i].Actual != nil {
				return append(out, actualColumns...), nil
			}
		}
		return out, nil
	}
	return nil, fmt.Errorf("there is no column set %q; there are %s", set, strings.Join(ColumnSets(), ", "))
}

// WriteCSV writes the list as CSV (RFC 4180) in UTF-8 with a byte order mark, by which
// spreadsheets recognise it. Cells that a spreadsheet would run get an apostrophe in front. The
// error is the writer's, or that of an unknown column set.
func (l *List) WriteCSV(w io.Writer, set string) error {
	columns, err := l.layout(set)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.WriteString("\ufeff")
	line := func(cell func(c outColumn) string) {
		for i, c := range columns {
			if i > 0 {
				out.WriteByte(',')
			}
			text := scenario.InertCell(cell(c))
			if strings.ContainsAny(text, ",\"\r\n;\t") || strings.TrimSpace(text) != text {
				text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
			out.WriteString(text)
		}
		out.WriteString("\r\n")
	}
	line(func(c outColumn) string { return c.heading })
	for i := range l.Entries {
		line(func(c outColumn) string { return c.of(l, &l.Entries[i]) })
	}
	return out.Flush()
}

// The sheets of a workbook that Tocsin writes.
const (
	listSheet     = "MSEL"
	exerciseSheet = "Exercise"
	carrierSheet  = "Tocsin scenario"
)

// maxCell is the most characters of a cell of a workbook.
const maxCell = 32767

// WriteXLSX writes the list as a workbook: the list, what is known of the exercise, and in a
// hidden sheet the scenario that it comes from, so that an import loses nothing. Every cell has
// the type text, which no spreadsheet runs. The error is as for [List.WriteCSV].
func (l *List) WriteXLSX(w io.Writer, set string) error {
	columns, err := l.layout(set)
	if err != nil {
		return err
	}
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", listSheet); err != nil {
		return err
	}
	heading, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D9E2EC"}}})
	if err != nil {
		return err
	}
	body, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return err
	}
	rows := make([][]any, 0, len(l.Entries)+1)
	head := make([]any, len(columns))
	widths := make([]float64, len(columns))
	for i, c := range columns {
		head[i], widths[i] = excelize.Cell{StyleID: heading, Value: c.heading}, c.width
	}
	rows = append(rows, head)
	for i := range l.Entries {
		r := make([]any, len(columns))
		for k, c := range columns {
			if text := c.of(l, &l.Entries[i]); text != "" {
				r[k] = excelize.Cell{StyleID: body, Value: cut(text)}
			}
		}
		rows = append(rows, r)
	}
	if err := writeRows(book, listSheet, rows, widths); err != nil {
		return err
	}
	if err := l.writeExercise(book, heading, body); err != nil {
		return err
	}
	if err := l.writeCarrier(book); err != nil {
		return err
	}
	return book.Write(w)
}

// cut shortens a text to what a cell can hold.
func cut(s string) string {
	if len(s) <= maxCell { // bytes are never fewer than characters
		return s
	}
	if r := []rune(s); len(r) > maxCell {
		return string(r[:maxCell-1]) + "…"
	}
	return s
}

// writeRows writes a sheet; if it has widths, its first row stays visible.
func writeRows(book *excelize.File, name string, rows [][]any, widths []float64) error {
	sw, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range widths {
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if len(widths) > 0 {
		if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2",
			ActivePane: "bottomLeft"}); err != nil {
			return err
		}
	}
	for i, r := range rows {
		if err := sw.SetRow("A"+strconv.Itoa(i+1), r); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// writeExercise writes what is known of the exercise.
func (l *List) writeExercise(book *excelize.File, heading, body int) error {
	if _, err := book.NewSheet(exerciseSheet); err != nil {
		return err
	}
	cell := func(style int, text string) excelize.Cell { return excelize.Cell{StyleID: style, Value: cut(text)} }
	rows := [][]any{{cell(heading, "What"), cell(heading, "Value")},
		{cell(body, "Exercise"), cell(body, l.Title)}, {cell(body, "Summary"), cell(body, l.Summary)}}
	if !l.Start.IsZero() {
		rows = append(rows, []any{cell(body, "STARTEX"), cell(body, l.Start.Format("2006-01-02 15:04:05")+" UTC")})
	}
	if l.Length > 0 {
		rows = append(rows, []any{cell(body, "Length"), cell(body, l.Length.String())})
	}
	for _, s := range l.Seats {
		rows = append(rows, []any{cell(body, "Seat"), cell(body, s.Title+" ["+s.ID+"]")})
	}
	return writeRows(book, exerciseSheet, rows, []float64{14, 80})
}

// carriedPiece is the most bytes of a scenario in a cell. Quoted, they are at most four times as many
// characters, which fit into a cell.
const carriedPiece = 8000

// writeCarrier writes the scenario into a hidden sheet, in quoted pieces, so that no program that
// reads cells changes its blanks and line ends.
func (l *List) writeCarrier(book *excelize.File) error {
	if l.Scenario == "" {
		return nil
	}
	if _, err := book.NewSheet(carrierSheet); err != nil {
		return err
	}
	var rows [][]any
	for rest := l.Scenario; rest != ""; {
		piece := rest[:min(len(rest), carriedPiece)]
		rest = rest[len(piece):]
		rows = append(rows, []any{excelize.Cell{Value: strconv.QuoteToASCII(piece)}})
	}
	if err := writeRows(book, carrierSheet, rows, nil); err != nil {
		return err
	}
	return book.SetSheetVisible(carrierSheet, false)
}

// carrierText returns the scenario that a workbook carries, and the sheets of the list.
func carrierText(sheets []sheet) (scenarioText string, rest []sheet) {
	for _, s := range sheets {
		if s.name == exerciseSheet && len(s.rows) > 0 && s.rows[0].at(0) == "What" && s.rows[0].at(1) == "Value" {
			continue // the scenario says the same
		}
		if s.name != carrierSheet {
			rest = append(rest, s)
			continue
		}
		var whole strings.Builder
		for _, r := range s.rows {
			piece, err := strconv.Unquote(r.at(0))
			if err != nil { // somebody changed it
				whole.Reset()
				break
			}
			whole.WriteString(piece)
		}
		scenarioText = whole.String()
	}
	return scenarioText, rest
}
