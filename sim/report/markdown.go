package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Markdown writes the report on the outline of an HSEEP after-action report and
// improvement plan. Every text of people or scenarios is escaped.
func Markdown(w io.Writer, r *Report) error {
	return writeMarkdown(w, r, markdownRows)
}

// rowsShown is how many rows of long tables a document holds; the tables next to it have all.
type rowsShown struct {
	timeline, decisions, moments int
	all                          bool // also what is for those who check and work on with the numbers
}

var (
	markdownRows = rowsShown{100, 60, momentsShown, true}
	documentRows = rowsShown{30, 30, 6, false} // pages of paper
)

func writeMarkdown(w io.Writer, r *Report, rows rowsShown) error {
	m := &markdown{w: bufio.NewWriter(w), r: r, rows: rows}
	m.cover()
	for _, c := range r.chapters(literal) {
		for i, s := range c.sections {
			m.line("\n%s %s\n", strings.Repeat("#", min(i, 1)+2), s.title)
			m.texts(s)
		}
	}
	return m.w.Flush()
}

type markdown struct {
	w    *bufio.Writer
	r    *Report
	rows rowsShown
}

// line writes a line; text that is not ours is escaped by its caller.
func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

// row writes a row of a table; every cell is escaped.
func (m *markdown) row(cells ...string) {
	for i := range cells {
		cells[i] = esc(cells[i])
	}
	m.cells(cells...)
}

// cells writes a row of what is escaped already.
func (m *markdown) cells(cells ...string) { m.line("| %s |", strings.Join(cells, " | ")) }

// table begins a table.
func (m *markdown) table(head ...string) {
	m.line("")
	m.row(head...)
	m.line("|%s", strings.Repeat("---|", len(head)))
}

func (m *markdown) heading(level int, s string) {
	m.line("\n%s %s\n", strings.Repeat("#", level), esc(s))
}

// remarks writes a numbered list, each with what it rests on.
func (m *markdown) remarks(list []Remark, none string) {
	if len(list) == 0 && none != "" {
		m.line("%s", esc(none))
	}
	for i, x := range list {
		m.line("%d. %s%s", i+1, esc(x.Text), cited(x.Evidence))
	}
}

// cited are at most eight places in the record, in brackets; "" for none.
func cited(sources []Source) string {
	if len(sources) == 0 {
		return ""
	}
	return " \\[" + evidence(sources) + "\\]"
}

func (m *markdown) cover() {
	kind := ""
	cover := m.r.filled(coverChapter, literal)
	if len(cover) > 0 {
		kind = cover[0].title + ": "
	}
	m.line("# %s%s\n", kind, esc(m.r.Overview.Title))
	for _, s := range cover {
		m.texts(s)
		m.line("")
	}
	if h := m.r.Overlay.Handling; h != "" {
		m.line("**%s**\n", esc(h))
	}
	for _, w := range m.r.Warnings {
		m.line("> %s\n", esc(w))
	}
}

// texts writes the paragraphs of a section and what is between them.
func (m *markdown) texts(s section) {
	for i, part := range s.parts {
		if i > 0 {
			m.line("")
		}
		if part.piece != nil {
			part.piece.write(m)
		} else {
			m.line("%s", part.text)
		}
	}
}

func (m *markdown) firstPage() {
	p := m.r.Page
	if m.r.Last != nil {
		m.line("%s\n", esc(m.r.Last.Summary))
	}
	m.line("%s", esc(p.Happened))
	if p.Behind != "" {
		m.line("\n%s", esc(p.Behind))
	}
	if len(p.Story) > 0 {
		m.line("")
	}
	for _, s := range p.Story {
		m.line("- **%s.** %s%s", esc(s.Date), esc(s.Text), cited(s.Evidence))
	}
	if p.Counted != "" {
		m.line("\n%s", esc(p.Counted))
	}
}

func (m *markdown) ratings() {
	p := m.r.Page
	m.strip()
	for _, s := range p.Reading {
		m.line("- %s", esc(s))
	}
}

func (m *markdown) gap() {
	p := m.r.Page
	m.line("%s", esc(p.Gap))
	if p.GapParts != "" {
		m.line("\n%s", esc(p.GapParts))
	}
	if len(p.Draws) > 0 {
		m.line("")
	}
	for _, s := range p.Draws {
		m.line("- %s", esc(s))
	}
	if picture, ok := waterfallPicture(m.r); ok {
		m.line("\n![%s](picture_waterfall.svg)", esc(picture.Finding))
		m.table(picture.Head...)
		for _, row := range picture.Rows {
			m.row(row...)
		}
	}
}

func (m *markdown) keyMoments() {
	p := m.r.Page
	if p.Worse != "" {
		m.line("**%s**\n", esc(p.Worse))
	}
	m.remarks(p.Moments, m.r.noMoments())
}

