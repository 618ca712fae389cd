package exercise_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

const exchanging = `title = "Exchange"
basis = "test"
length = "2d"
[role.lab]
title = "Laboratory"
[role.cloud]
title = "Cloud"
[role.cert]
title = "CERT"
[fact.egress]
title = "Slow egress"
text = "It left."
known = {cloud={at="1h"}}
[action.hold]
title = "Hold together"
by = ["all"]
joint = {quorum=3}
[[note]]
role = "cloud"
when = "knows('egress')"
do = {share="egress", to=["cert"]}
within = "2h"
[[note]]
role = "lab"
when = "knows('egress')"
do = {commit="hold"}
within = "1h"
[[note]]
role = "cloud"
when = "knows('egress')"
do = {share="egress", to=["lab"]}
within = "3h"
[[note]]
role = "cert"
when = "knows('egress')"
do = {commit="hold"}
within = "1h"
`

// In a round of exchange each seat reads what notes that it was shown mean for its own, and
// nothing of the others; the facilitator reads the analysis of all.
func TestRoundOfExchange(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Scenario: exchanging, Seed: 1,
		Started: time.Unix(0, 0).UTC()})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud", "Cyd": "cert"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	beside := func(who, role string) (out []string) {
		for _, n := range x.View(who).Player.Notes {
			if n.Role == role {
				out = append(out, n.Beside...)
			}
		}
		return out
	}
	const alone = "It takes 3 seats, and no other has shown you a promise to join."
	waits := "Unless you see “egress” yourself, you wait for word of it that nobody has shown you a promise to give."
	assert.Equal(t, []string{waits, alone}, beside("Ann", "lab"))
	assert.Empty(t, x.View("Fay").Control.Exchange, "nothing is filed")

	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["lab"]}`).OK)
	require.True(t, g.Do("Ann", "lab", "file", `{"file":"#1","to":["cloud"]}`).OK)
	assert.Equal(t, []string{waits, "It takes 3 seats; shown to join besides you: CERT. 1 more must promise."},
		beside("Ann", "lab"))
	assert.Equal(t, []string{"A note of Laboratory waits for this, and yours tells others only.",
		"A note of Laboratory waits for this."}, beside("Bob", "cloud"))
	found := x.View("Fay").Control
	require.NotEmpty(t, found.Exchange)
	assert.Nil(t, found.Promised[0].Within, "nobody promises to tell them")

	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#2","to":["lab"]}`).OK)
	assert.Equal(t, "Cloud promises to tell you of “Slow egress” within 3h.", beside("Ann", "lab")[0])
	assert.NotContains(t, beside("Cyd", "cert"), "Cloud promises to tell you", "it was not shown to it")
}
