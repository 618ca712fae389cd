package report

import (
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"tocsin/sim/scenario"
)

// planCalendar writes the open actions of the plan as events of whole days, each on the date by
// which it is to be done (iCalendar, RFC 5545). An action without a date that is one has none.
func planCalendar(w io.Writer, r *Report) error {
	var b strings.Builder
	line := func(s string) { // at most 75 bytes, and the rest on lines that begin with a space
		for len(s) > 75 {
			cut := 75
			for !utf8.RuneStart(s[cut]) {
				cut--
			}
			b.WriteString(s[:cut] + "\r\n")
			s = " " + s[cut:]
		}
		b.WriteString(s + "\r\n")
	}
	stamp := "19700101T000000Z"
	if played, err := time.Parse("2 January 2006", r.Overview.Played); err == nil {
		stamp = played.Format("20060102T150405Z")
	}
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//Tocsin//Improvement plan//EN")
	for _, p := range r.Plan {
		due, err := time.Parse(time.DateOnly, p.DueText())
		if err != nil || p.Status == "done" || p.Status == "rejected" {
			continue
		}
		action := p.Action
		if action == "" {
			action = p.Issue
		}
		about := []string{p.Issue}
		for _, x := range []struct{ name, text string }{{"Responsible", p.Responsible}, {"Contact", p.Contact},
			{"Core capability", p.Capability}, {"Priority", p.Priority}, {"Status", p.Status},
			{"Done when", p.Indicator}, {"Comment", p.Comment}} {
			if x.text != "" {
				about = append(about, x.name+": "+x.text)
			}
		}
		line("BEGIN:VEVENT")
		line("UID:" + icsText(p.ID) + "-" + slug(r.Overview.Code) + "@tocsin.invalid")
		line("DTSTAMP:" + stamp)
		line("DTSTART;VALUE=DATE:" + due.Format("20060102"))
		line("DTEND;VALUE=DATE:" + due.AddDate(0, 0, 1).Format("20060102"))
		line("TRANSP:TRANSPARENT")
		line("SUMMARY:" + icsText(p.ID+" "+action))
		line("DESCRIPTION:" + icsText(strings.Join(about, "\n")))
		line("END:VEVENT")
	}
	line("END:VCALENDAR")
	_, err := io.WriteString(w, b.String())
	return err
}

// DueText is the date by which a row is to be done: people's, or the one that was proposed.
func (p PlanRow) DueText() string {
	if p.Completion != "" {
		return p.Completion
	}
	return p.Proposed
}

// icsText is a text of iCalendar.
func icsText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "").Replace(scenario.CleanText(s))
}
