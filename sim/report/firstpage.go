package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// firstPage writes what somebody with one minute reads.
func (b *builder) firstPage() {
	p := &b.r.Page
	p.Happened = b.happened()
	p.Behind = b.behind()
	p.Counted = b.harmCounted()
	p.Story = b.story()
	p.Reading = b.reading()
	p.Worse = b.worse()
	p.Moments = b.topMoments()
	p.Changes = b.topChanges()
	p.Gap, p.GapParts = b.gapText(), b.gapParts()
	p.Draws = b.draws()
	if slices.ContainsFunc(p.Changes, func(c Change) bool { return c.Avoids != nil && c.Avoids.N > 1 }) {
		p.Caution = "The order is by the harm that each would have avoided on average, times how sure that is: what  " +
			"mattered most in only this run may be further down. "
	}
	p.Caution += "One exercise is one sample. The numbers compare this run with others of the same scenario; they " +
		"do not predict the course of a real incident, and do not judge a person."
	if b.r.Unhelped != nil && len(b.r.Helps) > 0 {
		p.Caution += fmt.Sprintf(" The facilitator changed what happened %s; the scores without those changes are shown as well.",
			times(len(b.r.Helps)))
	}
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// happened says who played what, and for how long.
func (b *builder) happened() string {
	if !b.e.Started() {
		return fmt.Sprintf("“%s” was prepared and not begun: the record ends before STARTEX.", b.sc.Title)
	}
	if b.e.Now() == 0 {
		return fmt.Sprintf("“%s” was ended at STARTEX, with %s: no time was played, and nothing is rated.",
			b.sc.Title,
			b.atTheTable())
	}
	s := fmt.Sprintf("“%s” was played for %s of exercise time, with %s.", b.sc.Title, humanSpan(b.e.Now().Hours()),
		b.atTheTable())
	s += b.endingReached()
	v, _ := b.card.Value("share.timely")
	switch {
	case v.Value == nil || b.acting(true)+b.acting(false) == 0:
	case v.Of == 1 && *v.Value > 0.5:
		s += " In the one case in which a seat needed a fact that another seat knew, it received it in time."
	case v.Of == 1:
		s += " In the one case in which a seat needed a fact that another seat knew, it received it late or never."
	default:
		s += fmt.Sprintf(" In %d cases a seat needed a fact that another seat knew; it received it in time in %s of them.", v.Of,
			someOf(int(math.Round(*v.Value*float64(v.Of))), v.Of))
	}
	s += b.together()
	if v, _ := b.card.Value("duty.met"); v.Value != nil {
		s += reportsInTime(int(math.Round(*v.Value*float64(v.Of))), v.Of)
	}
	return s
}

// someOf is how many of several, in words where it is none or all.
func someOf(n, of int) string {
	switch n {
	case 0:
		return "none"
	case of:
		return "all"
	}
	return fmt.Sprint(n)
}

func reportsInTime(n, of int) string {
	switch {
	case of == 1 && n == 1:
		return " The one report that was due came in time."
	case of == 1:
		return " The one report that was due did not come in time."
	}
	return fmt.Sprintf(" Of %d reports that were due, %s came in time.", of, someOf(n, of))
}

// harmCounted says what harm is counted in, in the words of the scenario's basis for it, so that a number
// of points means something to who reads it.
func (b *builder) harmCounted() string {
	var said []string
	for g := range b.sc.Gauges {
		x := &b.sc.Gauges[g]
		basis := strings.TrimRight(b.words(scenario.CleanLine(x.Basis)), ". ")
		if !x.Outcome || basis == "" || x.Unit == "" {
			continue
		}
		what := b.words(x.Title)
		said = append(said, fmt.Sprintf("%s is counted in %s (%s).", firstUpper(what), b.words(x.Unit), lowerFirst(basis)))
	}
	if b.e.Now() == 0 {
		return ""
	}
	return strings.Join(said, " ")
}

// behind says what was the case, in the scenario's words: the accounts of it that are true, or else
// the right answers to what seats were asked. It is "" where nobody played or the scenario says nothing.
func (b *builder) behind() string {
	const most = 3 // sentences or answers
	var said []string
	for i := range b.sc.Hypotheses {
		if h := &b.sc.Hypotheses[i]; h.Truth {
			said = append(said, sentence(cmp.Or(b.words(h.Text), b.words(h.Title))))
		}
	}
	for i := range b.sc.Probes {
		if p := &b.sc.Probes[i]; len(b.sc.Hypotheses) == 0 && p.Truth != "" {
			at := slices.IndexFunc(p.Options, func(o scenario.Option) bool { return o.ID == p.Truth })
			if at >= 0 {
				said = append(said, b.words(p.Ask)+" "+sentence(b.words(p.Options[at].Text)))
			}
		}
	}
	if len(said) == 0 || b.e.Now() == 0 {
		return ""
	}
	return "What was behind it: " + strings.Join(said[:min(most, len(said))], " ")
}

// endingReached tells which of the scenario's endings came, with its text; nothing where it has none.
func (b *builder) endingReached() string {
	i := b.e.Ending()
	if i < 0 {
		return ""
	}
	e := &b.sc.Endings[i]
	s := fmt.Sprintf(" How it ended: “%s”.", b.words(e.Title))
	if e.Text != "" {
		s += " " + b.words(e.Text)
	}
	return s
}

// together says how many joint actions were carried out, where one was possible.
func (b *builder) together() string {
	done := 0
	for _, f := range b.feats {
		if f.Joint {
			done++
		}
	}
	v, _ := b.card.Value("joint.yield")
	switch {
	case done == 1:
		return " One joint action was carried out."
	case done > 1:
		return fmt.Sprintf(" %d joint actions were carried out.", done)
	case v.Value != nil:
		if n := len(b.parts("joint.yield")); n > 1 {
			return fmt.Sprintf(" No joint action was carried out, though %d were possible.", n)
		}
		return " No joint action was carried out, though one was possible."
	}
	return ""
}

// atTheTable says who sat there, and how many of them did anything.
func (b *builder) atTheTable() string {
	people, bots := 0, 0
	had := map[string]bool{}
	for _, p := range b.r.Overview.Participants {
		switch {
		case p.Bot:
			bots++
		case p.Role != "" && !had[p.Role]: // several may have had a seat, one after the other
			had[p.Role] = true
			people++
		}
	}
	switch {
	case people == 0 && bots == 0:
		return "nobody at the table"
	case people == 0:
		return fmt.Sprintf("bots in %s and no people", counted(bots, "seat"))
	}
	if b.r.Overview.NoPeople {
		return scriptedSeats(people, bots, b.acting(true))
	}
	seats := fmt.Sprintf("people in %s", counted(people, "seat"))
	switch n := b.acting(true); {
	case n == 0:
		seats += ", none of whom acted"
	case n < people:
		seats += fmt.Sprintf("; people in %d of them acted", n)
	}
	if bots > 0 {
		seats += fmt.Sprintf(", and bots in %d", bots)
	}
	return seats
}

// scriptedSeats says who acted where nobody sat: a script in some seats, of which it did something in so many, and
// bots.
func scriptedSeats(script, bots, acted int) string {
	said := fmt.Sprintf("a script in %s", counted(script, "seat"))
	switch {
	case acted == 0:
		said = "nobody in " + counted(script, "seat")
	case acted < script:
		said += fmt.Sprintf(" (it acted in %d of them)", acted)
	}
	if bots > 0 {
		said += fmt.Sprintf(", bots in %d", bots)
	}
	if acted == 0 {
		return said
	}
	return said + " and no people"
}

// acting is how many seats of people, or of bots, gave a command.
func (b *builder) acting(people bool) int {
	seats := map[int]bool{}
	for i, a := range b.in.Run.Acts {
		if a.Role >= 0 && i < len(b.in.Givers) && (b.in.Givers[i].Who != "") == people {
			seats[a.Role] = true
		}
	}
	return len(seats)
}

func (b *builder) whyEnded() string {
	if b.course.why != "" {
		return strings.TrimRight(b.words(b.course.why), ".!? ")
	}
	return "or its record does not go on"
}

// least is the least of an amount that is shown: readers of papers do not read powers of ten.
const least = 0.0005

// Number writes a value as every paper does: to three digits, thousands in full, and what is less than half a
// thousandth as 0.
func Number(v float64) string { return number(v) }

// number writes a value to three digits, thousands in full up to a million millions; what is less than half a
// thousandth is 0.
func number(v float64) string {
	switch a := math.Abs(v); {
	case a < least:
		return "0" // and what rounding leaves of it
	case v < 0:
		return "−" + number(a)
	case a < 999.5 || a >= 1e12:
		return fmt.Sprintf("%.3g", v)
	default:
		return Grouped(int(math.Round(a)))
	}
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// reading says how well it went: a sentence for each score.
func (b *builder) reading() []string {
	out := []string{}
	s := b.r.Scores
	if s.Total == nil {
		return append(out, b.nothingScored())
	}
	total := fmt.Sprintf("Overall %.0f of 100", *s.Total)
	if b.r.Unhelped != nil && b.r.Unhelped.Total != nil {
		total += fmt.Sprintf(" (%.0f without what the facilitator did)", *b.r.Unhelped.Total)
	}
	if b.r.Band != nil && b.r.Band.Total.Better != nil {
		total += fmt.Sprintf(", better than %s of %d runs that bots played by the seats' notes",
			partOf(*b.r.Band.Total.Better), b.r.Band.Total.N)
	}
	out = append(out, total+".")
	for _, x := range []struct {
		name  string
		value *float64
	}{{"speed", s.Speed}, {"effectiveness", s.Effectiveness}, {"coordination", s.Coordination}} {
		if x.value == nil {
			out = append(out, fmt.Sprintf("%s is not rated: %s.", upperFirst(x.name), b.notRated(x.name)))
			continue
		}
		out = append(out, fmt.Sprintf("%s %.0f: %s.", upperFirst(x.name), *x.value, b.because(x.name)))
	}
	if p := b.r.Pace; p.Value != nil {
		out = append(out, "Pace of relevance "+paceText(p)+".")
	}
	return out
}

// nothingScored says why a run has no scores.
func (b *builder) nothingScored() string {
	switch {
	case b.e.Now() == 0:
		return "Nothing is scored: no time was played."
	case b.r.Harm.Actual != nil && b.r.Gap == nil:
		return "Nothing is scored: the notes of the scenario give nothing to compare with what was played."
	}
	return "Nothing is scored: nothing that could be marked was called for."
}

// notRated says why a score has no value.
func (b *builder) notRated(name string) string {
	switch {
	case name != "effectiveness":
		return "none of its parts was called for"
	case b.r.Harm.Actual == nil:
		return "the scenario counts no harm"
	}
	return "the notes of the scenario give nothing to compare with what was played"
}

// worse says that a run ended worse than if nobody had acted, where it did.
func (b *builder) worse() string {
	h := b.r.Harm
	if !h.Worse() {
		return ""
	}
	return fmt.Sprintf("This run ended worse than if nobody had acted: harm of %s, where it would have been %s.",
		b.harmText(*h.Actual), number(*h.Idle))
}

// because says what a score is made of, and what weighed it down.
func (b *builder) because(name string) string {
	if name == "effectiveness" {
		return fmt.Sprintf("%s, harm would have been %s, and with frictionless coordination %s; in this run it was %s",
			b.without(), b.harmText(min(*b.r.Harm.Idle, *b.r.Harm.Solo)), number(*b.r.Harm.Frictionless),
			number(*b.r.Harm.Actual))
	}
	n, weakest := 0, ScorePart{}
	for _, p := range b.r.Parts {
		if p.Score != name || p.Value == nil {
			continue
		}
		n++
		if weakest.Value == nil || *p.Value < *weakest.Value {
			weakest = p
		}
	}
	if n == 1 {
		return fmt.Sprintf("it has only one measure, %s", lowerFirst(weakest.Title))
	}
	if *weakest.Value >= 0.95 {
		return fmt.Sprintf("the mean of %d measures, all of them near the best", n)
	}
	return fmt.Sprintf("the mean of %d measures, the weakest of which is %s (%.2f of 1)", n,
		lowerFirst(weakest.Title), *weakest.Value)
}

// without is who comes to the lesser harm without coordination: the difference to it is the
// merit of seats that coordinate.
func (b *builder) without() string {
	if *b.r.Harm.Idle < *b.r.Harm.Solo {
		return "if nobody had acted"
	}
	return "if seats had shared nothing"
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return string(s[0]-'A'+'a') + s[1:]
	}
	return s
}

// topMoments are the three that mattered most on the run's own draw, each a thing of its
// own: a chain is one, and a share that is in it is not told again for having come late.
func (b *builder) topMoments() []Remark {
	out := []Remark{}
	// What the luck of this draw made of a deed is nothing to act on: it is told only where
	// there is nothing else.
	sure := slices.ContainsFunc(b.moments, func(m score.Moment) bool { return b.worthTelling(m) && m.Sure() })
	var seen []MomentLine
	for i, m := range b.r.Moments {
		if len(out) == 3 {
			break
		}
		if !b.worthTelling(b.moments[i]) || sure && !m.Sure || slices.ContainsFunc(seen, m.sameAs) {
			continue
		}
		seen = append(seen, m)
		text := m.What
		if !m.Sure {
			text = m.Text + " " + b.unsure(b.moments[i])
		}
		r := Remark{Text: text, Evidence: []Source{}}
		if m.Source != nil {
			r.Evidence = append(r.Evidence, *m.Source)
		}
		for _, l := range m.Links {
			if l.Source != nil {
				r.Evidence = append(r.Evidence, *l.Source)
			}
		}
		r.Evidence = each(r.Evidence)
		out = append(out, r)
	}
	return out
}

// deeds are what a moment is made of.
func (m MomentLine) deeds() []engine.Command {
	out := []engine.Command{m.of}
	for _, l := range m.Links {
		out = append(out, l.of)
	}
	return out
}

// sameAs reports whether two moments are parts of one thing: of a mechanism's funding or
// of an action by whichever seats, or a command of one seat about the same, such as a share that is
// left out in one and put earlier in the other.
func (m MomentLine) sameAs(o MomentLine) bool {
	return slices.ContainsFunc(m.deeds(), func(a engine.Command) bool {
		return slices.ContainsFunc(o.deeds(), func(b engine.Command) bool {
			return a.Verb == b.Verb && a.Ref == b.Ref &&
				(a.Verb == engine.Invest || a.Verb == engine.Commit || a.Verb == engine.Act || a.Role == b.Role)
		})
	})
}

// noMoments says why no moment is on the first page.
func (r *Report) noMoments() string {
	switch {
	case r.Harm.Actual == nil:
		return "The scenario counts no harm, so moments cannot be compared by it."
	case r.Untried:
		return "Moments were not compared: other courses of the run were not computed."
	case len(r.Moments) == 0:
		return "Nothing that was done or left out was found to make a difference to harm."
	}
	return "Nothing was found that made a difference of 1 % or more of the harm at stake."
}

// orNobody is who a task is for, where the report has a suggestion.
func orNobody(who string) string {
	if who == "" {
		return "for you to decide"
	}
	return who
}
