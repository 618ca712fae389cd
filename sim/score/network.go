package score

import (
	"math"
	"slices"

	"tocsin/sim/engine"
)

// The network of a run has the seats as its nodes and a directed way from one to another
// where at least one message was sent. Messages to the public are no way to anyone.
// Each measure is of the whole run, with a part for each window: the moves, or quarters
// of the scenario's length where it has none, since the network of a response changes
// with its phases.

// network is who sent messages to whom.
type network struct {
	n   int
	of  []int  // the role of each node
	way []bool // from × to
	ev  []int  // the first message of each way
}

// between is the network of the messages sent after one time up to another.
func (l *Ledger) between(from, to engine.Time) network {
	g := network{n: len(l.allies), of: l.allies}
	g.way, g.ev = make([]bool, g.n*g.n), make([]int, g.n*g.n)
	for i := range l.messages {
		m := &l.messages[i]
		if m.to < 0 || m.at <= from || m.at > to {
			continue
		}
		if k := g.between(m.from, m.to); !g.way[k] {
			g.way[k], g.ev[k] = true, m.ev
		}
	}
	return g
}

// between is the place of the way from one role to another, both of the response.
func (g network) between(from, to int) int { return g.node(from)*g.n + g.node(to) }

// node is the place of a role, or -1.
func (g network) node(role int) int {
	if role < len(g.of) && g.of[role] == role { // all are nodes up to here
		return role
	}
	return slices.Index(g.of, role)
}

// overall works a number out, not a number where there is none, for the whole run and for each
// window. It rests on the first message of each way.
func (l *Ledger) overall(t *Tally, number func(g network) float64) {
	all := l.between(-1, math.MaxInt64)
	if v := number(all); !math.IsNaN(v) {
		t.set(v, all.ways())
		for k, used := range all.way {
			if used {
				t.cite(all.ev[k])
			}
		}
	}
	if !t.keep {
		return
	}
	l.windows(func(name string, from, to engine.Time) {
		t.part(name, none, none, number(l.between(from, to)))
	})
}

// ways counts the directed ways.
func (g network) ways() int {
	n := 0
	for _, used := range g.way {
		if used {
			n++
		}
	}
	return n
}

// linked reports whether two seats exchanged anything, in either direction.
func (g network) linked(i, j int) bool { return g.way[i*g.n+j] || g.way[j*g.n+i] }

// density is ways / (n(n-1)); nothing for fewer than two seats.
func density(l *Ledger, t *Tally) {
	l.overall(t, func(g network) float64 {
		return float64(g.ways()) / float64(g.n*(g.n-1))
	})
}

// centralisation is Freeman's of degree, Σ(d_max - d_i) / ((n-1)(n-2)), where d_i is the
// number of seats that a seat exchanged anything with: 1 for a star, 0 where all have as
// many (L. C. Freeman, Centrality in social networks, Social Networks 1, 1979). Nothing
// for fewer than three seats.
func centralisation(l *Ledger, t *Tally) {
	l.overall(t, func(g network) float64 {
		most, sum := 0, 0
		for i := range g.n {
			d := 0
			for j := range g.n {
				if g.linked(i, j) {
					d++
				}
			}
			most, sum = max(most, d), sum+d
		}
		return float64(g.n*most-sum) / float64((g.n-1)*(g.n-2))
	})
}

// brokerage is Freeman's of betweenness, Σ(b_max - b_i) / ((n-1)²(n-2)/2), where b_i is
// the part of the shortest ways between two others that leads through a seat, summed
// over all pairs of others, directions left aside (Freeman 1979; computed after
// U. Brandes, A faster algorithm for betweenness centrality, 2001).
func brokerage(l *Ledger, t *Tally) {
	l.overall(t, func(g network) float64 {
		b := g.betweenness()
		most, sum := 0.0, 0.0
		for _, v := range b {
			most, sum = max(most, v), sum+v
		}
		top := float64((g.n-1)*(g.n-1)*(g.n-2)) / 2
		return (float64(float64(g.n)*most) - sum) / top
	})
}

