package exercise

import (
	"fmt"
	"slices"
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// Filed notes are promises: what happens to them is told to their owner and to those whom
// it shows them to.

// promised lays what happens to a filed note before its owner and those it is shown to.
func (x *Exercise) promised(ev engine.Event) {
	n := int(ev.Ref)
	taken := ev.Kind == engine.NoteRevised || ev.Kind == engine.NoteRevoked
	if ev.Kind != engine.NoteFiled && !taken && !x.e.Filed(n) {
		return // a plan of a bot, no promise
	}
	word, due := "", ""
	delete(x.fates, n)
	switch ev.Kind {
	case engine.NoteFiled:
		word = "promises"
	case engine.NoteTriggered:
		word = "has a promise to keep now"
		if waiting, at := x.e.Promise(n); waiting {
			due = "By " + x.moment(at).Date + "."
		}
	case engine.NoteKept:
		word, x.fates[n] = "keeps a promise", "kept"
	case engine.NoteBroken:
		word, x.fates[n] = "has broken a promise", "broken"
	case engine.NoteDeviated:
		word, x.fates[n] = "announces that it will do otherwise than promised", "deviated"
	case engine.NoteRevised:
		word = "is revised: this version no longer stands"
	case engine.NoteRevoked:
		word = "is withdrawn"
	}
	text := func(reader int) string {
		return joinText(x.promise(n, reader)+".", joinText(due, ev.Text))
	}
	x.desks[ev.Role].add(Item{At: x.moment(ev.At), Kind: ItemPromise, Title: "Your note: it " + word,
		Text: text(int(ev.Role)), promise: n + 1})
	for _, r := range x.e.ShownTo(n) {
		if r != int(ev.Role) && ev.Kind != engine.NoteFiled && !taken { // those have NoteShown
			x.desks[r].add(Item{At: x.moment(ev.At), Kind: ItemPromise, From: x.title(int(ev.Role)),
				Role: x.scenario.Roles[ev.Role].ID, Title: x.title(int(ev.Role)) + " " + word, Text: text(r)})
		}
	}
}

// staff is a reader who may see everything.
const staff = -1

// promise is a note in words for a role or for staff. What the role may not see goes by
// its id in words, as the note has it: a title could tell more than the id.
func (x *Exercise) promise(n, reader int) string {
	sc := x.sc()
	note := &sc.Notes[n]
	when := x.trigger(n, reader)
	what := fmt.Sprintf("if %s, then %s", when, x.deed(&note.Do, reader))
	if note.Within > 0 {
		what += " within " + note.Within.String()
	}
	return what
}

// trigger is what a note waits for, in words for a role or for staff.
func (x *Exercise) trigger(n, reader int) string {
	sc := x.sc()
	return phrase.ConditionFor(sc, sc.Notes[n].When, func(kind string, i int) string {
		switch {
		case reader != staff && kind == "action" && x.unasked(i):
			return "what is not asked yet"
		case reader == staff || x.seesThing(reader, kind, i):
			return phrase.Title(sc, kind, i)
		}
		return strings.ReplaceAll(sc.ID(kind, i), "_", " ")
	})
}

// deed is what a note does, in words for a role or for staff. What can be decided where nothing has
// been asked yet is not told to any seat.
func (x *Exercise) deed(do *scenario.Do, reader int) string {
	if reader != staff && do.Act != "" && x.unasked(x.sc().Find("action", do.Act)) {
		return "decide what is asked then"
	}
	return phrase.Deed(x.scenario, do)
}

// unasked reports whether an action is an option of a decision that has not been asked yet.
func (x *Exercise) unasked(action int) bool {
	sc := x.sc()
	d, _ := sc.OptionOf(action)
	return d >= 0 && x.e.InjectState(sc.Find("inject", sc.Decisions[d].ID)).Times == 0
}

// seesThing reports whether a role may see what a thing of the scenario is called.
func (x *Exercise) seesThing(r int, kind string, i int) bool {
	sc := x.sc()
	in := func(names scenario.Names) bool { return slices.Contains(sc.RolesOf(names), r) }
	switch kind {
	case "fact":
		return x.e.Knows(r, i)
	case "action":
		return in(sc.Actions[i].By)
	case "system":
		_, _, sees := x.e.Noticed(r, i)
		return sees
	case "venue":
		return x.e.Member(r, i)
	case "obligation":
		return sc.Find("role", sc.Obligations[i].Role) == r
	case "mechanism":
		return x.seesMechanism(r, i)
	case "gauge":
		return in(sc.Gauges[i].Sees)
	}
	return kind == "inject" && x.hadInject(r, i)
}

// shown lays a filed note before somebody whom its owner shows it to, or word that it no longer
// stands. Of a new version it says that it is one, to those who have read an earlier.
func (x *Exercise) shown(ev engine.Event) {
	n, reader := int(ev.Ref), int(ev.Other)
	what := "shows you a promise"
	for i := x.e.Earlier(n); i >= 0; i = x.e.Earlier(i) {
		if slices.Contains(x.e.ShownTo(i), reader) {
			what = "shows you a new version of a promise"
		}
	}
	if ev.Num == 1 {
		what = "withdraws a promise that it had shown you"
	}
	x.desks[reader].add(Item{At: x.moment(ev.At), Kind: ItemPromise, From: x.title(int(ev.Role)),
		Role:  x.scenario.Roles[ev.Role].ID,
		Title: x.title(int(ev.Role)) + " " + what, Text: x.promise(n, reader) + "."})
}
