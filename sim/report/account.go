// Package report tells people what happened in a run: in sentences, in tables and in
// the JSON of the command line; and what came of a sweep.
//
// After an exercise, [Build] makes of a run and its scores a [Report]: everything that the
// after-action report says, before any format, with the line of the record that each thing
// rests on. [Markdown], [HTML], [Guide], [JSON] and the tables write it; [Write] writes
// them all into a folder. A Report holds texts as people wrote them, so each format makes
// them inert for itself.
package report

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// Style says how a run is told.
type Style struct {
	Width    int  // columns; 0 for 100
	All      bool // every event, not only those that a reader asks for first
	Renderer *lipgloss.Renderer
}

// Account writes what happened in a run for a person: the timeline, who learned what
// when and from whom, clocks, objectives, and the outcome.
func Account(w io.Writer, r Result, card score.Card, p *score.Played, st Style) error {
	if st.Width == 0 {
		st.Width = 100
	}
	a := &account{sc: p.Model.Scenario, p: p, r: r, card: card, st: st}
	a.opening()
	a.timeline()
	a.knowledge()
	a.refusals()
	a.obligations()
	a.objectives()
	a.outcome()
	a.scores()
	a.closing()
	_, err := io.WriteString(w, a.b.String())
	return err
}

type account struct {
	b    strings.Builder
	sc   *scenario.Scenario
	p    *score.Played
	r    Result
	card score.Card
	st   Style
}

var markColours = map[phrase.Mark]string{phrase.Clock: "7", phrase.Cascade: "1", phrase.News: "5",
	phrase.Learned: "6", phrase.Told: "4",
	phrase.Decided: "2", phrase.Refused: "3", phrase.Duty: "3", phrase.Quiet: "8"}

func (a *account) paint(s, colour string, bold bool) string {
	if a.st.Renderer == nil {
		return s
	}
	style := a.st.Renderer.NewStyle().Bold(bold)
	if colour != "" {
		style = style.Foreground(lipgloss.Color(colour))
	}
	return style.Render(s)
}

func (a *account) heading(s string) {
	fmt.Fprintf(&a.b, "\n%s\n", a.paint(strings.ToUpper(s), "", true))
}

// hang writes text after a prefix, wrapped so that later lines are under the first.
func (a *account) hang(prefix, text string, prefixWidth int) {
	lines := strings.Split(ansi.Wrap(text, max(20, a.st.Width-prefixWidth), ""), "\n")
	for i, l := range lines {
		if i == 0 {
			fmt.Fprintf(&a.b, "%s%s\n", prefix, l)
		} else {
			fmt.Fprintf(&a.b, "%s%s\n", strings.Repeat(" ", prefixWidth), l)
		}
	}
}

func (a *account) opening() {
	sc := a.sc
	fmt.Fprintf(&a.b, "%s\n", a.paint(sc.Title, "", true))
	if sc.Summary != "" {
		a.hang("", scenario.CleanLine(sc.Summary), 0)
	}
	with := "nothing prepared"
	var mechanisms []string
	for _, id := range a.r.Mechanisms {
		mechanisms = append(mechanisms, sc.Mechanisms[sc.Find("mechanism", id)].Title)
	}
	if len(mechanisms) > 0 {
		with = "with " + phrase.List(mechanisms)
	}
	a.hang("", fmt.Sprintf("STARTEX %s, %s played, seed %d, %s", sc.Start.Format("2 January 2006 15:04 MST"),
		scenario.Duration(a.p.Engine.Now()), a.r.Seed, with), 0)
}

// timeline writes the events in order, without the quiet and the refused ones unless all are asked for.
func (a *account) timeline() {
	a.heading("What happened")
	y, m, d := a.sc.Start.Date()
	midnight := time.Date(y, m, d, 0, 0, 0, 0, a.sc.Start.Location())
	day := int64(-1)
	improvised := phrase.Improvised(a.p.Engine)
	for _, ev := range a.p.Events {
		ph := phrase.Say(a.sc, ev, improvised...)
		if ph.Mark == phrase.Quiet && !a.st.All || ph.Mark == phrase.Refused && !a.st.All {
			continue
		}
		at := a.sc.Start.Add(time.Duration(ev.At))
		if d := int64(at.Sub(midnight) / (24 * time.Hour)); d != day {
			day = d
			fmt.Fprintf(&a.b, "%s\n", a.paint(fmt.Sprintf("Day %d, %s", d+1, at.Format("Monday 2 January")), "",
				true))
		}
		a.hang(fmt.Sprintf("  %s  %s  ", at.Format("15:04"),
			a.paint(fmt.Sprintf("%-7s", ph.Mark), markColours[ph.Mark], false)), ph.Text, 18)
	}
}

