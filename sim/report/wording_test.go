package report

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func wordingOf(t *testing.T, name, content string) (*Wording, error) {
	t.Helper()
	return ReadWording(fstest.MapFS{name: {Data: []byte(content)}}, "words")
}

// The usual wording holds every piece, and the page can write each.
func TestUsualWordingHoldsEveryPiece(t *testing.T) {
	w := &Wording{}
	require.NoError(t, w.twice())
	for _, p := range pieces {
		found := false
		for _, id := range wordingFiles {
			content, err := defaultWording.ReadFile("wording/" + id + wordingSuffix)
			require.NoError(t, err)
			found = found || strings.Contains(string(content), "{{"+p.id+"}}")
		}
		assert.True(t, found, "no chapter of wording/ holds {{%s}}", p.id)
		assert.Contains(t, pageText, `{{define "piece `+p.id+`"}}`)
	}
}

func TestFaultsOfWordingSayWhere(t *testing.T) {
	for _, c := range []struct{ name, file, content, want string }{
		{"no such chapter", "foreword.md", "x", "words/foreword.md: the report has no such chapter"},
		{"no such value", "plan.md", "# Plan\n\nof {{.budget}}", "words/plan.md:3:6: {{.budget}} is neither"},
		{"no such piece", "plan.md", "{{plans}}", "words/plan.md:1:3: {{plans}} is neither"},
		{"a field of a value", "plan.md", "{{.title.x}}", "words/plan.md:1:3: {{.title.x}} is neither"},
		{"a function", "plan.md", `{{printf "%0999999d" 1}}`, "words/plan.md:1:3"},
		{"a loop", "plan.md", "a\n{{range 1000000000}}x{{end}}", "words/plan.md:2:9: {{range"},
		{"a definition", "plan.md", `{{define "x"}}{{template "x"}}{{end}}`, "{{define}}"},
		{"a call", "plan.md", `{{template "x"}}`, "words/plan.md:1:12: {{template"},
		{"an if on a piece", "plan.md", "{{if plan}}x{{end}}", "an if asks for one value"},
		{"inside an if", "plan.md", "{{if .title}}\n{{.nope}}{{end}}", "words/plan.md:2:3: {{.nope}}"},
		{"left open", "plan.md", "{{if .title}}", "words/plan.md:1: unexpected EOF"},
		{"HTML", "plan.md", "a <script>x</script>", "words/plan.md:1:1: HTML is not accepted"},
		{"a block of HTML", "plan.md", "x\n\n<div>\nx</div>", "words/plan.md:3:1: HTML is not accepted"},
		{"a picture", "plan.md", "x\n\n![x](http://example.org/x.png)", "words/plan.md:3:1: a report holds no pictures"},
		{"a deep heading", "plan.md", "x\n\n### Deep", "headings are # for the chapter"},
		{"code", "plan.md", "```\nx\n```", "a block of code is not accepted"},
		{"Latin-1", "plan.md", "# Pl\xe4ne", "words/plan.md:1:5: a character that a text cannot have"},
		{"a mark of ours", "plan.md", "\x01scores\x01", "words/plan.md:1:1: a character"},
		{"twice", "plan.md", "{{plan}} {{plan}}", "{{plan}} is already in words/plan.md"},
		{"of another chapter", "plan.md", "{{plan}} {{limits}}", "{{limits}} is already in words/plan.md"},
		{"too long", "plan.md", strings.Repeat("x", mostWording+1), "at most 262144 bytes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := wordingOf(t, c.file, c.content)
			assert.ErrorContains(t, err, c.want)
		})
	}
}

// A wording reaches every format, what it lacks stays as usual, and what people wrote stays inert
// in it.
func TestWordingReachesEveryFormat(t *testing.T) {
	r := sampleReport(4, 3, func(s string) string { return s })
	r.Overlay.Sponsor = "<script>alert(1)</script> *Ministry*\n# of"
	w, err := ReadWording(fstest.MapFS{
		"plan.md": {Data: []byte("# Plan of {{if .sponsor}}{{.sponsor}}{{else}}nobody{{end}}\r\n\r\nSee [the law](https://example.org/a)" +
			" and [this](javascript:alert).\n\n{{plan}}\n\n## Of the last\n\nIt was.\n\n{{last_plan}}\n")},
		"went.md": {}, "last.md": {Data: []byte("{{/* nothing */}}")}, "notes.txt": {Data: []byte("{{")},
	}, "words")
	require.NoError(t, err)
	r.Reword(w)
	var md, page, document bytes.Buffer
	require.NoError(t, Markdown(&md, r))
	require.NoError(t, HTML(&page, r))
	require.NoError(t, DOCX(&document, r))
	z, err := zip.NewReader(bytes.NewReader(document.Bytes()), int64(document.Len()))
	require.NoError(t, err)
	f, err := z.Open("word/document.xml")
	require.NoError(t, err)
	xml, err := io.ReadAll(f)
	require.NoError(t, err)
	for name, text := range map[string]string{"md": md.String(), "html": page.String(), "docx": string(xml)} {
		assert.Contains(t, text, "Plan of ", name)
		assert.NotContains(t, text, "Appendix A: improvement plan", name)
		assert.Contains(t, text, "Appendix B: participants", name)
		assert.NotContains(t, text, "How it went", name)
		assert.NotContains(t, text, "Of the last", name)
		assert.NotContains(t, text, "It was.", name)
		assert.NotContains(t, text, "<script>", name)
		assert.NotContains(t, text, pieceMark, name)
	}
	assert.Contains(t, page.String(), `<a href="https://example.org/a">the law</a>`)
	assert.NotContains(t, page.String(), "javascript:")
	assert.Contains(t, page.String(), "&lt;script&gt;alert(1)&lt;/script&gt; *Ministry* # of</h2>")
	assert.Contains(t, string(xml), "*Ministry* # of")
}

func FuzzWording(f *testing.F) {
	for _, id := range wordingFiles {
		content, err := defaultWording.ReadFile("wording/" + id + wordingSuffix)
		require.NoError(f, err)
		f.Add(string(content))
	}
	f.Add("# {{plan}} x {{versions}}")
	f.Add("{{if .title}}{{else if .seats}}{{end}}{{- plan -}}")
	r := &Report{}
	f.Fuzz(func(t *testing.T, content string) {
		c, err := parseChapter("x.md", content)
		if err != nil {
			return
		}
		r.Reword(&Wording{map[string]chapterText{"plan": c}})
		for _, s := range r.filled("plan", esc) {
			assert.NotContains(t, string(pageHTML(s.title)), "<script")
			for _, p := range s.parts {
				assert.NotContains(t, p.text, pieceMark)
				assert.NotContains(t, s.title, pieceMark)
			}
		}
	})
}
