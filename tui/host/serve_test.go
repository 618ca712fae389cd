package host_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tocsin/sim/testsize"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/scenarios"
	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/speech"
	"tocsin/tui"
	"tocsin/tui/host"
)

var codes = pass.Codes{Player: "K7QM-2XVA", Facilitator: "9R1T-6HW3", Evaluator: "0V8C-XJ5N"}

// hosting is an exercise that is hosted for a test.
type hosting struct {
	t    testing.TB
	room *room.Room
	host *host.Host
	addr string
	key  gossh.PublicKey
}

// start hosts the practice scenario.
func start(t testing.TB, change func(*host.Config)) *hosting {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	return startOf(t, string(src), change)
}

func startOf(t testing.TB, src string, change func(*host.Config)) *hosting {
	return recordedOf(t, src, "", change)
}

// recordedOf is startOf with a record at a path.
func recordedOf(t testing.TB, src, path string, change func(*host.Config)) *hosting {
	r, err := room.Open(record.Header{Name: "practice", Scenario: src, Seed: 1},
		room.Config{Path: path, Open: true, Door: &codes, Every: 20 * time.Millisecond})
	require.NoError(t, err)
	key, err := host.HostKey(filepath.Join(t.TempDir(), "key"))
	require.NoError(t, err)
	cfg := host.Config{Key: key, Roles: []string{"desk", "hospitals", "agency"},
		Screen: func(s *room.Seat) tea.Model { return tui.New(s, tui.Options{}) }}
	if change != nil {
		change(&cfg)
	}
	h, err := host.New(r, cfg)
	require.NoError(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- h.Serve(l) }()
	t.Cleanup(func() {
		assert.NoError(t, r.Close("The test is over"))
		_ = h.Close(context.Background())
		assert.NoError(t, <-served)
	})
	return &hosting{t, r, h, l.Addr().String(), key.PublicKey()}
}

// dial logs in as OpenSSH would.
func (h *hosting) dial(user, code string) (*gossh.Client, error) {
	return gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: user, HostKeyCallback: gossh.FixedHostKey(h.key),
		Timeout: 20 * time.Second,
		Auth: []gossh.AuthMethod{gossh.RetryableAuthMethod(gossh.KeyboardInteractive(func(_, _ string,
			questions []string, echos []bool) ([]string, error) {
			if len(questions) == 0 {
				return nil, nil
			}
			return []string{code}, nil
		}), 1)}})
}

func (h *hosting) login(user, code string) *gossh.Client {
	c, err := h.dial(user, code)
	require.NoError(h.t, err)
	h.t.Cleanup(func() { _ = c.Close() })
	return c
}

func (h *hosting) facilitator() *room.Seat {
	s, err := h.room.Join(context.Background(), "Fay", exercise.KindFacilitator, "")
	require.NoError(h.t, err)
	return s
}

func (h *hosting) do(s *room.Seat, act any) {
	a, err := s.Act(context.Background(), act)
	require.NoError(h.t, err)
	require.True(h.t, a.OK, a.Why)
}

// terminal is a session in a terminal, as it looks.
type terminal struct {
	t       testing.TB
	session *gossh.Session
	in      io.WriteCloser
	vt      vt10x.Terminal
	mu      sync.Mutex
	raw     []byte
	closed  chan struct{}
}

func (h *hosting) terminal(c *gossh.Client, term string, w, height int) *terminal {
	return h.session(c, term, w, height, "")
}

func (h *hosting) session(c *gossh.Client, term string, w, height int, noColour string) *terminal {
	s, err := c.NewSession()
	require.NoError(h.t, err)
	if noColour != "" {
		require.NoError(h.t, s.Setenv("NO_COLOR", noColour))
	}
	require.NoError(h.t, s.RequestPty(term, height, w, gossh.TerminalModes{}))
	in, err := s.StdinPipe()
	require.NoError(h.t, err)
	out, err := s.StdoutPipe()
	require.NoError(h.t, err)
	require.NoError(h.t, s.Shell())
	t := &terminal{t: h.t, session: s, in: in, vt: vt10x.New(vt10x.WithSize(w, height)), closed: make(chan struct{})}
	go func() {
		defer close(t.closed)
		b := make([]byte, 32<<10)
		for {
			n, err := out.Read(b)
			t.mu.Lock()
			t.raw = append(t.raw, b[:n]...)
			t.mu.Unlock()
			_, _ = t.vt.Write(b[:n])
			if err != nil {
				return
			}
		}
	}()
	return t
}

