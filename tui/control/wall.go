package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// MoveLines draw what a move was, for the wall and for those who drive it.
func MoveLines(th theme.Theme, m *exercise.MoveTold, w, h int) []string {
	out := []string{widget.Spread(th.Title.Render(widget.Cut(moveTitle(m), w*2/3)),
		th.Dim.Render(m.From.T+" to "+m.Until.T), w), ""}
	bar := func(name string, part, of int, text string) {
		length := min(max(w/4, 8), 40)
		share := 0.0
		if of > 0 {
			share = float64(part) / float64(of)
		}
		head := "  " + widget.Fit(name, 22) + th.Number.Render(widget.Bar(share, length)) + "  "
		for _, line := range widget.Wrap(text, max(w-length-26, 10)) {
			out = append(out, widget.Fit(head+line, w))
			head = widget.Fit("", length+26)
		}
	}
	pairs := plural(m.Pairs, "pair", "pairs")
	bar("Pairs that spoke", m.Spoke, m.Pairs, fmt.Sprintf("%d of %s", m.Spoke, pairs))
	bar("Pairs that never did", m.Never, m.Pairs, fmt.Sprintf("%d of %s since STARTEX", m.Never, pairs))
	bar("Facts in messages", m.Facts, m.Messages, fmt.Sprintf("%d of %s between seats, and %d to everyone", m.Facts,
		plural(m.Messages, "message", "messages"), m.Public))
	bar("Questions answered", m.Answered, m.Asked, fmt.Sprintf("%d of %d", m.Answered, m.Asked))
	clocks := m.Met + m.Late + m.Missed
	bar("Clocks met in time", m.Met, clocks, fmt.Sprintf("%d of %d%s%s", m.Met, clocks, many(m.Late, ", %d too late"),
		many(m.Running, ", %d still run")))
	acts := "  " + plural(m.Acts, "act", "acts")
	sum := widget.WrapIndent(acts+fmt.Sprintf(" of all seats, %s written down, %s that did nothing",
		plural(m.Decisions, "decision", "decisions"), plural(m.Quiet, "seat", "seats")), w, 2)
	sum[0] = th.Strong.Render(acts) + strings.TrimPrefix(sum[0], acts)
	out = append(append(out, ""), sum...)
	if len(m.Talked)+len(m.NeverTalked)+len(m.QuietSeats) > 0 {
		out = append(out, "")
		out = append(out, namedPairs(th, m, w, h-len(out))...)
	}
	return out
}

func moveTitle(m *exercise.MoveTold) string {
	if m.N == 0 {
		return m.Title
	}
	return fmt.Sprintf("What move %d was: %s", m.N, m.Title)
}

func many(n int, format string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(format, n)
}

// namedPairs are the pairs by name: who wrote most, who never did, who did nothing.
func namedPairs(th theme.Theme, m *exercise.MoveTold, w, h int) []string {
	if h < 2 {
		return nil
	}
	var talked, never []string
	for _, p := range m.Talked {
		talked = append(talked, fmt.Sprintf("%3d  %s and %s", p.N, p.A, p.B))
	}
	for _, p := range m.NeverTalked {
		never = append(never, p.A+" and "+p.B)
	}
	columns := [][]string{headed(th, "Spoke most", talked, h), headed(th, "Never spoke to each other", never, h),
		headed(th, "Did nothing", m.QuietSeats, h)}
	each := (w - 6) / 3
	if w < Wide {
		columns, each = columns[:2], (w-3)/2
	}
	for i := range columns {
		columns[i] = widget.Block(columns[i], each, h)
	}
	return widget.Beside("   ", columns...)
}

// headed is a list under its heading, at most h lines high.
func headed(th theme.Theme, heading string, list []string, h int) []string {
	out := []string{"  " + th.Strong.Render(heading)}
	if len(list) == 0 {
		return append(out, "  "+th.Dim.Render("nobody"))
	}
	for i, s := range list {
		if len(out) == h-1 && i < len(list)-1 {
			return append(out, "  "+th.Dim.Render(fmt.Sprintf("and %d more", len(list)-i)))
		}
		out = append(out, "  "+s)
	}
	return out
}

// PageLines draw a page of the hot wash as the wall shows it.
func PageLines(th theme.Theme, p *exercise.WallPage, w, h int) []string {
	title, right := p.Title, ""
	if p.Sheets > 1 {
		right = fmt.Sprintf("page %d of %d", p.Sheet, p.Sheets)
	}
	head := th.Title.Render(widget.Cut(title, max(w-24, 8)))
	if p.Badge != "" {
		head = ratingStyle(th, p.Badge).Render(" "+p.Badge+" ") + " " + head
	}
	out := []string{widget.Spread(head, th.Dim.Render(right), w), ""}
	if len(p.Steps) > 0 {
		out = append(out, waterfallLines(th, &exercise.Moments{Waterfall: p.Steps, Unit: p.Unit}, w)...)
	}
	if len(p.Parts) == 0 && len(p.Steps) == 0 {
		out = append(out, " "+th.Dim.Render("Nothing was noted. What would you say?"))
	}
	return append(out, partLines(th, p.Parts, w, max(h-len(out), 0))...)
}

// partLines are the parts of a page: with a line between points where h lines have room for that, and
// in two columns on a wide wall where one is too low.
func partLines(th theme.Theme, parts []exercise.WallPart, w, h int) []string {
	var lines []string
	for _, way := range []struct{ columns, air int }{{1, 1}, {2, 1}, {1, 0}, {2, 0}} {
		each := (w - (way.columns-1)*columnsApart) / way.columns
		if way.columns > 1 && each < leastColumn {
			continue
		}
		lines = pointLines(th, parts, min(each, 140), way.air)
		if way.columns > 1 {
			n := (len(lines) + 1) / 2
			for n < len(lines) && strings.HasPrefix(lines[n], "   ") { // no point in two columns
				n++
			}
			lines = widget.Beside(strings.Repeat(" ", columnsApart), widget.Block(lines[:n], each, n),
				widget.Block(lines[n:], each, n))
		}
		if len(lines) <= h {
			return lines
		}
	}
	if h < 2 {
		return nil
	}
	return append(lines[:h-1:h-1], " "+th.Dim.Render(widget.Cut("… too long for this wall: - on the console's page "+
		"Wall makes it shorter", w-1)))
}

// Columns of a page on the wall are at least so wide, and so far apart.
const (
	leastColumn  = 80
	columnsApart = 4
)

// pointLines are parts one under the other, with so many lines of air under each point.
func pointLines(th theme.Theme, parts []exercise.WallPart, w, air int) []string {
	var out []string
	for i, part := range parts {
		if i > 0 {
			out = append(out, "")
		}
		if part.Title != "" {
			out = append(out, " "+th.Strong.Render(widget.Cut(part.Title, w-1)))
		}
		for _, text := range part.Points {
			out = append(out, widget.WrapIndent(" • "+text, w-1, 3)...)
			out = append(out, make([]string, air)...)
		}
	}
	return out
}

// VenueLines are the open venues and who sits in them.
func VenueLines(th theme.Theme, venues []exercise.OpenVenue, w int) []string {
	var out []string
	for _, v := range venues {
		members := strings.Join(v.Members, ", ")
		if v.All {
			members = "every seat"
		}
		out = append(out, widget.WrapIndent(th.Strong.Render(v.Title)+": "+members, w, 2)...)
	}
	return out
}
