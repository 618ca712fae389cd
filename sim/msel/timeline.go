package msel

import (
	"fmt"
	"strings"
	"time"

	"tocsin/sim/scenario"
)

// timed is a row whose time is being found.
type timed struct {
	entry *Entry
	place Place
	value string // the cell, for findings
	r     reading
	date  reading // of a separate column of dates
}

// timeline turns what the cells of time say into offsets from the list's start.
type timeline struct {
	m     *Mapping
	rows  []timed
	start time.Time
	found Findings
}

func (tl *timeline) tell(t timed, level Level, code, message, hint string) {
	tl.found = append(tl.found, Finding{Level: level, Code: code, Place: t.place, Value: t.value, Message: message,
		Hint: hint})
}

// settle finds the offset of every row, and the start.
func (tl *timeline) settle() {
	for i := range tl.rows {
		tl.rows[i].r = withDate(tl.rows[i].r, tl.rows[i].date)
	}
	tl.findStart()
	midnight := tl.start.Truncate(24 * time.Hour)
	day, last, had := 0, scenario.Duration(0), false // day and time of the clock above, if there is one
	var above *Entry
	for i := range tl.rows {
		t := &tl.rows[i]
		switch t.r.kind {
		case offset:
			t.entry.At, t.entry.Timed = t.r.span, true
		case instant:
			t.entry.At, t.entry.Timed = since(t.r.when, tl.start), true
			day = int(t.r.when.Sub(midnight).Hours() / 24)
			last, had = scenario.Duration(t.r.when.Sub(t.r.when.Truncate(24*time.Hour))), true
		case clock:
			if t.r.dayed {
				day = t.r.day
			} else if had && t.r.span < last {
				day += tl.backwards(*t, last)
			}
			last, had = t.r.span, true
			at := midnight.Add(time.Duration(day) * 24 * time.Hour).Add(time.Duration(t.r.span))
			t.entry.At, t.entry.Timed = since(at, tl.start), true
		case aDate:
			if t.r.dayed {
				t.entry.At, t.entry.Timed = scenario.Duration(t.r.day)*scenario.Day, true
				tl.tell(*t, Doubt, "no-clock", "a day without a time of day: the time of the start is assumed",
					`accept "no-clock", or say the time in [times]`)
			} else {
				t.entry.At, t.entry.Timed = since(t.r.when, tl.start), true
				tl.tell(*t, Doubt, "no-clock", "a date without a time of day: midnight is assumed",
					`accept "no-clock", or say the time in [times]`)
			}
		case noTime:
			tl.untimed(*t, above)
		}
		tl.doubt(*t)
		if t.entry.Timed {
			above = t.entry
		}
	}
}

// since returns the span between two instants, within maxSpan.
func since(t, from time.Time) scenario.Duration {
	return min(max(scenario.Duration(t.Sub(from)), -maxSpan), maxSpan)
}

// withDate joins a time of day with the date next to it.
func withDate(r, date reading) reading {
	switch {
	case date.kind == noTime || r.kind == instant || r.kind == offset:
		return r
	case r.kind == noTime && r.code == "untimed":
		if date.kind == instant || date.kind == aDate || date.kind == clock {
			return date
		}
		return r
	case r.kind != clock:
		return r
	case date.dayed:
		r.day, r.dayed = date.day, true
	case date.kind == offset: // D+1 in a column of days
		r.day, r.dayed = int(date.span/scenario.Day), true
	case date.kind == instant, date.kind == aDate:
		when := date.when.Truncate(24 * time.Hour).Add(time.Duration(r.span))
		joined := reading{kind: instant, when: when, code: r.code, assumed: r.assumed, hint: r.hint}
		return joined.doubted(date.code, date.assumed, date.hint)
	}
	return r.doubted(date.code, date.assumed, date.hint)
}

// findStart settles what clocks and dates count from: what the list or the mapping says, or else the
// earliest date and time, or the first clock.
func (tl *timeline) findStart() {
	if tl.m.Start != "" && tl.start.IsZero() {
		tl.start, _ = ParseStart(tl.m.Start)
		return
	}
	if !tl.start.IsZero() { // the list says it
		return
	}
	var first *timed
	for i := range tl.rows {
		t := &tl.rows[i]
		switch {
		case t.r.kind == instant && (first == nil || first.r.kind != instant || t.r.when.Before(first.r.when)),
			t.r.kind == clock && first == nil:
			first = t
		}
	}
	if first == nil {
		return
	}
	what := "date and time"
	if first.r.kind == instant {
		tl.start = first.r.when
	} else {
		what = "clock time"
		tl.start = defaultStart.Truncate(24 * time.Hour).Add(time.Duration(first.r.span))
	}
	tl.tell(*first, Doubt, "start",
		fmt.Sprintf("nothing says what the times count from: the first %s of the list is "+
			"taken as STARTEX", what), "give --start, for example --start \""+tl.start.Format("2006-01-02 15:04")+
			"\"")
}

// defaultStart is when a scenario begins that does not say when.
var defaultStart = time.Date(2027, 1, 1, 8, 0, 0, 0, time.UTC)

// backwards returns how many days pass between two clock times if the lower row has the earlier time.
func (tl *timeline) backwards(t timed, last scenario.Duration) int {
	const hint = `say backwards = "day" or "same" in the map`
	switch {
	case tl.m.Backwards == "day":
		return 1
	case tl.m.Backwards == "same":
		return 0
	case last-t.r.span > 12*scenario.Hour:
		tl.tell(t, Doubt, "backwards",
			"the clock of the row above is later by more than half a day: the next day is assumed",
			hint)
		return 1
	}
	tl.tell(t, Doubt, "backwards",
		"the clock of the row above is later: rows out of order on the same day are assumed",
		hint)
	return 0
}

// untimed settles a row without a time.
func (tl *timeline) untimed(t timed, above *Entry) {
	if t.r.code != "untimed" {
		return
	}
	switch {
	case tl.m.Untimed == "as above" && above != nil:
		t.entry.At, t.entry.Timed = above.At, true
	case t.entry.ID != "": // an inject of ours that has no time
	case tl.m.Untimed == "":
		tl.tell(t, Doubt, "untimed", "there is no time here: the facilitator brings it by hand",
			`say untimed = "by hand" or "as above" in the map`)
	}
}

// doubt reports what was not sure in a reading.
func (tl *timeline) doubt(t timed) {
	switch t.r.code {
	case "", "untimed":
	case "t-unit":
		tl.tell(t, Doubt, "t-unit", "the unit is not said: minutes are assumed, so "+signedSpan(t.entry.At), t.r.hint)
	default:
		tl.tell(t, Doubt, t.r.code, t.r.assumed, t.r.hint)
	}
}

// signedSpan writes an offset for a reader: T+1h30m, T-5m, T+0.
func signedSpan(d scenario.Duration) string {
	if d < 0 {
		return "T-" + exactSpan(-d)
	}
	return "T+" + exactSpan(d)
}

// exactSpan writes a span in units that timeReader reads, to the second.
func exactSpan(d scenario.Duration) string {
	if rest := d % scenario.Second; rest != 0 {
		d -= rest // no list counts parts of a second
	}
	var b strings.Builder
	for _, u := range []struct {
		name string
		size scenario.Duration
	}{{"d", scenario.Day}, {"h", scenario.Hour}, {"m", scenario.Minute}, {"s", scenario.Second}} {
		if n := d / u.size; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			d -= n * u.size
		}
	}
	if b.Len() == 0 {
		return "0m"
	}
	return b.String()
}
