package host

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/scenarios"
	"tocsin/sim/budget"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
)

// TestWhatIsHeldIsTold: the ledger tells at which stage each address has how many connections, and of
// those inside that they are sessions.
func TestWhatIsHeldIsTold(t *testing.T) {
	for to, of := range map[stage]budget.Name{silent: budget.Handshakes, asked: budget.Prompts, naming: budget.Naming,
		inside: budget.Sessions, leaving: budget.Naming} {
		d := newTimed()
		var last *line
		for _, address := range []string{"192.0.2.1:1", "192.0.2.1:2", "198.51.100.7:1"} {
			_, last = d.comes(t, address, to)
		}
		held := map[string]int{}
		for _, u := range d.ledger.Uses(d.at) {
			if u.Used > 0 {
				assert.Equal(t, of, u.Of)
				held[u.Whose] = u.Used
			}
		}
		assert.Equal(t, map[string]int{"192.0.2.1": 2, "198.51.100.7": 1}, held, of)
		require.NoError(t, last.Close())
		for _, u := range d.ledger.Uses(d.at) {
			assert.False(t, u.Whose == "198.51.100.7" && u.Used > 0, "%s: what has closed is held no more", of)
		}
	}
}

// TestASmallFloodDrivesOutItsOwn: who comes from another address stays, though they were there first.
func TestASmallFloodDrivesOutItsOwn(t *testing.T) {
	for _, to := range []stage{silent, naming, inside} {
		d := newTimed()
		other, _ := d.comes(t, "198.51.100.7:1", to)
		d.comes(t, "192.0.2.1:0", to)
		for i := range budget.Most(bounds[to]) {
			d.comes(t, "192.0.2.1:"+strings.Repeat("1", i%5+1), to)
		}
		assert.False(t, other.closed, bounds[to])
		assert.Len(t, d.lines, budget.Most(bounds[to]))
	}
}

// TestWhoHasASeatMakesWayForNobody: a crowd without seats, however slow, drives out its own; who has come
// in by the same code and has a seat stays, though they took no time.
func TestWhoHasASeatMakesWayForNobody(t *testing.T) {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	code := "K7QM-2XVA"
	r, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1}, room.Config{Open: true,
		Door: &pass.Codes{Player: code, Facilitator: "9R1T-6HW3", Evaluator: "0V8C-XJ5N"}})
	require.NoError(t, err)
	defer func() { assert.NoError(t, r.Close("The test is over")) }()
	p, ok := r.Book().Check(code)
	require.True(t, ok)
	for want, stays := range map[string]bool{"desk": true, "": false} {
		seat, err := r.Admit(t.Context(), room.Visitor{Pass: p, Name: "At " + want, Want: want, From: "192.0.2.1"})
		require.NoError(t, err)
		d := newTimed()
		f, l := d.comes(t, "192.0.2.1:1", naming)
		d.admitted(l, seat)
		for range budget.Most(budget.Lobby) {
			_, l := d.comes(t, "192.0.2.1:2", naming)
			d.at = d.at.Add(time.Minute)
			d.admitted(l, nil)
		}
		assert.Equal(t, stays, !f.closed, want)
	}
}

// reading is a connection from which something comes.
type reading struct {
	from
	in io.Reader
}

func (r *reading) Read(b []byte) (int, error) { return r.in.Read(b) }

// TestWhatIsReadIsNoted: when somebody was heard, and that they have begun the key exchange: from then
// on a person may be looking at our key.
func TestWhatIsReadIsNoted(t *testing.T) {
	version, begins := []byte("SSH-2.0-x\r\n"), []byte{0, 0, 0, 60, 4, keyExchange}
	for name, c := range map[string]struct {
		says []byte
		to   stage
	}{"no more than a version": {version, silent}, "the key exchange": {append(bytes.Clone(version), begins...), asked}} {
		d := newTimed()
		l := d.enter(&reading{from{address: "192.0.2.1:1"}, bytes.NewReader(c.says)})
		require.NotNil(t, l)
		d.at = d.at.Add(time.Minute)
		n, err := l.Read(make([]byte, 100))
		require.NoError(t, err, name)
		assert.Equal(t, len(c.says), n, name)
		assert.Equal(t, d.at.UnixNano(), l.heard.Load(), name)
		assert.Equal(t, c.to, l.stage, name)
	}
}

// TestNoHandshakeIsEndless: what is no version, however it comes, and what is no packet is followed no
// further.
func TestNoHandshakeIsEndless(t *testing.T) {
	var h handshake
	for range versionBytes + 1 {
		require.False(t, h.begun([]byte{'x'}))
	}
	assert.True(t, h.over, "a version byte by byte")
	for name, length := range map[string][4]byte{"too long": {0, 0, 0x88, 0xb9}, "none": {0, 0, 0, 1}} {
		var h handshake
		assert.False(t, h.begun([]byte("SSH-2.0-x\r\n")), name)
		assert.False(t, h.over, name)
		assert.False(t, h.begun(append(length[:], 4, 20)), name)
		assert.True(t, h.over, name)
	}
	h = handshake{}
	h.begun([]byte("SSH-2.0-x\r\n"))
	assert.False(t, h.begun([]byte{0, 0, 0, 2, 4, 20}))
	assert.True(t, h.begun([]byte{0, 0, 0, 60, 4, keyExchange}), "after the shortest packet that there is")
}

// silence is a client that answers what it is asked, or nothing.
type silence struct {
	gossh.Conn
	answers bool
	closed  chan struct{}
}

func (s *silence) SendRequest(string, bool, []byte) (bool, []byte, error) {
	if !s.answers {
		<-s.closed
	}
	return false, nil, nil
}

func (s *silence) Close() error { close(s.closed); return nil }

// TestWhoHasVanishedIsCutOff: who neither answers nor says anything; who does either is left alone.
func TestWhoHasVanishedIsCutOff(t *testing.T) {
	for name, c := range map[string]struct{ answers, speaks, stays bool }{"silent": {}, "answers": {true, false, true},
		"speaks": {false, true, true}} {
		synctest.Test(t, func(t *testing.T) {
			conn := &silence{answers: c.answers, closed: make(chan struct{})}
			ctx, cancel := context.WithTimeout(t.Context(), 10*pulse)
			defer cancel()
			ping(ctx, conn, pulse, func() time.Time {
				if c.speaks {
					return time.Now()
				}
				return time.Time{}
			})
			select {
			case <-conn.closed:
				assert.False(t, c.stays, name)
			default:
				assert.True(t, c.stays, name)
				_ = conn.Close()
			}
		})
	}
}

// unheard writes nothing.
type unheard struct{}

func (unheard) Write([]byte) (int, error) { return 0, errors.New("gone") }

// TestALastLineIsRead: who has vanished since has said what they have said.
func TestALastLineIsRead(t *testing.T) {
	c := newCooked(strings.NewReader("one\rtwo\r"), unheard{})
	all, err := io.ReadAll(c)
	assert.EqualError(t, err, "gone")
	assert.Equal(t, "one\n", string(all))
}
