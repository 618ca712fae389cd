package report

import (
	"fmt"

	"tocsin/sim/report/draw"
)

// legsPicture draws the legs of the way to the first joint action, each where the one
// before it ends.
func legsPicture(r *Report) (Picture, bool) {
	if len(r.Legs) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "legs", Title: "The legs of the response",
		Reading: "Each bar begins where the one above it ends. The longest has the strongest colour."},
		Head: []string{"Leg", "Took", "Hours"}}
	total, longest := 0.0, -1
	for i, l := range r.Legs {
		took, hours := "did not come", ""
		if l.Hours != nil {
			took, hours = span(*l.Hours), figure(*l.Hours)
			total += *l.Hours
			if longest < 0 || *l.Hours > *r.Legs[longest].Hours {
				longest = i
			}
		}
		p.Rows = append(p.Rows, []string{l.Title, took, hours})
	}
	switch {
	case longest < 0:
		p.Finding = "No leg of the way to joint action was completed."
	case total == 0:
		p.Finding = "Every leg of the way to joint action took no time."
	default:
		l := r.Legs[longest]
		p.Finding = fmt.Sprintf("The longest leg took %s of %s (%s): %s.", span(*l.Hours), span(total),
			percent(*l.Hours/total), inSentence(l.Title))
	}
	p.Draw = func(s *draw.Sheet) {
		b := s.Begin("", "took", 0, total, hourGrid(total, s.Narrow()))
		at := 0.0
		for i, l := range r.Legs {
			if l.Hours == nil {
				row := b.Row(l.Title, "", []string{"did not come"}, false, 18)
				b.Line(b.X(at), row.Top, b.X(at), row.Bottom, draw.Stroke(draw.Soft, 1.5, "2 2"))
				continue
			}
			row := b.Row(l.Title, "", []string{span(*l.Hours)}, i == longest, 18)
			colour := draw.Middle
			if i == longest {
				colour = draw.Strong
			}
			b.Box(b.X(at), row.Middle-9, max(b.X(at+*l.Hours)-b.X(at), 2), 18, colour)
			at += *l.Hours
		}
		b.End()
	}
	return p, true
}
