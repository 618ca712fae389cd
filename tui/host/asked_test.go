package host_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/host"
)

// TestWhatIsSentCanBeAskedAbout: every revision has a number of its own, one after the other, and once a program has
// asked what has changed since one, it can ask so of each that it is sent.
func TestWhatIsSentCanBeAskedAbout(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	f := h.facilitator()
	p := h.program(h.login("desk", codes.Player), "api Ada")
	revs := map[int]bool{}
	next := func(kind string) (m message) {
		for m.Type != kind {
			ok := false
			select {
			case m, ok = <-p.lines:
				require.True(t, ok, "nothing more came, and no %s", kind)
			case <-time.After(10 * time.Second):
				t.Fatalf("no %s came", kind)
			}
			if m.Rev > 0 {
				assert.False(t, revs[m.Rev], "a second revision %d", m.Rev)
				revs[m.Rev] = true
			}
		}
		return m
	}
	since := func(rev int) message {
		_, err := fmt.Fprintf(p.in, `{"verb":"since","args":{"rev":%d}}`+"\n", rev)
		require.NoError(t, err)
		return next("answer")
	}
	assert.Zero(t, since(999).From)
	h.do(f, &exercise.Start{Paused: true})
	v := next("view")
	a := since(v.Rev)
	assert.Equal(t, v.Rev, a.From)
	require.NoError(t, p.in.Close())
	for m := range p.lines {
		revs[m.Rev] = true
	}
	for n := range len(revs) {
		assert.True(t, revs[n+1], "no revision %d of %d", n+1, len(revs))
	}
}

// TestStillnessIsCompared with what a program was sent last, whatever that was: what it asked for is not sent again.
func TestStillnessIsCompared(t *testing.T) {
	stillness(t, func(t *testing.T, h *still) {
		c := h.in("192.0.2.1:1", "desk", codes.Player)
		s, err := c.NewSession()
		require.NoError(t, err)
		in, err := s.StdinPipe()
		require.NoError(t, err)
		out := &shownTo{}
		s.Stdout = out
		require.NoError(t, s.Start("api Ada"))
		sent := func() int {
			time.Sleep(time.Minute)
			return strings.Count(out.String(), `"type":"`)
		}
		f, err := h.room.Join(t.Context(), "Fay", exercise.KindFacilitator, "")
		require.NoError(t, err)
		go func() {
			for range f.Views() { // she looks at what she is sent
			}
		}()
		before := sent()
		_, err = fmt.Fprintln(in, `{"verb":"watch","args":{"parts":["clock"],"still":true}}`)
		require.NoError(t, err)
		require.Equal(t, before+2, sent(), "a view, and an answer")
		for range 2 {
			_, err = f.Act(t.Context(), &exercise.Broadcast{Text: "Welcome."})
			require.NoError(t, err)
			assert.Equal(t, before+2, sent(), "no clock has moved")
		}
		_, err = f.Act(t.Context(), &exercise.Start{Paused: true})
		require.NoError(t, err)
		assert.Equal(t, before+3, sent())
		require.NoError(t, c.Close())
	})
}

// TestOneSessionAtATime: the place of one is free only when all of it has ended, not when its client has closed it.
func TestOneSessionAtATime(t *testing.T) {
	stillness(t, func(t *testing.T, h *still) {
		c := h.in("192.0.2.1:1", "desk", codes.Player)
		s, err := c.NewSession()
		require.NoError(t, err)
		_, err = s.StdinPipe()
		require.NoError(t, err)
		require.NoError(t, s.Start("api Ada"))
		synctest.Wait()
		free := make(chan bool)
		go func() { _ = h.room.Look(t.Context(), func(*exercise.Exercise) { <-free }) }() // nobody leaves meanwhile
		synctest.Wait()
		require.NoError(t, s.Close())
		synctest.Wait()
		_, err = c.NewSession()
		assert.ErrorContains(t, err, "one session in a connection")
		close(free)
		synctest.Wait()
		_, err = c.NewSession()
		assert.NoError(t, err)
		require.NoError(t, c.Close())
	})
}

// pressed is a screen that says how many keys were pressed.
type pressed int

func (pressed) Init() tea.Cmd  { return nil }
func (p pressed) View() string { return fmt.Sprintf("%d keys", p) }
func (p pressed) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := m.(tea.KeyMsg); ok {
		p++
	}
	return p, nil
}

// TestKeysAreCounted: each that is pressed at a screen is one of the person's, by which the room knows who is busy.
func TestKeysAreCounted(t *testing.T) {
	t.Parallel()
	h := start(t, func(c *host.Config) { c.Screen = func(*room.Seat) tea.Model { return pressed(0) } })
	s := h.terminal(h.login("desk", codes.Player), "xterm", 80, 24)
	s.see("Your name:")
	s.press("Ada\r")
	s.see("0 keys")
	s.press("\t\t\t\t\t")
	s.see("5 keys")
	used := 0
	for _, u := range h.room.Ledger().Uses(time.Now()) {
		if u.Of == budget.Keys && u.Whose == "Ada" {
			used = u.Used
		}
	}
	assert.GreaterOrEqual(t, used, 5)
}

// TestAProgramThatCannotArrive: who is sent to a room that lets nobody in is told so, and their session ends.
func TestAProgramThatCannotArrive(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	second, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1}, room.Config{})
	require.NoError(t, err)
	g := room.NewGroup(false)
	require.NoError(t, g.Add(t.Context(), "1", h.room))
	require.NoError(t, g.Add(t.Context(), "2", second))
	require.NoError(t, second.Close("It is over"))
	f := h.facilitator()
	p := h.program(h.login("desk", codes.Player), "api Ada")
	p.view()
	h.do(f, &exercise.Put{Who: "Ada", Room: "2"})
	assert.Equal(t, "You go to room 2", p.next("end").End)
	for range p.lines { // until nothing more comes
	}
	require.Eventually(t, func() bool { return strings.Contains(p.fault.String(), room.ErrClosed.Error()) },
		10*time.Second, time.Millisecond)
}
