package room_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
)

const secrets = "../../testdata/models/secrets.toml"

func header(t testing.TB, path string, seed uint64, mechanisms ...string) record.Header {
	t.Helper()
	src, err := os.ReadFile(path)
	require.NoError(t, err)
	return record.Header{Format: 1, Tocsin: "test", Name: "secrets", Scenario: string(src), Seed: seed, Mechanisms: mechanisms, Started: time.Unix(0, 0).UTC()}
}

// table is an exercise with people who do anything that could be asked, sensible or not.
type table struct {
	t       testing.TB
	rng     *rand.Rand
	x       *exercise.Exercise
	entries []record.Entry
	answers []exercise.Answer // to each of them
	words   int               // so that each text is one of its own
	roles   []string
	names   map[string]string // role → name
	skip    func(en record.Entry) bool
}

func newTable(t testing.TB, h record.Header, seed int64) *table {
	x, err := exercise.New(h)
	require.NoError(t, err)
	g := &table{t: t, rng: rand.New(rand.NewSource(seed)), x: x, roles: []string{"lab", "cloud", "agency", "press", "police"},
		names: map[string]string{"lab": "Ann", "cloud": "Bob", "agency": "Cyd", "press": "Dot", "police": "Eli"}}
	g.do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	g.do("Eva", "evaluator", "join", `{"kind":"evaluator"}`)
	g.do("Wall", "board", "join", `{"kind":"board"}`)
	for _, r := range g.roles {
		g.do(g.names[r], "player", "join", fmt.Sprintf(`{"kind":"player","want":%q,"open":true}`, r))
	}
	return g
}

// do has somebody ask for something now.
func (g *table) do(who, seat, verb, args string) exercise.Answer {
	en := record.Entry{Seq: len(g.entries) + 1, At: g.x.Now(), Wall: time.Unix(0, 0).UTC(), Who: who, Seat: seat, Verb: verb, State: g.x.Digest()}
	if args != "" {
		en.Args = json.RawMessage(args)
	}
	if g.skip != nil && g.skip(en) {
		return exercise.Answer{}
	}
	g.entries = append(g.entries, en)
	a := g.x.Do(en)
	g.answers = append(g.answers, a)
	return a
}

// pass lets time pass.
func (g *table) pass(d engine.Time) { g.x.Advance(g.x.Now() + d) }

func (g *table) pick(from ...string) string { return from[g.rng.Intn(len(from))] }

// text is a text that carries a mark of its own.
func (g *table) text() string {
	g.words++
	return fmt.Sprintf("ZQsaid_%dQZ", g.words)
}

func (g *table) role() string { return g.pick(g.roles...) }

