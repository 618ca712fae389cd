package control

import (
	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Ways lists the ways of messages that are not as usual.
func Ways(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	for _, words := range c.Ways {
		for _, line := range widget.WrapIndent(words, w, 2) {
			out = append(out, th.Bad.Render(line))
		}
	}
	return out
}

// Versions lists who runs which version, and who is exposed by one that is flawed.
func Versions(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	for i := range c.Versions {
		v := &c.Versions[i]
		style := th.Strong
		if v.Flawed {
			style = th.Bad
		}
		out = append(out, style.Render(widget.Cut(v.Heading(), w)))
		for _, line := range widget.WrapIndent("  "+v.Words(), w, 2) {
			out = append(out, th.Dim.Render(line))
		}
	}
	return out
}
