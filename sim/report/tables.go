package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// table is a file of comma-separated values. Every column of those in [tables] is in the dictionary.
type table struct {
	file  string
	about string // what a row is
	head  []string
	rows  func(r *Report, row func(cells ...string))
}

// tables are the files that spreadsheets and statistics programs read: first the things that the others
// name, then what happened to them.
var tables = []table{
	{"seats.csv", "Who took part: one row for each seat, then those without one", []string{"role", "seat", "sector", "people", "bot",
		"score"}, seatRows},
	{"facts.csv", "What there was to know: one row for each fact", []string{"fact", "title", "tlp", "decoy", "target_hours",
		"first_hours", "text"}, factRows},
	{"objectives.csv", "What was to be shown, and how well it was: one row for each objective", []string{"id", "title",
		"core_capability", "value", "value_text", "rating", "formula", "thresholds", "record"}, objectiveRows},
	{"timeline.csv", "What happened: one row for each event", []string{"event", "hours", "time", "date", "kind", "mark", "role", "seat", "person", "text",
		"facilitator", "record", "exercise_time", "wall_time"}, timelineRows},
	{"messages.csv", "What seats told each other: one row for each message", []string{"hours", "time", "arrived_hours", "from", "from_seat", "person", "to", "to_seat",
		"fact", "fact_title", "via", "asks", "wanted_hours", "answered_hours", "state", "text", "record",
		"exercise_time", "message", "wall_time", "event"}, messageRows},
	{"knowledge.csv", "Who learned what and when: one row for each fact and seat", []string{"fact", "title", "tlp", "decoy", "target_hours", "first_hours", "role", "seat",
		"needs_it", "hours", "time", "via", "from", "late", "then", "why_not", "harm_meanwhile", "record",
		"exercise_time"}, knowledgeRows},
	{"decisions.csv", "What was decided: one row for each decision", []string{"hours", "time", "role", "seat", "person", "verb", "what", "reason", "latency_hours",
		"outcome", "options", "follow_up", "due", "record", "exercise_time", "decision", "wall_time",
		"event"}, decisionRows},
	{"scores.csv", "Scores, measures and what they are made of: one row for each number", []string{"group", "id", "of", "role", "other", "title", "value", "unit", "better", "count",
		"formula", "without_facilitator", "record"}, scoreRows},
	{"improvement_plan.csv", "What to change: one row for each action", []string{"id", "core_capability", "issue", "corrective_action", "capability_element",
		"primary_responsible", "contact", "start_date", "completion_date", "record", "origin", "objective",
		"fema_core_capability", "nist_csf_2_0", "nis2", "priority", "status", "proposed_completion", "due_in_play",
		"indicator", "comment"}, planRows},
	{"picture.csv", "What seats took to be going on, and what they ranked: one row for each word", []string{"kind_of_word", "hours", "time", "role",
		"seat", "person", "id", "title", "confidence", "so", "mean", "agreement", "text", "record", "exercise_time",
		"wall_time"}, pictureRows},
	{"versions.csv", "Who ran which version of what: one row for each system and stretch of time", []string{"version", "version_title",
		"product", "system", "system_title", "role", "seat", "hours", "time", "until_hours", "exposed_hours", "record",
		"exercise_time"}, versionRows},
	{"feedback.csv", "What participants said: one row for each person", []string{"from", "like_the_real_thing_1_to_5", "worth_the_time_1_to_5", "prepared_now_1_to_5",
		"went_well", "to_change", "we_will_do"}, feedbackRows},
}

