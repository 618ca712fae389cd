package player

import "tocsin/tui/widget"

// inWords says a formula of a note with the titles that this seat has for things.
func (m *Model) inWords(formula string) string { return widget.InWords(formula, m.titleOf) }

// titleOf is what this seat calls a thing; its id in words where it has no title for it, and "" for its own role.
func (m *Model) titleOf(id string) string {
	if id == m.view.You.Role {
		return ""
	}
	if f := m.fact(id); f != nil {
		return f.Title
	}
	if a := m.action(id); a != nil {
		return a.Title
	}
	for _, s := range m.me.Systems {
		if s.ID == id {
			return s.Title
		}
	}
	for _, v := range m.me.Venues {
		if v.ID == id {
			return v.Title
		}
	}
	for _, o := range m.me.Obligations {
		if o.ID == id {
			return o.Title
		}
	}
	for _, c := range m.me.Contacts {
		if c.ID == id {
			return c.Title
		}
	}
	return widget.Title(id)
}
