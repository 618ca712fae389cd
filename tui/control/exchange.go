package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Exchange draws what the filed if-then notes say together: by when they bring each joint
// action together, and each finding with what to do about it, which is said once of findings
// that follow each other and ask for the same.
func Exchange(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	for i := range c.Promised {
		p := &c.Promised[i]
		when, style := "", th.Good
		switch {
		case p.Within != nil:
			when = fmt.Sprintf("promised within %s h", widget.Number(*p.Within))
		case p.Parts < p.Quorum:
			when, style = fmt.Sprintf("never: %d of %d promised", p.Parts, p.Quorum), th.Bad
		default:
			when, style = "never, by what is promised", th.Bad
		}
		out = append(out, widget.Spread(widget.Cut(p.Title, max(w-len(when)-2, 8)), style.Render(when), w))
		if lack := p.Lack(); lack != "" {
			for _, line := range widget.WrapIndent(lack, w-2, 2) {
				out = append(out, "  "+th.Dim.Render(line))
			}
		}
	}
	findings := c.Findings()
	for i, f := range findings {
		out = append(out, widget.WrapIndent(fmt.Sprintf("%s: %s", f.Kind, f.What), w, 2)...)
		if next := i + 1; next < len(findings) && findings[next].Do == f.Do {
			continue
		}
		for _, line := range widget.WrapIndent("→ "+f.Do, w-2, 2) {
			out = append(out, "  "+th.Dim.Render(line))
		}
	}
	if c.Legibility != nil {
		out = append(out, legibleLines(c.Legibility, w)...)
	}
	return out
}

// Filings draws how many notes each seat has filed and shown, and what to do while there is none.
func Filings(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	if len(c.Filed) == 0 {
		out = widget.Wrap("Nobody has filed a note yet. Each seat files its drafts, or writes notes, on its page Prepare, and "+
			"shows them to others. What the notes say together comes here.", w)
	}
	for _, f := range c.Filings {
		out = append(out, entry(f.Title, th.Dim.Render(f.Words()), w)...)
	}
	return out
}

// FiledNotes draws the notes in force, under the names that findings give them.
func FiledNotes(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	for _, n := range c.Filed {
		shown := "shown to nobody"
		if len(n.Shown) > 0 {
			shown = "shown to " + strings.Join(n.Shown, ", ")
		}
		out = append(out, widget.WrapIndent(n.Title+" "+n.Name+": "+n.Words, w, 2)...)
		for _, line := range widget.WrapIndent(shown, w-2, 2) {
			out = append(out, "  "+th.Dim.Render(line))
		}
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
