package report

import (
	"fmt"
	"slices"

	"tocsin/sim/report/draw"
)

// agreementPicture draws how sure the seats were of each hypothesis over time, and how far they agreed.
func agreementPicture(r *Report) (Picture, bool) {
	if r.Shared == nil || len(r.Shared.Words) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "agreement", Title: "The shared picture over time",
		Finding: agreementFinding(r.Shared),
		Reading: "The line is the mean confidence of the seats that had spoken, from 0% to 100%; the grey band reaches " +
			"from the least to the most sure. In bold: what is so. The last row is Kendall's W, from 0, no " +
			"agreement, to 1. Dashed: two seats acted on what cannot both be."},
		Head: []string{"Time", "Seat", "Hypothesis", "True", "Sure", "Mean", "Kendall's W"}}
	for i := range r.Shared.Words {
		w := &r.Shared.Words[i]
		p.Rows = append(p.Rows, []string{w.T, w.Title, w.Hypothesis, w.So(), w.Sure(), w.MeanSure(), w.Agreed()})
	}
	p.Draw = func(s *draw.Sheet) { drawAgreement(s, r) }
	return p, true
}

// agreementFinding says how far the seats came together.
func agreementFinding(p *SharedPicture) string {
	var first, last *HeldLine
	for i := range p.Words {
		if w := &p.Words[i]; w.Agreement != nil {
			if first == nil {
				first = w
			}
			last = w
		}
	}
	text := "no two seats spoke of every hypothesis"
	switch {
	case first != nil && first != last:
		text = fmt.Sprintf("agreement on the order of the hypotheses went from W %s (%s) to %s (%s)", first.Agreed(), first.T,
			last.Agreed(), last.T)
	case first != nil:
		text = fmt.Sprintf("agreement on the order of the hypotheses was W %s (%s)", first.Agreed(), first.T)
	}
	switch n := len(p.Clashes); n {
	case 0:
		return firstUpper(text) + "."
	case 1:
		return firstUpper(text) + "; two seats acted on what cannot both be."
	default:
		return firstUpper(text) + fmt.Sprintf("; %d pairs of seats acted on what cannot both be.", n)
	}
}

// level is a value from a time on, and the least and the most of those it is the mean of.
type level struct{ hours, value, low, high float64 }

// confidenceOver is the mean confidence in a hypothesis after each word on it.
func confidenceOver(words []HeldLine, id string) []level {
	var out []level
	now := map[string]float64{}
	for i := range words {
		w := &words[i]
		if w.ID != id {
			continue
		}
		now[w.Role] = w.Confidence
		l := level{w.Hours, w.Mean, w.Confidence, w.Confidence}
		for _, v := range now {
			l.low, l.high = min(l.low, v), max(l.high, v)
		}
		out = append(out, l)
	}
	return out
}

func drawAgreement(s *draw.Sheet, r *Report) {
	const height = 46
	p := r.Shared
	end := max(r.Overview.EndHours, p.Words[len(p.Words)-1].Hours)
	b := s.Begin("", "At the end", 0, end, hourGrid(end, s.Narrow()))
	for i := range p.Clashes {
		b.Cuts = append(b.Cuts, p.Clashes[i].Hours)
	}
	for i := range p.Hypotheses {
		h := &p.Hypotheses[i]
		under := ""
		if h.Truth {
			under = "so"
		}
		row := b.Row(h.Title, under, []string{wholePercent(h.Mean)}, h.Truth, height)
		drawLevels(b, row.About(height), confidenceOver(p.Words, h.ID), end)
	}
	var agreed []level
	for i := range p.Words {
		if w := &p.Words[i]; w.Agreement != nil {
			agreed = append(agreed, level{w.Hours, *w.Agreement, *w.Agreement, *w.Agreement})
		}
	}
	if len(agreed) > 0 {
		now := []string{coefficient(&agreed[len(agreed)-1].value)}
		row := b.Row("Agreement on their order", "Kendall's W", now, false, height)
		drawLevels(b, row.About(height), agreed, end)
	}
	b.End()
}

// drawLevels draws values from 0 to 1 as steps, over the band from the least to the most.
func drawLevels(b *draw.Board, row draw.Row, levels []level, end float64) {
	y := func(v float64) float64 { return row.Bottom - v*(row.Bottom-row.Top) }
	b.Line(b.X(0), row.Bottom, b.X(end), row.Bottom, draw.Stroke(draw.Grid, 1, ""))
	b.Line(b.X(0), row.Top, b.X(end), row.Top, draw.Stroke(draw.Grid, 1, ""))
	if len(levels) == 0 {
		return
	}
	var points []draw.Point
	for i, l := range levels {
		until := end
		if i+1 < len(levels) {
			until = levels[i+1].hours
		}
		if l.high > l.low {
			b.Box(b.X(l.hours), y(l.high), b.X(until)-b.X(l.hours), y(l.low)-y(l.high), draw.Pale)
		}
		points = append(points, draw.Point{b.X(l.hours), y(l.value)}, draw.Point{b.X(until), y(l.value)})
	}
	b.Curve(slices.Compact(points), draw.Stroke(draw.Strong, 2, ""))
}
