package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	grid "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// DOCX writes the report as a document for word processors (Office Open XML, ECMA-376), with
// their own styles for headings, lists and tables, so that people can edit it. It is the
// Markdown report: one outline for both. Pictures stand as their findings; the files are
// beside it.
func DOCX(w io.Writer, r *Report) error {
	var md bytes.Buffer
	if err := Markdown(&md, r); err != nil {
		return err
	}
	d := &docx{source: md.Bytes()}
	root := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(d.source))
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		d.block(n, "")
	}
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", docxTypes}, {"_rels/.rels", docxRels},
		{"word/_rels/document.xml.rels", docxDocumentRels}, {"word/styles.xml", docxStyles()},
		{"word/document.xml", docxHead + d.out.String() + docxTail},
	} {
		f, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

// docx is a document in the making.
type docx struct {
	source []byte
	out    strings.Builder
}

// block writes a block of the Markdown; style is that of its paragraphs, "" for their own.
func (d *docx) block(n ast.Node, style string) {
	switch n := n.(type) {
	case *ast.Heading:
		d.paragraph(n, fmt.Sprintf("Heading%d", n.Level), "")
	case *ast.Paragraph, *ast.TextBlock:
		d.paragraph(n, style, "")
	case *ast.Blockquote:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			d.block(c, "Quote")
		}
	case *ast.List:
		number := n.Start
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			mark := "•"
			if n.IsOrdered() {
				mark = fmt.Sprintf("%d.", number)
				number++
			}
			for c := item.FirstChild(); c != nil; c = c.NextSibling() {
				if c == item.FirstChild() {
					d.paragraph(c, "ListParagraph", mark)
				} else {
					d.block(c, "ListContinue")
				}
			}
		}
	case *grid.Table:
		d.table(n)
	default:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			d.block(c, style)
		}
	}
}

// paragraph writes the text of a node, after a list's mark where there is one.
func (d *docx) paragraph(n ast.Node, style, mark string) {
	d.out.WriteString("<w:p>")
	if style != "" {
		fmt.Fprintf(&d.out, `<w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
	}
	if mark != "" {
		d.run(mark, false)
		d.out.WriteString("<w:r><w:tab/></w:r>")
	}
	d.inline(n, false)
	d.out.WriteString("</w:p>")
}

// inline writes what stands inside a paragraph.
func (d *docx) inline(n ast.Node, bold bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			d.run(unescaped(c.Segment.Value(d.source)), bold)
			if c.SoftLineBreak() || c.HardLineBreak() {
				d.run(" ", bold)
			}
		case *ast.String:
			d.run(string(c.Value), bold)
		case *ast.Emphasis:
			d.inline(c, bold || c.Level == 2)
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if x, ok := t.(*ast.Text); ok { // nothing is escaped in it
					d.run(string(x.Segment.Value(d.source)), bold)
				}
			}
		default: // of a picture or a link, its words
			d.inline(c, bold)
		}
	}
}

// unescaped is Markdown text without the backslashes and entities that make it inert.
func unescaped(s []byte) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		out.WriteByte(s[i])
	}
	return html.UnescapeString(out.String())
}

// run writes words; characters that XML cannot hold become U+FFFD.
func (d *docx) run(words string, bold bool) {
	if words == "" {
		return
	}
	d.out.WriteString("<w:r>")
	if bold {
		d.out.WriteString("<w:rPr><w:b/></w:rPr>")
	}
	d.out.WriteString(`<w:t xml:space="preserve">`)
	_ = xml.EscapeText(&d.out, []byte(words)) // a strings.Builder takes everything
	d.out.WriteString("</w:t></w:r>")
}

func (d *docx) table(n *grid.Table) {
	d.out.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>` +
		"<w:tblGrid>" + strings.Repeat("<w:gridCol/>", len(n.Alignments)) + "</w:tblGrid>")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*grid.TableHeader)
		if head && strings.TrimSpace(d.words(row)) == "" {
			continue // a table of names and values has no headings
		}
		d.out.WriteString("<w:tr>")
		if head {
			d.out.WriteString("<w:trPr><w:tblHeader/></w:trPr>")
		}
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			d.out.WriteString("<w:tc><w:p>")
			d.inline(cell, head)
			d.out.WriteString("</w:p></w:tc>")
		}
		d.out.WriteString("</w:tr>")
	}
	d.out.WriteString("</w:tbl><w:p/>")
}

// words is the plain text of a node.
func (d *docx) words(n ast.Node) string {
	inside := docx{source: d.source}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		inside.inline(c, false)
	}
	return inside.out.String()
}

const (
	docxNamespace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	docxHead      = xml.Header + "<w:document " + docxNamespace + "><w:body>"
	// A4, margins of 2 cm
	docxTail = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" ` +
		`w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`
	docxTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ` +
		`ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ` +
		`ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`
	docxRels = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Target="word/document.xml" ` +
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>`
	docxDocumentRels = xml.Header +
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Target="styles.xml" ` +
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>`
)

// docxStyles are the styles by their usual names, so that a house's own template takes over.
func docxStyles() string {
	var b strings.Builder
	b.WriteString(xml.Header + "<w:styles " + docxNamespace + `><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="21"/>` +
		`<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>` +
		`<w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`)
	for level, size := range []int{36, 28, 24, 22} {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %d"/>`+
			`<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/>`+
			`<w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="%d"/></w:pPr>`+
			`<w:rPr><w:b/><w:sz w:val="%d"/></w:rPr></w:style>`, level+1, level+1, level, size)
	}
	for _, s := range []struct{ id, name, pPr string }{
		{"Quote", "Quote", `<w:ind w:left="567" w:right="567"/>`},
		{"ListParagraph", "List Paragraph", `<w:tabs><w:tab w:val="left" w:pos="425"/></w:tabs>` +
			`<w:ind w:left="425" w:hanging="425"/>`},
		{"ListContinue", "List Continue", `<w:ind w:left="425"/>`},
	} {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/>`+
			`<w:pPr>%s</w:pPr></w:style>`, s.id, s.name, s.pPr)
	}
	b.WriteString(`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="808080"/>`, side)
	}
	b.WriteString("</w:tblBorders></w:tblPr></w:style></w:styles>")
	return b.String()
}
