package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// TestDictionaryIsWhole: each column is explained, and nothing else is.
func TestDictionaryIsWhole(t *testing.T) {
	used := map[string]bool{}
	for _, x := range tables {
		assert.NotEmpty(t, x.about, x.file)
		for _, c := range x.head {
			used[c] = true
			assert.NotEmpty(t, dictionary[c].about, "%s: say in columns.go what %s holds", x.file, c)
		}
	}
	for c := range dictionary {
		assert.True(t, used[c], "no table has a column %s", c)
	}
}

// packOf are the files of a played exercise's report, by name: those named, or all.
func packOf(t *testing.T, r *Report, names ...string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, f := range r.files() {
		if len(names) > 0 && !slices.Contains(names, f.name) {
			continue
		}
		var b bytes.Buffer
		require.NoError(t, f.write(&b), f.name)
		out[f.name] = b.Bytes()
	}
	return out
}

// TestDataPackage: the package names each table with its columns in their order, and each cell
// is of the type that it says.
func TestDataPackage(t *testing.T) {
	files := packOf(t, Build(inputOf(t, "bad")))
	var doc struct {
		Resources []struct {
			Path   string
			Schema struct {
				Fields []struct{ Name, Type, Description string }
			}
		}
	}
	require.NoError(t, json.Unmarshal(files["datapackage.json"], &doc))
	require.Len(t, doc.Resources, len(tables))
	cells := 0
	for _, x := range doc.Resources {
		text, ok := bytes.CutPrefix(files[x.Path], []byte("\ufeff"))
		require.True(t, ok, x.Path)
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		require.NoError(t, err, x.Path)
		for i, row := range rows {
			require.Len(t, row, len(x.Schema.Fields), x.Path)
			for j, f := range x.Schema.Fields {
				if i == 0 {
					require.Equal(t, f.Name, row[j], x.Path)
					continue
				}
				if row[j] == "" {
					continue
				}
				cells++
				var err error
				switch f.Type {
				case "number":
					_, err = strconv.ParseFloat(row[j], 64)
				case "integer":
					_, err = strconv.Atoi(row[j])
				case "datetime":
					_, err = time.Parse(time.RFC3339, row[j])
				}
				require.NoError(t, err, "%s row %d, %s", x.Path, i, f.Name)
			}
		}
	}
	assert.Greater(t, cells, 1000)
}

// TestTablesJoin: each message and each decision is at its event of the timeline, with the
// same time and the same seat, and the package says so.
func TestTablesJoin(t *testing.T) {
	files := packOf(t, Build(inputOf(t, "bad")), "timeline.csv", "messages.csv", "decisions.csv")
	read := func(file string) (rows []map[string]string) {
		all, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(files[file], []byte("\ufeff")))).ReadAll()
		require.NoError(t, err, file)
		for _, cells := range all[1:] {
			row := map[string]string{}
			for i, c := range cells {
				row[all[0][i]] = c
			}
			rows = append(rows, row)
		}
		return rows
	}
	events := map[string]map[string]string{}
	for _, row := range read("timeline.csv") {
		events[row["event"]] = row
	}
	for file, seat := range map[string]string{"messages.csv": "from", "decisions.csv": "role"} {
		joined := 0
		for _, row := range read(file) {
			if row["event"] == "" && file == "decisions.csv" {
				continue // written down, and no act of the exercise
			}
			ev := events[row["event"]]
			require.NotNil(t, ev, "%s: no event %q", file, row["event"])
			assert.Equal(t, []string{ev["hours"], ev["role"]}, []string{row["hours"], row[seat]}, file)
			joined++
		}
		assert.NotZero(t, joined, file)
	}
}

