package facilitator

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// accounting tells who uses what, and cuts an address off; a *room.Seat of a facilitator does.
type accounting interface {
	Uses(ctx context.Context) ([]budget.Use, error)
	CutOff(ctx context.Context, address string) (int, error)
}

// usesPage is who uses what of the bounds there are, and cuts one off.
type usesPage struct {
	widget.PageName
	widget.List
	uses   []budget.Use
	err    error
	asking bool
	told   bool // it has been answered once
}

// used is what has come of the question who uses what.
type used struct {
	uses []budget.Use
	err  error
}

// again has the question asked again.
type again struct{}

// often is how often the page looks.
const often = 2 * time.Second

func (p *usesPage) tab(*Model) widget.Tab { return widget.Tab{Title: "Use"} }

// ask asks who uses what, if the page is the one that shows.
func (p *usesPage) ask(m *Model) tea.Cmd {
	s, ok := m.seat.(accounting)
	if !ok || p.asking || !m.on(p) {
		return nil
	}
	p.asking = true
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		uses, err := s.Uses(ctx)
		return used{uses, err}
	}
}

func (p *usesPage) hear(m *Model, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case used:
		p.uses, p.err, p.told = msg.uses, msg.err, true
		return tea.Tick(often, func(time.Time) tea.Msg { return again{} })
	case again:
		p.asking = false
		return p.ask(m)
	}
	return nil
}

func (p *usesPage) view(m *Model, w, h int) []string {
	out := []string{widget.TitleLine(m.th, "Who uses what", "enter: cut one off", w, true)}
	rows := budget.Accounts(p.uses)
	_, tells := m.seat.(accounting)
	switch {
	case p.err != nil:
		return append(out, "  "+p.err.Error())
	case tells && !p.told:
		return append(out, m.th.Dim.Render("  …"))
	case len(rows) == 0:
		return append(out, m.th.Dim.Render("  Nobody has come in over the network or done anything yet."))
	}
	name := max(w*22/100, 18)
	cells := func(a, b, c, d string) string {
		return widget.Fit(widget.Cut(a, name-1), name) + widget.Fit(b, 8) + widget.Fit(c, 9) + d
	}
	out = append(out, m.th.Dim.Render(widget.Fit("  "+cells("Person or address", "left", "refused", "used so far"),
		w)))
	return append(out, p.View(len(rows), w, h-len(out), func(i int) []string {
		r := rows[i]
		refused := widget.Fit("", 9)
		if r.Refused > 0 {
			refused = m.th.Bad.Render(widget.Fit(widget.Number(float64(r.Refused)), 9))
		}
		line := widget.Fit(widget.Cut(r.Whose, name-1), name) + widget.Fit(fmt.Sprintf("%3d %%", r.Left), 8) +
			refused +
			strings.Join(r.What, ", ")
		return []string{widget.Line(m.th, line, w, i == p.Cursor)}
	})...)
}

func (p *usesPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	rows := budget.Accounts(p.uses)
	if p.Update(k, len(rows)) || !key.Matches(k, m.keys.choose) || p.Cursor >= len(rows) {
		return nil
	}
	r := rows[p.Cursor]
	if r.Address {
		return p.cut(m, r.Whose)
	}
	for _, s := range m.control().Seats {
		if s.Holder == r.Whose {
			return m.push(m.seatMenu(s))
		}
	}
	for _, who := range m.control().Roster {
		if who.Name == r.Whose {
			return m.push(m.personMenu(who))
		}
	}
	return nil
}

// cut asks whether an address is to be cut off, and does it.
func (p *usesPage) cut(m *Model, address string) tea.Cmd {
	s, ok := m.seat.(accounting)
	if !ok {
		return nil
	}
	return m.confirm("Cut off "+address+"?", []string{"Those who come from there and have no seat are put out, and " +
		"nobody new comes in from there for ten minutes. Staff, and people who have a seat, stay, and come back " +
		"by their ways back. Behind one address there may be a whole building."}, "Cut off "+address,
		func() tea.Cmd {
			return func() tea.Msg {
				ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
				defer cancel()
				n, err := s.CutOff(ctx, address)
				return widget.Answered{What: "cut", Answer: exercise.Answer{OK: err == nil}, Err: err,
					Done: fmt.Sprintf("%s is cut off for ten minutes: %s put out", address,
						plural(n, "person", "people"))}
			}
		})
}
