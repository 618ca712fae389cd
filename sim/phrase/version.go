package phrase

import (
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// Version says which version the system of an event runs now, and which it ran before: "runs Clerk 4.1 instead of
// Clerk 4.0".
func Version(sc *scenario.Scenario, ev engine.Event) string {
	switch title := func(v int) string { return sc.Versions[v].Title }; {
	case ev.Num < 0:
		return "no longer runs " + title(int(ev.Other))
	case ev.Other < 0:
		return "runs " + title(int(ev.Num))
	default:
		return "runs " + title(int(ev.Num)) + " instead of " + title(int(ev.Other))
	}
}
