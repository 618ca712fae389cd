package room_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
)

// power is an act that would be good if the facilitator, or whoever may, asked for it.
type power struct {
	verb, args string
	who        string // who else may: e evaluator, p player in a seat, l player in the lobby, o observer, b board
}

var powers = []power{
	{"seat", `{"who":"Lou","role":"police"}`, ""}, {"unseat", `{"who":"Bob"}`, ""}, {"bot", `{"role":"press","on":true}`, ""},
	{"takeover", `{"role":"cloud"}`, ""}, {"giveback", `{"role":"lab"}`, ""}, {"mute", `{"who":"Bob","on":true}`, ""},
	{"remove", `{"who":"Bob"}`, ""}, {"automatic", `{"on":true}`, ""}, {"start", ``, ""}, {"pause", `{"why":"lunch"}`, ""},
	{"resume", ``, ""}, {"stop", `{"text":"Fire!"}`, "e"}, {"pace", `{"minute":"3h"}`, ""}, {"step", `{"to":"event"}`, ""},
	{"jump", `{"by":"1h"}`, ""}, {"tick", ``, "none"}, {"resumed", ``, "none"}, {"drop", ``, "none"}, {"broadcast", `{"text":"Hear."}`, ""},
	{"whisper", `{"to":"Bob","text":"Hm."}`, "e"}, {"question", `{"text":"What now?"}`, ""}, {"close", `{"n":1}`, ""},
	{"answer", `{"n":1,"text":"So."}`, "only p"}, {"observe", `{"text":"Seen."}`, "e"}, {"rate", `{"objective":"picture","rating":"P"}`, "e"},
	{"mirror", `{"role":"cloud"}`, "e"}, {"read", `{"n":1}`, "only p"}, {"leave", ``, "eplob"}, {"join", `{"kind":"facilitator"}`, "eplob"},
	{"decide", `{"text":"We wait.","role":"cloud"}`, "ep"}, {"approval", `{"case":"cloud#1","from":"police","text":"May they?"}`, ""},
	{"approve", `{"n":1,"yes":true}`, "only p"}, {"handover", `{"to":"Flo"}`, ""}, {"feedback", `{"realism":4,"usefulness":4,"prepared":4}`, "only plo"},
	{"release", `{"release":"hidden"}`, ""}, {"hold", `{"hold":"call"}`, ""}, {"skip", `{"skip":"call"}`, ""}, {"postpone", `{"postpone":"call","by":"1h"}`, ""},
	{"unhold", `{"unhold":"memo"}`, ""}, {"edit", `{"edit":"call","text":"New."}`, ""},
	{"inject", `{"inject":{"title":"T","text":"t","to":["lab"]}}`, ""}, {"retract", `{"retract":"hidden"}`, ""},
	{"query", `{"query":"cloud#1","text":"How?"}`, ""}, {"rule", `{"rule":"cloud#1","outcome":"success","text":"Yes."}`, ""},
	{"set", `{"set":{"gauge":"mood","add":1}}`, ""}, {"end", `{"end":true}`, ""},
}

// phases of an exercise, each with a case, a question, an approval and a seat taken over
// wherever the phase allows that.
var phases = []string{"before", "running", "talk", "nothing", "emergency", "over"}

func inPhase(t *testing.T, phase string) *table {
	g := newTable(t, header(t, secrets, 1), 1)
	g.do("Flo", "facilitator", "join", `{"kind":"facilitator"}`)
	g.do("Oz", "observer", "join", `{"kind":"observer"}`)
	for _, lone := range []string{"Lou", "Ban"} {
		g.do(lone, "player", "join", `{"kind":"player"}`)
	}
	g.do("Fay", "facilitator", "remove", `{"who":"Ban"}`)
	g.do("Fay", "facilitator", "mute", `{"who":"Dot","on":true}`)
	g.do("Fay", "facilitator", "takeover", `{"role":"lab"}`)
	g.do("Fay", "facilitator", "question", `{"text":"What?"}`)
	if phase == "before" {
		return g
	}
	g.do("Fay", "facilitator", "start", "")
	g.pass(engine.At(0) + engine.Time(30*time.Minute))
	require.True(t, g.do("Bob", "cloud", "attempt", `{"attempt":"We ask around."}`).OK)
	require.True(t, g.do("Fay", "facilitator", "approval", `{"case":"cloud#1","from":"agency","text":"May they?"}`).OK)
	switch phase {
	case "talk", "nothing":
		require.True(t, g.do("Fay", "facilitator", "pause", fmt.Sprintf(`{"allows":%q}`, phase)).OK)
	case "emergency":
		require.True(t, g.do("Fay", "facilitator", "stop", "").OK)
	case "over":
		require.True(t, g.do("Fay", "facilitator", "end", `{"end":true}`).OK)
	}
	return g
}

