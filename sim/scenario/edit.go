package scenario

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// Setting is a value of a scenario that is to be changed: the key's path, as in
// "gauge.copies.grow.doubling", and the new value as TOML would write it; the quotes of
// a text or duration may be left out.
type Setting struct {
	Path  string `json:"path"`
	Value string `json:"value"`
}

// String writes the setting as a person would.
func (s Setting) String() string { return s.Path + "=" + s.Value }

// With returns the scenario with some values changed. The change is made in the text of
// the file, which is then read and checked again, so that every rule of the format holds
// for the new values too. A path names tables by their ids; of [[...]] tables, which
// have none, it counts from 0 (note[3].decide), names a note by its id
// (note.hold_on_egress.within), or a link by its ends (link.exfiltrated.torrent.chance).
// A key that the file leaves out may be set; a table that it lacks may not.
func (sc *Scenario) With(settings []Setting) (*Scenario, error) {
	src := []byte(sc.Source)
	for _, s := range settings {
		edited, err := sc.edit(src, s)
		if err != nil {
			return nil, err
		}
		src = edited
	}
	out, ds := LoadIn("", src, sc.In)
	if out == nil {
		return nil, fmt.Errorf("%s is not possible: %s", listed(settings), ds.inBrief())
	}
	return out, nil
}

// inBrief lists the first three errors on one line: only those of values that cannot be read, if there
// are any, since others may follow from them.
func (ds Diagnostics) inBrief() string {
	var all, unread []string
	for _, d := range ds {
		if d.Severity != Error {
			continue
		}
		say := d.Message + hinted(d.Hint)
		all = append(all, say)
		if slices.Contains([]string{"type", "duration", "delay", "expression"}, d.Code) {
			unread = append(unread, say)
		}
	}
	if len(unread) > 0 {
		all = unread
	}
	return strings.Join(all[:min(3, len(all))], "; ")
}

func listed(settings []Setting) string {
	var words []string
	for _, s := range settings {
		words = append(words, CleanLine(s.String()))
	}
	return strings.Join(words, " with ")
}

func hinted(hint string) string {
	if hint == "" {
		return ""
	}
	return " (" + hint + ")"
}

// edit writes one value into the text of a file.
func (sc *Scenario) edit(src []byte, s Setting) ([]byte, error) {
	value, err := literal(s.Value)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", CleanLine(s.String()), err)
	}
	ix := newPositions(src)
	path, err := sc.canonical(s.Path, ix)
	if err != nil {
		return nil, err
	}
	if at, ok := ix.keys[path]; ok {
		start, isValue := ix.valueAt(path, at)
		if !isValue {
			return nil, fmt.Errorf("%s is a table; name one of its keys: %s", clip(s.Path),
				strings.Join(ix.below(path), ", "))
		}
		return splice(src, start, valueEnd(src, start), value), nil
	}
	for parent := path; ; {
		i := strings.LastIndexByte(parent, '.')
		if i < 0 { // a key of the scenario itself
			return splice(src, 0, 0, path+" = "+value+"\n"), nil
		}
		parent = path[:i]
		if at, ok := ix.keys[parent]; ok {
			if out := ix.insert(parent, at, path[i+1:], value); out != nil {
				return out, nil
			}
			return nil, fmt.Errorf("%s cannot be set: %s is in the file, but is not a table", clip(s.Path),
				clip(parent))
		}
	}
}

var indexPart = regexp.MustCompile(`^([a-z_]+)\[([0-9]+)\]$`)

// ratingPart is a limit of an objective: the only keys with a capital letter.
var ratingPart = regexp.MustCompile(`^[PSM]$`)

// canonical turns a path as people write it into one of the file's; its error names similar paths if
// there is no such table.
func (sc *Scenario) canonical(path string, ix *positions) (string, error) {
	parts := strings.Split(strings.TrimSpace(path), ".")
	if len(parts) > maxDots {
		return "", fmt.Errorf("%s has more parts than any key of the format", clip(path))
	}
	wrong := func() error {
		return fmt.Errorf("there is no %s in this scenario; %s", clip(path), sc.near(path, ix))
	}
	switch {
	case parts[0] == "note" && len(parts) > 2:
		i := sc.Find("note", parts[1])
		if i < 0 {
			return "", wrong()
		}
		parts = append([]string{indexed("note", i)}, parts[2:]...)
	case parts[0] == "link" && len(parts) > 3:
		i := slices.IndexFunc(sc.Links, func(l Link) bool { return l.From == parts[1] && l.To == parts[2] })
		if i < 0 {
			return "", wrong()
		}
		parts = append([]string{indexed("link", i)}, parts[3:]...)
	}
	for _, p := range parts {
		if !idPattern.MatchString(p) && !indexPart.MatchString(p) && !ratingPart.MatchString(p) {
			return "",
				fmt.Errorf("%s is not the path of a key; write one such as gauge.copies.start or note[3].within",
					clip(path))
		}
	}
	table := parts[0]
	if k, of := tableKind(parts[0]); of {
		if len(parts) < 2 {
			return "", wrong()
		}
		table = k + "." + parts[1]
	}
	_, exists := ix.keys[table]
	if !exists && (len(parts) > 1 || !topLevelKey(parts[0])) {
		return "", wrong()
	}
	return strings.Join(parts, "."), nil
}

