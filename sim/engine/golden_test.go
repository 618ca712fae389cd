package engine_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

var update = flag.Bool("update", false, "write golden files again")

const digestFile = "../../testdata/digests.txt"

func compile(t testing.TB, path string) *engine.Model {
	t.Helper()
	src, err := os.ReadFile(path)
	require.NoError(t, err)
	sc, ds := scenario.Load(path, src)
	require.NotNil(t, sc, ds.Format(path, string(src)))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return m
}

// digest plays a run with bots in every seat and digests its events and its end.
func digest(t testing.TB, m *engine.Model, seed uint64, observed bool) (state, events uint64) {
	e := engine.New(m, seed, engine.Setup{})
	if observed {
		e.Observe(func(ev engine.Event) {
			events = events*0x100000001b3 ^ uint64(ev.At)*31 ^ uint64(ev.Kind)<<56 ^
				uint64(uint32(ev.Role))<<32 ^ uint64(uint32(ev.Ref)) ^ uint64(len(ev.Text))<<48
		})
	}
	require.NoError(t, bot.Run(context.Background(), e, &bot.Table{Facilitates: true}, nil, e.Horizon(), nil))
	return e.Digest(), events
}

var goldenModels = []string{"../../testdata/models/plant.toml", everything, "../../scenarios/cold_copy.toml"}

// TestGoldenDigests checks runs against digests that must never change without a reason,
// on any processor.
func TestGoldenDigests(t *testing.T) {
	var got strings.Builder
	for _, path := range goldenModels {
		m := compile(t, path)
		for seed := range uint64(8) {
			state, events := digest(t, m, seed, true)
			fmt.Fprintf(&got, "%s %d %016x %016x\n", strings.TrimPrefix(path, "../../"), seed, state, events)
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(digestFile, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(digestFile)
	require.NoError(t, err)
	assert.Equal(t, string(want), got.String())
}

// TestSameRunEveryTime: twice in one process, observed or not, alone or among others.
func TestSameRunEveryTime(t *testing.T) {
	for _, path := range goldenModels {
		m := compile(t, path)
		want, _ := digest(t, m, 3, true)
		blind, _ := digest(t, m, 3, false)
		assert.Equal(t, want, blind, "an observer changes nothing")
		var wg sync.WaitGroup
		got := make([]uint64, 8)
		for i := range got {
			wg.Add(1)
			go func() { defer wg.Done(); got[i], _ = digest(t, m, 3, i%2 == 0) }()
		}
		wg.Wait()
		for _, g := range got {
			assert.Equal(t, want, g)
		}
	}
}

// TestBranches: a copy taken at any moment ends as the original does.
func TestBranches(t *testing.T) {
	m := compile(t, "../../testdata/models/plant.toml")
	a := engine.New(m, 5, engine.Setup{})
	var copies []*engine.Engine
	for a.Step() {
		if a.Count()%7 == 0 {
			copies = append(copies, a.Clone())
			require.Equal(t, a.Digest(), copies[len(copies)-1].Digest())
		}
	}
	require.Greater(t, len(copies), 20)
	for _, c := range copies {
		require.NoError(t, c.Advance(c.Horizon()))
		require.Equal(t, a.Digest(), c.Digest())
	}
}

// TestSmallSteps: advancing in small steps is the same as advancing at once.
func TestSmallSteps(t *testing.T) {
	m := compile(t, "../../testdata/models/plant.toml")
	a, b := engine.New(m, 9, engine.Setup{}), engine.New(m, 9, engine.Setup{})
	require.NoError(t, a.Advance(a.Horizon()))
	for at := engine.Time(0); !b.Ended(); at += engine.At(scenario.Hour / 3) {
		require.NoError(t, b.Advance(at))
	}
	assert.Equal(t, a.Digest(), b.Digest())
}
