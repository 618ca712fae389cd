package report

import (
	"bytes"
	"image/color"
	"io"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/sweep"
)

// The measures of a sweep's picture, in points. Names stand at the left, figures at the
// right, and what is drawn between them.
const (
	pictureWidth = 760
	nameWidth    = 210
	figureWidth  = 130
	stripHeight  = 46
	stepHeight   = 24
	axisHeight   = 30
	marginWidth  = 24
	maxPictured  = 24 // arms; more would be no picture
)

var (
	ink      = color.RGBA{0x22, 0x26, 0x2b, 0xff}
	softInk  = color.RGBA{0x5f, 0x67, 0x70, 0xff}
	gridLine = color.RGBA{0xdf, 0xe3, 0xe7, 0xff}
	plain    = color.RGBA{0x8a, 0x93, 0x9c, 0xff} // the arm that others are compared with
	marked   = color.RGBA{0x1f, 0x6f, 0xb2, 0xff}
	paper    = color.RGBA{0xff, 0xff, 0xff, 0xff}
)

// sweepPicture draws the first measure of a sweep: the distribution in each arm, and the
// difference that each makes with its interval.
type sweepPicture struct {
	r       *sweep.Result
	c       draw.Canvas
	fonts   text.Handler
	y       vg.Length // what comes next is drawn below this
	arms    []int
	changes []sweep.Difference
	step    vg.Length // height of a difference
}

// SweepPicture draws the first measure of a sweep as SVG. Its caption says what was found.
func SweepPicture(out io.Writer, r *sweep.Result) error {
	p := &sweepPicture{r: r, fonts: plot.DefaultTextHandler}
	for i := range r.Arms[:min(len(r.Arms), maxPictured)] {
		p.arms = append(p.arms, i)
	}
	for _, d := range r.Differences {
		if d.Measure == r.Measures[0].ID && d.CI95[0] != nil && len(p.changes) < maxPictured {
			p.changes = append(p.changes, d)
		}
	}
	const lineWidth = (pictureWidth - 2*marginWidth) * 6 / 7 // room for a wider font
	finding, interval := p.finding()
	title := p.wrap(finding, 16, lineWidth)
	notes := p.wrap(p.note(), 10, lineWidth)
	height := marginWidth + len(title)*22 + 18 + 34 + len(p.arms)*stripHeight + axisHeight + len(notes)*14 + marginWidth
	p.step = stepHeight
	if len(p.changes) > 0 {
		if p.reference() == "" {
			p.step = 34
		}
		height += 34 + len(p.changes)*int(p.step) + axisHeight
	}
	svg := vgsvg.New(pictureWidth, vg.Length(height))
	p.c = draw.New(svg)
	p.c.FillPolygon(paper, []vg.Point{{}, {X: pictureWidth}, {X: pictureWidth, Y: vg.Length(height)}, {Y: vg.Length(height)}})
	p.y = vg.Length(height) - marginWidth
	for _, line := range title {
		p.y -= 22
		p.write(line, 16, ink, true, marginWidth, p.y+4, draw.XLeft)
	}
	p.y -= 18
	p.write(interval, 12, softInk, false, marginWidth, p.y+6, draw.XLeft)
	p.distributions()
	if len(p.changes) > 0 {
		p.differences()
	}
	for _, line := range notes {
		p.y -= 14
		p.write(line, 10, softInk, false, marginWidth, p.y, draw.XLeft)
	}
	var b bytes.Buffer
	if _, err := svg.WriteTo(&b); err != nil {
		return err
	}
	// Who has no Liberation Sans has a font of the same widths under another name.
	_, err := out.Write(bytes.ReplaceAll(b.Bytes(), []byte("font-family:Liberation Sans"), []byte("font-family:Liberation Sans,Arimo,Arial,Helvetica,sans-serif")))
	return err
}

