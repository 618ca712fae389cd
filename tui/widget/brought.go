package widget

import (
	"reflect"

	tea "github.com/charmbracelet/bubbletea"
)

// Brought is a message that a command has brought, with whose screen the command is of: what comes late
// must not reach the screen that has taken its place, or lies beside it.
type Brought[T comparable] struct {
	To  T
	Msg tea.Msg
}

// Bring has all that a command brings come back as [Brought] to the screen that it is of.
func Bring[T comparable](to T, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg { return BringMsg(to, cmd()) }
}

// BringMsg is a message with whose screen it is for; commands in it bring theirs likewise.
func BringMsg[T comparable](to T, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case nil:
		return nil
	case tea.BatchMsg:
		return tea.BatchMsg(bringAll(to, msg))
	}
	// Sequences are a type that Bubble Tea keeps to itself; it is a list of commands too.
	if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		cmds := make([]tea.Cmd, v.Len())
		for k := range cmds {
			cmds[k] = v.Index(k).Interface().(tea.Cmd)
		}
		return tea.Sequence(bringAll(to, cmds)...)()
	}
	return Brought[T]{to, msg}
}

func bringAll[T comparable](to T, cmds []tea.Cmd) []tea.Cmd {
	out := make([]tea.Cmd, len(cmds))
	for k, c := range cmds {
		out[k] = Bring(to, c)
	}
	return out
}
