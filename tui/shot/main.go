// Command shot draws a terminal's screen as an SVG picture: it reads styled text, such as
// tmux capture-pane -e -p prints, from standard input. The pictures of the README are
// made with it, by .ci/pictures.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	sheet "tocsin/sim/report/draw"
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

func draw(w io.Writer, r io.Reader, title string, light bool) error {
	theme := sheet.Dark
	if light {
		theme = sheet.Light
	}
	var lines [][]sheet.Run
	var s style // tmux carries it on from line to line
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		lines = append(lines, runs(in.Text(), &s, theme))
	}
	if err := in.Err(); err != nil {
		return err
	}
	_, err := io.WriteString(w, sheet.Screen(title, lines, theme))
	return err
}

// runs are the pieces of a line, one for each style.
func runs(line string, s *style, theme sheet.Theme) []sheet.Run {
	var out []sheet.Run
	var text strings.Builder
	at, from := 0, 0
	flush := func() {
		if at > from {
			out = append(out, s.run(text.String(), from, at, theme))
		}
		text.Reset()
		from = at
	}
	state := byte(0)
	for line != "" {
		seq, width, n, next := ansi.DecodeSequence(line, state, nil)
		line, state = line[n:], next
		switch {
		case width > 0:
			text.WriteString(seq)
			at += width
		case strings.HasPrefix(seq, "\x1b[") && strings.HasSuffix(seq, "m"):
			flush()
			s.change(seq[2 : len(seq)-1])
		}
	}
	flush()
	return out
}

// style is what is in force where text is drawn.
type style struct {
	ink, paper                              string
	bold, faint, italic, underline, reverse bool
}

// run is a piece of text in the style. In reverse, ink and paper change places, also those of the
// sheet.
func (s style) run(text string, from, to int, theme sheet.Theme) sheet.Run {
	r := sheet.Run{Text: text, From: from, To: to, Ink: s.ink, Paper: s.paper, Bold: s.bold, Faint: s.faint,
		Italic: s.italic, Underline: s.underline}
	if !s.reverse {
		return r
	}
	ink, paper := sheet.Ink.Light, sheet.Paper.Light
	if theme == sheet.Dark {
		ink, paper = sheet.Ink.Dark, sheet.Paper.Dark
	}
	r.Ink, r.Paper = cmp.Or(s.paper, paper), cmp.Or(s.ink, ink)
	return r
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
			s.ink = sheet.TerminalColour(n - 30)
		case n >= 90 && n <= 97:
			s.ink = sheet.TerminalColour(n - 82)
		case n >= 40 && n <= 47:
			s.paper = sheet.TerminalColour(n - 40)
		case n >= 100 && n <= 107:
			s.paper = sheet.TerminalColour(n - 92)
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
		return sheet.TerminalColour(number(1)), 2
	case len(p) >= 4 && p[0] == "2":
		return fmt.Sprintf("#%02x%02x%02x", number(1), number(2), number(3)), 4
	}
	return "", len(p)
}
