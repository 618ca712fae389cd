package record_test

import (
	"encoding/json"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

func coldCopy(t testing.TB) *scenario.Scenario {
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	src = []byte(strings.ReplaceAll(string(src), "[[move]]\ntitle = \"J", "[[move]]\nid = \"joining\"\ntitle = \"J"))
	sc, ds := scenario.Load("cold_copy.toml", src)
	require.NotNil(t, sc, ds.Format("cold_copy.toml", string(src)))
	return sc
}

// effects draws changes of the world: of every kind and in every way, some of them senseless.
func effects(sc *scenario.Scenario) *rapid.Generator[*scenario.Effect] {
	number := rapid.Map(rapid.Float64Range(-1e9, 1e9), func(f float64) *float64 { return &f })
	span := rapid.Map(rapid.Int64Range(1, int64(scenario.MaxDuration)),
		func(n int64) scenario.Duration { return scenario.Duration(n) })
	return rapid.Custom(func(t *rapid.T) *scenario.Effect {
		e := &scenario.Effect{}
		kind := rapid.SampledFrom(scenario.EffectKinds()).Draw(t, "kind")
		way := rapid.SampledFrom(kind.Ways).Draw(t, "way")
		v := reflect.ValueOf(e).Elem()
		for i := range v.NumField() {
			key, x := v.Type().Field(i).Tag.Get("toml"), v.Field(i)
			if key != kind.Target && key != way.Key {
				continue
			}
			id := func() string { return sc.ID(kind.Target, rapid.IntRange(0, 2).Draw(t, "which")) }
			switch x.Addr().Interface().(type) {
			case *string:
				if key == kind.Target {
					x.SetString(id())
				} else {
					x.SetString(rapid.SampledFrom(way.Words).Draw(t, "word"))
				}
			case *scenario.Names:
				names := scenario.Names{"all"}
				if key == kind.Target {
					names = scenario.Names{id(), id()}
				}
				x.Set(reflect.ValueOf(names))
			case *[]string:
				l := rapid.SampledFrom(sc.Links).Draw(t, "link")
				x.Set(reflect.ValueOf([]string{l.From, l.To}))
			case **float64:
				x.Set(reflect.ValueOf(number.Draw(t, "number")))
			case **scenario.Quantity:
				x.Set(reflect.ValueOf(scenario.PlainQuantity(*number.Draw(t, "number"))))
			case *scenario.Duration:
				x.Set(reflect.ValueOf(span.Draw(t, "span")))
			case **bool:
				open := rapid.Bool().Draw(t, "open")
				x.Set(reflect.ValueOf(&open))
			case *bool:
				x.SetBool(true)
			default:
				t.Fatalf("%s of a change of a %s: say here how it is drawn", key, kind.Target)
			}
		}
		if rapid.Bool().Draw(t, "later") {
			a, b := span.Draw(t, "a"), span.Draw(t, "b")
			e.After = scenario.Delay{Set: true, Kind: scenario.LogNormal, A: min(a, b), B: max(a, b)}
		}
		return e
	})
}

// drafts draws injects that a facilitator might write.
func drafts(sc *scenario.Scenario) *rapid.Generator[*engine.Draft] {
	return rapid.Custom(func(t *rapid.T) *engine.Draft {
		return &engine.Draft{From: rapid.String().Draw(t, "from"),
			Media: rapid.SampledFrom([]string{"email", "news", "call", "alert", "fax"}).Draw(t, "media"),
			Title: rapid.String().Draw(t, "title"), Text: rapid.String().Draw(t, "text"),
			To:      rapid.SliceOfN(rapid.SampledFrom([]int{0, 1, engine.Public}), 0, 3).Draw(t, "to"),
			Reveals: rapid.SliceOfN(rapid.IntRange(0, len(sc.Facts)), 0, 2).Draw(t, "reveals"),
			Effects: rapid.SliceOfN(effects(sc), 0, 2).Draw(t, "effects")}
	})
}

// commands draws commands of every verb, among them such as no scenario has.
func commands(sc *scenario.Scenario) *rapid.Generator[engine.Command] {
	verbs := 0
	for v := engine.Verb(1); v.String() != "unknown"; v++ {
		verbs++
	}
	return rapid.Custom(func(t *rapid.T) engine.Command {
		verb := engine.Verb(rapid.IntRange(0, verbs+1).Draw(t, "verb"))
		role := rapid.IntRange(0, len(sc.Roles)-1).Draw(t, "role")
		if verb >= engine.Release {
			role = engine.Facilitator
		}
		changes := []*scenario.NoteChange{nil, {Within: scenario.Hour, Until: "noon"},
			{When: scenario.Expr{Source: "hours > 3"}, Do: scenario.Do{Say: "x", To: scenario.Names{"public"}}}}
		notes := []*scenario.Note{nil, nil, nil, {Role: sc.Roles[0].ID, When: scenario.Expr{Source: "hours > 3"},
			Do: scenario.Do{Say: "x", To: scenario.Names{"all"}}, Within: 7}}
		if role >= 0 {
			notes[3].Role = sc.Roles[role].ID
		}
		message := rapid.Custom(func(t *rapid.T) engine.Message {
			switch rapid.IntRange(0, 3).Draw(t, "message") {
			case 0:
				return engine.Message{From: rapid.IntRange(-1, len(sc.Roles)).Draw(t, "from"),
					N: rapid.IntRange(0, 3).Draw(t, "n")}
			case 1:
				return engine.Message{From: rapid.IntRange(0, len(sc.Roles)-1).Draw(t, "from"),
					N: rapid.IntRange(1, 3).Draw(t, "n")}
			}
			return engine.Message{}
		})
		any := func(least, most int) *rapid.Generator[int] {
			return rapid.OneOf(rapid.IntRange(0, most), rapid.IntRange(0, most), rapid.IntRange(least, most+1))
		}
		return engine.Command{
			Verb: verb, Role: rapid.OneOf(rapid.Just(role), rapid.Just(role),
				rapid.IntRange(-4, len(sc.Roles))).Draw(t, "anyone"),
			Ref: any(-1, 3).Draw(t, "ref"), To: rapid.SliceOfN(any(-3, len(sc.Roles)-1), 0, 4).Draw(t, "to"),
			Text: rapid.OneOf(rapid.String(), rapid.Just("One.\nTwo <b>&amp;\t\x1b[31m…"),
				rapid.Just(strings.Repeat("long", 9000))).Draw(t, "text"),
			Option: any(-1, 2).Draw(t, "option"), Num: rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 1),
				rapid.Just(1.0), rapid.Just(math.NaN())).Draw(t, "num"),
			Span: engine.Time(rapid.OneOf(rapid.Int64(), rapid.Int64Range(0, int64(scenario.MaxDuration))).Draw(t,
				"span")), Effect: rapid.OneOf(effects(sc), rapid.Just[*scenario.Effect](nil)).Draw(t, "effect"),
			Reason: rapid.String().Draw(t, "reason"),
			Re:     message.Draw(t, "re"), Case: message.Draw(t, "case"),
			Mark: rapid.SampledFrom([]string{"", "", "", "red", "amber", "green", "clear", "pink"}).Draw(t,
				"mark"),
			Draft:   rapid.OneOf(drafts(sc), rapid.Just[*engine.Draft](nil)).Draw(t, "draft"),
			Note:    rapid.SampledFrom(notes).Draw(t, "note"),
			Change:  rapid.SampledFrom(changes).Draw(t, "change"),
			Effects: rapid.SliceOfN(effects(sc), 0, 2).Draw(t, "effects"),
		}
	})
}

