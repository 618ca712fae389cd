package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// objectivesFor finds the objectives that something bears on: those that are measured by
// it, that it names itself, or whose conditions name it. A fact, a duty or a question with
// none bears on the first objective that is measured by things of its kind; for an action
// see [objectivesOfAction].
func (b *builder) objectivesFor(kind, id string) []int {
	if kind == "action" {
		return objectivesOfAction(b.sc, id)
	}
	return objectivesOf(b.sc, kind, id)
}

func objectivesOf(sc *scenario.Scenario, kind, id string) []int {
	var direct, like []int
	for i := range sc.Objectives {
		y := &sc.Objectives[i].Measure
		measured := yardstickOf(y, kind)
		named := strings.Contains(y.TimeTo.Source+" "+y.TimeFrom.Source+" "+y.Expr.Source, "'"+id+"'")
		own := kind == "action" && sc.Actions[sc.Find("action", id)].Objective == sc.Objectives[i].ID
		switch {
		case slices.Contains(measured, id), kind == "role" && slices.Contains(measured, "all"), named, own:
			direct = append(direct, i)
		case kind != "role" && len(measured) > 0 && len(like) == 0:
			like = []int{i}
		}
	}
	if len(direct) > 0 || kind == "action" && sc.Actions[sc.Find("action", id)].Joint == nil {
		return direct
	}
	return like
}

// objectivesOfAction finds the objectives that an action bears on. Where no objective names
// it, these are the objectives of the duties that it meets, or else that of the first inject
// that expects it, or else those that are measured by a gauge which it changes. A joint action
// that no objective names is under the first objective that is measured by joint actions.
func objectivesOfAction(sc *scenario.Scenario, id string) []int {
	if direct := objectivesOf(sc, "action", id); len(direct) > 0 {
		return direct
	}
	var out []int
	add := func(objectives ...int) {
		for _, o := range objectives {
			if o >= 0 && !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
	}
	for i := range sc.Obligations {
		if sc.Obligations[i].MetBy.Has(id) {
			add(objectivesOf(sc, "obligation", sc.Obligations[i].ID)...)
		}
	}
	for i := range sc.Injects {
		if in := &sc.Injects[i]; len(out) == 0 && in.Objective != "" && in.Expects != nil &&
			(in.Expects.Any.Has(id) || in.Expects.All.Has(id)) {
			add(sc.Find("objective", in.Objective))
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, x := range sc.Actions[sc.Find("action", id)].Effects {
		for i := range sc.Objectives {
			if g := sc.Objectives[i].Measure.Gauge; g != "" && g == x.Gauge {
				add(i)
			}
		}
	}
	return out
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

// move is a change of the gauge that an objective is measured by, away from its target.
type move struct {
	event int
	after float64 // the gauge's value then
	by    float64 // how far it is from the value before, as far as events tell: for order only
}

// setbacks are what moved an objective's gauge away from the target, the largest first.
func (b *builder) setbacks(objective int) []move {
	o := &b.sc.Objectives[objective]
	g := b.sc.Find("gauge", o.Measure.Gauge)
	if o.Measure.Gauge == "" || g < 0 {
		return nil
	}
	up := o.Rate.P < o.Rate.M // up is away: less is better
	var out []move
	value := b.sc.Gauges[g].Start
	for _, i := range b.course.gauges[g] {
		ev := b.events[i]
		if raises, lowers := b.effectOn(o.Measure.Gauge, ev.Via); up && raises && !lowers || !up && lowers && !raises {
			out = append(out, move{i, ev.Num, math.Abs(ev.Num - value)})
		}
		value = ev.Num
	}
	slices.SortStableFunc(out, func(x, y move) int { return cmp.Compare(y.by, x.by) })
	return out
}

// effectOn says which way what caused a change of a gauge moves it, as far as the scenario
// says so by itself.
func (b *builder) effectOn(gauge string, via engine.Via) (raises, lowers bool) {
	var effects []scenario.Effect
	switch via.Cause {
	case engine.ByAction:
		effects = b.sc.Actions[via.Ref].Effects
	case engine.ByInject:
		effects = b.sc.Injects[via.Ref].Effects
	}
	for _, x := range effects {
		if x.Gauge != gauge {
			continue
		}
		switch {
		case x.Add != nil:
			least, most := x.Add.Range()
			raises, lowers = raises || most > 0, lowers || least < 0
		case x.Times != nil:
			least, most := x.Times.Range()
			raises, lowers = raises || most > 1, lowers || least < 1
		case x.Rate != nil:
			raises, lowers = raises || *x.Rate > 0, lowers || *x.Rate < 0
		case x.Doubling > 0:
			raises = true
		case x.Halving > 0:
			lowers = true
		}
	}
	return raises, lowers
}

// causesOf adds to each finding the objectives whose gauge it moved away from their target:
// by an action that it is about, or by the very command that it cites.
func (b *builder) causesOf(found []finding) {
	for o := range b.sc.Objectives {
		if !strings.Contains("SMU", b.card.Objectives[o].Rating) {
			continue
		}
		for _, m := range b.setbacks(o) {
			ev, at := b.events[m.event], b.in.Origins[m.event].Source
			for i := range found {
				f := &found[i]
				acted := ev.Via.Cause == engine.ByAction && f.kind != "omitted" && f.kind != "joint" &&
					slices.Contains(f.actions, b.sc.Actions[ev.Via.Ref].ID)
				cited := !at.After && slices.Contains(f.Evidence, at)
				if (acted || cited) && !slices.Contains(f.objectives, o) {
					f.objectives = append(f.objectives, o)
				}
			}
		}
	}
}

// mostCauses is how many of the events behind an unmet target are named.
const mostCauses = 3

// whyNot says what an unmet target came of: what moved its gauge, or else the last events that bear
// on it; "" where what follows under it says so.
func (b *builder) whyNot(objective int) string {
	text := ""
	if g := b.sc.Objectives[objective].Measure.Gauge; g != "" {
		var causes []string
		for _, m := range b.setbacks(objective) {
			if len(causes) < mostCauses {
				ev := b.events[m.event]
				causes = append(causes, fmt.Sprintf("%s (%s, to %s)", b.cause(ev.Via), b.when(ev.At),
					phrase.Amount(m.after, b.sc.Gauges[ev.Ref].Unit)))
			}
		}
		if len(causes) > 0 {
			text = "What moved it furthest from the target: " + phrase.List(causes) + ". "
		}
	}
	if text != "" {
		return strings.TrimSpace(text)
	}
	if slices.ContainsFunc(b.areas, func(a finding) bool { return slices.Contains(a.objectives, objective) }) {
		return ""
	}
	events := b.bearing(objective)
	if len(events) == 0 {
		return "Nothing happened that concerns it."
	}
	var last []string
	for _, i := range events[max(0, len(events)-mostCauses):] {
		last = append(last, fmt.Sprintf("%s (%s)", b.sentence(i), b.when(b.events[i].At)))
	}
	return "The last events that concern it: " + strings.Join(last, "; ") + "."
}

// cause names what brought an event about.
func (b *builder) cause(via engine.Via) string {
	switch via.Cause {
	case engine.ByAction:
		return "the action “" + b.sc.Actions[via.Ref].Title + "”"
	case engine.ByInject:
		return "the inject “" + b.sc.Injects[via.Ref].Title + "”"
	}
	return "the world by itself"
}
