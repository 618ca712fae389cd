package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	grid "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// paragraphs reads a document's text, one paragraph for each line, and checks that all its parts are
// well-formed.
func paragraphs(t *testing.T, doc []byte) string {
	z, err := zip.NewReader(bytes.NewReader(doc), int64(len(doc)))
	require.NoError(t, err)
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		d := xml.NewDecoder(r)
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, f.Name)
			if f.Name != "word/document.xml" {
				continue
			}
			switch x := token.(type) {
			case xml.CharData:
				out.Write(x)
			case xml.EndElement:
				if x.Name.Local == "p" {
					out.WriteByte('\n')
				}
			}
		}
	}
	return out.String()
}

// TestDOCX: the document has every heading, area for improvement and row of the plan of the
// report, in plain words: no mark of Markdown is left in it.
func TestDOCX(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	var b bytes.Buffer
	require.NoError(t, DOCX(&b, r))
	text := paragraphs(t, b.Bytes())
	for _, o := range r.Objectives {
		assert.Contains(t, text, o.Title)
		for _, a := range o.Areas {
			assert.Contains(t, text, a.Issue)
		}
	}
	for _, p := range r.Plan {
		assert.Contains(t, text, p.ID)
		assert.Contains(t, text, p.Action)
	}
	for _, mark := range []string{"**", "\\[", "\\_", "|---", "&amp;", "&#", "## "} {
		assert.NotContains(t, text, mark)
	}
}

// TestDOCXIsInert: what people wrote is text in a document, whatever it holds.
func TestDOCXIsInert(t *testing.T) {
	in := inputOf(t, "good")
	const hostile = "</w:t><w:instrText>DDE &lt; \x1b[2J ]]> \\*_` | <b>"
	in.Observations = []ObservationRow{{N: 1, Who: "Eve", Tag: "gap", Text: hostile}}
	var b bytes.Buffer
	require.NoError(t, DOCX(&b, Build(in)))
	text := paragraphs(t, b.Bytes())
	assert.Contains(t, text, "</w:t><w:instrText>DDE &lt;")
	assert.NotContains(t, text, "\x1b")
}

// TestDOCXOpens: LibreOffice reads the document, where it is installed.
func TestDOCXOpens(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("LibreOffice is not installed, or the test is to be short")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "report.docx")
	var b bytes.Buffer
	require.NoError(t, DOCX(&b, Build(inputOf(t, "bad"))))
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
	out, err := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
		"--headless", "--convert-to", "txt:Text", "--outdir", dir, file).CombinedOutput()
	require.NoError(t, err, string(out))
	text, err := os.ReadFile(filepath.Join(dir, "report.txt"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "Appendix A: improvement plan")
}

// TestDOCXTablesFitThePage: columns have widths that come to the page's, each is wide enough for a
// short word, and a table whose words do not fit is on a page on its side, with its heading.
func TestDOCXTablesFitThePage(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, DOCX(&b, Build(inputOf(t, "bad"))))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)
	f, err := z.Open("word/document.xml")
	require.NoError(t, err)
	document, err := io.ReadAll(f)
	require.NoError(t, err)
	across := 0
	for _, table := range strings.Split(string(document), "<w:tbl>")[1:] {
		grid, after, _ := strings.Cut(table, "</w:tblGrid>")
		sum, columns := 0, 0
		for _, x := range regexp.MustCompile(`gridCol w:w="(\d+)"`).FindAllStringSubmatch(grid, -1) {
			w, err := strconv.Atoi(x[1])
			require.NoError(t, err)
			assert.GreaterOrEqual(t, w, 250)
			sum += w
			columns++
		}
		_, after, _ = strings.Cut(after, "</w:tbl>")
		width := textWidth
		if strings.HasPrefix(after, "<w:p><w:pPr>"+docxAcross) {
			across++
			width = sideWidth
		}
		assert.InDelta(t, width, sum, float64(columns))
	}
	assert.Equal(t, 2, across, "what was expected, and the improvement plan")
	before, _, _ := strings.Cut(string(document), "Appendix A")
	assert.Equal(t, 2, strings.Count(before, docxUpright), "its pages begin with its heading")
	heading := before[strings.LastIndex(before, "<w:p>"):]
	assert.Contains(t, heading, "Heading2")
	assert.True(t, strings.HasSuffix(strings.TrimSuffix(before, heading), docxUpright+"</w:pPr></w:p>"))
}

