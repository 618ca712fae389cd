package tui_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/tui"
	"tocsin/tui/screentest"
)

const worlds = "../testdata/worlds"

// written is the text of a world, with the files that it takes in.
func written(t *testing.T, name string) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(worlds, name+".toml"))
	require.NoError(t, err)
	return string(scenario.Joined(src, func(file string) ([]byte, error) {
		return os.ReadFile(filepath.Join(worlds, file))
	}))
}

// stage is where the screen test of a line plays its world, as often as it likes.
type stage struct {
	t     *testing.T
	world string
	shown int             // how many words were held to be read
	kept  []string        // words that somebody must not read
	read  strings.Builder // all that anybody has read
}

// unread are the words that were kept from somebody and that nobody has read: they are kept from nobody.
func (s *stage) unread() []string {
	read := s.read.String()
	return slices.DeleteFunc(slices.Clone(s.kept), func(word string) bool { return strings.Contains(read, word) })
}

// world is a scenario played in a real room, with somebody before a screen in each seat, a facilitator, an
// evaluator and the wall. The clock is paused except for [world.at], and the time of the room is that of a
// bubble of testing/synctest, so a world looks the same every time.
type world struct {
	t    *testing.T
	on   *stage
	room *room.Room
	in   map[string]*person
}

// person is somebody before a screen: a root model, run as Bubble Tea would.
type person struct {
	*screentest.Loop
	t    *testing.T
	on   *stage
	who  string
	seat *room.Seat
	said map[string]string // what a line of the screen says
}

// The window is narrow enough for one page at a time, so that lines of two do not mix, and high.
const wide, high = 109, 60

// play opens the world in a bubble and has it played.
func (s *stage) play(seed uint64, game func(w *world)) {
	s.t.Helper()
	s.playIn(record.Header{Name: s.world, Scenario: written(s.t, s.world), Seed: seed}, game)
}

func (s *stage) playIn(h record.Header, game func(w *world)) {
	s.t.Helper()
	synctest.Test(s.t, func(t *testing.T) {
		r, err := room.Open(h, room.Config{Open: true, Alone: -1})
		require.NoError(t, err)
		defer func() {
			assert.NoError(t, r.Close("The test is over"))
			time.Sleep(time.Minute) // what screens wait for comes to its end
		}()
		w := &world{t: t, on: s, room: r, in: map[string]*person{}}
		w.join("facilitator", exercise.KindFacilitator, "")
		w.join("evaluator", exercise.KindEvaluator, "")
		w.join("wall", exercise.KindBoard, "")
		var ids []string
		require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) {
			for _, role := range x.Scenario().Roles {
				ids = append(ids, role.ID)
			}
		}))
		for _, id := range ids {
			w.join(id, exercise.KindPlayer, id)
		}
		w.settle()
		game(w)
		if len(s.unread()) > 0 { // the facilitator sees everything
			w.everything("facilitator")
		}
	})
}

func (w *world) join(who string, kind exercise.Kind, want string) *person {
	w.t.Helper()
	s, err := w.room.Join(context.Background(), "Person "+who, kind, want)
	require.NoError(w.t, err)
	p := &person{Loop: screentest.NewLoop(tui.New(s, tui.Options{})), t: w.t, on: w.on, who: who, seat: s}
	w.in[who] = p
	h := high
	if kind == exercise.KindBoard {
		h = 30 // a higher wall draws words in letters of several lines
	}
	p.Take(tea.WindowSizeMsg{Width: wide, Height: h})
	p.Run(p.Model.Init())
	return p
}

// settle waits until everybody's screen shows the present.
func (w *world) settle() {
	time.Sleep(time.Second) // of the bubble: longer than a view waits for the one before
	for busy := true; busy; {
		synctest.Wait()
		busy = false
		for _, p := range w.in {
			for len(p.Msgs) > 0 {
				p.Take(<-p.Msgs)
				busy = true
			}
		}
	}
}

// wait lets time pass in the room, with everybody at their screens.
func (w *world) wait(d time.Duration) {
	for until := time.Now().Add(d); time.Now().Before(until); {
		time.Sleep(20 * time.Second)
		w.settle()
	}
}

// staff has the facilitator do something.
func (w *world) staff(act any) {
	w.t.Helper()
	a, err := w.in["facilitator"].seat.Act(context.Background(), act)
	require.NoError(w.t, err)
	require.True(w.t, a.OK, a.Why)
	w.settle()
}

// at starts the world where it has not begun, and brings it to a time.
func (w *world) at(to string) {
	w.t.Helper()
	now, err := w.in["facilitator"].seat.Now(context.Background())
	require.NoError(w.t, err)
	if now.Clock.Phase == "before STARTEX" {
		w.staff(&exercise.Start{Paused: true})
	}
	if to != "0s" {
		w.staff(&exercise.Jump{To: to})
	}
}

