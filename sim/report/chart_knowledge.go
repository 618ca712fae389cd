package report

import (
	"fmt"
	"slices"
)

// spread is how a fact came to those who need it.
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
	p := Picture{Name: "knowledge", Title: "Who needed what, and when they had it",
		Reading: "For each fact: white while nobody knew it, grey from the first who knew, dark for the part of those who need it that had it. What stays grey is knowledge that was there and not where it was needed. The dotted line is the fact's target.",
		Head:    []string{"Fact", "Need it", "Had it", "First known", "All had it", "Target", "Seat-hours without"}}
	worst, whole := 0, 0
	for i, sp := range all {
		target := ""
		if sp.fact.Within > 0 {
			target = span(sp.fact.Within)
		}
		p.Rows = append(p.Rows, []string{sp.fact.Title, fmt.Sprint(sp.need), fmt.Sprint(len(sp.had)), hoursCell(sp.fact.First), hoursCell(sp.whole()), target, figure(sp.blind)})
		if sp.blind > all[worst].blind {
			worst = i
		}
		if sp.whole() != nil {
			whole++
		}
	}
	p.Finding = fmt.Sprintf("%d of %d facts came to everyone who needed them", whole, len(all))
	if w := all[worst]; w.blind > 0 {
		p.Finding += fmt.Sprintf("; the costliest wait was for “%s”, %s.", w.fact.Title, waited(w))
	} else {
		p.Finding += ", as soon as anybody knew."
	}
	p.draw = func(s *sheet) {
		b := s.begin("", "had it, of those who need it", 0, r.Overview.EndHours, hourGrid(r.Overview.EndHours, s.narrow()))
		for _, sp := range all {
			drawSpread(b, sp, r.Overview.EndHours)
		}
		b.end()
	}
	return p, true
}

func waited(sp spreading) string {
	if n := sp.need - len(sp.had); n > 0 {
		return fmt.Sprintf("which %d of the %d who needed it never had", n, sp.need)
	}
	return fmt.Sprintf("which took %s to reach the last of %d", span(*sp.whole()-*sp.fact.First), sp.need)
}

func drawSpread(b *board, sp spreading, end float64) {
	figures := []string{fmt.Sprintf("%d of %d", len(sp.had), sp.need)}
	switch {
	case sp.fact.First == nil:
		figures = append(figures, "nobody knew")
	case sp.whole() == nil:
		figures = append(figures, "not all")
	default:
		figures = append(figures, "in "+span(max(*sp.whole()-*sp.fact.First, 0)))
	}
	r := b.row(sp.fact.Title, "", figures, false, 26).about(26)
	b.line(b.left, r.bottom, b.right, r.bottom, pen{middle, 1, ""})
	if sp.fact.First == nil {
		return
	}
	from := *sp.fact.First
	b.box(b.x(from), r.top, b.x(end)-b.x(from), r.bottom-r.top, middle)
	height := func(n int) float64 { return r.bottom - (r.bottom-r.top)*float64(n)/float64(sp.need) }
	points := []dot{{b.x(from), r.bottom}}
	for i, h := range sp.had {
		points = append(points, dot{b.x(h), height(i)}, dot{b.x(h), height(i + 1)})
	}
	points = append(points, dot{b.x(end), height(len(sp.had))}, dot{b.x(end), r.bottom})
	b.area(points, dark)
	if w := sp.fact.Within; w > 0 && from+w <= end {
		x := b.x(from + w)
		b.line(x, r.top, x, r.bottom, pen{paper, 3, ""})
		b.line(x, r.top, x, r.bottom, pen{ink, 1.5, "2 2"})
	}
}
