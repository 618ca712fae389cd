package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Cascade draws systems and the links between them as a graph in characters, one line for each system,
// each under the system that it follows from. A system that several lead to is drawn once; the other
// arrows name it.
func Cascade(th theme.Theme, c *exercise.Control, w int) []string {
	g := cascade{th: th, c: c, w: w, drawn: map[string]bool{}, leads: map[string][]int{}}
	into := map[string]bool{}
	for i, l := range c.Links {
		g.leads[l.From] = append(g.leads[l.From], i)
		if l.From != l.To {
			into[l.To] = true
		}
	}
	for _, s := range c.Systems { // what nothing leads to, and leads somewhere
		if !into[s.ID] && len(g.leads[s.ID]) > 0 {
			g.system(s, "", "")
		}
	}
	for _, s := range c.Systems { // what is in a circle
		if !g.drawn[s.ID] && len(g.leads[s.ID]) > 0 {
			g.system(s, "", "")
		}
	}
	alone := false
	for _, s := range c.Systems {
		if g.drawn[s.ID] {
			continue
		}
		if !alone {
			alone = true
			g.out = append(g.out, th.Dim.Render(widget.Cut("Beside the cascade:", w)))
		}
		g.system(s, "", "")
	}
	if len(g.out) == 0 {
		return []string{th.Dim.Render("This scenario has no systems.")}
	}
	return g.out
}

type cascade struct {
	th    theme.Theme
	c     *exercise.Control
	w     int
	out   []string
	leads map[string][]int // links by the system that they come from
	drawn map[string]bool
}

// system draws a system after the arrow that leads to it, and under it what it leads to.
func (g *cascade) system(s exercise.WorldSystem, arrow, under string) {
	g.drawn[s.ID] = true
	g.line(arrow, s)
	links := g.leads[s.ID]
	for k, i := range links {
		l := g.c.Links[i]
		corner, below := "├", "│  "
		if k == len(links)-1 {
			corner, below = "└", "   "
		}
		arrow := under + corner + chance(l) + "> "
		to, ok := g.find(l.To)
		switch {
		case !ok:
		case g.drawn[l.To]:
			g.out = append(g.out, widget.Spread(g.th.Dim.Render(arrow)+g.th.Dim.Render("(to "+to.Title+", above)"),
				"", g.w))
		default:
			g.system(to, arrow, under+below)
		}
	}
}

// line is a system, whose it is where the line has room for that, and how it is.
func (g *cascade) line(arrow string, s exercise.WorldSystem) {
	style, state, owner := g.th.Text, stateWord(s.State), ""
	if s.State == "failed" {
		style = g.th.Strong
	}
	if s.Owner != "" {
		owner = ", of " + s.Owner
	}
	if widget.Width(arrow+s.Title+owner+state)+2 > g.w {
		owner = ""
	}
	g.out = append(g.out, widget.Spread(g.th.Dim.Render(arrow)+style.Render(s.Title)+g.th.Dim.Render(owner),
		stateStyle(g.th, s.State).Render(state), g.w))
}

func (g *cascade) find(id string) (exercise.WorldSystem, bool) {
	for _, s := range g.c.Systems {
		if s.ID == id {
			return s, true
		}
	}
	return exercise.WorldSystem{}, false
}

// chance is the shaft of an arrow: how likely it is, or that it is cut.
func chance(l exercise.WorldLink) string {
	if l.Cut {
		return "─cut╳───"
	}
	s := fmt.Sprintf("%.0f%%", l.Chance*100)
	return "─" + s + strings.Repeat("─", max(6-len(s), 1))
}
