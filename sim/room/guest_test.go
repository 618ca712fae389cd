package room_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

const joinCode = "K7QM-2XVA"

// door is a room with a door, and a pass for its join code.
func door(t *testing.T, cfg room.Config) (*room.Room, pass.Pass) {
	cfg.Door = &pass.Codes{Player: joinCode}
	r := open(t, tabletest.Secrets, cfg)
	t.Cleanup(func() { _ = r.Close("done") })
	p, ok := r.Book().Check(joinCode)
	require.True(t, ok)
	return r, p
}

func visit(t *testing.T, r *room.Room, p pass.Pass, name, from, want string) *room.Seat {
	s, err := r.Admit(t.Context(), room.Visitor{Pass: p, Name: name, From: from, Want: want})
	require.NoError(t, err)
	return s
}

func entered(t *testing.T, r *room.Room, name string) (known bool) {
	require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) { _, _, known = x.Find(name) }))
	return known
}

// Whoever comes in under ten thousand names, and does nothing, is in no record, counts for
// nothing and keeps nobody out.
func TestNamesWithoutADeedDoNotCount(t *testing.T) {
	testsize.Long(t)
	r, p := door(t, room.Config{})
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	for i := range testsize.Of(10_000, 2_000, 1_000) {
		s, err := r.Admit(t.Context(), room.Visitor{Pass: p, Name: fmt.Sprintf("made up %d", i), From: "192.0.2.1"})
		require.NoError(t, err)
		s.Drop()
	}
	ann := visit(t, r, p, "Ann", "192.0.2.1", "")
	assert.False(t, entered(t, r, "Ann"))
	v, err := ann.Now(t.Context())
	require.NoError(t, err)
	assert.NotEmpty(t, v.You.Back)
	assert.NotEmpty(t, v.Lobby)
	assert.NotEmpty(t, v.You.Waiting)
	v, err = f.Now(t.Context())
	require.NoError(t, err)
	require.Len(t, v.Control.Roster, 2, "staff see those who are here")
	accepted(t, f, &exercise.Seating{Who: "Ann", Role: "lab"})
	assert.True(t, entered(t, r, "Ann"), "who has a seat is in the record")
	v, err = ann.Now(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "lab", v.You.Role)
	assert.False(t, entered(t, r, "made up 0"))
}

// The way back of a guest leads back, and a deed has them entered.
func TestAGuestComesBackAndActs(t *testing.T) {
	r, p := door(t, room.Config{})
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	bob := visit(t, r, p, "Bob", "192.0.2.1", "cloud")
	v, err := bob.Now(t.Context())
	require.NoError(t, err)
	_, err = r.Admit(t.Context(), room.Visitor{Pass: p, Name: "Bob", From: "192.0.2.2"})
	require.ErrorAs(t, err, new(*room.Known), "the name is taken while he is here")
	_, err = r.Admit(t.Context(), room.Visitor{Pass: p, Name: "B0b", From: "192.0.2.2"})
	require.ErrorContains(t, err, "too much like Bob")
	bob.Drop()
	back, ok := r.Book().Check(v.You.Back)
	require.True(t, ok)
	bob = visit(t, r, back, "", "192.0.2.7", "")
	v, err = bob.Now(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "cloud", v.You.Wants)
	a, err := bob.Do(t.Context(), room.Request{Verb: "say", Args: json.RawMessage(`{"say":"hello","to":["lab"]}`)})
	require.NoError(t, err)
	assert.Equal(t, "Take a seat first", a.Why)
	assert.False(t, entered(t, r, "Bob"), "what is refused is no deed")
	accepted(t, bob, &exercise.Whisper{Text: "Is there a seat for me?"})
	assert.True(t, entered(t, r, "Bob"))
	v, err = f.Now(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, v.Notices)
	assert.Equal(t, "Bob", v.Notices[len(v.Notices)-1].From)
}

// Who stays is entered after ten minutes, as long as there are few who do nothing.
func TestWhoStaysIsEntered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, p := door(t, room.Config{Stall: time.Hour})
		visit(t, r, p, "Olga", "192.0.2.1", "")
		time.Sleep(9 * time.Minute)
		assert.False(t, entered(t, r, "Olga"))
		time.Sleep(3 * time.Minute)
		assert.True(t, entered(t, r, "Olga"))
		require.NoError(t, r.Close("done"))
	})
}

