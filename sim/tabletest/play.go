// Package tabletest seats people at an exercise who ask for anything that could be asked,
// sensible or not. It is for tests only.
package tabletest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

// Secrets is the scenario in which every private thing carries a mark of its own, from the
// folder of a package in sim.
const Secrets = "../../testdata/models/secrets.toml"

// Header begins a record of a scenario's file.
func Header(t testing.TB, path string, seed uint64, mechanisms ...string) record.Header {
	t.Helper()
	src, err := os.ReadFile(path)
	require.NoError(t, err)
	return record.Header{Format: 1, Tocsin: "test", Name: "secrets", Scenario: string(src), Seed: seed,
		Mechanisms: mechanisms, Started: time.Unix(0, 0).UTC()}
}

// Table is an exercise with people who do anything that could be asked, sensible or not.
type Table struct {
	X       *exercise.Exercise
	Entries []record.Entry
	Answers []exercise.Answer // to each of them
	Roles   []string
	Names   map[string]string // role → name
	// Skip, if not nil, says which entries are left out, as if nobody had asked.
	Skip func(en record.Entry) bool

	t     testing.TB
	rng   *rand.Rand
	words int // so that each text is one of its own
}

// New is an exercise of the secrets scenario with a person in every seat and the staff. Seed
// chooses what they do, not what the world does.
func New(t testing.TB, h record.Header, seed int64) *Table {
	t.Helper()
	g := seated(t, h)
	g.rng = rand.New(rand.NewSource(seed))
	return g
}

// begun are the exercises of the headers so far, with everybody in. Reading a scenario takes longer than what most
// tests do with it, so it is read once, and each test has a copy.
var begun = struct {
	sync.Mutex
	of map[string]*Table
}{of: map[string]*Table{}}

func seated(t testing.TB, h record.Header) *Table {
	t.Helper()
	begun.Lock()
	defer begun.Unlock()
	key := fmt.Sprintf("%+v", h)
	if begun.of[key] == nil {
		x, err := exercise.New(h)
		require.NoError(t, err)
		g := Of(t, x)
		g.Roles = []string{"lab", "cloud", "agency", "press", "police"}
		g.Names = map[string]string{"lab": "Ann", "cloud": "Bob", "agency": "Cyd", "press": "Dot", "police": "Eli"}
		g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
		g.Do("Eva", "evaluator", "join", `{"kind":"evaluator"}`)
		g.Do("Wall", "board", "join", `{"kind":"board"}`)
		for _, r := range g.Roles {
			g.Do(g.Names[r], "player", "join", fmt.Sprintf(`{"kind":"player","want":%q,"open":true}`, r))
		}
		begun.of[key] = g
	}
	g := *begun.of[key]
	g.t, g.X = t, g.X.Clone()
	g.Entries, g.Answers = slices.Clone(g.Entries), slices.Clone(g.Answers)
	g.Roles, g.Names = slices.Clone(g.Roles), maps.Clone(g.Names)
	return &g
}

// Of is an exercise of any scenario, to which nobody has come; there, people do what the
// test says and nothing by chance.
func Of(t testing.TB, x *exercise.Exercise) *Table { return &Table{t: t, X: x} }

// OneIn is true once in n times.
func (g *Table) OneIn(n int) bool { return g.rng.Intn(n) == 0 }

// Do has somebody ask for something now.
func (g *Table) Do(who, seat, verb, args string) exercise.Answer {
	en := record.Entry{Seq: len(g.Entries) + 1, At: g.X.Now(), Wall: time.Unix(0, 0).UTC(), Who: who, Seat: seat,
		Verb: verb, State: g.X.Digest()}
	if args != "" {
		en.Args = json.RawMessage(args)
	}
	if g.Skip != nil && g.Skip(en) {
		return exercise.Answer{}
	}
	g.Entries = append(g.Entries, en)
	a := g.X.Do(en)
	g.Answers = append(g.Answers, a)
	return a
}

// Pass lets time pass.
func (g *Table) Pass(d engine.Time) { g.X.Advance(g.X.Now() + d) }

func (g *Table) pick(from ...string) string { return from[g.rng.Intn(len(from))] }

// Text is a text that carries a mark of its own.
func (g *Table) Text() string {
	g.words++
	return fmt.Sprintf("ZQsaid_%dQZ", g.words)
}

// Role is a role by chance.
func (g *Table) Role() string { return g.pick(g.Roles...) }

// to is a list of recipients.
func (g *Table) to() string {
	var out []string
	for range 1 + g.rng.Intn(2) {
		out = append(out, g.pick("lab", "cloud", "agency", "press", "police"))
	}
	switch g.rng.Intn(12) {
	case 0:
		out = []string{"public"}
	case 1:
		out = []string{g.pick("cell", "pair")}
	}
	b, _ := json.Marshal(out)
	return string(b)
}

