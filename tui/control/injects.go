package control

import (
	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// InjectRows gives the lines of a list of injects: when each comes or what it waits for, in a column
// that is as wide as the list needs, its title, and to whom it goes.
func InjectRows(th theme.Theme, c *exercise.Control, list []exercise.Planned, clock exercise.Clock,
	w int) func(i int, here bool) string {
	const step, most = 6, 24 // in steps, so that the column does not jump with every second
	first := step
	for _, p := range list {
		first = min(max(first, (widget.Width(injectState(p, clock))+1+step)/step*step), most)
	}
	return func(i int, here bool) string { return injectRow(th, c, list[i], clock, w, first, here) }
}

func injectRow(th theme.Theme, c *exercise.Control, p exercise.Planned, clock exercise.Clock, w, first int,
	here bool) string {
	when := injectState(p, clock)
	style := th.Dim
	switch {
	case p.State == "held" || p.Suggest != "":
		style = th.Warn
	case p.State == "due":
		style = th.Number
	}
	text := p.Title
	if p.Edited {
		text = "(edited) " + text
	}
	if room := w - first - 2; room >= 60 { // whom it goes to has a column of its own
		to := min(room*2/5, 44)
		text = widget.Fit(widget.Cut(text, room-to-2), room-to) + toWithin(c, p, to)
	} else { // the title gives way to whom it goes to, as far as two in five
		to := toWithin(c, p, max(room-widget.Width(text)-5, room*2/5))
		text = widget.Cut(text, room-widget.Width(to)-5) + "  to " + to
	}
	head := widget.Fit(when, first-1) + " "
	if here {
		return th.Selected.Render(widget.Fit(widget.Mark(true)+head+text, w))
	}
	return widget.Mark(false) + style.Render(head) + widget.Cut(text, w-first-2)
}

// To is whom an inject goes to, in words.
func To(c *exercise.Control, p exercise.Planned) string { return c.Whom(p.To) }

// toWithin is To in at most w columns.
func toWithin(c *exercise.Control, p exercise.Planned, w int) string {
	if all := To(c, p); widget.Width(all) <= w || len(p.To) == 0 || len(p.To) >= len(c.Seats) {
		return widget.Cut(all, w)
	}
	return widget.Few(p.To, w)
}

func objectiveTitle(c *exercise.Control, id string) string {
	for _, o := range c.Objectives {
		if o.ID == id {
			return o.Title
		}
	}
	return id
}

// dueWords say how long it is until an inject comes.
func dueWords(p exercise.Planned, clock exercise.Clock) string {
	if p.Due.Hours <= 0 && clock.Phase == "before STARTEX" {
		return "at STARTEX"
	}
	return widget.Due(clock, *p.Due)
}

// injectState says in a few words when an inject comes, or what it waits for.
func injectState(p exercise.Planned, clock exercise.Clock) string {
	switch {
	case p.State == "held":
		return "HELD: waits for you"
	case p.Suggest != "":
		return "SUGGESTED NOW"
	case p.Unneeded:
		return "not needed as it is"
	case p.State == "due" && p.Due != nil:
		when := "in " + widget.Span(p.Due.Hours-clock.Now.Hours)
		if p.Due.Hours <= 0 {
			when = "at STARTEX"
		}
		if here := widget.Here(p.Due.Hours-clock.Now.Hours, clock); here != "" {
			when += ", " + here
		}
		if p.Hold {
			when += ", hold"
		}
		return when
	case p.State == "due":
		return "at a time of chance"
	case p.State == "waits for its condition":
		return "on its condition"
	case p.State == "delivered" && p.Last != nil:
		return "came " + p.Last.T
	}
	return p.State
}

// InjectDetail is everything about an inject, for staff: what it says, the private hint,
// what good players would do.
func InjectDetail(th theme.Theme, c *exercise.Control, p exercise.Planned, clock exercise.Clock, w int) []string {
	head := p.From + ", by " + p.Media + ", to " + To(c, p)
	out := []string{th.Strong.Render(widget.Cut(p.Title, w)), th.Dim.Render(widget.Cut(head, w))}
	if p.Suggest != "" {
		out = append(out, wrapped(th.Warn.Render, "Why now: "+p.Suggest, w)...)
	}
	for _, word := range p.Words() {
		out = append(out, labelled(th, word[0], word[1], w)...)
	}
	out = append(out, labelled(th, "Expected of players", p.Expected(), w)...)
	out = append(out, labelled(th, "Text", p.Text, w)...)
	switch {
	case p.State == "waits for its condition":
		out = append(out, labelled(th, "Comes when", p.Comes, w)...)
	case p.Due != nil && p.State != "delivered":
		out = append(out, labelled(th, "Due", p.Due.Date+", "+dueWords(p, clock), w)...)
	}
	out = append(out, labelled(th, "Does not come if", p.Bars, w)...)
	out = append(out, labelled(th, "Objective", objectiveTitle(c, p.Objective), w)...)
	if p.Times > 0 && p.Last != nil {
		out = append(out, labelled(th, "Came", p.Last.Date, w)...)
	}
	return out
}

func wrapped(style func(...string) string, s string, w int) []string {
	lines := widget.Wrap(s, w)
	for i := range lines {
		lines[i] = style(lines[i])
	}
	return lines
}
