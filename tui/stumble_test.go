package tui

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

// hall is a room with a record, and the screens of those in it.
type hall struct {
	t    *testing.T
	room *room.Room
	in   map[string]*room.Seat
	at   map[string]*driver
}

func newHall(t *testing.T) *hall { return newHallOf(t, small) }

func newHallOf(t *testing.T, scenario string) *hall {
	path := filepath.Join(t.TempDir(), "hall.jsonl")
	r, err := room.Open(record.Header{Name: "small", Scenario: scenario, Seed: 1},
		room.Config{Path: path, Every: time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, r.Close("The test is over"))
		_, err := room.LoadUntil(context.Background(), path, 0, nil)
		assert.NoError(t, err, "the record plays again")
	})
	return &hall{t, r, map[string]*room.Seat{}, map[string]*driver{}}
}

// enters opens somebody's screen.
func (h *hall) enters(name string, kind exercise.Kind, want string) *driver {
	h.t.Helper()
	s, err := h.room.Join(context.Background(), name, kind, want)
	require.NoError(h.t, err)
	h.in[name], h.at[name] = s, drive(h.t, s)
	return h.at[name]
}

// says has somebody do what a line says.
func (h *hall) says(who string, lines ...string) {
	h.t.Helper()
	for _, l := range lines {
		v, err := h.in[who].Now(context.Background())
		require.NoError(h.t, err)
		said, err := exercise.Language().Parse(l, v.You.Kind.Speaker(), v.Scope())
		require.NoError(h.t, err, l)
		q, err := said.Request("")
		require.NoError(h.t, err, l)
		r, err := room.RequestOf(q)
		require.NoError(h.t, err, l)
		a, err := h.in[who].Do(context.Background(), r)
		require.NoError(h.t, err)
		require.True(h.t, a.OK, "%s: %s", l, a.Why)
	}
}

// talk is what a dialogue has said.
type talk struct {
	sync.Mutex
	said strings.Builder
}

func (l *talk) Write(b []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.said.Write(b)
}

func (l *talk) text() string {
	l.Lock()
	defer l.Unlock()
	return strings.Join(strings.Fields(l.said.String()), " ")
}

// has waits until the words have been said, whatever the lines are broken at.
func (l *talk) has(t *testing.T, words string) {
	t.Helper()
	assert.Eventually(t, func() bool { return strings.Contains(l.text(), words) }, 10*time.Second,
		5*time.Millisecond, "%s", words)
}

// TestWorkshopScreens: what a workshop found awkward on the screens of a room.
func TestWorkshopScreens(t *testing.T) {
	h := newHall(t)
	fay := h.enters("Fay", exercise.KindFacilitator, "")
	eve := h.enters("Eve", exercise.KindEvaluator, "")
	wall := h.enters("Wall", exercise.KindBoard, "")
	wall.m.Update(tea.WindowSizeMsg{Width: 80, Height: 24}) // a wall too small for large letters
	ada := h.enters("Ada", exercise.KindPlayer, "")
	dora := h.enters("Dora", exercise.KindPlayer, "")
	bob := h.enters("Bob", exercise.KindPlayer, "")
	h.says("Fay", "seat Ada cloud", "aide Dora cloud", "start paused on")

	dora.see("Ada acts for this seat; you advise (:advise).")
	assert.NotContains(t, text(dora.m), "Advisers", "she need not be told of herself")
	ada.see("You act for this seat. Advisers: Dora.")
	h.says("Dora", "advise Hold first.")
	ada.see("Dora advises: Hold first.")

	h.says("Fay", "whisper to Ada Look at the tenant.")
	ada.see("NOT IN THE GAME  FACILITATOR Fay: Look at the tenant.")
	h.says("Ada", "whisper to staff Which one?")
	eve.see("from Ada, Cloud provider: Which one?")
	assert.NotContains(t, text(eve.m), "Look at the tenant", "a word to somebody else is no word to the evaluator")

	h.says("Fay", "question Who else? options: Police; Press")
	ada.see("Look at the tenant", "The facilitator asks the room: Who else?")
	wall.see("Answer on your own screen.")
	h.says("Ada", "answer 1 1 They hold the log.")
	h.says("Fay", "close 1")
	wall.see("Cloud provider: Police: They hold the log.")
	ada.see("Look at the tenant")
	ada.press("esc")
	ada.see("The answers are in: Who else?")
	h.says("Fay", "seat Bob cert")
	bob.see("National CERT", "1 Inbox")
	assert.NotContains(t, text(bob.m), "The answers are in", "he was not there when it was asked")

	h.says("Ada", "pass The log is with us.", "yield Dora")
	dora.see("A note for you from Ada")
	h.says("Fay", "jump 1h", "resume")
	dora.see("RUNNING")
	assert.NotContains(t, text(dora.m), "Dora advises", "that was an hour ago")
	h.says("Fay", "pause")
	h.says("Bob", "attempt Ask the firm to keep the disk.")
	fay.see("National CERT tries something unforeseen")
	fay.press("g", "v")
	fay.see("Seat asked", "National CERT wants to do this. Do you approve?")
	fay.press("esc", "esc", "esc", "m", "e")
	fay.see("Whose decision", "( ) Cloud provider")
	fay.press("esc", "esc")

	h.says("Fay", "end")
	dora.see("ENDEX: the exercise is over")
	fay.press("m", "q", "r")
	fay.see("Ask the room (ranking)")
	fay.press("What first?", "enter", "A cell", "ctrl+j", "A form", "ctrl+s")
	dora.see("The facilitator asks the room: What first?")
	dora.press("r")
	dora.see("1. A cell", "2. A form")
	dora.press("ctrl+s")
	dora.see("Answered")
	h.says("Bob", "answer 2 2 1")
	wall.see("Answer on your own screen.")
	h.says("Fay", "close 2")
	wall.see("Agreement of the rankings: 0.00 of 1", "Cloud provider: A cell > A form", "National CERT: A form > A cell")
	h.says("Fay", "wall wash")
	v, err := h.in["Wall"].Now(context.Background())
	require.NoError(t, err)
	assert.Zero(t, v.Board.Answers, "something else is on the wall now")
}

