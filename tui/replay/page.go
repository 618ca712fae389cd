package replay

import (
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/tui/control"
	"tocsin/tui/widget"
)

// page is one of the pages of the truth, a model of its own.
type page interface {
	widget.Named
	title(c *exercise.Control) string
	view(m *Model, c *exercise.Control, w, h int) []string
	// press takes a key that steers no replay.
	press(c *exercise.Control, k tea.KeyMsg)
}

// newPages are the pages of the truth, in their order. A new one is a type, and a line here.
func (m *Model) newPages() []page {
	return []page{
		&logPage{PageName: "log"},
		&m.world,
		&factsPage{PageName: "facts"},
		&notesPage{PageName: "notes"},
		&scorePage{PageName: "score", wash: control.Wash{Fixed: true}},
		&linksPage{PageName: "links"},
	}
}

// logPage is what happened, and in a tall window the world under it.
type logPage struct {
	widget.PageName
	events control.Log
}

func (*logPage) title(*exercise.Control) string            { return "Log" }
func (p *logPage) press(c *exercise.Control, k tea.KeyMsg) { p.events.Update(k, c, nil) }

func (p *logPage) view(m *Model, c *exercise.Control, w, h int) []string {
	const tall = 30 // room for the world under the log
	if h < tall {
		return p.events.Page(m.th, c, w, h)
	}
	out := widget.Block(p.events.Page(m.th, c, w, h/2), w, h/2)
	return append(out, m.world.view(m, c, w, h-h/2)...)
}

// worldPage is gauges, systems, joint actions and reporting clocks.
type worldPage struct {
	widget.PageName
	world control.World
}

func (*worldPage) title(*exercise.Control) string            { return "World" }
func (p *worldPage) press(_ *exercise.Control, k tea.KeyMsg) { p.world.Update(k) }

func (p *worldPage) view(m *Model, c *exercise.Control, w, h int) []string {
	return p.world.View(m.th, c, m.truth.Clock, w, h)
}

// factsPage is who knows what.
type factsPage struct {
	widget.PageName
	facts control.Knowledge
}

func (*factsPage) title(*exercise.Control) string            { return "Who knows" }
func (p *factsPage) press(c *exercise.Control, k tea.KeyMsg) { p.facts.Update(k, c) }

func (p *factsPage) view(m *Model, c *exercise.Control, w, h int) []string {
	return p.facts.View(m.th, c, m.truth.Clock, w, h)
}

// notesPage is what staff wrote down.
type notesPage struct {
	widget.PageName
	notes widget.List
}

func (*notesPage) title(*exercise.Control) string            { return "Notes" }
func (p *notesPage) press(c *exercise.Control, k tea.KeyMsg) { p.notes.Update(k, len(c.Observations)) }

func (p *notesPage) view(m *Model, c *exercise.Control, w, h int) []string {
	return control.NotesRead(m.th, c, &p.notes, w, h)
}

// scorePage is the score so far, and after ENDEX the hot wash.
type scorePage struct {
	widget.PageName
	wash control.Wash
}

func (p *scorePage) title(c *exercise.Control) string        { return p.wash.Title(c) }
func (p *scorePage) press(c *exercise.Control, k tea.KeyMsg) { p.wash.Update(k, c, nil) }

func (p *scorePage) view(m *Model, c *exercise.Control, w, h int) []string {
	return p.wash.Page(m.th, c, m.truth.Clock, w, h)
}

// linksPage is how the seats work together, and where it is stuck.
type linksPage struct {
	widget.PageName
	links control.Links
}

func (*linksPage) title(*exercise.Control) string            { return "Links" }
func (p *linksPage) press(c *exercise.Control, k tea.KeyMsg) { p.links.Update(k, c) }

func (p *linksPage) view(m *Model, c *exercise.Control, w, h int) []string {
	return p.links.View(m.th, c, m.truth.Clock, w, h)
}
