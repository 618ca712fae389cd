package exercise

import (
	"fmt"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
	"tocsin/sim/scenario"
)

// Filed notes are promises: what happens to them is told to their owner and to those whom
// it shows them to.

// promised lays what happens to a filed note before its owner and those it is shown to.
func (x *Exercise) promised(ev engine.Event) {
	n := int(ev.Ref)
	switch {
	case !x.e.Filed(n) && ev.Kind != engine.NoteRevised:
		return // a plan of a bot, no promise
	case x.fates[n] == deviated && !x.triggered(n):
		return // it was announced before that nothing of it will be kept
	}
	mine, others, due := "", "", ""
	switch ev.Kind {
	case engine.NoteFiled:
		mine = "You promise"
	case engine.NoteTriggered:
		mine, others = "To keep now", "has a promise to keep now"
		at := ev.At + engine.At(x.sc().Notes[n].Within)
		if waiting, since := x.e.Promise(n); waiting { // from the time before
			at = since
		}
		due = "By " + x.moment(at).Date + "."
	case engine.NoteKept:
		mine, others = "You keep a promise", "keeps a promise"
		x.fates[n] = "kept"
	case engine.NoteBroken:
		mine, others = "You have broken a promise", "has broken a promise"
		x.fates[n] = "broken"
	case engine.NoteDeviated:
		mine, others = "You announce that you will not keep a promise", "announces that it will not keep a promise"
		x.fates[n] = deviated
	case engine.NoteRevised:
		mine = "You have put a new version in place of a promise"
	case engine.NoteRevoked:
		mine = "You withdraw a promise"
	}
	add := func(r int, from, role, title string) {
		x.desks[r].add(Item{At: x.moment(ev.At), Kind: ItemPromise, From: from, Role: role, promise: n + 1,
			Title: title + ": " + x.deed(&x.sc().Notes[n].Do, r),
			Text:  joinText(x.promise(n, r)+".", joinText(due, ev.Text))})
	}
	owner := int(ev.Role)
	add(owner, "", "", mine)
	if ev.Kind != engine.NoteBroken { // what one did oneself, or is asked, is elsewhere and needs no reading
		x.desks[owner].mark(len(x.desks[owner].items), true)
	}
	for _, r := range x.e.ShownTo(n) {
		if others != "" { // of what is filed and what is taken back they hear by NoteShown
			add(r, x.title(owner), x.scenario.Roles[owner].ID, x.title(owner)+" "+others)
		}
	}
}

// deviated is the fate of a promise whose owner announces that it will do otherwise, and due that of one that is to
// be kept now.
const (
	deviated = "deviated"
	due      = "due"
)

// fate is the state of a promise, or what happened to it the last time: kept, broken, deviated, due; "" where it
// has not come due.
func (x *Exercise) fate(n int) string {
	if waiting, _ := x.e.Promise(n); waiting {
		return due
	}
	return x.fates[n]
}

// triggered reports whether what a note waits for has come before what has just happened.
func (x *Exercise) triggered(n int) bool {
	return slices.ContainsFunc(x.events[:len(x.events)-1], func(ev engine.Event) bool {
		return ev.Kind == engine.NoteTriggered && int(ev.Ref) == n
	})
}

// staff is a reader who may see everything.
const staff = -1

// promise is a note in words for a role or for staff. A title could tell the role what it may not
// know: called and promisedAs say what stands in its place.
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
	return phrase.ConditionFor(x.sc(), x.sc().Notes[n].When, x.called(reader))
}

// called is what a role, or staff, calls a thing of the scenario: by its title where that is before it, else as
// [phrase.Kind] does, so that a note that was written before STARTEX tells nothing of what comes.
func (x *Exercise) called(reader int) func(kind string, i int) string {
	sc := x.sc()
	return func(kind string, i int) string {
		switch {
		case reader != staff && kind == "action" && x.unasked(i):
			return "what is not asked yet"
		case reader != staff && kind == "draw":
			return ""
		case reader == staff || x.seesThing(reader, kind, i):
			return phrase.Title(sc, kind, i)
		}
		return phrase.Kind(sc, kind, i)
	}
}

// promisedAs is what a role, or staff, calls what a note does or tells. What has no word of the vocabulary has its
// title: nobody could tell else what is promised.
func (x *Exercise) promisedAs(reader int) func(kind string, i int) string {
	sc := x.sc()
	return func(kind string, i int) string {
		if kind == "fact" && sc.Facts[i].Signal == "" || kind == "action" && sc.Actions[i].Response == "" {
			return phrase.Title(sc, kind, i)
		}
		return x.called(reader)(kind, i)
	}
}

// deed is what a note does, in words for a role or for staff. What can be decided where nothing has
// been asked yet is not told to any seat.
func (x *Exercise) deed(do *scenario.Do, reader int) string {
	if reader != staff && do.Act != "" && x.unasked(x.sc().Find("action", do.Act)) {
		return "decide what is asked then"
	}
	return phrase.DeedFor(x.scenario, do, x.promisedAs(reader))
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
		return in(sc.Actions[i].By) && x.e.Offered(r, i)
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
	case "inject":
		return x.hadInject(r, i)
	}
	return false
}

// shown lays a filed note before somebody whom its owner shows it to, or word that it no longer
// stands. Of a new version it says that it is one, to those who have read an earlier.
func (x *Exercise) shown(ev engine.Event) {
	n, reader := int(ev.Ref), int(ev.Other)
	what, before := "shows you a promise", ""
	for i := x.e.Earlier(n); i >= 0; i = x.e.Earlier(i) {
		if slices.Contains(x.e.ShownTo(i), reader) && before == "" {
			what, before = "shows you a new version of a promise", "It was: "+x.promise(i, reader)+"."
		}
	}
	if ev.Num == 1 {
		what, before = "withdraws a promise that it had shown you", ""
	}
	title := x.title(int(ev.Role)) + " " + what + ": " + x.deed(&x.sc().Notes[n].Do, reader)
	x.desks[reader].add(Item{At: x.moment(ev.At), Kind: ItemPromise, From: x.title(int(ev.Role)),
		Role: x.scenario.Roles[ev.Role].ID, Title: title, Text: joinText(x.promise(n, reader)+".", before)})
}
