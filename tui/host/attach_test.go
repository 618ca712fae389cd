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

// console is one that is attached.
type console struct {
	t     *testing.T
	out   *shownTo
	ended chan error // why
	let   func()     // go
}

// attached is a console that is held until it ends or is let go.
func (h *hosting) attached(t *testing.T, l host.Line, at host.Terminal) *console {
	ctx, cancel := context.WithCancel(t.Context())
	c := &console{t, &shownTo{}, make(chan error, 1), cancel}
	at.Out = c.out
	go func() { c.ended <- host.Attach(ctx, l, at) }()
	return c
}

// see waits until the console has shown a text.
func (c *console) see(text string) {
	c.t.Helper()
	for limit := time.Now().Add(10 * time.Second); !strings.Contains(c.out.String(), text); {
		select {
		case err := <-c.ended:
			c.t.Fatalf("it has ended (%v), with no %q in %s", err, text, c.out)
		case <-time.After(2 * time.Millisecond):
		}
		require.True(c.t, time.Now().Before(limit), "no %q in %s", text, c.out)
	}
}

// end is why the console has ended.
func (c *console) end() (why error) {
	c.t.Helper()
	select {
	case why = <-c.ended:
	case <-time.After(10 * time.Second):
		c.t.Fatal("it has not ended")
	}
	return why
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
	var wider atomic.Int64
	c := h.attached(t, h.line(codes.Facilitator), host.Terminal{In: in, Term: "xterm",
		Colours: "truecolor", Size: func() (int, int) {
			return int(100 + wider.Load()), 30
		}})
	c.see("Your name [fay]")
	_, err := io.WriteString(keys, "\r")
	require.NoError(t, err)
	c.see("\x1b[38;5;231mwindow 100x")
	wider.Store(1)
	c.see("window 101x30")
	c.let()
	assert.NoError(t, c.end(), "who lets go is told of no fault")
}

// TestAConsoleOfLines: without a terminal there is a dialogue, which ends when it has been told to.
func TestAConsoleOfLines(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	h := start(t, nil)
	in, keys := io.Pipe()
	defer keys.Close()
	c := h.attached(t, h.line(codes.Facilitator), host.Terminal{In: in})
	c.see("Your name")
	now, cancel := context.WithCancel(t.Context())
	cancel()
	_ = h.host.Close(now)
	assert.NoError(t, c.end())
}
