package draw

import (
	"cmp"
	"math"
	"slices"
)

// slot is something that takes room in a layer of a graph: a box, the label of an arrow,
// or the place where an arrow passes a layer.
type slot struct {
	layer         int
	size          float64 // along the layer, with the gap to the next
	at            float64 // its middle along the layer
	before, after []int   // the slots that it is joined to in the layers next to its own
}

// layered is a graph whose nodes are in layers, with arrows between neighbouring layers
// only (Sugiyama, Tagawa, Toda, 1981).
type layered struct {
	slots  []slot
	layers [][]int // of slots, in their order
}

// ranks puts each node one layer past the furthest of those that lead to it, not counting
// arrows that close a circle: turned says which arrows these are.
func ranks(nodes int, edges []FlowEdge) (rank []int, turned []bool) {
	out := make([][]int, nodes) // of edges
	for i, e := range edges {
		if e.From != e.To {
			out[e.From] = append(out[e.From], i)
		}
	}
	rank, turned = make([]int, nodes), make([]bool, len(edges))
	state := make([]int, nodes)
	var order []int
	type frame struct{ node, next int }
	for root := range nodes {
		if state[root] != 0 {
			continue
		}
		state[root] = 1
		stack := []frame{{root, 0}} // not by recursion: a chain may be long
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if f.next == len(out[f.node]) {
				state[f.node] = 2
				order = append(order, f.node)
				stack = stack[:len(stack)-1]
				continue
			}
			e := out[f.node][f.next]
			f.next++
			switch to := edges[e].To; state[to] {
			case 0:
				state[to] = 1
				stack = append(stack, frame{to, 0})
			case 1:
				turned[e] = true
			}
		}
	}
	for _, n := range slices.Backward(order) {
		for _, e := range out[n] {
			if !turned[e] {
				rank[edges[e].To] = max(rank[edges[e].To], rank[n]+1)
			}
		}
	}
	return rank, turned
}

// join joins two slots of neighbouring layers.
func (g *layered) join(from, to int) {
	g.slots[from].after = append(g.slots[from].after, to)
	g.slots[to].before = append(g.slots[to].before, from)
}

// add puts a slot at the end of its layer.
func (g *layered) add(layer int, size float64) int {
	for len(g.layers) <= layer {
		g.layers = append(g.layers, nil)
	}
	g.slots = append(g.slots, slot{layer: layer, size: size})
	g.layers[layer] = append(g.layers[layer], len(g.slots)-1)
	return len(g.slots) - 1
}

// settle orders the layers for few crossings and gives each slot its place, from 0. It
// returns the end of the last slot of all layers, in points.
func (g *layered) settle() float64 {
	g.order()
	for _, l := range g.layers {
		at := 0.0
		for _, n := range l {
			g.slots[n].at = at + g.slots[n].size/2
			at += g.slots[n].size
		}
	}
	for round := range 12 {
		for i := range g.layers {
			l := g.layers[i]
			if round%2 == 1 {
				l = g.layers[len(g.layers)-1-i]
			}
			g.straighten(l)
		}
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range g.slots {
		lo, hi = min(lo, s.at-s.size/2), max(hi, s.at+s.size/2)
	}
	if len(g.slots) == 0 {
		return 0
	}
	for i := range g.slots {
		g.slots[i].at -= lo
	}
	return hi - lo
}

// order sorts each layer by the barycentres of its neighbours, down and up, and keeps the
// best order that it meets.
func (g *layered) order() {
	best, fewest := g.copyLayers(), g.crossings()
	for round := 0; round < 24 && fewest > 0; round++ {
		place := g.places()
		for k := range g.layers {
			i, beside := k, func(s *slot) []int { return s.before }
			if round%2 == 1 {
				i, beside = len(g.layers)-1-k, func(s *slot) []int { return s.after }
			}
			l := g.layers[i]
			centre := map[int]float64{}
			for _, n := range l {
				centre[n] = place[n]
				if joined := beside(&g.slots[n]); len(joined) > 0 {
					sum := 0.0
					for _, m := range joined {
						sum += place[m]
					}
					centre[n] = sum / float64(len(joined))
				}
			}
			slices.SortStableFunc(l, func(a, b int) int { return cmp.Compare(centre[a], centre[b]) })
			for j, n := range l {
				place[n] = (float64(j) + 0.5) / float64(len(l))
			}
		}
		if c := g.crossings(); c < fewest {
			best, fewest = g.copyLayers(), c
		}
	}
	g.layers = best
}

func (g *layered) copyLayers() [][]int {
	out := make([][]int, len(g.layers))
	for i, l := range g.layers {
		out[i] = slices.Clone(l)
	}
	return out
}

// places is where each slot is in its layer, from 0 to 1.
func (g *layered) places() []float64 {
	place := make([]float64, len(g.slots))
	for _, l := range g.layers {
		for j, n := range l {
			place[n] = (float64(j) + 0.5) / float64(len(l))
		}
	}
	return place
}

// crossings counts the pairs of arrows that cross between neighbouring layers.
func (g *layered) crossings() int {
	place := make([]int, len(g.slots))
	for _, l := range g.layers {
		for j, n := range l {
			place[n] = j
		}
	}
	count := 0
	for _, l := range g.layers[:max(len(g.layers)-1, 0)] {
		var ends []int // of arrows, in the order of where they begin
		for _, n := range l {
			after := slices.Clone(g.slots[n].after)
			slices.SortFunc(after, func(a, b int) int { return cmp.Compare(place[a], place[b]) })
			for _, m := range after {
				ends = append(ends, place[m])
			}
		}
		for i, a := range ends {
			for _, b := range ends[:i] {
				if b > a {
					count++
				}
			}
		}
	}
	return count
}

// straighten moves the slots of a layer as near as they can come to the mean place of
// what they are joined to, in least squares, in their order and without touching: slots
// that want the same room form a block about the mean of their wishes (pool adjacent
// violators; Barlow et al., 1972).
func (g *layered) straighten(layer []int) {
	type block struct {
		from, n int
		sum     float64 // of wishes, less what is before within the block
		length  float64
	}
	var blocks []block
	place := func(b block) float64 { return b.sum / float64(b.n) }
	for i, n := range layer {
		s := &g.slots[n]
		wish, joined := s.at, 0
		for _, of := range [2][]int{s.before, s.after} {
			for _, m := range of {
				if joined == 0 {
					wish = 0
				}
				wish += g.slots[m].at
				joined++
			}
		}
		if joined > 1 {
			wish /= float64(joined)
		}
		b := block{from: i, n: 1, sum: wish - s.size/2, length: s.size}
		for len(blocks) > 0 {
			last := blocks[len(blocks)-1]
			if place(last)+last.length <= place(b) {
				break
			}
			// What follows wants to stand past the block before it.
			b = block{from: last.from, n: last.n + b.n, sum: last.sum + b.sum - float64(b.n)*last.length,
				length: last.length + b.length}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	for _, b := range blocks {
		at := place(b)
		for _, n := range layer[b.from : b.from+b.n] {
			g.slots[n].at = at + g.slots[n].size/2
			at += g.slots[n].size
		}
	}
}
