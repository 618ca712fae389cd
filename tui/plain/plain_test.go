package plain_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

var update = flag.Bool("update", false, "write the golden dialogues again")

// at is a room whose clock is paused, so that dialogues are the same every time.
func at(t *testing.T, scenario string) (*room.Room, *room.Seat) {
	src, err := scenarios.FS.ReadFile(scenario + ".toml")
	require.NoError(t, err)
	r, err := room.Open(record.Header{Name: scenario, Scenario: string(src), Seed: 1},
		room.Config{Open: true, Every: time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, r.Close("The test is over")) })
	return r, join(t, r, "Fay", exercise.KindFacilitator, "")
}

func join(t *testing.T, r *room.Room, name string, kind exercise.Kind, want string) *room.Seat {
	s, err := r.Join(context.Background(), name, kind, want)
	require.NoError(t, err)
	return s
}

func do(t *testing.T, s *room.Seat, act any) {
	a, err := s.Act(context.Background(), act)
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
}

// dialogue is what is said when lines are typed.
func dialogue(t *testing.T, lines string, hands ...plain.Hand) string {
	var out strings.Builder
	require.NoError(t, plain.Run(context.Background(), plain.NewLines(strings.NewReader(lines)), &out, hands...))
	assert.NotContains(t, out.String(), "\x1b")
	return out.String()
}

