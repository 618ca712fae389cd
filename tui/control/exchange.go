package control

import (
	"fmt"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Exchange draws what the filed if-then notes say together: by when they bring each joint
// action together, and each finding with what to do about it.
func Exchange(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	for _, p := range c.Promised {
		when, style := "never, by what is promised", th.Bad
		if p.Within != nil {
			when, style = fmt.Sprintf("promised within %s h", widget.Number(*p.Within)), th.Good
		}
		out = append(out, widget.Spread(widget.Cut(p.Title, max(w-len(when)-2, 8)), style.Render(when), w))
	}
	for _, f := range c.Exchange {
		out = append(out, widget.WrapIndent(fmt.Sprintf("%s: %s", f.Kind, f.What), w, 2)...)
		for _, line := range widget.WrapIndent("→ "+f.Do, w-2, 2) {
			out = append(out, "  "+th.Dim.Render(line))
		}
	}
	if c.Legibility != nil {
		out = append(out, legibleLines(c.Legibility, w)...)
	}
	return out
}

// legibleLines say how well the seats foresee each other.
func legibleLines(l *exercise.Legibility, w int) []string {
	var out []string
	for _, line := range l.Words() {
		out = append(out, widget.WrapIndent(line, w, 2)...)
	}
	return out
}
