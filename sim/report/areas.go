package report

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// finding is something that did not go well, and what could be done about it.
type finding struct {
	kind       string   // of failing; of those without a gain, the first page names different kinds first
	objectives []int    // places of those of the scenario that it bears on
	actions    []string // ids of those that it is about
	Area
	action      string
	about       string   // title of the one fact or duty that it is about; "" for others
	to          []string // titles of the seats that were to be told of it
	element     string   // Planning, Organization, Equipment, Training, Exercise
	responsible string
	several     bool    // more than one seat is responsible
	gain        *gain   // what putting it right would have avoided; nil where no amount can be put to it
	weight      float64 // orders findings that have no gain
}

// findings lists what did not go well, the weightiest first.
func (b *builder) findings() []finding {
	var out []finding
	for _, find := range []func() []finding{b.silences, b.missedDuties, b.undoneJoint, b.lateActions,
		b.brokenPromises, b.slowDecisions, b.unansweredAsks, b.clashes, b.apart, b.wrongBeliefs, b.breaches, b.harmful,
		b.omittedActions, b.unprepared, b.lostInHands} {
		out = append(out, find()...)
	}
	out = b.oneVerdict(out)
	out = b.unmet(out)
	b.causesOf(out)
	out = b.ofTheRoom(out)
	for i := range out {
		out[i].Evidence = each(append([]Source{}, out[i].Evidence...))
	}
	slices.SortStableFunc(out, byExpected)
	return out
}

// parts are those of a measure; their evidence is places of events, from 0.
func (b *builder) parts(id string) []score.Part {
	v, _ := b.card.Value(id)
	return v.Parts
}

func (b *builder) missedDuties() []finding {
	var out []finding
	for i, d := range b.r.Duties {
		if d.Status != "missed" && d.Status != "late" {
			continue
		}
		x := finding{kind: "duty", objectives: b.objectivesFor("obligation", d.ID), element: "Planning",
			responsible: d.Holder, weight: 0.5}
		x.Issue = fmt.Sprintf("%s did not report in time: “%s”.", d.Holder, d.Title)
		x.Reference = d.Basis
		x.Analysis = fmt.Sprintf("The clock started on %s and ran out on %s", b.whenHours(*d.Started),
			b.whenHours(*d.Due))
		if d.Met != nil {
			x.Analysis += fmt.Sprintf("; the report came on %s, %s late.", b.whenHours(*d.Met), span(*d.Met-*d.Due))
		} else {
			x.Analysis += "; no report came."
		}
		var names []string
		x.actions = b.sc.Obligations[i].MetBy
		for _, id := range b.sc.Obligations[i].MetBy {
			names = append(names, "“"+b.title(id)+"”")
		}
		x.gain = b.avoidable(func(m *score.Moment) bool {
			return m.Change == score.Omitted && m.Command.Verb == engine.Act &&
				b.sc.Obligations[i].MetBy.Has(b.sc.Actions[m.Command.Ref].ID)
		})
		x.action = fmt.Sprintf("Have %s keep a draft of %s ready and name who sends it, and start the clock on a "+
			"board when the facts are known.", d.Holder, strings.Join(names, " or "))
		x.Evidence, x.about = d.Evidence, d.Title
		out = append(out, x)
	}
	return out
}

// undoneJoint are joint actions that were possible and were not done.
func (b *builder) undoneJoint() []finding {
	var out []finding
	lapses, rounds := map[string]score.Part{}, map[string]int{}
	for _, p := range b.parts("joint.lapses") {
		lapses[p.Of] = p
		rounds[p.Of]++
	}
	for _, p := range b.parts("joint.yield") {
		if p.Why == "" {
			continue
		}
		a := b.sc.Find("action", p.Of)
		x := finding{kind: "joint", objectives: b.objectivesFor("action", p.Of), element: "Organization",
			actions: []string{p.Of}, responsible: seatList(b.titlesOf(b.sc.RolesOf(b.sc.Actions[a].By))), weight: 2}
		x.Issue = fmt.Sprintf("“%s” was possible and was never done.", b.sc.Actions[a].Title)
		x.Reference = fmt.Sprintf("It takes %d seats.", b.sc.Actions[a].Joint.Quorum)
		if len(b.sc.Actions[a].Joint.Parts) > 0 {
			x.Reference = fmt.Sprintf("It takes parts that come to %d.", b.sc.Actions[a].Joint.Quorum)
		}
		x.Analysis = fmt.Sprintf("From %s on, %s before the end, every fact that it needs was known to some seat.",
			b.whenHours(b.r.Overview.EndHours-valueOr0(p.Value)), span(valueOr0(p.Value)))
		if l, ok := lapses[p.Of]; ok {
			last := ", the last time because "
			if rounds[p.Of] == 1 {
				last = ": "
			}
			x.Issue = fmt.Sprintf("“%s” was proposed %s and never done%s%s.", b.sc.Actions[a].Title,
				times(rounds[p.Of]), last, l.Why)
			x.Evidence = b.sources(l.Evidence)
		}
		x.gain = b.avoidable(func(m *score.Moment) bool {
			return (m.Change == score.Omitted || m.Change == score.Sooner) && m.Command.Verb == engine.Commit &&
				m.Command.Ref == a
		})
		if x.gain != nil {
			x.Analysis += fmt.Sprintf(" If it had been told, agreed and done in time, harm would have been "+
				"lower by %s in this run.", b.harmText(x.gain.own))
		}
		x.action = fmt.Sprintf("Name who proposes “%s”, what must be known for it and who has to agree, and agree "+
			"to it in advance for that case.", b.sc.Actions[a].Title)
		x.Evidence = append(x.Evidence, b.sources(p.Evidence)...)
		out = append(out, x)
	}
	return out
}