func (m *markdown) changes() {
	p := m.r.Page
	if len(p.Changes) == 0 {
		m.line("Nothing that was measured went wrong.")
	}
	for i, c := range p.Changes {
		m.line("%d. %s Who: %s.%s", i+1, esc(c.Text), esc(orNobody(c.Who)), cited(c.Evidence))
	}
	m.line("\n%s", esc(p.Caution))
}

// strip is the ratings by core capability.
func (m *markdown) strip() {
	if len(m.r.RoomCapabilities()) == 0 {
		m.line("The scenario states no objectives, so no capability is rated.\n")
		return
	}
	m.table("Core capability", "Rating", "Its objectives")
	for _, c := range m.r.RoomCapabilities() {
		m.row(c.Title, c.Letter(), c.Letters())
	}
	m.line("\n%s\n", esc(ratingKey))
	for _, aims := range m.r.Aims() {
		m.line("%s\n", esc(aims))
	}
}

func (m *markdown) overview() {
	m.table("", "")
	for _, row := range m.r.OverviewRows() {
		m.row(row.Name, row.Text)
	}
	if text := m.r.Overlay.Text; text != "" {
		m.line("\n%s", esc(text))
	}
}

func listOr(list []string, none string) string {
	if len(list) == 0 {
		return none
	}
	return strings.Join(list, "; ")
}

// jointAction is the way to the first joint action, leg by leg.
func (m *markdown) jointAction() {
	r := m.r
	if len(r.Legs) == 0 {
		m.line("There was no way to joint action to measure.")
	} else {
		m.table("Leg", "Hours")
		for _, l := range r.Legs {
			m.row(l.Title, figures(l.Hours))
		}
	}
	m.line("\nPace of relevance: %s.", esc(paceText(r.Pace)))
}

// knowledge is who knew what, fact by fact.
func (m *markdown) knowledge() {
	if !m.rows.all {
		m.whoNeededIt()
		return
	}
	m.line("Full ledger: knowledge.csv.")
	for _, f := range m.r.Facts {
		m.fact(f)
	}
}

// paid says whose the harm and the costs were, and who avoided how much of it.
func (m *markdown) paid() {
	m.bearers()
	if len(m.r.Credit) == 0 {
		return
	}
	m.line("\nEach seat's part in the harm that was avoided (Shapley value: on average over all orders in " +
		"which the seats could have joined the response):")
	m.table("Seat", "Harm avoided"+unitIn(m.r.HarmUnit), "95% interval")
	for _, c := range m.r.Credit {
		m.row(c.Title, meanRounded(c.Avoided.Mean, c.Avoided.CI95), intervalRounded(c.Avoided.CI95))
	}
}

// timeline writes what happened in words, without the quiet entries.
func (m *markdown) timeline() {
	told := m.r.Told()
	if len(told) == 0 {
		m.line("Nothing happened.")
		return
	}
	all := len(told)
	if !m.rows.all { // what was decided has a table of its own
		told = slices.DeleteFunc(told, func(e TimelineEntry) bool {
			return slices.ContainsFunc(m.r.Decisions, func(d Decision) bool { return d.Event == e.N })
		})
	}
	if len(told) > m.rows.timeline {
		told = foremost(told, m.rows.timeline)
	}
	if len(told) < all {
		m.line("The %d most informative of %d events; all are in timeline.csv.", len(told), all)
	}
	if !m.rows.all { // what happened says who did it
		m.table("When", "Date", "What", "Record")
		for _, e := range told {
			date := e.Date
			if at, err := time.Parse(time.RFC3339, m.r.calendar(e.Hours)); err == nil {
				date = at.Format("2 Jan 15:04") // the year and the zone are in the overview
			}
			m.row(e.T, date, e.Text, e.Source.String())
		}
		return
	}
	m.table("When", "Date", "Who", "What", "Record")
	for _, e := range told {
		m.row(e.T, e.Date, e.Title, e.Text, e.Source.String())
	}
}

// beliefs are the answers to probes.
func (m *markdown) beliefs() {
	m.table("When", "Seat", "Question", "Answer", "Confidence", "Right", "Record")
	for _, b := range m.r.Beliefs[:min(mostRows, len(m.r.Beliefs))] {
		m.row(b.T, b.Title, b.Ask, b.Answer, b.Sure(), yesOrNo(b.Right), b.Source.String())
	}
}