// finding is the caption: the largest difference that can be told, or what was measured;
// and how sure that is.
func (p *sweepPicture) finding() (caption, sure string) {
	seeds := Grouped(p.r.N) + " seeds"
	best := -1
	alike := func(d sweep.Difference) bool { return slices.Equal(p.arm(d.Arm).Set, p.arm(d.Against).Set) }
	for i, d := range p.changes {
		switch {
		case !differs(d):
		case best < 0, alike(d) && !alike(p.changes[best]): // what a treatment does comes before what a setting does
			best = i
		case alike(d) == alike(p.changes[best]) && math.Abs(*d.Mean) > math.Abs(*p.changes[best].Mean):
			best = i
		}
	}
	switch {
	case best >= 0:
		const interval = "95% interval "
		caption, sure, _ = strings.Cut(differenceSentence(p.r, &p.changes[best]), " ("+interval)
		return caption, interval + strings.TrimSuffix(strings.Replace(sure, ")", "", 1), ".")
	case len(p.changes) > 0:
		return "No difference in " + inSentence(p.r.Measures[0].Title) + " can be told between the arms", "over " + seeds
	}
	return p.r.Measures[0].Title, "over " + seeds
}

// differs reports whether an interval leaves out zero.
func differs(d sweep.Difference) bool { return *d.CI95[0] > 0 || *d.CI95[1] < 0 }

func (p *sweepPicture) note() string {
	r := p.r
	n := Grouped(r.N) + " seeds"
	if !r.Complete {
		n += " of " + Grouped(r.Asked) + " (the sweep was cut short)"
	}
	text := scenario.CleanLine(r.Title) + ", " + n + ", the same in every arm. Shape: how often each value comes, as high as its own peak. Thin line: 5% to 95% of the runs; thick line: the middle half; dot: the median; tick: the mean."
	if len(p.changes) > 0 {
		text += " Differences are paired seed by seed, with their 95% intervals."
	}
	if len(r.Arms) > len(p.arms) {
		text += " Only the first " + Grouped(len(p.arms)) + " of " + Grouped(len(r.Arms)) + " arms are drawn."
	}
	return text
}

// distributions draws a strip for each arm.
func (p *sweepPicture) distributions() {
	m := &p.r.Measures[0]
	lo, hi := math.Inf(1), math.Inf(-1)
	shapes := make([][]float64, len(p.arms))
	for i, a := range p.arms {
		shapes[i] = p.r.Spread(a, 0, 401)
		if s := shapes[i]; s != nil { // the outermost half per cent would squeeze the rest
			lo, hi = min(lo, s[2]), max(hi, s[398])
		}
	}
	head := m.Title
	if m.Unit != "" {
		head += ", " + m.Unit
	}
	if m.Good != score.Neither {
		head += " (" + string(m.Good) + " is better)"
	}
	x := p.begin(head, "mean", lo, hi, len(p.arms)*stripHeight, nil)
	for i, a := range p.arms {
		arm := &p.r.Arms[a]
		base := p.y - stripHeight + 14
		colour := marked
		if i == 0 || p.isReference(a) {
			colour = plain
		}
		p.name(arm, base)
		st := arm.Measures[m.ID]
		if s := shapes[i]; s != nil {
			p.shape(s, (hi-lo)/120, x, base, colour)
			p.box(s, *st.Mean, x, base, colour)
			p.write(figure(*st.Mean), 12, ink, true, pictureWidth-marginWidth, base-4, draw.XRight)
		} else {
			p.write("never", 12, softInk, false, x(lo), base-4, draw.XLeft)
		}
		p.y -= stripHeight
	}
	p.y -= axisHeight
}

func (p *sweepPicture) isReference(arm int) bool {
	return slices.ContainsFunc(p.changes, func(d sweep.Difference) bool { return d.Against == p.r.Arms[arm].Arm })
}

// name writes an arm's title with its name under it.
func (p *sweepPicture) name(a *sweep.ArmResult, base vg.Length) {
	p.write(p.cut(capital(a.Title), 12, nameWidth-12), 12, ink, false, marginWidth, base+3, draw.XLeft)
	if name := scenario.CleanLine(a.Arm); name != a.Title {
		p.write(p.cut(name, 9, nameWidth-12), 9, softInk, false, marginWidth, base-9, draw.XLeft)
	}
}

