package control

import (
	"cmp"
	"slices"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// awaited is the state of what an inject expects until it is done or its time is over.
const awaited = "waited for"

// marked draws in at most h lines what evaluators gave for what was looked for, the newest first.
func marked(th theme.Theme, c *exercise.Control, w, h int) []string {
	const when = 16
	type mark struct {
		exercise.LookMark
		of string
	}
	var all []mark
	for i := range c.Delivered {
		p := &c.Delivered[i]
		for _, m := range p.Marks {
			if m.N >= 1 && m.N <= len(p.LookFor) {
				all = append(all, mark{m, p.Title + ": " + p.LookFor[m.N-1]})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b mark) int { return cmp.Compare(b.At.Hours, a.At.Hours) })
	var out []string
	for _, m := range all {
		text := m.Who + " " + m.Mark + "  " + m.of
		if m.Text != "" {
			text += " (" + m.Text + ")"
		}
		for i, line := range widget.WrapIndent(OneLine(text), max(w-when-1, 10), 2) {
			at := m.At.T
			if i > 0 {
				at = ""
			}
			out = append(out, " "+th.Dim.Render(widget.Fit(at, when))+line)
		}
	}
	if len(out) == 0 || h < 4 {
		return nil
	}
	if len(out) > h-2 {
		out = append(out[:h-3:h-3], th.Dim.Render(" …"))
	}
	return append([]string{"", widget.TitleLine(th, "Marks for what was looked for", "", w, false)}, out...)
}

// lookFor draws in at most h lines what is worth a note: what injects that have come wait for, the
// newest first, then what those that come next expect.
func lookFor(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	const when = 16
	var out []string
	add := func(style theme.Style, at string, p *exercise.Planned) {
		text := p.Title
		for _, x := range append([]string{p.Expects}, p.LookFor...) {
			if x == "" {
				continue
			}
			if !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, "!") {
				text += "."
			}
			text += " " + strings.TrimSuffix(x, ".")
		}
		for i, line := range widget.Wrap(OneLine(text), max(w-when-1, 10)) {
			if i > 0 {
				at = ""
			}
			out = append(out, " "+style.Render(widget.Fit(at, when))+line)
		}
	}
	for i := len(c.Delivered) - 1; i >= 0; i-- {
		if p := &c.Delivered[i]; p.Awaited == awaited {
			add(th.Warn, awaited, p)
		}
	}
	for i := range c.Next {
		if p := &c.Next[i]; p.Due != nil && p.State == "due" && len(p.Expects)+len(p.LookFor) > 0 {
			add(th.Number, "in "+widget.Span(p.Due.Hours-clock.Now.Hours), p)
		}
	}
	if len(out) == 0 || h < 4 {
		return nil
	}
	if len(out) > h-2 {
		out = append(out[:h-3:h-3], th.Dim.Render(" …"))
	}
	return append([]string{"", widget.TitleLine(th, "What to look for", "", w, false)}, out...)
}
