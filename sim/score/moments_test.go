package score

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// rising is harm of 1 an hour until the cloud stops it, in 100 h.
const rising = `
title = "Rising"
length = "100h"
[role.lab]
[role.cloud]
[role.press]
[gauge.harm]
outcome = true
grow = {rate=1, while="!done('stop')"}
bears = {cloud=1, public=3}
[fact.theft]
text = "A theft."
known = {lab={at="2h"}}
needed_by = ["cloud"]
[action.stop]
by = ["cloud"]
needs = "knows('theft')"
[action.wave]
by = ["press"]
[mechanism.open_line]
cost = {lab=4, cloud=1}
changes = [{sharing=0}]
[sharing]
latency = "10h"
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to=["cloud"]}
decide = "8h"
[[note]]
role = "cloud"
when = "knows('theft')"
do = "stop"
decide = "5h"
within = "1h"
`

// allMoments weighs every command of a run: what [WeightiestOf] leaves out must not have
// been worth anything here.
func allMoments(ctx context.Context, p *Played, seeds []uint64, w Work) ([]Moment, error) {
	if _, any := Harmed(p.Engine); !any {
		return nil, nil
	}
	past, err := Past(ctx, p)
	if err != nil {
		return nil, err
	}
	return newWorlds(past).weigh(ctx, p.Seed, candidates(p, past), seeds, w)
}

func commands(cs ...engine.Timed) []engine.Timed { return cs }

func give(hour float64, verb engine.Verb, role, ref int, to ...int) engine.Timed {
	return engine.Timed{At: inHours(hour), Command: engine.Command{Verb: verb, Role: role, Ref: ref, To: to}}
}

// TestWorldWithNothingChanged: the same run again, to the last bit, whoever played it, and
// exactly no difference in harm.
func TestWorldWithNothingChanged(t *testing.T) {
	for name, p := range realRuns(t) {
		past, err := Past(t.Context(), p)
		require.NoError(t, err)
		assert.Equal(t, p.Engine.Digest(), past.Digest, name)
		again, err := past.Player().Play(t.Context(), past.Same())
		require.NoError(t, err)
		assert.Equal(t, p.Engine.Digest(), again.Digest(), name)
	}
}

func TestMomentsByHand(t *testing.T) {
	m := modelOf(t, rising)
	// lab knows at 2, tells at 10, cloud has it at 20 and stops it at 22; press waves.
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(5, engine.Act, 2, 1),
		give(10, engine.Share, 0, 0, 1), give(22, engine.Act, 1, 0))})
	harm, _ := Harmed(p.Engine)
	require.InDelta(t, 22, harm, 1e-9)
	told := 0
	moments, err := allMoments(context.Background(), p, Seeds(1, 5),
		Work{Progress: func(done, of int) { told++; assert.Equal(t, 5, of) }})
	require.NoError(t, err)
	assert.Equal(t, 5, told)
	require.Len(t, moments, 7)
	worth := map[Change]map[engine.Verb]float64{LeftOut: {}, Earlier: {}}
	sooner := map[bool]float64{}
	for _, x := range moments {
		if x.Change == Sooner && x.Command.Role == 1 {
			sooner[x.Tells()] = x.Own
			assert.Equal(t, inHours(20), x.To)
		} else if x.Command.Role != 2 {
			worth[x.Change][x.Command.Verb] = x.Own
		} else {
			assert.InDelta(t, 0, x.Own, 0, "waving is worth nothing")
		}
		assert.InDelta(t, x.Own, x.Worth.Mean, 1e-9, "nothing is drawn in this scenario")
		assert.Equal(t, 5, x.Worth.N)
	}
	assert.InDelta(t, 78, worth[LeftOut][engine.Share], 1e-9, "the cloud would never have known")
	assert.InDelta(t, 78, worth[LeftOut][engine.Act], 1e-9)
	assert.InDelta(t, 8, worth[Earlier][engine.Share], 1e-9,
		"the cloud would have stopped it at 14, as long after it knew")
	assert.InDelta(t, 2, sooner[false], 1e-9, "at 20, when the cloud knows")
	assert.InDelta(t, 10, sooner[true], 1e-9, "at 12, when it would have known if it had been told at 2")
	assert.True(t, slices.IsSortedFunc(moments, func(a, b Moment) int { return int(b.Worth.Mean - a.Worth.Mean) }))
}

