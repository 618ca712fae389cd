package widget

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
	"tocsin/tui/theme"
)

// Edit is text that is being typed. It works on what people see as characters, so a
// letter with its accents, or a wide one, is one step. It never touches the clipboard or
// an editor of the machine that it runs on.
type Edit struct {
	Lines bool // line breaks are possible, with ctrl+j
	Limit int  // bytes; exercise.MaxText when 0
	cells []string
	pos   int
	width int // when it was last drawn
	over  int // characters of what was put in last that did not fit
}

// Value is the text.
func (e *Edit) Value() string { return strings.Join(e.cells, "") }

// Set replaces the text, whatever its length, and puts the cursor at its end.
func (e *Edit) Set(s string) {
	e.cells = clusters(e.fit(s))
	e.pos, e.over = len(e.cells), 0
}

// Wrong says what did not fit in when something was put in last, or that there is more than
// may be, or "".
func (e *Edit) Wrong() string {
	most := e.most()
	if n := len(e.Value()) - most; n > 0 {
		return fmt.Sprintf("this is %d bytes too long: %s at most", n, Number(float64(most)))
	}
	if e.over > 0 {
		return fmt.Sprintf("not all fits in: characters left out at the end: %s. A text here has %s bytes at most",
			Number(float64(e.over)), Number(float64(most)))
	}
	return ""
}

func (e *Edit) most() int {
	if e.Limit == 0 {
		return exercise.MaxText
	}
	return e.Limit
}

// Update takes a key, and reports whether it was one for text.
func (e *Edit) Update(k tea.KeyMsg) bool {
	e.over = 0
	switch k.String() {
	case "left", "ctrl+b":
		e.pos--
	case "right", "ctrl+f":
		e.pos++
	case "home", "ctrl+a":
		e.pos = e.lineStart()
	case "end", "ctrl+e":
		e.pos = e.lineEnd()
	case "alt+left", "alt+b", "ctrl+left":
		e.pos = e.wordLeft()
	case "alt+right", "alt+f", "ctrl+right":
		e.pos = e.wordRight()
	case "backspace", "ctrl+h":
		e.remove(e.pos-1, e.pos)
	case "delete", "ctrl+d":
		e.remove(e.pos, e.pos+1)
	case "ctrl+w", "alt+backspace":
		e.remove(e.wordLeft(), e.pos)
	case "ctrl+u":
		e.remove(e.lineStart(), e.pos)
	case "ctrl+k":
		e.remove(e.pos, e.lineEnd())
	case "ctrl+j", "alt+enter":
		if !e.Lines {
			return false
		}
		e.insert("\n")
	case "up", "down":
		return e.vertical(k.String() == "up")
	default:
		if k.Type != tea.KeyRunes && k.Type != tea.KeySpace || k.Alt {
			return false
		}
		e.insert(string(k.Runes))
	}
	e.pos = max(0, min(e.pos, len(e.cells)))
	return true
}

// fit is text as it can be in the field.
func (e *Edit) fit(s string) string {
	s = scenario.CleanText(s)
	if !e.Lines {
		s = strings.ReplaceAll(s, "\n", " ")
	}
	return s
}

// insert puts text in at the cursor, as much of it as there is room for.
func (e *Edit) insert(s string) {
	s = e.fit(s)
	put := clusters(s)
	room := e.most() - len(e.Value())
	n, size := 0, 0
	for n < len(put) && size+len(put[n]) <= room {
		size += len(put[n])
		n++
	}
	e.over = len(put) - n
	if n == 0 {
		return
	}
	before := strings.Join(e.cells[:e.pos], "") + strings.Join(put[:n], "")
	e.cells = clusters(before + strings.Join(e.cells[e.pos:], ""))
	e.pos = min(len(clusters(before)), len(e.cells))
}

func clusters(s string) []string {
	var out []string
	for s != "" {
		c, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		if c == "" {
			break
		}
		out, s = append(out, c), s[len(c):]
	}
	return out
}

