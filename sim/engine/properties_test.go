package engine_test

import (
	"fmt"
	"math"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// any command that could be given, sensible or not.
func command(rng *rand.Rand) engine.Command {
	n := func(k int) int { return rng.Intn(k+2) - 1 }
	num := func(v float64) *float64 { return &v }
	effects := []*scenario.Effect{nil, {}, {Gauge: "copies"}, {Gauge: "copies", Set: scenario.PlainQuantity(3)},
		{Gauge: "harm", Rate: num(-2)}, {Gauge: "calm", Halving: scenario.Hour}, {Gauge: "pain", Halt: true},
		{Link: []string{"tuned", "grid"}}, {Link: []string{"tuned", "grid"}, Chance: num(0.5)},
		{Link: []string{"stolen", "tuned"}, Cut: true}, {System: scenario.Names{"nothing"}, Becomes: "failed"},
		{System: scenario.Names{"grid"}, Becomes: "failed"}, {System: scenario.Names{"tuned"}, Becomes: "degraded"},
		{Fact: "gap", To: scenario.Names{"all", "me"}}, {Inject: "story"}, {Inject: "none"},
		{Venue: "cell"}, {Obligation: "report"}, {Gauge: "trust", Times: scenario.PlainQuantity(1e300)}, {Gauge: "fade", Doubling: 1}}
	c := engine.Command{Verb: engine.Verb(rng.Intn(int(engine.End) + 2)), Role: n(4), Ref: n(7), Option: n(2),
		Num: float64(n(4)), Span: engine.Time(rng.Int63n(1<<45) - 1<<43), Text: strings.Repeat("x", rng.Intn(3)),
		Effect: effects[rng.Intn(len(effects))]}
	if rng.Intn(4) == 0 || c.Verb >= engine.Release && rng.Intn(4) > 0 {
		c.Role = engine.Facilitator
	}
	switch {
	case rng.Intn(5) == 0:
		c.Verb = engine.Act
	case c.Verb == engine.Ask:
		c.Verb = engine.Cancel
	}
	if c.Verb == engine.Say && rng.Intn(2) == 0 {
		c.Verb = engine.Ask
	}
	if c.Verb == engine.End && rng.Intn(8) > 0 {
		c.Role = n(3) // not the facilitator
	}
	if c.Verb == engine.Declare {
		c.Num = rng.Float64() * 1.1
	}
	places := func() (out []int) {
		for range rng.Intn(4) {
			out = append(out, []int{0, 1, 2, 3, engine.Public, 4, engine.ToVenue(0), engine.ToVenue(1),
				math.MinInt}[rng.Intn(9)])
		}
		return out
	}
	c.To = places()
	c.Mark = []string{"", "", "clear", "green", "amber", "red", "pink"}[rng.Intn(7)]
	c.Reason = []string{"", "because", strings.Repeat("y", 5000)}[rng.Intn(20)%3*rng.Intn(2)]
	if rng.Intn(2) == 0 {
		c.Effects = []*scenario.Effect{effects[rng.Intn(len(effects))]}
	}
	if rng.Intn(4) > 0 {
		c.Draft = &engine.Draft{Title: strings.Repeat("t", rng.Intn(3)), Text: "Text.", To: places(),
			Effects: c.Effects[:rng.Intn(len(c.Effects)+1)], Reveals: []int{rng.Intn(5) - 1}[:rng.Intn(2)],
			Media: []string{"", "news", "pigeon"}[rng.Intn(3)]}
	}
	if rng.Intn(3) == 0 {
		c.Re = engine.Message{From: n(3), N: n(2)}
	}
	return c
}

// aimed is a command about something that the run has: a message, a note, a case.
func aimed(rng *rand.Rand, e *engine.Engine, c engine.Command) engine.Command {
	sc := e.Model().Scenario
	switch c.Verb {
	case engine.Acknowledge, engine.Say, engine.Share:
		if n := e.Messages(); n > 0 {
			m := e.MessageAt(rng.Intn(n))
			c.Role, c.Re, c.Mark, c.Option = m.To, engine.Message{From: m.From, N: m.N}, "", rng.Intn(3)
			c.To = append(c.To, m.From)
		}
	case engine.Ask:
		c.Role, c.To, c.Re = 0, []int{1 + rng.Intn(2)}, engine.Message{}
	case engine.Deviate:
		for _, c.Ref = range rng.Perm(len(sc.Notes)) {
			c.Role, c.Reason = e.Model().NoteCommand(c.Ref).Role, "it cannot be done"
			if rng.Intn(2) == 0 && e.Can(c).OK {
				break
			}
		}
	case engine.Declare:
		c.Role, c.Ref, c.Option = rng.Intn(len(sc.Roles)), 0, rng.Intn(2)
	case engine.Attempt:
		c.Text = "try"
		if n := e.Cases(); n > 0 && rng.Intn(2) == 0 {
			k := e.Case(rng.Intn(n))
			c.Role, c.Case = k.Role, engine.Message{From: k.Role, N: k.N}
		}
	case engine.Query, engine.Rule:
		c.Text, c.Role, c.Num = "?", engine.Facilitator, rng.Float64()
		if n := e.Cases(); n > 0 && rng.Intn(4) > 0 {
			k := e.Case(rng.Intn(n))
			c.Case = engine.Message{From: k.Role, N: k.N}
		}
	case engine.Inject:
		if c.Draft != nil && rng.Intn(2) == 0 {
			c.Draft.Expects = &scenario.Expects{Within: scenario.Duration(rng.Intn(9)) * scenario.Hour,
				Any: scenario.Names{sc.Actions[rng.Intn(len(sc.Actions))].ID, "?"}[:1+rng.Intn(8)/7]}
		}
	case engine.Edit, engine.Retract, engine.Unhold, engine.Postpone:
		c.Role, c.Ref = engine.Facilitator, rng.Intn(e.InjectCount())
		if c.Verb == engine.Edit {
			c.Draft = &engine.Draft{Text: "Other words."}
		}
	}
	return c
}

// notes that a player might write.
func note(rng *rand.Rand, role int, sc *scenario.Scenario) *scenario.Note {
	pick := func(s ...string) string { return s[rng.Intn(len(s))] }
	return &scenario.Note{Role: sc.Roles[role].ID, Within: scenario.Duration(rng.Int63n(3)) * scenario.Hour,
		When: scenario.Expr{Source: pick("knows('egress')", "hours > 20", "knows('gap')", "failed('grid')",
			"open('cell')", "has('cell')", "aware('egress') > 1", "knows('egress', 'lab')", "copies > 3", "(",
			"delivered('asks')")},
		Do:      scenario.Do{Act: pick("hold", "patch", "notify", "nothing", ""), Say: pick("", "", "We know.")},
		ShownTo: scenario.Names{pick("all", "lab", "cloud")}}
}

// undoing is a command to take back something that a role is doing, if it is doing anything.
func undoing(rng *rand.Rand, e *engine.Engine) (engine.Command, bool) {
	sc := e.Model().Scenario
	for _, i := range rng.Perm(len(sc.Actions) * len(sc.Roles)) {
		c := engine.Command{Role: i % len(sc.Roles), Ref: i / len(sc.Roles)}
		for _, c.Verb = range []engine.Verb{engine.Withdraw, engine.Cancel} {
			if e.Can(c).OK {
				return c, true
			}
		}
	}
	return engine.Command{}, false
}

const everything = "../../testdata/models/everything.toml"

// TestRandomPlay gives random commands at random times and holds what must hold whatever
// is asked: a refused command changes nothing, hands are never overdrawn, knowledge stays,
// time does not go back, and a copy that is given the same commands is the same.
func TestRandomPlay(t *testing.T) {
	testsize.Long(t)
	m := compile(t, everything)
	sc := m.Scenario
	seeds := uint64(testsize.Of(40, 20, 4))
	written := 0
	accepted, refused := map[engine.Verb]int{}, map[engine.Verb]int{}
	for seed := range seeds {
		rng := rand.New(rand.NewSource(int64(seed)))
		e := engine.New(m, seed, engine.Setup{Mechanisms: rng.Perm(3)[:rng.Intn(4)]})
		hands := make([]int, len(sc.Roles))
		known := map[[2]int32]bool{}
		var last engine.Time
		over := false
		e.Observe(func(ev engine.Event) {
			require.False(t, over, "something after the end: %v", ev.Kind)
			over = ev.Kind == engine.ExerciseEnded
			require.GreaterOrEqual(t, ev.At, last)
			last = ev.At
			require.Empty(t, fits(e, ev))
			switch ev.Kind {
			case engine.ActionStarted:
				hands[ev.Role] += sc.Actions[ev.Ref].HandsNeeded()
				if limit := sc.Roles[ev.Role].AtOnce; limit > 0 {
					require.LessOrEqual(t, hands[ev.Role], limit)
				}
			case engine.ActionDone, engine.ActionFailed, engine.ActionCancelled:
				hands[ev.Role] -= sc.Actions[ev.Ref].HandsNeeded()
				require.GreaterOrEqual(t, hands[ev.Role], 0)
			case engine.FactLearned:
				require.False(t, known[[2]int32{ev.Role, ev.Ref}], "learned twice")
				known[[2]int32{ev.Role, ev.Ref}] = true
			}
		})
		for note := range sc.Notes { // before STARTEX
			if rng.Intn(3) == 0 && e.Do(engine.Command{Verb: engine.File, Role: e.Model().NoteCommand(note).Role,
				Ref: note}).OK {
				accepted[engine.File]++
			}
		}
		for range rng.Intn(6) {
			role := rng.Intn(len(sc.Roles))
			c := engine.Command{Verb: engine.File, Role: role, Ref: -1, Note: note(rng, role, sc),
				To: []int{rng.Intn(len(sc.Roles))}[:rng.Intn(2)]}
			before := e.Digest()
			can := e.Can(c)
			require.Equal(t, before, e.Digest())
			a := e.Do(c)
			require.Equal(t, can, a)
			if a.OK {
				written++
				require.NotEqual(t, before, e.Digest())
			} else {
				refused[engine.File]++
				require.Equal(t, before, e.Digest())
			}
		}
		if e.Do(engine.Command{Verb: engine.Invest, Role: rng.Intn(len(sc.Roles)),
			Ref: rng.Intn(len(sc.Mechanisms)), Num: 1}).OK {
			accepted[engine.Invest]++
		}
		var twin *engine.Engine
		for !e.Ended() && e.Err() == nil {
			c := command(rng)
			if back, any := undoing(rng, e); any && rng.Intn(5) == 0 {
				c = back
			} else if rng.Intn(2) == 0 {
				c = aimed(rng, e, c)
			}
			before := e.Digest()
			can := e.Can(c)
			require.Equal(t, can.OK, e.Able(c), "%+v", c)
			require.Equal(t, before, e.Digest(), "asking changes nothing")
			if twin == nil && rng.Intn(30) == 0 {
				twin = e.Clone()
			}
			started := e.Started()
			a := e.Do(c)
			if started {
				require.Equal(t, can, a)
			}
			if twin != nil {
				require.Equal(t, a, twin.Do(c))
				require.Equal(t, e.Digest(), twin.Digest(), "%+v", c)
			}
			if a.OK {
				accepted[c.Verb]++
			} else {
				refused[c.Verb]++
				require.NotEmpty(t, a.Refusal)
				require.True(t, before == e.Digest() || !started, "refused: %+v", c)
			}
			to := e.Now() + engine.Time(rng.Int63n(int64(3*scenario.Hour)))
			require.NoError(t, e.Reach(to))
			if twin != nil {
				for at, due := twin.Next(); due && at <= to && at < twin.Horizon(); at, due = twin.Next() {
					require.True(t, twin.Step())
				}
				require.NoError(t, twin.Reach(to))
				require.Equal(t, e.Digest(), twin.Digest())
			}
			for k := range known {
				_, ok := e.KnownSince(int(k[0]), int(k[1]))
				require.True(t, ok)
			}
			if e.Now() == e.Horizon() {
				require.NoError(t, e.Advance(e.Horizon()))
			}
		}
		require.NoError(t, e.Err())
	}
	if testing.Short() {
		return // too few runs for everything to have happened
	}
	assert.NotZero(t, written, "no player ever wrote a note")
	for v := engine.Act; v <= engine.End; v++ {
		assert.NotZero(t, accepted[v], "%s is never accepted", v)
		assert.NotZero(t, refused[v], "%s is never refused", v)
	}
}

// TestRolesByName: who else is at the table, and in which order, moves nobody's numbers.
func TestRolesByName(t *testing.T) {
	rest := `
[fact.f]
text = "x"
known = {a={at={mean="1h"}}}
[sharing]
latency = {mean="4h"}
[[note]]
role = "a"
when = "knows('f')"
do = {share="f", to=["b", "c"]}
decide = {mean="2h"}
[measure.b]
first = "knows('f', 'b')"
[measure.c]
first = "knows('f', 'c')"
`
	e := &engine.Engine{}
	for seed := range uint64(50) {
		want := play(t, e, model(t, "[role.a]\n[role.b]\n[role.c]\n"+rest), seed, engine.Setup{})
		for _, roles := range []string{"[role.c]\n[role.b]\n[role.a]\n",
			"[role.x]\n[role.a]\n[role.y]\n[role.b]\n[role.c]\n[role.z]\n"} {
			require.Equal(t, want, play(t, e, model(t, roles+rest), seed, engine.Setup{}))
		}
	}
}

// TestSameRateIsNoChange: setting a law that a gauge already follows moves nothing, not by a tick.
func TestSameRateIsNoChange(t *testing.T) {
	for _, law := range []string{"rate=0.3", "doubling=\"7h\"", "halving=\"7h\""} {
		text := func(again string) string {
			return "[gauge.g]\nstart=3\ngrow={" + law +
				"}\n[gauge.h]\nflow={of=\"g\", per_hour=0.7}\n[inject.i]\nevery={mean=\"1h\"}\nto=[\"none\"]\n" +
				again +
				"[measure.a]\nfirst=\"g > 3.3 || g < 2\"\n[measure.b]\nfirst=\"h > 41.7\"\n[measure.c]\nend=\"h\"\n[measure.d]\nintegral=\"g\"\n[measure.e]\nfirst=\"h > 3 * hours + 5\"\n"
		}
		for seed := range uint64(10) {
			e := &engine.Engine{}
			assert.Equal(t, fmt.Sprint(play(t, e, model(t, text("")), seed, engine.Setup{})),
				fmt.Sprint(play(t, e, model(t, text("effects=[{gauge=\"g\", "+law+"}]\n")), seed, engine.Setup{})),
				law)
		}
	}
}

// TestResetLeavesNothing: an engine that was used for another model and run is as a new one.
func TestResetLeavesNothing(t *testing.T) {
	used := &engine.Engine{}
	var models []*engine.Model
	for _, path := range []string{everything, "../../testdata/models/plant.toml"} {
		models = append(models, compile(t, path))
	}
	n := testsize.Of(12, 6, 4)
	for i := range n {
		m, setup := models[i%2], engine.Setup{Mechanisms: []int{0, 1, 2}[:i%2*0+(i/2)%4*(1-i%2)]}
		used.Reset(m, uint64(i), setup)
		fresh := engine.New(m, uint64(i), setup)
		require.Equal(t, fresh.Digest(), used.Digest())
		require.NoError(t, fresh.Advance(fresh.Horizon()))
		require.NoError(t, used.Advance(used.Horizon()*engine.Time(i%3+1)/3))
		if i%3 == 2 {
			require.Equal(t, fresh.Digest(), used.Digest(), fmt.Sprint(i))
		}
	}
}
