package player

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// words are text, which does not count as keys.
type words string

// tasks are what every player does, and the keys for it. Where something must be at hand
// first, before has the keys that bring it there, which are those of another task.
var tasks = []struct {
	name   string
	before []string
	keys   []any // a key, or text that is typed
	verb   string
}{
	{name: "read", keys: []any{" "}},
	{name: "share", before: []string{" "}, keys: []any{"s", "n", "ctrl+s"}, verb: "share"},
	{name: "ask", keys: []any{"e", "enter", words("Whose tenant is it?"), "ctrl+s"}, verb: "ask"},
	{name: "answer the room", keys: []any{"r", "ctrl+s"}},
	{name: "answer", keys: []any{"2", "enter", words("A contractor's."), "ctrl+s"}, verb: "say"},
	{name: "act", keys: []any{"a", "enter", "ctrl+s"}, verb: "act"},
	{name: "commit", keys: []any{"c", "enter", "ctrl+s"}, verb: "commit"},
	{name: "declare", keys: []any{"d", "down", "ctrl+s"}, verb: "declare"},
	{name: "attempt", keys: []any{"x", words("Call the contractor's chief."), "ctrl+s"}, verb: "attempt"},
	{name: "report", keys: []any{"p", "ctrl+s"}, verb: "act"},
	{name: "decide", keys: []any{"D", words("We wait for the hashes."), "ctrl+s"}},
}

// TestTasksTakeThreeKeys counts the keys of the ten tasks of a player, without typed text.
func TestTasksTakeThreeKeys(t *testing.T) {
	const most = 3
	for _, task := range tasks {
		t.Run(task.name, func(t *testing.T) {
			m, f := screen(t, 100, 30)
			press(t, m, "1")
			press(t, m, task.before...)
			keys := 0
			for _, k := range task.keys {
				switch k := k.(type) {
				case string:
					keys++
					press(t, m, k)
				case words:
					press(t, m, string(k))
				}
			}
			assert.LessOrEqual(t, keys, most)
			assert.False(t, m.Typing(), "it is done")
			switch task.name {
			case "read":
				require.NotNil(t, m.current())
				assert.True(t, m.isRead(m.current()))
			case "answer the room":
				require.Len(t, f.Acts, 1)
				assert.IsType(t, &exercise.Respond{}, f.Acts[0])
			case "decide":
				require.Len(t, f.Acts, 1)
				assert.Equal(t, &exercise.Decide{Text: "We wait for the hashes."}, f.Acts[0])
			default:
				require.Len(t, f.Asked, 1)
				assert.Equal(t, task.verb, f.Asked[0].Verb)
			}
		})
	}
}

// TestEverythingAskedIsAnsweredByEnter: for each kind of thing that is asked of a seat,
// Enter on it opens what answers it.
func TestEverythingAskedIsAnsweredByEnter(t *testing.T) {
	view := table()
	view.Player.Attempts[0].Question = "With whom?"
	kinds := []exercise.Asked{
		{Kind: "request", ID: "cert#1", From: "National CERT", Text: "Whose?"},
		{Kind: "obligation", ID: "nis2", Text: "Early warning"},
		{Kind: "joint", ID: "trace_and_hold", Text: "Trace and hold"}, {Kind: "promise", ID: "3", Text: "Snapshot"},
		{Kind: "probe", ID: "cause", Text: "What is behind it?"}, {Kind: "question", ID: "1", Text: "What matters?"},
		{Kind: "case", ID: "1", Text: "With whom?"},
		{Kind: "approval", ID: "2", From: "The facilitator", Text: "May they?"},
	}
	for _, a := range kinds {
		for _, key := range []string{"enter", "r"} {
			t.Run(a.Kind+" "+key, func(t *testing.T) {
				m, f := screen(t, 100, 30)
				view.Player.Asked = []exercise.Asked{a}
				m.Update(view)
				press(t, m, "2", key)
				require.True(t, m.Typing(), "%s opens nothing", key)
				if a.Kind == "approval" {
					press(t, m, "n", "enter", "Not yet.", "ctrl+s")
					assert.Equal(t, []any{&exercise.Approve{N: 2, Text: "Not yet."}}, f.Acts)
				}
			})
		}
	}
}
