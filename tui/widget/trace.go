package widget

import (
	"math"
	"strconv"
	"strings"
)

var eighths = []rune(" ▁▂▃▄▅▆▇█")

// Spark draws values in one line of at most w columns, the newest at the right. Put the
// number next to it: the blocks show only how it went.
func Spark(values []float64, w int) string {
	rows := Chart(values, w, 1)
	if len(rows) == 0 {
		return ""
	}
	return rows[0]
}

// Chart draws values as columns of blocks in a field of at most w columns and h rows,
// between their least and greatest value. The newest value is at the right. What differs
// by less than a twentieth is not blown up to the whole height.
func Chart(values []float64, w, h int) []string {
	values = squeeze(values, w)
	if len(values) == 0 || h <= 0 {
		return nil
	}
	low, high := span(values)
	rows := make([][]rune, h)
	for i := range rows {
		rows[i] = make([]rune, len(values))
	}
	for x, v := range values {
		level := 1 // of 8·h; a flat line lies at the bottom
		if high > low {
			level = 1 + int(math.Round((v-low)/(high-low)*float64(8*h-1)))
		}
		for i := range rows {
			rows[h-1-i][x] = eighths[max(0, min(8, level-8*i))]
		}
	}
	out := make([]string, h)
	for i := range rows {
		out[i] = string(rows[i])
	}
	return out
}

// squeeze takes w values out of many, the last one always.
func squeeze(values []float64, w int) []float64 {
	if w <= 0 {
		return nil
	}
	if len(values) <= w {
		return values
	}
	out := make([]float64, w)
	for i := range out {
		out[i] = values[(i+1)*len(values)/w-1]
	}
	return out
}

func span(values []float64) (low, high float64) {
	low, high = values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	if high > low {
		high = max(high, low+max(math.Abs(low), math.Abs(high))/20)
	}
	return low, high
}

// Number writes a value in short: from 100 on whole, with thousands set apart, from 10 on with at most one decimal,
// below that with two; beyond 1e15 and below 0.01 in three digits, with an exponent where that is shorter.
// Below 1e-6 it is 0.
func Number(v float64) string {
	switch a := math.Abs(v); {
	case a < 1e-6: // what a model grows from, before anything has happened
		return "0"
	case a >= 1e15 || a < 0.01:
		return strconv.FormatFloat(v, 'g', 3, 64)
	case a >= 100:
		return thousands(strconv.FormatFloat(v, 'f', 0, 64))
	case a >= 10:
		return trim(strconv.FormatFloat(v, 'f', 1, 64))
	}
	return trim(strconv.FormatFloat(v, 'f', 2, 64))
}

func trim(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func thousands(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Bar draws how much of a whole is done, w columns wide.
func Bar(part float64, w int) string {
	if math.IsNaN(part) {
		part = 0
	}
	n := int(math.Round(min(max(part, 0), 1) * float64(w)))
	return strings.Repeat("█", n) + strings.Repeat("░", max(w-n, 0))
}
