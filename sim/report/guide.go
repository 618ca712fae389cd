package report

import (
	"bufio"
	"fmt"
	"io"
)

// observationsInGuide is how many events a guide lists.
const observationsInGuide = 40

// Guide writes the exercise evaluation guide of an objective: the form that an evaluator
// fills in, with times, events and quotations filled in already.
func Guide(w io.Writer, r *Report, objective int) error {
	m := &markdown{w: bufio.NewWriter(w), r: r}
	o, x := r.Objectives[objective], r.Overview
	m.line("# Exercise evaluation guide %d: %s\n", objective+1, esc(o.Title))
	m.table("", "")
	m.row("Exercise", x.Title)
	m.row("Date", x.Played)
	m.row("Jurisdiction and venue", "")
	m.row("Exercise objective", o.Title)
	m.row("Core capability", textOrDash(o.Capability))
	m.heading(2, "Organizational capability target")
	m.line("%s: %s.", esc(upperFirst(o.Measured)), esc(o.Limits))
	m.line("\nSource: the scenario %s, version %s.", esc(x.Name), esc(x.Digest[:min(12, len(x.Digest))]))
	m.heading(2, "Critical tasks and what was seen of them")
	m.tasks(o)
	m.heading(2, "Observation notes and explanation of rating")
	if len(o.Notes) == 0 {
		m.line("No evaluator wrote an observation under this objective.")
	}
	for _, n := range o.Notes {
		m.line("- %s, %s (%s): %s%s", esc(n.T), esc(n.Who), esc(n.Tag), esc(n.Text), cited([]Source{n.Source}))
	}
	m.quotes(o)
	m.line("\n**Strengths**\n")
	m.remarks(o.Strengths, "None was found or observed.")
	m.line("\n**Areas for improvement**\n")
	if len(o.Areas) == 0 {
		m.line("None was found or observed.")
	}
	for i, a := range o.Areas {
		m.line("%d. %s %s%s", i+1, esc(a.Issue), esc(a.Analysis), cited(a.Evidence))
	}
	m.heading(2, "Rating")
	m.table("Organizational capability target", "Value", "By the thresholds", "Evaluator's rating")
	theirs := ""
	for i, e := range o.Ratings {
		if i > 0 {
			theirs += "; "
		}
		theirs += fmt.Sprintf("%s (%s)", e.Rating, e.Who)
	}
	m.row(o.Title, o.ValueText, o.Rating, theirs)
	if o.Difference != "" {
		m.line("\n%s", esc(o.Difference))
	}
	m.line("\n**P** performed without challenges · **S** with some challenges · **M** with major challenges · " +
		"**U** unable to be performed\n")
	m.table("", "")
	m.row("Final core capability rating", "")
	m.row("Evaluator's name", "")
	m.row("E-mail", "")
	m.row("Telephone", "")
	return m.w.Flush()
}

// tasks lists the events that bear on an objective, with their times.
func (m *markdown) tasks(o ObjectiveLine) {
	if len(o.Bearing) == 0 {
		m.line("Nothing happened that concerns it.")
		return
	}
	list := o.Bearing
	if len(list) > observationsInGuide {
		m.line("The first %d of %d; timeline.csv has all.", observationsInGuide, len(list))
		list = list[:observationsInGuide]
	}
	m.table("Time", "What happened", "Record")
	for _, i := range list {
		t := m.r.Timeline[i-1]
		m.row(t.T, t.Text, t.Source.String())
	}
}
