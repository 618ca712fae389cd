package control

import (
	"cmp"
	"slices"
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
func (k *Knowledge) View(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	if len(c.Facts) == 0 {
		return []string{th.Dim.Render("There is nothing to know in this scenario.")}
	}
	k.List.Clamp(len(c.Facts))
	most := max(h-2-min(len(c.Facts), h/2), 3)
	detail := factDetail(th, c, clock, c.Facts[k.List.Cursor], w, most)
	detail = detail[:min(len(detail), most)]
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

// cells says how wide a role's column is, from 4 to most, and how many of those left fit.
func cells(room, left, all, most int) (width, fit int) {
	if all == 0 {
		return 4, 0
	}
	width = min(max(room/all, 4), most)
	return width, max(min(room/width, left), 1)
}

// heads are the heads of columns of seats: their titles where all of these fit, else their ids, or as
// much of them as there is room for. Rows of a table have the seats in the same order, with titles.
func heads(seats []exercise.Place, w int) []string {
	titles, ids := make([]string, len(seats)), make([]string, len(seats))
	fit := true
	for i, s := range seats {
		titles[i], ids[i] = cmp.Or(s.Title, s.ID), widget.Title(s.ID[:min(len(s.ID), w)]) // letters of ASCII
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

// factDetail is a fact: as lists of who knows it, who lacks it and what it is evidence for, where h lines have
// room for them, else in a few sentences, which may be longer.
func factDetail(th theme.Theme, c *exercise.Control, clock exercise.Clock, f exercise.WorldFact, w, h int) []string {
	head := f.Mark
	if f.Grade != "" {
		head += ", grade " + f.Grade
	}
	if f.Decoy {
		head += ", leads nowhere"
	}
	out := labelled(th, f.Title+" ("+head+")", f.Text, w)
	left := (w - 3) / 2
	right := w - 3 - left
	if w < Wide {
		left, right = w, w
	}
	a, b := factKnown(th, f, left), append(factLacked(th, c, clock, f, right), factSpeaks(th, c, f, right)...)
	lists := append(append(a, ""), b...)
	if w >= Wide {
		n := max(len(a), len(b))
		lists = widget.Beside(th.Rule.Render(" │ "), widget.Block(a, left, n), widget.Block(b, right, n))
	}
	if len(out)+1+len(lists) <= h {
		return append(append(out, ""), lists...)
	}
	return append(out, factSentences(th, f, w)...)
}

// lacking are the seats that need a fact and do not know it.
func lacking(f exercise.WorldFact) []string {
	var known []string
	for _, k := range f.Known {
		known = append(known, k.Title)
	}
	return without(f.Needed, known)
}

func factSentences(th theme.Theme, f exercise.WorldFact, w int) []string {
	var known []string
	for _, k := range f.Known {
		from := ""
		if k.From != "" {
			from = " from " + k.From
		}
		known = append(known, k.Title+from+" "+k.At.T)
	}
	if len(known) == 0 {
		known = []string{"nobody"}
	}
	return append(labelled(th, "Known by", strings.Join(known, "; "), w),
		labelled(th, "Still needed by", strings.Join(lacking(f), ", "), w)...)
}

// factKnown lists who knows a fact, in the order in which they came to know it.
func factKnown(th theme.Theme, f exercise.WorldFact, w int) []string {
	out := []string{widget.TitleLine(th, "Who knows it", plural(len(f.Known), "seat", "seats"), w, false)}
	known := slices.Clone(f.Known)
	slices.SortStableFunc(known, func(a, b exercise.WorldKnower) int { return cmp.Compare(a.At.Hours, b.At.Hours) })
	for i, k := range known {
		from := "found out"
		if k.From != "" {
			from = "from " + k.From
		}
		when := k.At.Date
		if i > 0 && k.At.Hours > known[0].At.Hours {
			when += ", " + widget.Span(k.At.Hours-known[0].At.Hours) + " after the first"
		}
		out = append(out, entry(" "+th.Good.Render("K")+" "+k.Title+", "+from, th.Dim.Render(when), w)...)
	}
	if len(known) == 0 {
		out = append(out, th.Dim.Render(" Nobody knows it yet."))
	}
	return out
}

// factLacked lists who needs a fact and does not know it, and what would move it.
func factLacked(th theme.Theme, c *exercise.Control, clock exercise.Clock, f exercise.WorldFact, w int) []string {
	lack := lacking(f)
	out := []string{widget.TitleLine(th, "Who needs it and does not know", plural(len(lack), "seat", "seats"), w, false)}
	for _, name := range lack {
		out = append(out, widget.Fit(" "+th.Bad.Render("!")+" "+name, w))
	}
	if len(lack) == 0 {
		out = append(out, th.Dim.Render(" Nobody."))
	}
	for i := range c.Together.Hangs {
		g := &c.Together.Hangs[i]
		if g.Kind != exercise.HangsFact || g.ID != f.ID {
			continue
		}
		out = append(out, th.Dim.Render(" "+g.Title+" could tell it, for "+
			widget.Span(clock.Now.Hours-g.Since.Hours)+" now:"))
		for _, how := range g.How {
			out = append(out, styled(th.Dim.Render, widget.WrapIndent("   "+how, w, 5))...)
		}
	}
	for _, m := range c.Together.Moving {
		if m.Kind == "fact" && m.What == f.Title {
			out = append(out, entry(" ~ On its way from "+m.From+" to "+m.To, th.Dim.Render(widget.Due(clock, m.Due)), w)...)
		}
	}
	return out
}

// factSpeaks lists the hypotheses that a fact is evidence for or against.
func factSpeaks(th theme.Theme, c *exercise.Control, f exercise.WorldFact, w int) []string {
	if c.Picture == nil {
		return nil
	}
	var out []string
	for _, h := range c.Picture.Hypotheses {
		for _, side := range []struct {
			word string
			list []exercise.Evidence
		}{{"+ for: ", h.For}, {"- against: ", h.Against}} {
			if slices.ContainsFunc(side.list, func(e exercise.Evidence) bool { return e.ID == f.ID }) {
				out = append(out, widget.Fit(" "+side.word+h.Title, w))
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return append([]string{"", widget.TitleLine(th, "What it is evidence for", "", w, false)}, out...)
}