// shape fills how often each value comes: a kernel estimate over evenly ranked values,
// mirrored at the ends so that it stays where values are, and never narrower than can be
// seen.
func (p *sweepPicture) shape(s []float64, narrowest float64, x func(float64) vg.Length, base vg.Length, colour color.RGBA) {
	first, last := s[0], s[len(s)-1]
	spread := s[len(s)*3/4] - s[len(s)/4]
	if sd := deviation(s); spread <= 0 || sd < spread/1.34 {
		spread = 1.34 * sd
	}
	if first == last {
		return // every run alike: the dot shows it
	}
	width := max(narrowest, 0.9*spread/1.34*math.Pow(float64(len(s)), -0.2))
	const steps = 160
	from, to := s[2], s[len(s)-3]
	height := make([]float64, steps+1)
	peak := 0.0
	at := func(i int) float64 { return from + (to-from)*float64(i)/steps }
	for i := range height {
		for _, v := range s {
			for _, w := range [3]float64{v, 2*first - v, 2*last - v} {
				z := (at(i) - w) / width
				height[i] += math.Exp(-z * z / 2)
			}
		}
		peak = max(peak, height[i])
	}
	points := []vg.Point{{X: x(from), Y: base}}
	for i, h := range height {
		points = append(points, vg.Point{X: x(at(i)), Y: base + vg.Length(h/peak)*(stripHeight-20)})
	}
	points = append(points, vg.Point{X: x(to), Y: base})
	p.c.FillPolygon(color.NRGBA{colour.R, colour.G, colour.B, 0x55}, points)
	p.c.StrokeLines(draw.LineStyle{Color: colour, Width: 0.8}, points[1:len(points)-1])
}

func deviation(s []float64) float64 {
	mean, sum := 0.0, 0.0
	for _, v := range s {
		mean += v / float64(len(s))
	}
	for _, v := range s {
		sum += (v - mean) * (v - mean)
	}
	return math.Sqrt(sum / float64(len(s)))
}

// box draws the spread of the runs under a shape.
func (p *sweepPicture) box(s []float64, mean float64, x func(float64) vg.Length, base vg.Length, colour color.RGBA) {
	at := func(q float64) vg.Length { return x(s[int(q*float64(len(s)-1))]) }
	y := base - 6
	p.c.StrokeLine2(draw.LineStyle{Color: colour, Width: 1}, at(0.05), y, at(0.95), y)
	p.c.StrokeLine2(draw.LineStyle{Color: colour, Width: 4}, at(0.25), y, at(0.75), y)
	p.c.DrawGlyph(draw.GlyphStyle{Color: paper, Radius: 4, Shape: draw.CircleGlyph{}}, vg.Point{X: at(0.5), Y: y})
	p.c.DrawGlyph(draw.GlyphStyle{Color: ink, Radius: 2.8, Shape: draw.CircleGlyph{}}, vg.Point{X: at(0.5), Y: y})
	p.c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.4}, x(mean), y-5, x(mean), y+5)
}

// differences draws each difference with its interval, on a scale of its own.
func (p *sweepPicture) differences() {
	lo, hi := 0.0, 0.0
	for _, d := range p.changes {
		lo, hi = min(lo, *d.CI95[0]), max(hi, *d.CI95[1])
	}
	zero, head, common := 0.0, "What it changes", p.reference()
	if common != "" {
		head += ", against " + common
	}
	x := p.begin(head, "difference", lo, hi, len(p.changes)*int(p.step), &zero)
	for _, d := range p.changes {
		y := p.y - 12
		colour := marked
		if !differs(d) {
			colour = plain
		}
		arm, against := p.arm(d.Arm), p.arm(d.Against)
		p.write(p.cut(capital(arm.Title), 12, nameWidth-12), 12, ink, false, marginWidth, y-4, draw.XLeft)
		if common == "" {
			line := shortSettings(arm) + " against " + against.Title
			if now := shortSettings(against); now != shortSettings(arm) {
				line += " at " + now
			}
			p.write(p.cut(strings.TrimSpace(line), 9, nameWidth-12), 9, softInk, false, marginWidth, y-15, draw.XLeft)
		}
		p.c.StrokeLine2(draw.LineStyle{Color: colour, Width: 2.4}, x(*d.CI95[0]), y, x(*d.CI95[1]), y)
		for _, end := range d.CI95 {
			p.c.StrokeLine2(draw.LineStyle{Color: colour, Width: 1.4}, x(*end), y-4, x(*end), y+4)
		}
		p.c.DrawGlyph(draw.GlyphStyle{Color: colour, Radius: 3.4, Shape: draw.CircleGlyph{}}, vg.Point{X: x(*d.Mean), Y: y})
		w := (*d.CI95[1] - *d.CI95[0]) / 2
		p.write(rounded(*d.Mean, w)+" ± "+rounded(w, w), 12, ink, differs(d), pictureWidth-marginWidth, y-4, draw.XRight)
		p.y -= p.step
	}
	p.y -= axisHeight
}

