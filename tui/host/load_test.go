package host_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"
)

// TestLoad is 100 players, a facilitator, a wall and two evaluators at the real program for as long as
// TOCSIN_LOAD says (10m for the promise of the README), each with a command every ten
// seconds, among clients that are hostile. It is no part of the short run:
//
//	TOCSIN_LOAD=10m go test -run 'TestLoad$' -v -timeout 20m ./tui/host
func TestLoad(t *testing.T) {
	for_, err := time.ParseDuration(os.Getenv("TOCSIN_LOAD"))
	if err != nil {
		t.Skip("set TOCSIN_LOAD to a duration, such as 10m")
	}
	players := 100
	if n, err := strconv.Atoi(os.Getenv("TOCSIN_LOAD_PLAYERS")); err == nil {
		players = n
	}
	s := manySeats(t, players)
	facilitator := s.program("facilitator", codes.Facilitator)
	one := s.player(0)
	before := s.memory()
	all := []*loaded{one}
	for from := 1; from < players; from += 8 { // eight come in at a time
		var wg sync.WaitGroup
		group := make([]*loaded, min(8, players-from))
		for i := range group {
			wg.Go(func() { group[i] = s.player(from + i) })
		}
		wg.Wait()
		all = append(all, group...)
	}
	var watching []*loaded
	if os.Getenv("TOCSIN_LOAD_WATCHERS") != "none" {
		watching = s.watchers()
	}
	facilitator.do(`{"verb":"start"}`)
	time.Sleep(2 * time.Second)
	sent := make([]int64, len(watching))
	for i, p := range watching {
		sent[i] = p.bytes.Load()
	}
	t.Logf("memory: %d KiB with one player, %d KiB with %d: %d KiB for each further session", before, s.memory(),
		players, (s.memory()-before)/max(1, players-1))

	ctx, stop := context.WithTimeout(context.Background(), for_)
	defer stop()
	var wg sync.WaitGroup
	for i, p := range all {
		wg.Go(func() { p.play(ctx, time.Duration(i)*10*time.Second/time.Duration(players)) })
	}
	wg.Go(func() { s.mischief(ctx) })
	wg.Wait()

	var times, acts []time.Duration
	commands, dropped := 0, 0
	for _, p := range all {
		times, acts = append(times, p.times...), append(acts, p.acts...)
		commands += p.commands
		if p.gone.Load() {
			dropped++
		}
	}
	require.NotEmpty(t, times)
	t.Logf("%d players, %s, %d keys, %d commands, %d dropped", players, for_, len(times), commands, dropped)
	t.Logf("key to frame:     %s", spread(times))
	if len(acts) > 0 {
		t.Logf("command to frame: %s", spread(acts))
	}
	for i, p := range watching {
		n := p.bytes.Load() - sent[i]
		t.Logf("watcher %d: %.1f KiB a second", i, float64(n)/1024/for_.Seconds())
		assert.False(t, p.gone.Load(), "watcher %d is still there", i)
		assert.Positive(t, n, "and its screen goes on")
	}
	t.Logf("memory at the end: %d KiB; processor: %s", s.memory(), s.processor())
	assert.Zero(t, dropped)
	assert.Less(t, (s.memory()-before)/max(1, players-1), 1024, "KiB for each further session")
}

