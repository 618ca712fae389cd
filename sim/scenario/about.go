package scenario

import "strings"

// About is what helps to choose an exercise: for whom it is and what it trains. It changes nothing in the world.
type About struct {
	Fewest  int      `toml:"fewest" min:"1" max:"1000" default:"not said" example:"5" doc:"The smallest number of people with whom it is worth playing; bots play the remaining seats."`
	Most    int      `toml:"most" min:"1" max:"1000" default:"not said" example:"16" doc:"The largest number of people: seats can be shared."`
	Minutes int      `toml:"minutes" min:"1" max:"10080" default:"what the clock takes" example:"90" doc:"How many minutes to plan in the room, including the stops for discussion but not the hot wash."`
	Topic   string   `toml:"topic" default:"not said" example:"\"a stolen model checkpoint\"" doc:"Its topic, in a few words that do not give away the plot."`
	Trains  []string `toml:"trains" default:"not said" example:"[\"joining pieces across rivals\"]" doc:"The skills that it trains, in the words of those who choose it."`
	Level   string   `toml:"level" enum:"first|middling|hard" default:"not said" example:"\"first\"" doc:"How hard it is: first for beginners, middling for people who have played before, hard for teams."`
}

// RoomMinutes is how long the clock runs in the room, in minutes, without stops.
func (sc *Scenario) RoomMinutes() float64 { return sc.RoomMinutesTo(sc.Length) }

// Paces says how much exercise time passes in a minute of the room, and how that changes with the moves: "12m, then
// 36m".
func (sc *Scenario) Paces() string {
	pace, said := sc.Minute, []string(nil)
	for _, round := range sc.Rounds() { // of a choice, the move that is taken if nothing is chosen
		if m := &sc.Moves[round[0]]; m.Minute > 0 {
			pace = m.Minute
		}
		if len(said) == 0 || said[len(said)-1] != pace.String() {
			said = append(said, pace.String())
		}
	}
	if len(said) == 0 {
		return pace.String()
	}
	return strings.Join(said, ", then ")
}

// RoomMinutesTo is how long the clock runs in the room from STARTEX until a time of the story, in minutes without
// stops: each move at its own pace.
func (sc *Scenario) RoomMinutesTo(until Duration) float64 { return sc.RoomMinutesBetween(0, until) }

// RoomMinutesBetween is the same between two times of the story. It divides once for each pace, so that
// rounding does not make eight minutes at one pace a little more than 8.
func (sc *Scenario) RoomMinutesBetween(from, until Duration) float64 {
	minutes, span, pace := 0.0, Duration(0), sc.Minute
	pass := func(to Duration) { // the time until then passes at the present pace
		if to = min(to, until); to > from {
			span, from = span+to-from, to
		}
	}
	for _, round := range sc.Rounds() { // of a choice, the move that is taken if nothing is chosen
		m := &sc.Moves[round[0]]
		if m.Minute > 0 && m.Minute != pace {
			minutes, span, pace = minutes+float64(span)/float64(pace), 0, m.Minute
		}
		pass(m.Until)
	}
	pass(until)
	return minutes + float64(span)/float64(pace)
}

// PlanMinutes is how many minutes to plan in the room: what the author says, else what the clock takes.
func (sc *Scenario) PlanMinutes() float64 {
	if sc.About.Minutes > 0 {
		return float64(sc.About.Minutes)
	}
	return sc.RoomMinutes()
}

// lintAbout finds what the file says of the exercise and is not true.
func lintAbout(c *checker) {
	a := &c.sc.About
	if a.Fewest > 0 && a.Most > 0 && a.Most < a.Fewest {
		c.warnf("about.most", "about", "swap fewest and most",
			"at most %d people are fewer than at least %d", a.Most, a.Fewest)
	}
	if runs := c.sc.RoomMinutes(); a.Minutes > 0 && runs > 1.05*float64(a.Minutes) {
		c.warnf("about.minutes", "about", "plan more minutes, shorten length, or raise minute",
			"the clock alone runs for %.0f minutes in the room, and %d are planned", runs, a.Minutes)
	}
}
