package report

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"tocsin/sim/scenario"
)

// planWorkbook writes the plan as a workbook to work in: statuses and priorities are chosen from
// lists.
func planWorkbook(w io.Writer, r *Report) error {
	return workbook(w, r, func(t table) bool { return t.file == "improvement_plan.csv" })
}

// tablesWorkbook writes all tables as a workbook, a sheet each.
func tablesWorkbook(w io.Writer, r *Report) error {
	return workbook(w, r, func(table) bool { return true })
}

// workbook writes tables as sheets: numbers as numbers, dates and times as such, all else as text that
// nothing runs, and at the end the dictionary of their columns.
func workbook(w io.Writer, r *Report, which func(table) bool) error {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := stylesOf(f)
	if err != nil {
		return err
	}
	words := table{file: "dictionary.csv", head: []string{"table", "column", "type", "holds"}}
	var said [][]string
	for _, t := range tables {
		if !which(t) {
			continue
		}
		if err := sheet(f, t, r, styles); err != nil {
			return err
		}
		for _, name := range t.head {
			said = append(said, []string{t.file, name, dictionary[name].kind, dictionary[name].about})
		}
	}
	words.rows = func(_ *Report, row func(...string)) {
		for _, cells := range said {
			row(cells...)
		}
	}
	if err := sheet(f, words, r, styles); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return err
	}
	return inOrder(w, b.Bytes())
}

// styles are how cells of a workbook look: the heads of columns of numbers and of others, dates, times with and
// without thousandths of a second, numbers that are not whole, and all else. Dates and times look as they do in the
// CSV files. A number is shown with three places, and is in the cell with all that it has.
type styles struct{ head, count, day, second, thousandth, whole, fraction, text int }

func stylesOf(f *excelize.File) (styles, error) {
	var s styles
	day, second, thousandth := "yyyy-mm-dd", `yyyy-mm-dd"T"hh:mm:ss"Z"`, `yyyy-mm-dd"T"hh:mm:ss.000"Z"`
	bold, fraction := &excelize.Font{Bold: true, Family: "Calibri", Size: 11}, "0.0##"
	for _, x := range []struct {
		to    *int
		style excelize.Style
	}{{&s.head, excelize.Style{Font: bold}}, {&s.count, excelize.Style{Font: bold}},
		{&s.whole, excelize.Style{}}, {&s.fraction, excelize.Style{CustomNumFmt: &fraction}},
		{&s.day, excelize.Style{CustomNumFmt: &day}}, {&s.second, excelize.Style{CustomNumFmt: &second}},
		{&s.thousandth, excelize.Style{CustomNumFmt: &thousandth}}, {&s.text, excelize.Style{}}} {
		x.style.Border = []excelize.Border{{Type: "bottom", Style: 1, Color: "C8CDD3"}}
		x.style.Alignment = &excelize.Alignment{Vertical: "top", WrapText: true}
		switch x.to {
		case &s.count: // above numbers, which are to the right, beside the button of the filter
			x.style.Alignment.Horizontal, x.style.Alignment.Indent = "right", 2
		case &s.text, &s.head: // not at the end of the number before them
			x.style.Alignment.Horizontal, x.style.Alignment.Indent = "left", 1
		}
		id, err := f.NewStyle(&x.style)
		if err != nil {
			return s, err
		}
		*x.to = id
	}
	return s, nil
}

// emptySheet is the sheet that a new workbook has.
const emptySheet = "Sheet1"

