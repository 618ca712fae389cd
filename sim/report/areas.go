package report

import (
	"cmp"
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
	kind       string // of failing, so that the first page names three different ones
	objectives []int  // places of those of the scenario that it bears on
	Area
	action      string
	element     string // Planning, Organization, Equipment, Training, Exercise
	responsible string
	gain        *gain   // what putting it right would have avoided; nil where no amount can be put to it
	weight      float64 // to order those
}

// findings lists what did not go well, the weightiest first.
func (b *builder) findings() []finding {
	var out []finding
	for _, find := range []func() []finding{b.silences, b.missedDuties, b.undoneJoint, b.brokenPromises,
		b.slowDecisions, b.unansweredAsks, b.clashes, b.wrongBeliefs, b.breaches, b.harmful, b.omittedActions,
		b.unprepared} {
		out = append(out, find()...)
	}
	for i := range out {
		out[i].Evidence = each(append([]Source{}, out[i].Evidence...))
	}
	slices.SortStableFunc(out, byExpected)
	return out
}

// parts are those of a measure, with their evidence as places in the record.
func (b *builder) parts(id string) []score.Part {
	v, _ := b.card.Value(id)
	return v.Parts
}

// silences are facts that came late or never to seats that needed them.
func (b *builder) silences() []finding {
	var out []finding
	for f := range b.r.Facts {
		fact := &b.r.Facts[f]
		if len(fact.Missing) == 0 {
			continue
		}
		var who, never []string
		x := finding{kind: "silence", objectives: b.objectivesFor("fact", fact.ID), element: "Planning",
			responsible: fact.Missing[0].Holder}
		harm, longest := 0.0, 0.0
		for _, m := range fact.Missing {
			x.Evidence = append(x.Evidence, m.Evidence...)
			harm, longest = max(harm, valueOr0(m.Harm)), max(longest, m.Delay)
			if m.Why == "never told" {
				never = append(never, m.Title)
			} else {
				who = append(who, m.Title)
			}
		}
		x.Issue = fmt.Sprintf("“%s”, which %s was the first to know,", fact.Title, x.responsible)
		switch {
		case len(never) > 0 && len(who) > 0:
			x.Issue += fmt.Sprintf(" never reached %s, and reached %s late, or not by being told.",
				phrase.List(never), phrase.List(who))
		case len(never) > 0:
			x.Issue += fmt.Sprintf(" never reached %s.", phrase.List(never))
		default:
			x.Issue += fmt.Sprintf(" reached %s late, or not by being told.", phrase.List(who))
		}
		x.Reference = "No target time is set; a seat that needs a fact should have it at all."
		if fact.Within > 0 {
			x.Reference = fmt.Sprintf("Target: %s after the first who knows.", span(fact.Within))
		}
		x.Analysis = fmt.Sprintf("The longest wait was %s.", span(longest))
		if harm > 0 {
			x.Analysis += fmt.Sprintf(" Meanwhile harm rose by %s, not all of it because this fact was missing.",
				b.harmText(harm))
		}
		x.gain = b.avoidable(func(m *score.Moment) bool {
			return m.Command.Verb == engine.Share && m.Command.Ref == f &&
				(m.Change == score.Earlier || m.Change == score.Omitted)
		})
		if x.gain != nil {
			x.Analysis += fmt.Sprintf(" Told as soon as it was known, harm would have been lower by %s in this run.",
				b.harmText(x.gain.own))
		}
		x.action = fmt.Sprintf("Settle beforehand that %s tells %s at once when it learns such a thing, and by "+
			"which way; write it down as a promise (if this, then that, within so long) and practise it.",
			x.responsible, phrase.List(append(never, who...)))
		x.weight = harm + longest/1e6
		out = append(out, x)
	}
	return out
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
		x.Analysis = fmt.Sprintf("The clock started at %s and ran out at %s", hoursText(*d.Started),
			hoursText(*d.Due))
		if d.Met != nil {
			x.Analysis += fmt.Sprintf("; the report came at %s, %s late.", hoursText(*d.Met), span(*d.Met-*d.Due))
		} else {
			x.Analysis += "; no report came."
		}
		var names []string
		for _, id := range b.sc.Obligations[i].MetBy {
			names = append(names, "“"+b.title(id)+"”")
		}
		x.gain = b.avoidable(func(m *score.Moment) bool {
			return m.Change == score.Omitted && m.Command.Verb == engine.Act &&
				b.sc.Obligations[i].MetBy.Has(b.sc.Actions[m.Command.Ref].ID)
		})
		x.action = fmt.Sprintf("Have %s keep a draft of %s ready and name who sends it, and start the clock on a "+
			"board when the facts are known.", d.Holder, strings.Join(names, " or "))
		x.Evidence = d.Evidence
		out = append(out, x)
	}
	return out
}