// see waits until the screen shows a text.
func (t *terminal) see(text string) {
	t.t.Helper()
	if !assert.Eventually(t.t, func() bool { return strings.Contains(t.vt.String(), text) }, 10*time.Second,
		5*time.Millisecond) {
		t.t.Fatalf("no %q on the screen:\n%s", text, t.vt.String())
	}
}

func (t *terminal) press(keys string) {
	_, err := io.WriteString(t.in, keys)
	require.NoError(t.t, err)
}

func (t *terminal) bytes() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.raw)
}

func (t *terminal) ended() {
	t.t.Helper()
	select {
	case <-t.closed:
	case <-time.After(10 * time.Second):
		t.t.Fatal("the session has not ended")
	}
}

func TestJoinByScreen(t *testing.T) {
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
	h := start(t, nil)
	for value, coloured := range map[string]bool{"": true, "yes": false} {
		s := h.session(h.login("ada"+value, codes.Player), "xterm-256color", 100, 30, value)
		s.see("Your name")
		s.press("\r")
		s.see("free")
		assert.Equal(t, coloured, strings.Contains(s.bytes(), "38;5;"), "NO_COLOR=%q", value)
		assert.Contains(t, s.bytes(), "\x1b[1", "bold stays")
		s.press("qy")
		s.ended()
	}
}

func TestUserNameIsAName(t *testing.T) {
	h := start(t, nil)
	s := h.terminal(h.login("ada", codes.Player), "xterm", 80, 24)
	s.see("Your name [ada]:")
	s.press("\r")
	s.see("ada")
}

// TestWallsAskNobodysName: a screen for the wall comes at once, and a second one too.
func TestWallsAskNobodysName(t *testing.T) {
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
	err := s.Wait()
	return out.String(), err
}

func TestDumbTerminal(t *testing.T) {
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

// program is a session that speaks JSON.
type program struct {
	t     testing.TB
	in    io.WriteCloser
	lines chan message
}

type message struct {
	Type    string          `json:"type"`
	ID      json.RawMessage `json:"id"`
	View    exercise.View   `json:"-"`
	Raw     json.RawMessage `json:"view"`
	Rev     int             `json:"rev"`
	From    int             `json:"from"`
	Changes json.RawMessage `json:"changes"`
	OK      bool            `json:"ok"`
	Why     string          `json:"why"`
	Items   []exercise.Item `json:"items"`
	Tools   []speech.Tool   `json:"tools"`
	End     string          `json:"end"`
	Wait    string          `json:"wait"`
	Uses    []budget.Account
	Cut     int
}

func (h *hosting) program(c *gossh.Client, command string) *program {
	s, err := c.NewSession()
	require.NoError(h.t, err)
	in, err := s.StdinPipe()
	require.NoError(h.t, err)
	out, err := s.StdoutPipe()
	require.NoError(h.t, err)
	require.NoError(h.t, s.Start(command))
	p := &program{h.t, in, make(chan message, 1000)}
	go func() {
		defer close(p.lines)
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			var m message
			if assert.NoError(h.t, json.Unmarshal(lines.Bytes(), &m), lines.Text()) {
				if len(m.Raw) > 0 {
					assert.NoError(h.t, json.Unmarshal(m.Raw, &m.View))
				}
				p.lines <- m
			}
		}
	}()
	return p
}

// next is the next message of a type.
func (p *program) next(kind string) message {
	p.t.Helper()
	for {
		select {
		case m, ok := <-p.lines:
			require.True(p.t, ok, "nothing more came, and no %s", kind)
			if m.Type == kind {
				return m
			}
		case <-time.After(10 * time.Second):
			p.t.Fatalf("no %s came", kind)
		}
	}
}

func (p *program) view() exercise.View { p.t.Helper(); return p.next("view").View }

// until waits for a view that something is true of.
func (p *program) until(is func(exercise.View) bool) exercise.View {
	p.t.Helper()
	for {
		if v := p.view(); is(v) {
			return v
		}
	}
}

