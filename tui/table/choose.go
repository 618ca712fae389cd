package table

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Row is something to choose.
type Row struct {
	Title string
	Text  string // said below the list when the cursor is there
	On    bool   // chosen already, where several can be
}

// Chooser has somebody choose before there is an exercise: a scenario, or seats.
type Chooser struct {
	title   string
	rows    []Row
	several bool
	list    widget.List
	theme   theme.Theme
	done    bool
	back    bool
	why     string

	width, height int
}

// NewChooser asks for one row, or for several.
func NewChooser(title string, rows []Row, several bool) *Chooser {
	return &Chooser{title: title, rows: rows, several: several, theme: theme.Either(), width: widget.MinWidth,
		height: widget.MinHeight}
}

// Chosen are the places of the rows that were chosen; none where somebody gave up.
func (c *Chooser) Chosen() []int {
	if !c.done {
		return nil
	}
	if !c.several {
		return []int{c.list.Cursor}
	}
	var out []int
	for i, r := range c.rows {
		if r.On {
			out = append(out, i)
		}
	}
	return out
}

// Back reports whether somebody went back to what was asked before, and did not leave.
func (c *Chooser) Back() bool { return c.back }

// Init does nothing.
func (c *Chooser) Init() tea.Cmd { return nil }

// Update takes a message.
func (c *Chooser) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		c.width, c.height = msg.Width, msg.Height
	case theme.Ground:
		c.theme = theme.New(msg.Light)
	case tea.KeyMsg:
		c.why = ""
		if c.list.Update(msg, len(c.rows)) {
			return c, nil
		}
		switch msg.String() {
		case " ", "x":
			if c.several {
				c.rows[c.list.Cursor].On = !c.rows[c.list.Cursor].On
			} else {
				c.why = "Enter chooses."
			}
		case "enter":
			c.done = true
			if len(c.Chosen()) == 0 {
				c.done, c.why = false, "Choose at least one, with the space bar."
				return c, nil
			}
			return c, tea.Quit
		case "q", "esc", "ctrl+c":
			c.back = msg.String() == "esc"
			return c, tea.Quit
		default:
			c.why = "This key does nothing here."
		}
	}
	return c, nil
}

// View draws the window.
func (c *Chooser) View() string {
	if c.width < widget.MinWidth || c.height < widget.MinHeight {
		return widget.TooSmall(c.width, c.height)
	}
	w := min(c.width-8, 92)
	lines := []string{"", c.theme.Title.Render(widget.Cut(c.title, w)), ""}
	text := widget.Wrap(c.rows[c.list.Cursor].Text, w)
	rows := c.list.View(len(c.rows), w, max(c.height-len(lines)-len(text)-5, 1), func(i int) []string {
		box := ""
		if c.several {
			box = "[ ] "
			if c.rows[i].On {
				box = "[x] "
			}
		}
		row := widget.Fit(widget.Mark(i == c.list.Cursor)+box+c.rows[i].Title, w)
		if i == c.list.Cursor {
			row = c.theme.Selected.Render(row)
		}
		return []string{row}
	})
	lines = append(lines, rows...)
	lines = append(lines, "")
	lines = append(lines, text...)
	keys := "enter choose  up/down move  esc back  q leave"
	if c.several {
		keys = "up/down move  space take or not  enter go on  esc back  q leave"
		n := 0
		for _, r := range c.rows {
			if r.On {
				n++
			}
		}
		keys = fmt.Sprintf("%s  (%d taken)", keys, n)
	}
	lines = append(lines, "", c.theme.Dim.Render(keys))
	if c.why != "" {
		lines = append(lines, c.theme.Bad.Render(c.why))
	}
	for i := range lines {
		lines[i] = "    " + lines[i]
	}
	return strings.Join(widget.Block(lines, c.width, c.height), "\n")
}
