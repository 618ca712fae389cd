package scenario

import (
	"slices"
	"strings"
)

// lintNames warns of two seats, facts, gauges or actions that have one name: people choose from lists of names, and
// the report tells of them by name. Actions are apart where no seat may take both.
func lintNames(c *checker) {
	sc := c.sc
	same := func(kind string, n int, named func(i int) (id, title string), apart func(i, k int) bool) {
		before := map[string][]int{}
		for i := range n {
			id, title := named(i)
			name := asRead(title)
			k := slices.IndexFunc(before[name], func(k int) bool { return !apart(i, k) })
			if k >= 0 {
				first, _ := named(before[name][k])
				c.warnf(join(kind, id), "same-name", "give one of them another title",
					"%s %q has the name of %s %q: %q", kind, id, kind, first, clip(title))
			}
			before[name] = append(before[name], i)
		}
	}
	never := func(int, int) bool { return false }
	same("role", len(sc.Roles), func(i int) (string, string) { return sc.Roles[i].ID, sc.Roles[i].Title }, never)
	same("fact", len(sc.Facts), func(i int) (string, string) { return sc.Facts[i].ID, sc.Facts[i].Title }, never)
	same("gauge", len(sc.Gauges), func(i int) (string, string) { return sc.Gauges[i].ID, sc.Gauges[i].Title }, never)
	same("action", len(sc.Actions), func(i int) (string, string) { return sc.Actions[i].ID, sc.Actions[i].Title },
		func(i, k int) bool {
			return !slices.ContainsFunc(sc.RolesOf(sc.Actions[i].By), func(r int) bool {
				return sc.Actions[k].By.includes(sc.Roles[r].ID)
			})
		})
}

// asRead is a name as people tell it from others: not by its letters' size, nor by its blanks.
func asRead(title string) string { return strings.ToLower(strings.Join(strings.Fields(title), " ")) }
