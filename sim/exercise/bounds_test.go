package exercise_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// said is something that a person asks for.
type said struct{ who, seat, verb, args string }

func (s said) on(g *tabletest.Table) exercise.Answer { return g.Do(s.who, s.seat, s.verb, s.args) }

func fay(verb, args string) said     { return said{"Fay", "facilitator", verb, args} }
func bob(verb, args string) said     { return said{"Bob", "cloud", verb, args} }
func theRoom(verb, args string) said { return said{"", "room", verb, args} }

// TestBoundsOfWhatIsAskedFor: what lies just within a bound is done, what lies just outside is
// refused in words that say why.
func TestBoundsOfWhatIsAskedFor(t *testing.T) {
	pace := "A minute of the room is between 1s and 60d of the exercise"
	turn, limit := "A turn is between 1s and 60d of the exercise", "A turn may take between 1s and 1d in the room"
	choice := fay("question", `{"text":"Which?","options":["one","two"]}`)
	rank := fay("question", `{"text":"In which order?","options":["one","two"],"rank":true}`)
	aide := []said{fay("aide", `{"who":"Lou","role":"cloud","on":true}`)}
	lou := said{"Lou", "player", "lead", ""}
	for _, c := range []struct {
		phase string
		first []said
		ask   said
		why   string // of the refusal; "" where it is done
	}{
		{"before", nil, fay("resume", ""), "The exercise has not begun"},
		{"before", []said{fay("stop", "")}, fay("resume", ""), ""},
		{"running", nil, fay("resume", ""), "The clock is already running"},
		{"talk", nil, fay("resume", ""), ""},
		{"emergency", nil, fay("resume", ""), ""},
		{"over", nil, fay("resume", ""), "The exercise is over"},
		{"running", nil, fay("pace", `{"minute":"0s"}`), pace},
		{"running", nil, fay("pace", `{"minute":"1s"}`), ""},
		{"running", nil, fay("pace", `{"minute":"60d"}`), ""},
		{"running", nil, fay("pace", `{"minute":"61d"}`), pace},
		{"running", nil, theRoom("directed", `{"do":"pace","minute":"1h"}`), "No director moves the clock"},
		{"running", nil, fay("turns", `{"every":"60d","limit":"1d"}`), ""},
		{"running", nil, fay("turns", `{"every":"61d"}`), turn},
		{"running", nil, fay("turns", `{"every":"0.9s"}`), turn},
		{"running", nil, fay("turns", `{"every":"1s","limit":"1s"}`), ""},
		{"running", nil, fay("turns", `{"every":"1h","limit":"0s"}`), limit},
		{"running", nil, fay("turns", `{"every":"1h","limit":"25h"}`), limit},
		{"over", nil, fay("turns", `{"every":"1h"}`), "The exercise is over"},
		{"running", nil, fay("giveback", `{"role":"lab"}`), ""},
		{"running", nil, fay("giveback", `{"role":"cloud"}`), "No facilitator has that seat"},
		{"running", nil, fay("giveback", `{"role":"nowhere"}`), "No facilitator has that seat"},
		{"running", nil, fay("takeover", `{"role":"lab"}`), "Fay has already taken that seat over"},
		{"running", []said{choice}, bob("answer", `{"n":2,"choice":0}`), "Choose one of 2"},
		{"running", []said{choice}, bob("answer", `{"n":2,"choice":1}`), ""},
		{"running", []said{choice}, bob("answer", `{"n":2,"choice":2}`), ""},
		{"running", []said{choice}, bob("answer", `{"n":2,"choice":3}`), "Choose one of 2"},
		{"running", []said{choice}, bob("answer", `{"n":3,"choice":1}`), "That question is not open; questions 1, 2 are"},
		{"running", nil, bob("answer", `{"n":0,"text":"So."}`), "That question is not open; question 1 is"},
		{"running", []said{rank}, bob("answer", `{"n":2,"order":[1,1]}`), "Name each of the 2 options once, in order"},
		{"running", []said{rank}, bob("answer", `{"n":2,"order":[0,2]}`), "Name each of the 2 options once, in order"},
		{"running", []said{rank}, bob("answer", `{"n":2,"order":[1,3]}`), "Name each of the 2 options once, in order"},
		{"running", []said{rank}, bob("answer", `{"n":2,"order":[2]}`), "Name each of the 2 options once, in order"},
		{"running", []said{rank}, bob("answer", `{"n":2,"order":[2,1]}`), ""},
		{"running", nil, lou, "You advise no seat"},
		{"running", aide, lou, "Bob holds it, and can pass it to you with yield"},
		{"running", append(aide, said{"Bob", "room", "drop", ""}), lou, ""},
		{"running", append(aide, said{"Bob", "room", "drop", ""}, fay("takeover", `{"role":"cloud"}`)), lou,
			"It is played for now: ask the facilitator"},
		{"running", append(aide, said{"Bob", "room", "drop", ""}, fay("bot", `{"role":"cloud","on":true}`)), lou,
			"It is played for now: ask the facilitator"},
	} {
		name := fmt.Sprintf("%s %s %s", c.phase, c.ask.verb, c.ask.args)
		t.Run(name, func(t *testing.T) {
			g := inPhase(t, c.phase)
			for _, s := range c.first {
				require.True(t, s.on(g).OK, s)
			}
			a := c.ask.on(g)
			assert.Equal(t, c.why, a.Why)
			assert.Equal(t, c.why == "", a.OK)
		})
	}
}

