package report

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// TestExpectedActions: every action that an inject expects is in the report with what
// resulted, and what was not done in time is behind a finding.
func TestExpectedActions(t *testing.T) {
	for _, script := range []string{"good", "bad", ""} {
		r := Build(inputOf(t, script))
		met, missed := 0, 0
		for _, e := range r.Timeline {
			switch e.Kind {
			case "expectation.met":
				met++
			case "expectation.missed":
				missed++
			}
		}
		findings := allAreas(r)
		for _, l := range r.Expected {
			assert.NotEmpty(t, l.Difference, l.Inject)
			switch l.Status {
			case "done":
				met--
				require.NotNil(t, l.Done)
				assert.LessOrEqual(t, *l.Done, *l.Due)
			case "late":
				missed--
				assert.Greater(t, *l.Done, *l.Due)
			case "missed":
				missed--
				assert.Nil(t, l.Done)
			case "not asked":
				assert.Nil(t, l.Came)
			}
			if l.Status == "late" || l.Status == "missed" {
				assert.Contains(t, findings, "“"+l.Title+"”", "%s: no finding says so", l.Inject)
			}
		}
		assert.Zero(t, met, script)
		assert.Zero(t, missed, script)
	}
}

func allAreas(r *Report) string {
	var b strings.Builder
	for _, o := range r.Objectives {
		for _, a := range o.Areas {
			b.WriteString(a.Issue + " " + a.Analysis + "\n")
		}
	}
	for _, a := range r.Others {
		b.WriteString(a.Issue + " " + a.Analysis + "\n")
	}
	return b.String()
}

// TestFindingsAgree: under an objective nothing is both a strength and a weakness, a report
// is under reporting and not under joint action, and those asked are all who were asked.
func TestFindingsAgree(t *testing.T) {
	testsize.Long(t)
	for _, script := range []string{"good", "bad", ""} {
		r := Build(inputOf(t, script))
		for _, o := range r.Objectives {
			strengths := ""
			for _, s := range o.Strengths {
				strengths += s.Text + "\n"
			}
			for _, a := range o.Areas {
				if title, found := strings.CutPrefix(a.Issue, "“"); found {
					title, _, _ = strings.Cut(title, "”")
					assert.NotContains(t, strengths, "“"+title+"”", "%s %s", script, o.ID)
				}
				if o.Capability == "Joint action" {
					assert.NotContains(t, a.Issue, "“Report to", "%s %s", script, o.ID)
				}
				if strings.Contains(a.Issue, "seats asked did not know: What will happen next") {
					assert.Contains(t, a.Issue, "of 3 seats", "%s %s", script, o.ID)
				}
				assert.NotContains(t, a.Analysis, "No single cause")
			}
			assert.NotContains(t, strengths, "1 of 1 seats")
		}
		for _, p := range r.Plan {
			if strings.Contains(p.Issue, "took long to decide") {
				for _, d := range r.Duties {
					if d.Status == "met" {
						assert.NotContains(t, p.Issue, d.Title)
					}
				}
			}
		}
	}
}

// TestAnUnmetGaugeSaysWhatMovedIt: an objective measured by a gauge names what moved the gauge
// away from its target, and has the findings that did.
func TestAnUnmetGaugeSaysWhatMovedIt(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	for _, o := range r.Objectives {
		if o.ID != "one_voice" {
			continue
		}
		require.Equal(t, "U", o.Rating)
		assert.Contains(t, o.Areas[0].Analysis, "“EXCLUSIVE: laboratory lost control of unreleased model”")
		assert.Contains(t, o.Areas[0].Analysis, "“'One of them is wrong'”")
		assert.Greater(t, len(o.Areas), 1)
	}
}

// TestPlanRowsAreWhole: each row of the plan has an id of its own that does not change when
// the report is made again, where it comes from, a priority and a status; what was measured
// has its place in each crosswalk; and no date of the exercise's calendar passes for a real one.
func TestPlanRowsAreWhole(t *testing.T) {
	in := inputOf(t, "bad")
	in.Feedback = []FeedbackLine{{From: "Cloud provider", Will: "Call the laboratory by telephone."}}
	in.Decided = []Decision{{Hours: 1, What: "Call a meeting", Follow: "Write the minutes", Due: "9 March 2027"}}
	r, again := Build(in), Build(in)
	require.Equal(t, r.Plan, again.Plan)
	seen := map[string]bool{}
	origins := map[string]int{}
	for _, p := range r.Plan {
		assert.False(t, seen[p.ID], p.ID)
		seen[p.ID] = true
		origins[p.Origin]++
		assert.Contains(t, daysFor, p.Priority)
		assert.Equal(t, "proposed", p.Status)
		assert.Equal(t, p.Origin == "decided in play", p.DueInPlay != "")
		if p.Origin == "measured" {
			assert.NotEmpty(t, p.FEMA, p.Issue)
			assert.NotEmpty(t, p.CSF, p.Issue)
			assert.NotEmpty(t, p.NIS2, p.Issue)
			assert.NotEmpty(t, p.Indicator, p.Issue)
			assert.Regexp(t, `^2027-`, p.Proposed)
		}
		assert.Empty(t, p.Completion)
	}
	assert.Equal(t, 1, origins["feedback"])
	assert.Equal(t, 1, origins["decided in play"])
	assert.Greater(t, origins["measured"], 10)
}

