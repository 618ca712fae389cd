package control

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// PictureLines draw what the seats think is going on: the hypotheses with how sure they are, how far
// they agree, how severe they judge it, and where two act on what cannot both be true. What the view
// does not hold, as on the wall, is not drawn.
func PictureLines(th theme.Theme, p *exercise.Picture, w int) []string {
	return pictureLines(th, p, w, brief)
}

// How much of a hypothesis is told: a line of its evidence, all evidence with who knows it, or how sure each
// seat is as well.
const (
	brief = iota
	evident
	whole
)

// pictureIn is the picture with as much of each hypothesis as h lines have room for.
func pictureIn(th theme.Theme, p *exercise.Picture, w, h int) []string {
	for much := whole; much > brief; much-- {
		if out := pictureLines(th, p, w, much); len(out) <= h {
			return out
		}
	}
	return pictureLines(th, p, w, brief)
}

func pictureLines(th theme.Theme, p *exercise.Picture, w, much int) []string {
	var out []string
	names := 0
	for _, h := range p.Hypotheses {
		names = max(names, widget.Width(h.Title))
	}
	names = min(names, max(w/3, 12))
	for _, h := range p.Hypotheses {
		out = append(out, hypothesisLines(th, h, names, w, much)...)
	}
	out = append(out, withheldLines(th, p, w)...)
	if n := len(p.Agreement); n > 0 {
		last := p.Agreement[n-1]
		var trace []float64
		for _, a := range p.Agreement {
			trace = append(trace, a.W)
		}
		out = append(out, widget.Spread(" Agreement on their order: "+agreed(th, last.W)+" "+
			th.Number.Render(widget.Spark(trace, min(n, w/4))), th.Dim.Render(fmt.Sprintf("W %.2f of %s", last.W,
			plural(last.N, "seat", "seats"))), w))
	} else if len(p.Hypotheses) > 1 {
		out = append(out, " "+th.Dim.Render(widget.Cut("Fewer than two seats have spoken of all of them.", w-1)))
	}
	if len(p.Severities) > 0 {
		out = append(out, severityLines(th, p, w)...)
	}
	for _, c := range p.Clashes {
		out = append(out, styled(th.Bad.Render, widget.WrapIndent(" ! "+c.Words(), w-1, 3))...)
	}
	return out
}

// withheldLines say that the wall does not tell of all hypotheses yet, or nothing.
func withheldLines(th theme.Theme, p *exercise.Picture, w int) []string {
	if p.Withheld == 0 {
		return nil
	}
	verb := "is"
	if p.Withheld > 1 {
		verb = "are"
	}
	return styled(th.Dim.Render, widget.WrapIndent(fmt.Sprintf(" %s %s not asked of every seat in the "+
		"room, so the wall tells of that after ENDEX.", plural(p.Withheld, "hypothesis", "hypotheses"), verb), w-1, 1))
}

func styled(style func(...string) string, lines []string) []string {
	for i := range lines {
		lines[i] = style(lines[i])
	}
	return lines
}

// hypothesisLines are a hypothesis: how sure the seats are as a bar from the least to the most
// sure, with the mean; and under it the evidence, where it is seen: all of it, or what a line holds.
func hypothesisLines(th theme.Theme, h exercise.HypothesisCard, names, w, much int) []string {
	title := widget.Fit(h.Title, names)
	if h.Truth {
		title = th.Good.Render(title)
	}
	said := fmt.Sprintf("%.0f%%, %d of %d", 100*h.Mean, h.Said, h.Of)
	if h.Said == 0 {
		said = fmt.Sprintf("nobody of %d", h.Of)
	}
	const longest = 50 // of the bar; what is said is right behind it, where there is width
	room := max(min(w-names-widget.Width(said)-5, longest), 4)
	left := w
	if room == longest {
		left = names + 3 + room + 2 + widget.Width(said)
	}
	out := []string{widget.Spread(" "+title+"  "+rangeBar(th, h, room), th.Strong.Render(said), left)}
	var evidence []string
	column := min(names+5, w/2)
	for _, e := range slices.Concat(h.For, h.Against) {
		column = max(column, min(widget.Width(e.Title)+9, w/2))
	}
	for _, side := range []struct {
		sign string
		list []exercise.Evidence
	}{{"+", h.For}, {"-", h.Against}} {
		for _, e := range side.list {
			evidence = append(evidence, fmt.Sprintf("%s %s (%s)", side.sign, e.Title,
				plural(len(e.Known), "seat knows", "seats know")))
			if who := cmp.Or(strings.Join(e.Known, ", "), "nobody knows it"); much > brief {
				out = append(out, evidenceLines(th, "     "+side.sign+" "+e.Title, who, column, w)...)
			}
		}
	}
	switch {
	case much == whole:
		return append(out, heldLines(th, h, column, w)...)
	case much == brief && len(evidence) > 0:
		out = append(out, th.Dim.Render(widget.Cut("   "+strings.Join(evidence, "   "), w)))
	}
	return out
}

