package exercise_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// moved has a hidden seat between others, a venue that is shut, and reporting clocks that are met as they begin,
// just in time, in the move after, and never.
const moved = `
title = "Moved"
length = "20h"
[role.lab]
title = "The laboratory"
[role.mole]
hidden = true
[role.cloud]
title = "Cloud"
[role.agency]
title = "Agency"
[venue.hall]
title = "The hall"
members = ["lab", "cloud", "agency"]
[action.tell]
by = ["lab"]
[action.warn]
by = ["cloud"]
takes = "2h"
[action.file]
by = ["agency"]
[obligation.first]
role = "lab"
starts = "hours >= 0"
within = "6h"
met_by = ["tell"]
[obligation.just]
role = "cloud"
starts = "hours >= 1"
within = "3h"
met_by = ["warn"]
[obligation.late]
role = "agency"
starts = "hours >= 1"
within = "2h"
met_by = ["file"]
[obligation.never]
role = "agency"
starts = "hours >= 1"
within = "12h"
met_by = ["warn_again"]
[obligation.edge]
role = "agency"
starts = "hours >= 10"
within = "9h"
met_by = ["warn_again"]
[action.warn_again]
by = ["agency"]
[[move]]
title = "First"
until = "10h"
[[move]]
title = "Second"
until = "20h"
`

// movedTo plays it to its end; at is told of each move as it ends.
func movedTo(t *testing.T, at func(g *tabletest.Table, move int)) {
	g := begun(t, moved)
	ask(t, g, "Ann", "act", `{"act":"tell"}`)
	until(g, 2)
	ask(t, g, "Bob", "act", `{"act":"warn"}`)
	ask(t, g, "Cyd", "say", `{"say":"Hello.","to":["lab"]}`)
	ask(t, g, "Bob", "ask", `{"ask":"Who?","to":["lab"]}`)
	ask(t, g, "Bob", "ask", `{"ask":"Where?","to":["lab"]}`)
	ask(t, g, "Bob", "ask", `{"ask":"When?","to":["lab"]}`)
	until(g, 5)
	ask(t, g, "Ann", "say", `{"say":"They.","to":["cloud"],"re":"cloud#1"}`)
	until(g, 10)
	at(g, 1)
	ask(t, g, "Fay", "resume", "")
	until(g, 12)
	ask(t, g, "Cyd", "act", `{"act":"file"}`)
	until(g, 20)
	at(g, 2)
}

// TestClocksOfEachMove: each is counted as met, late or missed in the move in which that happened, and as running until
// then. What is met as it begins, or just in time, is met.
func TestClocksOfEachMove(t *testing.T) {
	movedTo(t, func(g *tabletest.Table, move int) {
		told := func(page int) string {
			ask(t, g, "Fay", "wall", fmt.Sprintf(`{"show":"move","page":%d}`, page))
			m := wallOf(g).Move
			require.NotNil(t, m)
			return fmt.Sprintf("met %d, late %d, missed %d, running %d", m.Met, m.Late, m.Missed, m.Running)
		}
		if move == 1 {
			assert.Equal(t, "met 2, late 0, missed 1, running 2", told(1))
			return
		}
		assert.Equal(t, "met 2, late 0, missed 0, running 0", told(1), "one that was missed was then met too late")
		assert.Equal(t, "met 0, late 1, missed 2, running 0", told(2))
	})
}

// TestWhoTalkedInAMove: of the pairs in sight, by who wrote to whom; of the questions, those that have an answer.
func TestWhoTalkedInAMove(t *testing.T) {
	movedTo(t, func(g *tabletest.Table, move int) {
		ask(t, g, "Fay", "wall", `{"show":"move","page":1,"names":true}`)
		m := wallOf(g).Move
		require.NotNil(t, m)
		assert.Equal(t, []exercise.PairTold{{A: "The laboratory", B: "Cloud", N: 4}, {A: "The laboratory", B: "Agency", N: 1}},
			m.Talked)
		assert.Equal(t, []exercise.PairTold{{A: "Cloud", B: "Agency"}}, m.NeverTalked)
		assert.Equal(t, [5]int{3, 2, 1, 3, 1}, [5]int{m.Pairs, m.Spoke, m.Never, m.Asked, m.Answered})
	})
}

// TestVenuesOnTheWall are open: one that is shut is not there, whoever belongs to it.
func TestVenuesOnTheWall(t *testing.T) {
	g := begun(t, moved)
	ask(t, g, "Fay", "wall", `{"show":"news","venues":true}`)
	assert.Empty(t, wallOf(g).Venues)
	ask(t, g, "Ann", "convene", `{"convene":"hall"}`)
	until(g, 1)
	assert.Equal(t, []exercise.OpenVenue{{Title: "The hall", Members: []string{"The laboratory", "Cloud", "Agency"}, All: true}},
		wallOf(g).Venues)
}

// TestAMoveCutShort has nothing to tell where nobody acted in it, whatever they did before.
func TestAMoveCutShort(t *testing.T) {
	movedTo(t, func(g *tabletest.Table, move int) {
		if move == 1 {
			c := tabletest.Of(t, g.X.Clone())
			ask(t, c, "Fay", "resume", "")
			until(c, 11)
			ask(t, c, "Fay", "end", `{"end":true}`)
			ask(t, c, "Fay", "wall", `{"show":"move"}`)
			assert.Equal(t, 1, wallOf(c).Move.N)
		}
	})
}
