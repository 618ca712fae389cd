package host_test

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/scenarios"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/testsize"
)

// secret is what was said to Ada alone.
const secret = "the word is heron"

// tries has somebody with a code come in in one way, saying what they say to each question, and
// gives all that they were sent within a while.
func (h *hosting) tries(code, user, term, command string, says ...string) string {
	c, err := h.dial(user, code)
	require.NoError(h.t, err)
	defer c.Close()
	s, err := c.NewSession()
	require.NoError(h.t, err)
	in, err := s.StdinPipe()
	require.NoError(h.t, err)
	var mu sync.Mutex
	var sent strings.Builder
	s.Stdout = writerFunc(func(b []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return sent.Write(b)
	})
	if term != "" {
		require.NoError(h.t, s.RequestPty(term, 40, 120, gossh.TerminalModes{}))
	}
	if command != "" {
		require.NoError(h.t, s.Start(command))
	} else {
		require.NoError(h.t, s.Shell())
	}
	for _, line := range says {
		time.Sleep(50 * time.Millisecond)
		_, _ = io.WriteString(in, line)
	}
	time.Sleep(150 * time.Millisecond)
	mu.Lock()
	defer mu.Unlock()
	return sent.String()
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// With the join code alone nobody gets the seat, the view or a word of another: whatever way
// they come, whatever name they give, whether that person is here or has just dropped.
func TestTheJoinCodeIsNobodysSeat(t *testing.T) {
	testsize.Long(t)
	ways := []struct{ name, user, term, command, enter string }{
		{"ssh", "whoever", "xterm-256color", "", "\r"}, {"ssh with the seat", "desk", "xterm-256color", "", "\r"},
		{"ssh with the name", "Ada", "xterm-256color", "", "\r"}, {"plain", "desk", "dumb", "", "\r"},
		{"lines", "desk", "", "", "\n"}, {"api", "desk", "", "api %s", ""},
		{"api without a name", "desk", "", "api", ""},
	}
	names := []string{"Ada", "ada", "Ada ", "АDА", "A\u200bda", "Duty desk", "The facilitator"}
	if testing.Short() {
		names = names[:4]
	}
	for _, dropped := range []bool{false, true} {
		h := start(t, nil)
		f := h.facilitator()
		ada := h.program(h.login("desk", codes.Player), "api Ada")
		v := ada.view()
		require.Equal(t, "desk", v.You.Role)
		h.do(f, &exercise.Start{Paused: true})
		h.do(f, &exercise.Whisper{To: "Ada", Text: secret})
		if dropped {
			_ = ada.in.(io.Closer).Close()
			h.gone("Ada")
		}
		var all sync.WaitGroup
		for _, w := range ways {
			for _, name := range names {
				all.Go(func() {
					command, says := w.command, []string{name + w.enter, w.enter, name + w.enter, w.enter}
					if command != "" {
						says = []string{`{"verb":"say","seat":"desk","args":{"say":"I am the desk","to":["hospitals"]}}` + "\n"}
					}
					if strings.Contains(command, "%s") {
						command = fmt.Sprintf(command, strings.ReplaceAll(name, " ", "."))
					}
					sent := h.tries(codes.Player, w.user, w.term, command, says...)
					assert.NotContains(t, sent, secret, "%s as %q", w.name, name)
					assert.NotContains(t, sent, "You are on call tonight", "%s as %q: the desk's brief", w.name, name)
				})
			}
		}
		all.Wait()
		require.NoError(t, h.room.Look(context.Background(), func(x *exercise.Exercise) {
			assert.Equal(t, "Ada", x.Holder("desk"))
			assert.Zero(t, x.Engine().Messages(), "somebody has spoken from the desk")
		}))
		if !dropped {
			_, err := io.WriteString(ada.in, `{"id":1,"verb":"whisper","args":{"text":"Still here."}}`+"\n")
			require.NoError(t, err)
			assert.True(t, ada.next("answer").OK, "Ada has been put out")
		}
		sent := h.tries(v.You.Back, "whoever", "", "api")
		assert.Contains(t, sent, secret, "by her own way back she reads it")
		assert.Contains(t, sent, "You are on call tonight")
	}
}

// After the host has been stopped and continued, the join code is worth what it was.
func TestTheJoinCodeIsNobodysSeatAfterAResume(t *testing.T) {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "r.jsonl")
	cfg := room.Config{Open: true, Door: &codes, Path: path}
	r, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1}, cfg)
	require.NoError(t, err)
	come := func(r *room.Room, code, name string) (*room.Seat, error) {
		p, ok := r.Book().Check(code)
		require.True(t, ok)
		return r.Admit(t.Context(), room.Visitor{Pass: p, Name: name, Want: "desk", From: "192.0.2.1"})
	}
	ada, err := come(r, codes.Player, "Ada")
	require.NoError(t, err)
	v, err := ada.Now(t.Context())
	require.NoError(t, err)
	back := v.You.Back
	require.NoError(t, r.Close("stopped"))
	r, _, err = room.Continue(path, cfg)
	require.NoError(t, err)
	defer r.Close("done")
	_, err = come(r, codes.Player, "Ada")
	assert.ErrorAs(t, err, new(*room.Known))
	for _, name := range []string{"Ada2", "Aďa"} {
		other, err := come(r, codes.Player, name)
		require.NoError(t, err)
		v, err := other.Now(t.Context())
		require.NoError(t, err)
		assert.Empty(t, v.You.Role, name)
	}
	ada, err = come(r, back, "")
	require.NoError(t, err)
	v, err = ada.Now(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "desk", v.You.Role)
}

// What has to be typed: a code, a name, and after a lost connection one thing.
func TestWaysInGetNoLonger(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	asked := 0
	s := h.terminal(h.login("desk", codes.Player), "xterm-256color", 100, 30)
	s.see("Your name")
	asked++
	s.press("Ada\r")
	s.see("Your way back: ")
	_, rest, _ := strings.Cut(s.vt.String(), "Your way back: ")
	back := rest[:11]
	assert.Equal(t, 1, asked, "beside the code")
	require.NoError(t, s.session.Close())
	h.gone("Ada")
	again := h.terminal(h.login("whoever", back), "xterm-256color", 100, 30)
	again.see("Duty desk")
	assert.NotContains(t, again.bytes(), "Your name")
}
