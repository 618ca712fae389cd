package exercise

import "tocsin/sim/engine"

// Watch has f told of each event: the seats that something of it was laid before, and
// whether something of it came to the public board.
func Watch(x *Exercise, f func(ev engine.Event, seats []int, board bool)) {
	last := func(d *desk) (n, to int) {
		if n = len(d.items); n > 0 {
			to = len(d.items[n-1].To)
		}
		return n, to
	}
	x.e.Observe(func(ev engine.Event) {
		before, posted := make([][2]int, len(x.desks)), len(x.board)
		for r := range x.desks {
			before[r][0], before[r][1] = last(&x.desks[r])
		}
		x.see(ev)
		var seats []int
		for r := range x.desks {
			if n, to := last(&x.desks[r]); before[r] != [2]int{n, to} {
				seats = append(seats, r)
			}
		}
		f(ev, seats, len(x.board) > posted)
	})
}

// NamesIt is the rule by which a note names a thing.
var NamesIt = namesIt

// SpeaksOf is the rule by which a note speaks of what a question is about.
var SpeaksOf = speaksOf
