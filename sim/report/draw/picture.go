package draw

import (
	"fmt"
	"math"
)

// Picture is what a drawing says in words, and how it is drawn. Its texts are as they
// came from people and files.
type Picture struct {
	Name    string  // without spaces; unique among the pictures of a page
	Title   string  // what it is about
	Finding string  // its caption: one sentence
	Reading string  // how to read it
	Width   float64 // the least that it can be drawn at, in points
	Draw    func(*Sheet)
}

// Alone draws the picture as a file of its own, with its caption and how to read it.
func (p Picture) Alone(width float64, theme Theme) string {
	width = max(width, p.Width)
	s := &Sheet{Width: width, Theme: theme, Y: 16}
	s.Y = s.Lines(Gutter, s.Y, FromLeft, Caption, Caption.Wrap(p.Finding, width-2*Gutter, 4)) + 8
	p.Draw(s)
	s.Y = s.Lines(Gutter, s.Y+6, FromLeft, Note, Note.Wrap(p.Reading, width-2*Gutter, 8)) + 10
	return p.frame(s, true)
}

// Inline draws the picture for a page that has its caption and the DarkRules.
func (p Picture) Inline(width float64) string {
	s := &Sheet{Width: width, Theme: Auto}
	p.Draw(s)
	return p.frame(s, false)
}

// frame puts the drawing into an SVG element. Its title and description are for screen
// readers. The fonts that it names after Liberation Sans have the same widths, except the last.
func (p Picture) frame(s *Sheet, alone bool) string {
	id := fmt.Sprintf("%s-%d", clean(p.Name), int(s.Width))
	xmlns, style := "", ""
	if alone {
		xmlns = ` xmlns="http://www.w3.org/2000/svg"`
		if s.Theme == Auto {
			style = "<style>@media screen and (prefers-color-scheme:dark){" + DarkRules() + "}</style>\n"
		}
	}
	w, h := num(s.Width), num(math.Ceil(s.Y))
	return fmt.Sprintf(`<svg%s viewBox="0 0 %s %s" width="%s" height="%s" font-family="Liberation Sans, Arimo, Arial, Helvetica, sans-serif" role="img" aria-labelledby="%s-title %s-desc">
<title id="%s-title">%s</title>
<desc id="%s-desc">%s</desc>
%s<rect width="%s" height="%s" fill="%s"/>
%s</svg>
`, xmlns, w, h, w, h, id, id, id, clean(p.Title), id, clean(p.Finding+" "+p.Reading), style, w, h, s.colour(Paper),
		s.b.String())
}
