package exercise_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/speech"
)

// Whoever adds a verb and forgets its row, its help or its arguments is told which.
func TestEveryVerbHasItsRow(t *testing.T) {
	l := exercise.Language()
	for v := engine.Verb(1); v.String() != "unknown"; v++ {
		row := l.Verb(v.String())
		if assert.NotNil(t, row, "the command %q has no row in sim/speech/commands.go", v) {
			assert.True(t, row.Command(), "%s is a command", v)
			assert.Equal(t, v.Controls(), row.Who == speech.Facilitator, "who may %s", v)
		}
	}
	for _, verb := range exercise.Verbs() {
		row := l.Verb(verb)
		require.NotNil(t, row, "the act %q has no row in sim/exercise/acts.go", verb)
		if row.Who != speech.Room {
			word, _, err := exercise.Entry(row.Make())
			require.NoError(t, err)
			assert.Equal(t, verb, word)
			assert.ElementsMatch(t, keysOf(row.Make()), argKeys(row),
				"the arguments of %s and the fields of its act", verb)
		}
	}
	words := map[string]string{}
	for _, r := range l {
		assert.NotEmpty(t, r.Help, "%s has no help", r.Verb)
		if r.Who == speech.Room {
			continue
		}
		assert.NotEmpty(t, r.Done, "%s says nothing when it is done", r.Verb)
		for _, w := range append(slices.Clone(r.Short), speech.Short{Word: r.Verb, Is: r.Verb}) {
			assert.Empty(t, words[w.Word], "%s begins two verbs", w.Word)
			words[w.Word] = r.Verb
			assert.True(t, w.Is == r.Verb || strings.HasPrefix(w.Is, r.Verb+" "), "%s stands for %s", w.Word, w.Is)
		}
		leads := map[string]bool{"because:": true}
		for i := range r.Args {
			a := &r.Args[i]
			assert.NotEmpty(t, a.Ask, "%s: %s is not asked for in words", r.Verb, a.Key)
			assert.False(t, leads[a.Lead()], "%s: %s names two arguments", r.Verb, a.Lead())
			leads[a.Lead()] = true
		}
	}
}

// keysOf are the arguments of an act.
func keysOf(act any) []string {
	var out []string
	for t, i := reflect.TypeOf(act).Elem(), 0; i < t.NumField(); i++ {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out = append(out, key)
	}
	return out
}

func argKeys(r *speech.Row) []string {
	var out []string
	for i := range r.Args {
		out = append(out, r.Args[i].Key)
	}
	return out
}

// Every key of a script can be said: scripts hold what people can do.
func TestEveryKeyOfAScriptCanBeSaid(t *testing.T) {
	said := []string{"at", "role", "reason", "end", "fire"} // the last is another word for release
	for _, r := range exercise.Language() {
		if r.Command() {
			for _, k := range argKeys(r) {
				k, _, _ = strings.Cut(k, ".")
				said = append(said, k)
			}
		}
	}
	for t0, i := reflect.TypeFor[scenario.Line](), 0; i < t0.NumField(); i++ {
		if key := t0.Field(i).Tag.Get("toml"); key != "-" {
			assert.Contains(t, said, key, "no verb has the key %q", key)
		}
	}
}

func coldCopy(t testing.TB) *scenario.Scenario {
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	src = []byte(strings.Replace(string(src), "[[move]]\n", "[[move]]\nid = \"first\"\n", 1))
	sc, ds := scenario.Load("cold_copy.toml", src)
	require.False(t, ds.Failed())
	return sc
}

