package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/score"
)

// silences are facts that came late or never to seats that needed them.
func (b *builder) silences() []finding {
	var out []finding
	for f := range b.r.Facts {
		if len(b.r.Facts[f].Missing) > 0 {
			out = append(out, b.silence(f))
		}
	}
	return out
}

func (b *builder) silence(f int) finding {
	fact := &b.r.Facts[f]
	var late, never, slow []string
	x := finding{kind: "silence", objectives: b.objectivesFor("fact", fact.ID), element: "Planning"}
	harm, longest := 0.0, 0.0
	for _, m := range fact.Missing {
		x.Evidence = append(x.Evidence, m.Evidence...)
		harm, longest = max(harm, valueOr0(m.Harm)), max(longest, m.Delay)
		switch m.Why {
		case "never told":
			never = append(never, m.Title)
		case "told in time, by a slow way":
			slow = append(slow, m.Title)
		default:
			late = append(late, m.Title)
		}
	}
	first := fact.Missing[0].Holder
	tellers := b.couldTell(f)
	x.responsible = seatList(tellers)
	x.Issue = fmt.Sprintf("“%s”, which %s knew first", fact.Title, first)
	if others := slices.DeleteFunc(slices.Clone(tellers), func(s string) bool { return s == first }); len(others) > 0 {
		x.Issue += fmt.Sprintf(" and %s knew in time to tell", phrase.List(others))
	}
	var came []string
	if len(never) > 0 {
		came = append(came, "never reached "+seatsOr(never))
	}
	if len(late) > 0 {
		came = append(came, fmt.Sprintf("reached %s late or from a source other than a seat", seatList(late)))
	}
	if len(slow) > 0 {
		came = append(came, fmt.Sprintf("was told to %s in time but by a channel that was too slow", seatList(slow)))
	}
	x.Issue += ", " + strings.Join(came, ", and ") + "."
	x.Reference = "No target time is set; a seat that needs a fact should receive it before the end."
	if fact.Within > 0 {
		x.Reference = fmt.Sprintf("Target: %s after the first seat knows.", span(fact.Within))
	}
	x.Analysis = fmt.Sprintf("The longest wait was %s.", span(longest))
	x.gain = b.avoidable(func(m *score.Moment) bool {
		return m.Command.Verb == engine.Share && m.Command.Ref == f &&
			(m.Change == score.Earlier || m.Change == score.Omitted)
	})
	if x.gain != nil {
		x.Analysis += fmt.Sprintf(" If it had been told as soon as it was known, harm would have been lower by %s in this run.",
			b.harmText(x.gain.own))
	}
	x.about, x.to = fact.Title, slices.Concat(never, late, slow)
	tells, learns := "tells", "it learns"
	if x.several = len(tellers) > 1; x.several {
		tells, learns = "tell", "they learn"
	}
	x.action = fmt.Sprintf("Agree in advance that %s %s %s at once when %s such a fact, and by "+
		"which channel; write it down as a promise (if this, then that, within this time) and practise it.",
		x.responsible, tells, seatList(x.to), learns)
	if len(never)+len(late) == 0 {
		x.element = "Equipment"
		x.action = fmt.Sprintf("Give %s a faster channel to tell %s such facts, and use it.", first, seatList(slow))
	}
	x.weight = harm + longest/1e6
	return x
}

// onOrBy is the word before the time of a decision: "on" where one seat decides, "by" where the last of several does.
func onOrBy(deciders []string) string {
	if len(deciders) == 1 {
		return "on"
	}
	return "by"
}

// couldTell are the titles of the seats whose silence it was: the first who knew, and those
// who knew before half of the target's time was up, where they did not tell all in time who
// needed the fact. At least it is the first who knew.
func (b *builder) couldTell(f int) []string {
	fact := &b.r.Facts[f]
	holder := fact.Missing[0].Holder
	var out []string
	for _, k := range fact.Knowers {
		role := b.sc.Find("role", k.Role)
		knew := k.Title == holder || fact.Within > 0 && k.Hours <= *fact.First+fact.Within/2
		if role < 0 || !b.sc.Ally(role) || !knew || slices.Contains(out, k.Title) {
			continue
		}
		if slices.ContainsFunc(fact.Missing, func(m Missing) bool {
			to := b.sc.Find("role", m.Role)
			return to != role && !b.told(role, to, f)
		}) {
			out = append(out, k.Title)
		}
	}
	if len(out) == 0 {
		return []string{holder}
	}
	return out
}

