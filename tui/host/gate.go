package host

import (
	"net"
	"sync"
	"sync/atomic"
	"time"

	"tocsin/sim/budget"
	"tocsin/sim/room"
)

// idleFor is how long somebody who is in may have no session.
const idleFor = 20 * time.Second

// stage is how far a connection has come.
type stage int

const (
	silent  stage = iota // shaking hands
	asked                // asked for a code, or comparing our key with what they were given
	naming               // the code was right, and they are asked for a name
	inside               // they are somebody in the room
	leaving              // the session is over, and there may be another
	gone
)

// bounds are those on connections at a stage. Those inside who have no seat are bounded too;
// staff and those who have a seat are not.
var bounds = map[stage]budget.Name{silent: budget.Handshakes, asked: budget.Prompts, naming: budget.Naming,
	leaving: budget.Naming, inside: budget.Lobby}

// gate bounds connections. Where a bound is reached, the address that has most at that stage
// loses one: a flood drives out itself, however few there are at other addresses.
type gate struct {
	mu     sync.Mutex
	lines  []*line // in the order in which they came to their stage
	full   bool    // nobody is let in any more
	ledger *budget.Ledger
	now    func() time.Time
	sleep  func(time.Duration)
}

func newGate(l *budget.Ledger) gate { return gate{ledger: l, now: time.Now, sleep: time.Sleep} }

// line is a connection that is counted. Closing it takes it out of the count.
type line struct {
	net.Conn
	gate    *gate
	address string
	wrong   bool // a wrong code has been given
	trusted bool // the code of the staff, a card or a way back has been given

	mu    sync.Mutex
	stage stage
	since time.Time     // of the stage
	took  time.Duration // to say who they are
	seat  *room.Seat    // of who is inside
	timer *time.Timer
	shake handshake
	sent  *budget.Meter // only the reader of the connection uses it
	heard atomic.Int64  // when something was last read, in Unix nanoseconds

	// Of the sessions in this connection; see session.go.
	open bool
	term *terminal
}

// enter counts a new connection in; nil means that it has to go at once.
func (g *gate) enter(c net.Conn) *line {
	l := &line{Conn: c, gate: g, address: addressOf(c.RemoteAddr()), since: g.now(),
		sent: budget.NewMeter(budget.Sent, g.now())}
	g.mu.Lock()
	_, cut := g.ledger.Cut(l.address, g.now())
	refused := g.full || cut
	var out *line
	if !refused {
		l.timer = time.AfterFunc(budget.Of(budget.Handshakes).For, func() { _ = l.Close() })
		out = g.crowded(silent)
		g.lines = append(g.lines, l)
		g.hold(l, 1)
	}
	g.mu.Unlock()
	if out != nil {
		_ = out.Close()
	}
	if refused {
		return nil
	}
	return l
}

// hold tells the ledger of a connection more, or fewer, for those who look at it.
func (g *gate) hold(l *line, n int) {
	of := bounds[l.stage]
	if l.stage == inside {
		of = budget.Sessions
	}
	g.ledger.Hold(of, l.address, n)
}

// counts reports whether a connection counts at a stage. Who has shown what a crowd has not makes
// way for nobody.
func (l *line) counts(s stage) bool {
	return l.stage == s && !l.trusted && (l.seat == nil || !l.seat.Safe())
}

// crowded is the connection that has to go so that there is a place at a stage; nil where there
// is one. It is one of the address that has most: who has given a wrong code, then of those
// inside who came in quickest, since people take time to type, then the oldest.
func (g *gate) crowded(s stage) *line {
	n, most := 0, 0
	by := map[string]int{}
	for _, l := range g.lines {
		if l.counts(s) {
			n++
			by[l.address]++
			most = max(most, by[l.address])
		}
	}
	if n < budget.Most(bounds[s]) {
		return nil
	}
	var out *line
	for _, l := range g.lines {
		if !l.counts(s) || by[l.address] < most {
			continue
		}
		if out == nil || l.wrong && !out.wrong || l.wrong == out.wrong && s == inside && l.took < out.took {
			out = l
		}
	}
	return out
}

// reach moves a connection to a stage and gives it so long until it must go further; 0 takes the
// limit away.
func (g *gate) reach(l *line, to stage, within time.Duration) {
	g.mu.Lock()
	var out *line
	if l.stage != gone && l.stage != to {
		if to == inside {
			l.took = g.now().Sub(l.since)
		}
		out = g.crowded(to)
		for i, o := range g.lines {
			if o == l {
				g.lines = append(append(g.lines[:i:i], g.lines[i+1:]...), l)
				g.hold(l, -1)
				l.stage, l.since = to, g.now()
				g.hold(l, 1)
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

// admitted counts a connection among those inside, with the seat that they have.
func (g *gate) admitted(l *line, s *room.Seat) {
	g.mu.Lock()
	l.seat = s
	g.mu.Unlock()
	g.reach(l, inside, 0)
}

// left counts a connection whose session has ended.
func (g *gate) left(l *line) {
	g.mu.Lock()
	l.seat = nil
	g.mu.Unlock()
	g.reach(l, leaving, idleFor)
}

// mistaken notes that a connection has given a wrong code.
func (g *gate) mistaken(l *line) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l.wrong = true
}

// proven notes that a connection has shown more than the join code that everybody has.
func (g *gate) proven(l *line) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l.trusted = true
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

// Read looks for the beginning of the key exchange: from then on the person at the other end may
// be comparing our key with what they were given, which takes people longer than ten seconds.
// What comes too quickly is left at the other end for a while: each packet costs more to open
// than to make.
func (l *line) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	now := l.gate.now()
	l.heard.Store(now.UnixNano())
	l.gate.sleep(l.sent.Use(n, now))
	if l.shake.begun(b[:n]) {
		l.gate.reach(l, asked, budget.Of(budget.Prompts).For)
	}
	return n, err
}

// Close closes the connection and takes it out of the count.
func (l *line) Close() error {
	g := l.gate
	g.mu.Lock()
	for i, o := range g.lines {
		if o == l {
			g.lines = append(g.lines[:i:i], g.lines[i+1:]...)
			g.hold(l, -1)
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
