package main

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

// fire is a scenario of one day: three facts' worth of coordination, a duty, an action that
// helps, one that does harm, and a joint action.
const fire = `
title = "Fire in the model store"
summary = "A weights store burns. Two laboratories hold half of the picture each."
start = 2027-05-03T08:00:00Z
length = "1d"
[role.lab]
title = "Laboratory"
budget = 3
[role.cloud]
title = "Cloud provider"
budget = 3
[role.cert]
title = "National CERT"
[gauge.loss]
title = "Losses"
unit = "files"
outcome = true
grow = {rate=10, while="!done('douse')"}
bears = {lab=0.5, public=0.5}
[system.store]
title = "Model store"
[inject.smoke]
at = "1h"
to = ["lab"]
title = "Smoke in hall 3"
text = "Smoke is seen in hall 3. Nobody knows why."
reveals = ["smoke"]
[inject.burnt]
at = "10h"
to = ["all"]
title = "The store is gone"
text = "The model store has burnt down."
effects = [{system="store", becomes="failed"}]
[fact.smoke]
title = "Smoke"
text = "There is smoke in hall 3, from the battery room. It grows."
needed_by = ["cloud"]
within = "2h"
[action.douse]
title = "Douse it together"
by = ["lab", "cloud"]
needs = "knows('smoke')"
joint = {quorum=2, within="6h"}
once = true
[action.vent]
title = "Open the vents"
by = ["lab"]
effects = [{gauge="loss", add=100}]
[action.report]
title = "Report to the CERT"
by = ["lab"]
needs = "knows('smoke')"
effects = [{gauge="loss", add=0}]
[obligation.fire]
title = "Fire report, 4 hours"
role = "lab"
starts = "knows('smoke')"
within = "4h"
met_by = ["report"]
[objective.tell]
title = "The cloud hears of it in time"
capability = "Operational communications"
measure = {reach="smoke"}
[objective.little]
title = "Little is lost"
capability = "Fire management"
measure = {gauge="loss"}
rate = {P=1000, S=2000, M=3000}
[mechanism.line]
title = "Fire line"
cost = {lab=2, cloud=1}
changes = [{sharing=0.1}]
[sharing]
latency = "2h"
`

// fireNotes are what bots play by.
const fireNotes = `
[[note]]
role = "lab"
when = "knows('smoke')"
do = {share="smoke", to=["cloud"]}
decide = "1h"
[[note]]
role = "lab"
when = "knows('smoke')"
do = {commit="douse"}
decide = "1h"
[[note]]
role = "cloud"
when = "knows('smoke')"
do = {commit="douse"}
decide = "1h"
`

// singing is an inject that expects one of two actions: a joint one, by which an objective is
// measured, or one of a seat's own, which contradicts another.
const singing = `
[action.sing]
title = "Sing together"
by = ["lab", "cloud"]
joint = {quorum=2, within="6h"}
[action.shout]
title = "Shout"
by = ["lab"]
undoes = ["vent"]
[objective.song]
title = "What needs two is done by two"
capability = "Joint action"
measure = {joint=["sing"]}
[inject.choir]
at = "1h30m"
to = ["lab"]
title = "Smoke in hall 4"
text = "They ask what you do."
expects = {any=["sing", "shout"], within="5h"}
`

// caseOf is one of the kinds of exercise that a report must be true of.
type caseOf struct {
	name, text string
	bots       bool
	commands   []engine.Timed
	is, not    []string // what the first page and the whole document say, and do not
	check      func(t *testing.T, r *report.Report)
}

func at(hours float64, role int, verb engine.Verb, ref int, to ...int) engine.Timed {
	return engine.Timed{At: engine.Time(hours * float64(scenario.Hour)),
		Command: engine.Command{Role: role, Verb: verb, Ref: ref, To: to}}
}

