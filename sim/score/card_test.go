package score

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

func fileModel(t *testing.T, file string) *engine.Model {
	t.Helper()
	src, err := os.ReadFile(file)
	require.NoError(t, err)
	return modelOf(t, string(src))
}

func playFile(t *testing.T, file string, seed uint64) *Played {
	t.Helper()
	m := fileModel(t, file)
	return play(t, Plan{Model: m, Seed: seed, Bots: true})
}

func play(t *testing.T, p Plan) *Played {
	t.Helper()
	p.Until = engine.At(p.Model.Scenario.Length)
	out, err := Play(context.Background(), p)
	require.NoError(t, err)
	return out
}

func mark(t *testing.T, p *Played) Card {
	t.Helper()
	c, err := Mark(context.Background(), p)
	require.NoError(t, err)
	return c
}

func scriptOf(t *testing.T, m *engine.Model, name string) []engine.Timed {
	t.Helper()
	src, err := os.ReadFile("../../testdata/" + name)
	require.NoError(t, err)
	s, ds := m.Scenario.LoadScript(src)
	require.False(t, ds.Failed())
	return engine.Commands(m.Scenario, s)
}

// refold makes the ledger of a run without some of its events.
func refold(p *Played, without []int) *Ledger {
	l := &Ledger{}
	l.Reset(p.Model)
	l.Seated(p.Ledger.bots)
	for i, ev := range p.Events {
		if !slices.Contains(without, i) {
			l.See(ev, p.Harms[i])
		}
	}
	l.Until(p.Engine.Now(), p.Harms[len(p.Harms)-1])
	return l
}

// realRuns are runs of different kinds, for properties that hold of every run.
func realRuns(t *testing.T) map[string]*Played {
	cold, all := fileModel(t, "../../scenarios/cold_copy.toml"), fileModel(t, "../../testdata/models/everything.toml")
	ms, _ := MechanismsOf(cold.Scenario, "all")
	every, _ := MechanismsOf(all.Scenario, "all")
	return map[string]*Played{
		"cold copy, good": play(t, Plan{Model: cold, Seed: 1,
			Commands: scriptOf(t, cold, "cold_copy.good.toml")}),
		"cold copy, bad": play(t, Plan{Model: cold, Seed: 2,
			Commands: scriptOf(t, cold, "cold_copy.bad.toml")}),
		"cold copy, bots":     play(t, Plan{Model: cold, Seed: 3, Bots: true}),
		"cold copy, prepared": play(t, Plan{Model: cold, Seed: 4, Bots: true, Setup: engine.Setup{Mechanisms: ms}}),
		"cold copy, idle":     play(t, Plan{Model: cold, Seed: 5}),
		"everything, bots":    play(t, Plan{Model: all, Seed: 6, Bots: true}),
		"everything, prepared": play(t, Plan{Model: all, Seed: 7, Bots: true,
			Setup: engine.Setup{Mechanisms: every}}),
	}
}

// TestEveryMeasureCites: a measure that rests on no event of any run cannot be defended.
func TestEveryMeasureCites(t *testing.T) {
	runs, cited := realRuns(t), map[string]bool{}
	runs["everything, swarm"] = play(t, swarm(fileModel(t, "../../testdata/models/everything.toml"), 0))
	for _, p := range runs {
		for _, v := range p.Ledger.Values() {
			cited[v.ID] = cited[v.ID] || len(v.Evidence) > 0
		}
	}
	for _, m := range Measures() {
		assert.True(t, cited[m.ID], "%s cites no event in any of these runs: call cite or part in its function", m.ID)
	}
}

// TestDeletingEvidenceChangesTheNumber: of every measure of every run, leaving the events
// that it cites out of the stream changes the number, and so does leaving out any one of
// them: the number itself, how many things it counts or one of its parts changes, or
// another event stands in for the one left out.
func TestDeletingEvidenceChangesTheNumber(t *testing.T) {
	testsize.Long(t)
	for name, p := range realRuns(t) {
		for _, m := range Measures() {
			whole := m.Value(p.Ledger)
			assert.Equal(t, whole, m.Value(refold(p, nil)), "%s: %s is a fold over the events", name, m.ID)
			if whole.Value == nil || len(whole.Evidence) == 0 {
				continue
			}
			none := m.Value(refold(p, whole.Evidence))
			assert.False(t, sameNumber(whole, none) && sameParts(whole, none),
				"%s: %s is %v without its evidence too", name, m.ID, *whole.Value)
			for _, ev := range whole.Evidence {
				less := m.Value(refold(p, []int{ev}))
				assert.False(t, sameNumber(whole, less) && sameParts(whole, less) && !standsIn(p, whole, less, ev),
					"%s: %s cites event %d (%v), which changes nothing", name, m.ID, ev, p.Events[ev])
			}
		}
	}
}