func golden(t *testing.T, name, got string) {
	path := filepath.Join("testdata", name+".golden")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// Everything that a player can do, done in lines.
func TestPlayerDoesEverything(t *testing.T) {
	r, f := at(t, "cold_copy")
	cloud := join(t, r, "Ada", exercise.KindPlayer, "cloud")
	out := dialogue(t, "prepared\ninvest standing_cell 1\npromise #1\nrevise #1 within 30m because: it can be sooner\nnotes\npromise #3\nrevoke #3\n", plain.Hand{Seat: cloud})
	do(t, f, &exercise.Start{Paused: true})
	do(t, f, &exercise.Jump{By: "9h"})
	cert := join(t, r, "Bea", exercise.KindPlayer, "cert")
	a, err := cert.Do(context.Background(), room.Request{Verb: "ask",
		Args: []byte(`{"ask": "Whose tenant is it?", "to": ["cloud"], "due": "4h"}`)})
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
	do(t, f, &exercise.Jump{By: "1d"})
	do(t, f, &exercise.Pose{Text: "What matters most?", Options: []string{"speed", "proof"}, Rank: true})
	do(t, f, &exercise.Pose{Text: "What is missing?"})
	out += dialogue(t, `facts
share egress to developer mark amber say: Look at this because: they must act
say to cert We are on it.
ask to developer by 6h Who owns the tenant?
reply
18
By noon.
will
18
seen 18
decline 18
act snapshot_hold because: evidence first
cancel snapshot_hold because: it was the wrong one
commit trace_and_hold because: it takes several
withdraw trace_and_hold
declare cause insider 1
beliefs
declare cause insider 70%
convene
1
attempt
Call the contractor's insurer
they hold the logs
answer 1 2,1
answer 2 a list of names
deviate
14
the owner has attested
whisper Is this live?
look
inbox
actions
people
world
duties
notes
venues
attempts
time
help all
leave
yes
`, plain.Hand{Seat: cloud})
	golden(t, "player", out)
}

// The acts of a facilitator that an hour needs, and the rarer ones.
func TestFacilitatorDoesEverything(t *testing.T) {
	r, _ := at(t, "practice")
	gus := join(t, r, "Gus", exercise.KindFacilitator, "")
	join(t, r, "Ada", exercise.KindPlayer, "desk")
	join(t, r, "Bea", exercise.KindPlayer, "")
	out := dialogue(t, `help all
roster
seat Bea hospitals
bot agency
pace 1s
start
pause coffee
next
injects
hold act
unhold act
postpone share 1h
skip ward_call
edit commit text: Commit to it now.
inject to all,public from "Wire service" title: A story text: Something is going on.
retract +1 because: sent in error
broadcast Ten minutes left.
whisper to Ada Well done.
question What now? options: wait; act
close 1
note They were quick.
rate shared P text: nobody had to ask
mute Ada
unmute Ada
takeover desk
as desk say to agency We cannot act because the van is away
giveback desk
unseat Bea
nobot agency
pace 2s
step event
jump 30m
automatic on
world
facts
cases
notes
objectives
log
remove Bea
yes
emergency There is smoke in the building
yes
resume
end
yes
`, plain.Hand{Seat: gus})
	golden(t, "facilitator", out)
}

// A case goes back and forth between a player and the facilitator.
func TestRuling(t *testing.T) {
	r, f := at(t, "practice")
	desk := join(t, r, "Ada", exercise.KindPlayer, "desk")
	do(t, f, &exercise.Start{Paused: true})
	out := dialogue(t, "attempt\nSend somebody there\nWe have a van\n", plain.Hand{Seat: desk})
	out += dialogue(t, "cases\nquery desk#1 Who drives?\n", plain.Hand{Seat: f})
	out += dialogue(t, "look\nattempt case 1 Bea does\n", plain.Hand{Seat: desk})
	out += dialogue(t, "rule desk#1 partial text: They arrive late.\n", plain.Hand{Seat: f})
	out += dialogue(t, "attempts\n", plain.Hand{Seat: desk})
	golden(t, "ruling", out)
}

// From the lobby to a seat, and what was missed.
func TestLobby(t *testing.T) {
	r, f := at(t, "practice")
	ada := join(t, r, "Ada", exercise.KindPlayer, "")
	out := dialogue(t, "help\nseats\nbrief\nwant desk\nbrief\n", plain.Hand{Seat: ada})
	ada.Drop()
	do(t, f, &exercise.Start{Paused: true})
	do(t, f, &exercise.Jump{By: "20m"})
	out += dialogue(t, "", plain.Hand{Seat: join(t, r, "Ada", exercise.KindPlayer, "")})
	golden(t, "lobby", out)
}

// Two seats and the facilitator's at one terminal: nobody sees the other's without the
// curtain.
func TestTurns(t *testing.T) {
	r, f := at(t, "practice")
	one, two := join(t, r, "One", exercise.KindPlayer, "desk"), join(t, r, "Two", exercise.KindPlayer, "agency")
	out := dialogue(t, "start\npause\nswitch\n1\n\nbrief\nswitch 1\n\n",
		plain.Hand{Seat: one, Screened: true, Clock: f}, plain.Hand{Seat: two, Screened: true, Clock: f})
	curtain := strings.Index(out, "Everyone else looks away")
	require.Positive(t, curtain)
	assert.NotContains(t, out[:curtain], "You can bring people together")
	assert.Contains(t, out[curtain:], "You can bring people together")
	assert.Contains(t, out[:curtain], strings.Repeat("\n", 50))
}

// News comes while somebody does nothing, and not in the middle of a question.
func TestNewsWaitsForAnAnswer(t *testing.T) {
	r, f := at(t, "practice")
	desk := join(t, r, "Ada", exercise.KindPlayer, "desk")
	do(t, f, &exercise.Start{Paused: true})
	in, typed := io.Pipe()
	said := &watched{}
	ended := make(chan error, 1)
	go func() { ended <- plain.Run(context.Background(), plain.NewLines(in), said, plain.Hand{Seat: desk}) }()
	said.until(t, "1. Read")
	_, _ = io.WriteString(typed, "say\n")
	said.until(t, "or Enter to go back: ")
	do(t, f, &exercise.Broadcast{Text: "Five more minutes."})
	do(t, f, &exercise.Stop{Text: "There is smoke"})
	said.until(t, "THIS IS NO EXERCISE") // but this does not wait
	do(t, f, &exercise.Resume{})
	a, err := f.Do(context.Background(), room.Request{Verb: "end", Args: []byte(`{"end":true}`)})
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
	said.until(t, "ENDEX. The exercise is over.")
	require.Eventually(t, func() bool { return strings.HasSuffix(said.String(), "or Enter to go back: ") },
		10*time.Second, time.Millisecond, "what is asked is said again")
	_, _ = io.WriteString(typed, "\n")
	said.until(t, "Nothing was done.")
	require.NoError(t, typed.Close())
	require.NoError(t, <-ended)
	assert.Contains(t, said.String(), "OUT OF THE GAME, FACILITATOR Fay to all: Five more minutes.")
}

// watched is what has been written so far.
type watched struct {
	mu sync.Mutex
	b  strings.Builder
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.String()
}

func (w *watched) until(t *testing.T, text string) {
	t.Helper()
	require.Eventually(t, func() bool { return strings.Contains(w.String(), text) }, 10*time.Second,
		time.Millisecond, "no %q", text)
}

func TestLongLinesEndTheDialogue(t *testing.T) {
	r, _ := at(t, "practice")
	desk := join(t, r, "Ada", exercise.KindPlayer, "desk")
	out := dialogue(t, "time\n"+strings.Repeat("x", 1<<20)+"\ntime\n", plain.Hand{Seat: desk})
	assert.Equal(t, 1, strings.Count(out, "The exercise ends"))
}

func TestRoomEndsTheDialogue(t *testing.T) {
	r, _ := at(t, "practice")
	desk := join(t, r, "Ada", exercise.KindPlayer, "desk")
	in, _ := io.Pipe()
	out := &strings.Builder{}
	ended := make(chan error, 1)
	go func() { ended <- plain.Run(context.Background(), plain.NewLines(in), out, plain.Hand{Seat: desk}) }()
	require.NoError(t, r.Close("The facilitator has gone home"))
	require.NoError(t, <-ended)
	assert.Contains(t, out.String(), "The facilitator has gone home.")
}

// A terminal that cannot be written to ends the dialogue with what is wrong.
func TestTerminalIsGone(t *testing.T) {
	r, _ := at(t, "practice")
	desk := join(t, r, "Ada", exercise.KindPlayer, "desk")
	err := plain.Run(context.Background(), plain.NewLines(strings.NewReader("time\n")), failing{},
		plain.Hand{Seat: desk})
	assert.ErrorContains(t, err, "no more paper")
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, fmt.Errorf("no more paper") }

// atWorld is an open room for a world of testdata, with seed 1, which the end of the test closes.
func atWorld(t *testing.T, name string) *room.Room {
	t.Helper()
	src, err := os.ReadFile("../../testdata/worlds/" + name + ".toml")
	require.NoError(t, err)
	r, err := room.Open(record.Header{Name: name, Scenario: string(src), Seed: 1}, room.Config{Open: true})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, r.Close("The test is over")) })
	return r
}
