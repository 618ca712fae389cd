package player

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

func (m *Model) actionRow(i, w int, here bool) []string {
	all, th := m.me.Actions, *m.theme
	a := &all[i]
	var out []string
	if i == 0 && a.Can {
		out = append(out, th.Good.Render(widget.Fit("  You can", w)))
	}
	if !a.Can && (i == 0 || all[i-1].Can) {
		out = append(out, th.Dim.Render(widget.Fit("  Not now", w)))
	}
	out = append(out, m.selected(widget.Spread(a.Title, actionNote(a), w-4), w, here))
	if !a.Can && a.Why != "" {
		out = append(out, indent(widget.Wrap(a.Why, w-8), 6)...)
		for k := range out[1:] {
			if strings.HasPrefix(out[k+1], "      ") {
				out[k+1] = th.Dim.Render(out[k+1])
			}
		}
	}
	if a.Joint != nil && !here && (a.Can || a.Joint.Open) {
		out = append(out, widget.Cut("      "+jointNote(a.Joint), w))
	}
	if here {
		if a.Joint != nil {
			out = append(out, indent(widget.Wrap(m.jointWords(a.Joint), w-8), 6)...)
		}
		out = append(out, indent(widget.Wrap(a.Text, w-8), 6)...)
		out = append(out, indent(widget.Wrap(priceWords(a), w-8), 6)...)
	}
	return out
}

// actionNote is about how long an action takes, and how many hands: "about 10h", without
// the span that the form tells.
func actionNote(a *exercise.Action) string {
	var parts []string
	if a.Joint != nil {
		parts = append(parts, "together")
	}
	if a.Takes != "" {
		takes, _, _ := strings.Cut(a.Takes, " (")
		parts = append(parts, takes)
	}
	if a.Hands > 1 {
		parts = append(parts, fmt.Sprintf("%d hands", a.Hands))
	}
	return strings.Join(parts, ", ")
}

// priceWords is what an action takes: time, hands, and what it costs.
func priceWords(a *exercise.Action) string {
	out := "Takes no time."
	if a.Takes != "" {
		out = "Takes " + a.Takes + "."
	}
	if a.Hands > 0 {
		out += fmt.Sprintf(" Hands: %d.", a.Hands)
	}
	if c := costWords(a.Costs); c != "" {
		out += " Costs: " + c + "."
	}
	return out
}

// jointWords says how far a joint action has come.
func (m *Model) jointWords(j *exercise.JointState) string {
	var parts []string
	names := func(titles []string) string {
		out := slices.Clone(titles)
		for i := range out {
			if out[i] == m.view.You.Title {
				out[i] = "you"
			}
		}
		return strings.Join(out, ", ")
	}
	switch {
	case j.UnderWay:
		parts = append(parts, "Under way, with "+names(j.Committed))
	case j.Open:
		parts = append(parts, fmt.Sprintf("%d of %d have committed: %s", len(j.Committed), j.Quorum,
			names(j.Committed)))
		if j.Lapses != nil {
			parts = append(parts, "lapses "+widget.Due(m.view.Clock, *j.Lapses))
		}
	default:
		parts = append(parts, fmt.Sprintf("Needs %d who commit; nobody has proposed it", j.Quorum))
	}
	if len(j.Must) > 0 && !j.UnderWay {
		parts = append(parts, "not without "+names(j.Must))
	}
	if j.Setup && !j.UnderWay {
		parts = append(parts, "time is lost unless an open venue has all of you")
	}
	return strings.Join(parts, "; ") + "."
}

// costWords names the scales on which an action costs something.
func costWords(c exercise.Cost) string {
	var parts []string
	for _, s := range []struct {
		name  string
		value float64
	}{{"money", c.Money}, {"political", c.Political}, {"operational", c.Operational}, {"legal", c.Legal}} {
		if s.value != 0 {
			parts = append(parts, s.name+" "+widget.Number(s.value))
		}
	}
	return strings.Join(parts, ", ")
}

func (m *Model) factRow(i, w int, here bool) []string {
	f, th := &m.me.Facts[i], *m.theme
	from := "found out"
	if f.From != "" {
		from = "from " + f.From
	}
	right := strings.Trim(tlp(f.Mark)+"  "+widget.Clock(f.Since), " ")
	out := []string{m.selected(widget.Spread(f.Title, right, w-4), w, here)}
	if !here {
		out[0] = th.Strong.Render(out[0])
	} else {
		out = append(out, indent(widget.Wrap(f.Text, w-8), 6)...)
	}
	out = append(out, th.Dim.Render(widget.Cut("      "+from, w)))
	if here {
		out = append(out, indent(widget.Wrap(m.me.MayGo(f), w-8), 6)...)
	}
	var who, sent []string
	for _, k := range f.Others {
		if k.State == exercise.OnItsWay {
			sent = append(sent, k.Title)
		} else {
			who = append(who, k.Title+" ("+k.Words()+")")
		}
	}
	if len(who) == 0 {
		out = append(out, th.Warn.Render(widget.Cut("      You have seen nobody else know it", w)))
	}
	if len(sent) > 0 {
		out = append(out, indent(widget.Wrap("On its way to "+strings.Join(sent, ", "), w-8), 6)...)
	}
	if len(who) == 0 {
		return out
	}
	lines := widget.Wrap("Known to "+strings.Join(who, ", "), w-8)
	if !here && len(lines) > 2 {
		lines = append(lines[:1:1], widget.Cut(lines[1], w-10)+" …")
	}
	for _, line := range indent(lines, 6) {
		out = append(out, th.Good.Render(line))
	}
	return out
}

func (m *Model) worldRow(i, w int, here bool) []string {
	th := *m.theme
	if k := i - len(m.me.Gauges); k >= 0 {
		s := &m.me.Systems[k]
		var out []string
		if k == 0 {
			out = append(out, widget.TitleLine(th, "Systems you watch", "", w, false))
		}
		title, state := s.Title, s.State
		if s.Own {
			title += " (yours)"
		}
		if s.Since != nil {
			state += " since " + widget.Clock(*s.Since)
		}
		style := th.Good
		switch s.State {
		case "degraded":
			style = th.Warn
		case "failed", "isolated":
			style = th.Bad
		}
		state = widget.Cut(state, w/2)
		left := m.selected(title, w-widget.Width(state)-1, here)
		return append(out, widget.Spread(left, style.Render(state), w))
	}
	g := &m.me.Gauges[i]
	value := widget.Number(g.Value)
	if g.Unit != "" {
		value += " " + g.Unit
	}
	values := append(slices.Clone(g.Trace), g.Value)
	trace := widget.Spark(values, max(min(w/3, 40), 1))
	left := m.selected(widget.Spread(g.Title, value, w-widget.Width(trace)-5), w-widget.Width(trace)-1, here)
	out := []string{widget.Spread(left, th.Number.Render(trace), w)}
	if here {
		for _, line := range widget.Chart(stretch(values, w-10), w-10, 5) {
			out = append(out, th.Number.Render("    "+line))
		}
		low, high := slices.Min(values), slices.Max(values)
		out = append(out, th.Dim.Render(widget.Cut(fmt.Sprintf("    since STARTEX, from %s to %s",
			widget.Number(low), widget.Number(high)), w)))
	}
	return out
}

// stretch repeats each of a few values so that a chart fills its width.
func stretch(values []float64, w int) []float64 {
	each := w / max(len(values), 1)
	if each < 2 {
		return values
	}
	var out []float64
	for _, v := range values {
		for range each {
			out = append(out, v)
		}
	}
	return out
}
