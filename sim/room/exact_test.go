package room_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

const coldCopy = "../../scenarios/cold_copy.toml"

// bots is an exercise with a bot in every seat.
func bots(t testing.TB, path string, seed uint64) *tabletest.Table {
	h := tabletest.Header(t, path, seed)
	h.Settings = map[string]string{"facilitator": "automatic"}
	x, err := exercise.New(h)
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for _, c := range x.View("Fay").Control.Seats {
		require.True(t, g.Do("Fay", "facilitator", "bot", `{"role":"`+c.ID+`","on":true}`).OK)
	}
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	return g
}

// toTheEnd lets an exercise run out, going on where a move ends.
func toTheEnd(t testing.TB, x *exercise.Exercise) {
	for !x.Over() {
		x.Advance(x.Engine().Horizon())
		if !x.Running() && !x.Over() {
			require.True(t, x.Do(record.Entry{At: x.Now(), Who: "Fay", Seat: "facilitator", Verb: "resume"}).OK)
		}
	}
}

// TestPauseAtEveryEvent: wherever an exercise is paused, nothing moves while it is, and
// its future is what it would have been.
func TestPauseAtEveryEvent(t *testing.T) {
	g := bots(t, coldCopy, 3)
	straight := g.X.Clone()
	toTheEnd(t, straight)
	for _, seat := range straight.View("Fay").Control.Seats {
		assert.NotZero(t, seat.Acts, "what the bot of %s did counts as the seat's doing", seat.ID)
	}
	events, _ := straight.Events()
	want := straight.Engine().Digest()
	require.Greater(t, len(events), 200)
	pauses := 0
	for !g.X.Over() {
		at, due := g.X.Engine().Next()
		require.True(t, due)
		g.X.Advance(at)
		if g.X.Over() {
			break
		}
		pauses++
		if !testsize.Every(pauses, 1, 10) {
			continue
		}
		c := g.X.Clone()
		if c.Running() {
			require.True(t, c.Do(record.Entry{At: c.Now(), Who: "Fay", Seat: "facilitator", Verb: "pause"}).OK)
		}
		still := c.Digest()
		c.Advance(c.Engine().Horizon())
		require.Equal(t, still, c.Digest(), "something moved in the pause at %s", at)
		toTheEnd(t, c)
		after, _ := c.Events()
		require.Equal(t, want, c.Engine().Digest(), "paused at %s", at)
		require.Len(t, after, len(events))
		if !g.X.Running() {
			require.True(t, g.X.Do(record.Entry{At: g.X.Now(), Who: "Fay", Seat: "facilitator", Verb: "resume"}).OK)
		}
	}
	assert.Greater(t, pauses, 50)
}

// TestPacedOrAtOnce: into however many small steps time is cut, what happens is the same.
func TestPacedOrAtOnce(t *testing.T) {
	g := bots(t, coldCopy, 5)
	whole, cut := g.X.Clone(), g.X.Clone()
	toTheEnd(t, whole)
	step := cut.Engine().Horizon() / 9973
	for !cut.Over() {
		cut.Advance(cut.Now() + step)
		if !cut.Running() && !cut.Over() {
			require.True(t, cut.Do(record.Entry{At: cut.Now(), Who: "Fay", Seat: "facilitator", Verb: "resume"}).OK)
		}
	}
	assert.Equal(t, whole.Digest(), cut.Digest())
}

// write makes a record of what a table did.
func write(t testing.TB, path string, h record.Header, entries []record.Entry) {
	w, err := record.Create(path, h)
	require.NoError(t, err)
	_, err = w.AppendAll(entries)
	require.NoError(t, err)
	require.NoError(t, w.Leave())
}

