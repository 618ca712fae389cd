package host_test

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/speech"
)

// program is a session that speaks JSON.
type program struct {
	t     testing.TB
	in    io.WriteCloser
	lines chan message
	fault *shownTo // what it is told in addition to them
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
	p := &program{h.t, in, make(chan message, 1000), &shownTo{}}
	s.Stderr = p.fault
	h.soon(func() error { return s.Start(command) })
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
	t.Parallel()
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
	t.Parallel()
	h := start(t, nil)
	lurker := h.program(h.login("x", codes.Player), "api Lurker")
	lurker.view()
	desk := h.program(h.login("desk", codes.Player), "api Ada")
	desk.view()
	f := h.program(h.login("x", codes.Facilitator), "api Fay")
	f.view()
	m := lurker.ask(`{"verb":"before","args":{"n":1}}`)
	assert.True(t, m.OK, m.Why)
	assert.NotNil(t, m.Items, "a list, though there is no inbox without a seat")
	assert.True(t, lurker.ask(`{"verb":"whisper","args":{"text":"hello"}}`).OK)
	for _, verb := range []string{`uses`, `cut","args":{"address":"127.0.0.1"},"reason":"`} {
		m := desk.ask(`{"verb":"` + verb + `"}`)
		assert.False(t, m.OK)
		assert.Contains(t, m.Why, "only the facilitator")
	}
	m = f.ask(`{"id":1,"verb":"uses"}`)
	require.True(t, m.OK, m.Why)
	by := map[string]budget.Account{}
	for _, a := range m.Uses {
		by[a.Whose] = a
	}
	assert.True(t, by["127.0.0.1"].Address)
	assert.Contains(t, by["Lurker"].What, "1 act without a seat")
	for _, args := range []string{`{}`, `{"address":5}`, `3`} {
		m = f.ask(`{"verb":"cut","args":` + args + `}`)
		assert.False(t, m.OK, args)
		assert.Contains(t, m.Why, "cut wants", args)
	}
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
	t.Parallel()
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
			said = p.ask(`{"id":3,"verb":"say","args":{"say":"hello","to":["agency"],"reason":5}}`)
			assert.False(t, said.OK, "a reason that is no text is not dropped")
		}
	}
}

// TestAProgramsNameHasSpaces: ssh hands over the words of a name without their quotes.
func TestAProgramsNameHasSpaces(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	h.facilitator()
	p := h.program(h.login("desk", codes.Player), "api Grace  Hopper")
	assert.Equal(t, "Grace Hopper", p.view().You.Name)
}

// TestALineIsOneRequest: what is behind a request is not dropped in silence.
func TestALineIsOneRequest(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
