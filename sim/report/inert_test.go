package report

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"html"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	markhtml "github.com/yuin/goldmark/renderer/html"
	"pgregory.net/rapid"

	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// hostileTexts are texts that mean something to one format or another.
var hostileTexts = []string{"=1+2", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+2", "'=1",
	"'quoted'", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
	"![x](http://evil.example/x.png)",
	"<http://evil.example>", "http://evil.example", "www.evil.example", "a@evil.example", "mailto:a@evil.example",
	"# Heading", "- item", "1. item", "1) item", "---", "===", "```\ncode\n```", "    code", "| a | b |", "a|b",
	"**bold** _it_ ~~del~~ `x`",
	"&lt;b&gt; &amp; &#60;", "[x]: http://evil.example", "[^1]", "- [ ] task", "a\n\nb\n# c", "\\", "\\<b>",
	"{#id .x}", "$x$", ":smile:", "a,b\"c\"\r\nd", "“quoted” é 漢 \U0001F600", "line\u2028break", "trailing\\",
	"<!-- c -->", "> quote", "=", "+", "-", "*", "_", "~~~", "term\n: definition"}

// fillTexts puts a text into every field of a value that is a text.
func fillTexts(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(s)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			fillTexts(v.Elem(), s)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillTexts(v.Field(i), s)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fillTexts(v.Index(i), s)
		}
	}
}

// filled is a report with a text in every place where a text can stand.
func filled(t testing.TB, s string) *Report {
	in := inputOf(t, "bad")
	id := in.Run.Model.Scenario.Objectives[0].ID
	in.Ratings[id] = []Rating{{Who: "Eva", Rating: "P", Text: "x"}}
	in.Observations = []ObservationRow{{N: 1, Tag: "quote", Objective: id, Text: "x"},
		{N: 2, Tag: "note", Text: "x"}, {N: 3, Tag: "strength", Objective: id, Text: "x"}}
	in.Questions = []QuestionLine{{Text: "x", Options: []string{"x", "x"}, Answers: []Answer{{"x", "x", []int{2, 1}}}}}
	sc := in.Run.Model.Scenario
	in.Picture = &SharedPicture{Words: []HeldLine{{Role: sc.Roles[0].ID, ID: sc.Hypotheses[0].ID, Text: "x"}}}
	in.Warnings = []string{"x"}
	in.Decided = []Decision{{What: "x", Follow: "x", Options: []string{"x", "x"}, Due: "x"}}
	in.Feedback = []FeedbackLine{{From: "x", Realism: 3, Usefulness: 3, Prepared: 3, Well: "x", Change: "x",
		Will: "x"}}
	r := Build(in)
	r.Versions = sampleVersions(func(int) string { return "x" }, asWritten)
	fillTexts(reflect.ValueOf(r), s)
	return r
}

var tag, shows = regexp.MustCompile(`<[^>]*>`), regexp.MustCompile(` alt="[^"<>]*"`)

// rendered is what a renderer with everything switched on makes of a report's Markdown.
func rendered(t testing.TB, r *Report) string {
	var src, out bytes.Buffer
	require.NoError(t, Markdown(&src, r))
	for i := range r.Objectives {
		require.NoError(t, Guide(&src, r, i))
	}
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList,
		extension.Typographer), goldmark.WithRendererOptions(markhtml.WithUnsafe()))
	require.NoError(t, md.Convert(src.Bytes(), &out))
	return out.String()
}

// TestMarkdownIsInert: whatever people write, the page that results has the same
// elements as with plain words, and shows their text.
func TestMarkdownIsInert(t *testing.T) {
	// names in the letters of a program, and inside what a picture shows, are harmless
	elements := func(page string) []string {
		return tag.FindAllString(shows.ReplaceAllString(strings.NewReplacer("<code>", "", "</code>", "").Replace(page), ""), -1)
	}
	r := filled(t, "a b")
	plain := elements(rendered(t, r))
	for i, s := range hostileTexts {
		if !testsize.Every(i, 1, 5) {
			continue
		}
		fillTexts(reflect.ValueOf(r), s)
		page := rendered(t, r)
		require.Equal(t, plain, elements(page), "%q", s)
		if !strings.ContainsAny(s, "'\"-“") { // which the typographer changes
			assert.Contains(t, html.UnescapeString(page), strings.Join(strings.Fields(scenario.CleanLine(s)), " "),
				"%q", s)
		}
	}
}

