package host

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/scenarios"
	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/record"
	"tocsin/sim/room"
)

// heard is what a program in a seat is sent that says something.
func heard(t *testing.T, says string) []string {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	r, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1}, room.Config{})
	require.NoError(t, err)
	defer func() { assert.NoError(t, r.Close("The test is over")) }()
	var out bytes.Buffer
	p := program{out: json.NewEncoder(&out)}
	p.seat, err = r.Join(t.Context(), "Ada", exercise.KindPlayer, "desk")
	require.NoError(t, err)
	p.listen(t.Context(), strings.NewReader(says))
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

// TestALineThatIsTooLong: it ends the session, which says so, and nothing more comes.
func TestALineThatIsTooLong(t *testing.T) {
	most := budget.Most(budget.Longest)
	assert.Equal(t, []string{`{"type":"end","end":"a line has more than 65536 bytes"}`},
		heard(t, strings.Repeat("x", most+1)))
	assert.NotContains(t, heard(t, "x\n"+strings.Repeat(" ", most-1)+"\nx\n")[2], `"end"`)
}

// TestACommandIsServed: api is, with a name of several words, and nothing else.
func TestACommandIsServed(t *testing.T) {
	for command, want := range map[string]bool{"": false, "api": true, "api Ada Bell": true, "ls": false, "Ada api": false} {
		assert.Equal(t, want, isAPI(strings.Fields(command)), command)
	}
}

// TestEachLineIsAnswered, and an empty one is none. At the end there is a last view.
func TestEachLineIsAnswered(t *testing.T) {
	said := heard(t, "no\n \n\n"+`{"verb":"help"}`)
	require.Len(t, said, 3)
	assert.Contains(t, said[0], "that is not a request")
	assert.Contains(t, said[1], `"tools":[`)
	assert.Regexp(t, `^{"type":"view"`, said[2])
}

// TestARequestHasItsKeys: what a request may not have is refused, before anything is done.
func TestARequestHasItsKeys(t *testing.T) {
	p := program{}
	for _, line := range []string{`{"verb":"act","whom":1}`, `{"verb":7}`, `act`, `[]`} {
		a := p.answer(t.Context(), []byte(line))
		assert.False(t, a.OK, line)
		assert.Contains(t, a.Why, "that is not a request: ", line)
	}
}

// TestAReasonAmongTheArguments: it goes to its place outside them, where the verb takes one and none is there.
func TestAReasonAmongTheArguments(t *testing.T) {
	const args = `{"act":"x","reason":"Because."}`
	for name, c := range map[string]struct {
		verb, args, reason   string
		wantArgs, wantReason string
	}{
		"moved":             {"act", args, "", `{"act":"x"}`, "Because."},
		"one stands there":  {"act", args, "Why not.", args, "Why not."},
		"the verb has none": {"read", args, "", args, ""},
		"no such verb":      {"dance", args, "", args, ""},
		"no reason":         {"act", `{"act":"x"}`, "", `{"act":"x"}`, ""},
		"no arguments":      {"act", `7`, "", `7`, ""},
	} {
		q := reasoned(room.Request{Verb: c.verb, Args: json.RawMessage(c.args), Reason: c.reason})
		assert.JSONEq(t, c.wantArgs, string(q.Args), name)
		assert.Equal(t, c.wantReason, q.Reason, name)
	}
}

// TestWhatAProgramIsCalled: as it says, as its person or seat is, or as the user is.
func TestWhatAProgramIsCalled(t *testing.T) {
	asks := func(want string, p pass.Pass) visitor {
		return visitor{Visitor: room.Visitor{Want: want, Pass: p}, user: "ada"}
	}
	for want, c := range map[string]struct {
		v       visitor
		command []string
	}{
		"Two Words":        {asks("desk", pass.Pass{}), []string{"api", "Two", "Words"}},
		"Bob":              {asks("desk", pass.Pass{Person: "Bob"}), []string{"api"}},
		"agency (program)": {asks("desk", pass.Pass{Seat: "agency"}), []string{"api"}},
		"desk (program)":   {asks("desk", pass.Pass{}), []string{"api"}},
		"ada (program)":    {asks("", pass.Pass{}), []string{"api"}},
	} {
		assert.Equal(t, want, (&Host{}).programName(c.v, c.command))
	}
}

