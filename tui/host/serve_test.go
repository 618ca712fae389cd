package host_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/testsize"
	"tocsin/tui/ground"
	"tocsin/tui/host"
	"tocsin/tui/theme"
)

func TestJoinByScreen(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	s := h.terminal(h.login("desk", codes.Player), "xterm-256color", 100, 30)
	s.see("Your name:")
	s.press("Ada\r")
	s.see("Duty desk")
	s.see("Before STARTEX")
	h.do(h.facilitator(), &exercise.Start{})
	s.see("RUNNING")
	require.NoError(t, s.session.WindowChange(40, 120))
	s.vt.Resize(120, 40)
	s.see("Duty desk")
	s.press("q")
	s.see("Leave? Your seat is kept for you.")
	s.press("y")
	s.ended()
	assert.Contains(t, s.bytes(), "\x1b[?1049l", "the terminal was not given back")
}

// NO_COLOR takes colours away and leaves what is bold or reversed.
func TestNoColour(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	for value, coloured := range map[string]bool{"": true, "yes": false} {
		s := h.session(h.login("ada"+value, codes.Player), "xterm-256color", 100, 30, value)
		s.see("Your name")
		s.press("\r")
		s.see("free")
		assert.Equal(t, coloured, strings.Contains(s.bytes(), "38;5;"), "NO_COLOR=%q", value)
		assert.Equal(t, coloured, strings.Contains(s.bytes(), ground.Query), "a ground is of use with colours alone")
		assert.Contains(t, s.bytes(), "\x1b[1", "bold stays")
		s.press("qy")
		s.ended()
	}
}

func TestUserNameIsAName(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	s := h.terminal(h.login("ada", codes.Player), "xterm", 80, 24)
	s.see("Your name [ada]:")
	s.press("\r")
	s.see("ada")
}

// TestWallsAskNobodysName: a screen for the wall comes at once, and a second one too.
func TestWallsAskNobodysName(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	for _, name := range []string{"Wall, board", "Wall 2, board"} {
		s := h.terminal(h.login("board", codes.Player), "xterm-256color", 100, 30)
		s.see(name)
		assert.NotContains(t, s.bytes(), "Your name")
	}
	h.facilitator()
	s := h.terminal(h.login("board", codes.Facilitator), "xterm-256color", 100, 30)
	s.see("Your name") // the code decides, not the user name
}

func TestCodeDecidesAndNotTheUserName(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	for _, c := range []struct {
		user, code string
		kind       exercise.Kind
		role       string
	}{
		{"facilitator", codes.Player, exercise.KindPlayer, ""},
		{"root", codes.Player, exercise.KindPlayer, ""},
		{"desk", codes.Player, exercise.KindPlayer, "desk"},
		{"desk", codes.Facilitator, exercise.KindFacilitator, ""},
		{"evaluator", codes.Evaluator, exercise.KindEvaluator, ""},
		{"board", codes.Player, exercise.KindBoard, ""},
		{"observer", codes.Player, exercise.KindObserver, ""},
		{"board", codes.Facilitator, exercise.KindFacilitator, ""},
	} {
		p := h.program(h.login(c.user, c.code), "api 'Prog "+c.user+" "+c.code+"'")
		v := p.view()
		assert.Equal(t, c.kind, v.You.Kind, "%v", c)
		assert.Equal(t, c.role, v.You.Role, "%v", c)
	}
}

func TestNobodyGetsInWithoutACode(t *testing.T) {
	testsize.Long(t)
	h := start(t, nil)
	signer, err := host.HostKey(filepath.Join(t.TempDir(), "mine"))
	require.NoError(t, err)
	for name, auth := range map[string][]gossh.AuthMethod{
		"none":     nil,
		"password": {gossh.Password(codes.Player)},
		"key":      {gossh.PublicKeys(signer)},
	} {
		_, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: "desk", Auth: auth,
			HostKeyCallback: gossh.InsecureIgnoreHostKey()})
		assert.ErrorContains(t, err, "unable to authenticate", name)
	}
	for _, code := range []string{"", "wrong", "K7QM-2XVB"} {
		_, err := h.dial("desk", code)
		assert.ErrorContains(t, err, "unable to authenticate", code)
	}
}