// bearers says whose harm it was and whose the cost.
func (m *markdown) bearers() {
	if len(m.r.Bearers) == 0 {
		m.line("Nobody bore harm that the scenario counts, and no action cost anybody anything.")
		return
	}
	if m.r.Harm.Actual == nil {
		m.table("", "Cost of its actions, points")
		for _, b := range m.r.Bearers {
			m.row(firstUpper(b.Title), figures(b.Cost))
		}
		return
	}
	unit := unitIn(m.r.HarmUnit)
	m.table("", "Harm that fell on it"+unit, "If nobody had acted"+unit, "Cost of its actions, points")
	for _, b := range m.r.Bearers {
		harm := figures(&b.Harm)
		if m.r.bearsNone(b) {
			harm = "—"
		}
		m.row(firstUpper(b.Title), harm, figures(b.Idle), figures(b.Cost))
	}
}

func (m *markdown) decisions() {
	var list []Decision
	for _, d := range m.r.Decisions {
		if !strings.HasPrefix(d.Outcome, "refused") {
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		m.line("Nobody decided anything.")
		return
	}
	if len(list) > m.rows.decisions {
		m.line("The first %d of %d; all are in decisions.csv.", m.rows.decisions, len(list))
		list = list[:m.rows.decisions]
	}
	m.table("Time", "Seat", "Decision", "Reason", "After it could know", "Outcome", "Record")
	for _, d := range list {
		latency := ""
		if d.Latency != nil {
			latency = span(*d.Latency)
		}
		outcome := d.Outcome
		if d.Follow != "" {
			outcome += "; to follow: " + d.Follow
		}
		if d.Due != "" {
			outcome += " by " + d.Due
		}
		m.row(d.T, d.Title, d.Told(), d.Reason, latency, outcome, d.Source.String())
	}
}

func (m *markdown) facilitator() {
	m.table("Time", "Act", "Scores it touched", "Record")
	for _, h := range m.r.Helps {
		m.row(h.T, h.Text, strings.Join(h.Scores, ", "), h.Source.String())
	}
}

// observations lists what evaluators wrote that belongs to no one objective.
func (m *markdown) observations() {
	for _, n := range m.r.LooseNotes() {
		about := ""
		if n.Role != "" {
			about = ", of " + n.Role
		}
		m.line("- %s, %s (%s%s): %s%s", esc(n.T), esc(n.Who), esc(n.Tag), esc(about), esc(n.Text),
			cited([]Source{n.Source}))
	}
}

// questions are those that the facilitator asked the room, with the answers.
func (m *markdown) questions() {
	for _, q := range m.r.Questions {
		m.heading(3, q.T+": "+q.Text)
		if len(q.Answers) == 0 {
			m.line("Nobody answered.")
		}
		for _, a := range q.Answers {
			m.line("- %s: “%s”", esc(a.Title), esc(a.Text))
		}
		if q.Agreement != nil {
			m.line("- Agreement on the order: Kendall's W %s, from 0, none, to 1, all alike.", coefficient(q.Agreement))
		}
	}
}

// feedback is what people said of the exercise at its end, without their names.
func (m *markdown) feedback() {
	sum := [3]int{}
	for _, f := range m.r.Feedback {
		for i, v := range []int{f.Realism, f.Usefulness, f.Prepared} {
			sum[i] += v
		}
	}
	mean := func(i int) float64 { return float64(sum[i]) / float64(len(m.r.Feedback)) }
	m.line("%s filled in the form, from 1 (not at all) to 5 (fully). On average: it was like the real thing, "+
		"%.1f; it was worth the time, %.1f; we are prepared now, %.1f.",
		people(len(m.r.Feedback)), mean(0), mean(1), mean(2))
	m.table("From", "Like the real thing", "Worth the time", "Prepared now", "What went well", "What to change",
		"What we will do")
	for _, f := range m.r.Feedback {
		m.row(f.From, fmt.Sprint(f.Realism), fmt.Sprint(f.Usefulness), fmt.Sprint(f.Prepared), f.Well, f.Change,
			f.Will)
	}
}

// versions names what the report was made from.
func (m *markdown) versions() {
	o := m.r.Overview
	m.line("- Record: %s, %d lines, seed %d", literal(o.Record), o.Lines, o.Seed)
	m.line("- Versions: Tocsin %s; scenario %s; final state %s", esc(o.Tocsin), literal(o.Digest), literal(o.State))
}

// limits says what the numbers cannot tell.
func (m *markdown) limits() {
	m.table("Number", "What it cannot tell")
	for _, l := range limitsOfNumbers {
		m.row(l.Number, l.CannotTell)
	}
}

// measures are all of them, with their formulas.
func (m *markdown) measures() {
	if !m.rows.all {
		m.line("The %d measures of this run are in scores.csv; report.html and report.md have their formulas too.",
			len(m.r.Measures))
		return
	}
	m.table("Measure", "Value", "Unit", "Of", "Formula")
	for i := range m.r.Measures {
		x := &m.r.Measures[i]
		m.cells(esc(x.Title)+" "+literal(x.ID), esc(figures(x.Value)), esc(x.Unit), x.Counted(), esc(x.Formula))
	}
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}
