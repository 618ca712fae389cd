package report

import (
	"fmt"

	"tocsin/sim/report/draw"
	"tocsin/sim/score"
)

// bandPicture draws where the run is among runs of bots.
func bandPicture(r *Report) (Picture, bool) {
	if r.Band == nil || r.Band.N == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "band", Title: "This run among bot runs"},
		Head: []string{"Measure", "This run", "Bots' 5%", "25%", "Median", "75%", "95%", "Better than", "Bot runs"}}
	p.Reading = fmt.Sprintf("%s runs of the same scenario with bots in every seat, on other draws of chance. Thin line: 5%% "+
		"to 95%% of them; thick line: the middle half; ring: the median. The diamond is this run. Bots are for comparison; they are not a model of people.", Grouped(r.Band.N))
	lines := []struct {
		name, better string
		score.Standing
	}{{"Harm" + unitIn(r.HarmUnit), "less is better", r.Band.Harm}, {"Total score", "more is better", r.Band.Total}}
	for _, l := range lines {
		row := []string{l.name, orDash(l.Value)}
		for _, v := range l.Spread {
			row = append(row, figure(v))
		}
		better := "—"
		if l.Better != nil {
			better = partOf(*l.Better)
		}
		p.Rows = append(p.Rows, append(row, better, fmt.Sprint(l.N)))
	}
	p.Finding = bandFinding(r.Band)
	p.Draw = func(s *draw.Sheet) {
		for _, l := range lines {
			if l.N == 0 {
				continue
			}
			lo, hi := l.Spread[0], l.Spread[4]
			if l.Value != nil {
				lo, hi = min(lo, *l.Value), max(hi, *l.Value)
			}
			room := max(hi-lo, 1e-9) * 0.06
			b := s.Begin(l.name+" ("+l.better+")", "this run", lo-room, hi+room,
				valueGrid(lo-room, hi+room, s.Narrow()))
			name, figures := "This run and the bots", []string{orDash(l.Value)}
			if l.Better != nil {
				figures = append(figures, "better than "+partOf(*l.Better))
			}
			row := b.Row(name, "", figures, true, 34)
			standing(b, l.Spread, row.Middle)
			if l.Value != nil {
				b.Mark(draw.Diamond, b.X(*l.Value), row.Middle, 7)
			}
			b.End()
		}
	}
	return p, true
}

func standing(b *draw.Board, q [5]float64, y float64) {
	b.Line(b.X(q[0]), y, b.X(q[4]), y, draw.Stroke(draw.Plain, 1.6, ""))
	b.Line(b.X(q[1]), y, b.X(q[3]), y, draw.Stroke(draw.Middle, 10, ""))
	b.Circle(b.X(q[2]), y, 4.5, draw.Paper, draw.Stroke(draw.Soft, 2, ""))
}

func bandFinding(b *score.Band) string {
	harm, total := b.Harm.Better, b.Total.Better
	switch {
	case harm != nil && total != nil:
		return fmt.Sprintf("This run had %s of %s bot runs, and %s.", besides("less harm", "more harm", *harm),
			Grouped(b.Harm.N), besides("a higher total score", "a lower total score", *total))
	case total != nil:
		return fmt.Sprintf("This run had %s of %s bot runs.",
			besides("a higher total score", "a lower total score", *total), Grouped(b.Total.N))
	case harm != nil:
		return fmt.Sprintf("This run had %s of %s bot runs.", besides("less harm", "more harm", *harm),
			Grouped(b.Harm.N))
	}
	return fmt.Sprintf("This run has no number to compare with those of %s bot runs.", Grouped(b.N))
}

// besides compares a run with those of which it is better than a share: better than none is worse than any.
func besides(better, worse string, share float64) string {
	if share == 0 {
		return worse + " than any"
	}
	return better + " than " + partOf(share)
}

// partOf is a share of a number of runs, where none and all are said so.
func partOf(share float64) string {
	switch share {
	case 0:
		return "none"
	case 1:
		return "all"
	}
	return percent(share)
}