// TestWorkbooks: one sheet for each table, numbers as numbers, texts as they are, and lists to choose from
// in the plan.
func TestWorkbooks(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	r.Timeline[0].Text = "=1+2"
	files := packOf(t, r, "tables.xlsx", "improvement_plan.xlsx")
	f, err := excelize.OpenReader(bytes.NewReader(files["tables.xlsx"]))
	require.NoError(t, err)
	defer f.Close()
	assert.Len(t, f.GetSheetList(), len(tables)+1, "and the dictionary")
	kind, err := f.GetCellType("timeline", "B2")
	require.NoError(t, err)
	assert.NotEqual(t, excelize.CellTypeInlineString, kind, "hours are a number")
	rows, err := f.GetRows("timeline")
	require.NoError(t, err)
	cell, err := excelize.CoordinatesToCellName(slices.Index(rows[0], "text")+1, 2)
	require.NoError(t, err)
	text, err := f.GetCellValue("timeline", cell)
	require.NoError(t, err)
	assert.Equal(t, "=1+2", text)
	formula, err := f.GetCellFormula("timeline", cell)
	require.NoError(t, err)
	assert.Empty(t, formula)
	p, err := excelize.OpenReader(bytes.NewReader(files["improvement_plan.xlsx"]))
	require.NoError(t, err)
	defer p.Close()
	rows, err = p.GetRows("improvement_plan")
	require.NoError(t, err)
	assert.Len(t, rows, len(r.Plan)+1)
	lists, err := p.GetDataValidations("improvement_plan")
	require.NoError(t, err)
	assert.Len(t, lists, 2, "priority and status")
}

// TestWorkbooksPrint: a sheet is printed across, its columns on one page, its head on each; a row is as high
// as its texts need, and a column as broad as rows need that a page can hold.
func TestWorkbooksPrint(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	r.Plan[1].Action = strings.Repeat("Ring up whoever has to know of it. ", 60)
	files := packOf(t, r, "tables.xlsx", "improvement_plan.xlsx")
	for _, name := range []string{"improvement_plan.xlsx", "tables.xlsx"} {
		f, err := excelize.OpenReader(bytes.NewReader(files[name]))
		require.NoError(t, err)
		defer f.Close()
		heads := map[string]string{}
		for _, d := range f.GetDefinedName() {
			heads[d.Scope+" "+d.Name] = d.RefersTo
		}
		for _, sheet := range f.GetSheetList() {
			page, err := f.GetPageLayout(sheet)
			require.NoError(t, err)
			props, err := f.GetSheetProps(sheet)
			require.NoError(t, err)
			assert.Equal(t, []any{"landscape", 1, 0, true}, []any{*page.Orientation, *page.FitToWidth, *page.FitToHeight,
				*props.FitToPage}, "%s, %s", name, sheet)
			assert.Equal(t, sheet+"!$1:$1", heads[sheet+" _xlnm.Print_Titles"], name)
			rows, err := f.GetRows(sheet)
			require.NoError(t, err)
			last, err := excelize.CoordinatesToCellName(len(rows[0]), len(rows), true)
			require.NoError(t, err)
			assert.Equal(t, "'"+sheet+"'!$A$1:"+last, heads[sheet+" _xlnm._FilterDatabase"], "%s can be filtered", name)
			for n, row := range rows {
				height, err := f.GetRowHeight(sheet, n+1)
				require.NoError(t, err)
				for i, text := range row {
					column, err := excelize.ColumnNumberToName(i + 1)
					require.NoError(t, err)
					width, err := f.GetColWidth(sheet, column)
					require.NoError(t, err)
					assert.GreaterOrEqual(t, height/15*width, float64(len([]rune(text))), "%s, %s, %s%d: %s", name, sheet,
						column, n+1, text)
				}
			}
		}
	}
}

