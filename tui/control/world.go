package control

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Wide is the width from which two columns are drawn.
const Wide = 110

// World is a page of everything in the world: gauges, the cascade, what is asked, agreed
// and owed.
type World struct{ scroll widget.Scroll }

// Update moves through the page.
func (s *World) Update(k tea.KeyMsg) bool { return s.scroll.Update(k) }

// View draws the page.
func (s *World) View(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	charts := chartRoom(len(c.Gauges), h)
	gauges := section{"Gauges", func(w int) []string { return Gauges(th, c, clock, w, charts) }}
	cascade := section{"Cascade", func(w int) []string { return Cascade(th, c, w) }}
	versions := where(len(c.Versions) > 0, "Who runs what", func(w int) []string { return Versions(th, c, w) })
	believed := section{"What watchers believe", func(w int) []string { return beliefs(th, c, w) }}
	joint := section{"Joint actions", func(w int) []string { return Joint(th, c, clock, w) }}
	asked := section{"Requests unanswered", func(w int) []string { return Requests(th, c, clock, w) }}
	owed := section{"Reporting clocks", func(w int) []string { return Duties(th, c, clock, w) }}
	decided := where(len(c.Decisions) > 0, "What seats have decided", func(w int) []string { return Decisions(th, c, w) })
	ways := where(len(c.Ways) > 0, "Ways of messages", func(w int) []string { return Ways(th, c, w) })
	prepared := where(len(c.Mechanisms) > 0, "Preparedness", func(w int) []string { return Prepared(th, c, clock, w) })
	column := func(w int, list ...section) []string { return sections(th, w, list) }
	// Notes are exchanged before STARTEX, when nothing else moves; later they are for looking up.
	var first, last []string
	var said []section
	if len(c.Exchange)+len(c.Promised) > 0 || c.Legibility != nil {
		said = append(said, section{"What filed if-then notes say together",
			func(w int) []string { return Exchange(th, c, w) }})
	}
	listed := section{"Notes that are filed", func(w int) []string { return FiledNotes(th, c, w) }}
	switch before := clock.Phase == "before STARTEX"; {
	case before && len(c.Filings) > 0:
		each := section{"If-then notes of each seat", func(w int) []string { return Filings(th, c, w) }}
		if first = column(w, append(said, each)...); w >= Wide && len(said) > 0 {
			first = abreast(th, w, func(w int) []string { return column(w, said...) },
				func(w int) []string { return column(w, each) })
		}
		first = append(first, "")
		if len(c.Filed) > 0 {
			last = append([]string{""}, column(w, listed)...)
		}
	case len(said) > 0 && len(c.Filed) > 0:
		last = append([]string{""}, column(w, append(said, listed)...)...)
	case len(said) > 0:
		last = append([]string{""}, column(w, said...)...)
	}
	if w < Wide {
		body := column(w, slices.Concat([]section{gauges, cascade}, versions, ways,
			[]section{believed, joint, asked, owed}, decided, prepared)...)
		return s.scroll.View(slices.Concat(first, body, last), h)
	}
	left := (w - 3) / 2
	right := w - 3 - left
	beside := slices.Concat([]section{joint, asked}, versions, ways, decided, prepared)
	b := column(right, cascade, believed, owed)
	all := column(right, append([]section{cascade, believed, owed}, beside...)...)
	whole := charts > 0 && len(all)+len(first)+len(last) <= h
	if whole {
		b, charts = all, h-len(first)-len(last)-2 // beside charts as high as the page
	}
	a := column(left, gauges)
	for _, x := range beside { // under what is shorter
		switch {
		case whole:
		case len(a) <= len(b):
			a = append(append(a, ""), column(left, x)...)
		default:
			b = append(append(b, ""), column(right, x)...)
		}
	}
	body := abreast(th, w, func(int) []string { return a }, func(int) []string { return b })
	return s.scroll.View(slices.Concat(first, body, last), h)
}

// section is a part of the page under a title.
type section struct {
	title string
	lines func(w int) []string
}

// where is a part of the page that is there only where there is something in it.
func where(there bool, title string, lines func(w int) []string) []section {
	if !there {
		return nil
	}
	return []section{{title, lines}}
}

// sections draws parts of the page one under the other.
func sections(th theme.Theme, w int, list []section) []string {
	var out []string
	for i, x := range list {
		if i > 0 {
			out = append(out, "")
		}
		out = append(out, widget.TitleLine(th, x.title, "", w, false))
		for _, line := range x.lines(w - 2) {
			out = append(out, " "+line)
		}
	}
	return out
}

// abreast draws two parts side by side.
func abreast(th theme.Theme, w int, left, right func(w int) []string) []string {
	width := (w - 3) / 2
	a, b := left(width), right(w-3-width)
	n := max(len(a), len(b))
	return widget.Beside(th.Rule.Render(" │ "), widget.Block(a, width, n), widget.Block(b, w-3-width, n))
}

// beliefs are the watchers who believe something else of a system than is so.
func beliefs(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	for _, s := range c.Systems {
		for _, n := range s.Noticed {
			if n.State != s.State {
				out = append(out, widget.WrapIndent(fmt.Sprintf("%s believes %s is %s; it is %s", n.Title, s.Title,
					n.State, stateWord(s.State)), w, 2)...)
			}
		}
	}
	if len(out) == 0 {
		out = append(out, th.Dim.Render("Every watcher knows the present state."))
	}
	return out
}

