package host

import (
	"net"
	"sync"
	"time"
)

// How many connections there may be, and how long they may take. Those that say nothing
// are many and short; those whose person is typing a code have the time for it.
const (
	maxSilent        = 256 // that have not come as far as being asked for a code
	maxSilentAddress = 64
	silentFor        = 10 * time.Second
	maxAsked         = 256 // that are being asked for a code
	maxAskedAddress  = 128
	askedFor         = 2 * time.Minute
	maxConnections   = 512 // in all
	idleFor          = 20 * time.Second
)

// stage is how far a connection has come.
type stage int

const (
	silent stage = iota // shaking hands
	asked               // asked for a code
	inside              // the code was right
	gone
)

// gate bounds connections. Where a bound is reached the oldest connection of the same
// stage goes: a flood drives out itself, and who really logs in is through in no time.
type gate struct {
	mu    sync.Mutex
	lines []*line // in the order in which they came to their stage
	full  bool    // nobody is let in any more
}

// line is a connection that is counted. Closing it takes it out of the count.
type line struct {
	net.Conn
	gate    *gate
	address string
	wrong   bool // a wrong code has been given; only the handshake's goroutine looks at it

	mu    sync.Mutex
	stage stage
	timer *time.Timer

	// Of the sessions in this connection; see session.go.
	open bool
	term *terminal
}

// enter counts a new connection in; nil means that it has to go at once.
func (g *gate) enter(c net.Conn) *line {
	l := &line{Conn: c, gate: g, address: addressOf(c.RemoteAddr())}
	l.timer = time.AfterFunc(silentFor, func() { _ = l.Close() })
	g.mu.Lock()
	refused := g.full || g.count(func(*line) bool { return true }) >= maxConnections
	var out *line
	if !refused {
		out = g.oldest(maxSilentAddress, func(o *line) bool { return o.stage == silent && o.address == l.address })
		if out == nil {
			out = g.oldest(maxSilent, func(o *line) bool { return o.stage == silent })
		}
		g.lines = append(g.lines, l)
	}
	g.mu.Unlock()
	if out != nil {
		_ = out.Close()
	}
	if refused {
		l.timer.Stop()
		return nil
	}
	return l
}

func (g *gate) count(is func(*line) bool) int {
	n := 0
	for _, l := range g.lines {
		if is(l) {
			n++
		}
	}
	return n
}

// oldest is the first connection of a kind if there are most or more of them, or nil.
func (g *gate) oldest(most int, is func(*line) bool) *line {
	if g.count(is) < most {
		return nil
	}
	for _, l := range g.lines {
		if is(l) {
			return l
		}
	}
	return nil
}

// reach moves a connection to a stage and gives it so long until it must go further; 0
// takes the limit away.
func (g *gate) reach(l *line, to stage, within time.Duration) {
	g.mu.Lock()
	var out *line
	if l.stage < to {
		if to == asked {
			out = g.oldest(maxAskedAddress, func(o *line) bool { return o.stage == asked && o.address == l.address })
			if out == nil {
				out = g.oldest(maxAsked, func(o *line) bool { return o.stage == asked })
			}
		}
		for i, o := range g.lines {
			if o == l {
				g.lines = append(append(g.lines[:i:i], g.lines[i+1:]...), l)
				l.stage = to
				break
			}
		}
	}
	g.mu.Unlock()
	l.within(within)
	if out != nil {
		_ = out.Close()
	}
}

// within closes a connection after a time unless another is set first; 0 for never.
func (l *line) within(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.timer.Stop()
	if d > 0 {
		l.timer.Reset(d)
	}
}

// Close closes the connection and takes it out of the count.
func (l *line) Close() error {
	g := l.gate
	g.mu.Lock()
	for i, o := range g.lines {
		if o == l {
			g.lines = append(g.lines[:i:i], g.lines[i+1:]...)
			break
		}
	}
	l.stage = gone
	g.mu.Unlock()
	l.within(0)
	return l.Conn.Close()
}

// shut lets nobody in any more.
func (g *gate) shut() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.full = true
}

// addressOf is the address without its port; of IPv6 the network of 64 bits, which is
// what one house has.
func addressOf(a net.Addr) string {
	host, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return host
}