// spread says how long things took, by quantiles.
func spread(times []time.Duration) string {
	slices.Sort(times)
	q := func(p float64) time.Duration {
		return times[int(p*float64(len(times)-1))].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("p50 %s, p95 %s, p99 %s, max %s", q(.5), q(.95), q(.99), q(1))
}

// underLoad is the program as it is shipped.
type underLoad struct {
	t       *testing.T
	players int
	dir     string
	binary  string
	addr    string
	cmd     *exec.Cmd
}

// manySeats hosts a scenario with so many seats.
func manySeats(t *testing.T, players int) *underLoad {
	var b strings.Builder
	b.WriteString("title = \"Load\"\nlength = \"30d\"\nminute = \"10m\"\n[gauge.harm]\nstart = 1\ngrow = " +
		"{rate=2}\nsees = \"all\"\noutcome = true\n")
	for i := range players {
		fmt.Fprintf(&b,
			"[role.seat%d]\ntitle = \"Organisation %d\"\nbrief = \"You are one of many.\"\nat_once = 2\n", i, i)
	}
	b.WriteString("[fact.first]\ntext = \"Something has happened.\"\nknown = {seat0={at=\"10m\"}}\nneeded_by = " +
		"\"all\"\n")
	b.WriteString("[action.look]\ntitle = \"Look into it\"\nby = \"all\"\ntakes = \"20m\"\n")
	b.WriteString("[inject.bulletin]\nevery = \"10m\"\nfrom = \"Wire service\"\nmedia = \"news\"\ntext = \"A " +
		"bulletin with a few words in it, for everybody to read.\"\n")
	scenario := filepath.Join(t.TempDir(), "load.toml")
	require.NoError(t, os.WriteFile(scenario, []byte(b.String()), 0o600))
	return hostUnderLoad(t, players, scenario)
}

// hostUnderLoad builds the program and has it host.
func hostUnderLoad(t *testing.T, players int, scenario string, flags ...string) *underLoad {
	dir := t.TempDir()
	program := filepath.Join(dir, "tocsin")
	out, err := exec.Command("go", "build", "-o", program, "tocsin/cmd/tocsin").CombinedOutput()
	require.NoError(t, err, string(out))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := l.Addr().String()
	_, port, _ := net.SplitHostPort(addr)
	require.NoError(t, l.Close())
	cmd := exec.Command(program, append([]string{"host", scenario, "--console=false", "--open", "--port", port,
		"--key", filepath.Join(dir, "key"), "--record", filepath.Join(dir, "load.jsonl"), "--code", codes.Player,
		"--facilitator-code", codes.Facilitator, "--evaluator-code", codes.Evaluator}, flags...)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		ended := time.Now()
		over := make(chan error, 1)
		go func() { over <- cmd.Wait() }()
		for again := true; again; { // with people in the exercise it takes two
			_ = cmd.Process.Signal(os.Interrupt)
			select {
			case err := <-over:
				assert.NoError(t, err)
				again = false
			case <-time.After(time.Second):
			}
		}
		t.Logf("ended in %s", time.Since(ended).Round(time.Millisecond))
		if t.Failed() {
			t.Log(said.String())
		}
	})
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	}, 20*time.Second, 20*time.Millisecond)
	return &underLoad{t, players, dir, program, addr, cmd}
}

// memory is the program's resident set in KiB.
func (s *underLoad) memory() int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0 // only Linux says
	}
	m := regexp.MustCompile(`VmRSS:\s+(\d+)`).FindSubmatch(b)
	n, _ := strconv.Atoi(string(m[1]))
	return n
}

func (s *underLoad) processor() string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return "unknown"
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return (time.Duration(user+system) * 10 * time.Millisecond).String()
}

func (s *underLoad) dial(user, code string) *gossh.Client {
	c, err := gossh.Dial("tcp", s.addr, &gossh.ClientConfig{User: user,
		HostKeyCallback: gossh.InsecureIgnoreHostKey(), Timeout: time.Minute, Auth: []gossh.AuthMethod{
			gossh.KeyboardInteractive(func(_, _ string, q []string, _ []bool) ([]string,
				error) {
				return []string{code}[:len(q)], nil
			})}})
	require.NoError(s.t, err)
	return c
}

// commander is the facilitator, as a program.
type commander struct {
	t       *testing.T
	in      io.Writer
	answers chan string
}

func (s *underLoad) program(user, code string) *commander {
	session, err := s.dial(user, code).NewSession()
	require.NoError(s.t, err)
	in, _ := session.StdinPipe()
	out, _ := session.StdoutPipe()
	require.NoError(s.t, session.Start("api"))
	c := &commander{s.t, in, make(chan string, 100)}
	go func() {
		defer close(c.answers)
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 64<<20)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), `{"type":"answer"`) {
				c.answers <- lines.Text()
			}
		}
	}()
	return c
}

func (c *commander) do(line string) {
	require.Contains(c.t, c.say(line), `"ok":true`, line)
}

// say asks for something, and gives the answer.
func (c *commander) say(line string) string {
	_, err := io.WriteString(c.in, line+"\n")
	assert.NoError(c.t, err)
	return <-c.answers
}

// loaded is a player at a screen, as a program.
type loaded struct {
	t        *testing.T
	to       string // the seat that it writes to
	in       io.Writer
	seen     chan string // what a wait is for, when it was seen
	mu       sync.Mutex
	want     string
	tail     []byte
	times    []time.Duration // key to frame
	acts     []time.Duration // command to frame: it is on the disk, and has been answered, in between
	commands int
	bytes    atomic.Int64 // that its screen was sent
	gone     atomic.Bool
}

func (s *underLoad) player(i int) *loaded {
	return s.screen(fmt.Sprintf("seat%d", i), fmt.Sprintf("Player %d", i), "Organisation",
		fmt.Sprintf("seat%d", (i+1)%s.players))
}

// screen is somebody who comes in by a user name, and sees something when they have their seat.
func (s *underLoad) screen(user, name, sees, to string) *loaded {
	p := s.window(user, codes.Player, to, 120, 36)
	p.key("", "Your name", 20*time.Second)
	p.key(name+"\r", sees, 20*time.Second)
	return p
}