// TestEarlierWithBots: bots in the other seats answer by themselves.
func TestEarlierWithBots(t *testing.T) {
	m := modelOf(t, rising)
	p := play(t, Plan{Model: m, Seed: 1, Bots: true, Commands: commands(give(30, engine.Share, 0, 0, 1))})
	moments, err := allMoments(context.Background(), p, Seeds(1, 2), Work{})
	require.NoError(t, err)
	require.Len(t, moments, 5)
	for _, x := range moments[:2] {
		assert.Equal(t, LeftOut, x.Change)
		assert.InDelta(t, 55, x.Own, 1e-9,
			"stopped at 30 + 10 + 5, else never: the lab's seat is not for a bot, and the cloud's bot may not stop it another time")
	}
	assert.Equal(t, Sooner, moments[2].Change)
	assert.InDelta(t, 33, moments[2].Own, 1e-9, "told at 2, stopped at 12 by a bot that does not wait")
	assert.Equal(t, Earlier, moments[3].Change)
	assert.InDelta(t, 28, moments[3].Own, 1e-9)
	assert.Equal(t, inHours(2), moments[3].To)
	assert.Equal(t, Sooner, moments[4].Change)
	assert.InDelta(t, 5, moments[4].Own, 1e-9, "stopped when it knows")
}

// TestAPromiseKept: what keeping a broken promise would have been worth.
func TestAPromiseKept(t *testing.T) {
	m := modelOf(t, rising)
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(0, engine.File, 1, 1),
		give(10, engine.Share, 0, 0, 1), give(40, engine.Act, 1, 0))})
	moments, err := allMoments(context.Background(), p, Seeds(1, 2), Work{})
	require.NoError(t, err)
	i := slices.IndexFunc(moments, func(x Moment) bool { return x.Change == Kept })
	require.GreaterOrEqual(t, i, 0)
	assert.InDelta(t, 19, moments[i].Own, 1e-6, "at 21, an hour after it knew, not at 40")
}

// TestInterruptedWorkKeepsResults: what was done before the interrupt is given.
func TestInterruptedWorkKeepsResults(t *testing.T) {
	m := modelOf(t, rising)
	p := play(t, Plan{Model: m, Seed: 1, Bots: true})
	stopAfter := func(n int) (context.Context, Work) {
		ctx, cancel := context.WithCancel(context.Background())
		return ctx, Work{Progress: func(done, _ int) {
			if done == n {
				cancel()
			}
		}}
	}
	ctx, w := stopAfter(3)
	moments, err := allMoments(ctx, p, Seeds(1, 10), w)
	require.ErrorIs(t, err, context.Canceled)
	require.NotEmpty(t, moments)
	assert.Equal(t, 3, moments[0].Worth.N)

	ctx, w = stopAfter(3)
	band, err := BandOf(ctx, p, nil, 10, w)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, 3, band.N)

	ctx, w = stopAfter(3)
	credit, err := CreditOf(ctx, p, Seeds(1, 10), 0, w)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, 3, credit[0].Avoided.N)

	ctx, w = stopAfter(3)
	worth, err := WorthOf(ctx, p, 1, Seeds(1, 10), w)
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, 3, worth[0].Avoided.N)
}

// TestOrderOfWorkDoesNotMatter: backwards and in turn give the same.
func TestOrderOfWorkDoesNotMatter(t *testing.T) {
	testsize.Long(t)
	p := playFile(t, "../../scenarios/cold_copy.toml", 3)
	backwards := Work{Each: func(_ context.Context, n int, do func(int) error) error {
		for i := range n {
			if err := do(n - 1 - i); err != nil {
				return err
			}
		}
		return nil
	}}
	for _, f := range []func(Work) (any, error){
		func(w Work) (any, error) { return BandOf(context.Background(), p, nil, 20, w) },
		func(w Work) (any, error) { return allMoments(context.Background(), p, Seeds(3, 5), w) },
		func(w Work) (any, error) { return WorthOf(context.Background(), p, 1, Seeds(3, 5), w) },
		func(w Work) (any, error) { return CreditOf(context.Background(), p, Seeds(3, 2), 0, w) },
	} {
		a, err := f(Work{})
		require.NoError(t, err)
		b, err := f(backwards)
		require.NoError(t, err)
		assert.Equal(t, a, b)
	}
}

