package plain

import (
	"slices"
	"strconv"
	"strings"
)

// Whoever knows the words of scripts can use them here as on the command line of the
// screens: "share egress to cert, cloud mark amber say first figures because they need
// it". What comes out are the answers to the questions of the verb, in their order.

// grammar is, for a verb, the word before each answer; "" is what follows the verb itself.
var grammar = map[string][]string{
	"say":   {"to", "*"},
	"share": {"", "to", "mark", "say", "because"}, "ask": {"to", "by", "*"},
	"act": {"", "because"}, "commit": {"", "because"}, "withdraw": {"", "because"}, "cancel": {"", "because"}, "deviate": {"", "because"},
}

// clauses splits what stands behind a verb, if it is written in the words of scripts. In
// "say" and "ask" the first word after the recipients and times begins the text ("*").
func clauses(verb, rest string) ([]string, bool) {
	if words := strings.Fields(rest); verb == "declare" && len(words) > 1 && !strings.Contains(rest, ";") {
		return belief(words), true
	}
	want, ok := grammar[verb]
	if !ok || strings.Contains(rest, ";") {
		return nil, false
	}
	words := strings.Fields(rest)
	if !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(want, w) }) {
		return nil, false
	}
	out := make([]string, len(want))
	at := slices.Index(want, "")
	for i, w := range words {
		next := slices.Index(want, w)
		switch {
		case next > at: // in their order, so that a text may have such words in it
			at = next
			continue
		case at < 0:
			return nil, false
		}
		if free := slices.Index(want, "*"); free >= 0 && at != free && out[at] != "" && !strings.HasSuffix(out[at], ",") && !strings.HasPrefix(w, ",") {
			out[free] = strings.Join(words[i:], " ")
			return trimmed(out), true
		}
		out[at] = strings.TrimSpace(out[at] + " " + w)
	}
	return trimmed(out), true
}

// trimmed leaves out the answers at the end that were not given.
func trimmed(out []string) []string {
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// belief is a question, an answer and, perhaps, how sure: "declare cause insider 70%".
func belief(words []string) []string {
	last := words[len(words)-1]
	if _, err := strconv.ParseFloat(strings.TrimSuffix(last, "%"), 64); err == nil && len(words) > 2 {
		return []string{words[0], strings.Join(words[1:len(words)-1], " "), last}
	}
	return []string{words[0], strings.Join(words[1:], " ")}
}
