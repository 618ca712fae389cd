package player

import (
	"regexp"
	"strings"
)

var (
	call  = regexp.MustCompile(`(!?)(knows|done|doing|failed|open|met|delivered)\('([^']+)'(?:,\s*'([^']+)')?\)`)
	joins = strings.NewReplacer("&&", "and", "||", "or", ">=", "at least", "<=", "at most", "==", "is", ">", "above", "<", "below")
)

// inWords says a formula of a note as people would, as far as it is one of the common
// kinds. Things are called by the titles that this seat has for them.
func (m *Model) inWords(formula string) string {
	said := call.ReplaceAllStringFunc(formula, func(s string) string {
		p := call.FindStringSubmatch(s)
		not, verb, thing, role := p[1] != "", p[2], m.titleOf(p[3]), ""
		if p[4] != "" && p[4] != m.view.You.Role {
			role = m.titleOf(p[4])
		}
		is := "is"
		if not {
			is = "is not"
		}
		switch verb {
		case "knows":
			if role != "" {
				return `"` + thing + `" ` + is + " known to " + role
			}
			return `"` + thing + `" ` + is + " known"
		case "done", "doing":
			out := `"` + thing + `" ` + is + map[string]string{"done": " done", "doing": " under way"}[verb]
			if role != "" {
				out += " by " + role
			}
			return out
		case "failed":
			return thing + " " + is + " down"
		case "open":
			return thing + " " + is + " open"
		case "met":
			return thing + " " + is + " met"
		}
		return `"` + thing + `" ` + is + " here" // an inject has come
	})
	return joins.Replace(said)
}

// titleOf is what this seat calls a thing; its id in words where it has no title for it.
func (m *Model) titleOf(id string) string {
	if f := m.fact(id); f != nil {
		return f.Title
	}
	if a := m.action(id); a != nil {
		return a.Title
	}
	for _, s := range m.me.Systems {
		if s.ID == id {
			return s.Title
		}
	}
	for _, v := range m.me.Venues {
		if v.ID == id {
			return v.Title
		}
	}
	for _, o := range m.me.Obligations {
		if o.ID == id {
			return o.Title
		}
	}
	for _, c := range m.me.Contacts {
		if c.ID == id {
			return c.Title
		}
	}
	return strings.ReplaceAll(id, "_", " ")
}