// Player has a role ask for something.
func (g *Table) Player(role string) exercise.Answer {
	v := g.X.View(g.Names[role])
	ask := func(verb, format string, args ...any) exercise.Answer {
		return g.Do(g.Names[role], role, verb, fmt.Sprintf(format, args...))
	}
	re := func() string { // of some message, or of none
		if v.Player != nil && len(v.Player.Inbox) > 0 {
			if it := v.Player.Inbox[g.rng.Intn(len(v.Player.Inbox))]; it.Re != "" {
				return it.Re
			}
		}
		return g.pick("lab#1", "cloud#1", "agency#2")
	}
	mark := func() string {
		if g.OneIn(3) {
			return fmt.Sprintf(`,"mark":%q`, g.pick("red", "amber", "green", "clear"))
		}
		return ""
	}
	if v.Player != nil {
		for _, a := range v.Player.Asked {
			if a.Kind == "approval" && g.OneIn(2) {
				return ask("approve", `{"n":%s,"yes":%v,"text":%q}`, a.ID, g.OneIn(2), g.Text())
			}
		}
	}
	switch g.rng.Intn(23) {
	case 0, 1, 2:
		if v.Player != nil && len(v.Player.Actions) > 0 {
			a := v.Player.Actions[g.rng.Intn(len(v.Player.Actions))]
			if a.Joint != nil {
				return ask(g.pick("commit", "commit", "withdraw"), `{}`)
			}
			return ask("act", `{"act":%q}`, a.ID)
		}
		return ask("act", `{"act":"hold"}`)
	case 3:
		return ask("commit", `{"commit":"trace"}`)
	case 4:
		return ask("withdraw", `{"withdraw":"trace"}`)
	case 5:
		return ask("cancel", `{"cancel":%q}`, g.pick("hold", "patch", "notify"))
	case 6, 7, 8:
		fact := g.pick("egress", "gap", "rumour", "trail")
		if v.Player != nil && len(v.Player.Facts) > 0 && g.rng.Intn(4) > 0 {
			fact = v.Player.Facts[g.rng.Intn(len(v.Player.Facts))].ID
		}
		return ask("share", `{"share":%q,"to":%s%s}`, fact, g.to(), mark())
	case 9, 10:
		return ask("say", `{"say":%q,"to":%s%s}`, g.Text(), g.to(), mark())
	case 11:
		return ask("say", `{"say":%q,"to":["lab","cloud","agency"],"re":%q}`, g.Text(), re())
	case 12:
		return ask("ask", `{"ask":%q,"to":%s,"due":"2h"}`, g.Text(), g.to())
	case 13:
		return ask("acknowledge", `{"acknowledge":%q,"as":%q}`, re(), g.pick("seen", "will do", "declined"))
	case 22:
		return ask("verify", `{"verify":%q,"via":%q}`, re(), g.pick("call", "formal", ""))
	case 14:
		return ask("declare", `{"declare":"cause","option":%q,"confidence":0.7}`, g.pick("insider", "state"))
	case 15:
		return ask("convene", `{"convene":%q}`, g.pick("cell", "pair"))
	case 16:
		return ask("attempt", `{"attempt":%q}`, g.Text())
	case 17:
		if v.Player != nil && v.Player.Total > 0 {
			return ask("read", `{"n":%d,"only":%v}`, 1+g.rng.Intn(v.Player.Total), g.OneIn(2))
		}
		return ask("deviate", `{"deviate":"#%d"}`, 1+g.rng.Intn(2))
	case 18:
		return ask("answer", `{"n":%d,"text":%q}`, 1+g.rng.Intn(3), g.Text())
	case 19:
		return ask("decide", `{"text":%q,"why":%q,"options":[%q],"follow":%q,"due":"3h"}`, g.Text(), g.Text(),
			g.Text(), g.Text())
	case 20:
		return ask("approve", `{"n":%d,"yes":%v,"text":%q}`, 1+g.rng.Intn(2), g.OneIn(2), g.Text())
	}
	return ask("whisper", `{"text":%q}`, g.Text())
}

