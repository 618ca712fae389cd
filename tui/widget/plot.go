package widget

import (
	"math"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
)

// Plot is a number over time, drawn as a line with axes, a scale and marks where something
// happened. It is the one chart with axes on every screen.
type Plot struct {
	Title, Unit string
	Values      []float64  // at equal steps from STARTEX, the newest last
	Step        float64    // hours between two of them
	Now         float64    // hours since STARTEX
	Value       float64    // now
	Ends        float64    // hours from STARTEX to the end of the exercise; 0 where it is not known
	Marks       []PlotMark // of several in one place the last shows
	Note        string     // next to the title: who sees it
	Bad         bool       // what it counts is harm
	Large       bool       // its number is read from the back of a room, where it has the height
}

// PlotMark is something that happened, for the axis of time.
type PlotMark struct {
	Hours float64
	Sign  rune
}

// PlotOf is the plot of a gauge.
func PlotOf(g exercise.Gauge, c exercise.Clock, marks []PlotMark) Plot {
	return Plot{Title: g.Title, Unit: g.Unit, Values: g.Trace, Step: g.Step, Now: c.Now.Hours, Value: g.Value,
		Ends: c.Ends.Hours, Marks: marks}
}

// leastPlot is how many lines a plot with axes needs: its title, three of the line, the axis and
// its times.
const leastPlot = 6

// enoughPlot is from how many lines on a plot gains more by width than by height.
const enoughPlot = 12

// largePlot is from how many lines on a plot has room for a large number.
const largePlot = 14

// thickPlot is from how many lines on the trace is two dots thick.
const thickPlot = 8

// Plots draws several, as large as they can be in w columns and at most h lines: side by side
// where there is width, closer where there are many, and as short lines where there is no height
// for axes.
func Plots(th theme.Theme, list []Plot, w, h int) []string {
	if len(list) == 0 || w <= 0 || h <= 0 {
		return nil
	}
	const narrow, narrowest, between = 38, 26, 3
	best, bestRows := plotGrid(len(list), w, h, narrow, between)
	if best == 0 {
		best, bestRows = plotGrid(len(list), w, h, narrowest, between)
	}
	if best == 0 {
		return shortPlots(th, list, w, h)
	}
	each := (w - (best-1)*between) / best
	var out []string
	for from := 0; from < len(list); from += best {
		var blocks [][]string
		for i := from; i < from+best; i++ {
			var block []string
			if i < len(list) {
				block = list[i].View(th, each, bestRows)
			}
			blocks = append(blocks, Block(block, each, bestRows))
		}
		if from > 0 {
			out = append(out, "")
		}
		out = append(out, Beside(strings.Repeat(" ", between), blocks...)...)
	}
	return out
}

// plotGrid is in how many columns, and with how many lines each, so many plots read best that are no
// narrower than narrow; 0 columns where they have no room for axes.
func plotGrid(all, w, h, narrow, between int) (best, bestRows int) {
	largest := 0
	for n := 1; n <= all && (w-(n-1)*between)/n >= min(narrow, w); n++ {
		lines, cols := (all+n-1)/n, (w-(n-1)*between)/n
		tallest := max(min(cols/4, 60), 16) // a line reads best in a wide field
		rows := min((h-(lines-1))/lines, tallest)
		high := min(rows, enoughPlot)
		if reads := high * high * cols; rows >= leastPlot && reads > largest {
			best, bestRows, largest = n, rows, reads
		}
	}
	return best, bestRows
}

// shortPlots draws a line for each: its name, its course, its present value.
func shortPlots(th theme.Theme, list []Plot, w, h int) []string {
	var out []string
	for i := range list {
		p := &list[i]
		if len(out) == h-1 && i < len(list)-1 {
			return append(out, th.Dim.Render(Cut("  and "+Number(float64(len(list)-i))+" more", w)))
		}
		value := p.amount()
		trace := Spark(p.all(), max(min((w-Width(value))/3, 60), 1))
		room := w - Width(value) - Width(trace) - 3
		out = append(out, Cut(Fit(p.Title, max(room, 1))+" "+p.style(th)(trace)+"  "+th.Strong.Render(value), w))
	}
	return out
}