func seatOf(sc *scenario.Scenario, role int) string {
	if role >= 0 && role < len(sc.Roles) {
		return sc.Roles[role].ID
	}
	return record.FacilitatorSeat
}

// TestCommandsRoundTrip: what is read back says the same as what was written, to the last
// bit, and is written the same again.
func TestCommandsRoundTrip(t *testing.T) {
	sc := coldCopy(t)
	read := map[string]int{}
	roundTrip := func(t *rapid.T, c engine.Command) {
		verb, args, err := record.EncodeCommand(sc, c)
		if err != nil {
			return
		}
		back, err := record.DecodeCommand(sc, seatOf(sc, c.Role), verb, args)
		if err != nil {
			return
		}
		read[verb]++
		if back.Verb != c.Verb || back.Role != c.Role || back.Text != "" && back.Text != scenario.CleanText(c.Text) {
			t.Fatalf("%+v came back as %+v, written as %s", c, back, args)
		}
		if back.Span != 0 && back.Span != c.Span || back.Effect != nil &&
			!assert.ObjectsAreEqual(c.Effect, back.Effect) {
			t.Fatalf("%+v came back as %+v, written as %s", c, back, args)
		}
		again, same, err := record.EncodeCommand(sc, back)
		if err != nil || again != verb || string(same) != string(args) {
			t.Fatalf("%s %s is written as %s %s the second time: %v", verb, args, again, same, err)
		}
	}
	n := testsize.Of(60, 15, 15)
	rapid.Check(t, func(t *rapid.T) {
		for _, c := range rapid.SliceOfN(commands(sc), n, n).Draw(t, "commands") {
			roundTrip(t, c)
		}
	})
	for v := engine.Verb(1); v.String() != "unknown"; v++ {
		for seed := 0; read[v.String()] == 0 && seed < 20000; seed++ { // chance alone may have left it out
			c := commands(sc).Example(seed)
			c.Verb = v
			if verb, args, err := record.EncodeCommand(sc, c); err == nil {
				if _, err := record.DecodeCommand(sc, seatOf(sc, c.Role), verb, args); err == nil {
					read[verb]++
				}
			}
		}
		assert.NotZero(t, read[v.String()], "no command %q was written and read", v)
	}
}

