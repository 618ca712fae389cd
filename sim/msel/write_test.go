package msel

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// texts draws texts that a list may hold, some of them hostile to files and spreadsheets.
func texts(lines bool) *rapid.Generator[string] {
	words := []string{"Alarm", "the crane", "Ελένη", "Müller", "=1+1", "+49 30", "-5", "@SUM", "'quoted'", "\"",
		"a,b", "c;d",
		"\\", "#", "]", "[x]", "{", "|", "<b>&", "${user}", "'''", "\"\"\"", "T+5", "All", "100%", "…", "日本語", "'=x"}
	if lines {
		words = append(words, "\n", "\n\n", "  two  blanks", "Expected: not a label\nNumber: 7")
	}
	return rapid.Custom(func(t *rapid.T) string {
		return cleanCell(strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(t, "words"), " "))
	})
}

// scenarios draws scenarios whose injects use every key that a list has a column for, and
// conditions, distributions and effects that it has none for.
func scenarios() *rapid.Generator[*scenario.Scenario] {
	return rapid.Custom(func(t *rapid.T) *scenario.Scenario {
		var b strings.Builder
		fmt.Fprintf(&b, "title = %s\nstart = 2027-03-01T06:00:00Z\nlength = \"30d\"\n",
			tomlText("X "+oneLine(texts(false).Draw(t, "title"))))
		seats := rapid.IntRange(1, 4).Draw(t, "seats")
		for i := range seats {
			fmt.Fprintf(&b, "[role.seat_%d]\ntitle = %s\n", i,
				tomlText(fmt.Sprintf("%s %d", oneLine(texts(false).Draw(t, "seat")), i)))
		}
		b.WriteString("[fact.leak]\ntext = \"x\"\n[gauge.harm]\nstart = 1\n[action.stop]\nby = [\"seat_0\"]\n")
		for i := range rapid.IntRange(0, 8).Draw(t, "injects") {
			fmt.Fprintf(&b, "[inject.in_%d]\n", i)
			text := func(key, s string) {
				if s != "" || key == "title" {
					fmt.Fprintf(&b, "%s = %s\n", key, tomlText(s))
				}
			}
			text("title", firstOf(oneLine(texts(false).Draw(t, "title")), "Untitled"))
			text("text", texts(true).Draw(t, "text"))
			text("from", oneLine(texts(false).Draw(t, "from")))
			text("hint", texts(true).Draw(t, "hint"))
			text("media", rapid.SampledFrom(media).Draw(t, "media"))
			fmt.Fprintf(&b, "to = [%q]\n", rapid.SampledFrom([]string{"all", "public", "none", "seat_0"}).Draw(t,
				"to"))
			b.WriteString(rapid.SampledFrom([]string{"", "at = \"90s\"\n", "at = \"2d3h4m5s\"\n", "at = \"1500ms\"\n",
				"at = {median=\"2h\", p90=\"9h\"}\n",
				"at = {min=\"1h\", mode=\"2h\", max=\"4h\"}\nunless = \"done('stop')\"\n",
				"every = {mean=\"12h\"}\n", "when = \"knows('leak', 'seat_0')\"\nat = \"1h\"\n",
				"when = \"false\"\n"}).Draw(t, "when"))
			b.WriteString(rapid.SampledFrom([]string{"", "hold = true\n", "times = 2\n",
				"effects = [{gauge=\"harm\", add=1.5}]\n",
				"reveals = [\"leak\"]\n", "expects = {any=[\"stop\"], within=\"4h\", by=[\"seat_0\"]}\n"}).Draw(t,
				"rest"))
		}
		sc, ds := scenario.Load("drawn.toml", []byte(b.String()))
		if sc == nil {
			panic(ds.Format("drawn.toml", b.String()))
		}
		return sc
	})
}

