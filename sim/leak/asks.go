package leak

import (
	"encoding/json"
	"fmt"

	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
	"tocsin/sim/speech"
)

// unknown is an id that no scenario has.
const unknown = "zzzzzzzz"

// Ask is something that a seat can ask for.
type Ask struct {
	Verb string
	Args json.RawMessage
	// Key is the argument that is tried, Said its value, and Kind what it names. The other arguments
	// have usual values.
	Key  string
	Said string
	Kind speech.Kind
}

func (a Ask) String() string {
	if a.Said == "" {
		return a.Verb
	}
	return a.Verb + " " + a.Said
}

// Asks returns everything that a seat can ask for, a row of the language and an argument at a
// time: each argument with every id of its kind in the scenario, known to the seat or not, and
// with one that does not exist. role is the index of the seat's role.
func Asks(sc *scenario.Scenario, role int) []Ask {
	var out []Ask
	seen := map[string]bool{}
	for _, row := range exercise.Language().For(speech.Player) {
		base := speech.Values{}
		for i := range row.Args {
			if a := &row.Args[i]; a.Need {
				base[a.Key] = valueOf(a, usual(sc, role, a, base))
			}
		}
		add := func(key, said string, kind speech.Kind, values speech.Values) {
			verb, args, ok := request(row, values, sc.Roles[role].ID)
			for i := range row.Args { // what may be left out may still need something with it
				if a := &row.Args[i]; !ok && a.Bare && values[a.Key] == nil {
					values[a.Key] = valueOf(a, usual(sc, role, a, values))
					verb, args, ok = request(row, values, sc.Roles[role].ID)
				}
			}
			if id := verb + string(args); ok && !seen[id] {
				seen[id] = true
				out = append(out, Ask{verb, args, key, said, kind})
			}
		}
		if len(row.Args) == 0 {
			add("", "", "", base)
		}
		for i := range row.Args {
			a := &row.Args[i]
			for _, said := range candidates(sc, role, a.Kind, a.Of) {
				values := speech.Values{}
				for k, v := range base {
					values[k] = v
				}
				values[a.Key] = valueOf(a, said)
				switch { // a new note is asked for whole, and not in addition to a draft
				case len(a.Key) > 5 && a.Key[:5] == "note.":
					for j := range row.Args {
						if b := &row.Args[j]; b.Key != a.Key && (b.Key == "note.when" || b.Key == "note.do" ||
							b.Key == "note.within") {
							values[b.Key] = valueOf(b, usual(sc, role, b, values))
						}
					}
				case row.Verb == "revise" && values["change.within"] == nil: // something must change
					values["change.within"] = "2h"
				}
				add(a.Key, said, a.Kind, values)
			}
		}
	}
	return out
}

// request returns a row with its arguments as the record has it; ok is false if the language does
// not take them.
func request(row *speech.Row, values speech.Values, me string) (verb string, args json.RawMessage, ok bool) {
	q, err := row.Request(values, me)
	if err != nil {
		return "", nil, false
	}
	if l := q.Line(); l != nil {
		args, err = l.JSON()
		return q.Verb, args, err == nil
	}
	verb, args, err = exercise.Entry(q.Args)
	return verb, args, err == nil
}

// valueOf returns what is said as a value of the argument's kind.
func valueOf(a *speech.Arg, said string) any {
	switch a.Kind {
	case speech.Number, speech.Confidence, speech.Case, speech.Approval, speech.Question, speech.Choice:
		var f float64
		if _, err := fmt.Sscan(said, &f); err == nil {
			return f
		}
	case speech.Switch:
		return said == "true"
	case speech.Deed:
		var kind, id string
		_, _ = fmt.Sscan(said, &kind, &id) // what is missing stays empty
		switch kind {
		case "act":
			return scenario.Do{Act: id}
		case "commit":
			return scenario.Do{Commit: id}
		case "convene":
			return scenario.Do{Convene: id}
		}
		return scenario.Do{Share: id, To: scenario.Names{"public"}}
	}
	if a.Kind.Many() {
		return []string{said}
	}
	return said
}

