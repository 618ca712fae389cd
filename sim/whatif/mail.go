package whatif

import "tocsin/sim/engine"

// mail identifies messages by what they say, because the number of a message among those of its
// pair may differ from world to world. A letter is a message that some step answers.
type mail struct {
	words   map[words]int // index in letters
	letters [][]int       // by words, then by how many with the same words came before: letter, or none
	answers [][]int       // by letter: steps that answer or acknowledge it
}

// words are what one seat told another.
type words struct {
	from, to, fact int32
	text           string
}

func wordsOf(ev *engine.Event) words { return words{ev.Role, ev.Other, ev.Ref, ev.Text} }

// box follows the messages of a world.
type box struct {
	counts []int   // by words: how many messages with them have been sent
	number []int   // by letter: its number among those of the pair in this world, from 1; 0 for not sent yet
	of     []int   // by message: letter, or none
	pairs  []int32 // by sender × receiver: messages sent
}

func (b *box) reset(m *mail, roles int) {
	b.counts = zeros(b.counts, len(m.letters))
	b.number = zeros(b.number, len(m.answers))
	b.of = b.of[:0]
	b.pairs = zeros(b.pairs, roles*roles)
}

// sent enters a message; every one must be entered.
func (b *box) sent(m *mail, ev *engine.Event, roles int) {
	l := none
	if ev.Other >= 0 {
		pair := int(ev.Role)*roles + int(ev.Other)
		b.pairs[pair]++
		if w, any := m.words[wordsOf(ev)]; any {
			if n := b.counts[w]; n < len(m.letters[w]) {
				l = m.letters[w][n]
			}
			b.counts[w]++
			if l != none {
				b.number[l] = int(b.pairs[pair])
			}
		}
	}
	b.of = append(b.of, l)
}

// arrived returns the letter that a message is, or none.
func (b *box) arrived(ev *engine.Event) int {
	if i := int(ev.Msg) - 1; i >= 0 && i < len(b.of) {
		return b.of[i]
	}
	return none
}

// zeros returns a slice of n zero values, in the memory of another if that is large enough.
func zeros[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// name finds the letters that steps answer. sent is what all messages of the run said, in the order
// in which they were sent.
func (m *mail) name(steps []step, sent []words) {
	m.words = map[words]int{}
	type place struct{ from, to, n int32 }
	wanted := map[place][]int{}
	for i := range steps {
		if s := &steps[i]; s.hang == onLetter {
			k := place{int32(s.Re.From), int32(s.Role), int32(s.Re.N)}
			wanted[k] = append(wanted[k], i)
		}
	}
	if len(wanted) == 0 {
		return
	}
	type pair struct{ from, to int32 }
	pairs := map[pair]int32{}
	counts := map[words]int{}
	for _, w := range sent {
		of := pair{w.from, w.to}
		pairs[of]++
		n := counts[w]
		counts[w]++
		waiting := wanted[place{w.from, w.to, pairs[of]}]
		if len(waiting) == 0 {
			continue
		}
		at, any := m.words[w]
		if !any {
			at = len(m.letters)
			m.words[w] = at
			m.letters = append(m.letters, nil)
		}
		for len(m.letters[at]) < n {
			m.letters[at] = append(m.letters[at], none)
		}
		m.letters[at] = append(m.letters[at], len(m.answers))
		for _, i := range waiting {
			steps[i].letter = len(m.answers)
		}
		m.answers = append(m.answers, waiting)
	}
}
