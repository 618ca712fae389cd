package widget

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
	"tocsin/tui/theme"
)

// HeaderHeight is how many lines [Header] draws.
const HeaderHeight = 2

// Header is the two lines at the top of each seat's screen: who I am and what time it is, and
// whether the clock runs, how fast and for how long, or why not.
func Header(th theme.Theme, v exercise.View, w int) []string {
	who := v.You.Title
	if v.You.Role == "" && v.You.Name != "" {
		who = v.You.Name + ", " + string(v.You.Kind)
	}
	place := ""
	if v.You.Room != "" {
		place = "Room " + v.You.Room
	}
	if v.You.Muted {
		who += " (muted)"
	}
	first := th.Bar.Render(whoAndWhen([]string{who, place, v.Scenario.Title}, v.Clock.Now, w))
	code := ""
	if v.Code != "" && v.Clock.Phase != "running" {
		code = "  ·  evidence " + v.Code
	}
	room := w - 3 - Width(strings.TrimLeft(code, " ·"))
	state, style := clockState(v, false, room), th.Running
	switch {
	case v.Clock.Emergency:
		style = th.Alarm
	case v.Clock.Phase != "running":
		style = th.Paused
	}
	move := moveState(v.Clock)
	if v.Clock.Emergency || (v.Clock.Phase == "paused" || v.Clock.Phase == "over") && Width(state)+Width(move+code)+4 > w {
		move = "" // why it is paused comes before which move it is in
	}
	if v.Clock.Phase == "running" { // how fast it goes comes before the name of the move
		move = fitted(v.Clock, w-Width(state)-3)
	}
	move = strings.Trim(move+code, " ·")
	if Width(state)+Width(move)+4 > w { // and what one may do before why
		state = clockState(v, true, room)
	}
	second := style.Render(Spread(" "+state, move+" ", w))
	return []string{first, second}
}

// whoAndWhen is a line of w columns with names to the left and a time to the right: where they do not fit, with less
// air between them, then without the year, then without the zone.
func whoAndWhen(names []string, now exercise.Moment, w int) string {
	names = slices.DeleteFunc(names, func(s string) bool { return s == "" })
	wide, left := " "+strings.Join(names, "  ·  "), " "+strings.Join(names, " · ")
	right := func(date string) string { return date + "   " + now.T + " " }
	if Width(wide)+Width(right(now.Date)) < w {
		return Spread(wide, right(now.Date), w)
	}
	dates := []string{now.Date}
	if d := strings.Fields(now.Date); len(d) == 6 { // Wed 3 Mar 2027 10:30 UTC
		short := strings.Join(slices.Delete(d, 3, 4), " ")
		dates = append(dates, short, strings.TrimSuffix(short, " "+d[4]))
	}
	for _, date := range dates {
		if Width(left)+Width(right(date)) < w {
			return Spread(left, right(date), w)
		}
	}
	return Spread(left, right(now.Date), w)
}

// TurnWords say in w columns the state of a turn: what a seat that it waits for is to say, how long it may take, and
// for whom it waits. A facilitator who alone can end it reads so.
func TurnWords(t *exercise.TurnNow, ends bool, w int) string {
	out := fmt.Sprintf("TURN %d, of %s", t.N, t.Every)
	switch {
	case t.Done:
		out += ". You have said done"
	case t.Yours:
		out += ". Type :done when you have decided"
	}
	if t.Left != nil {
		out += fmt.Sprintf(". %d s left", *t.Left)
	}
	waits := ". Waits for "
	room := w - Width(out+waits)
	switch {
	case room < 8:
		return out
	case ends && t.Stands() && room >= Width(endsIt):
		return out + waits + endsIt
	case len(t.Waiting) == 0 && t.Yours: // not everybody may know of the seat
		return out + waits + "you"
	case len(t.Waiting) == 0:
		return out + waits + "nobody"
	}
	return out + waits + Few(t.Waiting, room)
}

// endsIt is for whom a turn waits that only a facilitator ends, who reads it.
const endsIt = "you: s ends it"

// clockState says in words the state of the clock. Where short is set, why it is paused comes last, to be cut first.
func clockState(v exercise.View, short bool, w int) string {
	c := v.Clock
	switch {
	case c.Emergency:
		return "STOPPED. NO EXERCISE: " + c.Why
	case c.Phase == "over":
		if c.Why == "" || c.Why == "ENDEX" {
			return "ENDEX: the exercise is over"
		}
		return c.Why
	case c.Phase == "before STARTEX":
		if c.Turns != "" {
			return "Before STARTEX. Time moves in turns of " + c.Turns
		}
		return "Before STARTEX"
	case c.InTurn():
		return TurnWords(c.Turn, v.You.Kind == exercise.KindFacilitator, w)
	case c.Phase == "paused":
		may := ""
		if c.Goes != nil {
			may = ", for " + Span(float64(*c.Goes)/3600) + " more"
		}
		switch c.Allows {
		case "talk":
			may += ". You can talk, not act"
		case "nothing":
			may += ". Nothing is accepted now"
		}
		if short {
			return "PAUSED" + strings.NewReplacer(". You can talk, not act", ", you can talk", ". Nothing is accepted now",
				", nothing is accepted").Replace(may) + ": " + c.Why
		}
		return "PAUSED: " + c.Why + may
	}
	return "RUNNING, 1 min = " + c.Pace
}

