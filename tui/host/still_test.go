package host_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/scenarios"
	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/tui/host"
)

// still is a host whose time passes only while everybody waits, so that minutes take none: people come to it
// through memory.
type still struct {
	t    *testing.T
	host *host.Host
	room *room.Room
	come chan net.Conn
	door *pipes
	key  gossh.PublicKey
}

// stillness hosts the practice scenario for a test in such a time.
func stillness(t *testing.T, test func(t *testing.T, h *still)) {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	key, err := host.HostKey(filepath.Join(t.TempDir(), "key"))
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		r, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1},
			room.Config{Open: true, Door: &codes, Every: time.Second})
		require.NoError(t, err)
		h, err := host.New(r, host.Config{Key: key, Roles: []string{"desk", "hospitals", "agency"}})
		require.NoError(t, err)
		door := &pipes{come: make(chan net.Conn), shut: make(chan struct{})}
		s := &still{t, h, r, door.come, door, key.PublicKey()}
		served := make(chan error, 1)
		go func() { served <- h.Serve(door) }()
		test(t, s)
		_ = r.Close("The test is over")
		_ = h.Close(context.Background())
		assert.NoError(t, <-served)
	})
}

// pipes lets people in through memory.
type pipes struct {
	come chan net.Conn
	shut chan struct{}
	once sync.Once
	late bool // one who was on the way comes in after it has been shut
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.come:
		return c, nil
	case <-p.shut:
	}
	if p.late {
		p.late = false
		return <-p.come, nil
	}
	return nil, net.ErrClosed
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.shut) }); return nil }
func (p *pipes) Addr() net.Addr { return at("192.0.2.254:22") }

type at string

func (at) Network() string  { return "tcp" }
func (a at) String() string { return string(a) }

// half is one direction of a connection in memory: it takes so many bytes until they are read.
type half struct {
	mu     sync.Mutex
	turn   *sync.Cond
	holds  bytes.Buffer
	closed bool
	lost   bool
}

const holds = 64 << 10

func newHalf() *half {
	h := &half{}
	h.turn = sync.NewCond(&h.mu)
	return h
}

func (h *half) Read(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for h.holds.Len() == 0 && !h.closed {
		h.turn.Wait()
	}
	n, err := h.holds.Read(b)
	h.turn.Broadcast()
	return n, err
}

func (h *half) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for h.holds.Len() >= holds && !h.closed {
		h.turn.Wait()
	}
	if h.closed {
		return 0, net.ErrClosed
	}
	if h.lost {
		return len(b), nil
	}
	h.turn.Broadcast()
	return h.holds.Write(b)
}

func (h *half) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	h.turn.Broadcast()
	return nil
}

// lose has what is written from now on come nowhere.
func (h *half) lose() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lost = true
}

// gone waits until it is closed.
func (h *half) gone() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for !h.closed {
		h.turn.Wait()
	}
}

// pipe is an end of a connection in memory.
type pipe struct {
	io.Reader
	io.Writer
	in, out *half
	from    at
}

func (p *pipe) Close() error                     { return errors.Join(p.in.Close(), p.out.Close()) }
func (p *pipe) LocalAddr() net.Addr              { return p.from }
func (p *pipe) RemoteAddr() net.Addr             { return p.from }
func (p *pipe) SetDeadline(time.Time) error      { return nil }
func (p *pipe) SetReadDeadline(time.Time) error  { return nil }
func (p *pipe) SetWriteDeadline(time.Time) error { return nil }

// reach is a connection to the host from an address.
func (h *still) reach(from string) *pipe {
	h.t.Helper()
	to, back := newHalf(), newHalf()
	select {
	case h.come <- &pipe{to, back, to, back, at(from)}:
	case <-time.After(time.Hour):
		h.t.Fatal("nobody answers")
	}
	return &pipe{back, to, back, to, at(from)}
}

// says comes in over a connection with what is said to each question for a code, and keeps what was asked.
func (h *still) says(c net.Conn, user string, said ...string) (*gossh.Client, []string, error) {
	return h.comes(c, user, func() {}, said...)
}

