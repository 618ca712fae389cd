package report

import (
	"fmt"
	"math"
	"strings"
)

// The measures of a picture made of rows, in points.
const (
	gutter     = 8
	namesWidth = 200
	figsWidth  = 118
	rowGap     = 8
)

// board is a picture made of rows along one scale: names at the left, figures at the
// right; on a narrow sheet both stand above what is drawn.
type board struct {
	*sheet
	left, right float64 // of the scale
	lo, hi      float64
	grid        []gridMark
	cuts        []float64 // values at which every row has a dashed line
	above       bool      // names stand above what is drawn
}

// gridMark is a value of a scale, and how it is written.
type gridMark struct {
	at   float64
	text string
}

// begin starts rows under a heading, with a heading for the figures.
func (s *sheet) begin(heading, figures string, lo, hi float64, grid []gridMark) *board {
	b := &board{sheet: s, left: gutter + namesWidth, right: s.width - figsWidth, lo: lo, hi: hi, grid: grid}
	if s.narrow() {
		b.stack()
	}
	if !(hi > lo) {
		b.hi = lo + 1
	}
	room := s.width - 2*gutter
	if figures != "" {
		s.text(s.width-gutter, s.y+14, fromRight, soft, figures)
		room -= soft.long(figures) + 12
	}
	if heading != "" || figures != "" {
		s.y = max(s.lines(gutter, s.y+2, fromLeft, head, head.wrap(heading, room, 3)), s.y+18) + 4
	}
	return b
}

// stack puts names and figures above what is drawn, as on a narrow sheet.
func (b *board) stack() { b.above, b.left, b.right = true, gutter+4, b.width-gutter-4 }

// x is where a value stands on the scale.
func (b *board) x(v float64) float64 {
	return b.left + (min(max(v, b.lo), b.hi)-b.lo)/(b.hi-b.lo)*(b.right-b.left)
}

// row is one row of a board, to be drawn between its top and its bottom.
type row struct{ top, bottom, middle float64 }

// about is the part of a row about its middle, so high.
func (r row) about(height float64) row {
	return row{r.middle - height/2, r.middle + height/2, r.middle}
}

// row makes room for a row of at least some height, writes its name, what is said under
// it, and its figures, and draws the grid behind it.
func (b *board) row(name, under string, figures []string, bold bool, height float64) row {
	l := label
	if bold {
		l = strong
	}
	if b.above {
		return b.stackedRow(name, under, figures, l, height)
	}
	names := l.wrap(name, namesWidth-14, 3)
	unders := soft.wrap(under, namesWidth-14, 2)
	need := max(float64(len(names))*16+float64(len(unders))*14, float64(len(figures))*15, height)
	r := row{b.y, b.y + need, b.y + need/2}
	b.rule(r)
	y := r.middle - (float64(len(names))*16+float64(len(unders))*14)/2
	y = b.lines(gutter, y, fromLeft, l, names)
	b.lines(gutter, y, fromLeft, soft, unders)
	y = r.middle - float64(len(figures))*15/2
	for i, f := range figures {
		fl := l
		if i > 0 {
			fl = soft
		}
		b.text(b.width-gutter, y+12, fromRight, fl, fl.cut(f, figsWidth-gutter-10))
		y += 15
	}
	b.y = r.bottom + rowGap
	return r
}

// stackedRow is row where names and figures stand above what is drawn.
func (b *board) stackedRow(name, under string, figures []string, l letters, height float64) row {
	fig := strings.Join(figures, ", ")
	fl := letters{size: 11.5, colour: ink, bold: l.bold}
	fig = fl.cut(fig, b.width*0.55)
	room := b.width - 2*gutter - fl.long(fig) - 10
	names := l.wrap(name, room, 4)
	b.text(b.width-gutter, b.y+12, fromRight, fl, fig)
	b.y = max(b.lines(gutter, b.y, fromLeft, l, names), b.y+16)
	b.y = b.lines(gutter, b.y, fromLeft, soft, soft.wrap(under, b.width-2*gutter, 2))
	r := row{b.y + 2, b.y + 2 + height, b.y + 2 + height/2}
	b.rule(r)
	b.y = r.bottom + rowGap
	return r
}

// rule draws the grid behind a row.
func (b *board) rule(r row) {
	end := r.bottom + rowGap
	if b.above {
		end = r.bottom + 2 // names stand between the rows
	}
	for _, g := range b.grid {
		b.line(b.x(g.at), r.top-2, b.x(g.at), end, pen{gridLine, 1, ""})
	}
	for _, v := range b.cuts {
		b.line(b.x(v), r.top-2, b.x(v), end, pen{softInk, 1, "3 3"})
	}
}

// end writes the scale under the rows. Labels that would touch the one before are left
// out.
func (b *board) end() {
	b.y += 2
	last := math.Inf(-1)
	for _, g := range b.grid {
		half := soft.long(g.text) / 2
		x := min(max(b.x(g.at), half+2), b.width-half-2)
		if x-half < last+6 {
			continue
		}
		b.text(x, b.y+11, centred, soft, g.text)
		last = x + half
	}
	b.y += 22
}

// valueGrid is round values of a scale.
func valueGrid(lo, hi float64, narrow bool) []gridMark {
	if !(hi > lo) || math.IsInf(hi-lo, 0) {
		return []gridMark{{lo, figure(lo)}}
	}
	values := roundValues(lo, hi)
	var out []gridMark
	for i, v := range values {
		if !narrow || len(values) <= 5 || i%2 == 0 {
			out = append(out, gridMark{v, figure(v)})
		}
	}
	return out
}

// hourGrid is round times of a scale of hours from STARTEX: hours up to three days, then
// days.
func hourGrid(hours float64, narrow bool) []gridMark {
	most := 9.0
	if narrow {
		most = 5
	}
	step, minute := 24.0*365, 1.0/60
	for _, s := range []float64{minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, 1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 24 * 30, 24 * 90} {
		if hours/s <= most {
			step = s
			break
		}
	}
	var out []gridMark
	for i := 0.0; i*step <= hours*1.0001 && len(out) < 24; i++ {
		t := i * step
		text := figure(t) + " h"
		switch {
		case i == 0:
			text = "0"
		case step >= 24:
			text = "day " + figure(t/24)
		case step < 1:
			text = fmt.Sprintf("%d min", int(math.Round(t*60)))
		}
		out = append(out, gridMark{t, text})
	}
	return out
}

// keyItem is a shape in a legend and what it stands for.
type keyItem struct {
	draw func(x, y float64) // about a place
	text string
}

// key writes a legend, in as many lines as it takes.
func (s *sheet) key(items []keyItem) {
	x := float64(gutter)
	s.y += 4
	for _, it := range items {
		lines := soft.wrap(it.text, s.width-2*gutter-20, 2)
		w := 20.0
		for _, line := range lines {
			w = max(w, 20+soft.long(line))
		}
		if x > gutter && x+w > s.width-gutter {
			x, s.y = gutter, s.y+18
		}
		it.draw(x+8, s.y+8)
		for i, line := range lines {
			s.text(x+20, s.y+12+14*float64(i), fromLeft, soft, line)
		}
		s.y += 14 * float64(len(lines)-1)
		x += w + 16
	}
	s.y += 24
}

func shapeKey(s *sheet, sh shape, text string) keyItem {
	return keyItem{func(x, y float64) { s.mark(sh, x, y, 4.5) }, text}
}
