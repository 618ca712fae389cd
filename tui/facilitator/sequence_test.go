package facilitator

import (
	"fmt"
	"reflect"

	tea "github.com/charmbracelet/bubbletea"
)

func typeOf(msg tea.Msg) string { return fmt.Sprintf("%T", msg) }

// sequence is what a tea.Sequence holds; Bubble Tea does not name its type.
func sequence(msg tea.Msg) []tea.Cmd {
	v := reflect.ValueOf(msg)
	var out []tea.Cmd
	for i := range v.Len() {
		out = append(out, v.Index(i).Interface().(tea.Cmd))
	}
	return out
}
