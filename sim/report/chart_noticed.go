package report

import (
	"fmt"
	"slices"

	"tocsin/sim/report/draw"
)

// noticedPicture draws what systems failed and who came to see it, when: what was true
// against what was seen.
func noticedPicture(r *Report) (Picture, bool) {
	shown := troubled(r.Systems)
	if len(shown) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "noticed", Title: "What failed, and who noticed",
		Reading: "Bars: the true state of each system, as in the timeline. Rings under them: a seat that came to " +
			"see its state. Where rings are far to the right of a bar's beginning, people worked from an old picture."},
		Head: []string{"System", "Change", "At", "First noticed", "By", "After", "Seats that noticed"}}
	slowest, which, blind, changes := -1.0, "", 0, 0
	for _, sys := range shown {
		for i, st := range sys.States {
			if i == 0 && st.State == "normal" {
				continue
			}
			changes++
			row := []string{sys.Title, st.State, hoursText(st.Hours), "", "", "", "0"}
			if seen := noticings(sys, i); len(seen) > 0 {
				delay := max(seen[0].Hours-st.Hours, 0)
				row = []string{sys.Title, st.State, hoursText(st.Hours), hoursText(seen[0].Hours), seen[0].Title,
					span(delay), fmt.Sprint(len(seen))}
				if delay > slowest {
					slowest, which = delay, sys.Title
				}
			} else {
				blind++
			}
			p.Rows = append(p.Rows, row)
		}
	}
	switch {
	case blind == changes && changes == 1:
		p.Finding = "Nobody noticed the one change of state."
	case blind > 0:
		p.Finding = fmt.Sprintf("Nobody noticed %d of %s of state.", blind, counted(changes, "change"))
	case slowest > 0:
		p.Finding = fmt.Sprintf("Every change of state was noticed; it took longest, %s, for “%s”.", span(slowest),
			which)
	default:
		p.Finding = "Every change of state was noticed at once by at least one seat."
	}
	p.Draw = func(s *draw.Sheet) { drawNoticed(s, shown, r.Overview.EndHours) }
	return p, true
}

// noticings are those that saw a system's state while it lasted.
func noticings(sys SystemLine, state int) []Noticing {
	var out []Noticing
	for _, n := range sys.Noticed {
		if n.State == sys.States[state].State && n.Hours >= sys.States[state].Hours &&
			(state+1 == len(sys.States) || n.Hours <= sys.States[state+1].Hours) {
			out = append(out, n)
		}
	}
	return out
}

func drawNoticed(s *draw.Sheet, shown []SystemLine, end float64) {
	b := s.Begin("", "seats that noticed", 0, end, hourGrid(end, s.Narrow()))
	for _, sys := range shown {
		var who []string
		for _, n := range sys.Noticed {
			if !slices.Contains(who, n.Role) {
				who = append(who, n.Role)
			}
		}
		r := b.Row(sys.Title, ownerText(sys.Owner), []string{counted(len(who), "seat")}, false, 30)
		bar := draw.Row{Top: r.Middle - 14, Bottom: r.Middle, Middle: r.Middle - 7}
		for i, st := range sys.States {
			to := end
			if i+1 < len(sys.States) {
				to = sys.States[i+1].Hours
			}
			state(s, st.State, b.X(st.Hours), b.X(to), bar)
		}
		for _, n := range sys.Noticed {
			s.Mark(draw.Ring, b.X(n.Hours), r.Middle+8, 4.2)
		}
	}
	b.End()
}

func ownerText(title string) string {
	if title == "" || title == "none" {
		return "nobody's own"
	}
	return "of " + title
}
