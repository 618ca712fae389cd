package whatif_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/whatif"
)

// scripted measures a scenario written here, played by a script alone.
func scripted(t *testing.T, text string, script ...engine.Timed) *whatif.Past {
	sc, ds := scenario.Load("test.toml", []byte(text))
	require.False(t, ds.Failed(), ds.Format("test.toml", text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	run := whatif.Run{Model: m, Seed: 1, Until: engine.At(sc.Length), Bots: make([]bool, len(sc.Roles)),
		Unattended: true}
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, bot.Run(t.Context(), e, nil, script, run.Until, func(c engine.Timed, a engine.Answer) {
		require.True(t, a.OK, a.Refusal)
		run.Acts = append(run.Acts, c)
	}))
	p, err := whatif.Of(t.Context(), run)
	require.NoError(t, err)
	same, err := p.Player().Play(t.Context(), p.Same())
	require.NoError(t, err)
	require.Equal(t, e.Digest(), same.Digest())
	return p
}

func at(hours float64, v engine.Verb, role, ref int, to ...int) engine.Timed {
	return engine.Timed{At: engine.Time(hours * 3600e9),
		Command: engine.Command{Verb: v, Role: role, Ref: ref, To: to}}
}

func without(p *whatif.Past, deeds ...int) whatif.World {
	w := p.Same()
	for _, i := range deeds {
		w.Out = append(w.Out, p.Deeds[i].Command)
	}
	return w
}

const rising = "title = \"t\"\nlength = \"100h\"\n[role.a]\nat_once = " +
	"1\n[role.b]\n[role.c]\n[gauge.harm]\noutcome = true\ngrow = {rate=1}\n"

// TestHandsAreWaitedFor: who has one hand does the second thing when it is free.
func TestHandsAreWaitedFor(t *testing.T) {
	p := scripted(t, rising+`
[fact.f]
text = "x"
known = {a={at="5h"}}
[action.long]
by = ["a"]
takes = "10h"
[action.stop]
by = ["a"]
needs = "knows('f')"
effects = [{gauge="harm", halt=true}]
`, at(2, engine.Act, 0, 0), at(14, engine.Act, 0, 1))
	assert.Equal(t, engine.Time(12*3600e9), p.Deeds[1].Possible, "its hand is busy from 2 to 12")
	assert.InDelta(t, 14, harm(t, p, p.Same()), 1e-9)
	assert.InDelta(t, 7, harm(t, p, without(p, 0)), 1e-9, "possible at 5, and 2 h later done")
}

// TestLapsedCommitmentsAreMadeAgain: a seat that waits for another commits again, after its
// reaction, until both are committed.
func TestLapsedCommitmentsAreMadeAgain(t *testing.T) {
	p := scripted(t, rising+`
[fact.f]
text = "x"
known = {a={at="0s"}, b={at="30h"}}
[action.stop]
by = ["b", "c"]
needs = "knows('f', 'b')"
joint = {quorum=2, within="5h"}
effects = [{gauge="harm", halt=true}]
`, at(4, engine.Share, 0, 0, 1), at(6, engine.Commit, 1, 0), at(8, engine.Commit, 2, 0))
	assert.InDelta(t, 8, harm(t, p, p.Same()), 1e-9)
	assert.InDelta(t, 34, harm(t, p, without(p, 0)), 1e-9, "b at 30 + 2, c at 30 + 4")
	assert.InDelta(t, 100, harm(t, p, without(p, 2)), 1e-9, "b commits again and again, alone")
	late := without(p)
	late.Seats = []bool{true, true, false}
	assert.InDelta(t, 100, harm(t, p, late), 1e-9)
}

// TestAnswersWaitForTheirQuestions: an answer that tells a fact is given when it was asked
// for; words that answer nothing keep their time.
func TestAnswersWaitForTheirQuestions(t *testing.T) {
	ask := at(10, engine.Ask, 1, -1, 0)
	ask.Text = "Well?"
	tell := at(13, engine.Share, 0, 0, 1)
	tell.Re = engine.Message{From: 1, N: 1}
	p := scripted(t, rising+`
[fact.f]
text = "x"
known = {a={at="0s"}}
[action.stop]
by = ["b"]
needs = "knows('f')"
effects = [{gauge="harm", halt=true}]
`, ask, tell, at(14, engine.Act, 1, 0))
	assert.Equal(t, engine.Time(10*3600e9), p.Deeds[1].Possible)
	assert.InDelta(t, 100, harm(t, p, without(p, 0)), 1e-9, "nobody asked, so nobody told")
}

// TestNeedsThatComeWithTime: what needs hours to have gone by is possible at that moment,
// though nothing else happens then.
func TestNeedsThatComeWithTime(t *testing.T) {
	p := scripted(t, rising+`
[action.stop]
by = ["b"]
needs = "harm > 20"
effects = [{gauge="harm", halt=true}]
[action.slow]
by = ["c"]
effects = [{gauge="harm", rate=0.5}]
once = true
`, at(10, engine.Act, 2, 1), at(33, engine.Act, 1, 0))
	assert.InDelta(t, 21.5, harm(t, p, p.Same()), 1e-6, "10 + 23/2; possible from 30 on")
	assert.InDelta(t, 23, harm(t, p, without(p, 0)), 1e-6, "possible at 20, done at 23")
}

// TestOmissionsArePricedAtTheUsualReaction: what was possible and never done is found, and
// done after the time that its seat mostly takes.
func TestOmissionsArePricedAtTheUsualReaction(t *testing.T) {
	p := scripted(t, rising+`
[fact.f]
text = "x"
known = {a={at="10h"}}
needed_by = ["b"]
[action.stop]
by = ["b", "c"]
needs = "knows('f', 'b')"
joint = {quorum=2}
effects = [{gauge="harm", halt=true}]
[action.look]
by = ["b", "c"]
needs = "knows('f', 'b')"
`, at(16, engine.Share, 0, 0, 1), at(20, engine.Act, 1, 1), at(22, engine.Act, 2, 1))
	require.Len(t, p.Undone, 1)
	w := p.Same()
	w.Add = p.Undone[0].Add
	require.Len(t, w.Add, 2)
	assert.InDelta(t, 22, harm(t, p, w), 1e-9, "b mostly takes 4 h, c 6 h, from 16 on")
}

// TestLeavingOutAShareByAnyWay: a seat that does not tell another does not tell it in a
// venue either.
func TestLeavingOutAShareByAnyWay(t *testing.T) {
	p := scripted(t, rising+`
[venue.cell]
members = ["a", "b", "c"]
open = true
[fact.f]
text = "x"
known = {a={at="0s"}}
[action.stop]
by = ["b"]
needs = "knows('f')"
effects = [{gauge="harm", halt=true}]
[action.half]
by = ["c"]
needs = "knows('f')"
effects = [{gauge="harm", rate=0.5}]
`, at(4, engine.Share, 0, 0, 1), at(6, engine.Share, 0, 0, engine.ToVenue(0)), at(10, engine.Act, 2, 1),
		at(20, engine.Act, 1, 0))
	assert.InDelta(t, 15, harm(t, p, p.Same()), 1e-9)
	assert.InDelta(t, 55, harm(t, p, without(p, 0)), 1e-9, "b never knows; c is told in the venue all the same")
	assert.InDelta(t, 100, harm(t, p, without(p, 1)), 1e-9, "neither is told")
}

// TestJointActionForLackOfTelling: what was never possible because a fact was not told is
// an omission of the telling and the commitments together; neither alone changes anything.
func TestJointActionForLackOfTelling(t *testing.T) {
	const text = `
title = "Untold"
length = "100h"
[role.a]
[role.b]
[role.c]
[gauge.harm]
outcome = true
grow = {rate=1, while="!done('fix')"}
[fact.x]
text = "x"
known = {a={at="10h"}}
needed_by = ["b"]
[action.fix]
by = ["a", "b", "c"]
needs = "knows('x')"
joint = {quorum=2, within="10h"}
[action.other]
by = ["a", "b"]
needs = "knows('x')"
joint = {quorum=2, within="10h"}
once = true
`
	past := scripted(t, text)
	tried := 0
	for _, o := range past.Undone {
		world := past.Same()
		world.Add = o.Add
		e, err := past.Player().Play(t.Context(), world)
		require.NoError(t, err)
		fix := slices.ContainsFunc(o.Add, func(i whatif.Intent) bool {
			return i.Verb == engine.Commit && i.Ref == 0
		})
		if !fix {
			assert.InDelta(t, 100, e.Gauge(0), 1e-9, "%v", o.Add)
			continue
		}
		tried++
		assert.Equal(t, engine.Share, o.Add[0].Verb)
		assert.Equal(t, []int{0, 0, 1}, []int{o.Add[0].Role, o.Add[1].Role, o.Add[2].Role},
			"those who would know commit, not the third")
		assert.Equal(t, engine.At(10*scenario.Hour), o.Possible)
		assert.InDelta(t, 10, e.Gauge(0), 1e-9, "told and done at once at hour 10")
		for i := range o.Add {
			world.Add = slices.Delete(slices.Clone(o.Add), i, i+1)
			e, err = past.Player().Play(t.Context(), world)
			require.NoError(t, err)
			assert.InDelta(t, 100, e.Gauge(0), 1e-9, "without part %d", i)
		}
	}
	assert.Equal(t, 1, tried)
}