// TestWorkbooksHoldDates: dates and times are such in a workbook, look as in the CSV files, and are the same to
// the thousandth of a second; what people wrote that is no date stays as it is.
func TestWorkbooksHoldDates(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	r.Plan[0].Start, r.Plan[0].Completion, r.Plan[0].Proposed = "2027-03-05", "soon", "2027-04-30"
	r.Timeline[0].Source, r.walls = Source{Line: 0}, []string{"2026-11-28T21:20:57.099Z"}
	files := packOf(t, r, "tables.xlsx")
	f, err := excelize.OpenReader(bytes.NewReader(files["tables.xlsx"]))
	require.NoError(t, err)
	defer f.Close()
	for sheet, columns := range map[string]map[string]string{
		"timeline":         {"exercise_time": r.calendar(r.Timeline[0].Hours), "wall_time": "2026-11-28T21:20:57.099Z"},
		"improvement_plan": {"start_date": "2027-03-05", "completion_date": "soon", "proposed_completion": "2027-04-30"},
	} {
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		for i, column := range rows[0] {
			want, ok := columns[column]
			if !ok {
				continue
			}
			delete(columns, column)
			full := want
			cell, err := excelize.CoordinatesToCellName(i+1, 2)
			require.NoError(t, err)
			shown, err := f.GetCellValue(sheet, cell)
			require.NoError(t, err)
			if column == "wall_time" { // the library that reads here shows no thousandths
				want, shown = strings.ReplaceAll(want, ".099", ""), strings.ReplaceAll(shown, ".000", "")
			}
			assert.Equal(t, want, shown, column)
			raw, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
			require.NoError(t, err)
			if want == "soon" {
				assert.Equal(t, want, raw)
				continue
			}
			days, err := strconv.ParseFloat(raw, 64)
			require.NoError(t, err, "%s is a number of days", column)
			at, err := time.Parse(time.RFC3339, full)
			if err != nil {
				at, err = time.Parse(time.DateOnly, full)
			}
			require.NoError(t, err)
			assert.InDelta(t, at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24, days, 1e-8, column)
		}
		assert.Empty(t, columns, sheet)
	}
}

// TestLinesOfCells: texts are wrapped at blanks, and words that are longer than a line are cut.
func TestLinesOfCells(t *testing.T) {
	for text, lines := range map[string]int{"": 0, "one": 1, "one two three": 2, "one\ntwo": 2, "one\n\ntwo": 3,
		strings.Repeat("x", 10): 1, strings.Repeat("x", 11): 2, strings.Repeat("x", 25): 3,
		"one " + strings.Repeat("x", 25): 4, strings.Repeat("x", 15) + " two": 2} {
		assert.Equal(t, lines, linesIn(text, 10), text)
	}
}

// TestPlanCalendar: what is open is on its date, once, in lines that every calendar reads.
func TestPlanCalendar(t *testing.T) {
	r := &Report{Overview: Overview{Played: "1 March 2027", Code: "AAAA-BBBB"}, Plan: []PlanRow{
		{ID: "A-1", Action: "Name, then; ring \\ twice", Issue: "Nobody\nrang " + strings.Repeat("é", 60),
			Completion: "2027-04-30", Proposed: "2027-03-31", Status: "begun"},
		{ID: "A-2", Action: "Proposed", Proposed: "2027-03-31", Status: "proposed"},
		{ID: "A-3", Action: "Done", Completion: "2027-04-30", Status: "done"},
		{ID: "A-4", Action: "Rejected", Completion: "2027-04-30", Status: "rejected"},
		{ID: "A-5", Action: "Some day", Completion: "soon", Status: "accepted"},
	}}
	var b bytes.Buffer
	require.NoError(t, planCalendar(&b, r))
	text := b.String()
	for _, l := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		assert.LessOrEqual(t, len(l), 75)
		assert.NotContains(t, l, "\n")
	}
	whole := strings.ReplaceAll(text, "\r\n ", "")
	assert.Equal(t, 2, strings.Count(whole, "BEGIN:VEVENT"))
	assert.Contains(t, whole, "UID:A-1-aaaa-bbbb@tocsin.invalid\r\nDTSTAMP:20270301T000000Z\r\n"+
		"DTSTART;VALUE=DATE:20270430\r\nDTEND;VALUE=DATE:20270501\r\n")
	assert.Contains(t, whole, `SUMMARY:A-1 Name\, then\; ring \\ twice`)
	assert.Contains(t, whole, `Nobody\nrang `+strings.Repeat("é", 60))
	assert.Contains(t, whole, "DTSTART;VALUE=DATE:20270331")
}

