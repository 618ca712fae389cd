package notes

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/scenario"
)

// Bound is the registry in one scenario: who sits where, what each note does there, and
// what has no counterpart.
type Bound struct {
	Scenario   *scenario.Scenario
	Vocabulary *Vocabulary
	// Seats are the organisations by role; nil for a seat that none takes.
	Seats []*Organisation
	// Notes are the notes whose organisation has a seat, seat by seat, in the order of the
	// files.
	Notes []BoundNote
	// Missing is what a note names and the scenario does not have.
	Missing []Missing

	signalled map[string][]int // signal → facts
	room      bool             // the notes are those that seats of a room have filed
}

// BoundNote is a note of an organisation that has a seat.
type BoundNote struct {
	*Note
	Organisation *Organisation
	Role         int
	Deeds        []Deed
	own          map[*Trigger]*scenario.Node // the scenario's own conditions in the trigger
}

// Deed is one thing that a note does in a scenario.
type Deed struct {
	Verb   string // "do", "commit" or "tell"
	Ref    int    // an action, or for tell a fact
	To     []int  // for tell: roles, in order
	Public bool   // for tell: the public too
	Within scenario.Duration
	// Key and At are where in its note the deed is: "do", "tell" or "commit", and the place in
	// that list. They are empty for a note that a seat wrote itself.
	Key string
	At  int
}

// Missing is what a note names and the scenario does not have.
type Missing struct {
	Organisation string `json:"organisation"`
	Note         string `json:"note"` // empty for the organisation as a whole
	Scenario     string `json:"scenario,omitempty"`
	What         string `json:"what"`
}

// Bind gives organisations the seats of a scenario. An organisation takes the first free
// seat of its kind, in the order of the files and of the scenario's roles.
func Bind(v *Vocabulary, registry []*Organisation, sc *scenario.Scenario) *Bound {
	b := &Bound{Scenario: sc, Vocabulary: v, Seats: make([]*Organisation, len(sc.Roles)),
		signalled: map[string][]int{}}
	for f := range sc.Facts {
		if s := sc.Facts[f].Signal; s != "" {
			b.signalled[s] = append(b.signalled[s], f)
		}
	}
	for _, o := range registry {
		seat := -1
		for r := range sc.Roles {
			if sc.Roles[r].Is == o.Is && b.Seats[r] == nil {
				seat = r
				break
			}
		}
		if seat < 0 {
			b.lacks(o, "", "no seat of the kind "+title(v.Kind(o.Is), o.Is)+" is free")
			continue
		}
		b.Seats[seat] = o
	}
	for r, o := range b.Seats {
		if o == nil {
			continue
		}
		for i := range o.Notes {
			b.note(o, &o.Notes[i], r)
		}
	}
	return b
}

func (b *Bound) lacks(o *Organisation, note, what string) {
	m := Missing{Organisation: o.Organisation, Note: note, What: what}
	if !slices.Contains(b.Missing, m) {
		b.Missing = append(b.Missing, m)
	}
}

func (b *Bound) note(o *Organisation, n *Note, role int) {
	bound := BoundNote{Note: n, Organisation: o, Role: role, own: map[*Trigger]*scenario.Node{}}
	conditions := func(t *Trigger) {
		t.walk(func(t *Trigger, _ bool) {
			switch t.Op {
			case Signal, Told:
				if len(b.signalled[t.What]) == 0 {
					b.lacks(o, n.ID, "no fact is a case of "+b.signal(t.What))
				}
			case Own:
				node, err := b.Scenario.ParseExpr(t.Source, scenario.Bool, true)
				if err != nil {
					b.lacks(o, n.ID, "its condition does not fit here: "+err.Error())
					return
				}
				bound.own[t] = node
			}
		})
	}
	conditions(n.trigger)
	conditions(n.end)
	for i, word := range n.Do {
		b.acts(&bound, word, "do", i)
	}
	for i, word := range n.Commit {
		b.acts(&bound, word, "commit", i)
	}
	for i, t := range n.Tell {
		b.tells(&bound, t, i)
	}
	b.Notes = append(b.Notes, bound)
}

