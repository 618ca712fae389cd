package msel

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"tocsin/sim/scenario"
)

// decodeText makes UTF-8 of a text file. A byte order mark says what it is, or else the mapping, or
// zero bytes that only UTF-16 has; what is then not valid UTF-8 is read as Windows-1252, which is a
// doubt.
func decodeText(data []byte, m *Mapping) (string, Findings, error) {
	var by encoding.Encoding
	name := m.Encoding
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		by, name = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16"
	case name != "":
		e, err := htmlindex.Get(name)
		if err != nil {
			return "", nil, fmt.Errorf("encoding %q is not known: use a name such as utf-8, windows-1252 or utf-16le",
				scenario.CleanLine(name))
		}
		by = e
	case looksUTF16(data, 1):
		by, name = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le"
	case looksUTF16(data, 0):
		by, name = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be"
	}
	var found Findings
	if by == nil && !utf8.Valid(data) {
		by, name = charmap.Windows1252, "windows-1252"
		found = append(found, Finding{Level: Doubt, Code: "encoding",
			Message: "the file is not UTF-8 and does not say what it is; Windows-1252 (western European) is assumed",
			Hint:    `if names look right, put encoding = "windows-1252" into the map; else the right name`})
	}
	if by != nil {
		out, err := by.NewDecoder().Bytes(data)
		if err != nil {
			return "", nil, fmt.Errorf("the file cannot be read as %s: %w", scenario.CleanLine(name), err)
		}
		data = bytes.TrimPrefix(out, []byte("\xef\xbb\xbf"))
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return "", nil, fmt.Errorf("the file holds a NUL byte (byte %d): it is no text", i+1)
	}
	return string(data), found, nil
}

// looksUTF16 reports whether most bytes at odd (1) or even (0) offsets of the beginning are zero, and
// none of the others.
func looksUTF16(data []byte, at int) bool {
	head := data[:min(len(data), 512)]
	if len(head)%2 != 0 || len(head) < 8 {
		return false
	}
	zero, other := 0, 0
	for i, c := range head {
		if c == 0 {
			if i%2 == at {
				zero++
			} else {
				other++
			}
		}
	}
	return zero > len(head)/4 && other == 0
}

// cleanCell returns the text of a cell, safe for a terminal, without blanks around it or at the ends
// of its lines; see [scenario.CleanText].
func cleanCell(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = scenario.CleanText(strings.ReplaceAll(s, "\r", "\n"))
	if strings.Contains(s, "\n") {
		lines := strings.Split(s, "\n")
		for i := range lines {
			lines[i] = strings.TrimRight(lines[i], " ")
		}
		s = strings.Join(lines, "\n")
	}
	return strings.TrimSpace(s)
}

// oneLine joins the lines and runs of blanks of a text.
func oneLine(s string) string { return strings.Join(strings.Fields(scenario.CleanText(s)), " ") }

// blockTags are the elements of HTML that stand on separate lines.
var blockTags = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Br: true, atom.Li: true, atom.Tr: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Ul: true,
	atom.Ol: true, atom.Table: true, atom.Blockquote: true, atom.Pre: true, atom.Hr: true, atom.Section: true,
	atom.Article: true, atom.Header: true, atom.Footer: true}

// silentTags are the elements whose text no reader sees.
var silentTags = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Head: true, atom.Title: true,
	atom.Template: true, atom.Noscript: true, atom.Iframe: true, atom.Object: true}

// htmlText returns what a reader sees of a fragment of HTML: blocks on separate lines, items of
// lists with a dash, links with their address. Scripts and styles are left out.
func htmlText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return cleanCell(s)
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	silent, href := 0, ""
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		t := z.Token()
		switch kind {
		case html.TextToken:
			if silent == 0 {
				b.WriteString(inlineSpace(t.Data))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if silentTags[t.DataAtom] && kind == html.StartTagToken {
				silent++
			}
			if silent == 0 {
				openTag(&b, t)
			}
			if t.DataAtom == atom.A {
				href = attribute(t, "href")
			}
		case html.EndTagToken:
			switch {
			case silentTags[t.DataAtom]:
				silent = max(silent-1, 0)
			case t.DataAtom == atom.A && href != "":
				if !strings.HasSuffix(b.String(), href) {
					b.WriteString(" (" + href + ")")
				}
				href = ""
			case blockTags[t.DataAtom]:
				b.WriteByte('\n')
			}
		}
	}
	return tidyLines(b.String())
}

func openTag(b *strings.Builder, t html.Token) {
	switch {
	case t.DataAtom == atom.Li:
		b.WriteString("\n- ")
	case t.DataAtom == atom.Td, t.DataAtom == atom.Th:
		b.WriteString(" ")
	case t.DataAtom == atom.Img:
		b.WriteString(attribute(t, "alt"))
	case blockTags[t.DataAtom]:
		b.WriteByte('\n')
	}
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// inlineSpace makes one space of each run of blanks, as browsers do; no-break spaces stay.
func inlineSpace(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		switch r {
		case ' ', '\t', '\r', '\n', '\f':
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		blank = false
		b.WriteRune(r)
	}
	return b.String()
}

// tidyLines cleans text and leaves at most one empty line between paragraphs.
func tidyLines(s string) string {
	var out []string
	for _, line := range strings.Split(s, "\n") {
		line = strings.TrimRight(scenario.CleanText(strings.Trim(line, " ")), " ")
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// textHTML writes text as HTML that shows it unchanged. What looks like a variable of OpenAEV (${…})
// is escaped, so that OpenAEV does not replace it.
func textHTML(s string) string {
	s = html.EscapeString(s)
	s = strings.ReplaceAll(s, "${", "$&#123;")
	lines := strings.Split(s, "\n")
	for i, line := range lines { // blanks that HTML would join
		words := strings.TrimLeft(line, " ")
		lines[i] = strings.Repeat("&#160;", len(line)-len(words)) + strings.ReplaceAll(words, "  ", " &#160;")
	}
	return "<p>" + strings.Join(lines, "<br>") + "</p>"
}
