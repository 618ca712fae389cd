package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
)

func pageOf(t *testing.T, r *Report) string {
	var b bytes.Buffer
	require.NoError(t, HTML(&b, r))
	return b.String()
}

// node is an element of a page as it was parsed.
type node struct {
	name  string
	attrs []xml.Attr
}

// parsePage reads a page as a tree: its elements in order, and all of its text.
func parsePage(t *testing.T, page string) (nodes []node, text string) {
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var b strings.Builder
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return nodes, b.String()
		}
		require.NoError(t, err)
		switch tok := tok.(type) {
		case xml.StartElement:
			nodes = append(nodes, node{tok.Name.Local, slices.Clone(tok.Attr)})
		case xml.CharData:
			b.Write(tok)
		case xml.Comment, xml.ProcInst:
			t.Errorf("a comment or an instruction in the page: %v", tok)
		}
	}
}

// hostile is a text that would do harm wherever it were not escaped.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `javascript:alert(1)`,
	`</title></style></svg><iframe src=//evil.example>`,
	`<!-- `, ` -->`, `]]>`, `{{.Seed}}`, `&lt;b&gt;`, "\x1b[31mred\x00", "right\u202eleft",
	`=HYPERLINK("http://evil.example")`, `url(https://evil.example/x)`, `@import "//evil.example";`,
}

// attack puts a hostile text next to each text.
func attack(i *int) func(string) string {
	return func(s string) string {
		*i++
		return s + " " + hostile[*i%len(hostile)]
	}
}

// TestPageIsInert holds the page to this, whatever people write: nothing runs, nothing is
// fetched, and texts make no elements.
func TestPageIsInert(t *testing.T) {
	var at int
	nodes, text := parsePage(t, pageOf(t, sampleReport(6, 5, attack(&at))))
	plainNodes, _ := parsePage(t, pageOf(t, sampleReport(6, 5, asWritten)))
	require.Greater(t, at, 100)

	allowed := map[string]bool{}
	for _, n := range plainNodes {
		allowed[n.name] = true
		for _, a := range n.attrs {
			allowed[n.name+" "+a.Name.Local] = true
		}
	}
	remote := regexp.MustCompile(`(?i)https?:|//|javascript:|data:|url\(|@import`)
	policy := false
	for _, n := range nodes {
		assert.True(t, allowed[n.name], "element %s", n.name)
		assert.NotContains(t, []string{"script", "iframe", "object", "embed", "link", "base", "form", "img",
			"image", "use", "foreignObject", "animate", "set"}, n.name)
		for _, a := range n.attrs {
			assert.True(t, allowed[n.name+" "+a.Name.Local], "attribute %s of %s", a.Name.Local, n.name)
			assert.False(t, strings.HasPrefix(strings.ToLower(a.Name.Local), "on"), "attribute %s", a.Name.Local)
			assert.False(t, remote.MatchString(a.Value), "%s=%q of %s", a.Name.Local, a.Value, n.name)
			if a.Name.Local == "href" {
				assert.True(t, strings.HasPrefix(a.Value, "#"), "link to %q", a.Value)
			}
			policy = policy || n.name == "meta" && strings.HasPrefix(a.Value, "default-src 'none'")
		}
	}
	assert.True(t, policy, "the page allows itself nothing")
	assert.False(t, remote.MatchString(pageStyle))

	// Outside the pictures, whose lines depend on how long texts are, the elements are those
	// of the same report with harmless texts.
	assert.Equal(t, outsidePictures(plainNodes), outsidePictures(nodes))

	for _, h := range hostile {
		assert.Contains(t, text, scenario.CleanText(h), "what was written can be read")
	}
	assert.NotContains(t, text, "\u202e")
	assert.NotContains(t, text, "\x1b")
}

func outsidePictures(nodes []node) []string {
	inside := []string{"line", "rect", "circle", "polyline", "polygon", "text"}
	var out []string
	for _, n := range nodes {
		if !slices.Contains(inside, n.name) {
			out = append(out, n.name)
		}
	}
	return out
}

