package main

import (
	"fmt"
	goio "io"
	"math"
	"strings"

	"tocsin/sim/notes"
	"tocsin/sim/report"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// writeBound says which organisation takes which seat, with which notes.
func writeBound(w goio.Writer, b *notes.Bound) {
	sc := b.Scenario
	fmt.Fprintf(w, "%s\n", sc.Title)
	for r, o := range b.Seats {
		if o == nil {
			fmt.Fprintf(w, "\n%s: nobody's notes\n", sc.Roles[r].Title)
			continue
		}
		fmt.Fprintf(w, "\n%s: %s\n", sc.Roles[r].Title, scenario.CleanLine(o.Organisation))
		for i := range b.Notes {
			n := &b.Notes[i]
			if n.Role != r {
				continue
			}
			fmt.Fprintf(w, "  %s\n", n.ID)
			for _, d := range n.Deeds {
				within := "with no time promised"
				if d.Within > 0 {
					within = "within " + d.Within.String()
				}
				fmt.Fprintf(w, "    %s, %s\n", d.In(sc), within)
			}
		}
	}
	if len(b.Missing) > 0 {
		fmt.Fprintln(w, "\nWITHOUT A COUNTERPART")
		for _, m := range b.Missing {
			fmt.Fprintf(w, "  %s\n", missing(m))
		}
	}
}

func missing(m notes.Missing) string {
	if m.Note == "" {
		return scenario.CleanLine(m.Organisation + ": " + m.What)
	}
	in := ""
	if m.Scenario != "" {
		in = " (" + m.Scenario + ")"
	}
	return scenario.CleanLine(fmt.Sprintf("%s, %s: %s%s", m.Organisation, m.Note, m.What, in))
}

// writeAnalysis says what notes mean together.
func writeAnalysis(w goio.Writer, a *notes.Analysis) {
	fmt.Fprintf(w, "%s\n\n", a.Summary())
	for _, g := range a.Groups() {
		fmt.Fprintf(w, "%s\n", strings.ToUpper(string(g.Kind)))
		for _, f := range g.Findings {
			in := ""
			if f.Scenario != "" {
				in = " (" + f.Scenario + ")"
			}
			stake := ""
			if f.AtStake != nil {
				stake = fmt.Sprintf(" Where nobody acts, harm of %s comes after that.",
					report.Grouped(int(math.Round(*f.AtStake))))
			}
			fmt.Fprintf(w, "- %s%s.%s\n  %s.\n", f.What, in, stake, f.Do)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, "JOINT ACTION, FROM PROMISES ALONE")
	for _, p := range a.Promised {
		when, left := "never; "+p.Lack(), ""
		if p.Within != nil {
			when = "within " + inSpan(*p.Within)
		}
		if p.Left != nil {
			left = fmt.Sprintf("; the cascade leaves %s in half of the runs, and %s or less in one of ten", inSpan(p.Left.Median),
				inSpan(p.Left.Tenth))
		}
		fmt.Fprintf(w, "- %s (%s): %s%s\n", p.Title, p.Scenario, when, left)
		for _, s := range p.Path {
			fmt.Fprintf(w, "    %-8s %s %s\n", inSpan(s.Hours), s.Seat, s.What)
		}
		if len(p.Assumes) > 0 {
			fmt.Fprintf(w, "    assumes: %s\n", strings.Join(p.Assumes, "; "))
		}
	}
	if len(a.Missing) > 0 {
		fmt.Fprintln(w, "\nWITHOUT A COUNTERPART")
		for _, m := range a.Missing {
			fmt.Fprintf(w, "- %s\n", missing(m))
		}
	}
}

// inSpan writes hours as a scenario would: 1.5 as 1h30m.
func inSpan(hours float64) string {
	return scenario.Duration(hours * float64(scenario.Hour)).String()
}

// writeStressed says how much harm promises avoid, and how much comes back when they fail.
func writeStressed(w goio.Writer, s *notes.Stressed) {
	fmt.Fprintf(w, "%s: %d draws, the same for every line.\n\n", s.Scenario, s.Draws)
	fmt.Fprintf(w, "Mean harm is %s without the notes and %s with every promise kept: they avoid %s.\n\n",
		report.Number(s.Without), report.Number(s.Kept), withInterval(s.Worth))
	fmt.Fprintln(w, "HOW MUCH HARM RISES WHEN A PROMISE FAILS, THE MOST FIRST")
	for _, t := range s.Trials {
		fmt.Fprintf(w, "  %-8s %s: %s\n", t.What, scenario.CleanLine(t.Who), withInterval(t.Harm))
	}
	fmt.Fprintf(w, "  late: %d times as long as promised; silent: a seat tells nobody.\n\n", notes.Lateness)
	fmt.Fprintln(w, "WHAT HARM EACH NOTE AVOIDS: ALONE, AND WHEN ADDED LAST, TO ALL OTHERS")
	for _, n := range s.Notes {
		fmt.Fprintf(w, "  %s, %s: alone %s; last %s\n", scenario.CleanLine(n.Organisation), n.Note,
			withInterval(n.Alone), withInterval(n.LastIn))
	}
}

func withInterval(p score.Paired) string {
	return fmt.Sprintf("%s (95%% interval %s to %s)", report.Number(p.Mean), report.Number(p.CI95[0]), report.Number(p.CI95[1]))
}
