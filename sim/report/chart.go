package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"tocsin/sim/scenario"
)

// Picture is a drawing with the sentence that it shows and the numbers that it is made
// of. Its texts are as they came from people and files: whatever writes them escapes.
type Picture struct {
	Name    string     // of its file, without an extension: "timeline"
	Title   string     // what it is about: "Who knew what, and when"
	Finding string     // its caption: one sentence
	Reading string     // how to read it
	Head    []string   // the headings of its table
	Rows    [][]string // its table
	draw    func(*sheet)
}

// Pictures draws what a report has numbers for, in the order in which they are read.
func (r *Report) Pictures() []Picture {
	var out []Picture
	for _, draw := range []func(*Report) (Picture, bool){timelinePicture, beginningPicture, gaugesPicture, noticedPicture, legsPicture, knowledgePicture,
		networkPicture, momentsPicture, paidPicture, worthPicture, bandPicture} {
		if p, ok := draw(r); ok {
			out = append(out, p)
		}
	}
	return out
}

// SVG writes the picture as a file of its own, with its caption in it.
func (p Picture) SVG(w io.Writer) error {
	_, err := io.WriteString(w, p.svg(wideSheet, true))
	return err
}

// svg draws the picture at a width. Its title and description are for those who hear it.
func (p Picture) svg(width float64, alone bool) string {
	s := &sheet{width: width}
	if alone {
		s.y = 16
		s.y = s.lines(gutter, s.y, fromLeft, letters{size: 16, colour: ink, bold: true}, letters{size: 16, bold: true}.wrap(p.Finding, width-2*gutter, 4)) + 8
	}
	p.draw(s)
	if alone {
		s.y = s.lines(gutter, s.y+6, fromLeft, soft, soft.wrap(p.Reading, width-2*gutter, 8)) + 10
	}
	id := fmt.Sprintf("%s-%d", p.Name, int(width))
	xmlns := ""
	if alone {
		xmlns = ` xmlns="http://www.w3.org/2000/svg"`
	}
	// Who has no Liberation Sans has a font of the same widths under another name.
	return fmt.Sprintf(`<svg%s viewBox="0 0 %s %s" width="%s" height="%s" font-family="Liberation Sans, Arimo, Arial, Helvetica, sans-serif" role="img" aria-labelledby="%s-title %s-desc">
<title id="%s-title">%s</title>
<desc id="%s-desc">%s</desc>
<rect width="%s" height="%s" fill="%s"/>
%s</svg>
`, xmlns, num(width), num(math.Ceil(s.y)), num(width), num(math.Ceil(s.y)), id, id, id, xmlText(p.Title), id, xmlText(p.Finding+" "+p.Reading),
		num(width), num(math.Ceil(s.y)), hex(paper), s.b.String())
}

// hoursCell is a time in a table; empty for never.
func hoursCell(h *float64) string {
	if h == nil {
		return ""
	}
	return hoursText(*h)
}

// plainLine is text for a caption: on one line, and with a full stop.
func plainLine(s string) string {
	s = scenario.CleanLine(s)
	if s != "" && !strings.ContainsAny(s[len(s)-1:], ".?!") {
		s += "."
	}
	return s
}