func (b *builder) titlesOf(roles []int) []string {
	var out []string
	for _, r := range roles {
		out = append(out, b.sc.Roles[r].Title)
	}
	return out
}

func (b *builder) brokenPromises() []finding {
	var out []finding
	seen := map[int]bool{}
	for _, p := range b.all.Promises() {
		if p.Kept || seen[p.Note] {
			continue
		}
		seen[p.Note] = true
		id, title := b.roleAt(p.Role)
		x := finding{kind: "promise", objectives: b.objectivesFor("role", id), element: "Training",
			responsible: title, weight: 0.4}
		n := &b.sc.Notes[p.Note]
		x.Issue = b.sentence(p.Settled.Event) + "."
		x.Reference = fmt.Sprintf("Promised: if %s, within %s.", curly(phrase.Condition(b.sc, n.When)), n.Within)
		x.gain = b.avoidable(func(m *score.Moment) bool {
			return m.Change == score.Kept && m.Command.Role == p.Role &&
				m.Command.Ref == b.e.Model().NoteCommand(p.Note).Ref
		})
		x.Analysis = "Others may have counted on it."
		if x.gain != nil {
			x.Analysis = fmt.Sprintf("If it had been kept, harm would have been lower by %s in this run.", b.harmText(x.gain.own))
		}
		x.action = fmt.Sprintf("Practise the promise with %s, or withdraw it; anyone who cannot keep one says so at once.",
			title)
		x.Evidence = b.sources([]int{p.Settled.Event})
		out = append(out, x)
	}
	return out
}

func (b *builder) unansweredAsks() []finding {
	byPair := map[[2]string]*finding{}
	counts := map[[2]string]int{}
	var order [][2]string
	for _, p := range b.parts("ask.unanswered") {
		k := [2]string{p.Role, p.Other}
		if byPair[k] == nil {
			order = append(order, k)
			byPair[k] = &finding{kind: "request", element: "Organization", responsible: b.role(p.Role), weight: 0.2}
		}
		counts[k]++
		byPair[k].Evidence = append(byPair[k].Evidence, b.sources(p.Evidence)...)
		byPair[k].Analysis = fmt.Sprintf("It waited %s, until the end.", span(valueOr0(p.Value)))
	}
	var out []finding
	for _, k := range order {
		x := byPair[k]
		what := "a request"
		if counts[k] > 1 {
			what = fmt.Sprintf("%d requests", counts[k])
			x.Analysis = "They waited until the end."
		}
		x.Issue = fmt.Sprintf("%s never answered %s of %s.", b.role(k[0]), what, b.role(k[1]))
		x.Reference = "A request for help is seen, accepted or declined, and answered."
		x.action = fmt.Sprintf("Name who at %s answers others while it is busy; a refusal is an answer too.",
			b.role(k[0]))
		out = append(out, *x)
	}
	return out
}

// clashes are actions that undo or repeat another.
func (b *builder) clashes() []finding {
	var out []finding
	add := func(p score.Part, issue, analysis, action string, weight float64) {
		out = append(out, finding{kind: "clash", objectives: b.objectivesFor("action", p.Of), action: action,
			actions: []string{p.Of},
			element: "Organization", responsible: b.role(p.Role), weight: weight,
			Area: Area{Issue: issue, Reference: "Actions neither repeat nor undo one another.", Analysis: analysis,
				Evidence: b.sources(p.Evidence)}})
	}
	const aloud = "Before you act, say what you will do, in one place that all can read."
	for _, p := range b.parts("act.contradictions") {
		action, who := b.undone(p.Evidence)
		if who == b.role(p.Role) {
			add(p, fmt.Sprintf("%s did “%s” after “%s”, which it contradicts.", who, b.title(p.Of), action),
				"It contradicted itself, and others could see it.",
				"Agree on what to say before others can see the first step.", 0.6)
			continue
		}
		add(p, fmt.Sprintf("%s did “%s”, which contradicts “%s” of %s.", b.role(p.Role), b.title(p.Of), action,
			who), "One seat did not see in time what the other was doing, or acted against it.", aloud, 0.6)
	}
	for _, p := range b.parts("act.duplicates") {
		add(p, fmt.Sprintf("%s did “%s”, which %s did too.", b.role(p.Role), b.title(p.Of), b.role(p.Other)),
			"One seat did not see in time what the other was doing.", aloud, 0.1)
	}
	return out
}

