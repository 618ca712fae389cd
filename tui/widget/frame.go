package widget

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"

	"tocsin/tui/pointer"
	"tocsin/tui/theme"
)

// The smallest window in which everything can be done.
const (
	MinWidth  = 80
	MinHeight = 24
)

// lineKeys are the keys of a form or a command line, which are all in the line of keys.
type lineKeys []key.Binding

// ShortHelp is the line of keys.
func (k lineKeys) ShortHelp() []key.Binding { return k }

// FullHelp is the page of keys.
func (k lineKeys) FullHelp() [][]key.Binding { return [][]key.Binding{k} }

func hint(k, what string) key.Binding { return key.NewBinding(key.WithKeys(k), key.WithHelp(k, what)) }

// KeyLine draws the keys that can be pressed now in one line: of keys as many as fit, and
// all of those that are always there.
func KeyLine(th theme.Theme, keys, always []key.Binding, w int) string {
	draw := func(keys []key.Binding) (out []string) {
		for _, k := range keys {
			if k.Enabled() {
				hint := th.Key.Render(k.Help().Key) + " " + th.KeyText.Render(k.Help().Desc)
				if code := pointer.CodeOf(k.Keys()[0]); code > 0 {
					hint = pointer.Key(code, hint)
				}
				out = append(out, hint)
			}
		}
		return out
	}
	last := strings.Join(draw(always), "  ")
	line := " "
	for _, k := range draw(keys) {
		if Width(line)+Width(k)+2+Width(last) > w {
			break
		}
		line += k + "  "
	}
	return Fit(line+last, w)
}

// HelpPages draws every key of a screen with what it does, in as many columns as fit, on
// as many pages as it takes.
func HelpPages(th theme.Theme, keys help.KeyMap, w, h int) []string {
	const column, name = 40, 13
	columns, rows := max(1, w/column), max(h-2, 1)
	var entries [][]string
	for _, group := range keys.FullHelp() {
		for _, k := range group {
			if k.Help().Key == "" {
				continue
			}
			entries = append(entries, helpEntry(th, k, name, column-name-2))
		}
		entries = append(entries, []string{""})
	}
	total := 0
	for _, e := range entries {
		total += len(e)
	}
	rows = min(rows, max(total/columns+3, 1)) // columns of about the same length
	var cols [][]string
	full := true
	for _, e := range entries {
		if full || len(cols[len(cols)-1])+len(e) > rows {
			cols, full = append(cols, nil), false
		}
		if last := len(cols) - 1; len(cols[last]) > 0 || e[0] != "" {
			cols[last] = append(cols[last], e...)
		}
	}
	var pages []string
	for from := 0; from < len(cols); from += columns {
		title := "any key goes back"
		if len(cols) > columns {
			title = fmt.Sprintf("page %d of %d: space for the next, any other key goes back", from/columns+1,
				(len(cols)+columns-1)/columns)
		}
		var blocks [][]string
		for _, c := range cols[from:min(from+columns, len(cols))] {
			blocks = append(blocks, Block(c, column-1, max(h-2, 0)))
		}
		out := []string{" " + th.Title.Render("Keys") + th.Dim.Render("   "+title), ""}
		pages = append(pages, strings.Join(Block(append(out, Beside(" ", blocks...)...), w, h), "\n"))
	}
	return pages
}

func helpEntry(th theme.Theme, k key.Binding, name, w int) []string {
	desc := k.Help().Desc
	if !k.Enabled() {
		desc += " (not now)"
	}
	var out []string
	for i, line := range Wrap(desc, w) {
		left := Fit(" "+cond(i == 0, k.Help().Key, ""), name)
		if k.Enabled() {
			out = append(out, th.Key.Render(left)+" "+line)
		} else {
			out = append(out, th.Dim.Render(left+" "+line))
		}
	}
	return out
}

func cond(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// TitleLine is the top of a pane: its title, and a word at the right, with a rule between. Hints at the
// right are three spaces apart.
func TitleLine(th theme.Theme, title, right string, w int, active bool) string {
	style, mark := th.Title, " "
	if active {
		style, mark = th.Active, ">"
	}
	title = Cut(mark+title+" ", max(w, 0))
	if right != "" {
		right = " " + right
	}
	for room := w - Width(title) - 1; Width(right) > room; { // of several hints the last stay whole
		_, rest, more := strings.Cut(right, "   ")
		if !more {
			right = Cut(right, max(room, 0))
			break
		}
		right = " " + rest
	}
	rule := strings.Repeat("─", max(w-Width(title)-Width(right), 0))
	return Fit(style.Render(title)+th.Rule.Render(rule)+th.Dim.Render(right), w)
}

// Pane draws a titled block of exactly w columns and h rows.
func Pane(th theme.Theme, title, right string, body []string, w, h int, active bool) []string {
	return Block(append([]string{TitleLine(th, title, right, w, active)}, body...), w, h)
}

// Tab is a page that can be turned to.
type Tab struct {
	Key   string
	Title string
	Badge string // what is new there; empty for nothing
}

// Tabs draws pages with whole titles, the active one in brackets: in one line where they
// fit, else close together, else in as many lines as it takes.
func Tabs(th theme.Theme, tabs []Tab, active, w int) []string {
	return drawTabs(th, tabs, active, w, true)
}

// QuietTabs is Tabs where the keys are elsewhere.
func QuietTabs(th theme.Theme, tabs []Tab, active, w int) []string {
	return drawTabs(th, tabs, active, w, false)
}

func drawTabs(th theme.Theme, tabs []Tab, active, w int, focused bool) []string {
	texts, wide := make([]string, len(tabs)), 0
	for i, t := range tabs {
		words := strings.Fields(t.Key + " " + t.Title + " " + t.Badge)
		texts[i] = Cut(strings.Join(words, " "), max(w-3, 1))
		wide += Width(texts[i]) + 2
	}
	before, after := "", " " // of a tab in brackets, and of one without
	if wide > w {
		before, after = " ", ""
	}
	var lines []string
	line := ""
	for i, text := range texts {
		style := th.Dim
		switch {
		case i == active && focused:
			style = th.Active
		case i == active:
			style = th.Title
		case tabs[i].Badge != "":
			style = th.Strong
		}
		cell := style.Render(" " + text + after)
		if i == active {
			cell = before + style.Render("["+text+"]")
		} else if code := pointer.CodeOf(tabs[i].Key); code > 0 {
			cell = pointer.Key(code, cell)
		}
		if line != "" && Width(line)+Width(cell) > w {
			lines, line = append(lines, Fit(line, w)), ""
		}
		line += cell
	}
	return append(lines, Fit(line, w))
}

// TooSmall is what is shown in a window in which nothing could be read.
func TooSmall(w, h int) string {
	lines := Wrap("This window is too small. Tocsin needs 80 columns and 24 rows; make the window larger or its "+
		"letters smaller.", max(w, 1))
	return strings.Join(lines[:min(len(lines), max(h, 1))], "\n")
}