// heldLines are how sure each seat is that has said so, and why, and how the mean has moved.
func heldLines(th theme.Theme, h exercise.HypothesisCard, column, w int) []string {
	var out []string
	if len(h.Trace) > 1 {
		var means []float64
		for _, at := range h.Trace {
			means = append(means, at.Mean)
		}
		out = append(out, evidenceLines(th, "     over time", widget.Spark(means, min(len(means), w/4)), column, w)...)
	}
	for _, by := range h.Held {
		said := fmt.Sprintf("%.0f%%, %s", 100*by.Confidence, widget.Clock(by.At))
		if by.Text != "" {
			said += ": " + OneLine(by.Text)
		}
		out = append(out, evidenceLines(th, "     "+by.Title, said, column, w)...)
	}
	return out
}

// evidenceLines are a piece of evidence with who knows it, in a column under the bars where both fit.
func evidenceLines(th theme.Theme, title, who string, column, w int) []string {
	if widget.Width(title) > column-2 || column+widget.Width(who) > w {
		return entry(title, th.Dim.Render(who), w)
	}
	return []string{widget.Fit(title, column) + th.Dim.Render(who)}
}

// rangeBar is from 0 to 100 %: dots, a line from the lowest to the highest, a mark at the mean.
func rangeBar(th theme.Theme, h exercise.HypothesisCard, w int) string {
	cells := []rune(strings.Repeat("·", w))
	if h.Said == 0 {
		return th.Rule.Render(string(cells))
	}
	at := func(v float64) int { return min(int(v*float64(w)), w-1) }
	for i := at(h.Low); i <= at(h.High); i++ {
		cells[i] = '━'
	}
	cells[at(h.Mean)] = '◆'
	low, high := at(h.Low), at(h.High)+1
	return th.Rule.Render(string(cells[:low])) + th.Number.Render(string(cells[low:high])) +
		th.Rule.Render(string(cells[high:]))
}

// Agreement says Kendall's W in a word. The bounds are a rule of thumb (Schmidt 1997, Managing
// Delphi surveys: 0.5 moderate, 0.7 strong).
func Agreement(w float64) string {
	switch {
	case w >= 0.7:
		return "strong"
	case w >= 0.5:
		return "moderate"
	case w >= 0.3:
		return "weak"
	}
	return "little or none"
}

func agreed(th theme.Theme, w float64) string {
	style := th.Bad
	switch {
	case w >= 0.7:
		style = th.Good
	case w >= 0.5:
		style = th.Number
	case w >= 0.3:
		style = th.Warn
	}
	return style.Render(Agreement(w))
}

func severityLines(th theme.Theme, p *exercise.Picture, w int) []string {
	var said []string
	for _, s := range p.Severities {
		if s.Count == 0 {
			continue
		}
		who := plural(s.Count, "seat", "seats")
		if len(s.Seats) > 0 {
			who = strings.Join(s.Seats, ", ")
		}
		said = append(said, s.Title+": "+who)
	}
	if len(said) == 0 {
		said = []string{"nobody has said how severe it is"}
	}
	right := ""
	if p.Now != "" {
		right = "by its thresholds: " + p.Now
	}
	return []string{widget.Spread(" "+th.Title.Render("Severity")+"  "+strings.Join(said, "   "), th.Dim.Render(right), w)}
}
