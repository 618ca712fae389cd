package player

// underCursors names what each list's cursor is on.
func (m *Model) underCursors() (ids [panes]string) {
	for p := range panes {
		if p != inbox && (m.lists[p].Cursor > 0 || p == m.focus) {
			ids[p] = m.rowID(p, m.lists[p].Cursor)
		}
	}
	return ids
}

// findCursors puts them on the same things again: rows come and go, and what one was about
// to press enter on must not be another thing.
func (m *Model) findCursors(ids [panes]string) {
	for p, id := range ids {
		for i := range m.rows(pane(p)) {
			if id != "" && m.rowID(pane(p), i) == id {
				m.lists[p].Cursor = i
			}
		}
	}
}

// rowID names what a row of a list is about.
func (m *Model) rowID(p pane, i int) string {
	if i >= m.rows(p) {
		return ""
	}
	switch p {
	case asked:
		if k := i - len(m.me.Asked); k >= 0 {
			return "doing " + m.me.Doing[k].Action
		}
		return m.me.Asked[i].Kind + " " + m.me.Asked[i].ID
	case act:
		return m.me.Actions[i].ID
	case know:
		return m.me.Facts[i].ID
	case ties:
		return m.tied()[i].id()
	}
	return ""
}
