package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// Line says where a console finds a host, and how the host knows it again.
type Line struct {
	Address     string `json:"address"` // host:port
	Fingerprint string `json:"fingerprint"`
	Way         string `json:"way"` // the way back of the facilitator whose console it is
	User        string `json:"user"`
}

// Terminal is where an attached console is drawn. Without a Term it is a dialogue of lines.
type Terminal struct {
	In      io.Reader
	Out     io.Writer
	Term    string
	Colours string // COLORTERM
	Size    func() (width, height int)
}

// Alive reports whether a host answers at the line, within a second.
func (l Line) Alive() bool {
	c, err := net.DialTimeout("tcp", l.Address, time.Second)
	if err != nil {
		return false
	}
	return c.Close() == nil
}

// Attach holds a session with a host, as ssh would, until it ends or ctx is over. Only the host
// with the fingerprint is talked to.
func Attach(ctx context.Context, l Line, t Terminal) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", l.Address)
	if err != nil {
		return fmt.Errorf("nobody hosts there any more: %w", err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	cfg := &gossh.ClientConfig{User: l.User, Timeout: 10 * time.Second,
		HostKeyCallback: func(_ string, _ net.Addr, key gossh.PublicKey) error {
			if got := gossh.FingerprintSHA256(key); got != l.Fingerprint {
				return fmt.Errorf("another host answers there: %s", got)
			}
			return nil
		},
		Auth: []gossh.AuthMethod{gossh.KeyboardInteractive(
			func(_, _ string, asked []string, _ []bool) ([]string, error) {
				out := make([]string, len(asked))
				for i := range out {
					out[i] = l.Way
				}
				return out, nil
			})}}
	c, chans, reqs, err := gossh.NewClientConn(conn, l.Address, cfg)
	if err != nil {
		return fmt.Errorf("the host does not let this console in: %w", err)
	}
	client := gossh.NewClient(c, chans, reqs)
	defer client.Close()
	s, err := client.NewSession()
	if err != nil {
		return err
	}
	defer s.Close()
	s.Stdin, s.Stdout, s.Stderr = t.In, t.Out, t.Out
	if t.Term != "" {
		if t.Colours != "" {
			_ = s.Setenv("COLORTERM", t.Colours) // a host may refuse it
		}
		w, h := t.Size()
		if err := s.RequestPty(t.Term, h, w, gossh.TerminalModes{}); err != nil {
			return err
		}
		defer follow(t.Size, w, h, s.WindowChange)()
	}
	if err := s.Shell(); err != nil {
		return err
	}
	if err := s.Wait(); !errors.As(err, new(*gossh.ExitMissingError)) { // the line has gone, or ctx has cut it
		return err
	}
	return nil
}

// follow tells the host when the window has another size; the function that it returns ends it.
func follow(size func() (int, int), w, h int, tell func(h, w int) error) func() {
	stop := make(chan struct{})
	go func() {
		tick := time.NewTicker(300 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			if nw, nh := size(); nw > 0 && nh > 0 && (nw != w || nh != h) {
				w, h = nw, nh
				_ = tell(h, w) // it has gone otherwise, and Wait says so
			}
		}
	}()
	return func() { close(stop) }
}