// acts binds a response to every action that is a case of it and that the seat may take.
func (b *Bound) acts(n *BoundNote, word, verb string, at int) {
	sc, found, said := b.Scenario, false, word
	for a := range sc.Actions {
		act := &sc.Actions[a]
		if act.Response != word && !(verb == "commit" && act.ID == word) || verb == "commit" && act.Joint == nil {
			continue
		}
		if !slices.Contains(sc.RolesOf(act.By), n.Role) {
			continue
		}
		found = true
		d := Deed{Verb: "do", Ref: a, Within: n.Within, Key: verb, At: at}
		if act.Joint != nil {
			d.Verb = "commit"
		}
		n.Deeds = append(n.Deeds, d)
	}
	if !found {
		if r := b.Vocabulary.Response(word); r != nil {
			said = "“" + r.Title + "”"
		}
		what := "no action of the seat is a case of " + said
		if verb == "commit" {
			what = "no joint action of the seat is " + said + " or a case of it"
		}
		b.lacks(n.Organisation, n.ID, what)
	}
}

// tells binds a promise to tell to the facts and seats that it means here.
func (b *Bound) tells(n *BoundNote, t Tell, at int) {
	to := b.reached(t.Who, n.Role)
	if len(to) == 0 && t.Who != "public" {
		b.lacks(n.Organisation, n.ID, "nobody here is "+title(b.Vocabulary.Kind(t.Who), t.Who))
		return
	}
	if len(b.signalled[t.What]) == 0 {
		b.lacks(n.Organisation, n.ID, "no fact is a case of "+b.signal(t.What))
		return
	}
	for _, f := range b.signalled[t.What] {
		n.Deeds = append(n.Deeds, Deed{Verb: "tell", Ref: f, To: to, Public: t.Who == "public",
			Within: t.due(n.Note), Key: "tell", At: at})
	}
}

// reached returns the seats, except one, that a kind of actor or "all" stands for.
func (b *Bound) reached(who string, but int) []int {
	var out []int
	for r := range b.Scenario.Roles {
		if r != but && (who == "all" || b.Scenario.Roles[r].Is == who) {
			out = append(out, r)
		}
	}
	return out
}

func (b *Bound) signal(id string) string { return title(b.Vocabulary.Signal(id), id) }

// sees reports whether a seat can learn a fact without being told: by itself, surely or on a
// condition, or from an inject that is sure to come.
func (b *Bound) sees(role, fact int) bool {
	sure, conditions := b.source(role, fact)
	return sure || len(conditions) > 0
}

// source returns how a seat learns a fact without being told: surely, or on conditions.
func (b *Bound) source(role, fact int) (sure bool, conditions []*scenario.Node) {
	sc := b.Scenario
	for _, k := range sc.Facts[fact].Known {
		if k.ID != "all" && k.ID != sc.Roles[role].ID {
			continue
		}
		if k.When.Root == nil {
			sure = true
		} else {
			conditions = append(conditions, k.When.Root)
		}
	}
	for i := range sc.Injects {
		in := &sc.Injects[i]
		if in.When.Root == nil && in.Unless.Root == nil && !in.Hold && revealed(sc, in, fact) &&
			slices.Contains(sc.RolesOf(in.To), role) {
			sure = true
		}
	}
	return sure, conditions
}

func revealed(sc *scenario.Scenario, in *scenario.Inject, fact int) bool {
	return slices.ContainsFunc(in.Reveals, func(id string) bool { return sc.Find("fact", id) == fact })
}

// In says a deed in words, with the titles of the scenario.
func (d Deed) In(sc *scenario.Scenario) string {
	if d.Verb != "tell" {
		verb := map[string]string{"do": "do", "commit": "commit to"}[d.Verb]
		return fmt.Sprintf("%s “%s”", verb, sc.Actions[d.Ref].Title)
	}
	var who []string
	for _, r := range d.To {
		who = append(who, sc.Roles[r].Title)
	}
	if d.Public {
		who = append(who, "the public")
	}
	return fmt.Sprintf("tell %s of “%s”", list(who), sc.Facts[d.Ref].Title)
}

// condition returns a trigger as an expression of the scenario; "false" for what it does not have.
func (n *BoundNote) condition(b *Bound, t *Trigger) string {
	join := func(op string) string {
		parts := make([]string, len(t.Args))
		for i, a := range t.Args {
			parts[i] = n.condition(b, a)
		}
		return "(" + strings.Join(parts, op) + ")"
	}
	switch t.Op {
	case All:
		return join(" && ")
	case Any:
		return join(" || ")
	case Not:
		return "!(" + n.condition(b, t.Args[0]) + ")"
	case Own:
		if n.own[t] == nil {
			return "false"
		}
		return "(" + t.Source + ")"
	}
	var knows []string
	for _, f := range b.signalled[t.What] {
		knows = append(knows, "knows('"+b.Scenario.Facts[f].ID+"')")
	}
	if len(knows) == 0 {
		return "false"
	}
	return "(" + strings.Join(knows, " || ") + ")"
}
