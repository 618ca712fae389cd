package host

import (
	"fmt"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

func TestSilentConnectionsDriveOutTheirOwn(t *testing.T) {
	g := &gate{}
	other := &from{address: "198.51.100.7:1"}
	kept := g.enter(other)
	require.NotNil(t, kept)
	var flood []*from
	for i := range 1000 {
		f := &from{address: fmt.Sprintf("192.0.2.1:%d", i)}
		flood = append(flood, f)
		require.NotNil(t, g.enter(f))
	}
	assert.False(t, other.closed, "a flood from one address has driven out another's")
	assert.Len(t, g.lines, maxSilentAddress+1)
	assert.True(t, flood[0].closed)
	assert.False(t, flood[999].closed)
}

func TestThoseInsideStay(t *testing.T) {
	g := &gate{}
	in := &from{address: "192.0.2.1:1"}
	l := g.enter(in)
	g.reach(l, asked, askedFor)
	g.reach(l, inside, 0)
	for i := range 1000 {
		f := g.enter(&from{address: fmt.Sprintf("192.0.2.%d:%d", i%200, i)})
		g.reach(f, asked, askedFor)
	}
	assert.False(t, in.closed)
	assert.LessOrEqual(t, len(g.lines), maxAsked+1)
	require.NoError(t, l.Close())
	require.NoError(t, l.Close())
	assert.True(t, in.closed)
}

func TestOneAddressCannotTypeForAll(t *testing.T) {
	g := &gate{}
	typing := &from{address: "198.51.100.7:1"}
	g.reach(g.enter(typing), asked, askedFor)
	for i := range 1000 {
		g.reach(g.enter(&from{address: fmt.Sprintf("192.0.2.1:%d", i)}), asked, askedFor)
	}
	assert.False(t, typing.closed)
	assert.Len(t, g.lines, maxAskedAddress+1)
}

func TestFullAndShut(t *testing.T) {
	g := &gate{}
	for i := range maxConnections {
		l := g.enter(&from{address: fmt.Sprintf("192.0.2.%d:%d", i%200, i)})
		g.reach(l, asked, askedFor)
		g.reach(l, inside, 0)
	}
	assert.Nil(t, g.enter(&from{address: "198.51.100.7:1"}))
	h := &gate{}
	h.shut()
	assert.Nil(t, h.enter(&from{address: "198.51.100.7:1"}))
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
