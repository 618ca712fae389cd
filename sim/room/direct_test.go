package room_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

// TestDirectorInARoom: it sets the pace by the clock on the wall and keeps from it what is
// done by hand; what it did is in the record, which replays and is continued.
func TestDirectorInARoom(t *testing.T) {
	testsize.Long(t)
	path := filepath.Join(t.TempDir(), "x.jsonl")
	r := open(t, "../../scenarios/cold_copy.toml", room.Config{Path: path, Open: true})
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	join(t, r, "Ann", exercise.KindPlayer, "developer")
	plan := func() *exercise.RoomPlan {
		v, err := fay.Now(t.Context())
		require.NoError(t, err)
		return v.Control.Plan
	}
	accepted(t, fay, &exercise.Direct{Time: "90m", On: true})
	require.Eventually(t, func() bool { p := plan(); return p != nil && len(p.Parts) == 9 }, 20*time.Second,
		20*time.Millisecond, "it is planned before STARTEX")
	accepted(t, fay, &exercise.Start{})
	require.Eventually(t, func() bool { return len(plan().Did) > 0 }, 20*time.Second, 20*time.Millisecond)
	for range 10 { // what was foreseen before STARTEX says nothing of what comes after it
		if p := plan().Pass; p != nil {
			assert.Less(t, p.To.Hours, 8.0, "the first injects are not passed over")
		}
		time.Sleep(30 * time.Millisecond)
	}
	accepted(t, fay, &exercise.Pace{Minute: "7m"})
	assert.Eventually(t, func() bool { return plan().Hand }, 20*time.Second, 20*time.Millisecond)
	accepted(t, fay, &exercise.Pause{})
	require.NoError(t, r.Close("Lunch"))

	p, err := room.LoadUntil(t.Context(), path, 0, nil)
	require.NoError(t, err, "it replays")
	assert.Equal(t, 1, verbs(p)["directed"])
	again, _, err := room.Continue(path, room.Config{})
	require.NoError(t, err)
	defer again.Close("done")
	fay = join(t, again, "Fay", exercise.KindFacilitator, "")
	accepted(t, fay, &exercise.Direct{On: true})
	require.Eventually(t, func() bool { p := plan(); return p != nil && !p.Hand && p.Spent > 0 }, 20*time.Second,
		20*time.Millisecond, "the time that was spent is not forgotten")
	accepted(t, fay, &exercise.Resume{})
}

func verbs(p *room.Replay) map[string]int {
	out := map[string]int{}
	for _, en := range p.Entries {
		out[en.Verb]++
	}
	return out
}

// TestRoomsWithOneClockHaveNoDirector: it would move the clock of one room.
func TestRoomsWithOneClockHaveNoDirector(t *testing.T) {
	r := open(t, "../../scenarios/practice.toml", room.Config{})
	defer r.Close("done")
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	require.NoError(t, room.NewGroup(true).Add(t.Context(), "1", r))
	a, err := fay.Act(t.Context(), &exercise.Direct{Time: "90m", On: true})
	require.NoError(t, err)
	assert.False(t, a.OK)
}

// recordAt writes the record of an exercise whose entries were made at times of the room, in minutes.
func recordAt(t *testing.T, path string, entries []record.Entry, minutes []float64) {
	t.Helper()
	source, err := os.ReadFile(tabletest.Secrets)
	require.NoError(t, err)
	h := record.Header{Format: 1, Name: "secrets", Scenario: string(source), Seed: 1,
		Started: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	x, err := exercise.New(h)
	require.NoError(t, err)
	h.Digest = x.Scenario().Digest
	w, err := record.Create(path, h)
	require.NoError(t, err)
	for i, en := range entries {
		x.Advance(en.At)
		en.State, en.Wall = x.Digest(), h.Started.Add(time.Duration(minutes[i]*float64(time.Minute)))
		en, err = w.Append(en)
		require.NoError(t, err)
		assert.True(t, x.Do(en).OK, en.Verb)
	}
	require.NoError(t, w.Leave())
}

// TestPlanAfterAnInterruption: what each move and discussion took, and how long players sat before STARTEX, is
// in the record, so that a room that is continued plans with it. The time that nobody was there is no part of it.
func TestPlanAfterAnInterruption(t *testing.T) {
	path := filepath.Join(t.TempDir(), "planned.jsonl")
	const hour = engine.Time(time.Hour)
	in := func(at engine.Time, who, seat, verb, args string) record.Entry {
		return record.Entry{At: at, Who: who, Seat: seat, Verb: verb, Args: json.RawMessage(args)}
	}
	recordAt(t, path, []record.Entry{
		in(0, "Fay", "facilitator", "join", `{"kind":"facilitator","rule":3}`),
		in(0, "Ada", "player", "join", `{"kind":"player","want":"lab","open":true,"rule":3}`),
		in(0, "Fay", "facilitator", "direct", `{"time":"60m","on":true}`),
		in(0, "Fay", "facilitator", "start", ""),
		in(10*hour, "", "room", "tick", ""),
		in(15*hour, "", "room", "tick", ""), // the first move has ended
		in(15*hour, "", "room", "resumed", ""),
		in(15*hour, "Fay", "facilitator", "resume", ""),
		in(20*hour, "Fay", "facilitator", "jump", `{"to":"30h"}`),
		in(30*hour, "", "room", "tick", ""), // the second discussion goes on
	}, []float64{0, 5, 8, 12.5, 15, 19.5, 60, 61, 63, 64.5})
	r, _, err := room.Continue(path, room.Config{})
	require.NoError(t, err)
	defer r.Close("done")
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	var p *exercise.RoomPlan
	require.Eventually(t, func() bool {
		v, err := fay.Now(t.Context())
		require.NoError(t, err)
		p = v.Control.Plan
		return p != nil
	}, 20*time.Second, 5*time.Millisecond)
	got := map[string]int{}
	for _, part := range p.Parts {
		if part.Kind != exercise.PartBrief {
			got[fmt.Sprint(part.Kind, part.Move)] = part.Spent
		}
	}
	assert.Equal(t, map[string]int{"move1": 7 * 60, "discussion1": 0, "move2": 120, "discussion2": 90, "move3": 0,
		"hot wash0": 0}, got)
	assert.Equal(t, 7*60+30, p.Early)
	assert.Equal(t, "Before STARTEX players sat for 7:30; the brief counts as planned", p.EarlyWords())
}

// TestAJumpTakesTimeOfTheRoom: what the time of the room went to is the same in a room in which somebody jumped as
// in its record.
func TestAJumpTakesTimeOfTheRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "jumped.jsonl")
	r := open(t, tabletest.Secrets, room.Config{Path: path})
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	accepted(t, fay, &exercise.Direct{Time: "60m", On: true})
	accepted(t, fay, &exercise.Start{})
	time.Sleep(5 * time.Millisecond)
	accepted(t, fay, &exercise.Jump{To: "15h"})
	time.Sleep(5 * time.Millisecond)
	accepted(t, fay, &exercise.Pause{})
	var live, kept []time.Duration
	took := func(x *exercise.Exercise) []time.Duration {
		s := x.Scene()
		return append(s.Played, s.Talked...)
	}
	require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) { live = took(x) }))
	require.NoError(t, r.Close("done"))
	p, err := room.LoadUntil(t.Context(), path, 0, nil)
	require.NoError(t, err)
	kept = took(p.End())
	require.Len(t, live, 6)
	assert.Positive(t, live[0])
	assert.Positive(t, live[3])
	assert.Equal(t, kept[:2], live[:2])
	assert.Equal(t, kept[3], live[3])
}
