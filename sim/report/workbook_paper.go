package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Sheets of a workbook are laid out here, on the screen and on paper: programs that print without
// drawing a sheet first do not find out themselves how high a row with wrapped texts is.
const (
	margin       = 3   // characters of a column beside its text
	button       = 2   // characters of a head that the button of its filter takes
	narrowest    = 9   // characters of a column, at least
	broadest     = 28  // at most, where its texts need no more
	broadestEver = 120 // at most
	inRow        = 24  // lines of a row that a column is made broader for
	onA4         = 200 // characters across a sheet that can be read on A4
	lineHigh     = 15  // height of a line, in points
	highest      = 409 // of a row, as the format allows
)

// widthsOf are the widths of columns, in characters, by their texts: a name of a column, which has no
// blank to be wrapped at, is in a line.
func widthsOf(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	for n, row := range rows {
		for i, text := range row {
			for l := range strings.Lines(text) {
				length := utf8.RuneCountInString(l) + margin
				if n > 0 {
					length = min(length, max(broadest, length/inRow))
				} else {
					length += button
				}
				widths[i] = min(max(widths[i], length, narrowest), broadestEver)
			}
		}
	}
	return widths
}

// heightOf is the height of a row in points: that of the cell with the most lines.
func heightOf(row []string, widths []int) float64 {
	lines := 1
	for i, text := range row {
		lines = max(lines, linesIn(text, widths[i]-margin+1))
	}
	return float64(min(lines*lineHigh, highest))
}

// linesIn is how many lines of so many characters a text takes that is wrapped at blanks.
func linesIn(text string, width int) int {
	lines := 0
	for l := range strings.Lines(text) {
		at := 0
		lines++
		for _, word := range strings.Fields(l) {
			length := utf8.RuneCountInString(word)
			if at > 0 && at+1+length > width {
				lines, at = lines+1, 0
			} else if at > 0 {
				at++
			}
			lines += max(0, length-1) / width // what is longer than a line is cut
			at += length - max(0, length-1)/width*width
		}
	}
	return lines
}

// printed has a sheet printed across, its columns on one page, with its head on each; a broad one on A3.
func printed(f *excelize.File, sheet string, widths []int) error {
	const a3, a4 = 8, 9
	size, across, wide, high, fit := a4, "landscape", 1, 0, true
	total := 0
	for _, w := range widths {
		total += w
	}
	if total > onA4 {
		size = a3
	}
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &across,
		FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	margin := 0.4 // inches
	if err := f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &margin,
		Bottom: &margin}); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sheet,
		RefersTo: fmt.Sprintf("%s!$1:$1", sheet)})
}
