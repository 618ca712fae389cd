package scenario

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	clockTime  = regexp.MustCompile(`^(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$`)
	plusTime   = regexp.MustCompile(`^(?:[tT]|ENDEX|STARTEX|D|H)?\s*\+\s*(.*)$`)
	wordyParts = regexp.MustCompile(`^(?:(\d+(?:[.,]\d+)?|an?|one|half an?)[\s-]*([a-zµ]+)[\s,]*)+$`)
	wordyPart  = regexp.MustCompile(`(\d+(?:[.,]\d+)?|half an?|an?|one)[\s-]*([a-zµ]+)`)
	computed   = regexp.MustCompile(`\{[a-z][a-z0-9_ ]*[^a-z0-9_ }][^}]*\}|\}\s*[-+*/]|[-+*/]\s*\{`)
	isoTime    = regexp.MustCompile(`^[pP](?:(\d+)[dD])?(?:[tT](?:(\d+)[hH])?(?:(\d+)[mM])?(?:(\d+)[sS])?)?$`)
)

var unitWords = map[string]string{
	"s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
	"m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m", "minuten": "m",
	"h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "std": "h",
	"d": "d", "day": "d", "days": "d", "tag": "d", "tage": "d",
	"w": "w", "wk": "w", "week": "w", "weeks": "w",
}

// durationHint says what to write for a time that cannot be read; "" where that is not
// known. start is STARTEX where the file gives it.
func durationHint(s string, start *time.Time) string {
	text := strings.TrimSpace(s)
	if d, ok := readDuration(text, start); ok {
		return fmt.Sprintf("write %q", d)
	}
	lower := strings.ToLower(text)
	switch m := clockTime.FindStringSubmatch(lower); {
	case m != nil:
		return "times are counted from STARTEX, not from midnight: five past nine is \"1h5m\" when the exercise " +
			"begins at 8:00"
	case strings.Contains(lower, "month") || strings.Contains(lower, "year"):
		return "a month has no fixed length: write days, such as \"30d\""
	case strings.HasPrefix(strings.TrimLeft(lower, "td "), "-"):
		return "nothing happens before STARTEX: write \"0s\", or let the role know it from the start"
	case computed.MatchString(text):
		return "compute it in a draw of its own, in hours, and write its name alone: [draw.later] with " +
			"number = \"2 * lag\", and at = \"{later}\""
	case lower == "now" || lower == "start" || lower == "startex" || lower == "immediately" || lower == "never":
		return "write \"0s\" for STARTEX; leave the key out for never"
	case plusTime.MatchString(text):
		return durationHint(plusTime.FindStringSubmatch(text)[1], start)
	case text != "" && strings.Trim(text, "0123456789.") == "":
		return fmt.Sprintf("a number needs its unit: \"%sm\", \"%sh\" or \"%sd\"", text, text, text)
	}
	return ""
}

// readDuration guesses what was meant by a time that is written in another way.
func readDuration(text string, start *time.Time) (string, bool) {
	lower := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(text)), " and ", " ")
	if m := clockTime.FindStringSubmatch(lower); m != nil {
		if start == nil || start.IsZero() {
			return "", false
		}
		h, _ := strconv.Atoi(m[1])
		minute, _ := strconv.Atoi(m[2])
		if strings.HasPrefix(m[4], "p") && h < 12 {
			h += 12
		}
		at := time.Date(start.Year(), start.Month(), start.Day(), h, minute, 0, 0, start.Location())
		if at.Before(*start) {
			at = at.AddDate(0, 0, 1)
		}
		if h > 23 || minute > 59 {
			return "", false
		}
		return Duration(at.Sub(*start)).Exact(), true
	}
	if m := plusTime.FindStringSubmatch(text); m != nil {
		if _, err := ParseDuration(m[1]); err == nil {
			return strings.TrimSpace(m[1]), true
		}
		clock := clockTime.FindStringSubmatch(strings.TrimSpace(m[1]))
		if clock != nil && clock[3] == "" && clock[4] == "" {
			h, _ := strconv.Atoi(clock[1]) // T+1:30 is counted from STARTEX already
			minute, _ := strconv.Atoi(clock[2])
			return (Duration(h)*Hour + Duration(minute)*Minute).Exact(), true
		}
		return readDuration(m[1], nil)
	}
	if m := isoTime.FindStringSubmatch(lower); m != nil && len(lower) > 1 {
		out := ""
		for i, unit := range []string{"d", "h", "m", "s"} {
			if m[i+1] != "" {
				out += m[i+1] + unit
			}
		}
		return out, out != ""
	}
	if !wordyParts.MatchString(lower) {
		return "", false
	}
	out := ""
	for _, m := range wordyPart.FindAllStringSubmatch(lower, -1) {
		unit, ok := unitWords[m[2]]
		if !ok {
			return "", false
		}
		n := strings.Replace(m[1], ",", ".", 1)
		switch n {
		case "a", "an", "one":
			n = "1"
		case "half a", "half an":
			n = "0.5"
		}
		out += n + unit
	}
	_, err := ParseDuration(out)
	return out, err == nil
}

// clockHint is the hint for a date or a time of day where a time since STARTEX is wanted.
func clockHint(v time.Time, start *time.Time) string {
	if v.Location().String() == "time-local" {
		return durationHint(v.Format("15:04"), start)
	}
	if start == nil || start.IsZero() || !v.After(*start) {
		return `times are counted from STARTEX: write "26h"`
	}
	if v.Location().String() == "datetime-local" || v.Location().String() == "date-local" {
		v = time.Date(v.Year(), v.Month(), v.Day(), v.Hour(), v.Minute(), v.Second(), 0, start.Location())
	}
	return fmt.Sprintf("times are counted from STARTEX: write %q", Duration(v.Sub(*start)).Exact())
}