// comes does so, and does something before each answer.
func (h *still) comes(c net.Conn, user string, before func(), said ...string) (*gossh.Client, []string, error) {
	var told []string
	conn, chans, reqs, err := gossh.NewClientConn(c, "host", &gossh.ClientConfig{User: user,
		HostKeyCallback: gossh.FixedHostKey(h.key),
		Auth: []gossh.AuthMethod{gossh.RetryableAuthMethod(gossh.KeyboardInteractive(func(_, instruction string,
			questions []string, shown []bool) ([]string, error) {
			if len(questions) == 0 {
				return nil, nil
			}
			assert.Equal(h.t, []bool{true}, shown, "people see what they type")
			before()
			told = append(told, instruction)
			return []string{said[len(told)-1]}, nil
		}), len(said))}})
	if err != nil {
		return nil, told, err
	}
	return gossh.NewClient(conn, chans, reqs), told, nil
}

// in comes in with a code.
func (h *still) in(from, user, code string) *gossh.Client {
	h.t.Helper()
	c, _, err := h.says(h.reach(from), user, code)
	require.NoError(h.t, err)
	return c
}

// program begins a session that speaks JSON, and gives what comes in it and next to it, and how it ends.
func (h *still) program(c *gossh.Client, command string) (out, fault *shownTo, ended chan error) {
	h.t.Helper()
	s, err := c.NewSession()
	require.NoError(h.t, err)
	out, fault, ended = &shownTo{}, &shownTo{}, make(chan error, 1)
	_, err = s.StdinPipe() // it says nothing, and stays
	require.NoError(h.t, err)
	s.Stdout, s.Stderr = out, fault
	require.NoError(h.t, s.Start(command))
	go func() { ended <- s.Wait() }()
	synctest.Wait()
	return out, fault, ended
}

// holder is who has a seat.
func (h *still) holder(seat string) (who string) {
	require.NoError(h.t, h.room.Look(h.t.Context(), func(x *exercise.Exercise) { who = x.Holder(seat) }))
	return who
}

// here reports whether somebody is in the room.
func (h *still) here(name string) (is bool) {
	synctest.Wait()
	require.NoError(h.t, h.room.Look(h.t.Context(), func(x *exercise.Exercise) { _, is, _ = x.Find(name) }))
	return is
}

// lasts is how long something takes, to the second.
func lasts(what func()) time.Duration {
	began := time.Now()
	what()
	return time.Since(began).Round(time.Second)
}

// TestWrongCodes: each takes a second, the third ends the connection, and one that is right is taken in
// between. From an address that has given eight, each takes ten.
func TestWrongCodes(t *testing.T) {
	const first = "This is a Tocsin exercise. A card or your way back goes here too. "
	const again = "That is not a code of this exercise."
	stillness(t, func(t *testing.T, h *still) {
		for n, c := range []struct {
			from  string
			said  string
			asked int
			takes time.Duration
			in    bool
		}{
			{"192.0.2.1:1", "NO " + codes.Player, 2, time.Second, true},
			{"192.0.2.1:2", "NO NO " + codes.Player, 3, 2 * time.Second, true},
			{"192.0.2.1:3", "NO NO NO " + codes.Player, 3, 3 * time.Second, false},
			{"192.0.2.1:4", "NO NO NO", 3, 2*time.Second + 10*time.Second, false},
			{"192.0.2.2:1", "NO NO NO", 3, 3 * time.Second, false},
			{"192.0.2.1:5", codes.Player, 1, 0, true},
		} {
			began := time.Now()
			client, told, err := h.says(h.reach(c.from), "ada", strings.Fields(c.said)...)
			assert.Equal(t, c.in, err == nil, n)
			assert.Equal(t, append([]string{first}, again, again)[:c.asked], told, n)
			assert.Equal(t, c.takes, time.Since(began).Round(100*time.Millisecond), n)
			if err == nil {
				require.NoError(t, client.Close())
			}
		}
	})
}

