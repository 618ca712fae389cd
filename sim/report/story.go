package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// storyLength is how many sentences tell what happened.
const storyLength = 5

// StoryLine is a turning point of the exercise: one sentence with its date.
type StoryLine struct {
	Hours    float64  `json:"hours"`
	T        string   `json:"t"`
	Date     string   `json:"date"` // Mon 1 Mar 2027, 08:00
	Text     string   `json:"text"`
	Evidence []Source `json:"evidence"`
}

// turn is what may be told of in the story.
type turn struct {
	at       engine.Time
	weight   float64  // to choose by
	about    []string // the things that it is about, each of which is told of once
	text     string
	evidence []Source
}

// story tells what happened: what the incident was, its first sign, the turning points
// that weighed most, and how it ended. It has fewer sentences where less happened.
func (b *builder) story() []StoryLine {
	if !b.e.Started() {
		return []StoryLine{}
	}
	told := []turn{}
	if first := firstSentence(b.sc.Summary); first != "" {
		told = append(told, turn{text: first})
	}
	sign := b.sign()
	if sign.text != "" {
		told = append(told, sign)
	}
	turns := slices.Concat(b.momentTurns(), b.eventTurns())
	slices.SortStableFunc(turns, func(x, y turn) int { return cmp.Compare(y.weight, x.weight) })
	kinds, of := map[string]int{}, map[string]bool{}
	for _, t := range turns {
		kind, _, _ := strings.Cut(t.about[0], " ")
		if len(told) == storyLength-1 {
			break
		}
		if kinds[kind] == 2 || slices.ContainsFunc(t.about, func(x string) bool { return of[x] }) {
			continue
		}
		for _, x := range t.about {
			of[x] = true
		}
		kinds[kind]++
		told = append(told, t)
	}
	slices.SortStableFunc(told, func(x, y turn) int { return cmp.Compare(x.at, y.at) })
	told = append(told, turn{at: b.e.Now(), text: b.ending(), evidence: b.lastSource()})
	out := []StoryLine{}
	for _, t := range told {
		if t.evidence == nil {
			t.evidence = []Source{}
		}
		out = append(out, StoryLine{Hours: t.at.Hours(), T: t.at.String(), Date: b.day(t.at), Text: plainLine(t.text),
			Evidence: t.evidence})
	}
	return out
}

// clock is a time on the exercise's calendar.
func (b *builder) clock(t engine.Time) time.Time { return b.sc.Start.Add(time.Duration(t)) }

// day is a time on the exercise's calendar, with its day of the week.
func (b *builder) day(t engine.Time) string { return b.clock(t).Format("Mon 2 Jan 2006, 15:04") }

// when is a time on the exercise's calendar as it stands in a sentence.
func (b *builder) when(t engine.Time) string { return b.clock(t).Format("2 January 15:04") }

// whenHours is the same of a time in hours since STARTEX.
func (b *builder) whenHours(h float64) string {
	return b.when(engine.Time(h*float64(scenario.Hour) + 0.5))
}

// firstSentence is a text's first sentence, cut where it is very long.
func firstSentence(text string) string {
	text = scenario.CleanLine(text)
	const least, most = 20, 220 // bytes; before the least a full stop belongs to an abbreviation
	for i := least; i+1 < len(text); i++ {
		if strings.IndexByte(".!?", text[i]) >= 0 && text[i+1] == ' ' {
			text = text[:i+1]
			break
		}
	}
	if len(text) > most {
		cut := strings.LastIndexByte(text[:most], ' ')
		if cut < most/2 {
			cut = len(string([]rune(text)[:most/4])) // one very long word
		}
		text = text[:cut] + "…"
	}
	return text
}

// sign is the first sign of the incident that somebody else needed, and who heard of it; or
// else the first inject that came.
func (b *builder) sign() turn {
	for i, ev := range b.events {
		if ev.Kind != engine.FactLearned || b.sc.Facts[ev.Ref].Decoy || len(b.sc.Facts[ev.Ref].NeededBy) == 0 {
			continue
		}
		f := &b.sc.Facts[ev.Ref]
		text := fmt.Sprintf("%s is the first to know what others need: %s", upperFirst(b.sc.Roles[ev.Role].Title),
			b.ofFact(f))
		return turn{at: ev.At, evidence: b.sources([]int{i}),
			text: strings.TrimRight(text, ".") + b.firstTold(int(ev.Ref), ev)}
	}
	for i, ev := range b.events {
		if ev.Kind == engine.InjectDelivered {
			return turn{at: ev.At, evidence: b.sources([]int{i}),
				text: b.sentence(i)}
		}
	}
	return turn{}
}

