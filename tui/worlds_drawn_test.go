package tui_test

import (
	"fmt"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// drawn is what a run has drawn, in the words of the scenario.
func (w *world) drawn(id string) string {
	w.t.Helper()
	word := ""
	require.NoError(w.t, w.room.Look(w.t.Context(), func(x *exercise.Exercise) {
		sc := x.Engine().Model().Scenario
		i := sc.Find("draw", id)
		require.GreaterOrEqual(w.t, i, 0, id)
		word = sc.Draws[i].Word(x.Engine().Drawn()[i])
	}))
	return word
}

// gauge is a number as it is in truth.
func (w *world) gauge(id string) float64 {
	w.t.Helper()
	v := 0.0
	require.NoError(w.t, w.room.Look(w.t.Context(), func(x *exercise.Exercise) {
		i := x.Scenario().Find("gauge", id)
		require.GreaterOrEqual(w.t, i, 0, id)
		v = x.Engine().Gauge(i)
	}))
	return v
}

// Of draw.toml the first seed draws an insider and the grid, the seventh a state and the bank.
const insider, state = 1, 7

func drawnLines() []line {
	return []line{
		{name: "a choice with weights", world: "draw", exact: "sim/engine TestDrawnWorlds",
			sees:   "the facilitator what was drawn; a seat what its texts make of it; nobody else",
			screen: drawnChoice},
		{name: "a number or a time from a distribution", world: "draw", exact: "sim/engine TestDrawnSpreads",
			sees:   "the facilitator number and time; the seat its number, and its fact at that time and not before",
			screen: drawnSpread},
		{name: "facts and decoys that depend on a draw", world: "draw", exact: "sim/engine TestDrawnWorlds",
			sees:   "staff whether the fact leads nowhere; no seat before the end",
			screen: drawnDecoy},
		{name: "a right answer that depends on a draw", world: "draw", exact: "sim/engine TestDrawnWorlds",
			sees:   "the seat what it believed beside what was so, once the facilitator reveals it",
			screen: drawnAnswer},
		{name: "texts with what was drawn, numbers of the world among it", world: "draw", exact: "sim/engine TestDrawnWorlds",
			sees:   "who receives it the words of this run; others nothing, and nobody a brace",
			screen: drawnTexts},
		{name: "starts and rates that depend on a draw", world: "draw", exact: "sim/engine TestDrawnWorlds",
			sees:   "the facilitator the gauge; no seat that `sees` does not name",
			screen: drawnStart},
		{name: "chances and rates by what was drawn", world: "odds", exact: "sim/engine TestTheOdds",
			sees:   "who acted whether it worked, who reads the gauge's value",
			screen: oddsDrawn},
		{name: "hazards by a condition", world: "odds", exact: "sim/engine TestTheOdds",
			sees:   "the owner that it has failed; no other seat",
			screen: oddsHazard},
		{name: "`on_failure`, by how many had joined", world: "odds", exact: "sim/engine TestTheOdds",
			sees:   "who joined that it did not work, who reads the gauge what it cost",
			screen: oddsFailure},
		{name: "cards of one deck", world: "deck", exact: "sim/engine TestCardsAreNotPutBack",
			sees:   "the facilitator all cards from the beginning, seats each when it comes",
			screen: deckOfCards},
		{name: "`one_of`: effects of which one takes place", world: "effects", exact: "sim/engine TestEffectsThatDiffer",
			sees:   "who reads the gauges that one has moved and the other has not",
			screen: oneOf},
		{name: "an effect under a condition", world: "effects", exact: "sim/engine TestEffectsThatDiffer",
			sees:   "who reads the gauge that it has moved, at the moment at which the condition held",
			screen: conditional},
		{name: "amounts that are random, or computed", world: "effects", exact: "sim/engine TestEffectsThatDiffer",
			sees:   "who reads the gauge the amount of this run",
			screen: amountsOfEffects},
	}
}

func drawnChoice(s *stage) {
	for seed, c := range map[uint64][2]string{insider: {"an insider", "a state"}, state: {"a state", "an insider"}} {
		s.play(seed, func(w *world) {
			w.at("0s")
			require.Equal(s.t, c[0], w.drawn("culprit"))
			w.reads("facilitator", "log", "Drawn for this run: Who is behind it: "+c[0])
			w.reads("lab", "brief", "that it was "+c[0]+".")
			w.misses("lab", "Drawn", c[1])
			w.misses("press", "Drawn", c[0])
			w.misses("wall", "Drawn", c[0])
		})
	}
}

func drawnSpread(s *stage) {
	s.play(insider, func(w *world) { // which draws a lag of 2h59m26s
		w.at("2h59m")
		w.reads("facilitator", "log", "Copies at the start: "+w.drawn("copies0"), "Lag: "+w.drawn("lag"))
		w.reads("lab", "brief", "You were told of "+w.drawn("copies0")+" copies")
		w.misses("lab", "A badge", w.drawn("lag"))
		w.misses("press", w.drawn("copies0")+" copies", w.drawn("lag"))
		w.at("3h")
		assert.Equal(w.t, "2h59m", w.drawn("lag"))
		w.reads("lab", "known", "A badge of an insider", "Fri 10:59")
	})
}

func drawnDecoy(s *stage) {
	for seed, nowhere := range map[uint64]bool{insider: false, state: true} {
		s.play(seed, func(w *world) {
			w.at("7h")
			w.types("lab", "share badge to press")
			w.reads("lab", "known", "A badge of "+w.drawn("culprit")+" was used.")
			w.reads("press", "known", "A badge of "+w.drawn("culprit")+" was used.")
			for _, who := range []string{"facilitator", "evaluator"} {
				if nowhere {
					w.reads(who, "facts", "Badge (green, leads nowhere)")
				} else {
					w.reads(who, "facts", "Badge (green):")
					w.misses(who, "leads nowhere")
				}
			}
			for _, who := range []string{"lab", "press", "wall"} {
				w.misses(who, "nowhere")
			}
			w.at("2d")
			w.misses("press", "nowhere")
			w.types("facilitator", "reveal")
			if nowhere {
				w.reads("press", "brief", "later. It led nowhere", "was used. It led nowhere. Known to lab")
			} else {
				w.misses("press", "nowhere")
			}
		})
	}
}

func drawnAnswer(s *stage) {
	for seed, truth := range map[uint64]string{insider: "An insider", state: "A state"} {
		s.play(seed, func(w *world) {
			w.at("7h")
			w.types("lab", "declare cause insider 80%")
			w.at("2d")
			w.misses("lab", "it was \"")
			w.types("facilitator", "reveal")
			if truth == "An insider" {
				w.reads("lab", "brief", `Who is behind it? you believed "An insider", 80% sure, and so it was`)
			} else {
				w.reads("lab", "brief", `Who is behind it? you believed "An insider", 80% sure; it was "`+truth+`"`)
			}
			w.reads("press", "brief", `Who is behind it? you have not said; it was "`+truth+`"`)
		})
	}
}

func drawnTexts(s *stage) {
	for seed, victim := range map[uint64]string{insider: "grid", state: "bank"} {
		s.play(seed, func(w *world) {
			w.at("7h")
			w.reads("lab", "inbox", victim+" is down. Loud: no.")
			w.reads("facilitator", "now", "There is noise after "+w.drawn("lag")+".")
			for _, who := range []string{"press", "wall"} {
				w.misses(who, "is down", "Loud", "noise")
			}
			w.neither([]string{"lab", "press", "facilitator", "wall"}, "{", "}")
		})
	}
}

func drawnStart(s *stage) {
	s.play(insider, func(w *world) { // 35 copies at the start, and a tenth of that an hour: 3.5
		w.at("10h")
		require.Equal(w.t, "35", w.drawn("copies0"))
		w.reads("facilitator", "world", "copies nobody sees it 70")
		w.misses("lab", "70")
		w.misses("press", "copies")
	})
}

func oddsDrawn(s *stage) {
	for seed, c := range map[uint64]struct{ calm, look, water, other string }{
		1: {"no", "It did not work: Send the probe down", "12 cm", "Done: Send the probe down"},
		9: {"yes", "Done: Send the probe down", "4 cm", "It did not work: Send the probe down"},
	} {
		s.play(seed, func(w *world) {
			w.at("4h")
			require.Equal(w.t, c.calm, w.drawn("calm"), "of seed %d", seed)
			w.types("lab", "act look")
			w.reads("facilitator", "log", "Drawn for this run: A calm night: "+c.calm)
			w.reads("lab", "inbox", c.look)
			w.reads("works", "world", "Water in the cellar "+c.water)
			w.misses("lab", "A calm night", "Water in the cellar", c.other)
			w.misses("works", "A calm night", "probe down")
		})
	}
}

func oddsHazard(s *stage) {
	s.play(1, func(w *world) { // the pump fails at 31 minutes
		w.at("30m")
		w.misses("works", "failed")
		w.at("32m")
		w.reads("works", "inbox", "The pump: failed")
		w.reads("works", "world", "The pump (yours) failed since Fri 08:31")
		w.reads("facilitator", "world", "The pump, of Waterworks FAILED")
		for _, who := range []string{"lab", "town", "wall"} {
			w.misses(who, "pump", "failed")
		}
	})
	s.play(1, func(w *world) {
		w.at("0s")
		w.types("works", "act close")
		w.at("12h")
		w.misses("works", "failed")
		w.misses("facilitator", "FAILED")
	})
}

func oddsFailure(s *stage) {
	for _, c := range []struct {
		who   []string
		trust string
	}{{[]string{"lab", "town"}, "Trust 80"}, {[]string{"works", "lab"}, "Trust 80"}} {
		s.play(1, func(w *world) {
			w.at("1h")
			for _, who := range c.who {
				w.types(who, "commit pull")
			}
			for _, who := range c.who {
				w.reads(who, "inbox", "Tried together, and it did not work: The great pull")
			}
			w.reads("town", "world", c.trust)
			w.reads("facilitator", "world", "The great pull did not work Fri 09:00, needs 2")
			w.reads("facilitator", "log", `"The great pull", jointly tried, did not work`, `Trust is now 80, by "The great pull"`)
			w.misses("lab", "Trust")
			w.misses("wall", "Trust", "The great pull")
		})
	}
}

func deckOfCards(s *stage) {
	for seed := range uint64(2) {
		s.play(seed+1, func(w *world) {
			w.at("59m")
			first, second, third := w.drawn("first"), w.drawn("second"), w.drawn("third")
			assert.Len(w.t, map[string]bool{first: true, second: true, third: true}, 3)
			w.reads("facilitator", "log", "Drawn for this run: First: "+first, "Second: "+second, "Third: "+third)
			w.misses("lab", first, second, third)
			w.at("1h")
			w.reads("lab", "inbox", "First: "+first+".")
			w.misses("lab", second, third)
			w.at("2h")
			w.reads("lab", "inbox", fmt.Sprintf("Then: %s, and last %s.", second, third))
		})
	}
}

func oneOf(s *stage) {
	some := map[string]bool{}
	for _, seed := range []uint64{1, 4} {
		s.play(seed, func(w *world) {
			w.at("90m")
			c, rest := w.gauge("c"), w.gauge("rest")
			some[fmt.Sprint(c)] = true
			assert.Equal(w.t, 1.0, c+rest)
			w.reads("lab", "world", fmt.Sprintf("c %v", c), fmt.Sprintf("rest %v", rest))
			moved, still := "c", "rest"
			if rest == 1 {
				moved, still = still, moved
			}
			w.reads("facilitator", "log", moved+` is now 1, by "Hit"`)
			w.misses("facilitator", still+` is now`)
			w.misses("press", "rest 0", "rest 1", "c 1", "c 0")
		})
	}
	assert.Len(s.t, some, 2, "the seeds show both")
}

func conditional(s *stage) {
	s.play(1, func(w *world) {
		w.at("1h59m")
		w.reads("lab", "world", "copies 90", "late 0")
		w.misses("facilitator", "late is now")
		w.at("2h")
		w.reads("lab", "world", "late 1")
		w.reads("facilitator", "log", `late is now 1, by "Hit"`)
		w.misses("press", "late", "copies")
	})
}

func amountsOfEffects(s *stage) {
	s.play(1, func(w *world) {
		w.at("90m")
		trust := w.gauge("trust")
		assert.InDelta(w.t, 45, trust, 3)
		w.reads("lab", "world", "copies 90", fmt.Sprintf("trust %.3g", trust))
		w.at("3h30m")
		w.reads("lab", "world", "copies 81")
		w.reads("facilitator", "log", `copies is now 81, by "Hit"`, fmt.Sprintf(`trust is now %.4g, by "Hit"`, trust))
		w.misses("press", "copies", "trust")
	})
}