// undoneJoint are joint actions that were possible and were not done.
func (b *builder) undoneJoint() []finding {
	var out []finding
	lapses := map[string]score.Part{}
	for _, p := range b.parts("joint.lapses") {
		lapses[p.Of] = p
	}
	for _, p := range b.parts("joint.yield") {
		if p.Why == "" {
			continue
		}
		a := b.sc.Find("action", p.Of)
		x := finding{kind: "joint", objectives: b.objectivesFor("action", p.Of), element: "Organization",
			responsible: phrase.List(b.titlesOf(b.sc.RolesOf(b.sc.Actions[a].By))), weight: 2}
		x.Issue = fmt.Sprintf("“%s” was possible and was never done.", b.sc.Actions[a].Title)
		x.Reference = fmt.Sprintf("It takes %d seats.", b.sc.Actions[a].Joint.Quorum)
		x.Analysis = fmt.Sprintf("From %s before the end all that it needs was known to somebody.",
			span(valueOr0(p.Value)))
		if l, ok := lapses[p.Of]; ok {
			x.Analysis += fmt.Sprintf(" It was proposed and let go: %s.", l.Why)
			x.Evidence = b.sources(l.Evidence)
		}
		x.gain = b.avoidable(func(m *score.Moment) bool {
			return m.Change == score.Omitted && m.Command.Verb == engine.Commit && m.Command.Ref == a
		})
		if x.gain != nil {
			x.Analysis += fmt.Sprintf(" Told, agreed and done as soon as these seats mostly act, harm would "+
				"have been "+
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
	for i, ev := range b.events {
		if ev.Kind != engine.NoteBroken || slices.ContainsFunc(b.events[:i],
			func(o engine.Event) bool { return o.Kind == engine.NoteBroken && o.Ref == ev.Ref }) {
			continue
		}
		id, title := b.roleAt(int(ev.Role))
		x := finding{kind: "promise", objectives: b.objectivesFor("role", id), element: "Training",
			responsible: title, weight: 0.4}
		n := &b.sc.Notes[ev.Ref]
		x.Issue = b.say(i).Text + "."
		x.Reference = fmt.Sprintf("Promised: if %s, within %s.", phrase.Condition(b.sc, n.When), n.Within)
		x.gain = b.avoidable(func(m *score.Moment) bool {
			return m.Change == score.Kept && m.Command.Role == int(ev.Role) &&
				m.Command.Ref == b.e.Model().NoteCommand(int(ev.Ref)).Ref
		})
		x.Analysis = "Others may have counted on it."
		if x.gain != nil {
			x.Analysis = fmt.Sprintf("Kept, harm would have been lower by %s in this run.", b.harmText(x.gain.own))
		}
		x.action = fmt.Sprintf("Practise the promise with %s, or withdraw it; who cannot keep one says so at once.",
			title)
		x.Evidence = b.sources([]int{i})
		out = append(out, x)
	}
	return out
}

// slowDecisions are those that took more than a twentieth of the scenario's length, the
// time by which promptness is halved; one finding for each seat.
func (b *builder) slowDecisions() []finding {
	usual := b.sc.Length.Hours() / 20
	var out []finding
	for _, r := range b.sc.Roles {
		x := finding{kind: "decision", element: "Planning", responsible: r.Title}
		var late []string
		parts := slices.Clone(b.parts("decide.latency"))
		slices.SortStableFunc(parts, func(x, y score.Part) int {
			return cmp.Compare(valueOr0(y.Value),
				valueOr0(x.Value))
		})
		for _, p := range parts {
			took := valueOr0(p.Value)
			if p.Role != r.ID || took <= usual {
				continue
			}
			late = append(late, fmt.Sprintf("“%s” (%s)", b.title(p.Of), span(took)))
			if x.action == "" { // the slowest is the example
				x.action = fmt.Sprintf("Write down beforehand when %s decides on “%s” and the like: which facts "+
					"are enough, who decides, and within what time.", r.Title, b.title(p.Of))
			}
			x.weight = max(x.weight, 0.3*took/(took+usual))
			x.Evidence = append(x.Evidence, b.sources(p.Evidence)...)
			for _, o := range b.objectivesFor("action", p.Of) {
				if !slices.Contains(x.objectives, o) {
					x.objectives = append(x.objectives, o)
				}
			}
		}
		if len(late) == 0 {
			continue
		}
		if n := len(late); n > 3 {
			late = append(late[:3:3], fmt.Sprintf("%d more", n-3))
		}
		x.Issue = fmt.Sprintf("%s knew enough and took long to decide: %s.", r.Title, phrase.List(late))
		x.Reference = fmt.Sprintf("A twentieth of the exercise, %s, halves the mark for a decision.", span(usual))
		x.Analysis = "What was lacking was the decision, not the facts."
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
		byPair[k].Analysis = fmt.Sprintf("It waited %s to the end.", span(valueOr0(p.Value)))
	}
	var out []finding
	for _, k := range order {
		x := byPair[k]
		what := "a request"
		if counts[k] > 1 {
			what = fmt.Sprintf("%d requests", counts[k])
			x.Analysis = "They waited to the end."
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
			element: "Organization", responsible: b.role(p.Role), weight: weight,
			Area: Area{Issue: issue, Reference: "Actions neither repeat nor undo one another.", Analysis: analysis,
				Evidence: b.sources(p.Evidence)}})
	}
	const aloud = "Say what you are about to do, in one place that all can read, before doing it."
	for _, p := range b.parts("act.contradictions") {
		action, who := b.undone(p.Evidence)
		if who == b.role(p.Role) {
			add(p, fmt.Sprintf("%s did “%s” after “%s”, which it contradicts.", who, b.title(p.Of), action),
				"It changed its own course in the sight of others.",
				"Settle the line to take before the first step is seen outside.", 0.6)
			continue
		}
		add(p, fmt.Sprintf("%s did “%s”, which contradicts “%s” of %s.", b.role(p.Role), b.title(p.Of), action,
			who), "One seat had not seen in time what the other was doing, or went against it.", aloud, 0.6)
	}
	for _, p := range b.parts("act.duplicates") {
		add(p, fmt.Sprintf("%s did “%s”, which %s did too.", b.role(p.Role), b.title(p.Of), b.role(p.Other)),
			"One seat had not seen in time what the other was doing.", aloud, 0.1)
	}
	return out
}

// undone names the action that another contradicts, and whose it was, from the events that
// say so.
func (b *builder) undone(evidence []int) (action, who string) {
	for _, e := range evidence {
		ev := b.events[e]
		if ev.Kind != engine.ActionContradicts {
			continue
		}
		who = "others"
		for _, before := range b.events[:e] {
			if (before.Kind == engine.ActionStarted || before.Kind == engine.JointCommitted) &&
				before.Ref == ev.Other {
				who = b.sc.Roles[before.Role].Title
			}
		}
		return b.sc.Actions[ev.Other].Title, who
	}
	return "what was done", "others"
}

func (b *builder) wrongBeliefs() []finding {
	var out []finding
	wrong, asked := map[string][]string{}, map[string]int{}
	evidence := map[string][]Source{}
	for _, p := range b.parts("probe.accuracy") {
		asked[p.Of]++
		if valueOr0(p.Value) < 1 {
			wrong[p.Of] = append(wrong[p.Of], b.role(p.Role))
			evidence[p.Of] = append(evidence[p.Of], b.sources(p.Evidence)...)
		}
	}
	for i := range b.sc.Probes {
		p := &b.sc.Probes[i]
		if len(wrong[p.ID]) == 0 {
			continue
		}
		x := finding{kind: "belief", objectives: b.objectivesFor("probe", p.ID), element: "Training",
			responsible: phrase.List(wrong[p.ID]), weight: 0.25}
		x.Issue = fmt.Sprintf("%d of %d seats asked did not know: %s", len(wrong[p.ID]), asked[p.ID], p.Ask)
		x.Reference = "The shared picture: all who are asked give the right answer."
		x.Analysis = fmt.Sprintf("Wrong or without an answer at the end: %s.", phrase.List(wrong[p.ID]))
		x.action = "Keep one shared picture of what is known, suspected and ruled out, with the grounds for each, " +
			"and read it out at every meeting."
		x.Evidence = evidence[p.ID]
		out = append(out, x)
	}
	return out
}

// breaches are facts shared wider than their marks, one finding for each seat and fact.
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
		x.Issue = fmt.Sprintf("%s shared “%s” with %s, wider than its mark TLP:%s allows.", b.role(p.Role),
			b.title(p.Of), phrase.List(to[k]), strings.ToUpper(b.sc.Facts[b.sc.Find("fact", p.Of)].TLP))
		x.Reference = "Traffic Light Protocol (FIRST, TLP 2.0)."
		x.Analysis = "A fact that is shared wider leaks sooner; or its mark is too strict for those who need it."
		x.action = fmt.Sprintf("Have %s ask whoever marked a fact before sharing it wider, and mark facts for "+
			"those who will need them.", b.role(p.Role))
		x.Evidence = append(x.Evidence, b.sources(p.Evidence)...)
	}
	return out
}