func (p *program) ask(line string) message {
	p.t.Helper()
	_, err := io.WriteString(p.in, line+"\n")
	require.NoError(p.t, err)
	return p.next("answer")
}

func TestSeatForAProgram(t *testing.T) {
	h := start(t, nil)
	f := h.facilitator()
	p := h.program(h.login("desk", codes.Player), "api")
	v := p.view()
	assert.Equal(t, "desk", v.You.Role)
	assert.Equal(t, "desk (program)", v.You.Name)
	assert.Equal(t, "before STARTEX", v.Clock.Phase)

	early := p.ask(`{"id":"one","verb":"say","args":{"say":"hello","to":["agency"]}}`)
	assert.JSONEq(t, `"one"`, string(early.ID))
	assert.False(t, early.OK)
	assert.Contains(t, early.Why, "has not begun")

	h.do(f, &exercise.Start{Paused: true})
	p.until(func(v exercise.View) bool { return v.Clock.Phase == "paused" })
	assert.True(t, p.ask(`{"id":2,"verb":"say","args":{"say":"hello","to":["agency"]},"reason":"to try"}`).OK)
	assert.True(t, p.ask(`{"id":{"any":[3]},"verb":"read","args":{"n":1}}`).OK)
	for _, bad := range []string{`not json`, `{"verb":"fly"}`, `{"verb":"say","args":{"say":"x","to":["nobody"]}}`,
		`{"verb":"say","argz":{}}`, `[]`,
		`{"verb":"pause"}`, `{"verb":"release","args":{"release":"welcome"}}`,
		`{"seat":"agency","verb":"say","args":{"say":"x","to":["desk"]}}`,
		`{"seat":"facilitator","verb":"end","args":{"end":true}}`, `{"verb":"tick"}`,
		`{"verb":"join","args":{"kind":"facilitator"}}`, `{"verb":"before","args":3}`} {
		m := p.ask(bad)
		assert.False(t, m.OK, bad)
		assert.NotEmpty(t, m.Why, bad)
	}
	h.do(f, &exercise.Jump{By: "30m"})
	v = p.until(func(v exercise.View) bool { return v.Player != nil && len(v.Player.Facts) > 0 })
	assert.Equal(t, "cancellations", v.Player.Facts[0].ID)
	items := p.ask(`{"id":5,"verb":"before","args":{"n":3}}`)
	require.Len(t, items.Items, 2)
	assert.Equal(t, 1, items.Items[0].N)

	require.NoError(t, p.in.Close()) // a last view, and the end
	last := exercise.View{}
	for m := range p.lines {
		last = m.View
	}
	assert.Equal(t, "desk", last.You.Role)
}

// A facilitator's program sees who uses what, and cuts an address off; nobody else's does.
func TestAProgramKeepsAccounts(t *testing.T) {
	h := start(t, nil)
	lurker := h.program(h.login("x", codes.Player), "api Lurker")
	lurker.view()
	desk := h.program(h.login("desk", codes.Player), "api Ada")
	desk.view()
	f := h.program(h.login("x", codes.Facilitator), "api Fay")
	f.view()
	assert.True(t, lurker.ask(`{"verb":"whisper","args":{"text":"hello"}}`).OK)
	for _, verb := range []string{`uses`, `cut","args":{"address":"127.0.0.1"},"reason":"`} {
		m := desk.ask(`{"verb":"` + verb + `"}`)
		assert.False(t, m.OK)
		assert.Contains(t, m.Why, "only the facilitator")
	}
	m := f.ask(`{"id":1,"verb":"uses"}`)
	require.True(t, m.OK, m.Why)
	by := map[string]budget.Account{}
	for _, a := range m.Uses {
		by[a.Whose] = a
	}
	assert.True(t, by["127.0.0.1"].Address)
	assert.Contains(t, by["Lurker"].What, "1 acts without a seat")
	assert.False(t, f.ask(`{"verb":"cut","args":{}}`).OK)
	m = f.ask(`{"verb":"cut","args":{"address":"127.0.0.1"}}`)
	assert.True(t, m.OK, m.Why)
	assert.Equal(t, 1, m.Cut, "who has no seat")
	assert.Contains(t, lurker.next("end").End, "cut off")
	assert.True(t, desk.ask(`{"verb":"whisper","args":{"text":"still here"}}`).OK)
	_, err := h.dial("x", codes.Player)
	assert.Error(t, err, "nobody new comes in from there")
}