// ofFact is a fact by its title, or by its first sentence where it has no title of its own.
func (b *builder) ofFact(f *scenario.Fact) string {
	if s := firstSentence(b.words(f.Text)); s != "" && s != f.Title {
		return "“" + f.Title + "”: " + s
	}
	return "“" + f.Title + "”"
}

// firstTold says when the first of those who need a fact was told it.
func (b *builder) firstTold(fact int, first engine.Event) string {
	needed := b.sc.RolesOf(b.sc.Facts[fact].NeededBy)
	others := slices.DeleteFunc(slices.Clone(needed), func(r int) bool { return r == int(first.Role) })
	if len(others) == 0 {
		return ""
	}
	for _, ev := range b.events {
		if ev.Kind == engine.FactLearned && int(ev.Ref) == fact && slices.Contains(others, int(ev.Role)) {
			if after := ev.At - first.At; after > 0 {
				return fmt.Sprintf("; the first who needs it, %s, has it %s later", b.sc.Roles[ev.Role].Title,
					humanSpan(after.Hours()))
			}
			return ""
		}
	}
	return "; nobody who needs it ever has it"
}

// momentTurns are the deeds and omissions that mattered most, with what they came to.
func (b *builder) momentTurns() []turn {
	var out []turn
	stake := b.stake()
	for i, m := range b.in.Moments {
		if !b.worthTelling(m) || stake <= 0 {
			continue
		}
		c := m.Command
		t := turn{at: c.At, weight: 2 + math.Abs(m.Own)/stake, about: []string{aboutCommand(c.Command)}}
		who := upperFirst(b.role(roleID(b.sc, c.Role)))
		way, by := "higher", b.harmText(math.Abs(m.Own))
		if m.Own < 0 {
			way = "lower"
		}
		switch m.Change {
		case score.LeftOut:
			t.text = fmt.Sprintf("%s %s; without that, harm would have been %s by %s", who, b.deed(c.Command), way,
				by)
			if len(m.Links) > 0 {
				last := m.Links[len(m.Links)-1]
				t.text = fmt.Sprintf("%s %s, and by %s %s %s; without any link of this chain, harm would have "+
					"been %s by %s",
					who, b.deed(c.Command), b.when(last.At), b.role(roleID(b.sc, last.Role)),
					b.deed(last.Command), way, by)
			}
			for _, l := range m.Links {
				t.about = append(t.about, aboutCommand(l.Command))
			}
			if s := b.sourceOf(c); s != nil {
				t.evidence = []Source{*s}
			}
		case score.Omitted:
			t.at = m.To
			t.text = fmt.Sprintf("%s; done by %s, harm would have been lower by %s", b.omitted(m, "then"),
				b.when(c.At), by)
		default:
			continue
		}
		t.weight -= float64(i) / 1e6
		out = append(out, t)
	}
	return out
}

func aboutCommand(c engine.Command) string {
	switch c.Verb {
	case engine.Act, engine.Commit, engine.Withdraw, engine.Cancel:
		return fmt.Sprintf("action %d", c.Ref)
	case engine.Share:
		return fmt.Sprintf("fact %d", c.Ref)
	}
	return fmt.Sprintf("deed %d %d", c.Verb, c.Ref)
}

// worthTelling reports whether a moment is one for the first page: it made a difference
// that is not small beside what was at stake, and it says what to do, not what it was good
// to leave.
func (b *builder) worthTelling(m score.Moment) bool {
	return math.Abs(m.Own) >= b.card.Harm.Floor() && m.Own != 0 && (m.Change == score.LeftOut || m.Own > 0)
}

// stake is the harm that was at stake: a hundred times what is too little to be told of.
func (b *builder) stake() float64 { return 100 * b.card.Harm.Floor() }

