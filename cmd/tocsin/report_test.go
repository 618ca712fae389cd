package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/report"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

var silent = stdio{in: strings.NewReader(""), out: io.Discard, err: io.Discard}

// TestRecordOfARunIsTheRun: what is recorded of a run has its events, and what a report
// makes of it its scores.
func TestRecordOfARunIsTheRun(t *testing.T) {
	testsize.Long(t)
	for _, f := range []runFlags{
		{bots: "all", seed: 1},
		{bots: "all", seed: 2, with: []string{"all"}},
		{bots: "all", seed: 3, until: "30h"},
		{bots: "none", seed: 4, script: "../../testdata/cold_copy.good.toml"},
		{bots: "all", seed: 5, script: "../../testdata/cold_copy.bad.toml"},
	} {
		plan, err := planRun(silent, "cold_copy", f)
		require.NoError(t, err)
		run, err := score.Play(t.Context(), plan)
		require.NoError(t, err)
		card, err := score.Mark(t.Context(), run)
		require.NoError(t, err)
		path := filepath.Join(t.TempDir(), "run.jsonl")
		require.NoError(t, recordRun(t.Context(), path, "cold_copy", run, false))
		p, err := room.LoadUntil(t.Context(), path, 0, nil)
		require.NoError(t, err)
		in, err := reportInput(t.Context(), p, path)
		require.NoError(t, err)
		assert.Equal(t, run.Events, in.Run.Events, "%+v", f)
		assert.Equal(t, run.Engine.Digest(), in.Run.Engine.Digest(), "%+v", f)
		assert.Equal(t, card.Scores, in.Card.Scores, "%+v", f)
		assert.Equal(t, card.Harm, in.Card.Harm, "%+v", f)
		assert.Empty(t, in.Warnings, "played again, it comes out the same")
		again, err := score.Play(t.Context(), in.Run.Plan)
		require.NoError(t, err)
		assert.Equal(t, run.Events, again.Events, "the plan that other runs are forked from is the run's")
	}
}