// TestStatements: each has what a learning record store asks for, and an id of its own.
func TestStatements(t *testing.T) {
	testsize.Long(t)
	r := Build(inputOf(t, "bad"))
	var list []statement
	require.NoError(t, json.Unmarshal(packOf(t, r)["xapi.json"], &list))
	require.Len(t, list, len(r.Decisions)+len(r.Messages)+len(r.Beliefs))
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	iri := regexp.MustCompile(`^https://tocsin\.invalid/xapi/[a-z-]+/[a-z0-9_-]+$`)
	seen := map[string]bool{}
	for _, s := range list {
		assert.Regexp(t, uuid, s.ID)
		assert.False(t, seen[s.ID])
		seen[s.ID] = true
		assert.Regexp(t, iri, s.Verb.ID)
		assert.Regexp(t, iri, s.Object.ID)
		assert.NotEmpty(t, s.Actor.Account.Name)
	}
}

// TestNotebooks: the columns that the notebooks read are there.
func TestNotebooks(t *testing.T) {
	var doc struct {
		Cells []struct {
			Source []string `json:"source"`
		}
	}
	require.NoError(t, json.Unmarshal(notebookPython, &doc))
	python := ""
	for _, c := range doc.Cells {
		python += strings.Join(c.Source, "") + "\n"
	}
	columns := append(regexp.MustCompile(`\["(\w+)"\]`).FindAllStringSubmatch(python, -1),
		regexp.MustCompile(`\w\$(\w+)`).FindAllStringSubmatch(string(notebookR), -1)...)
	require.Greater(t, len(columns), 8)
	for _, m := range columns {
		assert.Contains(t, dictionary, m[1])
	}
}

// TestNotebooksCountSeatsFromNone: the figure of who knew has an axis of whole seats, from none to those who
// need the fact, also where nobody ever had it.
func TestNotebooksCountSeatsFromNone(t *testing.T) {
	assert.Contains(t, string(notebookPython), `ax.set_ylim(0, max(1, needed.groupby(\"title\").size().max()) if len(needed) else 1)`)
	assert.Contains(t, string(notebookR), `most <- max(1, table(needed$title))`)
	assert.Contains(t, string(notebookR), `ylim = c(0, most)`)
}

// TestUsedFolder: a report takes away the pictures and guides that it has not, and nothing else.
func TestUsedFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"report.pdf", "picture_old.svg", "evaluation_guide_77.md", "mine.md", "picture_Mine.svg"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("old"), 0o600))
	}
	names, err := Write(dir, sampleReport(3, 2, asWritten))
	require.NoError(t, err)
	assert.NoFileExists(t, filepath.Join(dir, "picture_old.svg"))
	assert.NoFileExists(t, filepath.Join(dir, "evaluation_guide_77.md"))
	assert.NoFileExists(t, filepath.Join(dir, "report.pdf"), "it was printed from another report")
	assert.FileExists(t, filepath.Join(dir, "mine.md"))
	assert.FileExists(t, filepath.Join(dir, "picture_Mine.svg"))
	for _, name := range names {
		assert.FileExists(t, filepath.Join(dir, name))
	}
}

// TestSlides: the slides hold the first page's story, need nothing else, and run nothing.
func TestSlides(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	var at int
	var b bytes.Buffer
	require.NoError(t, Slides(&b, r))
	text := b.String()
	assert.Contains(t, text, "To talk about")
	assert.Contains(t, text, "A dash: nothing to rate. A star: no better than if nobody had acted.", "each sign is told")
	for _, s := range r.Page.Story {
		assert.Contains(t, text, s.Date)
	}
	b.Reset()
	require.NoError(t, Slides(&b, sampleReport(6, 5, attack(&at))))
	nodes, _ := parsePage(t, b.String())
	for _, n := range nodes {
		assert.NotContains(t, []string{"script", "iframe", "object", "img", "link"}, n.name)
	}
	b.Reset()
	require.NoError(t, Slides(&b, &Report{Plan: []PlanRow{{Issue: "Seen by an evaluator", Status: "proposed"}}}))
	assert.Contains(t, b.String(), `Seen by an evaluator <span class="soft">proposed</span>`, "nobody is responsible yet")
	assert.NotContains(t, b.String(), "overflow: hidden", "nothing of a slide is cut on paper")
}