// eventTurns are the steps of the cascade, joint actions, leaks and duties that may be told
// of, the first of each kind before the rest.
func (b *builder) eventTurns() []turn {
	var out []turn
	seen := map[engine.Kind]int{}
	for i, ev := range b.events {
		weight, about := 0.0, ""
		switch ev.Kind {
		case engine.SystemChanged:
			if int(ev.Num) != int(engine.Failed) || ev.At == 0 {
				continue
			}
			weight, about = 1.5, fmt.Sprintf("system %d", ev.Ref)
		case engine.JointDone:
			weight, about = 1.4, fmt.Sprintf("action %d", ev.Ref)
		case engine.FactLeaked:
			weight, about = 1.2, fmt.Sprintf("fact %d", ev.Ref)
		case engine.JointLapsed:
			weight, about = 1, fmt.Sprintf("action %d", ev.Ref)
		case engine.ObligationMissed:
			weight, about = 0.9, fmt.Sprintf("duty %d", ev.Ref)
		case engine.ActionDone:
			weight, about = 0.6, fmt.Sprintf("action %d", ev.Ref)
		case engine.InjectDelivered:
			weight, about = 0.3, fmt.Sprintf("inject %d", ev.Ref)
		default:
			continue
		}
		seen[ev.Kind]++
		text := b.sentence(i)
		switch ev.Kind {
		case engine.SystemChanged:
			text = fmt.Sprintf("The cascade reaches “%s”, which fails", b.sc.Systems[ev.Ref].Title)
		case engine.JointDone:
			text = fmt.Sprintf("“%s” is done by %s", b.sc.Actions[ev.Ref].Title, phrase.List(b.committed(i)))
		}
		out = append(out, turn{at: ev.At, weight: weight / float64(seen[ev.Kind]), about: []string{about}, text: text,
			evidence: b.sources([]int{i})})
	}
	return out
}

// committed are the titles of those who had committed to a joint action when it was done,
// each once.
func (b *builder) committed(done int) []string {
	var out []string
	for _, ev := range b.events[:done] {
		if ev.Kind == engine.JointCommitted && ev.Ref == b.events[done].Ref {
			if t := b.sc.Roles[ev.Role].Title; !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}

// ending says how the exercise ended, and what harm it had come to.
func (b *builder) ending() string {
	s, early := "The exercise ends", b.e.Now().Hours() < b.r.Overview.Length
	if i := b.e.Ending(); i >= 0 { // its text stands above
		s = fmt.Sprintf("“%s” ends the exercise", b.words(b.sc.Endings[i].Title))
	}
	if early {
		s += " before its full length of " + humanSpan(b.r.Overview.Length)
		if b.e.Ending() < 0 {
			s += " (" + b.whyEnded() + ")"
		}
	}
	h := b.r.Harm
	if b.e.Now() == 0 {
		return s
	}
	if h.Actual == nil {
		return s + b.endingWithoutHarm()
	}
	s += fmt.Sprintf(", with harm at %s", b.harmText(*h.Actual))
	switch {
	case h.Idle == nil:
	case h.Worse():
		s += fmt.Sprintf(": %s more than if nobody had acted", b.harmText(*h.Actual-*h.Idle))
	case number(*h.Actual) == number(*h.Idle):
		s += ": no less than if nobody had acted"
	default:
		s += fmt.Sprintf("; if nobody had acted it would be %s", number(*h.Idle))
	}
	return s
}

// endingWithoutHarm is how it stood at the end where the scenario counts no harm.
func (b *builder) endingWithoutHarm() string {
	var failed []string
	for s := range b.sc.Systems {
		if b.e.System(s) == engine.Failed {
			failed = append(failed, "“"+b.sc.Systems[s].Title+"”")
		}
	}
	switch n := len(failed); {
	case n > 3:
		return fmt.Sprintf(", with %d of %d systems failed", n, len(b.sc.Systems))
	case n > 0:
		return ", with " + phrase.List(failed) + " failed"
	case len(b.sc.Systems) > 0:
		return ", with no system failed"
	}
	return ""
}

// lastSource is where in the record the end stands.
func (b *builder) lastSource() []Source {
	for i, ev := range slices.Backward(b.events) {
		if ev.Kind == engine.ExerciseEnded {
			return b.sources([]int{i})
		}
	}
	return []Source{}
}

// humanSpan is a span of hours as people say it, to two units.
func humanSpan(h float64) string {
	minutes := int(math.Round(h * 60))
	part := func(n int, thing string) string {
		if n == 0 {
			return ""
		}
		return counted(n, thing)
	}
	days, hours := minutes/(24*60), minutes/60%24
	var out []string
	switch {
	case days > 0:
		out = []string{part(days, "day"), part(hours, "hour")}
	case minutes > 0:
		out = []string{part(hours, "hour"), part(minutes%60, "minute")}
	case h > 0:
		return "less than a minute"
	default:
		return "no time"
	}
	return strings.Join(slices.DeleteFunc(out, func(s string) bool { return s == "" }), " ")
}