// TestARankingOfTwo: seats that rank two options alike agree fully, and not at all if they are turned.
func TestARankingOfTwo(t *testing.T) {
	for order, w := range map[string]float64{"[1,2]": 1, "[2,1]": 0} {
		g := inPhase(t, "running")
		require.True(t, fay("question", `{"text":"Which?","options":["one","two"],"rank":true}`).on(g).OK)
		require.True(t, bob("answer", `{"n":2,"order":[1,2]}`).on(g).OK)
		require.True(t, g.Do("Cyd", "agency", "answer", fmt.Sprintf(`{"n":2,"order":%s}`, order)).OK)
		require.True(t, fay("close", `{"n":2}`).on(g).OK)
		q := g.X.View("Fay").Questions
		require.NotNil(t, q[len(q)-1].Agreement, order)
		assert.InDelta(t, w, *q[len(q)-1].Agreement, 1e-9, order)
	}
}

// TestTurnsAreSeenFromSTARTEX: nobody waits for anybody's turn before the exercise has begun.
func TestTurnsAreSeenFromSTARTEX(t *testing.T) {
	g := inPhase(t, "before")
	require.True(t, fay("turns", `{"every":"1h"}`).on(g).OK)
	assert.Nil(t, g.X.View("Bob").Clock.Turn)
	require.True(t, fay("start", "").on(g).OK)
	require.NotNil(t, g.X.View("Bob").Clock.Turn)
	assert.Contains(t, g.X.View("Bob").Clock.Turn.Waiting, "Cloud")
}

// TestWhatIsHeardChangesNothing: a Tocsin that does not know the entry plays the record to the same state.
// Nobody has heard more than there was to hear.
func TestWhatIsHeardChangesNothing(t *testing.T) {
	g := inPhase(t, "running")
	require.True(t, fay("broadcast", `{"text":"Coffee at eleven"}`).on(g).OK)
	before, state := g.X.View("Bob"), g.X.Digest()
	require.True(t, theRoom("heard", `{"by":[{"who":"Bob","n":999},{"who":"nobody","n":1}]}`).on(g).OK)
	after := g.X.View("Bob")
	assert.Equal(t, after.Notices[len(after.Notices)-1].N, after.You.Heard)
	assert.Less(t, before.You.Heard, after.You.Heard)
	after.You.Heard = before.You.Heard
	assert.Equal(t, before, after)
	assert.Equal(t, state, g.X.Digest())
}

// TestCarriedOn: a room that continues from its record is paused, unless it was paused before
// for a reason of its own.
func TestCarriedOn(t *testing.T) {
	for phase, carried := range map[string]bool{"before": false, "running": true, "talk": true, "emergency": false,
		"over": false} {
		g := inPhase(t, phase)
		before := g.X.View("Fay").Clock
		theRoom("resumed", "").on(g)
		after := g.X.View("Fay").Clock
		if carried {
			assert.Equal(t, "Continued after an interruption", after.Why, phase)
			assert.Equal(t, "talk", after.Allows, phase)
		} else {
			assert.Equal(t, before, after, phase)
		}
	}
}

// TestARoomWithoutAFacilitator is paused and can talk, and everybody hears why, until a facilitator goes on.
func TestARoomWithoutAFacilitator(t *testing.T) {
	g := inPhase(t, "running")
	require.True(t, theRoom("unattended", "").on(g).OK)
	assert.False(t, g.X.Running())
	c := g.X.Clock()
	assert.Equal(t, []string{"No facilitator is here", "talk"}, []string{c.Why, c.Allows})
	for _, who := range []string{"Bob", "Lou", "Eva", "Oz", "Wall", "Flo"} {
		assert.Equal(t, "No facilitator is here. The clock is paused until one is back; your seats are kept.",
			newest(g, who), who)
	}
	assert.True(t, bob("say", `{"say":"Hear.","to":["agency"]}`).on(g).OK)
	assert.Equal(t, "The clock is paused: you can talk, and act when it goes on", bob("act", `{"act":"hold"}`).on(g).Why)
	require.True(t, fay("resume", "").on(g).OK)
	assert.True(t, g.X.Running())
}