// TestLiveResumedReplayed: thousands of acts of every kind, from all seats, with pauses,
// jumps and hand-overs; a refused command changes nothing, and the exercise, one that is
// continued from its record, and a replay of it end in the same state.
func TestLiveResumedReplayed(t *testing.T) {
	runs := testsize.Of(150, 40, 3)
	accepted, refused := map[string]int{}, map[string]int{}
	for seed := range runs {
		h := tabletest.Header(t, tabletest.Secrets, uint64(seed), []string{"room", "pact"}[seed%2])
		g := tabletest.New(t, h, int64(seed))
		g.Prepare()
		for range 60 {
			before, n := g.X.Engine().Digest(), len(g.Entries)
			var a exercise.Answer
			if g.OneIn(4) {
				a = g.Facilitator()
			} else {
				a = g.Player(g.Role())
			}
			verb := g.Entries[n].Verb
			if a.OK {
				accepted[verb]++
			} else {
				refused[verb]++
				require.NotEmpty(t, a.Why)
				require.Equal(t, before, g.X.Engine().Digest(), "seed %d: %s was refused (%s)", seed, verb, a.Why)
			}
			if !g.X.Running() && g.OneIn(2) && g.Do("Fay", "facilitator", "resume", "").OK {
				accepted["resume"]++
			}
			g.Pass(g.X.Engine().Horizon() / 200)
		}
		path := filepath.Join(t.TempDir(), "x.jsonl")
		write(t, path, h, g.Entries)
		p, err := room.LoadUntil(context.Background(), path, 0, nil)
		require.NoError(t, err, "seed %d", seed)
		end := p.After(len(p.Entries))
		if end.Running() {
			end.Advance(g.X.Now())
		}
		require.Equal(t, g.X.Digest(), end.Digest(), "seed %d", seed)
		for _, name := range []string{"Ann", "Cyd", "Fay", "Wall"} {
			require.Equal(t, tabletest.Written(g.X.View(name)), tabletest.Written(end.View(name)),
				"seed %d: the view of %s", seed, name)
		}
		// Somewhere in the middle, too.
		half := len(p.Entries) / 2
		x, err := exercise.New(h)
		require.NoError(t, err)
		for _, en := range g.Entries[:half] {
			x.Do(en)
		}
		require.Equal(t, x.Digest(), p.After(half).Digest())

		r, report, err := room.Continue(path, room.Config{})
		require.NoError(t, err)
		require.Nil(t, report.Torn)
		state, running := uint64(0), true
		require.NoError(t, r.Look(context.Background(),
			func(x *exercise.Exercise) { state, running = x.Engine().Digest(), x.Running() }))
		last := p.After(len(p.Entries))
		last.Advance(last.Now()) // what is due at the very moment comes before whatever is asked next
		require.Equal(t, last.Engine().Digest(), state)
		require.False(t, running, "it continues paused")
		require.NoError(t, r.Close("done"))
		_, err = room.LoadUntil(context.Background(), path, 0, nil)
		require.NoError(t, err, "with its closing line")
	}
	if testing.Short() {
		return // too few runs for everything to have happened
	}
	for _, verb := range []string{"act", "commit", "withdraw", "share", "say", "ask", "acknowledge", "declare",
		"convene", "attempt", "read", "answer", "whisper",
		"release", "hold", "unhold", "postpone", "edit", "inject", "retract", "query", "rule", "set", "pause",
		"resume", "step", "jump", "bot", "takeover", "observe", "mirror", "question", "decide", "approval",
		"approve"} {
		assert.NotZero(t, accepted[verb], "%s is never accepted", verb)
	}
	for _, verb := range []string{"act", "commit", "share", "acknowledge", "unhold", "rule", "bot", "resume"} {
		assert.NotZero(t, refused[verb], "%s is never refused", verb)
	}
}

// TestFork: a fork in which nothing is changed differs in nothing; one that goes another
// way says where it begins to.
func TestFork(t *testing.T) {
	h := tabletest.Header(t, tabletest.Secrets, 9)
	g := tabletest.New(t, h, 9)
	g.Prepare()
	g.Play(60, nil)
	dir := t.TempDir()
	path := filepath.Join(dir, "parent.jsonl")
	write(t, path, h, g.Entries)
	parent, err := room.LoadUntil(context.Background(), path, 0, nil)
	require.NoError(t, err)

	same := filepath.Join(dir, "same.jsonl")
	require.NoError(t, parent.Fork(same, len(parent.Entries)))
	child, err := room.LoadUntil(context.Background(), same, 0, nil)
	require.NoError(t, err)
	require.NotNil(t, child.Header.Parent)
	assert.Equal(t, "parent.jsonl", child.Header.Parent.File)
	c, err := parent.Compare(child.Replay)
	require.NoError(t, err)
	assert.False(t, c.Different())
	assert.Equal(t, len(parent.Entries), c.Same)
	assert.Empty(t, c.Gauges)

	half := filepath.Join(dir, "half.jsonl")
	require.NoError(t, parent.Fork(half, len(parent.Entries)/2))
	r, _, err := room.Continue(half, room.Config{})
	require.NoError(t, err)
	s, err := r.Join(context.Background(), "Fay", exercise.KindFacilitator, "")
	require.NoError(t, err)
	a, err := s.Do(context.Background(), room.Request{Verb: "set",
		Args: []byte(`{"set":{"gauge":"copies","times":3}}`)})
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
	a, err = s.Act(context.Background(), &exercise.Jump{By: "5h"})
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
	require.NoError(t, r.Close("done"))
	other, err := room.LoadUntil(context.Background(), half, 0, nil)
	require.NoError(t, err)
	c, err = parent.Compare(other.Replay)
	require.NoError(t, err)
	assert.True(t, c.Different())
	assert.Equal(t, len(parent.Entries)/2, c.Same)
	assert.NotNil(t, c.From)

	assert.Error(t, parent.Fork(filepath.Join(dir, "x.jsonl"), len(parent.Entries)+1))
	_, err = os.Stat(filepath.Join(dir, "x.jsonl"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}
