package msel

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readWorkbook reads the sheets of an XLSX workbook whose archive has been checked.
func readWorkbook(a *archive) ([]sheet, Findings, error) {
	merged := false
	var unsaved []string
	for _, f := range a.files {
		if strings.HasPrefix(strings.ToLower(f.Name), "xl/") && strings.HasSuffix(strings.ToLower(f.Name), ".xml") {
			has, err := a.checkXML(f)
			if err != nil {
				return nil, nil, err
			}
			merged = merged || has.merged
			unsaved = append(unsaved, has.unsaved...)
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(a.raw), excelize.Options{UnzipSizeLimit: maxUnpacked + 1,
		UnzipXMLSizeLimit: maxUnpacked + 1}) // all stays in memory, so no file is left on disk
	if err != nil {
		return nil, nil, fmt.Errorf("the workbook cannot be opened: %w; save it again as .xlsx", err)
	}
	defer book.Close()
	epoch1904 := false
	if p, err := book.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		epoch1904 = *p.Date1904
	}
	if err := markDates(book); err != nil {
		return nil, nil, err
	}
	var sheets []sheet
	var found Findings
	for _, name := range book.GetSheetList() {
		s, f, err := readWorksheet(book, name, epoch1904)
		if err != nil {
			return nil, nil, err
		}
		if merged {
			if err := fillMerged(book, &s); err != nil {
				return nil, nil, err
			}
		}
		visible, err := book.GetSheetVisible(name)
		if err == nil && !visible && len(s.rows) > 0 && name != carrierSheet {
			f = append(f, Finding{Level: Note, Code: "hidden", Place: Place{Sheet: s.name},
				Message: "the sheet is hidden in the workbook and is read as the others"})
		}
		sheets, found = append(sheets, s), append(append(found, f...), withoutResult(book, name, unsaved)...)
	}
	return sheets, found, nil
}

// withoutResult reports the cells of a sheet that hold a formula and no result: programs that write
// workbooks without computing them leave such cells, which look empty here.
func withoutResult(book *excelize.File, name string, cells []string) Findings {
	var found Findings
	for _, ref := range cells {
		formula, err := book.GetCellFormula(name, ref)
		if err != nil || formula == "" {
			continue
		}
		if shown, err := book.GetCellValue(name, ref); err != nil || shown != "" {
			continue
		}
		column, row, err := excelize.SplitCellName(ref)
		if err != nil {
			continue
		}
		found = append(found, Finding{Level: Doubt, Code: "formula", Value: "=" + cleanCell(formula),
			Place:   Place{Sheet: cleanCell(name), Row: row, Column: column},
			Message: "the cell holds a formula whose result the file lacks: it is read as empty",
			Hint:    `open the workbook in a spreadsheet program and save it again, or accept "formula"`})
	}
	return found
}

// readWorksheet reads a sheet whose dates are marked.
func readWorksheet(book *excelize.File, name string, epoch1904 bool) (sheet, Findings, error) {
	s := sheet{name: cleanCell(name)}
	shown, err := book.Rows(name)
	if err != nil {
		return s, nil, nil // a sheet of charts has no rows
	}
	defer shown.Close()
	var hidden []string
	for number := 1; shown.Next(); number++ {
		texts, err := shown.Columns()
		if err != nil {
			return s, nil, fmt.Errorf("sheet %s, row %d: %w", s.name, number, err)
		}
		switch {
		case len(texts) > maxColumns:
			return s, nil, fmt.Errorf("sheet %s, row %d has cells beyond column %s; at most %d columns are read",
				s.name, number, columnName(maxColumns-1), maxColumns)
		case len(s.rows) >= maxRows:
			return s, nil, fmt.Errorf("sheet %s has more than %d rows; divide it", s.name, maxRows)
		case number > 20*maxRows:
			return s, nil, fmt.Errorf("sheet %s has rows below %d; remove the empty ones", s.name, number)
		}
		r := row{number: number, cells: make([]cell, len(texts))}
		for i := range texts {
			r.cells[i] = workbookCell(texts[i], epoch1904)
		}
		if r.filled() == 0 {
			continue
		}
		if shown.GetRowOpts().Hidden {
			hidden = append(hidden, strconv.Itoa(number))
		}
		s.rows = append(s.rows, r)
	}
	if len(hidden) == 0 {
		return s, nil, shown.Error()
	}
	return s, Findings{{Level: Note, Code: "hidden", Place: Place{Sheet: s.name},
		Message: "hidden rows are read as the others: " + inBrief(hidden, 10)}}, shown.Error()
}

// inBrief lists the first n words, and says how many more there are.
func inBrief(words []string, n int) string {
	if len(words) <= n {
		return strings.Join(words, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(words[:n], ", "), len(words)-n)
}

// days1904 is how many days later the calendar of old Macintosh workbooks begins, in 1904.
const days1904 = 1462

// fillMerged writes the value of cells that are merged over several rows into each of them,
// so that a time that is written once for three rows is the time of all three.
func fillMerged(book *excelize.File, s *sheet) error {
	areas, err := book.GetMergeCells(s.name, true)
	if err != nil {
		return nil // a sheet without cells
	}
	byNumber := map[int]int{}
	for i, r := range s.rows {
		byNumber[r.number] = i
	}
	for _, area := range areas {
		left, top, err1 := excelize.CellNameToCoordinates(area.GetStartAxis())
		_, bottom, err2 := excelize.CellNameToCoordinates(area.GetEndAxis())
		from, ok := byNumber[top]
		if err1 != nil || err2 != nil || !ok || bottom <= top || left > len(s.rows[from].cells) {
			continue
		}
		value := s.rows[from].cells[left-1]
		for i := from + 1; i < len(s.rows) && s.rows[i].number <= bottom; i++ {
			for len(s.rows[i].cells) < left {
				s.rows[i].cells = append(s.rows[i].cells, cell{})
			}
			if s.rows[i].cells[left-1].text == "" {
				s.rows[i].cells[left-1] = value
			}
		}
	}
	return nil
}

// isWorkbook reports whether an archive is an XLSX workbook.
func isWorkbook(files []*zip.File) bool {
	for _, f := range files {
		if strings.EqualFold(f.Name, "xl/workbook.xml") {
			return true
		}
	}
	return false
}