// reportCase records an exercise and makes its report.
func reportCase(t *testing.T, c caseOf) *report.Report {
	t.Helper()
	sc, ds := scenario.Load("case.toml", []byte(c.text))
	require.False(t, ds.Failed(), ds.Format("case.toml", c.text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "case.jsonl")
	plan := score.Plan{Model: m, Seed: 3, Bots: c.bots, Until: engine.At(sc.Length), Commands: c.commands}
	recordPlan(t, path, "case", plan)
	return reportFile(t, path)
}

func reportFile(t *testing.T, path string) *report.Report {
	t.Helper()
	r, err := reportOn(t.Context(), silent, path, reportFlags{seeds: 6, runs: 10, rate: 1})
	require.NoError(t, err)
	return r
}

// documents are a report in Markdown and as a page, as plain text. With REPORTS set to a
// folder they are kept there, to be read.
func documents(t *testing.T, name string, r *report.Report) map[string]string {
	var md, page bytes.Buffer
	require.NoError(t, report.Markdown(&md, r))
	require.NoError(t, report.HTML(&page, r))
	if dir := os.Getenv("REPORTS"); dir != "" {
		_, err := report.Write(filepath.Join(dir, strings.ReplaceAll(name, " ", "_")), r)
		require.NoError(t, err)
	}
	text := html.UnescapeString(regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]*>`).ReplaceAllString(page.String(),
		""))
	return map[string]string{"Markdown": strings.ReplaceAll(md.String(), `\`, ""), "HTML": text}
}

// never are words that no report may hold, whatever happened: what a program prints for
// nothing, a zero with a sign, a sentence without an end.
var never = regexp.MustCompile(`NaN|%!|<nil>|\+Inf|−0(\.0+)?\.?[^\d.]|[^\d-]-0(\.0+)?[ %,;)|]|\b0 draws|\.\.|,,|; ;|“”| ,|\b1 (days|hours|minutes|seats|draws|moments|cases)\b|underinvested`)

// TestNoWordOfAReportIsFalse: the kinds of exercise in which a sentence that is true of most
// is not.
func TestNoWordOfAReportIsFalse(t *testing.T) {
	testsize.Long(t)
	told := []engine.Timed{at(2, 0, engine.Share, 0, 1), at(3, 0, engine.Commit, 0), at(6, 1, engine.Commit, 0)}
	noGauge := strings.Replace(fire, "outcome = true", "", 1)
	noGauge = strings.Replace(noGauge, "bears = {lab=0.5, public=0.5}\n", "", 1)
	for _, c := range []caseOf{
		{name: "nobody acted", text: fire + fireNotes,
			is: []string{"none of whom acted", "no less than if nobody had acted", "as if nobody had acted",
				"No joint action was carried out, though one was possible", "never did",
				"Nobody decided anything"},
			not: []string{"it had it in time in", "The target was met", "luckier", "worse than if nobody"},
			check: func(t *testing.T, r *report.Report) {
				assert.InDelta(t, *r.Harm.Idle, *r.Harm.Actual, 1e-9)
				for _, o := range r.Objectives {
					assert.NotContains(t, "PSM", o.Rating, "%s: nothing was performed", o.Title)
					assert.Empty(t, o.Strengths)
				}
			}},
		{name: "one act", text: fire + fireNotes, commands: []engine.Timed{at(2, 0, engine.Share, 0, 1)},
			is:  []string{"people in 1 of them acted", "“Smoke”", "could have done “Douse it together”"},
			not: []string{"none of whom acted"}},
		{name: "bots only", text: fire + fireNotes, bots: true,
			is:  []string{"bots in 3 seats and no people", "“Douse it together”", "same bots"},
			not: []string{"people in", "whom acted", "them acted", "same team"},
			check: func(t *testing.T, r *report.Report) {
				for _, w := range r.Worth {
					assert.InDelta(t, w.Avoided.Mean, w.Team.Mean, 1e-9)
				}
			}},
		{name: "no notes", text: fire, commands: told,
			is: []string{"Nothing is scored: the notes of the scenario give nothing to compare with what was played",
				"the coordination gap is not rated",
				"“Douse it together”"},
			not: []string{"Coordination gap is", "The coordination gap is", "Frictionless coordination |",
				"This draw: coordination efficiency", "better than none", "better than all",
				"bots played by the seats' notes"},
			check: func(t *testing.T, r *report.Report) {
				assert.Nil(t, r.Gap)
				assert.Nil(t, r.Scores.Effectiveness)
				assert.Equal(t, "run", r.Waterfall[len(r.Waterfall)-1].ID)
				assert.NotEmpty(t, r.Page.Moments, "what deeds were worth is still told")
			}},
		{name: "no outcome gauge", text: noGauge + fireNotes, commands: told,
			is: []string{"The scenario counts no harm", "Effectiveness is not rated: the scenario counts no harm",
				"so moments cannot be compared by it"},
			not: []string{"harm at", "If nobody had acted |", "harm would have been", "nobody was spared",
				"spared any harm",
				"The coordination gap is", "made a difference to harm"},
			check: func(t *testing.T, r *report.Report) {
				assert.Nil(t, r.Waterfall)
				assert.Empty(t, r.Worth)
			}},
		{name: "ended at once", text: fire + fireNotes,
			commands: []engine.Timed{at(0, engine.Facilitator, engine.End, 0)},
			is:       []string{"was ended at STARTEX", "nothing is rated", "ends before its full length of 1 day"},
			not: []string{"Smoke is seen", "never did", "it had it in time in", "was possible", "did not report",
				"The target was met", "target was not met", "The coordination gap is", "luckier", " 0 runs",
				"yardstick: bots",
				"was not worked out"},
			check: func(t *testing.T, r *report.Report) {
				for _, o := range r.Objectives {
					assert.Equal(t, "-", o.Rating, o.Title)
				}
				assert.Empty(t, r.Page.Changes)
			}},
		{name: "worse than idle", text: fire + fireNotes, commands: []engine.Timed{at(1, 0, engine.Act, 1)},
			is: []string{"worse than if nobody had acted", "“Open the vents”",
				"100 files more than if nobody had acted",
				"Harm is greater by 100 files than if nobody had acted", "harm was greater for it",
				"harm would have been lower by 100 files", "or what was done that did harm", "A star: no better"},
			not: []string{"avoided 0", "What was done and prepared avoided"},
			check: func(t *testing.T, r *report.Report) {
				require.NotEmpty(t, r.Page.Moments)
				assert.Contains(t, r.Page.Moments[0].Text, "Open the vents", "what made it worse comes first")
				assert.NotEmpty(t, r.Page.Worse)
				assert.Equal(t, "P*", r.Capabilities[1].Letter(),
					"the threshold asks for less than nobody acting comes to")
			}},
		{name: "a joint action that averts nothing", text: fire + fireNotes + singing,
			commands: []engine.Timed{at(2, 0, engine.Commit, 3), at(3, 1, engine.Commit, 3)},
			is: []string{"no joint action averted", "“Sing together” was jointly done by 3 May 11:00",
				"Laboratory and Cloud provider did “Sing together”, as “Smoke in hall 4” expects"},
			not: []string{"no joint action came"}},
		{name: "alone and at odds", text: fire + fireNotes + singing,
			commands: []engine.Timed{at(1.5, 0, engine.Act, 1), at(2, 0, engine.Act, 4)},
			is:       []string{"Laboratory did “Shout” after “Open the vents”, which it contradicts"},
			not:      []string{"did “Shout”, as", "did “Sing together”"}},
		{name: "alone is not together", text: fire + fireNotes + singing,
			commands: []engine.Timed{at(2, 0, engine.Act, 4)},
			not:      []string{"did “Sing together”"},
			check: func(t *testing.T, r *report.Report) {
				for _, o := range r.Objectives {
					for _, s := range o.Strengths {
						assert.NotContains(t, s.Text, "Shout", o.Title)
					}
				}
			}},
	} {
		t.Run(c.name, func(t *testing.T) { assertTrue(t, c, reportCase(t, c)) })
	}
	t.Run("30 seats", func(t *testing.T) {
		testsize.Long(t)
		r := reportFile(t, crowd(t, 300))
		assertTrue(t, caseOf{name: "30 seats", is: []string{"30 seats"}, not: []string{"31 seats"}}, r)
		assert.Len(t, r.Seats, 30)
	})
}

// assertTrue holds a report to what is true of its case, in every format.
func assertTrue(t *testing.T, c caseOf, r *report.Report) {
	t.Helper()
	for format, text := range documents(t, c.name, r) {
		for _, s := range c.is {
			assert.Contains(t, text, s, "%s: %q is missing", format, s)
		}
		for _, s := range c.not {
			assert.False(t, strings.Contains(text, s), "%s: %q is false here: %s", format, s, around(text, s))
		}
		if loc := never.FindStringIndex(text); loc != nil {
			assert.Fail(t, fmt.Sprintf("%s: %q", format, text[max(0, loc[0]-80):min(len(text), loc[1]+80)]))
		}
	}
	assert.LessOrEqual(t, len(r.Page.Story), 5)
	assert.LessOrEqual(t, len(r.Page.Moments), 3)
	assert.LessOrEqual(t, len(r.Page.Changes), 3)
	for i, s := range r.Page.Story {
		assert.NotEmpty(t, s.Date)
		if i > 0 {
			assert.GreaterOrEqual(t, s.Hours, r.Page.Story[i-1].Hours, "in the order of time")
		}
	}
	for i := 1; i < len(r.Page.Changes); i++ {
		before, now := r.Page.Changes[i-1], r.Page.Changes[i]
		assert.GreaterOrEqual(t, worthOf(before), worthOf(now), "what avoids most comes first")
	}
	if c.check != nil {
		c.check(t, r)
	}
}

func worthOf(c report.Change) float64 {
	if c.Avoids == nil {
		return 0
	}
	return max(0, c.Avoids.Mean) * *c.Sure
}

// around is where a text holds another, with what is next to it.
func around(text, s string) string {
	i := strings.Index(text, s)
	if i < 0 {
		return ""
	}
	return text[max(0, i-60):min(len(text), i+len(s)+60)]
}
