package room_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/speech"
)

// sayable is a scenario in which every verb has something to do.
const sayable = `title = "Every verb"
length = "2d"
checklist = ["The door is shut"]
[role.lab]
title = "Laboratory"
budget = 5
[role.desk]
title = "Desk"
[role.press]
title = "Press"
[gauge.mood]
title = "Mood"
start = 70
[fact.leak]
title = "The leak"
text = "Weights have left."
known = {lab={at="0s"}}
[action.scan]
title = "Scan"
by = ["lab"]
takes = "5h"
[action.seal]
title = "Seal"
by = ["lab", "desk"]
takes = "1h"
joint = {quorum=2, within="30h"}
[inject.memo]
title = "Memo"
text = "Read this."
at = "30h"
to = ["lab"]
look_for = ["They ask who wrote it."]
[inject.call]
title = "Call"
text = "Who is it?"
at = "31h"
to = ["desk"]
[inject.wire]
title = "Wire"
text = "News."
at = "32h"
to = ["all"]
[venue.cell]
title = "Cell"
members = ["lab", "desk"]
convene = "1h"
[mechanism.room]
title = "A room kept ready"
kind = "venue"
cost = {lab=4}
changes = [{venue="cell", open=true}]
[probe.cause]
ask = "Who is it?"
options = {insider="An insider", state="A state"}
truth = "insider"
to = ["lab", "desk"]
[hypothesis.insider]
for = ["leak"]
[severity.grave]
[objective.picture]
title = "One picture"
measure = {reach="leak"}
[[note]]
role = "lab"
when = "hours > 40"
do = {act="scan"}
within = "2h"
shown_to = ["desk"]
`

