package player

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/widget"
)

// The hypotheses and levels of severity are under the instruments: cards with the evidence
// that the seat knows, and how sure it has said that it is. Enter says it.

// judged names what a row of the picture is about: hypotheses first, then levels.
func (m *Model) judged(k int) string {
	p := m.me.Picture
	if k < len(p.Hypotheses) {
		return "hypothesis " + p.Hypotheses[k].ID
	}
	return "severity " + p.Severities[k-len(p.Hypotheses)].ID
}

// judge opens the form that says how sure the seat is, or how severe it is.
func (m *Model) judge(k int) tea.Cmd {
	p := m.me.Picture
	verb, values := "assess", speech.Values{}
	if k < len(p.Hypotheses) {
		values["hypothesis"] = p.Hypotheses[k].ID
	} else {
		verb = "grade"
		values["level"] = p.Severities[k-len(p.Hypotheses)].ID
	}
	return m.open(m.sayForm(&speech.Said{Row: exercise.Language().Verb(verb), Values: values}), "")
}

// pictureRow is a card.
func (m *Model) pictureRow(k, w int, open, here bool) []string {
	p, th := m.me.Picture, *m.theme
	var out []string
	if k < len(p.Hypotheses) {
		if k == 0 {
			out = append(out, widget.TitleLine(th, "What it may be", "enter: how sure are you?", w, false))
		}
		h := &p.Hypotheses[k]
		sure := "not said"
		if h.Yours != nil {
			sure = fmt.Sprintf("%s %3.0f%%", widget.Bar(*h.Yours, 10), 100**h.Yours)
		}
		if h.Truth {
			sure += "  so it was"
		}
		out = append(out, m.beside(h.Title, sure, th.Number.Render, w, here))
		if open && h.Text != "" {
			out = append(out, indent(widget.Wrap(h.Text, w-4), 4)...)
		}
		for _, side := range []struct {
			word string
			list []exercise.Evidence
		}{{"for it: ", h.For}, {"against it: ", h.Against}} {
			var titles []string
			for _, e := range side.list {
				titles = append(titles, e.Title)
			}
			if len(titles) > 0 {
				out = append(out, th.Dim.Render(widget.Cut("    "+side.word+strings.Join(titles, ", "), w)))
			}
		}
		return out
	}
	s := &p.Severities[k-len(p.Hypotheses)]
	if k == len(p.Hypotheses) {
		out = append(out, widget.TitleLine(th, "How severe it is", "enter: say so", w, false))
	}
	sign := "○ "
	if s.Yours {
		sign = "● "
	}
	out = append(out, m.selected(widget.Cut(sign+s.Title, w-3), w, here))
	if open && s.Text != "" {
		out = append(out, indent(widget.Wrap(s.Text, w-4), 4)...)
	}
	return out
}
