package scenario

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Duration is a span of exercise time in nanoseconds.
type Duration int64

// Units of exercise time.
const (
	Nanosecond Duration = 1
	Second              = 1_000_000_000 * Nanosecond
	Minute              = 60 * Second
	Hour                = 60 * Minute
	Day                 = 24 * Hour
	Week                = 7 * Day

	// MaxDuration is the longest span a scenario may name: 100 years.
	MaxDuration = 36525 * Day
	// MaxLength is the longest exercise: 10 years of its own calendar.
	MaxLength = 3653 * Day
)

var units = []struct {
	name string
	size Duration
}{{"ns", 1}, {"us", 1_000}, {"ms", 1_000_000}, {"s", Second}, {"m", Minute}, {"h", Hour}, {"d", Day}, {"w", Week}}

// ParseDuration reads "90s", "45m", "6h", "3d", "2w", "1d12h" or "1.5h". The
// smallest unit is "ns", the longest span MaxDuration; signs are not allowed.
func ParseDuration(s string) (Duration, error) {
	text := strings.TrimSpace(s)
	if text == "" {
		return 0,
			fmt.Errorf("a duration is missing: write a number and a unit, such as \"90s\", \"45m\", \"6h\", " +
				"\"3d\" or \"1d12h\"")
	}
	var total float64
	var exact Duration
	whole := true
	for rest := text; rest != ""; {
		n := 0
		for n < len(rest) && (rest[n] >= '0' && rest[n] <= '9' || rest[n] == '.') {
			n++
		}
		u := n
		for u < len(rest) && rest[u] >= 'a' && rest[u] <= 'z' {
			u++
		}
		if n == 0 {
			return 0,
				fmt.Errorf("%q is not a duration: write a number and a unit, such as \"90s\", \"45m\", \"6h\", "+
					"\"3d\" or \"1d12h\"", clip(s))
		}
		number, unit := rest[:n], rest[n:u]
		size := Duration(0)
		for _, x := range units {
			if x.name == unit {
				size = x.size
			}
		}
		if unit == "" {
			return 0,
				fmt.Errorf("%q is not a duration: a number needs its unit right after it, such as \"90s\", "+
					"\"45m\", \"6h\" or \"3d\"", clip(s))
		}
		if size == 0 {
			return 0, fmt.Errorf("unknown unit %q in duration %q: use s, m, h, d or w", clip(unit), clip(s))
		}
		f, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return 0, fmt.Errorf("%q is not a number in duration %q", clip(number), clip(s))
		}
		total += f * float64(size)
		if i, err := strconv.ParseInt(number, 10, 64); err == nil &&
			float64(i)*float64(size) <= float64(MaxDuration) {
			exact += Duration(i) * size
		} else {
			whole = false
		}
		if total > float64(MaxDuration) || exact > MaxDuration {
			return 0, fmt.Errorf("duration %q is longer than 100 years", clip(s))
		}
		rest = rest[u:]
	}
	if whole {
		return exact, nil
	}
	return Duration(math.Round(total)), nil
}

// Hours returns the span in hours.
func (d Duration) Hours() float64 { return float64(d) / float64(Hour) }

// String writes the span as a scenario would, in at most two units, the rest cut off: "1d12h", "45m".
func (d Duration) String() string {
	if d < 0 {
		return "-" + (-d).String()
	}
	if d == 0 {
		return "0s"
	}
	if d < Second {
		return strconv.FormatFloat(float64(d)/1e6, 'g', 4, 64) + "ms"
	}
	var b strings.Builder
	parts := 0
	for i := len(units) - 2; i >= 3 && parts < 2; i-- { // days down to seconds
		if n := d / units[i].size; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, units[i].name)
			d -= n * units[i].size
			parts++
		} else if parts > 0 {
			parts++
		}
	}
	return b.String()
}

// Exact writes the span so that [ParseDuration] reads back the same number of nanoseconds:
// "2d4h30m", "1h250ns". Spans below zero, which no file can give, are written as "0s".
func (d Duration) Exact() string {
	if d <= 0 {
		return "0s"
	}
	var b strings.Builder
	for i := len(units) - 2; i >= 0; i-- { // days down to nanoseconds
		if n := d / units[i].size; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, units[i].name)
			d -= n * units[i].size
		}
	}
	return b.String()
}

func clip(s string) string {
	s = CleanLine(s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