// writeCSV writes a table by RFC 4180. It does not use encoding/csv, which changes the
// ends of lines inside cells: what people wrote stays as it is to the last byte, but for an
// apostrophe before what a spreadsheet could run.
func (t table) writeCSV(w io.Writer, r *Report) error {
	out := bufio.NewWriter(w)
	out.WriteString("\ufeff") // by which spreadsheets know UTF-8
	line := func(cells ...string) {
		for i, c := range cells {
			if i > 0 {
				out.WriteByte(',')
			}
			if c = scenario.InertCell(c); strings.ContainsAny(c, ",\"\r\n") || strings.TrimSpace(c) != c {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			out.WriteString(c)
		}
		out.WriteString("\r\n")
	}
	line(t.head...)
	t.rows(r, line)
	return out.Flush()
}

// inFull writes a number in full, and nothing for none.
func inFull(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func places(sources []Source) string {
	words := make([]string, len(sources))
	for i, s := range sources {
		words[i] = s.String()
	}
	return strings.Join(words, "; ")
}

// calendar is a time of the exercise on its own calendar, by ISO 8601, to the second.
func (r *Report) calendar(hours float64) string {
	start, err := time.Parse(time.RFC3339, r.Overview.StartexISO)
	if err != nil {
		return ""
	}
	return start.Add(time.Duration(hours * float64(time.Hour)).Round(time.Second)).Format(time.RFC3339)
}

// wall is when a line of the record was written, by ISO 8601; "" for what the world or a bot did
// after a line, whose time is that of the exercise alone.
func (r *Report) wall(s Source) string {
	if s.After || s.Line >= len(r.walls) {
		return ""
	}
	return r.walls[s.Line]
}

// atNoSeat are those who act, are told things or bear harm, and have no seat.
var atNoSeat = []struct{ id, title string }{{"public", "the public"}, {"facilitator", "the facilitator"},
	{"none", "nobody in particular"}}

// seatRows holds all that other tables name as a seat.
func seatRows(r *Report, row func(...string)) {
	sector, bot := map[string]string{}, map[string]bool{}
	for _, p := range r.Overview.Participants {
		if p.Role != "" {
			sector[p.Role], bot[p.Role] = p.Sector, p.Bot
		}
	}
	for _, s := range r.Seats {
		row(s.Role, s.Title, sector[s.Role], strconv.Itoa(r.Overview.peopleIn(s.Role)), yes(bot[s.Role]),
			inFull(s.Score))
	}
	for _, x := range atNoSeat {
		row(x.id, x.title, "", "", "", "")
	}
}

func factRows(r *Report, row func(...string)) {
	for _, f := range r.Facts {
		row(f.ID, f.Title, f.Mark, yes(f.Decoy), inFull(&f.Within), inFull(f.First), f.Text)
	}
}

func objectiveRows(r *Report, row func(...string)) {
	for _, o := range r.Objectives {
		row(o.ID, o.Title, o.Capability, inFull(o.Value), o.ValueText, o.Rating, o.Measured, o.Limits,
			places(o.Evidence))
	}
}

func timelineRows(r *Report, row func(...string)) {
	for _, t := range r.Timeline {
		row(strconv.Itoa(t.N), inFull(&t.Hours), t.T, t.Date, t.Kind, t.Mark, t.Role, t.Title, t.Person, t.Text,
			yes(t.Help), t.Source.String(), r.calendar(t.Hours), r.wall(t.Source))
	}
}

func messageRows(r *Report, row func(...string)) {
	for i, m := range r.Messages {
		row(inFull(&m.Hours), m.T, inFull(m.Arrived), m.From, m.FromTitle, m.Person, m.To, m.ToTitle, m.Fact,
			m.FactTitle, m.Via, yes(m.Ask), inFull(m.Wanted), inFull(m.Answered), m.State, m.Text, m.Source.String(),
			r.calendar(m.Hours), fmt.Sprintf("M-%d", i+1), r.wall(m.Source), numbered(m.Event))
	}
}

func knowledgeRows(r *Report, row func(...string)) {
	for _, f := range r.Facts {
		harm := map[string]Missing{}
		for _, m := range f.Missing {
			harm[m.Role] = m
		}
		for _, k := range f.Knowers {
			m := harm[k.Role]
			delete(harm, k.Role)
			row(f.ID, f.Title, f.Mark, yes(f.Decoy), inFull(&f.Within), inFull(f.First), k.Role, k.Title,
				yes(k.Needed), inFull(&k.Hours), k.T, k.Via, k.From, yes(k.Late), k.Then, m.Why, inFull(m.Harm),
				k.Source.String(), r.calendar(k.Hours))
		}
		for _, m := range f.Missing {
			if _, never := harm[m.Role]; never {
				row(f.ID, f.Title, f.Mark, yes(f.Decoy), inFull(&f.Within), inFull(f.First), m.Role, m.Title, "yes",
					"", "never", "", "", "yes", "", m.Why, inFull(m.Harm), places(m.Evidence), "")
			}
		}
	}
}

// numbered is the number of an event, and nothing for none.
func numbered(event int) string {
	if event == 0 {
		return ""
	}
	return strconv.Itoa(event)
}

func decisionRows(r *Report, row func(...string)) {
	for i, d := range r.Decisions {
		row(inFull(&d.Hours), d.T, d.Role, d.Title, d.Person, d.Verb, d.What, d.Reason, inFull(d.Latency),
			d.Outcome, strings.Join(d.Options, "; "), d.Follow, d.Due, d.Source.String(),
			r.calendar(d.Hours), fmt.Sprintf("D-%d", i+1), r.wall(d.Source), numbered(d.Event))
	}
}

// scoreRows holds all that is needed to work the scores out by hand: the scores, the harm
// of the runs compared, and every measure with what it counts or averages.
func scoreRows(r *Report, row func(...string)) {
	var without score.Scores // what the facilitator did
	if r.Unhelped != nil {
		without = *r.Unhelped
	}
	s := r.Scores
	row("score", "total", "", "", "", "Weighted geometric mean of speed, effectiveness and coordination",
		inFull(s.Total), "0 to 100",
		"higher", "", "(1 + speed)^¼ × (1 + effectiveness)^½ × (1 + coordination)^¼ − 1, of those that there are",
		inFull(without.Total), "")
	row("score", "speed", "", "", "", "Speed", inFull(s.Speed), "0 to 100", "higher", "", partsFormula(r, "speed"),
		inFull(without.Speed), "")
	row("score", "effectiveness", "", "", "", "Effectiveness", inFull(s.Effectiveness), "0 to 100", "higher", "",
		"100 × (B − actual) / (B − frictionless), limited to 0 to 1, B the lesser of idle and solo",
		inFull(without.Effectiveness), "")
	row("score", "coordination", "", "", "", "Coordination", inFull(s.Coordination), "0 to 100", "higher", "",
		partsFormula(r, "coordination"), inFull(without.Coordination), "")
	for _, w := range s.Sensitivities() {
		row("score by other weights", "total", "", "", "",
			fmt.Sprintf("Total with weights %.3g, %.3g and %.3g", w.Speed,
				w.Effectiveness, w.Coordination), inFull(&w.Total), "0 to 100", "higher", "",
			"of speed, effectiveness and coordination", "", "")
	}
	for _, h := range []struct {
		id, title string
		v         *float64
	}{{"actual", "Harm in this run", r.Harm.Actual}, {"idle", "Harm if nobody had acted", r.Harm.Idle},
		{"solo", "Harm of bots that share nothing", r.Harm.Solo},
		{"frictionless", "Harm of bots who know all, decide and agree at once", r.Harm.Frictionless}} {
		row("harm", h.id, "", "", "", h.title, inFull(h.v), r.HarmUnit, "lower", "", "Σ outcome gauges at the end",
			"", "")
	}
	row("harm", "efficiency", "", "", "", "Coordination efficiency", inFull(r.Efficiency), "", "higher", "",
		"(solo − actual) / (solo − frictionless)", "", "")
	row("harm", "gap", "", "", "", "Coordination gap", inFull(r.Gap), "", "lower", "", "1 − efficiency", "", "")
	row("speed", "pace", "", "", "", "Pace of relevance", inFull(r.Pace.Value), "", "higher", "",
		"hours until the first irreversible step if nobody had acted / hours until joint action first moved it",
		"", "")
	for _, m := range r.Measures {
		row(m.Group, m.ID, "", "", "", m.Title, inFull(m.Value), m.Unit, m.Better, strconv.Itoa(m.Of), m.Formula,
			"", places(m.Evidence))
		for _, p := range m.Parts {
			row("part", m.ID, p.Of, p.Role, p.Other, p.Why, inFull(p.Value), m.PartUnit, "", "", p.counts(), "",
				places(p.Evidence))
		}
	}
	for _, o := range r.Objectives {
		row("objective", o.ID, "", "", "", o.Title, inFull(o.Value), o.Unit, "", "", o.Measured+"; "+o.Limits, "",
			places(o.Evidence))
		row("rating", o.ID, "by the thresholds", "", "", o.Title, o.Rating, "P S M U", "", "", o.Limits, "", "")
		for _, e := range o.Ratings {
			row("rating", o.ID, e.Who, "", "", o.Title, e.Rating, "P S M U", "", "", e.Text, "", e.Source.String())
		}
	}
	for _, x := range r.Seats {
		row("seat", x.Role, "", x.Title, "", "Score of the seat", inFull(x.Score), "0 to 100", "higher", "",
			"100 × mean of sharing, deciding, reporting, promises, answers", "", "")
		for _, part := range []struct {
			id, title, unit, better string
			v                       *float64
		}{{"sharing", "How well the seat shared", "0 to 1", "higher", x.Sharing},
			{"deciding", "How promptly it decided", "0 to 1", "higher", x.Deciding},
			{"reporting", "How promptly it reported", "0 to 1", "higher", x.Reporting},
			{"promises", "Promises that it kept", "0 to 1", "higher", x.Promises},
			{"answers", "Requests that it answered", "0 to 1", "higher", x.Answers},
			{"money", "Cost of its actions in money", "points", "lower", &x.Money},
			{"political", "Political cost of its actions", "points", "lower", &x.Political},
			{"operational", "Cost of its actions to operations", "points", "lower", &x.Operational},
			{"legal", "Legal cost of its actions", "points", "lower", &x.Legal}} {
			row("seat part", x.Role, part.id, x.Title, "", part.title, inFull(part.v), part.unit, part.better, "", "", "", "")
		}
	}
	for _, x := range r.Bearers {
		row("bearer", x.Who, "", x.Title, "", "Harm that fell on it", inFull(&x.Harm), r.HarmUnit, "lower", "", "",
			"", "")
	}
}

// counts says from when a part of a score counts, and what it weighs among the others.
func (p *MeasurePart) counts() string {
	var out []string
	if p.From != nil {
		out = append(out, "counts from hour "+inFull(p.From))
	}
	if p.Weight != nil {
		out = append(out, "w = "+inFull(p.Weight))
	}
	return strings.Join(out, "; ")
}

func partsFormula(r *Report, of string) string {
	var ids []string
	for _, p := range r.Parts {
		if p.Score == of && p.Value != nil {
			ids = append(ids, p.Measure)
		}
	}
	return "100 × mean of " + strings.Join(ids, ", ")
}

func feedbackRows(r *Report, row func(...string)) {
	for _, f := range r.Feedback {
		row(f.From, strconv.Itoa(f.Realism), strconv.Itoa(f.Usefulness), strconv.Itoa(f.Prepared), f.Well, f.Change,
			f.Will)
	}
}

func planRows(r *Report, row func(...string)) {
	for _, p := range r.Plan {
		row(p.ID, p.Capability, p.Issue, p.Action, p.Element, p.Responsible, p.Contact, p.Start, p.Completion,
			places(p.Evidence), p.Origin, p.Objective, p.FEMA, p.CSF, p.NIS2, p.Priority, p.Status, p.Proposed,
			p.DueInPlay, p.Indicator, p.Comment)
	}
}
