package engine_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

const trying = `
[role.a]
[role.b]
[gauge.harm]
[fact.f]
text = "x"
`

func TestAttempts(t *testing.T) {
	cases := map[int]engine.Message{-1: {}, -2: {From: 0, N: 9}, 0: {From: 0, N: 1}, 1: {From: 1, N: 1},
		2: {From: 0, N: 2}}
	try := func(role, k int, text string) engine.Command {
		return engine.Command{Verb: engine.Attempt, Role: role, Case: cases[k], Text: text, Reason: "we know them"}
	}
	query := engine.Command{Verb: engine.Query, Role: engine.Facilitator, Case: cases[0], Text: "Who pays?"}
	rule := func(k, option int, odds float64, effects ...*scenario.Effect) engine.Command {
		return engine.Command{Verb: engine.Rule, Role: engine.Facilitator, Case: cases[k], Option: option,
			Num: odds, Effects: effects, Text: "So be it."}
	}
	five := 5.0
	harm := &scenario.Effect{Gauge: "harm", Set: scenario.PlainQuantity(five)}
	learn := &scenario.Effect{Fact: "f", To: scenario.Names{"me"}}
	const no, ruled = "There is no such attempt", "That attempt has already been ruled on"
	e, all := live(t, trying,
		step{"1h", query, no},
		step{"1h", rule(0, 1, 0), no},
		step{"1h", try(0, -1, " "), "An attempt needs words"},
		step{"1h", try(0, -2, "x"), "There is no such attempt of yours"},
		step{"1h", try(0, 0, "x"), "There is no such attempt of yours"},
		step{"1h", try(0, -1, "call the host"), ""},
		step{"1h", try(1, -1, "pull the plug"), ""},
		step{"1h", try(0, -1, "call again"), ""},
		step{"1h", try(1, 0, "x"), "There is no such attempt of yours"},
		step{"1h", try(0, 0, "x"), "Nobody has asked about that attempt"},
		step{"2h", engine.Command{Verb: engine.Query, Role: 0, Text: "?"}, "Only the facilitator may do that"},
		step{"2h", engine.Command{Verb: engine.Query, Role: engine.Facilitator, Case: cases[0]},
			"A question needs words"},
		step{"2h", query, ""},
		step{"2h", query, "Your last question about it is not answered yet"},
		step{"3h", try(0, 0, "We do."), ""},
		step{"3h", try(0, 0, "We do."), "Nobody has asked about that attempt"},
		step{"4h", rule(0, 4, 0), "Rule by odds, or success, partial or failure"},
		step{"4h", rule(0, 0, 1.5), "Odds are a number from 0 to 1"},
		step{"4h", rule(0, 1, 0, nil), "Change what?"},
		step{"4h", rule(0, 1, 0, &scenario.Effect{Gauge: "harm", Halving: -1}), "Change what?"},
		step{"4h", rule(0, 1, 0, &scenario.Effect{Gauge: "harm", Set: scenario.PlainQuantity(five),
			After: scenario.Delay{Set: true}}),
			"A change by the facilitator happens now: leave after, chance, if and one_of out"},
		step{"4h", rule(0, 2, 0, harm, learn), ""},
		step{"4h", rule(0, 1, 0), ruled},
		step{"4h", query, ruled},
		step{"4h", try(0, 0, "more"), "Nobody has asked about that attempt"},
		step{"5h", rule(1, 3, 0, learn), ""},
		step{"5h", rule(2, 0, 1), ""},
	)
	holds(t, all, []string{"1 attempt.made a 0", "1 attempt.made b 1", "1 attempt.made a 2",
		"2 attempt.queried a 0", "3 attempt.answered a 0", "4 attempt.ruled a 0 2 -1",
		"4 gauge.changed harm 5", "4 fact.learned a f facilitator", "5 attempt.ruled b 1 3 -1",
		"5 attempt.ruled a 2 1 1"}, "learned b")
	assert.Equal(t, 3, e.Cases())
	assert.Equal(t, engine.Case{Role: 0, N: 1, At: span(t, "1h"), Text: "call the host", Reason: "we know them",
		Question: "Who pays?", Answer: "We do.", Reply: "So be it.", Outcome: engine.Partial, Odds: -1}, e.Case(0))
	assert.Equal(t, [2]int{1, 2}, [2]int{e.Case(1).N, e.Case(2).N})
	assert.Equal(t, [3]any{engine.Success, 1.0, 0}, [3]any{e.Case(2).Outcome, e.Case(2).Odds, e.Case(2).Role})
}

func TestTooManyAttempts(t *testing.T) {
	e, _ := live(t, trying, step{"1h", engine.Command{Verb: engine.Attempt, Role: 1, Text: "x"}, ""})
	for range 200 {
		require.True(t, e.Do(engine.Command{Verb: engine.Attempt, Role: 0, Text: "x"}).OK)
	}
	assert.Equal(t, "A seat can make at most 200 attempts",
		e.Do(engine.Command{Verb: engine.Attempt, Role: 0, Text: "x"}).Refusal)
	assert.True(t, e.Can(engine.Command{Verb: engine.Attempt, Role: 1, Text: "x"}).OK)
}

// TestOddsAreFair: over seeds a ruling by odds succeeds as often as it should, and what
// others attempt moves nobody's luck.
func TestOddsAreFair(t *testing.T) {
	m := model(t, trying)
	wins := 0
	for seed := range uint64(2000) {
		outcome := map[bool]int{}
		for _, crowded := range []bool{false, true} {
			e := engine.New(m, seed, engine.Setup{})
			if crowded {
				require.True(t, e.Do(engine.Command{Verb: engine.Attempt, Role: 1, Text: "x"}).OK)
			}
			require.True(t, e.Do(engine.Command{Verb: engine.Attempt, Role: 0, Text: "x"}).OK)
			k := e.Cases() - 1
			require.True(t, e.Do(engine.Command{Verb: engine.Rule, Role: engine.Facilitator,
				Case: engine.Message{From: 0, N: 1}, Num: 0.3}).OK)
			outcome[crowded] = e.Case(k).Outcome
		}
		require.Equal(t, outcome[false], outcome[true], fmt.Sprint(seed))
		if outcome[false] == engine.Success {
			wins++
		}
	}
	assert.InDelta(t, 600, wins, 80) // 4 standard deviations
}
