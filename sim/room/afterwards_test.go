package room_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim"
	"tocsin/sim/room"
)

// TestHistoryIsTheExercise: told once more, an exercise has the events that it had, and
// each that a command brought about stands at that command's line.
func TestHistoryIsTheExercise(t *testing.T) {
	for _, name := range []string{"secrets_1", "secrets_2", "cold_copy_good", "cold_copy_bad"} {
		p, err := room.Load(context.Background(), "../../testdata/records/"+name+".jsonl", nil)
		require.NoError(t, err)
		seen := 0
		h, err := p.History(context.Background(), func(*sim.Engine, sim.Event) { seen++ })
		require.NoError(t, err)
		events, _ := p.End().Events()
		require.Len(t, h.Events, len(events), name)
		assert.Equal(t, len(events), seen)
		last := 1
		for i, ev := range h.Events {
			require.Equal(t, events[i], ev.Event, "%s, event %d", name, i)
			require.GreaterOrEqual(t, ev.Line, last)
			last = ev.Line
			if ev.Caused {
				en := p.Entries[ev.Line-2]
				assert.Equal(t, en.Who, ev.Who)
				assert.Equal(t, en.At, ev.At, "%s, line %d", name, ev.Line)
				assert.True(t, en.IsCommand())
			}
		}
		for _, c := range h.Commands {
			if c.Who != "" {
				assert.Equal(t, p.Entries[c.Line-2].Verb, c.Verb.String())
			}
		}
		assert.NotEmpty(t, h.Commands)
	}
}
