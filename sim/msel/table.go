package msel

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"tocsin/sim/scenario"
)

// How large a table may be.
const (
	maxRows    = 100_000
	maxColumns = 512
)

// sheet is a table whose columns are not known yet.
type sheet struct {
	name string // "" in a file that holds one table
	rows []row
}

// row is a row of a sheet; number counts from 1, as in spreadsheets.
type row struct {
	number int
	cells  []cell
}

// cell is a cleaned text, and what else a workbook knows of it.
type cell struct {
	text string
	// serial is the number of days that a workbook stores for a date or time; it counts if dated.
	serial float64
	dated  bool
}

// at returns the text of a cell; "" beyond the end of the row.
func (r row) at(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return r.cells[column].text
}

// filled counts the cells that hold something.
func (r row) filled() int {
	n := 0
	for _, c := range r.cells {
		if c.text != "" {
			n++
		}
	}
	return n
}

// columnName returns the letters of a column, counted from 0, as in spreadsheets: A, Z, AA.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// readDelimited reads CSV, or the same with semicolons, tabs or bars. The error says that the table is
// too large.
func readDelimited(text string) (sheet, Findings, error) {
	body, comma, first := text, rune(0), 1
	if line, rest, ok := strings.Cut(text, "\n"); ok { // Excel may write a first line such as sep=;
		if mark, is := strings.CutPrefix(strings.TrimRight(line, "\r"), "sep="); is && len(mark) == 1 {
			body, comma, first = rest, rune(mark[0]), 2
		}
	}
	if comma == 0 {
		comma = delimiterOf(body)
	}
	var found Findings
	rows, err := parseDelimited(body, comma, first, false)
	var fault *csv.ParseError
	if errors.As(err, &fault) {
		found = append(found, Finding{Level: Doubt, Code: "quotes", Place: Place{Row: fault.StartLine + first - 1},
			Message: fmt.Sprintf("a quotation mark is in or around a cell where none is allowed (line %d); it is "+
				"taken as "+
				"text, so the cells of this row and those below it may be cut wrongly", fault.Line+first-1),
			Hint: "compare the rows from here; in CSV, a mark inside a quoted cell is written twice"})
		rows, err = parseDelimited(body, comma, first, true)
	}
	if err != nil {
		return sheet{}, nil, err
	}
	return sheet{rows: rows}, found, nil
}

// parseDelimited cuts a text into rows; first is the number of its first line. lazy takes misplaced
// quotation marks as text.
func parseDelimited(text string, comma rune, first int, lazy bool) ([]row, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = comma, -1, lazy, true
	var rows []row
	number, line := first, 1 // of the next record; line is where the last one ended
	var offset int64
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		begins, _ := r.FieldPos(0)
		number += max(begins-line, 0) // empty lines, which the reader passes over
		line += strings.Count(text[offset:r.InputOffset()], "\n")
		offset = r.InputOffset()
		switch {
		case len(rows) >= maxRows:
			return nil, fmt.Errorf("the table has more than %d rows; divide it", maxRows)
		case len(fields) > maxColumns:
			return nil, fmt.Errorf("row %d has %d cells; at most %d are read", number, len(fields), maxColumns)
		}
		cells := make([]cell, len(fields))
		for i, f := range fields {
			cells[i].text = cleanCell(scenario.CellText(f))
		}
		rows = append(rows, row{number: number, cells: cells})
		number++
	}
}

// delimiters are the marks that separate cells, the likeliest first.
var delimiters = []rune{',', ';', '\t', '|'}

// delimiterOf finds the mark that cuts the beginning of a text into rows of the same length.
func delimiterOf(text string) rune {
	head := text[:min(len(text), 64<<10)]
	if len(head) < len(text) {
		head = head[:strings.LastIndexByte(head, '\n')+1]
	}
	best, score := ',', 0.0
	for _, d := range delimiters {
		if s := evenness(head, d); s > score {
			best, score = d, s
		}
	}
	return best
}

// evenness returns the share of the first 200 rows that have the commonest number of cells above one,
// plus a thousandth for each cell.
func evenness(text string, comma rune) float64 {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = comma, -1, true, true
	counts := map[int]int{}
	rows := 0
	for rows < 200 {
		fields, err := r.Read()
		if err != nil {
			break
		}
		rows++
		counts[len(fields)]++
	}
	best := 0.0
	for n, times := range counts {
		if n > 1 {
			best = max(best, float64(times)/float64(rows)+float64(min(n, 20))*0.001)
		}
	}
	return best
}
