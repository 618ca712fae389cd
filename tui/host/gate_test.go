package host

import (
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/budget"
	"tocsin/sim/testsize"
)

// from is a connection that comes from an address.
type from struct {
	net.Conn
	address string
	closed  bool
}

func (f *from) RemoteAddr() net.Addr { return named(f.address) }
func (f *from) Close() error         { f.closed = true; return nil }

type named string

func (named) Network() string  { return "tcp" }
func (n named) String() string { return string(n) }

// timed is a gate whose clock a test turns.
type timed struct {
	gate
	at time.Time
}

func newTimed() *timed {
	d := &timed{gate: newGate(budget.NewLedger()), at: time.Unix(0, 0)}
	d.now = func() time.Time { return d.at }
	return d
}

// comes has a connection from an address come as far as a stage, a moment after the one before.
func (d *timed) comes(t *testing.T, address string, to stage) (*from, *line) {
	f := &from{address: address}
	l := d.enter(f)
	require.NotNil(t, l)
	for s := asked; s <= to; s++ {
		d.reach(l, s, time.Hour)
	}
	d.at = d.at.Add(time.Millisecond)
	return f, l
}

// A flood at any stage, from any number of addresses with more than one connection, drives out
// its own and nobody else.
func TestAFloodDrivesOutItsOwn(t *testing.T) {
	testsize.Long(t)
	for to, of := range bounds {
		if to == leaving {
			continue
		}
		for _, addresses := range []int{1, 2, 50} {
			d := newTimed()
			other, _ := d.comes(t, "198.51.100.7:1", to)
			most := budget.Most(of)
			var flood []*from
			for i := range 3 * most {
				f, _ := d.comes(t, fmt.Sprintf("192.0.2.%d:%d", i%addresses, i), to)
				flood = append(flood, f)
			}
			assert.False(t, other.closed, "%s: a flood from %d addresses has driven out another's", of, addresses)
			assert.LessOrEqual(t, len(d.lines), most, of)
			gone := 0
			for _, f := range flood {
				if f.closed {
					gone++
				}
			}
			assert.Equal(t, 3*most-(most-1), gone, of)
			if to != inside {
				assert.True(t, flood[0].closed, "%s: the oldest stays", of)
			}
		}
	}
}

// Thirty prompts a second from one's own address leave 20 s to type: twice what people need.
func TestThereIsTimeToType(t *testing.T) {
	d := newTimed()
	typing, _ := d.comes(t, "192.0.2.1:1", asked)
	for i := range 30 * 20 {
		d.comes(t, fmt.Sprintf("192.0.2.1:%d", i+2), asked)
	}
	assert.False(t, typing.closed)
}

// Who has given a wrong code makes way for who has given none.
func TestWhoIsWrongMakesWay(t *testing.T) {
	d := newTimed()
	typing, _ := d.comes(t, "192.0.2.1:1", asked)
	for i := range 3 * budget.Most(budget.Prompts) {
		_, l := d.comes(t, fmt.Sprintf("192.0.2.1:%d", i+2), asked)
		d.mistaken(l)
	}
	assert.False(t, typing.closed)
}

// Of those without a seat, who took no time to come in makes way: people type.
func TestWhoTypesStays(t *testing.T) {
	d := newTimed()
	f, l := d.comes(t, "192.0.2.1:1", naming)
	d.at = d.at.Add(5 * time.Second)
	d.admitted(l, nil)
	for i := range 3 * budget.Most(budget.Lobby) {
		d.comes(t, fmt.Sprintf("192.0.2.1:%d", i+2), inside)
	}
	assert.False(t, f.closed)
	require.NoError(t, l.Close())
	require.NoError(t, l.Close())
	assert.True(t, f.closed)
	for _, u := range d.ledger.Uses(d.at) {
		assert.Equal(t, len(d.lines), u.Used, "what is held is given back: %s", u.Of)
	}
}

// Who has shown the code of the staff, a card or a way back makes way for nobody, while a crowd from
// the same address waits to be asked for a name.
func TestWhoIsProvenStays(t *testing.T) {
	d := newTimed()
	f, l := d.comes(t, "192.0.2.1:1", asked)
	d.proven(l)
	d.reach(l, naming, 0)
	for i := range 3 * budget.Most(budget.Naming) {
		d.comes(t, fmt.Sprintf("192.0.2.1:%d", i+2), naming)
	}
	assert.False(t, f.closed)
}

func TestCutOffAndShut(t *testing.T) {
	d := newTimed()
	d.ledger.CutOff("198.51.100.7", d.at.Add(time.Minute))
	assert.Nil(t, d.enter(&from{address: "198.51.100.7:1"}))
	assert.NotNil(t, d.enter(&from{address: "198.51.100.8:1"}))
	d.at = d.at.Add(time.Minute)
	assert.NotNil(t, d.enter(&from{address: "198.51.100.7:1"}))
	d.shut()
	assert.Nil(t, d.enter(&from{address: "198.51.100.8:1"}))
}

// The beginning of the key exchange is found however the bytes come, and nothing else is taken
// for it.
func TestTheKeyExchangeIsSeen(t *testing.T) {
	packet := func(kind byte, length int) []byte {
		b := make([]byte, 4+length)
		b[2], b[3], b[4], b[5] = byte(length>>8), byte(length), 4, kind
		return b
	}
	whole := append([]byte("SSH-2.0-OpenSSH_9.9\r\n"), packet(20, 1500)...)
	rapid.Check(t, func(t *rapid.T) {
		for kind, want := range map[byte]bool{30: true, 34: true, 21: false} {
			var h handshake
			seen := 0
			for b := append(append([]byte(nil), whole...), packet(kind, 60)...); len(b) > 0; {
				n := rapid.IntRange(1, len(b)).Draw(t, "read")
				if h.begun(b[:n]) {
					seen++
				}
				b = b[n:]
			}
			require.Equal(t, want, seen == 1, "message %d", kind)
		}
		var h handshake
		h.begun(rapid.SliceOf(rapid.Byte()).Draw(t, "anything"))
	})
	var h handshake
	assert.False(t, h.begun(make([]byte, 1<<20)))
	assert.True(t, h.over)
}

func TestAddressOf(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1:22": "192.0.2.1", "[2001:db8:1:2:3:4:5:6]:22": "2001:db8:1:2::",
		"[2001:db8:1:2::9]:1":   "2001:db8:1:2::",
		"[::ffff:192.0.2.1]:22": "::ffff:192.0.2.1", "pipe": "pipe",
	} {
		assert.Equal(t, want, addressOf(named(in)), in)
	}
}
