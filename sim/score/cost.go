package score

import (
	"tocsin/sim/scenario"
)

// payments calls f for each payment: a seat pays for its action when it begins it, and
// for a joint action when that was carried out or tried.
func (l *Ledger) payments(f func(role int, c *scenario.Cost, ev int)) {
	for i := range l.deeds {
		f(l.deeds[i].role, &l.sc.Actions[l.deeds[i].action].Cost, l.deeds[i].ev)
	}
	for i := range l.commits {
		c := &l.commits[i]
		if r := &l.rounds[c.round]; (r.how == done || r.how == failed) && !c.withdrawn.is() {
			f(c.role, &l.sc.Actions[r.action].Cost, r.over.ev)
		}
	}
}

// Costs is what each role's actions cost it: money, political, operational and legal,
// each action on its scale of 0 to 5.
func (l *Ledger) Costs() []scenario.Cost {
	out := make([]scenario.Cost, len(l.sc.Roles))
	l.payments(func(role int, c *scenario.Cost, _ int) {
		o := &out[role]
		o.Money, o.Political, o.Operational, o.Legal = o.Money+c.Money, o.Political+c.Political, o.Operational+
			c.Operational, o.Legal+c.Legal
	})
	return out
}

// costTotal is the sum of the four kinds of cost over all that was done, with a part for
// each seat that paid.
func costTotal(l *Ledger, t *Tally) {
	sum, n := 0.0, 0
	for r := range l.sc.Roles {
		own := 0.0
		l.payments(func(role int, c *scenario.Cost, ev int) {
			if role == r && c.Total() > 0 {
				own, n = own+c.Total(), n+1
				t.cite(ev)
			}
		})
		sum += own
		if own > 0 {
			t.part("", r, none, own)
		}
	}
	t.set(sum, n)
}

// costGini is the Gini coefficient Σ_i Σ_j |c_i - c_j| / (2 n Σ c) of cost among the
// seats: 0 where all paid the same, near 1 where one paid for all (C. Gini, 1912).
func costGini(l *Ledger, t *Tally) {
	costs := l.Costs()
	sum, apart, paid := 0.0, 0.0, 0
	for i, r := range l.allies { // adversaries pay nothing here
		costs[i] = costs[r]
	}
	costs = costs[:len(l.allies)]
	for _, a := range costs {
		sum += a.Total()
		if a.Total() > 0 {
			paid++
		}
		for _, b := range costs {
			apart += max(a.Total()-b.Total(), b.Total()-a.Total())
		}
	}
	if sum == 0 {
		return
	}
	t.set(apart/float64(2*float64(float64(len(costs))*sum)), paid)
	l.payments(func(_ int, c *scenario.Cost, ev int) {
		if c.Total() > 0 {
			t.cite(ev)
		}
	})
}
