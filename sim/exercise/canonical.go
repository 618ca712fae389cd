package exercise

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"tocsin/sim/engine"
	"tocsin/sim/record"
)

// What a record says must be read in one way only, by whatever program reads it: so what
// was decoded is written, not what came in, and in the name of the place that somebody has,
// not of the one that they claim.

// Canonical is an entry that somebody asks for as it goes into the record, or why it does
// not go there at all.
func (x *Exercise) Canonical(en record.Entry) (record.Entry, string) {
	seat, why := x.trueSeat(en)
	if why != "" {
		return en, why
	}
	en.Seat = seat
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
		if c, err = record.DecodeCommand(x.sc(), en.Seat, en.Verb, en.Args); err == nil {
			_, en.Args, err = record.EncodeCommand(x.sc(), c)
		}
	}
	if err != nil {
		return en, err.Error()
	}
	return en, tooLong(en.Args)
}

// trueSeat is the place in whose name somebody really asks for something.
func (x *Exercise) trueSeat(en record.Entry) (seat, why string) {
	p := x.find(en.Who)
	if p < 0 {
		return "", "Join first"
	}
	own := string(x.people[p].kind)
	if r := x.people[p].role; r >= 0 && x.people[p].kind == KindPlayer {
		own = x.scenario.Roles[r].ID
	}
	switch {
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

// tooLong says which text has more bytes than would be kept of it, or "".
func tooLong(args json.RawMessage) string {
	var value any
	if len(args) == 0 || json.Unmarshal(args, &value) != nil {
		return ""
	}
	var walk func(v any) string
	walk = func(v any) string {
		switch v := v.(type) {
		case string:
			if len(v) > longest {
				return fmt.Sprintf("A text has at most %d bytes; this one has %d", longest, len(v))
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