func (e *Edit) remove(from, to int) {
	from, to = max(from, 0), min(to, len(e.cells))
	if from < to {
		e.cells = append(e.cells[:from:from], e.cells[to:]...)
		if e.pos >= to {
			e.pos -= to - from
		} else {
			e.pos = min(e.pos, from)
		}
	}
}

func (e *Edit) lineStart() int {
	i := e.pos
	for i > 0 && e.cells[i-1] != "\n" {
		i--
	}
	return i
}

func (e *Edit) lineEnd() int {
	i := e.pos
	for i < len(e.cells) && e.cells[i] != "\n" {
		i++
	}
	return i
}

func (e *Edit) wordLeft() int {
	i := e.pos
	for i > 0 && blank(e.cells[i-1]) {
		i--
	}
	for i > 0 && !blank(e.cells[i-1]) {
		i--
	}
	return i
}

func (e *Edit) wordRight() int {
	i := e.pos
	for i < len(e.cells) && blank(e.cells[i]) {
		i++
	}
	for i < len(e.cells) && !blank(e.cells[i]) {
		i++
	}
	return i
}

func blank(c string) bool { return c == " " || c == "\n" }

// layout breaks the text into lines of at most w columns, spaces at their end apart: for each, the first cell and
// the one after the last.
func (e *Edit) layout(w int) [][2]int {
	var out [][2]int
	from, width, space := 0, 0, -1
	for i, c := range e.cells {
		if c == "\n" {
			out = append(out, [2]int{from, i})
			from, width, space = i+1, 0, -1
			continue
		}
		n := Width(c)
		if width+n > w && i > from {
			if space >= from && c != " " {
				out = append(out, [2]int{from, space + 1})
				from, width = space+1, 0
				for _, d := range e.cells[from:i] {
					width += Width(d)
				}
			} else if c != " " {
				out = append(out, [2]int{from, i})
				from, width = i, 0
			}
			space = -1
		}
		if c == " " {
			space = i
		}
		width += n
	}
	return append(out, [2]int{from, len(e.cells)})
}

// line finds the line of the layout in which the cursor is.
func (e *Edit) line(lines [][2]int) int {
	for i := len(lines) - 1; i > 0; i-- {
		if e.pos >= lines[i][0] {
			return i
		}
	}
	return 0
}

// vertical moves the cursor a line up or down, and reports whether there was one.
func (e *Edit) vertical(up bool) bool {
	lines := e.layout(max(e.width, 10))
	at := e.line(lines)
	to := at + 1
	if up {
		to = at - 1
	}
	if to < 0 || to >= len(lines) {
		return false
	}
	e.pos = min(lines[to][0]+e.pos-lines[at][0], max(lines[to][1]-1, lines[to][0]))
	if to == len(lines)-1 {
		e.pos = min(lines[to][0]+e.pos-lines[to][0], lines[to][1])
	}
	return true
}

// View draws the text in at most h lines of w columns, with the cursor if it is focused.
func (e *Edit) View(th theme.Theme, w, h int, focused bool) []string {
	w = max(w, 2)
	e.width = w - 1 // room for the cursor at the end of a line
	lines := e.layout(e.width)
	at := e.line(lines)
	first := max(0, min(at-h+1, len(lines)-h))
	if at < first {
		first = at
	}
	var out []string
	for i := first; i < len(lines) && len(out) < h; i++ {
		from, to := lines[i][0], lines[i][1]
		if !focused || i != at {
			out = append(out, th.Field.Render(Fit(strings.Join(e.cells[from:to], ""), w)))
			continue
		}
		pos, under := min(max(e.pos, from), to), " "
		before, after := strings.Join(e.cells[from:pos], ""), ""
		if pos < to {
			under, after = e.cells[pos], strings.Join(e.cells[pos+1:to], "")
		}
		before = Cut(before, w-1)
		rest := Fit(after, w-Width(before)-Width(under))
		out = append(out, th.Field.Render(before)+th.Cursor.Render(under)+th.Field.Render(rest))
	}
	return out
}
