package msel

import (
	"strconv"
	"strings"
	"time"

	"tocsin/sim/scenario"
)

// clockReading reads a time of day: 09:05, 9.05 am, 0905, 0905hrs, 9h05, 14:30 UTC.
func clockReading(text string) (reading, bool) {
	text = strings.TrimSpace(text)
	if p := militaryForm.FindStringSubmatch(text); p != nil {
		return timeOfDay(p[1], p[2], "", "", p[3])
	}
	if p := frenchForm.FindStringSubmatch(text); p != nil {
		r, ok := timeOfDay(p[1], p[2], "", "", "")
		return r.doubted("h-notation", "a time of day, not a span",
			`accept "h-notation", or say the time in [times]`), ok
	}
	p := clockForm.FindStringSubmatch(text)
	if p == nil || p[2] == "" && p[4] == "" { // a bare number is no clock
		return reading{}, false
	}
	r, ok := timeOfDay(p[1], p[2], p[3], p[4], p[5])
	if ok && p[1] == "0" && numberForm.MatchString(text) { // 0.25
		r = r.doubted("serial", "a time of day, "+r.span.String()+" after midnight, not a part of a day",
			`say numbers = "excel" in the map, or accept "serial"`)
	}
	return r, ok
}

// timeOfDay makes a reading of the parts of a clock; half is am, pm or "".
func timeOfDay(hour, minute, second, half, zone string) (reading, bool) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi("0" + minute)
	s, _ := strconv.Atoi("0" + second)
	if m > 59 || s > 59 {
		return reading{}, false
	}
	if half != "" {
		if h < 1 || h > 12 {
			return reading{}, false
		}
		h %= 12
		if half[0] == 'p' {
			h += 12
		}
	}
	span := scenario.Duration(h*3600+m*60+s) * scenario.Second
	r := reading{kind: clock, span: span}
	if h > 24 || h == 24 && m+s > 0 {
		return reading{kind: offset, span: span}.doubted("elapsed",
			"no clock shows this, so it is hours since the start",
			`accept "elapsed", or say the time in [times]`), true
	}
	switch zone {
	case "", "z", "utc", "gmt", "l", "lt", "local", "am", "pm", "hrs", "uhr":
		return r, true
	}
	if strings.HasPrefix(zone, "+") || strings.HasPrefix(zone, "-") || knownZones[zone] {
		return r.doubted("zone", "the clock of the list is taken as the exercise's own, whatever the zone",
			`accept "zone" if all times are of one zone, or say the times in [times]`), true
	}
	return reading{}, false
}

// knownZones are names of time zones that follow a time.
var knownZones = map[string]bool{"cet": true, "cest": true, "est": true, "edt": true, "cst": true, "cdt": true,
	"mst": true, "mdt": true, "pst": true, "pdt": true, "bst": true, "wet": true, "west": true, "eet": true,
	"eest": true, "ist": true, "jst": true, "aest": true, "aedt": true, "mez": true, "mesz": true, "et": true}

// months are the beginnings of the names of months, in the languages of headings.
var months = []struct {
	begins string
	month  time.Month
}{{"jan", 1}, {"ene", 1}, {"feb", 2}, {"fév", 2}, {"fev", 2}, {"mar", 3}, {"mär", 3}, {"apr", 4}, {"avr", 4},
	{"abr", 4}, {"may", 5}, {"mai", 5}, {"jun", 6}, {"juin", 6}, {"jul", 7}, {"juil", 7}, {"aug", 8}, {"aoû", 8},
	{"ago", 8}, {"sep", 9}, {"oct", 10}, {"okt", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12}, {"déc", 12}, {"dic", 12}}

func monthOf(word string) time.Month {
	for _, m := range months {
		if strings.HasPrefix(word, m.begins) {
			return m.month
		}
	}
	return 0
}

// date reads dates, with or without a clock: ISO, 03/04/2027, 1 March 2027, March 1, 2027,
// and the military 010900ZMAR27.
func (tr *timeReader) date(text string) (reading, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02t15:04:05z07:00", "2006-01-02t15:04z07:00",
		"2006-01-02 15:04:05z07:00"} {
		if t, err := time.Parse(strings.ToUpper(layout), strings.ToUpper(text)); err == nil {
			return reading{kind: instant, when: t.UTC()}, true
		}
	}
	if p := groupForm.FindStringSubmatch(text); p != nil {
		r, ok := dated(p[6], int(monthOf(p[5])), p[1], p[2]+":"+p[3])
		if p[4] != "z" {
			r = r.doubted("zone", "the clock of the list is taken as the exercise's own, whatever the zone",
				`accept "zone"`)
		}
		return r, ok
	}
	if p := wordDateForm.FindStringSubmatch(text); p != nil {
		return dated(p[3], int(monthOf(p[2])), p[1], p[4])
	}
	if p := usDateForm.FindStringSubmatch(text); p != nil {
		return dated(p[3], int(monthOf(p[1])), p[2], p[4])
	}
	p := dateForm.FindStringSubmatch(text)
	if p == nil {
		return reading{}, false
	}
	if len(p[1]) > 2 { // the year is first
		month, _ := strconv.Atoi(p[3])
		return dated(p[1], month, p[4], p[5])
	}
	if len(p[4]) != 2 && len(p[4]) != 4 {
		return reading{}, false
	}
	first, _ := strconv.Atoi(p[1])
	second, _ := strconv.Atoi(p[3])
	dayFirst, sure := tr.dayFirst, tr.known
	if p[2] == "." {
		dayFirst, sure = true, true
	}
	if first > 12 || second > 12 {
		dayFirst, sure = first > 12, true
	}
	day, month := p[1], second
	if !dayFirst {
		day, month = p[3], first
	}
	r, ok := dated(p[4], month, day, p[5])
	if ok && !sure && first != second {
		r = r.doubted("date-order", "month first: "+r.when.Format("2 January 2006"),
			`say dates = "dmy" or "mdy" in the map`)
	}
	return r, ok
}

// dated makes a reading of a date and the clock after it, which may be "".
func dated(year string, month int, day, clockText string) (reading, bool) {
	y, _ := strconv.Atoi(year)
	if y < 100 {
		y += 2000
	}
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	if month < 1 || month > 12 || t.Day() != d || y < 1900 || y > 9999 {
		return reading{}, false
	}
	if clockText == "" {
		return reading{kind: aDate, when: t}, true
	}
	c, ok := clockReading(clockText)
	if !ok || c.kind != clock {
		return reading{}, false
	}
	c.kind, c.when, c.span = instant, t.Add(time.Duration(c.span)), 0
	return c, true
}

// learnOrder finds whether days or months come first in the dates of a list: the mapping says it, or
// some cell has only one meaning.
func (tr *timeReader) learnOrder(texts []string) {
	if tr.m.Dates != "" {
		tr.dayFirst, tr.known = tr.m.Dates == "dmy", true
		return
	}
	day, month := false, false
	for _, t := range texts {
		p := dateForm.FindStringSubmatch(weekday.ReplaceAllString(strings.ToLower(oneLine(t)), ""))
		if p == nil || len(p[1]) > 2 || p[2] == "." {
			continue
		}
		first, _ := strconv.Atoi(p[1])
		second, _ := strconv.Atoi(p[3])
		day, month = day || first > 12, month || second > 12
	}
	if day != month { // both would be a list in two orders
		tr.dayFirst, tr.known = day, true
	}
}
