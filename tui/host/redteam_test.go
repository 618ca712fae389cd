package host_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/sim/exercise"
	"tocsin/sim/testsize"
	"tocsin/tui/host"
)

// TestRedTeam measures honest people while attackers work, over a real port: newcomers who need
// 8 to 15 seconds to type the code and some more for their name, people who have a seat, and
// staff. Attackers come from the newcomers' own address and from others, with the code and
// without. With -full people take their time and there are many; else all is a twentieth.
//
//	go test ./tui/host -run TestRedTeam -full -v -timeout 30m
func TestRedTeam(t *testing.T) {
	testsize.Long(t)
	for _, attack := range append(slices.Clone(attacks), attack{"all of them at once", 20, (*raid).everything, true}) {
		for _, near := range []bool{true, false} {
			from := "other addresses"
			if near {
				from = "the same address"
			}
			if !testsize.Full() && near != attack.near {
				continue
			}
			t.Run(attack.name+", from "+from, func(t *testing.T) {
				if !testsize.Full() {
					t.Parallel()
				}
				redTeam(t, attack, near)
			})
		}
	}
}

// attack is one thing that attackers do, again and again.
type attack struct {
	name string
	rate int // a second, from all attackers together
	do   func(r *raid, n int, from string)
	// near is whether a test that is not full has it from the same address, or from others.
	near bool
}

var attacks = []attack{
	{"made-up names", 40, (*raid).join, true},
	{"sessions left at the question for a name", 25, (*raid).linger, true},
	{"wrong codes", 30, (*raid).guess, true},
	{"prompts left open", 30, (*raid).gape, true},
	{"connections that say nothing", 100, (*raid).silent, false},
	{"whispers of people without a seat", 2, (*raid).whisper, true},
	{"refused requests from seats", 1, seated(`{"verb":"share","args":{"share":"no_such_fact","to":["seat0"]}}`), true},
	{"whispers from seats", 1, seated(`{"verb":"whisper","args":{"text":"listen to me"}}`), true},
	{"requests to see from seats", 1, seated(`{"verb":"since","args":{"rev":0}}`), false},
	{"lines that are no requests from seats", 1, seated(`{"verb":`), false},
	{"keys in screens of seats", 1, (*raid).press, true},
}

// raiders is how many attackers have a seat.
const raiders = 4

// seated is the attack of people who have a seat, each of whom says the same again and again, as
// fast as the host takes it.
func seated(line string) func(r *raid, n int, from string) {
	return func(r *raid, n int, from string) {
		r.sit(n, from, line+"\n", func(s *gossh.Session) error { return s.Start(fmt.Sprintf("api Raider%d", n)) })
	}
}

// press is the attack of people who press keys at their screen without end.
func (r *raid) press(n int, from string) {
	r.sit(n, from, "\x1b[B\t?\x1b", func(s *gossh.Session) error {
		return errorsOf(s.RequestPty("xterm-256color", 50, 200, gossh.TerminalModes{}), s.Shell())
	})
}

// sit has an attacker take a seat, and say the same without end in the session that is begun.
func (r *raid) sit(n int, from, what string, begin func(s *gossh.Session) error) {
	if n >= raiders {
		return
	}
	c, err := r.reach(fmt.Sprintf("raider%d", n), from, always(codes.Player))
	if err != nil {
		return
	}
	r.keep(c)
	s, err := c.NewSession()
	if err != nil {
		return
	}
	in, _ := s.StdinPipe()
	out, _ := s.StdoutPipe()
	if begin(s) != nil {
		return
	}
	r.swarm.Go(func() { _, _ = io.Copy(io.Discard, out) })
	r.swarm.Go(func() {
		_, err := fmt.Fprintf(in, "Raider%d\r", n) // where a name is asked for
		for ; err == nil && r.ctx.Err() == nil; r.said.Add(1) {
			_, err = io.WriteString(in, what)
		}
	})
}

// everything is all attacks in turn; those with a seat say a bit of everything.
func (r *raid) everything(n int, from string) {
	if n < raiders {
		attacks[len(attacks)-1-n].do(r, n, from)
		return
	}
	attacks[n%6].do(r, n, from)
}

// raid is a host under attack.
type raid struct {
	*hosting
	ctx  context.Context
	mu   sync.Mutex
	open []io.Closer // what attackers keep open
	done atomic.Int64
	// swarm are those who go on until the raid is over, and said what they have got rid of.
	swarm sync.WaitGroup
	said  atomic.Int64
}

func (r *raid) keep(c io.Closer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open = append(r.open, c)
}

