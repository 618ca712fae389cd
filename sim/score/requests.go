package score

import (
	"iter"
	"slices"

	"tocsin/sim/engine"
)

// A request is a message that asks for an answer by a time. It waits from when it has
// arrived; a request that never arrived is not the receiver's.

// requests calls f for each request that arrived, with the message that answers it, or
// none, and whether that was sent in time.
func (l *Ledger) requests(f func(ask *message, answer stamp, inTime bool)) {
	for i := range l.messages {
		if m := &l.messages[i]; m.due > 0 {
			a := l.answer(m)
			f(m, a, a.is() && a.at <= max(m.due, m.arrived.at))
		}
	}
}

// answer is what counts as the answer to a request: the message that was given as the
// answer to it, or else the first message that the seat asked sends, after the request has
// arrived, to the seat that asked or to the public, and that was not given as the answer
// to something else. What is sent to every seat at once is not taken for an answer.
func (l *Ledger) answer(ask *message) stamp {
	if a := l.message(ask.answer); a != nil {
		return a.stamp
	}
	for i := range l.messages {
		m := &l.messages[i]
		if m.from == ask.to && (m.to == ask.from || m.to == engine.Public) && ask.arrived.before(m.stamp) &&
			!m.answers && !l.toAll(i) {
			return m.stamp
		}
	}
	return never
}

// toAll reports whether a message is one of those with which its sender told all other seats
// something at once.
func (l *Ledger) toAll(i int) bool {
	m, others := &l.messages[i], 0
	before, after := slices.Backward(l.messages[:i]), slices.All(l.messages[i+1:])
	for _, side := range [2]iter.Seq2[int, message]{before, after} {
		for _, o := range side {
			if o.from != m.from || o.at != m.at || o.fact != m.fact || o.to < 0 {
				break
			}
			others++
		}
	}
	return m.to >= 0 && others > 0 && others+1 >= len(l.allies)-1
}

// unanswered counts requests that were not answered by the end of the run. Each part has
// the seat that was asked, the seat that asked, and the hours for which it has waited.
func unanswered(l *Ledger, t *Tally) {
	count, n := 0, 0
	l.requests(func(ask *message, answer stamp, _ bool) {
		n++
		if !answer.is() {
			count++
			t.part("request", ask.to, ask.from, hours(ask.arrived.at, l.end), ask.ev, ask.arrived.ev)
		}
	})
	if n > 0 {
		t.set(float64(count), count)
	}
}

// answered is the requests answered by when it was asked for / requests whose time was
// up by the end of the run or that were answered.
func answered(l *Ledger, t *Tally) {
	good, n := 0.0, 0
	l.requests(func(ask *message, answer stamp, inTime bool) {
		if !answer.is() && ask.due > l.end {
			return
		}
		n++
		v := 0.0
		if inTime {
			v = 1
		}
		good += v
		t.part("request", ask.to, ask.from, v, ask.ev, ask.arrived.ev, answer.ev)
	})
	t.mean(good, n)
}
