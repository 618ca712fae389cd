package room_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

func open(t testing.TB, path string, cfg room.Config) *room.Room {
	t.Helper()
	r, err := room.Open(tabletest.Header(t, path, 1), cfg)
	require.NoError(t, err)
	return r
}

func join(t testing.TB, r *room.Room, name string, kind exercise.Kind, want string) *room.Seat {
	t.Helper()
	s := joinDeaf(t, r, name, kind, want)
	go func() {
		for range s.Views() {
		}
	}()
	return s
}

// joinDeaf is join for somebody whose views are read by the test, or by nobody.
func joinDeaf(t testing.TB, r *room.Room, name string, kind exercise.Kind, want string) *room.Seat {
	t.Helper()
	s, err := r.Join(context.Background(), name, kind, want)
	require.NoError(t, err)
	return s
}

func accepted(t testing.TB, s *room.Seat, a any) {
	t.Helper()
	answer := patiently(t, func() (exercise.Answer, error) { return s.Act(context.Background(), a) })
	require.True(t, answer.OK, answer.Why)
}

func request(t testing.TB, s *room.Seat, verb, args string) exercise.Answer {
	t.Helper()
	return patiently(t, func() (exercise.Answer, error) {
		return s.Do(context.Background(), room.Request{Verb: verb, Args: json.RawMessage(args)})
	})
}

// patiently asks again while it was too much at once.
func patiently(t testing.TB, ask func() (exercise.Answer, error)) exercise.Answer {
	for {
		answer, err := ask()
		require.NoError(t, err)
		if !strings.Contains(answer.Why, "too much at once") {
			return answer
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// newest is the last view that a seat gets until nothing more comes.
func newest(s *room.Seat) exercise.View {
	v, _ := s.Now(context.Background())
	return v
}

// TestClock: exercise time follows the wall at the pace, does not move in a pause, and stops by itself
// where a move ends.
func TestClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, tabletest.Secrets, room.Config{})
		defer r.Close("done")
		f := join(t, r, "Fay", exercise.KindFacilitator, "")
		assert.Equal(t, "before STARTEX", newest(f).Clock.Phase)
		time.Sleep(time.Hour)
		assert.Zero(t, newest(f).Clock.Now.Hours, "nothing moves before STARTEX")
		accepted(t, f, &exercise.Start{})
		time.Sleep(2*time.Minute + time.Second)
		v := newest(f)
		assert.InDelta(t, 2, v.Clock.Now.Hours, 0.02, "a minute in the room is an hour in the exercise")
		accepted(t, f, &exercise.Pause{Why: "coffee"})
		at := newest(f).Clock
		assert.Equal(t, "paused", at.Phase)
		assert.Equal(t, "coffee", at.Why)
		time.Sleep(time.Hour)
		assert.Equal(t, at, newest(f).Clock)
		accepted(t, f, &exercise.Resume{})
		accepted(t, f, &exercise.Pace{Minute: "6h"})
		time.Sleep(time.Minute)
		assert.InDelta(t, 8, newest(f).Clock.Now.Hours, 0.1)
		time.Sleep(10 * time.Minute)
		v = newest(f)
		assert.Equal(t, 15.0, v.Clock.Now.Hours, "the move ends here")
		assert.Equal(t, "paused", v.Clock.Phase)
		assert.Equal(t, []string{"What do we know?"}, v.Clock.Discuss)
		accepted(t, f, &exercise.Resume{})
		accepted(t, f, &exercise.Stop{})
		assert.True(t, newest(f).Clock.Emergency)
		answer, err := f.Act(context.Background(), &exercise.Step{To: "event"})
		require.NoError(t, err)
		assert.False(t, answer.OK)
		accepted(t, f, &exercise.Resume{})
		lines, err := f.Preview(context.Background(), exercise.Jump{To: "30h"})
		require.NoError(t, err)
		require.NotEmpty(t, lines)
		assert.Contains(t, lines[len(lines)-1].Text, "End of move 2")
		assert.InDelta(t, 15, newest(f).Clock.Now.Hours, 0.1, "looking ahead moves nothing")
		accepted(t, f, &exercise.Jump{To: "39h"})
		assert.Equal(t, 30.0, newest(f).Clock.Now.Hours, "not past the end of a move")
		accepted(t, f, &exercise.Jump{To: "40h"})
		assert.Equal(t, "over", newest(f).Clock.Phase)
	})
}