// TestToolsForAProgram: help gives each kind of people what it may say, and what a language
// model calls a tool with can be sent as it is.
func TestToolsForAProgram(t *testing.T) {
	h := start(t, nil)
	f := h.facilitator()
	h.do(f, &exercise.Start{Paused: true})
	for _, who := range []struct {
		user, code, has, lacks string
	}{{"desk", codes.Player, "share", "release"}, {"gus", codes.Facilitator, "release", "share"},
		{"eva", codes.Evaluator, "observe", "release"}} {
		p := h.program(h.login(who.user, who.code), "api "+who.user)
		m := p.ask(`{"id":1,"verb":"help"}`)
		require.True(t, m.OK, m.Why)
		names := map[string]bool{}
		for _, tool := range m.Tools {
			assert.Equal(t, "function", tool.Type)
			names[tool.Function.Name] = true
		}
		assert.True(t, names[who.has], "%s has %s", who.user, who.has)
		assert.False(t, names[who.lacks], "%s lacks %s", who.user, who.lacks)
		if who.user == "desk" {
			said := p.ask(`{"id":2,"verb":"say","args":{"say":"hello","to":["agency"],"reason":"They wait."}}`)
			assert.True(t, said.OK, said.Why)
		}
	}
}

// TestAProgramsNameHasSpaces: ssh hands over the words of a name without their quotes.
func TestAProgramsNameHasSpaces(t *testing.T) {
	h := start(t, nil)
	h.facilitator()
	p := h.program(h.login("desk", codes.Player), "api Grace  Hopper")
	assert.Equal(t, "Grace Hopper", p.view().You.Name)
}

// TestALineIsOneRequest: what stands behind a request is not dropped in silence.
func TestALineIsOneRequest(t *testing.T) {
	h := start(t, nil)
	h.facilitator()
	p := h.program(h.login("desk", codes.Player), "api Ada")
	for _, behind := range []string{` {"id":2,"verb":"whisper","args":{"text":"two"}}`, " rubbish", " }"} {
		m := p.ask(`{"id":1,"verb":"whisper","args":{"text":"one"}}` + behind)
		assert.False(t, m.OK, behind)
		assert.Contains(t, m.Why, "a line is one request")
	}
	assert.True(t, p.ask(`{"id":3,"verb":"whisper","args":{"text":"three"}} `).OK)
}

func TestOneShotProgram(t *testing.T) {
	h := start(t, nil)
	s, err := h.login("desk", codes.Player).NewSession()
	require.NoError(t, err)
	s.Stdin = strings.NewReader(`{"id":1,"verb":"whisper","args":{"text":"hello"}}`)
	out, err := s.Output("api Ada")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	require.GreaterOrEqual(t, len(lines), 3)
	assert.Contains(t, lines[0], `"type":"view"`)
	assert.Contains(t, string(out), `{"type":"answer","id":1,"ok":true}`)
	assert.Contains(t, lines[len(lines)-1], `"type":"view"`)
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

// broken is a screen with a fault in it.
type broken struct{ tea.Model }

func (b broken) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := m.(tea.KeyMsg); ok && k.String() == "x" {
		panic("a fault")
	}
	inner, cmd := b.Model.Update(m)
	return broken{inner}, cmd
}

func TestFaultsStayInTheirSession(t *testing.T) {
	h := start(t, func(c *host.Config) {
		inner := c.Screen
		c.Screen = func(s *room.Seat) tea.Model { return broken{inner(s)} }
	})
	ada := h.terminal(h.login("ada", codes.Player), "xterm-256color", 80, 24)
	ada.see("Your name")
	ada.press("\r")
	ada.see("seat")
	bea := h.terminal(h.login("bea", codes.Player), "xterm-256color", 80, 24)
	bea.see("Your name")
	bea.press("\r")
	bea.see("seat")
	ada.press("x")
	ada.ended()
	assert.Contains(t, ada.bytes(), "\x1b[?1049l")
	bea.press("?")
	bea.see("Keys")
}

// TestASeatThatComesLaterIsANameToo: at the door its id is as any word that is no seat, until it is at the table.
func TestASeatThatComesLaterIsANameToo(t *testing.T) {
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
