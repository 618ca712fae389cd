package host

import (
	"context"
	"io"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

const (
	// stuck is how long one write may take. A client that has stopped reading is cut off,
	// not waited for.
	stuck = 5 * time.Second
	// pulse is how often a client is asked whether it is there, and how long it has to
	// answer.
	pulse = 15 * time.Second
)

// guarded cuts the connection where a write takes too long.
type guarded struct {
	w     io.Writer
	conn  io.Closer
	after time.Duration
}

func (g guarded) Write(b []byte) (int, error) {
	t := time.AfterFunc(g.after, func() { _ = g.conn.Close() })
	defer t.Stop()
	return g.w.Write(b)
}

// ping finds out when somebody has vanished: a network that is gone says nothing.
func ping(ctx context.Context, conn gossh.Conn, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		answered := make(chan struct{})
		go func() {
			_, _, _ = conn.SendRequest("keepalive@openssh.com", true, nil)
			close(answered)
		}()
		select {
		case <-answered:
		case <-ctx.Done():
			return
		case <-time.After(every):
			_ = conn.Close()
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
