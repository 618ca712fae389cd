package report

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

// inputOf plays a script of cold_copy, or bots where it is empty, and makes an input of it.
func inputOf(t testing.TB, script string) Input { return inputOfScenario(t, "cold_copy", script) }

// inputOfScenario does so with a scenario of the library.
func inputOfScenario(t testing.TB, name, script string) Input {
	m := library(t, name)
	sc := m.Scenario
	plan := score.Plan{Model: m, Seed: 7, Bots: true, Until: engine.At(sc.Length)}
	if script != "" {
		text, err := os.ReadFile("../../testdata/" + name + "." + script + ".toml")
		require.NoError(t, err)
		s, ds := sc.LoadScript(text)
		require.False(t, ds.Failed())
		plan.Commands = engine.Commands(sc, s)
	}
	in := inputOfPlan(t, plan)
	in.Overview.Name = name
	return in
}

// library is a scenario of the library, compiled; it is read once and shared, so no test may change it.
func library(t testing.TB, name string) *engine.Model {
	if libraryModels[name] == nil {
		src, err := scenarios.FS.ReadFile(name + ".toml")
		require.NoError(t, err)
		sc, ds := scenario.Load(name+".toml", src)
		require.False(t, ds.Failed())
		m, err := engine.Compile(sc)
		require.NoError(t, err)
		libraryModels[name] = m
	}
	return libraryModels[name]
}

var (
	libraryModels = map[string]*engine.Model{}
	modelWeights  = map[*engine.Model][]float64{} // as score.Mark finds them
)

// inputOfPlan plays a plan and makes an input of it, as if each command stood on a line of its own.
func inputOfPlan(t testing.TB, plan score.Plan) Input {
	p, err := score.Play(context.Background(), plan)
	require.NoError(t, err)
	p.Weights = modelWeights[plan.Model]
	card, err := score.Mark(context.Background(), p)
	require.NoError(t, err)
	modelWeights[plan.Model] = p.Weights
	in := Input{Run: p, Card: card, Overview: Overview{Name: "played", Record: "x.jsonl", Code: "AAAAA-BBBBB",
		Played: "1 March 2027"}, Ratings: map[string][]Rating{}}
	for i, r := range plan.Model.Scenario.Roles {
		in.People = append(in.People, Participant{Role: r.ID, Title: r.Title, Person: "Person " + strconv.Itoa(i+1)})
	}
	for range p.Events {
		in.Origins = append(in.Origins, Origin{Source: Source{Line: 2, After: true}})
	}
	for i := range p.Acts {
		in.Givers = append(in.Givers, Giver{Source: Source{Line: i + 2}, Who: "Person 1"})
	}
	return in
}

// unmarked is a table without the byte order mark by which spreadsheets know UTF-8.
func unmarked(t *testing.T, in io.Reader) io.Reader {
	mark := make([]byte, 3)
	_, err := io.ReadFull(in, mark)
	require.NoError(t, err)
	require.Equal(t, "\ufeff", string(mark))
	return in
}

func csvOf(t *testing.T, r *Report, name string) [][]string {
	for _, tb := range tables {
		if tb.file == name {
			var b bytes.Buffer
			require.NoError(t, tb.writeCSV(&b, r))
			rows, err := csv.NewReader(unmarked(t, &b)).ReadAll()
			require.NoError(t, err)
			return rows
		}
	}
	t.Fatalf("there is no table %s", name)
	return nil
}

// TestScoresByHand: an analyst can work out every score from scores.csv alone.
func TestScoresByHand(t *testing.T) {
	for _, script := range []string{"good", "bad", ""} {
		r := Build(inputOf(t, script))
		value := map[string]float64{}
		has := map[string]bool{}
		for _, row := range csvOf(t, r, "scores.csv") {
			if v, err := strconv.ParseFloat(row[6], 64); err == nil && row[2] == "" &&
				row[0] != "score by other weights" {
				value[row[1]], has[row[1]] = v, true
			}
		}
		mean := func(ids ...string) float64 {
			sum, n := 0.0, 0.0
			for _, id := range ids {
				if has[id] {
					sum, n = sum+value[id], n+1
				}
			}
			return sum / n
		}
		assert.InDelta(t, 100*mean("speed.sharing", "speed.deciding", "speed.joining"), value["speed"], 1e-9, script)
		assert.InDelta(t, 100*mean("share.quality", "joint.yield", "probe.score", "act.order"),
			value["coordination"], 1e-9, script)
		handValues(t, csvOf(t, r, "scores.csv"), value)
		ce := (value["solo"] - value["actual"]) / (value["solo"] - value["frictionless"])
		assert.InDelta(t, ce, value["efficiency"], 1e-9, script)
		b := min(value["idle"], value["solo"])
		effectiveness := (b - value["actual"]) / (b - value["frictionless"])
		assert.InDelta(t, 100*min(max(effectiveness, 0), 1), value["effectiveness"], 1e-9, script)
		total := 1.0 // (1 + speed)^¼ × (1 + effectiveness)^½ × (1 + coordination)^¼ - 1
		for id, weight := range map[string]float64{"speed": 0.25, "effectiveness": 0.5, "coordination": 0.25} {
			total *= math.Pow(1+value[id], weight)
		}
		total--
		assert.InDelta(t, total, value["total"], 1e-9, script)
	}
}