// everyVerb is an exercise in which each verb is said and taken, in its order: who, and
// the line.
var everyVerb = [][2]string{
	{"Fay", "aide Dan desk"}, {"Dan", "advise Ask them."}, {"Bob", "yield Dan"}, {"Dan", "yield Bob"},
	{"drop", "Bob"}, {"Dan", "lead"}, {"back", "Bob"}, {"Dan", "yield Bob"}, {"Fay", "noaide Dan"},
	{"Fay", "put Dan 2"}, {"Fred", "visit 2"}, {"Fay", "seed 7"},
	{"Ann", "invest room 2"}, {"Ann", "file #1"}, {"Ann", "revise #1 within 1h"}, {"Ann", "revoke #2"},
	{"Ann", "file #2"}, {"Fay", "seat Cyd press"}, {"Fay", "pace 1h"},
	{"Fay", "direct 90m"}, {"Fay", "byhand"},
	{"Fay", "start paused on"},
	{"Ann", "say to desk We look into it."}, {"Bob", "ask to lab by 40h What is gone?"}, {"Fay", "jump 3h"},
	{"Ann", "will desk#1"}, {"Bob", "verify lab#1"},
	{"Ann", "share leak to desk mark amber"}, {"Ann", "act scan"}, {"Ann", "cancel scan"},
	{"Ann", "commit seal"}, {"Ann", "withdraw seal"}, {"Ann", "convene cell"}, {"Ann", "declare cause insider 70%"},
	{"Ann", "predict desk tell by 4h 70%"}, {"Ann", "assess insider 60% The door was open."}, {"Bob", "grade grave"},
	{"Ann", "deviate #2 because: We cannot."}, {"Bob", "attempt Call the insurer. because: They hold the logs."},
	{"Fay", "query desk#1 With whom?"}, {"Bob", "attempt case 1 With counsel."},
	{"Fay", "approval desk#1 lab May they?"},
	{"Ann", "approve 1 yes If counsel agrees."}, {"Fay", "rule desk#1 partial They call back."},
	{"Ann", "decide by 4h We wait. options: wait; act why: Too early. follow: Ask again."},
	{"Eva", "decide of desk They wait, too."},
	{"Fay", "postpone memo 1h"}, {"Fay", "hold memo"}, {"Fay", "unhold memo"}, {"Fay", "edit memo Read that."},
	{"Fay", "release memo"}, {"Eva", "judge memo 2 They asked at once."}, {"Fay", "checked 1"},
	{"Fay", "retract memo because: Sent in error."}, {"Fay", "skip call"},
	{"Fay", "inject to all from Wire title: Flash text: It is out."},
	{"Fay", "set gauge mood add -5"}, {"Ann", "read 24"}, {"Ann", "whisper Is this the right form?"},
	{"Fay", "broadcast Lunch at one."},
	{"Fay", "question What comes first?"}, {"Ann", "answer 1 The people."}, {"Fay", "close 1"},
	{"Fay", "question rank on In which order? options: people; weights; press"}, {"Ann", "answer 2 order 2,1,3"},
	{"Bob", "answer 2 order 2,3,1"}, {"Fay", "close 2"}, {"Eva", "observe They wait for each other."},
	{"Eva", "observe corrects 1 They waited."}, {"Eva", "rate picture S They shared in time."}, {"Eva", "mirror lab"},
	{"Fay", "takeover press"}, {"Fay", "as press say to desk What now?"}, {"Fay", "handover Flo All is calm."},
	{"Flo", "giveback press"},
	{"Fay", "mute Cyd"}, {"Fay", "unmute Cyd"}, {"Fay", "unseat Cyd"}, {"Fay", "bot press"}, {"Fay", "nobot press"},
	{"Fay", "choose second now on"}, {"Fay", "step event"}, {"Fay", "automatic on"},
	{"Fay", "admit Cyd"}, {"Fay", "code evaluators"}, {"Fay", "card press"}, {"Fay", "remove Cyd"}, {"Fay", "resume"},
	{"Fay", "pause Lunch"}, {"Fay", "stop Fire."}, {"Fay", "resume"},
	{"Fay", "turns 1h limit 10m"}, {"Ann", "done"}, {"Bob", "done"}, {"Fay", "noturns"},
	{"Fay", "rollcall"}, {"Ann", "here"}, {"Ann", "pass Ask the desk first."}, {"Fay", "wall move names on"},
	{"Fay", "end"}, {"Fay", "reveal"}, {"Fay", "wall wash 2"},
	{"Ann", "feedback 4 5 3 well: We spoke early."}, {"Bob", "leave"},
	{"Fay", "shut Thank you."},
}

// knocks has somebody with the join code ask to come in as a person who is known, and waits
// until a facilitator sees it.
func knocks(t *testing.T, r *room.Room, facilitator *room.Seat, name string) {
	shown, ok := r.Book().Check(r.Book().Said().Player)
	require.True(t, ok)
	_, err := r.Admit(context.Background(), room.Visitor{Pass: shown, Name: name})
	require.ErrorAs(t, err, new(*room.Known))
	go func() { _, _ = r.Ask(context.Background(), room.Visitor{Pass: shown, Name: name, From: "192.0.2.1"}) }()
	require.Eventually(t, func() bool {
		v, err := facilitator.Now(context.Background())
		return err == nil && len(v.Control.Door) == 1
	}, 10*time.Second, 5*time.Millisecond)
}

// say has a seat say a line of the language.
func say(t *testing.T, s *room.Seat, text string) (*speech.Row, exercise.Answer) {
	ctx := context.Background()
	v, err := s.Now(ctx)
	require.NoError(t, err, text)
	line, err := exercise.Language().Parse(text, v.You.Kind.Speaker(), v.Scope())
	require.NoError(t, err, text)
	q, err := line.Request(v.You.Role)
	require.NoError(t, err, text)
	return line.Row, patiently(t, func() (exercise.Answer, error) {
		if q.Line() == nil && !q.All {
			return s.Act(ctx, q.Args)
		}
		asked, err := room.RequestOf(q)
		require.NoError(t, err)
		if asked.Seat == "" && line.Row.Who == speech.Facilitator {
			asked.Seat = "facilitator"
		}
		return s.Do(ctx, asked)
	})
}