// told reports whether a seat told another, or everybody, of a fact before its target was up; at any time where
// it has no target.
func (b *builder) told(from, to, fact int) bool {
	line := &b.r.Facts[fact]
	return slices.ContainsFunc(b.sent, func(m score.Message) bool {
		return m.From == from && m.Fact == fact && (m.To == to || m.To == engine.Public) &&
			(line.Within == 0 || m.Sent.At.Hours() <= *line.First+line.Within)
	})
}

// lateActions are actions that were done, and that would have avoided harm if each of their seats
// had decided as soon as it knew enough.
func (b *builder) lateActions() []finding {
	var out []finding
	for i := range b.in.Moments {
		m := &b.in.Moments[i]
		if !b.decidedLate(m) || !m.Tells() && b.late(m.Command.Ref, true) != nil {
			continue
		}
		g, a := b.gainOf(m), &b.sc.Actions[m.Command.Ref]
		x := finding{kind: "late", objectives: b.objectivesFor("action", a.ID), actions: []string{a.ID},
			element: "Planning", responsible: seatList(b.deciders(m)), gain: g}
		x.Issue = fmt.Sprintf("“%s” was decided %s %s, %s after %s knew enough.", a.Title,
			onOrBy(b.deciders(m)), b.when(m.Command.At), span((m.Command.At - m.To).Hours()), seatList(b.deciders(m)))
		x.Reference = "The same run, played again with this decided as soon as enough was known."
		x.Analysis = fmt.Sprintf("If this had been decided then, harm would have been lower by %s in this run.", b.harmText(g.own))
		if m.Tells() {
			x.Issue = fmt.Sprintf("“%s” was decided %s %s, long after some seat knew what it needs.",
				a.Title, onOrBy(b.deciders(m)), b.when(m.Command.At))
			x.Reference = "The same run, played again with its seats told at once of what it needs, and deciding as soon " +
				"as they knew enough."
			if o := b.late(m.Command.Ref, false); o != nil {
				x.Analysis += fmt.Sprintf(" The decision alone, taken %s sooner, when %s knew enough, would have made it lower "+
					"by %s.", span((o.Command.At - o.To).Hours()), seatList(b.deciders(o)), b.harmText(b.gainOf(o).own))
			}
		}
		x.action = fmt.Sprintf("Agree in advance what is enough for “%s” and who at %s says so, and decide when that "+
			"is known.", a.Title, seatList(b.deciders(m)))
		if s := b.sourceOf(m.Command); s != nil {
			x.Evidence = append(x.Evidence, *s)
		}
		out = append(out, x)
	}
	return out
}

// late is the moment that says that an action was decided on late: with the telling that would have come
// before a sooner decision, or without; nil for none.
func (b *builder) late(action int, tells bool) *score.Moment {
	for i := range b.in.Moments {
		if m := &b.in.Moments[i]; m.Command.Ref == action && m.Tells() == tells && b.decidedLate(m) {
			return m
		}
	}
	return nil
}

// decidedLate reports whether a moment is a finding about an action that was decided on late: it
// would have avoided harm, more than a part of it alone, and the action was carried out.
func (b *builder) decidedLate(m *score.Moment) bool {
	if m.Change != score.Sooner || b.neverDone(b.sc.Actions[m.Command.Ref].ID) {
		return false
	}
	gain := b.gainOf(m).expected()
	return gain > 0 && gain > b.simpler(m)
}

