package report

import (
	"strconv"
	"strings"
)

// chapter is a part of the report, in every format.
type chapter struct {
	id, title string
	write     func(*markdown)      // its Markdown, below its heading
	in        func(r *Report) bool // whether it is there; nil for always
}

// outline is what the report holds and in which order, that of HSEEP's after-action report and
// improvement plan: pages and documents are written from it, so that none differs. The page's
// chapters are the templates of html.tmpl by these ids.
var outline = []chapter{
	{"page", "In one page", (*markdown).firstPage, nil},
	{"last", "Where the last plan stands", (*markdown).lastPlan, func(r *Report) bool { return r.Last != nil }},
	{"overview", "Exercise overview", (*markdown).overview, nil},
	{"analysis", "Analysis of core capabilities", (*markdown).analysis, nil},
	{"went", "How it went", (*markdown).how, nil},
	{"exchange", "What the filed if-then notes said together", (*markdown).exchange,
		func(r *Report) bool { return len(r.Exchange) > 0 }},
	{"hands", "When seats changed hands", (*markdown).inHands,
		func(r *Report) bool { return len(r.Handed) > 0 }},
	{"plan", "Appendix A: improvement plan", (*markdown).improvementPlan, nil},
	{"participants", "Appendix B: participants", (*markdown).participants, nil},
	{"feedback", "Appendix C: participant feedback", (*markdown).feedback,
		func(r *Report) bool { return len(r.Feedback) > 0 }},
	{"questions", "Appendix D: questions to the room", (*markdown).questions,
		func(r *Report) bool { return len(r.Questions) > 0 }},
	{"check", "How to check this report", (*markdown).working, nil},
}

// chapters are those of the outline that the report has.
func (r *Report) chapters() []chapter {
	var out []chapter
	for _, c := range outline {
		if c.in == nil || c.in(r) {
			out = append(out, c)
		}
	}
	return out
}

// overviewRow is a row of the exercise overview.
type overviewRow struct{ Name, Text string }

// OverviewRows are the rows of HSEEP's exercise overview; a text is "" where people have to
// fill it in, in the overlay.
func (r *Report) OverviewRows() []overviewRow {
	o, over := r.Overview, r.Overlay
	var objectives []string
	for _, x := range r.Objectives {
		objectives = append(objectives, x.Title)
	}
	rows := []overviewRow{
		{"Exercise name", o.Title},
		{"Exercise date", o.Played},
		{"Scope", span(o.EndHours) + " of " + span(o.Length) + " of exercise time, from " + o.Startex + " to " +
			o.Endex + " on the exercise's calendar"},
		{"Purpose", over.Purpose},
		{"Mission areas", over.MissionAreas},
		{"Core capabilities", listOr(o.Capabilities, "none named")},
		{"Objectives", listOr(objectives, "none")},
		{"Threat or hazard", over.Threat},
		{"Scenario", o.Summary + " (" + o.Name + ", version " + o.Digest[:min(12, len(o.Digest))] + ", seed " +
			strconv.FormatUint(o.Seed, 10) + inLanguage(o.Language) + ")"},
		{"Prepared", listOr(o.Mechanisms, "no mechanism in force")},
		{"Sponsor", over.Sponsor},
		{"Participating organisations", counted(len(r.Seats), "seat") + "; see Appendix B"},
		{"Venue", over.Venue},
		{"Point of contact", over.Contact},
	}
	if len(o.Sources) > 0 {
		rows = append(rows, overviewRow{"Sources of the scenario", strings.Join(o.Sources, "; ")})
	}
	return rows
}

// inLanguage says in which language the texts of a scenario were read, if not in the original.
func inLanguage(code string) string {
	if code == "" {
		return ""
	}
	return ", texts in " + code
}