// TestKnowledgeAnswers: who knew what at any time can be read off the ledger.
func TestKnowledgeAnswers(t *testing.T) {
	in := inputOf(t, "good")
	r := Build(in)
	knew := map[[2]string]float64{}
	for _, row := range csvOf(t, r, "knowledge.csv")[1:] {
		if row[9] != "" {
			h, err := strconv.ParseFloat(row[9], 64)
			require.NoError(t, err)
			knew[[2]string{row[0], row[6]}] = h
		}
	}
	sc := in.Run.Model.Scenario
	for f := range sc.Facts {
		for role := range sc.Roles {
			since, ok := in.Run.Engine.KnownSince(role, f)
			h, told := knew[[2]string{sc.Facts[f].ID, sc.Roles[role].ID}]
			require.Equal(t, ok, told, "%s, %s", sc.Facts[f].ID, sc.Roles[role].ID)
			assert.InDelta(t, since.Hours()*boolTo1(ok), h, 1e-9)
		}
	}
}

func boolTo1(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// TestReportFindings: what went wrong in the bad script is found, is under an objective and
// in the plan, and what went well in the good one is a strength.
func TestReportFindings(t *testing.T) {
	bad, good := Build(inputOf(t, "bad")), Build(inputOf(t, "good"))
	all := ""
	for _, p := range bad.Plan {
		all += p.Issue + "\n"
		assert.NotEmpty(t, p.Action)
		assert.NotEmpty(t, p.Responsible)
		assert.Contains(t, []string{"Planning", "Organization", "Equipment", "Training", "Exercise"}, p.Element)
	}
	for _, want := range []string{"never reached", "did not report in time", "was possible and was never done",
		"never answered", "did not know", "contradicts"} {
		assert.Contains(t, all, want)
	}
	strengths := 0
	for i := range good.Objectives {
		strengths += len(good.Objectives[i].Strengths)
		if bad.Objectives[i].Rating == "U" {
			assert.NotEmpty(t, bad.Objectives[i].Areas, bad.Objectives[i].ID)
		}
	}
	assert.Greater(t, strengths, 10)
	assert.Len(t, bad.Page.Changes, 3)
	assert.Contains(t, bad.Page.Happened, "No joint action was carried out")
	assert.Contains(t, good.Page.Happened, "joint actions were carried out")
	assert.Contains(t, bad.Page.Gap, "(0 is the best, 1 is as if seats shared nothing): frictionless coordination would have kept")
}

// TestHSEEPOutline: every heading of the after-action report template is there.
func TestHSEEPOutline(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	var b bytes.Buffer
	require.NoError(t, Markdown(&b, r))
	text := b.String()
	at := 0
	for _, h := range []string{"# After-action report and improvement plan", "## In one page",
		"## Exercise overview", "Exercise name", "Exercise date", "Scope", "Mission areas", "Core capabilities",
		"Objectives",
		"Threat or hazard", "Scenario", "Sponsor", "Participating organisations", "Point of contact",
		"## Analysis of core capabilities", "| Objective | Core capability | P | S | M | U |", "**Strengths**",
		"**Areas for improvement**", "Reference:", "Analysis:",
		"## Appendix A: improvement plan", "Corrective action", "Capability element",
		"Primary responsible organisation", "Start date", "Completion date", "## Appendix B: participants"} {
		i := strings.Index(text[at:], h)
		require.GreaterOrEqual(t, i, 0, "%q is missing or out of place", h)
		at += i
	}
	for i := range r.Objectives {
		b.Reset()
		require.NoError(t, Guide(&b, r, i))
		for _, h := range []string{"Exercise objective", "Core capability", "Organizational capability target",
			"Critical tasks", "Observation notes and explanation of rating", "Final core capability rating",
			"Evaluator's name"} {
			assert.Contains(t, b.String(), h)
		}
	}
}

// TestEvaluatorsBesideThresholds: evaluators' ratings are next to the automatic one and
// never replace it; what they observed is under its objective.
func TestEvaluatorsBesideThresholds(t *testing.T) {
	in := inputOf(t, "bad")
	id := in.Run.Model.Scenario.Objectives[0].ID
	before := Build(in).Objectives[0].Rating
	in.Ratings[id] = []Rating{{Who: "Eva", Rating: "P", Text: "I saw it done.", Source: Source{Line: 9}}}
	in.Observations = []ObservationRow{
		{N: 1, Who: "Eva", Tag: "gap", Objective: id, Text: "Nobody rang.", Source: Source{Line: 10}},
		{N: 2, Who: "Eva", Tag: "strength", Objective: id, Text: "Calm.", Source: Source{Line: 11}},
		{N: 3, Who: "Eva", Tag: "gap", Objective: id, Text: "Nobody rang in time.", Corrects: 1,
			Source: Source{Line: 12}},
	}
	o := Build(in).Objectives[0]
	assert.Equal(t, before, o.Rating)
	assert.Contains(t, o.Difference, "Eva rated P")
	var issues []string
	for _, a := range o.Areas {
		issues = append(issues, a.Issue)
	}
	assert.Contains(t, issues, "Nobody rang in time.")
	assert.NotContains(t, issues, "Nobody rang.", "it was corrected")
	assert.Contains(t, o.Strengths[len(o.Strengths)-1].Text, "Calm.")
}

// TestNamesLeftOut: no file of an anonymous report holds a name, in whatever text it stood.
func TestNamesLeftOut(t *testing.T) {
	testsize.Long(t)
	in := inputOf(t, "good")
	in.People[0].Person, in.People[1].Person = "Ana Sol", "Al"
	in.People = append(in.People, Participant{Title: "evaluator", Person: "Zoë"})
	in.Observations = []ObservationRow{{N: 1, Who: "Zoë", Tag: "gap", Text: "ana sol waited for Al, Also for zoë."}}
	in.Decided = []Decision{{What: "Ask Al", Reason: "Al knows", Follow: "Al writes",
		Options: []string{"Al", "nobody"}, Person: "Al"}}
	in.Feedback = []FeedbackLine{{From: "CERT", Realism: 3, Usefulness: 4, Prepared: 2, Well: "Al helped",
		Change: "Less of Al"}}
	in.Questions = []QuestionLine{{Text: "Al?", Answers: []Answer{{Title: "CERT", Text: "Ask Ana Sol"}}}}
	for i := range in.Origins {
		in.Origins[i].Who = "Ana Sol"
	}
	for i := range in.Run.Events {
		if in.Run.Events[i].Text != "" {
			in.Run.Events[i].Text += " Al said so."
		}
	}
	names := regexp.MustCompile(`(?i)\b(ana sol|al|zoë)\b|Person \d`)
	assert.Regexp(t, names, filesOf(t, Build(in)), "the test can see names")
	in.Anonymous = true
	all := filesOf(t, Build(in))
	assert.Empty(t, names.FindAllString(all, 3))
	assert.Contains(t, all, "Also for", "a word that begins like a name stays")
}

// filesOf writes a report and returns all its files as one text.
func filesOf(t *testing.T, r *Report) string {
	dir := t.TempDir()
	names, err := Write(dir, r)
	require.NoError(t, err)
	all := ""
	for _, n := range names {
		b, err := os.ReadFile(filepath.Join(dir, n))
		require.NoError(t, err)
		if strings.HasSuffix(n, ".docx") || strings.HasSuffix(n, ".xlsx") {
			b = unpacked(t, b)
		}
		all += string(b)
	}
	return all
}

// unpacked is the text of all parts of an archive: what is packed may hold any letters.
func unpacked(t *testing.T, packed []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	require.NoError(t, err)
	var all []byte
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		part, err := io.ReadAll(r)
		require.NoError(t, err)
		all = append(all, part...)
	}
	return all
}