func (a *account) knowledge() {
	if len(a.r.Facts) == 0 {
		return
	}
	a.heading("Who learned what, when and from whom")
	for i, f := range a.r.Facts {
		fact := &a.sc.Facts[i]
		title := fact.Title
		if fact.Decoy {
			title += " (a decoy)"
		}
		fmt.Fprintf(&a.b, "  %s\n", title)
		if len(f.Reach) == 0 {
			fmt.Fprintf(&a.b, "    nobody learned it\n")
		}
		for _, k := range f.Reach {
			from := howLearned(k.Via)
			if k.From != "" {
				from = fmt.Sprintf("from %s, %s", a.seat(k.From), from)
			}
			fmt.Fprintf(&a.b, "    %-14s %s  %s\n", hoursText(k.Hours), pad(a.seat(k.Role), a.seats()), from)
		}
		var lacking []string
		for _, role := range a.sc.RolesOf(fact.NeededBy) {
			if _, ok := a.p.Engine.KnownSince(role, i); !ok {
				lacking = append(lacking, a.sc.Roles[role].Title)
			}
		}
		if len(lacking) > 0 && len(f.Reach) > 0 {
			a.hang("    "+a.paint("never reached", "1", false)+"  ", phrase.List(lacking)+", who needed it", 19)
		}
	}
}

// seat is a role's title, by its id.
func (a *account) seat(id string) string {
	if r := a.sc.Find("role", id); r >= 0 {
		return a.sc.Roles[r].Title
	}
	return "the " + id // the facilitator, the public
}

// seats is how many columns the titles of seats take, at most 24.
func (a *account) seats() int {
	width := len("the facilitator")
	for i := range a.sc.Roles {
		width = max(width, ansi.StringWidth(a.sc.Roles[i].Title))
	}
	return min(width, 24)
}

func (a *account) refusals() {
	if len(a.r.Refused) == 0 {
		return
	}
	a.heading("Refused")
	for _, x := range a.r.Refused {
		a.hang(fmt.Sprintf("  %-14s %s  ", hoursText(x.Hours), pad(a.seat(x.Role), a.seats())),
			fmt.Sprintf("%s: %s", x.Verb, x.Why), 19+a.seats())
	}
}

func (a *account) obligations() {
	if len(a.r.Obligations) == 0 {
		return
	}
	a.heading("Clocks")
	for i, o := range a.r.Obligations {
		ob := &a.sc.Obligations[i]
		line := o.Status
		switch {
		case o.Status == "met" || o.Status == "late":
			line += fmt.Sprintf(" %s after it started, of %s", span(*o.MetHours-*o.StartedHours), ob.Within)
			if *o.MetHours <= *o.StartedHours {
				line = fmt.Sprintf("%s: reported before the clock started", o.Status)
			}
		case o.StartedHours != nil:
			line += fmt.Sprintf(", due %s", hoursText(*o.DueHours))
		}
		colour := map[string]string{"met": "2", "missed": "1", "late": "1"}[o.Status]
		a.hang(fmt.Sprintf("  %s  ", pad(ob.Title, 40)), a.paint(line, colour, false), 44)
	}
}

func (a *account) objectives() {
	if len(a.r.Objectives) == 0 {
		return
	}
	a.heading("Objectives (P performed, S some challenges, M major challenges, U unable)")
	byCapability := map[string][]int{}
	var order []string
	for i := range a.sc.Objectives {
		c := a.sc.Objectives[i].Capability
		if _, ok := byCapability[c]; !ok {
			order = append(order, c)
		}
		byCapability[c] = append(byCapability[c], i)
	}
	for _, c := range order {
		switch {
		case c != "":
			fmt.Fprintf(&a.b, "  %s\n", c)
		case len(order) > 1: // or it would be under the capability before it
			a.b.WriteString("  No core capability\n")
		}
		for _, i := range byCapability[c] {
			o := a.r.Objectives[i]
			value := "never"
			if o.Value != nil {
				value = fmt.Sprintf("%.3g", *o.Value)
				if a.sc.Objectives[i].Measure.TimeTo.Source != "" {
					value = span(*o.Value)
				}
			} else if o.Rating == "-" {
				value = "nothing to rate"
			}
			colour := map[string]string{"P": "2", "S": "2", "M": "3", "U": "1"}[o.Rating]
			a.hang(fmt.Sprintf("    %s  %s  ", a.paint(o.Rating, colour, true), pad(value, 16)), o.Title, 25)
		}
	}
}

// runs counts who runs a version at the end, and who of them is exposed.
func (a *account) runs(v int) string {
	running, exposed, of := 0, 0, 0
	for s := range a.sc.Systems {
		for other := range a.sc.Versions {
			if any, _, _ := a.p.Engine.Running(s, other); any && a.sc.Versions[other].Of == a.sc.Versions[v].Of {
				of++
			}
		}
		if runs, _, _ := a.p.Engine.Running(s, v); runs {
			running++
		}
		if a.p.Engine.Exposed(s, v) {
			exposed++
		}
	}
	text := fmt.Sprintf("%d of %d systems that run %s", running, of, scenario.CleanLine(a.sc.Versions[v].Of))
	if exposed > 0 {
		text += fmt.Sprintf(", %d of them exposed", exposed)
	}
	return text
}

