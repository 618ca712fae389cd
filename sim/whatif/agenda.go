package whatif

import "tocsin/sim/engine"

// agendum is an intent that is due; of those due at one time the first in the run's order
// comes first.
type agendum struct {
	at     engine.Time
	intent int
}

func (a agendum) before(b agendum) bool {
	return a.at < b.at || a.at == b.at && a.intent < b.intent
}

// agenda is a binary heap of what is due, the next in front.
type agenda []agendum

func (h *agenda) push(a agendum) {
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

func (h *agenda) pop() agendum {
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
