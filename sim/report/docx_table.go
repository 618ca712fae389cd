package report

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	grid "github.com/yuin/goldmark/extension/ast"
)

const (
	// textWidth and sideWidth are how wide the text is on an upright page and on one on its side, in
	// twentieths of a point.
	textWidth, sideWidth = 11906 - 2*1134, 16838 - 2*1134
	// letterWidth is about how wide a letter of a table is, in twentieths of a point.
	letterWidth = 100
	// cellMargins is the room that is kept for the margins of a cell, 60 at each side, and a little to spare, in
	// twentieths of a point.
	cellMargins = 216
	// keptRows is how many rows a table may have, its heading among them, to be kept on one page.
	keptRows = 8
)

// table writes a table. One whose words do not fit on an upright page, or that takes clearly fewer
// pages on their side, is on such pages, with the headings and the text above it.
func (d *docx) table(n *grid.Table) {
	width, wide := textWidth, !d.fitsUpright(n) || d.pages(n, sideWidth) < 0.9*d.pages(n, textWidth)-0.5
	if wide {
		width = sideWidth
		before := d.out.String()
		d.out.Reset()
		d.out.WriteString(before[:d.heading] + "<w:p><w:pPr>" + docxUpright + "</w:pPr></w:p>" + before[d.heading:])
	}
	widths := d.columnWidths(n, width)
	fmt.Fprintf(&d.out, `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="%d" w:type="dxa"/>`+
		`<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, width)
	for _, w := range widths {
		fmt.Fprintf(&d.out, `<w:gridCol w:w="%d"/>`, w)
	}
	d.out.WriteString("</w:tblGrid>")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*grid.TableHeader)
		if head && strings.TrimSpace(d.words(row)) == "" {
			continue // a table of names and values has no headings
		}
		d.out.WriteString("<w:tr><w:trPr><w:cantSplit/>")
		if head {
			d.out.WriteString("<w:tblHeader/>")
		}
		d.out.WriteString("</w:trPr>")
		kept, i := "", 0
		if row.NextSibling() != nil && (n.ChildCount() <= keptRows || head) {
			kept = "<w:keepNext/>"
		}
		for cell := row.FirstChild(); cell != nil && i < len(widths); cell = cell.NextSibling() {
			fmt.Fprintf(&d.out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr>%s%s</w:pPr>`,
				widths[i], styled("TableText"), kept)
			d.inline(cell, head)
			d.out.WriteString("</w:p></w:tc>")
			i++
		}
		d.out.WriteString("</w:tr>")
	}
	d.out.WriteString("</w:tbl>")
	if wide {
		d.out.WriteString("<w:p><w:pPr>" + docxAcross + "</w:pPr></w:p>")
	} else {
		d.out.WriteString("<w:p/>")
	}
	d.heading = d.out.Len()
}

// fitsUpright reports whether an upright page is about wide enough for the longest word of each column.
func (d *docx) fitsUpright(n *grid.Table) bool {
	least, _ := d.columnNeeds(n)
	sum := 0.0
	for _, w := range least {
		sum += w
	}
	return sum <= textWidth
}

// pages is about how many pages a table takes on paper of a width: its lines, by those of a page.
func (d *docx) pages(n *grid.Table, width int) float64 {
	perPage := 62.0
	if width == sideWidth {
		perPage = 38
	}
	widths, lines := d.columnWidths(n, width), 0.0
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		high, i := 1.0, 0
		for cell := row.FirstChild(); cell != nil && i < len(widths); cell = cell.NextSibling() {
			letters := float64(utf8.RuneCountInString(d.plain(cell)) * letterWidth)
			high = max(high, math.Ceil(letters/max(1, float64(widths[i]-cellMargins))))
			i++
		}
		lines += high
	}
	return lines / perPage
}

// columnWidths shares out a width: each column holds its longest word where that is possible, and
// beyond that as much as its share of the text is, so that the rows are low.
func (d *docx) columnWidths(n *grid.Table, width int) []int {
	least, text := d.columnNeeds(n)
	sum := 0.0
	for _, w := range least {
		sum += w
	}
	scale := min(1, float64(width)/sum)
	out, fixed := make([]int, len(least)), make([]bool, len(least))
	left := float64(width)
	for again := true; again; { // a column whose share is less than its longest word takes no part in sharing
		again = false
		letters := 0.0
		for i := range text {
			if !fixed[i] {
				letters += text[i] + 1
			}
		}
		for i := range text {
			if !fixed[i] && (text[i]+1)/letters*left < least[i]*scale {
				out[i], fixed[i], again = int(least[i]*scale), true, true
				left -= least[i] * scale
				break
			}
		}
		for i := range text {
			if !fixed[i] {
				out[i] = int((text[i] + 1) / letters * left)
			}
		}
	}
	return out
}

// columnNeeds are, by column, how wide its longest word is, of which 16 letters count, in twentieths
// of a point, and how much text it has, in letters.
func (d *docx) columnNeeds(n *grid.Table) (least, text []float64) {
	columns := len(n.Alignments)
	least, text = make([]float64, columns), make([]float64, columns)
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		letter := float64(letterWidth)
		if _, head := row.(*grid.TableHeader); head {
			letter *= 1.2 // they are bold
		}
		i := 0
		for cell := row.FirstChild(); cell != nil && i < columns; cell = cell.NextSibling() {
			words := d.plain(cell)
			for _, w := range strings.Fields(words) {
				least[i] = max(least[i], float64(min(utf8.RuneCountInString(w), 16))*letter+cellMargins)
			}
			text[i] += float64(utf8.RuneCountInString(words))
			i++
		}
	}
	for i := range least {
		least[i] = max(least[i], 300)
	}
	return least, text
}

// plain is the text of a node without marks.
func (d *docx) plain(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.WriteString(unescaped(t.Segment.Value(d.source)))
		} else {
			b.WriteString(d.plain(c))
		}
	}
	return b.String()
}