// whole is all that can be told of an exercise: the engine's digest, what has happened and
// what everybody sees, but for the log's lines on what was refused.
func whole(x *exercise.Exercise) string {
	out := fmt.Sprintf("%016x", x.Engine().Digest())
	for _, l := range x.Log() {
		if l.Mark != "refused" {
			out += "\n" + l.Text
		}
	}
	for _, name := range []string{"Fay", "Eva", "Wall", "Bob", "Cyd", "Lou"} {
		v := x.View(name)
		if v.Control != nil {
			v.Control.Log, v.Control.LogTotal = nil, 0
		}
		out += "\n" + written(v)
	}
	return out
}

// difference is where two texts differ, with a little around it.
func difference(a, b string) string {
	if a == b {
		return ""
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	around := func(s string) string { return s[min(max(0, n-60), len(s)):min(n+60, len(s))] }
	return around(a) + " | " + around(b)
}

// TestPowersCannotBeReached: every act of the facilitator and of the room, by every other
// kind of person, in the name of any seat, in every phase: refused, and nothing changes.
func TestPowersCannotBeReached(t *testing.T) {
	known := map[string]bool{}
	for _, p := range powers {
		known[p.verb] = true
	}
	for _, verb := range exercise.Verbs() {
		assert.True(t, known[verb], "%q is not in the table of this test", verb)
	}
	for v := engine.Verb(1); v.String() != "unknown"; v++ {
		if v.Controls() && v.String() != "fire" {
			assert.True(t, known[v.String()], "%q is not in the table of this test", v)
		}
	}
	people := map[string]string{"Bob": "p", "Dot": "muted", "Lou": "l", "Eva": "e", "Oz": "o", "Wall": "b", "Ban": "banned", "Nobody": "unknown", "": "unknown"}
	seats := []string{"facilitator", "room", "cloud", "lab", "\x00"}
	if testing.Short() {
		seats = seats[:3]
	}
	tried := 0
	for _, phase := range phases {
		g := inPhase(t, phase)
		before := whole(g.x)
		for _, p := range powers {
			for name, kind := range people {
				if p.verb == "join" && kind == "unknown" || kind == "muted" && slices.Contains([]string{"join", "leave", "read", "feedback"}, p.verb) || strings.Contains(strings.TrimPrefix(p.who, "only "), kind) {
					continue
				}
				for _, seat := range seats {
					if own := p.verb == "tick" || p.verb == "resumed" || p.verb == "drop"; own && seat == "room" {
						continue // the room's own entries; see TestSeatsCannotForgeTheRoom
					}
					x := g.x.Clone()
					a := x.Do(record.Entry{Seq: 1000, At: x.Now(), Who: name, Seat: seat, Verb: p.verb, Args: json.RawMessage(p.args)})
					tried++
					if !assert.False(t, a.OK, "%s as %q in the phase %q: %s", name, seat, phase, p.verb) || !assert.NotEmpty(t, a.Why) ||
						!assert.Empty(t, difference(before, whole(x)), "%s as %q in the phase %q: %s was refused, but something changed", name, seat, phase, p.verb) {
						return
					}
				}
			}
		}
	}
	assert.Greater(t, tried, 1200*len(seats))
}

// TestPowersWork is the other side: each act is good in some phase for who may do it.
func TestPowersWork(t *testing.T) {
	for _, p := range powers {
		who, seat := "Fay", "facilitator"
		switch {
		case p.who == "none":
			continue
		case p.verb == "approve":
			who, seat = "Cyd", "agency"
		case strings.HasPrefix(p.who, "only"):
			who, seat = "Bob", "cloud"
		case p.verb == "join":
			p.args = `{"kind":"facilitator"}`
		}
		good, why := false, []string{}
		for _, phase := range phases {
			g := inPhase(t, phase)
			if p.verb == "retract" {
				g.do("Fay", "facilitator", "release", `{"release":"hidden"}`)
			}
			a := g.do(who, seat, p.verb, p.args)
			good, why = good || a.OK, append(why, a.Why)
		}
		assert.True(t, good, "%s was never good: %q", p.verb, why)
	}
}

// TestSeatsCannotForgeTheRoom: through a seat's own handle, with a seat that is not one's
// own and with the room's own words, nothing can be done and nothing comes to the record.
func TestSeatsCannotForgeTheRoom(t *testing.T) {
	synctest.Test(t, forgeTheRoom) // the room lets nobody ask for much in a short time
}

func forgeTheRoom(t *testing.T) {
	r := open(t, secrets, room.Config{Open: true})
	defer r.Close("done")
	join(t, r, "Fay", exercise.KindFacilitator, "")
	ann := join(t, r, "Ann", exercise.KindPlayer, "lab")
	state := func() (d uint64) {
		require.NoError(t, r.Look(t.Context(), func(x *exercise.Exercise) { d = x.Digest() }))
		return d
	}
	before := state()
	for _, seat := range []string{"room", "facilitator", "cloud", strings.Repeat("x", 5000)} {
		for _, p := range powers {
			if slices.Contains([]string{"read", "leave", "answer", "approve", "decide", "feedback", "whisper"}, p.verb) {
				continue // her own to do, or refused for other reasons
			}
			a := patiently(t, func() (exercise.Answer, error) {
				return ann.Do(t.Context(), room.Request{Seat: seat, Verb: p.verb, Args: json.RawMessage(p.args)})
			})
			require.False(t, a.OK, "%s as %q", p.verb, seat)
			require.Equal(t, before, state(), "%s as %q", p.verb, seat)
		}
	}
}

// TestStopBeforeStart: a real emergency may come before STARTEX; the exercise begins only
// when it is over.
func TestStopBeforeStart(t *testing.T) {
	g := inPhase(t, "before")
	require.True(t, g.do("Fay", "facilitator", "stop", "").OK)
	assert.True(t, g.x.View("Bob").Clock.Emergency)
	assert.False(t, g.do("Bob", "cloud", "invest", `{"invest":"room","points":1}`).OK)
	a := g.do("Fay", "facilitator", "start", "")
	require.False(t, a.OK)
	assert.Contains(t, a.Why, "resume it first")
	require.True(t, g.do("Fay", "facilitator", "resume", "").OK)
	assert.Equal(t, "before STARTEX", g.x.View("Bob").Clock.Phase)
	assert.False(t, g.x.View("Bob").Clock.Emergency)
	require.True(t, g.do("Fay", "facilitator", "start", "").OK)
	assert.True(t, g.x.Running())
	require.True(t, g.do("Fay", "facilitator", "step", `{"to":"event"}`).OK)
}

// FuzzDo: whatever stands in an entry, an exercise answers, does not fall over, and is
// not changed by what it refuses.
func FuzzDo(f *testing.F) {
	for i, p := range powers {
		f.Add(uint8(i), "Fay", "facilitator", p.verb, []byte(p.args), int64(0))
		f.Add(uint8(i), "", "room", p.verb, []byte(p.args), int64(-1))
	}
	f.Add(uint8(1), "Bob", "cloud", "say", []byte(`{"say":"x","to":["lab"],"re":"lab#99999999999999999999"}`), int64(1)<<62)
	f.Add(uint8(2), "Bob", "cloud", "attempt", []byte(`{"attempt":"x","case":-1}`), int64(1))
	f.Add(uint8(3), "Fay", "facilitator", "rule", []byte(`{"rule":"cloud#1","odds":1e308,"text":"x","effects":[{"gauge":"mood","times":1e308}]}`), int64(1))
	var tables []*table
	f.Fuzz(func(t *testing.T, phase uint8, who, seat, verb string, args []byte, after int64) {
		if tables == nil {
			for _, p := range phases {
				tables = append(tables, inPhase(t, p))
			}
		}
		x := tables[int(phase)%len(tables)].x.Clone()
		at := x.Now() + engine.Time(after)
		x.Advance(at)
		before := whole(x)
		a := x.Do(record.Entry{Seq: 1000, At: at, Who: who, Seat: seat, Verb: verb, Args: args, Reason: verb})
		if a.OK {
			whole(x)
			x.Advance(x.Now() + engine.Time(time.Hour))
			whole(x)
		} else if after := whole(x); before != after {
			t.Fatalf("%s as %s: %s %s was refused (%s), but something changed: %s", who, seat, verb, args, a.Why, difference(before, after))
		}
	})
}

// TestHostileArguments is the fuzz in small, with arguments that are nearly good: numbers
// out of range, other kinds of value, long texts, control characters, deep nesting.
func TestHostileArguments(t *testing.T) {
	n := 6000
	if testing.Short() {
		n = 600
	}
	rng := rand.New(rand.NewSource(1))
	values := []string{`null`, `-1`, `1e308`, `9223372036854775807`, `18446744073709551616`, `""`, `"\u0000\u001b[2J"`, `"public"`, `"all"`, `"lab"`, `"cloud#0"`, `"cloud#1"`,
		`"+1"`, `"+999999999999"`, `"#0"`, `"#-1"`, `"-5h"`, `"999999999d"`, `true`, `[]`, `[null]`, `["lab","lab"]`, `{}`, `{"a":1}`, `[[[[[[[[[[]]]]]]]]]]`,
		quoted(strings.Repeat("é", 9000)), quoted(strings.Repeat("a\u0301", 500)), `"\ud800"`, `0`, `0.0`, `1E1`}
	verbs := []string{}
	for _, p := range powers {
		verbs = append(verbs, p.verb)
	}
	for v := engine.Verb(1); v.String() != "unknown"; v++ {
		verbs = append(verbs, v.String())
	}
	people := [][2]string{{"Fay", "facilitator"}, {"Bob", "cloud"}, {"Fay", "lab"}, {"Eva", "evaluator"}, {"Lou", "player"}, {"", "room"}, {"\x1b[31m", "player"}}
	accepted := 0
	for range n {
		g := inPhaseOnce(t, phases[rng.Intn(len(phases))])
		who := people[rng.Intn(len(people))]
		verb := verbs[rng.Intn(len(verbs))]
		args := map[string]json.RawMessage{}
		if i := slices.IndexFunc(powers, func(p power) bool { return p.verb == verb }); i >= 0 && powers[i].args != "" {
			require.NoError(t, json.Unmarshal([]byte(powers[i].args), &args))
		} else if v, ok := engine.VerbOf(verb); ok {
			args[v.String()] = json.RawMessage(values[rng.Intn(len(values))])
		}
		keys := []string{"n", "to", "text", "role", "who", "by", "reason", "options", "order", "rank", "case", "due", "odds", "effects", "note", "inject", "points", "confidence", "option", "re", "only", "zzz"}
		if len(args) > 0 && rng.Intn(3) > 0 {
			keys = slices.Collect(maps.Keys(args))
		}
		slices.Sort(keys)
		for range rng.Intn(3) {
			args[keys[rng.Intn(len(keys))]] = json.RawMessage(values[rng.Intn(len(values))])
		}
		text, err := json.Marshal(args)
		require.NoError(t, err)
		before := whole(g)
		a := g.Do(record.Entry{Seq: 1000, At: g.Now(), Who: who[0], Seat: who[1], Verb: verb, Args: text})
		if a.OK {
			accepted++
			whole(g)
			continue
		}
		require.Empty(t, difference(before, whole(g)), "%s as %s: %s %s was refused (%s), but something changed", who[0], who[1], verb, text, a.Why)
	}
	assert.Greater(t, accepted, n/500, "some are good after all")
}

var readyPhases = map[string]*exercise.Exercise{}

// inPhaseOnce is a copy of an exercise in a phase.
func inPhaseOnce(t *testing.T, phase string) *exercise.Exercise {
	if readyPhases[phase] == nil {
		readyPhases[phase] = inPhase(t, phase).x
	}
	return readyPhases[phase].Clone()
}

// quoted is a text as JSON.
func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}
