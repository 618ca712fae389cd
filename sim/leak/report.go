package leak

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"tocsin/sim/exercise"
)

// tells enters the conditions that tell a seat what it cannot see, whether or not they do so in a
// run.
func (f *finder) tells() {
	for _, t := range f.sc.Tells() {
		if t.Role != f.role {
			continue
		}
		fd := Finding{Seat: f.sc.Roles[t.Role].ID, Hidden: strings.Join(t.Reads, ", "), Path: t.Path,
			Pos:   f.sc.At(t.Path),
			Place: "the " + t.What + ": what it needs or starts by"}
		if t.Action >= 0 {
			fd.Verb = "act"
			if f.sc.Actions[t.Action].Joint != nil {
				fd.Verb = "commit"
			}
			fd.Asked = fd.Verb + " " + f.sc.Actions[t.Action].ID
			fd.Place = ""
		}
		f.found = append(f.found, fd)
	}
}

// report enters a place where what a seat sees differs. If the condition of an action has been
// found before, the example is added to that finding.
func (f *finder) report(x *exercise.Exercise, place string, c change, a, b seen) {
	seat := f.sc.Roles[f.role].ID
	f.known[place] = true
	fd := Finding{Seat: seat, Place: place, Hidden: c.what, One: a.screen[place], Other: b.screen[place],
		At: x.Now().String(), Path: c.path}
	if n, ok := strings.CutPrefix(place, "#"); ok {
		i := 0
		_, _ = fmt.Sscan(n, &i) // it was written by differ
		ask := f.asks[i]
		fd.Place, fd.Verb, fd.Asked, fd.One, fd.Other = "", ask.Verb, ask.String(), a.answers[i], b.answers[i]
		for k := range f.found {
			if o := &f.found[k]; o.Seat == seat && o.Asked == fd.Asked && o.At == "" {
				o.One, o.Other, o.At, o.Hidden = fd.One, fd.Other, fd.At, o.Hidden+": "+fd.Hidden
				return
			}
		}
	}
	fd.Pos = f.sc.At(fd.Path)
	f.found = append(f.found, fd)
}

// id finds the thing that a formula or a deed names.
var id = regexp.MustCompile(`'([^']*)'|^([a-z0-9_]+) >|^[a-z]+ ([a-z0-9_]+)$`)

// names returns the id that an argument names, and the argument with an id that does not exist.
func names(said string) (thing, like string) {
	thing = said
	if m := id.FindStringSubmatch(said); m != nil {
		thing = m[1] + m[2] + m[3]
	}
	return thing, strings.ReplaceAll(said, thing, unknown)
}

// secrets checks the answer to each id that a seat may not know against the answer to one
// that does not exist: they must be alike.
func (f *finder) secrets(x *exercise.Exercise, s seen) {
	text, err := json.Marshal(x.View(person))
	if err != nil {
		return
	}
	screen := string(text)
	none := map[string]string{}
	for i, a := range f.asks {
		if thing, like := names(a.Said); thing == unknown {
			none[a.Verb+" "+a.Key+" "+like] = s.answers[i]
		}
	}
	seat := f.sc.Roles[f.role].ID
	for i, a := range f.asks {
		thing, like := names(a.Said)
		want, ok := none[a.Verb+" "+a.Key+" "+like]
		switch {
		case !ok || thing == unknown || strings.Contains(screen, `"`+thing+`"`) || f.mayName(x, thing):
			continue
		case without(thing, s.answers[i]) == without(thing, want) || f.known["id "+a.String()]:
			continue
		}
		f.known["id "+a.String()] = true
		path := f.pathOf(thing)
		f.found = append(f.found, Finding{Seat: seat, Verb: a.Verb, Asked: a.String(),
			Hidden: "that there is " + thing, One: s.answers[i], Other: want, At: x.Now().String(), Path: path,
			Pos: f.sc.At(path)})
	}
}

// without returns an answer in which an id is replaced by one that does not exist.
func without(thing, answer string) string {
	return regexp.MustCompile(`\b`+regexp.QuoteMeta(thing)+`\b`).ReplaceAllString(answer, unknown)
}

// kinds are the kinds of things of which a seat may not know all.
var kinds = []string{"fact", "action", "venue", "probe", "mechanism", "inject", "objective", "gauge", "system",
	"obligation", "note", "role"}

// mayName reports whether a seat may know that a thing exists, or the scenario has no such thing.
func (f *finder) mayName(x *exercise.Exercise, thing string) bool {
	may, is := x.Engine().Names(f.role), false
	for _, kind := range kinds {
		if i := f.sc.Find(kind, thing); i >= 0 {
			is = true
			if may(kind, i) {
				return true
			}
		}
	}
	return !is
}

// pathOf returns the path of a thing's table in the file.
func (f *finder) pathOf(thing string) string {
	for _, kind := range kinds {
		if f.sc.Find(kind, thing) >= 0 {
			return kind + "." + thing
		}
	}
	return "title"
}

// String describes a finding in one line.
func (fd Finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seat %q can tell what it cannot see (%s)", fd.Seat, fd.Hidden)
	switch {
	case fd.Asked != "":
		fmt.Fprintf(&b, " by asking: %s", fd.Asked)
	case fd.Place != "":
		fmt.Fprintf(&b, " by %s", fd.Place)
	}
	if fd.At != "" {
		fmt.Fprintf(&b, "; at %s it gets %s, and otherwise %s", fd.At, orNothing(fd.One), orNothing(fd.Other))
	}
	return b.String()
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
