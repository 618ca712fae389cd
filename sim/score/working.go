package score

import "tocsin/sim/scenario"

// working says which actions change the world: those with effects, those that cut a link, and
// those by which a gauge changes or stops changing, a system becomes more or less likely to fail, or
// an inject with effects comes or stays away.
func working(sc *scenario.Scenario) []bool {
	out := make([]bool, len(sc.Actions))
	for a := range sc.Actions {
		out[a] = len(sc.Actions[a].Effects) > 0
	}
	for i := range sc.Links {
		for _, id := range sc.Links[i].CutBy {
			if a := sc.Find("action", id); a >= 0 {
				out[a] = true
			}
		}
	}
	by := func(x scenario.Expr) {
		x.Root.Walk(func(n *scenario.Node) {
			if n.Op == scenario.OpDone || n.Op == scenario.OpDoing {
				out[n.Ref] = true
			}
		})
	}
	for i := range sc.Gauges {
		by(sc.Gauges[i].Grow.While)
	}
	for i := range sc.Systems {
		by(sc.Systems[i].Hazard)
	}
	for i := range sc.Injects {
		if in := &sc.Injects[i]; len(in.Effects) > 0 {
			by(in.When)
			by(in.Unless)
		}
	}
	return out
}