// TestPicturesAreInert holds the files of pictures to the same.
func TestPicturesAreInert(t *testing.T) {
	var at int
	for _, p := range sampleReport(6, 5, attack(&at)).Pictures() {
		var b bytes.Buffer
		require.NoError(t, p.SVG(&b))
		nodes, _ := parsePage(t, b.String())
		for _, n := range nodes {
			assert.Contains(t, []string{"svg", "title", "desc", "line", "rect", "circle", "polyline", "polygon",
				"text", "style"}, n.name)
			for _, a := range n.attrs {
				assert.False(t, strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" ||
					a.Name.Local == "style", a.Name.Local)
			}
		}
		checkLayout(t, p.Name, b.String())
	}
}

// TestPagesAreWhole checks what a page must have in addition to its texts: one name for each
// place in it, links that lead somewhere, headings without gaps, a title and a
// description for each picture.
func TestPagesAreWhole(t *testing.T) {
	for _, r := range []*Report{sampleReport(10, 9, asWritten), sampleReport(2, 1, asWritten), {}} {
		nodes, _ := parsePage(t, pageOf(t, r))
		ids := map[string]int{}
		level, h1 := 0, 0
		for _, n := range nodes {
			if len(n.name) == 2 && n.name[0] == 'h' && n.name[1] >= '1' && n.name[1] <= '6' {
				now := int(n.name[1] - '0')
				assert.LessOrEqual(t, now, level+1, "a heading is left out")
				level = now
				if now == 1 {
					h1++
				}
			}
			for _, a := range n.attrs {
				if a.Name.Local == "id" {
					ids[a.Value]++
				}
			}
		}
		assert.Equal(t, 1, h1)
		for id, n := range ids {
			assert.Equal(t, 1, n, "id %q", id)
		}
		for _, n := range nodes {
			for _, a := range n.attrs {
				switch a.Name.Local {
				case "href":
					assert.Contains(t, ids, strings.TrimPrefix(a.Value, "#"))
				case "aria-labelledby":
					for _, id := range strings.Fields(a.Value) {
						assert.Contains(t, ids, id)
					}
				}
			}
		}
	}
}

// TestOneOutline: the page and the document have the same chapters and sections, in one order.
func TestOneOutline(t *testing.T) {
	headings := regexp.MustCompile(`(?s)<h([23])[^>]*>(.*?)</h[23]>`)
	tags := regexp.MustCompile(`<[^>]*>`)
	full := sampleReport(6, 5, asWritten)
	full.Exchange = []ExchangeLine{{Kind: "gap", What: "Nobody answers for the key.", Do: "Name one."}}
	full.Follow(&Earlier{Title: "Cold copy", Played: "1 May 2026", Plan: full.Plan})
	full.Feedback = []FeedbackLine{{From: "CERT", Realism: 3, Usefulness: 4, Prepared: 2, Well: "The calls."}}
	full.Questions = []QuestionLine{{T: "T+01:00", Text: "Who leads?", Answers: []Answer{{Title: "CERT", Text: "We."}}}}
	for name, r := range map[string]*Report{"full": full, "small": sampleReport(2, 1, asWritten),
		"empty": {}} {
		var md bytes.Buffer
		require.NoError(t, Markdown(&md, r))
		var inDocument, inPage []string
		for _, l := range strings.Split(md.String(), "\n") {
			if n := strings.IndexByte(l, ' '); (n == 2 || n == 3) && strings.Trim(l[:n], "#") == "" {
				inDocument = append(inDocument, l[:n]+" "+unescaped([]byte(l[n+1:])))
			}
		}
		for _, m := range headings.FindAllStringSubmatch(pageOf(t, r), -1) {
			text := html.UnescapeString(tags.ReplaceAllString(m[2], ""))
			inPage = append(inPage, strings.Repeat("#", int(m[1][0]-'0'))+" "+text)
		}
		assert.Equal(t, inDocument, inPage, name)
		assert.Contains(t, inPage, "## Exercise overview", name)
	}
}

