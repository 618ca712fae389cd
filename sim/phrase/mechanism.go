package phrase

import (
	"fmt"
	"strings"

	"tocsin/sim/scenario"
)

// Change says what a mechanism changes from STARTEX on, without a full stop.
func Change(sc *scenario.Scenario, ch *scenario.Change) string {
	times := func(what string, x float64) string { return fmt.Sprintf("%s takes %g times as long", what, x) }
	both := func(what string, x *float64, other string, y *float64) string {
		switch {
		case y == nil:
			return times(what, *x)
		case x == nil:
			return times(other, *y)
		}
		return times(what, *x) + ", and " + times(other, *y)
	}
	switch {
	case ch.Sharing != nil:
		return times("what seats write to each other", *ch.Sharing)
	case len(ch.Actions) > 0:
		var out []string
		for i := range sc.Actions {
			if ch.Actions.Globs(sc.Actions[i].ID) {
				out = append(out, fmt.Sprintf("%q", sc.Actions[i].Title))
			}
		}
		if len(out) == 1 {
			return times(out[0], *ch.Takes)
		}
		return times("each of "+List(out), *ch.Takes)
	case ch.Latency != nil || ch.Convene != nil:
		venue := named(sc, "venue", []string{ch.Venue})
		return both("what is said in "+venue, ch.Latency, "to convene "+venue, ch.Convene)
	case len(ch.Contact) == 2:
		out := fmt.Sprintf("%s reaches %s", named(sc, "role", ch.Contact[:1]), named(sc, "role", ch.Contact[1:]))
		if ch.At.Set {
			return out + " in " + ch.At.String()
		}
		return out + " as any other seat"
	case ch.Notes.Has("all"):
		return "all if-then notes are in force as promises"
	case len(ch.Notes) > 0:
		return "if-then notes are in force: " + strings.Join(ch.Notes, ", ")
	case ch.Role != "":
		bot := "until a bot of " + named(sc, "role", []string{ch.Role})
		return both(bot+" reads a message, it", ch.Ack, bot+" decides, it", ch.Decide)
	case len(ch.Links) > 0:
		return fmt.Sprintf("the chance of every link to %s is multiplied by %s", named(sc, "system", ch.Links), ch.Times)
	}
	return Effect(sc, &ch.Effect)
}
