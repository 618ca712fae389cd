package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/tabletest"
)

// TestMaterialOfAMove: at a move's end, and while a question is open, staff see what came in
// that move and what was done, and nothing of another; seats do not.
func TestMaterialOfAMove(t *testing.T) {
	hour := engine.Time(3600e9)
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	assert.Nil(t, g.X.View("Fay").Control.Material)
	g.Pass(hour)
	require.True(t, g.Do("Fay", "facilitator", "inject",
		`{"inject":{"title":"ZQfreeQZ","text":"Now.","from":"Desk","media":"email","to":["lab"]}}`).OK)
	require.True(t, g.Do("Bob", "cloud", "say", `{"say":"Anybody?","to":["agency"]}`).OK)
	g.Pass(20 * hour) // the first move ends at T+15h, and the clock stops
	require.Equal(t, 15.0, g.X.Now().Hours())
	m := g.X.View("Fay").Control.Material
	require.NotNil(t, m)
	assert.Equal(t, []any{1, "One", 0.0, 15.0}, []any{m.Move.N, m.Move.Title, m.Move.From.Hours, m.Move.Until.Hours})
	assert.Equal(t, 1, m.Move.Messages)
	require.Len(t, m.Move.Talked, 1, "staff read who talked")
	assert.Equal(t, 1, m.Move.Talked[0].N)
	titles := map[string]bool{}
	for _, b := range m.Came {
		titles[b.Title] = true
		assert.LessOrEqual(t, b.At.Hours, 15.0)
	}
	assert.True(t, titles["ZQfreeQZ"])
	assert.NotNil(t, g.X.View("Eva").Control.Material)

	require.True(t, g.Do("Fay", "facilitator", "question", `{"text":"And now?"}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "resume", "").OK)
	g.Pass(hour)
	require.True(t, g.Do("Fay", "facilitator", "inject",
		`{"inject":{"title":"ZQlaterQZ","text":"Now.","from":"Desk","media":"email","to":["lab"]}}`).OK)
	m = g.X.View("Fay").Control.Material
	require.NotNil(t, m, "its question is open")
	for _, b := range m.Came {
		assert.NotEqual(t, "ZQlaterQZ", b.Title, "of another move")
	}
	require.True(t, g.Do("Fay", "facilitator", "close", `{"n":1}`).OK)
	assert.Nil(t, g.X.View("Fay").Control.Material)
}

// TestWhatComesAsAMoveEnds is talked about then, and again at the end of the next, for which it comes first; that the
// move has ended is of that move alone. Injects are told by themselves; what is taken back is
// told with the rest.
func TestWhatComesAsAMoveEnds(t *testing.T) {
	g := begun(t, "title = \"T\"\nlength = \"6h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n"+
		"[inject.alarm]\ntitle = \"An alarm\"\nat = \"2h\"\nto = \"all\"\ntext = \"x\"\n"+
		"[[move]]\ntitle = \"First\"\nuntil = \"2h\"\n[[move]]\ntitle = \"Second\"\nuntil = \"4h\"\n[[move]]\ntitle = \"Third\"\nuntil = \"6h\"\n")
	for _, want := range []struct{ came, told []string }{
		{[]string{"T+02:00 An alarm"}, []string{"T+00:00 clock STARTEX", "T+02:00 clock End of move 1, First"}},
		{[]string{"T+02:00 An alarm"}, []string{`T+03:00 inject "An alarm" is withdrawn: sent in error`, "T+04:00 clock End of move 2, Second"}},
	} {
		until(g, 3)
		if g.X.Running() {
			ask(t, g, "Fay", "retract", `{"retract":"alarm"}`)
		}
		until(g, 6)
		m := g.X.View("Fay").Control.Material
		require.NotNil(t, m)
		var came, told []string
		for _, b := range m.Came {
			came = append(came, b.At.T+" "+b.Title)
		}
		for _, b := range m.Told {
			told = append(told, b.At.T+" "+b.Kind+" "+b.Text)
		}
		assert.Equal(t, want.came, came)
		assert.Equal(t, want.told, told)
		ask(t, g, "Fay", "resume", "")
	}
}