// writers are the ways in which a list is written.
var writers = map[string]func(*List, *bytes.Buffer) error{
	"hseep.csv":   func(l *List, b *bytes.Buffer) error { return l.WriteCSV(b, "hseep") },
	"mitre.csv":   func(l *List, b *bytes.Buffer) error { return l.WriteCSV(b, "mitre") },
	"hseep.xlsx":  func(l *List, b *bytes.Buffer) error { return l.WriteXLSX(b, "hseep") },
	"openaev.zip": func(l *List, b *bytes.Buffer) error { return l.WriteOpenAEV(b) },
	"cexf.json":   func(l *List, b *bytes.Buffer) error { return l.WriteCEXF(b) },
	"mitre.xlsx":  func(l *List, b *bytes.Buffer) error { return l.WriteXLSX(b, "mitre") },
}

// TestImportOfOurExportIsTheIdentity: what we write, we read back: the same entries without a
// doubt; from a file that carries the scenario, the scenario to the last byte.
func TestImportOfOurExportIsTheIdentity(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(writers)) {
		t.Run(name, func(t *testing.T) {
			if strings.HasSuffix(name, ".csv") {
				rapid.Check(t, func(t *rapid.T) { comesBack(t, name, scenarios().Draw(t, "scenario")) })
				return
			}
			for seed := range testsize.Of(8, 8, 3) { // archives take longer
				comesBack(t, name, scenarios().Example(seed))
			}
		})
	}
}

func comesBack(t require.TestingT, name string, sc *scenario.Scenario) {
	want := FromScenario(sc)
	var b bytes.Buffer
	require.NoError(t, writers[name](want, &b))
	carries := !strings.HasSuffix(name, ".csv")
	if len(want.Entries) == 0 && !carries {
		return // a header alone
	}
	got, err := Read(name, b.Bytes(), nil)
	require.NoError(t, err, b.String())
	for i := range got.List.Entries {
		got.List.Entries[i].Place = Place{}
	}
	if len(want.Entries) > 0 {
		require.Equal(t, want.Entries, got.List.Entries)
	}
	if carries {
		require.Equal(t, sc.Source, got.List.Scenario)
	}
	require.Zero(t, got.Findings.Doubts(), "%v", got.Findings)
	draft := got.List.Draft()
	again, ds := scenario.Load("draft.toml", []byte(draft.Text))
	require.NotNil(t, again, "%s\n%s", ds.Format("draft.toml", draft.Text), draft.Text)
	if carries {
		require.Equal(t, sc.Source, draft.Text)
		return
	}
	stand := FromScenario(again) // all but the rules that a draft cannot keep
	for i := range stand.Entries {
		stand.Entries[i].Rules, want.Entries[i].Rules = nil, nil
	}
	sameDraft(t, want.Entries, stand.Entries)
}

// sameDraft compares entries by their ids: without their conditions, those of a draft may
// are in another order, and have no time where theirs counted from a condition.
func sameDraft(t require.TestingT, want, got []Entry) {
	byID := map[string]Entry{}
	for _, e := range got {
		byID[e.ID] = e
	}
	require.Len(t, got, len(want))
	for _, e := range want {
		require.Equal(t, e, byID[e.ID])
	}
}

// TestSpreadsheetsRunNothing: no cell of what we write begins as a formula does.
func TestSpreadsheetsRunNothing(t *testing.T) {
	src := "title = \"x\"\n[role.a]\ntitle = \"=role\"\n[inject.i]\ntitle = \"=HYPERLINK(1)\"\ntext = " +
		"\"@SUM(A1)\\n=2\"\n" +
		"from = \"+49 a\"\nhint = \"-1+1|cmd\"\nto=[\"a\"]\n"
	sc, ds := scenario.Load("x.toml", []byte(src))
	require.NotNil(t, sc, ds.Format("x.toml", src))
	l := FromScenario(sc)
	for _, set := range ColumnSets() {
		var b bytes.Buffer
		require.NoError(t, l.WriteCSV(&b, set))
		require.True(t, strings.HasPrefix(b.String(), "\ufeff"), "spreadsheets know UTF-8 by its mark")
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
		require.NoError(t, err)
		for _, row := range rows {
			for _, c := range row {
				assert.True(t, strings.HasPrefix(c, "'") || scenario.InertCell(c) == c, "%q", c)
			}
		}
		b.Reset()
		require.NoError(t, l.WriteXLSX(&b, set))
		book, err := excelize.OpenReader(&b)
		require.NoError(t, err)
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			require.NoError(t, err)
			for r, row := range rows {
				for c := range row {
					name, err := excelize.CoordinatesToCellName(c+1, r+1)
					require.NoError(t, err)
					formula, err := book.GetCellFormula(sheet, name)
					require.NoError(t, err)
					assert.Empty(t, formula, "%s!%s", sheet, name)
				}
			}
		}
		require.NoError(t, book.Close())
	}
}