// TestHowLongPeopleMayTake: ten seconds for a handshake, two minutes for a code and for a name, and as long as
// they like once they are in; twenty seconds for another session after the last.
func TestHowLongPeopleMayTake(t *testing.T) {
	stillness(t, func(t *testing.T, h *still) {
		silent := h.reach("192.0.2.1:1")
		assert.Equal(t, 10*time.Second, lasts(func() { _, _ = io.Copy(io.Discard, silent) }), "a handshake")
		asked := h.reach("192.0.2.1:2")
		assert.Equal(t, 2*time.Minute, lasts(func() {
			_, _, _, err := gossh.NewClientConn(asked, "host", &gossh.ClientConfig{User: "ada",
				HostKeyCallback: gossh.FixedHostKey(h.key), Auth: []gossh.AuthMethod{gossh.KeyboardInteractive(
					func(string, string, []string, []bool) ([]string, error) { asked.in.gone(); return nil, io.EOF })}})
			assert.Error(t, err)
		}), "a code")
		slow := 100 * time.Second
		naming, _, err := h.comes(h.reach("192.0.2.1:3"), "ada", func() { time.Sleep(slow) }, "NO", codes.Player)
		require.NoError(t, err, "each code may take as long")
		assert.Equal(t, 2*time.Minute, lasts(func() { _ = naming.Wait() }), "a name")
		in := h.in("192.0.2.1:4", "desk", codes.Player)
		out, _, ended := h.program(in, "api Ada")
		time.Sleep(time.Hour)
		select {
		case err := <-ended:
			t.Fatal("who is in has been put out: ", err)
		default:
		}
		assert.Contains(t, out.String(), `"role":"desk"`)
		again := h.in("192.0.2.1:5", "agency", codes.Player)
		s, err := again.NewSession()
		require.NoError(t, err)
		s.Stdin = strings.NewReader(`{"id":1,"verb":"watch","args":{"parts":["you"],"still":true,"changes":true}}`)
		said, err := s.Output("api Bob")
		require.NoError(t, err)
		lines := strings.Split(strings.TrimSpace(string(said)), "\n")
		assert.Contains(t, lines[len(lines)-1], `"type":"view"`, "a last view, though nothing has changed")
		assert.False(t, h.here("Bob"))
		assert.Equal(t, 20*time.Second, lasts(func() { _ = again.Wait() }), "another session")
		require.NoError(t, in.Close())
	})
}

// TestWhoHasVanished: a client that neither answers nor says anything is asked every fifteen seconds, and cut
// off after as many; its seat is kept.
func TestWhoHasVanished(t *testing.T) {
	stillness(t, func(t *testing.T, h *still) {
		c := h.reach("192.0.2.1:1")
		client, _, err := h.says(c, "desk", codes.Player)
		require.NoError(t, err)
		h.program(client, "api Ada")
		time.Sleep(time.Minute)
		c.out.lose()
		took := lasts(c.in.gone)
		assert.GreaterOrEqual(t, took, 15*time.Second)
		assert.LessOrEqual(t, took, 30*time.Second)
		assert.Equal(t, "Ada", h.holder("desk"))
		_ = client.Close()
	})
}

// TestThoseWhoAreGoingAreWaitedFor: as a host closes they read their last words, and who does not go is cut off
// after two seconds. Who comes just then is not let in.
func TestThoseWhoAreGoingAreWaitedFor(t *testing.T) {
	stillness(t, func(t *testing.T, h *still) {
		ada, bob := h.in("192.0.2.1:1", "desk", codes.Player), h.in("192.0.2.1:2", "agency", codes.Player)
		out, _, ended := h.program(ada, "api Ada")
		h.program(bob, "api Bob")
		require.NoError(t, h.room.Close("It is over"))
		go func() {
			<-ended
			time.Sleep(time.Second)
			_ = ada.Close()
		}()
		h.door.late = true
		go func() {
			time.Sleep(time.Second)
			late := h.reach("192.0.2.1:3")
			assert.Zero(t, lasts(late.in.gone), "and nobody comes in any more")
		}()
		assert.Equal(t, 2*time.Second, lasts(func() { _ = h.host.Close(t.Context()) }))
		assert.Contains(t, out.String(), `"end":"It is over"`)
		_ = bob.Wait()
	})
}

// TestWhatWaitsAtTheDoor: a program whose name is known waits ten minutes for the facilitator's answer, is told
// that there was none, and ends with 1.
func TestWhatWaitsAtTheDoor(t *testing.T) {
	stillness(t, func(t *testing.T, h *still) {
		_, err := h.room.Join(t.Context(), "Fay", exercise.KindFacilitator, "")
		require.NoError(t, err)
		ada := h.in("192.0.2.1:1", "desk", codes.Player)
		h.program(ada, "api Ada")
		other := h.in("192.0.2.2:1", "desk", codes.Player)
		out, fault, ended := h.program(other, "api Ada")
		assert.Contains(t, out.String(), `"type":"wait"`)
		assert.Equal(t, 10*time.Minute, lasts(func() { err = <-ended }))
		assert.Equal(t, 1, new(exits).of(err), "%v", err)
		assert.Contains(t, fault.String(), "the facilitator has not answered")
		assert.Equal(t, "Ada", h.holder("desk"))
		require.NoError(t, ada.Close())
		require.NoError(t, other.Close())
	})
}