func (p *Plot) amount() string { return strings.TrimSpace(Number(p.Value) + " " + p.Unit) }

// all are the values with the newest.
func (p *Plot) all() []float64 { return append(p.Values[:len(p.Values):len(p.Values)], p.Value) }

func (p *Plot) style(th theme.Theme) func(...string) string {
	if p.Bad {
		return th.Warn.Render
	}
	return th.Number.Render
}

// spans are, in hours, the times that a chart counts in.
var spans = []float64{1.0 / 60, 2.0 / 60, 5.0 / 60, 10.0 / 60, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 720,
	1440, 2160, 4320, 8760}

// Trend says how the number has changed of late, and in what time: about a tenth of what is shown.
func (p *Plot) Trend() string {
	span := spans[0]
	for _, s := range spans {
		if s <= p.edge()/10 {
			span = s
		}
	}
	was := p.at(p.Now - span)
	change := p.Value - was
	in := " in " + strings.ReplaceAll(Span(span), " ", "")
	switch {
	case math.Abs(change) <= math.Max(math.Abs(p.Value), math.Abs(was))/200:
		return "steady"
	case change > 0:
		return "▲ " + Number(change) + in
	}
	return "▼ " + Number(-change) + in
}

// at is the number at a time, between two values by a straight line.
func (p *Plot) at(hours float64) float64 {
	if len(p.Values) == 0 || p.Step <= 0 {
		return p.Value
	}
	last := float64(len(p.Values)-1) * p.Step
	if hours >= last {
		if p.Now <= last {
			return p.Value
		}
		part := min(max((hours-last)/(p.Now-last), 0), 1)
		return p.Values[len(p.Values)-1]*(1-part) + p.Value*part
	}
	k := max(hours, 0) / p.Step
	i := int(k)
	part := k - float64(i)
	return p.Values[i]*(1-part) + p.Values[min(i+1, len(p.Values)-1)]*part
}

// edge is the time at the right: a half, a quarter, an eighth of the exercise while it is young.
func (p *Plot) edge() float64 {
	edge := max(p.Ends, p.Now)
	for edge > 0 && edge/2 >= p.Now && edge > p.Ends/8 {
		edge /= 2
	}
	return max(edge, 1.0/60)
}

// View draws a plot with axes, w columns wide and h lines high; where that is too small, a line.
func (p *Plot) View(th theme.Theme, w, h int) []string {
	if h < leastPlot || w < 24 {
		return shortPlots(th, []Plot{*p}, w, h)
	}
	out := p.head(th, w, h)
	edge, rows := p.edge(), h-2-len(out)
	scale := scaleOf(p.all(), rows)
	left := 0
	for _, v := range scale.ticks {
		left = max(left, Width(Number(v)))
	}
	cols := w - left - 2
	lines := p.line(scale, edge, cols, rows)
	marks := p.signs(edge, cols)
	for i, line := range lines {
		label := ""
		if v, ok := scale.tickAt(i, rows); ok {
			label = Number(v)
		}
		out = append(out, th.Dim.Render(strings.Repeat(" ", left-Width(label))+label)+th.Rule.Render(" │")+
			p.marked(th, line, marks))
	}
	return append(out, p.axis(th, marks, left), p.times(th, edge, left, cols))
}

