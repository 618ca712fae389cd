package score

import (
	"cmp"
	"fmt"
	"slices"

	"tocsin/sim/scenario"
)

// Findings are at most n sentences about the causes of a run's scores, the weightiest first: the
// longest leg on the way to joint action, the fact whose silence cost most, and what else went wrong.
func Findings(sc *scenario.Scenario, card Card, n int) []string {
	var out []string
	for _, find := range []func(*scenario.Scenario, *Card) string{longestLeg, costliestSilence, missedClocks,
		unansweredAsks, contradictory, slowestDecision} {
		if s := find(sc, &card); s != "" && len(out) < n {
			out = append(out, s)
		}
	}
	return out
}

// longestLeg says how long the first joint action took, and where most of it went.
func longestLeg(sc *scenario.Scenario, card *Card) string {
	whole, _ := card.Value("speed.joint")
	if whole.Value == nil {
		if v, _ := card.Value("joint.yield"); v.Value != nil && *v.Value == 0 {
			return "No joint action was carried out, though what it needs was known."
		}
		return ""
	}
	legs := []struct{ id, words string }{
		{"speed.escalate", "taking it beyond the first seat that knew"},
		{"speed.share", "getting what it needs to enough seats"},
		{"speed.agree", "agreeing on it"},
		{"speed.execute", "carrying it out"},
	}
	longest, words := -1.0, ""
	for _, l := range legs {
		if v, _ := card.Value(l.id); valueOr0(v.Value) > longest {
			longest, words = valueOr0(v.Value), l.words
		}
	}
	return fmt.Sprintf("The first joint action was done %s after anyone knew; the longest part of that, %s, "+
		"went into %s.", span(*whole.Value), span(longest), words)
}

// costliestSilence names the late or missing fact during whose absence most harm was
// done, and of those alike the one that was missing longest.
func costliestSilence(sc *scenario.Scenario, card *Card) string {
	v, _ := card.Value("share.withheld")
	if len(v.Parts) == 0 {
		return ""
	}
	worst := slices.MaxFunc(v.Parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(harmOf(a), harmOf(b)), cmp.Compare(hoursOf(a), hoursOf(b)))
	})
	fact := sc.Facts[sc.Find("fact", worst.Of)].Title
	holder, needer := sc.Roles[sc.Find("role", worst.Other)].Title, sc.Roles[sc.Find("role", worst.Role)].Title
	harm := ""
	if h := harmOf(worst); h > 0 {
		harm = fmt.Sprintf("; harm of %.4g was done meanwhile", h)
	}
	more := ""
	if v.Of > 1 {
		more = fmt.Sprintf(" It is one of %d such cases.", v.Of)
	}
	return fmt.Sprintf("%s needed %q, which %s knew, for %s (%s)%s.%s", needer, fact, holder, span(hoursOf(worst)),
		worst.Why, harm, more)
}

func harmOf(p Part) float64 { return valueOr0(p.Harm) }

func hoursOf(p Part) float64 { return valueOr0(p.Value) }

func valueOr0(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

func missedClocks(sc *scenario.Scenario, card *Card) string {
	v, _ := card.Value("duty.met")
	late := 0
	var first string
	for _, p := range v.Parts {
		if valueOr0(p.Value) < 1 {
			if late++; late == 1 {
				first = sc.Obligations[sc.Find("obligation", p.Of)].Title
			}
		}
	}
	if late == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d reporting clocks ran out, among them %q.", late, v.Of, first)
}

func unansweredAsks(sc *scenario.Scenario, card *Card) string {
	v, _ := card.Value("ask.unanswered")
	if len(v.Parts) == 0 {
		return ""
	}
	p := v.Parts[0]
	return fmt.Sprintf("%s never answered what %s asked.", sc.Roles[sc.Find("role", p.Role)].Title,
		sc.Roles[sc.Find("role", p.Other)].Title)
}

func contradictory(sc *scenario.Scenario, card *Card) string {
	v, _ := card.Value("act.contradictions")
	if len(v.Parts) == 0 {
		return ""
	}
	p := v.Parts[0]
	return fmt.Sprintf("%s did %q, which contradicts what was done.", sc.Roles[sc.Find("role", p.Role)].Title,
		sc.Actions[sc.Find("action", p.Of)].Title)
}

func slowestDecision(sc *scenario.Scenario, card *Card) string {
	v, _ := card.Value("decide.latency")
	if len(v.Parts) == 0 {
		return ""
	}
	p := slices.MaxFunc(v.Parts, func(a, b Part) int { return cmp.Compare(hoursOf(a), hoursOf(b)) })
	if hoursOf(p) < 1./60 { // at once
		return ""
	}
	return fmt.Sprintf("%s knew enough for %q %s before it decided.", sc.Roles[sc.Find("role", p.Role)].Title,
		sc.Actions[sc.Find("action", p.Of)].Title, span(hoursOf(p)))
}

// span writes hours as a duration, to the minute.
func span(h float64) string {
	d := scenario.Duration(h*float64(scenario.Hour) + 0.5)
	if d >= scenario.Minute {
		d -= d % scenario.Minute
	}
	return d.String()
}
