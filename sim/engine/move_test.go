package engine_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

const branchFile = "../../testdata/worlds/branches.toml"

// rounds writes how the moves of a run went: "watch 0-4 act 4-6".
func rounds(e *engine.Engine) string {
	out := ""
	for _, r := range e.Rounds() {
		open := ""
		if r.Open {
			open = "?"
		}
		out += fmt.Sprintf("%s%s %v-%v ", e.Model().Scenario.Moves[r.Move].ID, open, short(r.From), short(r.Until))
	}
	return out
}

func short(t engine.Time) float64 { return math.Round(1000*t.Hours()) / 1000 }

func TestMovesBranch(t *testing.T) {
	m := compile(t, branchFile)
	sc := m.Scenario
	type deed struct {
		at   engine.Time
		does engine.Command
	}
	act := func(hours float64, id string) deed {
		return deed{engine.Time(hours * float64(time.Hour)), engine.Command{Verb: engine.Act, Role: 0,
			Ref: sc.Find("action", id)}}
	}
	choose := func(hours float64, id string, now int) deed {
		return deed{engine.Time(hours * float64(time.Hour)), engine.Command{Verb: engine.Choose,
			Role: engine.Facilitator, Ref: sc.Find("move", id), Option: now}}
	}
	for _, c := range []struct {
		name  string
		deeds []deed
		want  string
		crowd float64 // when the inject of the open move comes, or 0
	}{
		{"nobody does anything", nil, "watch 0-4 act 4-6 quiet 6-9 after 9-10 ", 0},
		{"a condition ends the move before", []deed{act(1, "alarm")}, "watch 0-1 act 1-6 quiet 6-9 after 9-10 ", 0},
		{"a condition that comes too late ends nothing", []deed{act(5, "alarm")},
			"watch 0-4 act 4-6 quiet 6-9 after 9-10 ", 0},
		{"a condition decides the choice", []deed{act(5, "warn")}, "watch 0-4 act 4-6 open 6-8 after 8-10 ", 7},
		{"a condition that comes true after the choice decides nothing", []deed{act(6.5, "warn")},
			"watch 0-4 act 4-6 quiet 6-9 after 9-10 ", 0},
		{"the facilitator chooses against the condition", []deed{act(5, "warn"), choose(5.5, "quiet", 0)},
			"watch 0-4 act 4-6 quiet 6-9 after 9-10 ", 0},
		{"the facilitator chooses when the move is over", []deed{choose(6, "open", 0)},
			"watch 0-4 act 4-6 open 6-8 after 8-10 ", 7},
		{"the last choice counts", []deed{choose(5, "open", 0), choose(5.5, "quiet", 0), choose(6, "open", 0)},
			"watch 0-4 act 4-6 open 6-8 after 8-10 ", 7},
		{"the facilitator ends the move", []deed{choose(5, "open", 1)}, "watch 0-4 act 4-5 open 5-8 after 8-10 ", 6},
		{"the facilitator begins what follows in any case", []deed{choose(2, "act", 1)},
			"watch 0-2 act 2-6 quiet 6-9 after 9-10 ", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := engine.New(m, 1, engine.Setup{})
			crowd := 0.0
			var told []string
			e.Observe(func(ev engine.Event) {
				switch ev.Kind {
				case engine.InjectDelivered:
					if sc.Injects[ev.Ref].ID == "crowd" {
						crowd = short(ev.At)
					}
				case engine.MoveBegan:
					told = append(told, sc.Moves[ev.Ref].ID)
				}
			})
			for _, d := range c.deeds {
				require.NoError(t, e.Reach(d.at))
				require.True(t, e.Do(d.does).OK)
			}
			require.NoError(t, e.Advance(e.Horizon()))
			assert.Equal(t, c.want, rounds(e))
			assert.Equal(t, c.crowd, crowd)
			assert.Len(t, told, 3, "each round but the first says that it begins")
		})
	}
}

