package room_test

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/sim/tabletest"
)

// workshop is a room with a record, a facilitator Fay and the people of its seats.
type workshop struct {
	t    *testing.T
	room *room.Room
	path string
	in   map[string]*room.Seat
}

// newWorkshop opens a room; seats are NAME=role. It is closed, and its record played again,
// at the end of the test.
func newWorkshop(t *testing.T, scenario string, seats ...string) *workshop {
	return newWorkshopBehind(t, nil, scenario, seats...)
}

// newWorkshopBehind does so behind a door with codes, which take long to hash.
func newWorkshopBehind(t *testing.T, door *pass.Codes, scenario string, seats ...string) *workshop {
	w := &workshop{t: t, path: filepath.Join(t.TempDir(), "workshop.jsonl"), in: map[string]*room.Seat{}}
	var err error
	w.room, err = room.Open(record.Header{Name: "workshop", Scenario: scenario, Seed: 1},
		room.Config{Path: w.path, Open: true, Door: door})
	require.NoError(t, err)
	w.in["Fay"] = join(t, w.room, "Fay", exercise.KindFacilitator, "")
	for _, s := range seats {
		name, role, _ := strings.Cut(s, "=")
		w.in[name] = join(t, w.room, name, exercise.KindPlayer, role)
	}
	t.Cleanup(func() {
		var live uint64
		require.NoError(t, w.room.Look(context.Background(), func(x *exercise.Exercise) { live = x.Digest() }))
		require.NoError(t, w.room.Close("done"))
		p, err := room.LoadUntil(context.Background(), w.path, 0, nil)
		require.NoError(t, err)
		assert.Equal(t, live, p.End().Digest(), "the record brings the same exercise back")
	})
	return w
}

// says has somebody say lines, which are all taken.
func (w *workshop) says(who string, lines ...string) {
	w.t.Helper()
	for _, l := range lines {
		_, a := say(w.t, w.in[who], l)
		require.True(w.t, a.OK, "%s: %s: %s", who, l, a.Why)
	}
}

// refused has somebody say a line that is not taken, and gives the reason.
func (w *workshop) refused(who, line string) string {
	w.t.Helper()
	_, a := say(w.t, w.in[who], line)
	require.False(w.t, a.OK, "%s: %s", who, line)
	return a.Why
}

func (w *workshop) view(who string) exercise.View {
	w.t.Helper()
	v, err := w.in[who].Now(context.Background())
	require.NoError(w.t, err)
	return v
}

const sharing = `title = "Who may know"
length = "5d"
[sharing]
latency = "4h"
[role.lab]
[role.cert]
[role.press]
[venue.cell]
members = ["lab", "cert"]
open = true
latency = "1h"
[fact.leak]
title = "The leak"
text = "Weights have left."
known = {lab={at="0s"}}
needed_by = ["cert"]
tlp = "amber"
[fact.name]
title = "The name"
text = "It was Bo."
known = {lab={at="0s"}}
needed_by = ["cert"]
tlp = "red"
[fact.open]
title = "An open matter"
text = "All may know."
known = {lab={at="0s"}}
tlp = "clear"
`

// TestMarkSaysToWhom: before anything is shared, its mark says to whom it may go, and what
// it says is what counts.
func TestMarkSaysToWhom(t *testing.T) {
	w := newWorkshop(t, sharing, "Ann=lab", "Bob=cert", "Cyd=press")
	w.says("Fay", "start paused on")
	facts := map[string]exercise.Fact{}
	p := w.view("Ann").Player
	for _, f := range p.Facts {
		facts[f.ID] = f
	}
	assert.Equal(t, []string{"press", "public"}, facts["leak"].Wider)
	assert.Equal(t, []string{"cert", "press", "cell", "public"}, facts["name"].Wider, "red does not go by a venue")
	assert.Empty(t, facts["open"].Wider)
	leak, open := facts["leak"], facts["open"]
	assert.Equal(t, "TLP:AMBER: may go to cert, cell, nobody else.", p.MayGo(&leak))
	assert.Equal(t, "TLP:CLEAR: may go to anyone.", p.MayGo(&open))
	assert.Contains(t, p.GoesWider([]string{"leak", "open"}, []string{"cert", "press"}, ""),
		"The leak is TLP:AMBER, and would go wider with press")
	assert.Empty(t, p.GoesWider([]string{"leak"}, []string{"cert"}, ""))

	w.says("Ann", "share leak to cert", "share leak to press", "share open to public", "share name to cert")
	breaches := 0
	for _, it := range w.view("Ann").Player.Inbox {
		if it.Kind == exercise.ItemBreach {
			breaches++
			assert.NotContains(t, it.Title, "open matter")
		}
	}
	assert.Equal(t, 2, breaches, "the press, and the name that went by the cell")
}