// sheet adds a table as a sheet.
func sheet(f *excelize.File, t table, r *Report, styles styles) error {
	name := strings.TrimSuffix(t.file, ".csv")
	if only := f.GetSheetList(); len(only) == 1 && only[0] == emptySheet {
		// Named now: taking it away at the end would read again and write again all that is
		// streamed into the others.
		if err := f.SetSheetName(emptySheet, name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(name); err != nil {
		return err
	}
	texts, seen := [][]string{t.head}, [][]string{t.head}
	t.rows(r, func(row ...string) {
		texts = append(texts, row)
		shown := make([]string, len(row))
		for i, text := range row {
			shown[i] = shownIn(t.head[i], text)
		}
		seen = append(seen, shown)
	})
	widths := widthsOf(seen)
	if err := printed(f, name, widths); err != nil {
		return err
	}
	s, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range widths {
		if err := s.SetColWidth(i+1, i+1, float64(width)); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for n, row := range texts {
		cells := make([]any, len(row))
		for i, text := range row {
			if n == 0 {
				cells[i] = excelize.Cell{StyleID: styles.headOf(text), Value: text}
			} else {
				cells[i] = cellOf(t.head[i], text, styles)
			}
		}
		high := excelize.RowOpts{Height: heightOf(seen[n], widths)}
		if err := s.SetRow(fmt.Sprintf("A%d", n+1), cells, high); err != nil {
			return err
		}
	}
	last, err := excelize.ColumnNumberToName(len(t.head))
	if err != nil {
		return err
	}
	if err := f.AutoFilter(name, fmt.Sprintf("A1:%s%d", last, len(texts)), nil); err != nil {
		return err
	}
	if t.file == "improvement_plan.csv" && len(texts) > 1 {
		if err := planLists(f, name, t.head, len(texts)); err != nil {
			return err
		}
	}
	return s.Flush()
}

// planLists has statuses and priorities chosen from lists, down to a row.
func planLists(f *excelize.File, sheet string, head []string, row int) error {
	lists := map[string][]string{"status": statuses, "priority": {"high", "medium", "low"}}
	for i, column := range head {
		options := lists[column]
		if len(options) == 0 {
			continue
		}
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		v := excelize.NewDataValidation(true)
		v.SetSqref(fmt.Sprintf("%s2:%s%d", letter, letter, row))
		if err := v.SetDropList(options); err != nil {
			return err
		}
		if err := f.AddDataValidation(sheet, v); err != nil {
			return err
		}
	}
	return nil
}

// numberIn is the number in a cell, if its column holds numbers.
func numberIn(column, text string) (float64, bool) {
	switch dictionary[column].kind {
	case "number", "integer", "any":
		v, err := strconv.ParseFloat(text, 64)
		return v, err == nil
	}
	return 0, false
}

// shownIn is what a cell shows: a number with three places, as its style has it.
func shownIn(column, text string) string {
	if v, ok := numberIn(column, text); ok && math.Abs(v) >= 0.001 {
		return strconv.FormatFloat(math.Round(v*1000)/1000, 'f', -1, 64)
	}
	return text
}

// headOf is how the head of a column looks.
func (s styles) headOf(column string) int {
	switch dictionary[column].kind {
	case "number", "integer", "any":
		return s.count
	}
	return s.head
}

// cellOf is a cell of a column: a number where the column holds numbers, a date or time where it holds such,
// and else the text as it is. A workbook holds texts as such, so nothing in them runs.
func cellOf(column, text string, styles styles) excelize.Cell {
	kind := dictionary[column].kind
	if column == "start_date" || column == "completion_date" { // people's, who may have written a word
		kind = "date"
	}
	if v, ok := numberIn(column, text); ok {
		style := styles.whole
		if v != math.Trunc(v) && math.Abs(v) >= 0.001 {
			style = styles.fraction
		}
		return excelize.Cell{StyleID: style, Value: v}
	}
	switch kind {
	case "date":
		if at, err := time.Parse(time.DateOnly, text); err == nil && at.Year() > firstYear {
			return excelize.Cell{StyleID: styles.day, Value: at}
		}
	case "datetime":
		if at, err := time.Parse(time.RFC3339, text); err == nil && at.Year() > firstYear {
			style := styles.second
			if at.Nanosecond() != 0 {
				style = styles.thousandth
			}
			return excelize.Cell{StyleID: style, Value: at.UTC()}
		}
	}
	if text == "" {
		return excelize.Cell{StyleID: styles.text}
	}
	return excelize.Cell{StyleID: styles.text, Value: strings.ToValidUTF8(scenario.CleanText(text), "\ufffd")}
}

// firstYear is the first that workbooks know, whose days programs count in two ways.
const firstYear = 1900
