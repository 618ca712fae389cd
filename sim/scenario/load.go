package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// maxFindings bounds the findings that are reported for one file.
const maxFindings = 200

// Load reads a scenario from the text of a file. It returns every fault that it finds;
// when one of them is an error ([Diagnostics.Failed]) the scenario is nil. name is not used:
// findings have no file name, and callers that print them put it in front.
func Load(name string, src []byte) (*Scenario, Diagnostics) { return LoadIn(name, src, "") }

// LoadIn is [Load] with the texts in a language that the file has a translation to. A text that has
// no translation is in the original, and every text is for "".
func LoadIn(name string, src []byte, language string) (*Scenario, Diagnostics) {
	sc, _, ds := load(src, language, true)
	return sc, ds
}

// LoadAgain is [LoadIn] for a text that was checked when it was written, such as that of a record: it finds the same
// errors, and leaves out the warnings for designers, which can take as long as all the rest in a scenario with many
// worlds.
func LoadAgain(name string, src []byte, language string) (*Scenario, Diagnostics) {
	sc, _, ds := load(src, language, false)
	return sc, ds
}

// LoadTree is [Load], with the tables that [Tree] gives of the same text.
func LoadTree(name string, src []byte) (*Scenario, map[string]any, Diagnostics) {
	return load(src, "", true)
}

// load gives the warnings for designers too if lint is set.
func load(src []byte, language string, lint bool) (*Scenario, map[string]any, Diagnostics) {
	src = withoutMark(src)
	var read map[string]any
	sc := &Scenario{Format: FormatVersion}
	ds := decode(src, sc, func(tree map[string]any, ix *positions, ds *Diagnostics) map[string]any {
		tree = expand(tree, ix, ds)
		translations(tree, language, ix, ds)
		lower(tree, ix, ds)
		read = tree
		return tree
	}, func(b *binder) { sc.finish(b, lint) }, "the scenario")
	if ds.Failed() {
		return nil, nil, ds
	}
	if sc.Find("text", language) >= 0 {
		sc.In = language
	}
	sc.Source = string(src)
	sum := sha256.Sum256(src)
	sc.Digest = hex.EncodeToString(sum[:])
	return sc, read, ds
}

// decode parses TOML, lets before change what was read, binds it to the struct that into
// points to and runs then on what was bound, so that faults of both come back together. what names the whole file.
func decode(src []byte, into any, before func(map[string]any, *positions, *Diagnostics) map[string]any,
	then func(*binder), what string) Diagnostics {
	tree, ix, ds := parse(src)
	if ds.Failed() {
		return ds
	}
	if before != nil {
		tree = before(tree, ix, &ds)
	}
	b := &binder{what: what, ix: ix, ds: &ds, faulty: map[string]bool{}, drawn: map[string]*drawnUse{}}
	_, b.draws = tree["draw"]
	b.unfilled = findUnfilled(tree, ix)
	if t, ok := tree["start"].(time.Time); ok {
		t = inZone(t)
		b.start = &t
	}
	b.table(reflect.ValueOf(into).Elem(), tree, "")
	then(b)
	ds.Sort()
	ds = ds.once(tree)
	if len(ds) > maxFindings {
		rest := ds[maxFindings:]
		worst := Warning
		if rest.Failed() {
			worst = Error
		}
		ds = append(ds[:maxFindings:maxFindings], Diagnostic{Pos: rest[0].Pos, Severity: worst, Code: "limit",
			Message: fmt.Sprintf("%d more findings are not shown", len(rest)), Hint: "fix these first"})
	}
	return ds
}

// parse reads TOML, whatever its keys are.
func parse(src []byte) (map[string]any, *positions, Diagnostics) {
	src = withoutMark(src)
	if d := prescan(src); d != nil {
		return nil, nil, Diagnostics{*d}
	}
	var tree map[string]any
	_, err := toml.Decode(string(src), &tree)
	ix := newPositions(src)
	if err != nil || ix.fault != nil { // without the second parser nothing would have a place or an order
		return nil, nil, Diagnostics{syntaxError(ix, err)}
	}
	return tree, ix, nil
}

func reflectValue(p any) reflect.Value { return reflect.ValueOf(p).Elem() }

// eachTable calls one for a table, or for each table of a list.
func eachTable(v any, path string, one func(v any, path string)) {
	rv := reflect.ValueOf(v)
	if !rv.IsValid() || rv.Kind() != reflect.Slice {
		one(v, path)
		return
	}
	for i := range rv.Len() {
		one(rv.Index(i).Interface(), indexed(path, i))
	}
}

