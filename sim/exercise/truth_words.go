package exercise

import (
	"fmt"
	"strings"
)

// Words tell what really happened, one paragraph for each thing.
func (t *TruthOf) Words() []string {
	var out []string
	for _, p := range t.Probes {
		out = append(out, p.Ask+" "+p.Answer)
	}
	for _, g := range t.Gauges {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s: %.4g %s", g.Title, g.Value, g.Unit))+" at the end.")
	}
	for _, f := range t.Facts {
		known := "Nobody came to know it"
		var who []string
		for _, k := range f.Known {
			how := ""
			if k.From != "" {
				how = ", from " + k.From
			}
			who = append(who, fmt.Sprintf("%s (%s%s)", k.Title, k.At.T, how))
		}
		if len(who) > 0 {
			known = "Known to " + strings.Join(who, "; ")
		}
		if f.Decoy {
			known = "It led nowhere. " + known
		}
		out = append(out, fmt.Sprintf("%s: %s %s.", f.Title, f.Text, known))
	}
	for _, l := range t.Log {
		out = append(out, l.At.T+"  "+l.Text)
	}
	return out
}
