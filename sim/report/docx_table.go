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
	// mostUpright is how many columns a table has at most on an upright page.
	mostUpright = 8
	// letterWidth is about how wide a letter of a table is, in twentieths of a point.
	letterWidth = 88
)

// table writes a table. One of many columns stands on pages on their side.
func (d *docx) table(n *grid.Table) {
	width, wide := textWidth, len(n.Alignments) > mostUpright
	if wide {
		width = sideWidth
		d.out.WriteString("<w:p><w:pPr>" + docxUpright + "</w:pPr></w:p>")
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
		i := 0
		for cell := row.FirstChild(); cell != nil && i < len(widths); cell = cell.NextSibling() {
			fmt.Fprintf(&d.out, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`+
				`<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>`, widths[i])
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
}

// columnWidths shares out a width: each column holds its longest word where that is possible, and
// what is left goes by how much text there is, less than in proportion, so that long texts leave some
// to others.
func (d *docx) columnWidths(n *grid.Table, width int) []int {
	columns := len(n.Alignments)
	least, text := make([]float64, columns), make([]float64, columns)
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		i := 0
		for cell := row.FirstChild(); cell != nil && i < columns; cell = cell.NextSibling() {
			words := d.plain(cell)
			for _, w := range strings.Fields(words) {
				least[i] = max(least[i], float64(min(utf8.RuneCountInString(w), 16)*letterWidth+140))
			}
			text[i] += float64(utf8.RuneCountInString(words))
			i++
		}
	}
	sumLeast, sumText := 0.0, 0.0
	for i := range columns {
		least[i], text[i] = max(least[i], 300), math.Pow(text[i], 0.7)+1
		sumLeast += least[i]
		sumText += text[i]
	}
	rest := float64(width) - sumLeast
	out := make([]int, columns)
	for i := range columns {
		if rest > 0 {
			out[i] = int(least[i] + rest*text[i]/sumText)
		} else {
			out[i] = int(least[i] * float64(width) / sumLeast)
		}
	}
	return out
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