func indexed(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// defaults fills what the file leaves out.
func (sc *Scenario) defaults() {
	if sc.Start.IsZero() {
		sc.Start = time.Date(2027, 1, 1, 8, 0, 0, 0, time.UTC)
	}
	if sc.Language == "" {
		sc.Language = "en"
	}
	sc.Length = sc.lasts()
	if sc.Minute == 0 {
		sc.Minute = max(sc.Length/60, 1)
	}
	title := func(s *string, id string) {
		if *s == "" {
			*s = id
		}
	}
	words := func(s *string, id string) { title(s, capital(Words(id))) }
	for i := range sc.Moves {
		title(&sc.Moves[i].Title, fmt.Sprintf("Move %d", i+1))
	}
	for i := range sc.Roles {
		title(&sc.Roles[i].Title, sc.Roles[i].ID)
	}
	for i := range sc.Gauges {
		title(&sc.Gauges[i].Title, sc.Gauges[i].ID)
	}
	for i := range sc.Sensors {
		if g := sc.Find("gauge", sc.Sensors[i].ID); g >= 0 {
			sc.Sensors[i].Title = sc.Gauges[g].Title
		}
	}
	for i := range sc.Versions {
		title(&sc.Versions[i].Title, sc.Versions[i].ID)
	}
	for i := range sc.Systems {
		title(&sc.Systems[i].Title, sc.Systems[i].ID)
		title(&sc.Systems[i].State, "normal")
	}
	for i := range sc.Facts {
		f := &sc.Facts[i]
		words(&f.Title, f.ID)
		title(&f.TLP, "green")
		if f.Leak.Breach == 0 {
			f.Leak.Breach = 2
		}
	}
	for i := range sc.Actions {
		words(&sc.Actions[i].Title, sc.Actions[i].ID)
	}
	for i := range sc.Injects {
		in := &sc.Injects[i]
		words(&in.Title, in.ID)
		title(&in.Media, "email")
		title(&in.From, "Exercise control")
		if in.To == nil {
			in.To = Names{"all"}
		}
	}
	for i := range sc.Venues {
		title(&sc.Venues[i].Title, sc.Venues[i].ID)
	}
	for i := range sc.Mechanisms {
		words(&sc.Mechanisms[i].Title, sc.Mechanisms[i].ID)
		title(&sc.Mechanisms[i].Kind, "protocol")
	}
	for i := range sc.Obligations {
		title(&sc.Obligations[i].Title, sc.Obligations[i].ID)
	}
	for i := range sc.Probes {
		if sc.Probes[i].To == nil {
			sc.Probes[i].To = Names{"all"}
		}
	}
	for i := range sc.Hypotheses {
		if sc.Hypotheses[i].To == nil {
			sc.Hypotheses[i].To = Names{"all"}
		}
	}
	sc.defaultTitles()
}

// lasts is the length that the file gives, else the end of the last move, else a day.
func (sc *Scenario) lasts() Duration {
	switch {
	case sc.Length != 0:
		return sc.Length
	case len(sc.Moves) == 0:
		return Day
	}
	last := sc.Moves[0].Until
	for _, m := range sc.Moves {
		last = max(last, m.Until)
	}
	return last
}

// defaultTitles names what has only an id.
func (sc *Scenario) defaultTitles() {
	title := func(s *string, id string) {
		if *s == "" {
			*s = id
		}
	}
	words := func(s *string, id string) { title(s, capital(Words(id))) }
	for i := range sc.Objectives {
		if o := &sc.Objectives[i]; sc.Find("role", o.Seat) >= 0 && o.Capability == "" {
			o.Capability = "Aims of " + sc.Roles[sc.Find("role", o.Seat)].Title
		}
	}
	for i := range sc.Measures {
		title(&sc.Measures[i].Title, sc.Measures[i].ID)
	}
	for i := range sc.Endings {
		words(&sc.Endings[i].Title, sc.Endings[i].ID)
	}
	for i := range sc.Arms {
		title(&sc.Arms[i].Title, sc.Arms[i].ID)
	}
	for i := range sc.Together {
		words(&sc.Together[i].Title, sc.Together[i].ID)
	}
	for i := range sc.Decisions {
		words(&sc.Decisions[i].Title, sc.Decisions[i].ID)
	}
	for i := range sc.Hypotheses {
		words(&sc.Hypotheses[i].Title, sc.Hypotheses[i].ID)
	}
	for i := range sc.Severities {
		words(&sc.Severities[i].Title, sc.Severities[i].ID)
	}
	for i := range sc.Draws {
		words(&sc.Draws[i].Title, sc.Draws[i].ID)
	}
}

// Words are an id as people say it, of what has no title: this is the one place that makes words of ids.
func Words(id string) string { return strings.ReplaceAll(id, "_", " ") }

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// buildIndex notes the index of every id in the slice of its kind.
func (sc *Scenario) buildIndex() {
	sc.index, sc.names = map[string]map[string]int{}, map[string][]string{}
	add := func(kind string, n int, id func(int) string) {
		m, names := make(map[string]int, n), make([]string, n)
		for i := range n {
			names[i] = id(i)
			if names[i] != "" {
				m[names[i]] = i
			}
		}
		sc.index[kind], sc.names[kind] = m, names
	}
	add("role", len(sc.Roles), func(i int) string { return sc.Roles[i].ID })
	add("gauge", len(sc.Gauges), func(i int) string { return sc.Gauges[i].ID })
	add("sensor", len(sc.Sensors), func(i int) string { return sc.Sensors[i].ID })
	add("version", len(sc.Versions), func(i int) string { return sc.Versions[i].ID })
	add("system", len(sc.Systems), func(i int) string { return sc.Systems[i].ID })
	add("fact", len(sc.Facts), func(i int) string { return sc.Facts[i].ID })
	add("action", len(sc.Actions), func(i int) string { return sc.Actions[i].ID })
	add("inject", len(sc.Injects), func(i int) string { return sc.Injects[i].ID })
	add("venue", len(sc.Venues), func(i int) string { return sc.Venues[i].ID })
	add("mechanism", len(sc.Mechanisms), func(i int) string { return sc.Mechanisms[i].ID })
	add("note", len(sc.Notes), func(i int) string { return sc.Notes[i].ID })
	add("obligation", len(sc.Obligations), func(i int) string { return sc.Obligations[i].ID })
	add("probe", len(sc.Probes), func(i int) string { return sc.Probes[i].ID })
	add("objective", len(sc.Objectives), func(i int) string { return sc.Objectives[i].ID })
	add("measure", len(sc.Measures), func(i int) string { return sc.Measures[i].ID })
	add("ending", len(sc.Endings), func(i int) string { return sc.Endings[i].ID })
	add("profile", len(sc.Profiles), func(i int) string { return sc.Profiles[i].ID })
	add("arm", len(sc.Arms), func(i int) string { return sc.Arms[i].ID })
	add("together", len(sc.Together), func(i int) string { return sc.Together[i].ID })
	add("decision", len(sc.Decisions), func(i int) string { return sc.Decisions[i].ID })
	add("text", len(sc.Translations), func(i int) string { return sc.Translations[i].ID })
	add("variable", len(sc.Variables), func(i int) string { return sc.Variables[i].ID })
	add("hypothesis", len(sc.Hypotheses), func(i int) string { return sc.Hypotheses[i].ID })
	add("severity", len(sc.Severities), func(i int) string { return sc.Severities[i].ID })
	add("channel", len(Channels), func(i int) string { return Channels[i] })
	add("move", len(sc.Moves), func(i int) string { return sc.Moves[i].ID })
	add("draw", len(sc.Draws), func(i int) string { return sc.Draws[i].ID })
}

// ids lists the ids of a kind, in no particular order: for suggestions only.
func (sc *Scenario) ids(kind string) []string {
	out := make([]string, 0, len(sc.index[kind]))
	for id := range sc.index[kind] {
		out = append(out, id)
	}
	return out
}

// RolesOf gives the indices in Roles that a list of names stands for, without repetition, in the order of the
// list. If it has "all" these are every ally, in the order of the file, then the adversaries that it names.
func (sc *Scenario) RolesOf(names Names) []int {
	if names.Has("all") {
		out := sc.Allies()
		for _, n := range names {
			if r := sc.Find("role", n); r >= 0 && !sc.Ally(r) {
				out = append(out, r)
			}
		}
		return out
	}
	var out []int
	seen := map[int]bool{}
	for _, n := range names {
		if r := sc.Find("role", n); r >= 0 && !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}