func sameNumber(a, b Value) bool {
	return a.Of == b.Of && (a.Value == nil) == (b.Value == nil) && (a.Value == nil || *a.Value == *b.Value)
}

func sameParts(a, b Value) bool {
	return slices.EqualFunc(a.Parts, b.Parts, func(x, y Part) bool {
		return x.Of == y.Of && x.Role == y.Role && x.Other == y.Other && x.Why == y.Why &&
			(x.Value == nil) == (y.Value == nil) && (x.Value == nil || *x.Value == *y.Value)
	})
}

// standsIn reports whether, with one event left out, the number or one of its parts rests
// on another that it did not cite before (the second message of a way, the next seat
// that knew), or on one of the same kind and moment.
func standsIn(p *Played, whole, less Value, gone int) bool {
	fresh := func(before, after []int) bool {
		return slices.ContainsFunc(after, func(ev int) bool {
			if ev >= gone {
				ev++ // places after the one left out
			}
			return !slices.Contains(before, ev) || p.Events[ev].Kind == p.Events[gone].Kind &&
				p.Events[ev].At == p.Events[gone].At
		})
	}
	for _, x := range less.Parts {
		i := slices.IndexFunc(whole.Parts, func(y Part) bool {
			return x.Of == y.Of && x.Role == y.Role &&
				x.Other == y.Other
		})
		if i >= 0 && fresh(whole.Parts[i].Evidence, x.Evidence) {
			return true
		}
	}
	return fresh(whole.Evidence, less.Evidence)
}

func TestNothingAndEverything(t *testing.T) {
	t.Run("nobody and nothing", func(t *testing.T) {
		p := play(t, Plan{Model: modelOf(t, "title = \"Empty\"\n[role.one]\n"), Seed: 1})
		c := mark(t, p)
		assert.Nil(t, c.Scores.Total)
		assert.Nil(t, c.Pace.Value)
		for _, v := range c.Values {
			if v.Value != nil {
				assert.Contains(t, []string{"net.fragments", "cost.total"}, v.ID, "%v", *v.Value)
			}
		}
	})
	t.Run("one seat that knows and acts", func(t *testing.T) {
		m := modelOf(t,
			"title = \"One\"\n[role.one]\n[gauge.harm]\noutcome=true\ngrow={rate=1}\n[fact.f]\ntext=\"F.\"\nknown={one={at=\"1h\"}}\nneeded_by=[\"one\"]\n[action.a]\nby=[\"one\"]\nneeds=\"knows('f')\"\neffects=[{gauge=\"harm\", set=0}]\n[[note]]\nrole=\"one\"\nwhen=\"knows('f')\"\ndo=\"a\"\n")
		c := mark(t, play(t, Plan{Model: m, Seed: 1, Bots: true}))
		v, _ := c.Value("decide.latency")
		assert.InDelta(t, 0, *v.Value, 1e-9)
		v, _ = c.Value("share.reach")
		assert.InDelta(t, 1, *v.Value, 1e-9)
		v, _ = c.Value("share.notify")
		assert.Nil(t, v.Value, "nobody had to be told")
		assert.Nil(t, c.Scores.Effectiveness, "coordination could avoid nothing")
	})
	t.Run("everything at once", func(t *testing.T) {
		m := modelOf(t, three)
		l := stream(m, learns(0, lab, theft), tells(0, lab, cloud, theft), tells(0, lab, agency, theft),
			at(0, engine.ActionStarted, lab, nobody, hold), at(0, engine.ActionDone, lab, nobody, hold),
			at(0, engine.JointProposed, lab, nobody, trace), at(0, engine.JointCommitted, lab, nobody, trace),
			at(0, engine.JointCommitted, agency, nobody, trace), at(0, engine.JointStarted, nobody, nobody, trace),
			at(0, engine.JointDone, nobody, nobody, trace))
		want(t, l, map[string]any{"speed.sharing": 1, "speed.deciding": 1, "speed.joining": 1, "share.sight": 1,
			"share.timely": 1, "joint.yield": 1, "speed.joint": 0, "act.consistency": 1})
	})
	t.Run("a run cut off before STARTEX", func(t *testing.T) {
		l := &Ledger{}
		l.Reset(modelOf(t, three))
		for _, m := range Measures() {
			assert.NotPanics(t, func() { m.Value(l) }, m.ID)
		}
	})
}

