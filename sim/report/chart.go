package report

import (
	"io"
	"strings"

	"tocsin/sim/report/draw"
	"tocsin/sim/scenario"
)

// Picture is a drawing with the sentence that it shows and the numbers that it is made
// of. Its texts are as they came from people and files: what writes them escapes.
type Picture struct {
	draw.Picture
	Head []string   // the headings of its table
	Rows [][]string // its table
}

// Pictures draws every picture for which a report has numbers, in the order in which they are read.
func (r *Report) Pictures() []Picture {
	var out []Picture
	for _, of := range []func(*Report) (Picture, bool){waterfallPicture, timelinePicture, beginningPicture,
		gaugesPicture, agreementPicture,
		exposurePicture, noticedPicture, legsPicture, knowledgePicture,
		networkPicture, momentsPicture, paidPicture, worthPicture, bandPicture} {
		if p, ok := of(r); ok {
			out = append(out, p)
		}
	}
	return out
}

// SVG writes the picture as a file of its own, with its caption in it.
func (p Picture) SVG(w io.Writer) error {
	_, err := io.WriteString(w, p.Alone(draw.Wide, draw.Auto))
	return err
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
