package replay_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/replay"
)

const short = `
title = "Short"
length = "4h"
minute = "1h"
basis = "made up"
[role.lab]
title = "Lab"
[role.cert]
title = "CERT"
[gauge.harm]
outcome = true
grow = {rate = 1}
[fact.leak]
title = "The leak"
text = "It leaks."
known = {lab = {at = "1h"}}
needed_by = ["cert"]
within = "1h"
[objective.reach]
title = "Facts come in time"
measure = {reach = "leak"}
`

// TestScoreOfARecord: a record shows the score as it was at any moment, and at its end the
// hot wash with what people said afterwards.
func TestScoreOfARecord(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "short.jsonl")
	r, err := room.Open(record.Header{Format: 1, Name: "short", Scenario: short, Seed: 1},
		room.Config{Path: path, Open: true})
	require.NoError(t, err)
	fay, err := r.Join(ctx, "Fay", exercise.KindFacilitator, "")
	require.NoError(t, err)
	ann, err := r.Join(ctx, "Ann", exercise.KindPlayer, "lab")
	require.NoError(t, err)
	for _, a := range []any{&exercise.Start{}, &exercise.Pause{}, &exercise.Jump{To: "1h30m"}} {
		answer, err := fay.Act(ctx, a)
		require.NoError(t, err)
		require.True(t, answer.OK, answer.Why)
	}
	_, err = fay.Act(ctx, &exercise.Resume{})
	require.NoError(t, err)
	answer, err := ann.Do(ctx, room.Request{Verb: "share", Args: json.RawMessage(`{"share":"leak","to":["cert"]}`)})
	require.NoError(t, err)
	require.True(t, answer.OK, answer.Why)
	_, err = fay.Act(ctx, &exercise.Jump{To: "4h"})
	require.NoError(t, err)
	answer, err = ann.Act(ctx, &exercise.Feedback{Realism: 4, Usefulness: 4, Prepared: 1})
	require.NoError(t, err)
	require.True(t, answer.OK, answer.Why)
	require.NoError(t, r.Close("done"))

	p, err := room.LoadUntil(ctx, path, 0, nil)
	require.NoError(t, err)
	src := replay.Of(p)
	before, seat := src.Look(1.25, "lab")
	require.NotNil(t, before.Control.Score)
	assert.Nil(t, before.Control.HotWash)
	assert.Nil(t, seat.Control)
	assert.Equal(t, 0.0, *before.Control.Score.Objectives[0].Value)
	after, _ := src.Look(2, "")
	assert.Equal(t, 1.0, *after.Control.Score.Objectives[0].Value)
	end, _ := src.Look(src.Last(), "")
	require.NotNil(t, end.Control.HotWash)
	assert.Equal(t, 1.0, *end.Control.HotWash.Feedback.Prepared)
}
