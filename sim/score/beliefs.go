package score

import "fmt"

// Beliefs are what seats declare when a probe asks them: shared situation awareness by
// questions at pauses (SAGAT: M. R. Endsley, Human Factors 37, 1995). A seat's last
// answer counts.

// accuracy is right answers / seats asked, over the probes that have a right answer and
// that anyone answered; a seat that was asked and did not answer did not know.
func accuracy(l *Ledger, t *Tally) {
	right, asked := 0.0, 0
	l.probes(func(p, truth, roles int) {
		asked += roles
		for _, i := range l.answers(p) {
			b := &l.beliefs[i]
			v := 0.0
			if b.option == truth {
				v = 1
			}
			right += v
			t.part(l.sc.Probes[p].ID, b.role, none, v, b.ev)
		}
	})
	t.mean(right, asked)
}

// probes calls f for each probe with a right answer that anyone answered.
func (l *Ledger) probes(f func(probe, truth, asked int)) {
	for p := range l.sc.Probes {
		truth := none
		for k, o := range l.sc.Probes[p].Options {
			if o.ID == l.sc.Probes[p].Truth {
				truth = k
			}
		}
		if truth != none && len(l.answers(p)) > 0 {
			f(p, truth, len(l.asked[p]))
		}
	}
}

// answers are the last answers to a probe of the seats that it asks, in the order of
// the seats.
func (l *Ledger) answers(probe int) []int {
	var out []int
	for _, r := range l.asked[probe] {
		if i := l.latest[probe*len(l.sc.Roles)+r]; i != none {
			out = append(out, i)
		}
	}
	return out
}

// correctAndShared is the share of those probes to which every seat that was asked gave the right answer.
func correctAndShared(l *Ledger, t *Tally) {
	shared, n := 0.0, 0
	l.probes(func(p, truth, roles int) {
		right := 0
		for _, i := range l.answers(p) {
			t.cite(l.beliefs[i].ev)
			if l.beliefs[i].option == truth {
				right++
			}
		}
		v := 0.0
		if right == roles {
			v = 1
		}
		shared, n = shared+v, n+1
		t.part(l.sc.Probes[p].ID, none, none, float64(right)/float64(roles))
		if t.keep {
			t.remark(fmt.Sprintf("%d of %d answers right", right, len(l.answers(p))), unset)
		}
	})
	t.mean(shared, n)
}

// agreement is pairs of seats that gave the same answer / pairs of seats that answered,
// over all probes, whether or not they have a right answer (mean pairwise match).
func agreement(l *Ledger, t *Tally) {
	same, pairs := 0, 0
	for p := range l.sc.Probes {
		answers := l.answers(p)
		s, n := 0, 0
		for i, a := range answers {
			if len(answers) > 1 {
				t.cite(l.beliefs[a].ev)
			}
			for _, b := range answers[:i] {
				n++
				if l.beliefs[a].option == l.beliefs[b].option {
					s++
				}
			}
		}
		if n > 0 {
			t.part(l.sc.Probes[p].ID, none, none, float64(s)/float64(n))
		}
		same, pairs = same+s, pairs+n
	}
	t.mean(float64(same), pairs)
}

// brier is mean((confidence - outcome)²) over the last answers to probes that have a
// right one, where outcome is 1 for right and 0 for wrong: 0 is sure and right, 1 sure
// and wrong (Brier 1950, for one event).
func brier(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	l.probes(func(p, truth, _ int) {
		for _, i := range l.answers(p) {
			b := &l.beliefs[i]
			miss := b.confidence
			if b.option == truth {
				miss = 1 - b.confidence
			}
			v := float64(miss * miss)
			sum, n = sum+v, n+1
			t.part(l.sc.Probes[p].ID, b.role, none, v, b.ev)
		}
	})
	t.mean(sum, n)
}
