package exercise_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

// TestMirror: a mirror shows what the seat sees and nothing else; every view, of whoever
// it is, comes back from its JSON as it was.
func TestMirror(t *testing.T) {
	testsize.Long(t)
	runs := testsize.Of(20, 6, 4)
	compared := 0
	for seed := range runs {
		g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, uint64(seed)), int64(seed))
		g.Prepare()
		g.Play(60, func() {
			role := g.Role()
			require.True(t, g.Do("Eva", "evaluator", "mirror", fmt.Sprintf(`{"role":%q}`, role)).OK)
			eva := g.X.View("Eva")
			if g.X.Holder(role) == g.Names[role] {
				require.Equal(t, tabletest.Written(g.X.View(g.Names[role])),
					tabletest.Written(eva.Control.Mirror.View), "seed %d: %s", seed, role)
				compared++
			}
			for _, v := range []exercise.View{eva, g.X.View("Wall"), g.X.View(g.Names[role]), g.X.View("nobody")} {
				var back exercise.View
				require.NoError(t, json.Unmarshal([]byte(tabletest.Written(v)), &back))
				require.Equal(t, tabletest.Written(v), tabletest.Written(back))
			}
		})
	}
	assert.Greater(t, compared, runs*20)
}

// TestNumbersStayNumbers: a world that somebody sets to extremes can still be seen.
func TestNumbersStayNumbers(t *testing.T) {
	g := inPhase(t, "running")
	good := 0
	for range 40 {
		for _, effect := range []string{`{"gauge":"copies","times":1e12}`, `{"gauge":"copies","doubling":"1s"}`,
			`{"gauge":"cash","set":-1e12}`,
			`{"gauge":"cash","times":1e12}`, `{"gauge":"harm","add":1e12}`, `{"gauge":"harm","times":1e12}`,
			`{"gauge":"mood","rate":1e12}`} {
			if g.Do("Fay", "facilitator", "set", `{"set":`+effect+`}`).OK {
				good++
			}
		}
		g.Pass(1200e9)
		for _, name := range []string{"Fay", "Ann", "Bob", "Wall"} {
			_, err := json.Marshal(g.X.View(name))
			require.NoError(t, err)
		}
		if !g.X.Running() {
			g.Do("Fay", "facilitator", "resume", "")
		}
	}
	assert.Greater(t, good, 100)
	assert.NoError(t, g.X.Engine().Err())
}

// TestWhomAWordIsFor: a name that begins like another's does not make its words go
// elsewhere on the screen.
func TestWhomAWordIsFor(t *testing.T) {
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
	g.Do("Anna", "facilitator", "join", `{"kind":"facilitator"}`)
	require.True(t, g.Do("Anna", "facilitator", "whisper", `{"to":"Ann","text":"Well done."}`).OK)
	require.True(t, g.Do("Ann", "lab", "whisper", `{"text":"Thank you."}`).OK)
	for name, want := range map[string][]string{"Ann": {"Ann", "staff"}, "Fay": {"Ann", "staff"}, "Bob": nil} {
		var to []string
		for _, n := range g.X.View(name).Notices {
			to = append(to, n.To)
		}
		assert.Equal(t, want, to, name)
	}
}

// TestLateAndBackAgain: who comes late, and who comes back, sees what the seat has seen,
// with what was missed marked; who leaves a seat sees nothing of it any more.
func TestLateAndBackAgain(t *testing.T) {
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
	g.Do("Fay", "facilitator", "start", "")
	require.True(t, g.Do("Bob", "cloud", "say", `{"say":"ZQearlyQZ","to":["agency"]}`).OK)
	g.Pass(3600e9 * 3)
	require.Contains(t, tabletest.Written(g.X.View("Cyd")), "ZQearlyQZ")

	require.True(t, g.Do("Fay", "facilitator", "whisper", `{"to":"Cyd","text":"ZQonly_cydQZ"}`).OK)
	require.True(t, g.Do("Late", "player", "join", `{"kind":"player","want":"agency"}`).OK)
	late := g.X.View("Late")
	assert.Nil(t, late.Player, "in the lobby")
	assert.Empty(t, tabletest.Marks(tabletest.Written(late)))
	before := g.X.View("Cyd").Player
	require.True(t, g.Do("Fay", "facilitator", "seat", `{"who":"Late","role":"agency"}`).OK)
	after := g.X.View("Late").Player
	assert.Equal(t, before.Inbox, after.Inbox[:len(before.Inbox)], "the seat's whole story")
	require.Len(t, after.Inbox, len(before.Inbox)+1)
	assert.Equal(t, exercise.ItemHandover, after.Inbox[len(before.Inbox)].Kind, "and what it knows so far, in short")
	assert.Equal(t, before.Facts, after.Facts)
	assert.NotContains(t, tabletest.Written(g.X.View("Late")), "ZQonly_cydQZ",
		"words to a person stay with the person")
	gone := g.X.View("Cyd")
	assert.Nil(t, gone.Player)
	assert.Equal(t, []string{"only_cyd"}, tabletest.Marks(tabletest.Written(gone)))
	assert.False(t, g.Do("Cyd", "agency", "say", `{"say":"x","to":["lab"]}`).OK)

	require.True(t, g.Do("Late", "room", "drop", "").OK)
	total := g.X.View("Late").Player.Total
	require.True(t, g.Do("Bob", "cloud", "say", `{"say":"Anybody?","to":["agency"]}`).OK)
	g.Pass(3600e9 * 3)
	require.True(t, g.Do("Late", "player", "join", `{"kind":"player"}`).OK)
	v := g.X.View("Late").Player
	assert.Equal(t, total+1, v.MissedFrom)
	assert.Equal(t, "Anybody?", v.Inbox[v.MissedFrom-1].Text)
	require.True(t, g.Do("Late", "agency", "read", fmt.Sprintf(`{"n":%d}`, v.Total)).OK)
	assert.Zero(t, g.X.View("Late").Player.MissedFrom)
}