// reference is the title of the arm that all others are compared with; empty if there
// are several.
func (p *sweepPicture) reference() string {
	for _, d := range p.changes {
		if d.Against != p.changes[0].Against {
			return ""
		}
	}
	return armTitle(p.r, p.changes[0].Against, "", false)
}

func (p *sweepPicture) arm(name string) *sweep.ArmResult { return &p.r.Arms[indexOfArm(p.r, name)] }

// shortSettings is what an arm sets, by the last words of the paths: "doubling=12h".
func shortSettings(a *sweep.ArmResult) string {
	var words []string
	for _, s := range a.Set {
		words = append(words, scenario.CleanLine(s.Path[strings.LastIndexByte(s.Path, '.')+1:]+"="+s.Value))
	}
	return strings.Join(words, ", ")
}

// begin writes the heading of a panel and its grid, and returns its scale.
func (p *sweepPicture) begin(head, column string, lo, hi float64, height int, zero *float64) func(float64) vg.Length {
	if !(hi > lo) { // one value only, or none
		if math.IsInf(lo, 0) {
			lo, hi = 0, 0
		}
		lo, hi = lo-1, hi+1
	}
	room := (hi - lo) * 0.04
	lo, hi = lo-room, hi+room
	left, right := vg.Length(marginWidth+nameWidth), vg.Length(pictureWidth-figureWidth)
	x := func(v float64) vg.Length {
		v = min(max(v, lo), hi)
		return left + vg.Length((v-lo)/(hi-lo))*(right-left)
	}
	p.y -= 34
	p.write(capital(head), 12, softInk, true, marginWidth, p.y+10, draw.XLeft)
	p.write(column, 10, softInk, false, pictureWidth-marginWidth, p.y+10, draw.XRight)
	bottom := p.y - vg.Length(height)
	for _, t := range roundValues(lo, hi) {
		p.c.StrokeLine2(draw.LineStyle{Color: gridLine, Width: 1}, x(t), p.y, x(t), bottom)
		p.write(figure(t), 10, softInk, false, x(t), bottom-14, draw.XCenter)
	}
	if zero != nil {
		p.c.StrokeLine2(draw.LineStyle{Color: softInk, Width: 1, Dashes: []vg.Length{3, 3}}, x(*zero), p.y, x(*zero), bottom)
	}
	return x
}

// roundValues are four to eight values at equal steps of 1, 2 or 5 times a power of ten.
func roundValues(lo, hi float64) []float64 {
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

func (p *sweepPicture) style(size vg.Length, colour color.Color, bold bool, align draw.XAlignment) draw.TextStyle {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Length(size)}
	if bold {
		f.Weight = 2 // bold
	}
	return draw.TextStyle{Color: colour, Font: f, Handler: p.fonts, XAlign: align, YAlign: draw.YBottom}
}

func (p *sweepPicture) write(s string, size vg.Length, colour color.Color, bold bool, x, y vg.Length, align draw.XAlignment) {
	p.c.FillText(p.style(size, colour, bold, align), vg.Point{X: x, Y: y}, s)
}

// wrap breaks a text into lines of a width.
func (p *sweepPicture) wrap(s string, size, width vg.Length) []string {
	style := p.style(size, ink, size > 12, draw.XLeft)
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && style.Width(longer) > width {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	return append(lines, line)
}

// cut shortens a text to a width.
func (p *sweepPicture) cut(s string, size, width vg.Length) string {
	style := p.style(size, ink, false, draw.XLeft)
	if style.Width(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && style.Width(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes)) + "…"
}
