package room_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// TestWordsThatAreNotNew: what was said before a player first came is not new to them, what they
// have put away is not new after they come back, and what was said meanwhile is. To staff all is new
// that they have not read. Each word has its number and the time of the room.
func TestWordsThatAreNotNew(t *testing.T) {
	r := open(t, tabletest.Secrets, room.Config{})
	defer r.Close("done")
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	heard := func(s *room.Seat) (heard, newest int) {
		v, err := s.Now(t.Context())
		require.NoError(t, err)
		for _, n := range v.Notices {
			at, err := time.Parse(time.RFC3339, n.Wall)
			assert.NoError(t, err)
			assert.WithinDuration(t, time.Now(), at, time.Minute)
			newest = n.N
		}
		return v.You.Heard, newest
	}
	for range 60 { // more than a view holds
		accepted(t, fay, &exercise.Broadcast{Text: "Coffee at eleven"})
	}
	ada := join(t, r, "Ada", exercise.KindPlayer, "")
	old, last := heard(ada)
	assert.Equal(t, 60, old, "who comes late has missed nothing that is new")
	assert.Equal(t, 60, last)
	accepted(t, fay, &exercise.Broadcast{Text: "Back at noon"})
	ada.Heard(61)
	ada.Drop()
	accepted(t, fay, &exercise.Broadcast{Text: "Doors are open"})
	ada = join(t, r, "Ada", exercise.KindPlayer, "")
	old, last = heard(ada)
	assert.Equal(t, 61, old)
	assert.Equal(t, 62, last, "this was said while they were away")

	accepted(t, ada, &exercise.Whisper{To: "staff", Text: "I need help"})
	gus := join(t, r, "Gus", exercise.KindFacilitator, "")
	old, _ = heard(gus)
	assert.Zero(t, old, "somebody may need them")
}

// TestWordsAfterAnInterruption: after a room is continued from its record, a player is told of what was
// said since they last did something, and not again of what was said before.
func TestWordsAfterAnInterruption(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.jsonl")
	r := open(t, tabletest.Secrets, room.Config{Path: path})
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	ada := join(t, r, "Ada", exercise.KindPlayer, "")
	accepted(t, fay, &exercise.Whisper{To: "Ada", Text: "Read your brief"})
	accepted(t, ada, &exercise.Whisper{To: "staff", Text: "I have"})
	accepted(t, fay, &exercise.Whisper{To: "Ada", Text: "The door is open"})
	require.NoError(t, r.Close("a crash"))
	r, _, err := room.Continue(path, room.Config{Path: path})
	require.NoError(t, err)
	defer r.Close("done")
	ada = join(t, r, "Ada", exercise.KindPlayer, "")
	assert.Equal(t, []string{"The door is open"}, fresh(t, ada))
}

// fresh are the texts of others that are new to somebody.
func fresh(t *testing.T, s *room.Seat) []string {
	v, err := s.Now(t.Context())
	require.NoError(t, err)
	out := []string{}
	for _, n := range v.Notices {
		if n.N > v.You.Heard && !n.Yours {
			out = append(out, n.Text)
		}
	}
	return out
}