// TestTablesAreInert: no cell is a formula, and what people wrote comes back.
func TestTablesAreInert(t *testing.T) {
	r := filled(t, "a b")
	for i, s := range append(hostileTexts, "\x00=1", "1", "-1", "1e5", "") {
		if !testsize.Every(i, 1, 5) {
			continue
		}
		fillTexts(reflect.ValueOf(r), s)
		for _, tb := range tables {
			var b bytes.Buffer
			require.NoError(t, tb.writeCSV(&b, r))
			rows, err := csv.NewReader(unmarked(t, &b)).ReadAll()
			require.NoError(t, err, "%s, %q", tb.file, s)
			require.Greater(t, len(rows), 1, tb.file)
			back := false
			for _, row := range rows {
				require.Len(t, row, len(tb.head), "%s, %q", tb.file, s)
				for _, c := range row {
					back = back || strings.TrimPrefix(c, "'") == strings.ReplaceAll(strings.TrimPrefix(s, "'"),
						"\r\n", "\n") || c == "'"+s
					if _, err := strconv.ParseFloat(c, 64); err != nil && strings.TrimSpace(c) != "" {
						assert.NotContains(t, "=+-@\t\r\n\x00", strings.TrimLeft(c, " ")[:1], "%s: %q", tb.file, c)
					}
				}
			}
			assert.True(t, back, "%s: %q is not there", tb.file, s)
		}
	}
}

// TestEscKeepsText: any text at all, in a cell, is one cell of one row with that text.
func TestEscKeepsText(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(markhtml.WithUnsafe()))
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(strings.Fields(scenario.CleanLine(rapid.OneOf(rapid.String(),
			rapid.StringOfN(rapid.SampledFrom([]rune("\\`*_{}[]()#+-.!|<>&~=:@^$\"' a1/\nwh")), 0, 40, -1)).Draw(t,
			"text"))), " ")
		var b, out bytes.Buffer
		m := &markdown{w: bufio.NewWriter(&b)}
		m.table("h")
		m.row(s)
		m.line("\n%s", esc(s))
		m.w.Flush()
		require.NoError(t, md.Convert(b.Bytes(), &out))
		cell := regexp.MustCompile(`(?s)<tbody>\n<tr>\n<td>(.*)</td>\n</tr>\n</tbody>\n</table>\n(.*)$`).FindStringSubmatch(out.String())
		if s == "" {
			return
		}
		require.NotNil(t, cell, "%q gave %s", b.String(), out.String())
		require.NotContains(t, cell[1], "<", "%q", s)
		require.Equal(t, s, html.UnescapeString(cell[1]))
		require.Equal(t, "<p>"+cell[1]+"</p>\n", cell[2], "the same as a paragraph")
	})
}

// TestWriteStaysInside: nothing is written outside the folder, whatever lies there, and
// files have the modes that they should.
func TestWriteStaysInside(t *testing.T) {
	testsize.Long(t)
	r := filled(t, "../../x")
	outside := filepath.Join(t.TempDir(), "precious")
	require.NoError(t, os.WriteFile(outside, []byte("keep"), 0o600))
	dir := filepath.Join(t.TempDir(), "new", "folder")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "report.md")))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "scores.csv.part")))
	names, err := Write(dir, r)
	require.NoError(t, err)
	kept, err := os.ReadFile(outside)
	require.NoError(t, err)
	assert.Equal(t, "keep", string(kept))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, len(names))
	for _, e := range entries {
		info, err := e.Info()
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode(), e.Name()+" is for its owner alone")
	}
}