// press presses keys at a person's screen.
func (w *world) press(who string, keys ...string) {
	w.t.Helper()
	p := w.in[who]
	require.NotNil(w.t, p, who)
	for _, k := range keys {
		p.Take(screentest.Key(k))
	}
	w.settle()
}

// types types a command at a person's screen, and holds that it was taken.
func (w *world) types(who, line string) {
	w.t.Helper()
	w.press(who, ":", line, "enter")
	screen := w.in[who].screen()
	require.NotContains(w.t, screen, "\n ! ", "%s typed %q", who, line)
	require.NotContains(w.t, screen, "tab complete", "%s typed %q, which is not taken", who, line)
}

// insists types a command that the screen asks about again.
func (w *world) insists(who, line string) {
	w.t.Helper()
	w.press(who, ":", line, "enter")
	require.Contains(w.t, strings.Join(strings.Fields(w.in[who].screen()), " "), "Press enter again", "%s typed %q",
		who, line)
	w.press(who, "enter")
	require.NotContains(w.t, w.in[who].screen(), "tab complete", "%s typed %q", who, line)
}

// refused types a command that is not taken, and holds the words in which the screen says why.
func (w *world) refused(who, line, why string) {
	w.t.Helper()
	w.press(who, ":", line, "enter")
	assert.Contains(w.t, strings.Join(strings.Fields(w.in[who].screen()), " "), why, "%s typed %q", who, line)
	w.on.shown++
	w.press(who, "esc")
}

func (p *person) screen() string { return ansi.Strip(p.Model.View()) }

// words are those of the screen, with one space between two. Most lines of a screen were on it before, so what a line
// says is kept.
func (p *person) words() string {
	if p.said == nil {
		p.said = map[string]string{}
	}
	var out []string
	for line := range strings.SplitSeq(p.Model.View(), "\n") {
		text, known := p.said[line]
		if !known {
			text = strings.Join(strings.Fields(ansi.Strip(line)), " ")
			p.said[line] = text
		}
		if text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, " ")
}

// pages are the keys of a player's pages, in the order of the screen.
var pages = map[string]string{"inbox": "1", "asked": "2", "do": "3", "known": "4", "world": "5", "plans": "6", "brief": "7"}

// turn turns a person's screen to a page.
func (w *world) turn(who, page string) {
	w.t.Helper()
	if k, ok := pages[page]; ok && w.in[who].seat.Kind() == exercise.KindPlayer {
		w.press(who, k)
		return
	}
	w.press(who, ":", page, "enter")
}

// leaf is what a page says, with each of its rows opened in turn, without line breaks.
func (p *person) leaf() string {
	var all []string
	flip := func(key string) {
		for range 60 {
			screen := p.words()
			if slices.Contains(all, screen) {
				break
			}
			all = append(all, screen)
			p.Take(screentest.Key(key))
		}
	}
	for range 6 {
		p.Take(screentest.Key("pgup"))
	}
	if strings.Contains(p.words(), "[1 Inbox") {
		flip(" ") // reads what is new
	}
	flip("down")
	for range all {
		p.Take(screentest.Key("up"))
	}
	text := strings.Join(all, "\n")
	p.on.read.WriteString(text)
	return text
}

// reads holds that a person reads words on a page; on a screen without pages, which has the name "".
func (w *world) reads(who, page string, words ...string) {
	w.t.Helper()
	if page != "" {
		w.turn(who, page)
	}
	text := w.in[who].leaf()
	for _, word := range words {
		w.on.shown++
		if !strings.Contains(text, word) {
			assert.Fail(w.t, who+" does not read on the page "+page+": "+word, strings.ReplaceAll(text, "\n", "\n\n"))
		}
	}
}

// everything is all that a person can read on all pages.
func (w *world) everything(who string) string {
	p := w.in[who]
	var all []string
	for range 20 {
		text := p.leaf()
		if slices.Contains(all, text) {
			break
		}
		all = append(all, text)
		p.Take(screentest.Key("tab"))
	}
	return strings.Join(all, "\n")
}

// misses holds that a person can read words nowhere, which somebody else reads somewhere in the test: a word that
// nobody ever reads is kept from nobody.
func (w *world) misses(who string, words ...string) {
	w.t.Helper()
	w.on.kept = append(w.on.kept, words...)
	text := w.everything(who)
	for _, word := range words {
		if at := strings.Index(text, word); at >= 0 {
			assert.Fail(w.t, who+" reads: "+word, text[max(at-200, 0):min(at+200, len(text))])
		}
	}
}

// neither holds that none of some people can read words anywhere, which nobody else need read either.
func (w *world) neither(people []string, words ...string) {
	w.t.Helper()
	for _, who := range people {
		text := w.everything(who)
		for _, word := range words {
			assert.NotContains(w.t, text, word, who)
		}
	}
}