// vain says how the last try of a joint action ended to which nobody has committed now.
func vain(j exercise.WorldJoint) string {
	switch {
	case j.Failed == nil && j.Lapsed == nil:
		return "nobody yet"
	case j.Lapsed == nil || j.Failed != nil && j.Failed.Hours >= j.Lapsed.Hours:
		return "did not work " + widget.Clock(*j.Failed)
	}
	return "lapsed " + widget.Clock(*j.Lapsed)
}

// Joint draws the joint actions: who has committed, who must, how long it holds.
func Joint(th theme.Theme, c *exercise.Control, clock exercise.Clock, w int) []string {
	var out []string
	for _, j := range c.Joint {
		state := j.Count() + " committed"
		style := th.Dim.Render
		switch {
		case j.UnderWay && j.Ends != nil:
			state, style = "under way, ends "+widget.Due(clock, *j.Ends), th.Good.Render
		case j.Done > 0 && !j.Open:
			state, style = "done", th.Good.Render
		case j.Open && j.Lapses != nil:
			var lapses string
			lapses, style = widget.Urgency(th, clock, *j.Lapses)
			state += ", lapses " + lapses
		case !j.Open:
			state = vain(j) + ", needs " + fmt.Sprint(j.Quorum)
		}
		out = append(out, entry(j.Title, style(state), w)...)
		if len(j.Committed) > 0 && j.Done == 0 {
			out = append(out, th.Dim.Render(widget.Cut("  committed: "+strings.Join(j.Committed, ", "), w)))
		}
		if missing := without(j.Must, j.Committed); len(missing) > 0 && !j.UnderWay && j.Done == 0 {
			out = append(out, th.Dim.Render(widget.Cut("  not without: "+strings.Join(missing, ", "), w)))
		}
	}
	if len(out) == 0 {
		return []string{th.Dim.Render("This scenario has none.")}
	}
	return out
}

func without(list, out []string) []string {
	var rest []string
	for _, s := range list {
		found := false
		for _, o := range out {
			found = found || s == o
		}
		if !found {
			rest = append(rest, s)
		}
	}
	return rest
}

// Requests draws what seats have asked one another and has no answer yet, overdue first.
func Requests(th theme.Theme, c *exercise.Control, clock exercise.Clock, w int) []string {
	var late, open []string
	for _, r := range c.Requests {
		if r.State == "answered" || r.State == "declined" {
			continue
		}
		state, style := r.State, th.Dim
		if r.Told != "" && r.Told != r.State {
			state += ` (told: "` + r.Told + `")`
		}
		if r.Due != nil {
			state += ", " + widget.Due(clock, *r.Due)
		} else {
			state += ", for " + widget.Span(clock.Now.Hours-r.At.Hours)
		}
		line := r.From + " asks " + r.To + ": " + OneLine(r.Text)
		if r.State == "overdue" {
			style = th.Bad
			late = append(late, entry(line, style.Render(state), w)...)
		} else {
			open = append(open, entry(line, style.Render(state), w)...)
		}
	}
	if len(late)+len(open) == 0 {
		return []string{th.Dim.Render("Every request has its answer.")}
	}
	return append(late, open...)
}

// Duties draws the reporting clocks that have started.
func Duties(th theme.Theme, c *exercise.Control, clock exercise.Clock, w int) []string {
	var out []string
	for _, d := range c.Obligations {
		state, style := d.Status, th.Dim.Render
		switch d.Status {
		case "running":
			state, style = widget.Urgency(th, clock, d.Due)
			state = "due " + state
		case "met":
			style = th.Good.Render
		case "late", "missed":
			state, style = strings.ToUpper(d.Status), th.Bad.Render
		}
		if d.Met != nil {
			state += " " + widget.Clock(*d.Met)
		}
		out = append(out, entry(d.Role+": "+d.Title, style(state), w)...)
	}
	if len(out) == 0 {
		return []string{th.Dim.Render("No reporting clock has started.")}
	}
	return out
}

// Decisions draws what seats have written down as decided, and taken where the scenario asked, the newest first.
func Decisions(th theme.Theme, c *exercise.Control, w int) []string {
	var out []string
	for i := range slices.Backward(c.Decisions) {
		d := &c.Decisions[i]
		words := d.Words()
		by := widget.Clock(d.At)
		if d.Who != "" {
			by += ", written by " + d.Who
		}
		out = append(out, entry(d.Title+": "+OneLine(words[0]), th.Dim.Render(by), w)...)
		if more := OneLine(strings.Join(words[1:], " · ")); more != "" {
			out = append(out, styled(th.Dim.Render, widget.WrapIndent("  "+more, w, 2))...)
		}
	}
	return out
}

// Prepared draws what seats can invest in before STARTEX, and what of it is in force.
func Prepared(th theme.Theme, c *exercise.Control, clock exercise.Clock, w int) []string {
	var out []string
	for i := range c.Mechanisms {
		m := &c.Mechanisms[i]
		state, style := "not prepared", th.Dim.Render
		if m.InForce {
			state, style = "in force", th.Good.Render
		} else if m.Invested != nil && (*m.Invested > 0 || clock.Phase == "before STARTEX") {
			state = fmt.Sprintf("%s of %s points are in", widget.Number(*m.Invested), widget.Number(m.Price))
			if clock.Phase != "before STARTEX" {
				state = "not prepared, " + state
			}
		}
		out = append(out, entry(m.Title, style(state), w)...)
	}
	return out
}
