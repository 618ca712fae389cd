package msel

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
)

const (
	s = scenario.Second
	m = scenario.Minute
	h = scenario.Hour
	d = scenario.Day
)

func TestTimes(t *testing.T) {
	at := func(text string) time.Time {
		when, err := time.Parse("2006-01-02 15:04:05", text)
		require.NoError(t, err)
		return when
	}
	span := func(v scenario.Duration, code string) reading { return reading{kind: offset, span: v, code: code} }
	tod := func(v scenario.Duration, code string) reading { return reading{kind: clock, span: v, code: code} }
	onDay := func(day int, v scenario.Duration) reading {
		return reading{kind: clock, span: v, day: day, dayed: true}
	}
	date := func(text, code string) reading { return reading{kind: instant, when: at(text), code: code} }
	for text, want := range map[string]reading{
		"": {code: "untimed"}, "n/a": {code: "untimed"}, "–": {code: "untimed"},
		"after lunch": {code: "time"}, "99:99": {code: "time"}, "31/02/2027": {code: "time"},
		"Mueller": {code: "time"},
		// letters
		"T+5": span(5*m, "t-unit"), "t + 5": span(5*m, "t-unit"), "T-10": span(-10*m, "t-unit"), "T+0": span(0, ""),
		"T+5 min": span(5*m, ""), "T+5min": span(5*m, ""), "T+1d": span(d, ""),
		"T+1d12h30m5s": span(36*h+30*m+5*s, ""),
		"T+1h30":       span(90*m, ""), "T+00:30": span(30*m, ""), "T+1:30:15": span(90*m+15*s, ""),
		"T−2h": span(-2*h, ""),
		"H-1":  span(-h, ""), "H+3": span(3*h, ""), "M-5": span(-5*m, ""), "M+45": span(45*m, ""),
		"H+0:30": span(30*m, ""),
		"D+2":    span(2*d, ""), "J+1": span(d, ""), "D+2 H+3 M+45": span(2*d+3*h+45*m, ""),
		"D-1 H+6":   span(-18*h, ""),
		"J-1 09:00": onDay(-1, 9*h), "D+1 14:30": onDay(1, 14*h+30*m), "D+1 at 0900": onDay(1, 9*h),
		"STARTEX": span(0, ""), "StartEx + 15 min": span(15*m, ""), "STARTEX+15": span(15*m, "t-unit"),
		"T0": span(0, ""),
		// signs
		"+ 00:10:00": span(10*m, ""), "+ 1 02:00:00": span(26*h, ""), "+00:10": span(10*m, ""),
		"- 00:05:00": span(-5*m, ""),
		"+15":        span(15*m, "t-unit"), "+15 minutes": span(15*m, ""), "-1h": span(-h, ""),
		"+1,5 h": span(90*m, ""),
		// spans and numbers
		"15 min": span(15*m, ""), "2 days": span(2*d, ""), "1 h 30 min": span(90*m, ""), "90 Minuten": span(90*m, ""),
		"5": span(5*m, "number"), "0": span(0, ""), "12.5": span(12*m+30*s, "number"),
		"0.375": tod(9*h, "serial"), "46447.375": date("2027-03-01 09:00:00", "serial"), "0.25": tod(25*m, "serial"),
		// clocks
		"09:05": tod(9*h+5*m, ""), "9:05": tod(9*h+5*m, ""), "09.05": tod(9*h+5*m, ""), "0905": tod(9*h+5*m, ""),
		"0905hrs": tod(9*h+5*m, ""), "09:05:30": tod(9*h+5*m+30*s, ""), "9:05 am": tod(9*h+5*m, ""),
		"12:30 AM": tod(30*m, ""), "12:15 p.m.": tod(12*h+15*m, ""), "9 pm": tod(21*h, ""),
		"09:05 Uhr": tod(9*h+5*m, ""),
		"09:05 UTC": tod(9*h+5*m, ""), "0905Z": tod(9*h+5*m, ""), "14:00 CET": tod(14*h, "zone"),
		"9h05": tod(9*h+5*m, "h-notation"), "26:00": span(26*h, "elapsed"), "ca. 09:00": tod(9*h, "about"),
		"09:00 - 09:30": tod(9*h, "range"), "09:00–09:30": tod(9*h, "range"), "9:00 to 9:30": tod(9*h, "range"),
		"~T+2h": span(2*h, "about"),
		// days
		"Day 2 09:00": onDay(1, 9*h), "day 1, 0930": onDay(0, 9*h+30*m), "Tag 3 - 8:00": onDay(2, 8*h),
		"Day 2": {kind: aDate, day: 1, dayed: true}, "Day 0": {kind: aDate, day: -1, dayed: true, code: "day-0"},
		// dates
		"2027-03-01T09:05:00Z":      date("2027-03-01 09:05:00", ""),
		"2027-03-01T09:05:00+01:00": date("2027-03-01 08:05:00", ""),
		"2027-03-01 09:05":          date("2027-03-01 09:05:00", ""),
		"2027-03-01T09:05":          date("2027-03-01 09:05:00", ""),
		"03/04/2027 10:00":          date("2027-03-04 10:00:00", "date-order"),
		"13/04/2027 10:00":          date("2027-04-13 10:00:00", ""),
		"04/13/27 10:00":            date("2027-04-13 10:00:00", ""),
		"3.4.2027 10:00":            date("2027-04-03 10:00:00", ""),
		"03/03/2027 10:00":          date("2027-03-03 10:00:00", ""),
		"1 March 2027 09:05":        date("2027-03-01 09:05:00", ""),
		"1-Mar-27 09:05":            date("2027-03-01 09:05:00", ""),
		"March 1, 2027 9:05 AM":     date("2027-03-01 09:05:00", ""),
		"Mon, 1 March 2027 09:05":   date("2027-03-01 09:05:00", ""),
		"010905ZMAR27":              date("2027-03-01 09:05:00", ""),
		"010905AMAR27":              date("2027-03-01 09:05:00", "zone"),
	} {
		t.Run(text, func(t *testing.T) {
			none := &Mapping{}
			none.index()
			tr := timeReader{m: none}
			got := tr.read(cell{text: cleanCell(text)})
			got.assumed, got.hint = "", ""
			assert.Equal(t, want, got)
		})
	}
}

