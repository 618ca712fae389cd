package report

import (
	"fmt"
	"math"
)

// networkPicture draws who talked to whom in each phase.
func networkPicture(r *Report) (Picture, bool) {
	if len(r.Network) == 0 || len(r.Network[0].Nodes) == 0 {
		return Picture{}, false
	}
	p := Picture{Name: "network", Title: "Who talked to whom, phase by phase",
		Finding: networkFinding(r),
		Reading: "Seats stand in the same place in each phase. A filled circle sent or received something, a hollow one nothing. A line is messages, thicker for more, with a head toward who received; it is dashed where no message carried a fact.",
		Head:    []string{"Phase", "From", "To", "Messages", "With a fact"}}
	for _, ph := range r.Network {
		for _, e := range ph.Edges {
			p.Rows = append(p.Rows, []string{ph.Title, ph.Nodes[e.From].Title, ph.Nodes[e.To].Title, fmt.Sprint(e.Messages), fmt.Sprint(e.Facts)})
		}
	}
	p.draw = func(s *sheet) { drawNetwork(s, r.Network) }
	return p, true
}

// networkFinding says how many pairs talked, who was at the centre, and who was silent.
func networkFinding(r *Report) string {
	nodes := r.Network[0].Nodes
	pairs := map[[2]int]bool{}
	through := make([]int, len(nodes))
	total := 0
	for _, ph := range r.Network {
		for _, e := range ph.Edges {
			pairs[[2]int{min(e.From, e.To), max(e.From, e.To)}] = true
			through[e.From] += e.Messages
			through[e.To] += e.Messages
			total += e.Messages
		}
	}
	if total == 0 {
		return "Nobody sent anybody a message."
	}
	most, silent := 0, 0
	for i, n := range through {
		if n > through[most] {
			most = i
		}
		if n == 0 {
			silent++
		}
	}
	text := fmt.Sprintf("%d of %d pairs of seats ever talked; %s sent or received %s of %s messages", len(pairs), len(nodes)*(len(nodes)-1)/2, nodes[most].Title, Grouped(through[most]), Grouped(total))
	switch silent {
	case 0:
	case 1:
		text += ", and one seat was silent"
	default:
		text += fmt.Sprintf(", and %d seats were silent", silent)
	}
	return text + "."
}

func drawNetwork(s *sheet, phases []NetworkPhase) {
	columns := min(3, len(phases))
	if s.narrow() {
		columns = 1
	}
	const between = 16
	width := (s.width - 2*gutter - between*float64(columns-1)) / float64(columns)
	size := min(width, 300)
	for i := 0; i < len(phases); i += columns {
		top, titled := s.y, s.y
		for c := range min(columns, len(phases)-i) {
			ph := phases[i+c]
			x := gutter + float64(c)*(width+between)
			y := s.lines(x, top+2, fromLeft, strong, strong.wrap(ph.Title, width, 2))
			y = s.lines(x, y, fromLeft, soft, soft.wrap(phaseFigures(ph), width, 2))
			titled = max(titled, y)
		}
		for c := range min(columns, len(phases)-i) {
			x := gutter + float64(c)*(width+between)
			drawPhase(s, phases[i+c], x+width/2, titled+size/2, size/2-14)
		}
		s.y = titled + size + 8
	}
	seatKey(s, phases[0].Nodes)
}

func phaseFigures(ph NetworkPhase) string {
	text := counted(ph.Messages, "message")
	if ph.Density != nil {
		text += ", " + figure(math.Round(100**ph.Density)) + "% of the possible ways"
	}
	return text
}

// counted is a number of things, in the plural where it is not one.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return Grouped(n) + " " + thing + "s"
}

// drawPhase draws the seats on a circle and the messages between them.
func drawPhase(s *sheet, ph NetworkPhase, cx, cy, radius float64) {
	n := len(ph.Nodes)
	r := min(11, max(7, 2*math.Pi*radius/float64(n)/2.4))
	at := func(i int) dot {
		a := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
		return dot{cx + radius*math.Cos(a), cy + radius*math.Sin(a)}
	}
	for _, e := range ph.Edges {
		if e.From == e.To {
			continue
		}
		a, b := at(e.From), at(e.To)
		d := math.Hypot(b.x-a.x, b.y-a.y)
		ux, uy := (b.x-a.x)/d, (b.y-a.y)/d
		// Each direction keeps to its own side, so that both can be seen.
		ox, oy := -uy*2.2, ux*2.2
		from, to := dot{a.x + ux*r + ox, a.y + uy*r + oy}, dot{b.x - ux*(r+6) + ox, b.y - uy*(r+6) + oy}
		p := pen{softInk, min(1+math.Log2(float64(max(e.Messages, 1)))*0.6, 3.6), ""}
		if e.Facts == 0 {
			p.dash = "3 3"
		}
		s.line(from.x, from.y, to.x, to.y, p)
		w := 2.6 + p.width/2
		s.area([]dot{{to.x + ux*6, to.y + uy*6}, {to.x - uy*w, to.y + ux*w}, {to.x + uy*w, to.y - ux*w}}, softInk)
	}
	for i, node := range ph.Nodes {
		p := at(i)
		l := letters{size: min(11, r*1.1), colour: paper, bold: true}
		fill := dark
		if node.Sent+node.Received == 0 {
			fill, l.colour = paper, softInk
		}
		s.circle(p.x, p.y, r, fill, pen{dark, 1.4, ""})
		s.text(p.x, p.y+l.size*0.36, centred, l, fmt.Sprint(i+1))
	}
}

// seatKey lists the seats with their numbers, in columns.
func seatKey(s *sheet, nodes []NetworkNode) {
	columns := 3
	if s.narrow() {
		columns = 1
	}
	width := (s.width - 2*gutter) / float64(columns)
	perColumn := (len(nodes) + columns - 1) / columns
	top := s.y + 4
	for i, n := range nodes {
		x, y := gutter+width*float64(i/perColumn), top+16*float64(i%perColumn)
		s.text(x+16, y+12, fromRight, letters{size: 10.5, colour: ink, bold: true}, fmt.Sprint(i+1))
		s.text(x+22, y+12, fromLeft, soft, soft.cut(n.Title, width-30))
	}
	s.y = top + 16*float64(perColumn) + 6
}
