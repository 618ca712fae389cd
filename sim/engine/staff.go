package engine

import "slices"

// Staff that several seats share is a gauge of those who are free. An action that uses some
// has them from its beginning to its end. Where too few are free it waits in one line for all
// staff, and those who came first are served first: an action begins when enough are free of
// all that it uses and nobody before it waits for any of them.

// waiting is an action that has been decided on and waits for staff.
type waiting struct {
	action, role int32
	since        Time
	takes        Time // how long it will take
	works        bool
}

// staffed reports whether an action that is decided on now finds the staff that it uses.
func (e *Engine) staffed(a int) bool {
	uses := e.m.actions[a].uses
	for i := range e.line {
		for _, w := range e.m.actions[e.line[i].action].uses {
			if slices.ContainsFunc(uses, func(u spendModel) bool { return u.gauge == w.gauge }) {
				return false
			}
		}
	}
	return e.enoughFree(uses)
}

// enoughFree reports whether so much staff is free.
func (e *Engine) enoughFree(uses []spendModel) bool {
	for _, u := range uses {
		if e.gaugeAt(u.gauge, e.now) < u.amount {
			return false
		}
	}
	return true
}

// useStaff takes (-1) the staff that an action uses, or gives it back (1) to those who wait.
func (e *Engine) useStaff(a int, sign float64) {
	uses := e.m.actions[a].uses
	if len(uses) == 0 {
		return
	}
	for _, u := range uses {
		e.setGauge(u.gauge, e.gaugeAt(u.gauge, e.now)+float64(sign*u.amount), Via{ByAction, int32(a)})
	}
	if sign > 0 {
		e.serve()
	}
}

// lineUp has an action wait.
func (e *Engine) lineUp(w waiting) {
	e.line = append(e.line, w)
	e.emit(&Event{Kind: ActionWaits, Role: w.role, Other: Nobody, Ref: w.action})
	e.changed(e.m.symbols.doingAny + int(w.action))
}

// serve begins what waits and finds its staff.
func (e *Engine) serve() {
	if len(e.line) == 0 {
		return
	}
	e.tooFew = sized(e.tooFew, len(e.gauges))
	left := e.line[:0]
	for _, w := range e.line {
		uses := e.m.actions[w.action].uses
		behind := slices.ContainsFunc(uses, func(u spendModel) bool { return e.tooFew[u.gauge] })
		if behind || !e.enoughFree(uses) {
			for _, u := range uses {
				e.tooFew[u.gauge] = true
			}
			left = append(left, w)
			continue
		}
		end := e.longer(e.after(e.talking(int(w.role))), w.takes) // a call keeps it from beginning
		e.emit(&Event{Kind: ActionStaffed, Role: w.role, Other: Nobody, Ref: w.action, Due: end})
		e.useStaff(int(w.action), -1)
		e.changed(e.m.symbols.doingAny + int(w.action))
		e.run(actState{action: w.action, role: w.role, start: w.since, end: end, works: w.works})
	}
	e.line = left
}

// leaveLine cancels an action that waits, and reports whether there was one.
func (e *Engine) leaveLine(role, a int) bool {
	i := e.inLine(role, a)
	if i < 0 {
		return false
	}
	e.line = slices.Delete(e.line, i, i+1)
	e.hold(role, a, -1) // which says that the line has changed too
	e.emit(&Event{Kind: ActionCancelled, Role: int32(role), Other: Nobody, Ref: int32(a)})
	e.serve()
	return true
}

// inLine is the place in the line at which a role waits for the staff of an action; -1 where it does not.
func (e *Engine) inLine(role, a int) int {
	return slices.IndexFunc(e.line, func(w waiting) bool { return int(w.action) == a && int(w.role) == role })
}

// Waiting is how many who have decided on an action wait for the staff that it uses.
func (e *Engine) Waiting(action int) int {
	n := 0
	for i := range e.line {
		if int(e.line[i].action) == action {
			n++
		}
	}
	return n
}

// digestLine digests who waits, where anybody does.
func (e *Engine) digestLine(h *hasher) {
	for _, w := range e.line {
		h.word(uint64(uint32(w.action)) | uint64(uint32(w.role))<<32)
		h.word(uint64(w.since))
		h.word(uint64(w.takes))
		h.bool(w.works)
	}
}