// TestSeats: the lobby, seats given and taken, a player who drops and comes back, one who
// comes in twice, a bot and a facilitator in between.
func TestSeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := context.Background()
		r := open(t, tabletest.Secrets, room.Config{})
		defer r.Close("done")
		f := join(t, r, "Fay", exercise.KindFacilitator, "")
		a := join(t, r, "Ann", exercise.KindPlayer, "lab")
		assert.NotEmpty(t, newest(a).You.Waiting)
		assert.Nil(t, newest(a).Player)
		assert.Equal(t, "lab", newest(f).Control.Roster[1].Wants)
		accepted(t, f, &exercise.Seating{Who: "Ann", Role: "lab"})
		require.NotNil(t, newest(a).Player)
		accepted(t, f, &exercise.Start{})

		answer, err := a.Act(ctx, &exercise.Pause{})
		require.NoError(t, err)
		assert.Equal(t, "Only the facilitator may do that", answer.Why)
		assert.Equal(t, "Only the facilitator may do that",
			request(t, a, "set", `{"set":{"gauge":"mood","add":1}}`).Why)
		for _, q := range []room.Request{{Seat: "facilitator", Verb: "end", Args: []byte(`{"end":true}`)},
			{Seat: "cloud", Verb: "act", Args: []byte(`{"act":"hold"}`)}} {
			answer, err := a.Do(ctx, q)
			require.NoError(t, err)
			assert.False(t, answer.OK, "%+v", q)
		}
		for _, verb := range []string{"drop", "tick", "join", "resumed", "undone", "signed", "lost", "stood",
			"nonsense", ""} {
			assert.False(t, request(t, a, verb, "").OK, verb)
		}

		a.Drop()
		time.Sleep(2 * time.Minute)
		p := newest(f).Control.Seats[0]
		assert.Equal(t, "Ann", p.Holder)
		assert.False(t, p.Here)
		assert.True(t, p.Ask, "the grace is over")
		accepted(t, f, &exercise.Bot{Role: "lab", On: true})
		time.Sleep(2 * time.Minute) // something comes meanwhile: the gap at 4 h
		back := join(t, r, "Ann", exercise.KindPlayer, "")
		v := newest(back)
		require.NotNil(t, v.Player)
		assert.NotZero(t, v.Player.MissedFrom)
		assert.False(t, newest(f).Control.Seats[0].Bot, "the bot makes room")
		require.True(t, request(t, back, "read", fmt.Sprintf(`{"n":%d}`, v.Player.Total)).OK)
		assert.Zero(t, newest(back).Player.MissedFrom)

		again := join(t, r, "Ann", exercise.KindPlayer, "lab")
		for range back.Views() {
		}
		assert.Contains(t, back.Ended(), "somewhere else")
		_, err = back.Act(ctx, &exercise.Read{N: 1})
		assert.ErrorIs(t, err, room.ErrClosed)

		accepted(t, f, &exercise.Takeover{Role: "lab"})
		assert.Contains(t, request(t, again, "say", `{"say":"x","to":["cloud"]}`).Why, "facilitator has your seat")
		answer, err = f.Do(ctx, room.Request{Seat: "lab", Verb: "say",
			Args: []byte(`{"say":"in your name","to":["cloud"]}`)})
		require.NoError(t, err)
		assert.True(t, answer.OK, answer.Why)
		accepted(t, f, &exercise.Giveback{Role: "lab"})
		accepted(t, f, &exercise.Mute{Who: "Ann", On: true})
		assert.Contains(t, request(t, again, "say", `{"say":"x","to":["cloud"]}`).Why, "muted")
		accepted(t, f, &exercise.Remove{Who: "Ann"})
		_, err = r.Join(ctx, "Ann", exercise.KindPlayer, "lab")
		assert.Error(t, err)
		for _, name := range []string{"", "  ", strings.Repeat("x", 200), "fay", "The exercise", "Laboratory"} {
			_, err := r.Join(ctx, name, exercise.KindPlayer, "")
			if name != strings.Repeat("x", 200) { // cut to length
				assert.Error(t, err, "%q", name)
			}
		}
	})
}

// TestMailbox: who never reads gets no backlog, delays nobody and is put out in the end.
func TestMailbox(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t, tabletest.Secrets, room.Config{Open: true})
		defer r.Close("done")
		f := join(t, r, "Fay", exercise.KindFacilitator, "")
		deaf := joinDeaf(t, r, "Eli", exercise.KindPlayer, "police")
		accepted(t, f, &exercise.Start{})
		for range 20 {
			accepted(t, f, &exercise.Broadcast{Text: "hello"})
			time.Sleep(time.Second)
		}
		v := <-deaf.Views()
		assert.Equal(t, 20, len(v.Notices), "the newest, not the first")
		time.Sleep(3 * time.Minute)
		for range deaf.Views() {
		}
		assert.Contains(t, deaf.Ended(), "no longer accepts data")
		assert.False(t, newest(f).Control.Seats[4].Here)
	})
}

