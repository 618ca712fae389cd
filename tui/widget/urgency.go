package widget

import (
	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
	"tocsin/tui/theme"
)

// How many minutes of the room make a time near: in so many there is a hurry, it is soon, or it
// is worth a look. Nothing that people have to agree on is done in two minutes.
const (
	hurryMinutes = 2
	soonMinutes  = 5
	nearMinutes  = 15
)

// Urgency says how long there is until a time, as [Due] does, with a word and a style for how near
// that is in the room: from what can wait, over "soon" and "hurry", to what is late.
func Urgency(th theme.Theme, c exercise.Clock, at exercise.Moment) (text string, style func(...string) string) {
	text = Due(c, at)
	left := at.Hours - c.Now.Hours
	if left < 0 {
		return text, th.Bad.Render
	}
	pace, err := scenario.ParseDuration(c.Pace)
	if err != nil || pace <= 0 {
		return text, th.Dim.Render
	}
	switch minutes := left / pace.Hours(); {
	case minutes <= hurryMinutes:
		return text + ", hurry", th.Urgent.Render
	case minutes <= soonMinutes:
		return text + ", soon", th.Warn.Render
	case minutes <= nearMinutes:
		return text, th.Number.Render
	}
	return text, th.Dim.Render
}
