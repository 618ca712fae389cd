package facilitator

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// silentAfter is how many minutes of the room a played seat may do nothing before it
// counts as silent.
const silentAfter = 6.0

// seats are the seats in the order in which they are shown.
func (m *Model) seats() []exercise.Place {
	out := slices.Clone(m.control().Seats)
	if m.people.quiet {
		slices.SortStableFunc(out, func(a, b exercise.Place) int {
			switch x, y := lastHours(a), lastHours(b); {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
	}
	return out
}

func lastHours(s exercise.Place) float64 {
	if s.Last == nil {
		return -1
	}
	return s.Last.Hours
}

// heardHours is when a seat last did something, or its holder sat down if that was later.
func heardHours(s exercise.Place) float64 {
	since := 0.0
	if s.Since != nil {
		since = s.Since.Hours
	}
	return max(lastHours(s), since)
}

// dropped are players whose grace is over and for whom nothing has been decided.
func (m *Model) dropped() []exercise.Place {
	var out []exercise.Place
	for _, s := range m.control().Seats {
		if s.Ask && s.Away >= m.waited[s.Holder] {
			out = append(out, s)
		}
	}
	return out
}

// waiting are the players without a seat.
func (m *Model) waiting() []exercise.Member {
	var out []exercise.Member
	for _, p := range m.control().Roster {
		if p.Kind == exercise.KindPlayer && p.Role == "" && p.Aide == "" && p.Here {
			out = append(out, p)
		}
	}
	return out
}

// players counts the people who sit in a seat and are here.
func (m *Model) players() int {
	n := 0
	for _, s := range m.control().Seats {
		if s.Holder != "" && s.Here {
			n++
		}
	}
	return n
}

// silent are the seats with a person who has done nothing for long.
func (m *Model) silent() []exercise.Place {
	pace, ok := control.Hours(m.v.Clock.Pace)
	if !ok {
		return nil
	}
	var out []exercise.Place
	for _, s := range m.control().Seats {
		if s.Holder != "" && s.Here && !s.Bot && m.v.Clock.Now.Hours-heardHours(s) > silentAfter*pace {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b exercise.Place) int {
		return cmp.Compare(heardHours(a), heardHours(b))
	})
	return out
}

func (m *Model) silentFor(s exercise.Place) string {
	return widget.Span(m.v.Clock.Now.Hours - heardHours(s))
}

// silence says how active a seat is: gone, silent, or when it last did something.
func (m *Model) silence(s exercise.Place) string {
	switch {
	case s.Holder != "" && !s.Here && s.Away > 0:
		return m.th.Bad.Render(fmt.Sprintf("GONE %d s", s.Away))
	case s.Holder != "" && !s.Here:
		return m.th.Bad.Render("GONE")
	case s.Holder == "" && !s.Bot && s.Helper == "":
		return m.th.Warn.Render("EMPTY")
	case m.v.Clock.Phase == "before STARTEX" && s.Last != nil:
		return m.th.Dim.Render("has prepared")
	case m.v.Clock.Phase == "before STARTEX":
		return m.th.Dim.Render("nothing yet")
	case slices.ContainsFunc(m.silent(), func(x exercise.Place) bool { return x.ID == s.ID }):
		return m.th.Warn.Render("SILENT " + m.silentFor(s))
	case s.Last == nil:
		return m.th.Dim.Render("no act yet")
	}
	if gone := m.v.Clock.Now.Hours - s.Last.Hours; gone >= 1.0/60 {
		return m.th.Dim.Render(widget.Span(gone) + " ago")
	}
	return m.th.Dim.Render("just now")
}

// peoplePage is the seats and who sits in them.
type peoplePage struct {
	widget.PageName
	widget.List
	quiet bool // the most silent first
	sort  key.Binding
}

func newPeoplePage() peoplePage {
	return peoplePage{PageName: "seats", sort: bind("seats: most silent first", "z")}
}

func (p *peoplePage) tab(m *Model) widget.Tab {
	return widget.Tab{Title: "Seats", Badge: badge(len(m.dropped()) + len(m.waiting()) + len(m.control().Door))}
}

func (p *peoplePage) keys(*Model) []key.Binding { return []key.Binding{p.sort} }

func (p *peoplePage) ids(m *Model) (out []string) {
	for _, r := range m.peopleRows() {
		if r.seat != nil {
			out = append(out, r.seat.ID)
		} else {
			out = append(out, "a person: "+r.person.Name)
		}
	}
	return out
}

func (p *peoplePage) under(m *Model) string    { return under(&p.List, p.ids(m)) }
func (p *peoplePage) stay(m *Model, on string) { stay(&p.List, p.ids(m), on) }

func (p *peoplePage) about(m *Model) (control.About, bool) {
	if rows := m.peopleRows(); p.Cursor < len(rows) && rows[p.Cursor].seat != nil {
		return m.aboutRole(rows[p.Cursor].seat.ID), true
	}
	return control.About{}, false
}

// personRow is a row of the page of people: exactly one is set. Seats come first, each with those who advise it, then
// players without one, then staff and others.
type personRow struct {
	seat   *exercise.Place
	person *exercise.Member
}

func (m *Model) peopleRows() []personRow {
	var out []personRow
	seats := m.seats()
	for i := range seats {
		out = append(out, personRow{seat: &seats[i]})
		for _, p := range m.control().Roster {
			if p.Aide == seats[i].ID {
				out = append(out, personRow{person: &p})
			}
		}
	}
	for _, staff := range []bool{false, true} {
		for _, p := range m.control().Roster {
			if p.Role == "" && p.Aide == "" && (p.Kind != exercise.KindPlayer) == staff {
				out = append(out, personRow{person: &p})
			}
		}
	}
	return out
}

func (p *peoplePage) view(m *Model, w, h int) []string {
	rows := m.peopleRows()
	order := "z: most silent first"
	if p.quiet {
		order = "z: in their order"
	}
	here := m.players()
	head := []string{widget.TitleLine(m.th, "Seats and people",
		fmt.Sprintf("a person in %d of %s   %s", here, plural(len(m.control().Seats), "seat", "seats"), order), w, true)}
	cells := control.SeatColumns(w)
	head = append(head, control.SeatHead(m.th, w))
	list := p.View(len(rows), w, h-len(head), func(i int) []string {
		var line string
		if s := rows[i].seat; s != nil {
			line = cells(control.Named(*s), control.Holder(*s), m.silence(*s),
				control.SeatCounts(*s)+"  "+m.confirmed(s.Holder))
		} else {
			line = m.memberLine(*rows[i].person, cells)
		}
		return []string{widget.Line(m.th, line, w, i == p.Cursor)}
	})
	out := append(head, list...)
	if p.Cursor < len(rows) && rows[p.Cursor].seat != nil {
		out = append(out, control.SeatDetail(m.th, m.control(), m.v.Clock, *rows[p.Cursor].seat, w, h-len(out))...)
	}
	return out
}

func (m *Model) memberLine(p exercise.Member, cells func(a, b, c, d string) string) string {
	state := ""
	switch {
	case !p.Here:
		state = m.th.Dim.Render("not here")
	case p.Aide != "":
		state = m.th.Dim.Render("advises")
	case p.Kind == exercise.KindPlayer:
		state = m.th.Warn.Render("WAITS")
	}
	rest := m.confirmed(p.Name)
	if p.Muted {
		rest = "muted"
	}
	for _, s := range m.control().Seats {
		if s.ID == p.Wants && p.Aide == "" {
			rest = "wants " + s.Title
		}
	}
	kind := string(p.Kind)
	switch {
	case p.Aide != "": // under the seat that they advise
		kind = "  and"
	case p.Kind == exercise.KindPlayer:
		kind = "(no seat)"
	}
	return cells(kind, p.Name, state, rest)
}

// confirmed says whether somebody has answered a check of connections.
func (m *Model) confirmed(name string) string {
	switch r := m.v.Roll; {
	case r == nil:
	case slices.Contains(r.Here, name):
		return "confirmed"
	case slices.Contains(r.Missing, name):
		return "not confirmed"
	}
	return ""
}

func (m *Model) selectSeat(id string) {
	for i, r := range m.peopleRows() {
		if r.seat != nil && r.seat.ID == id {
			m.people.Cursor = i
		}
	}
}

func (p *peoplePage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	rows := m.peopleRows()
	switch {
	case key.Matches(k, p.sort):
		p.quiet = !p.quiet
	case p.Update(k, len(rows)):
	case key.Matches(k, m.keys.choose) && p.Cursor < len(rows):
		if s := rows[p.Cursor].seat; s != nil {
			if slices.ContainsFunc(m.dropped(), func(x exercise.Place) bool { return x.ID == s.ID }) {
				return m.push(m.droppedMenu(*s))
			}
			return m.push(m.seatMenu(*s))
		}
		return m.push(m.personMenu(*rows[p.Cursor].person))
	}
	return nil
}