// TestToldIsNotKnown: what was sent is on its way until it has arrived, and not read until
// somebody has read it.
func TestToldIsNotKnown(t *testing.T) {
	w := newWorkshop(t, strings.Replace(sharing, "open = true\n", "", 1), "Ann=lab", "Bob=cert")
	w.says("Fay", "start paused on")
	w.says("Ann", "share leak to cert")
	state := func() string {
		for _, f := range w.view("Ann").Player.Facts {
			if f.ID == "leak" && len(f.Others) == 1 {
				return f.Others[0].State
			}
		}
		return ""
	}
	assert.Equal(t, exercise.OnItsWay, state())
	w.says("Fay", "jump 3h59m")
	assert.Equal(t, exercise.OnItsWay, state())
	assert.Empty(t, w.view("Bob").Player.Facts)
	w.says("Fay", "jump 1m")
	assert.Equal(t, exercise.Arrived, state())
	require.Len(t, w.view("Bob").Player.Facts, 1)
	assert.Empty(t, w.view("Bob").Player.Facts[0].Others[0].State, "who was told has sent nothing")
	bob := w.view("Bob").Player
	w.says("Bob", "read "+strconv.Itoa(bob.Total))
	assert.Equal(t, exercise.HasRead, state())
}

// TestWaysAreShownAndChosen: before sending, each way to a colleague is shown with its time and what
// the mark allows; after it, a call has been heard at once, and keeps both.
func TestWaysAreShownAndChosen(t *testing.T) {
	w := newWorkshop(t, strings.Replace(sharing, "latency = \"4h\"\n", "latency = \"4h\"\ncall = \"20m\"\n", 1),
		"Ann=lab", "Bob=cert", "Cyd=press")
	w.says("Fay", "start paused on")
	words := map[string]string{}
	p := w.view("Ann").Player
	for _, c := range p.Contacts {
		words[c.ID] = c.Words()
	}
	assert.Equal(t, map[string]string{"cert": "in cell 1h, formal 4h, a call at once, 20m of both", "press": "formal 4h, a call at once, 20m of both",
		"cell": "venue", "public": "public"}, words)
	assert.Contains(t, p.GoesWider([]string{"name"}, []string{"cert"}, ""), "The name is TLP:RED", "by the cell others hear it")
	assert.Empty(t, p.GoesWider([]string{"name"}, []string{"cert"}, "call"))
	assert.NotEmpty(t, p.GoesWider([]string{"name"}, []string{"press"}, "call"))

	w.says("Ann", "share name to cert via call")
	assert.Contains(t, w.refused("Ann", "say to press via call Hello"), "on a call")
	w.says("Bob", "say to lab via call Is there more?")
	assert.Equal(t, "Is there more?", w.view("Ann").Player.Inbox[len(w.view("Ann").Player.Inbox)-1].Text, "in the same call")
	bob := w.view("Bob").Player
	require.NotNil(t, bob.Call)
	assert.Equal(t, "lab", bob.Call.With)
	assert.Len(t, bob.Facts, 1, "heard at once")
	for _, it := range w.view("Ann").Player.Inbox {
		assert.NotEqual(t, exercise.ItemBreach, it.Kind, it.Title)
	}
	w.says("Fay", "jump 20m")
	assert.Nil(t, w.view("Bob").Player.Call)
	w.says("Ann", "say to press via formal Hello")
}

const weekend = `title = "A weekend"
length = "14d"
[role.lab]
[role.cert]
[role.press]
[action.call]
by = ["lab"]
takes = "0s"
[inject.quiet]
title = "Quiet weekend"
at = "11d"
unless = "done('call')"
to = ["all"]
text = "Nothing was heard."
[inject.later]
title = "Later"
at = "12d"
to = ["all"]
text = "Something was heard."
`

