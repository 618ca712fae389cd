package control

import (
	"strings"

	"tocsin/sim/exercise"
)

// Named is a seat's title with what staff know of it, such as "The agent (hidden, adversary)".
func Named(s exercise.Place) string {
	if len(s.Marks) == 0 {
		return s.Title
	}
	return s.Title + " (" + strings.Join(s.Marks, ", ") + ")"
}

// Holder says who plays a seat.
func Holder(s exercise.Place) string {
	switch {
	case s.Helper != "" && s.Holder != "":
		return s.Helper + " for " + s.Holder
	case s.Helper != "":
		return s.Helper + " (staff)"
	case s.Bot && s.Holder != "":
		return "a bot for " + s.Holder
	case s.Bot:
		return "a bot"
	case s.Holder == "":
		return "nobody"
	}
	return s.Holder
}
