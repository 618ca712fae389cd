package score

import "tocsin/sim/engine"

// What coordination is marked by. Each of these counts what was called for and not done as
// 0, and what was done amiss beside what was done well, so that neither leaving out nor
// adding noise can raise it.

// shareQuality is the critical success index of sharing, told / (told + untold + amiss)
// (G. K. Gilbert, 1884; the threat score of forecasting): precision beside recall. Told and
// untold are the pairs of [withheld]'s kind, a fact in play and a seat that needs it: told
// is one that had it by the end. A pair that had not been told by the end, and whose target
// had not passed, says nothing yet. Amiss is each message with a fact that brings a decoy,
// breaches the fact's mark, or tells a seat again what the same sender had told it and it
// knew; and each request that was not answered in time. A message that goes to a seat without
// need for it is neither, and so is what the seat had learned otherwise, for a sender cannot
// know that.
func shareQuality(l *Ledger, t *Tally) {
	told, n := 0.0, 0
	l.pairs(func(fact, role int, first, had stamp, after float64) {
		if !had.is() && after < l.within(l.sc.Facts[fact].Within) {
			return
		}
		v := 0.0
		if had.is() {
			v = 1
		}
		told, n = told+v, n+1
		t.part(l.sc.Facts[fact].ID, role, l.first[fact], v, first.ev, had.ev)
	})
	amiss := func(of string, role, other int, why string, events ...int) {
		n++
		t.part(of, role, other, 0, events...)
		t.remark(why, unset)
	}
	sent := map[[3]int]bool{}
	for i := range l.messages {
		m := &l.messages[i]
		way := [3]int{m.from, m.to, m.fact}
		again := sent[way]
		sent[way] = true
		switch {
		case m.fact < 0:
		case l.needs[m.fact] == nil:
			amiss(l.sc.Facts[m.fact].ID, m.to, m.from, "a decoy", m.ev)
		case again && m.to >= 0 && l.knows(m.to, m.fact).is() && l.knows(m.to, m.fact).ev < m.ev:
			amiss(l.sc.Facts[m.fact].ID, m.to, m.from, "told again", m.ev)
		}
	}
	for i := range l.breaches {
		b := &l.breaches[i]
		amiss(l.sc.Facts[b.fact].ID, b.to, b.role, "wider than its mark", b.ev)
	}
	l.requests(func(ask *message, answer stamp, inTime bool) {
		if !inTime && (answer.is() || ask.due <= l.end) {
			amiss("request", ask.to, ask.from, "not answered in time", ask.ev)
		}
	})
	t.mean(told, n)
}

// actOrder is (reports made in time + promises kept) / (reports due + promises called on +
// actions that repeat or undo another). What is done beside that counts on neither side.
func actOrder(l *Ledger, t *Tally) {
	good, n := 0.0, 0
	l.clocks(func(o, role int, d *duty, _ float64) {
		v := 0.0
		if d.met.is() && !d.missed.is() {
			v = 1
		}
		good, n = good+v, n+1
		t.part(l.sc.Obligations[o].ID, role, none, v, d.started.ev, d.verdict().ev)
	})
	for i := range l.promises {
		p := &l.promises[i]
		v := 0.0
		if p.kept {
			v = 1
		}
		good, n = good+v, n+1
		t.part("promise", p.role, none, v, p.ev)
	}
	for i := range l.deeds {
		if first := l.duplicateOf(i); first != none {
			n++
			t.part(l.sc.Actions[l.deeds[i].action].ID, l.deeds[i].role, l.deeds[first].role, 0, l.deeds[first].ev,
				l.deeds[i].ev)
		}
	}
	for i := range l.clashes {
		c := &l.clashes[i]
		n++
		t.part(l.sc.Actions[c.action].ID, c.role, none, 0, c.ev)
	}
	t.mean(good, n)
}

// probeScore is how well the seats asked were in the picture, over the probes with a right
// answer: the mean over probes and seats asked of 1 - B / B₀, where B is the quadratic score
// Σ(p - o)² of the seat's last answer, with its confidence on the option that it chose and
// the rest spread evenly over the others, and B₀ = 1 - 1/m that of not knowing among m
// options (Brier, 1950). Sure and right is 1, not knowing is 0, sure and wrong is below 0;
// the mean is held at 0. No answer counts 0, and so does one given before anybody knew a
// fact that a seat asked needs: there was no evidence yet. The score is proper: to say what
// one believes is best, and guessing earns nothing.
func probeScore(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	for p := range l.sc.Probes {
		truth, m := none, float64(len(l.sc.Probes[p].Options))
		for k, o := range l.sc.Probes[p].Options {
			if o.ID == l.sc.Probes[p].Truth {
				truth = k
			}
		}
		open := l.evidence(l.asked[p])
		if truth == none || m < 2 || !open.is() {
			continue
		}
		for _, r := range l.asked[p] {
			n++
			i := l.latest[p*len(l.sc.Roles)+r]
			if i == none || l.beliefs[i].ev < open.ev {
				t.part(l.sc.Probes[p].ID, r, none, 0)
				continue
			}
			b := &l.beliefs[i]
			other := (1 - b.confidence) / (m - 1)
			miss := float64((1-b.confidence)*(1-b.confidence)) + float64((m-1)*float64(other*other))
			if b.option != truth {
				miss = float64(b.confidence*b.confidence) + float64((1-other)*(1-other)) +
					float64((m-2)*float64(other*other))
			}
			v := 1 - miss/(1-1/m)
			sum += v
			t.part(l.sc.Probes[p].ID, r, none, v, open.ev, b.ev)
		}
	}
	if n > 0 {
		t.set(max(0, sum/float64(n)), n)
	}
}

// evidence is when anybody first knew a fact that one of some seats needs.
func (l *Ledger) evidence(seats []int) stamp {
	first := never
	for f := range l.needs {
		if at := l.dawn(f); at.is() && (!first.is() || at.ev < first.ev) {
			for _, r := range seats {
				if l.needsFact(r, f) {
					first = at
				}
			}
		}
	}
	return first
}

// undecided calls f for each action of a seat's own that one of its notes called for and that
// neither it nor, where it is done once, anybody did, though there was time: the usual time
// before the end of the run.
func (l *Ledger) undecided(f func(role, action int, called stamp)) {
	for i := range l.sc.Notes {
		called := l.called[i]
		c := l.model.NoteCommand(i)
		if !called.is() || c.Verb != engine.Act || l.sc.Actions[c.Ref].Joint != nil ||
			hours(called.at, l.end) < l.usual() {
			continue
		}
		done := false
		for k := range l.deeds {
			d := &l.deeds[k]
			done = done || d.action == c.Ref && (d.role == c.Role || l.sc.Actions[c.Ref].Once)
		}
		for k := range i { // another note of the seat's called for it before
			if o := l.model.NoteCommand(k); o.Verb == c.Verb && o.Role == c.Role && o.Ref == c.Ref &&
				l.called[k].is() {
				done = true
			}
		}
		if !done {
			f(c.Role, c.Ref, called)
		}
	}
}