// deciders are the titles of the seats whose decision is sooner.
func (b *builder) deciders(m *score.Moment) []string {
	var out []string
	for _, c := range m.Early {
		who := upperFirst(b.role(roleID(b.sc, c.Role)))
		if c.Verb != engine.Share && !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	return out
}

// simpler is what one part of a sooner decision would have avoided alone: the decision without
// the telling, or one telling.
func (b *builder) simpler(m *score.Moment) float64 {
	if !m.Tells() {
		return 0
	}
	return b.avoidable(func(o *score.Moment) bool {
		switch o.Change {
		case score.Sooner:
			return !o.Tells() && o.Command.Ref == m.Command.Ref
		case score.Earlier:
			return slices.ContainsFunc(m.Early, func(c engine.Command) bool {
				return c.Verb == engine.Share && c.Ref == o.Command.Ref && c.Role == o.Command.Role
			})
		}
		return false
	}).expected() * 1.05 // what is as good within a twentieth is said in the simpler way
}

// slowDecisions are those that took more than a twentieth of the scenario's length, the
// time by which promptness is halved; one finding for each seat and the objectives that its
// decisions bear on. A decision is left out that another finding is about (a report that was
// missed, a joint action that was never done), or that came in time by the scenario's own
// yardstick (a duty met, an expected action done): one thing is never both a strength and a
// weakness.
func (b *builder) slowDecisions() []finding {
	usual := b.sc.Length.Hours() / 20
	var out []finding
	for _, r := range b.sc.Roles {
		late := map[string][]score.Part{}
		var order []string
		parts := slices.Clone(b.parts("decide.latency"))
		slices.SortStableFunc(parts, func(x, y score.Part) int {
			return cmp.Compare(valueOr0(y.Value), valueOr0(x.Value))
		})
		for _, p := range parts {
			if p.Role != r.ID || valueOr0(p.Value) <= usual || b.judgedElsewhere(p.Of, r.Title) {
				continue
			}
			k := fmt.Sprint(b.objectivesFor("action", p.Of))
			if late[k] == nil {
				order = append(order, k)
			}
			late[k] = append(late[k], p)
		}
		for _, k := range order {
			out = append(out, b.slow(r.Title, late[k], usual))
		}
	}
	return out
}

// slow is the finding about decisions of one seat, the slowest first.
func (b *builder) slow(seat string, parts []score.Part, usual float64) finding {
	const most = 3 // actions that are named
	slowest := parts[0]
	x := finding{kind: "decision", element: "Planning", responsible: seat,
		objectives: b.objectivesFor("action", slowest.Of)}
	var late []string
	for i, p := range parts {
		x.actions = append(x.actions, p.Of)
		x.Evidence = append(x.Evidence, b.sources(p.Evidence)...)
		if i < most {
			late = append(late, fmt.Sprintf("“%s” (%s)", b.title(p.Of), span(valueOr0(p.Value))))
		}
	}
	if n := len(parts); n > most {
		late = append(late, fmt.Sprintf("%d more", n-most))
	}
	x.weight = 0.3 * *slowest.Value / (*slowest.Value + usual)
	x.Issue = fmt.Sprintf("%s knew enough and took long to decide: %s.", seat, phrase.List(late))
	x.Reference = fmt.Sprintf("A decision that takes a twentieth of the exercise, %s, counts half.", span(usual))
	x.Analysis = "The seat had the facts; only the decision was missing."
	x.action = fmt.Sprintf("Write down in advance when %s decides on “%s” and similar actions: which facts are enough, who "+
		"decides, and within what time.", seat, b.title(slowest.Of))
	return x
}

// judgedElsewhere reports whether a duty, an expectation, a joint action or what it would have
// been worth to decide sooner, or not at all, says already whether a seat did an action in time.
func (b *builder) judgedElsewhere(action, seat string) bool {
	for i, d := range b.r.Duties {
		if d.Holder == seat && b.sc.Obligations[i].MetBy.Has(action) && d.Started != nil {
			return true
		}
	}
	late := slices.ContainsFunc(b.in.Moments, func(m score.Moment) bool {
		return b.decidedLate(&m) && b.sc.Actions[m.Command.Ref].ID == action
	})
	did := slices.ContainsFunc(b.in.Moments, func(m score.Moment) bool { // and it had better not been done
		c := m.Command.Command
		return m.Change == score.LeftOut && c.Verb == engine.Act && b.sc.Actions[c.Ref].ID == action &&
			upperFirst(b.role(roleID(b.sc, c.Role))) == upperFirst(seat) && b.gainOf(&m).expected() > 0
	})
	return b.neverDone(action) || late || did || b.expectedInTime(action, seat)
}

// neverDone reports whether a joint action was possible and was never carried out.
func (b *builder) neverDone(action string) bool {
	return slices.ContainsFunc(b.parts("joint.yield"), func(p score.Part) bool {
		return p.Of == action && p.Why != ""
	})
}