// reach dials from an address, and logs in with what answer gives to each question.
func (r *raid) reach(user, from string, answer func() string) (*gossh.Client, error) {
	d := net.Dialer{Timeout: 20 * time.Second}
	if runtime.GOOS == "linux" { // elsewhere 127.0.0.2 is nobody's
		d.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	conn, err := d.DialContext(r.ctx, "tcp", r.addr)
	if err != nil {
		return nil, err
	}
	defer context.AfterFunc(r.ctx, func() { _ = conn.Close() })()
	c, chans, reqs, err := gossh.NewClientConn(conn, r.addr, &gossh.ClientConfig{User: user,
		HostKeyCallback: gossh.FixedHostKey(r.key), Auth: []gossh.AuthMethod{gossh.KeyboardInteractive(
			func(_, _ string, questions []string, _ []bool) ([]string, error) {
				if len(questions) == 0 {
					return nil, nil
				}
				return []string{answer()}, nil
			})}})
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return gossh.NewClient(c, chans, reqs), nil
}

func always(code string) func() string { return func() string { return code } }

func (r *raid) join(n int, from string) {
	c, err := r.reach("x", from, always(codes.Player))
	if err != nil {
		return
	}
	if s, err := c.NewSession(); err == nil {
		out, _ := s.StdoutPipe()
		if s.Start(fmt.Sprintf("api made.up.%d", n)) == nil {
			_, _ = bufio.NewReader(out).ReadString('\n')
		}
	}
	if n%3 == 0 {
		r.keep(c)
		return
	}
	_ = c.Close()
}

func (r *raid) linger(_ int, from string) {
	c, err := r.reach("x", from, always(codes.Player))
	if err != nil {
		return
	}
	r.keep(c)
	if s, err := c.NewSession(); err == nil && s.RequestPty("dumb", 24, 80, gossh.TerminalModes{}) == nil {
		_ = s.Shell()
	}
}

func (r *raid) guess(n int, from string) {
	if c, err := r.reach("x", from, always(fmt.Sprintf("WR0NG-%d", n))); err == nil {
		_ = c.Close()
	}
}

func (r *raid) gape(_ int, from string) {
	_, _ = r.reach("x", from, func() string { <-r.ctx.Done(); return "" })
}

func (r *raid) silent(_ int, from string) {
	d := net.Dialer{}
	if runtime.GOOS == "linux" {
		d.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	if c, err := d.DialContext(r.ctx, "tcp", r.addr); err == nil {
		r.keep(c)
	}
}

func (r *raid) whisper(n int, from string) {
	c, err := r.reach("x", from, always(codes.Player))
	if err != nil {
		return
	}
	r.keep(c)
	s, err := c.NewSession()
	if err != nil {
		return
	}
	in, _ := s.StdinPipe()
	out, _ := s.StdoutPipe()
	if s.Start(fmt.Sprintf("api lurker.%d", n)) != nil {
		return
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	for range 520 {
		if _, err := io.WriteString(in, `{"verb":"whisper","args":{"text":"listen to me"}}`+"\n"); err != nil {
			return
		}
	}
}

// newcomer comes in as people do, and tells how long it took and how much of that was typing.
func (r *raid) newcomer(seat, name, from string, slow float64) (all, typing time.Duration, err error) {
	began := time.Now()
	think := func(low, high float64) {
		d := time.Duration((low + (high-low)*rand.Float64()) * slow * float64(time.Second))
		typing += d
		time.Sleep(d)
	}
	c, err := r.reach(seat, from, func() string { think(8, 15); return codes.Player })
	if err != nil {
		return 0, 0, fmt.Errorf("the code: %w", err)
	}
	r.keep(c)
	s, err := c.NewSession()
	if err != nil {
		return 0, 0, err
	}
	in, _ := s.StdinPipe()
	out, _ := s.StdoutPipe()
	if err := errorsOf(s.RequestPty("dumb", 24, 80, gossh.TerminalModes{}), s.Shell()); err != nil {
		return 0, 0, err
	}
	seen := make(chan string, 1000)
	go func() {
		defer close(seen)
		b := make([]byte, 4096)
		for {
			n, err := out.Read(b)
			if n > 0 {
				select {
				case seen <- string(b[:n]):
				default:
				}
			}
			if err != nil {
				return
			}
		}
	}()
	until := func(text string) error {
		limit := time.After(30 * time.Second)
		var all strings.Builder
		for {
			select {
			case part, ok := <-seen:
				if !ok {
					return fmt.Errorf("it ended before %q, after %q", text, all.String())
				}
				if all.WriteString(part); strings.Contains(all.String(), text) {
					return nil
				}
			case <-limit:
				return fmt.Errorf("%q has not come, but %q", text, all.String())
			}
		}
	}
	if err := until("Your name"); err != nil {
		return 0, 0, err
	}
	think(1, 3)
	if _, err := io.WriteString(in, name+"\r"); err != nil {
		return 0, 0, err
	}
	if err := until("Chair"); err != nil { // every seat's title
		return 0, 0, err
	}
	return time.Since(began), typing, nil
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func redTeam(t *testing.T, a attack, near bool) {
	people, slow, quick, most := testsize.Of(60, 8, 6), 0.05, 2.0, 20*time.Second
	if testsize.Full() {
		slow, quick, most = 1, 1, 5*time.Second
	}
	var b strings.Builder
	b.WriteString("title = \"Crowd\"\nlength = \"1d\"\n")
	for i := range people + 2 {
		fmt.Fprintf(&b, "[role.seat%d]\ntitle = \"Chair %d\"\nbrief = \"One of many.\"\n", i, i)
	}
	for i := range raiders {
		fmt.Fprintf(&b, "[role.raider%d]\ntitle = \"Raider %d\"\nbrief = \"An attacker.\"\n", i, i)
	}
	h := recordedOf(t, b.String(), filepath.Join(t.TempDir(), "record.jsonl"), func(c *host.Config) {
		for i := range raiders {
			c.Roles = append(c.Roles, fmt.Sprintf("raider%d", i))
		}
		for i := range people + 2 {
			c.Roles = append(c.Roles, fmt.Sprintf("seat%d", i))
		}
	})
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	r := &raid{hosting: h, ctx: ctx}
	home := "127.0.0.1"
	seated := h.program(h.login(fmt.Sprintf("seat%d", people), codes.Player), "api Settled")
	seated.view()
	answers := make(chan message, 1)
	go func() { // who reads nothing would be put out
		defer close(answers)
		for m := range seated.lines {
			if m.Type == "answer" {
				answers <- m
			}
		}
	}()
	staff := h.facilitator()
	h.do(staff, &exercise.Start{Paused: true})

	var raiders sync.WaitGroup
	tick := time.NewTicker(time.Duration(float64(time.Second) / float64(a.rate) / quick))
	raiders.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			from := home
			if !near {
				from = fmt.Sprintf("127.0.0.%d", 2+n%2)
			}
			raiders.Go(func() { a.do(r, n, from); r.done.Add(1) })
		}
	})
	time.Sleep(time.Duration(slow * float64(20*time.Second))) // the attack is under way when people come

	var mu sync.Mutex
	var took []time.Duration
	var failed []string
	var acts time.Duration // the slowest of the staff
	var all sync.WaitGroup
	for i := range people {
		time.Sleep(time.Duration(slow * float64(500*time.Millisecond)))
		all.Go(func() {
			d, typing, err := r.newcomer(fmt.Sprintf("seat%d", i), fmt.Sprintf("Person %d", i), home, slow)
			mu.Lock()
			defer mu.Unlock()
			if err == nil && d-typing > most {
				err = fmt.Errorf("it took %s beside the typing", d-typing)
			}
			if err != nil {
				failed = append(failed, err.Error())
				return
			}
			took = append(took, d)
		})
		if i%4 == 0 {
			began := time.Now()
			h.do(staff, &exercise.Broadcast{Text: fmt.Sprintf("Round %d.", i)})
			acts = max(acts, time.Since(began))
		}
	}
	all.Wait()
	began := time.Now()
	late, err := r.reach("x", home, always(codes.Facilitator))
	require.NoError(t, err, "staff are shut out")
	h.program(late, "api Late").view()
	late2 := time.Since(began)
	_, err = seated.in.Write([]byte(`{"id":7,"verb":"whisper","args":{"text":"I am here."}}` + "\n"))
	require.NoError(t, err)
	select {
	case m, open := <-answers:
		assert.True(t, open && m.OK, "who was in stays in: %v", m)
	case <-time.After(10 * time.Second):
		assert.Fail(t, "who was in gets no answer")
	}
	stop()
	tick.Stop()
	raiders.Wait()
	r.mu.Lock()
	for _, c := range r.open {
		_ = c.Close()
	}
	r.mu.Unlock()
	r.swarm.Wait()
	slices.Sort(took)
	if len(took) > 0 {
		t.Logf("%d of %d got in, half within %s, the last in %s; a late facilitator in %s, an act of the staff in %s at most; "+
			"%d attacks, %d lines",
			len(took), people, took[len(took)/2].Round(time.Millisecond), took[len(took)-1].Round(time.Millisecond),
			late2.Round(time.Millisecond), acts.Round(time.Millisecond), r.done.Load(), r.said.Load())
	}
	assert.GreaterOrEqual(t, float64(len(took)), 0.95*float64(people), "%v", failed)
	if testsize.Full() && len(took) > 0 {
		assert.Less(t, took[int(0.95*float64(len(took)-1))], 20*time.Second)
	}
}