// TestReportsOfRecordings: every recording makes a report whose evidence is in its record.
func TestReportsOfRecordings(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/records/*.jsonl")
	require.NoError(t, err)
	for i, path := range paths {
		if strings.Contains(path, "damaged") || !testsize.Every(i, 1, 9) {
			continue
		}
		r, err := reportOn(t.Context(), silent, path, reportFlags{seeds: 3, runs: 10, rate: 1})
		require.NoError(t, err)
		p, err := room.LoadUntil(t.Context(), path, 0, nil)
		require.NoError(t, err)
		require.Len(t, r.Timeline, len(p.End().Log()))
		for _, e := range r.Timeline {
			require.LessOrEqual(t, e.Source.Line, p.Report.Lines)
			if !e.Source.After {
				assert.Equal(t, e.T, p.Entries[e.Source.Line-2].At.String(), "%s, %s", path, e.Source)
			}
		}
		for _, m := range r.Messages { // a message is in its sender's line
			if !m.Source.After {
				en := p.Entries[m.Source.Line-2]
				assert.Contains(t, []string{"say", "share", "ask"}, en.Verb)
				assert.Equal(t, m.From, en.Seat)
			}
		}
		for _, d := range r.Decisions {
			if !d.Source.After {
				assert.Equal(t, d.Person, p.Entries[d.Source.Line-2].Who)
			}
		}
		for _, m := range r.Moments {
			if m.Source != nil {
				assert.Equal(t, m.T, p.Entries[m.Source.Line-2].At.String())
			}
		}
	}
}

// TestInterruptedReport: what was not worked out is left out, and said.
func TestInterruptedReport(t *testing.T) {
	testsize.Long(t)
	path := "../../testdata/records/cold_copy_good.jsonl"
	p, err := room.LoadUntil(t.Context(), path, 0, nil)
	require.NoError(t, err)
	in, err := reportInput(t.Context(), p, path)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.NoError(t, counterfactuals(ctx, silent, in, reportFlags{seeds: 20, runs: 200, rate: 1}))
	r := report.Build(*in)
	assert.Contains(t, strings.Join(r.Warnings, " "), "interrupted")
	dir := t.TempDir()
	names, err := report.Write(dir, r)
	require.NoError(t, err)
	assert.Greater(t, len(names), 10)
}

// crowd is a record of four hours with 30 seats and about so many commands.
func crowd(t testing.TB, commands int) string {
	text := "title = \"Crowd\"\nlength = \"4h\"\nbasis = \"made up\"\n[sharing]\nlatency = " +
		"\"30s\"\n[gauge.harm]\noutcome = true\ngrow = {rate=1, while=\"!done('together')\"}\n" +
		"[action.look]\nby = [\"all\"]\ntakes = \"2m\"\n[action.together]\nby = [\"all\"]\nneeds = \"knows('f1')\"\njoint = {quorum=9, within=\"30m\"}\neffects = [{gauge=\"harm\", add=0}]\n" +
		"[objective.all]\ntitle = \"All know\"\nmeasure = {reach=\"f0\"}\n[inject.news]\nevery = \"5m\"\nmedia = \"news\"\ntext = \"News.\"\n[mechanism.pact]\ncost = {r0=2}\nchanges = [{sharing=0.5}]\n"
	for i := range 30 {
		text += fmt.Sprintf("[role.r%d]\ntitle = \"Role %d\"\n[fact.f%d]\ntext = \"Fact %d\"\nknown = "+
			"{r%d={at=\"1m\"}}\nneeded_by = [\"all\"]\nwithin = \"10m\"\n[[note]]\nrole = \"r%d\"\nwhen = \"knows('f%d')\"\ndo = {share=\"f%d\", to=[\"all\"]}\n", i, i, i, i, i, i, i, i)
	}
	sc, ds := scenario.Load("crowd.toml", []byte(text))
	require.False(t, ds.Failed(), ds.Format("crowd.toml", text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	plan := score.Plan{Model: m, Seed: 1, Until: engine.At(sc.Length)}
	for i := range commands {
		r := i % 30
		c := engine.Command{Role: r, Verb: engine.Say, Ref: -1, Text: fmt.Sprintf("word %d", i),
			To: []int{(r + 1 + i/30) % 30}}
		switch i % 10 {
		case 0:
			c = engine.Command{Role: r, Verb: engine.Act, Ref: sc.Find("action", "look")}
		case 1, 2:
			c = engine.Command{Role: r, Verb: engine.Share, Ref: r, To: []int{(r + 1 + i/30) % 30}}
		case 3:
			c = engine.Command{Role: r, Verb: engine.Commit, Ref: sc.Find("action", "together")}
		}
		plan.Commands = append(plan.Commands, engine.Timed{At: engine.Time(i+1) * plan.Until / engine.Time(commands+
			1), Command: c})
	}
	plan.Commands = slices.DeleteFunc(plan.Commands,
		func(c engine.Timed) bool { return slices.Contains(c.To, c.Role) })
	path := filepath.Join(t.TempDir(), "crowd.jsonl")
	recordPlan(t, path, "crowd", plan)
	return path
}

// recordPlan plays a plan and writes its record.
func recordPlan(t testing.TB, path, name string, plan score.Plan) {
	t.Helper()
	run, err := score.Play(context.Background(), plan)
	require.NoError(t, err)
	require.NoError(t, recordRun(context.Background(), path, name, run, true))
}

// TestRecordOfNamesakes: seats whose titles are alike as far as a name goes have a person each,
// so that the record is of the run that was played.
func TestRecordOfNamesakes(t *testing.T) {
	const alike = "Ministry for the Coordination of Digital Affairs, "
	text := "title = \"Same name\"\nlength = \"1d\"\n"
	for _, id := range []string{"a", "b", "c"} {
		text += "[role." + id + "]\ntitle = \"" + alike + id + "\"\n"
	}
	text += "[gauge.harm]\ntitle = \"Harm\"\nstart = 0\noutcome = true\n" +
		"grow = {rate = 2.0, while = \"!done('fix')\"}\n" +
		"[action.fix]\ntitle = \"Fix\"\nby = [\"a\", \"b\", \"c\"]\n" +
		"joint = {quorum = 3, within = \"6h\"}\ntakes = \"1h\"\n"
	sc, ds := scenario.Load("same.toml", []byte(text))
	require.False(t, ds.Failed(), ds.Format("same.toml", text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	plan := score.Plan{Model: m, Seed: 1, Until: engine.At(sc.Length)}
	for r := range sc.Roles {
		plan.Commands = append(plan.Commands, engine.Timed{At: engine.Time(r+1) * 3600e9,
			Command: engine.Command{Role: r, Verb: engine.Commit, Ref: 0}})
	}
	run, err := score.Play(t.Context(), plan)
	require.NoError(t, err)
	harm, _ := score.Harmed(run.Engine)
	require.Less(t, harm, 48.0, "all three have committed")
	path := filepath.Join(t.TempDir(), "same.jsonl")
	require.NoError(t, recordRun(t.Context(), path, "same", run, true))
	r := reportFile(t, path)
	assert.Equal(t, harm, *r.Harm.Actual)
	assert.Len(t, r.Overview.Participants, 4, "three seats and the facilitator")
}

// BenchmarkReport: the whole report of a four-hour exercise with 30 seats, with
// counterfactuals, as the command makes it by default. It is to take less than 10 s on two cores.
func BenchmarkReport(b *testing.B) {
	path := crowd(b, 20000)
	info, err := os.Stat(path)
	require.NoError(b, err)
	for b.Loop() {
		require.NoError(b, reportRecords(context.Background(), silent, []string{path},
			reportFlags{dir: filepath.Join(b.TempDir(), "out"), seeds: score.Draws, runs: score.BandRuns, rate: 1}))
	}
	b.ReportMetric(float64(info.Size())/1e6, "MB")
}

// BenchmarkReportOfColdCopy: the whole report of the library's longest scenario, played by bots.
// It is to take less than 3 s on two cores.
func BenchmarkReportOfColdCopy(b *testing.B) {
	path := filepath.Join(b.TempDir(), "cold_copy.jsonl")
	plan, err := planRun(silent, "cold_copy", runFlags{bots: "all", seed: 1})
	require.NoError(b, err)
	recordPlan(b, path, "cold_copy", plan)
	for b.Loop() {
		require.NoError(b, reportRecords(context.Background(), silent, []string{path},
			reportFlags{dir: filepath.Join(b.TempDir(), "out"), seeds: score.Draws, runs: score.BandRuns, rate: 1}))
	}
}

// TestRecordingsPlayedAgainAreTheRun: with no change, reactive replay gives every recording
// again, to its last digest.
func TestRecordingsPlayedAgainAreTheRun(t *testing.T) {
	testsize.Long(t)
	paths, err := filepath.Glob("../../testdata/records/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		if strings.Contains(path, "damaged") {
			continue
		}
		p, err := room.LoadUntil(t.Context(), path, 0, nil)
		require.NoError(t, err)
		in, err := reportInput(t.Context(), p, path)
		require.NoError(t, err)
		past, err := score.Past(t.Context(), in.Run)
		require.NoError(t, err)
		require.Equal(t, in.Run.Engine.Digest(), past.Digest, path)
		same, err := past.Player().Play(t.Context(), past.Same())
		require.NoError(t, err)
		require.Equal(t, in.Run.Engine.Digest(), same.Digest(), path)
	}
}
