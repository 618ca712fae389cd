package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// slug proposes an id for a name that is none.
func slug(s string) string {
	s = plainLetters.Replace(strings.ToLower(s))
	out := strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(s), "_"), "_")
	if out == "" || out[0] >= '0' && out[0] <= '9' {
		out = "x_" + out
	}
	return out[:min(len(out), 40)]
}

var plainLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "è", "e", "ê", "e",
	"á", "a",
	"à", "a", "â", "a", "ç", "c", "ñ", "n", "ó", "o", "ô", "o", "í", "i", "î", "i", "ú", "u", "û", "u", "å", "a",
	"ø", "o",
	"æ", "ae", "'", "", "’", "")

// meant are words that people write for those which the format has.
var meant = map[string]string{
	"everyone": "all", "everybody": "all", "any": "all", "anyone": "all", "*": "all", "players": "all", "alle": "all",
	"nobody": "none", "no one": "none", "world": "public", "media": "public", "everywhere": "public",
	"phone": "call", "telephone": "call", "mail": "email", "e-mail": "email", "letter": "document", "memo": "document",
	"report": "document", "tv": "news", "radio": "news", "press": "news", "tweet": "social", "post": "social",
	"sms": "alert", "pager": "alert", "alarm": "alert",
	"white": "clear", "yellow": "amber", "orange": "amber",
	"ok": "normal", "up": "normal", "down": "failed", "broken": "failed", "slow": "degraded", "off": "isolated",
}

// suggest is a hint for a word that is not one of names: the nearest, or all of them.
func suggest(word string, names []string) string {
	if other := meant[strings.ToLower(word)]; other != "" && slices.Contains(names, other) {
		return fmt.Sprintf("did you mean %q?", other)
	}
	sorted := append([]string(nil), names...)
	sort.Strings(sorted) // of two equally near names always the same
	best, distance := "", max(2, len(word)/3)+1
	if len(word) < 4 { // "say" is not "any"
		distance = 2
	}
	for _, n := range sorted {
		if d := editDistance(word, n); d < min(distance, max(len(word), len(n))) {
			best, distance = n, d
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	if len(names) == 0 {
		return "the scenario has none"
	}
	if len(sorted) > 24 {
		sorted = append(sorted[:24], "…")
	}
	return "known: " + strings.Join(sorted, ", ")
}

// editDistance counts the letters to add, drop, change or swap with a neighbour.
func editDistance(a, b string) int {
	if len(a) > 80 || len(b) > 80 {
		return 1 << 20
	}
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
