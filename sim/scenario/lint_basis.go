package scenario

import (
	"sort"
	"strings"
)

// numbered are the keys whose numbers decide how a run goes, so that they need a source. Times of
// the story, such as an inject's at, need none: the author chooses them.
var numbered = map[string]bool{
	"takes": true, "delay": true, "chance": true, "grow": true, "flow": true, "cost": true, "latency": true,
	"convene": true,
	"ack":     true, "decide": true, "lag": true, "fails": true, "repair": true, "harm": true, "leak": true,
	"rate":    true,
	"changes": true, "effects": true, "setup": true,
}

// basisTable is a table of the file that gives numbers, with the lines that it covers.
type basisTable struct {
	path        string
	first, last int
	excused     bool
}

// lintBasis asks where the numbers of a table come from: basis, or a comment on one of
// its lines or above it. A file that says nothing anywhere is asked once.
func lintBasis(c *checker) {
	if c.sc.Basis != "" {
		return
	}
	ix := c.b.ix
	tables := map[string]*basisTable{}
	for path := range ix.values { // first those with numbers, which are few in a long list of tables
		if !hasNumbered(path) {
			continue
		}
		if name, keys := splitTable(path); name != "" && hasNumbered(keys) && ix.isNumber(path) {
			tables[name] = nil
		}
	}
	if len(tables) == 0 {
		return
	}
	for _, places := range []map[string]int{ix.keys, ix.values} {
		for path, offset := range places {
			name, _ := splitTable(path)
			t, ok := tables[name]
			if !ok {
				continue
			}
			line := ix.pos(offset).Line
			if t == nil {
				t = &basisTable{path: name, first: line, last: line, excused: c.has(name + ".basis")}
				tables[name] = t
			}
			t.first, t.last = min(t.first, line), max(t.last, line)
		}
	}
	comments := commentLines(ix.src)
	var asked []*basisTable
	excused := false
	for _, t := range tables {
		for line := t.first - 1; line <= t.last; line++ {
			t.excused = t.excused || comments[line] && (line >= t.first || comments.onlyComment(ix, line))
		}
		if !t.excused {
			asked = append(asked, t)
		}
		excused = excused || t.excused
	}
	if !excused && len(asked) >= 3 {
		c.warnf("title", "no-basis",
			`add basis = "…" at the top of the file, even "design estimate", or to each table`,
			"nothing says where the numbers of this scenario come from")
		return
	}
	sort.Slice(asked, func(i, j int) bool { return ix.offset(asked[i].path) < ix.offset(asked[j].path) })
	for _, t := range asked {
		c.warnf(t.path, "no-basis", `add basis = "…" or a comment, even "design estimate"`,
			"%s gives numbers and does not say where they come from", t.path)
	}
}

// splitTable splits a path into the table that it is in ("role.lab", "link[3]", "sharing") and the
// keys inside.
func splitTable(path string) (table, keys string) {
	parts := strings.SplitN(path, ".", 3)
	switch {
	case strings.HasSuffix(parts[0], "]"), parts[0] == "sharing":
		return parts[0], strings.Join(parts[1:], ".")
	case len(parts) == 3:
		return parts[0] + "." + parts[1], parts[2]
	case len(parts) == 2:
		return path, ""
	}
	return "", ""
}

func hasNumbered(keys string) bool {
	for k := range strings.SplitSeq(keys, ".") {
		k, _, _ = strings.Cut(k, "[")
		if numbered[k] {
			return true
		}
	}
	return false
}

// isNumber reports whether a value is a duration above 0 or a number other than 0 and 1.
func (ix *positions) isNumber(path string) bool {
	o, ok := ix.values[path]
	if !ok || o >= len(ix.src) {
		return false
	}
	text := string(ix.src[o:min(len(ix.src), o+40)])
	if end := strings.IndexAny(text, ",]}\n# "); end >= 0 {
		text = text[:end]
	}
	text = strings.TrimSpace(text)
	if quoted := strings.Trim(text, `"'`); quoted != text {
		d, err := ParseDuration(quoted)
		return err == nil && d > 0
	}
	digits := strings.Trim(text, "+-_.0123456789eE")
	return text != "" && digits == "" && text != "0" && text != "1"
}

// lineSet are lines of a file, counted from 1.
type lineSet map[int]bool

// onlyComment reports whether a line holds only a comment.
func (lineSet) onlyComment(ix *positions, line int) bool {
	if line < 1 || line > len(ix.lines) {
		return false
	}
	return strings.HasPrefix(strings.TrimSpace(string(ix.src[ix.lines[line-1]:min(len(ix.src),
		ix.lines[line-1]+200)])), "#")
}

// commentLines finds the lines that hold a comment; a # inside a text is none.
func commentLines(src []byte) lineSet {
	out := lineSet{}
	line := 1
	for i := 0; i < len(src); i++ {
		switch c := src[i]; c {
		case '\n':
			line++
		case '#':
			out[line] = true
			for i+1 < len(src) && src[i+1] != '\n' {
				i++
			}
		case '"', '\'':
			end := string(c)
			if strings.HasPrefix(string(src[i:min(len(src), i+3)]), strings.Repeat(end, 3)) {
				end = strings.Repeat(end, 3)
			}
			for i += len(end); i < len(src) && !strings.HasPrefix(string(src[i:min(len(src), i+3)]), end); i++ {
				if src[i] == '\n' {
					line++
				} else if src[i] == '\\' && c == '"' {
					i++
				}
			}
			i += len(end) - 1
		}
	}
	return out
}
