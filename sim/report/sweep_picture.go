package report

import (
	"io"
	"math"
	"slices"
	"strings"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/sweep"
)

// maxPictured is how many arms and how many differences are drawn; more would be no
// picture.
const maxPictured = 24

// sweepPicture draws the first measure of a sweep: the distribution in each arm, and the
// difference that each makes with its interval.
type sweepPicture struct {
	r       *sweep.Result
	arms    []int
	changes []sweep.Difference
}

// SweepPicture draws the first measure of a sweep as SVG. Its caption says what was found.
func SweepPicture(out io.Writer, r *sweep.Result, theme draw.Theme) error {
	p := &sweepPicture{r: r}
	for i := range r.Arms[:min(len(r.Arms), maxPictured)] {
		p.arms = append(p.arms, i)
	}
	for _, d := range r.Differences {
		if d.Measure == r.Measures[0].ID && d.CI95[0] != nil && len(p.changes) < maxPictured {
			p.changes = append(p.changes, d)
		}
	}
	finding, interval := p.finding()
	picture := draw.Picture{Name: "sweep", Title: scenario.CleanLine(r.Title) + ": " + r.Measures[0].Title,
		Finding: finding, Reading: p.note(), Draw: func(s *draw.Sheet) {
			s.Y = s.Lines(draw.Gutter, s.Y, draw.FromLeft, draw.Label,
				draw.Label.Wrap(capital(interval), s.Width-2*draw.Gutter, 2)) + 8
			p.distributions(s)
			if len(p.changes) > 0 {
				s.Y += 10
				p.differences(s)
			}
		}}
	_, err := io.WriteString(out, picture.Alone(draw.Wide, theme))
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
		return "No difference in " + inSentence(p.r.Measures[0].Title) + " can be told between the arms", "over " +
			seeds
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
	text := scenario.CleanLine(r.Title) + ", " + n +
		", the same in every arm. Shape: how often each value comes, as high as its own peak. Thin line: 5% to 95% of the runs; thick line: the middle half; dot: the median; tick: the mean."
	if len(p.changes) > 0 {
		text += " Differences are paired seed by seed, with their 95% intervals."
	}
	if len(r.Arms) > len(p.arms) {
		text += " Only the first " + Grouped(len(p.arms)) + " of " + Grouped(len(r.Arms)) + " arms are drawn."
	}
	return text
}

// distributions draws a strip for each arm.
func (p *sweepPicture) distributions(s *draw.Sheet) {
	m := &p.r.Measures[0]
	lo, hi := math.Inf(1), math.Inf(-1)
	shapes := make([][]float64, len(p.arms))
	for i, a := range p.arms {
		shapes[i] = p.r.Spread(a, 0, 401)
		if s := shapes[i]; s != nil { // the outermost half per cent would squeeze the rest
			lo, hi = min(lo, s[2]), max(hi, s[398])
		}
	}
	head := m.Title + unitIn(m.Unit)
	if m.Good != score.Neither {
		head += " (" + string(m.Good) + " is better)"
	}
	b := beginScale(s, capital(head), "mean", lo, hi)
	const strip = 40
	for i, a := range p.arms {
		arm := &p.r.Arms[a]
		line, ground := draw.Marked, draw.Tint
		if i == 0 || p.isReference(a) {
			line, ground = draw.Plain, draw.Shade
		}
		under := scenario.CleanLine(arm.Arm)
		if under == arm.Title {
			under = ""
		}
		runs := shapes[i]
		if runs == nil {
			row := b.Row(capital(arm.Title), under, []string{"never"}, false, strip)
			s.Line(b.Left, row.Bottom, b.Right, row.Bottom, draw.Stroke(draw.Middle, 1, "2 3"))
			continue
		}
		mean := *arm.Measures[m.ID].Mean
		row := b.Row(capital(arm.Title), under, []string{figure(mean)}, false, strip).About(strip)
		density(b, runs, (b.Hi-b.Lo)/120, row.Top, row.Bottom-10, line, ground)
		quantiles(b, runs, mean, row.Bottom-4, line)
	}
	b.End()
}