// TestUnneededInject: the facilitator sees that an inject's own condition keeps it away.
func TestUnneededInject(t *testing.T) {
	w := newWorkshop(t, weekend, "Ann=lab")
	unneeded := func() (out []string) {
		for _, p := range w.view("Fay").Control.Next {
			if p.Unneeded {
				out = append(out, p.ID)
			}
		}
		return out
	}
	w.says("Fay", "start paused on")
	assert.Empty(t, unneeded())
	w.says("Ann", "act call")
	w.says("Fay", "jump 1h")
	assert.Equal(t, []string{"quiet"}, unneeded())
}

// TestEveryoneHasAnswered: who has answered is a set of seats and not a number, so that an
// answer of one who has gone does not stand for one who is here.
func TestEveryoneHasAnswered(t *testing.T) {
	w := newWorkshop(t, weekend, "Ann=lab", "Bob=cert", "Cyd=press")
	w.says("Fay", "start paused on", "question What now?")
	waiting := func() []string { return w.view("Fay").Questions[0].Waiting }
	assert.Equal(t, []string{"lab", "cert", "press"}, waiting())
	w.says("Ann", "answer 1 Call.")
	w.says("Bob", "answer 1 Wait.")
	w.in["Bob"].Drop()
	assert.Equal(t, []string{"press"}, waiting(), "two of two who are here is not everyone")
	w.says("Cyd", "answer 1 Write.")
	assert.Empty(t, waiting())
	assert.Nil(t, w.view("Fay").Questions[0].Closed)
	w.says("Fay", "close 1")
	assert.Equal(t, "T+00:00", w.view("Ann").Questions[0].Closed.T)
	assert.Nil(t, w.view("Ann").Questions[0].Waiting, "players do not see it")
}

// TestAskedAsTheSeatCounts: the console counts what is asked of a seat as its own screen does.
func TestAskedAsTheSeatCounts(t *testing.T) {
	w := newWorkshop(t, sayable, "Ann=lab", "Bob=desk")
	w.says("Fay", "start paused on", "question What now?")
	w.says("Bob", "ask to lab Who?", "commit seal")
	w.says("Fay", "jump 6h")
	for _, s := range w.view("Fay").Control.Seats {
		switch s.ID {
		case "lab":
			assert.Equal(t, len(w.view("Ann").Player.Asked), s.Asked)
			assert.Equal(t, 4, s.Asked, "a request, a joint action, a question of the room and a belief")
		case "desk":
			assert.Equal(t, len(w.view("Bob").Player.Asked), s.Asked)
		}
	}
}

// TestLongTextOfTheFile: an inject may be edited as long as a scenario may write it, and
// nobody may say more than is kept.
func TestLongTextOfTheFile(t *testing.T) {
	w := newWorkshop(t, weekend, "Ann=lab")
	w.says("Fay", "start paused on", "edit later text: "+strings.Repeat("words ", 1500))
	for _, p := range w.view("Fay").Control.Next {
		if p.ID == "later" {
			assert.Greater(t, len(p.Text), 8000)
		}
	}
	assert.Contains(t, w.refused("Fay", "edit later text: "+strings.Repeat("x", scenario.MaxText+1)), "20000")
	assert.Contains(t, w.refused("Ann", "say to cert "+strings.Repeat("x", exercise.MaxText+1)), "4000")
}

// TestClockWaitsForAFacilitator: with no facilitator in the room the clock is paused after a
// minute, and everybody is told; it goes on when one is back and says so.
func TestClockWaitsForAFacilitator(t *testing.T) {
	for alone, phase := range map[time.Duration]string{0: "paused", -1: "running"} {
		synctest.Test(t, func(t *testing.T) {
			r := open(t, tabletest.Secrets, room.Config{Alone: alone})
			defer r.Close("done")
			f := join(t, r, "Fay", exercise.KindFacilitator, "")
			bob := join(t, r, "Bob", exercise.KindPlayer, "cloud")
			accepted(t, f, &exercise.Start{})
			f.Drop()
			time.Sleep(59 * time.Second)
			assert.Equal(t, "running", newest(bob).Clock.Phase)
			time.Sleep(2 * time.Second)
			v := newest(bob)
			assert.Equal(t, phase, v.Clock.Phase)
			if phase == "running" {
				return
			}
			assert.Equal(t, "No facilitator is here", v.Clock.Why)
			assert.Contains(t, v.Notices[len(v.Notices)-1].Text, "No facilitator is here")
			f = join(t, r, "Fay", exercise.KindFacilitator, "")
			accepted(t, f, &exercise.Resume{})
			time.Sleep(time.Minute * 5)
			assert.Equal(t, "running", newest(bob).Clock.Phase)
		})
	}
}