// TestQuietViews: what others do in private does not even make a view come.
func TestQuietViews(t *testing.T) {
	count := func(busy bool) (n int) {
		synctest.Test(t, func(t *testing.T) {
			r := open(t, tabletest.Secrets, room.Config{Open: true})
			defer r.Close("done")
			f := join(t, r, "Fay", exercise.KindFacilitator, "")
			a, d := joinDeaf(t, r, "Ann", exercise.KindPlayer, "lab"), join(t, r, "Dot", exercise.KindPlayer, "press")
			join(t, r, "Eli", exercise.KindPlayer, "police")
			done := make(chan int)
			go func() {
				n := 0
				for range a.Views() {
					n++
				}
				done <- n
			}()
			synctest.Wait() // a view that nobody has taken yet gives way to the next
			accepted(t, f, &exercise.Start{})
			synctest.Wait()
			for i := range 30 {
				if busy {
					request(t, d, "say", fmt.Sprintf(`{"say":"psst %d","to":["police"]}`, i))
				}
				time.Sleep(333 * time.Millisecond)
			}
			a.Drop()
			n = <-done
		})
		return n
	}
	assert.Equal(t, count(false), count(true))
}

// TestKilled kills a process that records, at any moment, and continues from its record:
// nothing that was acknowledged is missing, nothing is there twice.
func TestKilled(t *testing.T) {
	if path := os.Getenv("TOCSIN_TEST_RECORD"); path != "" {
		recordUntilKilled(t, path)
		return
	}
	kills := testsize.Of(200, 60, 4)
	rng := rand.New(rand.NewSource(1))
	dir := t.TempDir()
	var wg sync.WaitGroup
	jobs := make(chan int)
	delays := make([]time.Duration, kills)
	for i := range delays {
		delays[i] = time.Duration(rng.Int63n(int64(120 * time.Millisecond)))
	}
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range jobs {
				killOnce(t, filepath.Join(dir, fmt.Sprint(i, ".jsonl")), delays[i])
			}
		}()
	}
	for i := range kills {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
}

func killOnce(t *testing.T, path string, after time.Duration) {
	cmd := exec.Command(os.Args[0], "-test.run", "^TestKilled$")
	cmd.Env = append(os.Environ(), "TOCSIN_TEST_RECORD="+path)
	out, err := cmd.StdoutPipe()
	if !assert.NoError(t, err) || !assert.NoError(t, cmd.Start()) {
		return
	}
	var acked []string
	lines := bufio.NewScanner(out)
	var timer *time.Timer
	for lines.Scan() {
		if timer == nil {
			timer = time.AfterFunc(after, func() { cmd.Process.Kill() })
		}
		if word, ok := strings.CutPrefix(lines.Text(), "ack "); ok {
			acked = append(acked, word)
		}
	}
	cmd.Wait()
	r, _, err := room.Continue(path, room.Config{})
	if !assert.NoError(t, err) {
		return
	}
	defer r.Close("done")
	text, running := "", true
	err = r.Look(context.Background(), func(x *exercise.Exercise) {
		text, running = tabletest.Written(x.ViewOf(0))+tabletest.Written(x.ViewOf(1)), x.Running()
	})
	assert.NoError(t, err)
	assert.False(t, running)
	for _, word := range acked[max(0, len(acked)-100):] {
		assert.Equal(t, 1, strings.Count(text, word+"."), "%s was acknowledged", word)
	}
}

// recordUntilKilled has two players talk as fast as they can, and says what has been
// acknowledged.
func recordUntilKilled(t *testing.T, path string) {
	r := open(t, tabletest.Secrets, room.Config{Path: path, Open: true})
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	accepted(t, f, &exercise.Start{})
	var mu sync.Mutex
	for i, role := range []string{"lab", "cloud"} {
		go func() {
			s, err := r.Join(context.Background(), role, exercise.KindPlayer, role)
			if err != nil {
				return
			}
			for n := 0; ; n++ {
				word := fmt.Sprintf("word-%d-%d", i, n)
				a, err := s.Do(context.Background(),
					room.Request{Verb: "say", Args: []byte(fmt.Sprintf(`{"say":"%s.","to":["press"]}`, word))})
				if err != nil {
					return
				}
				if a.OK {
					mu.Lock()
					fmt.Println("ack " + word)
					mu.Unlock()
				} else {
					time.Sleep(50 * time.Millisecond)
				}
			}
		}()
	}
	time.Sleep(10 * time.Second)
}
