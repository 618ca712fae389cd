package phrase

import (
	"fmt"
	"strings"

	"tocsin/sim/scenario"
)

// Effect says what an effect of a scenario does, as staff may read it: how likely, when and on what condition
// it does so too.
func Effect(sc *scenario.Scenario, ef *scenario.Effect) string {
	out := change(sc, ef)
	if ef.Chance != nil && len(ef.Link) == 0 {
		out += fmt.Sprintf(", in %.0f of 100 cases", 100**ef.Chance)
	}
	if !ef.After.Immediate() {
		out += ", " + ef.After.String() + " later"
	}
	if ef.If.Source != "" {
		out += ", if " + Condition(sc, ef.If)
	}
	return out
}

// change says what is changed, in the words that its way of changing has.
func change(sc *scenario.Scenario, ef *scenario.Effect) string {
	kind, way := ef.Kind()
	if kind == nil {
		return "nothing"
	}
	if way == nil {
		way = &kind.Ways[0]
	}
	said := way.Said
	if len(ef.To)+len(ef.On)+len(ef.Off)+len(ef.Pin) == 1 && !ef.To.Has("all") {
		said = ofOne.Replace(said)
	}
	out := strings.NewReplacer("{target}", targetOf(sc, ef, kind.Target), "{value}", valueOf(sc, ef, way.Key)).Replace(said)
	if ef.Lasts > 0 {
		out += ", for " + ef.Lasts.String()
	}
	if ef.Until.Source != "" {
		out += ", until " + Condition(sc, ef.Until)
	}
	return out
}

// ofOne are the verbs of what several do, as one does them.
var ofOne = strings.NewReplacer("{value} learn", "{value} learns", "{value} run", "{value} runs", "{value} stay", "{value} stays")

// targetOf is what an effect changes, by its title.
func targetOf(sc *scenario.Scenario, ef *scenario.Effect, kind string) string {
	switch kind {
	case "system":
		return named(sc, kind, ef.System)
	case "link":
		return fmt.Sprintf("%s to %s", named(sc, "system", ef.Link[:1]), named(sc, "system", ef.Link[1:2]))
	case "fact":
		return fmt.Sprintf("%q", named(sc, kind, []string{ef.Fact}))
	case "inject":
		return fmt.Sprintf("%q", named(sc, kind, []string{ef.Inject}))
	case "channel":
		return ef.Channel
	case "venue":
		return named(sc, kind, []string{ef.Venue})
	case "version":
		return named(sc, kind, []string{ef.Version})
	case "obligation":
		return fmt.Sprintf("%q", named(sc, kind, []string{ef.Obligation}))
	}
	return named(sc, "gauge", []string{ef.Gauge})
}

// valueOf is what an effect changes its target to, or by.
func valueOf(sc *scenario.Scenario, ef *scenario.Effect, key string) string {
	switch key {
	case "set":
		return ef.Set.String()
	case "add":
		return ef.Add.String()
	case "times":
		return ef.Times.String()
	case "rate":
		return fmt.Sprint(*ef.Rate)
	case "doubling":
		return ef.Doubling.String()
	case "halving":
		return ef.Halving.String()
	case "becomes":
		return ef.Becomes
	case "chance":
		return fmt.Sprintf("%.0f%%", 100**ef.Chance)
	case "to":
		return named(sc, "role", ef.To)
	case "open":
		return map[bool]string{true: "open", false: "closed"}[ef.Open == nil || *ef.Open]
	case "works":
		return map[bool]string{true: "working", false: "down"}[*ef.Works]
	case "slow":
		return fmt.Sprint(*ef.Slow)
	case "on":
		return named(sc, "system", ef.On)
	case "off":
		return named(sc, "system", ef.Off)
	case "pin":
		return named(sc, "system", ef.Pin)
	case "unpin":
		return named(sc, "system", ef.Unpin)
	}
	return "" // a flag
}

// named are things by their titles; all and me are words of their own.
func named(sc *scenario.Scenario, kind string, ids []string) string {
	var out []string
	for _, id := range ids {
		switch i := sc.Find(kind, id); {
		case i >= 0:
			out = append(out, Title(sc, kind, i))
		case id == "me":
			out = append(out, "whoever does it")
		default:
			out = append(out, id)
		}
	}
	return List(out)
}