func TestWorthByHand(t *testing.T) {
	m := modelOf(t, rising)
	p := play(t, Plan{Model: m, Seed: 1, Bots: true})
	// Bots stop it at 2 + 8 + 10 + 5 = 25, with the line at 15: 10 avoided, a quarter of it the cloud's.
	worth, err := WorthOf(context.Background(), p, 1.5, Seeds(1, 4), Work{})
	require.NoError(t, err)
	w := worth[0]
	assert.InDelta(t, 7.5, w.Cost, 1e-9)
	assert.InDelta(t, 10, w.Avoided.Mean, 1e-9)
	assert.InDelta(t, 2.5, w.Social.Mean, 1e-9)
	assert.Equal(t, "lab", w.Payers[0].Role)
	assert.InDelta(t, -6, w.Payers[0].Private.Mean, 1e-9, "the lab pays 6 and bears no harm")
	assert.InDelta(t, 1, w.Payers[1].Private.Mean, 1e-9, "the cloud pays 1.5 and is spared 2.5")
	assert.InDelta(t, 0.75, *w.External, 1e-9, "the public pays nothing and is spared 7.5")
	assert.True(t, w.Underprovided)
	assert.True(t, w.ByConstruction, "the only payer who loses bears no harm")
	assert.Equal(t, []bool{false, true}, []bool{w.Payers[0].Bears, w.Payers[1].Bears})
	assert.InDelta(t, 2, w.BreakEven.Mean, 1e-9, "10 avoided for 5 points")
	assert.InDelta(t, 2.5, w.Payers[1].BreakEven.Mean, 1e-9, "2.5 avoided for 1 point")
	assert.InDelta(t, 0, w.Payers[0].BreakEven.Mean, 1e-9)
	dear, err := WorthOf(context.Background(), p, 1.99, Seeds(1, 4), Work{})
	require.NoError(t, err)
	assert.Positive(t, dear[0].Social.Mean, "just below the break-even price")
	dear, err = WorthOf(context.Background(), p, 2.01, Seeds(1, 4), Work{})
	require.NoError(t, err)
	assert.Negative(t, dear[0].Social.Mean, "and just above")
	assert.False(t, dear[0].Underprovided)
	cheap, err := WorthOf(context.Background(), p, 0, Seeds(1, 4), Work{})
	require.NoError(t, err)
	assert.False(t, cheap[0].Underprovided, "what costs nothing is a loss to nobody")
	p = play(t, Plan{Model: m, Seed: 1, Bots: true, Setup: engine.Setup{Mechanisms: []int{0}}})
	has, err := WorthOf(context.Background(), p, 1, Seeds(1, 4), Work{})
	require.NoError(t, err)
	assert.InDelta(t, 10, has[0].Avoided.Mean, 1e-9, "a mechanism is no company to itself")
	assert.Equal(t, has[0].Avoided, has[0].Team, "beside the same run, with it")
}

// TestWorthToTheTeam: a mechanism is worth to those who played what their deeds come to with
// it and without: to bots what it is to bots, to a team that cannot use it nothing, and
// where it was paid for in play what leaving its payments out costs.
func TestWorthToTheTeam(t *testing.T) {
	bots := playFile(t, "../../scenarios/cold_copy.toml", 3)
	seeds := Seeds(3, testsize.Of(200, 20, 5))
	worth, err := WorthOf(t.Context(), bots, 1, seeds, Work{})
	require.NoError(t, err)
	for _, w := range worth {
		assert.InDelta(t, w.Avoided.Mean, w.Team.Mean, 1e-9, w.Mechanism)
		assert.InDeltaSlice(t, w.Avoided.CI95[:], w.Team.CI95[:], 1e-9, w.Mechanism)
	}
	idle, err := Play(t.Context(), Idle(bots.Plan))
	require.NoError(t, err)
	worth, err = WorthOf(t.Context(), idle, 1, seeds, Work{})
	require.NoError(t, err)
	for _, w := range worth {
		assert.NotZero(t, w.Avoided.N)
		assert.Zero(t, w.Team.Mean, "%s: nobody acts on it", w.Mechanism)
	}
	m := modelOf(t, strings.NewReplacer("[role.lab]", "[role.lab]\nbudget = 4", "[role.cloud]",
		"[role.cloud]\nbudget = 1").Replace(rising))
	paid := play(t, Plan{Model: m, Seed: 1, Commands: commands(
		engine.Timed{At: 0, Command: engine.Command{Role: 0, Verb: engine.Invest, Ref: 0, Num: 4}},
		engine.Timed{At: 0, Command: engine.Command{Role: 1, Verb: engine.Invest, Ref: 0, Num: 1}},
		give(10, engine.Share, 0, 0, 1), give(22, engine.Act, 1, 0))})
	require.True(t, paid.Engine.Established(0), "it was paid for")
	worth, err = WorthOf(t.Context(), paid, 1, Seeds(1, 4), Work{})
	require.NoError(t, err)
	past, err := Past(t.Context(), paid)
	require.NoError(t, err)
	all := newWorlds(past)
	world := all.on(1)
	as, err := all.harm(t.Context(), world)
	require.NoError(t, err)
	world.Out = []engine.Command{paid.Commands[0].Command}
	without, err := all.harm(t.Context(), world)
	require.NoError(t, err)
	assert.InDelta(t, without-as, worth[0].Own, 1e-9, "what leaving a payment out costs")
}