// tableKind reports whether a word is a kind of table whose tables have ids.
func tableKind(word string) (string, bool) {
	for _, f := range fieldsOf(reflect.TypeFor[Scenario]()) {
		if f.name == word {
			return word, f.keyed
		}
	}
	return word, false
}

func topLevelKey(word string) bool {
	return slices.ContainsFunc(fieldsOf(reflect.TypeFor[Scenario]()), func(f field) bool { return f.name == word })
}

// spoken returns a path as people write it: links by their ends and notes by their ids.
func (sc *Scenario) spoken(path string) string {
	head, rest, _ := strings.Cut(path, ".")
	m := indexPart.FindStringSubmatch(head)
	if m == nil || rest == "" {
		return path
	}
	i, err := strconv.Atoi(m[2])
	switch {
	case err != nil:
	case m[1] == "link" && i < len(sc.Links):
		return "link." + sc.Links[i].From + "." + sc.Links[i].To + "." + rest
	case m[1] == "note" && i < len(sc.Notes) && sc.Notes[i].ID != "":
		return "note." + sc.Notes[i].ID + "." + rest
	}
	return path
}

// near names the paths of the file that are most similar to a wrong one.
func (sc *Scenario) near(path string, ix *positions) string {
	type candidate struct {
		path string
		far  int
	}
	var all []candidate
	for k := range ix.keys {
		name := sc.spoken(k)
		if far := editDistance(path, name); far <= max(3, len(path)/3) {
			all = append(all, candidate{name, far})
		}
	}
	sort.Slice(all, func(i, j int) bool {
		return all[i].far < all[j].far || all[i].far == all[j].far && all[i].path < all[j].path
	})
	if len(all) == 0 {
		return "a path is made of the keys that lead to a value, such as gauge.copies.grow.doubling or note[3].within"
	}
	var names []string
	for _, c := range all[:min(3, len(all))] {
		names = append(names, c.path)
	}
	return "near it are " + strings.Join(names, ", ")
}

// below lists the keys right under a path.
func (ix *positions) below(path string) []string {
	var out []string
	for k := range ix.keys {
		if rest, ok := strings.CutPrefix(k, path+"."); ok && !strings.ContainsAny(rest, ".[") {
			out = append(out, path+"."+rest)
		}
	}
	sort.Strings(out)
	return out
}

// valueAt finds where a key's value starts; false for a key that a table's header names.
func (ix *positions) valueAt(path string, at int) (int, bool) {
	if strings.HasSuffix(path, "]") { // an element of a list
		_, scalar := ix.values[path]
		return at, scalar
	}
	i := skipBlank(ix.src, keyEnd(ix.src, at))
	if i < len(ix.src) && ix.src[i] == '=' {
		return skipBlank(ix.src, i+1), true
	}
	return 0, false
}

// insert writes a key that is not there yet into the table at a path; nil if the path
// is no table.
func (ix *positions) insert(parent string, at int, key, value string) []byte {
	src := ix.src
	if start, ok := ix.valueAt(parent, at); ok {
		if src[start] != '{' {
			return nil
		}
		comma := ", "
		if next := skipBlank(src, start+1); next < len(src) && src[next] == '}' {
			comma = ""
		}
		return splice(src, start+1, start+1, key+" = "+value+comma)
	}
	lineStart := bytes.LastIndexByte(src[:at], '\n') + 1
	lineEnd := len(src)
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		lineEnd = at + i
	}
	end := keyEnd(src, at)
	if strings.HasSuffix(parent, "]") { // the place of an element is that of its header's key, if it has one
		return ix.insertElement(parent, key, value)
	}
	header := len(src) > skipBlank(src, lineStart) && src[skipBlank(src, lineStart)] == '['
	after := skipBlank(src, end)
	switch {
	case header && after < len(src) && src[after] == ']':
		return splice(src, lineEnd, lineEnd, "\n"+key+" = "+value)
	case header: // [gauge.copies.grow] without [gauge.copies]: the table has no header of its own yet
		return append(append(slices.Clone(src), "\n["+parent+"]\n"+key+" = "+value+"\n"...), '\n')
	}
	return splice(src, lineStart, lineStart, string(src[lineStart:end])+"."+key+" = "+value+"\n")
}

