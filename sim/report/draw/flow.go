package draw

import (
	"fmt"
	"slices"
	"strings"
)

// Flow is a directed graph to be drawn in layers from left to right.
type Flow struct {
	Heads []string // over the layers, where the layers are given; empty for none
	Nodes []FlowNode
	Edges []FlowEdge
	None  string // what is written where there is no node
}

// FlowNode is a box.
type FlowNode struct {
	Text, Under string
	Strong      bool // drawn with a heavy, warm border
	Layer       int  // where Heads are given: the layer that it is in
}

// FlowEdge is an arrow between nodes, by their places.
type FlowEdge struct {
	From, To int
	Text     string
	Dashed   bool
	Branch   int // where Heads are given: arrows with one number have one colour; below zero for none
}

// The measures of a flow, in points.
const (
	boxWidth      = 176
	labelWidth    = 124
	passWidth     = 24 // of a layer in which no arrow has a label
	betweenGap    = 34 // between layers
	unlabelledGap = 110
	portGap       = 9  // between arrows at one side of a box
	besideGap     = 14 // between neighbours in a layer
	flowMargin    = 16
)

var (
	boxText   = Letters{Size: 12, Colour: Ink}
	labelText = Letters{Size: 10.5, Colour: Ink}
)

// flowBox is a box or the label of an arrow, with its lines.
type flowBox struct {
	lines, under []string
	text, height float64 // of the text alone, and of the box
}

// boxFor is the box of a node, at least so high.
func boxFor(n FlowNode, least float64) flowBox {
	b := flowBox{lines: boxText.Wrap(n.Text, boxWidth-20, 4), under: Note.Wrap(n.Under, boxWidth-20, 2)}
	b.text = boxText.step()*float64(max(len(b.lines), 1)) + Note.step()*float64(len(b.under))
	b.height = max(16+b.text, least)
	return b
}

// flowing is a flow on its way to a sheet.
type flowing struct {
	Flow
	graph  layered
	stride int // layers of the graph for one of the nodes
	boxes  []flowBox
	nodes  []int // slot of each node
	labels []int // slot of each edge's label; -1 for none
	texts  [][]string
	paths  [][]int // slots that each edge passes, in the order of the layers
	turned []bool
	left   []float64 // of each layer
	width  []float64
}

// lay finds the place of everything.
func (f Flow) lay() *flowing {
	f.Nodes = slices.Clone(f.Nodes)
	l := &flowing{Flow: f, stride: 1, labels: make([]int, len(f.Edges)), texts: make([][]string, len(f.Edges)),
		paths: make([][]int, len(f.Edges))}
	rank, turned := ranks(len(f.Nodes), f.Edges)
	if len(f.Heads) > 0 {
		for i, n := range f.Nodes {
			rank[i] = n.Layer
		}
		for i, e := range f.Edges {
			turned[i] = rank[e.From] > rank[e.To]
		}
	}
	l.turned = turned
	for _, e := range f.Edges { // an arrow from a box to itself has no layer for its label
		if e.From == e.To && e.Text != "" {
			f.Nodes[e.From].Under = strings.TrimPrefix(f.Nodes[e.From].Under+"; to itself: "+e.Text, "; ")
		}
	}
	if slices.ContainsFunc(f.Edges, func(e FlowEdge) bool { return e.Text != "" }) {
		l.stride = 2 // every second layer is for labels
	}
	leaving, coming := make([]int, len(f.Nodes)), make([]int, len(f.Nodes))
	for _, e := range f.Edges {
		leaving[e.From]++
		coming[e.To]++
	}
	for i, n := range f.Nodes {
		b := boxFor(n, 12+portGap*float64(max(leaving[i], coming[i])-1))
		l.boxes = append(l.boxes, b)
		l.nodes = append(l.nodes, l.graph.add(l.stride*rank[i], b.height+besideGap))
	}
	for i, e := range f.Edges {
		l.labels[i] = -1
		l.texts[i] = labelText.Wrap(e.Text, labelWidth-10, 4)
		from, to := e.From, e.To
		if turned[i] {
			from, to = to, from
		}
		if rank[from] == rank[to] {
			continue // to itself, or beside itself: drawn apart
		}
		last := l.nodes[from]
		l.paths[i] = []int{last}
		for layer := l.stride*rank[from] + 1; layer < l.stride*rank[to]; layer++ {
			size := 10.0
			here := layer == l.stride*rank[from]+1 && !turned[i] || layer == l.stride*rank[to]-1 && turned[i]
			if here && len(l.texts[i]) > 0 {
				size = labelText.step()*float64(len(l.texts[i])) + 10
			}
			next := l.graph.add(layer, size)
			if here && len(l.texts[i]) > 0 {
				l.labels[i] = next
			}
			l.graph.join(last, next)
			l.paths[i] = append(l.paths[i], next)
			last = next
		}
		l.graph.join(last, l.nodes[to])
		l.paths[i] = append(l.paths[i], l.nodes[to])
	}
	return l
}

