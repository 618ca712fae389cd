package report

import (
	"fmt"
	"math"

	"tocsin/sim/phrase"
	"tocsin/sim/report/draw"
)

// networkPicture draws who talked to whom in each phase.
func networkPicture(r *Report) (Picture, bool) {
	if len(r.Network) == 0 || len(r.Network[0].Nodes) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "network", Title: "Who talked to whom, phase by phase",
		Finding: networkFinding(r),
		Reading: networkReading(len(r.Network[0].Nodes))},
		Head: []string{"Phase", "From", "To", "Messages", "With a fact"}}
	for _, ph := range r.Network {
		for _, e := range ph.Edges {
			p.Rows = append(p.Rows, []string{ph.Title, ph.Nodes[e.From].Title, ph.Nodes[e.To].Title,
				fmt.Sprint(e.Messages), fmt.Sprint(e.Facts)})
		}
	}
	p.Draw = func(s *draw.Sheet) { drawNetwork(s, r.Network) }
	return p, true
}

func networkReading(seats int) string {
	if seats > mostOnCircle {
		return "A row is a seat that sent, a column one that received, by their numbers. A square where they " +
			"cross is messages, larger for more; it is hollow where no message carried a fact. An empty row told nobody anything; an empty column was told nothing."
	}
	return "Seats have the same place in each phase. A filled circle sent or received something, a hollow one " +
		"nothing. A line is messages, thicker for more, with a head toward who received; it is dashed where no message carried a fact."
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
	most := 0
	var silent []string
	for i, n := range through {
		if n > through[most] {
			most = i
		}
		if n == 0 {
			silent = append(silent, nodes[i].Title)
		}
	}
	text := fmt.Sprintf("%d of %d pairs of seats ever talked; %s sent or received %s of %s messages", len(pairs),
		len(nodes)*(len(nodes)-1)/2, nodes[most].Title, Grouped(through[most]), Grouped(total))
	switch len(silent) {
	case 0:
	case 1:
		text += ", and " + silent[0] + " was silent"
	default:
		text += ", and " + phrase.List(silent) + " were silent"
	}
	return text + "."
}

// mostOnCircle is how many seats are on a circle before the lines between them hide one
// another; more are drawn as a table, where every pair has a place of its own.
const mostOnCircle = 12

