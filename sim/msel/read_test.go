package msel

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"tocsin/sim/scenario"
)

var update = flag.Bool("update", false, "write the golden files of testdata again")

// samples are the untidy files of testdata.
func samples(t *testing.T) map[string][]byte {
	out := map[string][]byte{}
	for _, pattern := range []string{"*.csv", "*.tsv", "*.md", "*.json"} {
		files, err := filepath.Glob(filepath.Join("testdata", pattern))
		require.NoError(t, err)
		for _, f := range files {
			if strings.HasSuffix(f, ".golden.json") {
				continue
			}
			data, err := os.ReadFile(f)
			require.NoError(t, err)
			out[filepath.Base(f)] = data
		}
	}
	out["workbook.xlsx"] = untidyWorkbook(t)
	return out
}

// untidyWorkbook has a cover, a merged title, a blank column, cells of dates and times as
// numbers, a time merged over two rows, a hidden row, and a sheet of something else.
func untidyWorkbook(t *testing.T) []byte {
	book := excelize.NewFile()
	defer book.Close()
	ok := func(err error) { require.NoError(t, err) }
	set := func(sheet, cell string, v any) { ok(book.SetCellValue(sheet, cell, v)) }
	style := func(format string) int {
		id, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
		ok(err)
		return id
	}
	ok(book.SetSheetName("Sheet1", "Cover"))
	set("Cover", "B2", "Exercise Dry Dock")
	_, err := book.NewSheet("Injects")
	ok(err)
	set("Injects", "B1", "Exercise Dry Dock: injects")
	ok(book.MergeCell("Injects", "B1", "G1"))
	for i, head := range []string{"Ser", "Date", "Time", "Intended recipient", "Inject", "Method of delivery"} {
		set("Injects", fmt.Sprintf("%c3", 'B'+i), head)
	}
	set("Injects", "B4", "Morning")
	ok(book.MergeCell("Injects", "B4", "G4"))
	rows := [][]any{{1, 46447, 0.375, "Yard; Port", "The crane's controller restarts by itself.", "Phone"},
		{2, 46447, 0.4270833333, "Yard", "A second crane restarts; nobody touched it.", "E-mail"},
		{3, 46447, nil, "Port", "The port asks for a statement until noon today.", "Letter"},
		{4, 46448, 0.0069444444, "Yard, Port", "=SUM(A1) is what the display of the crane shows.", "Display"}}
	for r, cells := range rows {
		for c, v := range cells {
			if v != nil {
				set("Injects", fmt.Sprintf("%c%d", 'B'+c, 5+r), v)
			}
		}
	}
	ok(book.SetCellStyle("Injects", "C5", "C8", style("dd/mm/yyyy")))
	ok(book.SetCellStyle("Injects", "D5", "D8", style("hh:mm")))
	ok(book.MergeCell("Injects", "D6", "D7"))
	ok(book.SetRowVisible("Injects", 7, false))
	_, err = book.NewSheet("Phone list")
	ok(err)
	set("Phone list", "A1", "Yard")
	set("Phone list", "B1", "555 0100")
	var b bytes.Buffer
	ok(book.Write(&b))
	return b.Bytes()
}

// golden is what a sample is checked against.
type golden struct {
	Title    string
	Start    string
	Tables   []Table
	Entries  []Entry
	Findings []string
}

func goldenOf(r *Result) golden {
	g := golden{Title: r.List.Title, Tables: r.Tables, Entries: r.List.Entries}
	if !r.List.Start.IsZero() {
		g.Start = r.List.Start.Format("2006-01-02 15:04")
	}
	for _, f := range r.Findings {
		g.Findings = append(g.Findings, fmt.Sprintf("%s %s %s %q: %s", f.Level, f.Code, f.Place, f.Value, f.Message))
	}
	return g
}

