package whatif

import "tocsin/sim/engine"

// appointment is an intent with the time at which it is due. Of those due at one time the first in
// the run's order comes first.
type appointment struct {
	at     engine.Time
	intent int
}

func (a appointment) before(b appointment) bool {
	return a.at < b.at || a.at == b.at && a.intent < b.intent
}

// agenda is a binary heap of appointments, the next in front.
type agenda []appointment

func (h *agenda) push(a appointment) {
	*h = append(*h, a)
	s := *h
	for i := len(s) - 1; i > 0; {
		up := (i - 1) / 2
		if !s[i].before(s[up]) {
			return
		}
		s[i], s[up] = s[up], s[i]
		i = up
	}
}

func (h *agenda) pop() appointment {
	s := *h
	top, last := s[0], len(s)-1
	s[0] = s[last]
	s = s[:last]
	for i := 0; ; {
		low := i
		for c := 2*i + 1; c <= 2*i+2 && c < last; c++ {
			if s[c].before(s[low]) {
				low = c
			}
		}
		if low == i {
			break
		}
		s[i], s[low] = s[low], s[i]
		i = low
	}
	*h = s
	return top
}