// TestCommandsAreWrittenAsInScripts shows what the arguments look like.
// Minus zero reads as zero, and so it is written.
func TestMinusZeroIsWrittenAsZero(t *testing.T) {
	sc, zero := coldCopy(t), math.Copysign(0, -1)
	for want, q := range map[string]*scenario.Quantity{
		`"set":0}`:                 scenario.PlainQuantity(zero),
		`"set":{"from":0,"to":1}}`: {Kind: scenario.UniformSpread, A: zero, B: 1},
	} {
		_, args, err := record.EncodeCommand(sc, engine.Command{Verb: engine.Inject, Role: engine.Facilitator,
			Draft: &engine.Draft{Title: "A", To: []int{0}, Effects: []*scenario.Effect{{Gauge: "copies", Set: q}}}})
		require.NoError(t, err)
		assert.Contains(t, string(args), want)
	}
}

func TestCommandsAreWrittenAsInScripts(t *testing.T) {
	sc := coldCopy(t)
	half := 0.5
	share, cause := sc.Find("fact", "egress"), sc.Find("probe", "cause")
	require.True(t, share >= 0 && cause >= 0)
	for _, c := range []struct {
		engine.Command
		want string
	}{
		{engine.Command{Verb: engine.Share, Role: 0, Ref: share, To: []int{engine.Public, 1, 2, 1}, Num: 7},
			`{"share":"egress","to":["` + sc.Roles[1].ID + `","` + sc.Roles[2].ID + `","public"]}`},
		{engine.Command{Verb: engine.Ask, Role: 1, Text: "Whose <tenant> is it?\nSay so.", To: []int{0},
			Span: 4*engine.Time(scenario.Hour) + 1}, `{"ask":"Whose <tenant> is it?\nSay so.","to":["` +
			sc.Roles[0].ID + `"],"due":"4h1ns"}`},
		{engine.Command{Verb: engine.Declare, Role: 1, Ref: cause, Num: 0.7}, `{"declare":"cause","option":"` +
			sc.Probes[cause].Options[0].ID + `","confidence":0.7}`},
		{engine.Command{Verb: engine.File, Role: sc.Find("role", sc.Notes[0].Role), Ref: 0}, `{"file":"` +
			sc.NoteName(0) + `"}`},
		{engine.Command{Verb: engine.Say, Role: 1, Text: "Yes.", To: []int{0, engine.ToVenue(0)},
			Re: engine.Message{From: 0, N: 2}, Mark: "red"}, `{"say":"Yes.","to":["` + sc.Roles[0].ID + `","` +
			sc.Venues[0].ID + `"],"re":"` + sc.Roles[0].ID + `#2","mark":"red"}`},
		{engine.Command{Verb: engine.Acknowledge, Role: 1, Re: engine.Message{From: 0, N: 2}, Option: 1},
			`{"acknowledge":"` + sc.Roles[0].ID + `#2","as":"will do"}`},
		{engine.Command{Verb: engine.Attempt, Role: 1, Text: "Yes.", Case: engine.Message{From: 1, N: 3}},
			`{"attempt":"Yes.","case":3}`},
		{engine.Command{Verb: engine.File, Role: 1, Ref: -1,
			Note: &scenario.Note{Role: sc.Roles[1].ID, When: scenario.Expr{Source: "hours > 3"},
				Do: scenario.Do{Act: "x"}, Within: scenario.Hour}},
			`{"note":{"role":"` + sc.Roles[1].ID + `","when":"hours > 3","do":{"act":"x"},"within":"1h"}}`},
		{engine.Command{Verb: engine.Revise, Role: sc.Find("role", sc.Notes[0].Role), Ref: 0, To: []int{1},
			Change: &scenario.NoteChange{When: scenario.Expr{Source: "hours > 3"}, Within: scenario.Hour}},
			`{"to":["` + sc.Roles[1].ID + `"],"revise":"` + sc.NoteName(0) +
				`","change":{"when":"hours > 3","within":"1h"}}`},
		{engine.Command{Verb: engine.Revoke, Role: sc.Find("role", sc.Notes[0].Role), Ref: 0}, `{"revoke":"` +
			sc.NoteName(0) + `"}`},
		{engine.Command{Verb: engine.Postpone, Role: engine.Facilitator, Ref: 0,
			Span: -engine.Time(scenario.Minute)}, `{"postpone":"` + sc.Injects[0].ID + `","earlier":"1m"}`},
		{engine.Command{Verb: engine.Edit, Role: engine.Facilitator, Ref: 0,
			Draft: &engine.Draft{Text: "Other.", To: []int{1}}}, `{"to":["` + sc.Roles[1].ID +
			`"],"text":"Other.","edit":"` + sc.Injects[0].ID + `"}`},
		{engine.Command{Verb: engine.Inject, Role: engine.Facilitator,
			Draft: &engine.Draft{From: "A", Media: "call", Title: "T", To: []int{0, engine.Public},
				Reveals: []int{0}}},
			`{"inject":{"from":"A","media":"call","title":"T","to":["` + sc.Roles[0].ID +
				`","public"],"reveals":["` + sc.Facts[0].ID + `"]}}`},
		{engine.Command{Verb: engine.Retract, Role: engine.Facilitator, Ref: len(sc.Injects) + 1},
			`{"retract":"+2"}`},
		{engine.Command{Verb: engine.Query, Role: engine.Facilitator, Case: engine.Message{From: 2, N: 1},
			Text: "How?"}, `{"text":"How?","query":"` + sc.Roles[2].ID + `#1"}`},
		{engine.Command{Verb: engine.Rule, Role: engine.Facilitator, Case: engine.Message{From: 2, N: 1}, Option: 2,
			Effects: []*scenario.Effect{{Gauge: sc.Gauges[0].ID, Add: scenario.PlainQuantity(half)}}},
			`{"rule":"` + sc.Roles[2].ID +
				`#1","outcome":"partial","effects":[{"gauge":"` + sc.Gauges[0].ID + `","add":0.5}]}`},
		{engine.Command{Verb: engine.Rule, Role: engine.Facilitator, Case: engine.Message{From: 2, N: 1}, Num: 0.5,
			Text: "Well."}, `{"text":"Well.","rule":"` + sc.Roles[2].ID + `#1","odds":0.5}`},
		{engine.Command{Verb: engine.Set, Role: engine.Facilitator,
			Effect: &scenario.Effect{Gauge: sc.Gauges[0].ID, Add: scenario.PlainQuantity(half)}}, `{"set":{"gauge":"` + sc.Gauges[0].ID +
			`","add":0.5}}`},
		{engine.Command{Verb: engine.End, Role: engine.Facilitator, Reason: "Lunch."}, `{"end":true}`},
	} {
		_, args, err := record.EncodeCommand(sc, c.Command)
		require.NoError(t, err)
		assert.Equal(t, c.want, string(args))
	}
}

