package msel

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"tocsin/sim/scenario"
)

// timeKind is what a cell of time says.
type timeKind uint8

const (
	noTime  timeKind = iota // nothing, or nothing that can be read
	offset                  // a span since time 0 of the list, below 0 before it
	clock                   // a time of day, and perhaps a day
	instant                 // a date and time
	aDate                   // a date alone
)

// reading is what a cell of time says, before the list's start is known.
type reading struct {
	kind timeKind
	// span is the offset, or for a clock the time since midnight.
	span scenario.Duration
	// day is the day of a clock, the first being 0, if it is dayed.
	day   int
	dayed bool
	when  time.Time
	// code, assumed and hint say what is not sure; code is "" if everything is.
	code, assumed, hint string
}

// doubted returns the reading with a doubt, unless it already has one.
func (r reading) doubted(code, assumed, hint string) reading {
	if r.code == "" {
		r.code, r.assumed, r.hint = code, assumed, hint
	}
	return r
}

// timeReader reads cells of time in the notations that lists use.
type timeReader struct {
	m *Mapping
	// dayFirst is the order of 03/04/2027; it is known if the mapping says it or some cell of the list
	// has only one meaning.
	dayFirst, known bool
}

// How a clock is written; hour, minute, second, half of the day, zone.
const clockPattern = `(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?(?:\.\d+)?\s*(am|pm|a\.m\.?|p\.m\.?)?` +
	`\s*(?:hrs?|hours|uhr|h)?\s*\(?(z|utc|gmt|local|lt|l|[a-z]{3,4}|[+-]\d{2}:?\d{2})?\)?`

