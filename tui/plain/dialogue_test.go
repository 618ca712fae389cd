package plain_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/speech"
	"tocsin/tui/plain"
)

// notAsked are verbs that the dialogue has in a way of its own.
var notAsked = []string{"read", // what is shown is read
	"leave"} // the dialogue ends

// TestTheDialogueAsksForEveryVerb: for each verb of players, facilitators and evaluators, what is given in answer
// to questions asks the room for the same as one line does. A verb that nobody could be asked for is named.
func TestTheDialogueAsksForEveryVerb(t *testing.T) {
	synctest.Test(t, asksForEveryVerb) // a room takes so many lines a second from one seat
}

func asksForEveryVerb(t *testing.T) {
	src, err := scenarios.FS.ReadFile("cold_copy.toml")
	require.NoError(t, err)
	text := string(src)
	for i, title := range []string{"Joining the pieces", "In the open"} { // one of these two comes second
		line := fmt.Sprintf("title = %q\n", title)
		text = strings.Replace(text, line, line+fmt.Sprintf("id = \"m%d\"\none_of = \"second\"\n", i), 1)
	}
	for _, level := range []string{"low", "high"} {
		text += "\n[severity." + level + "]\ntitle = \"" + level + "\"\n"
	}
	r, err := room.Open(record.Header{Name: "cold_copy", Scenario: text, Seed: 1, Mechanisms: []string{"response_notes"}},
		room.Config{Open: true, Every: time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, r.Close("The test is over")) })
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	join(t, r, "Flo", exercise.KindFacilitator, "")
	cloud := join(t, r, "Ada", exercise.KindPlayer, "cloud")
	seats := map[speech.Who]*room.Seat{speech.Facilitator: fay, speech.Player: cloud,
		speech.Evaluator: join(t, r, "Eva", exercise.KindEvaluator, "")}
	cert := join(t, r, "Bea", exercise.KindPlayer, "cert")
	asks := func(s *room.Seat, verb, args string) {
		a, err := s.Do(t.Context(), room.Request{Verb: verb, Args: []byte(args)})
		require.NoError(t, err)
		require.True(t, a.OK, "%s: %s", verb, a.Why)
	}
	tried := map[string]bool{}
	stage := func() {
		for who, seat := range seats {
			for _, row := range exercise.Language().For(who) {
				key := fmt.Sprintf("%s, as %v", row.Verb, who)
				if !tried[key] && !slices.Contains(notAsked, row.Verb) {
					if who == speech.Facilitator || who == speech.Evaluator {
						row = row.ForStaff()
					}
					tried[key] = sameEitherWay(t, seat, row)
				}
			}
		}
	}
	stage()
	v, err := cloud.Now(t.Context())
	require.NoError(t, err)
	drafts := v.Scope()(speech.Draft, nil)
	require.NotEmpty(t, drafts)
	asks(cloud, "file", fmt.Sprintf(`{"file":%q,"to":["cert"]}`, drafts[0].ID))
	stage()
	do(t, fay, &exercise.Start{Paused: true})
	do(t, fay, &exercise.Jump{By: "9h"})
	asks(cert, "ask", `{"ask":"Whose is it?","to":["cloud"]}`)
	do(t, fay, &exercise.Jump{By: "1d"})
	asks(fay, "inject", `{"inject":{"to":["cloud"],"title":"A call","reveals":["egress","audit_gap"]}}`)
	for range 2 {
		do(t, fay, &exercise.Pose{Text: "What is missing?"})
	}
	asks(cloud, "act", `{"act":"snapshot_hold"}`)
	asks(cloud, "commit", `{"commit":"trace_and_hold"}`)
	asks(cert, "attempt", `{"attempt":"Call them"}`)
	do(t, fay, &exercise.Consult{Case: "cert#1", From: "cloud", Text: "May they?"})
	stage()
	asks(fay, "end", `{"end":true}`)
	stage()
	for key, ok := range tried {
		assert.True(t, ok, "the dialogue never asked for %s", key)
	}
}

// sameEitherWay reports false where the seat lacks something that the verb needs.
func sameEitherWay(t *testing.T, seat *room.Seat, row *speech.Row) bool {
	v, err := seat.Now(t.Context())
	require.NoError(t, err)
	if v.CannotSay(row.Verb) != "" || row.Verb == "feedback" && v.Feedback == nil {
		return false
	}
	scope := v.Scope()
	said := &speech.Said{Row: row, Values: speech.Values{}}
	answers := []string{row.Verb}
	for i := range row.Args {
		a := &row.Args[i]
		if !a.Need && (a.Seldom || a.Kind == speech.Choice || a.Kind == speech.Order) {
			continue
		}
		if said.Values[a.Instead] != nil { // it is not asked for
			continue
		}
		text := written(a)
		if things := row.Choices(a, said.Values, scope); len(things) > 0 {
			if text = things[0].ID; things[0].N > 0 {
				text = fmt.Sprint(things[0].N)
			}
		} else if a.Kind.Listed() && a.Need && text == "" {
			return false
		}
		value, err := row.Read(a, text, said.Values, scope)
		if err != nil {
			assert.False(t, a.Need && !a.Kind.Listed(), "%s of %s: %v", a.Key, row.Verb, err)
			if a.Need {
				return false
			}
			answers = append(answers, "")
			continue
		}
		said.Values[a.Key] = value
		if a.Kind != speech.Approval { // there is one, which is meant
			answers = append(answers, row.Text(a, value))
		}
	}
	if row.Why != "" {
		said.Reason = "because: we must"
		answers = append(answers, said.Reason)
	}
	heard := func(lines ...string) []string {
		h := &heard{Seat: seat}
		var out strings.Builder
		if row.Sure != "" {
			lines = append(lines, "yes")
		}
		in := plain.NewLines(strings.NewReader(strings.Join(lines, "\n") + "\n"))
		require.NoError(t, plain.Run(t.Context(), in, &out, plain.Hand{Seat: h}))
		assert.Len(t, h.asked, 1, "%q:\n%s", lines, &out)
		return h.asked
	}
	return assert.Equal(t, heard(said.Write()), heard(answers...), "%q", answers)
}

// written is what somebody could write for an argument that names nothing in the exercise.
func written(a *speech.Arg) string {
	switch a.Kind {
	case speech.Text:
		return "to cert: because we must, by 4h"
	case speech.Texts:
		return "wait; act now"
	case speech.Name, speech.Persons:
		return "Bea"
	case speech.Number:
		return "3"
	case speech.Confidence:
		return "70%"
	case speech.Span:
		return "4h"
	case speech.Mark:
		return "amber"
	case speech.Switch:
		return "off"
	case speech.Word:
		return a.Of[0]
	case speech.Effects:
		return "gauge trust add -5"
	case speech.Deed:
		return "act snapshot_hold"
	case speech.Formula:
		return "hours > 6"
	}
	return ""
}
