package room_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
)

// big is a scenario with n seats that all can talk and act.
func big(n int) string {
	s := "title = \"Big\"\nlength = \"4h\"\nminute = \"1m\"\nbasis = \"made up\"\n[sharing]\nlatency = " +
		"\"30s\"\n[gauge.harm]\noutcome = true\ngrow = {rate=1}\n" +
		"[action.look]\nby = [\"all\"]\ntakes = \"2m\"\n[action.together]\nby = [\"all\"]\njoint = {quorum=3, within=\"10m\"}\n[inject.news]\nevery = \"5m\"\nmedia = \"news\"\ntext = \"News.\"\n"
	for i := range n {
		s += fmt.Sprintf("[role.r%d]\ntitle = \"Role %d\"\n[fact.f%d]\ntext = \"Fact %d\"\nknown = "+
			"{r%d={at=\"1m\"}}\nneeded_by = [\"all\"]\n", i, i, i, i, i)
	}
	return s
}

func bigHeader(n int) record.Header {
	return record.Header{Format: 1, Name: "big", Scenario: big(n), Seed: 1, Started: time.Unix(0, 0).UTC()}
}

// BenchmarkAcknowledged: how long a command takes to be on disk and answered, with 200
// who watch, one who never reads, and syncing on. Reports percentiles in milliseconds.
func BenchmarkAcknowledged(b *testing.B) {
	ctx := context.Background()
	r, err := room.Open(bigHeader(30), room.Config{Path: filepath.Join(b.TempDir(), "x.jsonl"), Open: true,
		Stall: time.Hour})
	require.NoError(b, err)
	defer r.Close("done")
	f := join(b, r, "Fay", exercise.KindFacilitator, "")
	seats := make([]*room.Seat, 30)
	for i := range seats {
		seats[i] = join(b, r, fmt.Sprintf("Player %d", i), exercise.KindPlayer, fmt.Sprintf("r%d", i))
	}
	for i := range 170 {
		join(b, r, fmt.Sprintf("Watcher %d", i), exercise.KindObserver, "")
	}
	joinDeaf(b, r, "Deaf", exercise.KindObserver, "") // never reads
	accepted(b, f, &exercise.Start{})
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		s := seats[n%len(seats)]
		from := time.Now()
		a, err := s.Do(ctx, room.Request{Verb: "say",
			Args: []byte(fmt.Sprintf(`{"say":"word %d","to":["r%d"]}`, n, (n+7)%len(seats)))})
		took = append(took, time.Since(from))
		require.NoError(b, err)
		require.True(b, a.OK, a.Why)
		time.Sleep(5 * time.Millisecond) // 200 a second in all: far more than a workshop
	}
	slices.Sort(took)
	ms := func(p float64) float64 {
		return float64(took[int(p*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
	b.ReportMetric(ms(1), "max-ms")
}

// long is what people do in four hours with 30 seats: about n commands.
func long(t testing.TB, n int) (record.Header, []record.Entry) {
	h := bigHeader(30)
	x, err := exercise.New(h)
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for i := range 30 {
		g.Do(fmt.Sprintf("Player %d", i), "player", "join",
			fmt.Sprintf(`{"kind":"player","want":"r%d","open":true}`, i))
	}
	g.Do("Fay", "facilitator", "start", "")
	for i := range n {
		r := i % 30
		who, seat := fmt.Sprintf("Player %d", r), fmt.Sprintf("r%d", r)
		switch i % 10 {
		case 0:
			g.Do(who, seat, "act", `{"act":"look"}`)
		case 1:
			g.Do(who, seat, "share", fmt.Sprintf(`{"share":"f%d","to":["r%d"]}`, r, (r+1+i/30)%30))
		case 2:
			g.Do(who, seat, "commit", `{"commit":"together"}`)
		case 3, 4:
			g.Do(who, seat, "read", fmt.Sprintf(`{"n":%d}`, 1+i/60))
		default:
			g.Do(who, seat, "say", fmt.Sprintf(`{"say":"word %d","to":["r%d"]}`, i, (r+1+i/30)%30))
		}
		g.Pass(x.Engine().Horizon() / engine.Time(n+1))
	}
	return h, g.Entries
}

// BenchmarkFourHours: an exercise of four hours with 30 seats and 20,000 commands, continued
// from its record; and any moment of it.
func BenchmarkFourHours(b *testing.B) {
	h, entries := long(b, 20000)
	path := filepath.Join(b.TempDir(), "x.jsonl")
	write(b, path, h, entries)
	info, err := os.Stat(path)
	require.NoError(b, err)
	b.Run("resume", func(b *testing.B) {
		for b.Loop() {
			r, _, err := room.Continue(path, room.Config{})
			require.NoError(b, err)
			b.StopTimer()
			require.NoError(b, r.Close("done"))
			write(b, path+"x", h, entries)
			require.NoError(b, os.Rename(path+"x", path))
			b.StartTimer()
		}
		b.ReportMetric(float64(info.Size())/1e6, "MB")
	})
	p, err := room.LoadUntil(context.Background(), path, 0, nil)
	require.NoError(b, err)
	b.Run("moment", func(b *testing.B) {
		i := 0
		for b.Loop() {
			i = (i*7919 + 104729) % 1000
			p.At(p.Last() * engine.Time(i) / 1000)
		}
	})
	b.Run("view", func(b *testing.B) {
		x := p.After(len(p.Entries))
		for b.Loop() {
			x.View("Player 3")
		}
	})
	b.Run("console", func(b *testing.B) {
		x := p.After(len(p.Entries))
		for b.Loop() {
			x.View("Fay")
		}
	})
}
