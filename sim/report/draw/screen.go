package draw

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// Run is a piece of a line of a terminal that has one style. Ink and Paper are its colours
// as "#rrggbb", or empty for those of the sheet.
type Run struct {
	Text                           string
	From, To                       int // the cells that it takes, from 0; To is the first after it
	Ink, Paper                     string
	Bold, Faint, Italic, Underline bool
}

// The size of a terminal's cell and of its letters, and the margin around the screen, in points.
const (
	cellWidth   = 8.4
	cellHeight  = 18
	cellLetters = 14
	screenEdge  = 12
)

// Screen is the picture of a terminal's screen. It has no caption: its title is for those who have it
// read aloud.
func Screen(title string, lines [][]Run, theme Theme) string {
	columns := 0
	for _, line := range lines {
		for _, r := range line {
			columns = max(columns, r.To)
		}
	}
	s := &Sheet{Width: float64(columns)*cellWidth + 2*screenEdge, Theme: theme, Y: screenEdge}
	s.put(`<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="%d">`, cellLetters)
	for _, line := range lines {
		for _, r := range line {
			s.run(r)
		}
		s.Y += cellHeight
	}
	s.put("</g>")
	s.Y += screenEdge
	return Picture{Name: "screen", Title: title, Finding: title}.frame(s, true)
}

// run draws a piece of the line that begins at Y. Its letters are stretched to the cells, since
// the reader's font may be wider.
func (s *Sheet) run(r Run) {
	ink := Ink
	if r.Ink != "" {
		ink = Colour{r.Ink, r.Ink}
	}
	x, width := screenEdge+float64(r.From)*cellWidth, float64(r.To-r.From)*cellWidth
	if r.Paper != "" {
		const seam = 0.3 // no line of the ground between two lines of the screen
		s.Box(x, s.Y, width, cellHeight+seam, Colour{r.Paper, r.Paper})
	}
	if strings.TrimSpace(r.Text) == "" {
		return
	}
	look := ""
	for _, l := range []struct {
		on   bool
		text string
	}{{r.Bold, ` font-weight="bold"`}, {r.Italic, ` font-style="italic"`}, {r.Faint, ` opacity="0.6"`},
		{r.Underline, ` text-decoration="underline"`}} {
		if l.on {
			look += l.text
		}
	}
	var text strings.Builder
	_ = xml.EscapeText(&text, []byte(r.Text)) // a Builder does not fail
	s.put(`<text x="%s" y="%s" fill="%s" textLength="%s" lengthAdjust="spacingAndGlyphs" xml:space="preserve"%s>%s</text>`,
		num(x), num(s.Y+cellLetters), s.colour(ink), num(width), look, &text)
}

// TerminalColour is one of a terminal's 256 colours as "#rrggbb", by its number from 0 to 255:
// sixteen of our own choice, then xterm's cube of 6 × 6 × 6 and its 24 greys.
func TerminalColour(n int) string {
	switch {
	case n < len(sixteen):
		return sixteen[n]
	case n < 232:
		n -= 16
		step := [6]int{0, 95, 135, 175, 215, 255}
		return fmt.Sprintf("#%02x%02x%02x", step[n/36], step[n/6%6], step[n%6])
	}
	grey := 8 + (n-232)*10
	return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
}

var sixteen = [16]string{"#1d1f21", "#cc6666", "#8fa93a", "#d9a441", "#6f9bd1", "#b294bb", "#6fb3ab", "#c5c8c6",
	"#7a7a7a", "#ff6b6b", "#b5d65c", "#ffd787", "#87afff", "#d7afff", "#87e0e0", "#ffffff"}
