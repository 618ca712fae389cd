package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestActionsSeemAlike: whether an action seems possible depends on what its seat can tell
// alone, whatever the hidden world decides.
func TestActionsSeemAlike(t *testing.T) {
	const text = `
title = "Seeming"
length = "2d"
[role.a]
at_once = 1
[role.b]
[fact.open]
text = "Open."
[fact.hidden]
text = "Hidden."
[gauge.fund]
start = 10
[gauge.purse]
start = 10
sees = ["a"]
[system.dam]
[action.react]
by = ["a"]
needs = "knows('hidden', 'b')"
takes = "1h"
[action.both]
by = ["a"]
needs = "knows('open') && knows('hidden', 'b')"
takes = "1h"
[action.either]
by = ["a"]
needs = "knows('open') || !knows('hidden', 'b')"
takes = "1h"
[action.dry]
by = ["a"]
needs = "state('dam') != 'normal'"
takes = "1h"
[action.dear]
by = ["a"]
spends = {fund=5}
takes = "1h"
[action.cheap]
by = ["a"]
spends = {purse=5}
takes = "1h"
[action.plain]
by = ["a"]
needs = "knows('open')"
takes = "1h"
`
	sc, ds := scenario.Load("seeming.toml", []byte(text))
	require.NotNil(t, sc, "%v", ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	world := func(effects ...string) *engine.Engine {
		e := engine.New(m, 1, engine.Setup{})
		require.NoError(t, e.Reach(0))
		for _, src := range effects {
			l, err := sc.ReadLine("", []byte(`{"set":`+src+`}`))
			require.NoError(t, err)
			require.True(t, e.Do(engine.CommandOf(sc, l)).OK)
		}
		return e
	}
	open := `{"fact":"open","to":["a"]}`
	hidden := []string{`{"fact":"hidden","to":["b"]}`, `{"gauge":"fund","set":1}`,
		`{"system":"dam","becomes":"failed"}`}
	for _, c := range []struct {
		action        string
		closed, known string // refusals before a knows what is open, and after
		unsure        [2]bool
	}{
		{"react", "", "", [2]bool{true, true}},
		{"both", "Needs knowledge that you do not have", "", [2]bool{false, true}},
		{"either", "", "", [2]bool{true, false}},
		{"dry", "", "", [2]bool{true, true}},
		{"dear", "", "", [2]bool{true, true}},
		{"cheap", "", "", [2]bool{false, false}},
		{"plain", "Needs knowledge that you do not have", "", [2]bool{false, false}},
	} {
		a := sc.Find("action", c.action)
		for i, with := range [][]string{nil, {open}} {
			want := []string{c.closed, c.known}[i]
			for _, more := range append([][]string{nil, hidden}, [][]string{hidden[:1], hidden[1:2], hidden[2:]}...) {
				e := world(append(append([]string{}, with...), more...)...)
				before := e.Digest()
				got, unsure := e.Seems(0, a)
				assert.Equal(t, want, got.Refusal, "%s with %v %v", c.action, with, more)
				assert.Equal(t, want == "", got.OK)
				assert.Equal(t, c.unsure[i], unsure, "%s with %v %v", c.action, with, more)
				assert.Equal(t, before, e.Digest())
			}
		}
	}
	// Hands are the seat's own: they are looked at whatever is hidden.
	e := world()
	require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: 0, Ref: sc.Find("action", "cheap")}).OK)
	got, _ := e.Seems(0, sc.Find("action", "react"))
	assert.Contains(t, got.Refusal, "Needs 1 free hand")
	got, _ = e.Seems(0, sc.Find("action", "cheap"))
	assert.Contains(t, got.Refusal, "already doing")
}
