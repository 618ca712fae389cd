package exercise_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// TestADifferenceIsToldWhereItBegins: whatever entry of a record has another state than the
// replay, that entry is named, and what is before it is given.
func TestADifferenceIsToldWhereItBegins(t *testing.T) {
	h := tabletest.Header(t, tabletest.Secrets, 3)
	g := tabletest.New(t, h, 3)
	g.Prepare()
	g.Play(20, nil)
	_, err := exercise.NewReplay(context.Background(), h, g.Entries, record.Report{}, nil)
	require.NoError(t, err)
	for k := range g.Entries {
		entries := append([]record.Entry(nil), g.Entries...)
		entries[k].State ^= 1 << (k % 64)
		p, err := exercise.NewReplay(context.Background(), h, entries, record.Report{}, nil)
		var d *exercise.Difference
		require.ErrorAs(t, err, &d)
		require.Equal(t, g.Entries[k].Seq, d.Entry)
		require.Len(t, p.Entries, k)
	}
	// An act that was not done, or was done otherwise, shows at the next entry.
	for k := range g.Entries[:len(g.Entries)-1] {
		if !g.Answers[k].OK || g.Entries[k].Verb != "share" && g.Entries[k].Verb != "say" &&
			g.Entries[k].Verb != "act" {
			continue
		}
		entries := append([]record.Entry(nil), g.Entries...)
		entries[k].Verb, entries[k].Args = "tick", nil
		_, err := exercise.NewReplay(context.Background(), h, entries, record.Report{}, nil)
		var d *exercise.Difference
		require.ErrorAs(t, err, &d)
		require.Equal(t, g.Entries[k+1].Seq, d.Entry)
	}
}