// TestSamples checks what is read of each sample, and what is told of it, against golden files;
// each draft passes the check of the format.
func TestSamples(t *testing.T) {
	for name, data := range samples(t) {
		t.Run(name, func(t *testing.T) {
			r, err := Read(name, data, nil)
			require.NoError(t, err)
			got, err := json.MarshalIndent(goldenOf(r), "", " ")
			require.NoError(t, err)
			file := filepath.Join("testdata", name+".golden.json")
			if *update {
				require.NoError(t, os.WriteFile(file, append(got, '\n'), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.JSONEq(t, string(want), string(got), "go test ./sim/msel -run Samples -update")
			passes(t, r)
		})
	}
}

// passes wants a draft that loads, with an inject for each entry and every text in it.
func passes(t *testing.T, r *Result) *scenario.Scenario {
	t.Helper()
	draft := r.List.Draft()
	sc, ds := scenario.Load("draft.toml", []byte(draft.Text))
	require.NotNil(t, sc, "%s\n%s", ds.Format("draft.toml", draft.Text), draft.Text)
	require.Len(t, sc.Injects, len(r.List.Entries))
	for i, e := range r.List.Entries {
		assert.Equal(t, e.Title, sc.Injects[i].Title)
		if len(e.Text) <= maxDraftText {
			assert.Equal(t, e.Text, sc.Injects[i].Text)
		}
		if len(e.Expected) <= maxDraftText {
			assert.Equal(t, strings.Join(items(e.Expected), "\n"), strings.Join(sc.Injects[i].LookFor, "\n"),
				"evaluators have it")
		}
		if hint := e.hint(); len(hint) <= maxDraftText {
			assert.Equal(t, hint, sc.Injects[i].Hint)
		}
	}
	return sc
}

// TestNoCellIsLost: each word of each row of a sample is in its draft.
func TestNoCellIsLost(t *testing.T) {
	for name, data := range samples(t) {
		if !strings.HasSuffix(name, ".csv") && !strings.HasSuffix(name, ".tsv") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			none := &Mapping{}
			none.index()
			text, _, err := decodeText(data, none)
			require.NoError(t, err)
			sheet, _, err := readDelimited(text)
			require.NoError(t, err)
			r, err := Read(name, data, nil)
			require.NoError(t, err)
			sc := passes(t, r)
			var told strings.Builder // what people read of the draft, and what findings name
			for _, in := range sc.Injects {
				fmt.Fprintln(&told, in.Title, in.Text, in.LookFor, in.Hint, in.From)
			}
			for _, s := range sc.Roles {
				fmt.Fprintln(&told, s.Title)
			}
			for _, f := range r.Findings {
				fmt.Fprintln(&told, f.Value, f.Message)
			}
			fmt.Fprintln(&told, sc.Title, r.List.Notes)
			header := 0
			if len(r.Tables) > 0 {
				header = r.Tables[0].Header
			}
			times := map[int]bool{}
			for i, c := range r.Tables[0].Columns {
				times[i] = c.Field == FieldTime || c.Field == FieldDate || c.Field == FieldKind ||
					c.Field == FieldMedia
			}
			for _, row := range sheet.rows {
				if r.Tables[0].Columns[1].Heading == oneLine(row.at(1)) {
					continue // the header, which may be there again
				}
				for i, c := range row.cells {
					if times[i] && row.number > header || c.text == "" {
						continue // read, not kept as written
					}
					for _, word := range strings.Fields(regexp.MustCompile(`[,;/]|\b\+\b`).ReplaceAllString(shown(c.text), " ")) {
						if regexp.MustCompile(`^(?:[-•]|\d\.)$`).MatchString(word) {
							continue // the mark of an item
						}
						assert.True(t, strings.Contains(told.String(), word), "%q of row %d, column %s is lost",
							word, row.number,
							columnName(i))
					}
				}
			}
		})
	}
}

// shown is a cell as people see it: the text of what is HTML.
func shown(text string) string {
	if strings.Contains(text, "</") || strings.Contains(text, "/>") {
		return htmlText(text)
	}
	return text
}

// TestItems: an expected action that is a list becomes one for each item, and nothing else does.
func TestItems(t *testing.T) {
	for text, want := range map[string][]string{
		"• call CERT\n• tell press\n• stop": {"call CERT", "tell press", "stop"},
		"- call\n  and write\n- stop":       {"call\n  and write", "stop"},
		"1. a\n2) b\n(3) c":                 {"a", "b", "c"},
		"- one alone":                       {"- one alone"},
		"Do this:\n- a\n- b":                {"Do this:\n- a\n- b"},
		"2027 - 3":                          {"2027 - 3"},
		"-5 degrees\n-6 degrees":            {"-5 degrees\n-6 degrees"},
		"two lines\nof one":                 {"two lines\nof one"},
		"- a\n-  ":                          {"- a\n-  "},
	} {
		assert.Equal(t, want, items(text), "%q", text)
	}
}

// TestEncodings: one list in every encoding that spreadsheets write is one list.
func TestEncodings(t *testing.T) {
	text := "Nr;Zeit;An;Nachricht\r\n1;T+5 min;Lage;„Störung“ – Ελένη meldet\r\n2;T+1h;Werk Süd;Läuft wieder\r\n"
	utf16Of := func(little, mark bool) []byte {
		var out []byte
		units := utf16.Encode([]rune(text))
		if mark {
			units = append([]uint16{0xfeff}, units...)
		}
		for _, u := range units {
			if little {
				out = append(out, byte(u), byte(u>>8))
			} else {
				out = append(out, byte(u>>8), byte(u))
			}
		}
		return out
	}
	want, err := Read("list.csv", []byte(text), nil)
	require.NoError(t, err)
	require.Len(t, want.List.Entries, 2)
	for name, data := range map[string][]byte{"mark": []byte("\ufeff" + text), "little": utf16Of(true, true),
		"big": utf16Of(false, true), "little without a mark": utf16Of(true, false),
		"big without a mark": utf16Of(false, false), "unix": []byte(strings.ReplaceAll(text, "\r\n", "\n")),
		"sep": []byte("sep=;\r\n" + text)} {
		got, err := Read("list.csv", data, nil)
		require.NoError(t, err, name)
		for i := range got.List.Entries { // sep= is a row of its own
			got.List.Entries[i].Place, want.List.Entries[i].Place = Place{}, Place{}
		}
		assert.Equal(t, want.List.Entries, got.List.Entries, name)
	}
}

// TestMapSettlesEverything: a map that says what each doubt asks leaves none, and another
// import with the map that was proposed doubts no recipient and no column.
func TestMapSettlesEverything(t *testing.T) {
	data, err := os.ReadFile("testdata/untidy.csv")
	require.NoError(t, err)
	first, err := Read("untidy.csv", data, nil)
	require.NoError(t, err)
	require.Positive(t, first.Findings.Doubts())
	again, err := ParseMapping("map.toml", []byte(first.Map.Text()))
	require.NoError(t, err, first.Map.Text())
	second, err := Read("untidy.csv", data, again)
	require.NoError(t, err)
	for _, f := range second.Findings {
		if f.Level == Doubt {
			assert.NotContains(t, []string{"recipient", "column", "media"}, f.Code, "%v", f)
		}
	}
	settled := strings.Replace(first.Map.Text(), `t         = ""`, `t = "hours"`, 1)
	settled = strings.Replace(settled, `untimed   = ""`, `untimed = "as above"`, 1)
	settled = strings.Replace(settled, "# accept  = []", `accept = ["about"]`, 1)
	settled = strings.Replace(settled, `# "after lunch" = ""`, `"after lunch" = "T+4h"`, 1)
	settled = strings.Replace(settled, `"Board" = "board"`, `"Board" = "minister, soc"`, 1)
	m, err := ParseMapping("map.toml", []byte(settled))
	require.NoError(t, err, settled)
	r, err := Read("untidy.csv", data, m)
	require.NoError(t, err)
	assert.Zero(t, r.Findings.Doubts(), "%v", r.Findings)
	assert.Equal(t, 5*h, r.List.Entries[0].At)
	assert.Equal(t, h, r.List.Entries[3].At, "as above")
	assert.Equal(t, 4*h, r.List.Entries[5].At)
	assert.Equal(t, []string{"minister", "soc"}, r.List.Entries[5].To)
	passes(t, r)
}

// TestWrongMaps: what a map says wrongly is named with its place.
func TestWrongMaps(t *testing.T) {
	for src, want := range map[string]string{
		"t = \"fortnights\"":                  `t is one of minutes, hours, days, not "fortnights"`,
		"unit = 1":                            `unknown key "unit"`,
		"[columns]\n\"When\" = \"clock\"":     `"clock", which is no field`,
		"[media]\nPigeon = \"bird\"":          "email, call, news",
		"[types]\nx = \"y\"":                  "inject, contingency or expected",
		"start = \"tomorrow\"":                `"tomorrow" is no start`,
		"t = \"minutes\"\ncolumns = \"x\"":    "map.toml",
		"t = \"minutes\"\n\n[to\nx = \"y\"\n": "map.toml:4",
	} {
		_, err := ParseMapping("map.toml", []byte(src))
		require.Error(t, err, src)
		assert.Contains(t, err.Error(), want)
		assert.Contains(t, err.Error(), "map.toml")
	}
}

// TestWithoutHeader: a table without a header is refused with the way out, and read by a map
// that names columns by their letters.
func TestWithoutHeader(t *testing.T) {
	data := []byte("1,T+5 min,Ops,The pump stops\n2,T+9 min,Ops,It runs again\n")
	_, err := Read("list.csv", data, nil)
	require.ErrorContains(t, err, `"column A" = "time"`)
	m, err := ParseMapping("map.toml", []byte("[columns]\n\"column A\"=\"number\"\n\"column B\"=\"time\"\n"+
		"\"column C\"=\"to\"\n\"column D\"=\"text\"\n[to]\nOps=\"ops\"\n"))
	require.NoError(t, err)
	r, err := Read("list.csv", data, m)
	require.NoError(t, err)
	assert.Zero(t, r.Findings.Doubts(), "%v", r.Findings)
	require.Len(t, r.List.Entries, 2)
	assert.Equal(t, 9*minute, r.List.Entries[1].At)
	assert.Equal(t, "It runs again", r.List.Entries[1].Text)
}

const minute = scenario.Minute

// TestFaultyFiles: what holds no list is refused, with what it is and what to do.
func TestFaultyFiles(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"empty":    {"", "is empty"},
		"blank":    {" \n\n", "is empty"},
		"pdf":      {"%PDF-1.7 ...", "is a PDF"},
		"old":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "before 2007: save it as .xlsx"},
		"scenario": {"title = \"x\"\n[role.a]\n", "is a scenario: tocsin check"},
		"record": {`{"format":1,"tocsin":"x","name":"y","scenario":"z"}` + "\n",
			"the record of an exercise: tocsin replay"},
		"prose": {"Dear all,\nthe exercise begins at nine.\nBring tea.\n", "text, such as notes"},
		"json":  {`{"incidents":[]}`, "JSON of an unknown kind"},
		"other": {"name,phone,room\na,b,c\nd,e,f\n", "no header that is known"},
		"wide":  {strings.Repeat("a,", 600) + "a\n" + strings.Repeat("b,", 600) + "b\n", "at most 512"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read("file", []byte(c.data), nil)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
}

// TestOpenQuote: a quotation mark that is never closed does not swallow rows in silence.
func TestOpenQuote(t *testing.T) {
	r, err := Read("list.csv", []byte("No,Time,To,Message\n1,T+1 min,Ops,\"An open quote\n2,T+2 min,Ops,Second\n"),
		nil)
	require.NoError(t, err)
	var codes []string
	for _, f := range r.Findings {
		codes = append(codes, string(f.Level)+" "+f.Code)
	}
	assert.Contains(t, codes, "doubt quotes")
	assert.Contains(t, r.List.Entries[0].Text, "Second")
}

// TestLongTexts: a text above the format's limit is cut in the draft, told, and kept whole.
func TestLongTexts(t *testing.T) {
	long := strings.Repeat("Ελένη writes \"\"\" and \\ without end. ", 900)
	r, err := Read("list.csv", []byte("No,Time,To,Message\n1,T+1 min,Ops,\""+strings.ReplaceAll(long, `"`, `""`)+
		"\"\n"), nil)
	require.NoError(t, err)
	draft := r.List.Draft()
	sc, ds := scenario.Load("draft.toml", []byte(draft.Text))
	require.NotNil(t, sc, ds.Format("draft.toml", draft.Text))
	require.Len(t, draft.Findings, 1)
	assert.Equal(t, "long-text", draft.Findings[0].Code)
	require.Len(t, draft.Attachments, 1)
	assert.Equal(t, strings.TrimSpace(long), string(draft.Attachments[0].Data))
	assert.True(t, strings.HasPrefix(long, strings.TrimSuffix(sc.Injects[0].Text, " …")))
}

// TestHTMLText: what a reader sees of HTML is kept, and nothing that runs.
func TestHTMLText(t *testing.T) {
	for html, want := range map[string]string{
		"<p>One</p><p>Two</p>":                                  "One\n\nTwo",
		"a<br>b<br/>c":                                          "a\nb\nc",
		"<ul><li>x</li><li>y</li></ul>":                         "- x\n\n- y",
		"<script>alert(1)</script>Hi<style>p{}</style>":         "Hi",
		"5 &lt; 6 &amp; 7&nbsp;&#8203;8":                        "5 < 6 & 7 8",
		`<a href="https://example.org/a">here</a> now`:          "here (https://example.org/a) now",
		`<img alt="A map" src=x onerror=y>`:                     "A map",
		"plain\u200b \u00a0text\x1b[31m":                        "plain  text[31m",
		"<b>bold</b> and <i>it</i>":                             "bold and it",
		"<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>": "a b\n\nc",
	} {
		assert.Equal(t, strings.TrimSpace(want), htmlText(html), html)
	}
}
