package host

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"
	"pgregory.net/rapid"

	"tocsin/sim/budget"
	"tocsin/sim/room"
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
	for i := range budget.Most(budget.Prompts) + 50 {
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
	for i := range budget.Most(budget.Lobby) + 50 {
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
	for i := range budget.Most(budget.Naming) + 50 {
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
	for name, c := range map[string]struct {
		lines, packet int
		want          bool
	}{"as much as may be": {versionBytes, packetBytes, true}, "too many lines": {versionBytes + 1, packetBytes, false},
		"too long a packet": {versionBytes, packetBytes + 1, false}} {
		h = handshake{}
		before := append([]byte(strings.Repeat("x", c.lines-1)+"\n"), packet(20, c.packet)...)
		assert.False(t, h.begun(before), name)
		assert.Equal(t, c.want, h.begun(packet(30, 60)), name)
	}
}

// TestWhoIsAllowed: with networks named, people come in from these and from this machine.
func TestWhoIsAllowed(t *testing.T) {
	h := &Host{}
	assert.True(t, h.allows(named("pipe")), "no network is named")
	h.cfg.Allow = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")}
	for address, want := range map[string]bool{"192.0.2.9:22": true, "[::ffff:192.0.2.9]:22": true,
		"[2001:db8::9]:22": true, "127.0.0.1:22": true, "[::1]:22": true, "198.51.100.7:22": false, "pipe": false} {
		assert.Equal(t, want, h.allows(named(address)), address)
	}
}

func TestAddressOf(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1:22": "192.0.2.1", "[2001:db8:1:2:3:4:5:6]:22": "2001:db8:1:2::",
		"[2001:db8:1:2::9]:1":   "2001:db8:1:2::",
		"[::ffff:192.0.2.1]:22": "::ffff:192.0.2.1", "pipe": "pipe",
		"[fe80::1%eth0]:22": "fe80::1%eth0",
	} {
		assert.Equal(t, want, addressOf(named(in)), in)
	}
}

// TestWhoMakesWay: where a stage is full, a connection of the address that has most: one that has
// given a wrong code, then of those inside who came in quickest, then the oldest.
func TestWhoMakesWay(t *testing.T) {
	fill := func(stage stage, quick int, wrong ...int) (gone []int) {
		d := newTimed()
		var all []*from
		most := budget.Most(bounds[stage])
		for i := range most {
			f := &from{address: fmt.Sprintf("192.0.2.1:%d", i+1)}
			l := d.enter(f)
			require.NotNil(t, l)
			for s := asked; s < min(stage, inside); s++ {
				d.reach(l, s, time.Hour)
			}
			if slices.Contains(wrong, i) {
				d.mistaken(l)
			}
			if d.at = d.at.Add(10 * time.Second); i == quick {
				d.at = d.at.Add(-8 * time.Second)
			}
			if stage == leaving {
				d.reach(l, inside, 0)
			}
			d.reach(l, stage, time.Hour)
			d.at = d.at.Add(time.Second)
			all = append(all, f)
		}
		for i, f := range all {
			require.False(t, f.closed, "%d of %d", i, most)
		}
		d.comes(t, "198.51.100.7:1", stage)
		for i, f := range all {
			if f.closed {
				gone = append(gone, i)
			}
		}
		return gone
	}
	assert.Equal(t, []int{0}, fill(naming, -1), "the oldest")
	assert.Equal(t, []int{0}, fill(inside, -1), "the oldest of those who were as quick")
	assert.Equal(t, []int{3}, fill(naming, -1, 3), "who was wrong")
	assert.Equal(t, []int{3}, fill(naming, -1, 3, 5), "the oldest of those who were wrong")
	assert.Equal(t, []int{0}, fill(naming, 3), "who was quick, before they are inside")
	assert.Equal(t, []int{0}, fill(leaving, 3), "who was quick, when they go")
	assert.Equal(t, []int{3}, fill(inside, 3), "who came in quickest")
	assert.Equal(t, []int{5}, fill(inside, 3, 5), "who was wrong, though another came in more quickly")
	assert.Equal(t, []int{3}, fill(inside, 5, 3), "whichever of the two was there first")
}

// TestWhoCounts: who shows nothing more than the join code counts among those inside,
// and who has shown more counts at no stage.
func TestWhoCounts(t *testing.T) {
	for name, c := range map[string]struct {
		trusted bool
		seat    *room.Seat
		counts  bool
	}{"nobody yet": {false, nil, true}, "a seat by the join code": {false, &room.Seat{}, true},
		"somebody proven": {true, &room.Seat{}, false}} {
		d := newTimed()
		_, l := d.comes(t, "192.0.2.1:1", naming)
		if c.trusted {
			d.proven(l)
		}
		d.admitted(l, c.seat)
		assert.Equal(t, c.counts, l.counts(inside), name)
		assert.Same(t, c.seat, l.seat, name)
		assert.False(t, l.counts(naming), name)
		d.left(l)
		assert.Nil(t, l.seat, name)
		assert.Equal(t, leaving, l.stage, name)
	}
}

// TestAStageIsReachedOnce: who was there first at a stage is the oldest, and nobody makes way for who is there
// already or has gone.
func TestAStageIsReachedOnce(t *testing.T) {
	d := newTimed()
	first, l := d.comes(t, "192.0.2.1:1", asked)
	second, ahead := d.comes(t, "192.0.2.1:2", naming)
	d.reach(l, naming, time.Hour)
	_, gone := d.comes(t, "192.0.2.1:3", silent)
	require.NoError(t, gone.Close())
	for i := range budget.Most(budget.Naming) - 2 {
		d.comes(t, fmt.Sprintf("192.0.2.1:%d", i+4), naming)
	}
	d.reach(ahead, naming, time.Hour)
	d.reach(gone, naming, time.Hour)
	assert.False(t, first.closed || second.closed)
	d.comes(t, "192.0.2.1:9999", naming)
	assert.True(t, second.closed)
	assert.False(t, first.closed)
}

// TestWhatComesTooQuicklyWaits: a connection may send so much at once, and the rest no faster than its time.
func TestWhatComesTooQuicklyWaits(t *testing.T) {
	d := newTimed()
	var waited time.Duration
	d.sleep = func(wait time.Duration) { waited += wait }
	l := d.enter(&full{from{address: "192.0.2.1:1"}})
	require.NotNil(t, l)
	of := budget.Of(budget.Sent)
	for range 2 {
		n, err := l.Read(make([]byte, of.Most))
		require.NoError(t, err)
		require.Equal(t, of.Most, n)
		if waited == 0 {
			continue
		}
		assert.Equal(t, time.Duration(of.Most)*of.Every, waited)
	}
	assert.Positive(t, waited)
}

// full is a connection that always has something to read.
type full struct{ from }

func (*full) Read(b []byte) (int, error) { return len(b), nil }

// TestTimeRunsOut: who does not come further in time is closed, and who has is not.
func TestTimeRunsOut(t *testing.T) {
	d := newTimed()
	closed := make(chan bool, 1)
	f := &closing{from: from{address: "192.0.2.1:1"}, closed: closed}
	l := d.enter(f)
	require.NotNil(t, l)
	d.reach(l, asked, time.Millisecond)
	select {
	case <-closed:
	case <-time.After(5 * time.Second):
		t.Fatal("its time ran out, and it is open")
	}
	assert.Empty(t, d.lines)
	stays := &from{address: "192.0.2.1:2"}
	l = d.enter(stays)
	require.NotNil(t, l)
	d.reach(l, asked, 200*time.Millisecond)
	d.admitted(l, nil)
	assert.False(t, l.timer.Stop(), "no time runs for who is inside")
	assert.False(t, stays.closed)
}

// closing is a connection that says when it is closed.
type closing struct {
	from
	closed chan bool
}

func (c *closing) Close() error { c.closed <- true; return nil }

// TestRoomsInAName: what follows the last dot of a name is a room, where there is one of that name.
func TestRoomsInAName(t *testing.T) {
	doors := []door{{name: "1"}, {name: "2"}}
	for user, want := range map[string][2]string{"ada": {"ada", "1 2"}, "ada.2": {"ada", "2"}, "ada.3": {"ada.3", "1 2"},
		"a.b.1": {"a.b", "1"}, ".2": {".2", "1 2"}, "ada.": {"ada.", "1 2"}, "": {"", "1 2"}} {
		name, open := suffixed(user, doors)
		var rooms []string
		for _, d := range open {
			rooms = append(rooms, d.name)
		}
		assert.Equal(t, want, [2]string{name, strings.Join(rooms, " ")}, user)
	}
}

// TestWhatATerminalPasses: of what a client says of its terminal, its name and size go on, cleaned.
func TestWhatATerminalPasses(t *testing.T) {
	type pty struct {
		Term                          string
		Width, Height, PixelW, PixelH uint32
		Modes                         string
	}
	for said, want := range map[pty]pty{
		{"xterm", 80, 24, 640, 480, "modes"}: {"xterm", 80, 24, 0, 0, "\x00"},
		{"vt100\x1b[2J", 80, 24, 0, 0, ""}:   {"", 80, 24, 0, 0, "\x00"},
		{"vt109", 0, 1 << 31, 0, 0, ""}:      {"vt109", 1, maxHeight, 0, 0, "\x00"},
	} {
		term := newTerminal()
		req := &gossh.Request{Type: "pty-req", Payload: gossh.Marshal(&said)}
		require.Equal(t, through, term.take(req))
		var got pty
		require.NoError(t, gossh.Unmarshal(req.Payload, &got))
		assert.Equal(t, want, got)
		seen := size{int(want.Width), int(want.Height)}
		assert.Equal(t, seen, newest(term))
		name, _ := term.say()
		assert.Equal(t, want.Term, name)
	}
}

// TestWhatASessionAsksFor: a command of up to 1024 bytes with its length, and two variables of up to 64; no more.
func TestWhatASessionAsksFor(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	variable := func(key, value string) []byte { return gossh.Marshal(struct{ Key, Value string }{key, value}) }
	term := newTerminal()
	for name, c := range map[string]struct {
		kind    string
		payload []byte
		want    int
	}{
		"a command":             {"exec", make([]byte, 1024), through},
		"too long a command":    {"exec", make([]byte, 1025), refused},
		"a variable":            {"env", variable("COLORTERM", "truecolor"), taken},
		"one as long as may be": {"env", variable("NO_COLOR", long(64)), taken},
		"one that is too long":  {"env", variable("NO_COLOR", long(65)), refused},
		"another":               {"env", variable("LANG", "C"), refused},
		"no variable":           {"env", variable("COLORTERM", "truecolor")[:10], refused},
		"something else":        {"x11-req", nil, refused},
	} {
		assert.Equal(t, c.want, term.take(&gossh.Request{Type: c.kind, Payload: c.payload}), name)
	}
}

// TestWhatDoesNotMove: where two views differ in their clock alone, nothing is sent to a program that
// watches what does not change.
func TestWhatDoesNotMove(t *testing.T) {
	deep := map[string]any{"player": map[string]any{"inbox": []any{"a"}}, "you": map[string]any{"name": "Ada"}}
	assert.Equal(t, deep, unmoved(deep), "what does not move stays, however deep")
	for path := range moving {
		keys := strings.Split(path, ".")
		tree := map[string]any{"stays": 1.0}
		var in any = "x"
		for i := len(keys) - 1; i > 0; i-- {
			in = map[string]any{keys[i]: in}
		}
		tree[keys[0]] = in
		if len(keys) > 1 {
			tree[keys[0]].(map[string]any)["other"] = 2.0
		}
		got, _ := unmoved(tree).(map[string]any)
		assert.Equal(t, 1.0, got["stays"], path)
		assert.NotContains(t, fmt.Sprint(got), "x", path)
		if len(keys) == 2 {
			assert.Equal(t, map[string]any{"other": 2.0}, got[keys[0]], path)
		}
	}
}