// TestMeasuresAreOrderly: ids are unique and grouped, each has its words, and what the scores are made of exists.
func TestMeasuresAreOrderly(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Measures() {
		assert.Regexp(t, `^[a-z]+\.[a-z0-9_]+$`, m.ID)
		assert.False(t, seen[m.ID], m.ID)
		assert.NotEmpty(t, m.Title, m.ID)
		assert.NotEmpty(t, m.Unit, m.ID)
		assert.NotEmpty(t, m.Formula, "%s: a report says how it is worked out", m.ID)
		seen[m.ID] = true
	}
	for _, id := range append(SpeedParts(), CoordinationParts()...) {
		assert.True(t, seen[id], id)
	}
}

// TestEveryMeasureIsWorkedOut: a test of this package sets the id of each measure beside a value that it must have.
// That the value is worked out by hand, of a run so small that it can be, is for whoever reads that test.
func TestEveryMeasureIsWorkedOut(t *testing.T) {
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	var tests strings.Builder
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		tests.Write(src)
	}
	for _, m := range Measures() {
		worked := regexp.MustCompile(regexp.QuoteMeta(strconv.Quote(m.ID)) + `:\s*([^\sn]|n[^i])`)
		assert.True(t, worked.MatchString(tests.String()),
			"no test works %s out: give it a stream of events, and the number that you want", m.ID)
	}
}

// TestCostsAgreeWithTheEngine: what the ledger adds up is what the engine charged.
func TestCostsAgreeWithTheEngine(t *testing.T) {
	for name, p := range realRuns(t) {
		for r, c := range p.Ledger.Costs() {
			assert.Equal(t, p.Engine.Cost(r), [4]float64{c.Money, c.Political, c.Operational, c.Legal}, "%s, %s",
				name, p.Model.Scenario.Roles[r].ID)
		}
	}
}

// TestLedgerForgets: a ledger used again gives what a new one gives.
func TestLedgerForgets(t *testing.T) {
	used := &Ledger{}
	for name, p := range realRuns(t) {
		used.Reset(p.Model)
		used.Seated(p.Ledger.bots)
		for i, ev := range p.Events {
			used.See(ev, p.Harms[i])
		}
		used.Until(p.Engine.Now(), p.Harms[len(p.Harms)-1])
		assert.Equal(t, p.Ledger.Values(), used.Values(), name)
	}
}

// TestEfficiencyOfTheBaselines: 1 for the frictionless run, 0 for that of silent seats.
func TestEfficiencyOfTheBaselines(t *testing.T) {
	m := fileModel(t, "../../scenarios/cold_copy.toml")
	for seed := range uint64(10) {
		plan := Plan{Model: m, Seed: seed, Until: engine.At(m.Scenario.Length)}
		for want, base := range map[float64]Plan{0: Solo(plan, nil), 1: Frictionless(plan)} {
			h, err := Baselines(t.Context(), play(t, base))
			require.NoError(t, err)
			assert.InDelta(t, want, *h.Efficiency(), 0, "seed %d", seed)
		}
	}
}

func TestBearersShareTheHarm(t *testing.T) {
	p := playFile(t, "../../scenarios/cold_copy.toml", 1)
	sum := 0.0
	for _, b := range Bearers(p.Engine) {
		sum += b.Harm
	}
	harm, _ := Harmed(p.Engine)
	assert.InDelta(t, harm, sum, 1e-9)
	assert.Equal(t, "public", Bearers(p.Engine)[0].Who)
	assert.InDelta(t, harm/2, Bearers(p.Engine)[0].Harm, 1e-9)
}

// TestEndedEarly: the runs that one is compared with end when the facilitator ended it.
func TestEndedEarly(t *testing.T) {
	m := modelOf(t, rising)
	end := engine.Timed{At: inHours(10), Command: engine.Command{Verb: engine.End, Role: engine.Facilitator}}
	c := mark(t, play(t, Plan{Model: m, Seed: 1, Commands: []engine.Timed{end}}))
	assert.InDelta(t, 10, *c.Harm.Idle, 1e-9)
	assert.InDelta(t, 10, *c.Harm.Solo, 1e-9)
	assert.Nil(t, c.Unhelped, "to end it is no help")
}