// watchers are those who only look on: the wall of a room on a large screen, and two evaluators at the
// page with most on it.
func (s *underLoad) watchers() []*loaded {
	wall := s.window("board", codes.Player, "", 240, 67)
	wall.key("", "The exercise has not begun", 20*time.Second)
	all := []*loaded{wall}
	for i := range 2 {
		p := s.window("evaluator", codes.Evaluator, "", 200, 60)
		p.key("", "Your name", 20*time.Second)
		p.key(fmt.Sprintf("Evaluator %d\r", i), "Everything that has happened", 20*time.Second)
		p.key("9", "Who talks to whom", 20*time.Second)
		all = append(all, p)
	}
	return all
}

// window is a terminal of a size at the program's door.
func (s *underLoad) window(user, code, to string, cols, rows int) *loaded {
	session, err := s.dial(user, code).NewSession()
	require.NoError(s.t, err)
	require.NoError(s.t, session.RequestPty("xterm-256color", rows, cols, gossh.TerminalModes{}))
	in, _ := session.StdinPipe()
	out, _ := session.StdoutPipe()
	require.NoError(s.t, session.Shell())
	p := &loaded{t: s.t, to: to, in: in, seen: make(chan string, 1)}
	go func() {
		b := make([]byte, 32<<10)
		for {
			n, err := out.Read(b)
			p.bytes.Add(int64(n))
			p.read(b[:n])
			if err != nil {
				p.gone.Store(true)
				return
			}
		}
	}()
	return p
}

func (p *loaded) read(b []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tail = append(p.tail, b...)
	if p.want != "" && strings.Contains(ansi.Strip(string(p.tail)), p.want) {
		p.seen <- p.want
		p.want = ""
	}
	if len(p.tail) > 1<<16 {
		p.tail = slices.Clone(p.tail[len(p.tail)-1024:])
	}
}

// key presses keys and waits until something is shown.
func (p *loaded) key(keys, want string, patience time.Duration) time.Duration {
	p.mu.Lock()
	if keys != "" {
		p.tail = p.tail[:0]
	}
	p.want = want
	if bytes.Contains(p.tail, []byte(want)) {
		p.want = ""
		p.mu.Unlock()
		return 0
	}
	p.mu.Unlock()
	began := time.Now()
	_, _ = io.WriteString(p.in, keys)
	select {
	case <-p.seen:
		return time.Since(began)
	case <-time.After(patience):
		p.gone.Store(true)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.t.Errorf("%q was not shown within %s after %q, but %q", want, patience, keys,
			strings.Join(strings.Fields(ansi.Strip(string(p.tail[:min(len(p.tail), 9000)]))), " "))
		return patience
	}
}

// play presses keys and gives a command every ten seconds.
func (p *loaded) play(ctx context.Context, after time.Duration) {
	next := time.Now().Add(after)
	for ctx.Err() == nil && !p.gone.Load() {
		p.times = append(p.times, p.key("?", "any key goes back", 20*time.Second))
		p.key("x", "help", 20*time.Second)
		select {
		case <-time.After(900 * time.Millisecond):
		case <-ctx.Done():
			return
		}
		if time.Now().After(next) {
			next = next.Add(10 * time.Second)
			p.commands++
			words := fmt.Sprintf("To %s, number %d.", p.to, p.commands) // nobody else says that
			p.times = append(p.times, p.key(fmt.Sprintf(":say to %s %s", p.to, words), words, 20*time.Second))
			p.acts = append(p.acts, p.key("\r", "1 to 7 pages", 20*time.Second)) // the keys come back with the answer
		}
	}
}

// mischief is done by clients that stop reading, claim a window of 65,535 columns, open a
// thousand channels, say nothing, or vanish.
func (s *underLoad) mischief(ctx context.Context) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	var silent []net.Conn
	for i := 0; ; i++ {
		if c, err := net.Dial("tcp", s.addr); err == nil {
			silent = append(silent, c)
		}
		switch c := s.dial(fmt.Sprintf("bad%d", i), codes.Player); i % 3 {
		case 0: // never reads, and its window is enormous
			if session, err := c.NewSession(); err == nil {
				_ = session.RequestPty("xterm-256color", 65535, 65535, gossh.TerminalModes{})
				in, _ := session.StdinPipe()
				_, _ = session.StdoutPipe()
				_ = session.Shell()
				_, _ = io.WriteString(in, strings.Repeat("\r?", 2000))
			}
		case 1:
			for range 1000 {
				_, _ = c.NewSession()
			}
		case 2:
			_ = c.Conn.Close()
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			for _, c := range silent {
				_ = c.Close()
			}
			return
		}
	}
}