// TestRollCall: everybody confirms, and the facilitator sees who has not.
func TestRollCall(t *testing.T) {
	w := newWorkshop(t, weekend, "Ann=lab", "Bob=cert", "Cyd=press", "Lou")
	assert.Nil(t, w.view("Ann").Roll)
	w.says("Fay", "rollcall")
	w.says("Ann", "here")
	w.in["Cyd"].Drop()
	r := w.view("Fay").Roll
	assert.Equal(t, []string{"Ann"}, r.Here)
	assert.Equal(t, []string{"Bob", "Lou"}, r.Missing, "the lobby is asked, who has gone is not")
	assert.True(t, w.view("Ann").Roll.Yours)
	assert.False(t, w.view("Bob").Roll.Yours)
	assert.Empty(t, w.view("Bob").Roll.Here, "players do not see who is there")
	assert.Equal(t, "You have said so", w.refused("Ann", "here"))
	w.says("Fay", "rollcall")
	assert.Equal(t, []string{"Ann", "Bob", "Lou"}, w.view("Fay").Roll.Missing, "it begins again")
}

// TestLateJoinerIsTold: who comes new to a seat has a summary of what that seat knows, and the
// note of who had it, and nothing that the seat does not know.
func TestLateJoinerIsTold(t *testing.T) {
	w := newWorkshop(t, sayable, "Ann=lab", "Bob=desk", "Cyd")
	w.says("Fay", "start paused on")
	w.says("Bob", "ask to lab by 40h What is gone?")
	w.says("Ann", "act scan")
	w.says("Fay", "jump 1h")
	w.says("Ann", "pass The scan is half done.", "pass The scan is nearly done.")
	w.says("Fay", "seat Cyd lab")
	var got []exercise.Item
	for _, it := range w.view("Cyd").Player.Inbox {
		if it.Kind == exercise.ItemHandover {
			got = append(got, it)
		}
	}
	require.Len(t, got, 2)
	for _, words := range []string{"It knows:\n- The leak: Weights have left.", "Desk: What is gone?",
		"Under way:\n- Scan"} {
		assert.Contains(t, got[0].Text, words)
	}
	assert.Contains(t, got[1].Title, "A note for you from Ann")
	assert.Equal(t, "The scan is nearly done.", got[1].Text)
	w.says("Fay", "seat Ann desk")
	for _, it := range w.view("Ann").Player.Inbox {
		assert.NotContains(t, it.Text, "Weights have left", "the desk does not know")
	}
}

// TestTruthIsShown: only the staff sees what really happened before ENDEX, nor after it
// until the facilitator shows it.
func TestTruthIsShown(t *testing.T) {
	w := newWorkshop(t, sayable, "Ann=lab", "Bob=desk")
	w.says("Fay", "start paused on")
	assert.Contains(t, w.refused("Fay", "reveal"), "Before ENDEX")
	w.says("Fay", "end")
	assert.Nil(t, w.view("Bob").Truth)
	w.says("Fay", "reveal")
	words := strings.Join(w.view("Bob").Truth.Words(), "\n")
	assert.Contains(t, words, "The leak: Weights have left. Known to Laboratory (T+00:00).")
	assert.Contains(t, words, "Who is it? An insider")
	w.says("Fay", "reveal on off")
	assert.Nil(t, w.view("Bob").Truth)
}

// TestJoinPage: the console and the wall show how people come in, and who is in; a player's
// view does not.
func TestJoinPage(t *testing.T) {
	w := newWorkshopBehind(t, &pass.Codes{}, weekend, "Ann=lab", "Lou")
	wall := join(t, w.room, "Wall", exercise.KindBoard, "")
	require.NoError(t, w.room.Announce(context.Background(), exercise.Joining{Addresses: []string{"192.0.2.7"},
		Port: 23234, Fingerprint: "SHA256:x"}))
	for _, j := range []*exercise.Joining{w.view("Fay").Control.Join, newest(wall).Board.Join} {
		assert.Equal(t, []string{"ssh -p 23234 YOURNAME@192.0.2.7"}, j.Lines())
		assert.Equal(t, w.room.Book().Said().Player, j.Code)
		assert.Equal(t, []string{"Fay (facilitator)", "Ann (lab)", "Lou"}, j.In)
	}
	w.says("Fay", "code players")
	assert.Equal(t, w.room.Book().Said().Player, newest(wall).Board.Join.Code, "the code that counts now")
}

