package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestWhatConsistencyRestsOn: on every act and commitment, and on each contradiction, which names
// what it is against.
func TestWhatConsistencyRestsOn(t *testing.T) {
	m := modelOf(t, three)
	// events: 1 hold, 2 proposed, 3 committed, 4 deny, 5 contradicts
	events := []any{at(2, engine.ActionStarted, agency, nobody, hold),
		at(3, engine.JointProposed, cloud, nobody, trace),
		at(3, engine.JointCommitted, cloud, nobody, trace), at(4, engine.ActionStarted, lab, nobody, deny),
		at(4, engine.ActionContradicts, lab, hold, deny)}
	l := stream(m, events...)
	want(t, l, map[string]any{"act.consistency": 1 - 1.0/3, "act.contradictions": 1})
	assert.Equal(t, []int{1, 3, 4, 5}, valueOf(t, l, "act.consistency").Evidence)
	parts := valueOf(t, l, "act.contradictions").Parts
	require.Len(t, parts, 1)
	assert.Equal(t, "deny", parts[0].Of)
	assert.Equal(t, "lab", parts[0].Role)
	assert.Equal(t, "against hold", parts[0].Why)
	assert.Equal(t, []int{5}, parts[0].Evidence)
}

// TestNothingThatContradicts: who acted or committed contradicted nothing, which is 0; who did
// neither has nothing to count.
func TestNothingThatContradicts(t *testing.T) {
	m := modelOf(t, three)
	begun := at(2, engine.ActionStarted, agency, nobody, hold)
	joined := []engine.Event{at(3, engine.JointProposed, cloud, nobody, trace),
		at(3, engine.JointCommitted, cloud, nobody, trace)}
	for _, events := range [][]any{{begun}, {joined}, {begun, joined}} {
		want(t, stream(m, events...), map[string]any{"act.contradictions": 0, "act.consistency": 1})
	}
	want(t, stream(m, learns(2, lab, theft)), map[string]any{"act.contradictions": nil, "act.consistency": nil})
}