// undone names the action that another contradicts, and whose it was, from the events that
// say so.
func (b *builder) undone(evidence []int) (action, who string) {
	for _, c := range b.all.Clashes() {
		if !slices.Contains(evidence, c.Said.Event) {
			continue
		}
		who = "others"
		for _, before := range b.deeds {
			if before.Action == c.Other && before.Begun.Event < c.Said.Event {
				who = b.sc.Roles[before.Role].Title
			}
		}
		return b.sc.Actions[c.Other].Title, who
	}
	return "what was done", "others"
}

// wrongBeliefs are questions that not all who were asked answered rightly. A seat that gave
// no answer did not know.
func (b *builder) wrongBeliefs() []finding {
	var out []finding
	for i := range b.sc.Probes {
		p := &b.sc.Probes[i]
		right, wrong, silent, evidence := b.answers(p)
		if len(wrong)+len(silent) == 0 || len(right)+len(wrong) == 0 {
			continue // all were right, or nobody answered, so it was not put to them
		}
		x := finding{kind: "belief", objectives: b.objectivesFor("probe", p.ID), element: "Training",
			responsible: seatList(append(slices.Clone(wrong), silent...)), weight: 0.25,
			Area: Area{Evidence: evidence}}
		x.Issue = fmt.Sprintf("%d of %d seats asked did not know: %s", len(wrong)+len(silent),
			len(right)+len(wrong)+len(silent), p.Ask)
		x.Reference = "The shared picture: all who are asked give the right answer."
		var parts []string
		for _, of := range []struct {
			who []string
			say string
		}{{wrong, "Wrong at the end: "}, {silent, "No answer: "}, {right, "Right: "}} {
			if len(of.who) > 0 {
				parts = append(parts, of.say+seatList(of.who)+".")
			}
		}
		x.Analysis = strings.Join(parts, " ")
		x.action = "Keep one shared picture of what is known, suspected and ruled out, with the reasons for each, " +
			"and read it out at every meeting."
		out = append(out, x)
	}
	return out
}

// answers are the titles of the seats that a question asks, by what they said last: right,
// wrong, nothing; and where the record has it. All are empty where no answer is right.
func (b *builder) answers(p *scenario.Probe) (right, wrong, silent []string, evidence []Source) {
	if p.Truth == "" {
		return nil, nil, nil, nil
	}
	said := map[string]score.Part{}
	for _, part := range b.parts("probe.accuracy") {
		if part.Of == p.ID {
			said[part.Role] = part
			evidence = append(evidence, b.sources(part.Evidence)...)
		}
	}
	for _, r := range b.sc.RolesOf(p.To) {
		switch part, ok := said[b.sc.Roles[r].ID]; {
		case !ok:
			silent = append(silent, b.sc.Roles[r].Title)
		case valueOr0(part.Value) < 1:
			wrong = append(wrong, b.sc.Roles[r].Title)
		default:
			right = append(right, b.sc.Roles[r].Title)
		}
	}
	return right, wrong, silent, evidence
}

// breaches are facts shared more widely than their mark allows, one finding for each seat and fact.
func (b *builder) breaches() []finding {
	var out []finding
	to := map[[2]string][]string{}
	place := map[[2]string]int{}
	for _, p := range b.parts("public.breaches") {
		k := [2]string{p.Role, p.Of}
		if _, ok := place[k]; !ok {
			place[k] = len(out)
			out = append(out, finding{kind: "breach", objectives: b.objectivesFor("fact", p.Of),
				element: "Training", responsible: b.role(p.Role), weight: 0.15})
		}
		x := &out[place[k]]
		if !slices.Contains(to[k], b.role(p.Other)) {
			to[k] = append(to[k], b.role(p.Other))
		}
		x.Issue = fmt.Sprintf("%s shared “%s” with %s, more widely than its mark TLP:%s allows.", b.role(p.Role),
			b.title(p.Of), phrase.List(to[k]), strings.ToUpper(b.sc.Facts[b.sc.Find("fact", p.Of)].TLP))
		x.Reference = "Traffic Light Protocol (FIRST, TLP 2.0)."
		x.Analysis = "A fact that is shared more widely leaks sooner; or its mark is too strict for those who need it."
		x.action = fmt.Sprintf("Have %s ask whoever marked a fact before sharing it more widely, and mark facts for "+
			"those who will need them.", b.role(p.Role))
		x.Evidence = append(x.Evidence, b.sources(p.Evidence)...)
	}
	return out
}