// Facilitator has the facilitator or the evaluator ask for something.
func (g *Table) Facilitator() exercise.Answer {
	ask := func(verb, format string, args ...any) exercise.Answer {
		return g.Do("Fay", "facilitator", verb, fmt.Sprintf(format, args...))
	}
	inject := g.pick("call", "memo", "story", "hidden")
	attempt := fmt.Sprintf("%s#%d", g.Role(), 1+g.rng.Intn(2))
	if c := g.X.View("Fay").Control; len(c.Cases) > 0 && g.rng.Intn(4) > 0 {
		attempt = c.Cases[g.rng.Intn(len(c.Cases))].Case
	}
	switch g.rng.Intn(27) {
	case 0:
		return ask("release", `{"release":%q}`, inject)
	case 1:
		return ask("hold", `{"hold":%q}`, inject)
	case 2:
		return ask("unhold", `{"unhold":%q}`, inject)
	case 3:
		return ask("postpone", `{"postpone":%q,"by":"1h"}`, inject)
	case 4:
		return ask("edit", `{"edit":%q,"text":%q,"to":["police"]}`, g.pick("call", "memo"), g.Text())
	case 5:
		return ask("inject",
			`{"inject":{"from":"A voice","media":"call","title":%q,"text":%q,"to":[%q],"reveals":["trail"]}}`,
			g.Text(), g.Text(), g.Role())
	case 6:
		return ask("retract", `{"retract":%q,"reason_given":"x"}`, inject)
	case 7:
		return ask("retract", `{"retract":%q}`, g.pick("call", "memo", "+1"))
	case 8:
		return ask("query", `{"query":%q,"text":%q}`, attempt, g.Text())
	case 9:
		return ask("rule", `{"rule":%q,"outcome":%q,"text":%q,"effects":[{"gauge":"mood","add":-1}]}`, attempt,
			g.pick("success", "partial", "failure"), g.Text())
	case 10:
		return ask("rule", `{"rule":%q,"odds":0.5,"text":%q}`, attempt, g.Text())
	case 11:
		return ask("set", `{"set":{"gauge":"mood","add":1}}`)
	case 12:
		return ask("whisper", `{"to":%q,"text":%q}`, g.Names[g.Role()], g.Text())
	case 13:
		return ask("question", `{"text":"What now?"}`)
	case 14:
		return ask("pause", `{"allows":%q}`, g.pick("talk", "everything", "nothing"))
	case 15, 16, 17:
		return ask("resume", ``)
	case 18:
		return ask("step", `{"to":%q}`, g.pick("event", "inject", "move"))
	case 19:
		return ask("jump", `{"by":%q}`, g.pick("10m", "1h"))
	case 20:
		role := g.Role()
		return ask("bot", `{"role":%q,"on":%v}`, role, g.OneIn(2))
	case 21:
		return ask(g.pick("takeover", "giveback"), `{"role":%q}`, g.Role())
	case 22:
		return g.Do("Eva", "evaluator", "observe",
			fmt.Sprintf(`{"text":%q,"tag":"gap","role":%q}`, g.Text(), g.Role()))
	case 23, 24:
		return ask("approval", `{"case":%q,"from":%q,"text":%q}`, attempt, g.Role(), g.Text())
	case 25:
		return g.Do("Eva", "evaluator", "decide", fmt.Sprintf(`{"text":%q,"role":%q}`, g.Text(), g.Role()))
	}
	return ask("mirror", `{"role":%q}`, g.Role())
}

// Prepare has people invest and file before STARTEX, and begins.
func (g *Table) Prepare() {
	for range g.rng.Intn(6) {
		role := g.Role()
		switch g.rng.Intn(3) {
		case 0:
			g.Do(g.Names[role], role, "invest", fmt.Sprintf(`{"invest":%q,"points":1}`, g.pick("room", "pact")))
		case 1:
			g.Do(g.Names[role], role, "file", fmt.Sprintf(`{"file":"#%d"}`, 1+g.rng.Intn(2)))
		case 2:
			g.Do("Ann", "lab", "file",
				`{"note":{"role":"lab","when":"hours > 3","do":{"say":"ZQsay_fileQZ","to":["cloud"]},"within":"2h","shown_to":["cloud"]}}`)
		}
	}
	g.Do("Fay", "facilitator", "start", "")
}

// Play lets people do n things, with time between, and looks at everything after each.
func (g *Table) Play(n int, look func()) {
	for i := 0; i < n && !g.X.Over(); i++ {
		if g.OneIn(4) {
			g.Facilitator()
		} else {
			g.Player(g.Role())
		}
		if !g.X.Running() && g.OneIn(3) {
			g.Do("Fay", "facilitator", "resume", "")
		}
		if look != nil {
			look()
		}
		if g.OneIn(2) {
			g.Pass(engine.Time(g.rng.Int63n(int64(40 * time.Minute))))
		}
	}
}

// Written is a view as text, for comparing and searching.
func Written(v exercise.View) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// Marks are the marks ZQ…QZ in a text, without their ends.
func Marks(text string) []string {
	var out []string
	for {
		_, rest, found := strings.Cut(text, "ZQ")
		if !found {
			return out
		}
		mark, after, found := strings.Cut(rest, "QZ")
		if !found {
			return out
		}
		out = append(out, mark)
		text = after
	}
}
