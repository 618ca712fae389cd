package scenario

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// positions maps a key's path ("inject[2].expects.within", array elements counted
// from 0) to the places of the key and its value. It is built with a second parser
// because the first keeps no positions of repeated tables; this file is the only
// one that uses the unstable package.
type positions struct {
	src    []byte
	lines  []int // byte offset of the start of each line
	keys   map[string]int
	values map[string]int
	fault  *syntaxFault // what this parser could not read
	// filled are the paths of values into which variables were put, rank the order in which
	// paths were made that share their place.
	filled map[string]bool
	rank   map[string]int
	// implied are paths of which only the head of a table inside them has been read: [role.a] of role.
	implied map[string]bool
}

type syntaxFault struct {
	offset  int
	message string
}

func newPositions(src []byte) *positions {
	ix := &positions{src: src, lines: []int{0}, keys: map[string]int{}, values: map[string]int{},
		filled: map[string]bool{}, rank: map[string]int{}, implied: map[string]bool{}}
	for i, c := range src {
		if c == '\n' {
			ix.lines = append(ix.lines, i+1)
		}
	}
	count := map[string]int{}
	var p unstable.Parser
	p.Reset(src)
	table := ""
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = ix.key(e, "", count, e.Kind == unstable.ArrayTable)
		case unstable.KeyValue:
			ix.keyValue(e, table, count)
		}
	}
	var fault *unstable.ParserError
	if errors.As(p.Error(), &fault) { // its Highlight is a part of src
		at := cap(src) - cap(fault.Highlight)
		if len(fault.Highlight) == 0 || at < 0 || at > len(src) {
			at = len(src)
		}
		ix.fault = &syntaxFault{at, fault.Message}
	}
	return ix
}

func (ix *positions) keyValue(e *unstable.Node, prefix string, count map[string]int) {
	path := ix.key(e, prefix, count, false)
	if e.Value().Kind == unstable.Array { // the parser says of lists only where their elements are
		ix.values[path] = ix.listAfter(e)
	}
	ix.value(e.Value(), path, count)
}

// listAfter is the offset of the [ of a list, after its key.
func (ix *positions) listAfter(e *unstable.Node) int {
	at := 0
	for it := e.Key(); it.Next(); {
		at = int(it.Node().Raw.Offset + it.Node().Raw.Length)
	}
	return at + max(0, bytes.IndexByte(ix.src[at:], '['))
}

func (ix *positions) value(v *unstable.Node, path string, count map[string]int) {
	if v.Raw.Length > 0 {
		ix.values[path] = int(v.Raw.Offset)
	}
	switch v.Kind {
	case unstable.InlineTable:
		for it := v.Children(); it.Next(); {
			ix.keyValue(it.Node(), path, count)
		}
	case unstable.Array:
		i := 0
		for it := v.Children(); it.Next(); i++ {
			el := path + "[" + strconv.Itoa(i) + "]"
			if n := it.Node(); n.Raw.Length > 0 {
				ix.keys[el] = int(n.Raw.Offset)
			}
			ix.value(it.Node(), el, count)
		}
	}
}

// key records every part of a dotted key and returns its full path.
func (ix *positions) key(e *unstable.Node, path string, count map[string]int, array bool) string {
	for it := e.Key(); it.Next(); {
		n := it.Node()
		path = join(path, string(n.Data))
		if array && it.IsLast() {
			i := count[path]
			count[path]++
			if i == 0 {
				ix.keys[path] = int(n.Raw.Offset)
			}
			path += "[" + strconv.Itoa(i) + "]"
		} else if c := count[path]; c > 0 { // [inject.expects] belongs to the newest [[inject]]
			path += "[" + strconv.Itoa(c-1) + "]"
		}
		if _, ok := ix.keys[path]; !ok || ix.implied[path] && it.IsLast() {
			ix.keys[path], ix.implied[path] = int(n.Raw.Offset), !it.IsLast()
		}
	}
	return path
}

func join(path, key string) string {
	if strings.ContainsAny(key, ".[]\" ") {
		key = strconv.Quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

func (ix *positions) pos(offset int) Pos {
	i := sort.SearchInts(ix.lines, offset+1) - 1
	end := min(offset, len(ix.src))
	return Pos{i + 1, 1 + utf8.RuneCount(ix.src[ix.lines[i]:end])}
}

// offset is the byte at which a key starts. A key without a known place takes its nearest parent's, or 0.
func (ix *positions) offset(path string) int {
	for {
		if o, ok := ix.keys[path]; ok {
			return o
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return 0
		}
		path = path[:i]
	}
}

// inOrder are the keys of a table in the order of the file. Those that share a place are in the order
// in which they were made.
func (ix *positions) inOrder(path string, table map[string]any) []string {
	type placed struct {
		key          string
		offset, rank int
	}
	all := make([]placed, 0, len(table)) // places are looked up once: large tables have many pairs
	for k := range table {
		here := join(path, k)
		all = append(all, placed{k, ix.offset(here), ix.rank[here]})
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(a.offset-b.offset, a.rank-b.rank, strings.Compare(a.key, b.key))
	})
	keys := make([]string, len(all))
	for i := range all {
		keys[i] = all[i].key
	}
	return keys
}

// at returns the place of a key, or of its nearest parent.
func (ix *positions) at(path string) Pos { return ix.pos(ix.offset(path)) }

// aboutKeys are the codes of findings whose place is the key. All others are about the value.
var aboutKeys = map[string]bool{"unknown-key": true, "missing": true, "conflict": true, "id": true, "effect": true}

// place returns the place of a finding: the value of a key, or the key itself where the
// finding is about the key, or the key has no value, as the head of a table.
func (ix *positions) place(path, code string) Pos {
	if o, ok := ix.values[path]; ok && !aboutKeys[code] {
		return ix.pos(o)
	}
	return ix.at(path)
}

// inText returns the place of a byte inside the text that a key holds, when the text
// is written without escapes; otherwise the start of the text.
func (ix *positions) inText(path, text string, offset int) Pos {
	o, ok := ix.values[path]
	if !ok {
		return ix.at(path)
	}
	if i := strings.Index(string(ix.src[o:min(len(ix.src), o+len(text)+8)]), text); i >= 0 && i <= 4 {
		return ix.pos(o + i + offset)
	}
	return ix.pos(o)
}

// Place is the place of a key's value in the scenario's file, by the key's path ("inject.story.expects.within").
// A key that is not there takes its nearest parent's place.
func (sc *Scenario) Place(path string) Pos {
	tree, ix, ds := parse([]byte(sc.Source))
	if ix == nil {
		return Pos{1, 1}
	}
	lower(expand(tree, ix, &ds), ix, &ds)
	return ix.place(path, "")
}
