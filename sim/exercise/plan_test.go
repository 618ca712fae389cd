package exercise_test

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/director"
	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestAPlanAsStaffSeeIt: how much is left, what each part is called, what is made shorter, what is passed over, and
// who has had nothing to do for four minutes, the longest first.
func TestAPlanAsStaffSeeIt(t *testing.T) {
	src, err := os.ReadFile("../../testdata/worlds/branches.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Name: "branches", Scenario: string(src) + "[role.press]\ntitle = \"Press\"\n", Seed: 1})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	for who, role := range map[string]string{"Ann": "lab", "Bob": "desk"} {
		require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
	}
	ask(t, g, "Fay", "bot", `{"role":"press","on":true}`)
	ask(t, g, "Fay", "start", "")
	const hour, minute = engine.Time(time.Hour), time.Minute
	p := &director.Plan{Asked: 90 * minute, Spent: 10 * minute, Late: 2 * minute, Pace: 90*engine.Time(minute) + 1,
		Why: "So.",
		Parts: []director.Part{{Kind: director.Brief, Takes: 5 * minute, Spent: 4 * minute, Done: true},
			{Kind: director.Play, Move: 1, Takes: 20 * minute, Now: true}, {Kind: director.Play, Move: 3},
			{Kind: director.Play, Move: 9}},
		Cuts: []director.Cut{{What: director.Discussion, From: 10 * minute, To: 325 * time.Second}},
		Pass: &director.Pass{In: 30 * time.Second, From: hour, To: 2 * hour},
		Idle: []time.Duration{4 * minute, 5 * minute, 9 * minute}}
	lines := []exercise.Line{{N: 1, At: exercise.Moment{Hours: 1}}, {N: 2, At: exercise.Moment{Hours: 2}}}
	v := x.PlanOf(p, lines)
	assert.Equal(t, []int{5400, 600, 4920, 120}, []int{v.Asked, v.Spent, v.Left, v.Late})
	assert.Equal(t, []string{"1h30m", "So."}, []string{v.Pace, v.Why})
	var parts []string
	for i := range v.Parts {
		parts = append(parts, v.Parts[i].Name())
	}
	assert.Equal(t, []string{"Brief", "Move 1: " + x.Clock().MoveTitle,
		"Move 3: In the open or ZQquietlyQZ On the quiet", "Play"}, parts)
	assert.Equal(t, exercise.PlanPart{Kind: exercise.PartBrief, Takes: 300, Spent: 240, Done: true}, v.Parts[0])
	assert.Equal(t, []string{"each discussion still to come: 5:25 instead of 10:00"}, v.Cuts)
	require.NotNil(t, v.Pass)
	assert.Equal(t, []float64{30, 1, 2}, []float64{float64(v.Pass.In), v.Pass.From.Hours, v.Pass.To.Hours})
	assert.Equal(t, lines[:1], v.Pass.Lines, "what happens as it ends is not passed over")
	assert.Equal(t, []exercise.PlanIdle{{Role: "desk", Title: "Desk", For: 300}, {Role: "lab", Title: "Laboratory", For: 240}}, v.Idle,
		"a bot needs nothing to do")
	assert.Equal(t, "Desk for 5 minutes, Laboratory for 4 minutes", v.IdleWords())
	p.Late, p.Idle[0] = -81*minute, 4*minute-1
	v = x.PlanOf(p, nil)
	assert.Zero(t, v.Left)
	assert.Len(t, v.Idle, 1)
	ask(t, g, "Fay", "end", `{"end":true}`)
	assert.Empty(t, x.PlanOf(p, nil).Idle, "after ENDEX nobody has anything to do")
}

// TestAPlanInWords: how the room is doing for time, what is shorter than it was meant to be, and what is passed over.
func TestAPlanInWords(t *testing.T) {
	for want, p := range map[string]exercise.RoomPlan{
		"10 of 90 minutes spent; as planned now, it ends in time":       {Asked: 5400, Spent: 600},
		"10 of 90 minutes spent; as planned now, it ends 1 minute late": {Asked: 5400, Spent: 600, Late: 60},
		"10 of 90 minutes spent; as planned now, it ends 2 minutes early; the clock is moved by hand": {Asked: 5400, Spent: 600,
			Late: -120, Hand: true},
	} {
		assert.Equal(t, want, p.Standing())
	}
	at := exercise.PlanPass{From: exercise.Moment{Date: "noon"}, To: exercise.Moment{Date: "two"}}
	for in, want := range map[int]string{0: "The clock", 59: "In 59 s the clock", 60: "In 1 minute the clock", 150: "In 3 minutes the clock"} {
		at.In = in
		assert.Equal(t, want+" passes over noon to two: nothing reaches a player in it", at.Words())
	}
	x := table(t, desks).X
	cut := func(what director.Kind) string {
		p := director.Plan{Cuts: []director.Cut{{What: what, From: 90 * time.Second, To: 62 * time.Second}}}
		return x.PlanOf(&p, nil).Cuts[0]
	}
	assert.Equal(t, "the hot wash: 1:02 instead of 1:30", cut(director.HotWash))
	assert.Equal(t, "what an expected answer has: 1:02 instead of 1:30", cut(director.Answering))
	assert.Equal(t, "that is not enough: what is left of play needs 1:30 and has 1:02; leave injects out, or end before the last move",
		cut(director.Play))
	for kind, before := range map[string]bool{exercise.PartBrief: true, exercise.PartExchange: true,
		exercise.PartMove:       false,
		exercise.PartDiscussion: false, exercise.PartHotWash: false} {
		part := exercise.PlanPart{Kind: kind}
		assert.Equal(t, before, part.Before(), kind)
	}
	assert.Empty(t, (&exercise.RoomPlan{}).EarlyWords())
	assert.Equal(t, "Before STARTEX players sat for 2:05; the brief counts as planned", (&exercise.RoomPlan{Early: 125}).EarlyWords())
}

// TestASketchIsForBeforeSTARTEX, and for a room that has a time.
func TestASketchIsForBeforeSTARTEX(t *testing.T) {
	g := table(t, desks)
	assert.Nil(t, g.X.Sketch())
	ask(t, g, "Fay", "direct", `{"time":"90m","on":true}`)
	assert.NotNil(t, g.X.Sketch())
	ask(t, g, "Fay", "start", "")
	assert.Nil(t, g.X.Sketch())
}