// head is a plot's title with who sees it, its value and how it has changed: in two lines where
// one would cut the title, and h has room.
func (p *Plot) head(th theme.Theme, w, h int) []string {
	if number := Large(Number(p.Value), w/2); p.Large && h >= largePlot && len(number) > 0 {
		left := []string{th.Title.Render(p.Title), th.Strong.Render(p.Unit), th.Dim.Render(p.Trend()), ""}
		for i, line := range number {
			number[i] = Spread(left[i], th.Number.Render(line), w)
		}
		return number
	}
	trend := p.Trend()
	if Width(p.Title)+Width(p.Note)+Width(p.amount())+Width(trend)+7 > w {
		trend, _, _ = strings.Cut(trend, " in ") // whose number it is comes before in what time it changed
	}
	value := th.Strong.Render(p.amount()) + "  " + th.Dim.Render(trend)
	note := func(room int) string {
		if p.Note == "" || room <= 8 {
			return ""
		}
		return th.Dim.Render(Cut(p.Note, room))
	}
	if h > leastPlot+1 && Width(p.Title)+1+Width(value) > w {
		return []string{th.Title.Render(Cut(p.Title, w)), Spread(note(w-Width(value)-1), value, w)}
	}
	title := th.Title.Render(Cut(p.Title, max(w-Width(value)-1, 8)))
	if n := note(w - Width(title) - Width(value) - 3); n != "" {
		title += "  " + n
	}
	return []string{Spread(title, value, w)}
}

// marked draws a line of dots, with a light rule through what is empty above a mark.
func (p *Plot) marked(th theme.Theme, line []rune, marks []rune) string {
	var b strings.Builder
	style, rules := p.style(th), ruled(marks)
	for from := 0; from < len(line); {
		empty := line[from] == 0
		to := from
		for to < len(line) && (line[to] == 0) == empty {
			to++
		}
		if !empty {
			b.WriteString(style(string(line[from:to])))
			from = to
			continue
		}
		cells := make([]rune, to-from)
		for i := range cells {
			cells[i] = ' '
			if rules && marks[from+i] != 0 {
				cells[i] = '┊'
			}
		}
		b.WriteString(th.Rule.Render(string(cells)))
		from = to
	}
	return b.String()
}

// signs are the marks by column.
func (p *Plot) signs(edge float64, cols int) []rune {
	out := make([]rune, cols)
	for _, m := range p.Marks {
		if m.Hours < 0 || m.Hours > edge {
			continue
		}
		out[min(int(m.Hours/edge*float64(cols)), cols-1)] = m.Sign
	}
	return out
}

// ruled reports whether marks are so few, at most one in eight columns, that a rule above each helps.
func ruled(marks []rune) bool {
	n := 0
	for _, r := range marks {
		if r != 0 {
			n++
		}
	}
	return n <= len(marks)/8
}

// axis is the line of time with the marks on it.
func (p *Plot) axis(th theme.Theme, marks []rune, left int) string {
	var b strings.Builder
	b.WriteString(th.Rule.Render(strings.Repeat(" ", left) + " └"))
	for from := 0; from < len(marks); {
		to := from
		for to < len(marks) && (marks[to] == 0) == (marks[from] == 0) {
			to++
		}
		if marks[from] == 0 {
			b.WriteString(th.Rule.Render(strings.Repeat("─", to-from)))
		} else {
			b.WriteString(th.Notice.Render(string(marks[from:to])))
		}
		from = to
	}
	return b.String()
}

// times are the hours and days under the axis.
func (p *Plot) times(th theme.Theme, edge float64, left, cols int) string {
	step := spans[len(spans)-1]
	for _, s := range spans {
		if s/edge*float64(cols) >= 9 {
			step = s
			break
		}
	}
	cells := []rune(strings.Repeat(" ", cols))
	put := func(at int, text string) {
		if at = min(at, cols-len([]rune(text))); at < 0 {
			return
		}
		letters := []rune(text)
		for i := max(at-1, 0); i < at+len(letters); i++ { // a space before each
			if cells[i] != ' ' {
				return
			}
		}
		copy(cells[at:], letters)
	}
	put(0, "0")
	for k := 1; float64(k)*step <= edge && k < cols; k++ {
		text := Span(float64(k) * step)
		put(int(float64(k)*step/edge*float64(cols)), strings.ReplaceAll(text, " ", ""))
	}
	return th.Dim.Render(strings.Repeat(" ", left+2) + strings.TrimRight(string(cells), " "))
}

