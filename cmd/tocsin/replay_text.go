package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"tocsin/sim/exercise"
)

// showLog prints what had happened up to the exercise's moment; the text leaves out quiet lines.
func showLog(std stdio, x *exercise.Exercise, asJSON bool) error {
	lines := x.Log()
	if asJSON {
		return printJSON(std, lines)
	}
	var b strings.Builder
	for _, l := range lines {
		if !l.Quiet {
			fmt.Fprintf(&b, "  %-12s %-8s %s\n", l.At.T, l.Mark, l.Text)
		}
	}
	_, err := io.WriteString(std.out, b.String())
	return err
}

// showSeat prints what a seat saw.
func showSeat(std stdio, v exercise.View, asJSON bool) error {
	if asJSON {
		return printJSON(std, v)
	}
	w := &strings.Builder{}
	p := v.Player
	fmt.Fprintf(w, "%s, %s (%s)\n\nWHAT REACHED IT\n", v.You.Title, v.Clock.Now.Date, v.Clock.Now.T)
	if older := p.Total - len(p.Inbox); older > 0 {
		fmt.Fprintf(w, "  … the first %s left out\n", counted(older, "item"))
	}
	for _, it := range p.Inbox {
		from := it.From
		if len(it.To) > 0 {
			from = "to " + strings.Join(it.To, ", ")
		}
		fmt.Fprintf(w, "  %-12s %-10s %s\n", it.At.T, it.Kind,
			joined(": ", from, it.Title, strings.ReplaceAll(it.Text, "\n", " ")))
	}
	section := func(title string, rows []string) {
		if len(rows) > 0 {
			fmt.Fprintf(w, "\n%s\n  %s\n", title, strings.Join(rows, "\n  "))
		}
	}
	var rows []string
	for _, a := range p.Asked {
		due := ""
		if a.Due != nil {
			due = "by " + a.Due.Date
		}
		rows = append(rows, joined(", ", a.Kind, a.From, a.Text, due))
	}
	section("ASKED OF IT", rows)
	rows = nil
	for _, f := range p.Facts {
		rows = append(rows, fmt.Sprintf("%s (%s): %s", f.Title, joined(", ", "since "+f.Since.T, graded(f.Grade)), f.Text))
	}
	section("WHAT IT KNEW", rows)
	rows = nil
	for _, g := range p.Gauges {
		rows = append(rows, joined("; ", fmt.Sprintf("%s: %.4g %s", g.Title, g.Value, g.Unit), g.Read()))
	}
	for _, s := range p.Systems {
		rows = append(rows, joined(", runs ", s.Title+": "+s.State, strings.Join(s.Runs, ", ")))
	}
	for _, v := range p.Versions {
		rows = append(rows, "Who runs "+v.Title+": "+v.Words())
	}
	section("WHAT IT SAW OF THE WORLD", rows)
	rows = nil
	for _, d := range p.Doing {
		rows = append(rows, fmt.Sprintf("%s, until %s", d.Title, d.Ends.Date))
	}
	section("UNDER WAY", rows)
	_, err := io.WriteString(std.out, w.String())
	return err
}

// graded writes a grade of the Admiralty code; "" for none.
func graded(grade string) string {
	if grade == "" {
		return ""
	}
	return "grade " + grade
}

// joined joins the parts that are not empty.
func joined(between string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, between)
}

// progressOn returns a function that shows progress on a terminal, after the first second and at most four
// times a second; it is nil if w is no terminal.
func progressOn(w io.Writer, what string) func(done, of int) {
	if !isTerminal(w) {
		return nil
	}
	var last time.Time
	began := time.Now()
	return func(done, of int) {
		if time.Since(began) < time.Second || time.Since(last) < 250*time.Millisecond {
			return
		}
		last = time.Now()
		fmt.Fprintf(w, "\r%d of %d %s\x1b[K\r", done, of, what)
	}
}
