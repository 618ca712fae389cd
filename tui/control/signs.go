package control

import (
	"strings"

	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// sign is a letter on a line of time, and what it stands for.
type sign struct {
	sign  rune
	words string
	style theme.Style
}

// signsOf are the letters on lines of time.
func signsOf(th theme.Theme) []sign {
	return []sign{{'i', "inject", th.Notice}, {'c', "step of the cascade", th.Bad}, {'d', "decision", th.Good},
		{'g', "gap", th.Warn}, {'G', "gap of this objective", th.Urgent}}
}

// Signs draws a line of time, each letter in the colour of what it stands for.
func Signs(th theme.Theme, cells []rune) string {
	styles := map[rune]theme.Style{}
	for _, s := range signsOf(th) {
		styles[s.sign] = s.style
	}
	var b strings.Builder
	for from := 0; from < len(cells); {
		to := from + 1
		for to < len(cells) && cells[to] == cells[from] {
			to++
		}
		style, ok := styles[cells[from]]
		if !ok {
			style = th.Rule
		}
		b.WriteString(style.Render(string(cells[from:to])))
		from = to
	}
	return b.String()
}

// Legend says what letters on a line of time stand for, in w columns.
func Legend(th theme.Theme, letters string, w int) string {
	var parts []string
	for _, l := range letters {
		for _, s := range signsOf(th) {
			if s.sign == l {
				parts = append(parts, s.style.Render(string(l))+th.Dim.Render(" "+s.words))
			}
		}
	}
	return widget.Cut(strings.Join(parts, "  "), w)
}