// across gives each layer its place and width, and returns the width of the whole.
func (l *flowing) across() float64 {
	x := float64(flowMargin)
	labelled := make([]bool, len(l.graph.layers))
	for _, n := range l.labels {
		if n >= 0 {
			labelled[l.graph.slots[n].layer] = true
		}
	}
	for i := range l.graph.layers {
		w := float64(passWidth)
		switch {
		case i%l.stride == 0:
			w = boxWidth
		case labelled[i]:
			w = labelWidth
		}
		l.left, l.width = append(l.left, x), append(l.width, w)
		x += w + l.gap()
	}
	return max(x-l.gap()+flowMargin, 420)
}

// gap is what lies between two layers: where there are no labels between them, room for
// arrows to turn.
func (l *flowing) gap() float64 {
	if l.stride == 1 {
		return unlabelledGap
	}
	return betweenGap
}

// Width is how wide the flow is drawn, in points.
func (f Flow) Width() float64 { return f.lay().across() }

// Flow draws a graph from where the sheet is down.
func (s *Sheet) Flow(f Flow) {
	if len(f.Nodes) == 0 {
		s.Y = s.Lines(flowMargin, s.Y, FromLeft, Label, Label.Wrap(f.None, s.Width-2*flowMargin, 3)) + 8
		return
	}
	l := f.lay()
	l.across()
	for i, h := range f.Heads {
		if l.stride*i < len(l.left) {
			s.Lines(l.left[l.stride*i], s.Y, FromLeft, Head, Head.Wrap(h, boxWidth, 2))
		}
	}
	if len(f.Heads) > 0 {
		s.Y += 2*Head.step() + 8
	}
	top := s.Y + 6
	height := l.graph.settle()
	for i := range f.Edges {
		l.arrow(s, i, top)
	}
	for i, n := range l.labels {
		if n < 0 {
			continue
		}
		at := &l.graph.slots[n]
		h, w := labelText.step()*float64(len(l.texts[i])), labelText.widest(l.texts[i])+8
		x, y := l.left[at.layer]+l.width[at.layer]/2, top+at.at
		s.Box(x-w/2, y-h/2-2, w, h+4, Paper)
		s.Lines(x, y-h/2, Centred, labelText, l.texts[i])
	}
	for i, n := range f.Nodes {
		b, at := l.boxes[i], l.graph.slots[l.nodes[i]]
		x, y := l.left[at.layer], top+at.at-b.height/2
		fill, pen := Pale, Stroke(Strong, 1.2, "")
		if n.Strong {
			fill, pen = Paper, Stroke(Warm, 3, "")
		}
		s.Frame(x, y, boxWidth, b.height, fill, pen)
		end := s.Lines(x+boxWidth/2, y+(b.height-b.text)/2-1, Centred, boxText, b.lines)
		s.Lines(x+boxWidth/2, end, Centred, Note, b.under)
	}
	s.Y = top + height + 8
}

