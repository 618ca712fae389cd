package engine

import "math"

// hasher folds values into 64 bits, in order.
type hasher uint64

func (h *hasher) word(x uint64) { *h = hasher(mix(uint64(*h)^x) + 0x632be59bd9b4e019) }

func (h *hasher) float(f float64) { h.word(floatBits(f)) }

func (h *hasher) bool(b bool) { h.word(bit(b)) }

// floatBits are the bits of a number, the same on every processor.
func floatBits(f float64) uint64 {
	switch {
	case f == 0:
		return 0 // minus zero is zero
	case f != f:
		return 0x7ff8000000000001 // the bits of what is no number differ between processors
	}
	return math.Float64bits(f)
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (h *hasher) text(s string) { h.word(hashName(s)) }

func each(h *hasher, n int, word func(i int) uint64) {
	h.word(uint64(n))
	for i := range n {
		h.word(word(i))
	}
}

func words[T ~int | ~int32 | ~uint8 | ~uint32 | ~int64](h *hasher, s []T) {
	h.word(uint64(len(s)))
	for _, v := range s {
		h.word(uint64(v))
	}
}

func floats(h *hasher, s []float64) {
	h.word(uint64(len(s)))
	for _, v := range s {
		h.float(v)
	}
}

func bools(h *hasher, s []bool) {
	h.word(uint64(len(s)))
	for _, v := range s {
		h.bool(v)
	}
}

// Digest is a 64-bit digest of the whole state of the run, including what is due. Equal
// scenarios, seeds and commands give equal digests on every platform.
func (e *Engine) Digest() uint64 {
	h := hasher(0x746f6373696e)
	h.word(e.seed)
	h.word(uint64(e.now))
	h.bool(e.started)
	h.bool(e.ended)
	h.word(uint64(e.total))
	h.word(uint64(e.move))
	h.word(e.q.seq)
	sum := uint64(0) // the heap's own order does not matter
	for _, x := range e.q.due() {
		g := hasher(x.key)
		g.word(uint64(x.at))
		if i := int(x.slot()) - e.m.fixed; i >= 0 {
			b := e.bodies[i]
			g.word(uint64(b.kind))
			g.word(uint64(uint32(b.a)) | uint64(uint32(b.b))<<32)
			g.word(uint64(uint32(b.c)) | uint64(b.via.Cause)<<32)
			g.word(uint64(uint32(b.via.Ref)))
		}
		sum += mix(uint64(g))
	}
	h.word(sum)
	words(&h, e.free)
	for i := range e.gauges {
		g := &e.gauges[i]
		for _, f := range []float64{g.v0, g.k, g.c, g.inflow, g.area} {
			h.float(f)
		}
		h.word(uint64(g.t0))
		h.word(uint64(g.level)<<8 | uint64(g.law))
		h.bool(g.grows)
		h.bool(g.override)
	}
	e.digestRates(&h)
	e.digestSensors(&h)
	e.digestVersions(&h)
	words(&h, e.state)
	each(&h, len(e.counts), func(i int) uint64 { return uint64(e.counts[i].fallen) })
	each(&h, len(e.counts), func(i int) uint64 { return uint64(e.counts[i].timers) })
	words(&h, e.seen)
	words(&h, e.seenAt)
	words(&h, e.stateAt)
	words(&h, e.notices)
	words(&h, e.noticed)
	each(&h, len(e.links), func(i int) uint64 { return floatBits(e.links[i].chance) })
	each(&h, len(e.links), func(i int) uint64 { return bit(e.links[i].cut) })
	each(&h, len(e.links), func(i int) uint64 { return uint64(e.linkPassed(i)) })
	words(&h, e.knownAt)
	bools(&h, e.unaided)
	for _, l := range e.leak {
		h.word(uint64(l.since))
		h.float(l.spent)
		h.float(l.factor)
		h.bool(l.done)
	}
	words(&h, e.shares)
	words(&h, e.done)
	words(&h, e.doing)
	words(&h, e.doneBy)
	words(&h, e.doingBy)
	words(&h, e.tries)
	words(&h, e.hands)
	for _, a := range e.acts {
		h.word(uint64(uint32(a.action)) | uint64(uint32(a.role))<<32)
		h.word(uint64(a.start))
		h.word(uint64(a.end))
		h.word(uint64(uint32(a.slot)))
		h.bool(a.running)
		h.bool(a.works)
	}
	e.digestLine(&h)
	if e.m.timed {
		words(&h, e.doneAt)
		words(&h, e.doneAtBy)
	}
	for _, j := range e.joint {
		h.bool(j.open)
		h.bool(j.started)
		h.word(uint64(uint32(j.count)) | uint64(j.rounds)<<32)
		h.word(uint64(j.first))
	}
	bools(&h, e.committed)
	floats(&h, e.takesFactor)
	for _, in := range e.inject {
		h.word(uint64(uint32(in.times)) | uint64(in.due)<<32)
		for _, b := range []bool{in.held, in.hold, in.skipped, in.waiting, in.met, in.missed} {
			h.bool(b)
		}
		h.word(uint64(in.since))
	}
	bools(&h, e.open)
	words(&h, e.convened)
	bools(&h, e.convening)
	floats(&h, e.venueFactor)
	floats(&h, e.conveneFactor)
	h.float(e.sharingFactor)
	for _, c := range e.contactFixed {
		h.bool(c.fixed)
		h.bool(c.set)
		h.float(c.at.a)
		h.float(c.at.b)
	}
	for _, d := range e.duty {
		h.word(uint64(d.started))
		h.word(uint64(d.due))
		h.word(uint64(d.met))
		h.bool(d.missed)
	}
	for _, n := range e.note {
		h.bool(n.filed)
		h.bool(n.waiting)
		h.word(uint64(n.times))
	}
	bools(&h, e.established)
	floats(&h, e.invested)
	floats(&h, e.spent)
	floats(&h, e.ackFactor)
	floats(&h, e.decideFactor)
	for _, b := range e.belief {
		h.word(uint64(uint32(b.option)))
		h.float(b.conf)
	}
	words(&h, e.effectRuns)
	h.word(uint64(e.mail))
	if e.ending > 0 {
		h.word(uint64(e.ending))
	}
	if e.choosing || e.picked > 0 {
		h.bool(e.choosing)
		h.word(uint64(e.picked))
	}
	e.digestWays(&h)
	e.digestLive(&h)
	floats(&h, e.costs)
	for _, t := range e.track {
		h.float(t.value)
		h.bool(t.set)
		h.word(uint64(t.since))
		h.float(t.rest)
		for i := range t.parts {
			h.float(t.parts[i])
			h.float(t.areas[i])
		}
	}
	bools(&h, e.truth)
	bools(&h, e.atomTrue)
	return uint64(h)
}

// digestRates digests what effects have given to gauges and where bounds stop them, where
// there is any.
func (e *Engine) digestRates(h *hasher) {
	for i := range e.gauges {
		g := &e.gauges[i]
		if g.stuck == 0 && !g.rated && g.under == (lawState{}) {
			continue
		}
		h.word(uint64(i))
		h.word(uint64(uint8(g.stuck)))
		h.bool(g.rated)
		h.float(g.under.k)
		h.float(g.under.c)
		h.word(uint64(g.under.law))
		h.bool(g.under.override)
	}
	for i, r := range e.rates {
		if r.round > 0 || r.on {
			h.word(uint64(i))
			h.bool(r.on)
			h.word(uint64(r.round))
		}
	}
}

// digestLive digests the state that only a live exercise has, where it has any.
func (e *Engine) digestLive(h *hasher) {
	if len(e.heldMarks) > 0 {
		words(h, e.heldMarks)
	}
	for i, v := range e.investedBy {
		if v != 0 {
			h.word(uint64(i))
			h.float(v)
		}
	}
	e.digestNotes(h)
	for i := range e.inject {
		if in := &e.inject[i]; in.freed || in.postponed {
			h.word(uint64(i))
			h.bool(in.freed)
			h.bool(in.postponed)
		}
	}
	for i := range e.cases {
		k := &e.cases[i]
		h.word(uint64(k.Role))
		h.word(uint64(k.N))
		h.word(uint64(k.At))
		for _, s := range []string{k.Text, k.Reason, k.Question, k.Answer, k.Reply} {
			h.text(s)
		}
		h.word(uint64(k.Outcome))
		h.float(k.Odds)
	}
	for i := range e.drafts {
		d := &e.drafts[i]
		h.word(uint64(d.at))
		for _, s := range []string{d.From, d.Media, d.Title, d.Text} {
			h.text(s)
		}
		words(h, d.To)
		words(h, d.Reveals)
		h.word(uint64(len(d.Effects))) // what they did is in the world
		if stands := uint64(d.slot)<<3 | bit(d.waiting)<<2 | bit(d.met)<<1 | bit(d.missed); stands != 0 {
			h.word(stands)
		}
	}
	for i := range e.edits {
		ed := &e.edits[i]
		h.word(uint64(ed.inject))
		h.word(uint64(uint32(ed.from)))
		h.text(ed.title)
		h.text(ed.text)
		words(h, ed.to)
	}
	if len(e.retracted) > 0 {
		words(h, e.retracted)
	}
}

// digestNotes hashes the state of notes, and those that came during the run.
func (e *Engine) digestNotes(h *hasher) {
	for i := range e.note {
		if e.note[i].blind {
			h.word(uint64(i))
		}
	}
	for i := range e.note {
		if n := &e.note[i]; n.deviated || n.chosen || n.revoked || n.newer > 0 {
			h.word(uint64(i))
			h.bool(n.deviated)
			h.bool(n.chosen)
			words(h, n.shown)
			if n.revoked || n.newer > 0 {
				h.bool(n.revoked)
				h.word(uint64(n.newer))
			}
		}
	}
	for i := len(e.base.Scenario.Notes); i < len(e.m.Scenario.Notes); i++ {
		n := &e.m.Scenario.Notes[i]
		d := &n.Do
		for _, s := range []string{n.Role, n.When.Source, d.Act, d.Share, d.Commit, d.Convene, d.Declare, d.Option,
			d.Say, n.Until, n.Basis} {
			h.text(s)
		}
		for _, names := range [][]string{d.To, n.ShownTo} {
			h.word(uint64(len(names)))
			for _, s := range names {
				h.text(s)
			}
		}
		h.word(uint64(n.Within))
	}
}

// CopyFrom makes e an exact copy of another run of the same model, to branch from. It
// reuses e's memory. The copy has no observer.
func (e *Engine) CopyFrom(o *Engine) {
	old := *e
	*e = *o
	e.sink, e.triggered, e.news = nil, nil, nil
	e.q = old.q
	e.q.copyFrom(&o.q)
	e.bodies = append(old.bodies[:0], o.bodies...)
	e.free = append(old.free[:0], o.free...)
	e.drawn = append(old.drawn[:0], o.drawn...)
	e.worlds = append(old.worlds[:0], o.worlds...)
	e.gauges = append(old.gauges[:0], o.gauges...)
	e.rates = append(old.rates[:0], o.rates...)
	e.readings, e.readAt = append(old.readings[:0], o.readings...), append(old.readAt[:0], o.readAt...)
	e.running = append(old.running[:0], o.running...)
	e.state = append(old.state[:0], o.state...)
	e.counts = append(old.counts[:0], o.counts...)
	e.seen = append(old.seen[:0], o.seen...)
	e.seenAt = append(old.seenAt[:0], o.seenAt...)
	e.stateAt = append(old.stateAt[:0], o.stateAt...)
	e.notices = append(old.notices[:0], o.notices...)
	e.noticed = append(old.noticed[:0], o.noticed...)
	if e.linkMem = old.linkMem[:0]; o.altered {
		e.linkMem = append(e.linkMem, o.links...)
		e.links = e.linkMem
	}
	e.knownAt = append(old.knownAt[:0], o.knownAt...)
	e.unaided = append(old.unaided[:0], o.unaided...)
	e.aware = append(old.aware[:0], o.aware...)
	e.leak = append(old.leak[:0], o.leak...)
	e.shares = append(old.shares[:0], o.shares...)
	e.copyActs(&old, o)
	e.copyWays(&old, o)
	e.inject = append(old.inject[:0], o.inject...)
	e.open = append(old.open[:0], o.open...)
	e.convened = append(old.convened[:0], o.convened...)
	e.convening = append(old.convening[:0], o.convening...)
	e.venueFactor = append(old.venueFactor[:0], o.venueFactor...)
	e.conveneFactor = append(old.conveneFactor[:0], o.conveneFactor...)
	e.contactFixed = append(old.contactFixed[:0], o.contactFixed...)
	e.duty = append(old.duty[:0], o.duty...)
	e.note = append(old.note[:0], o.note...)
	e.established = append(old.established[:0], o.established...)
	e.invested = append(old.invested[:0], o.invested...)
	e.investedBy = append(old.investedBy[:0], o.investedBy...)
	e.prep = append(old.prep[:0], o.prep...)
	e.spent = append(old.spent[:0], o.spent...)
	e.ackFactor = append(old.ackFactor[:0], o.ackFactor...)
	e.decideFactor = append(old.decideFactor[:0], o.decideFactor...)
	e.belief = append(old.belief[:0], o.belief...)
	e.effectRuns = append(old.effectRuns[:0], o.effectRuns...)
	e.messages = append(old.messages[:0], o.messages...)
	e.sentTo = append(old.sentTo[:0], o.sentTo...)
	e.heldMarks = append(old.heldMarks[:0], o.heldMarks...)
	e.cases = append(old.cases[:0], o.cases...)
	e.drafts = append(old.drafts[:0], o.drafts...)
	e.edits = append(old.edits[:0], o.edits...)
	e.played = append(old.played[:0], o.played...)
	e.retracted = append(old.retracted[:0], o.retracted...)
	e.costs = append(old.costs[:0], o.costs...)
	e.track = append(old.track[:0], o.track...)
	e.truth = append(old.truth[:0], o.truth...)
	e.atomTrue = append(old.atomTrue[:0], o.atomTrue...)
	e.dirty = old.dirty
	e.dirty.copyFrom(&o.dirty)
	e.atomDirty = append(old.atomDirty[:0], o.atomDirty...)
	e.atomList = append(old.atomList[:0], o.atomList...)
	e.trackDirty = append(old.trackDirty[:0], o.trackDirty...)
	e.trackList = append(old.trackList[:0], o.trackList...)
	e.crew = old.crew[:0]
	e.letter, e.named = old.letter[:0], old.named[:0]
	e.pieces, e.pieces2 = old.pieces[:0], old.pieces2[:0]
	e.anchorScratch = old.anchorScratch[:0]
}

// copyActs is the part of CopyFrom that is about actions.
func (e *Engine) copyActs(old, o *Engine) {
	e.done = append(old.done[:0], o.done...)
	e.doing = append(old.doing[:0], o.doing...)
	e.doneBy = append(old.doneBy[:0], o.doneBy...)
	e.doingBy = append(old.doingBy[:0], o.doingBy...)
	e.doneAt = append(old.doneAt[:0], o.doneAt...)
	e.doneAtBy = append(old.doneAtBy[:0], o.doneAtBy...)
	e.tries = append(old.tries[:0], o.tries...)
	e.hands = append(old.hands[:0], o.hands...)
	e.acts = append(old.acts[:0], o.acts...)
	e.line = append(old.line[:0], o.line...)
	e.tooFew = old.tooFew[:0]
	e.joint = append(old.joint[:0], o.joint...)
	e.committed = append(old.committed[:0], o.committed...)
	e.takesFactor = append(old.takesFactor[:0], o.takesFactor...)
}

// Clone returns an independent copy of the run in its present state.
func (e *Engine) Clone() *Engine {
	c := &Engine{}
	c.CopyFrom(e)
	return c
}
