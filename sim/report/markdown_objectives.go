package report

import (
	"fmt"
	"strings"
)

func (m *markdown) analysis() {
	m.line("Table 1. What was performed, as the scenario's thresholds rate it (x) and as evaluators did " +
		"(their number).")
	m.table("Objective", "Core capability", "P", "S", "M", "U", "Value")
	for _, o := range m.r.Objectives {
		cells := []string{o.Title, o.Capability}
		for _, letter := range []string{"P", "S", "M", "U"} {
			cells = append(cells, ratingCell(o, letter))
		}
		m.row(append(cells, o.ValueText)...)
	}
}

// ratingCell is what is in a column of the table of ratings.
func ratingCell(o ObjectiveLine, letter string) string {
	cell, n := "", 0
	if o.Rating == letter {
		cell = "x"
	}
	for _, r := range o.Ratings {
		if r.Rating == letter {
			n++
		}
	}
	if n > 0 {
		cell = strings.TrimSpace(fmt.Sprintf("%s (%d)", cell, n))
	}
	return cell
}

func (m *markdown) objectives() {
	for i, o := range m.r.Objectives {
		m.heading(3, fmt.Sprintf("Objective %d: %s", i+1, o.Title))
		m.objective(o)
	}
}

// others are areas for improvement that bear on no objective.
func (m *markdown) others() {
	m.line("Areas for improvement that no objective of the scenario measures:\n")
	m.areas(m.r.Others)
}

// expected writes what the injects expected with what happened.
func (m *markdown) expected() {
	if len(m.r.Expected) == 0 {
		m.line("No inject of the scenario says what it expects of its players.")
		return
	}
	m.table("Inject", "Expected", "By whom", "Within", "Inject came", "Done", "Difference", "Record")
	for _, l := range m.r.Expected {
		m.row(l.Title, l.What, l.Who(), withinText(l.Within), timeOrDash(l.Came), timeOrDash(l.Done), l.Difference,
			places(l.Evidence))
	}
}

// withinText is a span, or a dash for none.
func withinText(hours float64) string {
	if hours == 0 {
		return "—"
	}
	return span(hours)
}

func timeOrDash(hours *float64) string {
	if hours == nil {
		return "—"
	}
	return hoursText(*hours)
}

// noneOf says of a heading that nothing is under it.
func noneOf(n int) string {
	if n == 0 {
		return ": none was found or observed."
	}
	return ""
}

// areas writes a numbered list of areas for improvement.
func (m *markdown) areas(list []Area) {
	for i, a := range list {
		m.line("%d. %s%s\n", i+1, esc(a.Issue), cited(a.Evidence))
		m.line("   Reference: %s Analysis: %s\n", esc(sentence(textOrDash(a.Reference))), esc(textOrDash(a.Analysis)))
	}
}

// objective writes an objective's value, ratings, strengths and areas for improvement.
func (m *markdown) objective(o ObjectiveLine) {
	if o.Capability != "" {
		m.line("Core capability: %s\n", esc(o.Capability))
	}
	if o.AimOf != "" {
		m.line("This is an aim of %s only; the results of the others do not depend on it.\n", esc(o.AimOf))
	}
	m.line("Measure: %s. Result: **%s**. Thresholds: %s. Rating by these: **%s**.%s", esc(o.Measured), esc(o.ValueText),
		esc(o.Limits), esc(o.Rating), cited(o.Evidence))
	for _, r := range o.Ratings {
		text := ""
		if r.Text != "" {
			text = ": “" + esc(r.Text) + "”"
		}
		m.line("\n%s rated **%s** at %s%s%s", esc(r.Who), esc(r.Rating), esc(r.T), text, cited([]Source{r.Source}))
	}
	if o.Difference != "" {
		m.line("\n%s", esc(o.Difference))
	}
	m.line("\n**Strengths**%s\n", noneOf(len(o.Strengths)))
	m.remarks(o.Strengths, "")
	m.line("\n**Areas for improvement**%s\n", noneOf(len(o.Areas)+len(o.Elsewhere)))
	m.areas(o.Areas)
	for _, x := range o.Elsewhere {
		m.line("- Under objective %d: %s", x.N, esc(x.Issue))
	}
	m.quotes(o)
}

// sentence is a text that ends as a sentence does.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".?!") || strings.HasSuffix(s, "—") {
		return s
	}
	return s + "."
}

func textOrDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

func (m *markdown) quotes(o ObjectiveLine) {
	if len(o.Quotes) == 0 {
		return
	}
	m.line("\n**In their words**\n")
	for _, q := range o.Quotes {
		m.line("- %s, %s: “%s”%s", esc(q.T), esc(q.Role), esc(q.Text), cited([]Source{q.Source}))
	}
}
