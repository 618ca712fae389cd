// Package draw draws every picture of Tocsin: charts, graphs and screens. A picture is an
// SVG text without scripts, references or anything outside itself; its texts are cleaned
// and escaped here and nowhere else.
package draw

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"

	"tocsin/sim/scenario"
)

// The widths that a chart is drawn at, in points: for a screen and for paper, and for a
// phone held upright. They are drawn apart, because letters that are shrunk to a third
// cannot be read.
const (
	Wide   = 760
	Narrow = 350
)

// Gutter is the margin at the sides of a picture, in points.
const Gutter = 8

// Anchor says which part of a text is at its place.
type Anchor string

// The anchors.
const (
	FromLeft  Anchor = "start"
	Centred   Anchor = "middle"
	FromRight Anchor = "end"
)

// Sheet is a picture that is being drawn, from the top down: Y is where the next thing
// begins.
type Sheet struct {
	Width, Y float64
	Theme    Theme
	b        strings.Builder
}

// Narrow reports whether the sheet is for a phone.
func (s *Sheet) Narrow() bool { return s.Width < 500 }

// colour is a colour as SVG writes it.
func (s *Sheet) colour(c Colour) string {
	if s.Theme == Dark {
		return c.Dark
	}
	return c.Light
}

// num writes a coordinate to a tenth of a point, and one that is no finite number as 0.
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

// clean makes any text safe between tags and in attributes, on one line.
func clean(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(scenario.CleanLine(s))) // a Builder does not fail
	return b.String()
}

func (s *Sheet) put(format string, args ...any) { fmt.Fprintf(&s.b, format+"\n", args...) }

// Pen is how a line is drawn.
type Pen struct {
	Colour Colour
	Width  float64
	Dash   string // lengths of strokes and gaps, as SVG writes them; empty for none
}

// Stroke makes a pen; the width is in points.
func Stroke(c Colour, width float64, dash string) Pen { return Pen{c, width, dash} }

func (s *Sheet) pen(p Pen) string {
	a := fmt.Sprintf(`stroke="%s" stroke-width="%s"`, s.colour(p.Colour), num(p.Width))
	if p.Dash != "" {
		a += fmt.Sprintf(` stroke-dasharray="%s"`, p.Dash)
	}
	return a
}

// Line draws a straight line.
func (s *Sheet) Line(x1, y1, x2, y2 float64, p Pen) {
	s.put(`<line x1="%s" y1="%s" x2="%s" y2="%s" %s/>`, num(x1), num(y1), num(x2), num(y2), s.pen(p))
}

// Box fills a rectangle.
func (s *Sheet) Box(x, y, w, h float64, fill Colour) {
	s.put(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, num(x), num(y), num(max(w, 0)), num(max(h, 0)),
		s.colour(fill))
}

// Frame is a box with an outline.
func (s *Sheet) Frame(x, y, w, h float64, fill Colour, p Pen) {
	s.put(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s" %s/>`, num(x), num(y), num(max(w, 0)),
		num(max(h, 0)), s.colour(fill), s.pen(p))
}

// Circle draws a circle with an outline.
func (s *Sheet) Circle(x, y, r float64, fill Colour, p Pen) {
	s.put(`<circle cx="%s" cy="%s" r="%s" fill="%s" %s/>`, num(x), num(y), num(r), s.colour(fill), s.pen(p))
}

// Point is a place in a picture: x to the right, y down.
type Point [2]float64

func along(points []Point) string {
	var b strings.Builder
	for i, p := range points {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(num(p[0]) + "," + num(p[1]))
	}
	return b.String()
}

// Curve draws a line through points.
func (s *Sheet) Curve(points []Point, p Pen) {
	s.put(`<polyline points="%s" fill="none" stroke-linejoin="round" %s/>`, along(points), s.pen(p))
}

// Area fills what points enclose.
func (s *Sheet) Area(points []Point, fill Colour) {
	s.put(`<polygon points="%s" fill="%s"/>`, along(points), s.colour(fill))
}

// Shape is a mark that can be told from others without its colour.
type Shape int

// The shapes.
const (
	Ring Shape = iota
	Triangle
	Square
	Diamond
	Cross
	Pennant
)

// Mark draws a shape about a place.
func (s *Sheet) Mark(sh Shape, x, y, r float64) {
	outline := func(points []Point, fill Colour) {
		s.put(`<polygon points="%s" fill="%s" %s/>`, along(points), s.colour(fill), s.pen(Pen{Paper, 0.8, ""}))
	}
	switch sh {
	case Ring:
		s.Circle(x, y, r*0.85, Paper, Pen{Marked, 1.5, ""})
	case Triangle:
		outline([]Point{{x - r, y - r}, {x + r, y}, {x - r, y + r}}, Plain)
	case Square:
		outline([]Point{{x - r, y - r}, {x + r, y - r}, {x + r, y + r}, {x - r, y + r}}, Marked)
	case Diamond:
		outline([]Point{{x, y - 1.4*r}, {x + 1.4*r, y}, {x, y + 1.4*r}, {x - 1.4*r, y}}, Ink)
	case Cross:
		s.Line(x-r, y-r, x+r, y+r, Pen{Ink, 1.8, ""})
		s.Line(x-r, y+r, x+r, y-r, Pen{Ink, 1.8, ""})
	case Pennant:
		s.Line(x, y-1.4*r, x, y+1.4*r, Pen{Ink, 1.4, ""})
		outline([]Point{{x, y - 1.4*r}, {x + 1.6*r, y - 0.6*r}, {x, y + 0.2*r}}, Ink)
	}
}

// Text writes a text on its base line.
func (s *Sheet) Text(x, y float64, at Anchor, l Letters, text string) {
	a := ""
	if l.Bold {
		a = ` font-weight="bold"`
	}
	if at != FromLeft {
		a += fmt.Sprintf(` text-anchor="%s"`, at)
	}
	s.put(`<text x="%s" y="%s" font-size="%s" fill="%s"%s>%s</text>`, num(x), num(y), num(l.Size),
		s.colour(l.Colour), a, clean(text))
}

// Lines writes a text over several lines from a place down, and says where it ends.
func (s *Sheet) Lines(x, y float64, at Anchor, l Letters, lines []string) float64 {
	for _, line := range lines {
		s.Text(x, y+l.Size, at, l, line)
		y += l.step()
	}
	return y
}

// Interval draws whiskers from one place to another: on an edge of paper, so that they
// show on dark and on light.
func (s *Sheet) Interval(from, to, y float64) {
	for _, p := range []Pen{{Paper, 4, ""}, {Soft, 1.8, ""}} {
		s.Line(from, y, to, y, p)
		s.Line(from, y-4, from, y+4, p)
		s.Line(to, y-4, to, y+4, p)
	}
}