// TestScriptsAndRecordsAgree: the lines of a script, written as entries, are the same commands.
func TestScriptsAndRecordsAgree(t *testing.T) {
	sc := coldCopy(t)
	for _, name := range []string{"good", "bad"} {
		src, err := os.ReadFile("../../testdata/cold_copy." + name + ".toml")
		require.NoError(t, err)
		s, ds := sc.LoadScript(src)
		require.NotNil(t, s, ds.Format(name, string(src)))
		for _, c := range engine.Commands(sc, s) {
			verb, args, err := record.EncodeCommand(sc, c.Command)
			require.NoError(t, err)
			e := record.Entry{Seat: seatOf(sc, c.Role), Verb: verb, Args: args, Reason: c.Reason}
			back, err := e.Command(sc)
			require.NoError(t, err, "%s", args)
			assert.Equal(t, c.Command, back)
			assert.True(t, e.IsCommand())
		}
	}
	assert.False(t, record.Entry{Verb: "join"}.IsCommand())
}

func TestArgumentsAreReadStrictly(t *testing.T) {
	sc := coldCopy(t)
	role := sc.Roles[0].ID
	for _, c := range []struct{ seat, verb, args, want string }{
		{role, "share", `{"shar":"egress","to":["public"]}`, `unknown key "shar" in command (did you mean "share"?)`},
		{role, "share", `{"share":"egres","to":["public"]}`, `unknown fact "egres"`},
		{role, "share", `{"share":["egress"],"to":["public"]}`, "expected text in quotes, found a list"},
		{role, "say", `{"say":"a","say":"b","to":["public"]}`, `the key "say" is there twice`},
		{role, "say", `{"say":"a","to":null}`, "null means nothing here"},
		{role, "say", `{"say":"\u0007","to":["public"]}`, "this one does 0"},
		{role, "share", `{"say":"a","to":["public"]}`, `the verb is "share", but the arguments are those of "say"`},
		{role, "say", `{"say":"a","to":["public"],"reason":"x"}`, `leave "reason" out`},
		{role, "say", `{"say":"` + strings.Repeat("x", 20_001) + `","to":["public"]}`, "at most 20000 are allowed"},
		{role, "end", `{"end":true}`, "a seat may not do that"},
		{role, "file", `{"file":"#0"}`, `unknown note "#0"`},
		{record.FacilitatorSeat, "act", `{"act":"snapshot_hold"}`, "role is missing"},
		{"nobody", "act", `{}`, `"nobody" is not a seat`},
		{record.FacilitatorSeat, "set", `{"set":{"gauge":"` + sc.Gauges[0].ID + `"}}`, "exactly one of set, add"},
		{record.FacilitatorSeat, "set", `{"set":{"gauge":"` + sc.Gauges[0].ID + `","set":1e400}}`,
			"not one JSON object"},
		{record.FacilitatorSeat, "set", strings.Repeat(`{"set":`, 30) + "1" + strings.Repeat("}", 30),
			"nested deeper than 16"},
		{role, "say", `[]`, "but a list"},
		{role, "say", ``, "EOF"},
		{role, "say", `{} {}`, "there is something after"},
	} {
		_, err := record.DecodeCommand(sc, c.seat, c.verb, json.RawMessage(c.args))
		assert.ErrorContains(t, err, c.want, c.args)
	}
}

