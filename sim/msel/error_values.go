package msel

import (
	"regexp"
	"slices"
)

// errorValue matches a cell whose formula a spreadsheet could not compute, as Excel, LibreOffice and
// Google write it in the languages in which CSV files have it; ##### is a number that the column was
// too narrow to show.
var errorValue = regexp.MustCompile(`^(?:` +
	`#(?:DIV/0|NULL|NUM|REF|VALUE|SPILL|CALC|FIELD|BLOCKED|UNKNOWN|CONNECT|EXTERNAL|BUSY|PYTHON|ERROR|` +
	`BEZUG|WERT|ZAHL|VALEUR|NOMBRE|NUL|RIF|VALORE|VALOR|ÜBERLAUF)!` +
	`|#¡(?:DIV/0|NULO|NUM|REF|VALOR|ERROR)!|#(?:NAME|NOM|NOME)\?|#¿NOMBRE\?|#N/[ADV]|#NV|#GETTING_DATA|#{4,}|Err:\d{3})$`)

// withoutErrors returns a row without the cells that hold an error instead of a value, and reports
// each. The texts of lists that Tocsin wrote stay as they are.
func (t *tables) withoutErrors(s sheet, r row) row {
	isError := func(c cell) bool { return errorValue.MatchString(c.text) }
	if t.own || !slices.ContainsFunc(r.cells, isError) {
		return r
	}
	r.cells = slices.Clone(r.cells)
	for i, c := range r.cells {
		if isError(c) {
			t.doubt("error-value", Place{Sheet: s.name, Row: r.number, Column: columnName(i)}, c.text,
				"the spreadsheet could not compute this cell, or not show it: it is read as empty",
				`correct the cell in the list, or accept "error-value"`)
			r.cells[i] = cell{}
		}
	}
	return r
}
