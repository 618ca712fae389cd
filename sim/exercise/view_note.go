package exercise

import (
	"cmp"

	"tocsin/sim/scenario"
)

// If-then notes as a seat sees them.

// Note is if-then response logic: a plan of mine, or a promise, mine or shown to me.
type Note struct {
	N      int    `json:"n"` // among the notes of its role, from 1: "#1" in requests
	Role   string `json:"role"`
	Title  string `json:"title"` // the role's
	Mine   bool   `json:"mine"`
	When   string `json:"when"`
	Do     string `json:"do"`
	Within string `json:"within,omitempty"`
	// Words are the note as people would say it, for this reader.
	Words string   `json:"words,omitempty"`
	Until string   `json:"until,omitempty"`
	Shown []string `json:"shown,omitempty"`
	// State: draft (not filed), filed, due (its trigger has come), kept, broken, deviated,
	// withdrawn, revised (another version has taken its place).
	State string `json:"state"`
	// Earlier and Newer are the numbers of the version before and after, of my own notes; 0 for
	// none.
	Earlier int `json:"earlier,omitempty"`
	Newer   int `json:"newer,omitempty"`
	// Stale are those who were shown this version and no later one: they still count on it.
	Stale []string `json:"stale,omitempty"`
	Due   *Moment  `json:"due,omitempty"`
	// Beside is what notes that I was shown mean for this one of mine: who promises to tell me
	// what it waits for, who waits for what it tells, who joins.
	Beside []string `json:"beside,omitempty"`
	// Does is the request that keeps it, of my own; of those of others only its verb. Nil where what it
	// decides has not been asked yet, and where what it does or tells is not before its owner yet.
	Does *Deed `json:"does,omitempty"`
}

// Deed is what a note does, as a seat would ask for it.
type Deed struct {
	Verb string   `json:"verb"`           // act, commit, share, say, convene, declare
	ID   string   `json:"id,omitempty"`   // of the action, fact, venue or probe
	To   []string `json:"to,omitempty"`   // of share and say: seats, or "public"
	Text string   `json:"text,omitempty"` // of say
}

// does is what a note does as a request of its seat; nil for what it is not offered yet.
func (x *Exercise) does(do *scenario.Do, r int) *Deed {
	sc := x.sc()
	d := &Deed{}
	for _, r := range sc.RolesOf(do.To) {
		d.To = append(d.To, sc.Roles[r].ID)
	}
	if do.To.Has("public") {
		d.To = append(d.To, "public")
	}
	switch {
	case do.Act != "":
		d.Verb, d.ID = "act", do.Act
		a := sc.Find("action", do.Act)
		switch {
		case x.unasked(a) || !x.e.Offered(r, a):
			return nil
		case sc.Actions[a].Joint != nil:
			d.Verb = "commit"
		}
	case do.Commit != "":
		if !x.e.Offered(r, sc.Find("action", do.Commit)) {
			return nil
		}
		d.Verb, d.ID = "commit", do.Commit
	case do.Share != "":
		if f := sc.Find("fact", do.Share); sc.Facts[f].Signal != "" && !x.e.Knows(r, f) {
			return nil
		}
		d.Verb, d.ID = "share", do.Share
	case do.Convene != "":
		d.Verb, d.ID = "convene", do.Convene
	case do.Declare != "":
		d.Verb, d.ID = "declare", do.Declare
	case do.Say != "":
		d.Verb, d.Text = "say", do.Say
	}
	return d
}

// Open reports whether a note can still be kept or broken, filed or changed.
func (n *Note) Open() bool { return n.State == "draft" || n.State == "filed" || n.State == "due" }

// dueFrom are the promises of a role that are due, without their words.
func (x *Exercise) dueFrom(r int) []Note {
	var out []Note
	for i := range x.sc().Notes {
		if waiting, _ := x.e.Promise(i); waiting && x.sc().Find("role", x.sc().Notes[i].Role) == r {
			out = append(out, Note{Mine: true, State: "due"})
		}
	}
	return out
}

// notesFor are a role's own notes and those of others that are filed and shown to it.
func (x *Exercise) notesFor(r int) []Note {
	sc := x.sc()
	out := []Note{}
	number := make([]int, len(sc.Roles))
	for i := range sc.Notes {
		n := &sc.Notes[i]
		owner := sc.Find("role", n.Role)
		number[owner]++
		mine := owner == r
		shown := x.e.ShownTo(i)
		switch {
		case mine && (n.Within > 0 || x.e.Filed(i)): // a plan without a promise is a bot's
		case x.e.Counts(r, i):
		default:
			continue
		}
		v := Note{N: number[owner], Role: n.Role, Title: x.title(owner), Mine: mine, When: x.triggerShown(i, r),
			Do: x.deed(&n.Do, r), Until: n.Until, Words: x.promise(i, r), State: "draft"}
		if mine {
			v.Shown = x.titles(x.met(r, shown))
			if !x.e.Started() || x.e.Filed(i) {
				v.Beside = x.beside(r, i)
			}
			x.version(&v, i, number[owner])
		}
		if v.Does = x.does(&n.Do, owner); v.Does != nil && !mine {
			v.Does = &Deed{Verb: v.Does.Verb}
		}
		if n.Within > 0 {
			v.Within = n.Within.String()
		}
		if x.e.Filed(i) || !mine {
			v.State = "filed"
			if fate := x.fate(i); fate != "" {
				v.State = fate
			}
			if waiting, by := x.e.Promise(i); waiting {
				v.Due = x.momentOf(by)
			}
		}
		if !v.Open() { // what others promise does not matter to it any more
			v.Beside = nil
		}
		out = append(out, v)
	}
	return out
}

// version says of a seat's own note whether it is still in force, and who counts on it where it does
// not. nth is its number among the seat's.
func (x *Exercise) version(v *Note, i, nth int) {
	sc := x.sc()
	if x.e.Revoked(i) {
		v.State = "withdrawn"
	}
	number := func(j int) int {
		n := nth
		for k := min(i, j) + 1; k <= max(i, j); k++ {
			if sc.Notes[k].Role == sc.Notes[i].Role {
				n += cmp.Compare(j, i)
			}
		}
		return n
	}
	if j := x.e.Earlier(i); j >= 0 {
		v.Earlier = number(j)
	}
	j := x.e.Newer(i)
	if j < 0 {
		return
	}
	v.State, v.Newer = "revised", number(j)
	var stale []int
	for r := range sc.Roles {
		if x.e.Counts(r, i) {
			stale = append(stale, r)
		}
	}
	v.Stale = x.titles(x.met(sc.Find("role", sc.Notes[i].Role), stale))
}

// triggerShown is what a note waits for as the file has it, or in words where that would name what is not before
// the reader yet.
func (x *Exercise) triggerShown(n, reader int) string {
	when, hides := x.sc().Notes[n].When, false
	when.Root.Walk(func(c *scenario.Node) {
		switch c.Op {
		case scenario.OpDone, scenario.OpDoing, scenario.OpDoneAt:
			hides = hides || x.unasked(c.Ref) || len(x.sc().Actions[c.Ref].Opens) > 0 && !x.seesThing(reader, "action", c.Ref)
		case scenario.OpKnows:
			hides = hides || x.sc().Facts[c.Ref].Signal != "" && !x.e.Knows(reader, c.Ref)
		case scenario.OpDraw, scenario.OpDrawIs:
			hides = true
		}
	})
	if hides {
		return x.trigger(n, reader)
	}
	return when.Source
}
