package exercise

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
)

// What a record says must be read in one way only, by whatever program reads it: so what
// was decoded is written, not what came in, and in the name of the place that somebody has,
// not of the one that they claim.

// Canonical returns a requested entry in the form in which it goes into the record, or says why it
// does not go there at all.
func (x *Exercise) Canonical(en record.Entry) (record.Entry, string) {
	seat, why := x.trueSeat(en)
	if why != "" {
		return en, why
	}
	en.Seat = seat
	if why := x.unseen(en); why != "" {
		return en, why
	}
	if why := x.Foreign(en); why != "" {
		return en, why
	}
	var err error
	if acts.Verb(en.Verb) != nil {
		var a act
		if a, err = decodeAct(en.Verb, en.Args); err == nil {
			_, en.Args, err = Entry(a)
		}
	} else {
		var c engine.Command
		if c, err = x.decode(en); err == nil {
			_, en.Args, err = record.EncodeCommand(x.sc(), c)
		}
	}
	if err != nil {
		return en, err.Error()
	}
	most := MaxText
	if en.Verb == "edit" || en.Verb == "inject" { // as in a scenario
		most = scenario.MaxText
	}
	return en, tooLong(en.Args, most)
}

// trueSeat is the place in whose name somebody really asks for something.
func (x *Exercise) trueSeat(en record.Entry) (seat, why string) {
	p := x.find(en.Who)
	if p < 0 {
		return "", "Join first"
	}
	own := string(x.people[p].kind)
	if r := x.people[p].role; r >= 0 {
		own = x.scenario.Roles[r].ID
	}
	switch {
	case x.people[p].advises() && acts.Verb(en.Verb) == nil:
		return "", adviseOnly
	case en.Verb == "done" && en.Seat != own && x.scenario.Find("role", en.Seat) >= 0:
		return "", "Each seat says done for itself, and a turn does not wait for a seat that a facilitator plays"
	case en.Seat == "" || en.Seat == own || acts.Verb(en.Verb) != nil:
		return own, ""
	case x.people[p].kind != KindFacilitator && controls(record.Entry{Verb: en.Verb}) != "":
		return "", "Only the facilitator may do that"
	case x.people[p].kind != KindFacilitator:
		return "", "That is not your seat"
	}
	r := x.scenario.Find("role", en.Seat)
	if r < 0 || x.seats[r].helper != p {
		return "", "Take the seat over first"
	}
	return en.Seat, ""
}

// decode reads a command of a seat as if the scenario had only what that seat may
// name, so that to name a secret is to name nothing, whatever the verb and the argument.
func (x *Exercise) decode(en record.Entry) (engine.Command, error) {
	sc := x.sc()
	role := sc.Find("role", en.Seat)
	if role >= 0 {
		sc = sc.Seen(x.e.Names(role))
	}
	c, err := record.DecodeCommand(sc, en.Seat, en.Verb, en.Args)
	if err != nil && (en.Verb == "file" || en.Verb == "revise") {
		err = fmt.Errorf("That note cannot be filed: %w", err) //lint:ignore ST1005 a sentence that the seat reads
	}
	return c, err
}

// unseen refuses what names a thing that the seat may not know of, in the same words as
// what names nothing at all, before either comes to the record: a refusal must not tell
// which ids a scenario has. It is "" for what the seat may name. What it leaves, decode
// refuses, in other words.
func (x *Exercise) unseen(en record.Entry) string {
	role, verb := x.scenario.Find("role", en.Seat), en.Verb
	var said map[string]json.RawMessage
	if role < 0 || json.Unmarshal(en.Args, &said) != nil {
		return ""
	}
	var id string
	if json.Unmarshal(said[verb], &id) != nil {
		return ""
	}
	sc := x.sc()
	may := func(names scenario.Names) bool { return slices.Contains(sc.RolesOf(names), role) }
	switch verb {
	case "share":
		if i := sc.Find("fact", id); i < 0 || !x.e.Knows(role, i) {
			return fmt.Sprintf("You cannot share what you do not know: %q", scenario.CleanLine(id))
		}
	case "act", "commit", "withdraw", "cancel":
		if i := sc.Find("action", id); i < 0 || !may(sc.Actions[i].By) || !x.e.Offered(role, i) ||
			!x.optionOpen(i) && x.e.Doing(i) == 0 {
			return "You have no authority for that action"
		}
	case "convene":
		if i := sc.Find("venue", id); i < 0 || !may(sc.Venues[i].Members) {
			return "You are not a member of that venue"
		}
	case "declare":
		if i := sc.Find("probe", id); i < 0 || !x.asks(role, &sc.Probes[i]) {
			return "You have not been asked that"
		}
	case "invest":
		if i := sc.Find("mechanism", id); i < 0 || sc.Roles[role].Budget == 0 && !x.seesMechanism(role, i) {
			return "You have no points to invest"
		}
	}
	return ""
}

// tooLong says which text has more bytes than would be kept of it, or "".
func tooLong(args json.RawMessage, most int) string {
	var value any
	if json.Unmarshal(args, &value) != nil {
		return ""
	}
	var walk func(v any) string
	walk = func(v any) string {
		switch v := v.(type) {
		case string:
			if len(v) > most {
				return fmt.Sprintf("A text has at most %d bytes; this one has %d", most, len(v))
			}
		case []any:
			for _, e := range v {
				if why := walk(e); why != "" {
					return why
				}
			}
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				if why := walk(v[k]); why != "" {
					return why
				}
			}
		}
		return ""
	}
	return walk(value)
}
