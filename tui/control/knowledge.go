package control

import (
	"cmp"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Knowledge is who knows what, as a table of facts and roles: K knows, ! needs it and does
// not know, a dot for neither.
type Knowledge struct {
	List widget.List
	left int // first role shown, where they do not all fit
}

// Update moves the cursor.
func (k *Knowledge) Update(msg tea.KeyMsg, c *exercise.Control) bool {
	switch msg.String() {
	case "left", "h":
		k.left = max(k.left-1, 0)
		return true
	case "right", "l":
		k.left = min(k.left+1, max(len(c.Seats)-1, 0))
		return true
	}
	return k.List.Update(msg, len(c.Facts))
}

// View draws the table and, under it, the fact at the cursor.
func (k *Knowledge) View(th theme.Theme, c *exercise.Control, w, h int) []string {
	if len(c.Facts) == 0 {
		return []string{th.Dim.Render("There is nothing to know in this scenario.")}
	}
	k.List.Clamp(len(c.Facts))
	detail := knownDetail(th, c.Facts[k.List.Cursor], w)
	if most := max(h-2-min(len(c.Facts), h/2), 3); len(detail) > most {
		detail = detail[:most]
	}
	rows := max(h-len(detail)-2, 1)
	longest := 20
	for i := range c.Facts {
		longest = max(longest, widget.Width(c.Facts[i].Title)+2)
	}
	name := max(min(w/3, 40, longest), 12)
	cell, shown := cells(w-name-2, len(c.Seats)-k.left, len(c.Seats), 24)
	if shown >= len(c.Seats) {
		k.left = 0
	}
	seats := c.Seats[min(k.left, len(c.Seats)):]
	seats = seats[:min(len(seats), shown)]
	head := widget.Fit("  K knows  ! needs it", name+2)
	for _, name := range heads(seats, cell-1) {
		head += widget.Fit(name, cell)
	}
	out := []string{th.Dim.Render(widget.Fit(head, w))}
	out = append(out, k.List.View(len(c.Facts), w, rows, func(i int) []string {
		f := c.Facts[i]
		here := i == k.List.Cursor
		line := widget.Fit(f.Title, name-1) + " "
		for _, s := range seats {
			line += cellOf(th, f, s, cell)
		}
		return []string{widget.Line(th, line, w, here)}
	})...)
	out = append(out, th.Rule.Render(strings.Repeat("─", max(w, 0))))
	return append(out, detail...)
}

// cells says how wide a role's column is, at most, and how many fit.
func cells(room, left, all, most int) (width, fit int) {
	if all == 0 {
		return 4, 0
	}
	width = min(max(room/all, 4), most)
	return width, max(min(room/width, left), 1)
}

// heads are the heads of columns of seats: their titles where all of these fit, else their ids.
func heads(seats []exercise.Place, w int) []string {
	titles, ids := make([]string, len(seats)), make([]string, len(seats))
	fit := true
	for i, s := range seats {
		titles[i], ids[i] = cmp.Or(s.Title, s.ID), widget.Cut(s.ID, w)
		fit = fit && widget.Width(titles[i]) <= w
	}
	if fit {
		return titles
	}
	return ids
}

func cellOf(th theme.Theme, f exercise.WorldFact, s exercise.Place, w int) string {
	for _, k := range f.Known {
		if k.Role == s.ID {
			text := "K"
			if since := widget.Clock(k.At); widget.Width(since)+4 <= w {
				text += " " + since
			}
			return th.Good.Render(widget.Fit(text, w))
		}
	}
	for _, n := range f.Needed {
		if n == s.Title {
			return th.Bad.Render(widget.Fit("!", w))
		}
	}
	return th.Dim.Render(widget.Fit("·", w))
}

func knownDetail(th theme.Theme, f exercise.WorldFact, w int) []string {
	head := f.Mark
	if f.Grade != "" {
		head += ", grade " + f.Grade
	}
	out := labelled(th, f.Title+" ("+head+")", f.Text, w)
	var known []string
	have := map[string]bool{}
	for _, k := range f.Known {
		have[k.Title] = true
		from := ""
		if k.From != "" {
			from = " from " + k.From
		}
		known = append(known, k.Title+from+" "+k.At.T)
	}
	var lack []string
	for _, n := range f.Needed {
		if !have[n] {
			lack = append(lack, n)
		}
	}
	if len(known) == 0 {
		known = []string{"nobody"}
	}
	out = append(out, labelled(th, "Known by", strings.Join(known, "; "), w)...)
	return append(out, labelled(th, "Still needed by", strings.Join(lack, ", "), w)...)
}