// beginScale starts rows on a scale that is a little wider than from lo to hi.
func beginScale(s *draw.Sheet, heading, figures string, lo, hi float64) *draw.Board {
	if !(hi > lo) { // one value only, or none
		if math.IsInf(lo, 0) {
			lo, hi = 0, 0
		}
		lo, hi = lo-1, hi+1
	}
	room := (hi - lo) * 0.04
	return s.Begin(heading, figures, lo-room, hi+room, valueGrid(lo-room, hi+room, s.Narrow()))
}

func (p *sweepPicture) isReference(arm int) bool {
	return slices.ContainsFunc(p.changes, func(d sweep.Difference) bool { return d.Against == p.r.Arms[arm].Arm })
}

// density fills how often each value comes: a kernel estimate over evenly ranked values
// (Silverman, Density Estimation, 1986, 3.31), mirrored at the ends so that it stays where
// values are, and never narrower than can be seen.
func density(b *draw.Board, s []float64, narrowest, top, base float64, line, ground draw.Colour) {
	first, last := s[0], s[len(s)-1]
	if first == last {
		return // every run alike: the dot shows it
	}
	spread := s[len(s)*3/4] - s[len(s)/4]
	if sd := deviation(s); spread <= 0 || sd < spread/1.34 {
		spread = 1.34 * sd
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
	points := []draw.Point{{b.X(from), base}}
	for i, h := range height {
		points = append(points, draw.Point{b.X(at(i)), base - h/peak*(base-top)})
	}
	points = append(points, draw.Point{b.X(to), base})
	b.Area(points, ground)
	b.Curve(points[1:len(points)-1], draw.Stroke(line, 0.9, ""))
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

// quantiles draws the spread of the runs on a line under their shape.
func quantiles(b *draw.Board, s []float64, mean, y float64, colour draw.Colour) {
	at := func(q float64) float64 { return b.X(s[int(q*float64(len(s)-1))]) }
	b.Line(at(0.05), y, at(0.95), y, draw.Stroke(colour, 1, ""))
	b.Line(at(0.25), y, at(0.75), y, draw.Stroke(colour, 4, ""))
	b.Circle(at(0.5), y, 3.2, draw.Ink, draw.Stroke(draw.Paper, 1.2, ""))
	b.Line(b.X(mean), y-5, b.X(mean), y+5, draw.Stroke(draw.Ink, 1.4, ""))
}

// differences draws each difference with its interval, on a scale of its own.
func (p *sweepPicture) differences(s *draw.Sheet) {
	lo, hi := 0.0, 0.0
	for _, d := range p.changes {
		lo, hi = min(lo, *d.CI95[0]), max(hi, *d.CI95[1])
	}
	head, common := "What it changes", p.reference()
	if common != "" {
		head += ", against " + common
	}
	b := beginScale(s, head, "difference", lo, hi)
	b.Cuts = []float64{0}
	for _, d := range p.changes {
		colour := draw.Marked
		if !differs(d) {
			colour = draw.Plain
		}
		arm, against := p.arm(d.Arm), p.arm(d.Against)
		under := ""
		if common == "" {
			under = shortSettings(arm) + " against " + against.Title
			if now := shortSettings(against); now != shortSettings(arm) {
				under += " at " + now
			}
		}
		w := (*d.CI95[1] - *d.CI95[0]) / 2
		row := b.Row(capital(arm.Title), strings.TrimSpace(under),
			[]string{rounded(*d.Mean, w) + " ± " + rounded(w, w)}, differs(d), 18)
		from, to := b.X(*d.CI95[0]), b.X(*d.CI95[1])
		b.Line(from, row.Middle, to, row.Middle, draw.Stroke(colour, 2.4, ""))
		for _, x := range []float64{from, to} {
			b.Line(x, row.Middle-4, x, row.Middle+4, draw.Stroke(colour, 1.4, ""))
		}
		b.Circle(b.X(*d.Mean), row.Middle, 3.6, colour, draw.Stroke(draw.Paper, 0.8, ""))
	}
	b.End()
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
