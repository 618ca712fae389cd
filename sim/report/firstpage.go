package report

import (
	"fmt"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
)

// firstPage writes what somebody with one minute reads.
func (b *builder) firstPage() {
	p := &b.r.Page
	p.Happened = b.happened()
	p.Reading = b.reading()
	p.Moments = b.topMoments()
	p.Changes = b.topChanges()
	p.Gap = b.gapText() + b.gapParts()
	p.Caution = "One exercise is one sample. The numbers compare this run with others of the same scenario; they " +
		"do not predict what an incident would do, nor judge a person."
	if b.r.Unhelped != nil && len(b.r.Helps) > 0 {
		p.Caution += fmt.Sprintf(" The facilitator changed what happened %s; the scores without that stand beside.",
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

// happened is the story in one paragraph.
func (b *builder) happened() string {
	if !b.e.Started() {
		return fmt.Sprintf("“%s” was prepared and not begun: the record ends before STARTEX.", b.sc.Title)
	}
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
	seats := fmt.Sprintf("people in %s", counted(people, "seat"))
	switch {
	case people == 0 && bots == 0:
		seats = "nobody at the table"
	case people == 0:
		seats = fmt.Sprintf("bots in %s and no people", counted(bots, "seat"))
	case bots > 0:
		seats += fmt.Sprintf(" and bots in %d", bots)
	}
	s := fmt.Sprintf("“%s” was played for %s of exercise time, with %s.", b.sc.Title, span(b.e.Now().Hours()), seats)
	if b.e.Now().Hours() < b.r.Overview.Length {
		s += fmt.Sprintf(" It ended before its full length of %s%s.", span(b.r.Overview.Length), b.whyEnded())
	}
	s += b.firstSign() + b.sharing() + b.together() + b.reports() + b.outcome()
	return s
}

func (b *builder) whyEnded() string {
	for _, ev := range slices.Backward(b.events) {
		if ev.Kind == engine.ExerciseEnded && ev.Text != "" {
			return ": " + b.words(ev.Text)
		}
	}
	return ", or its record does not go on"
}

func (b *builder) firstSign() string {
	for _, ev := range b.events {
		if ev.Kind == engine.FactLearned && !b.sc.Facts[ev.Ref].Decoy && len(b.sc.Facts[ev.Ref].NeededBy) > 0 {
			return fmt.Sprintf(" %s was the first to know anything that others needed, at %s: “%s”.",
				upperFirst(b.sc.Roles[ev.Role].Title), ev.At, b.sc.Facts[ev.Ref].Title)
		}
	}
	return " Nobody came to know anything that others needed."
}

func (b *builder) sharing() string {
	v, _ := b.card.Value("share.timely")
	if v.Value == nil {
		return ""
	}
	return fmt.Sprintf(" Of the %s in which a seat needed what another knew, it had it in time in %d.",
		counted(v.Of, "case"), int(math.Round(*v.Value*float64(v.Of))))
}

func (b *builder) together() string {
	var done []string
	for _, ev := range b.events {
		if ev.Kind == engine.JointDone {
			done = append(done, fmt.Sprintf("“%s” at %s", b.sc.Actions[ev.Ref].Title, ev.At))
		}
	}
	v, _ := b.card.Value("joint.yield")
	switch {
	case len(done) > 3:
		return fmt.Sprintf(" %d joint actions were carried out, the first %s.", len(done), done[0])
	case len(done) > 0:
		return " Jointly done: " + phrase.List(done) + "."
	case v.Value != nil:
		return " No joint action was carried out, though one was possible."
	}
	return ""
}

func (b *builder) reports() string {
	v, _ := b.card.Value("duty.met")
	if v.Value == nil {
		return ""
	}
	return fmt.Sprintf(" Reports made by when they were due: %d of %d.", int(math.Round(*v.Value*float64(v.Of))),
		v.Of)
}

func (b *builder) outcome() string {
	h := b.r.Harm
	if h.Actual == nil {
		return ""
	}
	unit := ""
	if b.r.HarmUnit != "" {
		unit = " " + b.r.HarmUnit
	}
	s := fmt.Sprintf(" In the end harm stood at %s%s", number(*h.Actual), unit)
	if h.Idle != nil {
		s += fmt.Sprintf("; had nobody acted it would have been %s", number(*h.Idle))
	}
	if h.Worse() {
		return fmt.Sprintf(" The run ended worse than if nobody had acted, by %s%s.", number(*h.Actual-*h.Idle),
			unit) + s + "."
	}
	return s + "."
}

// number writes a value to three digits, thousands in full.
func number(v float64) string {
	switch a := math.Abs(v); {
	case a < 1000 || a >= 1e12:
		return fmt.Sprintf("%.3g", v)
	case v < 0:
		return "-" + Grouped(int(math.Round(a)))
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
		return append(out, "There was nothing to score.")
	}
	total := fmt.Sprintf("Overall %.0f of 100", *s.Total)
	if b.r.Unhelped != nil && b.r.Unhelped.Total != nil {
		total += fmt.Sprintf(" (%.0f without what the facilitator did)", *b.r.Unhelped.Total)
	}
	if b.r.Band != nil && b.r.Band.Total.Better != nil {
		total += fmt.Sprintf(", better than %.0f%% of %d runs that bots played by the seats' notes",
			100**b.r.Band.Total.Better, b.r.Band.Total.N)
	}
	out = append(out, total+".")
	for _, x := range []struct {
		name  string
		value *float64
	}{{"speed", s.Speed}, {"effectiveness", s.Effectiveness}, {"coordination", s.Coordination}} {
		if x.value == nil {
			out = append(out, upperFirst(x.name)+": nothing to mark.")
			continue
		}
		out = append(out, fmt.Sprintf("%s %.0f: %s.", upperFirst(x.name), *x.value, b.because(x.name)))
	}
	if p := b.r.Pace; p.Value != nil {
		out = append(out, "Pace of relevance "+paceText(p)+".")
	}
	return out
}

// because says what a score is made of, and what weighed it down.
func (b *builder) because(name string) string {
	if name == "effectiveness" {
		return fmt.Sprintf("seats that share nothing would have come to harm of %s, frictionless coordination to "+
			"%s, and this run came to %s", number(*b.r.Harm.Solo), number(*b.r.Harm.Frictionless),
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
		return fmt.Sprintf("it rests on one measure alone, %s", lowerFirst(weakest.Title))
	}
	if *weakest.Value >= 0.95 {
		return fmt.Sprintf("the mean of %d measures, all of them near the best", n)
	}
	return fmt.Sprintf("the mean of %d measures, the weakest of which is %s (%.2f of 1)", n,
		lowerFirst(weakest.Title), *weakest.Value)
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
	var seen []MomentLine
	for _, m := range b.r.Moments {
		if len(out) == 3 {
			break
		}
		if slices.ContainsFunc(seen, m.sameAs) {
			continue
		}
		seen = append(seen, m)
		text := m.Text
		if !m.Sure {
			text += " That is not sure: on other draws of chance it may come out otherwise."
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
// of a joint action, or the same share left out and put earlier.
func (m MomentLine) sameAs(o MomentLine) bool {
	return slices.ContainsFunc(m.deeds(), func(a engine.Command) bool {
		return slices.ContainsFunc(o.deeds(), func(b engine.Command) bool {
			return a.Verb == b.Verb && a.Ref == b.Ref &&
				(a.Verb == engine.Invest || a.Verb == engine.Commit || a.Verb == engine.Act || a.Role == b.Role)
		})
	})
}

// topChanges are the three things to change: the weightiest finding of each kind, then
// what is next.
func (b *builder) topChanges() []Remark {
	out := []Remark{}
	seen := map[string]bool{}
	used := map[int]bool{}
	for _, again := range []bool{false, true} {
		for i, f := range b.areas {
			if len(out) == 3 || used[i] || seen[f.kind] && !again {
				continue
			}
			seen[f.kind], used[i] = true, true
			out = append(out, Remark{f.action + " Why: " + f.Issue + " " + f.Analysis, f.Evidence})
		}
	}
	return out
}
