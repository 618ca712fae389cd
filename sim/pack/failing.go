package pack

import (
	"fmt"
	"strings"

	"tocsin/sim/scenario"
)

// failing is a system: its state at the beginning, what its failure does, and who notices it.
type failing struct{ Title, Begins, Harm, Seen string }

func failingOf(sc *scenario.Scenario) (out []failing) {
	for i := range sc.Systems {
		s := &sc.Systems[i]
		f := failing{Title: s.Title, Begins: s.State}
		var harm, seen []string
		for _, h := range s.Harm {
			harm = append(harm, fmt.Sprintf("%s %+g an hour", titles(sc, "gauge", []string{h.Gauge}), h.PerHour))
		}
		if s.Owner != "" && s.Owner != "none" {
			seen = append(seen, titles(sc, "role", []string{s.Owner})+" at once")
		}
		for _, w := range s.Watch {
			if w.ID != s.Owner {
				seen = append(seen, strings.TrimSpace(titles(sc, "role", []string{w.ID})+" "+after(w.Lag)))
			}
		}
		f.Harm, f.Seen = strings.Join(harm, "; "), strings.Join(seen, "; ")
		out = append(out, f)
	}
	return out
}

// after says a delay in words: at once, or after a time.
func after(d scenario.Delay) string {
	if !d.Set || d.Immediate() {
		return "at once"
	}
	return "after " + d.String()
}
