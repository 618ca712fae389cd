package score

import (
	"strings"
	"testing"

	"tocsin/sim/engine"
)

// late is three seats, of which cloud comes to the table when it is called and needs the theft.
var late = strings.NewReplacer("[role.cloud]", "[role.cloud]\njoins = {when=\"hours > 1000\", after=\"1h\"}",
	`needed_by = ["cloud", "agency"]`, `needed_by = ["cloud"]`).Replace(three) +
	"[[note]]\nrole = \"cloud\"\nwhen = \"knows('theft')\"\ndo = \"hold\"\n"

func joins(hour float64, role int) engine.Event { return at(hour, engine.SeatJoined, role, nobody, -1) }

// TestWhoComesLaterOwesFromThenOn: the clock of what was known before a seat came runs from when it
// came, and of what was known after from then; who has not come counts nowhere.
func TestWhoComesLaterOwesFromThenOn(t *testing.T) {
	m := modelOf(t, late)
	for name, x := range map[string]struct {
		events []any
		notify any
		latest any // decide.latency
	}{
		"known before":   {[]any{learns(2, lab, theft), joins(5, cloud), tells(7, lab, cloud, theft)}, 2, nil},
		"known after":    {[]any{joins(2, cloud), learns(5, lab, theft), tells(7, lab, cloud, theft)}, 2, nil},
		"never told":     {[]any{joins(5, cloud), learns(20, lab, theft)}, 80, nil},
		"never came":     {[]any{learns(2, lab, theft)}, nil, nil},
		"knew on coming": {[]any{learns(2, lab, theft), joins(5, cloud), tells(5, lab, cloud, theft)}, 0, nil},
		"decided": {[]any{joins(2, cloud), learns(3, lab, theft), tells(5, lab, cloud, theft),
			at(9, engine.ActionStarted, cloud, nobody, hold)}, 2, 4},
		"decided without knowing": {[]any{learns(2, lab, theft), joins(5, cloud),
			at(9, engine.ActionStarted, cloud, nobody, hold)}, 98 - 3, nil},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, stream(m, x.events...), map[string]any{"share.notify": x.notify, "decide.latency": x.latest})
		})
	}
}

// TestWhoNeverComesThere: a seat that never came to the table in the run that scores count from had
// nothing to be told there.
func TestWhoNeverComesThere(t *testing.T) {
	m := modelOf(t, late)
	base := stream(m, learns(1, lab, theft))
	l := stream(m, learns(1, lab, theft), joins(5, cloud), tells(9, lab, cloud, theft))
	l.Beside(base)
	want(t, l, map[string]any{"speed.sharing": nil})
	l.Beside(stream(m, learns(1, lab, theft), joins(5, cloud)))
	want(t, l, map[string]any{"speed.sharing": 4.0 / (4 + 4)}) // from 5, within 4 h
}

// TestALedgerForgetsWhoCameLater: a ledger that held a run in which a seat came later holds another
// scenario's as a new one does.
func TestALedgerForgetsWhoCameLater(t *testing.T) {
	events := []any{learns(2, lab, theft), tells(12, lab, cloud, theft), tells(6, lab, agency, theft)}
	l := &Ledger{}
	for _, text := range []string{late, three, late, three} {
		m := modelOf(t, text)
		l.Reset(m)
		l.See(at(0, engine.ExerciseStarted, nobody, nobody, -1), 0)
		fresh := stream(m, events...)
		sent := int32(0)
		for _, e := range events {
			list, many := e.([]engine.Event)
			if !many {
				list = []engine.Event{e.(engine.Event)}
			}
			for _, ev := range list {
				if ev.Kind == engine.MessageSent {
					sent++
				}
				if ev.Kind != engine.FactLearned {
					ev.Msg = sent
				}
				l.See(ev, 0)
			}
		}
		l.See(at(100, engine.ExerciseEnded, nobody, nobody, -1), 0)
		for _, id := range []string{"share.notify", "share.reach", "share.timely", "speed.sharing"} {
			var number any
			if v := valueOf(t, fresh, id).Value; v != nil {
				number = *v
			}
			want(t, l, map[string]any{id: number})
		}
	}
}
