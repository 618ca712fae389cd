package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin/sim/phrase"
	"tocsin/sim/report/draw"
)

// gaugesPicture draws each gauge as it was and as it would have been if nobody had acted, and
// whether anybody could see it.
func gaugesPicture(r *Report) (Picture, bool) {
	var shown []GaugeLine
	for _, g := range r.Gauges {
		if len(g.Hours) > 1 && len(g.True) == len(g.Hours) {
			shown = append(shown, g)
		}
	}
	if len(shown) == 0 {
		return Picture{}, false
	}
	p := Picture{Picture: draw.Picture{Name: "gauges", Title: "What was true, and who could see it",
		Finding: gaugesFinding(shown),
		Reading: "Solid: what was true. Dotted: what would have been true if nobody had acted; a flag is where that " +
			"leaves the scale of the rest. On a grey ground: a gauge that was on nobody's screen."},
		Head: []string{"Gauge", "When", "True", "If nobody had acted", "Seen by"}}
	for _, g := range shown {
		seen := seenBy(g.Seen, r.Seats)
		for _, i := range rowsOf(len(g.Hours)) {
			row := []string{g.Title + unitIn(g.Unit), hoursText(g.Hours[i]), figure(g.True[i]), "", seen}
			if len(g.Idle) == len(g.Hours) {
				row[3] = figure(g.Idle[i])
			}
			p.Rows = append(p.Rows, row)
		}
	}
	p.Draw = func(s *draw.Sheet) { drawGauges(s, shown, r.Seats) }
	return p, true
}

// rowsOf is at most nine places of a trace for its table, the first and the last among
// them.
func rowsOf(n int) []int {
	const most = 9
	if n <= most {
		out := make([]int, n)
		for i := range out {
			out[i] = i
		}
		return out
	}
	var out []int
	for i := range most {
		out = append(out, i*(n-1)/(most-1))
	}
	return out
}

// gaugesFinding is about the harm, and about the gauges that nobody could see.
func gaugesFinding(shown []GaugeLine) string {
	text := ""
	for _, g := range shown {
		if !g.Outcome {
			continue
		}
		text = fmt.Sprintf("%s was at %s%s in the end", g.Title, figure(g.True[len(g.True)-1]), unitAfter(g.Unit))
		if len(g.Idle) == len(g.True) {
			text += fmt.Sprintf(", and would have been %s if nobody had acted", figure(g.Idle[len(g.Idle)-1]))
		}
		break
	}
	var unseen []string
	others, what := 0, "gauge"
	for _, g := range shown { // harm is worked out, and on nobody's screen by design
		if g.Outcome && len(g.Seen) == 0 {
			what = "other gauge"
			continue
		}
		if others++; len(g.Seen) == 0 {
			unseen = append(unseen, g.Title)
		}
	}
	switch {
	case others == 0:
		return text + "."
	case len(unseen) == 0:
		return sentences(text, "every "+what+" was on somebody's screen") + "."
	case len(unseen) == 1:
		return sentences(text, fmt.Sprintf("nobody could see “%s”", unseen[0])) + "."
	}
	return sentences(text, fmt.Sprintf("%d of %d %ss were on nobody's screen", len(unseen), others, what)) + "."
}

// sentences joins two halves of a sentence, of which the first may be missing.
func sentences(first, second string) string {
	if first == "" {
		return firstUpper(second)
	}
	return first + "; " + second
}

func unitAfter(unit string) string {
	if unit == "" {
		return ""
	}
	return " " + unit
}

func drawGauges(s *draw.Sheet, shown []GaugeLine, seats []SeatLine) {
	columns := 2
	if s.Narrow() || len(shown) == 1 {
		columns = 1
	}
	const between = 20
	width := (s.Width - 2*draw.Gutter - between*float64(columns-1)) / float64(columns)
	for i := 0; i < len(shown); i += columns {
		top, titled := s.Y, s.Y
		for c := range min(columns, len(shown)-i) {
			g := shown[i+c]
			x := draw.Gutter + float64(c)*(width+between)
			y := s.Lines(x, top+2, draw.FromLeft, draw.Firm, draw.Firm.Wrap(g.Title+unitIn(g.Unit), width, 2))
			y = s.Lines(x, y, draw.FromLeft, draw.Note, draw.Note.Wrap("Seen by "+seenBy(g.Seen, seats), width, 2))
			titled = max(titled, y)
		}
		for c := range min(columns, len(shown)-i) {
			x := draw.Gutter + float64(c)*(width+between)
			drawGauge(s, shown[i+c], x, titled+6, width)
		}
		s.Y = titled + 170
	}
}

// seenBy names those on whose screens a gauge was, and of many seats those alone that it was not shown to.
func seenBy(seen []string, seats []SeatLine) string {
	var blind []string
	for _, s := range seats {
		if !slices.Contains(seen, s.Title) {
			blind = append(blind, s.Title)
		}
	}
	switch {
	case len(seen) == 0:
		return "nobody"
	case len(blind) == 0 && len(seen) > 1:
		return "all seats"
	case len(blind) < 3 && len(seen) > 4:
		return "all seats but " + phrase.List(blind)
	}
	return strings.Join(seen, ", ")
}

