package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestADeedThatIsRefusedIsNoEvent: bots ask again and again for what their notes say, and only
// what is done is in the record. Whoever gives the same as a command hears that it is refused.
func TestADeedThatIsRefusedIsNoEvent(t *testing.T) {
	m := compileText(t, `
title = "deeds"
length = "9h"
basis = "test"
[role.a]
[action.first]
by = ["a"]
takes = "1h"
[action.then]
by = ["a"]
needs = "done('first')"
once = true
[[note]]
role = "a"
when = "true"
do = {act="then"}
`)
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Reach(0))
	var seen []engine.Kind
	e.Observe(func(ev engine.Event) { seen = append(seen, ev.Kind) })
	before := e.Digest()
	assert.False(t, e.DoNote(0))
	assert.Empty(t, seen)
	assert.Equal(t, before, e.Digest())
	assert.False(t, e.Do(m.NoteCommand(0)).OK)
	assert.Equal(t, []engine.Kind{engine.CommandRefused}, seen)
	require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: 0, Ref: 0}).OK)
	require.NoError(t, e.Reach(e.Horizon()/2))
	assert.True(t, e.DoNote(0))
	assert.Equal(t, 1, e.Done(1)+e.Doing(1))
	assert.False(t, e.DoNote(0), "it is done once")
}