// Forty guests whisper as fast as they can: each is told yes for what is kept and no for the
// rest, and the facilitator's words are heard.
func TestWhispersDoNotSilenceTheFacilitator(t *testing.T) {
	testsize.Long(t)
	r, p := door(t, room.Config{Open: true})
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	ann := visit(t, r, p, "Ann", "192.0.2.2", "lab")
	yes := 0
	for i := range 40 {
		s := visit(t, r, p, fmt.Sprintf("Lurker %d", i), "192.0.2.1", "")
		for range 520 {
			a, err := s.Act(t.Context(), &exercise.Whisper{Text: "listen"})
			require.NoError(t, err)
			if a.OK {
				yes++
			} else {
				require.Contains(t, a.Why, "That is too much")
			}
		}
	}
	assert.LessOrEqual(t, yes, budget.Most(budget.ActsFrom)+10)
	accepted(t, f, &exercise.Broadcast{Text: "Please sit down."})
	accepted(t, ann, &exercise.Whisper{Text: "I need the facilitator."})
	v, err := f.Now(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "I need the facilitator.", v.Notices[len(v.Notices)-1].Text)
	v, err = ann.Now(t.Context())
	require.NoError(t, err)
	assert.Contains(t, fmt.Sprint(v.Notices), "Please sit down.")
}

// What one writes is theirs, however many lines they come by: a record grows by so much and no
// more, and what is refused is not in it.
func TestNobodyFillsTheDisk(t *testing.T) {
	r, p := door(t, room.Config{Open: true})
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	accepted(t, f, &exercise.Start{Paused: true})
	ann := visit(t, r, p, "Ann", "192.0.2.2", "lab")
	v, err := ann.Now(t.Context())
	require.NoError(t, err)
	back, _ := r.Book().Check(v.You.Back)
	text, _ := json.Marshal(map[string]any{"say": fmt.Sprintf("%03900d", 1), "to": []string{"agency"}})
	taken := 0
	for range 30 {
		for range 20 {
			a, err := ann.Do(t.Context(), room.Request{Verb: "say", Args: text})
			require.NoError(t, err)
			if a.OK {
				taken += len(text)
			}
		}
		ann = visit(t, r, back, "", "192.0.2.2", "") // a new line brings no new allowance
	}
	assert.LessOrEqual(t, taken, budget.Most(budget.Bytes)+64<<10)
	assert.Positive(t, taken)
}

func TestAnAddressIsCutOff(t *testing.T) {
	r, p := door(t, room.Config{Open: true})
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	ann := visit(t, r, p, "Ann", "192.0.2.1", "lab")
	bob := visit(t, r, p, "Bob", "192.0.2.1", "")
	cyd := visit(t, r, p, "Cyd", "192.0.2.2", "")
	_, err := ann.CutOff(t.Context(), "192.0.2.1")
	require.Error(t, err, "a player cuts nobody off")
	_, err = ann.Uses(t.Context())
	require.Error(t, err)
	n, err := f.CutOff(t.Context(), "192.0.2.1")
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.Contains(t, bob.Ended(), "cut off")
	assert.Empty(t, ann.Ended(), "who has a seat stays")
	assert.Empty(t, cyd.Ended())
	uses, err := f.Uses(t.Context())
	require.NoError(t, err)
	assert.NotNil(t, uses)
}

// Another card for a seat is shown to the facilitator, and is the way back of who sits there.
func TestACardIsReplacedByAVerb(t *testing.T) {
	r, p := door(t, room.Config{Open: true})
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	ann := visit(t, r, p, "Ann", "192.0.2.1", "lab")
	v, err := ann.Now(t.Context())
	require.NoError(t, err)
	before := v.You.Back
	accepted(t, f, &exercise.Recard{Role: "lab"})
	accepted(t, f, &exercise.Recard{Role: "cloud"})
	v, err = f.Now(t.Context())
	require.NoError(t, err)
	cards := v.Control.Codes.Cards
	require.Len(t, cards, 2)
	assert.Equal(t, "Ann", cards[0].Holder)
	_, ok := r.Book().Check(before)
	assert.False(t, ok)
	v, err = ann.Now(t.Context())
	require.NoError(t, err)
	assert.Equal(t, cards[0].Said, v.You.Back)
	back, ok := r.Book().Check(cards[0].Said)
	require.True(t, ok)
	visit(t, r, back, "", "192.0.2.9", "")
	card, ok := r.Book().Check(cards[1].Said)
	require.True(t, ok)
	bob := visit(t, r, card, "Bob", "192.0.2.3", "")
	v, err = bob.Now(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "cloud", v.You.Role)
}

// In an open room the lobby says that free seats are had for the asking, and one is.
func TestTheLobbyOfAnOpenRoom(t *testing.T) {
	for _, open := range []bool{false, true} {
		r, p := door(t, room.Config{Open: open})
		ann := visit(t, r, p, "Ann", "192.0.2.2", "")
		v, err := ann.Now(t.Context())
		require.NoError(t, err)
		assert.Equal(t, open, v.You.Open)
		assert.Equal(t, open, v.You.Waiting == "Choose a seat that is free", v.You.Waiting)
		a, err := ann.Want(t.Context(), "lab")
		require.NoError(t, err)
		require.True(t, a.OK)
		v, err = ann.Now(t.Context())
		require.NoError(t, err)
		assert.Equal(t, open, v.You.Role == "lab")
		assert.False(t, open && v.You.Open)
	}
}
