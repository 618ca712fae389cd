package control

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Plan draws how the time of the room is planned: its parts, why the clock goes as it does, what is
// skipped next, what comes, and what the director has done.
func Plan(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	p := c.Plan
	standing := th.Good.Render(p.Standing())
	if p.Late > 0 {
		standing = th.Warn.Render(p.Standing())
	}
	out := []string{widget.TitleLine(th, "The time of the room", "", w, true), " " + standing}
	scale, parts := planParts(th, p, w)
	var words []string
	for passed := 5; passed >= 0; passed-- { // in a low window what asks for somebody comes before what explains
		if words = planWords(th, p, clock, w, passed); len(out)+len(scale)+len(parts)+len(words) <= h {
			break
		}
	}
	if len(out)+len(scale)+len(parts)+len(words) > h {
		scale = nil
	}
	out = slices.Concat(out, scale, parts, words)
	did := func(w, h int) []string { return planDid(th, p, w, h) }
	next := func(w, h int) []string { return ComesNext(th, c, clock, w, h) }
	room := h - len(out) - 1
	if room < 3 {
		return out
	}
	out = append(out, "")
	if w >= Wide {
		left := (w - 3) / 2
		a, b := next(left, room), did(w-3-left, room)
		n := max(len(a), len(b))
		return append(out, widget.Beside(th.Rule.Render(" │ "), widget.Block(a, left, n), widget.Block(b, w-3-left, n))...)
	}
	if half := room / 2; half >= 3 {
		out = append(out, next(w, half)...)
		return append(out, did(w, h-len(out))...)
	}
	return append(out, did(w, room)...)
}

// planWords say why the clock goes as it does, and what of it asks for somebody; of what is passed
// over they tell so many lines.
func planWords(th theme.Theme, p *exercise.RoomPlan, clock exercise.Clock, w, passed int) (out []string) {
	words := func(style interface{ Render(...string) string }, text string) {
		for _, line := range widget.WrapIndent(" "+text, w, 3) {
			out = append(out, style.Render(line))
		}
	}
	if clock.Phase == "before STARTEX" {
		words(th.Dim, "Until STARTEX nothing is counted. If the brief, or an exchange of notes, takes another time, say "+
			"with d how long the room still has.")
	}
	if early := p.EarlyWords(); early != "" {
		words(th.Dim, early+".")
	}
	if clock.Phase == "running" {
		text := "A minute is " + clock.Pace
		if p.Why != "" {
			text += ": " + p.Why
		}
		words(th.Text, text+".")
	}
	if clock.Goes != nil {
		words(th.Text, "The clock goes on in "+widget.Span(float64(*clock.Goes)/3600)+"; s lets it go on now, p keeps it.")
	}
	if p.Waits != "" {
		words(th.Warn, p.WaitsWords()+"; s lets it go on now.")
	}
	if p.Pass != nil {
		words(th.Warn, p.Pass.Words()+". p holds it, d takes the clock by hand.")
		for _, l := range p.Pass.Lines[:min(len(p.Pass.Lines), passed)] {
			words(th.Dim, "  "+l.At.T+"  "+OneLine(l.Text))
		}
		if n := len(p.Pass.Lines) - passed; n > 0 && passed > 0 {
			words(th.Dim, fmt.Sprintf("  and %d more that nobody is told of", n))
		}
	}
	for _, c := range p.Cuts {
		words(th.Warn, "Shorter: "+c+".")
	}
	if who := p.IdleWords(); who != "" {
		words(th.Warn, "Nothing to do: "+who+". An inject or a whisper may help.")
	}
	return out
}

// planDid draws what the director has done, the newest below, in at most h lines.
func planDid(th theme.Theme, p *exercise.RoomPlan, w, h int) []string {
	const when = 15
	var lines []string
	for _, a := range p.Did {
		for i, line := range widget.Wrap(OneLine(a.Text), max(w-when-1, 10)) {
			at := ""
			if i == 0 {
				at = a.At.T
			}
			lines = append(lines, " "+th.Dim.Render(widget.Fit(at, when))+line)
		}
	}
	if len(lines) == 0 {
		lines = []string{th.Dim.Render(" Nothing yet.")}
	}
	return append([]string{widget.TitleLine(th, "What the director did", "", w, false)},
		lines[max(0, len(lines)-h+1):]...)
}

