package host

import (
	"strings"
	"sync"

	"github.com/charmbracelet/ssh"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/sim/budget"
)

// The largest window that is drawn. A client may claim four billion columns.
var (
	maxWidth  = uint32(budget.Most(budget.Columns))
	maxHeight = uint32(budget.Most(budget.Rows))
)

// size is a window's.
type size struct{ width, height int }

func clamp(width, height uint32) size {
	return size{int(min(max(width, 1), maxWidth)), int(min(max(height, 1), maxHeight))}
}

// terminal is what a client says of the terminal at its end of one session. It stands
// between the client and the ssh package, and lets through what a seat needs: a
// terminal's name, its size, a shell or a command. It takes two variables of the environment itself,
// and refuses the others, agents, X11, signals and subsystems.
type terminal struct {
	sizes chan size // the newest; closed when the client has gone

	mu      sync.Mutex
	name    string // TERM
	plain   bool   // NO_COLOR is set
	colours string // COLORTERM

	started, ended chan struct{} // the session's handler has
}

func newTerminal() *terminal {
	return &terminal{sizes: make(chan size, 1), started: make(chan struct{}), ended: make(chan struct{})}
}

// channel is a session's channel whose requests go through a terminal.
type channel struct {
	gossh.NewChannel
	term *terminal
}

func (c channel) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	ch, in, err := c.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	out := make(chan *gossh.Request)
	go c.term.pass(in, out, ch)
	return ch, out, nil
}

// maxRequests is how many requests a session may make before it begins; then it is over.
var maxRequests = budget.Most(budget.Requests)

// pass lets requests through, with what they say made harmless.
func (t *terminal) pass(in <-chan *gossh.Request, out chan<- *gossh.Request, ch gossh.Channel) {
	defer close(out)
	defer close(t.sizes)
	before := 0
	for req := range in {
		select {
		case <-t.started:
		default:
			if before++; before > maxRequests {
				_ = ch.Close()
				gossh.DiscardRequests(in)
				return
			}
		}
		switch ok := t.take(req); {
		case ok == through:
			out <- req
		case req.WantReply:
			_ = req.Reply(ok == taken, nil)
		}
	}
}

// What happens to a request.
const (
	refused = iota
	taken   // it has done what it can
	through // the ssh package gets it
)

func (t *terminal) take(req *gossh.Request) int {
	switch req.Type {
	case "pty-req":
		var p struct {
			Term                          string
			Width, Height, PixelW, PixelH uint32
			Modes                         string
		}
		if gossh.Unmarshal(req.Payload, &p) != nil {
			return refused
		}
		s := clamp(p.Width, p.Height)
		p.Term, p.Width, p.Height, p.PixelW, p.PixelH, p.Modes = termName(p.Term), uint32(s.width),
			uint32(s.height), 0, 0, "\x00"
		req.Payload = gossh.Marshal(&p)
		t.mu.Lock()
		t.name = p.Term
		t.mu.Unlock()
		t.resize(s)
		return through
	case "window-change":
		var p struct{ Width, Height, PixelW, PixelH uint32 }
		if gossh.Unmarshal(req.Payload, &p) != nil {
			return refused
		}
		t.resize(clamp(p.Width, p.Height))
		return taken
	case "env":
		return t.environment(req.Payload)
	case "shell", "exec":
		if len(req.Payload) <= 1024 {
			return through
		}
	}
	return refused
}

// environment takes the two variables that say whether and how a terminal shows colours,
// which is for the eyes of the person there, and no others.
func (t *terminal) environment(payload []byte) int {
	var kv struct{ Key, Value string }
	if gossh.Unmarshal(payload, &kv) != nil || len(kv.Value) > 64 {
		return refused
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	switch kv.Key {
	case "NO_COLOR":
		t.plain = kv.Value != ""
	case "COLORTERM":
		t.colours = termName(kv.Value)
	default:
		return refused
	}
	return taken
}

// resize puts the newest size in place of one that was not taken.
func (t *terminal) resize(s size) {
	select {
	case <-t.sizes:
	default:
	}
	t.sizes <- s // pass is the only sender, so there is a place now
}

// say returns what is known of the terminal, as an environment.
func (t *terminal) say() (term string, environ []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	environ = []string{"TERM=" + t.name, "COLORTERM=" + t.colours}
	if t.plain {
		environ = append(environ, "NO_COLOR=1")
	}
	return t.name, environ
}

// termName is a word as terminals are called, or empty.
func termName(s string) string {
	bad := func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("-+._", r))
	}
	if len(s) > 32 || strings.ContainsFunc(s, bad) {
		return ""
	}
	return s
}

// open is the way of every new channel: one session in a connection at a time.
func (h *Host) open(srv *ssh.Server, conn *gossh.ServerConn, nc gossh.NewChannel, ctx ssh.Context) {
	l := lineOf(ctx)
	t := newTerminal()
	if !l.begin(t) {
		_ = nc.Reject(gossh.ResourceShortage, "one session in a connection")
		return
	}
	ssh.DefaultSessionHandler(srv, conn, channel{nc, t}, ctx)
	select { // the client has closed the session: its handler ends, if there ever was one
	case <-t.started:
		<-t.ended
	default:
	}
	l.finish()
}

// begin takes the connection's one place for a session.
func (l *line) begin(t *terminal) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open {
		return false
	}
	l.open, l.term = true, t
	return true
}

func (l *line) finish() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = false
}

func (l *line) terminal() *terminal {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.term
}