// insertElement writes a key into an element of a list of tables.
func (ix *positions) insertElement(parent, key, value string) []byte {
	at := ix.keys[parent]
	if ix.src[at] == '{' {
		comma := ", "
		if next := skipBlank(ix.src, at+1); ix.src[next] == '}' {
			comma = ""
		}
		return splice(ix.src, at+1, at+1, key+" = "+value+comma)
	}
	lineEnd := len(ix.src)
	if i := bytes.IndexByte(ix.src[at:], '\n'); i >= 0 {
		lineEnd = at + i
	}
	return splice(ix.src, lineEnd, lineEnd, "\n"+key+" = "+value)
}

func splice(src []byte, from, to int, text string) []byte {
	out := make([]byte, 0, len(src)+len(text))
	out = append(append(out, src[:from]...), text...)
	return append(out, src[to:]...)
}

func skipBlank(src []byte, i int) int {
	for i < len(src) && (src[i] == ' ' || src[i] == '\t') {
		i++
	}
	return i
}

// keyEnd is where the part of a key that starts at a place ends.
func keyEnd(src []byte, i int) int {
	if i < len(src) && (src[i] == '"' || src[i] == '\'') {
		return textEnd(src, i)
	}
	for i < len(src) && (src[i] == '_' || src[i] == '-' || src[i] >= '0' && src[i] <= '9' || src[i] >= 'a' &&
		src[i] <= 'z' || src[i] >= 'A' && src[i] <= 'Z') {
		i++
	}
	return i
}

// textEnd is where the text that starts at a place with a quote ends.
func textEnd(src []byte, i int) int {
	q := src[i : i+1]
	if triple := bytes.Repeat(q, 3); bytes.HasPrefix(src[i:], triple) {
		for j := i + 3; j < len(src); j++ {
			if q[0] == '"' && src[j] == '\\' {
				j++
			} else if bytes.HasPrefix(src[j:], triple) {
				for j+3 < len(src) && src[j+3] == q[0] { // quotes before the closing three belong to the text
					j++
				}
				return j + 3
			}
		}
		return len(src)
	}
	for j := i + 1; j < len(src); j++ {
		switch {
		case q[0] == '"' && src[j] == '\\':
			j++
		case src[j] == q[0]:
			return j + 1
		}
	}
	return len(src)
}

// valueEnd is where the value that starts at a place ends. The text has been parsed: its
// brackets match and its quotes close.
func valueEnd(src []byte, i int) int {
	switch src[i] {
	case '"', '\'':
		return textEnd(src, i)
	case '[', '{':
		depth := 0
		for j := i; j < len(src); j++ {
			switch src[j] {
			case '"', '\'':
				j = textEnd(src, j) - 1
			case '#':
				for j < len(src) && src[j] != '\n' {
					j++
				}
			case '[', '{':
				depth++
			case ']', '}':
				if depth--; depth == 0 {
					return j + 1
				}
			}
		}
		return len(src)
	}
	j := i
	for j < len(src) && !bytes.ContainsRune([]byte(",]}#\r\n"), rune(src[j])) {
		j++
	}
	return i + len(bytes.TrimRight(src[i:j], " \t"))
}

// literal writes a value as TOML: as it is when it is TOML already, else as a text.
func literal(value string) (string, error) {
	v := strings.TrimSpace(value)
	if v == "" {
		return "", fmt.Errorf("a value is missing")
	}
	if strings.ContainsAny(v, "\r\n\x00") {
		return "", fmt.Errorf("a value must be on one line")
	}
	var tree map[string]any
	if !strings.Contains(v, "#") {
		if _, err := toml.Decode("x = "+v, &tree); err == nil && len(tree) == 1 {
			return v, nil
		}
	}
	if strings.ContainsAny(v[:1], `{["'`) {
		return "", fmt.Errorf("%s is not a value as TOML writes it", clip(v))
	}
	return Literal(CleanLine(v)), nil
}