func drawNetwork(s *draw.Sheet, phases []NetworkPhase) {
	n := len(phases[0].Nodes)
	columns := min(3, len(phases))
	if s.Narrow() {
		columns = 1
	}
	if n > mostOnCircle {
		columns = 1
	}
	const between = 16
	width := (s.Width - 2*draw.Gutter - between*float64(columns-1)) / float64(columns)
	size := min(width, 300)
	for i := 0; i < len(phases); i += columns {
		top, titled := s.Y, s.Y
		for c := range min(columns, len(phases)-i) {
			ph := phases[i+c]
			x := draw.Gutter + float64(c)*(width+between)
			y := s.Lines(x, top+2, draw.FromLeft, draw.Firm, draw.Firm.Wrap(ph.Title, width, 2))
			y = s.Lines(x, y, draw.FromLeft, draw.Note, draw.Note.Wrap(phaseFigures(ph), width, 2))
			titled = max(titled, y)
		}
		if n > mostOnCircle {
			s.Y = titled + 6
			drawPairs(s, phases[i])
			continue
		}
		for c := range min(columns, len(phases)-i) {
			x := draw.Gutter + float64(c)*(width+between)
			drawPhase(s, phases[i+c], x+width/2, titled+size/2, size/2-14)
		}
		s.Y = titled + size + 8
	}
	if n > mostOnCircle {
		s.Key([]draw.KeyItem{
			{Draw: func(x, y float64) { s.Box(x-5, y-5, 10, 10, draw.Strong) }, Text: "many messages"},
			{Draw: func(x, y float64) { s.Box(x-2, y-2, 4, 4, draw.Strong) }, Text: "few messages"},
			{Draw: func(x, y float64) { s.Frame(x-4, y-4, 8, 8, draw.Paper, draw.Stroke(draw.Strong, 1.2, "")) },
				Text: "none of them with a fact"},
		})
		if pairNames(s, n) {
			return // the rows have the names
		}
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
func drawPhase(s *draw.Sheet, ph NetworkPhase, cx, cy, radius float64) {
	n := len(ph.Nodes)
	r := min(11, max(7, 2*math.Pi*radius/float64(n)/2.4))
	at := func(i int) (x, y float64) {
		a := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
		return cx + radius*math.Cos(a), cy + radius*math.Sin(a)
	}
	for _, e := range ph.Edges {
		if e.From == e.To {
			continue
		}
		ax, ay := at(e.From)
		bx, by := at(e.To)
		d := math.Hypot(bx-ax, by-ay)
		ux, uy := (bx-ax)/d, (by-ay)/d
		// Each direction keeps to its own side, so that both can be seen.
		ox, oy := -uy*2.2, ux*2.2
		p := draw.Stroke(draw.Soft, min(1+math.Log2(float64(max(e.Messages, 1)))*0.6, 3.6), "")
		if e.Facts == 0 {
			p.Dash = "3 3"
		}
		tx, ty := bx-ux*(r+6)+ox, by-uy*(r+6)+oy
		s.Line(ax+ux*r+ox, ay+uy*r+oy, tx, ty, p)
		w := 2.6 + p.Width/2
		s.Area([]draw.Point{{tx + ux*6, ty + uy*6}, {tx - uy*w, ty + ux*w}, {tx + uy*w, ty - ux*w}}, draw.Soft)
	}
	for i, node := range ph.Nodes {
		x, y := at(i)
		l := draw.Letters{Size: min(11, r*1.1), Colour: draw.Paper, Bold: true}
		fill := draw.Strong
		if node.Sent+node.Received == 0 {
			fill, l.Colour = draw.Paper, draw.Soft
		}
		s.Circle(x, y, r, fill, draw.Stroke(draw.Strong, 1.4, ""))
		s.Text(x, y+l.Size*0.36, draw.Centred, l, fmt.Sprint(i+1))
	}
}

// pairNames reports whether a table of so many seats has room for their names.
func pairNames(s *draw.Sheet, n int) bool {
	return (s.Width-2*draw.Gutter-draw.NamesWidth)/float64(n) >= 14
}

// drawPairs draws a phase as a table: a row for each who sent, a column for each who
// received, and where they cross a square, larger for more messages.
func drawPairs(s *draw.Sheet, ph NetworkPhase) {
	n := len(ph.Nodes)
	small := draw.Letters{Size: 9, Colour: draw.Soft}
	left, named := draw.Gutter+22.0, pairNames(s, n)
	if named {
		left = draw.Gutter + draw.NamesWidth
	}
	cell := min(20, (s.Width-draw.Gutter-left)/float64(n))
	row := cell
	if named {
		row = max(cell, 14)
	}
	every := 1 + int((small.Width("00")+3)/cell) // as many numbers as have room
	if small.Width("00")+3 <= cell {
		every = 1
	}
	rows := 1 + int(11/row)
	if row >= 11 {
		rows = 1
	}
	s.Text(left, s.Y+10, draw.FromLeft, draw.Note, "to")
	s.Y += 16
	top := s.Y + 14
	most := 1
	for _, e := range ph.Edges {
		most = max(most, e.Messages)
	}
	for i, node := range ph.Nodes {
		x, y := left+cell*(float64(i)+0.5), top+row*(float64(i)+0.5)
		s.Line(left, y, left+cell*float64(n), y, draw.Stroke(draw.Grid, 0.7, ""))
		s.Line(x, top, x, top+row*float64(n), draw.Stroke(draw.Grid, 0.7, ""))
		if i%every == 0 {
			s.Text(x, top-4, draw.Centred, small, fmt.Sprint(i+1))
		}
		switch {
		case named:
			s.Text(left-8, y+3.5, draw.FromRight, draw.Note,
				draw.Note.Cut(fmt.Sprintf("%s  %d", draw.Note.Cut(node.Title, draw.NamesWidth-34), i+1),
					draw.NamesWidth-10))
		case i%rows == 0:
			s.Text(left-5, y+3, draw.FromRight, small, fmt.Sprint(i+1))
		}
	}
	for _, e := range ph.Edges {
		x, y := left+cell*(float64(e.To)+0.5), top+row*(float64(e.From)+0.5)
		size := (cell - 1) * (0.35 + 0.65*math.Sqrt(float64(e.Messages)/float64(most)))
		if e.Facts == 0 {
			s.Frame(x-size/2+0.5, y-size/2+0.5, size-1, size-1, draw.Paper, draw.Stroke(draw.Strong, 1.2, ""))
		} else {
			s.Box(x-size/2, y-size/2, size, size, draw.Strong)
		}
	}
	s.Y = top + row*float64(n) + 14
}

// seatKey lists the seats with their numbers, in columns.
func seatKey(s *draw.Sheet, nodes []NetworkNode) {
	columns := 3
	if s.Narrow() {
		columns = 1
	}
	width := (s.Width - 2*draw.Gutter) / float64(columns)
	perColumn := (len(nodes) + columns - 1) / columns
	top := s.Y + 4
	for i, n := range nodes {
		x, y := draw.Gutter+width*float64(i/perColumn), top+16*float64(i%perColumn)
		s.Text(x+16, y+12, draw.FromRight, draw.Letters{Size: 10.5, Colour: draw.Ink, Bold: true}, fmt.Sprint(i+1))
		s.Text(x+22, y+12, draw.FromLeft, draw.Note, draw.Note.Cut(n.Title, width-30))
	}
	s.Y = top + 16*float64(perColumn) + 6
}
