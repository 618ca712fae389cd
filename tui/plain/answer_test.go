package plain_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

// TestAnswersInLines: who answers the one thing that is asked need not say which it is.
func TestAnswersInLines(t *testing.T) {
	r, err := room.Open(record.Header{Name: "small", Scenario: small, Seed: 1}, room.Config{Open: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, r.Close("The test is over")) })
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	ann := join(t, r, "Ann", exercise.KindPlayer, "lab")
	bob := join(t, r, "Bob", exercise.KindPlayer, "cert")
	do(t, fay, &exercise.Start{Paused: true})
	said := func() string {
		v, err := fay.Now(context.Background())
		require.NoError(t, err)
		return v.Questions[len(v.Questions)-1].Answers[0].Text
	}
	n := 0
	ask := func(text string, rank bool, options ...string) {
		if n > 0 {
			do(t, fay, &exercise.CloseQuestion{N: n})
		}
		n++
		do(t, fay, &exercise.Pose{Text: text, Options: options, Rank: rank})
	}
	hand := plain.Hand{Seat: ann}
	asked := []struct {
		question string
		rank     bool
		options  []string
		lines    []struct{ line, answer string }
	}{
		{"What first?", false, nil, []struct{ line, answer string }{
			{"answer Convene everybody", "Convene everybody"}, {"answer 1 Call them", "Call them"},
			{"answer text: Wait", "Wait"}, {"answer\nIn three words", "In three words"}}},
		{"Which?", false, []string{"Tell them", "Wait"}, []struct{ line, answer string }{
			{"answer 1", "Tell them"}, {"answer 2", "Wait"}, {"answer 2 1", "Tell them"}, {"answer w", "Wait"},
			{"answer tell them", "Tell them"}, {"answer 2 Wait", "Wait"}, {"answer tell", "Tell them"},
			{"answer\n2\n", "Wait"}}},
		{"In order?", true, []string{"Tell", "Wait", "Call"}, []struct{ line, answer string }{
			{"answer 3,1,2", "Call > Tell > Wait"}, {"answer 2 3 1", "Wait > Call > Tell"},
			{"answer 3 1, 2, 3", "Tell > Wait > Call"}, {"answer 3 2 1 3", "Wait > Tell > Call"},
			{"answer\n3 1 2\n", "Call > Tell > Wait"}}},
	}
	for _, q := range asked {
		ask(q.question, q.rank, q.options...)
		for _, l := range q.lines {
			out := dialogue(t, l.line+"\n", hand)
			require.Contains(t, out, "Answered", l.line)
			assert.Equal(t, l.answer, said(), l.line)
		}
	}
	assert.Contains(t, dialogue(t, "answer 2 Tell\n", hand), "Refused", "that question is closed")

	tries := func(yes, no string) {
		dialogue(t, "attempt Ring the press\n", hand)
		v, err := fay.Now(context.Background())
		require.NoError(t, err)
		of := v.Control.Cases[len(v.Control.Cases)-1].Case
		do(t, fay, &exercise.Consult{Case: of, From: "cert", Text: "May they?"})
		out := dialogue(t, yes, plain.Hand{Seat: bob})
		assert.Contains(t, out, "Answered", yes)
		v, err = fay.Now(context.Background())
		require.NoError(t, err)
		assert.Equal(t, no, v.Control.Cases[len(v.Control.Cases)-1].Approvals[0].State, yes)
	}
	tries("approve yes\n", "approved")
	tries("approve\nno\n\n", "declined")
	tries("approve no Not before noon\n", "declined")
	tries("approve 4 yes\n", "approved")
}
