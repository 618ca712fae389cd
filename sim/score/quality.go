package score

import "tocsin/sim/engine"

// What coordination is marked by. Each of these counts what was called for and not done as
// 0, and what was done wrong as well as what was done well, so that neither leaving out nor
// adding noise can raise it.

// actOrder is reports made in time / (reports owed + reports missed beside + the share of
// promises called on that were broken + actions that repeat or undo another). All promises
// together weigh no more than one report. Reports are owed whose clocks the frictionless run
// started and that were met or ran out by the end of the run; where this run started no such
// clock, because nobody knew, the report was not made. What is done in addition counts on neither
// side.
func actOrder(l *Ledger, t *Tally) {
	good, n, of := 0.0, 0.0, 0
	base := l.base()
	for o := range l.duties {
		d, owed := &l.duties[o], &base.duties[o]
		role := l.sc.Find("role", l.sc.Obligations[o].Role)
		if l.unwritten(role, o) {
			continue
		}
		over := d.met.is() || !d.started.is() && l.end >= owed.due
		v := 0.0
		if d.met.is() && !d.missed.is() {
			v = 1
		}
		if owed.started.is() && over || d.missed.is() {
			good, n, of = good+v, n+1, of+1
			since := none
			if !d.missed.is() {
				since = l.own(owed.started)
			}
			t.part(l.sc.Obligations[o].ID, role, none, v, since, d.verdict().ev)
			t.from(owed.started)
		}
	}
	broken, called := 0.0, 0.0
	l.promised(func(p *promise) {
		if p.kept {
			called++
		} else if !l.moot(p) {
			broken, called = broken+1, called+1
			t.part("promise", p.role, none, 0, p.ev)
			t.remark("broken", unset)
		}
	})
	if broken > 0 {
		n, of = n+broken/called, of+1
	}
	amiss := func(action, role, other int, why string, events ...int) {
		n, of = n+1, of+1
		t.part(l.sc.Actions[action].ID, role, other, 0, events...)
		t.remark(why, unset)
	}
	for i := range l.deeds {
		if first := l.duplicateOf(i); first != none {
			amiss(l.deeds[i].action, l.deeds[i].role, l.deeds[first].role, "done twice",
				l.deeds[first].ev, l.deeds[i].ev)
		}
	}
	for i := range l.clashes {
		c := &l.clashes[i]
		amiss(c.action, c.role, none, "undoes "+l.sc.Actions[c.other].ID, c.ev)
	}
	t.set(good/n, of) // where n is 0 this is not a number, and so there is no value
}

// moot reports whether what was promised had been done when the promise was broken, by others,
// and is done but once.
func (l *Ledger) moot(p *promise) bool {
	c := l.model.NoteCommand(p.note)
	if c.Verb != engine.Act && c.Verb != engine.Commit || !l.sc.Actions[c.Ref].Once {
		return false
	}
	for i := range l.deeds {
		if d := &l.deeds[i]; d.action == c.Ref && d.how == done && d.over.before(p.stamp) {
			return true
		}
	}
	return l.firstDone(c.Ref).before(p.stamp)
}

// probeScore is how well the seats asked were in the picture, over the probes with a right
// answer: the mean over probes and seats asked of 1 - B / B₀, where B is the quadratic score
// Σ(p - o)² of the seat's last answer, with its confidence on the option that it chose and
// the rest spread evenly over the others, and B₀ = 1 - 1/m that of not knowing among m
// options (Brier, 1950). Sure and right is 1, not knowing is 0, sure and wrong is below 0;
// the mean is held at 0. No answer counts 0, and so does one given before anybody knew a
// fact that a seat asked needs: there was no evidence yet. The score is proper: to say what
// one believes is best, and guessing earns nothing. What a bot is asked and has no note on
// drops out.
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
		if truth == none || m < 2 || !l.base().evidence(l.asked[p]).is() {
			continue
		}
		for _, r := range l.asked[p] {
			if l.mute(r, p) {
				continue
			}
			n++
			i := l.latest[p*len(l.sc.Roles)+r]
			if i == none || l.beliefs[i].before(open) {
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
	t.set(max(0, sum/float64(n)), n) // where n is 0 this is not a number, and so there is no value
}

// Seated says which seats bots play, by role. They have no beliefs but those that their notes
// declare, and a question that these do not speak to drops out. [Ledger.Reset] forgets it.
func (l *Ledger) Seated(bots []bool) { l.bots = bots }

func (l *Ledger) botPlays(role int) bool { return role >= 0 && role < len(l.bots) && l.bots[role] }

// botLacks reports whether a bot plays a seat and none of its notes does what is asked for.
func (l *Ledger) botLacks(role int, does func(note int, c *engine.Command) bool) bool {
	if !l.botPlays(role) {
		return false
	}
	for n := range l.sc.Notes {
		if c := l.model.NoteCommand(n); c.Role == role && does(n, &c) {
			return false
		}
	}
	return true
}

// mute reports whether a bot is asked what none of its notes that have been called on declares.
func (l *Ledger) mute(role, probe int) bool {
	return l.botLacks(role, func(note int, c *engine.Command) bool {
		return c.Verb == engine.Declare && c.Ref == probe && l.called[note].is()
	})
}

// unwritten reports whether a bot owes a report that none of its notes makes.
func (l *Ledger) unwritten(role, obligation int) bool {
	return l.botLacks(role, func(_ int, c *engine.Command) bool {
		return c.Verb == engine.Act && l.sc.Obligations[obligation].MetBy.Has(l.sc.Actions[c.Ref].ID)
	})
}

// evidence is when anybody first knew a fact that one of some seats needs.
func (l *Ledger) evidence(seats []int) stamp {
	first := never
	for f := range l.needs {
		if at := l.dawn(f); at.before(first) {
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
		if !called.is() || c.Verb != engine.Act || hours(called.at, l.end) < l.usual() {
			continue
		}
		done := false
		for k := range l.deeds {
			d := &l.deeds[k]
			done = done || d.stands() && d.action == c.Ref && (d.role == c.Role || l.sc.Actions[c.Ref].Once)
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