// TestWhatStaffAreToldOfTheRecord: that a file of the record can be written no more, and that a jump was undone, is
// said to all staff, and to nobody else.
func TestWhatStaffAreToldOfTheRecord(t *testing.T) {
	for said, told := range map[said]string{
		theRoom("lost", `{"file":"one","kept":"two","why":"full"}`): "The record is no longer written to one: full. It goes on " +
			"in two alone, and if that fails too the exercise stops",
		theRoom("undone", `{"verb":"jump","who":"Fay","why":"it was stopped"}`): "The jump that Fay asked for was undone: it was stopped",
	} {
		g := inPhase(t, "running")
		require.True(t, said.on(g).OK)
		for name, staff := range map[string]bool{"Fay": true, "Flo": true, "Eva": true, "Bob": false, "Wall": false, "Lou": false} {
			heard := slices.ContainsFunc(g.X.View(name).Notices, func(n exercise.Notice) bool { return n.Text == told })
			assert.Equal(t, staff, heard, "%s: %s", name, told)
		}
	}
}

// TestWhatAMemberOfStaffLooksAt: the seat that was named last, until none is.
func TestWhatAMemberOfStaffLooksAt(t *testing.T) {
	g := inPhase(t, "running")
	assert.Nil(t, g.X.View("Eva").Control.Mirror)
	for _, role := range []string{"cloud", "agency"} {
		require.True(t, g.Do("Eva", "evaluator", "mirror", fmt.Sprintf(`{"role":%q}`, role)).OK)
		m := g.X.View("Eva").Control.Mirror
		require.NotNil(t, m)
		assert.Equal(t, role, m.View.You.Role)
		assert.Nil(t, g.X.View("Fay").Control.Mirror, "each looks for themselves")
	}
	require.False(t, g.Do("Eva", "evaluator", "mirror", `{"role":"nowhere"}`).OK)
	require.True(t, g.Do("Eva", "evaluator", "mirror", "").OK)
	assert.Nil(t, g.X.View("Eva").Control.Mirror)
}

// TestMissedItemsReadOneByOne: what came while nobody was there is marked until all of it has been
// read, in whatever order.
func TestMissedItemsReadOneByOne(t *testing.T) {
	g := inPhase(t, "running")
	everything := func() int { return g.X.View("Bob").Player.Total }
	bob("read", fmt.Sprintf(`{"n":%d}`, everything())).on(g)
	said{"Bob", "room", "drop", ""}.on(g)
	from := everything() + 1
	for i := range 3 {
		require.True(t, fay("inject", fmt.Sprintf(
			`{"inject":{"to":["cloud"],"from":"Desk","title":"T%d","text":"So."}}`, i)).on(g).OK)
	}
	require.Equal(t, from+2, everything())
	require.True(t, g.Do("Bob", "player", "join", `{"kind":"player"}`).OK)
	missed := func() [2]int { p := g.X.View("Bob").Player; return [2]int{p.MissedFrom, p.MissedTo} }
	require.Equal(t, [2]int{from, from + 2}, missed())
	for k, n := range []int{from + 1, from + 2, from} {
		assert.Equal(t, [2]int{from, from + 2}, missed(), "after %d", k)
		require.True(t, bob("read", fmt.Sprintf(`{"n":%d,"only":true}`, n)).on(g).OK)
		assert.Equal(t, 2-k, g.X.View("Bob").Player.Unread)
	}
	assert.Equal(t, [2]int{}, missed())
}

// TestWhatTheFacilitatorWrites: it lies before those it is for, and on the wall where it is for all.
func TestWhatTheFacilitatorWrites(t *testing.T) {
	for to, seen := range map[string]map[string]bool{
		`["cloud"]`:  {"Bob": true, "Cyd": false, "Wall": false},
		`["public"]`: {"Bob": true, "Cyd": true, "Wall": true},
	} {
		g := inPhase(t, "running")
		require.True(t, fay("inject", fmt.Sprintf(
			`{"inject":{"to":%s,"from":"Desk","title":"Word","text":"So."}}`, to)).on(g).OK)
		g.Pass(engine.Time(time.Minute))
		for name, want := range seen {
			v, found := g.X.View(name), false
			var items []exercise.Item
			if v.Board != nil {
				items = v.Board.News
			} else {
				items = v.Player.Inbox
			}
			for _, it := range items {
				found = found || it.Title == "Word" && it.From == "Desk" && it.Text == "So."
			}
			assert.Equal(t, want, found, "%s: %s", to, name)
		}
	}
}
