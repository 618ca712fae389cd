package exercise

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"tocsin/sim/record"
)

// Guest is somebody who has come in, but has no seat and has done nothing yet: they count for nothing
// and are in no record. The room keeps them until one of that changes.
type Guest struct {
	Name string
	Kind Kind
	Want string // id of the role that a player asks for
	Here bool

	looks looks
}

// Welcome says why somebody new cannot come in, and whether they get a seat at once if they can.
// guests are those who are not in the record, by their names.
func (x *Exercise) Welcome(name string, j Join, guests map[string]*Guest) (seated bool, why string) {
	if why := j.unfit(x, name); why != "" {
		return false, why
	}
	want := x.scenario.Find("role", j.Want)
	if why := x.unwelcome(x.find(name), name, want, &j); why != "" {
		return false, why
	}
	l := looksOf(name)
	for _, who := range slices.Sorted(maps.Keys(guests)) {
		if g := guests[who]; g.Here && who != name && g.looks.by(j.Rule) == l.by(j.Rule) {
			return false, fmt.Sprintf("%q is too much like %s, who is here: choose another name", name, who)
		}
	}
	return want >= 0 && x.gives(&j, want), ""
}

// unfit says what is wrong with a join, whoever is there.
func (j *Join) unfit(x *Exercise, name string) string {
	switch {
	case !j.Kind.known():
		return "A person is a player, facilitator, evaluator, observer or board"
	case name == "" || name != Name(name):
		return "Give a name of at most 40 characters"
	case j.Want != "" && !x.offers(j, name):
		return fmt.Sprintf("There is no seat %q", Name(j.Want))
	}
	return ""
}

// NewGuest is somebody who has just come in.
func NewGuest(name string, j Join) *Guest {
	return &Guest{Name: name, Kind: j.Kind, Want: j.Want, Here: true, looks: looksOf(name)}
}

// GuestView is what a guest sees: what somebody without a seat does. waiting are the names of
// the other guests who wait for a seat.
func (x *Exercise) GuestView(g *Guest, waiting []string) View {
	v := x.View(g.Name) // nobody's
	v.You = You{Name: g.Name, Kind: g.Kind, Title: string(g.Kind)}
	v.Notices = x.noticesFor(-1)
	if n := len(v.Notices); n > 0 { // it was said before they came
		v.You.Heard = v.Notices[n-1].N
	}
	if x.calling() && called(g.Kind) {
		v.Roll = &Roll{At: x.moment(x.roll.at)}
	}
	if g.Kind != KindPlayer {
		v.Questions = x.questionsFor(-1, false)
		v.Board = x.boardView()
		return v
	}
	v.You.Waiting, v.You.Wants = "The facilitator will give you a seat", g.Want
	v.Lobby = x.chairs()
	v.Waiting = x.lobby(-1)
	for _, name := range waiting {
		if name != g.Name {
			v.Waiting = append(v.Waiting, name)
		}
	}
	return v
}

// lobby are the names of those who wait for a seat, but for one.
func (x *Exercise) lobby(but int) (out []string) {
	for i := range x.people {
		if q := &x.people[i]; i != but && q.here && q.kind == KindPlayer && q.role < 0 && !q.advises() {
			out = append(out, q.name)
		}
	}
	return out
}

// NeedsSeat reports whether a player can say a verb only from a seat, and not from the lobby.
func NeedsSeat(verb string) bool {
	row := acts.Verb(verb)
	if row == nil {
		return true
	}
	switch row.Make().(type) {
	case *Respond, *Read, *Decide, *Predict, *Assess, *Grade, *PassOn, *Approve:
		return true
	}
	return false
}

// CannotSay says why a verb of a player would be refused whatever its arguments, or "": nobody is then asked for
// arguments. It does not know every reason: the exercise decides.
func (v *View) CannotSay(verb string) string {
	switch {
	case v.You.Kind != KindPlayer:
	case v.You.Aide && NeedsSeat(verb) && verb != "read":
		return adviseOnly
	case v.Clock.Phase == "before STARTEX" && (verb == "predict" || verb == "assess" || verb == "grade"):
		return "The exercise has not begun"
	}
	return ""
}

// GuestMay says why a guest may not do what an entry asks for, or "": then they are entered as
// somebody who has come in, before it.
func (x *Exercise) GuestMay(g *Guest, en record.Entry) string {
	switch {
	case acts.Verb(en.Verb) == nil:
		return "Take a seat first"
	case !may(en.Verb, g.Kind):
		return onlyFor(en.Verb)
	}
	if _, err := decodeAct(en.Verb, en.Args); err != nil {
		return err.Error()
	}
	if NeedsSeat(en.Verb) {
		return "Take a seat first"
	}
	return tooLong(en.Args, MaxText)
}

// Mentions returns those of the names that an act mentions: the record must have everyone whom it
// names.
func Mentions(en record.Entry, names map[string]*Guest) []string {
	a := Decoded(en)
	if a == nil {
		return nil
	}
	var out []string
	v := reflect.ValueOf(a).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.String && names[f.String()] != nil {
			out = append(out, f.String())
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Idle counts the people who have neither a seat, nor done anything, nor a place on the staff.
func (x *Exercise) Idle() int {
	n := 0
	for i := range x.people {
		if p := &x.people[i]; p.crowd() && p.acts == 0 {
			n++
		}
	}
	return n
}
