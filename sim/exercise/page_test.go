package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// paging has a little of each thing that a seat's page tells.
const paging = `
title = "A page"
length = "20h"
[role.lab]
title = "The laboratory"
at_once = 1
budget = 1
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
[fact.theft]
text = "A theft."
known = {agency={at="1h"}}
[action.sweep]
title = "Sweep all logs"
by = ["lab"]
takes = "5h"
[action.guess]
by = ["lab"]
needs = "knows('theft', 'agency')"
[action.report]
by = ["cloud"]
[action.hold]
title = "Hold all"
by = ["all"]
takes = "5h"
joint = {quorum=2}
[obligation.notice]
title = "First notice"
role = "cloud"
starts = "hours >= 0"
within = "6h"
met_by = ["report"]
[probe.who]
ask = "Who was it?"
options = {insider="Somebody inside", outsider="Somebody outside"}
truth = "outsider"
to = ["lab"]
[mechanism.pact]
title = "A pact"
cost = {lab=1}
changes = [{notes=["lab"]}]
[[note]]
role = "lab"
when = "hours >= 15"
do = {say="So.", to=["cloud"]}
within = "1h"
[[note]]
role = "lab"
when = "hours >= 16"
do = {say="So.", to=["agency"]}
within = "1h"
`

// askedOf are the kinds of what is asked of somebody.
func askedOf(g interface{ View(string) exercise.View }, who string) (out []string) {
	for _, a := range g.View(who).Player.Asked {
		out = append(out, a.Kind)
	}
	return out
}

// TestWhyNotNow says what a seat can tell that it lacks, also where something out of its sight decides as well.
func TestWhyNotNow(t *testing.T) {
	g := begun(t, paging)
	guess := actionOf(g, "Ann", "guess")
	assert.Equal(t, []any{true, true, "Whether this is possible now shows when you try"},
		[]any{guess.Can, guess.Unsure, guess.Why})
	ask(t, g, "Ann", "act", `{"act":"sweep"}`)
	guess = actionOf(g, "Ann", "guess")
	assert.Equal(t, []any{false, true, 5.0}, []any{guess.Can, guess.Unsure, guess.Free.Hours})
	assert.Equal(t, "Needs 1 free hand; you have 0 until Fri 1 Jan 2027 13:00 UTC", guess.Why)
}

// TestWhatIsAskedAtSTARTEX is asked until it is done, which may be at STARTEX too.
func TestWhatIsAskedAtSTARTEX(t *testing.T) {
	g := table(t, paging)
	assert.Empty(t, askedOf(g.X, "Bob"))
	ask(t, g, "Fay", "start", "")
	assert.Equal(t, []string{"obligation"}, askedOf(g.X, "Bob"))
	ask(t, g, "Bob", "act", `{"act":"report"}`)
	assert.Empty(t, askedOf(g.X, "Bob"))
	assert.Equal(t, "met", g.X.View("Bob").Player.Obligations[0].Status)
}

// TestWhoIsAskedToJoin: those who have not, by who proposed it, until it is under way.
func TestWhoIsAskedToJoin(t *testing.T) {
	g := begun(t, paging)
	ask(t, g, "Ann", "commit", `{"commit":"hold"}`)
	assert.Equal(t, []string{"joint"}, askedOf(g.X, "Cyd"))
	assert.Equal(t, []string{"The laboratory", "Hold all"}, []string{g.X.View("Cyd").Player.Asked[0].From,
		g.X.View("Cyd").Player.Asked[0].Text})
	ask(t, g, "Bob", "commit", `{"commit":"hold"}`)
	assert.True(t, actionOf(g, "Cyd", "hold").Joint.UnderWay)
	assert.Empty(t, askedOf(g.X, "Cyd"), "it goes on without them")
}

// TestTheFirstOptionIsAnAnswer like any other.
func TestTheFirstOptionIsAnAnswer(t *testing.T) {
	g := begun(t, paging)
	assert.Equal(t, []string{"probe"}, askedOf(g.X, "Ann"))
	ask(t, g, "Ann", "declare", `{"declare":"who","option":"insider","confidence":0.7}`)
	probe := g.X.View("Ann").Player.Probes[0]
	assert.Equal(t, []any{"insider", 0.7}, []any{probe.Answer, probe.Confidence})
	assert.Empty(t, askedOf(g.X, "Ann"))
}

// TestAQuestionToTheRoomIsAskedOfPeople: whoever came first has a seat as others have, and an empty seat is not asked.
func TestAQuestionToTheRoomIsAskedOfPeople(t *testing.T) {
	g := annFirst(t, paging)
	ask(t, g, "Fay", "question", `{"text":"Ready?"}`)
	asked := map[string]int{}
	for _, s := range g.X.View("Fay").Control.Seats {
		asked[s.ID] = s.Asked
	}
	assert.Equal(t, map[string]int{"lab": 1, "cloud": 1, "agency": 0}, asked)
}

// TestWhatAMechanismWouldFile: how many of a seat's drafts, none of them once they are filed.
func TestWhatAMechanismWouldFile(t *testing.T) {
	g := table(t, paging)
	files := func(who string) int { return g.X.View(who).Player.Mechanisms[0].Files }
	assert.Equal(t, 2, files("Ann"))
	ask(t, g, "Ann", "file", `{"file":"#1"}`)
	assert.Equal(t, 1, files("Ann"))
	ask(t, g, "Ann", "invest", `{"invest":"pact","points":1}`)
	assert.True(t, g.X.View("Ann").Player.Mechanisms[0].InForce)
	assert.Zero(t, files("Ann"))
	require.Len(t, g.X.View("Fay").Control.Filed, 2)
}
