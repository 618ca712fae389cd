package draw

import (
	"math"
	"strings"
)

// The measures of a picture made of rows, in points.
const (
	NamesWidth   = 200
	FiguresWidth = 118
	RowGap       = 8
)

// Board is a picture made of rows along one scale: names at the left, figures at the
// right; on a narrow sheet both are above what is drawn.
type Board struct {
	*Sheet
	Left, Right float64 // of the scale
	Lo, Hi      float64
	Grid        []Tick
	Cuts        []float64 // values at which every row has a dashed line
	above       bool      // names are above what is drawn
}

// Tick is a value of a scale, and how it is written.
type Tick struct {
	At   float64
	Text string
}

// Begin starts rows under a heading, with a heading for the figures.
func (s *Sheet) Begin(heading, figures string, lo, hi float64, grid []Tick) *Board {
	b := &Board{Sheet: s, Left: Gutter + NamesWidth, Right: s.Width - FiguresWidth, Lo: lo, Hi: hi, Grid: grid}
	if s.Narrow() {
		b.Stack()
	}
	if !(hi > lo) {
		b.Hi = lo + 1
	}
	room := s.Width - 2*Gutter
	if figures != "" {
		s.Text(s.Width-Gutter, s.Y+14, FromRight, Note, figures)
		room -= Note.Width(figures) + 12
	}
	if heading != "" || figures != "" {
		s.Y = max(s.Lines(Gutter, s.Y+2, FromLeft, Head, Head.Wrap(heading, room, 3)), s.Y+18) + 4
	}
	return b
}

// Stack puts names and figures above what is drawn, as on a narrow sheet.
func (b *Board) Stack() { b.above, b.Left, b.Right = true, Gutter+4, b.Width-Gutter-4 }

// X is where a value is on the scale; a value beyond an end of the scale is at that end.
func (b *Board) X(v float64) float64 {
	return b.Left + (min(max(v, b.Lo), b.Hi)-b.Lo)/(b.Hi-b.Lo)*(b.Right-b.Left)
}

// Row is one row of a board, to be drawn between its top and its bottom.
type Row struct{ Top, Bottom, Middle float64 }

// About is the part of a row about its middle that has the height given, in points.
func (r Row) About(height float64) Row {
	return Row{r.Middle - height/2, r.Middle + height/2, r.Middle}
}

// Row makes room for a row of at least some height, writes its name, what is said under
// it, and its figures, and draws the grid behind it.
func (b *Board) Row(name, under string, figures []string, bold bool, height float64) Row {
	l := Label
	if bold {
		l = Firm
	}
	if b.above {
		return b.stackedRow(name, under, figures, l, height)
	}
	names := l.Wrap(name, NamesWidth-14, 3)
	unders := Note.Wrap(under, NamesWidth-14, 2)
	need := max(float64(len(names))*16+float64(len(unders))*14, float64(len(figures))*15, height)
	r := Row{b.Y, b.Y + need, b.Y + need/2}
	b.rule(r)
	y := r.Middle - (float64(len(names))*16+float64(len(unders))*14)/2
	y = b.Lines(Gutter, y, FromLeft, l, names)
	b.Lines(Gutter, y, FromLeft, Note, unders)
	y = r.Middle - float64(len(figures))*15/2
	for i, f := range figures {
		fl := l
		if i > 0 {
			fl = Note
		}
		b.Text(b.Width-Gutter, y+12, FromRight, fl, fl.Cut(f, FiguresWidth-Gutter-10))
		y += 15
	}
	b.Y = r.Bottom + RowGap
	return r
}

// stackedRow is row where names and figures are above what is drawn.
func (b *Board) stackedRow(name, under string, figures []string, l Letters, height float64) Row {
	fig := strings.Join(figures, ", ")
	fl := Letters{Size: 11.5, Colour: Ink, Bold: l.Bold}
	fig = fl.Cut(fig, b.Width*0.55)
	room := b.Width - 2*Gutter - fl.Width(fig) - 10
	names := l.Wrap(name, room, 4)
	b.Text(b.Width-Gutter, b.Y+12, FromRight, fl, fig)
	b.Y = max(b.Lines(Gutter, b.Y, FromLeft, l, names), b.Y+16)
	b.Y = b.Lines(Gutter, b.Y, FromLeft, Note, Note.Wrap(under, b.Width-2*Gutter, 2))
	r := Row{b.Y + 2, b.Y + 2 + height, b.Y + 2 + height/2}
	b.rule(r)
	b.Y = r.Bottom + RowGap
	return r
}

// rule draws the grid behind a row.
func (b *Board) rule(r Row) {
	end := r.Bottom + RowGap
	if b.above {
		end = r.Bottom + 2 // names are between the rows
	}
	for _, g := range b.Grid {
		b.Line(b.X(g.At), r.Top-2, b.X(g.At), end, Pen{Grid, 1, ""})
	}
	for _, v := range b.Cuts {
		b.Line(b.X(v), r.Top-2, b.X(v), end, Pen{Soft, 1, "3 3"})
	}
}

// End writes the scale under the rows. Labels that would touch the one before are left
// out.
func (b *Board) End() {
	b.Y += 2
	last := math.Inf(-1)
	for _, g := range b.Grid {
		half := Note.Width(g.Text) / 2
		x := min(max(b.X(g.At), half+2), b.Width-half-2)
		if x-half < last+6 {
			continue
		}
		b.Text(x, b.Y+11, Centred, Note, g.Text)
		last = x + half
	}
	b.Y += 22
}

// KeyItem is a shape in a legend and what it stands for.
type KeyItem struct {
	Draw func(x, y float64) // about a place
	Text string
}

// Key writes a legend, in as many lines as it takes.
func (s *Sheet) Key(items []KeyItem) {
	x := float64(Gutter)
	s.Y += 4
	for _, it := range items {
		lines := Note.Wrap(it.Text, s.Width-2*Gutter-20, 2)
		w := 20.0
		for _, line := range lines {
			w = max(w, 20+Note.Width(line))
		}
		if x > Gutter && x+w > s.Width-Gutter {
			x, s.Y = Gutter, s.Y+18
		}
		it.Draw(x+8, s.Y+8)
		for i, line := range lines {
			s.Text(x+20, s.Y+12+14*float64(i), FromLeft, Note, line)
		}
		s.Y += 14 * float64(len(lines)-1)
		x += w + 16
	}
	s.Y += 24
}

// ShapeKey is a legend's entry for a mark.
func (s *Sheet) ShapeKey(sh Shape, text string) KeyItem {
	return KeyItem{func(x, y float64) { s.Mark(sh, x, y, 4.5) }, text}
}

// RoundValues are four to ten values from lo to hi, at equal steps of 1, 2 or 5 times a power of ten.
// It needs hi above lo.
func RoundValues(lo, hi float64) []float64 {
	power := math.Pow(10, math.Floor(math.Log10((hi-lo)/4)))
	step := power
	for _, by := range []float64{2, 5} {
		if (hi-lo)/(by*power) >= 4 {
			step = by * power
		}
	}
	var out []float64
	for i := math.Ceil(lo / step); i <= math.Floor(hi/step) && len(out) < 20; i++ {
		out = append(out, i*step+0) // without the sign of a negative zero
	}
	return out
}
