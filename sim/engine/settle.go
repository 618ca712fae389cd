package engine

import "math/bits"

// What reads something that has changed is marked, and looked at when the present event
// is over.

// readers are what reads a symbol: conditions, general atoms and trackers.
type readers struct{ conds, atoms, trackers []int32 }

// readersOf is what reads a symbol, to add to.
func (m *Model) readersOf(symbol int) *readers {
	if m.readBy[symbol] == nil {
		m.readBy[symbol] = &readers{}
	}
	return m.readBy[symbol]
}

// changed marks what reads a symbol to be looked at again.
func (e *Engine) changed(symbol int) {
	if by := e.m.readBy[symbol]; by != nil { // mostly nothing does
		e.mark(by)
	}
}

func (e *Engine) mark(by *readers) {
	for _, c := range by.conds {
		e.dirty.add(c)
	}
	for _, a := range by.atoms {
		e.markAtom(a)
	}
	for _, t := range by.trackers {
		e.markTracker(t)
	}
}

// markSet is a set of small numbers that gives back the lowest first.
type markSet struct {
	words []uint64
	from  int // no word before this one has a number in it
}

func (s *markSet) reset(n int) {
	s.words = sized(s.words, (n+63)/64)
	s.from = len(s.words)
}

func (s *markSet) add(i int32) {
	w := int(i / 64)
	s.words[w] |= 1 << (i % 64)
	s.from = min(s.from, w)
}

// any reports whether the set holds a number.
func (s *markSet) any() bool {
	for s.from < len(s.words) && s.words[s.from] == 0 {
		s.from++
	}
	return s.from < len(s.words)
}

// take takes the lowest number out of a set that is not empty.
func (s *markSet) take() int {
	w := &s.words[s.from]
	i := bits.TrailingZeros64(*w)
	*w &= *w - 1
	return 64*s.from + i
}

func (s *markSet) copyFrom(o *markSet) {
	s.words, s.from = append(s.words[:0], o.words...), o.from
}

func (e *Engine) markTracker(t int32) {
	if !e.trackDirty[t] {
		e.trackDirty[t] = true
		e.trackList = append(e.trackList, t)
	}
}

// settle looks at everything that was marked until nothing more changes.
func (e *Engine) settle() {
	for e.err == nil && (e.dirty.any() || len(e.atomList) > 0) {
		for i := 0; i < len(e.atomList); i++ {
			e.atomDirty[e.atomList[i]] = false
			e.planAtom(e.atomList[i])
		}
		e.atomList = e.atomList[:0]
		// The lowest number first, so that the order of marking cannot be seen.
		if e.dirty.any() {
			e.look(e.dirty.take())
		}
	}
	for len(e.trackList) > 0 {
		for _, t := range e.trackList {
			e.trackDirty[t] = false
			e.follow(int(t))
		}
		e.trackList = e.trackList[:0]
	}
}

// look evaluates a condition and acts on its edge.
func (e *Engine) look(c int) {
	cond := &e.m.conds[c]
	now := cond.fn(e)
	if now == e.truth[c] {
		return
	}
	e.truth[c] = now
	if e.ended && cond.owner != ownTracker {
		return // what became true together with the end comes too late, but is measured
	}
	switch cond.owner {
	case ownWhile:
		e.regrow(cond.of)
		return
	case ownFlaw:
		e.flawTurns(cond.of)
		return
	}
	if !now {
		return
	}
	if !e.count("condition", c) {
		return
	}
	switch cond.owner {
	case ownKnown:
		e.knownTrigger(cond.of)
	case ownInject:
		e.injectTrigger(cond.of)
	case ownNote:
		e.noteTrigger(cond.of)
	case ownObligation:
		e.startObligation(cond.of)
	case ownTracker:
		e.trackTrue(cond.of)
	case ownMove:
		e.moveWanted(cond.of)
	case ownSeat:
		e.seatComes(cond.of)
	case ownRate:
		e.endRate(cond.of, Via{})
	case ownEnding:
		if e.ending == 0 || cond.of+1 < e.ending {
			e.ending = cond.of + 1
		}
		fallthrough
	case ownEnd:
		e.q.set(int32(e.m.slots.end), e.now, rankEnd) // what is due at this instant comes first
	}
}
