package facilitator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// wallPage is what the wall of the room shows, and what can be put there.
type wallPage struct {
	widget.PageName
	list widget.List
	on   int // what the wall showed when it was last drawn: the cursor follows it
	// title is what the page shown is about, until pages have the length that was asked for.
	title string
	lines int
}

// hung is one thing that can be on the wall.
type hung struct {
	title string
	show  string
	page  int
	off   string // why it cannot be there yet
}

// hangable is all that can be on the wall, in the order in which a workshop wants it.
func hangable(m *Model) []hung {
	c := m.control()
	out := []hung{{title: "The clock and the news", show: "news"}}
	off := m.unbegun()
	switch {
	case m.v.Clock.Moves == 0:
		out = append(out, hung{title: "What the exercise was so far", show: "move", off: off})
	case c.Wall.Moves == 0:
		out = append(out, hung{title: "What a move was", show: "move", off: "at a move's end"})
	}
	for n := range c.Wall.Moves {
		out = append(out, hung{title: fmt.Sprintf("What move %d was", n+1), show: "move", page: n + 1})
	}
	if c.Picture != nil {
		out = append(out, hung{title: "What the seats make of it: hypotheses, severity", show: "picture", off: off})
	}
	wash := m.notOver()
	if wash == "" && len(c.Wall.Pages) == 0 {
		wash = "it is being worked out"
	}
	out = append(out, hung{title: "The coordination gap and its parts", show: "gap", off: wash})
	for i, title := range c.Wall.Pages {
		out = append(out, hung{title: fmt.Sprintf("Hot wash %d: %s", i+1, title), show: "wash",
			page: i + 1})
	}
	if len(c.Wall.Pages) == 0 {
		out = append(out, hung{title: "The hot wash, page by page", show: "wash", off: wash})
	}
	for i, title := range c.Wall.Story {
		out = append(out, hung{title: fmt.Sprintf("As it was %d: %s", i+1, title),
			show: "story", page: i + 1})
	}
	if len(c.Wall.Story) == 0 {
		out = append(out, hung{title: "What really happened, page by page", show: "story", off: m.notOver()})
	}
	return out
}

// onWall is which of them the wall shows now.
func onWall(m *Model, list []hung) int {
	w := m.control().Wall
	page := w.Page
	if page == 0 && w.Board.Move != nil {
		page = w.Board.Move.N
	}
	for i, h := range list {
		if h.show == w.Show && (h.page == page || h.page == 1 && page == 0) {
			return i
		}
	}
	return 0
}

func (p *wallPage) tab(m *Model) widget.Tab {
	badge := ""
	if s := m.control().Wall.Show; s != "news" && s != "" {
		badge = "(" + s + ")"
	}
	return widget.Tab{Title: "Wall", Badge: badge}
}

func (p *wallPage) keys(*Model) []key.Binding {
	return []key.Binding{
		key.NewBinding(key.WithKeys("right", "l"), key.WithHelp("right", "wall: show the next")),
		key.NewBinding(key.WithKeys("left", "h"), key.WithHelp("left", "wall: show the one before")),
		key.NewBinding(key.WithKeys("N"), key.WithHelp("N", "wall: with names, or without")),
		key.NewBinding(key.WithKeys("v"), key.WithHelp("v", "wall: every open venue, or public ones")),
		key.NewBinding(key.WithKeys("+", "="), key.WithHelp("+", "wall: longer pages, for a larger wall")),
		key.NewBinding(key.WithKeys("-"), key.WithHelp("-", "wall: shorter pages, for a smaller wall")),
	}
}

func (p *wallPage) press(m *Model, k tea.KeyMsg) tea.Cmd {
	list := hangable(m)
	w := m.control().Wall
	at := onWall(m, list)
	switch {
	case p.list.Update(k, len(list)):
		return nil
	case key.Matches(k, m.keys.choose):
		return p.hang(m, list[p.list.Cursor], w.Names, w.Venues)
	case k.String() == "right" || k.String() == "l":
		return p.turn(m, list, at, 1)
	case k.String() == "left" || k.String() == "h":
		return p.turn(m, list, at, -1)
	case k.String() == "N":
		return p.hang(m, list[at], !w.Names, w.Venues)
	case k.String() == "v":
		return p.hang(m, list[at], w.Names, !w.Venues)
	case k.String() == "+" || k.String() == "=":
		return p.size(m, list[at], 1)
	case k.String() == "-":
		return p.size(m, list[at], -1)
	}
	return nil
}

// wallSizes are how long pages are for walls of some sizes, the smallest first.
var wallSizes = []struct {
	lines int
	wall  string
}{{5, "200 by 60, in letters for the back of the room"}, {11, "80 by 24"}, {24, "120 by 40"}, {56, "200 by 60"}}

// sizeOf is which of the sizes the pages of the wall are for.
func sizeOf(lines int) int {
	at := 0
	for i, s := range wallSizes {
		if s.lines <= cmp.Or(lines, 24) {
			at = i
		}
	}
	return at
}

// follow shows the first page of what was shown before pages got another length.
func (p *wallPage) follow(m *Model) tea.Cmd {
	w := m.control().Wall
	if p.title == "" || w.Lines != p.lines || w.Board.Page == nil {
		return nil
	}
	title, names := p.title, w.Pages
	p.title = ""
	if w.Show == "story" {
		names = w.Story
	}
	i := slices.IndexFunc(names, func(name string) bool { return name == title || strings.HasPrefix(name, title+", ") })
	if i < 0 || w.Board.Page.Title == title {
		return nil
	}
	return m.act("wall", "On the wall: "+lower(names[i]), &exercise.Wall{Show: w.Show, Page: i + 1, Names: w.Names,
		Venues: w.Venues, Lines: w.Lines})
}