// TestEveryVerbWithARecord: whatever can be said is taken by a room that keeps a record,
// and the record holds it. A verb that is missing in the exercise above is named.
func TestEveryVerbWithARecord(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "every.jsonl")
	moves := strings.Replace(sayable, "[role.lab]", "[[move]]\nid = \"first\"\nuntil = \"40h\"\n[[move]]\n"+
		"id = \"second\"\nuntil = \"2d\"\n[role.lab]", 1)
	r, err := room.Open(record.Header{Name: "every", Scenario: moves, Seed: 1},
		room.Config{Path: path, Open: true, Door: &pass.Codes{}})
	require.NoError(t, err)
	seats := map[string]*room.Seat{
		"Fay": join(t, r, "Fay", exercise.KindFacilitator, ""),
		"Flo": join(t, r, "Flo", exercise.KindFacilitator, ""),
		"Eva": join(t, r, "Eva", exercise.KindEvaluator, ""), "Ann": join(t, r, "Ann", exercise.KindPlayer, "lab"),
		"Bob": join(t, r, "Bob", exercise.KindPlayer, "desk"), "Cyd": join(t, r, "Cyd", exercise.KindPlayer, ""),
	}
	seats["Dan"] = join(t, r, "Dan", exercise.KindPlayer, "")
	seats["Fred"] = join(t, r, "Fred", exercise.KindFacilitator, "")
	other, err := room.Open(record.Header{Name: "every", Scenario: sayable, Seed: 1}, room.Config{})
	require.NoError(t, err)
	defer other.Close("done")
	g := room.NewGroup(false)
	require.NoError(t, errors.Join(g.Add(ctx, "1", r), g.Add(ctx, "2", other)))
	said, seen := map[string]int{}, shown{seats: seats, by: map[string]bool{}}
	var live uint64
	for i, turn := range everyVerb {
		switch turn[0] {
		case "drop":
			seats[turn[1]].Drop()
			seen.look(t, "")
			continue
		case "back":
			seats[turn[1]] = join(t, r, turn[1], exercise.KindPlayer, "")
			seen.look(t, "")
			continue
		}
		s := seats[turn[0]]
		if i == len(everyVerb)-1 { // the room is closed with it
			require.NoError(t, r.Look(ctx, func(x *exercise.Exercise) { live = x.Digest() }))
		}
		if turn[1] == "admit Cyd" {
			knocks(t, r, s, "Cyd")
			seen.look(t, "")
		}
		row, a := say(t, s, turn[1])
		require.True(t, a.OK, "%v: %s", turn, a.Why)
		said[row.Verb]++
		seen.look(t, row.Verb)
	}
	seen.everyVerbIsSeen(t)
	for _, row := range exercise.Language() {
		if row.Who != speech.Room {
			assert.NotZero(t, said[row.Verb], "nobody says %s in this exercise: add a line of it to everyVerb", row.Verb)
		}
	}
	<-r.Done()
	assert.Equal(t, "Fay has closed the room: Thank you", seats["Ann"].Ended())

	p, err := room.LoadUntil(ctx, path, 0, nil)
	require.NoError(t, err)
	assert.Equal(t, live, p.End().Digest(), "the record brings the same exercise back")

	h, err := p.History(ctx, nil)
	require.NoError(t, err)
	var sat []string
	for _, s := range h.Sittings {
		line := s.Name + " " + s.Role
		if s.Until != nil {
			line += " gave it up"
			assert.Positive(t, s.Until.Hours)
		}
		sat = append(sat, line)
	}
	assert.Equal(t, []string{"Ann lab", "Bob desk", "Cyd press gave it up"}, sat,
		"who goes after ENDEX sat to the end")
	require.Len(t, h.Questions, 2)
	assert.Nil(t, h.Questions[0].Agreement)
	assert.InDelta(t, 0.75, *h.Questions[1].Agreement, 1e-12, "Kendall's W of two orders of three")
}
