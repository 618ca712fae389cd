package screentest

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
)

// Seat replaces a seat of a room in tests: it takes everything, or refuses with a reason, and keeps
// what it was asked.
type Seat struct {
	Asked  []room.Request
	Acts   []any
	Refuse string // why it refuses; empty while it takes everything
}

// Do takes a command, or refuses it.
func (s *Seat) Do(_ context.Context, q room.Request) (exercise.Answer, error) {
	s.Asked = append(s.Asked, q)
	return exercise.Answer{OK: s.Refuse == "", Why: s.Refuse}, nil
}

// Act takes an act, or refuses it.
func (s *Seat) Act(_ context.Context, a any) (exercise.Answer, error) {
	s.Acts = append(s.Acts, a)
	return exercise.Answer{OK: s.Refuse == "", Why: s.Refuse}, nil
}

// LogBefore returns nothing: there are no older lines of the log.
func (s *Seat) LogBefore(context.Context, int) ([]exercise.Line, error) { return nil, nil }

// Press gives a screen keys, and carries out what they ask for.
func Press(update func(tea.Msg) tea.Cmd, keys ...string) {
	for _, k := range keys {
		Carry(update, update(Key(k)))
	}
}

// Carry carries out what a screen asks for, gives it the messages that result, and so on. It waits for
// commands that wait on a clock.
func Carry(update func(tea.Msg) tea.Cmd, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	if all := Several(msg); all != nil {
		for _, c := range all {
			Carry(update, c)
		}
	} else if msg != nil {
		Carry(update, update(msg))
	}
}

// Several are the commands of a message of tea.Batch or tea.Sequence; nil for any other message.
func Several(msg tea.Msg) []tea.Cmd {
	if all, ok := msg.(tea.BatchMsg); ok {
		return all
	}
	if !strings.HasSuffix(fmt.Sprintf("%T", msg), ".sequenceMsg") { // Bubble Tea does not export its type
		return nil
	}
	var out []tea.Cmd
	for i, v := 0, reflect.ValueOf(msg); i < v.Len(); i++ {
		out = append(out, v.Index(i).Interface().(tea.Cmd))
	}
	return out
}
