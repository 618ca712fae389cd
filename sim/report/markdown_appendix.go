package report

import (
	"fmt"
	"strings"
)

// improvementPlan is HSEEP's appendix: what is to be done, by whom and by when.
func (m *markdown) improvementPlan() {
	if len(m.r.Plan) == 0 {
		m.line("No area for improvement was found.")
		return
	}
	if !m.rows.all { // on paper what is short shares a column, so that texts have room
		m.table("Core capability; element", "Issue or area for improvement", "Corrective action", "Responsible",
			"Contact", "Start", "Completion", "Priority, status")
		for _, p := range m.r.Plan {
			m.row(strings.TrimPrefix(p.Capability+"; "+p.Element, "; "), p.ID+": "+p.Issue, p.Action, p.Responsible,
				p.Contact, p.Start, p.DueCell(), p.Priority+", "+p.said())
		}
		return
	}
	m.table("Core capability", "Issue or area for improvement", "Corrective action", "Capability element",
		"Primary responsible organisation", "Organisation's contact", "Start date", "Completion date", "Priority",
		"Status")
	for _, p := range m.r.Plan {
		m.row(p.Capability, p.ID+": "+p.Issue, p.Action, p.Element, p.Responsible, p.Contact, p.Start, p.DueCell(),
			p.Priority, p.said())
	}
}

// said is a row's status, and what people said of it.
func (p PlanRow) said() string {
	if p.Comment == "" {
		return p.Status
	}
	return p.Status + ": " + p.Comment
}

// DueCell is the date of completion that is in the plan: the one that people set, or else one
// on the exercise's own calendar, or one that is proposed; both of these say so.
func (p PlanRow) DueCell() string {
	switch {
	case p.Completion != "":
		return p.Completion
	case p.DueInPlay != "":
		return p.DueInPlay + " in play"
	case p.Proposed != "":
		return p.Proposed + " (proposed)"
	}
	return ""
}

// participants is HSEEP's appendix: the organisations, how many people of each, and who they were.
func (m *markdown) participants() {
	o := m.r.Overview
	m.table("Organisation", "Sector", "People", "People and their acts")
	for _, h := range o.Headcount {
		sector, who := "", []string{}
		for _, p := range o.Participants {
			if p.Role != h.Role || p.Role == "" && p.Title != h.Title {
				continue
			}
			sector = p.Sector
			name := p.Person
			if p.Bot {
				name = "a bot"
			} else if o.NoPeople {
				name = "a script"
			} else if o.Anonymous {
				name = "name left out"
			}
			acts := counted(p.Acts, "act")
			if p.Sat() != "" {
				acts += ", " + p.Sat()
			}
			who = append(who, fmt.Sprintf("%s (%s)", name, acts))
		}
		m.row(firstUpper(h.Title), sector, fmt.Sprint(h.People), strings.Join(who, "; "))
	}
	m.row("All", "", fmt.Sprint(o.People), "")
}

// Acronyms explains what is abbreviated in the report, each once; what the scenario abbreviates is its own.
func (r *Report) Acronyms() []string {
	out := []string{"ENDEX: end of the exercise", "STARTEX: start of the exercise",
		"T+2d 04:30: two days, four hours and thirty minutes after STARTEX"}
	if len(r.Facts) > 0 {
		out = append(out, "TLP: Traffic Light Protocol, how widely a fact may be told")
	}
	if len(r.Plan) > 0 {
		out = append(out, "FEMA: Federal Emergency Management Agency of the United States",
			"NIST CSF: Cybersecurity Framework of the National Institute of Standards and Technology",
			"NIS2: Directive (EU) 2022/2555 on cybersecurity")
	}
	return append(out, "HSEEP: Homeland Security Exercise and Evaluation Program, whose outline this report has")
}

func (m *markdown) acronyms() { m.line("%s.", esc(strings.Join(m.r.Acronyms(), ". "))) }
