package facilitator

import (
	"fmt"
	"slices"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// nowPage is the page that an exercise is run from: the injects that come next, the one
// at the cursor in full, and in a wide window what needs the facilitator and what has
// just happened.
type nowPage struct {
	widget.PageName
	widget.List
	mine    string    // the inject that this facilitator has done something with last
	changed time.Time // when the list last put another inject under the cursor by itself

	release, hold, later, earlier, skip, edit key.Binding
}

func newNowPage() nowPage {
	return nowPage{PageName: "now",
		release: bind("an inject: release it now", "r"), hold: bind("an inject: hold, let go", "h"),
		later: bind("an inject: later", "+", "="), earlier: bind("an inject: earlier", "-"),
		skip: bind("an inject: leave it out", "x"), edit: bind("an inject: edit it", "e")}
}

func (p *nowPage) tab(m *Model) widget.Tab {
	held := 0
	for _, x := range m.control().Next {
		if x.State == "held" || x.Suggest != "" {
			held++
		}
	}
	return widget.Tab{Title: "Now", Badge: badge(held)}
}

func (p *nowPage) keys(m *Model) []key.Binding {
	out := []key.Binding{p.release, p.hold, p.later, p.earlier, p.skip, p.edit}
	for i := range out {
		out[i].SetEnabled(m.inject() != nil && m.notNow() == "")
	}
	return out
}

func (p *nowPage) ids(m *Model) (out []string) {
	for _, x := range m.next() {
		out = append(out, x.ID)
	}
	return out
}

func (p *nowPage) under(m *Model) string { return under(&p.List, p.ids(m)) }

// stay keeps to the inject, except on the first row: there it stays on the next one, whichever it is.
func (p *nowPage) stay(m *Model, on string) {
	ids := p.ids(m)
	at, first := slices.Index(ids, on), p.Cursor == 0
	if !first {
		stay(&p.List, ids, on)
	}
	if (at < 0 || first && at > 0) && on != p.mine {
		p.changed = m.clock()
	}
}

func (p *nowPage) view(m *Model, w, h int) []string {
	c := m.control()
	if w < control.Wide {
		list := min(max(len(c.Next), 2)+1, max(h*2/5, 4))
		out := m.nextPane(w, list)
		if p := m.inject(); p != nil {
			need := min(len(control.InjectDetail(m.th, c, *p, m.v.Clock, w-1))+1, h-list)
			out = append(out, m.injectPane(w, need)...)
		}
		if said := m.cameLast(w); len(said) > 0 && h-len(out)-len(said) > 4 {
			out = append(out, said...)
		}
		if rest := h - len(out); rest > 2 {
			out = append(out, widget.Pane(m.th, "Just now", "9 for all", control.Tail(m.th, c, w, rest-1), w, rest,
				false)...)
		}
		return out
	}
	left := w * 55 / 100
	right := w - left - 3
	detail := h / 2
	if p := m.inject(); p != nil {
		detail = min(detail, len(control.InjectDetail(m.th, c, *p, m.v.Clock, left-1))+2)
	}
	list := min(max(len(c.Next), 2)+1, max(h-detail, 4))
	said := m.cameLast(left)
	said = said[:min(len(said), max(h-list-detail, 0))]
	a := append(append(m.nextPane(left, list), m.injectPane(left, h-list-len(said))...), said...)

	b := m.aside(right, h, m.inject() != nil) // else what has just happened is to the left
	return widget.Beside(m.th.Rule.Render(" │ "), widget.Block(a, left, h), widget.Block(b, right, h))
}

// cameLast is what the newest inject that has come gives to say in the room: to read out, to answer, to have discussed.
// Nothing where none does.
func (m *Model) cameLast(w int) []string {
	var last *exercise.Planned
	for i := range m.control().Delivered {
		p := &m.control().Delivered[i]
		if p.Last != nil && len(p.Spoken()) > 0 && (last == nil || p.Last.Hours >= last.Last.Hours) {
			last = p
		}
	}
	if last == nil {
		return nil
	}
	out := []string{widget.TitleLine(m.th, "Has come: "+last.Title, widget.Clock(*last.Last), w, false)}
	for _, word := range last.Spoken() {
		for _, line := range widget.WrapIndent(word[0]+": "+word[1], w-1, 2) {
			out = append(out, " "+line)
		}
	}
	return out
}

func (m *Model) nextPane(w, h int) []string {
	c := m.control()
	right := fmt.Sprintf("%d to come, %d delivered", len(c.Next), len(c.Delivered))
	if word := control.ScoreWord(c); word != "" {
		right += ", " + word + ", more on 0"
	}
	next := m.next()
	if len(next) == 0 {
		var said []string
		for _, line := range widget.Wrap("Every inject has come. Write one with w, or end the exercise from the menu (m).",
			w-2) {
			said = append(said, " "+m.th.Dim.Render(line))
		}
		return widget.Pane(m.th, "Next injects", right, said, w, h, true)
	}
	row := control.InjectRows(m.th, c, next, m.v.Clock, w)
	rows := m.injects.View(len(next), w, h-1,
		func(i int) []string { return []string{row(i, i == m.injects.Cursor)} })
	return widget.Pane(m.th, "Next injects", right, rows, w, h, true)
}

// injectPane is the inject at the cursor in full, as far as it fits.
func (m *Model) injectPane(w, h int) []string {
	p := m.inject()
	if p == nil {
		return widget.Pane(m.th, "Just now", "", control.Tail(m.th, m.control(), w, h-1), w, h, false)
	}
	lines := control.InjectDetail(m.th, m.control(), *p, m.v.Clock, w-1)
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	right := "r release  h hold  + - later, earlier  x skip  e edit"
	if len(lines) > h-1 && h > 2 {
		lines = append(lines[:h-2:h-2], m.th.Dim.Render(" … enter, then f, for all of it"))
	}
	return widget.Pane(m.th, "This one", right, lines, w, h, false)
}

// next are the injects to come: those that are held first, then those that are suggested,
// then the others, soonest first; those that would be left out as it is come last.
func (m *Model) next() []exercise.Planned {
	out := slices.Clone(m.control().Next)
	rank := func(p exercise.Planned) int {
		switch {
		case p.State == "held":
			return 0
		case p.Suggest != "":
			return 1
		case p.Unneeded:
			return 3
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b exercise.Planned) int { return rank(a) - rank(b) })
	return out
}

// inject is the inject at the cursor, or nil.
func (m *Model) inject() *exercise.Planned {
	next := m.next()
	if len(next) == 0 {
		return nil
	}
	m.injects.Clamp(len(next))
	return &next[m.injects.Cursor]
}

func (p *nowPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	at, can := m.inject(), m.notNow() == ""
	acts := []struct {
		key key.Binding
		do  func(p exercise.Planned) tea.Cmd
	}{
		{p.later, func(p exercise.Planned) tea.Cmd { return m.shift(p, false) }},
		{p.earlier, func(p exercise.Planned) tea.Cmd { return m.shift(p, true) }},
		{m.keys.choose, func(p exercise.Planned) tea.Cmd { return m.push(m.injectMenu(p)) }},
		{p.release, func(p exercise.Planned) tea.Cmd { return m.releaseNow(p) }},
		{p.hold, m.holdOrLetGo}, {p.skip, m.skipInject}, {p.edit, m.editInject},
	}
	for _, a := range acts {
		if !key.Matches(k, a.key) || at == nil || !can && !key.Matches(k, m.keys.choose) {
			continue
		}
		if m.clock().Sub(p.changed) < reaction { // the key was meant for another
			p.changed = time.Time{}
			return widget.Say("The list has changed: now "+at.Title+" is chosen. Press again if you mean that", true)
		}
		return a.do(*at)
	}
	p.Update(k, len(m.next()))
	return nil
}

// reaction is how long it takes people to see that a list has changed.
const reaction = 1500 * time.Millisecond

// shift moves an inject by five minutes of the room.
func (m *Model) shift(p exercise.Planned, earlier bool) tea.Cmd {
	return m.postpone("postpone", p.ID, p.Title, m.minutes(5), earlier)
}

// minutes is n minutes of the room as hours of the exercise.
func (m *Model) minutes(n int) float64 {
	hours, ok := control.Hours(m.v.Clock.Pace)
	if !ok {
		hours = 1
	}
	return hours * float64(n)
}

func (m *Model) holdOrLetGo(p exercise.Planned) tea.Cmd {
	if p.Hold || p.State == "held" {
		return m.unhold(p.ID, p.Title)
	}
	return m.hold(p.ID, p.Title)
}