// TestChangedWorkbook: if somebody changed the list of a workbook of ours, the draft is made
// of the list, and the scenario is kept next to it and told of.
func TestChangedWorkbook(t *testing.T) {
	src := "title = \"x\"\n[role.a]\n[inject.i]\nat = \"1h\"\ntitle = \"Before\"\n"
	sc, _ := scenario.Load("x.toml", []byte(src))
	require.NotNil(t, sc)
	var b bytes.Buffer
	require.NoError(t, FromScenario(sc).WriteXLSX(&b, "hseep"))
	book, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	require.NoError(t, book.SetCellValue(listSheet, "B2", "T+90m"))
	var changed bytes.Buffer
	require.NoError(t, book.Write(&changed))
	r, err := Read("x.xlsx", changed.Bytes(), nil)
	require.NoError(t, err)
	assert.Equal(t, 1, r.Findings.Doubts())
	assert.Equal(t, "carried", r.Findings[len(r.Findings)-1].Code)
	again := passes(t, r)
	assert.Equal(t, 90*m, again.Injects[0].At.A)
	require.Len(t, r.List.Attachments, 1)
	assert.Equal(t, src, string(r.List.Attachments[0].Data))

	r, err = Read("x.xlsx", workbookOf(t, sc), nil)
	require.NoError(t, err)
	d := r.List.Draft()
	assert.Equal(t, src, d.Text)
	require.NotNil(t, d.Loaded, "it was read to compare it, and is not read again")
	assert.Equal(t, src, d.Loaded.Source)
	r.List.Scenario = strings.Replace(src, "Before", "Later", 1)
	assert.Nil(t, r.List.Draft().Loaded, "another scenario than that which was read, and not what the list says")
}

func workbookOf(t *testing.T, sc *scenario.Scenario) []byte {
	var b bytes.Buffer
	require.NoError(t, FromScenario(sc).WriteXLSX(&b, "hseep"))
	return b.Bytes()
}

