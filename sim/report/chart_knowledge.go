package report

import (
	"fmt"
	"slices"

	"tocsin/sim/report/draw"
)

// spreading is how a fact came to those who need it.
type spreading struct {
	fact  *FactLine
	need  int       // how many need it
	had   []float64 // when each of them that had it did, in order
	blind float64   // seat-hours for which somebody knew and one who needs it did not
}

// spreadOf is how each fact that somebody needs came to those who do.
func spreadOf(r *Report) []spreading {
	var out []spreading
	for i := range r.Facts {
		f := &r.Facts[i]
		sp := spreading{fact: f}
		knows := map[string]bool{}
		for _, k := range f.Knowers {
			knows[k.Role] = true
			if k.Needed {
				sp.need++
				sp.had = append(sp.had, k.Hours)
			}
		}
		for _, m := range f.Missing {
			if !knows[m.Role] {
				knows[m.Role] = true
				sp.need++
			}
		}
		if sp.need == 0 {
			continue
		}
		slices.Sort(sp.had)
		if f.First != nil {
			for _, h := range sp.had {
				sp.blind += max(h-*f.First, 0)
			}
			sp.blind += float64(sp.need-len(sp.had)) * max(r.Overview.EndHours-*f.First, 0)
		}
		out = append(out, sp)
	}
	return out
}

// whole is when the last of those who need the fact had it; nil for never.
func (sp spreading) whole() *float64 {
	if len(sp.had) < sp.need {
		return nil
	}
	return &sp.had[len(sp.had)-1]
}

// knowledgePicture draws for each fact how it spread among those who need it.
func knowledgePicture(r *Report) (Picture, bool) {
	all := spreadOf(r)
	if len(all) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "knowledge", Title: "Who needed what, and when they had it",
		Reading: "For each fact: empty while nobody knew it, pale from the first who knew, strong for the part of " +
			"those who need it that had it. What stays pale is knowledge that was there and not where it was needed. The dotted line is the fact's target."},
		Head: []string{"Fact", "Need it", "Had it", "First known", "All had it", "Target", "Seat-hours without"}}
	worst, whole := 0, 0
	for i, sp := range all {
		target := ""
		if sp.fact.Within > 0 {
			target = span(sp.fact.Within)
		}
		p.Rows = append(p.Rows, []string{sp.fact.Title, fmt.Sprint(sp.need), fmt.Sprint(len(sp.had)),
			hoursCell(sp.fact.First), hoursCell(sp.whole()), target, figure(sp.blind)})
		if sp.blind > all[worst].blind {
			worst = i
		}
		if sp.whole() != nil {
			whole++
		}
	}
	p.Finding = fmt.Sprintf("%d of %d facts reached everyone who needed them", whole, len(all))
	if w := all[worst]; w.blind > 0 {
		p.Finding += fmt.Sprintf("; the costliest wait was for “%s”, %s.", w.fact.Title, waited(w))
	} else {
		p.Finding += ", as soon as anybody knew."
	}
	p.Draw = func(s *draw.Sheet) {
		b := s.Begin("", "had it, of those who need it", 0, r.Overview.EndHours,
			hourGrid(r.Overview.EndHours, s.Narrow()))
		for _, sp := range all {
			drawSpread(b, sp, r.Overview.EndHours)
		}
		b.End()
	}
	return p, true
}

func waited(sp spreading) string {
	if n := sp.need - len(sp.had); n > 0 {
		return fmt.Sprintf("which %d of the %d who needed it never received", n, sp.need)
	}
	return fmt.Sprintf("which took %s to reach the last of %d", span(*sp.whole()-*sp.fact.First), sp.need)
}

func drawSpread(b *draw.Board, sp spreading, end float64) {
	figures := []string{fmt.Sprintf("%d of %d", len(sp.had), sp.need)}
	switch {
	case sp.fact.First == nil:
		figures = append(figures, "nobody knew")
	case sp.whole() == nil:
		figures = append(figures, "not all")
	default:
		figures = append(figures, "in "+span(max(*sp.whole()-*sp.fact.First, 0)))
	}
	r := b.Row(sp.fact.Title, "", figures, false, 26).About(26)
	b.Line(b.Left, r.Bottom, b.Right, r.Bottom, draw.Stroke(draw.Middle, 1, ""))
	if sp.fact.First == nil {
		return
	}
	from := *sp.fact.First
	b.Box(b.X(from), r.Top, b.X(end)-b.X(from), r.Bottom-r.Top, draw.Middle)
	height := func(n int) float64 { return r.Bottom - (r.Bottom-r.Top)*float64(n)/float64(sp.need) }
	points := []draw.Point{{b.X(from), r.Bottom}}
	for i, h := range sp.had {
		points = append(points, draw.Point{b.X(h), height(i)}, draw.Point{b.X(h), height(i + 1)})
	}
	points = append(points, draw.Point{b.X(end), height(len(sp.had))}, draw.Point{b.X(end), r.Bottom})
	b.Area(points, draw.Strong)
	if w := sp.fact.Within; w > 0 && from+w <= end {
		x := b.X(from + w)
		b.Line(x, r.Top, x, r.Bottom, draw.Stroke(draw.Paper, 3, ""))
		b.Line(x, r.Top, x, r.Bottom, draw.Stroke(draw.Ink, 1.5, "2 2"))
	}
}