func TestChooseIsRefused(t *testing.T) {
	m := compile(t, branchFile)
	sc := m.Scenario
	for _, c := range []struct {
		at   float64
		move string
		now  int
		role int
		want string
	}{
		{1, "open", 0, engine.Facilitator, `"In the open" cannot be the next move`},
		{1, "act", 0, engine.Facilitator, `"Act" is the next move in any case; with now, it begins now`},
		{5, "open", 0, 0, "Only the facilitator may do that"},
		{6, "watch", 0, engine.Facilitator, `"Watch" cannot be the next move`},
		{9.5, "after", 1, engine.Facilitator, "No move comes after this one"},
	} {
		e := engine.New(m, 1, engine.Setup{})
		require.NoError(t, e.Reach(engine.Time(c.at*float64(time.Hour))))
		a := e.Do(engine.Command{Verb: engine.Choose, Role: c.role, Ref: sc.Find("move", c.move), Option: c.now})
		assert.Equal(t, c.want, a.Refusal)
	}
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Reach(engine.Time(5*time.Hour)))
	c := engine.Command{Verb: engine.Choose, Role: engine.Facilitator, Ref: sc.Find("move", "open")}
	require.True(t, e.Do(c).OK)
	assert.Equal(t, `"In the open" is already chosen`, e.Do(c).Refusal)
}

// A hazard of ln 2 / 2 an hour that holds in the open move alone, which lasts two hours, is an even
// chance; in the
// other branch it never comes.
func TestHazardOfAMove(t *testing.T) {
	m := compile(t, branchFile)
	const n = 4000
	failed := map[bool]int{}
	e := &engine.Engine{}
	for seed := range uint64(n) {
		for _, open := range []bool{false, true} {
			e.Reset(m, seed, engine.Setup{})
			if open {
				require.NoError(t, e.Reach(engine.Time(5*time.Hour)))
				require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: 1, Ref: m.Scenario.Find("action", "warn")}).OK)
			}
			require.NoError(t, e.Advance(e.Horizon()))
			if e.Eval(mustParse(t, m.Scenario, "failed('desk')")) == 1 {
				failed[open]++
			}
		}
	}
	assert.Zero(t, failed[false])
	assert.InDelta(t, 0.5, float64(failed[true])/n, 4*math.Sqrt(0.25/n))
}

func mustParse(t *testing.T, sc *scenario.Scenario, source string) *scenario.Node {
	t.Helper()
	root, err := sc.ParseExpr(source, scenario.Bool, false)
	require.NoError(t, err)
	return root
}

// A run that is copied in the middle of a choice goes on as the one that it was copied from, and rounds
// follow each
// other without a gap whatever is done.
func TestBranchesOfCopies(t *testing.T) {
	m := compile(t, branchFile)
	sc := m.Scenario
	rapid.Check(t, func(t *rapid.T) {
		e, o := engine.New(m, rapid.Uint64().Draw(t, "seed"), engine.Setup{}), &engine.Engine{}
		for i := range rapid.IntRange(1, 8).Draw(t, "deeds") {
			at := e.Now() + engine.Time(rapid.Int64Range(0, int64(3*time.Hour)).Draw(t, "later"))
			require.NoError(t, e.Reach(at))
			e.Do(rapid.SampledFrom([]engine.Command{
				{Verb: engine.Act, Ref: sc.Find("action", "alarm")}, {Verb: engine.Act, Ref: sc.Find("action", "warn")},
				{Verb: engine.Choose, Role: engine.Facilitator, Ref: sc.Find("move", "open")},
				{Verb: engine.Choose, Role: engine.Facilitator, Ref: sc.Find("move", "quiet"), Option: i % 2},
				{Verb: engine.Choose, Role: engine.Facilitator, Ref: sc.Find("move", "after"), Option: 1},
			}).Draw(t, "deed"))
		}
		o.CopyFrom(e)
		require.Equal(t, e.Digest(), o.Digest())
		require.NoError(t, e.Advance(e.Horizon()))
		require.NoError(t, o.Advance(o.Horizon()))
		require.Equal(t, e.Digest(), o.Digest())
		last := engine.Time(0)
		for _, r := range e.Rounds() {
			require.Equal(t, last, r.From)
			require.GreaterOrEqual(t, r.Until, r.From)
			require.LessOrEqual(t, r.Until, engine.At(sc.Moves[r.Move].Until))
			last = r.Until
		}
	})
}
