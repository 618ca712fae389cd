package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/whatif"
)

// measures lists every measure, those of every scenario first, then the scenario's own,
// and what the scores are made of.
func (b *builder) measures() {
	helped := map[string]bool{}
	for _, h := range b.card.Help {
		for _, id := range h.Measures {
			helped[id] = true
		}
	}
	b.r.Measures, b.r.Parts, b.r.Legs = []MeasureLine{}, []ScorePart{}, []Leg{}
	for i, m := range score.Measures() {
		v := b.card.Values[i]
		l := MeasureLine{ID: m.ID, Title: m.Title, Group: string(m.Group), Unit: m.Unit, PartUnit: m.PartUnit(),
			Better: string(m.Better), Value: v.Value, Of: v.Of, Formula: m.Formula, Helped: helped[m.ID],
			Evidence: b.sources(v.Evidence), Parts: []MeasurePart{}}
		for _, p := range v.Parts {
			l.Parts = append(l.Parts, MeasurePart{Of: b.title(p.Of), Role: b.role(p.Role), Other: b.role(p.Other),
				Value: p.Value, Harm: p.Harm, Why: p.Why, From: p.From, Weight: p.Weight,
				Evidence: b.sources(p.Evidence)})
		}
		b.r.Measures = append(b.r.Measures, l)
	}
	for i := range b.sc.Measures {
		s := &b.sc.Measures[i]
		l := MeasureLine{ID: s.ID, Title: s.Title, Group: "scenario", Unit: b.sc.UnitOf(s), Own: true, Formula: ownFormula(s),
			Evidence: []Source{}, Parts: []MeasurePart{}}
		if v, ok := b.e.MeasureValue(i); ok && !math.IsNaN(v) && !math.IsInf(v, 0) {
			l.Value = &v
		}
		b.r.Measures = append(b.r.Measures, l)
	}
	part := func(of string, ids ...string) {
		for _, id := range ids {
			if m := b.measure(id); m != nil {
				b.r.Parts = append(b.r.Parts, ScorePart{of, id, m.Title, m.Value})
			}
		}
	}
	part("speed", score.SpeedParts()...)
	b.r.Parts = append(b.r.Parts, ScorePart{"effectiveness", "effectiveness",
		"Of the harm that could be avoided, the part that was", b.card.Harm.Effectiveness()})
	part("coordination", score.CoordinationParts()...)
	for _, id := range []string{"speed.detect", "speed.escalate", "speed.share", "speed.agree", "speed.execute"} {
		if m := b.measure(id); m != nil && m.Value != nil {
			b.r.Legs = append(b.r.Legs, Leg{id, m.Title, m.Value})
		}
	}
}