// TestTablesHaveCaptions: whoever hears the page instead of seeing it is told what each table is.
func TestTablesHaveCaptions(t *testing.T) {
	nodes, _ := parsePage(t, pageOf(t, sampleReport(6, 5, asWritten)))
	tables, captions := 0, 0
	for i, n := range nodes {
		if n.name == "table" {
			tables++
			require.Equal(t, "caption", nodes[i+1].name, "table %d", tables)
			captions++
		}
		for _, a := range n.attrs {
			if a.Name.Local == "tabindex" {
				assert.Contains(t, n.attrs, xml.Attr{Name: xml.Name{Local: "role"}, Value: "region"},
					"what can be reached by the keyboard has a role and a name")
			}
		}
	}
	assert.Greater(t, tables, 10)
	assert.Equal(t, tables, captions)
}

// TestEmptyReport: nothing happened and nobody sat there.
func TestEmptyReport(t *testing.T) {
	assert.Empty(t, (&Report{}).Pictures())
	page := pageOf(t, &Report{})
	assert.Contains(t, page, "The scenario states no objectives.")
	assert.NotContains(t, page, "<figure")
	assert.NotContains(t, page, "NaN")
	assert.NotContains(t, page, "%!")
}

// TestPagesGolden keeps the page and the pictures of a small report.
func TestPagesGolden(t *testing.T) {
	r := sampleReport(3, 2, asWritten)
	golden := func(name, got string) {
		path := filepath.Join("testdata", "pages", name)
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err, "write it with -update")
		assert.True(t, string(want) == got, "%s differs: look at it and run with -update", name)
	}
	golden("report.html", pageOf(t, r))
	for _, p := range r.Pictures() {
		var b bytes.Buffer
		require.NoError(t, p.SVG(&b))
		golden(p.Name+".svg", b.String())
	}
}

func TestEvidence(t *testing.T) {
	var many []Source
	for i := range 11 {
		many = append(many, Source{Line: i + 1})
	}
	for want, sources := range map[string][]Source{
		"":                             nil,
		"line 4":                       {{Line: 4}},
		"after line 4":                 {{Line: 4, After: true}},
		"lines 4, 9":                   {{Line: 4}, {Line: 4}, {Line: 9}},
		"line 4, after line 4, line 9": {{Line: 4}, {Line: 4, After: true}, {Line: 9}},
		"lines 1, 2, 3, 4, 5, 6, 7, 8 and 3 more": many,
	} {
		assert.Equal(t, want, evidence(sources), fmt.Sprint(sources))
	}
}

// BenchmarkHTML writes the page of a large exercise: 30 seats, 20 facts, 21 days.
func BenchmarkHTML(b *testing.B) {
	r := sampleReport(30, 20, asWritten)
	for b.Loop() {
		if err := HTML(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}

// TestScoresAreRoundedAsSentencesSay: a tile and the sentence next to it show the same digit, at a half too.
func TestScoresAreRoundedAsSentencesSay(t *testing.T) {
	for _, v := range []float64{12.5, 13.5, 12.4, 0.5, 99.5} {
		assert.Equal(t, fmt.Sprintf("%.0f", v), amount(roundTo(&v, 0)))
	}
	v := 12.25
	assert.Equal(t, fmt.Sprintf("%.1f", v), amount(roundTo(&v, 1)))
}

// TestNumbersBelowZeroHaveAMinus: text has the sign of subtraction before numbers, and not a hyphen.
func TestNumbersBelowZeroHaveAMinus(t *testing.T) {
	assert.Equal(t, []string{"−39.71", "−0.05", "−1,500", "−2e+09", "0", "7"}, []string{figure(-39.71), figure(-0.05),
		figure(-1500), figure(-2e9), figure(math.Copysign(0, -1)), figure(7)})
	page := pageOf(t, sampleReport(4, 3, asWritten))
	page = page[strings.Index(page, "<main>"):]
	assert.Empty(t, regexp.MustCompile(`>[^<]*[\s(>]-[0-9]+\.[0-9][^<]*<`).FindAllString(page, -1))
	assert.Regexp(t, `>[^<]*−[0-9]`, page)
}

// TestThePlanHasASheetOfItsOwn: on paper its heading is on the same broad sheet as its table.
func TestThePlanHasASheetOfItsOwn(t *testing.T) {
	page := pageOf(t, sampleReport(3, 2, asWritten))
	assert.Contains(t, page, `<section class="side" aria-labelledby="plan">`)
	assert.Contains(t, pageStyle, ".side { page: side; }")
	assert.Contains(t, pageStyle, "@page side { size: A4 landscape; }")
}