// objectivesFor finds the objectives that something bears on: those that are measured by
// it, that it names itself, or whose conditions name it; where there are none, the first
// that is measured by things of its kind.
func (b *builder) objectivesFor(kind, id string) []int {
	var direct, like []int
	for i := range b.sc.Objectives {
		y := &b.sc.Objectives[i].Measure
		measured := yardstickOf(y, kind)
		named := strings.Contains(y.TimeTo.Source+" "+y.TimeFrom.Source+" "+y.Expr.Source, "'"+id+"'")
		own := kind == "action" && b.sc.Actions[b.sc.Find("action", id)].Objective == b.sc.Objectives[i].ID
		switch {
		case slices.Contains(measured, id), kind == "role" && slices.Contains(measured, "all"), named, own:
			direct = append(direct, i)
		case kind != "role" && len(measured) > 0 && len(like) == 0:
			like = []int{i}
		}
	}
	if len(direct) > 0 {
		return direct
	}
	return like
}

// bearsOn reports whether something bears on an objective.
func (b *builder) bearsOn(objective int, kind, id string) bool {
	return slices.Contains(b.objectivesFor(kind, id), objective)
}

// yardstickOf are the ids of a kind that an objective is measured by.
func yardstickOf(y *scenario.Yardstick, kind string) []string {
	switch kind {
	case "fact":
		return y.Reach
	case "obligation":
		return y.Obligation
	case "action":
		return y.Joint
	case "probe":
		return y.Probe
	}
	return y.NoteFidelity
}