// to is a list of recipients.
func (g *table) to() string {
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

// player has a role ask for something.
func (g *table) player(role string) exercise.Answer {
	v := g.x.View(g.names[role])
	ask := func(verb, format string, args ...any) exercise.Answer {
		return g.do(g.names[role], role, verb, fmt.Sprintf(format, args...))
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
		if g.rng.Intn(3) == 0 {
			return fmt.Sprintf(`,"mark":%q`, g.pick("red", "amber", "green", "clear"))
		}
		return ""
	}
	if v.Player != nil {
		for _, a := range v.Player.Asked {
			if a.Kind == "approval" && g.rng.Intn(2) == 0 {
				return ask("approve", `{"n":%s,"yes":%v,"text":%q}`, a.ID, g.rng.Intn(2) == 0, g.text())
			}
		}
	}
	switch g.rng.Intn(22) {
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
		return ask("say", `{"say":%q,"to":%s%s}`, g.text(), g.to(), mark())
	case 11:
		return ask("say", `{"say":%q,"to":["lab","cloud","agency"],"re":%q}`, g.text(), re())
	case 12:
		return ask("ask", `{"ask":%q,"to":%s,"due":"2h"}`, g.text(), g.to())
	case 13:
		return ask("acknowledge", `{"acknowledge":%q,"as":%q}`, re(), g.pick("seen", "will do", "declined"))
	case 14:
		return ask("declare", `{"declare":"cause","option":%q,"confidence":0.7}`, g.pick("insider", "state"))
	case 15:
		return ask("convene", `{"convene":%q}`, g.pick("cell", "pair"))
	case 16:
		return ask("attempt", `{"attempt":%q}`, g.text())
	case 17:
		if v.Player != nil && v.Player.Total > 0 {
			return ask("read", `{"n":%d,"only":%v}`, 1+g.rng.Intn(v.Player.Total), g.rng.Intn(2) == 0)
		}
		return ask("deviate", `{"deviate":"#%d"}`, 1+g.rng.Intn(2))
	case 18:
		return ask("answer", `{"n":%d,"text":%q}`, 1+g.rng.Intn(3), g.text())
	case 19:
		return ask("decide", `{"text":%q,"why":%q,"options":[%q],"follow":%q,"due":"3h"}`, g.text(), g.text(), g.text(), g.text())
	case 20:
		return ask("approve", `{"n":%d,"yes":%v,"text":%q}`, 1+g.rng.Intn(2), g.rng.Intn(2) == 0, g.text())
	}
	return ask("whisper", `{"text":%q}`, g.text())
}

// facilitator has the facilitator or the evaluator ask for something.
func (g *table) facilitator() exercise.Answer {
	ask := func(verb, format string, args ...any) exercise.Answer {
		return g.do("Fay", "facilitator", verb, fmt.Sprintf(format, args...))
	}
	inject := g.pick("call", "memo", "story", "hidden")
	attempt := fmt.Sprintf("%s#%d", g.role(), 1+g.rng.Intn(2))
	if c := g.x.View("Fay").Control; len(c.Cases) > 0 && g.rng.Intn(4) > 0 {
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
		return ask("edit", `{"edit":%q,"text":%q,"to":["police"]}`, g.pick("call", "memo"), g.text())
	case 5:
		return ask("inject", `{"inject":{"from":"A voice","media":"call","title":%q,"text":%q,"to":[%q],"reveals":["trail"]}}`, g.text(), g.text(), g.role())
	case 6:
		return ask("retract", `{"retract":%q,"reason_given":"x"}`, inject)
	case 7:
		return ask("retract", `{"retract":%q}`, g.pick("call", "memo", "+1"))
	case 8:
		return ask("query", `{"query":%q,"text":%q}`, attempt, g.text())
	case 9:
		return ask("rule", `{"rule":%q,"outcome":%q,"text":%q,"effects":[{"gauge":"mood","add":-1}]}`, attempt, g.pick("success", "partial", "failure"), g.text())
	case 10:
		return ask("rule", `{"rule":%q,"odds":0.5,"text":%q}`, attempt, g.text())
	case 11:
		return ask("set", `{"set":{"gauge":"mood","add":1}}`)
	case 12:
		return ask("whisper", `{"to":%q,"text":%q}`, g.names[g.role()], g.text())
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
		role := g.role()
		return ask("bot", `{"role":%q,"on":%v}`, role, g.rng.Intn(2) == 0)
	case 21:
		return ask(g.pick("takeover", "giveback"), `{"role":%q}`, g.role())
	case 22:
		return g.do("Eva", "evaluator", "observe", fmt.Sprintf(`{"text":%q,"tag":"gap","role":%q}`, g.text(), g.role()))
	case 23, 24:
		return ask("approval", `{"case":%q,"from":%q,"text":%q}`, attempt, g.role(), g.text())
	case 25:
		return g.do("Eva", "evaluator", "decide", fmt.Sprintf(`{"text":%q,"role":%q}`, g.text(), g.role()))
	}
	return ask("mirror", `{"role":%q}`, g.role())
}

// prepare has people invest and file before STARTEX, and begins.
func (g *table) prepare() {
	for range g.rng.Intn(6) {
		role := g.role()
		switch g.rng.Intn(3) {
		case 0:
			g.do(g.names[role], role, "invest", fmt.Sprintf(`{"invest":%q,"points":1}`, g.pick("room", "pact")))
		case 1:
			g.do(g.names[role], role, "file", fmt.Sprintf(`{"file":"#%d"}`, 1+g.rng.Intn(2)))
		case 2:
			g.do("Ann", "lab", "file", `{"note":{"role":"lab","when":"hours > 3","do":{"say":"ZQsay_fileQZ","to":["cloud"]},"within":"2h","shown_to":["cloud"]}}`)
		}
	}
	g.do("Fay", "facilitator", "start", "")
}

// play lets people do n things, with time between, and looks at everything after each.
func (g *table) play(n int, look func()) {
	for i := 0; i < n && !g.x.Over(); i++ {
		if g.rng.Intn(4) == 0 {
			g.facilitator()
		} else {
			g.player(g.role())
		}
		if !g.x.Running() && g.rng.Intn(3) == 0 {
			g.do("Fay", "facilitator", "resume", "")
		}
		if look != nil {
			look()
		}
		if g.rng.Intn(2) == 0 {
			g.pass(engine.Time(g.rng.Int63n(int64(40 * time.Minute))))
		}
	}
}

// written is a view as text, for comparing and searching.
func written(v exercise.View) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func marks(text string) []string {
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