// betweenness is each seat's, undirected and not normalised.
func (g network) betweenness() []float64 {
	b := make([]float64, g.n)
	dist, paths, share := make([]int, g.n), make([]float64, g.n), make([]float64, g.n)
	order := make([]int, 0, g.n)
	for s := range g.n {
		for i := range g.n {
			dist[i], paths[i], share[i] = none, 0, 0
		}
		dist[s], paths[s] = 0, 1
		order = append(order[:0], s)
		for at := 0; at < len(order); at++ {
			v := order[at]
			for w := range g.n {
				if !g.linked(v, w) {
					continue
				}
				if dist[w] == none {
					dist[w] = dist[v] + 1
					order = append(order, w)
				}
				if dist[w] == dist[v]+1 {
					paths[w] += paths[v]
				}
			}
		}
		for _, w := range slices.Backward(order) {
			for v := range g.n {
				if g.linked(v, w) && dist[v] == dist[w]-1 {
					share[v] += float64(paths[v] / paths[w] * (1 + share[w]))
				}
			}
			if w != s {
				b[w] += share[w] / 2 // each pair is seen from both ends
			}
		}
	}
	return b
}

// reciprocity is ways used in both directions / ways; nothing where there are none.
func reciprocity(l *Ledger, t *Tally) {
	l.overall(t, func(g network) float64 {
		mutual := 0
		for i := range g.n {
			for j := range g.n {
				if g.way[i*g.n+j] && g.way[j*g.n+i] {
					mutual++
				}
			}
		}
		return float64(mutual) / float64(g.ways())
	})
}

// fragments is the number of parts of the network that no message joins, a silent seat
// being one of its own.
func fragments(l *Ledger, t *Tally) {
	l.overall(t, func(g network) float64 {
		part := make([]int, g.n)
		for i := range part {
			part[i] = i
		}
		count := g.n
		for i := range g.n {
			for j := range i {
				if a, b := part[i], part[j]; g.linked(i, j) && a != b {
					count--
					for k := range part {
						if part[k] == a {
							part[k] = b
						}
					}
				}
			}
		}
		return float64(count)
	})
}

// externalInternal is the E-I index (E - I) / (E + I) over ways between seats that have
// a sector: E across sectors, I inside one; -1 is silos, 1 all across (D. Krackhardt and
// R. N. Stern, 1988).
func externalInternal(l *Ledger, t *Tally) {
	l.overall(t, func(g network) float64 {
		external, internal := 0, 0
		for i := range g.n {
			for j := range g.n {
				a, b := l.sc.Roles[g.of[i]].Sector, l.sc.Roles[g.of[j]].Sector
				switch {
				case !g.way[i*g.n+j] || a == "" || b == "":
				case a == b:
					internal++
				default:
					external++
				}
			}
		}
		return float64(external-internal) / float64(external+internal)
	})
}

// plannedNetwork is the likeness |P ∩ U| / |P ∪ U| of the ways that notes in force promise
// (from their role to whom they tell) and the ways used (P. Jaccard, 1912). Nothing
// where no note in force promises any.
func plannedNetwork(l *Ledger, t *Tally) {
	used := l.between(-1, math.MaxInt64)
	planned := make([]bool, len(used.way))
	any := false
	for i, ev := range l.filed {
		if ev == none {
			continue
		}
		n := &l.sc.Notes[i]
		from := l.sc.Find("role", n.Role)
		for _, to := range l.sc.AlliesOf(n.Do.To) {
			if to == from {
				continue
			}
			if k := used.between(from, to); !planned[k] {
				planned[k], any = true, true
				t.cite(ev)
			}
		}
	}
	both, either := 0, 0
	for k := range planned {
		if planned[k] || used.way[k] {
			either++
		}
		if planned[k] && used.way[k] {
			both++
		}
		if used.way[k] && any {
			t.cite(used.ev[k])
		}
	}
	if any {
		t.set(float64(both)/float64(either), either)
	}
}
