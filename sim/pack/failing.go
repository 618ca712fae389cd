package pack

import (
	"fmt"
	"math"
	"strings"

	"tocsin/sim/phrase"
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
			harm = append(harm, hourly(sc, h.Gauge, h.PerHour))
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

// hourly says by how much a gauge moves in an hour.
func hourly(sc *scenario.Scenario, gauge string, by float64) string {
	way := "rises"
	if by < 0 {
		way = "falls"
	}
	g := &sc.Gauges[sc.Find("gauge", gauge)]
	return fmt.Sprintf("%s %s by %s an hour", g.Title, way, phrase.Amount(math.Abs(by), g.Unit))
}

// after says a delay in words: at once, or after a time.
func after(d scenario.Delay) string {
	if !d.Set || d.Immediate() {
		return "at once"
	}
	return "after " + d.String()
}
