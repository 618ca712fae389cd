package engine

// Who is at the table, and who sees whom there.

// Meets reports whether a role may know that another is at the table: everybody sees a seat that is not hidden, and
// whoever has had a message from one that is.
func (e *Engine) Meets(role, other int) bool {
	if role == other || !e.m.Scenario.Roles[other].Hidden {
		return true
	}
	for i := range e.messages {
		if m := &e.messages[i]; int(m.from) == other && m.arrived && (int(m.to) == role || m.to == Public) {
			return true
		}
	}
	return false
}