// ComesNext draws the injects whose time is set, soonest first, in at most h lines.
func ComesNext(th theme.Theme, c *exercise.Control, clock exercise.Clock, w, h int) []string {
	var due []exercise.Planned
	for _, p := range c.Next {
		if p.Due != nil && (p.State == "due" || p.State == "held") && !p.Unneeded {
			due = append(due, p)
		}
	}
	out := []string{widget.TitleLine(th, "What comes next", fmt.Sprintf("%d at a set time", len(due)), w, false)}
	if len(due) == 0 {
		return append(out, th.Dim.Render(widget.Cut(" No inject has a set time. Others come on their condition, or when "+
			"you release them.", w)))
	}
	row := InjectRows(th, c, due[:min(len(due), h)], clock, w)
	for i := range due {
		if left := len(due) - i; left > 1 && len(out) == h-1 {
			return append(out, th.Dim.Render(fmt.Sprintf("  … %d more", left)))
		}
		out = append(out, row(i, false))
	}
	return out
}

// planParts draws the parts of the room's time under a scale of its minutes: what, how long, and
// where each lies in the whole, with as much of it filled as is spent.
func planParts(th theme.Theme, p *exercise.RoomPlan, w int) (scale, out []string) {
	const takes, least, most = 16, 10, 160
	name, all := 0, 0
	for i := range p.Parts {
		name, all = max(name, widget.Width(p.Parts[i].Name())+5), all+p.Parts[i].Takes
	}
	all = max(all, p.Asked, 1)
	name = min(name, w-takes, 48)
	room := min(w-name-takes-1, most)
	if room >= least {
		scale = []string{th.Dim.Render(widget.Spread("", "minutes ", name+takes) + minutes(all, room))}
	}
	before := 0
	for i := range p.Parts {
		x := &p.Parts[i]
		line := partWords(th, x, name, takes)
		if room >= least {
			line += partBar(th, x, before, all, room)
		}
		out = append(out, line)
		before += x.Takes
	}
	return scale, out
}

// partWords are a part's name and how long it takes.
func partWords(th theme.Theme, p *exercise.PlanPart, name, takes int) string {
	mark, style := "   ", th.Text
	switch {
	case p.Now:
		mark, style = " ▸ ", th.Selected
	case p.Done:
		mark, style = " ✓ ", th.Dim
	}
	span := fmt.Sprintf("%d:%02d", p.Takes/60, p.Takes%60)
	if p.Now {
		span = fmt.Sprintf("%d:%02d of %s", p.Spent/60, p.Spent%60, span)
	}
	if p.Done && p.Before() {
		span += " planned" // players may sit for long before somebody begins to brief them
	}
	return style.Render(widget.Fit(mark+p.Name(), name) + widget.Fit(span, takes))
}

// partBar is a part in the whole of all seconds, before which so many have passed, in room columns.
func partBar(th theme.Theme, p *exercise.PlanPart, before, all, room int) string {
	from, to := min(before*room/all, room-1), (before+p.Takes)*room/all
	to = min(max(to, from+1), room)
	done := 0
	if p.Takes > 0 {
		done = min((to-from)*p.Spent/p.Takes, to-from)
	}
	if p.Done {
		done = to - from
	}
	style := th.Number
	if p.Done {
		style = th.Dim
	}
	return th.Rule.Render(strings.Repeat("·", from)) + style.Render(strings.Repeat("█", done)+
		strings.Repeat("░", to-from-done)) + th.Rule.Render(strings.Repeat("·", max(room-to, 0)))
}

// minutes is the scale of a time of so many seconds, in room columns.
func minutes(all, room int) string {
	step := 120
	for _, s := range []int{1, 2, 5, 10, 15, 20, 30, 60} {
		if s*60*room/all >= 5 {
			step = s
			break
		}
	}
	cells := []byte(strings.Repeat(" ", room))
	for m := 0; m*60 <= all; m += step {
		if at, text := m*60*room/all, fmt.Sprint(m); at+len(text) <= room {
			copy(cells[at:], text)
		}
	}
	return strings.TrimRight(string(cells), " ")
}
