// Package host lets people into a room over ssh: players need only an ssh client,
// programs only lines of JSON. What somebody may be in the room is decided by the code
// that they know. With that of the players, the user name can ask for a seat, or for less: to be
// an observer or the screen of the wall. Only what a seat needs is served: a screen, a line
// dialogue, and the command "api".
package host

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/netip"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/ssh"
	"github.com/charmbracelet/wish"
	wishrecover "github.com/charmbracelet/wish/recover"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/sim/budget"
	"tocsin/sim/pass"
	"tocsin/sim/room"
)

// Config is how a host is run.
type Config struct {
	Key gossh.Signer
	// Roles are the ids of the seats, which are user names that ask for one.
	Roles []string
	// Screen makes a person's screen. Without it everyone has the line dialogue.
	Screen func(*room.Seat) tea.Model
	// Group has the rooms side by side, of which the host's own is the first; nil for one alone.
	Group *room.Group
	// Allow are the networks from which people come in, in addition to this machine; none for any.
	Allow []netip.Prefix
	// Log gets what goes wrong inside; nil for nowhere.
	Log *log.Logger
}

// Host serves a room.
type Host struct {
	cfg    Config
	room   *room.Room
	server *ssh.Server
	gate   gate
	roles  map[string]bool
}

type lineKey struct{}

func lineOf(ctx ssh.Context) *line { return ctx.Value(lineKey{}).(*line) }

// shown is where the handshake notes what somebody has shown.
const shown = "tocsin-pass"

// New makes a host for a room.
func New(r *room.Room, cfg Config) (*Host, error) {
	if r.Book() == nil {
		return nil, errors.New("a host needs a room with a door")
	}
	if cfg.Key == nil {
		return nil, errors.New("a host needs a key")
	}
	h := &Host{cfg: cfg, room: r, gate: newGate(r.Ledger()), roles: map[string]bool{}}
	for _, id := range cfg.Roles {
		h.roles[id] = true
	}
	var err error
	h.server, err = wish.NewServer(
		func(s *ssh.Server) error { s.AddHostKey(cfg.Key); return nil },
		wish.WithVersion("Tocsin"),
		wish.WithKeyboardInteractiveAuth(h.authenticate),
		wish.WithMiddleware(wishrecover.MiddlewareWithLogger(faults{cfg.Log},
			func(ssh.Handler) ssh.Handler { return h.serve })),
	)
	if err != nil {
		return nil, err
	}
	h.server.ServerConfigCallback = func(ssh.Context) *gossh.ServerConfig {
		return &gossh.ServerConfig{MaxAuthTries: 3}
	}
	h.server.ConnCallback = func(ctx ssh.Context, c net.Conn) net.Conn {
		var l *line
		if h.allows(c.RemoteAddr()) {
			l = h.gate.enter(c)
		}
		if l == nil {
			return nil
		}
		ctx.SetValue(lineKey{}, l)
		return l
	}
	h.server.ChannelHandlers = map[string]ssh.ChannelHandler{"session": h.open}
	h.server.SessionRequestCallback = func(s ssh.Session, request string) bool {
		return request == "shell" || isAPI(s.Command())
	}
	return h, nil
}

// allows reports whether people come in from an address.
func (h *Host) allows(a net.Addr) bool {
	if len(h.cfg.Allow) == 0 {
		return true
	}
	at, _ := netip.ParseAddrPort(a.String()) // what is no address is in no network
	return at.Addr().IsLoopback() || slices.ContainsFunc(h.cfg.Allow, func(p netip.Prefix) bool {
		return p.Contains(at.Addr().Unmap())
	})
}

// faults writes what goes wrong in a session, and why it ended, to the host's log.
type faults struct{ log *log.Logger }

func (f faults) Printf(format string, v ...any) {
	if f.log != nil {
		f.log.Printf(format, v...)
	}
}

// authenticate asks for a code. The name of the user is a wish and no proof, so it is not
// looked at here.
func (h *Host) authenticate(ctx ssh.Context, ask gossh.KeyboardInteractiveChallenge) bool {
	l := lineOf(ctx)
	h.gate.reach(l, asked, budget.Of(budget.Prompts).For)
	greeting := "This is a Tocsin exercise. A card or your way back goes here too. "
	if l.wrong {
		greeting = "That is not a code of this exercise."
	}
	said, _ := ask("", greeting, []string{"Join code: "}, []bool{true})
	if len(said) != 1 { // nor is there an answer where asking failed
		return false
	}
	doors := h.doors(said[0])
	if len(doors) == 0 {
		h.gate.mistaken(l)
		h.regret(ctx, l.address)
		return false
	}
	if p := doors[0].pass; p.Kind != pass.Player {
		h.gate.proven(l)
	}
	h.gate.reach(l, naming, budget.Of(budget.Naming).For)
	// These go with the handshake that succeeds: nothing that was merely offered can be
	// in them.
	ctx.Permissions().Permissions.ExtraData = map[any]any{shown: doors}
	return true
}

// Serve lets people in through a listener until the host is closed.
func (h *Host) Serve(l net.Listener) error {
	if err := h.server.Serve(l); !errors.Is(err, ssh.ErrServerClosed) {
		return fmt.Errorf("the host has stopped: %w", err)
	}
	return nil
}

// Close lets nobody in any more and waits two seconds at most for those who are going. Close the room before:
// that ends everyone's session and gives them their terminal back.
func (h *Host) Close(ctx context.Context) error {
	h.gate.shut()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	_ = h.server.Shutdown(ctx) // those who do not go are cut off
	return h.server.Close()
}

// Fingerprint is how people can tell that they have reached this host: what ssh shows at
// the first connection.
func (h *Host) Fingerprint() string { return gossh.FingerprintSHA256(h.cfg.Key.PublicKey()) }