// line is the trace in braille: two dots by four a cell; 0 where a cell is empty.
func (p *Plot) line(s scale, edge float64, cols, rows int) [][]rune {
	out := make([][]rune, rows)
	for i := range out {
		out[i] = make([]rune, cols)
	}
	dots := []rune{0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80} // by column, then row, of a cell
	set := func(x, y int) {
		row, col := y/4, x/2
		if y < 0 || row >= rows || col >= cols {
			return
		}
		if out[row][col] == 0 {
			out[row][col] = 0x2800
		}
		out[row][col] |= dots[x%2*4+y%4]
	}
	before := -1
	for x := range 2 * cols {
		from, to := float64(x)/float64(2*cols)*edge, float64(x+1)/float64(2*cols)*edge
		if from > p.Now && x > 0 {
			break
		}
		t := (from + to) / 2
		if to > p.Now { // the line ends where the number is
			t = p.Now
		}
		v := p.at(t)
		y := int(math.Round((s.high - v) / (s.high - s.low) * float64(4*rows-1)))
		y = max(0, min(y, 4*rows-1))
		if before < 0 {
			before = y
		}
		for k := min(before, y); k <= max(before, y); k++ {
			if k != before || k == y {
				set(x, k)
				if rows >= thickPlot {
					set(x, k-1)
				}
			}
		}
		before = y
	}
	return out
}

// scale is what a vertical axis goes from and to, with round numbers on it.
type scale struct {
	low, high float64
	step      float64   // between two of ticks
	apart     int       // rows between them
	ticks     []float64 // from the lowest row up
}

// scaleOf is a scale that holds values, with round numbers at even distances of whole rows: the one
// that the values fill most, where one with only two numbers counts as a third less filled.
func scaleOf(values []float64, rows int) scale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			low, high = min(low, v), max(high, v)
		}
	}
	if low > high {
		low, high = 0, 1
	}
	if size := max(math.Abs(low), math.Abs(high)); high-low < size/10 { // a flat line is no cliff
		low, high = low-size/10, high+size/10
	}
	if low == high {
		high = low + 1
	}
	if positive := low; positive > 0 && positive < (high-low)/2 {
		low = 0
	}
	var best scale
	least := math.Inf(1)
	for _, apart := range []int{3, 2, 4, 5} {
		s := scaleBy(low, high, rows, apart)
		size := s.high - s.low
		if 2*apart >= rows { // two numbers alone say less than three
			size *= 1.3
		}
		if apart <= max(rows-1, 2) && (best.apart == 0 || size < least*0.95) {
			best, least = s, size
		}
	}
	for row := rows - 1; row >= 0; row -= best.apart {
		best.ticks = append(best.ticks, best.low+float64(len(best.ticks))*best.step)
	}
	return best
}

// scaleBy is the smallest scale from low to high whose round numbers are so many rows apart, the lowest
// on the lowest row.
func scaleBy(low, high float64, rows, apart int) scale {
	steps := float64(4*rows-1) / float64(4*apart) // a row has four dots
	step := roundUp((high - low) / steps)
	for range 8 {
		s := scale{low: math.Floor(low/step+1e-9) * step, step: step, apart: apart}
		if s.high = s.low + steps*step; s.high >= high-step*1e-9 {
			return s
		}
		step = roundUp(step * 1.01)
	}
	return scale{low: low, high: high, step: step, apart: apart}
}

// roundUp is the next of 1, 2, 5, 10 … that is no less.
func roundUp(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, f := range []float64{1, 2, 5} {
		if f*power >= v-power*1e-9 {
			return f * power
		}
	}
	return 10 * power
}

// tickAt is the number next to a row, where there is one.
func (s scale) tickAt(row, rows int) (float64, bool) {
	if up := rows - 1 - row; up%s.apart == 0 {
		return s.ticks[up/s.apart], true
	}
	return 0, false
}
