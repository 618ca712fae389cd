package exercise_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// guest is somebody who has come in and done nothing.
func guest(name string, j exercise.Join) *exercise.Guest {
	j.Rule = exercise.JoinRule
	return exercise.NewGuest(name, j)
}

// TestWelcome: who may come in, under which name, and whether they have a seat at once.
func TestWelcome(t *testing.T) {
	g := table(t, desks)
	ask(t, g, "Fay", "unseat", `{"who":"Cyd"}`)
	gone := guest("Gus", exercise.Join{Kind: exercise.KindPlayer})
	gone.Here = false
	guests := map[string]*exercise.Guest{"Dora": guest("Dora", exercise.Join{Kind: exercise.KindPlayer}),
		"DORA": guest("DORA", exercise.Join{Kind: exercise.KindPlayer}), "Gus": gone}
	kind := "A person is a player, facilitator, evaluator, observer or board"
	for name, c := range map[string]struct {
		who    string
		join   exercise.Join
		seated bool
		why    string
	}{
		"no kind":                {"Lou", exercise.Join{}, false, kind},
		"a wrong kind":           {"Lou", exercise.Join{Kind: "king"}, false, kind},
		"no name":                {"", exercise.Join{Kind: exercise.KindPlayer}, false, "Give a name of at most 40 characters"},
		"a long name":            {strings.Repeat("a", 41), exercise.Join{Kind: exercise.KindPlayer}, false, "Give a name of at most 40 characters"},
		"just not too long":      {strings.Repeat("a", 40), exercise.Join{Kind: exercise.KindPlayer}, false, ""},
		"no such seat":           {"Lou", exercise.Join{Kind: exercise.KindPlayer, Want: "x"}, false, `There is no seat "x"`},
		"like a person":          {"A n n", exercise.Join{Kind: exercise.KindPlayer}, false, `"A n n" is too much like Ann, who is here: choose another name`},
		"like two guests":        {"dora", exercise.Join{Kind: exercise.KindPlayer}, false, `"dora" is too much like DORA, who is here: choose another name`},
		"like one who is gone":   {"GUS", exercise.Join{Kind: exercise.KindPlayer}, false, ""},
		"as another kind":        {"Ann", exercise.Join{Kind: exercise.KindBoard}, false, "Ann is already here, as player: choose another name"},
		"no seat":                {"Lou", exercise.Join{Kind: exercise.KindPlayer, Open: true}, false, ""},
		"a free seat":            {"Lou", exercise.Join{Kind: exercise.KindPlayer, Want: "agency", Open: true}, true, ""},
		"not in an open room":    {"Lou", exercise.Join{Kind: exercise.KindPlayer, Want: "agency"}, false, ""},
		"by its card":            {"Lou", exercise.Join{Kind: exercise.KindPlayer, Want: "agency", Card: true}, true, ""},
		"a seat that is held":    {"Lou", exercise.Join{Kind: exercise.KindPlayer, Want: "lab", Open: true}, false, ""},
		"by the card of another": {"Lou", exercise.Join{Kind: exercise.KindPlayer, Want: "lab", Card: true}, false, ""},
	} {
		c.join.Rule = exercise.JoinRule
		seated, why := g.X.Welcome(c.who, c.join, guests)
		assert.Equal(t, c.why, why, name)
		assert.Equal(t, c.seated, seated, name)
	}
	delete(guests, "DORA")
	_, why := g.X.Welcome("Dora", exercise.Join{Kind: exercise.KindPlayer, Rule: exercise.JoinRule}, guests)
	assert.Empty(t, why, "they are themselves")
	ask(t, g, "Fay", "unseat", `{"who":"Ann"}`)
	seated, _ := g.X.Welcome("Lou", exercise.Join{Kind: exercise.KindPlayer, Want: "lab", Open: true,
		Rule: exercise.JoinRule}, nil)
	assert.True(t, seated, "the first seat of the file")
}

