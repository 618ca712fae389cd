package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"tocsin/sim/report/draw"
	"tocsin/sim/score"
)

// mostMoments is how many moments are drawn.
const mostMoments = 10

// momentsPicture draws what the weightiest moments were worth, with their intervals.
func momentsPicture(r *Report) (Picture, bool) {
	if len(r.Moments) == 0 {
		return Picture{}, false
	}
	shown := r.Moments[:min(len(r.Moments), mostMoments)]
	p := Picture{Picture: draw.Picture{Name: "moments", Title: "The moments that mattered",
		Reading: "Each moment was played again differently; bars show what that came to in this run. Full bars are " +
			"acts: the harm that was avoided because they were done. Hollow bars are chances: the harm that the change would have avoided. Bars to the left of zero made harm, or would have. Whiskers are 95% intervals of the mean over other draws of chance; where they cross zero the sign is not sure."},
		Head: []string{"Moment", "What was changed", "When", "Mean over other draws", "95% interval of it",
			"Harm avoided in this run", "Draws"}}
	lo, hi, sure := 0.0, 0.0, 0
	for _, m := range r.Moments {
		w := (m.Worth.CI95[1] - m.Worth.CI95[0]) / 2
		p.Rows = append(p.Rows, []string{m.What, string(m.Change), m.T, rounded(m.Worth.Mean, w),
			fmt.Sprintf("%s to %s", rounded(m.Worth.CI95[0], w), rounded(m.Worth.CI95[1], w)), figure(m.Own),
			fmt.Sprint(m.Worth.N)})
		if m.Sure {
			sure++
		}
	}
	for _, m := range shown {
		lo, hi = min(lo, m.Own, m.Worth.CI95[0]), max(hi, m.Own, m.Worth.CI95[1])
	}
	p.Finding = momentsFinding(r.Moments, sure)
	p.Draw = func(s *draw.Sheet) {
		b := s.Begin("Harm avoided"+unitIn(r.HarmUnit), "", lo, hi, nil)
		room := (b.Hi - b.Lo) * 0.03
		b.Lo, b.Hi = b.Lo-room, b.Hi+room
		b.Grid = valueGrid(b.Lo, b.Hi, s.Narrow())
		b.Stack()
		for i, m := range shown {
			figures := []string{figure(m.Own)}
			row := b.Row(fmt.Sprintf("%d. %s", i+1, m.label()), "", figures, false, 16)
			from, to := b.X(min(0, m.Own)), b.X(max(0, m.Own))
			if m.Change == score.LeftOut {
				b.Box(from, row.Top+2, max(to-from, 1.5), 12, draw.Strong)
			} else {
				b.Frame(from, row.Top+2, max(to-from, 1.5), 12, draw.Paper, draw.Stroke(draw.Strong, 1.6, ""))
			}
			whisker(b, m.Worth.CI95, row.Middle)
			b.Line(b.X(0), row.Top-2, b.X(0), row.Bottom+2, draw.Stroke(draw.Ink, 1.2, ""))
		}
		b.End()
		s.Key([]draw.KeyItem{
			{Draw: func(x, y float64) { s.Box(x-7, y-5, 14, 10, draw.Strong) }, Text: "an act: left out to see"},
			{Draw: func(x, y float64) { s.Frame(x-7, y-5, 14, 10, draw.Paper, draw.Stroke(draw.Strong, 1.6, "")) },
				Text: "a chance: told earlier, decided sooner, a promise kept, or something never done"},
			{Draw: func(x, y float64) { s.Interval(x-7, x+7, y) }, Text: "mean over other draws, 95%"},
		})
	}
	return p, true
}

// label is a moment above its bar, in few words if it is a chain.
func (m MomentLine) label() string { return cmp.Or(m.short, m.What) }

// momentsFinding names the weightiest of the moments that made a difference beyond chance.
func momentsFinding(moments []MomentLine, sure int) string {
	if sure == 0 {
		return fmt.Sprintf("None of %s that may have made a difference did so beyond chance.",
			counted(len(moments), "moment"))
	}
	weightiest := plainLine(moments[slices.IndexFunc(moments, func(m MomentLine) bool { return m.Sure })].Text)
	switch {
	case sure == len(moments) && sure == 1:
		return "The one moment made a difference beyond chance: " + weightiest
	case sure == len(moments):
		return fmt.Sprintf("All %d moments made a difference beyond chance; the weightiest of them: %s", sure, weightiest)
	case sure == 1:
		return fmt.Sprintf("Of %s, one made a difference beyond chance: %s", counted(len(moments), "moment"),
			weightiest)
	}
	return fmt.Sprintf("Of %s, %d made a difference beyond chance; the weightiest of these: %s",
		counted(len(moments), "moment"), sure, weightiest)
}

// whisker draws an interval over a bar; nothing where the interval has no width or an end is not known.
func whisker(b *draw.Board, ci [2]float64, y float64) {
	if ci[0] == ci[1] || math.IsNaN(ci[0]) || math.IsNaN(ci[1]) {
		return
	}
	b.Interval(b.X(ci[0]), b.X(ci[1]), y)
}

// unitIn is a unit after a heading.
func unitIn(unit string) string {
	if unit == "" {
		return ""
	}
	return ", " + unit
}
