package exercise

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// shared has harm of which Cloud stops a part, which needs what the laboratory's bot tells it.
const shared = `
title = "Shared"
length = "20h"
[mechanism.pact]
title = "A pact"
kind = "precommitment"
cost = {lab=1}
changes = [{sharing=0}]
[role.lab]
budget = 2
[role.cloud]
[role.agency]
[sharing]
latency = "1h"
[gauge.harm]
outcome = true
grow = {rate=1, while="!done('stop')"}
[gauge.fear]
outcome = true
grow = {rate=1}
[gauge.trust]
start = 5
[fact.theft]
text = "A theft."
known = {lab={at="1h"}}
needed_by = ["cloud"]
[action.stop]
by = ["cloud"]
[action.look]
by = ["agency"]
[objective.quick]
title = "Stop it"
measure = {time_to="done('stop')"}
rate = {P="2h", S="4h", M="8h"}
[objective.look]
title = "Look"
measure = {time_to="done('look')"}
rate = {P="2h", S="4h", M="8h"}
[[note]]
role = "lab"
when = "knows('theft')"
do = {share="theft", to=["cloud"]}
decide = "1h"
[[note]]
role = "agency"
when = "hours >= 8"
do = "look"
`

// TestWhatIsPlayedAgain: what people, the facilitator and bots that came later did is done again; what bots do that
// have had their seats from STARTEX on, they do again by themselves, and so the scores are those of the run with
// such bots.
func TestWhatIsPlayedAgain(t *testing.T) {
	x, err := New(record.Header{Format: 1, Name: "shared", Scenario: shared, Seed: 1})
	require.NoError(t, err)
	do := func(who, seat, verb, args string) {
		t.Helper()
		a := x.Do(record.Entry{At: x.Now(), Who: who, Seat: seat, Verb: verb, Args: json.RawMessage(args)})
		require.True(t, a.OK, a.Why)
	}
	hour := func(n int) engine.Time { return engine.At(scenario.Duration(n) * scenario.Hour) }
	do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	do("Bob", "player", "join", `{"kind":"player","want":"cloud","open":true}`)
	do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`)
	do("Ann", "lab", "invest", `{"invest":"pact","points":1}`) // before a bot has the seat
	do("Fay", "facilitator", "bot", `{"role":"lab","on":true}`)
	do("Fay", "facilitator", "start", "{}")
	x.Advance(hour(4))
	do("Bob", "cloud", "ask", `{"ask":"What?","to":["lab"],"due":"2h"}`)
	do("Bob", "cloud", "act", `{"act":"stop"}`)
	do("Fay", "facilitator", "set", `{"set":{"gauge":"trust","add":1}}`)
	do("Fay", "facilitator", "bot", `{"role":"agency","on":true}`)
	x.Advance(hour(5))
	early, err := x.Score(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []string{"S", "-"}, []string{early.Objectives[0].Rating, early.Objectives[1].Rating}, "it may still come")
	x.Advance(hour(12))
	p := x.played()
	assert.Equal(t, []bool{true, false, false}, p.Plan.Plays)
	var again []int
	for _, c := range p.Plan.Commands {
		again = append(again, c.Role)
	}
	assert.Equal(t, []int{0, 1, 1, engine.Facilitator, 2}, again)
	assert.Len(t, p.Acts, 6)
	assert.Equal(t, 5, p.Given)
	run, err := score.Play(t.Context(), p.Plan)
	require.NoError(t, err)
	want, err := score.Mark(t.Context(), run)
	require.NoError(t, err)
	got, card, err := x.mark(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want.Scores, got.Marks)
	assert.Equal(t, want.Harm, got.Harm)
	assert.Equal(t, want.Pace, got.Pace)
	assert.Equal(t, want.Values, card.Values)
	copied := x.Clone()
	do("Fay", "facilitator", "bot", `{"role":"lab","on":false}`)
	assert.Equal(t, []bool{true, false, false}, copied.played().Plan.Plays, "what happens to the exercise is nothing to a copy")
	assert.Equal(t, []bool{false, false, false}, x.played().Plan.Plays)
}
