package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Plan draws how the time of the room is planned: its parts, why the clock goes as it does,
// what is passed over next, and what the director has done.
func Plan(th theme.Theme, p *exercise.RoomPlan, clock exercise.Clock, w, h int) []string {
	standing := th.Good.Render(p.Standing())
	if p.Late > 0 {
		standing = th.Warn.Render(p.Standing())
	}
	out := []string{widget.TitleLine(th, "The time of the room", "", w, true), " " + standing}
	all, before := max(p.Asked, 1), 0
	for i := range p.Parts {
		before += p.Parts[i].Takes
	}
	all, before = max(all, before), 0
	for i := range p.Parts {
		out = append(out, partLine(th, &p.Parts[i], before, all, w))
		before += p.Parts[i].Takes
	}
	words := func(style interface{ Render(...string) string }, text string) {
		for _, line := range widget.WrapIndent(" "+text, w, 3) {
			out = append(out, style.Render(line))
		}
	}
	if clock.Phase == "before STARTEX" {
		words(th.Dim, "Until STARTEX nothing is counted. If the brief, or an exchange of notes, takes another time, say "+
			"with d how long the room still has.")
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
		for _, l := range p.Pass.Lines[:min(len(p.Pass.Lines), 5)] {
			words(th.Dim, "  "+l.At.T+"  "+OneLine(l.Text))
		}
		if n := len(p.Pass.Lines) - 5; n > 0 {
			words(th.Dim, fmt.Sprintf("  and %d more that nobody is told of", n))
		}
	}
	for _, c := range p.Cuts {
		words(th.Warn, "Shorter: "+c+".")
	}
	if who := p.IdleWords(); who != "" {
		words(th.Warn, "Nothing to do: "+who+". An inject or a whisper may help.")
	}
	if room := h - len(out) - 2; room > 0 && len(p.Did) > 0 {
		out = append(out, "", widget.TitleLine(th, "What the director did", "", w, false))
		for _, a := range p.Did[max(0, len(p.Did)-room):] {
			out = append(out, widget.Cut(" "+th.Dim.Render(widget.Fit(a.At.T, 14))+OneLine(a.Text), w))
		}
	}
	return out
}

// partLine is a part of the room's time: what, how long, and where it lies in the whole, which it
// begins so many seconds into, with as much of it filled as is spent.
func partLine(th theme.Theme, p *exercise.PlanPart, before, all, w int) string {
	mark, style := "   ", th.Text
	switch {
	case p.Now:
		mark, style = " ▸ ", th.Selected
	case p.Done:
		mark, style = " ✓ ", th.Dim
	}
	takes := fmt.Sprintf("%d:%02d", p.Takes/60, p.Takes%60)
	if p.Now {
		takes = fmt.Sprintf("%d:%02d of %s", p.Spent/60, p.Spent%60, takes)
	}
	bar := ""
	if room := min(w-62, 120); room >= 10 {
		from, to := before*room/all, (before+p.Takes)*room/all
		to = max(to, from+1)
		done := 0
		if p.Takes > 0 {
			done = min((to-from)*p.Spent/p.Takes, to-from)
		}
		bar = strings.Repeat("·", from) + strings.Repeat("█", done) + strings.Repeat("░", to-from-done) +
			strings.Repeat("·", max(room-to, 0))
	}
	return style.Render(widget.Fit(mark+p.Name(), min(w-16, 44)) + widget.Fit(takes, 16) + bar)
}
