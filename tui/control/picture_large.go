package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// LargePicture draws what the seats make of it in letters that are read from the back of a room: each
// hypothesis with how sure they are, how far they agree, how severe they judge it. It is nil where w
// columns and h lines have no room for that.
func LargePicture(th theme.Theme, p *exercise.Picture, w, h int) []string {
	const heading = "What the seats make of it"
	var out []string
	for _, hy := range p.Hypotheses {
		lines := largeHypothesis(th, hy, w)
		if lines == nil {
			return nil
		}
		out = append(append(out, lines...), "")
	}
	if n := len(p.Agreement); n > 0 {
		w1 := p.Agreement[n-1].W
		out = append(out, largeStyled(th.Strong.Render, fmt.Sprintf("Agreement: %s, %.2f of 1", Agreement(w1), w1), w)...)
	}
	var said []string
	for _, s := range p.Severities {
		if s.Count > 0 {
			said = append(said, fmt.Sprintf("%s (%d)", s.Title, s.Count))
		}
	}
	if len(said) > 0 {
		out = append(out, largeStyled(th.Strong.Render, "Severity: "+strings.Join(said, ", "), w)...)
	}
	if out = append(out, withheldLines(th, p, w)...); len(out) == 0 {
		return nil
	}
	if head := largeStyled(th.Title.Render, heading, w); head != nil && len(head)+len(out) <= h {
		return append(head, out...)
	}
	if out = append([]string{th.Title.Render(heading), ""}, out...); len(out) > h {
		return nil
	}
	return out
}

// largeHypothesis is a hypothesis with how sure the seats are, and a bar from the least to the most sure.
func largeHypothesis(th theme.Theme, hy exercise.HypothesisCard, w int) []string {
	sure, said := "-", "nobody has said"
	if hy.Said > 0 {
		sure = fmt.Sprintf("%.0f%%", 100*hy.Mean)
		said = fmt.Sprintf("said by %d of %s, from %.0f to %.0f%%", hy.Said, plural(hy.Of, "seat", "seats"), 100*hy.Low,
			100*hy.High)
	}
	figure := widget.Large(sure, w/4)
	if figure == nil {
		return nil
	}
	title := widget.Large(hy.Title, w-widget.Width(figure[0])-4)
	if title == nil {
		return nil
	}
	var out []string
	for i, line := range title {
		right := ""
		if i < len(figure) {
			right = th.Number.Render(figure[i])
		}
		if hy.Truth {
			line = th.Good.Render(line)
		}
		out = append(out, widget.Spread(line, right, w))
	}
	return append(out, widget.Spread(rangeBar(th, hy, w-widget.Width(said)-2), th.Dim.Render(said), w))
}

// largeStyled is text in large letters in a style, with an empty line under it; nothing where there is no
// drawing of it.
func largeStyled(style func(...string) string, text string, w int) []string {
	lines := widget.Large(text, w)
	if lines == nil {
		return nil
	}
	return append(styled(style, lines), "")
}