// TestEveryFailingIsPlaced: each kind of finding that the report can make is in the crosswalk,
// and nothing else does.
func TestEveryFailingIsPlaced(t *testing.T) {
	kinds := map[string]bool{}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		src, err := os.ReadFile(name)
		require.NoError(t, err)
		if !strings.HasSuffix(name, "_test.go") {
			for _, m := range regexp.MustCompile(`finding\{\s*kind: +"([a-z]+)"`).FindAllStringSubmatch(string(src), -1) {
				kinds[m[1]] = true
			}
		}
	}
	for kind := range kinds {
		assert.Contains(t, failings, kind)
	}
	for kind := range failings {
		assert.Contains(t, kinds, kind)
	}
}

// TestBlankGuides: before an exercise each objective has a guide with all that the scenario
// expects under it, and a scenario without objectives is told so.
func TestBlankGuides(t *testing.T) {
	src, err := scenarios.FS.ReadFile("cold_copy.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("cold_copy.toml", src)
	require.False(t, ds.Failed())
	var b bytes.Buffer
	require.NoError(t, BlankGuides(&b, "cold_copy", sc))
	text := b.String()
	for i := range sc.Objectives {
		assert.Contains(t, text, esc(sc.Objectives[i].Title))
	}
	expecting := 0
	for i := range sc.Injects {
		if sc.Injects[i].Expects == nil {
			continue
		}
		expecting++
		assert.Contains(t, text, "of the inject “"+sc.Injects[i].Title+"”")
	}
	assert.Greater(t, expecting, 5)
	for i := range sc.Obligations {
		assert.Contains(t, text, "Report: "+esc(sc.Obligations[i].Title))
	}
	bare, ds := scenario.Load("x.toml", []byte("title = \"Bare\"\nlength = \"1d\"\n[role.r]\n"))
	require.False(t, ds.Failed())
	assert.ErrorContains(t, BlankGuides(&b, "x", bare), "no objectives")
}

// TestTablesHaveCalendarTimes: what has a time in a table has it by ISO 8601 as well, so that
// it can be joined to other data.
func TestTablesHaveCalendarTimes(t *testing.T) {
	r := Build(inputOf(t, "bad"))
	for _, name := range []string{"timeline.csv", "messages.csv", "decisions.csv"} {
		rows := csvOf(t, r, name)
		last := slices.Index(rows[0], "exercise_time")
		require.GreaterOrEqual(t, last, 0, name)
		require.Greater(t, len(rows), 5, name)
		before := ""
		for _, row := range rows[1:] {
			require.Regexp(t, `^2027-03-\d\dT\d\d:\d\d:\d\dZ$`, row[last], name)
			require.GreaterOrEqual(t, row[last], before, name)
			before = row[last]
		}
	}
	timeline := csvOf(t, r, "timeline.csv")
	assert.Equal(t, "2027-03-01T06:00:00Z", timeline[1][slices.Index(timeline[0], "exercise_time")])
}

// TestOneRowForALateDeedThatDidHarm: what was expected and done too late, by a deed that a finding faults already, is
// told with that finding; done late by another deed, or never, it is a finding of its own.
func TestOneRowForALateDeedThatDidHarm(t *testing.T) {
	for _, kind := range []string{"harm", "late"} {
		f := finding{kind: kind, actions: []string{"triage"}, responsible: "Hospital"}
		l := ExpectedLine{Status: "late", Actions: []string{"triage", "go_back"}, By: []string{"Hospital"}, late: "triage"}
		assert.True(t, f.explains(&l), kind)
		l.late = "go_back"
		assert.False(t, f.explains(&l), kind)
		l.late, l.By = "triage", []string{"Grid"}
		assert.False(t, f.explains(&l), kind)
		assert.False(t, f.explains(&ExpectedLine{Status: "missed", Actions: []string{"triage", "go_back"}}), kind)
	}
}
