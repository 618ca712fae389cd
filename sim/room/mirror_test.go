package room_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// TestMirror: a mirror shows what the seat sees and nothing else; every view, of whoever
// it is, comes back from its JSON as it was.
func TestMirror(t *testing.T) {
	runs := 20
	if testing.Short() {
		runs = 8
	}
	compared := 0
	for seed := range runs {
		g := newTable(t, header(t, secrets, uint64(seed)), int64(seed))
		g.prepare()
		g.play(60, func() {
			role := g.role()
			require.True(t, g.do("Eva", "evaluator", "mirror", fmt.Sprintf(`{"role":%q}`, role)).OK)
			eva := g.x.View("Eva")
			if g.x.Holder(role) == g.names[role] {
				require.Equal(t, written(g.x.View(g.names[role])), written(eva.Control.Mirror.View), "seed %d: %s", seed, role)
				compared++
			}
			for _, v := range []exercise.View{eva, g.x.View("Wall"), g.x.View(g.names[role]), g.x.View("nobody")} {
				var back exercise.View
				require.NoError(t, json.Unmarshal([]byte(written(v)), &back))
				require.Equal(t, written(v), written(back))
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
		for _, effect := range []string{`{"gauge":"copies","times":1e12}`, `{"gauge":"copies","doubling":"1s"}`, `{"gauge":"cash","set":-1e12}`,
			`{"gauge":"cash","times":1e12}`, `{"gauge":"harm","add":1e12}`, `{"gauge":"harm","times":1e12}`, `{"gauge":"mood","rate":1e12}`} {
			if g.do("Fay", "facilitator", "set", `{"set":`+effect+`}`).OK {
				good++
			}
		}
		g.pass(1200e9)
		for _, name := range []string{"Fay", "Ann", "Bob", "Wall"} {
			_, err := json.Marshal(g.x.View(name))
			require.NoError(t, err)
		}
		if !g.x.Running() {
			g.do("Fay", "facilitator", "resume", "")
		}
	}
	assert.Greater(t, good, 100)
	assert.NoError(t, g.x.Engine().Err())
}

// TestWhomAWordIsFor: a name that begins like another's does not make its words go
// elsewhere on the screen.
func TestWhomAWordIsFor(t *testing.T) {
	g := newTable(t, header(t, secrets, 1), 1)
	g.do("Anna", "facilitator", "join", `{"kind":"facilitator"}`)
	require.True(t, g.do("Anna", "facilitator", "whisper", `{"to":"Ann","text":"Well done."}`).OK)
	require.True(t, g.do("Ann", "lab", "whisper", `{"text":"Thank you."}`).OK)
	for name, want := range map[string][]string{"Ann": {"Ann", "staff"}, "Fay": {"Ann", "staff"}, "Bob": nil} {
		var to []string
		for _, n := range g.x.View(name).Notices {
			to = append(to, n.To)
		}
		assert.Equal(t, want, to, name)
	}
}

// TestLateAndBackAgain: who comes late, and who comes back, sees what the seat has seen,
// with what was missed marked; who leaves a seat sees nothing of it any more.
func TestLateAndBackAgain(t *testing.T) {
	g := newTable(t, header(t, secrets, 1), 1)
	g.do("Fay", "facilitator", "start", "")
	require.True(t, g.do("Bob", "cloud", "say", `{"say":"ZQearlyQZ","to":["agency"]}`).OK)
	g.pass(3600e9 * 3)
	require.Contains(t, written(g.x.View("Cyd")), "ZQearlyQZ")

	require.True(t, g.do("Fay", "facilitator", "whisper", `{"to":"Cyd","text":"ZQonly_cydQZ"}`).OK)
	require.True(t, g.do("Late", "player", "join", `{"kind":"player","want":"agency"}`).OK)
	late := g.x.View("Late")
	assert.Nil(t, late.Player, "in the lobby")
	assert.Empty(t, marks(written(late)))
	before := g.x.View("Cyd").Player
	require.True(t, g.do("Fay", "facilitator", "seat", `{"who":"Late","role":"agency"}`).OK)
	assert.Equal(t, before, g.x.View("Late").Player, "the seat's whole story")
	assert.NotContains(t, written(g.x.View("Late")), "ZQonly_cydQZ", "words to a person stay with the person")
	gone := g.x.View("Cyd")
	assert.Nil(t, gone.Player)
	assert.Equal(t, []string{"only_cyd"}, marks(written(gone)))
	assert.False(t, g.do("Cyd", "agency", "say", `{"say":"x","to":["lab"]}`).OK)

	require.True(t, g.do("Late", "room", "drop", "").OK)
	total := g.x.View("Late").Player.Total
	require.True(t, g.do("Bob", "cloud", "say", `{"say":"Anybody?","to":["agency"]}`).OK)
	g.pass(3600e9 * 3)
	require.True(t, g.do("Late", "player", "join", `{"kind":"player"}`).OK)
	v := g.x.View("Late").Player
	assert.Equal(t, total+1, v.MissedFrom)
	assert.Equal(t, "Anybody?", v.Inbox[v.MissedFrom-1].Text)
	require.True(t, g.do("Late", "agency", "read", fmt.Sprintf(`{"n":%d}`, v.Total)).OK)
	assert.Zero(t, g.x.View("Late").Player.MissedFrom)
}
