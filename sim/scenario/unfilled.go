package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A {name} that nothing gives is kept. In a text players would read the braces; in a number, a
// time or an id the message about the value would not say why it is wrong.

// unfilled are the texts of a file with a {name} that nothing gives.
type unfilled struct {
	at    map[string]string // by path: the first such name
	paths []string          // in the order of the tables
	given []string          // names that [variable], [draw.ID] and the rows of [[each]] give
	rows  []string          // of these, the keys of rows
}

// findUnfilled looks at the tables of a file after variables and rows were put in.
func findUnfilled(tree map[string]any, ix *positions) unfilled {
	u := unfilled{at: map[string]string{}}
	for _, kind := range []string{"variable", "draw"} {
		table, _ := tree[kind].(map[string]any)
		u.given = append(u.given, ix.inOrder(kind, table)...)
	}
	for i, v := range listOf(tree["each"]) {
		each, _ := v.(map[string]any)
		u.rows = append(u.rows, "n")
		for j, v := range listOf(each["of"]) {
			row, isTable := v.(map[string]any)
			if !isTable {
				u.rows = append(u.rows, "id")
			}
			u.rows = append(u.rows, ix.inOrder(indexed(indexed("each", i)+".of", j), row)...)
		}
	}
	slices.Sort(u.rows)
	u.rows = slices.Compact(u.rows)
	u.given = append(u.given, u.rows...)
	for k, v := range tree {
		if k != "variable" && k != "each" {
			u.look(v, k)
		}
	}
	slices.SortFunc(u.paths, func(a, b string) int { // few: the order of every table would take longer
		return cmp.Or(ix.offset(a)-ix.offset(b), ix.rank[a]-ix.rank[b], strings.Compare(a, b))
	})
	return u
}

func (u *unfilled) look(v any, path string) {
	switch t := v.(type) {
	case string:
		for _, m := range placePattern.FindAllStringSubmatch(t, -1) {
			if !slices.Contains(u.given, m[1]) || slices.Contains(u.rows, m[1]) {
				u.at[path] = m[1]
				u.paths = append(u.paths, path)
				return
			}
		}
	case map[string]any:
		for k, v := range t {
			u.look(v, join(path, k))
		}
	case []any, []map[string]any:
		for i, el := range listOf(v) {
			u.look(el, indexed(path, i))
		}
	}
}

// hint says what to write for the {name} in the text at a path that nothing gives; other is the hint where there is
// none.
func (u *unfilled) hint(path, other string) string {
	name, lacks := u.at[path]
	switch {
	case !lacks:
		return other
	case slices.Contains(u.rows, name):
		return fmt.Sprintf("{%s} is a key of rows: give it in each row of that [[each]], and write it there only", name)
	}
	if near := suggest(name, u.given); strings.HasPrefix(near, "did you mean") {
		return fmt.Sprintf("nothing gives {%s}: %s", name, near)
	}
	return fmt.Sprintf("nothing gives {%s}: write it under [variable], or as [draw.%s]", name, name)
}

// lintUnfilled warns of braces that players would read. A file without variables, rows and draws may have braces
// in its texts that mean nothing.
func lintUnfilled(c *checker) {
	u := &c.b.unfilled
	if len(u.given) == 0 {
		return
	}
	for _, path := range u.paths {
		c.warnf(path, "unfilled", u.hint(path, ""), "{%s} is kept as it is written", u.at[path])
	}
}
