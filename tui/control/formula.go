package control

import (
	"regexp"
	"strings"

	"tocsin/sim/room"
)

// inWords says a condition of the scenario as people would, as far as it is of the common
// kinds, with things called by their titles.
func inWords(c *room.Control, formula string) string {
	call := regexp.MustCompile(`(!?)(knows|aware|done|doing|failed|open|met|missed|delivered|has)\('([^']+)'(?:,\s*'([^']+)')?\)`)
	said := call.ReplaceAllStringFunc(formula, func(s string) string {
		p := call.FindStringSubmatch(s)
		thing, is, has := titleOf(c, p[3]), " is ", " has "
		if p[1] != "" {
			is, has = " is not ", " has not "
		}
		by := ""
		if p[4] != "" {
			by = titleOf(c, p[4])
		}
		switch p[2] {
		case "knows":
			if by != "" {
				return `"` + thing + `"` + is + "known to " + by
			}
			return `"` + thing + `"` + is + "known"
		case "aware":
			return `those who know "` + thing + `"`
		case "done", "doing":
			word := map[string]string{"done": "done", "doing": "under way"}[p[2]]
			if by != "" {
				word += " by " + by
			}
			return `"` + thing + `"` + is + word
		case "failed":
			return thing + has + "failed"
		case "missed":
			return `what "` + thing + `" expects` + is + "overdue"
		case "delivered":
			return `"` + thing + `"` + has + "come"
		case "has":
			return thing + is + "in force"
		}
		return thing + is + p[2]
	})
	return strings.NewReplacer("&&", "and", "||", "or", ">=", "at least", "<=", "at most", "==", "is", ">", "above", "<", "below").Replace(said)
}

// titleOf is what staff call a thing; its id in words where the view has no title for it.
func titleOf(c *room.Control, id string) string {
	for _, f := range c.Facts {
		if f.ID == id {
			return f.Title
		}
	}
	for _, s := range c.Systems {
		if s.ID == id {
			return s.Title
		}
	}
	for _, s := range c.Seats {
		if s.ID == id {
			return s.Title
		}
	}
	for _, j := range c.Joint {
		if j.ID == id {
			return j.Title
		}
	}
	for _, v := range c.Venues {
		if v.ID == id {
			return v.Title
		}
	}
	for _, m := range c.Mechanisms {
		if m.ID == id {
			return m.Title
		}
	}
	if t := injectTitle(c, id); t != id {
		return t
	}
	return strings.ReplaceAll(id, "_", " ")
}
