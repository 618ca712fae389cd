package widget

import "tocsin/tui/theme"

// Empty is what is on a page that has nothing to show yet.
type Empty struct {
	None string      // that there is nothing, in a short sentence
	Here string      // what will be here
	When string      // when it comes
	Keys [][2]string // what can be pressed: a key, and what it does
}

// readable is how wide a line of running text may be in a wide window.
const readable = 96

// View draws it in at most w columns.
func (e Empty) View(th theme.Theme, w int) []string {
	const label = 8
	w = min(w, readable)
	out := []string{"", " " + th.Strong.Render(Cut(e.None, max(w-1, 0))), ""}
	row := func(style theme.Style, head, text string) {
		for i, line := range Wrap(text, max(w-label-1, 1)) {
			out = append(out, " "+style.Render(Fit(cond(i == 0, head, ""), label))+line)
		}
	}
	for _, r := range [][2]string{{"Here", e.Here}, {"When", e.When}} {
		if r[1] != "" {
			row(th.Title, r[0], r[1])
		}
	}
	if len(e.Keys) > 0 {
		out = append(out, "")
	}
	for _, k := range e.Keys {
		row(th.Key, k[0], k[1])
	}
	return out
}
