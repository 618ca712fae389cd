package report

import (
	"encoding/xml"
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg/draw"

	"tocsin/sim/scenario"
)

// The widths that a picture is drawn at, in points: for a screen and for paper, and for
// a phone held upright. They are drawn apart, because letters that are shrunk to a third
// cannot be read.
const (
	wideSheet   = 760
	narrowSheet = 350
)

// The colours beside those of the house style. What they tell apart is also told by
// shape, place or dash, so that pictures stay readable in grey.
var (
	dark   = color.RGBA{0x1d, 0x3c, 0x5a, 0xff}
	pale   = color.RGBA{0xe9, 0xed, 0xf1, 0xff}
	middle = color.RGBA{0xb9, 0xc4, 0xce, 0xff}
)

// anchor says which part of a text stands at its place.
type anchor string

const (
	fromLeft  anchor = "start"
	centred   anchor = "middle"
	fromRight anchor = "end"
)

// sheet is an SVG picture that is being drawn, from the top down: y is where the next
// thing begins. It has no text that is not escaped, no script, no style sheet and no
// reference to anything outside itself.
type sheet struct {
	width float64
	y     float64
	b     strings.Builder
}

func (s *sheet) narrow() bool { return s.width < 500 }

// hex is a colour as SVG writes it.
func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// num writes a coordinate to a tenth of a point.
func num(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	s := strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

// xmlText makes any text safe between tags and in attributes, on one line.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(scenario.CleanLine(s))) // a Builder does not fail
	return b.String()
}

func (s *sheet) put(format string, args ...any) { fmt.Fprintf(&s.b, format+"\n", args...) }

// pen is how a line is drawn.
type pen struct {
	colour color.RGBA
	width  float64
	dash   string
}

func (p pen) attributes() string {
	a := fmt.Sprintf(`stroke="%s" stroke-width="%s"`, hex(p.colour), num(p.width))
	if p.dash != "" {
		a += fmt.Sprintf(` stroke-dasharray="%s"`, p.dash)
	}
	return a
}

func (s *sheet) line(x1, y1, x2, y2 float64, p pen) {
	s.put(`<line x1="%s" y1="%s" x2="%s" y2="%s" %s/>`, num(x1), num(y1), num(x2), num(y2), p.attributes())
}

func (s *sheet) box(x, y, w, h float64, fill color.RGBA) {
	s.put(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, num(x), num(y), num(max(w, 0)), num(max(h, 0)), hex(fill))
}

