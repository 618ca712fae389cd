package control

import "tocsin/sim/exercise"

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
