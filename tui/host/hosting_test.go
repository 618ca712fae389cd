package host_test

import (
	"context"
	"io"
	"log"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/scenarios"
	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui"
	"tocsin/tui/host"
)

var codes = pass.Codes{Player: "K7QM-2XVA", Facilitator: "9R1T-6HW3", Evaluator: "0V8C-XJ5N"}

// hosting is an exercise that is hosted for a test.
type hosting struct {
	t    testing.TB
	room *room.Room
	host *host.Host
	addr string
	key  gossh.PublicKey
}

// start hosts the practice scenario.
func start(t testing.TB, change func(*host.Config)) *hosting {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	return startOf(t, string(src), change)
}

func startOf(t testing.TB, src string, change func(*host.Config)) *hosting {
	return recordedOf(t, src, "", change)
}

// recordedOf is startOf with a record at a path.
func recordedOf(t testing.TB, src, path string, change func(*host.Config)) *hosting {
	r, err := room.Open(record.Header{Name: "practice", Scenario: src, Seed: 1},
		room.Config{Path: path, Open: true, Door: &codes, Every: 20 * time.Millisecond})
	require.NoError(t, err)
	key, err := host.HostKey(filepath.Join(t.TempDir(), "key"))
	require.NoError(t, err)
	var faults shownTo
	cfg := host.Config{Key: key, Roles: []string{"desk", "hospitals", "agency"}, Log: log.New(&faults, "", 0),
		Screen: func(s *room.Seat) tea.Model { return tui.New(s, tui.Options{}) }}
	if change != nil {
		change(&cfg)
	}
	h, err := host.New(r, cfg)
	require.NoError(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- h.Serve(l) }()
	t.Cleanup(func() {
		assert.NoError(t, r.Close("The test is over"))
		_ = h.Close(context.Background())
		assert.NoError(t, <-served)
		assert.Empty(t, faults.String(), "something went wrong inside")
	})
	return &hosting{t, r, h, l.Addr().String(), key.PublicKey()}
}

// dial logs in as OpenSSH would.
func (h *hosting) dial(user, code string) (*gossh.Client, error) {
	return gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: user, HostKeyCallback: gossh.FixedHostKey(h.key),
		Timeout: 20 * time.Second,
		Auth: []gossh.AuthMethod{gossh.RetryableAuthMethod(gossh.KeyboardInteractive(func(_, _ string,
			questions []string, echos []bool) ([]string, error) {
			if len(questions) == 0 {
				return nil, nil
			}
			return []string{code}, nil
		}), 1)}})
}

func (h *hosting) login(user, code string) *gossh.Client {
	c, err := h.dial(user, code)
	require.NoError(h.t, err)
	h.t.Cleanup(func() { _ = c.Close() })
	return c
}

func (h *hosting) facilitator() *room.Seat {
	s, err := h.room.Join(context.Background(), "Fay", exercise.KindFacilitator, "")
	require.NoError(h.t, err)
	return s
}

func (h *hosting) do(s *room.Seat, act any) {
	a, err := s.Act(context.Background(), act)
	require.NoError(h.t, err)
	require.True(h.t, a.OK, a.Why)
}

// terminal is a session in a terminal, as it looks.
type terminal struct {
	t       testing.TB
	session *gossh.Session
	in      io.WriteCloser
	vt      vt10x.Terminal
	mu      sync.Mutex
	raw     []byte
	closed  chan struct{}
}

// soon fails the test where the host gives no answer to what it is asked, or says no.
func (h *hosting) soon(ask func() error) {
	h.t.Helper()
	said := make(chan error, 1)
	go func() { said <- ask() }()
	select {
	case err := <-said:
		require.NoError(h.t, err)
	case <-time.After(10 * time.Second):
		h.t.Fatal("the host does not answer")
	}
}

func (h *hosting) terminal(c *gossh.Client, term string, w, height int) *terminal {
	return h.session(c, term, w, height, "")
}

func (h *hosting) session(c *gossh.Client, term string, w, height int, noColour string) *terminal {
	s, err := c.NewSession()
	require.NoError(h.t, err)
	h.soon(func() error {
		if noColour != "" {
			if err := s.Setenv("NO_COLOR", noColour); err != nil {
				return err
			}
		}
		return s.RequestPty(term, height, w, gossh.TerminalModes{})
	})
	in, err := s.StdinPipe()
	require.NoError(h.t, err)
	out, err := s.StdoutPipe()
	require.NoError(h.t, err)
	h.soon(s.Shell)
	t := &terminal{t: h.t, session: s, in: in, vt: vt10x.New(vt10x.WithSize(w, height)), closed: make(chan struct{})}
	go func() {
		defer close(t.closed)
		b := make([]byte, 32<<10)
		for {
			n, err := out.Read(b)
			t.mu.Lock()
			t.raw = append(t.raw, b[:n]...)
			t.mu.Unlock()
			_, _ = t.vt.Write(b[:n])
			if err != nil {
				return
			}
		}
	}()
	return t
}

// see waits until the screen shows a text.
func (t *terminal) see(text string) {
	t.t.Helper()
	if !assert.Eventually(t.t, func() bool { return strings.Contains(t.vt.String(), text) }, 10*time.Second,
		5*time.Millisecond) {
		t.t.Fatalf("no %q on the screen:\n%s", text, t.vt.String())
	}
}

func (t *terminal) press(keys string) {
	_, err := io.WriteString(t.in, keys)
	require.NoError(t.t, err)
}

func (t *terminal) bytes() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.raw)
}

func (t *terminal) ended() {
	t.t.Helper()
	select {
	case <-t.closed:
	case <-time.After(10 * time.Second):
		t.t.Fatal("the session has not ended")
	}
}