// TestDocumentSaysAThingOnce: on paper the timeline leaves to the table of decisions what was decided,
// knowledge is one row for each fact that somebody needed, and the plan's short columns are together.
func TestDocumentSaysAThingOnce(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	var paper, whole bytes.Buffer
	require.NoError(t, writeMarkdown(&paper, r, documentRows))
	require.NoError(t, writeMarkdown(&whole, r, markdownRows))
	part := func(text, from, to string) string {
		_, rest, found := strings.Cut(text, from)
		require.True(t, found, from)
		text, _, _ = strings.Cut(rest, to)
		return text
	}
	decided := "AI regulator begins"
	assert.Contains(t, part(whole.String(), "### The timeline", "\n### "), decided)
	assert.NotContains(t, part(paper.String(), "### The timeline", "\n### "), decided)
	assert.Contains(t, part(paper.String(), "### Decisions", "\n### "), "Order the model's access restricted")
	knew := part(paper.String(), "### Who knew what, when", "\n### ")
	assert.Contains(t, knew, "| Slow egress | Cloud provider, T+02:00 |  | National CERT")
	assert.NotContains(t, knew, "A wave of phishing", "nobody needed it")
	assert.Contains(t, paper.String(), "| Core capability; element |")
	assert.Contains(t, whole.String(), "| Core capability | Issue or area for improvement |")
	assert.Equal(t, 1, strings.Count(paper.String(), "Traffic Light Protocol, how widely"))
}

// TestDOCXKeepsTogether: what leads to a list or a table is on the page where that begins, a short table is on one
// page, and a long one is not kept on any.
func TestDOCXKeepsTogether(t *testing.T) {
	table := func(rows int) string {
		return "Lead:\n\n| A | B |\n|---|---|\n" + strings.Repeat("| one | two |\n", rows)
	}
	for _, c := range []struct {
		name, text string
		kept       int // paragraphs
	}{
		{"text", "One.\n\nTwo.\n", 0}, {"a list", "**Strengths**\n\n1. One\n2. Two\n", 1},
		{"a short table", table(3), 1 + 2*3}, {"a long table", table(20), 1 + 2},
	} {
		d := &docx{source: []byte(c.text)}
		root := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(d.source))
		for n := root.FirstChild(); n != nil; n = n.NextSibling() {
			d.block(n, "")
		}
		assert.Equal(t, c.kept, strings.Count(d.out.String(), "<w:keepNext/>"), c.name)
	}
}

// TestWideTablesLieOnTheirSide: a table of long texts is where it takes fewer pages, and no heading's
// word is broken.
func TestWideTablesLieOnTheirSide(t *testing.T) {
	long := strings.Repeat("what went wrong and why ", 20)
	row := "| Shared picture | " + long + " | " + long + " | Organisation | Someone | | 2027-01-01 | high |\n"
	wide := "| Capability | Issue | Action | Responsible | Contact | Start | Completion | Priority |\n|" +
		strings.Repeat("---|", 8) + "\n" + strings.Repeat(row, 12)
	for _, c := range []struct {
		name, text string
		side       bool
	}{{"short", "| A | B |\n|---|---|\n| one | two |\n", false}, {"long texts in many columns", wide, true}} {
		t.Run(c.name, func(t *testing.T) {
			d := &docx{source: []byte(c.text)}
			root := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(d.source))
			d.block(root.FirstChild(), "")
			assert.Equal(t, c.side, strings.Contains(d.out.String(), docxAcross))
			least, _ := d.columnNeeds(root.FirstChild().(*grid.Table))
			for i, w := range d.columnWidths(root.FirstChild().(*grid.Table), sideWidth) {
				assert.GreaterOrEqual(t, float64(w)+1, least[i], "column %d", i)
			}
		})
	}
}