// frame is a box with an outline.
func (s *sheet) frame(x, y, w, h float64, fill color.RGBA, p pen) {
	s.put(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s" %s/>`, num(x), num(y), num(max(w, 0)), num(max(h, 0)), hex(fill), p.attributes())
}

func (s *sheet) circle(x, y, r float64, fill color.RGBA, p pen) {
	s.put(`<circle cx="%s" cy="%s" r="%s" fill="%s" %s/>`, num(x), num(y), num(r), hex(fill), p.attributes())
}

// dot is a place in a picture.
type dot struct{ x, y float64 }

func along(points []dot) string {
	var b strings.Builder
	for i, p := range points {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(num(p.x) + "," + num(p.y))
	}
	return b.String()
}

func (s *sheet) curve(points []dot, p pen) {
	s.put(`<polyline points="%s" fill="none" stroke-linejoin="round" %s/>`, along(points), p.attributes())
}

func (s *sheet) area(points []dot, fill color.RGBA) {
	s.put(`<polygon points="%s" fill="%s"/>`, along(points), hex(fill))
}

// shape is a mark that can be told from others without its colour.
type shape int

const (
	ring shape = iota
	triangle
	square
	diamond
	cross
	pennant
)

// mark draws a shape about a place.
func (s *sheet) mark(sh shape, x, y, r float64) {
	edge := pen{paper, 0.8, ""}
	outline := func(points []dot, fill color.RGBA) {
		s.put(`<polygon points="%s" fill="%s" %s/>`, along(points), hex(fill), edge.attributes())
	}
	switch sh {
	case ring:
		s.circle(x, y, r*0.85, paper, pen{marked, 1.5, ""})
	case triangle:
		outline([]dot{{x - r, y - r}, {x + r, y}, {x - r, y + r}}, plain)
	case square:
		outline([]dot{{x - r, y - r}, {x + r, y - r}, {x + r, y + r}, {x - r, y + r}}, marked)
	case diamond:
		outline([]dot{{x, y - 1.4*r}, {x + 1.4*r, y}, {x, y + 1.4*r}, {x - 1.4*r, y}}, ink)
	case cross:
		s.line(x-r, y-r, x+r, y+r, pen{ink, 1.8, ""})
		s.line(x-r, y+r, x+r, y-r, pen{ink, 1.8, ""})
	case pennant:
		s.line(x, y-1.4*r, x, y+1.4*r, pen{ink, 1.4, ""})
		outline([]dot{{x, y - 1.4*r}, {x + 1.6*r, y - 0.6*r}, {x, y + 0.2*r}}, ink)
	}
}

// letters is how a text is written.
type letters struct {
	size   float64
	colour color.RGBA
	bold   bool
}

var (
	label  = letters{size: 12, colour: ink}
	strong = letters{size: 12, colour: ink, bold: true}
	soft   = letters{size: 10.5, colour: softInk}
	head   = letters{size: 12, colour: softInk, bold: true}
)

func (s *sheet) text(x, y float64, at anchor, l letters, text string) {
	a := ""
	if l.bold {
		a = ` font-weight="bold"`
	}
	if at != fromLeft {
		a += fmt.Sprintf(` text-anchor="%s"`, at)
	}
	s.put(`<text x="%s" y="%s" font-size="%s" fill="%s"%s>%s</text>`, num(x), num(y), num(l.size), hex(l.colour), a, xmlText(text))
}

// long is the width of a text. The font that it is measured in may not be the reader's,
// and has no letters beyond Europe's: such are taken to be as wide as they are high.
func (l letters) long(text string) float64 {
	style := draw.TextStyle{Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Length(l.size)}, Handler: plot.DefaultTextHandler}
	if l.bold {
		style.Font.Weight = 3 // what CSS calls 700; 2 is half bold, which this typeface has not
	}
	known, beyond := text, 0
	if strings.ContainsFunc(text, isBeyond) {
		var b strings.Builder
		for _, r := range text {
			if isBeyond(r) {
				beyond++
			} else {
				b.WriteRune(r)
			}
		}
		known = b.String()
	}
	return 1.03*float64(style.Width(known)) + float64(beyond)*l.size
}

func isBeyond(r rune) bool { return r >= 0x530 && !(r >= 0x2000 && r <= 0x22ff) }

// wrap breaks a text into at most so many lines of a width; what does not fit is left
// out and marked so. A word longer than a line is broken.
func (l letters) wrap(text string, width float64, most int) []string {
	var lines []string
	line := ""
	rest := strings.Fields(scenario.CleanLine(text))
	for i, word := range rest {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && l.long(longer) > width {
			if len(lines) == most-1 {
				return append(lines, l.cut(strings.Join(append([]string{line}, rest[i:]...), " "), width))
			}
			lines = append(lines, line)
			longer = word
		}
		for l.long(longer) > width && len(lines) < most-1 {
			n := l.fits(longer, width)
			runes := []rune(longer)
			lines = append(lines, string(runes[:n]))
			longer = string(runes[n:])
		}
		line = longer
	}
	if line == "" {
		return lines
	}
	return append(lines, l.cut(line, width))
}

// fits is how many characters of a text fit in a width, at least one.
func (l letters) fits(text string, width float64) int {
	runes := []rune(text)
	lo, hi := 1, len(runes)
	for lo < hi {
		if mid := (lo + hi + 1) / 2; l.long(string(runes[:mid])) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// cut shortens a text to a width.
func (l letters) cut(text string, width float64) string {
	text = scenario.CleanLine(text)
	if l.long(text) <= width {
		return text
	}
	n := l.fits(text, width-l.long("…"))
	return strings.TrimSpace(string([]rune(text)[:n])) + "…"
}

// lines writes a text over several lines from a place down, and says where it ends.
func (s *sheet) lines(x, y float64, at anchor, l letters, lines []string) float64 {
	for _, line := range lines {
		s.text(x, y+l.size, at, l, line)
		y += math.Ceil(l.size * 1.3)
	}
	return y
}