// TestLinesOfAWorkshop: a dialogue of lines says what the screens say, and nothing twice.
func TestLinesOfAWorkshop(t *testing.T) {
	h := newHall(t)
	h.enters("Fay", exercise.KindFacilitator, "")
	s, err := h.room.Join(context.Background(), "Chen", exercise.KindPlayer, "cert")
	require.NoError(t, err)
	lines := &talk{}
	typed, keys := io.Pipe()
	defer keys.Close()
	go func() { _ = plain.Run(context.Background(), plain.NewLines(typed), lines, plain.Hand{Seat: s}) }()
	lines.has(t, "National CERT (cert): free. You have asked for it")
	h.says("Fay", "seat Chen cert", "pace 1m", "start")
	lines.has(t, "Move 1 of 1: First.")
	h.says("Fay", "pace 2m")
	lines.has(t, "Move 1 of 1: First. 1. Fri 1 Jan 2027 08:00 UTC. STARTEX A minute in the room is 2m of the exercise.")
	h.says("Fay", "pause")
	lines.has(t, "PAUSED")
	h.says("Fay", "resume")
	lines.has(t, "RUNNING. A minute in the room is 2m of the exercise.")
	assert.Equal(t, 1, strings.Count(lines.text(), "Move 1 of 1"), "the move is read out once")
}

// TestSeveralFactsOnALine: each is shared, from the command line and in a dialogue of lines, and one
// that would go wider than its mark is asked about before any of them.
func TestSeveralFactsOnALine(t *testing.T) {
	h := newHallOf(t, small+"[fact.host]\ntitle = \"The host\"\ntext = \"It seeds.\"\nknown = {cloud={at=\"0s\"}}\n"+
		"[fact.name]\ntitle = \"The name\"\ntext = \"Bo.\"\nknown = {cloud={at=\"0s\"}}\ntlp = \"red\"\n")
	h.enters("Fay", exercise.KindFacilitator, "")
	ada := h.enters("Ada", exercise.KindPlayer, "")
	h.enters("Bob", exercise.KindPlayer, "")
	h.says("Fay", "seat Ada cloud", "seat Bob cert", "start paused on", "resume", "pause allows everything")
	ada.see("Slow egress", "The host")
	ada.press(":", "share egress, host", "enter")
	ada.see("share FACTS to SEATS")
	ada.press(" to cert", "enter")
	ada.see("You shared Slow egress", "You shared The host", "Shared with National CERT: Slow egress. Shared")
	ada.press(":", "share host, no_such, egress to cert", "enter")
	ada.see(`You cannot share what you do not know: "no_such". Shared with National CERT: The host. Shared with National CERT`)

	typed, keys := io.Pipe()
	lines := &talk{}
	go func() {
		_ = plain.Run(context.Background(), plain.NewLines(typed), lines, plain.Hand{Seat: h.in["Ada"]})
	}()
	lines.has(t, "You are Cloud provider")
	_, err := io.WriteString(keys, "share host, name to cert\n")
	require.NoError(t, err)
	lines.has(t, "The name is TLP:RED, and would go wider")
	require.NoError(t, keys.Close())
}

// TestRefusalOfALineSaysHowItIsWritten: a word where a percentage is due may have been meant for
// something that the verb does not have.
func TestRefusalOfALineSaysHowItIsWritten(t *testing.T) {
	h := newHall(t)
	fay := h.enters("Fay", exercise.KindFacilitator, "")
	ada := h.enters("Ada", exercise.KindPlayer, "")
	h.enters("Bob", exercise.KindPlayer, "")
	h.says("Fay", "seat Ada cloud", "seat Bob cert", "start")
	ada.see("RUNNING")
	ada.press("q")
	ada.see("Leave? Your seat is kept for you.")
	ada.press("j")
	ada.press(":", "predict cert act hold by 1d 60%", "enter")
	ada.see(`"hold" is not a percentage`, "predict SEAT tell|speak|")
	fay.see("RUNNING")
	fay.press("q")
	fay.see("Leave? (m q asks the room a question.)", "any other key stay")
	fay.press("j")
	fay.press(":", "tell all Break at noon", "enter")
	fay.see(`"tell" is not something that you can do here; begin with broadcast, whisper, `)

	typed, keys := io.Pipe()
	lines := &talk{}
	go func() {
		_ = plain.Run(context.Background(), plain.NewLines(typed), lines, plain.Hand{Seat: h.in["Ada"]})
	}()
	lines.has(t, "You are Cloud provider")
	_, err := io.WriteString(keys, "predict cert act hold by 1d 60%\n")
	require.NoError(t, err)
	lines.has(t, `"hold" is not a percentage`)
	lines.has(t, "predict SEAT tell|speak|act|join|meet CONFIDENCE by SPAN")
	const rather = "to leave a note for whoever has the seat next, write pass and the note"
	for line, why := range map[string]string{
		"yield Bob ask first": `"ask" is not expected here: yield NAME; ` + rather,
		"yield Bob":           `"Bob" does not advise your seat; ` + rather,
	} {
		_, err = io.WriteString(keys, line+"\n")
		require.NoError(t, err)
		lines.has(t, why)
	}
	require.NoError(t, keys.Close())
}