// TestJSONHoldsEverything: the document can be read, and nothing in it is null that is a
// list.
func TestJSONHoldsEverything(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, JSON(&b, Build(inputOf(t, "good"))))
	var doc map[string]any
	require.NoError(t, json.Unmarshal(b.Bytes(), &doc))
	for _, list := range []string{"timeline", "decisions", "facts", "messages", "network", "obligations", "gauges",
		"systems", "legs", "measures", "improvement_plan", "moments", "warnings", "questions", "observations"} {
		assert.IsType(t, []any{}, doc[list], list)
	}
}

// TestCompare: cohorts of one version are side by side; of two they are refused.
func TestCompare(t *testing.T) {
	testsize.Long(t)
	good, bad := Build(inputOf(t, "good")), Build(inputOf(t, "bad"))
	c, err := Compare([]*Report{good, bad})
	require.NoError(t, err)
	assert.Contains(t, c.Sentence(), "(Cohort 2)")
	dir := t.TempDir()
	names, err := WriteComparison(dir, c)
	require.NoError(t, err)
	assert.Equal(t, []string{"comparison.html", "comparison.md", "comparison.csv", "comparison.json"}, names)
	assert.Equal(t, "Cohort 1", c.Best)
	require.NotEmpty(t, c.BestDid)
	for _, d := range c.BestDid {
		require.Len(t, d.Others, 1)
		assert.True(t, d.Others[0] == nil || *d.Others[0] > d.Best, "%+v", d)
	}
	same, err := Compare([]*Report{bad, bad})
	require.NoError(t, err)
	assert.Empty(t, same.Best, "two that are alike have no best")
	assert.Empty(t, same.BestDid)
	page, err := os.ReadFile(filepath.Join(dir, "comparison.html"))
	require.NoError(t, err)
	assert.Contains(t, string(page), "What the best did differently")
	text, err := os.ReadFile(filepath.Join(dir, "comparison.md"))
	require.NoError(t, err)
	for _, o := range good.Objectives { // people read its title, not its id
		assert.Contains(t, string(text), "\n| "+esc(o.Title)+" | ")
	}
	for _, m := range good.Measures {
		assert.Contains(t, string(text), "\n| "+esc(m.Title+unitIn(m.Unit))+" `"+m.ID+"` | ")
	}
	nodes, _ := parsePage(t, string(page))
	circles := 0
	for _, n := range nodes {
		if n.name == "circle" {
			circles++
		}
	}
	rated := 0
	for _, x := range c.Cohorts {
		for _, letter := range x.Ratings {
			if letter != "-" {
				rated++
			}
		}
	}
	assert.Equal(t, 2*(rated+2*4), circles, "a circle for each rating and score of each cohort, wide and narrow")
	f, err := os.Open(filepath.Join(dir, "comparison.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(unmarked(t, f)).ReadAll()
	require.NoError(t, err)
	totals := map[string]string{}
	for _, row := range rows {
		if row[5] == "score.total" {
			totals[row[0]] = row[6]
		}
	}
	assert.Equal(t, map[string]string{"Cohort 1": inFull(good.Scores.Total), "Cohort 2": inFull(bad.Scores.Total)},
		totals)
	bad.Overview.Digest = "0000"
	_, err = Compare([]*Report{good, bad})
	require.ErrorContains(t, err, "another version")
}

func TestNumbers(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.54321: "0.543", 999.4: "999", 1234.5: "1,235",
		-2980.2: "−2,980", 1.7e308: "1.7e+308", -123456: "−123,456", -5e13: "−5e+13", -0.5: "−0.5"} {
		assert.Equal(t, want, number(v))
	}
}

// TestReportGolden: the report of the bad script and an evaluation guide of it, whole, to
// be read when they change.
func TestReportGolden(t *testing.T) {
	in := inputOf(t, "bad")
	seeds := score.Seeds(in.Run.Seed, 5)
	var err error
	in.Moments, in.Untried, err = score.WeightiestOf(t.Context(), in.Run,
		score.Search{Seeds: seeds, Most: 10, Floor: in.Card.Harm.Floor()}, score.Work{})
	require.NoError(t, err)
	in.Worth, err = score.WorthOf(t.Context(), in.Run, 1, seeds, score.Work{})
	require.NoError(t, err)
	band, err := score.BandOf(t.Context(), in.Run, in.Card.Scores.Total, 20, score.Work{})
	require.NoError(t, err)
	in.Band = &band
	r := Build(in)
	for name, write := range map[string]func(io.Writer) error{
		"bad.md":    func(w io.Writer) error { return Markdown(w, r) },
		"bad_04.md": func(w io.Writer) error { return Guide(w, r, 3) },
	} {
		var b bytes.Buffer
		require.NoError(t, write(&b))
		path := filepath.Join("testdata", "report", name)
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err, "run with -update to write it")
		assert.Equal(t, string(want), b.String(), name)
	}
}
