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

// ping finds out when somebody has vanished: a network that is gone says nothing. Who has been
// heard since is there, though the answer is behind much else that they have sent.
func ping(ctx context.Context, conn gossh.Conn, every time.Duration, heard func() time.Time) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		answered, asked := make(chan struct{}), time.Now()
		go func() {
			_, _, _ = conn.SendRequest("keepalive@openssh.com", true, nil)
			close(answered)
		}()
		select {
		case <-answered:
		case <-ctx.Done():
			return
		case <-time.After(every):
			if !heard().After(asked) {
				_ = conn.Close()
				return
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}