// TestCrowdedSlidesAreSmaller: what has many words is in smaller letters, whatever the slide tells.
func TestCrowdedSlidesAreSmaller(t *testing.T) {
	text := strings.Repeat("Told later ", 100) // 1,100 letters
	class := func(slide any) string {
		out, err := crowd(slide)
		require.NoError(t, err)
		return out
	}
	for _, slide := range []any{
		[]StoryLine{{Text: text}}, []Remark{{Text: text}}, []Change{{Remark: Remark{Text: text}}},
		[]PlanRow{{Action: text}}, []PlanRow{{Issue: text}}, []ExpectedLine{{What: text}},
		[]ExpectedLine{{Title: text}}, []ExpectedLine{{Difference: text}}, []StoryLine{{Date: text}},
		[]PlanRow{{Status: text}},
	} {
		assert.Equal(t, "long", class(slide), "%T", slide)
	}
	assert.Empty(t, class([]Remark{{Text: "Told late."}}))
	assert.Empty(t, class([]Remark{{Text: strings.Repeat("é—", 350)}}), "letters are counted, not bytes")
	assert.Equal(t, "longer", class([]Remark{{Text: text}, {Text: text}}))
	_, err := crowd([]Quote{{Text: text}})
	require.ErrorContains(t, err, "[]report.Quote")
}

// TestKeysTellRowsApart: the columns that the data package calls a table's key are filled in each
// row, and no two rows have the same.
func TestKeysTellRowsApart(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	for file, key := range keyColumns {
		rows := csvOf(t, r, file)
		require.Greater(t, len(rows), 2, file)
		have := map[string]bool{}
		for _, row := range rows[1:] {
			id := ""
			for _, name := range key {
				column := slices.Index(rows[0], name)
				require.GreaterOrEqual(t, column, 0, file)
				assert.NotEmpty(t, row[column], file)
				id += row[column] + "\n"
			}
			assert.False(t, have[id], "%s: %s is there twice", file, id)
			have[id] = true
		}
	}
}

// TestLinksLead: each cell of a column that the data package calls a foreign key is empty, or is in
// the column that it leads to.
func TestLinksLead(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	for _, who := range []int{engine.Facilitator, engine.Public} {
		id, title := (&builder{sc: &scenario.Scenario{}}).roleAt(who)
		r.Timeline = append(r.Timeline, TimelineEntry{N: len(r.Timeline) + 1, Role: id, Title: title})
	}
	r.Bearers = append(r.Bearers, BearerLine{Title: "nobody in particular"})
	column := func(file, name string) map[string]bool {
		rows, have := csvOf(t, r, file), map[string]bool{}
		at := slices.Index(rows[0], name)
		require.GreaterOrEqual(t, at, 0, "%s has no column %s", file, name)
		for _, row := range rows[1:] {
			have[row[at]] = true
		}
		return have
	}
	links := 0
	for _, x := range tables {
		for name, to := range linksOf(x) {
			there := column(to.Resource+".csv", to.Fields)
			for cell := range column(x.file, name) {
				assert.True(t, cell == "" || there[cell], "%s: %s %q is not in %s.csv", x.file, name, cell, to.Resource)
				links++
			}
		}
	}
	assert.Greater(t, links, 30)
}

// TestHeadcount: people are counted by name: once in a seat to which they came back, once in all where
// they had several, and not where a bot plays.
func TestHeadcount(t *testing.T) {
	lines, all := headcount([]Participant{
		{Role: "a", Title: "A", Person: "Ana"}, {Role: "a", Title: "A", Person: "Ben"}, {Role: "a", Title: "A", Person: "Ana"},
		{Role: "b", Title: "B", Person: "Ana"}, {Role: "c", Title: "C", Bot: true},
		{Title: "evaluator", Person: "Eva"}, {Title: "evaluator", Person: "Kim"}, {Title: "facilitator", Person: "Kim"}})
	assert.Equal(t, []Headcount{{"a", "A", 2}, {"b", "B", 1}, {"c", "C", 0}, {"", "evaluator", 2},
		{"", "facilitator", 1}}, lines)
	assert.Equal(t, 4, all)
}
