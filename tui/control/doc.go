// Package control draws what the staff see of an exercise, an [exercise.Control]: injects, the
// world as it is, who knows what, the log, observations. The facilitator's console, the
// evaluator's screen and the replay viewer are made of these panes. A pane is a function
// from the view and a size to lines; those with a cursor are small structs.
package control

import (
	"strings"

	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Seat is what these panes ask of the room, in addition to acts.
type Seat interface {
	widget.Asker
	LogReader
}

// labelled writes "Label: text", wrapped, with the label in the style of titles; nothing without text.
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

// OneLine makes text of several lines fit for a row.
func OneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// entry puts a state at the right of what it is of: next to it, or under it where it does
// not fit.
func entry(text, state string, w int) []string {
	if widget.Width(text)+widget.Width(state)+2 <= w {
		return []string{widget.Spread(text, state, w)}
	}
	out := widget.WrapIndent(text, w, 2)
	if last := out[len(out)-1]; widget.Width(last)+widget.Width(state)+2 <= w {
		out[len(out)-1] = widget.Spread(last, state, w)
		return out
	}
	return append(out, widget.Spread("", state, w))
}

// stateStyle is how the state of a system is written.
func stateStyle(th theme.Theme, state string) theme.Style {
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