// TestMappingSettlesTimes: what a mapping says of times is not doubted.
func TestMappingSettlesTimes(t *testing.T) {
	src := "t = \"hours\"\nnumbers = \"days\"\ndates = \"dmy\"\n[times]\n\"After lunch\" = " +
		"\"13:00\"\n\"tbd\" = \"\"\n"
	mapping, err := ParseMapping("map.toml", []byte(src))
	require.NoError(t, err)
	tr := timeReader{m: mapping}
	tr.learnOrder(nil)
	for text, want := range map[string]reading{
		"T+5": {kind: offset, span: 5 * h}, "2": {kind: offset, span: 2 * d},
		"after  lunch": {kind: clock, span: 13 * h},
		"TBD":          {}, "03/04/2027": {kind: aDate, when: time.Date(2027, 4, 3, 0, 0, 0, 0, time.UTC)},
		"0905": {kind: clock, span: 9*h + 5*m},
	} {
		assert.Equal(t, want, tr.read(cell{text: text}), text)
	}
}

// TestOneDateTellsTheOrder: a date that can mean one only settles the others of its list.
func TestOneDateTellsTheOrder(t *testing.T) {
	none := &Mapping{}
	none.index()
	for _, c := range []struct {
		texts []string
		code  string
		day   int
	}{{[]string{"03/04/2027", "25/04/2027 10:00"}, "", 3}, {[]string{"03/04/2027", "04/25/2027"}, "", 4},
		{[]string{"03/04/2027", "05/06/2027"}, "date-order", 4},
		{[]string{"25/04/2027", "04/25/2027"}, "date-order", 4}} {
		tr := timeReader{m: none}
		tr.learnOrder(c.texts)
		r := tr.read(cell{text: "03/04/2027"})
		assert.Equal(t, c.code, r.code, "%v", c.texts)
		assert.Equal(t, c.day, r.when.Day(), "%v", c.texts)
	}
}