// Keys that an agent offers make no difference, whoever's they are.
func TestOfferedKeysCountForNothing(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	var keys []gossh.Signer
	for i := range 20 {
		k, err := host.HostKey(filepath.Join(t.TempDir(), fmt.Sprint(i)))
		require.NoError(t, err)
		keys = append(keys, k)
	}
	c, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: "facilitator",
		HostKeyCallback: gossh.FixedHostKey(h.key), Auth: []gossh.AuthMethod{
			gossh.PublicKeys(keys...),
			gossh.KeyboardInteractive(func(_, _ string, q []string, _ []bool) ([]string, error) {
				return []string{codes.Player}[:len(q)], nil
			})}})
	require.NoError(t, err)
	defer c.Close()
	assert.Equal(t, exercise.KindPlayer, h.program(c, "api Eve").view().You.Kind)
}

func TestOnlyWhatASeatNeeds(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	for _, command := range []string{"ls", "sh -c id", "scp -t /tmp", "scp -f /etc/passwd", "git-upload-pack '/x'",
		"rsync --server .", "apix", "xapi a", "api;id", "", "sftp-server"} {
		s, err := h.login("desk", codes.Player).NewSession()
		require.NoError(t, err)
		assert.ErrorContains(t, s.Start(command), "ssh: command", command)
	}
	c := h.login("desk", codes.Player)
	s, err := c.NewSession()
	require.NoError(t, err)
	for _, sub := range []string{"sftp", "netconf", "x"} {
		assert.Error(t, s.RequestSubsystem(sub), sub)
	}
	for _, env := range []string{"LD_PRELOAD", "PATH", "LANG", "TERM"} {
		assert.Error(t, s.Setenv(env, "x"), env)
	}
	assert.NoError(t, s.Setenv("NO_COLOR", "1"))
	for _, request := range []string{"auth-agent-req@openssh.com", "x11-req", "tun@openssh.com", "unheard-of"} {
		ok, err := s.SendRequest(request, true, nil)
		require.NoError(t, err)
		assert.False(t, ok, request)
	}
	_, err = c.Dial("tcp", h.addr)
	assert.Error(t, err, "forwarded a connection")
	_, err = c.Listen("tcp", "127.0.0.1:0")
	assert.Error(t, err, "forwarded a port")
	_, err = c.ListenUnix(filepath.Join(t.TempDir(), "s"))
	assert.Error(t, err, "forwarded a socket")
	for _, kind := range []string{"direct-streamlocal@openssh.com", "tun@openssh.com", "x11",
		"auth-agent@openssh.com"} {
		_, _, err = c.OpenChannel(kind, nil)
		assert.Error(t, err, kind)
	}
}

func TestOneSessionInAConnection(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	c := h.login("desk", codes.Player)
	var first *gossh.Session
	accepted := 0
	for range 1000 {
		if s, err := c.NewSession(); err == nil {
			accepted, first = accepted+1, s
		}
	}
	require.Equal(t, 1, accepted)
	require.NoError(t, first.Close())
	require.Eventually(t, func() bool { s, err := c.NewSession(); return err == nil && s.Close() == nil },
		5*time.Second, 10*time.Millisecond, "its place is free when it has ended")
}

func TestFloodOfRequestsEndsTheSession(t *testing.T) {
	testsize.Long(t)
	h := start(t, nil)
	s, err := h.login("desk", codes.Player).NewSession()
	require.NoError(t, err)
	big := strings.Repeat("x", 30_000)
	for range 10_000 {
		if err = s.Setenv("X", big); err != nil && strings.Contains(err.Error(), "EOF") {
			break
		}
	}
	assert.ErrorContains(t, err, "EOF")
}