// TestNoRowIsLost draws untidy tables: columns in any order under any of their headings,
// blank rows and columns, titles and headings between rows; every row's mark is in the draft.
func TestNoRowIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		heads := [][]string{{"Time", "When", "Uhrzeit", "Designated Scenario Time"},
			{"To", "Recipient(s)", "Intended Player"},
			{"Description", "Message", "Inject text"}, {"Notes", "Remarks"}, {"Shoe size", "Risk", "Colour of paper"}}
		order := rapid.Permutation([]int{0, 1, 2, 3, 4}).Draw(t, "order")
		comma := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "comma")
		var b strings.Builder
		for range rapid.IntRange(0, 3).Draw(t, "titles") {
			b.WriteString(comma + "A title" + strings.Repeat(comma, 4) + "\n")
		}
		for i, k := range order {
			if i > 0 {
				b.WriteString(comma)
			}
			b.WriteString(rapid.SampledFrom(heads[k]).Draw(t, "head"))
		}
		b.WriteString(comma + "\n")
		rows := rapid.IntRange(1, 20).Draw(t, "rows")
		for r := range rows {
			switch rapid.IntRange(0, 4).Draw(t, "between") {
			case 0:
				b.WriteString("\n")
			case 1:
				b.WriteString("Part of the day" + strings.Repeat(comma, 5) + "\n")
			}
			for i, k := range order {
				if i > 0 {
					b.WriteString(comma)
				}
				time := rapid.SampledFrom([]string{"09:05", "T+5", "", "soon", "Day 2 10:00", "H-1",
					"3/4/2027"}).Draw(t, "time")
				b.WriteString([]string{time, "Ops", fmt.Sprintf("row%dmark", r), "",
					fmt.Sprintf("extra%dmark", r)}[k])
			}
			b.WriteString("\n")
		}
		res, err := Read("list.csv", []byte(b.String()), nil)
		require.NoError(t, err, b.String())
		require.Len(t, res.List.Entries, rows, b.String())
		draft := res.List.Draft()
		sc, ds := scenario.Load("draft.toml", []byte(draft.Text))
		require.NotNil(t, sc, ds.Format("draft.toml", draft.Text))
		for r := range rows {
			require.Equal(t, fmt.Sprintf("row%dmark", r), sc.Injects[r].Text)
			require.Contains(t, sc.Injects[r].Hint, fmt.Sprintf("extra%dmark", r))
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"untidy.csv", "table.md", "german_cp1252.csv", "conducttr.tsv"} {
		data, err := os.ReadFile("testdata/" + name)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read("fuzz", data, nil)
		if err != nil {
			return
		}
		draft := r.List.Draft()
		sc, ds := scenario.Load("draft.toml", []byte(draft.Text))
		require.NotNil(t, sc, "%s\n%s", ds.Format("draft.toml", draft.Text), draft.Text)
		_, err = ParseMapping("map.toml", []byte(r.Map.Text()))
		require.NoError(t, err, r.Map.Text())
	})
}

// BenchmarkRead reads a list of 10,000 rows and makes a draft of it.
func BenchmarkRead(b *testing.B) {
	l := &List{Title: "Long", Seats: []Seat{{ID: "ops", Title: "Ops"}}}
	for i := range 10_000 {
		l.Entries = append(l.Entries, Entry{Number: fmt.Sprint(i), ID: fmt.Sprintf("in_%d", i),
			Title: fmt.Sprintf("Inject %d", i),
			Text:  strings.Repeat("The pump stops. ", 12), At: scenario.Duration(i) * scenario.Minute, Timed: true,
			Media: "email",
			To:    []string{"ops"}, Expected: "Start it again", Notes: "Be brisk"})
	}
	for name, write := range writers {
		if !strings.HasPrefix(name, "hseep") {
			continue
		}
		var file bytes.Buffer
		require.NoError(b, write(l, &file))
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := Read(name, file.Bytes(), nil)
				require.NoError(b, err)
				require.Len(b, r.List.Entries, 10_000)
				draft := r.List.Draft()
				sc, _ := scenario.Load("draft.toml", []byte(draft.Text))
				require.NotNil(b, sc)
			}
		})
	}
}

// TestWorkbooksCarryEveryByte: blanks at the ends of lines, tabs and Windows line ends come
// back, and a scenario of more lines than a sheet that is read has rows.
func TestWorkbooksCarryEveryByte(t *testing.T) {
	testsize.Long(t)
	src := "title = \"Ελένη\" \t\r\n\r\n[role.a]\t\r\n" + strings.Repeat("# a remark  \r\n\n", maxRows*3/4)
	sc, ds := scenario.Load("x.toml", []byte(src))
	require.NotNil(t, sc, ds.Format("x.toml", src))
	var b bytes.Buffer
	require.NoError(t, FromScenario(sc).WriteXLSX(&b, "hseep"))
	r, err := Read("x.xlsx", b.Bytes(), nil)
	require.NoError(t, err)
	assert.True(t, src == r.List.Draft().Text, "the scenario came back changed")
}