var (
	clockForm    = regexp.MustCompile(`^` + clockPattern + `$`)
	militaryForm = regexp.MustCompile(`^(\d{2})(\d{2})\s*(?:hrs?|hours|h|uhr)?\s*(z|utc|gmt|l|local)?$`)
	frenchForm   = regexp.MustCompile(`^(\d{1,2})\s?h\s?(\d{2})$`)
	letterHead   = regexp.MustCompile(`(?:^|[\s,;/\d])(startex|start|[tdjhmsx])\s*([+-])`)
	signForm     = regexp.MustCompile(`^([+-])\s*(\d.*)$`)
	daysForm     = regexp.MustCompile(`^(?:(\d+)\s+)?(\d{1,4}):(\d{2})(?::(\d{2}))?$`)
	spanPart     = regexp.MustCompile(`^(\d+(?:[.,]\d+)?)\s*([a-z]+)\.?\s*(?:and\s+|,\s*)?`)
	dayForm      = regexp.MustCompile(`^(?:exercise day|ex day|day|tag|jour|dia|giorno|dag)\s*(\d{1,3})\b[\s,;:@/–-]*(?:at\s+|um\s+)?(.*)$`)
	dateForm     = regexp.MustCompile(`^(\d{1,4})([/.-])(\d{1,2})[/.-](\d{1,4})(?:[\st,]+(?:at\s+)?(.+))?$`)
	wordDateForm = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?[\s.-]*([a-zéûä]{3,9})\.?[\s,.-]*(\d{4}|\d{2})(?:[\s,]+(?:at\s+)?(.+))?$`)
	usDateForm   = regexp.MustCompile(`^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[\s,]+(?:at\s+)?(.+))?$`)
	groupForm    = regexp.MustCompile(`^(\d{2})(\d{2})(\d{2})\s*([a-z])\s*([a-z]{3})\s*(\d{4}|\d{2})$`)
	numberForm   = regexp.MustCompile(`^\d+(?:[.,]\d+)?$`)
	weekday      = regexp.MustCompile(`^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+`)
	rangeForm    = regexp.MustCompile(`^(.+?)\s*(?:–|—|\s-\s|\bto\b|\bbis\b|\buntil\b|-)\s*(.+)$`)
	aboutForm    = regexp.MustCompile(`^(?:ca\.?|circa|approx(?:\.|imately)?|about|around|~|≈|env\.?|etwa)\s*`)
)

// openTimes are the words for a time that is left open.
var openTimes = map[string]bool{"": true, "-": true, "–": true, "—": true, "n/a": true, "na": true, "none": true,
	"/": true}

// read reads a cell of time. What it cannot read has kind noTime and the code "time".
func (tr *timeReader) read(c cell) reading {
	text := strings.ToLower(oneLine(c.text))
	if to, ok := tr.m.settled("times", text); ok {
		if text = strings.ToLower(oneLine(to)); text == "" {
			return reading{}
		}
	} else if c.dated {
		return serialReading(c.serial)
	}
	if openTimes[text] {
		return reading{code: "untimed"}
	}
	text = strings.NewReplacer("−", "-", "＋", "+", "‑", "-", "’", "'").Replace(text)
	if rest := aboutForm.ReplaceAllString(text, ""); rest != text && rest != "" {
		if r := tr.exact(rest); r.kind != noTime {
			return r.doubted("about", "the time is said to be about this; it is taken as exact",
				`accept "about", or say the time in [times]`)
		}
	}
	r := tr.exact(text)
	if r.kind != noTime {
		return r
	}
	if parts := rangeForm.FindStringSubmatch(text); parts != nil {
		if from, to := tr.exact(parts[1]), tr.exact(parts[2]); from.kind != noTime && to.kind != noTime {
			return from.doubted("range", "a span of time; its beginning is taken",
				`accept "range", or say the time in [times]`)
		}
	}
	return reading{code: "time", assumed: "this is not a known time; the facilitator brings it by hand",
		hint: "say what it means in [times] of the map"}
}

// exact reads one moment.
func (tr *timeReader) exact(text string) reading {
	switch text {
	case "startex", "start", "t0", "t", "t=0", "t 0", "h-hour", "h hour", "start of exercise", "exercise start":
		return reading{kind: offset}
	}
	text = weekday.ReplaceAllString(text, "")
	if tr.m.Numbers != "" && !(len(text) == 4 && text[0] == '0') { // somebody says what numbers are
		if r, ok := tr.bare(text); ok {
			return r
		}
	}
	for _, try := range []func(string) (reading, bool){tr.letters, tr.signed, tr.days, tr.date, clockReading, tr.span,
		tr.bare} {
		if r, ok := try(text); ok {
			return r
		}
	}
	return reading{}
}

// letters reads T+5, H-1, M+45, D+2 H+3, J-1 09:00, T+1d2h and T+00:30.
func (tr *timeReader) letters(text string) (reading, bool) {
	heads := letterHead.FindAllStringSubmatchIndex(text, -1)
	if len(heads) == 0 || heads[0][2] != 0 {
		return reading{}, false
	}
	r := reading{kind: offset}
	days, onlyDays := 0, true
	for i, at := range heads {
		letter, sign := text[at[2]:at[3]], text[at[4]:at[5]]
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][2]
		}
		value, behind := strings.Trim(text[at[5]:end], " ,;/"), ""
		span, doubt, ok := tr.letterSpan(letter, value)
		if !ok && i == len(heads)-1 { // "D+1 0900": a clock is behind
			value, behind, _ = strings.Cut(value, " ")
			span, doubt, ok = tr.letterSpan(letter, value)
		}
		if !ok {
			return r, false
		}
		if sign == "-" {
			span = -span
		}
		if doubt {
			r = r.doubted("t-unit", "", `say t = "minutes", "hours" or "days" in the map`)
		}
		if letter == "d" || letter == "j" {
			days += int(span / scenario.Day)
		} else {
			onlyDays = false
		}
		r.span += span
		if behind != "" {
			c, ok := clockReading(strings.TrimPrefix(behind, "at "))
			c.day, c.dayed = days, true
			return c, ok && onlyDays
		}
	}
	return r, true
}

// letterSpan returns the span after a letter, and whether its unit had to be assumed.
func (tr *timeReader) letterSpan(letter, value string) (span scenario.Duration, doubt, ok bool) {
	inDays := letter == "d" || letter == "j" // then 1 14:30 is a day and a clock
	if p := daysForm.FindStringSubmatch(value); p != nil && !inDays {
		return hms(p[1], p[2], p[3], p[4]), false, true
	}
	v, bare := number(value)
	if !bare {
		if inDays {
			return 0, false, false
		}
		span, ok = parseSpan(value)
		return span, false, ok
	}
	switch letter {
	case "d", "j":
		return times(v, scenario.Day), false, true
	case "h":
		return times(v, scenario.Hour), false, true
	case "m":
		return times(v, scenario.Minute), false, true
	}
	if v == 0 {
		return 0, false, true
	}
	return times(v, unitSize(tr.m.T)), tr.m.T == "", true
}

// unitSize returns the size of a unit that a mapping names; a minute if it names none.
func unitSize(unit string) scenario.Duration {
	switch unit {
	case "hours":
		return scenario.Hour
	case "days":
		return scenario.Day
	}
	return scenario.Minute
}

// maxSpan is the longest span of a cell of time, so that sums stay within range.
const maxSpan = scenario.MaxLength

// times multiplies a unit, within maxSpan.
func times(v float64, unit scenario.Duration) scenario.Duration {
	return scenario.Duration(math.Round(min(max(v*float64(unit), -float64(maxSpan)), float64(maxSpan))))
}

// hms returns a span of days, hours, minutes and seconds.
func hms(d, h, m, s string) scenario.Duration {
	total := scenario.Duration(0)
	for i, text := range []string{d, h, m, s} {
		v, _ := strconv.ParseFloat(text, 64)
		total += times(v, []scenario.Duration{scenario.Day, scenario.Hour, scenario.Minute, scenario.Second}[i])
	}
	return total
}

// signed reads +15 min, -1h, and Blueprint's "+ 00:10:00" and "+ 1 00:10:00".
func (tr *timeReader) signed(text string) (reading, bool) {
	p := signForm.FindStringSubmatch(text)
	if p == nil {
		return reading{}, false
	}
	r := reading{kind: offset}
	if d := daysForm.FindStringSubmatch(p[2]); d != nil {
		r.span = hms(d[1], d[2], d[3], d[4])
	} else if v, ok := number(p[2]); ok {
		r.span = times(v, unitSize(tr.m.T))
		if tr.m.T == "" && v != 0 {
			r = r.doubted("t-unit", "", `say t = "minutes", "hours" or "days" in the map`)
		}
	} else if r.span, ok = parseSpan(p[2]); !ok {
		return r, false
	}
	if p[1] == "-" {
		r.span = -r.span
	}
	return r, true
}

// units are the words for spans of time.
var units = map[string]scenario.Duration{"s": scenario.Second, "sec": scenario.Second, "secs": scenario.Second,
	"second": scenario.Second, "seconds": scenario.Second, "sek": scenario.Second,
	"m": scenario.Minute, "min": scenario.Minute, "mins": scenario.Minute, "minute": scenario.Minute,
	"minutes": scenario.Minute, "minuten": scenario.Minute, "minutos": scenario.Minute, "mn": scenario.Minute,
	"h": scenario.Hour, "hr": scenario.Hour, "hrs": scenario.Hour, "hour": scenario.Hour, "hours": scenario.Hour,
	"std": scenario.Hour, "stunde": scenario.Hour, "stunden": scenario.Hour, "heure": scenario.Hour,
	"heures": scenario.Hour, "hora": scenario.Hour, "horas": scenario.Hour,
	"d": scenario.Day, "day": scenario.Day, "days": scenario.Day, "tag": scenario.Day, "tage": scenario.Day,
	"jour": scenario.Day, "jours": scenario.Day, "j": scenario.Day, "dia": scenario.Day, "dias": scenario.Day,
	"w": scenario.Week, "week": scenario.Week, "weeks": scenario.Week, "wk": scenario.Week}

// parseSpan reads 1h30, 2 days, 90 minutes, 1d 12h, 1h30m.
func parseSpan(text string) (scenario.Duration, bool) {
	total, last := scenario.Duration(0), scenario.Duration(0)
	for rest := text; rest != ""; {
		p := spanPart.FindStringSubmatch(rest)
		if p == nil { // "1h30": what follows hours are minutes
			v, ok := number(rest)
			if !ok || last != scenario.Hour || v >= 60 {
				return 0, false
			}
			return total + times(v, scenario.Minute), true
		}
		size, ok := units[p[2]]
		v, isNumber := number(p[1])
		if !ok || !isNumber {
			return 0, false
		}
		total, last, rest = total+times(v, size), size, rest[len(p[0]):]
		if total > maxSpan {
			return 0, false
		}
	}
	return total, text != ""
}

// span reads a span without sign or letter: 15 min, 2 days.
func (tr *timeReader) span(text string) (reading, bool) {
	s, ok := parseSpan(text)
	return reading{kind: offset, span: s}, ok
}

// days reads "Day 2 09:00" and "Day 2", where day 1 is the first.
func (tr *timeReader) days(text string) (reading, bool) {
	p := dayForm.FindStringSubmatch(text)
	if p == nil {
		return reading{}, false
	}
	n, _ := strconv.Atoi(p[1])
	r := reading{kind: aDate}
	if p[2] != "" {
		var ok bool
		if r, ok = clockReading(p[2]); !ok {
			return r, false
		}
	}
	r.day, r.dayed = n-1, true
	if n == 0 {
		return r.doubted("day-0", "day 0 is taken as the day before day 1",
			`accept "day-0", or say the time in [times]`), true
	}
	return r, true
}

// bare reads a number without a unit.
func (tr *timeReader) bare(text string) (reading, bool) {
	if !numberForm.MatchString(text) {
		return reading{}, false
	}
	v, ok := number(text)
	if !ok {
		return reading{}, false
	}
	const hint = `say numbers = "minutes", "hours", "days" or "excel" in the map`
	switch {
	case tr.m.Numbers == "excel":
		return serialReading(v), true
	case tr.m.Numbers != "":
		return reading{kind: offset, span: times(v, unitSize(tr.m.Numbers))}, true
	case v == 0:
		return reading{kind: offset}, true
	case v > 20000 && v < 80000:
		r := serialReading(v)
		return r.doubted("serial", "a number of days as spreadsheets count them: "+
			r.when.Format("2006-01-02 15:04"), hint), true
	case v < 1:
		return serialReading(v).doubted("serial", "a part of a day as spreadsheets count it", hint), true
	}
	return reading{kind: offset, span: times(v, scenario.Minute)}.doubted("number", "minutes since the start",
		hint), true
}

// excelEpoch is day 0 of spreadsheets for dates after February 1900: they count a 29 February 1900,
// which did not exist.
var excelEpoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// serialReading reads a number of days as workbooks store dates and times, to the second: below 1 it
// is a time of day, below 366 a span since the start.
func serialReading(v float64) reading {
	seconds := math.Round(v * 86400)
	switch {
	case v < 0 || v > 200000:
		return reading{code: "time", assumed: "this number is no date; the facilitator brings it by hand",
			hint: "say what it means in [times] of the map"}
	case v < 1:
		return reading{kind: clock, span: scenario.Duration(seconds) * scenario.Second}
	case v < 366: // 26:00 in a column of elapsed hours
		return reading{kind: offset, span: scenario.Duration(seconds) * scenario.Second}
	}
	return reading{kind: instant, when: excelEpoch.Add(time.Duration(seconds) * time.Second)}
}
