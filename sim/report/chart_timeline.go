package report

import (
	"cmp"
	"fmt"
	"slices"
)

// timelinePicture draws the exercise by seat: the systems that failed above, who did
// what below, on one scale of time.
func timelinePicture(r *Report) (Picture, bool) {
	if len(r.Timeline) == 0 {
		return Picture{}, false
	}
	p := Picture{Name: "timeline", Title: "The exercise by seat",
		Finding: timelineFinding(r),
		Reading: "Time runs from left to right. A full dark bar is a failed system, a half bar a degraded one, a dashed outline one that was isolated. Each seat has four rows: what it learned, what it told, what it did, and its duties. Dashed lines are the ends of moves.",
		Head:    []string{"Seat", "Learned", "Told", "Acted or committed", "Duties met", "Duties missed", "First act"}}
	for _, lane := range lanes(r) {
		first := ""
		if lane.first != nil {
			first = hoursText(*lane.first)
		}
		n := lane.count
		p.Rows = append(p.Rows, []string{lane.title, figure(n[ring]), figure(n[triangle]), figure(n[square]), figure(n[pennant]), figure(n[cross]), first})
	}
	p.draw = func(s *sheet) { drawTimeline(s, r, r.Overview.EndHours) }
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
	p := Picture{Name: "beginning", Title: "The exercise by seat, until " + hoursText(end),
		Finding: fmt.Sprintf("Nine in ten of all that seats learned, told and did came before %s, in the first %s of the time.", hoursText(most), percent(most/r.Overview.EndHours)),
		Reading: "The same as the picture before, its beginning drawn larger.",
		Head:    []string{"Seat", "Until " + hoursText(end), "Later"}}
	for _, l := range lanes(r) {
		before := 0
		for _, m := range l.marks {
			if m.at <= end {
				before++
			}
		}
		p.Rows = append(p.Rows, []string{l.title, fmt.Sprint(before), fmt.Sprint(len(l.marks) - before)})
	}
	p.draw = func(s *sheet) { drawTimeline(s, r, end) }
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

// seatMarks are the kinds of event that stand in a seat's lane, and with what shape.
var seatMarks = map[string]shape{
	"fact.learned": ring, "message.sent": triangle, "action.started": square, "joint.committed": square, "joint.proposed": square,
	"obligation.met": pennant, "obligation.missed": cross,
}

// lane is what one seat did, when.
type lane struct {
	title string
	marks []laneMark
	count map[shape]float64
	first *float64 // its first act or commitment
}

type laneMark struct {
	at    float64
	shape shape
}

// lanes sorts the timeline by seat, in the order of the seats.
func lanes(r *Report) []lane {
	place := map[string]int{}
	var out []lane
	for _, seat := range r.Seats {
		place[seat.Role] = len(out)
		out = append(out, lane{title: seat.Title, count: map[shape]float64{}})
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
		if sh == square && l.first == nil {
			l.first = &e.Hours
		}
	}
	return out
}

// drawTimeline draws the exercise from STARTEX to a time.
func drawTimeline(s *sheet, r *Report, end float64) {
	grid := hourGrid(end, s.narrow())
	b := s.begin("The cascade", "", 0, end, grid)
	if !s.narrow() {
		b.right = s.width - gutter - 20
	}
	for _, m := range r.Overview.Moves {
		if m.To < end {
			b.cuts = append(b.cuts, m.To)
		}
	}
	shown := troubled(r.Systems)
	for _, sys := range shown {
		row := b.row(sys.Title, "", nil, false, 16)
		for i, st := range sys.States {
			to := end
			if i+1 < len(sys.States) {
				to = sys.States[i+1].Hours
			}
			if st.Hours > end {
				break
			}
			state(s, st.State, b.x(st.Hours), b.x(to), row.about(16))
		}
	}
	if len(shown) == 0 {
		b.row("No system left its normal state", "", nil, false, 16)
	}
	b.y += 10
	b.y = b.lines(gutter, b.y, fromLeft, head, []string{"The seats"}) + 6
	if joints := jointMarks(r.Timeline); len(joints) > 0 {
		row := b.row("All together", "", nil, true, 18)
		b.spread(joints, row.about(18))
	}
	for _, l := range lanes(r) {
		row := b.row(l.title, "", nil, false, 38)
		b.line(b.left, row.bottom+rowGap/2, b.right, row.bottom+rowGap/2, pen{gridLine, 1, ""})
		b.spread(l.marks, row)
	}
	b.end()
	s.key([]keyItem{
		{func(x, y float64) { state(s, "failed", x-7, x+7, row{y - 7, y + 7, y}) }, "failed"},
		{func(x, y float64) { state(s, "degraded", x-7, x+7, row{y - 7, y + 7, y}) }, "degraded"},
		{func(x, y float64) { state(s, "isolated", x-7, x+7, row{y - 7, y + 7, y}) }, "isolated"},
		shapeKey(s, ring, "learned a fact"), shapeKey(s, triangle, "told somebody"), shapeKey(s, square, "acted or committed"),
		shapeKey(s, pennant, "met a duty"), shapeKey(s, cross, "missed a duty, or a joint action lapsed"), shapeKey(s, diamond, "joint action done"),
	})
}

// troubled is the systems that were ever out of their normal state, at most so many that
// they can be read.
func troubled(all []SystemLine) []SystemLine {
	const most = 20
	var out []SystemLine
	for _, sys := range all {
		if slices.ContainsFunc(sys.States, func(st SystemState) bool { return st.State != "normal" }) && len(out) < most {
			out = append(out, sys)
		}
	}
	return out
}

// state draws a stretch of a system's state.
func state(s *sheet, state string, from, to float64, r row) {
	w, h := max(to-from, 1.5), r.bottom-r.top
	switch state {
	case "failed":
		s.box(from, r.top, w, h, dark)
	case "degraded":
		s.box(from, r.top+h/2, w, h/2, middle)
	case "isolated":
		s.frame(from, r.top+1, w, h-2, paper, pen{dark, 1.4, "3 2"})
	default:
		s.line(from, r.bottom-1, from+w, r.bottom-1, pen{middle, 1.5, ""})
	}
}

// jointMarks are the joint actions that came about or to nothing.
func jointMarks(entries []TimelineEntry) []laneMark {
	var out []laneMark
	for _, e := range entries {
		switch e.Kind {
		case "joint.done":
			out = append(out, laneMark{e.Hours, diamond})
		case "joint.lapsed", "joint.failed":
			out = append(out, laneMark{e.Hours, cross})
		}
	}
	return out
}

// spread draws the marks of a lane, each shape in a row of its own, and one for those
// that would cover one another.
func (b *board) spread(marks []laneMark, r row) {
	level := map[shape]float64{ring: -14, triangle: -5, square: 4, pennant: 14, cross: 14}
	if r.bottom-r.top < 30 {
		level = nil // a lane for one kind of thing
	}
	last := map[shape]float64{}
	sorted := slices.Clone(marks)
	slices.SortStableFunc(sorted, func(a, c laneMark) int { return cmp.Compare(a.at, c.at) })
	for _, m := range sorted {
		if m.at > b.hi {
			break
		}
		x := b.x(m.at)
		if was, any := last[m.shape]; any && x-was < 1.5 {
			continue
		}
		last[m.shape] = x
		b.mark(m.shape, x, r.middle+level[m.shape], 3.8)
	}
}
