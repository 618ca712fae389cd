package main

import (
	"fmt"
	"io"
	"strings"

	"tocsin/sim/exercise"
	"tocsin/sim/schema"
)

// mostDifferences is how many differences of each kind the text lists; --json lists all.
const mostDifferences = 40

// alike says which entries two records have alike, from the first on.
func alike(n int) string {
	switch n {
	case 0:
		return "no entry"
	case 1:
		return "their first entry"
	}
	return "their first " + entriesWord(n)
}

// showComparison prints how two records differ: the first difference, what was done differently
// and what resulted, and the gauges of both at the end.
func showComparison(out io.Writer, here, there string, c *exercise.Comparison) error {
	w := &strings.Builder{}
	fmt.Fprintf(w, "%s (here) and %s (there) share %s.\n", here, there, alike(c.Same))
	if !c.Different() {
		fmt.Fprintln(w, "Nothing differs in what happened.")
		_, err := io.WriteString(out, w.String())
		return err
	}
	if c.From != nil {
		fmt.Fprintf(w, "What happened differs from %s (%s) on.\n", c.From.T, c.From.Date)
	}
	tellDifferences(w, c)
	for i, g := range c.Gauges {
		if i == 0 {
			fmt.Fprintln(w, "\nAt the end of the shorter one:")
		}
		fmt.Fprintf(w, "  %-40s %12.4g here %12.4g there\n", g.Title, g.Here, g.There)
	}
	_, err := io.WriteString(out, w.String())
	return err
}

func tellDifferences(w io.Writer, c *exercise.Comparison) {
	var told, deeds, rest []exercise.Differing
	moved, onlyHere, onlyThere := 0, 0, 0
	for _, d := range c.Differences {
		switch {
		case d.Here == nil:
			onlyThere++
		case d.There == nil:
			onlyHere++
		default:
			moved++
		}
		if d.Quiet() {
			continue
		}
		told = append(told, d)
		if d.Deed {
			deeds = append(deeds, d)
		} else {
			rest = append(rest, d)
		}
	}
	fmt.Fprintf(w, "%d things happened alike in both, %d in both at another time or in another way, %d only here and %d "+
		"only there.\n", c.Alike, moved, onlyHere, onlyThere)
	if len(told) > 0 {
		differences(w, "The first difference", told[:1])
	}
	differences(w, "What was done differently", deeds)
	differences(w, "What resulted", rest)
}

// differences are rows with the time here, the time there and what it was.
func differences(w io.Writer, title string, list []exercise.Differing) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n  %-14s %-14s\n", title, "here", "there")
	for i, d := range list {
		if i == mostDifferences {
			fmt.Fprintf(w, "  … and %d more\n", len(list)-i)
			break
		}
		times, one := [2]string{"–", "–"}, d.Here
		if d.Here != nil {
			times[0] = d.Here.At.T
		}
		if d.There != nil {
			times[1] = d.There.At.T
		}
		if one == nil {
			one = d.There
		}
		fmt.Fprintf(w, "  %-14s %-14s %-8s %s\n", times[0], times[1], one.Mark, one.Text)
		if d.Here != nil && d.There != nil && d.Here.At == d.There.At && d.Here.Text != d.There.Text {
			fmt.Fprintf(w, "  %-14s %-14s %-8s there: %s\n", "", "", "", d.There.Text)
		}
	}
}

// comparison is what `tocsin replay --compare --json` prints. The keys of the embedded struct, which begin with
// capitals, are those of its first version and stay.
type comparison struct {
	Schema      string            `json:"schema"` // of this document, with its version
	Shared      int               `json:"shared_entries"`
	First       *exercise.Moment  `json:"first_difference"` // null for none
	AlikeIn     int               `json:"alike_in_both"`
	Differing   []comparedLine    `json:"differing"`
	AtEnd       []comparedGauge   `json:"gauges_at_end"` // whose values differ, at the end of the shorter
	HereOnly    []exercise.Line   `json:"only_here"`     // the first 100
	ThereOnly   []exercise.Line   `json:"only_there"`
	FinalStates map[string]string `json:"final_states"` // digests: here and there
	*exercise.Comparison
}

// comparedLine is something that happened in one of two records, or in both but not alike.
type comparedLine struct {
	Here  *exercise.Line `json:"here"` // null where it did not happen
	There *exercise.Line `json:"there"`
	Deed  bool           `json:"deed"` // somebody did or said it
}

// comparedGauge is a gauge's value in both.
type comparedGauge struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Here  float64 `json:"here"`
	There float64 `json:"there"`
}

func comparisonOf(c *exercise.Comparison) comparison {
	out := comparison{Schema: schema.ID("compare", 1), Shared: c.Same, First: c.From, AlikeIn: c.Alike,
		Differing: []comparedLine{}, AtEnd: []comparedGauge{}, HereOnly: orNone(c.OnlyHere),
		ThereOnly: orNone(c.OnlyThere),
		FinalStates: map[string]string{"here": fmt.Sprintf("%016x", c.StateHere),
			"there": fmt.Sprintf("%016x", c.StateThere)}, Comparison: c}
	for _, d := range c.Differences {
		out.Differing = append(out.Differing, comparedLine{d.Here, d.There, d.Deed})
	}
	for _, g := range c.Gauges {
		out.AtEnd = append(out.AtEnd, comparedGauge(g))
	}
	return out
}

func orNone(lines []exercise.Line) []exercise.Line {
	if lines == nil {
		return []exercise.Line{}
	}
	return lines
}
