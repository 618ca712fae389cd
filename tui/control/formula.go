package control

import (
	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// inWords says a condition of the scenario as people would, with things called by the
// titles that staff see.
func inWords(c *exercise.Control, formula string) string {
	return widget.InWords(formula, func(id string) string { return titleOf(c, id) })
}

// Condition says a condition of the scenario in words, for staff.
func Condition(c *exercise.Control, formula string) string { return inWords(c, formula) }

// titleOf is what staff call a thing; its id in words where the view has no title for it.
func titleOf(c *exercise.Control, id string) string {
	for _, f := range c.Facts {
		if f.ID == id {
			return f.Title
		}
	}
	for _, s := range c.Systems {
		if s.ID == id {
			return s.Title
		}
	}
	for i := range c.Versions {
		if c.Versions[i].ID == id {
			return c.Versions[i].Title
		}
	}
	for _, s := range c.Seats {
		if s.ID == id {
			return s.Title
		}
	}
	for _, j := range c.Joint {
		if j.ID == id {
			return j.Title
		}
	}
	for _, v := range c.Venues {
		if v.ID == id {
			return v.Title
		}
	}
	for _, m := range c.Mechanisms {
		if m.ID == id {
			return m.Title
		}
	}
	if t := injectTitle(c, id); t != id {
		return t
	}
	return widget.Title(id)
}
