package widget

import (
	"reflect"

	tea "github.com/charmbracelet/bubbletea"
)

// Brought is a message that results from a command, with the screen that the command belongs to: a
// message that comes late must not reach the screen that has replaced it, or is next to it.
type Brought[T comparable] struct {
	To  T
	Msg tea.Msg
}

// Bring makes everything that a command results in come back as [Brought] to the screen that it
// belongs to.
func Bring[T comparable](to T, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg { return BringMsg(to, cmd()) }
}

// BringMsg is a message with the screen that it is for; commands in it are treated likewise.
func BringMsg[T comparable](to T, msg tea.Msg) tea.Msg {
	if msg == nil {
		return nil
	}
	if all, ok := EachCmd(msg, func(cmd tea.Cmd) tea.Cmd { return Bring(to, cmd) }); ok {
		return all
	}
	return Brought[T]{to, msg}
}

// EachCmd is a message of commands with f of each in its place, for what [tea.Batch] and [tea.Sequence] bring; false
// where it is another message. Some of the commands may be nil.
func EachCmd(msg tea.Msg, f func(tea.Cmd) tea.Cmd) (tea.Msg, bool) {
	// The message of a sequence is a type that Bubble Tea keeps to itself; it is a list of commands too.
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg, false
	}
	all := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		all.Index(i).Set(reflect.ValueOf(f(v.Index(i).Interface().(tea.Cmd))))
	}
	return all.Interface(), true
}