// FuzzArguments: no arguments make the reader panic, and what it takes it can write.
func FuzzArguments(f *testing.F) {
	sc := coldCopy(f)
	for _, s := range []string{`{"share":"egress","to":["all","public"]}`,
		`{"set":{"link":["a","b"],"chance":0.5,"after":{"mean":"2h"}}}`, `{"end":true}`, `{"file":"#1"}`,
		`{"a":[1.5,{"b":-2e3}]}`} {
		f.Add("say", s)
	}
	f.Fuzz(func(t *testing.T, verb, args string) {
		for _, seat := range []string{sc.Roles[0].ID, record.FacilitatorSeat} {
			c, err := record.DecodeCommand(sc, seat, verb, json.RawMessage(args))
			if err != nil {
				continue
			}
			if _, _, err := record.EncodeCommand(sc, c); err != nil {
				t.Fatalf("%s was read, but cannot be written: %v", args, err)
			}
		}
	})
}

// BenchmarkDecodeCommand is what reading a recorded command costs compared with its line.
func BenchmarkDecodeCommand(b *testing.B) {
	sc := coldCopy(b)
	args := json.RawMessage(`{"share":"egress","to":["cloud","public"]}`)
	for b.Loop() {
		if _, err := record.DecodeCommand(sc, sc.Roles[0].ID, "share", args); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeCommand(b *testing.B) {
	sc := coldCopy(b)
	c := engine.Command{Verb: engine.Share, Role: 0, Ref: sc.Find("fact", "egress"), To: []int{1, 2, engine.Public}}
	for b.Loop() {
		if _, _, err := record.EncodeCommand(sc, c); err != nil {
			b.Fatal(err)
		}
	}
}
