package phrase

import "tocsin/sim/scenario"

// Together says when an inject comes that stands for a [scenario.Together] that was done or has lapsed; "" for any
// other inject.
func Together(sc *scenario.Scenario, inject string) string {
	for i := range sc.Together {
		t := &sc.Together[i]
		if inject != t.ID && inject != t.ID+"_lapsed" {
			continue
		}
		var titles []string
		for _, id := range t.Deeds {
			titles = append(titles, `"`+sc.Actions[sc.Find("action", id)].Title+`"`)
		}
		deeds := List(titles)
		if inject == t.ID {
			return deeds + " are done within " + t.Within.String() + " of each other"
		}
		return t.Within.String() + " have passed since the last of " + deeds + ", and not all were done within that time"
	}
	return ""
}
