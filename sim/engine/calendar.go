package engine

import "tocsin/sim/scenario"

// The story's days begin at midnight of STARTEX's own zone; what is said of a seat's hours is
// said in the seat's. Nothing here asks a clock: all follows from the scenario's start.

const (
	dayTicks  = 24 * Time(hour)
	weekTicks = 7 * dayTicks
)

// hourOfDay is the hour of the story's day at a time, from 0 up to 24.
func (m *Model) hourOfDay(t Time) float64 { return ((m.monday + t) % dayTicks).Hours() }

// weekday is the day of the story's week at a time: 1 is Monday, 7 Sunday.
func (m *Model) weekday(t Time) float64 { return float64((m.monday+t)/dayTicks%7 + 1) }

// dayBounds bounds the hour of the day, or the weekday, between two times.
func (m *Model) dayBounds(op scenario.Op, a, b Time) (lo, hi float64) {
	first, last := (m.monday+a)/dayTicks, (m.monday+b)/dayTicks
	switch {
	case op == scenario.OpHourOfDay && first == last:
		return m.hourOfDay(a), m.hourOfDay(b)
	case op == scenario.OpHourOfDay:
		return 0, 24
	case last-first < 7 && m.weekday(a) <= m.weekday(b):
		return m.weekday(a), m.weekday(b)
	}
	return 1, 7
}

// office is when somebody works: from and to on each of some days. The zero office works
// always.
type office struct {
	from, to Time // into the day; to is later, and beyond 24 hours where it is on the next day
	days     [7]bool
	monday   Time // of its zone, as [scenario.Scenario.SinceMonday] has it
	any      bool
}

func newOffice(sc *scenario.Scenario, h *scenario.Hours) office {
	if h == nil {
		return office{}
	}
	out := office{from: Time(h.From), to: Time(h.To), any: true, monday: Time(sc.SinceMonday(h.East(sc)))}
	if out.to <= out.from {
		out.to += dayTicks
	}
	for _, d := range h.On() {
		out.days[d] = true
	}
	return out
}

// businessDays are Monday to Friday, in the story's own zone.
func businessDays(sc *scenario.Scenario) office {
	return office{from: 0, to: dayTicks, any: true, monday: Time(sc.SinceMonday(0)),
		days: [7]bool{true, true, true, true, true}}
}

// done returns when work is done that comes in at a time and takes so long: only working hours count.
// What takes no time is done at once in working hours, and otherwise when the next begin.
func (o *office) done(at, work Time) Time {
	if !o.any || at >= never-work {
		return at + work
	}
	week := Time(0)
	for _, d := range o.days {
		if d {
			week += o.to - o.from
		}
	}
	if weeks := work/week - 1; weeks > 0 { // what is left still takes more than a week
		if weeks >= (never-at)/weekTicks-3 {
			return never
		}
		at, work = at+weeks*weekTicks, work-weeks*week
	}
	day := (at+o.monday)/dayTicks - 1 // a night's work may have begun the day before
	for ; ; day++ {
		if !o.days[(day+7)%7] {
			continue
		}
		opens, closes := day*dayTicks+o.from-o.monday, day*dayTicks+o.to-o.monday
		begins := max(at, opens)
		if begins > closes || begins == closes && work > 0 {
			continue
		}
		if begins == closes { // no work, at the minute of closing
			return begins
		}
		if left := closes - begins; work > left {
			work -= left
			continue
		}
		return begins + work
	}
}

// Working returns how long a task of the bot in a role takes from now if it needs so much working
// time: a bot works only in the hours of its seat.
func (e *Engine) Working(role int, busy Time) Time {
	o := &e.m.offices[role]
	if !o.any {
		return busy
	}
	return min(o.done(e.now, busy)-e.now, Time(longest))
}
