package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tocsin/sim/scenario"
)

// planCalendar writes the open actions of the plan as events of whole days, each on the date by
// which it is to be done (iCalendar, RFC 5545). An action without a date that is one has none.
func planCalendar(w io.Writer, r *Report) error {
	var b strings.Builder
	line := func(s string) { // at most 75 bytes, and the rest on lines that begin with a space
		for len(s) > 75 {
			cut := 75
			for !utf8.RuneStart(s[cut]) {
				cut--
			}
			b.WriteString(s[:cut] + "\r\n")
			s = " " + s[cut:]
		}
		b.WriteString(s + "\r\n")
	}
	stamp := "19700101T000000Z"
	if played, err := time.Parse("2 January 2006", r.Overview.Played); err == nil {
		stamp = played.Format("20060102T150405Z")
	}
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//Tocsin//Improvement plan//EN")
	for _, p := range r.Plan {
		due, err := time.Parse(time.DateOnly, p.DueText())
		if err != nil || p.Status == "done" || p.Status == "rejected" {
			continue
		}
		action := p.Action
		if action == "" {
			action = p.Issue
		}
		about := []string{p.Issue}
		for _, x := range []struct{ name, text string }{{"Responsible", p.Responsible}, {"Contact", p.Contact},
			{"Core capability", p.Capability}, {"Priority", p.Priority}, {"Status", p.Status},
			{"Done when", p.Indicator}, {"Comment", p.Comment}} {
			if x.text != "" {
				about = append(about, x.name+": "+x.text)
			}
		}
		line("BEGIN:VEVENT")
		line("UID:" + icsText(p.ID) + "-" + slug(r.Overview.Code) + "@tocsin.invalid")
		line("DTSTAMP:" + stamp)
		line("DTSTART;VALUE=DATE:" + due.Format("20060102"))
		line("DTEND;VALUE=DATE:" + due.AddDate(0, 0, 1).Format("20060102"))
		line("TRANSP:TRANSPARENT")
		line("SUMMARY:" + icsText(p.ID+" "+action))
		line("DESCRIPTION:" + icsText(strings.Join(about, "\n")))
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	_, err := io.WriteString(w, b.String())
	return err
}

// DueText is the date by which a row is to be done: people's, or the one that was proposed.
func (p PlanRow) DueText() string {
	if p.Completion != "" {
		return p.Completion
	}
	return p.Proposed
}

// icsText is a text of iCalendar.
func icsText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "").Replace(scenario.CleanText(s))
}

// planWorkbook writes the plan as a workbook to work in: statuses and priorities are chosen from
// lists.
func planWorkbook(w io.Writer, r *Report) error {
	return workbook(w, r, func(t table) bool { return t.file == "improvement_plan.csv" })
}

// tablesWorkbook writes all tables as a workbook, a sheet each.
func tablesWorkbook(w io.Writer, r *Report) error {
	return workbook(w, r, func(table) bool { return true })
}

// workbook writes tables as sheets: numbers as numbers, all else as text that nothing runs, and
// at the end the dictionary of their columns.
func workbook(w io.Writer, r *Report, which func(table) bool) error {
	f := excelize.NewFile()
	defer f.Close()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return err
	}
	wrapped, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return err
	}
	words := table{file: "dictionary.csv", head: []string{"table", "column", "type", "holds"}}
	var said [][]string
	for _, t := range tables {
		if !which(t) {
			continue
		}
		if err := sheet(f, t, r, bold, wrapped); err != nil {
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
	if err := sheet(f, words, r, bold, wrapped); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return err
	}
	return inOrder(w, b.Bytes())
}

// emptySheet is the sheet that a new workbook has.
const emptySheet = "Sheet1"

// sheet adds a table as a sheet.
func sheet(f *excelize.File, t table, r *Report, bold, wrapped int) error {
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
	s, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, column := range t.head {
		width := 14.0
		if dictionary[column].kind == "string" {
			width = 24
		}
		if err := s.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	write := func(n int, style int, cells []any) error {
		for i, c := range cells {
			cells[i] = excelize.Cell{StyleID: style, Value: c}
		}
		return s.SetRow(fmt.Sprintf("A%d", n), cells)
	}
	head := make([]any, len(t.head))
	for i, h := range t.head {
		head[i] = h
	}
	if err := write(1, bold, head); err != nil {
		return err
	}
	n := 1
	t.rows(r, func(texts ...string) {
		n++
		cells := make([]any, len(texts))
		for i, text := range texts {
			cells[i] = cellOf(dictionary[t.head[i]].kind, text)
		}
		if e := write(n, wrapped, cells); err == nil {
			err = e
		}
	})
	if err != nil {
		return err
	}
	if t.file == "improvement_plan.csv" && n > 1 {
		if err := planLists(f, name, t.head, n); err != nil {
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

// cellOf is a cell: a number where the column holds numbers, and else the text as it is. A
// workbook holds texts as such, so nothing in them runs.
func cellOf(kind, text string) any {
	if text == "" {
		return nil
	}
	if kind == "number" || kind == "integer" || kind == "any" {
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return v
		}
	}
	return strings.ToValidUTF8(scenario.CleanText(text), "\ufffd")
}
