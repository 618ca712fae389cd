package report

import (
	"fmt"
	"math"

	"tocsin/sim/report/draw"
)

// waterfallPicture draws the way from the harm of nobody acting to that of this run, and
// on to the frictionless run.
func waterfallPicture(r *Report) (Picture, bool) {
	if len(r.Waterfall) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "waterfall", Title: "From the harm if nobody acts to this run, and further",
		Reading: "Full bars are amounts of harm. Hollow bars lead from one to the next: to the left harm " +
			"avoided, or that could have been; to the right harm added. All on this run's own draw of chance."},
		Head: []string{"Step", "Harm" + unitIn(r.HarmUnit), "Change"}}
	lo, hi := 0.0, 0.0
	for _, s := range r.Waterfall {
		lo, hi = min(lo, s.From, s.To), max(hi, s.From, s.To)
		row := []string{s.Title, r.ofStake(s.To), ""}
		if !s.Level {
			row[2] = r.changeOfStake(s.Change())
		}
		p.Rows = append(p.Rows, row)
	}
	p.Finding = waterfallFinding(r)
	p.Draw = func(s *draw.Sheet) {
		b := s.Begin("Harm"+unitIn(r.HarmUnit), "", lo, hi, valueGrid(lo, hi, s.Narrow()))
		at := 0.0
		for i, step := range r.Waterfall {
			figures := r.ofStake(step.To)
			if !step.Level {
				figures = r.changeOfStake(step.Change())
			}
			row := b.Row(step.Title, "", []string{figures}, step.Level, 12)
			from, to := b.X(min(step.From, step.To)), b.X(max(step.From, step.To))
			if step.Level {
				b.Box(from, row.Middle-6, max(to-from, 1.5), 12, draw.Strong)
			} else {
				b.Frame(from, row.Middle-6, max(to-from, 1.5), 12, draw.Paper, draw.Stroke(draw.Strong, 1.6, ""))
			}
			if i > 0 {
				b.Line(b.X(at), row.Middle-14, b.X(at), row.Middle-6, draw.Stroke(draw.Soft, 1, "2 2"))
			}
			at = step.To
		}
		b.End()
	}
	return p, true
}

// ofStake is harm as a bar shows it: a whole number where both it and the least harm that is reported are 1 or more;
// 0 where it is less than a hundredth of the least that is reported.
func (r *Report) ofStake(v float64) string {
	switch floor := r.Harm.Floor(); {
	case floor >= 1 && math.Abs(v) >= 1:
		return signed(v, Grouped(int(math.Round(math.Abs(v)))))
	case math.Abs(v) < floor/100:
		return "0"
	}
	return number(v)
}

// changeOfStake is a change of harm with its sign.
func (r *Report) changeOfStake(v float64) string {
	text := r.ofStake(math.Abs(v))
	switch {
	case text == "0":
		return text
	case v > 0:
		return "+" + text
	}
	return "−" + text
}

// waterfallFinding says what was avoided, and what was left that could have been.
func waterfallFinding(r *Report) string {
	h, unit := r.Harm, ""
	if r.HarmUnit != "" {
		unit = " " + r.HarmUnit
	}
	text := fmt.Sprintf("What was done and prepared avoided %s of the %s%s that there would have been if nobody had acted",
		r.ofStake(*h.Idle-*h.Actual), r.ofStake(*h.Idle), unit)
	switch {
	case h.Worse():
		text = fmt.Sprintf("Harm is greater by %s%s than if nobody had acted", r.ofStake(*h.Actual-*h.Idle), unit)
	case r.ofStake(*h.Idle-*h.Actual) == "0":
		text = fmt.Sprintf("Harm is %s%s, as if nobody had acted", r.ofStake(*h.Actual), unit)
	}
	switch {
	case r.Gap == nil:
		text += "; the notes do not show what coordination could have avoided"
	case *r.Gap <= 0.005 && !above(h):
		text += "; frictionless coordination would have left no less"
	default:
		left := r.ofStake(*h.Actual - *h.Frictionless)
		if left == "0" {
			left = "almost nothing"
		}
		text += fmt.Sprintf("; frictionless coordination would have avoided %s more", left)
	}
	return text + "."
}