// For every verb, what is typed, written into fields, sent as JSON, and, for commands,
// written into a script, asks for the same.
func TestOneLanguageEverywhere(t *testing.T) {
	sc := coldCopy(t)
	for _, r := range exercise.Language() {
		if r.Who == speech.Room {
			continue
		}
		t.Run(r.Verb, func(t *testing.T) {
			asked := 0
			rapid.Check(t, func(t *rapid.T) {
				var said speech.Said
				var want speech.Request
				err := errors.New("nothing is drawn yet")
				for tries := 0; err != nil; tries++ { // until the arguments go together
					if tries == 20 {
						return
					}
					said = speech.Said{Row: r, Values: arguments(t, sc, r)}
					if r.Reason && rapid.Bool().Draw(t, "reason") {
						said.Reason = prose.Draw(t, "why")
					}
					want, err = said.Request("cloud")
				}
				asked++
				line := said.Write()
				typed, err := exercise.Language().Parse(line, r.Who, nil)
				require.NoError(t, err, line)
				got, err := typed.Request("cloud")
				require.NoError(t, err, line)
				require.Equal(t, want, got, line)

				fields := speech.Values{}
				for i := range r.Args {
					a := &r.Args[i]
					if v := said.Values[a.Key]; v != nil {
						fields[a.Key], err = r.Read(a, r.Text(a, v), fields, nil)
						require.NoError(t, err, "%s of %s", a.Key, line)
					}
				}
				form, err := r.Request(fields, "cloud")
				require.NoError(t, err)
				form.Reason = want.Reason
				require.Equal(t, want, form)
				sameInJSON(t, sc, r, want)
			})
			assert.Positive(t, asked, "no line was tried")
		})
	}
}

// sameInJSON sends a request as a program does, and a command through a script, too.
func sameInJSON(t *rapid.T, sc *scenario.Scenario, r *speech.Row, q speech.Request) {
	l := q.Line()
	if l == nil {
		verb, args, err := exercise.Entry(q.Args)
		require.NoError(t, err)
		require.Equal(t, q.Verb, verb)
		back := r.Make()
		if args != nil {
			require.NoError(t, json.Unmarshal(args, back))
			allowed(t, r, args)
		}
		require.Equal(t, q.Args, back)
		return
	}
	seat := "cloud"
	if r.Who == speech.Facilitator {
		seat = record.FacilitatorSeat
	}
	args, err := l.JSON()
	require.NoError(t, err)
	allowed(t, r, args)
	c, err := record.DecodeCommand(sc, seat, q.Verb, args)
	require.NoError(t, err, "%s", args)
	verb, again, err := record.EncodeCommand(sc, c)
	require.NoError(t, err)
	require.Equal(t, q.Verb, verb)

	table := "[[do]]\nat = \"0s\"\n"
	if seat == "cloud" {
		table += "role = \"cloud\"\n"
	}
	var tree map[string]any
	require.NoError(t, json.Unmarshal(args, &tree))
	for _, k := range slices.Sorted(maps.Keys(tree)) {
		table += k + " = " + inTOML(tree[k]) + "\n"
	}
	script, ds := sc.LoadScript([]byte(table))
	require.False(t, ds.Failed(), "%s\n%v", table, ds)
	_, fromScript, err := record.EncodeCommand(sc, engine.CommandOf(sc, &script.Do[0]))
	require.NoError(t, err)
	require.Equal(t, string(again), string(fromScript))
}

// allowed holds arguments to the schema that programs are given.
func allowed(t *rapid.T, r *speech.Row, args json.RawMessage) {
	var tree map[string]any
	require.NoError(t, json.Unmarshal(args, &tree))
	require.Empty(t, fits(tree, r.Schema()), "%s %s", r.Verb, args)
}

// inTOML writes a value of JSON as a file of the format has it.
func inTOML(v any) string {
	var out []string
	switch x := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			out = append(out, k+" = "+inTOML(x[k]))
		}
		return "{" + strings.Join(out, ", ") + "}"
	case []any:
		for _, e := range x {
			out = append(out, inTOML(e))
		}
		return "[" + strings.Join(out, ", ") + "]"
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// prose is words, those of the grammar among them.
var prose = rapid.Custom(func(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom([]string{"to", "because", "because:", "title:", "by",
		"mark", "re", "say:", `\to`, `\\because:`, `"so"`, "4h", "70%", "amber", "cert,police", "on", "#1", "order",
		"text:", "We"}),
		rapid.StringMatching(`[A-Za-z.,!?\\"]{1,8}`)), 1, 8).Draw(t, "words")
	return strings.Join(words, " ")
})

