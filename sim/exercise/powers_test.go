package exercise_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

// phases of an exercise, each with a case, a question, an approval and a seat taken over
// wherever the phase allows that.
var phases = []string{"before", "running", "talk", "nothing", "emergency", "over"}

func inPhase(t *testing.T, phase string) *tabletest.Table {
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
	g.Do("Flo", "facilitator", "join", `{"kind":"facilitator"}`)
	g.Do("Oz", "observer", "join", `{"kind":"observer"}`)
	for _, lone := range []string{"Lou", "Ban"} {
		g.Do(lone, "player", "join", `{"kind":"player"}`)
	}
	g.Do("Fay", "facilitator", "remove", `{"who":"Ban"}`)
	g.Do("Fay", "facilitator", "mute", `{"who":"Dot","on":true}`)
	g.Do("Fay", "facilitator", "takeover", `{"role":"lab"}`)
	g.Do("Fay", "facilitator", "question", `{"text":"What?"}`)
	g.Do("Fay", "facilitator", "rollcall", "")
	if phase == "before" {
		return g
	}
	g.Do("Fay", "facilitator", "start", "")
	g.Pass(engine.At(0) + engine.Time(30*time.Minute))
	require.True(t, g.Do("Bob", "cloud", "attempt", `{"attempt":"We ask around."}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "approval",
		`{"case":"cloud#1","from":"agency","text":"May they?"}`).OK)
	switch phase {
	case "talk", "nothing":
		require.True(t, g.Do("Fay", "facilitator", "pause", fmt.Sprintf(`{"allows":%q}`, phase)).OK)
	case "emergency":
		require.True(t, g.Do("Fay", "facilitator", "stop", "").OK)
	case "over":
		require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
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
		out += "\n" + tabletest.Written(v)
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
	for _, p := range tabletest.Powers {
		known[p.Verb] = true
	}
	assert.True(t, len(exercise.Verbs()) > 60 && slices.IsSorted(exercise.Verbs()))
	for _, verb := range exercise.Verbs() {
		assert.True(t, known[verb], "%s has no line in Powers (sim/tabletest/powers.go)", verb)
	}
	for v := engine.Verb(1); v.String() != "unknown"; v++ {
		if v.Controls() && v.String() != "fire" {
			assert.True(t, known[v.String()], "%s has no line in Powers (sim/tabletest/powers.go)", v)
		}
	}
	people := []struct{ name, kind string }{{"Bob", "p"}, {"Dot", "muted"}, {"Lou", "l"}, {"Eva", "e"}, {"Oz", "o"},
		{"Wall", "b"}, {"Ban", "banned"}, {"Nobody", "unknown"}, {"", "unknown"}}
	seats := []string{"facilitator", "room", "cloud", "lab", "\x00"}
	tried, asked := 0, 0
	of := testsize.Of(1, len(seats), 8*len(seats)) // one in so many of the seats is tried, in turn
	for _, phase := range phases {
		g := inPhase(t, phase)
		before := whole(g.X)
		for _, p := range tabletest.Powers {
			for _, who := range people {
				name, kind := who.name, who.kind
				if p.Verb == "join" && kind == "unknown" || kind == "muted" &&
					slices.Contains([]string{"join", "leave", "read", "feedback", "here"}, p.Verb) ||
					strings.Contains(strings.TrimPrefix(p.Who, "only "), kind) {
					continue
				}
				asked++
				for i, seat := range seats {
					always := kind == "muted" && phase == "running" && i == 0 // what an act must see to itself
					if (asked+i)%of != 0 && !always {
						continue
					}
					if own := p.Who == "none"; own && seat == "room" {
						continue // the room's own entries; see TestSeatsCannotForgeTheRoom
					}
					x := g.X.Clone()
					a := x.Do(record.Entry{Seq: 1000, At: x.Now(), Who: name, Seat: seat, Verb: p.Verb,
						Args: json.RawMessage(p.Args)})
					tried++
					if !assert.False(t, a.OK, "%s (%s) as %q in the phase %q can %s: have its do refuse that", name, kind,
						seat, phase, p.Verb) ||
						!assert.NotEmpty(t, a.Why) ||
						!assert.Empty(t, difference(before, whole(x)),
							"%s as %q in the phase %q: %s was refused, but something changed", name, seat, phase,
							p.Verb) {
						return
					}
				}
			}
		}
	}
	assert.Greater(t, tried, 1200*len(seats)/of)
}

// TestPowersWork is the other side: each act is good in some phase for who may do it. It is done to a copy, and
// changes nothing of what that is a copy of.
func TestPowersWork(t *testing.T) {
	as := map[string]string{}
	for _, phase := range phases {
		inPhaseOnce(t, phase)
		as[phase] = whole(readyPhases[phase])
	}
	for _, p := range tabletest.Powers {
		who, seat := "Fay", "facilitator"
		switch {
		case p.Who == "none":
			continue
		case p.Verb == "approve":
			who, seat = "Cyd", "agency"
		case strings.HasPrefix(p.Who, "only"):
			who, seat = "Bob", "cloud"
		case p.Verb == "join":
			p.Args = `{"kind":"facilitator"}`
		}
		good, why := false, []string{}
		for _, phase := range phases {
			x := inPhaseOnce(t, phase)
			do := func(who, seat, verb, args string) exercise.Answer {
				return x.Do(record.Entry{Seq: 1000, At: x.Now(), Who: who, Seat: seat, Verb: verb,
					Args: json.RawMessage(args)})
			}
			if p.Verb == "yield" || p.Verb == "lead" {
				do("Fay", "facilitator", "aide", `{"who":"Lou","role":"cloud","on":true}`)
			}
			if p.Verb == "lead" {
				do("Bob", "room", "drop", "")
				who, seat = "Lou", "player"
			}
			if p.Verb == "done" {
				do("Fay", "facilitator", "turns", `{"every":"2h"}`)
			}
			if p.Verb == "retract" || p.Verb == "judge" {
				do("Fay", "facilitator", "release", `{"release":"hidden"}`)
			}
			a := do(who, seat, p.Verb, p.Args)
			if why = append(why, a.Why); a.OK && !good {
				good = true
				require.Empty(t, difference(as[phase], whole(readyPhases[phase])),
					"%s on a copy changes what it is a copy of: give Exercise.Clone or desk.clone memory of its own", p.Verb)
			}
		}
		assert.True(t, good, "%s was never good: %q", p.Verb, why)
	}
}

// TestStopBeforeStart: a real emergency may come before STARTEX; the exercise begins only
// when it is over.
func TestStopBeforeStart(t *testing.T) {
	g := inPhase(t, "before")
	require.True(t, g.Do("Fay", "facilitator", "stop", "").OK)
	assert.True(t, g.X.View("Bob").Clock.Emergency)
	assert.False(t, g.Do("Bob", "cloud", "invest", `{"invest":"room","points":1}`).OK)
	a := g.Do("Fay", "facilitator", "start", "")
	require.False(t, a.OK)
	assert.Contains(t, a.Why, "resume it first")
	require.True(t, g.Do("Fay", "facilitator", "resume", "").OK)
	assert.Equal(t, "before STARTEX", g.X.View("Bob").Clock.Phase)
	assert.False(t, g.X.View("Bob").Clock.Emergency)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	assert.True(t, g.X.Running())
	require.True(t, g.Do("Fay", "facilitator", "step", `{"to":"event"}`).OK)
}

// FuzzDo: whatever is in an entry, an exercise answers, does not fall over, and is
// not changed by what it refuses.
func FuzzDo(f *testing.F) {
	for i, p := range tabletest.Powers {
		f.Add(uint8(i), "Fay", "facilitator", p.Verb, []byte(p.Args), int64(0))
		f.Add(uint8(i), "", "room", p.Verb, []byte(p.Args), int64(-1))
	}
	f.Add(uint8(1), "Bob", "cloud", "say", []byte(`{"say":"x","to":["lab"],"re":"lab#99999999999999999999"}`),
		int64(1)<<62)
	f.Add(uint8(2), "Bob", "cloud", "attempt", []byte(`{"attempt":"x","case":-1}`), int64(1))
	f.Add(uint8(3), "Fay", "facilitator", "rule",
		[]byte(`{"rule":"cloud#1","odds":1e308,"text":"x","effects":[{"gauge":"mood","times":1e308}]}`), int64(1))
	var tables []*tabletest.Table
	f.Fuzz(func(t *testing.T, phase uint8, who, seat, verb string, args []byte, after int64) {
		if tables == nil {
			for _, p := range phases {
				tables = append(tables, inPhase(t, p))
			}
		}
		x := tables[int(phase)%len(tables)].X.Clone()
		at := x.Now() + engine.Time(after)
		x.Advance(at)
		before := whole(x)
		a := x.Do(record.Entry{Seq: 1000, At: at, Who: who, Seat: seat, Verb: verb, Args: args, Reason: verb})
		if a.OK {
			whole(x)
			x.Advance(x.Now() + engine.Time(time.Hour))
			whole(x)
		} else if after := whole(x); before != after {
			t.Fatalf("%s as %s: %s %s was refused (%s), but something changed: %s", who, seat, verb, args, a.Why,
				difference(before, after))
		}
	})
}

// TestHostileArguments is the fuzz in small, with arguments that are nearly good: numbers
// out of range, other kinds of value, long texts, control characters, deep nesting.
func TestHostileArguments(t *testing.T) {
	testsize.Long(t)
	n := testsize.Of(6000, 1500, 600)
	rng := rand.New(rand.NewSource(1))
	values := []string{`null`, `-1`, `1e308`, `9223372036854775807`, `18446744073709551616`, `""`,
		`"\u0000\u001b[2J"`, `"public"`, `"all"`, `"lab"`, `"cloud#0"`, `"cloud#1"`,
		`"+1"`, `"+999999999999"`, `"#0"`, `"#-1"`, `"-5h"`, `"999999999d"`, `true`, `[]`, `[null]`,
		`["lab","lab"]`, `{}`, `{"a":1}`, `[[[[[[[[[[]]]]]]]]]]`,
		quoted(strings.Repeat("é", 9000)), quoted(strings.Repeat("a\u0301", 500)), `"\ud800"`, `0`, `0.0`, `1E1`}
	verbs := []string{}
	for _, p := range tabletest.Powers {
		verbs = append(verbs, p.Verb)
	}
	for v := engine.Verb(1); v.String() != "unknown"; v++ {
		verbs = append(verbs, v.String())
	}
	people := [][2]string{{"Fay", "facilitator"}, {"Bob", "cloud"}, {"Fay", "lab"}, {"Eva", "evaluator"},
		{"Lou", "player"}, {"", "room"}, {"\x1b[31m", "player"}}
	accepted := 0
	for range n {
		g := inPhaseOnce(t, phases[rng.Intn(len(phases))])
		who := people[rng.Intn(len(people))]
		verb := verbs[rng.Intn(len(verbs))]
		args := map[string]json.RawMessage{}
		if i := slices.IndexFunc(tabletest.Powers,
			func(p tabletest.Power) bool { return p.Verb == verb }); i >= 0 && tabletest.Powers[i].Args != "" {
			require.NoError(t, json.Unmarshal([]byte(tabletest.Powers[i].Args), &args))
		} else if v, ok := engine.VerbOf(verb); ok {
			args[v.String()] = json.RawMessage(values[rng.Intn(len(values))])
		}
		keys := []string{"n", "to", "text", "role", "who", "by", "reason", "options", "order", "rank", "case",
			"due", "odds", "effects", "note", "inject", "points", "confidence", "option", "re", "only", "zzz"}
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
		require.Empty(t, difference(before, whole(g)), "%s as %s: %s %s was refused (%s), but something changed",
			who[0], who[1], verb, text, a.Why)
	}
	assert.Greater(t, accepted, n/500, "some are good after all")
}

var readyPhases = map[string]*exercise.Exercise{}

// inPhaseOnce is a copy of an exercise in a phase.
func inPhaseOnce(t *testing.T, phase string) *exercise.Exercise {
	if readyPhases[phase] == nil {
		readyPhases[phase] = inPhase(t, phase).X
	}
	return readyPhases[phase].Clone()
}

// quoted is a text as JSON.
func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}
