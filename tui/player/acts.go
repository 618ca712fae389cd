package player

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// actsPane is what the seat can do, and why not now.
type actsPane struct{ listed }

func (*actsPane) titles(*Model) (long, short string) { return "What you can do", "Act" }
func (*actsPane) count(m *Model) int                 { return len(m.me.Actions) }
func (*actsPane) id(m *Model, i int) string          { return m.me.Actions[i].ID }
func (*actsPane) enter(m *Model, i int) tea.Cmd      { return m.open(m.actForm(m.me.Actions[i].ID)) }

func (*actsPane) words() (does string, none widget.Empty) {
	return "do it", widget.Empty{None: "This seat has no actions of its own.",
		Keys: [][2]string{{"w", "write to somebody"}, {"s", "share what you know"},
			{"x", "try something: the facilitator rules on it"}}}
}

func (*actsPane) row(m *Model, i, w int, open, here bool) []string {
	all, th := m.me.Actions, *m.theme
	a := &all[i]
	var out []string
	if i == 0 && a.Can {
		out = append(out, th.Good.Render(widget.Fit("  You can", w)))
	}
	if !a.Can && (i == 0 || all[i-1].Can) {
		for _, line := range widget.WrapIndent(strings.TrimSuffix("Not now: "+m.sameWhy(), ": "), w-3, 2) {
			out = append(out, th.Dim.Render(widget.Fit("  "+line, w)))
		}
	}
	out = append(out, m.beside(a.Title, actionNote(a), th.Text.Render, w, here))
	if (!a.Can || open) && a.Why != "" && a.Why != m.sameWhy() {
		out = append(out, indent(widget.Wrap(a.Why, w-8), 6)...)
		for k := range out[1:] {
			if strings.HasPrefix(out[k+1], "      ") {
				out[k+1] = th.Dim.Render(out[k+1])
			}
		}
	}
	if a.Joint != nil && !open && (a.Can || a.Joint.Open) {
		out = append(out, widget.Cut("      "+jointNote(a.Joint), w))
	}
	if open {
		if a.Joint != nil {
			out = append(out, indent(widget.Wrap(m.jointWords(a.Joint), w-8), 6)...)
		}
		out = append(out, indent(widget.Wrap(a.Text, w-8), 6)...)
		out = append(out, indent(widget.Wrap(priceWords(a), w-8), 6)...)
	}
	return out
}

// sameWhy is why nothing of several that cannot be done can be, where it is the same for all; or nothing.
func (m *Model) sameWhy() string {
	why, n := "", 0
	for i := range m.me.Actions {
		a := &m.me.Actions[i]
		if a.Can {
			continue
		}
		if n > 0 && a.Why != why {
			return ""
		}
		why, n = a.Why, n+1
	}
	if n < 2 {
		return ""
	}
	return why
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
		parts = append(parts, fmt.Sprintf("%s %s committed%s: %s", j.Count(), j.Has(), j.Brings(), names(j.Committed)))
		if j.Lapses != nil {
			parts = append(parts, "lapses "+widget.Due(m.view.Clock, *j.Lapses))
		}
	default:
		parts = append(parts, j.Needs()+"; nobody has proposed it")
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