// usual returns an ordinary value for an argument: one that exists, and is not the seat itself.
func usual(sc *scenario.Scenario, role int, a *speech.Arg, said speech.Values) string {
	if a.Kind == speech.Option { // of the question that is answered
		if i := sc.Find("probe", fmt.Sprint(said["declare"])); i >= 0 {
			return sc.Probes[i].Options[0].ID
		}
	}
	all := candidates(sc, role, a.Kind, a.Of)
	me := sc.Roles[role].ID
	for i, c := range all { // the last is unknown
		if c != me && (i < len(all)-1 || len(all) == 1) {
			return c
		}
	}
	return unknown
}

// named returns the ids of a scenario that a kind of argument can name.
func named(sc *scenario.Scenario, kind speech.Kind) []string {
	switch kind {
	case speech.Fact, speech.Facts:
		return sc.IDs("fact")
	case speech.Action, speech.Joint, speech.Committed, speech.Underway:
		return sc.IDs("action")
	case speech.Seat:
		return sc.IDs("role")
	case speech.Seats, speech.Recipients, speech.Persons:
		return append(sc.IDs("role"), sc.IDs("venue")...)
	case speech.Venue:
		return sc.IDs("venue")
	case speech.Probe:
		return sc.IDs("probe")
	case speech.Option:
		var out []string
		for i := range sc.Probes {
			for k := range sc.Probes[i].Options {
				out = append(out, sc.Probes[i].Options[k].ID)
			}
		}
		return out
	case speech.Hypothesis:
		return sc.IDs("hypothesis")
	case speech.Level:
		return sc.IDs("severity")
	case speech.Mechanism:
		return sc.IDs("mechanism")
	case speech.Inject, speech.Delivered:
		return sc.IDs("inject")
	case speech.Move:
		return sc.IDs("move")
	case speech.Objective:
		return sc.IDs("objective")
	case speech.Draft, speech.Promise:
		return sc.IDs("note")
	case speech.Message, speech.Case:
		out := sc.IDs("role")
		for i := range out {
			out[i] += "#1"
		}
		return out
	}
	return nil
}

// candidates returns the values that are tried for a kind of argument; of those that name things of
// the scenario the last is an id that it does not have.
func candidates(sc *scenario.Scenario, role int, kind speech.Kind, of []string) []string {
	out := named(sc, kind)
	switch kind {
	case speech.Word:
		return of
	case speech.Draft, speech.Promise:
		out = append(out, "#1", "#2")
	case speech.Mark:
		return []string{"amber", "clear"}
	case speech.Span:
		return []string{"2h"}
	case speech.Number, speech.Approval, speech.Question, speech.Choice:
		return []string{"1", "7"}
	case speech.Confidence:
		return []string{"0.5"}
	case speech.Switch:
		return []string{"true", "false"}
	case speech.Order:
		return []string{"1"}
	case speech.Text, speech.Texts, speech.Name:
		return []string{"x"}
	case speech.Seats, speech.Persons:
		out = append(out, "public", "staff")
	case speech.Formula:
		return formulas(sc)
	case speech.Deed:
		for _, k := range []struct {
			verb string
			kind speech.Kind
		}{{"share", speech.Fact}, {"act", speech.Action}, {"commit", speech.Joint}, {"convene", speech.Venue}} {
			for _, id := range append(named(sc, k.kind), unknown) {
				out = append(out, k.verb+" "+id)
			}
		}
		return out
	}
	return append(out, unknown)
}

// formulas returns conditions, each of which names a thing of the scenario or one that it does not
// have.
func formulas(sc *scenario.Scenario) []string {
	out := []string{"hours > 6"}
	add := func(format string, ids []string) {
		for _, id := range append(ids, unknown) {
			out = append(out, fmt.Sprintf(format, id))
		}
	}
	add("knows('%s')", named(sc, speech.Fact))
	add("done('%s')", named(sc, speech.Action))
	add("delivered('%s')", named(sc, speech.Inject))
	add("open('%s')", named(sc, speech.Venue))
	add("has('%s')", named(sc, speech.Mechanism))
	add("%s > 1", sc.IDs("gauge"))
	add("failed('%s')", sc.IDs("system"))
	add("met('%s')", sc.IDs("obligation"))
	return out
}
