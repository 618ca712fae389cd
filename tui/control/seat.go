package control

import (
	"fmt"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Named is a seat's title with what staff know of it, such as "The agent (hidden, adversary)".
func Named(s exercise.Place) string {
	if len(s.Marks) == 0 {
		return s.Title
	}
	return s.Title + " (" + strings.Join(s.Marks, ", ") + ")"
}

// Holder says who plays a seat.
func Holder(s exercise.Place) string {
	switch {
	case s.Helper != "" && s.Holder != "":
		return s.Helper + " for " + s.Holder
	case s.Helper != "":
		return s.Helper + " (staff)"
	case s.Bot && s.Holder != "":
		return "a bot for " + s.Holder
	case s.Bot:
		return "a bot"
	case s.Holder == "":
		return "nobody"
	}
	return s.Holder
}

// SeatColumns puts a line of the table of seats together, w columns wide: which seat, who plays it,
// its state, and numbers.
func SeatColumns(w int) func(seat, who, stands, counts string) string {
	name, holder := max(w*30/100, 20), max(w*22/100, 16)
	return func(seat, who, stands, counts string) string {
		return widget.Fit(widget.Cut(seat, name-1), name) + widget.Fit(widget.Cut(who, holder-1), holder) +
			widget.Fit(stands, 16) + counts
	}
}

// SeatHead is the heading of the table of seats.
func SeatHead(th theme.Theme, w int) string {
	return th.Dim.Render(widget.Fit("  "+SeatColumns(w)("Seat", "Who", "Last act", "acts unread asked"), w))
}

// SeatCounts are what a seat has done, not read, and not answered, in the columns of the table.
func SeatCounts(s exercise.Place) string {
	return fmt.Sprintf("%4d %6d %5d", s.Acts, s.Unread, s.Asked)
}

// leastSeat is how many lines a look at a seat needs to be worth its place.
const leastSeat = 8

// SeatDetail is the state of a seat, in at most h lines, or nothing where that is too few: what
// hangs on it and what it waits for, what it knows and lacks, and what it did last.
func SeatDetail(th theme.Theme, c *exercise.Control, clock exercise.Clock, s exercise.Place, w, h int) []string {
	if h < leastSeat {
		return nil
	}
	out := []string{"", widget.TitleLine(th, Named(s), "", w, false)}
	for _, line := range widget.Wrap(s.Office, w) {
		out = append(out, th.Dim.Render(line))
	}
	h -= len(out)
	if w < Wide {
		list := append(seatHangs(th, c, clock, s, w), seatKnows(th, c, s, w)...)
		list = list[:min(len(list), max(h/2, 2))]
		return append(append(out, list...), seatDid(th, c, s, w, h-len(list))...)
	}
	left := (w - 3) / 2
	right := w - 3 - left
	a := append(seatHangs(th, c, clock, s, left), seatKnows(th, c, s, left)...)
	b := seatDid(th, c, s, right, h)
	n := min(max(len(a), len(b)), h)
	return append(out, widget.Beside(th.Rule.Render(" │ "), widget.Block(a[:min(len(a), n)], left, n),
		widget.Block(b, right, n))...)
}

// seatHangs are what others wait for from a seat, and what it waits for.
func seatHangs(th theme.Theme, c *exercise.Control, clock exercise.Clock, s exercise.Place, w int) []string {
	var out []string
	for i := range c.Together.Hangs {
		g := &c.Together.Hangs[i]
		waits := false
		for _, id := range g.For {
			waits = waits || id == s.ID
		}
		if g.Seat != s.ID && !waits {
			continue
		}
		state, style := "for "+widget.Span(clock.Now.Hours-g.Since.Hours), th.Dim.Render
		if g.Due != nil {
			state, style = widget.Urgency(th, clock, *g.Due)
		}
		out = append(out, entry(" "+OneLine(g.Words()), style(state), w)...)
	}
	for _, d := range c.Obligations {
		if d.Role == s.Title && d.Status == "running" {
			state, style := widget.Urgency(th, clock, d.Due)
			out = append(out, entry(" Reports: "+d.Title, style("due "+state), w)...)
		}
	}
	if len(out) == 0 {
		out = []string{" " + th.Dim.Render("Nothing is stuck at this seat, and it waits for nothing.")}
	}
	return append([]string{th.Strong.Render(" Where it is stuck")}, out...)
}

// seatKnows are the facts that a seat knows, since when and from whom, and those it needs and lacks.
func seatKnows(th theme.Theme, c *exercise.Control, s exercise.Place, w int) []string {
	var knows, lacks []string
	for i := range c.Facts {
		f := &c.Facts[i]
		known := false
		for _, k := range f.Known {
			if k.Role != s.ID {
				continue
			}
			known = true
			knows = append(knows, entry(" "+th.Good.Render("K")+" "+f.Title, th.Dim.Render(knownWords(k)), w)...)
		}
		for _, n := range f.Needed {
			if n == s.Title && !known {
				lacks = append(lacks, widget.Fit(" "+th.Bad.Render("!")+" "+f.Title, w))
			}
		}
	}
	if len(knows)+len(lacks) == 0 {
		lacks = []string{" " + th.Dim.Render("It knows no fact yet, and needs none.")}
	}
	out := []string{"", th.Strong.Render(" What it needs and lacks, and what it knows")}
	return append(append(out, lacks...), knows...)
}

// knownWords say since when a fact is known, and from whom.
func knownWords(k exercise.WorldKnower) string {
	if k.From == "" {
		return "found out, " + widget.Clock(k.At)
	}
	return "from " + k.From + ", " + widget.Clock(k.At)
}

// seatDid are the newest lines of the log about a seat, the newest first, in h lines.
func seatDid(th theme.Theme, c *exercise.Control, s exercise.Place, w, h int) []string {
	out := []string{th.Strong.Render(" What it did last, and what came to it")}
	for i := len(c.Log) - 1; i >= 0 && len(out) < h; i-- {
		l := &c.Log[i]
		if l.Role != s.ID || l.Quiet {
			continue
		}
		at := l.At.T
		for _, line := range widget.Wrap(OneLine(l.Text), max(w-17, 10)) {
			out = append(out, " "+th.Dim.Render(widget.Fit(at, 16))+line)
			at = ""
		}
	}
	if len(out) == 1 {
		out = append(out, " "+th.Dim.Render("Nothing yet."))
	}
	return out[:min(len(out), h)]
}
