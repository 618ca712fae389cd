package report

import (
	"fmt"
	"math"
	"strings"

	"tocsin/sim/phrase"
	"tocsin/sim/score"
)

func (m *markdown) scores() {
	r := m.r
	m.table("Score", "0 to 100", "Without the facilitator's acts")
	without := r.Scores // the facilitator's acts
	if r.Unhelped != nil {
		without = *r.Unhelped
	}
	m.row("Total", round(r.Scores.Total), round(without.Total))
	m.row("Speed", round(r.Scores.Speed), round(without.Speed))
	m.row("Effectiveness", round(r.Scores.Effectiveness), round(without.Effectiveness))
	m.row("Coordination", round(r.Scores.Coordination), round(without.Coordination))
	m.line("\n%s scores.csv has all that is needed to work them out by hand.", esc(howScored))
	m.table("Part of", "Measure", "Value, 0 to 1")
	for _, p := range r.Parts {
		m.row(p.Score, p.Title, figures(p.Value))
	}
	if b := r.Band; b != nil && b.Total.N > 0 {
		m.line("\nBots that play every seat by its notes, %d runs on other draws of chance: total score from %s "+
			"to %s (5th to 95th percentile), median %s%s.", b.Total.N, number(b.Total.Spread[0]),
			number(b.Total.Spread[4]), number(b.Total.Spread[2]), bandHarm(r))
	}
	m.line("\n%s", esc(howConduct))
	m.table("Seat", "Conduct", "Sharing", "Deciding", "Reporting", "Promises", "Answers")
	for _, s := range r.Seats {
		m.row(s.Title, round(s.Score), figures(s.Sharing), figures(s.Deciding), figures(s.Reporting),
			figures(s.Promises), figures(s.Answers))
	}
}

// bandHarm is what harm the bots of a band came to, where harm is counted.
func bandHarm(r *Report) string {
	h := r.Band.Harm
	if r.Harm.Actual == nil || h.N == 0 {
		return ""
	}
	return fmt.Sprintf("; harm from %s to %s, median %s", number(h.Spread[0]), number(h.Spread[4]),
		number(h.Spread[2]))
}

func (m *markdown) fact(f FactLine) {
	decoy := ""
	if f.Decoy {
		decoy = ", a decoy"
	}
	m.line("\n**%s** (%s%s)\n", esc(f.Title), esc(f.Marked()), decoy)
	if len(f.Knowers) == 0 {
		m.line("- Nobody learned it.")
	}
	for i := 0; i < len(f.Knowers); i++ {
		k := f.Knowers[i]
		seats := []string{k.Title}
		for ; i+1 < len(f.Knowers) && k.alike(f.Knowers[i+1]); i++ {
			seats = append(seats, f.Knowers[i+1].Title)
		}
		from, late, then := howLearned(k.Via), "", ""
		if k.FromTitle != "" {
			from = "from " + k.FromTitle + ", " + from
		}
		if k.Late {
			late = ", late"
		}
		if k.Then != "" {
			then = "; then: " + k.Then
		}
		m.line("- %s, %s: %s%s%s", esc(k.T), esc(phrase.List(seats)), esc(from), late, esc(then)+cited([]Source{k.Source}))
	}
	var never []string
	for _, x := range f.Missing {
		if x.Why == "never told" {
			never = append(never, x.Title)
		}
	}
	if len(never) > 0 {
		m.line("- Never: %s, who needed it", esc(phrase.List(never)))
	}
}

// whoNeededIt is who knew what in one row for each fact that somebody needed.
func (m *markdown) whoNeededIt() {
	m.line("The facts that somebody needed, and who received them when; the rest is in knowledge.csv.")
	m.table("Fact", "Known first", "In time", "Late, or by chance", "Never")
	for _, f := range m.r.Facts {
		first, inTime, late, never := "—", []string{}, []string{}, []string{}
		if len(f.Knowers) > 0 {
			first = f.Knowers[0].Title + ", " + f.Knowers[0].T
		}
		for i, k := range f.Knowers {
			switch {
			case k.Late:
				late = append(late, k.Title+" ("+k.T+")")
			case k.Needed && i > 0:
				inTime = append(inTime, k.Title+" ("+k.T+")")
			}
		}
		for _, x := range f.Missing {
			if x.Why == "never told" {
				never = append(never, x.Title)
			}
		}
		if len(inTime)+len(late)+len(never) == 0 {
			continue
		}
		m.row(f.Title, first, strings.Join(inTime, ", "), strings.Join(late, ", "), strings.Join(never, ", "))
	}
}

// alike reports whether one sentence tells of two seats how they came to know.
func (k Knower) alike(o Knower) bool {
	return k.T == o.T && k.Via == o.Via && k.From == o.From && k.Late == o.Late && k.Source == o.Source &&
		k.Then == "" && o.Then == ""
}