// arguments are some that the scenario knows, for what must be said and, by chance, for
// what may.
func arguments(t *rapid.T, sc *scenario.Scenario, r *speech.Row) speech.Values {
	out := speech.Values{}
	for i := range r.Args {
		a := &r.Args[i]
		if a.Need || rapid.Bool().Draw(t, a.Key) {
			out[a.Key] = argument(t, sc, a, out)
		}
	}
	return out
}

func argument(t *rapid.T, sc *scenario.Scenario, a *speech.Arg, said speech.Values) any {
	one := func(of ...string) string { return rapid.SampledFrom(of).Draw(t, a.Key) }
	some := func(of ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 1, 3, rapid.ID).Draw(t, a.Key)
	}
	switch a.Kind {
	case speech.Fact:
		return one(sc.IDs("fact")...)
	case speech.Facts:
		return some(sc.IDs("fact")...)
	case speech.Action, speech.Joint, speech.Committed, speech.Underway:
		return one(sc.IDs("action")...)
	case speech.Actions:
		return some(sc.IDs("action")...)
	case speech.Seat:
		return one(sc.IDs("role")...)
	case speech.Seats, speech.Roles, speech.Recipients:
		return some(sc.IDs("role")...)
	case speech.Venue:
		return one(sc.IDs("venue")...)
	case speech.Probe:
		return one(sc.IDs("probe")...)
	case speech.Option:
		probe := said["declare"].(string)
		for _, p := range sc.Probes {
			if p.ID == probe {
				return p.Options[rapid.IntRange(0, len(p.Options)-1).Draw(t, "option")].ID
			}
		}
	case speech.Message, speech.Case:
		return one("cert#2", "developer#1")
	case speech.Draft, speech.Promise:
		return "#1"
	case speech.Mechanism:
		return one(sc.IDs("mechanism")...)
	case speech.Move:
		return "first"
	case speech.Inject, speech.Delivered:
		return one(sc.IDs("inject")...)
	case speech.Objective:
		return one(sc.IDs("objective")...)
	case speech.Hypothesis:
		return one("insider", "state")
	case speech.Level:
		return one("minor", "grave")
	case speech.Person, speech.Persons, speech.Colleague, speech.Name:
		return one("Bea", "Bea Smith", "to", "O'Neil, J.", "in", "Ж")
	case speech.Question, speech.Approval, speech.Choice, speech.Number:
		return float64(rapid.IntRange(1, 9).Draw(t, a.Key))
	case speech.Order:
		return some("1", "2", "3")
	case speech.Word:
		return one(a.Of...)
	case speech.Mark:
		return one("red", "amber", "green", "clear")
	case speech.Span:
		return one("30m", "6h", "2d")
	case speech.Confidence:
		return float64(rapid.IntRange(0, 100).Draw(t, a.Key)) / 100
	case speech.Switch:
		return rapid.Bool().Draw(t, a.Key)
	case speech.Text:
		return prose.Draw(t, a.Key)
	case speech.Texts:
		return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"wait", "act now", "ask to cert"}), 1, 3,
			rapid.ID).Draw(t, a.Key)
	case speech.Formula:
		return one("hours > 6", "failed('"+sc.IDs("system")[0]+"') || hours >= 12")
	case speech.Deed:
		return rapid.SampledFrom([]scenario.Do{{Act: sc.IDs("action")[0]},
			{Share: sc.IDs("fact")[0], To: scenario.Names{"cert"}},
			{Say: "We are on it", To: scenario.Names{"cert", "developer"}}}).Draw(t, a.Key)
	case speech.Effects:
		five := -5.0
		return rapid.SampledFrom([][]scenario.Effect{{{Gauge: sc.IDs("gauge")[0], Add: scenario.PlainQuantity(five)}},
			{{System: scenario.Names{sc.IDs("system")[0]}, Becomes: "isolated"}},
			{{Fact: sc.IDs("fact")[0], To: scenario.Names{"cert", "developer"}}}}).Draw(t, a.Key)
	}
	t.Fatalf("no example of a %s", a.Kind)
	return nil
}