// TestWhatAGuestSees is what somebody without a seat does, in the lobby or before the wall, with nothing of what was
// said before they came.
func TestWhatAGuestSees(t *testing.T) {
	g := table(t, desks)
	dee := guest("Dee", exercise.Join{Kind: exercise.KindPlayer, Want: "cloud"})
	assert.Zero(t, g.X.GuestView(dee, nil).You.Heard, "nothing has been said")
	ask(t, g, "Fay", "broadcast", `{"text":"Welcome."}`)
	ask(t, g, "Fay", "whisper", `{"to":"Ann","text":"For Ann."}`)
	require.True(t, g.Do("Lou", "player", "join", `{"kind":"player"}`).OK)
	ask(t, g, "Fay", "question", `{"text":"Ready?"}`)
	ask(t, g, "Ann", "answer", `{"n":1,"text":"Yes."}`)
	v := g.X.GuestView(dee, []string{"Dee", "Eli"})
	assert.Equal(t, exercise.You{Name: "Dee", Kind: exercise.KindPlayer, Title: "player", Wants: "cloud",
		Waiting: "The facilitator will give you a seat", Heard: v.Notices[len(v.Notices)-1].N}, v.You)
	said := v.Notices[len(v.Notices)-1]
	assert.Equal(t, "Welcome.", said.Text)
	assert.Equal(t, len(v.Notices), said.N)
	require.Len(t, v.Lobby, 3)
	assert.Equal(t, []string{"Lou", "Eli"}, v.Waiting)
	assert.Nil(t, v.Player)
	assert.Nil(t, v.Board)
	assert.Nil(t, v.Roll)

	oz := guest("Oz", exercise.Join{Kind: exercise.KindObserver})
	ask(t, g, "Fay", "rollcall", "")
	assert.NotNil(t, g.X.GuestView(dee, nil).Roll)
	assert.Nil(t, g.X.GuestView(guest("Wall 2", exercise.Join{Kind: exercise.KindBoard}), nil).Roll, "a wall is not called")
	v = g.X.GuestView(oz, []string{"Dee"})
	require.Len(t, v.Questions, 1)
	assert.Equal(t, exercise.Question{N: 1, Text: "Ready?", Open: true}, v.Questions[0], "who answered what is shown when it is closed")
	assert.NotNil(t, v.Board)
	assert.Nil(t, v.Lobby)
	assert.Empty(t, v.Waiting)
	assert.Empty(t, v.You.Waiting)
	ask(t, g, "Fay", "start", "")
	assert.Nil(t, g.X.GuestView(dee, nil).Roll, "the check is over")
	ask(t, g, "Fay", "stop", "")
	ask(t, g, "Fay", "resume", "")
	for _, n := range g.X.GuestView(dee, nil).Notices {
		assert.False(t, n.Yours, n.Text)
	}
}

// TestWhatNeedsASeat: what somebody in the lobby cannot say, and who advises a seat.
func TestWhatNeedsASeat(t *testing.T) {
	for verb, seat := range map[string]bool{"say": true, "act": true, "read": true, "decide": true, "predict": true,
		"assess": true, "grade": true, "pass": true, "approve": true, "no such verb": true, "answer": true, "whisper": false,
		"here": false, "feedback": false, "leave": false} {
		assert.Equal(t, seat, exercise.NeedsSeat(verb), verb)
	}
	player := exercise.You{Kind: exercise.KindPlayer}
	aide := exercise.You{Kind: exercise.KindPlayer, Aide: true}
	advise, before := "You advise this seat, and its holder acts: write advise and what to do", "The exercise has not begun"
	for _, c := range []struct {
		you   exercise.You
		phase string
		verb  string
		why   string
	}{
		{player, "running", "act", ""},
		{player, "before STARTEX", "act", ""},
		{aide, "running", "act", advise},
		{aide, "running", "read", ""},
		{aide, "running", "whisper", ""},
		{player, "before STARTEX", "predict", before},
		{player, "before STARTEX", "assess", before},
		{player, "before STARTEX", "grade", before},
		{player, "running", "predict", ""},
		{exercise.You{Kind: exercise.KindFacilitator}, "before STARTEX", "predict", ""},
	} {
		v := exercise.View{You: c.you, Clock: exercise.Clock{Phase: c.phase}}
		assert.Equal(t, c.why, v.CannotSay(c.verb), "%v %s", c.you, c.verb)
	}
}

