package control

import (
	"fmt"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// cameBy are the ways in which something comes to whoever takes a seat over, in words.
var cameBy = map[string]string{exercise.ReachedByNote: "by the note", exercise.ReachedByItem: "opened",
	exercise.ReachedByUse: "used", exercise.ReachedBySummary: "summary", exercise.ReachedNever: "LOST", "": "not known"}

// handedLines are the seats that changed hands, and what that lost, thing by thing.
func handedLines(th theme.Theme, all []exercise.HandedOver, w int) []string {
	if len(all) == 0 {
		return points([]string{"No seat passed from one person to another while the exercise went on."}, w)
	}
	var out []string
	for i := range all {
		h := &all[i]
		text, lost := h.Said()
		style := th.Text
		if lost {
			style = th.Warn
		}
		for _, line := range widget.WrapIndent(" "+text+".", w-1, 1) {
			out = append(out, style.Render(line))
		}
		if h.Note != "" {
			out = append(out, widget.WrapIndent(fmt.Sprintf(" The note of %s: “%s”", h.NoteBy, h.Note), w-1, 3)...)
		}
		for _, t := range h.Things {
			named := "not in the note"
			if t.Named {
				named = "in the note"
			}
			after := ""
			if t.Hours != nil && *t.Hours > 0 {
				after = fmt.Sprintf(" after %.1fh", *t.Hours)
			}
			head := widget.Fit(" "+t.Kind, 12) + widget.Fit(named, 16) + widget.Fit(cameBy[t.Reached]+after, 20)
			out = append(out, widget.WrapIndent(head+" "+t.What, w-1, 4)...)
		}
		out = append(out, "")
	}
	return out
}
