package msel

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"tocsin/sim/scenario"
)

// rule is a key of an inject, as a line of TOML.
type rule struct{ key, line string }

// rulesOf divides the rules of an entry into those that a draft can use (live), and those that may
// refer to facts, gauges or actions, which a draft does not have (held).
func rulesOf(lines []string) (live, held []rule) {
	for _, line := range lines {
		var table map[string]any
		if _, err := toml.Decode(line, &table); err != nil || len(table) != 1 {
			held = append(held, rule{"", line})
			continue
		}
		for key := range table {
			switch r := (rule{key, line}); {
			case slices.Contains([]string{"at", "every", "times", "hold", "basis"}, key):
				live = append(live, r)
			default:
				held = append(held, r)
			}
		}
	}
	if slices.ContainsFunc(held, func(r rule) bool { return r.key == "when" }) {
		// without its condition, an inject that repeats or waits would come at another time
		kept := live[:0]
		for _, r := range live {
			if r.key == "at" || r.key == "times" {
				held = append(held, r)
			} else {
				kept = append(kept, r)
			}
		}
		live = kept
	}
	return live, held
}

// inline writes a value of TOML on one line.
func inline(v any) string {
	switch x := v.(type) {
	case string:
		return scenario.Literal(x)
	case int64:
		return strconv.FormatInt(x, 10)
	case float64:
		s := strconv.FormatFloat(x, 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	case bool:
		return strconv.FormatBool(x)
	case time.Time:
		return x.Format(time.RFC3339Nano)
	case []any:
		words := make([]string, len(x))
		for i := range x {
			words[i] = inline(x[i])
		}
		return "[" + strings.Join(words, ", ") + "]"
	case []map[string]any:
		words := make([]string, len(x))
		for i := range x {
			words[i] = inline(x[i])
		}
		return "[" + strings.Join(words, ", ") + "]"
	case map[string]any:
		words := make([]string, 0, len(x))
		for _, k := range slices.Sorted(maps.Keys(x)) {
			words = append(words, k+"="+inline(x[k]))
		}
		return "{" + strings.Join(words, ", ") + "}"
	}
	return scenario.Literal(fmt.Sprint(v))
}
