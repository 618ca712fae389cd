// Command shot draws a terminal's screen as an SVG picture: it reads styled text, such as
// tmux capture-pane -e -p prints, from standard input. The pictures of the README are
// made with it, by .ci/pictures.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"html"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

func main() {
	light := flag.Bool("light", false, "draw on a light ground")
	title := flag.String("title", "A screen of Tocsin", "what the picture shows, for those who cannot see it")
	flag.Parse()
	if err := draw(os.Stdout, os.Stdin, *title, *light); err != nil {
		fmt.Fprintln(os.Stderr, "shot:", err)
		os.Exit(1)
	}
}

// The size of a cell, in the picture's units.
const (
	cellWidth  = 8.4
	cellHeight = 18.0
	margin     = 12.0
)

// ground holds the colours that a terminal has by itself.
type ground struct{ ink, paper string }

var (
	dark  = ground{"#d4d4d4", "#16181c"}
	white = ground{"#1f2328", "#fdfdfb"}
)

func draw(w io.Writer, r io.Reader, title string, light bool) error {
	g := dark
	if light {
		g = white
	}
	var body strings.Builder
	columns, rows := 0, 0
	var s style // tmux carries it on from line to line
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		columns = max(columns, drawLine(&body, in.Text(), &s, rows, g))
		rows++
	}
	if err := in.Err(); err != nil {
		return err
	}
	width, height := float64(columns)*cellWidth+2*margin, float64(rows)*cellHeight+2*margin
	_,
		err := fmt.Fprintf(w,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" role="img" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14"><title>%s</title><rect width="100%%" height="100%%" rx="6" fill="%s"/>%s</svg>`+"\n",
		width, height, html.EscapeString(title), g.paper, body.String())
	return err
}

// drawLine draws one line, a piece for each style, and returns how many cells it takes.
func drawLine(body *strings.Builder, line string, s *style, row int, g ground) int {
	at, from := 0, 0
	var run strings.Builder
	flush := func() {
		drawRun(body, run.String(), *s, from, at, row, g)
		run.Reset()
		from = at
	}
	state := byte(0)
	for line != "" {
		seq, width, n, next := ansi.DecodeSequence(line, state, nil)
		line, state = line[n:], next
		switch {
		case width > 0:
			run.WriteString(seq)
			at += width
		case strings.HasPrefix(seq, "\x1b[") && strings.HasSuffix(seq, "m"):
			flush()
			s.change(seq[2 : len(seq)-1])
		}
	}
	flush()
	return at
}

func drawRun(body *strings.Builder, text string, s style, from, to, row int, g ground) {
	if text == "" {
		return
	}
	ink, paper := s.ink, s.paper
	if ink == "" {
		ink = g.ink
	}
	if s.reverse {
		if paper == "" {
			paper = g.paper
		}
		ink, paper = paper, ink
	}
	x, y, width := margin+float64(from)*cellWidth, margin+float64(row)*cellHeight, float64(to-from)*cellWidth
	if paper != "" {
		fmt.Fprintf(body, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`, x, y, width, cellHeight+
			0.3, paper)
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	look := ""
	for _, l := range []struct {
		on   bool
		text string
	}{{s.bold, ` font-weight="bold"`}, {s.italic, ` font-style="italic"`}, {s.faint, ` opacity="0.6"`},
		{s.underline, ` text-decoration="underline"`}} {
		if l.on {
			look += l.text
		}
	}
	fmt.Fprintf(body,
		`<text x="%.1f" y="%.1f" fill="%s" textLength="%.1f" lengthAdjust="spacingAndGlyphs" xml:space="preserve"%s>%s</text>`,
		x, y+13.6, ink, width, look, html.EscapeString(text))
}

// style is what is in force where text is drawn.
type style struct {
	ink, paper                              string
	bold, faint, italic, underline, reverse bool
}

// change takes in the parameters of one SGR sequence (ECMA-48, 8.3.117).
func (s *style) change(parameters string) {
	p := strings.FieldsFunc(parameters, func(r rune) bool { return r == ';' || r == ':' })
	if len(p) == 0 {
		*s = style{}
	}
	for i := 0; i < len(p); i++ {
		n, err := strconv.Atoi(p[i])
		if err != nil {
			return
		}
		switch {
		case n == 0:
			*s = style{}
		case n == 1:
			s.bold = true
		case n == 2:
			s.faint = true
		case n == 3:
			s.italic = true
		case n == 4:
			s.underline = true
		case n == 7:
			s.reverse = true
		case n == 22:
			s.bold, s.faint = false, false
		case n == 23:
			s.italic = false
		case n == 24:
			s.underline = false
		case n == 27:
			s.reverse = false
		case n == 39:
			s.ink = ""
		case n == 49:
			s.paper = ""
		case n >= 30 && n <= 37:
			s.ink = palette(n - 30)
		case n >= 90 && n <= 97:
			s.ink = palette(n - 82)
		case n >= 40 && n <= 47:
			s.paper = palette(n - 40)
		case n >= 100 && n <= 107:
			s.paper = palette(n - 92)
		case n == 38 || n == 48:
			colour, used := extended(p[i+1:])
			if n == 38 {
				s.ink = colour
			} else {
				s.paper = colour
			}
			i += used
		}
	}
}

// extended reads a colour of the 256, or one by red, green and blue, and says how many
// parameters it took.
func extended(p []string) (colour string, used int) {
	number := func(i int) int {
		n, err := strconv.Atoi(p[i])
		if err != nil {
			return 0
		}
		return min(max(n, 0), 255)
	}
	switch {
	case len(p) >= 2 && p[0] == "5":
		return palette(number(1)), 2
	case len(p) >= 4 && p[0] == "2":
		return fmt.Sprintf("#%02x%02x%02x", number(1), number(2), number(3)), 4
	}
	return "", len(p)
}

var sixteen = [16]string{"#1d1f21", "#cc6666", "#8fa93a", "#d9a441", "#6f9bd1", "#b294bb", "#6fb3ab", "#c5c8c6",
	"#7a7a7a", "#ff6b6b", "#b5d65c", "#ffd787", "#87afff", "#d7afff", "#87e0e0", "#ffffff"}

// palette is xterm's 256 colours: sixteen, a cube of 6 × 6 × 6, and 24 greys.
func palette(n int) string {
	switch {
	case n < 16:
		return sixteen[n]
	case n < 232:
		n -= 16
		step := [6]int{0, 95, 135, 175, 215, 255}
		return fmt.Sprintf("#%02x%02x%02x", step[n/36], step[n/6%6], step[n%6])
	}
	grey := 8 + (n-232)*10
	return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey)
}
