package host_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// merged is a JSON merge patch put to a tree, as RFC 7386 has it, section 2.
func merged(target, patch any) any {
	p, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	t, ok := target.(map[string]any)
	if !ok {
		t = map[string]any{}
	}
	t = maps.Clone(t)
	for k, v := range p {
		if v == nil {
			delete(t, k)
		} else {
			t[k] = merged(t[k], v)
		}
	}
	return t
}

func tree(t *testing.T, data json.RawMessage) map[string]any {
	t.Helper()
	var out map[string]any
	require.NoError(t, json.Unmarshal(data, &out), string(data))
	return out
}

// TestWatchChanges: a program that watches changes can put the whole together from them, and is
// sent only the parts that it wants.
func TestWatchChanges(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	f := h.facilitator()
	p := h.program(h.login("desk", codes.Player), "api")
	first := p.next("view")
	assert.Equal(t, 1, first.Rev)
	_,
		err := fmt.Fprintln(p.in,
		`{"id":1,"verb":"watch","args":{"parts":["clock","player.total","player.inbox"],"changes":true,"still":true}}`)
	require.NoError(t, err)
	whole := p.next("view")
	for len(tree(t, whole.Raw)) > 2 { // views that were on their way
		whole = p.next("view")
	}
	now := tree(t, whole.Raw)
	assert.Len(t, now["player"], 2)
	h.do(f, &exercise.Start{Paused: true})
	h.do(f, &exercise.Jump{By: "5m"})
	rev := whole.Rev
	for now["clock"].(map[string]any)["phase"] != "paused" || now["player"].(map[string]any)["total"].(float64) < 2 {
		m := p.next("changes")
		assert.Equal(t, rev, m.From)
		rev = m.Rev
		now = merged(now, tree(t, m.Changes)).(map[string]any)
	}
	answer := p.ask(fmt.Sprintf(`{"id":2,"verb":"since","args":{"rev":%d}}`, whole.Rev))
	require.True(t, answer.OK, answer.Why)
	assert.Equal(t, whole.Rev, answer.From)
	then := merged(tree(t, whole.Raw), tree(t, answer.Changes)).(map[string]any)
	assert.Equal(t, now["player"], then["player"], "since gives the same as one change after the other")
	answer = p.ask(`{"id":3,"verb":"since","args":{"rev":999}}`)
	assert.Zero(t, answer.From)
	assert.NotEmpty(t, tree(t, answer.Raw)["clock"], "the whole, where a revision is not known")
	rev = answer.Rev
	answer = p.ask(fmt.Sprintf(`{"id":3,"verb":"since","args":{"rev":%d}}`, rev))
	assert.Equal(t, rev, answer.From, "what an answer brought can be asked about")
	assert.Greater(t, answer.Rev, rev)
	_, err = fmt.Fprint(p.in, "\n \n") // lines that ask for nothing
	require.NoError(t, err)
	answer = p.ask(`{"id":4,"verb":"before","args":{"n":1}}`)
	require.True(t, answer.OK, answer.Why)
	assert.NotNil(t, answer.Items, "a list, though there is none before the first")
	assert.Empty(t, answer.Items)
	answer = p.ask(`{"id":4,"verb":"after","args":{"n":1}}`)
	require.True(t, answer.OK, answer.Why)
	assert.Equal(t, 2, answer.Items[0].N)
	assert.False(t, p.ask(`{"id":5,"verb":"watch","args":{"part":["clock"]}}`).OK)
}
