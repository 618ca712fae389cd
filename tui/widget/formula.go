package widget

import (
	"regexp"
	"strings"

	"tocsin/sim/scenario"
)

var (
	calls = regexp.MustCompile(`(!?)(knows|aware|done|doing|failed|open|met|missed|delivered|has|runs|running|exposed|flawed)\('([^']+)'(?:,\s*'([^']+)')?\)`)
	joins = strings.NewReplacer("&&", "and", "||", "or", ">=", "at least", "<=", "at most", "==", "is", ">",
		"above", "<", "below")
)

// InWords says a condition in the language of scenarios as people would, as far as it is
// of the common kinds. Title is what a thing is called, by its id; empty for the reader's
// own role, who is not named.
func InWords(formula string, title func(id string) string) string {
	said := calls.ReplaceAllStringFunc(formula, func(s string) string {
		p := calls.FindStringSubmatch(s)
		thing, who := title(p[3]), ""
		if p[4] != "" {
			who = title(p[4])
		}
		quoted, is, has := `"`+thing+`"`, " is ", " has "
		if p[1] != "" {
			is, has = " is not ", " has not "
		}
		by := func(words, prep string) string {
			if who != "" {
				words += prep + who
			}
			return quoted + is + words
		}
		switch p[2] {
		case "knows":
			return by("known", " to ")
		case "aware":
			return "those who know " + quoted
		case "done":
			return by("done", " by ")
		case "doing":
			return by("under way", " by ")
		case "failed":
			return thing + has + "failed"
		case "missed":
			return "what " + quoted + " expects" + is + "overdue"
		case "delivered":
			return quoted + has + "come"
		case "runs":
			if p[1] != "" {
				return thing + " does not run " + who
			}
			return thing + " runs " + who
		case "running", "exposed":
			words := "systems " + map[string]string{"running": "that run ", "exposed": "exposed by "}[p[2]] + thing
			if who != "" {
				words += ", of " + who
			}
			return words
		case "flawed":
			return thing + is + "flawed"
		case "has":
			return thing + is + "in force"
		}
		return thing + is + p[2] // open, met
	})
	return joins.Replace(said)
}

// Title makes words of an id, where there is no better title.
func Title(id string) string { return scenario.Words(id) }