func TestWindowBombs(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	other := h.terminal(h.login("hospitals", codes.Player), "xterm", 80, 24)
	other.see("Your name:")
	other.press("Bea\r")
	other.see("Hospital group")
	sizes := []uint32{0, 1, 79, 65535, 1<<31 - 1, 1<<32 - 1}
	for _, w := range sizes {
		for _, hh := range sizes {
			s, err := h.login("desk", codes.Player).NewSession()
			require.NoError(t, err)
			payload := struct {
				Term         string
				W, H, PW, PH uint32
				Modes        string
			}{"xterm-256color", w, hh, w, hh, "\x00"}
			ok, err := s.SendRequest("pty-req", true, gossh.Marshal(&payload))
			require.NoError(t, err)
			require.True(t, ok)
			in, _ := s.StdinPipe()
			require.NoError(t, s.Shell())
			_, _ = io.WriteString(in, "Ada\ry")
			for range 50 {
				_, err := s.SendRequest("window-change", false,
					gossh.Marshal(&struct{ W, H, PW, PH uint32 }{hh, w, 0, 0}))
				require.NoError(t, err)
			}
			require.NoError(t, s.Close())
		}
	}
	other.press("?")
	other.see("Keys")
}

func TestPlainWithoutATerminal(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	s, err := h.login("desk", codes.Player).NewSession()
	require.NoError(t, err)
	s.Stdin = strings.NewReader("Ada\nbrief\nhelp\n")
	out, err := shell(s)
	require.NoError(t, err)
	assert.Contains(t, out, "You are Duty desk (Ada).")
	assert.Contains(t, out, "You are on call tonight")
	assert.NotContains(t, out, "\x1b")
}

// shell is what a session says that has no terminal.
func shell(s *gossh.Session) (string, error) {
	var out strings.Builder
	s.Stdout = &out
	if err := s.Shell(); err != nil {
		return "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Wait() }()
	select {
	case err := <-ended:
		return out.String(), err
	case <-time.After(10 * time.Second):
		return "", errors.New("the session has not ended")
	}
}

// TestATerminalWithoutAName has a dialogue of lines, as one has whose name no terminal can have.
func TestATerminalWithoutAName(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	for seat, name := range map[string]string{"desk": "", "agency": "x\x1b[2J"} {
		s := h.terminal(h.login(seat, codes.Player), name, 80, 24)
		s.see("Your name:")
		s.press("At " + seat + "\rquit\r")
		s.ended()
		assert.Contains(t, s.bytes(), "(At "+seat+").")
		assert.NotContains(t, s.bytes(), "\x1b")
	}
}

func TestDumbTerminal(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	s := h.terminal(h.login("desk", codes.Player), "dumb", 80, 24)
	s.see("Your name:")
	s.press("Adx\x7fa\r")
	s.see("You are Duty desk (Ada).")
	s.press("time\r")
	s.see("The exercise ends")
	s.press("quit\r")
	s.ended()
	assert.NotContains(t, s.bytes(), "\x1b")
}

func TestRoomEndsGiveTerminalsBack(t *testing.T) {
	testsize.Long(t)
	h := start(t, nil)
	var all []*terminal
	for i := range 8 {
		s := h.terminal(h.login(fmt.Sprintf("p%d", i), codes.Player), "xterm-256color", 80, 24)
		s.see("Your name")
		s.press("\r")
		s.see("seat")
		all = append(all, s)
	}
	began := time.Now()
	require.NoError(t, h.room.Close("The facilitator has closed the exercise"))
	require.NoError(t, h.host.Close(context.Background()))
	assert.Less(t, time.Since(began), 5*time.Second)
	for _, s := range all {
		s.ended()
		assert.Contains(t, s.bytes(), "\x1b[?1049l", "the terminal was not given back")
		assert.Contains(t, s.bytes(), "The facilitator has closed the exercise")
	}
	_, err := h.dial("desk", codes.Player)
	assert.Error(t, err, "somebody got in after the end")
}

// broken is a screen with a fault in one place.
type broken struct {
	tea.Model
	in     string // Update, View, a command, or one of several
	struck bool
}

func (b broken) fails(in string) {
	if b.in == in {
		panic("a fault in " + in)
	}
}

func (b broken) Init() tea.Cmd { b.fails("Init"); return b.Model.Init() }

func (b broken) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := m.(tea.KeyMsg); ok && k.String() == "x" {
		b.fails("Update")
		b.struck = true
		fault := func() tea.Msg { panic("a fault in " + b.in) }
		switch b.in {
		case "a command":
			return b, fault
		case "one of several":
			return b, tea.Sequence(nil, tea.Batch(func() tea.Msg { return nil }, nil, fault))
		}
	}
	var cmd tea.Cmd
	b.Model, cmd = b.Model.Update(m)
	return b, cmd
}