func TestCreditByHand(t *testing.T) {
	m := modelOf(t, rising)
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(5, engine.Act, 2, 1),
		give(10, engine.Share, 0, 0, 1), give(22, engine.Act, 1, 0))})
	credit, err := CreditOf(context.Background(), p, Seeds(1, 3), 0, Work{})
	require.NoError(t, err)
	// Neither the lab nor the cloud avoids anything alone: they share the 78 evenly.
	for i, want := range []float64{39, 39, 0} {
		assert.InDelta(t, want, credit[i].Avoided.Mean, 1e-9, credit[i].Role)
	}
}

// TestCreditAddsUp: to what all seats together avoid, exactly counted and sampled.
func TestCreditAddsUp(t *testing.T) {
	testsize.Long(t)
	for name, p := range realRuns(t) {
		if !testsize.Full() && name != "cold copy, good" {
			continue
		}
		past, err := Past(t.Context(), p)
		require.NoError(t, err)
		idle := past.Same()
		idle.Seats = make([]bool, len(p.Model.Scenario.Roles))
		e, err := past.Player().Play(t.Context(), idle)
		require.NoError(t, err)
		nobody, _ := Harmed(e)
		all, _ := Harmed(p.Engine)
		exact, err := CreditOf(context.Background(), p, []uint64{p.Seed}, 0, Work{})
		require.NoError(t, err)
		sum := 0.0
		for _, c := range exact {
			sum += c.Avoided.Mean
		}
		assert.InDelta(t, nobody-all, sum, 1e-6*max(1, nobody), name)
	}
	// Ten seats are sampled.
	m := modelOf(t, rising+"[role.a]\n[role.b]\n[role.c]\n[role.d]\n[role.e]\n[role.f]\n[role.g]\n")
	p := play(t, Plan{Model: m, Seed: 1, Bots: true})
	sampled, err := CreditOf(context.Background(), p, Seeds(1, 2), 50, Work{})
	require.NoError(t, err)
	sum := 0.0
	for _, c := range sampled {
		sum += c.Avoided.Mean
	}
	assert.InDelta(t, 75, sum, 1e-9)
	assert.InDelta(t, 37.5, sampled[0].Avoided.Mean, 12)
	assert.InDelta(t, 0, sampled[5].Avoided.Mean, 0, "who does nothing has no part in it")
}

func TestBandByHand(t *testing.T) {
	m := modelOf(t, rising)
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(10, engine.Share, 0, 0, 1),
		give(20, engine.Act, 1, 0))})
	total := 50.0
	b, err := BandOf(context.Background(), p, &total, 10, Work{})
	require.NoError(t, err)
	assert.Equal(t, 10, b.N)
	assert.InDelta(t, 1, *b.Harm.Better, 0, "20 is less than the bots' 25")
	assert.Equal(t, [5]float64{25, 25, 25, 25, 25}, b.Harm.Spread)
	alike, err := BandOf(context.Background(), play(t, Plan{Model: m, Seed: 1, Bots: true}), nil, 10, Work{})
	require.NoError(t, err)
	assert.InDelta(t, 0.5, *alike.Harm.Better, 0, "the same as all")
	assert.Nil(t, alike.Total.Better)
	assert.Equal(t, 10, alike.Total.N)
}

func TestPaired(t *testing.T) {
	p := PairedOf([]float64{1, 2, 3, 4, 5})
	assert.InDelta(t, 3, p.Mean, 1e-12)
	// s = 1.5811, s/√5 = 0.7071, t(4) = 2.776: 1.037 to 4.963
	assert.InDelta(t, 1.037, p.CI95[0], 0.01)
	assert.InDelta(t, 4.963, p.CI95[1], 0.01)
	assert.True(t, p.Sure())
	assert.Equal(t, Paired{N: 1, Mean: 7, CI95: [2]float64{7, 7}}, PairedOf([]float64{7}))
	assert.Equal(t, Paired{}, PairedOf(nil))
}