// fitted is the state of the move in so many columns: where there is little room, without how long it
// lasts in the room while that is far off, then with less of its title, then without both.
func fitted(c exercise.Clock, w int) string {
	const least = 6 // letters of a title that say something
	if pace, err := scenario.ParseDuration(c.Pace); err == nil && c.MoveEnds != nil && Width(moveState(c)) > w &&
		c.MoveEnds.Hours-c.Now.Hours > nearMinutes*pace.Hours() {
		c.Directed = true
	}
	out := moveState(c)
	over := Width(out) - w
	if over <= 0 {
		return out
	}
	if room := Width(c.MoveTitle) - over; room >= least {
		c.MoveTitle = Cut(c.MoveTitle, room)
		return moveState(c)
	}
	c.MoveTitle = ""
	if out = moveState(c); Width(out) > w {
		c.Directed = true
		out = moveState(c)
	}
	return out
}

func moveState(c exercise.Clock) string {
	ends, what := c.Ends, "ENDEX"
	move := ""
	if c.Move > 0 {
		move = strings.TrimSuffix(fmt.Sprintf("Move %d/%d: %s", c.Move, c.Moves, c.MoveTitle), ": ")
		if c.MoveEnds != nil {
			ends, what = *c.MoveEnds, "ends"
		}
	}
	if c.Phase == "over" || c.Phase == "before STARTEX" { // until STARTEX no time runs out
		return move
	}
	left := what + " in " + Span(ends.Hours-c.Now.Hours)
	if here := Here(ends.Hours-c.Now.Hours, c); here != "" && !c.Directed {
		left += " (" + here + ")"
	}
	return strings.Trim(move+"  ·  "+left, " ·")
}

// Span writes hours as people say them, without their sign, in at most two units: "2d 4h", "35m"; "no time" for less
// than a second.
func Span(hours float64) string {
	d := time.Duration(hours * float64(time.Hour))
	if d < 0 {
		d = -d
	}
	units := []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}}
	for i, u := range units {
		if d < u.size {
			continue
		}
		out := fmt.Sprintf("%d%s", d/u.size, u.name)
		if i+1 < len(units) && u.size > time.Minute {
			if rest := d % u.size / units[i+1].size; rest > 0 {
				out += fmt.Sprintf(" %d%s", rest, units[i+1].name)
			}
		}
		return out
	}
	return "no time"
}

// Here says how long the next hours of the exercise last in the room, while the clock runs: each move at its own
// pace. It is empty for less than a second and for more than a day of the room.
func Here(hours float64, c exercise.Clock) string {
	if c.Phase != "running" || hours <= 0 {
		return ""
	}
	minutes, ok := minutesHere(hours, c)
	if !ok {
		return ""
	}
	d := time.Duration(minutes * float64(time.Minute))
	switch {
	case d < time.Second, d > 24*time.Hour: // nobody waits for that
		return ""
	case d < time.Minute:
		return fmt.Sprintf("%d s here", int(d/time.Second))
	case d >= 100*time.Minute:
		return fmt.Sprintf("%d h here", int(d/time.Hour))
	}
	return fmt.Sprintf("%d min here", int(d/time.Minute))
}

// minutesHere is how many minutes of the room the next hours last; false where the pace is not known.
func minutesHere(hours float64, c exercise.Clock) (minutes float64, ok bool) {
	from, to, pace := c.Now.Hours, c.Now.Hours+hours, c.Pace
	for i := 0; ; i++ {
		until := to
		if i < len(c.Paces) {
			until = min(to, max(from, c.Paces[i].From.Hours))
		}
		p, err := scenario.ParseDuration(pace)
		if err != nil || p <= 0 {
			return 0, false
		}
		minutes += (until - from) / p.Hours()
		if from = until; i >= len(c.Paces) || from >= to {
			return minutes, true
		}
		pace = c.Paces[i].Pace
	}
}

// Old reports whether more than so many minutes of the room have gone since a time, at the pace
// that the clock has now.
func Old(at exercise.Moment, c exercise.Clock, minutes float64) bool {
	pace, err := scenario.ParseDuration(c.Pace)
	return err == nil && c.Now.Hours-at.Hours > minutes*pace.Hours()
}

// Due says how long there is until a time, or how late it is.
func Due(c exercise.Clock, at exercise.Moment) string {
	left := at.Hours - c.Now.Hours
	switch {
	case left < 0:
		return "LATE by " + Span(left)
	case Here(left, c) != "":
		return "in " + Span(left) + " (" + Here(left, c) + ")"
	}
	return "in " + Span(left)
}

// Clock is the time of day and the day of the exercise, short: "Tue 08:00".
func Clock(m exercise.Moment) string {
	words := strings.Fields(m.Date) // Wed 3 Mar 2027 10:30, and a zone
	if len(words) < 5 {
		return m.T
	}
	return words[0] + " " + words[4]
}