// newest is the size of a terminal that nothing was drawn in yet, if there is one.
func newest(term *terminal) (s size) {
	select {
	case s = <-term.sizes:
	default:
	}
	return s
}

// TestWhatIsKnownOfATerminal: its newest size, and what it says of colours; what is no size is refused.
func TestWhatIsKnownOfATerminal(t *testing.T) {
	term := newTerminal()
	wide := gossh.Marshal(&struct{ W, H, PW, PH uint32 }{100, 30, 0, 0})
	assert.Equal(t, taken, term.take(&gossh.Request{Type: "window-change", Payload: wide}))
	assert.Equal(t, size{100, 30}, newest(term))
	assert.Equal(t, refused, term.take(&gossh.Request{Type: "window-change", Payload: wide[:7]}))
	assert.Empty(t, term.sizes)
	for _, c := range []struct {
		key, value string
		want       []string
	}{{"COLORTERM", "truecolor", []string{"TERM=", "COLORTERM=truecolor"}},
		{"NO_COLOR", "1", []string{"TERM=", "COLORTERM=truecolor", "NO_COLOR=1"}},
		{"NO_COLOR", "", []string{"TERM=", "COLORTERM=truecolor"}}} {
		assert.Equal(t, taken, term.take(&gossh.Request{Type: "env",
			Payload: gossh.Marshal(struct{ Key, Value string }{c.key, c.value})}))
		_, environ := term.say()
		assert.Equal(t, c.want, environ, c)
	}
}

// missing is a channel that the client has taken back.
type missing struct{ gossh.NewChannel }

func (missing) Accept() (gossh.Channel, <-chan *gossh.Request, error) { return nil, nil, io.EOF }

// coming is one that is there.
type coming struct{ gossh.NewChannel }

func (coming) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	return &shutting{}, make(chan *gossh.Request), nil
}

// TestAChannelIsAccepted, with what is asked of it, or not.
func TestAChannelIsAccepted(t *testing.T) {
	_, _, err := channel{missing{}, newTerminal()}.Accept()
	assert.Equal(t, io.EOF, err)
	ch, asks, err := channel{coming{}, newTerminal()}.Accept()
	assert.NoError(t, err)
	assert.Equal(t, &shutting{}, ch)
	assert.NotNil(t, asks)
}

// shutting is a channel that says whether it has been closed.
type shutting struct {
	gossh.Channel
	closed bool
}

func (s *shutting) Close() error { s.closed = true; return nil }

// TestHowMuchASessionMayAsk before it begins: a bounded number of things. Then it is over, and what else it asks is
// read and left alone.
func TestHowMuchASessionMayAsk(t *testing.T) {
	for n, over := range map[int]bool{maxRequests: false, maxRequests + 3: true} {
		in, out, ch := make(chan *gossh.Request), make(chan *gossh.Request, n), &shutting{}
		go func() {
			for range n {
				in <- &gossh.Request{Type: "env"}
			}
			close(in)
		}()
		newTerminal().pass(in, out, ch)
		assert.Equal(t, over, ch.closed, n)
		assert.Empty(t, out, "what is taken or refused goes no further")
		_, more := <-in
		assert.False(t, more, "all has been read")
	}
}

// TestTheKeyExchangeIsSeenWhereverItIsCut: however what comes before it is read in two, it is seen once.
func TestTheKeyExchangeIsSeenWhereverItIsCut(t *testing.T) {
	packet := func(kind byte, length int) []byte {
		b := make([]byte, 4+length)
		b[2], b[3], b[4], b[5] = byte(length>>8), byte(length), 4, kind
		return b
	}
	all := slices.Concat([]byte("SSH-2.0-x\r\n"), packet(20, 60), packet(21, 60), packet(keyExchange, 60))
	for cut := range all {
		var h handshake
		first, second := h.begun(all[:cut]), h.begun(all[cut:])
		assert.True(t, first != second, cut)
	}
}
