package report

import (
	"cmp"
	"fmt"
	"slices"

	"tocsin/sim/report/draw"
)

// timelinePicture draws the exercise by seat: the systems that failed above, who did
// what below, on one scale of time.
func timelinePicture(r *Report) (Picture, bool) {
	if len(r.Timeline) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "timeline", Title: "The exercise by seat",
		Finding: timelineFinding(r),
		Reading: "Time runs from left to right. A full bar is a failed system, a half bar a degraded one, a " +
			"dashed outline one that was isolated. Each seat has four rows: what it learned, what it told, what it did, and its duties. Dashed lines are the ends of moves."},
		Head: []string{"Seat", "Learned", "Told", "Acted or committed", "Duties met", "Duties missed", "First act"}}
	for _, lane := range lanes(r) {
		first := ""
		if lane.first != nil {
			first = hoursText(*lane.first)
		}
		n := lane.count
		p.Rows = append(p.Rows, []string{lane.title, figure(n[draw.Ring]), figure(n[draw.Triangle]),
			figure(n[draw.Square]), figure(n[draw.Pennant]), figure(n[draw.Cross]), first})
	}
	p.Draw = func(s *draw.Sheet) { drawTimeline(s, r, r.Overview.EndHours) }
	return p, true
}

// beginningPicture draws the part of the timeline in which nearly all was done, where
// that is a small part of the exercise.
func beginningPicture(r *Report) (Picture, bool) {
	var at []float64
	for _, l := range lanes(r) {
		for _, m := range l.marks {
			at = append(at, m.at)
		}
	}
	if len(at) < 10 {
		return Picture{}, false
	}
	slices.Sort(at)
	most := at[len(at)*9/10]
	if most <= 0 || most > 0.3*r.Overview.EndHours {
		return Picture{}, false
	}
	end := min(1.2*most, r.Overview.EndHours)
	p := Picture{Picture: draw.Picture{Name: "beginning", Title: "The exercise by seat, until " + hoursText(end),
		Finding: fmt.Sprintf("Nine in ten of all that seats learned, told and did came before %s, in the first %s "+
			"of the time.", hoursText(most), percent(most/r.Overview.EndHours)),
		Reading: "The same as the picture before, its beginning drawn larger."},
		Head: []string{"Seat", "Until " + hoursText(end), "Later"}}
	for _, l := range lanes(r) {
		before := 0
		for _, m := range l.marks {
			if m.at <= end {
				before++
			}
		}
		p.Rows = append(p.Rows, []string{l.title, fmt.Sprint(before), fmt.Sprint(len(l.marks) - before)})
	}
	p.Draw = func(s *draw.Sheet) { drawTimeline(s, r, end) }
	return p, true
}

func timelineFinding(r *Report) string {
	failed, first := 0, -1.0
	for _, sys := range r.Systems {
		i := slices.IndexFunc(sys.States, func(st SystemState) bool { return st.State == "failed" })
		if i < 0 {
			continue
		}
		if failed++; first < 0 || sys.States[i].Hours < first {
			first = sys.States[i].Hours
		}
	}
	what := "No system failed"
	switch {
	case failed == 1:
		what = "One system failed, at " + hoursText(first)
	case failed > 1:
		what = fmt.Sprintf("%d of %d systems failed, the first at %s", failed, len(r.Systems), hoursText(first))
	}
	for _, e := range r.Timeline {
		if e.Kind == "joint.done" {
			return fmt.Sprintf("%s; the first joint action was done at %s.", what, hoursText(e.Hours))
		}
	}
	return what + "; no joint action was done."
}

// seatMarks are the kinds of event that are in a seat's lane, and with what shape.
var seatMarks = map[string]draw.Shape{
	"fact.learned": draw.Ring, "message.sent": draw.Triangle, "action.started": draw.Square,
	"joint.committed": draw.Square, "joint.proposed": draw.Square,
	"obligation.met": draw.Pennant, "obligation.missed": draw.Cross,
}

// lane is what one seat did, when.
type lane struct {
	title string
	marks []laneMark
	count map[draw.Shape]float64
	first *float64 // its first act or commitment
}

type laneMark struct {
	at    float64
	shape draw.Shape
}

// lanes sorts the timeline by seat, in the order of the seats.
func lanes(r *Report) []lane {
	place := map[string]int{}
	var out []lane
	for _, seat := range r.Seats {
		place[seat.Role] = len(out)
		out = append(out, lane{title: seat.Title, count: map[draw.Shape]float64{}})
	}
	for _, e := range r.Timeline {
		i, seated := place[e.Role]
		sh, shown := seatMarks[e.Kind]
		if !seated || !shown {
			continue
		}
		l := &out[i]
		l.marks = append(l.marks, laneMark{e.Hours, sh})
		l.count[sh]++
		if sh == draw.Square && l.first == nil {
			l.first = &e.Hours
		}
	}
	return out
}