func (a *account) outcome() {
	var rows [][2]string
	for g := range a.sc.Gauges {
		gauge := &a.sc.Gauges[g]
		if a.sc.SensorOf(g) != nil {
			continue // what seats read of it is no outcome
		}
		rows = append(rows, [2]string{gauge.Title, phrase.Amount(a.p.Engine.Gauge(g), gauge.Unit)})
	}
	var failed []string
	for s := range a.sc.Systems {
		if a.p.Engine.System(s) == engine.Failed {
			failed = append(failed, a.sc.Systems[s].Title)
		}
	}
	if len(a.sc.Systems) > 0 {
		text := "none"
		if len(failed) > 0 {
			text = fmt.Sprintf("%d of %d", len(failed), len(a.sc.Systems))
			if len(failed) <= 12 {
				text += ": " + strings.Join(failed, "; ")
			}
		}
		rows = append(rows, [2]string{"Failed at the end", text})
	}
	for v := range a.sc.Versions {
		rows = append(rows, [2]string{"Runs " + a.sc.Versions[v].Title + " at the end", a.runs(v)})
	}
	ids := make([]string, 0, len(a.r.Measures))
	for i := range a.sc.Measures {
		ids = append(ids, a.sc.Measures[i].ID)
	}
	sort.Strings(ids)
	for _, id := range ids {
		text := "never"
		if v := a.r.Measures[id]; v != nil {
			text = fmt.Sprintf("%.4g", *v)
		}
		rows = append(rows, [2]string{a.sc.Measures[a.sc.Find("measure", id)].Title, text})
	}
	if h := a.r.Harm; h.Actual != nil && h.Idle != nil {
		rows = append(rows,
			[2]string{"Harm",
				fmt.Sprintf("%.4g (if nobody had acted %.4g; bots without coordination %.4g; with frictionless "+
					"coordination %.4g)", *h.Actual, *h.Idle, *h.Solo, *h.Frictionless)})
	}
	if a.r.Efficiency != nil {
		rows = append(rows, [2]string{"Coordination efficiency",
			fmt.Sprintf("%.2f, so the coordination gap is %.2f", *a.r.Efficiency, *a.r.Gap)})
	}
	if len(rows) > 0 { // a discussion may have nothing that is computed
		a.heading("Outcome")
		a.rows(rows)
	}
}

// rows writes names with what is next to them.
func (a *account) rows(rows [][2]string) {
	for _, row := range rows {
		a.hang(fmt.Sprintf("  %s  ", pad(row[0], 34)), row[1], 38)
	}
}

func (a *account) scores() {
	a.heading("Scores, 0 to 100")
	s := a.r.Score
	text := func(v *float64) string {
		if v == nil {
			return "nothing to mark"
		}
		return fmt.Sprintf("%.0f", *v)
	}
	rows := [][2]string{{"Total", text(s.Total)}, {"Speed", text(s.Speed)},
		{"Effectiveness", text(s.Effectiveness)}, {"Coordination", text(s.Coordination)}}
	if u := a.card.Unhelped; u != nil {
		for i, without := range []*float64{u.Total, u.Speed, u.Effectiveness, u.Coordination} {
			rows[i][1] += fmt.Sprintf(" (%s without what the facilitator did)", text(without))
		}
	}
	a.rows(append(rows, [2]string{"Pace of relevance", paceText(a.card.Pace)}))
	for i, f := range score.Findings(a.sc, a.card, 3) {
		name := ""
		if i == 0 {
			name = "Behind them"
		}
		a.hang(fmt.Sprintf("  %s  ", pad(name, 34)), f, 38)
	}
}

func (a *account) closing() {
	fmt.Fprintf(&a.b, "\n%s\n", a.paint(fmt.Sprintf("%d events, %d commands, state %s", a.r.Events, a.r.Commands,
		a.r.State), "8", false))
}

func pad(s string, width int) string {
	if w := ansi.StringWidth(s); w > width {
		return ansi.Truncate(s, width, "…")
	} else {
		return s + strings.Repeat(" ", width-w)
	}
}

func hoursText(h float64) string { return engine.Time(h*float64(scenario.Hour) + 0.5).String() }

func span(h float64) string {
	d := scenario.Duration(h*float64(scenario.Hour) + 0.5)
	if d >= scenario.Minute {
		d -= d % scenario.Minute
	}
	return d.String()
}

// paceText says what the pace of relevance was and what of.
func paceText(p score.Pace) string {
	switch {
	case p.Tau == nil && p.Joint == nil:
		return "nothing to measure"
	case p.Tau == nil:
		return "nothing would have become irreversible by itself"
	case p.Joint == nil:
		return fmt.Sprintf("0, because no joint action averted the first irreversible step (%s) or made it less likely; it "+
			"would have come after %s if nobody had acted", p.Step, span(*p.Tau))
	}
	return fmt.Sprintf("%.3g: joint action came after %s; the first irreversible step (%s) would have come after %s "+
		"if nobody had acted", *p.Value, span(*p.Joint), p.Step, span(*p.Tau))
}

func valueOr0(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}