// trace is a line of a gauge's panel.
type trace struct {
	values []float64
	pen    draw.Pen
	name   string
}

// drawGauge draws one gauge's panel: 130 points high, with its lines named at their ends.
func drawGauge(s *draw.Sheet, g GaugeLine, x, top, width float64) {
	const height = 130
	lo, hi := 0.0, 0.0
	for i, v := range g.True {
		if i == 0 {
			lo, hi = min(0, v), max(0, v)
		}
		lo, hi = min(lo, v), max(hi, v)
	}
	lowest, highest := hi-4*(hi-lo), lo+4*(hi-lo)
	for _, v := range g.Idle { // what would squeeze the rest leaves the scale
		if lowest == highest || v >= lowest && v <= highest {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if hi == lo {
		hi = lo + 1
	}
	left, right := x+44, x+width-100
	px := func(h float64) float64 {
		last := g.Hours[len(g.Hours)-1]
		return left + (right-left)*(h-g.Hours[0])/max(last-g.Hours[0], 1e-9)
	}
	py := func(v float64) float64 { return top + height - height*(v-lo)/(hi-lo) }
	if len(g.Seen) == 0 {
		s.Box(left, top, right-left, height, draw.Pale)
	}
	for _, m := range valueGrid(lo, hi, true) {
		s.Line(left, py(m.At), right, py(m.At), draw.Stroke(draw.Grid, 1, ""))
		s.Text(left-6, py(m.At)+4, draw.FromRight, draw.Note, m.Text)
	}
	last := math.Inf(-1)
	for _, m := range hourGrid(g.Hours[len(g.Hours)-1], true) {
		half := draw.Note.Width(m.Text) / 2
		if px(m.At)-half > last+8 {
			s.Text(px(m.At), top+height+15, draw.Centred, draw.Note, m.Text)
			last = px(m.At) + half
		}
	}
	var traces []trace
	if len(g.Idle) == len(g.Hours) && !slices.Equal(g.Idle, g.True) {
		traces = append(traces, trace{g.Idle, draw.Stroke(draw.Soft, 1.6, "1.5 3"), "if nobody acts"})
	}
	traces = append(traces, trace{g.True, draw.Stroke(draw.Strong, 2.4, ""), "true"})
	var ends []endLabel
	for _, t := range traces {
		ends = append(ends, drawTrace(s, t, g.Hours, px, py, lo, hi))
	}
	placeEnds(s, ends, right+6, top, top+height)
}

// drawTrace draws a line as far as it stays on the scale, and says where it ends.
func drawTrace(s *draw.Sheet, t trace, hours []float64, px, py func(float64) float64, lo, hi float64) endLabel {
	var points []draw.Point
	out := false
	for i, v := range t.values {
		if math.IsNaN(v) {
			continue
		}
		if v > hi+(hi-lo)*1e-6 || v < lo-(hi-lo)*1e-6 {
			if len(points) > 0 && i > 0 { // up to the edge
				was := t.values[i-1]
				edge := min(max(v, lo), hi)
				at := hours[i-1] + (hours[i]-hours[i-1])*(edge-was)/(v-was)
				points = append(points, draw.Point{px(at), py(edge)})
			}
			out = true
			break
		}
		points = append(points, draw.Point{px(hours[i]), py(v)})
	}
	if len(points) == 0 {
		return endLabel{}
	}
	s.Curve(thin(points), t.pen)
	end := points[len(points)-1]
	value := figure(t.values[len(t.values)-1])
	if out {
		s.Mark(draw.Pennant, end[0], end[1]+4, 3)
	}
	return endLabel{y: end[1], name: t.name, value: value, bold: t.name == "true"}
}

// thin leaves out points nearer than half a point to the one before, except the last.
func thin(points []draw.Point) []draw.Point {
	out := points[:1:1]
	for i, p := range points[1:] {
		q := out[len(out)-1]
		if math.Abs(p[0]-q[0])+math.Abs(p[1]-q[1]) >= 0.5 || i == len(points)-2 {
			out = append(out, p)
		}
	}
	return out
}

// endLabel names a line at its end.
type endLabel struct {
	y           float64
	name, value string
	bold        bool
}

// placeEnds writes the names of lines at their ends, moved apart where they would touch.
func placeEnds(s *draw.Sheet, ends []endLabel, x, top, bottom float64) {
	const step = 26
	ends = slices.DeleteFunc(ends, func(e endLabel) bool { return e.name == "" })
	slices.SortStableFunc(ends, func(a, b endLabel) int { return cmp.Compare(a.y, b.y) })
	for i := range ends {
		ends[i].y = max(ends[i].y, top+6)
		if i > 0 {
			ends[i].y = max(ends[i].y, ends[i-1].y+step)
		}
	}
	for i := len(ends) - 1; i >= 0; i-- {
		limit := bottom - 8
		if i < len(ends)-1 {
			limit = ends[i+1].y - step
		}
		ends[i].y = min(ends[i].y, limit)
	}
	for _, e := range ends {
		l := draw.Label
		if e.bold {
			l = draw.Firm
		}
		s.Text(x, e.y+2, draw.FromLeft, l, l.Cut(e.value, 92))
		s.Text(x, e.y+14, draw.FromLeft, draw.Note, draw.Note.Cut(e.name, 92))
	}
}
