package host_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/testsize"
)

// agent runs one of the programs in testdata/agents at a seat, until the exercise is over.
func (h *hosting) agent(program, seat string, env ...string) *exec.Cmd {
	python, err := exec.LookPath("python3")
	if err != nil {
		h.t.Skip("python3 is not here")
	}
	if _, err := exec.LookPath("ssh"); err != nil {
		h.t.Skip("ssh is not here")
	}
	where, port, err := net.SplitHostPort(h.addr)
	require.NoError(h.t, err)
	ctx, cancel := context.WithTimeout(h.t.Context(), time.Minute)
	h.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, python, filepath.Join("..", "..", "testdata", "agents", program), seat, where, port,
		"-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile="+os.DevNull, "-o",
		"LogLevel=ERROR")
	cmd.WaitDelay = time.Second // its ssh may outlive it
	cmd.Env = append(os.Environ(), append(env, "TOCSIN_CODE="+codes.Player, "PYTHONDONTWRITEBYTECODE=1")...)
	return cmd
}

// inTurns begins an exercise that moves in turns, when everybody is in.
func (h *hosting) inTurns(seats int) (*seatOf, func()) {
	f := h.facilitator()
	h.do(f, &exercise.InTurns{Every: "4h"})
	h.do(f, &exercise.Automatic{On: true})
	ctx := context.Background()
	began := make(chan struct{})
	go func() {
		defer close(began)
		for {
			v, err := f.Now(ctx)
			if err != nil {
				return
			}
			in := 0
			for _, s := range v.Control.Seats {
				if s.Here {
					in++
				}
			}
			if in == seats {
				_, _ = f.Act(ctx, &exercise.Start{})
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	return &seatOf{f.Now}, func() {
		h.t.Helper()
		select {
		case <-began:
		case <-time.After(20 * time.Second):
			h.t.Fatal("not everybody has come in")
		}
	}
}

type seatOf struct {
	now func(context.Context) (exercise.View, error)
}

// TestRulesPlayInTurns: the documented program that plays by rules plays a whole exercise, in
// turns, at two seats.
func TestRulesPlayInTurns(t *testing.T) {
	testsize.Long(t)
	h := start(t, nil)
	f, began := h.inTurns(2)
	var all sync.WaitGroup
	said := make([]string, 2)
	for i, seat := range []string{"desk", "hospitals"} {
		cmd := h.agent("rules.py", seat)
		all.Go(func() {
			out, err := cmd.CombinedOutput()
			assert.NoError(t, err, "%s", out)
			said[i] = string(out)
		})
	}
	began()
	all.Wait()
	assert.Contains(t, said[0], "accepted")
	assert.Contains(t, said[0], "declare {'declare': 'cause'")
	v, err := f.now(context.Background())
	require.NoError(t, err)
	assert.Equal(t, "over", v.Clock.Phase)
	assert.Positive(t, v.Control.Commands)
}

// opinionated is a scenario in which seats have something to weigh, and hours to do it in.
const opinionated = `
title = "Opinions"
length = "12h"
minute = "1h"
basis = "made up"
[role.desk]
title = "Lab"
[role.agency]
title = "CERT"
[fact.odd]
title = "An odd login"
text = "Somebody logged in at night."
known = {desk={at="1h"}}
needed_by = ["agency"]
[hypothesis.thief]
title = "A thief"
for = ["odd"]
[hypothesis.fault]
title = "A fault"
against = ["odd"]
[severity.minor]
title = "Minor"
[severity.grave]
title = "Grave"
[probe.cause]
ask = "What is it?"
to = "all"
truth = "theft"
[probe.cause.options]
theft = "A theft"
fault = "A fault"
`

// TestRulesAnswerAndWeigh: a program answers questions, rankings and approvals, weighs hypotheses and
// severity, and says what it expects; the discussion is held while time is stopped.
func TestRulesAnswerAndWeigh(t *testing.T) {
	testsize.Long(t)
	h := startOf(t, opinionated, nil)
	f, began := h.inTurns(2)
	var all sync.WaitGroup
	said := map[string]string{}
	var mu sync.Mutex
	for _, seat := range []string{"desk", "agency"} {
		cmd := h.agent("rules.py", seat)
		all.Go(func() {
			out, err := cmd.CombinedOutput()
			assert.NoError(t, err, "%s", out)
			mu.Lock()
			defer mu.Unlock()
			said[seat] = string(out)
		})
	}
	g, err := h.room.Join(context.Background(), "Gus", exercise.KindFacilitator, "")
	require.NoError(t, err)
	h.do(g, &exercise.Pose{Text: "What first?"})
	h.do(g, &exercise.Pose{Text: "Which?", Options: []string{"Tell", "Wait"}})
	h.do(g, &exercise.Pose{Text: "In order?", Options: []string{"Tell", "Wait", "Call"}, Rank: true})
	began()
	all.Wait()
	for _, verb := range []string{"share", "assess", "grade", "declare", "predict"} {
		assert.Regexp(t, verb+` \{.*\} accepted`, said["desk"])
	}
	v, err := f.now(context.Background())
	require.NoError(t, err)
	require.Len(t, v.Questions, 3)
	for _, q := range v.Questions {
		assert.Equal(t, 2, q.Count, q.Text)
	}
	assert.NotContains(t, said["desk"]+said["agency"], "refused")
}

// TestModelPlays: the documented program asks a server as OpenAI's, gives it the verbs of its
// seat as tools, and does what it calls.
func TestModelPlays(t *testing.T) {
	t.Parallel()
	h := start(t, nil)
	var mu sync.Mutex
	var asked []map[string]any
	var refused string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&body))
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, body)
		messages := body["messages"].([]any)
		last := messages[len(messages)-1].(map[string]any)
		say := map[string]any{"role": "assistant", "content": "Nothing to do."}
		switch {
		case last["role"] == "tool":
			if text := last["content"].(string); strings.Contains(text, "false") {
				refused = text
			}
		case len(asked) == 1:
			call := func(id, name, args string) map[string]any {
				return map[string]any{"id": id, "type": "function",
					"function": map[string]any{"name": name, "arguments": args}}
			}
			say = map[string]any{"role": "assistant", "tool_calls": []any{
				call("1", "say", `{"say":"We look into it.","to":["agency"],"reason":"they wait"}`),
				call("2", "act", `{"act":"no_such_thing"}`), call("3", "say", `{"say":`)}}
		}
		assert.NoError(t, json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": say}}}))
	}))
	defer server.Close()
	f, began := h.inTurns(1)
	out, err := h.agent("model.py", "desk", "MODEL_URL="+server.URL+"/v1", "no_proxy=*").CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "accepted")
	began()
	mu.Lock()
	defer mu.Unlock()
	require.NotEmpty(t, asked)
	assert.NotEmpty(t, asked[0]["tools"])
	raw, err := json.Marshal(asked[0]["tools"])
	require.NoError(t, err)
	for _, verb := range []string{"answer", "approve", "assess", "grade", "decide", "predict", "declare", "attempt"} {
		assert.Contains(t, string(raw), fmt.Sprintf(`"name":%q`, verb), "a tool of the model")
	}
	assert.NotEmpty(t, refused, "the model learns what was refused")
	v, err := f.now(context.Background())
	require.NoError(t, err)
	assert.Equal(t, "over", v.Clock.Phase)
	assert.Equal(t, 1, v.Control.Commands)
}
