package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// PageLines draw a page of the hot wash as the wall shows it.
func PageLines(th theme.Theme, p *exercise.WallPage, w, h int) []string {
	out := smallHead(th, p, w)
	if len(p.Steps) > 0 {
		out = append(out, waterfallLines(th, &exercise.Moments{Waterfall: p.Steps, Unit: p.Unit}, w)...)
	}
	if len(p.Parts) == 0 && len(p.Steps) == 0 {
		out = append(out, " "+th.Dim.Render("Nothing was noted. What would you say?"))
	}
	return append(out, partLines(th, p.Parts, w, max(h-len(out), 0))...)
}

// pageTitle is the title of a page, and which of those with this title it is.
func pageTitle(p *exercise.WallPage) string {
	if p.Sheets < 2 {
		return p.Title
	}
	return fmt.Sprintf("%s (%d of %d)", p.Title, p.Sheet, p.Sheets)
}

// pageOf says how far the room has come in the pages.
func pageOf(p *exercise.WallPage) string {
	if p.Of < 2 {
		return ""
	}
	return fmt.Sprintf("page %d of %d", p.N, p.Of)
}

// LargePage draws a page of the hot wash in letters that are read from the back of a room: its points, and
// its title and headings where there is room for them too; else at least its title. It is nil where w
// columns and h lines have no room for that.
func LargePage(th theme.Theme, p *exercise.WallPage, w, h int) []string {
	large := pageHead(th, p, w)
	if len(p.Steps) > 0 {
		steps := largeWaterfall(th, &exercise.Moments{Waterfall: p.Steps, Unit: p.Unit}, w)
		out := append(append(large, steps...), pointLines(th, p.Parts, w, 0)...)
		if large == nil || steps == nil || len(out) > h {
			return nil
		}
		return out
	}
	for _, way := range []struct {
		head     []string
		headings bool
	}{{large, true}, {large, false}, {smallHead(th, p, w), false}} {
		points := largePoints(th, p.Parts, w, way.headings)
		if way.head != nil && points != nil && len(way.head)+len(points) <= h {
			return append(way.head, points...)
		}
	}
	if large == nil || 4*len(large) > h {
		return nil
	}
	return append(large, partLines(th, p.Parts, w, h-len(large))...)
}

// pageHead is a page's title and badge in large letters, or nil.
func pageHead(th theme.Theme, p *exercise.WallPage, w int) []string {
	const gap = 4
	badge, wide := widget.Large(p.Badge, w), 0
	if len(badge) > 0 {
		wide = widget.Width(badge[0]) + gap
	}
	title := widget.Large(p.Title, w-wide)
	if title == nil || p.Badge != "" && badge == nil {
		return nil
	}
	var out []string
	if right := pageOf(p); right != "" {
		out = append(out, th.Dim.Render(widget.Spread("", right, w)))
	}
	for i, line := range title {
		before := strings.Repeat(" ", wide)
		if i < len(badge) {
			before = ratingStyle(th, p.Badge).Render(badge[i]) + strings.Repeat(" ", gap)
		}
		out = append(out, before+th.Title.Render(line))
	}
	return append(out, "")
}

// smallHead is a page's title and badge on one line.
func smallHead(th theme.Theme, p *exercise.WallPage, w int) []string {
	right := pageOf(p)
	head := th.Title.Render(widget.Cut(pageTitle(p), max(w-widget.Width(right)-6, 8)))
	if p.Badge != "" {
		head = ratingStyle(th, p.Badge).Render(" "+p.Badge+" ") + " " + head
	}
	return []string{widget.Spread(head, th.Dim.Render(right), w), ""}
}

// largePoints are parts one under the other in large letters, their headings too or not; nil where that
// cannot be.
func largePoints(th theme.Theme, parts []exercise.WallPart, w int, headings bool) (out []string) {
	dot := [widget.LargeHeight]string{"      ", "▄▄    ", "▀▀    ", "      "}
	for _, part := range parts {
		if part.Title != "" {
			heading := []string{widget.Cut(part.Title, w)}
			if headings {
				heading = append(widget.Large(part.Title, w), "")
			}
			for _, line := range heading {
				out = append(out, th.Title.Render(line))
			}
		}
		for _, text := range part.Points {
			lines := widget.Large(text, w-len(dot[0]))
			if lines == nil {
				return nil
			}
			for i, line := range lines {
				before := dot[0]
				if i < len(dot) {
					before = dot[i]
				}
				out = append(out, before+line)
			}
			out = append(out, "")
		}
	}
	return out
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
