// Package control draws what the staff see of an exercise, a [room.Control]: injects, the
// world as it is, who knows what, the log, observations. The facilitator's console, the
// evaluator's screen and the replay viewer are made of these panes. A pane is a function
// from the view and a size to lines; those with a cursor are small structs.
package control

import (
	"strings"

	"github.com/charmbracelet/lipgloss"

	"tocsin/sim/room"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Seat is what these panes ask of the room, beside acts.
type Seat interface {
	widget.Asker
	LogReader
}

// labelled writes "Label: text", wrapped, with the label to be seen.
func labelled(th theme.Theme, label, text string, w int) []string {
	if text == "" {
		return nil
	}
	lines := widget.Wrap(label+": "+text, w)
	if len(lines) > 0 {
		if rest, ok := strings.CutPrefix(lines[0], label+":"); ok {
			lines[0] = th.Title.Render(label+":") + rest
		}
	}
	return lines
}

// stateStyle is how the state of a system is written.
func stateStyle(th theme.Theme, state string) lipgloss.Style {
	switch state {
	case "failed":
		return th.Bad
	case "degraded":
		return th.Warn
	case "isolated":
		return th.Number
	}
	return th.Dim
}

// stateWord writes a state so that failed systems show without colour too.
func stateWord(state string) string {
	if state == "failed" {
		return "FAILED"
	}
	return state
}

// plural is "1 seat", "2 seats".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return widget.Number(float64(n)) + " " + many
}

// since says how long ago a moment was, or "never".
func since(c room.Clock, at *room.Moment) string {
	if at == nil {
		return "never"
	}
	if d := c.Now.Hours - at.Hours; d > 1.0/3600 {
		return widget.Span(d) + " ago"
	}
	return "just now"
}