// TestWhatMayBeWatched: all, where nothing is said, and forty parts at most.
func TestWhatMayBeWatched(t *testing.T) {
	parts := func(n int) string {
		return `{"verb":"watch","args":{"parts":["clock"` + strings.Repeat(`,"clock"`, n-1) + `]}}`
	}
	stillness(t, func(t *testing.T, h *still) {
		c := h.in("192.0.2.1:1", "desk", codes.Player)
		for name, w := range map[string][2]string{"Ada": {`{"verb":"watch"}`, `"ok":true`},
			"Bob": {parts(40), `"ok":true`}, "Cy": {parts(41), "40 parts are the most"}} {
			s, err := c.NewSession()
			require.NoError(t, err)
			s.Stdin = strings.NewReader(w[0])
			said, err := s.Output("api " + name)
			require.NoError(t, err)
			_, answer, _ := strings.Cut(string(said), `{"type":"answer"`)
			assert.Contains(t, answer, w[1], name)
			synctest.Wait() // the place of the session is free
		}
		require.NoError(t, c.Close())
	})
}

// TestAWindowMayChangeAsOftenAsItLikes once a session has begun.
func TestAWindowMayChangeAsOftenAsItLikes(t *testing.T) {
	stillness(t, func(t *testing.T, h *still) {
		c := h.in("192.0.2.1:1", "desk", codes.Player)
		s, err := c.NewSession()
		require.NoError(t, err)
		out, err := s.StdoutPipe()
		require.NoError(t, err)
		in, err := s.StdinPipe()
		require.NoError(t, err)
		require.NoError(t, s.Start("api Ada"))
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 1<<20)
		require.True(t, lines.Scan())
		for range 3 * budget.Most(budget.Requests) {
			require.NoError(t, s.WindowChange(24, 80))
		}
		_, err = io.WriteString(in, `{"id":1,"verb":"whisper","args":{"text":"Still here."}}`+"\n")
		require.NoError(t, err)
		for lines.Scan() && !strings.Contains(lines.Text(), `"answer"`) {
		}
		assert.Contains(t, lines.Text(), `"ok":true`)
		require.NoError(t, c.Close())
	})
}

// TestWhoLeavesTheDoor waits there no longer, though their connection stays.
func TestWhoLeavesTheDoor(t *testing.T) {
	stillness(t, func(t *testing.T, h *still) {
		fay, err := h.room.Join(t.Context(), "Fay", exercise.KindFacilitator, "")
		require.NoError(t, err)
		ada, other := h.in("192.0.2.1:1", "desk", codes.Player), h.in("192.0.2.2:1", "desk", codes.Player)
		h.program(ada, "api Ada")
		s, err := other.NewSession()
		require.NoError(t, err)
		_, err = s.StdinPipe()
		require.NoError(t, err)
		require.NoError(t, s.Start("api Ada"))
		waiting := func() int {
			synctest.Wait()
			v, err := fay.Now(t.Context())
			require.NoError(t, err)
			return len(v.Control.Door)
		}
		assert.Equal(t, 1, waiting())
		require.NoError(t, s.Close())
		assert.Zero(t, waiting())
		require.NoError(t, ada.Close())
		require.NoError(t, other.Close())
	})
}

// TestWhoHasALineDialogue: in a terminal too, where a host has no screens.
func TestWhoHasALineDialogue(t *testing.T) {
	stillness(t, func(t *testing.T, h *still) {
		c := h.in("192.0.2.1:1", "desk", codes.Player)
		s, err := c.NewSession()
		require.NoError(t, err)
		require.NoError(t, s.RequestPty("xterm-256color", 24, 80, gossh.TerminalModes{}))
		s.Stdin = strings.NewReader("Ada\rquit\r")
		out, err := shell(s)
		require.NoError(t, err)
		assert.Contains(t, out, "You are Duty desk (Ada).")
		assert.False(t, h.here("Ada"))
		require.NoError(t, c.Close())
	})
}
