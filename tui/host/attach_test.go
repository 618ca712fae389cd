package host_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/room"
	"tocsin/tui/host"
)

// shownTo is what an attached console shows.
type shownTo struct {
	mu  sync.Mutex
	all strings.Builder
}

func (s *shownTo) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(b)
}

func (s *shownTo) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.String()
}

// attached is a console that is held until the function that is returned is called, which gives why it
// has ended.
func (h *hosting) attached(l host.Line, t host.Terminal) (end func() error) {
	ctx, cancel := context.WithCancel(h.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- host.Attach(ctx, l, t) }()
	return func() error { cancel(); return <-ended }
}

// line is the way to the host for who shows a code, or a way back.
func (h *hosting) line(said string) host.Line {
	return host.Line{Address: h.addr, Fingerprint: h.host.Fingerprint(), Way: said, User: "fay"}
}

// sized is a screen that says how large it is, in a colour that few terminals have.
type sized struct{ tea.WindowSizeMsg }

func (s sized) Init() tea.Cmd { return nil }
func (s sized) View() string {
	return fmt.Sprintf("\x1b[38;5;231mwindow %dx%d\x1b[0m", s.Width, s.Height)
}
func (s sized) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	if size, ok := m.(tea.WindowSizeMsg); ok {
		return sized{size}, nil
	}
	return s, nil
}

// TestAConsoleAttaches: it is drawn in the window and the colours that it has, follows the window, and
// lets go when it is told to.
func TestAConsoleAttaches(t *testing.T) {
	t.Parallel()
	h := start(t, func(c *host.Config) { c.Screen = func(*room.Seat) tea.Model { return sized{} } })
	in, keys := io.Pipe()
	defer keys.Close()
	var out shownTo
	var wider atomic.Int64
	end := h.attached(h.line(codes.Facilitator), host.Terminal{In: in, Out: &out, Term: "xterm",
		Colours: "truecolor", Size: func() (int, int) {
			return int(100 + wider.Load()), 30
		}})
	see := func(text string) {
		t.Helper()
		require.Eventually(t, func() bool { return strings.Contains(out.String(), text) }, 10*time.Second,
			5*time.Millisecond, "no %q", text)
	}
	see("Your name [fay]")
	_, err := io.WriteString(keys, "\r")
	require.NoError(t, err)
	see("\x1b[38;5;231mwindow 100x")
	wider.Store(1)
	see("window 101x30")
	assert.NoError(t, end(), "who lets go is told of no fault")
}

// TestAConsoleOfLines: without a terminal there is a dialogue, which ends when it has been told to.
func TestAConsoleOfLines(t *testing.T) {
	h := start(t, nil)
	var out shownTo
	err := host.Attach(t.Context(), h.line(codes.Facilitator),
		host.Terminal{In: strings.NewReader("Fay\nquit\n"), Out: &out})
	assert.NoError(t, err)
	assert.Contains(t, out.String(), "Your name [fay]")
	assert.NotContains(t, out.String(), "\x1b")
}

// TestAConsoleIsKeptOut: a console says why it does not get in.
func TestAConsoleIsKeptOut(t *testing.T) {
	h := start(t, nil)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	nobody := l.Addr().String()
	require.NoError(t, l.Close())
	other := h.line(codes.Facilitator)
	other.Fingerprint = "SHA256:another"
	gone := h.line(codes.Facilitator)
	gone.Address = nobody
	for why, line := range map[string]host.Line{"another host answers there": other,
		"nobody hosts there any more": gone} {
		err := host.Attach(t.Context(), line, host.Terminal{In: strings.NewReader(""), Out: io.Discard})
		assert.ErrorContains(t, err, why)
	}
	assert.False(t, gone.Alive())
	assert.True(t, h.line("").Alive())
}

// TestALostConsole: that the line to its host has gone is no fault of a console, which says by itself how it goes on.
func TestALostConsole(t *testing.T) {
	h := start(t, nil)
	in, keys := io.Pipe()
	defer keys.Close()
	var out shownTo
	ended := make(chan error, 1)
	go func() {
		ended <- host.Attach(t.Context(), h.line(codes.Facilitator), host.Terminal{In: in, Out: &out})
	}()
	require.Eventually(t, func() bool { return strings.Contains(out.String(), "Your name") }, 10*time.Second,
		5*time.Millisecond)
	now, cancel := context.WithCancel(t.Context())
	cancel()
	_ = h.host.Close(now)
	assert.NoError(t, <-ended)
}
