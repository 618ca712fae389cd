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

// storyLength is how many sentences at most tell what happened.
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

// when is a time on the exercise's calendar as it is in a sentence.
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

// sign is the first sign of the incident that somebody who responds needed, and who of them heard of it; or
// else the first inject that came.
func (b *builder) sign() turn {
	for _, k := range b.in.Run.Ledger.Learned() {
		f := &b.sc.Facts[k.Fact]
		if f.Decoy || len(b.sc.AlliesOf(f.NeededBy)) == 0 {
			continue
		}
		text := fmt.Sprintf("%s is the first to know what others need: %s", upperFirst(b.sc.Roles[k.Role].Title),
			b.ofFact(f))
		return turn{at: k.Learned.At, evidence: b.sources([]int{k.Learned.Event}),
			text: strings.TrimRight(text, ".") + b.firstTold(k)}
	}
	if i := b.course.first; i >= 0 {
		return turn{at: b.events[i].At, evidence: b.sources([]int{i}), text: b.sentence(i)}
	}
	return turn{}
}

// ofFact is a fact by its title, and its first sentence where that is not the title.
func (b *builder) ofFact(f *scenario.Fact) string {
	if s := firstSentence(b.words(f.Text)); s != "" && s != f.Title {
		return "“" + f.Title + "”: " + s
	}
	return "“" + f.Title + "”"
}

// firstTold says when the first of those who need a fact was told it.
func (b *builder) firstTold(first score.Knowing) string {
	needed := b.sc.AlliesOf(b.sc.Facts[first.Fact].NeededBy)
	others := slices.DeleteFunc(slices.Clone(needed), func(r int) bool { return r == first.Role })
	if len(others) == 0 {
		return ""
	}
	for _, k := range b.known {
		if k.Fact == first.Fact && slices.Contains(others, k.Role) {
			if after := k.Learned.At - first.Learned.At; after > 0 {
				return fmt.Sprintf("; the first seat that needs it, %s, receives it %s later", b.sc.Roles[k.Role].Title,
					humanSpan(after.Hours()))
			}
			return ""
		}
	}
	return "; no seat that needs it ever receives it"
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
			t.text = fmt.Sprintf("%s; if it had been done by %s, harm would have been lower by %s", b.omitted(m, "then"),
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
// that is not small compared with what was at stake, and it says what to do, not what it was good
// to leave.
func (b *builder) worthTelling(m score.Moment) bool {
	return math.Abs(m.Own) >= b.card.Harm.Floor() && m.Own != 0 && (m.Change == score.LeftOut || m.Own > 0)
}

// stake is the harm that was at stake: a hundred times what is too little to be told of.
func (b *builder) stake() float64 { return 100 * b.card.Harm.Floor() }

// eventTurns are the failures of systems, actions, leaks, missed duties and injects that may be told
// of, the first of each kind before the rest.
func (b *builder) eventTurns() []turn {
	var out []turn
	seen := map[engine.Kind]int{}
	for i, ev := range b.events {
		weight, about, text := 0.0, "", ""
		switch ev.Kind {
		case engine.SystemChanged:
			if int(ev.Num) != int(engine.Failed) || ev.At == 0 {
				continue
			}
			weight, about = 1.5, "system"
			text = fmt.Sprintf("The cascade reaches “%s”, which fails", b.sc.Systems[ev.Ref].Title)
		case engine.JointDone:
			weight, about = 1.4, "action"
			text = fmt.Sprintf("“%s” is done by %s", b.sc.Actions[ev.Ref].Title, phrase.List(b.doneTogether(i)))
		case engine.FactLeaked:
			weight, about = 1.2, "fact"
		case engine.JointLapsed:
			weight, about = 1, "action"
		case engine.ObligationMissed:
			weight, about = 0.9, "duty"
		case engine.ActionDone:
			weight, about = 0.6, "action"
		case engine.InjectDelivered:
			weight, about = 0.3, "inject"
		case engine.ExerciseStarted, engine.ExerciseEnded, engine.FactLearned:
			continue // the sign and the ending are told of by themselves
		case engine.ActionStarted, engine.JointProposed, engine.JointCommitted, engine.JointWithdrawn,
			engine.JointStarted, engine.MessageSent, engine.MessageArrived, engine.MessageAcknowledged,
			engine.MessageAnswered, engine.VenueConvened, engine.MechanismFunded, engine.NoteFiled, engine.NoteShown,
			engine.NoteRevised, engine.NoteRevoked, engine.NoteDeviated, engine.BeliefDeclared, engine.AttemptMade,
			engine.AttemptQueried, engine.AttemptAnswered, engine.AttemptRuled, engine.CommandRefused:
			continue // what seats do is told of where it mattered: see momentTurns
		case engine.DrawMade, engine.SeatJoined, engine.MoveEnded, engine.MoveBegan, engine.GaugeChanged,
			engine.SystemNoticed, engine.LinkCut, engine.LinkChanged, engine.LinkStopped, engine.VersionChanged,
			engine.VersionNoticed, engine.VersionFlawed, engine.ChannelChanged, engine.MessageBlocked,
			engine.MarkBreached, engine.ActionWaits, engine.ActionStaffed, engine.ActionDelayed, engine.ActionFailed,
			engine.ActionCancelled, engine.ActionContradicts, engine.JointFailed, engine.VenueOpened,
			engine.VenueClosed, engine.ObligationStarted, engine.ObligationMet, engine.NoteTriggered, engine.NoteKept,
			engine.NoteBroken, engine.MechanismEstablished, engine.InjectReceived, engine.InjectHeld,
			engine.InjectSkipped, engine.InjectPostponed, engine.InjectEdited, engine.InjectFreed,
			engine.InjectRetracted, engine.InjectImprovised, engine.ImprovisedReceived, engine.ExpectationMet,
			engine.ExpectationMissed:
			continue // no turning point
		}
		if text == "" {
			text = b.sentence(i)
		}
		seen[ev.Kind]++
		out = append(out, turn{at: ev.At, weight: weight / float64(seen[ev.Kind]), text: text,
			about: []string{fmt.Sprintf("%s %d", about, ev.Ref)}, evidence: b.sources([]int{i})})
	}
	return out
}

// doneTogether are the titles of those who did a joint action, by the event that says that it is done.
func (b *builder) doneTogether(event int) []string {
	for _, f := range b.feats {
		if f.Done.Event == event {
			return b.titlesOf(f.By)
		}
	}
	return nil
}

// ending says how the exercise ended, and what harm it had come to.
func (b *builder) ending() string {
	s, early := "The exercise ends", b.e.Now().Hours() < b.r.Overview.Length
	if i := b.e.Ending(); i >= 0 { // its text is above
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

// endingWithoutHarm says the state at the end where the scenario counts no harm.
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

// lastSource is where in the record the end is.
func (b *builder) lastSource() []Source {
	if b.course.ended < 0 {
		return []Source{}
	}
	return b.sources([]int{b.course.ended})
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