// TestWhatAGuestMayDo: what needs neither a seat nor the staff, if it is well said.
func TestWhatAGuestMayDo(t *testing.T) {
	x := table(t, desks).X
	dee := guest("Dee", exercise.Join{Kind: exercise.KindPlayer})
	for _, c := range []struct{ verb, args, why string }{
		{"whisper", `{"to":"staff","text":"Hello."}`, ""},
		{"whisper", `{"text":"` + strings.Repeat("a", exercise.MaxText+1) + `"}`, "A text has at most"},
		{"whisper", `{"texts":"Hello."}`, "texts"},
		{"start", "", "Only the facilitator may do that"},
		{"act", `{"act":"hold"}`, "Take a seat first"},
		{"decide", `{"text":"We do."}`, "Take a seat first"},
		{"sing", "", "Take a seat first"},
	} {
		why := x.GuestMay(dee, record.Entry{Verb: c.verb, Args: json.RawMessage(c.args)})
		assert.Contains(t, why, c.why, c.verb)
		assert.Equal(t, c.why == "", why == "", "%s: %s", c.verb, why)
	}
}

// TestWhoIsSpokenOf: the guests whom an act names, each once and in order.
func TestWhoIsSpokenOf(t *testing.T) {
	names := map[string]*exercise.Guest{"Zoe": {}, "Dee": {}, "lab": {}, "<float64 Value>": {}}
	for _, c := range []struct {
		verb, args string
		want       []string
	}{
		{"seat", `{"who":"Zoe","role":"lab"}`, []string{"Zoe", "lab"}},
		{"put", `{"who":"Zoe","room":"Dee"}`, []string{"Dee", "Zoe"}},
		{"put", `{"who":"Zoe","room":"Zoe"}`, []string{"Zoe"}},
		{"seat", `{"who":"Ann","role":"x"}`, nil},
		{"predict", `{"seat":"cloud","will":"tell","by":"4h","confidence":0.8}`, nil},
		{"sing", `{"who":"Zoe"}`, nil},
	} {
		en := record.Entry{Verb: c.verb, Args: json.RawMessage(c.args)}
		assert.Equal(t, c.want, exercise.Mentions(en, names), c.verb)
		assert.Empty(t, exercise.Mentions(en, nil))
	}
}

// TestWhoWaitsInTheLobby: players who are here with neither a seat nor one that they advise; who of them has done
// nothing at all is idle.
func TestWhoWaitsInTheLobby(t *testing.T) {
	g := table(t, desks)
	for _, who := range []string{"Lou", "Max", "Nan"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player"}`).OK)
	}
	assert.Equal(t, 4, g.X.Idle(), "and the wall")
	ask(t, g, "Fay", "aide", `{"who":"Lou","role":"lab","on":true}`)
	require.True(t, g.Do("Nan", "player", "whisper", `{"text":"Where do I sit?"}`).OK)
	assert.Equal(t, 3, g.X.Idle())
	dee := guest("Dee", exercise.Join{Kind: exercise.KindPlayer})
	assert.Equal(t, []string{"Max", "Nan"}, g.X.GuestView(dee, nil).Waiting)
	require.True(t, g.Do("Max", "player", "leave", "").OK)
	assert.Equal(t, []string{"Nan"}, g.X.GuestView(dee, nil).Waiting)
}

// TestFindingSomebody: what they are and whether they are here; and who has a seat.
func TestFindingSomebody(t *testing.T) {
	g := table(t, desks)
	require.True(t, g.Do("Ann", exercise.RoomSeat, "drop", "").OK)
	for name, want := range map[string][]any{
		"Ann":  {exercise.KindPlayer, false, true},
		"Bob":  {exercise.KindPlayer, true, true},
		"Wall": {exercise.KindBoard, true, true},
		"Lou":  {exercise.Kind(""), false, false},
	} {
		kind, here, known := g.X.Find(name)
		assert.Equal(t, want, []any{kind, here, known}, name)
	}
	ask(t, g, "Fay", "unseat", `{"who":"Cyd"}`)
	for role, want := range map[string]string{"lab": "Ann", "cloud": "Bob", "agency": "", "moon": ""} {
		assert.Equal(t, want, g.X.Holder(role), role)
	}
}
