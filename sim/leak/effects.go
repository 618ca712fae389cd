package leak

import (
	"encoding/json"
	"fmt"

	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// shown says why some effects are no secret from any seat. Its keys are the kind of effect, what it
// names, and the way.
var shown = map[[3]string]string{
	{"channel", "call", "works"}: "a seat that calls hears whether the telephone works",
}

// effects returns the changes that a facilitator can make: every kind of effect, with each thing that
// it can name and each way, except for those in shown.
func effects(sc *scenario.Scenario) []change {
	var out []change
	kinds := scenario.EffectKinds()
	for i := range kinds {
		k := &kinds[i]
		for _, target := range targets(sc, k.Target) {
			for _, w := range k.Ways {
				if shown[[3]string{k.Target, fmt.Sprint(target), w.Key}] != "" {
					continue
				}
				for _, value := range valuesOf(sc, w) {
					out = append(out, effect(k.Target, target, w.Key, value))
				}
			}
		}
	}
	return out
}

// targets returns what an effect of a kind can name, as a scenario writes it.
func targets(sc *scenario.Scenario, kind string) []any {
	var out []any
	if kind == "link" {
		for _, l := range sc.Links {
			out = append(out, []string{l.From, l.To})
		}
		return out
	}
	for _, id := range sc.IDs(kind) {
		out = append(out, id)
	}
	return out
}

// valuesOf returns the values that are tried for a way; the engine refuses those that make no sense.
func valuesOf(sc *scenario.Scenario, w scenario.EffectWay) []any {
	var out []any
	each := func(ids []string) []any {
		for _, id := range ids {
			out = append(out, []string{id})
		}
		return out
	}
	switch w.Value {
	case scenario.Flag:
		return []any{true}
	case scenario.Amounts:
		return []any{1000, 1, -1000}
	case scenario.Spans:
		return []any{"1h"}
	case scenario.Share:
		return []any{0, 1}
	case scenario.Switch:
		return []any{true, false}
	case scenario.Word:
		for _, word := range w.Words {
			out = append(out, word)
		}
		return out
	case scenario.Seats:
		return each(sc.IDs("role"))
	case scenario.Systems:
		return each(sc.IDs("system"))
	}
	return nil
}

// effect returns one change of the world by the facilitator; it is named as a scenario writes it.
func effect(kind string, target any, key string, value any) change {
	args, err := json.Marshal(map[string]any{"set": map[string]any{kind: target, key: value}})
	if err != nil { // texts, numbers and lists of texts
		panic(err)
	}
	path := kind
	if id, ok := target.(string); ok {
		path += "." + id
	}
	return change{fmt.Sprintf("{%s=%s, %s=%s}", kind, written(target), key, written(value)), path,
		[]asked{{control, record.FacilitatorSeat, "set", string(args)}}}
}

// written writes a value as a scenario does.
func written(value any) string {
	text, _ := json.Marshal(value) // a text, a number, a switch or a list of texts is the same in both
	return string(text)
}