// arrow draws an edge: a curve between layers and a straight line through them, with a
// head where it ends.
func (l *flowing) arrow(s *Sheet, i int, top float64) {
	e, colour := l.Edges[i], Soft
	if e.Branch >= 0 && len(l.Heads) > 0 {
		colour = Branch(e.Branch)
	}
	pen := Stroke(colour, 1.4, "")
	if e.Dashed {
		pen.Dash = "5 4"
	}
	path := l.paths[i]
	if len(path) == 0 {
		l.loop(s, i, top, pen)
		return
	}
	var d string
	at := func(n int) (left, right, y float64) {
		sl := &l.graph.slots[n]
		return l.left[sl.layer], l.left[sl.layer] + l.width[sl.layer], top + sl.at
	}
	const head = 8
	for k, n := range path[1:] {
		_, x1, y1 := at(path[k])
		x2, right, y2 := at(n)
		y1 += l.port(path[k], i, true)
		y2 += l.port(n, i, false)
		if k == 0 {
			if l.turned[i] {
				x1 += head
			}
			d = fmt.Sprintf("M%s %s", num(x1), num(y1))
		}
		if k == len(path)-2 && !l.turned[i] {
			x2 -= head
		}
		mid := (x1 + x2) / 2
		d += fmt.Sprintf("C%s %s %s %s %s %s", num(mid), num(y1), num(mid), num(y2), num(x2), num(y2))
		if k < len(path)-2 {
			d += "H" + num(right)
		}
	}
	s.put(`<path d="%s" fill="none" %s/>`, d, s.pen(pen))
	if l.turned[i] {
		_, x, y := at(path[0])
		y += l.port(path[0], i, true)
		s.Area([]Point{{x, y}, {x + head + 1, y - 4.5}, {x + head + 1, y + 4.5}}, colour)
		return
	}
	last := path[len(path)-1]
	x, _, y := at(last)
	y += l.port(last, i, false)
	s.Area([]Point{{x, y}, {x - head - 1, y - 4.5}, {x - head - 1, y + 4.5}}, colour)
}

// port is how far from the middle of its box an arrow leaves or comes in: those of one
// side share it, in the order of where they go.
func (l *flowing) port(slot, edge int, leaving bool) float64 {
	node := -1
	for i, n := range l.nodes {
		if n == slot {
			node = i
		}
	}
	if node < 0 {
		return 0
	}
	mine, before, all := l.beyond(edge, leaving), 0, 0
	for i, p := range l.paths {
		if len(p) == 0 || leaving && p[0] != slot || !leaving && p[len(p)-1] != slot {
			continue
		}
		all++
		if at := l.beyond(i, leaving); at < mine || at == mine && i < edge {
			before++
		}
	}
	room := min(l.boxes[node].height-12, portGap*float64(all-1))
	if all < 2 {
		return 0
	}
	return room * (float64(before)/float64(all-1) - 0.5)
}

// beyond is where an edge goes next from its beginning, or comes from at its end.
func (l *flowing) beyond(edge int, leaving bool) float64 {
	p := l.paths[edge]
	if leaving {
		return l.graph.slots[p[1]].at
	}
	return l.graph.slots[p[len(p)-2]].at
}

// loop draws an arrow from a box to itself or to another in its layer, at the right of both.
func (l *flowing) loop(s *Sheet, i int, top float64, pen Pen) {
	e := l.Edges[i]
	a, b := l.graph.slots[l.nodes[e.From]], l.graph.slots[l.nodes[e.To]]
	x, y1, y2 := l.left[a.layer]+boxWidth, top+a.at, top+b.at
	if e.From == e.To {
		y1, y2 = y1-l.boxes[e.From].height/4, y2+l.boxes[e.From].height/4
	}
	s.put(`<path d="M%s %sC%s %s %s %s %s %s" fill="none" %s/>`, num(x), num(y1), num(x+26), num(y1), num(x+26),
		num(y2), num(x+8), num(y2), s.pen(pen))
	s.Area([]Point{{x, y2}, {x + 9, y2 - 4.5}, {x + 9, y2 + 4.5}}, pen.Colour)
}
