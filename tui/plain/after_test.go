package plain_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

const small = `
title = "Small"
length = "2h"
minute = "1h"
basis = "made up"
[role.lab]
title = "Lab"
[role.cert]
title = "CERT"
[gauge.harm]
outcome = true
grow = {rate = 1}
[fact.leak]
title = "The leak"
text = "It leaks."
known = {lab = {at = "10m"}}
needed_by = ["cert"]
within = "30m"
[objective.reach]
title = "Facts come in time"
measure = {reach = "leak"}
`

// said is what a dialogue has written so far.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *said) has(word string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Contains(s.b.Bytes(), []byte(word))
}

// talk is a dialogue with a seat: what is typed, and what it has said.
func talk(t *testing.T, s *room.Seat) (func(line, until string), *said) {
	in, typed := io.Pipe()
	out := &said{}
	ctx, cancel := context.WithCancel(context.Background())
	go plain.Run(ctx, plain.NewLines(in), out, plain.Hand{Seat: s})
	t.Cleanup(func() { cancel(); typed.Close() })
	return func(line, until string) {
		t.Helper()
		if line != "" {
			_, err := io.WriteString(typed, line+"\n")
			require.NoError(t, err)
		}
		require.Eventually(t, func() bool { return out.has(until) }, 20*time.Second, 5*time.Millisecond,
			"after %q never: %s", line, until)
	}, out
}

// TestAfterEndexInLines: what happened to it, the form, and the hot wash, without a screen.
func TestAfterEndexInLines(t *testing.T) {
	synctest.Test(t, afterEndexInLines) // a room scores what was done at most every two seconds
}

func afterEndexInLines(t *testing.T) {
	ctx := context.Background()
	r, err := room.Open(header(small), room.Config{Open: true, Every: time.Millisecond})
	require.NoError(t, err)
	defer r.Close("done")
	join := func(name string, kind exercise.Kind, want string) *room.Seat {
		s, err := r.Join(ctx, name, kind, want)
		require.NoError(t, err)
		return s
	}
	fay, ann := join("Fay", exercise.KindFacilitator, ""), join("Ann", exercise.KindPlayer, "lab")
	staff, _ := talk(t, fay)
	player, heard := talk(t, ann)
	staff("", "Fay, facilitator")
	player("", "You are Lab")
	staff("score", "There is a score from STARTEX on")
	staff("start", "STARTEX")
	staff("jump 1h", "")
	require.Eventually(t, func() bool {
		v, err := fay.Now(ctx)
		return err == nil && v.Control.Score != nil && v.Control.Score.At.Hours >= 1
	}, 20*time.Second, 10*time.Millisecond)
	staff("score", "If nobody had acted")
	player("feedback 3 3 3", "There is no command")
	a, err := fay.Do(ctx, room.Request{Verb: "end", Args: json.RawMessage(`{"end":true}`)})
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
	player("", "How was it? Write feedback")
	assert.True(t, heard.has("You were told by nobody, and told nobody: The leak"))
	player("feedback", "It was like the real thing, from 1")
	player("six", "\"six\" is not a number")
	player("4", "It was worth the time")
	player("5", "We are prepared")
	player("2", "What went well")
	player("We rang", "What should change")
	player(" ", "One thing that you")
	player("A list", "Thank you")
	require.Eventually(t, func() bool {
		v, err := fay.Now(ctx)
		return err == nil && v.Control.HotWash != nil && len(v.Control.HotWash.Feedback.Each) == 1
	}, 20*time.Second, 10*time.Millisecond)
	staff("hotwash", "Will: A list")
	staff("moments", "made a difference")
	assert.False(t, heard.has("efficiency"))
}

func header(scenario string) record.Header {
	return record.Header{Format: 1, Name: "small", Scenario: scenario, Seed: 1, Started: time.Unix(0, 0).UTC()}
}