// TestWordsPutAwayBeforeACrash: what a player or one of the staff had put away is not new to them in a room
// that is continued from its record, though they did nothing afterwards; what they had not is. The
// record needs one line for all of them.
func TestWordsPutAwayBeforeACrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.jsonl")
	r := open(t, tabletest.Secrets, room.Config{Path: path, Heard: 20 * time.Millisecond})
	defer r.Close("done")
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	eve := join(t, r, "Eve", exercise.KindEvaluator, "")
	ada := join(t, r, "Ada", exercise.KindPlayer, "")
	bob := join(t, r, "Bob", exercise.KindPlayer, "")
	accepted(t, fay, &exercise.Broadcast{Text: "Coffee at eleven"})
	accepted(t, bob, &exercise.Whisper{To: "staff", Text: "I need help"})
	accepted(t, fay, &exercise.Broadcast{Text: "Back at noon"})
	lines := func() (whole []byte, heard int) {
		whole, err := os.ReadFile(path)
		require.NoError(t, err)
		return whole, bytes.Count(whole, []byte(`"verb":"heard"`))
	}
	_, noted := lines()
	assert.Zero(t, noted)
	for name, want := range map[string]int{"Fay": 1, "Eve": 0, "Ada": 0, "Bob": 2} { // one's own words are not new
		require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) {
			n, known := x.HeardBy(name)
			assert.True(t, known, name)
			assert.Equal(t, want, n, name)
		}))
	}
	ada.Heard(1)
	ada.Heard(2)
	bob.Heard(1) // which they have acted after
	fay.Heard(2)
	var kept []byte
	require.Eventually(t, func() bool {
		kept, noted = lines()
		return noted > 0
	}, 5*time.Second, time.Millisecond)
	assert.Equal(t, 1, noted)
	assert.Contains(t, string(kept), `"verb":"heard","args":{"by":[{"who":"Ada","n":2},{"who":"Fay","n":2}]}`)

	crashed := filepath.Join(t.TempDir(), "crashed.jsonl")
	require.NoError(t, os.WriteFile(crashed, kept, 0o600))
	r, _, err := room.Continue(crashed, room.Config{Path: crashed})
	require.NoError(t, err)
	defer r.Close("done")
	for _, c := range []struct {
		who  string
		kind exercise.Kind
		want []string
	}{
		{"Ada", exercise.KindPlayer, []string{}},
		{"Bob", exercise.KindPlayer, []string{"Back at noon"}},
		{"Fay", exercise.KindFacilitator, []string{}}, // the last is their own
		{"Eve", exercise.KindEvaluator, []string{"Coffee at eleven", "I need help", "Back at noon"}},
	} {
		assert.Equal(t, c.want, fresh(t, join(t, r, c.who, c.kind, "")), c.who)
	}
	assert.Empty(t, eve.Ended())
}

// TestHelpIsNotMissed: whoever of the staff does something before a crash without having read that
// somebody needs them is told of it again.
func TestHelpIsNotMissed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.jsonl")
	r := open(t, tabletest.Secrets, room.Config{Path: path})
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	ada := join(t, r, "Ada", exercise.KindPlayer, "")
	accepted(t, ada, &exercise.Whisper{To: "staff", Text: "I need help"})
	fay.Heard(1)
	accepted(t, ada, &exercise.Whisper{To: "staff", Text: "At once"})
	accepted(t, fay, &exercise.Start{})
	require.NoError(t, r.Close("a crash"))
	r, _, err := room.Continue(path, room.Config{Path: path})
	require.NoError(t, err)
	defer r.Close("done")
	assert.Equal(t, []string{"At once"}, fresh(t, join(t, r, "Fay", exercise.KindFacilitator, "")))
}

// TestSeatsSpeakBeforeStartex: what is prepared is agreed between seats, so they can speak to each
// other, and the staff hear it; from STARTEX on they write in the game. Nobody else hears it, and
// nobody is shown that is not there yet.
func TestSeatsSpeakBeforeStartex(t *testing.T) {
	w := newWorkshop(t, sharing, "Ann=lab", "Bob=cert")
	ann := w.view("Ann")
	var to []string
	for _, c := range ann.Asides() {
		to = append(to, c.ID)
	}
	assert.Equal(t, []string{"cert", "press"}, to)
	w.says("Ann", "whisper to cert Shall we buy the cell together?")
	texts := func(who string) (out []string) {
		for _, n := range w.view(who).Notices {
			out = append(out, n.By()+" to "+n.To+": "+n.Text)
		}
		return out
	}
	said := []string{"from Ann, lab to Bob: Shall we buy the cell together?"}
	for _, who := range []string{"Ann", "Bob", "Fay"} {
		assert.Equal(t, said, texts(who), who)
	}
	assert.Contains(t, w.refused("Ann", "whisper to press Hello"), "Nobody sits in")
	assert.Contains(t, w.refused("Ann", "whisper to lab Hello"), "yourself")
	w.in["Cyd"] = join(t, w.room, "Cyd", exercise.KindPlayer, "press")
	assert.Empty(t, texts("Cyd"))
	w.says("Fay", "mute Bob")
	assert.Contains(t, w.refused("Bob", "whisper to lab Yes"), "muted")
	w.says("Bob", "whisper to staff Why?")
	w.says("Fay", "mute Bob off", "start paused on")
	assert.Contains(t, w.refused("Ann", "whisper to cert Hello"), "in it, write to a seat")
	ann = w.view("Ann")
	assert.Empty(t, ann.Asides())
}