// size makes pages longer or shorter; the page with what is shown now follows.
func (p *wallPage) size(m *Model, h hung, by int) tea.Cmd {
	w := m.control().Wall
	was := sizeOf(w.Lines)
	at := was + by
	if at < 0 || at >= len(wallSizes) {
		return widget.Say("Pages are for a wall of "+wallSizes[was].wall+" already", true)
	}
	if page := w.Board.Page; page != nil {
		p.title, p.lines = page.Title, wallSizes[at].lines
	}
	return m.act("wall", "Pages are for a wall of "+wallSizes[at].wall, &exercise.Wall{Show: h.show, Page: h.page,
		Names: w.Names, Venues: w.Venues, Lines: wallSizes[at].lines})
}

// turn shows the next, or the one before, of those that can be shown.
func (p *wallPage) turn(m *Model, list []hung, at, by int) tea.Cmd {
	w := m.control().Wall
	for at += by; at >= 0 && at < len(list); at += by {
		if list[at].off == "" {
			p.list.Cursor = at
			return p.hang(m, list[at], w.Names, w.Venues)
		}
	}
	return nil
}

func (p *wallPage) hang(m *Model, h hung, names, venues bool) tea.Cmd {
	if h.off != "" {
		return widget.Say("Not now: "+h.off, true)
	}
	return m.act("wall", "On the wall: "+lower(h.title), &exercise.Wall{Show: h.show, Page: h.page, Names: names,
		Venues: venues, Lines: m.control().Wall.Lines})
}

func (p *wallPage) view(m *Model, w, h int) []string {
	list := hangable(m)
	at := onWall(m, list)
	state := m.control().Wall
	names, venues := "no seat is named", "venues of every seat"
	if state.Names {
		names = "seats are named"
	}
	if state.Venues {
		venues = "every open venue"
	}
	if at != p.on {
		p.on, p.list.Cursor = at, at
	}
	out := []string{widget.TitleLine(m.th, "On the wall", "enter: show   left right: back, next", w, true)}
	for _, line := range widget.Wrap("N: "+names+"   v: "+venues+"   + -: for a wall of "+
		wallSizes[sizeOf(state.Lines)].wall, w-1) {
		out = append(out, " "+m.th.Dim.Render(line))
	}
	for _, line := range widget.Wrap(before(m), w-1) {
		out = append(out, " "+m.th.Warn.Render(line))
	}
	h -= len(out)
	row := func(w int) func(i int) []string {
		return func(i int) []string {
			sign, right, style := "", list[i].off, m.th.Text
			switch {
			case i == at:
				sign, style = "▶ ", m.th.Good
			case list[i].off != "":
				style = m.th.Dim
			}
			return widget.WrappedRow(m.th, sign+list[i].title, right, style.Render, style.Render, w, i == p.list.Cursor)
		}
	}
	if w < control.Wide {
		rows := min(len(list), max(h/2, 3))
		out = append(out, widget.Block(p.list.Within(m.th, len(list), w, rows, row(w)), w, rows)...)
		out = append(out, widget.TitleLine(m.th, "The wall now", "", w, false))
		return append(out, p.now(m, w, h-rows-1)...)
	}
	side := min(w*2/5, 70)
	right := w - side - 3
	return append(out, widget.Beside(m.th.Rule.Render(" │ "),
		widget.Block(p.list.Within(m.th, len(list), side, h, row(side)), side, h),
		widget.Block(append([]string{widget.TitleLine(m.th, "The wall now", "", right, false)},
			p.now(m, right, h-1)...), right, h))...)
}

// before says what is on the wall in place of what has been put there, or nothing.
func before(m *Model) string {
	for i := range m.v.Questions {
		if m.v.Questions[i].Open && m.v.Clock.Phase != "before STARTEX" {
			return "An open question is on the wall, until you close it on the page Ask"
		}
	}
	if m.control().Wall.Board.Answers > 0 {
		return "The answers to the last question are on the wall, until you show something else or time goes on"
	}
	return ""
}

// now is what the wall shows, as far as it fits.
func (p *wallPage) now(m *Model, w, h int) []string {
	b := m.control().Wall.Board
	switch {
	case b.Move != nil:
		return control.MoveLines(m.th, b.Move, w, h)
	case b.Page != nil:
		return control.PageLines(m.th, b.Page, w, h)
	case b.Picture != nil:
		return control.PictureLines(m.th, b.Picture, w)
	case b.Shows != "news" && b.Shows != "":
		return []string{m.th.Dim.Render(" It is being worked out …")}
	}
	out := widget.Wrap(" The clock, the newest of "+plural(len(b.News), "piece of news", "pieces of news")+", "+
		plural(len(b.Gauges), "number", "numbers")+" that every seat sees.", w)
	for i := len(b.News) - 1; i >= 0 && len(out) < h; i-- {
		out = append(out, widget.Cut(" "+widget.Clock(b.News[i].At)+"  "+strings.TrimSpace(b.News[i].From+"  "+
			b.News[i].Title), w))
	}
	return append(out, control.VenueLines(m.th, b.Venues, w)...)
}