// TestTurns: time is stopped until every seat has said done, or the time of the turn is up.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "turns.jsonl")
		r, err := room.Open(record.Header{Name: "turns", Scenario: sayable, Seed: 1},
			room.Config{Path: path, Open: true})
		require.NoError(t, err)
		f := join(t, r, "Fay", exercise.KindFacilitator, "")
		ann, bob := join(t, r, "Ann", exercise.KindPlayer, "lab"), join(t, r, "Bob", exercise.KindPlayer, "desk")
		accepted(t, f, &exercise.InTurns{Every: "6h", Limit: "10m"})
		accepted(t, f, &exercise.Start{})
		time.Sleep(9 * time.Minute)
		v := newest(ann)
		assert.Zero(t, v.Clock.Now.Hours)
		assert.Equal(t, []string{"Laboratory", "Desk"}, v.Clock.Turn.Waiting)
		assert.Equal(t, 60, *v.Clock.Turn.Left)
		_, a := say(t, ann, "act scan")
		assert.True(t, a.OK, "who has not said done decides: %s", a.Why)
		accepted(t, ann, &exercise.Finish{})
		assert.Equal(t, []string{"Desk"}, newest(bob).Clock.Turn.Waiting)
		accepted(t, bob, &exercise.Finish{})
		v = newest(ann)
		assert.InDelta(t, 6, v.Clock.Now.Hours, 1e-9)
		assert.Equal(t, 2, v.Clock.Turn.N)
		assert.Contains(t, v.Player.Inbox[len(v.Player.Inbox)-1].Title, "Done: Scan",
			"what falls in the turn happens")

		accepted(t, ann, &exercise.Finish{})
		bob.Drop() // who has gone is not waited for by others
		bob = join(t, r, "Bob", exercise.KindPlayer, "desk")
		time.Sleep(9 * time.Minute)
		assert.InDelta(t, 6, newest(ann).Clock.Now.Hours, 1e-9)
		time.Sleep(time.Minute + time.Second)
		assert.InDelta(t, 12, newest(ann).Clock.Now.Hours, 1e-9, "its time was up")
		accepted(t, f, &exercise.Pause{})
		time.Sleep(time.Hour)
		answer, err := bob.Act(context.Background(), &exercise.Finish{})
		require.NoError(t, err)
		assert.Equal(t, "The exercise is paused", answer.Why)
		assert.InDelta(t, 12, newest(ann).Clock.Now.Hours, 1e-9, "a pause stops the time of a turn, too")
		accepted(t, f, &exercise.Resume{})
		accepted(t, f, &exercise.InTurns{Every: "0s"})
		accepted(t, f, &exercise.Resume{})
		time.Sleep(time.Second)
		assert.Equal(t, "running", newest(ann).Clock.Phase)
		accepted(t, f, &exercise.Pause{})
		var live uint64
		require.NoError(t, r.Look(context.Background(), func(x *exercise.Exercise) { live = x.Digest() }))
		require.NoError(t, r.Close("done"))
		p, err := room.LoadUntil(context.Background(), path, 0, nil)
		require.NoError(t, err)
		assert.Equal(t, live, p.End().Digest())
	})
}

// TestSeedBeforeTheStart: a program chooses the draws of an exercise, as long as nothing has been
// done in it, and the same seed is the same exercise.
func TestSeedBeforeTheStart(t *testing.T) {
	w := newWorkshop(t, sayable, "Ann=lab")
	w.says("Fay", "seed 1")
	var digest, again uint64
	look := func(d *uint64) { _ = w.room.Look(context.Background(), func(x *exercise.Exercise) { *d = x.Digest() }) }
	look(&digest)
	w.says("Fay", "seed 99")
	assert.Equal(t, uint64(99), w.view("Fay").Control.Seed)
	w.says("Fay", "seed 1")
	look(&again)
	assert.Equal(t, digest, again)
	w.says("Ann", "invest room 1")
	assert.Contains(t, w.refused("Fay", "seed 2"), "already prepared")
	w.says("Fay", "start paused on")
	assert.Contains(t, w.refused("Fay", "seed 2"), "already started")
}
