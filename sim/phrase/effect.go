package phrase

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"tocsin/sim/scenario"
)

// Effect says what an effect of a scenario does, with its chance, delay and condition, for staff to read.
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

// change says what an effect changes, in the words of its [scenario.EffectWay].
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
	value := valueOf(sc, ef, way)
	if kind.Target == "gauge" && way.Key == "add" {
		said, value = moved(sc, ef, said, value)
	}
	out := strings.NewReplacer("{target}", targetOf(sc, ef, kind.Target), "{value}", value).Replace(said)
	if ef.Lasts > 0 {
		out += ", for " + ef.Lasts.String()
	}
	if ef.Until.Source != "" {
		out += ", until " + Condition(sc, ef.Until)
	}
	return out
}

// moved says of an amount that is added to a gauge whether it rises or falls, and by how much in its unit; of one that
// is drawn or computed, only that it changes.
func moved(sc *scenario.Scenario, ef *scenario.Effect, said, value string) (string, string) {
	by, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return said, value
	}
	said = "{target} rises by {value}"
	if by < 0 {
		said = "{target} falls by {value}"
	}
	unit := ""
	if i := sc.Find("gauge", ef.Gauge); i >= 0 && math.Abs(by) != 1 { // units are written as of several
		unit = sc.Gauges[i].Unit
	}
	return said, Amount(math.Abs(by), unit)
}

// ofOne turns verbs from the plural to the singular.
var ofOne = strings.NewReplacer("{value} learn", "{value} learns", "{value} run", "{value} runs", "{value} stay", "{value} stays")

// targetOf is what an effect changes, by its title.
func targetOf(sc *scenario.Scenario, ef *scenario.Effect, kind string) string {
	switch ids := ef.Names(kind); kind {
	case "link":
		return fmt.Sprintf("%s to %s", named(sc, "system", ids[:1]), named(sc, "system", ids[1:2]))
	case "fact", "inject", "obligation": // their titles are sentences
		return fmt.Sprintf("%q", named(sc, kind, ids))
	default:
		return named(sc, kind, ids)
	}
}

// valueOf is what an effect changes its target to, or by.
func valueOf(sc *scenario.Scenario, ef *scenario.Effect, way *scenario.EffectWay) string {
	v := ef.Value(way.Key)
	switch way.Value {
	case scenario.Flag:
		return ""
	case scenario.Share:
		return fmt.Sprintf("%.0f%%", 100*v.(float64))
	case scenario.Switch: // true if it is left out
		if v == false {
			return way.Words[1]
		}
		return way.Words[0]
	case scenario.Seats:
		return named(sc, "role", ef.Names(way.Key))
	case scenario.Systems:
		return named(sc, "system", ef.Names(way.Key))
	}
	return fmt.Sprint(v)
}

// named lists things by their titles; "me" is whoever does it, and other words that are no ids stay.
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
