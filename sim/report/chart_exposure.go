package report

import "tocsin/sim/report/draw"

// exposurePicture draws how many systems ran each version over time, and how many of them were exposed.
func exposurePicture(r *Report) (Picture, bool) {
	if !ran(r) {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "exposure", Title: "Who ran which version, and who was exposed",
		Finding: exposureFinding(r),
		Reading: "The grey band is how many systems ran the version, the line how many of them were exposed to its flaw. " +
			"All versions have one scale. At the right: the most that were exposed at one time, and the hours of all of them."},
		Head: []string{"Version", "From", "Systems that run it", "Exposed"}}
	for i := range r.Versions {
		for _, st := range r.Versions[i].Steps {
			p.Rows = append(p.Rows, []string{r.Versions[i].Title, hoursText(st.Hours), counted(st.Running, "system"),
				counted(st.Exposed, "system")})
		}
	}
	p.Draw = func(s *draw.Sheet) { drawExposure(s, r) }
	return p, true
}

func drawExposure(s *draw.Sheet, r *Report) {
	const height = 46
	end, most := r.Overview.EndHours, 1
	for i := range r.Versions {
		for _, st := range r.Versions[i].Steps {
			most = max(most, st.Running)
		}
	}
	b := s.Begin("", "exposed", 0, end, hourGrid(end, s.Narrow()))
	for i := range r.Versions {
		l := &r.Versions[i]
		if len(l.Steps) == 0 {
			continue
		}
		var levels []level
		for _, st := range l.Steps {
			levels = append(levels, level{st.Hours, float64(st.Exposed) / float64(most), 0,
				float64(st.Running) / float64(most)})
		}
		figures := []string{"nobody"}
		if l.Exposed > 0 {
			figures = []string{counted(l.Most, "system"), l.Hours() + " hours"}
		}
		row := b.Row(l.Title, l.Of, figures, l.Exposed > 0, height)
		drawLevels(b, row.About(height), levels, end)
	}
	b.End()
}