func (b *builder) measure(id string) *MeasureLine {
	i := slices.IndexFunc(b.r.Measures, func(m MeasureLine) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return &b.r.Measures[i]
}

// ownFormula is how a scenario's own measure is worked out.
func ownFormula(m *scenario.Measure) string {
	for _, kind := range []struct{ word, source string }{{"at the end", m.End.Source}, {"largest", m.Max.Source},
		{"smallest", m.Min.Source}, {"hours until first", m.First.Source},
		{"integral over hours", m.Integral.Source}, {"times that it became true", m.Count.Source}} {
		if kind.source != "" {
			return kind.word + ": " + kind.source
		}
	}
	return ""
}

func (b *builder) helps() {
	b.r.Helps = []HelpLine{}
	for _, h := range b.card.Help {
		ev := b.events[h.Event]
		l := HelpLine{Hours: ev.At.Hours(), T: ev.At.String(), Text: b.say(h.Event).Text, Facts: []string{},
			Measures: h.Measures, Scores: h.Scores, Source: b.in.Origins[h.Event].Source}
		for _, id := range h.Facts {
			l.Facts = append(l.Facts, b.title(id))
		}
		b.r.Helps = append(b.r.Helps, l)
	}
}

func (b *builder) seats() {
	b.r.Seats, b.r.Bearers = []SeatLine{}, []BearerLine{}
	for i, s := range b.card.Seats {
		c := b.e.Cost(i)
		b.r.Seats = append(b.r.Seats, SeatLine{Seat: s, Title: b.sc.Roles[i].Title, Money: c[0], Political: c[1],
			Operational: c[2], Legal: c[3]})
	}
	for _, x := range b.card.Bearers {
		l := BearerLine{Who: x.Who, Title: b.bearer(x.Who), Harm: x.Harm}
		if h, ok := b.in.Idle[x.Who]; ok {
			l.Idle = &h
		}
		if r := b.sc.Find("role", x.Who); r >= 0 {
			l.Cost = b.costOf(r)
		}
		b.r.Bearers = append(b.r.Bearers, l)
	}
	for r := range b.sc.Roles { // who pays and bears nothing
		if c := b.costOf(r); *c > 0 && !slices.ContainsFunc(b.r.Bearers,
			func(x BearerLine) bool { return x.Who == b.sc.Roles[r].ID }) {
			b.r.Bearers = append(b.r.Bearers, BearerLine{Who: b.sc.Roles[r].ID, Title: b.sc.Roles[r].Title, Cost: c})
		}
	}
}

func (b *builder) costOf(role int) *float64 {
	c := b.e.Cost(role)
	sum := c[0] + c[1] + c[2] + c[3]
	return &sum
}

// bearer is what somebody who bears harm is called.
func (b *builder) bearer(who string) string {
	if who == "" {
		return "nobody in particular"
	}
	return scenario.Words(b.role(who))
}

// counterfactuals puts what a run could have been into words.
func (b *builder) counterfactuals() {
	b.r.Moments, b.r.Credit, b.r.Worth = []MomentLine{}, []CreditLine{}, []WorthLine{}
	if b.in.Untried > 0 {
		b.r.Warnings = append(b.r.Warnings,
			fmt.Sprintf("%d more commands could have been left out or put earlier and were not tried, because "+
				"there was no time; those most likely to matter were.", b.in.Untried))
	}
	b.r.Untried = b.in.Seeds == 0 && b.in.Moments == nil
	b.moments = slices.Clone(score.WorstFirst(b.in.Moments, b.in.Card.Harm.Worse()))
	for i := range b.moments {
		b.moments[i].Links = withoutRepeats(b.moments[i].Command, b.moments[i].Links)
	}
	for _, m := range b.moments {
		l := MomentLine{Change: m.Change, Hours: m.Command.At.Hours(), T: m.Command.At.String(), Worth: m.Worth,
			Own: m.Own, Sure: m.Sure(), Links: []LinkLine{}}
		l.Role, l.Title = b.roleAt(m.Command.Role)
		if m.Change != score.LeftOut {
			l.ToHours = hoursPtr(m.To)
		}
		l.Source, l.of = b.sourceOf(m.Command), m.Command.Command
		for _, d := range m.Links {
			k := LinkLine{Hours: d.At.Hours(), T: d.At.String(), Source: b.sourceOf(d), of: d.Command}
			k.Role, k.Title = b.roleAt(d.Role)
			k.Text = fmt.Sprintf("%s %s", k.Title, b.deed(d.Command))
			l.Links = append(l.Links, k)
		}
		l.Text = b.momentText(m)
		l.What = strings.Replace(l.Text, b.otherDraws(m), "", 1)
		l.short = b.chainLabel(m)
		b.r.Moments = append(b.r.Moments, l)
	}
	for _, c := range b.in.Credit {
		b.r.Credit = append(b.r.Credit, CreditLine{c, b.role(c.Role)})
	}
	for _, w := range b.in.Worth {
		i := b.sc.Find("mechanism", w.Mechanism)
		l := WorthLine{Worth: w, Title: b.sc.Mechanisms[i].Title, Active: b.e.Established(i),
			Titles: map[string]string{}}
		for _, g := range w.Gains {
			l.Titles[g.Who] = b.bearer(g.Who)
		}
		for _, p := range w.Payers {
			l.Titles[p.Role] = b.bearer(p.Role)
		}
		b.r.Worth = append(b.r.Worth, l)
	}
	b.r.Buying, b.r.Funding = []string{}, b.in.Funding
	if b.in.Funding != nil {
		b.r.Buying = buying(b.sc, b.in.Funding)
	}
}

// sourceOf is where a command is in the record; nil for a bot's, and for what was
// never done.
func (b *builder) sourceOf(c engine.Timed) *Source {
	for i, a := range b.in.Run.Acts {
		if a.At == c.At && a.Verb == c.Verb && a.Role == c.Role && a.Ref == c.Ref && slices.Equal(a.To, c.To) &&
			i < len(b.in.Givers) && !b.in.Givers[i].After {
			return &b.in.Givers[i].Source
		}
	}
	return nil
}

// withoutRepeats are the links of a chain without those in which a seat only told again what it tells in an
// earlier one, of the same fact to some of the same others.
func withoutRepeats(first engine.Timed, links []engine.Timed) []engine.Timed {
	chain := []engine.Timed{first}
	for _, l := range links {
		if l.Verb != engine.Share || !slices.ContainsFunc(chain, func(o engine.Timed) bool {
			return o.Verb == l.Verb && o.Role == l.Role && o.Ref == l.Ref && o.At <= l.At &&
				!slices.ContainsFunc(l.To, func(to int) bool { return !slices.Contains(o.To, to) })
		}) {
			chain = append(chain, l)
		}
	}
	return chain[1:]
}

// inVain says of a joint action that seats committed to that it was never done.
func (b *builder) inVain(c engine.Command) string {
	if c.Verb == engine.Commit {
		for _, p := range b.parts("joint.yield") {
			if p.Why != "" && p.Of == b.sc.Actions[c.Ref].ID {
				return ", and it was never done"
			}
		}
	}
	return ""
}

// momentText says what a moment was and what it was worth: on the run's own draw, and on
// others.
func (b *builder) momentText(m score.Moment) string {
	who, deed, way := b.role(roleID(b.sc, m.Command.Role)), b.deed(m.Command.Command), "higher"
	worth := m.Own
	if (worth < 0) == (m.Change == score.LeftOut) {
		way = "lower"
	}
	by := b.harmText(max(worth, -worth)) + b.otherDraws(m)
	at := b.when(m.Command.At)
	switch m.Change {
	case score.Earlier:
		return fmt.Sprintf("%s: %s %s. It could have done so at %s; with all that this would have set going, harm "+
			"would have been %s by %s.", at, who, deed, b.when(m.To), way, by)
	case score.Sooner:
		if len(b.deciders(&m)) == 1 {
			after := ", " + span((m.Command.At - m.To).Hours()) + " after it knew enough. If it had been decided then"
			if m.Tells() {
				after = ". Had it been told at once of what that needs, and decided as soon as it knew enough"
			}
			return fmt.Sprintf("%s: %s %s%s, harm would have been %s by %s.", at, who, deed, after, way, by)
		}
		if m.Tells() {
			return fmt.Sprintf("“%s”: its seats decided by %s%s. Had they been told at once of what it needs, and "+
				"decided as soon as they knew enough, harm would have been %s by %s.", b.named(m.Command.Command), at,
				b.inVain(m.Command.Command), way, by)
		}
		return fmt.Sprintf("“%s”: its seats decided by %s, %s after they knew enough%s. If each of them had decided as soon as it "+
			"knew enough, harm would have been %s by %s.", b.named(m.Command.Command), at, span((m.Command.At -
			m.To).Hours()), b.inVain(m.Command.Command), way, by)
	case score.Kept:
		for was, participle := range map[string]string{"began ": "begun ", "withdrew ": "withdrawn ",
			"broke ": "broken "} {
			if rest, ok := strings.CutPrefix(deed, was); ok {
				deed = participle + rest
			}
		}
		return fmt.Sprintf("%s: %s broke a promise. Had it %s by then, harm would have been %s by %s.", at, who, deed,
			way, by)
	case score.Omitted:
		return fmt.Sprintf("%s. If it had been done by %s, harm would have been %s by %s.", b.omitted(m, b.when(m.To)), at, way, by)
	}
	if len(m.Links) == 0 {
		return fmt.Sprintf("%s: %s %s. Without that, harm would have been %s by %s.", at, who, deed, way, by)
	}
	return fmt.Sprintf("%s: %s. Without any one of these, harm would have been %s by %s.", at,
		b.chainText(who+" "+deed, m.Links), way, by)
}

// mostLinks is how many links of a chain are named in a sentence.
const mostLinks = 4

// chainText names the first links of a chain and counts the others.
func (b *builder) chainText(first string, links []engine.Timed) string {
	out := []string{first}
	for _, l := range links[:min(len(links), mostLinks)] {
		out = append(out, fmt.Sprintf("%s %s on %s", b.role(roleID(b.sc, l.Role)), b.deed(l.Command), b.when(l.At)))
	}
	if more := len(links) - mostLinks; more > 0 {
		out = append(out, counted(more, "further link")+" followed")
	}
	return phrase.List(out)
}

// chainLabel is a chain in few words: its first link, and how many followed. It is "" where there is no chain.
func (b *builder) chainLabel(m score.Moment) string {
	if len(m.Links) == 0 {
		return ""
	}
	return fmt.Sprintf("%s: %s %s, and %s followed.", b.when(m.Command.At), b.role(roleID(b.sc, m.Command.Role)),
		b.deed(m.Command.Command), counted(len(m.Links), "further link"))
}

// otherDraws says what a moment is worth on other draws of chance, in the sense of the
// sentence before it.
func (b *builder) otherDraws(m score.Moment) string {
	lo, hi, mean := m.Worth.CI95[0], m.Worth.CI95[1], m.Worth.Mean
	if m.Worth.N < 2 || lo == hi && mean == m.Own {
		return ""
	}
	if m.Own < 0 {
		lo, hi, mean = -hi, -lo, -mean
	}
	return fmt.Sprintf(" (over %d draws of chance %s, 95%% interval %s to %s)", m.Worth.N, number(mean), number(lo),
		number(hi))
}

// unsure says of a moment that other draws of chance do not confirm what they show instead.
func (b *builder) unsure(m score.Moment) string {
	if lo, hi := m.Worth.CI95[0], m.Worth.CI95[1]; m.Worth.N >= 2 && (hi < 0 && m.Own > 0 || lo > 0 && m.Own < 0) {
		return "That was the luck of this draw: on most others it comes out the other way."
	}
	return "That is not sure: on other draws of chance it may come out otherwise."
}

// omitted says who could have done what since when, and where facts had to be told first,
// that they had not been.
func (b *builder) omitted(m score.Moment, since string) string {
	c := m.Command.Command
	var who, tell []string
	for i, a := range m.Add {
		if a.Verb == engine.Share && c.Verb != engine.Share {
			tell = b.telling(tell, m.Add, i)
		} else if title := b.role(roleID(b.sc, a.Role)); !slices.Contains(who, title) {
			who = append(who, title)
		}
	}
	deed := ""
	switch c.Verb {
	case engine.Share:
		deed = fmt.Sprintf("told %s “%s”", phrase.Recipients(b.sc, c.To), b.sc.Facts[c.Ref].Title)
	case engine.Convene:
		deed = "convened " + b.sc.Venues[c.Ref].Title
	default:
		deed = fmt.Sprintf("done “%s”", b.sc.Actions[c.Ref].Title)
	}
	text := fmt.Sprintf("%s could have %s from %s on, but never did", phrase.List(who), deed, since)
	if n := len(tell); n > mostLinks {
		tell = append(tell[:mostLinks:mostLinks], fmt.Sprintf("had %d more been told", n-mostLinks))
	}
	if len(tell) > 0 {
		return "Had " + phrase.List(tell) + ", " + text
	}
	return upperFirst(text)
}

// telling adds that a seat told a fact, with all its recipients at once; later tellings of it add nothing.
func (b *builder) telling(tell []string, add []whatif.Intent, at int) []string {
	same := func(a whatif.Intent) bool {
		return a.Verb == engine.Share && a.Role == add[at].Role && a.Ref == add[at].Ref
	}
	if slices.ContainsFunc(add[:at], same) {
		return tell
	}
	var to []int
	for _, a := range add {
		if same(a) {
			to = append(to, a.To...)
		}
	}
	return append(tell, fmt.Sprintf("%s told %s “%s”", b.role(roleID(b.sc, add[at].Role)),
		phrase.Recipients(b.sc, to),
		b.sc.Facts[add[at].Ref].Title))
}

// harmText is an amount of harm with its unit, if all harm has the same.
func (b *builder) harmText(v float64) string {
	if b.r.HarmUnit == "" {
		return number(v)
	}
	return number(v) + " " + b.r.HarmUnit
}

// deed says what a command did, in the past tense: told the CERT “Egress anomaly”.
func (b *builder) deed(c engine.Command) string {
	quoted := func(s string) string { return "“" + s + "”" }
	switch c.Verb {
	case engine.Act:
		if b.sc.Actions[c.Ref].Joint != nil {
			return "committed to " + quoted(b.sc.Actions[c.Ref].Title)
		}
		return "began " + quoted(b.sc.Actions[c.Ref].Title)
	case engine.Commit:
		return "committed to " + quoted(b.sc.Actions[c.Ref].Title)
	case engine.Withdraw:
		return "withdrew from " + quoted(b.sc.Actions[c.Ref].Title)
	case engine.Cancel:
		return "cancelled " + quoted(b.sc.Actions[c.Ref].Title)
	case engine.Share:
		return "told " + phrase.Recipients(b.sc, c.To) + " " + quoted(b.sc.Facts[c.Ref].Title)
	case engine.Convene:
		return "convened " + b.sc.Venues[c.Ref].Title
	case engine.Invest:
		return "put " + points(c.Num) + " into " + b.sc.Mechanisms[c.Ref].Title
	case engine.File:
		return "filed a promise"
	case engine.Revise:
		return "changed a promise"
	case engine.Revoke:
		return "withdrew a promise"
	case engine.Attempt:
		return "attempted " + quoted(c.Text)
	}
	return c.Verb.String()
}

func points(n float64) string {
	if n == 1 {
		return "1 point"
	}
	return fmt.Sprintf("%g points", n)
}