func (m *markdown) duties() {
	m.table("Duty", "Whose", "Started", "Due", "Met", "Margin", "Status")
	at := func(h *float64) string {
		if h == nil {
			return "—"
		}
		return hoursText(*h)
	}
	for _, d := range m.r.Duties {
		margin := "—"
		if d.Margin != nil && *d.Margin >= 0 {
			margin = span(*d.Margin)
		} else if d.Margin != nil {
			margin = span(-*d.Margin) + " late"
		}
		m.row(d.Title, d.Holder, at(d.Started), at(d.Due), at(d.Met), margin, d.Status)
	}
}

func (m *markdown) mechanisms() {
	m.line("%s", esc(howWorth))
	if !m.rows.all {
		m.worthOnPaper()
		return
	}
	unit := unitIn(m.r.HarmUnit)
	m.table("Mechanism", "In force", "Harm avoided, bots"+unit+" (95% interval)",
		"Harm avoided, these seats"+unit+" (95% interval)", "In this run"+unit, "Cost"+unit,
		"Social return"+unit+" (95% interval)", "Break-even price of a point"+unit,
		"Part that goes to seats other than the payers", "Underprovided")
	for _, w := range m.r.Worth {
		external := "—"
		if w.External != nil {
			external = fmt.Sprintf("%.0f%%", 100**w.External)
		}
		m.row(w.Title, yes(w.Active), withInterval(&w.Avoided), withInterval(&w.Team), figures(&w.Own),
			figures(&w.Cost), withInterval(&w.Social), withInterval(w.BreakEven), external, underprovided(w.Worth))
	}
	m.payers()
	m.buying()
}

// worthOnPaper writes the worth of mechanisms in the columns that an upright page holds, without the payers.
func (m *markdown) worthOnPaper() {
	unit := unitIn(m.r.HarmUnit)
	m.table("Mechanism", "Harm avoided, bots"+unit+" (95% interval)", "Harm avoided, these seats"+unit+" (95% interval)",
		"Cost"+unit, "Social return"+unit+" (95% interval)", "Underprovided")
	for _, w := range m.r.Worth {
		title := w.Title
		if w.Active {
			title += " (in force)"
		}
		m.row(title, withInterval(&w.Avoided), withInterval(&w.Team), figures(&w.Cost), withInterval(&w.Social),
			underprovided(w.Worth))
	}
	m.line("\nBreak-even prices, and what each payer would gain, are in report.html and report.md.\n")
	m.buying()
}

// buying is what a planner would buy, and what those who pay would.
func (m *markdown) buying() {
	for i, text := range m.r.Buying {
		if i == 0 {
			m.line("")
		}
		m.line("- %s", esc(text))
	}
	if len(m.r.Buying) > 0 {
		m.line("\n%s", esc(howBought))
	}
}

// payers says what each mechanism is worth to each who is to pay for it.
func (m *markdown) payers() {
	m.line("\nFor each seat that should pay:")
	unit := unitIn(m.r.HarmUnit)
	m.table("Mechanism", "Payer", "Cost"+unit, "Private return"+unit+" (95% interval)",
		"Break-even price of a point"+unit)
	for _, w := range m.r.Worth {
		for _, p := range w.Payers {
			title := titleIn(w.Titles, p.Role)
			if !p.Bears {
				title += " (bears no harm in this scenario)"
			}
			m.row(w.Title, title, figures(&p.Cost), withInterval(&p.Private), withInterval(p.BreakEven))
		}
	}
}

// withInterval is a mean with its interval.
func withInterval(p *score.Paired) string {
	switch {
	case p == nil:
		return "—"
	case p.N < 2:
		return number(p.Mean)
	}
	return number(p.Mean) + " (" + interval(*p) + ")"
}

// underprovided says whether a mechanism is worth its cost to all and not to a payer.
func underprovided(w score.Worth) string {
	switch {
	case w.ByConstruction:
		return "by construction: a payer who would lose bears no harm here"
	case w.Underprovided:
		return "yes"
	case w.Social.N < 2:
		return "not known"
	}
	return "not shown"
}

// momentsShown is how many moments the Markdown report holds; report.json has all.
const momentsShown = 15

func (m *markdown) moments() {
	if len(m.r.Moments) == 0 {
		m.line("%s", esc(m.r.noMoments()))
		return
	}
	m.table("Time", "Seat", "What", "Harm it avoided or would avoid"+unitIn(m.r.HarmUnit), "Mean over other draws", "95% interval")
	for _, x := range m.r.Moments[:min(m.rows.moments, len(m.r.Moments))] {
		m.row(x.T, x.Title, x.What, figures(&x.Own), meanRounded(x.Worth.Mean, x.Worth.CI95),
			intervalRounded(x.Worth.CI95))
	}
}

// figures writes a number to three digits, or a dash.
func figures(v *float64) string {
	if v == nil {
		return "—"
	}
	return number(*v)
}

func round(v *float64) string {
	if v == nil {
		return "—"
	}
	return fmt.Sprintf("%.0f", *v)
}

func interval(p score.Paired) string {
	if p.N < 2 || math.IsNaN(p.CI95[0]) {
		return "—"
	}
	return number(p.CI95[0]) + " to " + number(p.CI95[1])
}