func (b broken) View() string {
	if b.struck {
		b.fails("View")
	}
	return b.Model.View()
}

// TestFaultsStayInTheirSession: who has a screen with a fault is told and gets the terminal back, the
// host's log has the fault, and others go on.
func TestFaultsStayInTheirSession(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"Update", "View", "a command", "one of several"} {
		t.Run(in, func(t *testing.T) {
			var faults shownTo
			h := start(t, func(c *host.Config) {
				inner := c.Screen
				c.Log = log.New(&faults, "", 0)
				c.Screen = func(s *room.Seat) tea.Model {
					if s.Name() == "bea" {
						return inner(s)
					}
					return broken{Model: inner(s), in: in}
				}
			})
			bea := h.terminal(h.login("bea", codes.Player), "xterm-256color", 80, 24)
			bea.see("Your name")
			bea.press("\r")
			bea.see("seat")
			keys, typed := io.Pipe()
			defer typed.Close()
			ada := h.attached(t, h.line(codes.Player), host.Terminal{In: keys, Term: "xterm-256color",
				Size: func() (int, int) { return 80, 24 }})
			_, err := io.WriteString(typed, "Ada\r")
			require.NoError(t, err)
			ada.see("seat")
			_, _ = io.WriteString(typed, "x")
			err = ada.end()
			assert.Equal(t, 1, new(exits).of(err), "%v", err)
			assert.Contains(t, ada.out.String(), "\x1b[?1049l", "the terminal was not given back")
			assert.Contains(t, ada.out.String(), "something went wrong in your screen; connect again: your seat is kept")
			assert.Contains(t, faults.String(), "a screen failed: a fault in "+in)
			bea.press("?")
			bea.see("Keys")
		})
	}
}

// exits reads with what a session has ended.
type exits struct{ *gossh.ExitError }

func (e *exits) of(err error) int {
	if errors.As(err, &e.ExitError) {
		return e.ExitStatus()
	}
	return 0
}

// TestASeatThatComesLaterIsANameToo: at the door its id is as any word that is no seat, until it is at the table.
func TestASeatThatComesLaterIsANameToo(t *testing.T) {
	t.Parallel()
	h := startOf(t, "title = \"Later\"\nlength = \"1d\"\n[role.desk]\n[role.police]\njoins = {at=\"6h\"}\n",
		func(c *host.Config) { c.Roles = []string{"desk", "police"} })
	for _, user := range []string{"police", "ada"} {
		s := h.terminal(h.login(user, codes.Player), "xterm", 80, 24)
		s.see("Your name [" + user + "]:")
		s.press("\r")
		s.see("Choose a seat that is free")
	}
	s := h.terminal(h.login("desk", codes.Player), "xterm", 80, 24)
	s.see("Your name: ")
}

// grounded is a screen that says on what ground it is drawn.
type grounded struct{ on string }

func (g grounded) Init() tea.Cmd { return nil }
func (g grounded) View() string  { return "drawn on " + g.on }
func (g grounded) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	if on, ok := m.(theme.Ground); ok {
		return grounded{fmt.Sprint("a ground that is light: ", on.Light)}, nil
	}
	return g, nil
}

// TestAScreenLearnsItsGround by asking the terminal.
func TestAScreenLearnsItsGround(t *testing.T) {
	t.Parallel()
	h := start(t, func(c *host.Config) { c.Screen = func(*room.Seat) tea.Model { return grounded{"any ground"} } })
	s := h.terminal(h.login("desk", codes.Player), "xterm-256color", 80, 24)
	s.see("Your name:")
	s.press("Ada\r")
	s.see("drawn on any ground")
	s.press("\x1b]11;rgb:ffff/ffff/ffff\x1b\\")
	s.see("drawn on a ground that is light: true")
}
