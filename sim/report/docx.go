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
// Markdown report: one outline for both. Pictures are given as their findings; the files are
// next to it.
func DOCX(w io.Writer, r *Report) error {
	var md bytes.Buffer
	if err := writeMarkdown(&md, r, documentRows); err != nil {
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
	source  []byte
	out     strings.Builder
	heading int // where in out the headings begin that a table would be under
}

// block writes a block of the Markdown; style is that of its paragraphs, "" for their own.
func (d *docx) block(n ast.Node, style string) {
	switch n := n.(type) {
	case *ast.Heading:
		if before, under := n.PreviousSibling().(*ast.Heading); !under || before.Level >= n.Level {
			d.heading = d.out.Len()
		}
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
	if style = styled(style) + keptWith(n.NextSibling()); style != "" {
		d.out.WriteString("<w:pPr>" + style + "</w:pPr>")
	}
	if mark != "" {
		d.run(mark, false)
		d.out.WriteString("<w:r><w:tab/></w:r>")
	}
	d.inline(n, false)
	d.out.WriteString("</w:p>")
}

// styled is the mark of a paragraph's style.
func styled(style string) string {
	if style == "" {
		return ""
	}
	return fmt.Sprintf(`<w:pStyle w:val="%s"/>`, style)
}

// keptWith keeps a paragraph that leads to a list or a table on the page where that begins.
func keptWith(next ast.Node) string {
	switch next.(type) {
	case *ast.List, *grid.Table:
		return "<w:keepNext/>"
	}
	return ""
}

// inline writes what is inside a paragraph.
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

// words is what is inside a node as the runs of a document; "" where it holds no text.
func (d *docx) words(n ast.Node) string {
	inside := docx{source: d.source}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		inside.inline(c, false)
	}
	return inside.out.String()
}
