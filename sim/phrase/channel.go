package phrase

import (
	"fmt"

	"tocsin/sim/engine"
)

// channels are the ways of messages, in the order of scenario.Channels.
var channels = [...]string{"line for calls", "way by contacts", "usual channel"}

func channelOf(via engine.Via) int {
	switch via.Cause {
	case engine.ByCall:
		return 0
	case engine.ByContact:
		return 1
	}
	return 2
}

// Channel says in what state a way of messages is. c is its index in scenario.Channels, slow how many times as long as
// usual it takes.
func Channel(c int, slow float64, down bool) string {
	name := "The " + channels[c]
	switch {
	case down:
		return name + " does not work"
	case slow == 1:
		return name + " works as usual"
	}
	return fmt.Sprintf("%s takes %g times as long as usual", name, slow)
}