// drawTimeline draws the exercise from STARTEX to a time.
func drawTimeline(s *draw.Sheet, r *Report, end float64) {
	grid := hourGrid(end, s.Narrow())
	b := s.Begin("The cascade", "", 0, end, grid)
	if !s.Narrow() {
		b.Right = s.Width - draw.Gutter - 20
	}
	for _, m := range r.Overview.Moves {
		if m.To < end {
			b.Cuts = append(b.Cuts, m.To)
		}
	}
	shown := troubled(r.Systems)
	for _, sys := range shown {
		row := b.Row(sys.Title, "", nil, false, 16)
		for i, st := range sys.States {
			to := end
			if i+1 < len(sys.States) {
				to = sys.States[i+1].Hours
			}
			if st.Hours > end {
				break
			}
			state(s, st.State, b.X(st.Hours), b.X(to), row.About(16))
		}
	}
	if len(shown) == 0 {
		b.Row("No system left its normal state", "", nil, false, 16)
	}
	b.Y += 10
	b.Y = b.Lines(draw.Gutter, b.Y, draw.FromLeft, draw.Head, []string{"The seats"}) + 6
	if joints := jointMarks(r.Timeline); len(joints) > 0 {
		row := b.Row("All together", "", nil, true, 18)
		spread(b, joints, row.About(18))
	}
	for _, l := range lanes(r) {
		row := b.Row(l.title, "", nil, false, 38)
		b.Line(b.Left, row.Bottom+draw.RowGap/2, b.Right, row.Bottom+draw.RowGap/2, draw.Stroke(draw.Grid, 1, ""))
		spread(b, l.marks, row)
	}
	b.End()
	s.Key([]draw.KeyItem{
		{Draw: func(x, y float64) { state(s, "failed", x-7, x+7, draw.Row{Top: y - 7, Bottom: y + 7, Middle: y}) },
			Text: "failed"},
		{Draw: func(x, y float64) {
			state(s, "degraded", x-7, x+7,
				draw.Row{Top: y - 7, Bottom: y + 7, Middle: y})
		}, Text: "degraded"},
		{Draw: func(x, y float64) {
			state(s, "isolated", x-7, x+7,
				draw.Row{Top: y - 7, Bottom: y + 7, Middle: y})
		}, Text: "isolated"},
		s.ShapeKey(draw.Ring, "learned a fact"), s.ShapeKey(draw.Triangle, "told somebody"),
		s.ShapeKey(draw.Square, "acted or committed"),
		s.ShapeKey(draw.Pennant, "met a duty"), s.ShapeKey(draw.Cross, "missed a duty, or a joint action lapsed"),
		s.ShapeKey(draw.Diamond, "joint action done"),
	})
}

// troubled is the systems that were ever out of their normal state, at most so many that
// they can be read.
func troubled(all []SystemLine) []SystemLine {
	const most = 20
	var out []SystemLine
	for _, sys := range all {
		if slices.ContainsFunc(sys.States, func(st SystemState) bool { return st.State != "normal" }) &&
			len(out) < most {
			out = append(out, sys)
		}
	}
	return out
}

// state draws a stretch of a system's state.
func state(s *draw.Sheet, state string, from, to float64, r draw.Row) {
	w, h := max(to-from, 1.5), r.Bottom-r.Top
	switch state {
	case "failed":
		s.Box(from, r.Top, w, h, draw.Strong)
	case "degraded":
		s.Box(from, r.Top+h/2, w, h/2, draw.Middle)
	case "isolated":
		s.Frame(from, r.Top+1, w, h-2, draw.Paper, draw.Stroke(draw.Strong, 1.4, "3 2"))
	default:
		s.Line(from, r.Bottom-1, from+w, r.Bottom-1, draw.Stroke(draw.Middle, 1.5, ""))
	}
}

// jointMarks are the joint actions that came about or to nothing.
func jointMarks(entries []TimelineEntry) []laneMark {
	var out []laneMark
	for _, e := range entries {
		switch e.Kind {
		case "joint.done":
			out = append(out, laneMark{e.Hours, draw.Diamond})
		case "joint.lapsed", "joint.failed":
			out = append(out, laneMark{e.Hours, draw.Cross})
		}
	}
	return out
}

// spread draws the marks of a lane, each shape in a row of its own (duties met and missed share
// one). Of marks that would cover one another it draws the first.
func spread(b *draw.Board, marks []laneMark, r draw.Row) {
	level := map[draw.Shape]float64{draw.Ring: -14, draw.Triangle: -5, draw.Square: 4, draw.Pennant: 14,
		draw.Cross: 14}
	if r.Bottom-r.Top < 30 {
		level = nil // a lane for one kind of thing
	}
	last := map[draw.Shape]float64{}
	sorted := slices.Clone(marks)
	slices.SortStableFunc(sorted, func(a, c laneMark) int { return cmp.Compare(a.at, c.at) })
	for _, m := range sorted {
		if m.at > b.Hi {
			break
		}
		x := b.X(m.at)
		if was, any := last[m.shape]; any && x-was < 1.5 {
			continue
		}
		last[m.shape] = x
		b.Mark(m.shape, x, r.Middle+level[m.shape], 3.8)
	}
}
