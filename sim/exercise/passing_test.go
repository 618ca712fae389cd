package exercise_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// TestWhichItemSaysWhat of what was in hand: opening it is to come to that, and to nothing else.
func TestWhichItemSaysWhat(t *testing.T) {
	h := shiftHeader()
	h.Scenario += "[obligation.other]\ntitle = \"First notice, again\"\nrole = \"lab\"\nstarts = \"hours >= 1\"\nwithin = \"20h\"\n" +
		"met_by = [\"report\"]\n"
	g := shiftTableOf(t, h)
	ask(t, g, "Ann", "share", `{"share":"egress","to":["cloud"]}`)
	ask(t, g, "Bob", "share", `{"share":"egress","to":["lab"],"text":"We see it, too."}`)
	ask(t, g, "Ann", "say", `{"say":"Who calls the minister?","to":["cloud"]}`)
	ask(t, g, "Ann", "say", `{"say":"We look.","to":["agency"]}`)
	ask(t, g, "Bob", "say", `{"say":"Fast?","to":["lab"]}`)
	ask(t, g, "Fay", "inject", `{"inject":{"to":["lab"],"title":"News: First notice","text":"x","reveals":["login"]}}`)
	g.Pass(engine.Time(time.Minute))
	ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`)
	got := map[string][]string{}
	for _, it := range g.X.View("Bea").Player.Inbox[:g.X.HandedOver()[0].Items+6] {
		c := tabletest.Of(t, g.X.Clone())
		require.True(t, c.Do("Bea", "lab", "read", fmt.Sprintf(`{"n":%d,"only":true}`, it.N)).OK)
		name := fmt.Sprintf("%s: %s %s", it.Kind, it.Title, it.Text)
		for _, thing := range c.X.HandedOver()[0].Things {
			if thing.Opened != nil {
				got[name] = append(got[name], thing.Kind+" "+thing.What)
			}
		}
	}
	const due, rows = "Sat 2 Jan 2027 05:00 UTC.", `promise if Laboratory knows "Missing audit rows", then tell Agency "Missing audit rows" within 15h`
	assert.Equal(t, map[string][]string{
		"learned: Slow egress 0.6 TB left the bucket.":                    {"fact Slow egress"},
		"message: Slow egress We see it, too.\n\n0.6 TB left the bucket.": {"fact Slow egress"},
		"learned: Missing audit rows The log has holes.":                  {"fact Missing audit rows"},
		"learned: The odd login At night, from afar.":                     {"fact The odd login"},
		`promise: You promise: tell Agency "Missing audit rows" if Laboratory knows "rows", then tell Agency "Missing audit rows" within 15h.`:                                            {rows},
		`promise: To keep now: tell Agency "Missing audit rows" if Laboratory knows "Missing audit rows", then tell Agency "Missing audit rows" within 15h. By Sat 2 Jan 2027 00:00 UTC.`: {rows},
		"joint: Laboratory proposes: Hold all snapshots Enough must commit by Sat 2 Jan 2027 05:30 UTC.":                                                                                  {"commitment Hold all snapshots"},
		"message: Message How fast does it grow?":              {"question Cloud provider asks: How fast does it grow?"},
		"sent: You wrote Who calls the minister?":              {"waiting No answer yet from Agency: Who calls the minister?"},
		"duty: The clock runs: First notice Due " + due:        {"clock First notice"},
		"duty: The clock runs: First notice, again Due " + due: {"clock First notice, again"},
	}, got)
}

// TestWhoHasASeatSinceWhen: a hand-over ends with the time in which the new holder has that seat, and each seat has its
// own; what two facilitators hand over is another thing. At STARTEX already, and not before.
func TestWhoHasASeatSinceWhen(t *testing.T) {
	g := table(t, desks)
	for _, who := range []string{"Bea", "Lou"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player"}`).OK)
	}
	require.True(t, g.Do("Flo", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	seat := func(who, role string) { ask(t, g, "Fay", "seat", `{"who":"`+who+`","role":"`+role+`"}`) }
	type row struct {
		seat, from, to string
		at, until      float64 // -1 for not yet
		staff          bool
	}
	rows := func() (out []row) {
		for _, h := range g.X.HandedOver() {
			r := row{h.Seat, h.From, h.To, h.At.Hours, -1, h.Staff}
			if h.Until != nil {
				r.until = h.Until.Hours
			}
			out = append(out, r)
		}
		return out
	}
	inherited := func(who string) (n int) {
		for _, it := range g.X.View(who).Player.Inbox {
			if it.Inherited {
				n++
			}
		}
		return n
	}
	seat("Bea", "lab")
	seat("Ann", "lab")
	assert.Empty(t, rows(), "before STARTEX")
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Fay", "inject", `{"inject":{"to":["lab","cloud"],"title":"T","text":"x"}}`)
	ask(t, g, "Ann", "read", `{"n":3}`)
	ask(t, g, "Bob", "read", `{"n":2}`)
	seat("Bea", "lab")
	assert.Equal(t, []row{{"lab", "Ann", "Bea", 0, -1, false}}, rows())
	assert.Equal(t, 2, inherited("Bea"), "the fact and the inject, not STARTEX")
	require.True(t, g.Do("Bea", "lab", "read", `{"n":3,"only":true}`).OK)
	assert.Equal(t, 1, inherited("Bea"), "what is opened at STARTEX is opened")
	require.True(t, g.Do("Bea", "lab", "read", `{"n":4}`).OK)
	assert.Zero(t, inherited("Bea"))
	seat("Ann", "lab")
	assert.Equal(t, []row{{"lab", "Ann", "Bea", 0, 0, false}, {"lab", "Bea", "Ann", 0, -1, false}}, rows())
	assert.Equal(t, 1, inherited("Ann"), "what came for Bea")
	ask(t, g, "Ann", "read", `{"n":5}`)
	assert.Zero(t, inherited("Bob"), "another seat")
	until(g, 1)
	seat("Lou", "cloud")
	until(g, 2)
	require.True(t, g.Do("Ann", "lab", "leave", "").OK)
	until(g, 3)
	seat("Bea", "lab")
	want := []row{{"lab", "Ann", "Bea", 0, 0, false}, {"lab", "Bea", "Ann", 0, 2, false}, {"cloud", "Bob", "Lou", 1, -1, false},
		{"lab", "Ann", "Bea", 3, -1, false}}
	assert.Equal(t, want, rows())
	ask(t, g, "Fay", "takeover", `{"role":"lab"}`)
	require.True(t, g.Do("Fay", "facilitator", "handover", `{"to":"Flo","text":"So."}`).OK)
	want = append(want, row{"lab", "Fay", "Flo", 3, -1, true})
	assert.Equal(t, want, rows())
	assert.Equal(t, 1, inherited("Bea"), "what came for Ann; Flo has not taken the seat from her")
	until(g, 4)
	require.True(t, g.Do("Flo", "facilitator", "giveback", `{"role":"lab"}`).OK)
	want[4].until = 4
	assert.Equal(t, want, rows())
	ask(t, g, "Fay", "takeover", `{"role":"lab"}`)
	require.True(t, g.Do("Fay", "facilitator", "handover", `{"to":"Flo","text":"So."}`).OK)
	until(g, 5)
	require.True(t, g.Do("Flo", "facilitator", "leave", "").OK)
	want = append(want, row{"lab", "Fay", "Flo", 4, 5, true})
	assert.Equal(t, want, rows(), "who leaves has it no longer, and Bea still does")
	ask(t, g, "Fay", "end", `{"end":true}`)
	seat("Ann", "lab")
	want[3].until = 5
	assert.Equal(t, want, rows(), "after ENDEX nothing is handed over any more")
}

// TestWhatWasOpenedFirst: of several items that say a thing the first opened counts; between facilitators, who see
// everything, none; and what was not opened is counted.
func TestWhatWasOpenedFirst(t *testing.T) {
	g := shiftTable(t)
	ask(t, g, "Bob", "say", `{"say":"Hello.","to":["lab"]}`)
	g.Pass(engine.Time(time.Minute))
	ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`)
	h := func() exercise.HandedOver { return g.X.HandedOver()[0] }
	all := h().Items
	assert.Equal(t, all, h().Unopened)
	var says []int // the proposal and the promise have two items each
	for _, it := range g.X.View("Bea").Player.Inbox {
		if it.Kind == exercise.ItemPromise {
			says = append(says, it.N)
		}
	}
	require.Len(t, says, 2)
	g.Pass(engine.Time(time.Hour))
	ask(t, g, "Bea", "read", fmt.Sprintf(`{"n":%d,"only":true}`, says[1]))
	g.Pass(engine.Time(time.Hour))
	ask(t, g, "Bea", "read", fmt.Sprintf(`{"n":%d,"only":true}`, says[0]))
	assert.Equal(t, all-2, h().Unopened)
	for _, thing := range h().Things {
		if thing.Kind == exercise.HasPromise {
			assert.InDelta(t, 1, *thing.Hours, 1e-9)
			assert.Equal(t, exercise.ReachedByItem, thing.Reached)
		}
	}
}
