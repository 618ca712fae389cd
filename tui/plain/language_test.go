package plain_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/speech"
	"tocsin/sim/testsize"
	"tocsin/tui/plain"
)

// heard is a seat that takes everything and does nothing of it.
type heard struct {
	*room.Seat
	asked []string
}

func (h *heard) Do(_ context.Context, q room.Request) (exercise.Answer, error) {
	h.asked = append(h.asked, fmt.Sprintf("%s %s %q", q.Verb, q.Args, q.Reason))
	return exercise.Answer{OK: true}, nil
}

func (h *heard) Act(_ context.Context, act any) (exercise.Answer, error) {
	verb, args, err := exercise.Entry(act)
	if verb != "read" { // what it has shown
		h.asked = append(h.asked, fmt.Sprintf("%s %s", verb, args))
	}
	return exercise.Answer{OK: true}, err
}

// hardWords are words that a line could take for something else.
var hardWords = []string{"We cannot act because the vendor is down", "because: they hold the keys",
	`He said "no", to cert`, "to cert: mark red", "a; b, c | d", "4h", "by 4h", "say: so", "#2", "1", "é 同僚",
	"ends in quotes \"", "'single'", "\\", "100%"}

// TestQuestionsAndLinesAskTheSame: for every verb of a player, what is given in answer to the
// dialogue's questions and what is written in one line ask the room for the same, whatever
// words are in it.
func TestQuestionsAndLinesAskTheSame(t *testing.T) {
	synctest.Test(t, questionsAndLinesAskTheSame) // a room takes so many lines a second from one seat
}

func questionsAndLinesAskTheSame(t *testing.T) {
	r, f := at(t, "cold_copy")
	cloud := join(t, r, "Ada", exercise.KindPlayer, "cloud")
	cert := join(t, r, "Bea", exercise.KindPlayer, "cert")
	given := func(words string) map[string]speech.Values {
		return map[string]speech.Values{
			"say":         {"to": []string{"cert", "developer"}, "say": words},
			"ask":         {"to": []string{"cert"}, "ask": words},
			"share":       {"share": "egress", "to": []string{"cert"}, "text": words},
			"acknowledge": {"acknowledge": "cert#1"},
			"act":         {"act": "snapshot_hold"},
			"cancel":      {"cancel": "snapshot_hold"},
			"commit":      {"commit": "trace_and_hold"},
			"declare":     {"declare": "cause", "option": "insider", "confidence": 0.7},
			"convene":     {"convene": "cell"},
			"attempt":     {"attempt": words},
			"whisper":     {"text": words},
			"answer":      {"n": 1.0, "text": words},
			"decide":      {"text": words},
		}
	}
	do(t, f, &exercise.Start{Paused: true})
	do(t, f, &exercise.Jump{By: "9h"})
	a, err := cert.Do(t.Context(), room.Request{Verb: "ask", Args: []byte(`{"ask":"Whose is it?","to":["cloud"]}`)})
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
	do(t, f, &exercise.Jump{By: "1d"})
	do(t, f, &exercise.Pose{Text: "What is missing?"})
	do(t, f, &exercise.Pose{Text: "What else?"}) // so that it has to be said which is answered
	a, err = cloud.Do(t.Context(), room.Request{Verb: "act", Args: []byte(`{"act":"snapshot_hold"}`)})
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
	asked := func(lines ...string) []string {
		h := &heard{Seat: cloud}
		var out strings.Builder
		require.NoError(t, plain.Run(t.Context(), plain.NewLines(strings.NewReader(strings.Join(lines, "\n")+"\n")),
			&out, plain.Hand{Seat: h}))
		require.Len(t, h.asked, 1, "%q:\n%s", lines, &out)
		return h.asked
	}
	for i, words := range hardWords {
		if !testsize.Every(i, 1, 12) {
			continue
		}
		for verb, values := range given(words) {
			row := exercise.Language().Verb(verb)
			said := &speech.Said{Row: row, Values: values}
			if row.Why != "" {
				said.Reason = words
			}
			answers := []string{verb}
			for i := range row.Args {
				a := &row.Args[i]
				if v, ok := values[a.Key]; ok {
					answers = append(answers, row.Text(a, v))
				} else if !a.Seldom && a.Kind != speech.Choice && a.Kind != speech.Order { // there is no list
					answers = append(answers, "") // left out
				}
			}
			if row.Why != "" {
				answers = append(answers, said.Reason)
			}
			assert.Equal(t, asked(said.Write()), asked(answers...), "%s: %q", verb, answers)
		}
	}
}
