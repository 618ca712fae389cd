package room_test

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/speech"
)

// shown keeps which verbs changed a view of somebody who is connected.
type shown struct {
	seats map[string]*room.Seat
	last  map[string]any
	by    map[string]bool
}

// look enters whether a verb has changed a view; -short leaves that out.
func (s *shown) look(t *testing.T, verb string) {
	if testing.Short() {
		return
	}
	now := map[string]any{}
	for _, name := range []string{"Fay", "Eva", "Ann", "Bob", "Cyd", "Dan"} { // the others see what Fay sees
		v, err := s.seats[name].Now(context.Background())
		if err != nil { // who is disconnected sees nothing
			continue
		}
		text, err := json.Marshal(v)
		require.NoError(t, err)
		var tree any
		require.NoError(t, json.Unmarshal(text, &tree))
		withoutCounts(tree)
		now[name] = tree
	}
	s.by[verb] = s.by[verb] || !reflect.DeepEqual(s.last, now)
	s.last = now
}

// withoutCounts takes from a view what every act changes, whatever it is: that somebody has
// done something, and how time goes by.
func withoutCounts(tree any) {
	switch v := tree.(type) {
	case map[string]any:
		for _, k := range []string{"acts", "commands", "helped", "events", "log", "log_total", "last", "quiet_hours",
			"plan", "now"} {
			delete(v, k)
		}
		for _, of := range v {
			withoutCounts(of)
		}
	case []any:
		for _, of := range v {
			withoutCounts(of)
		}
	}
}

// unseen are verbs of which nobody sees anything at once, and why.
var unseen = map[string]string{
	"pass": "whoever follows in the seat reads it",
}

// everyVerbIsSeen wants what each verb does to be on a view, beyond the log and the counts.
func (s *shown) everyVerbIsSeen(t *testing.T) {
	for _, row := range exercise.Language() {
		if row.Who != speech.Room && unseen[row.Verb] == "" && !testing.Short() {
			assert.True(t, s.by[row.Verb], "no view changes with %s", row.Verb)
		}
	}
}
