package score

import "tocsin/sim/engine"

// Sharing is marked by pairs of a fact in play and a seat that needs to be told it, beside
// what was wrongly told.

// owed calls f for each fact that the frictionless run came to know and each seat that
// needs it, but not the one that was first to know it, in that run or in this. since is when
// it was first known there; told is when somebody's message or act brought it here, or
// never. A seat that learned it otherwise within the target had no need to be told; later,
// it was left without. A seat that was to learn it by an inject which the facilitator took
// away drops out, and a pair whose target had not passed by the end says nothing yet. What
// was posted to the public in breach of its mark has told nobody.
func (l *Ledger) owed(f func(fact, role int, since, told stamp, after, target float64)) {
	base := l.base()
	for fact := range l.needs {
		since := base.dawn(fact)
		if !since.is() {
			continue
		}
		target := l.within(l.sc.Facts[fact].Within)
		for _, role := range l.needs[fact] {
			k := l.knows(role, fact)
			if role == base.first[fact] || role == l.first[fact] || l.excused(role, fact) {
				continue
			}
			since := base.there(since, role)
			if !since.is() {
				continue // it never came to the table there
			}
			told := k.stamp
			if k.is() && !k.byPeople() {
				if hours(since.at, k.at) <= target {
					continue
				}
				told = never
			}
			if l.spilled(fact, k) {
				told = never
			}
			after := hours(since.at, l.end)
			if told.is() {
				after = hours(since.at, told.at)
			} else if after < target {
				continue
			}
			f(fact, role, since, told, after, target)
		}
	}
}

// byPeople reports whether a seat's message or act brought what is known.
func (k *knowing) byPeople() bool { return k.from >= 0 || k.via == engine.ByAction }

// spilled reports whether a fact was learned from a post to the public that its mark forbids.
func (l *Ledger) spilled(fact int, k *knowing) bool {
	for i := range l.breaches {
		if b := &l.breaches[i]; b.to == engine.Public && b.fact == fact && b.role == k.from && b.at == k.at {
			return true
		}
	}
	return false
}

// amiss calls f for each message with a fact that brings a decoy, goes wider than the fact's
// mark to one without need for it, or tells a seat again what the same sender had told it and
// it knew; and for each request that was not answered in time, at the seat asked, unless a bot plays it. A message
// that goes to a seat without need for it, as its mark allows, is neither good nor amiss, and
// so is what the seat had learned otherwise, for a sender cannot know that.
func (l *Ledger) amiss(f func(of string, role, other int, why string, events ...int)) {
	sent := map[[3]int]bool{}
	for i := range l.messages {
		m := &l.messages[i]
		if m.fact < 0 {
			continue
		}
		way := [3]int{m.from, m.to, m.fact}
		again := sent[way]
		sent[way] = true
		switch {
		case l.sc.Facts[m.fact].Decoy:
			f(l.sc.Facts[m.fact].ID, m.to, m.from, "a decoy", m.ev)
		case again && m.to >= 0 && l.knows(m.to, m.fact).before(m.stamp):
			f(l.sc.Facts[m.fact].ID, m.to, m.from, "told again", m.ev)
		}
	}
	for i := range l.breaches {
		if b := &l.breaches[i]; !l.needsFact(b.to, b.fact) {
			f(l.sc.Facts[b.fact].ID, b.to, b.role, "more widely than its mark allows", b.ev)
		}
	}
	l.requests(func(ask *message, _ stamp, inTime bool) {
		if l.botPlays(ask.to) {
			return // bots answer nobody
		}
		if !inTime && ask.due <= l.end {
			f("request", ask.to, ask.from, "not answered in time", ask.ev)
		}
	})
}

// shareQuality is precision: told / (told + amiss) over what is owed, each as [Ledger.owed] and
// [Ledger.amiss] say, and 0 where nobody was told what is owed. How much was told, and how
// soon, is speed.sharing.
func shareQuality(l *Ledger, t *Tally) {
	told, owed, n := 0.0, 0, 0
	l.owed(func(fact, role int, since, had stamp, _, _ float64) {
		owed++
		if had.is() {
			told, n = told+1, n+1
			t.part(l.sc.Facts[fact].ID, role, l.first[fact], 1, l.dawn(fact).ev, had.ev)
		}
	})
	l.amiss(func(of string, role, other int, why string, events ...int) {
		n++
		t.part(of, role, other, 0, events...)
		t.remark(why, unset)
	})
	if owed > 0 { // else nobody needed to be told anything
		t.set(told/float64(max(1, n)), max(n, owed))
	}
}

// promptSharing is told promptly, r / (r + t) for each, / (told + untold + amiss): the critical
// success index, hits / (hits + misses + false alarms) (G. K. Gilbert, 1884; the threat score
// of forecasting), with each hit weighed by how soon it came. t is the hours from when the
// fact was first known in the frictionless run and r the fact's own target (within), or a
// twentieth of the scenario's length. What was wrongly told counts here too, for it takes its
// readers' time: so no flood of messages is a way to be quick. It is the part of the speed
// score that sharing makes.
func promptSharing(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	l.owed(func(fact, role int, since, told stamp, after, target float64) {
		v := 0.0
		if told.is() {
			v = prompt(after, target)
		}
		sum, n = sum+v, n+1
		t.part(l.sc.Facts[fact].ID, role, l.first[fact], v, l.dawn(fact).ev, told.ev)
		t.from(since)
	})
	if n == 0 {
		return // nobody needed to be told anything
	}
	l.amiss(func(of string, role, other int, why string, events ...int) {
		n++
		t.part(of, role, other, 0, events...)
		t.remark(why, unset)
	})
	t.mean(sum, n)
}

// seatSharing is how promptly each seat told what it was first to know, in this run: r / (r + t)
// over its facts and the seats that needed to be told them. It is read by its parts.
func seatSharing(l *Ledger, t *Tally) {
	l.pairs(func(fact, role int, first, told stamp, after float64) {
		target := l.within(l.sc.Facts[fact].Within)
		if k := l.knows(role, fact); k.is() && !k.byPeople() {
			if after <= target {
				return
			}
			told = never
		}
		if !told.is() && after < target {
			return
		}
		v := 0.0
		if told.is() {
			v = prompt(after, target)
		}
		t.part(l.sc.Facts[fact].ID, role, l.first[fact], v, first.ev, told.ev)
	})
}
