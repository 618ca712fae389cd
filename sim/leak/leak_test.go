package leak_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/leak"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/speech"
	"tocsin/sim/testsize"
)

func find(t *testing.T, text string, o leak.Options) []leak.Finding {
	t.Helper()
	out, err := leak.Find(context.Background(), record.Header{Name: "x", Scenario: text}, o)
	require.NoError(t, err)
	return out
}

const leaky = `title = "Leaky"
length = "2d"
[role.a]
[role.b]
[role.c]
[fact.plan]
text = "The plan."
known = {b={at="30m"}}
[fact.tip]
text = "A tip."
known = {c={at="40m"}}
[system.dam]
fails = {mean="1h"}
watch = {b={lag="1m"}}
[gauge.fund]
start = 10
[venue.cell]
members = ["b", "c"]
[action.react]
by = ["a"]
needs = "knows('plan', 'b')"
[action.fix]
by = ["a"]
needs = "failed('dam')"
[action.buy]
by = ["a"]
spends = {fund=5}
[action.meet]
by = ["a"]
needs = "open('cell')"
[action.fair]
by = ["a", "b"]
needs = "knows('plan') && hours > 1"
[action.own]
by = ["b"]
needs = "failed('dam') && open('cell')"
[obligation.law]
role = "a"
starts = "knows('tip', 'c')"
within = "1d"
met_by = ["react"]
[inject.open]
at = "10m"
text = "To all."
to = "all"
`

// TestConditionsOnWhatIsHidden are found, each with its seat, verb and line, and what
// differed when it was tried; what a seat can tell for itself is no leak.
func TestConditionsOnWhatIsHidden(t *testing.T) {
	testsize.Long(t)
	found := find(t, leaky, leak.Options{Moments: 2})
	type place struct {
		seat, asked string
		line        int
	}
	var got []place
	for _, f := range found {
		got = append(got, place{f.Seat, f.Asked, f.Line})
		if f.Asked != "" {
			assert.NotEmpty(t, f.At, "%s is seen in a run too", f)
			assert.NotEqual(t, f.One, f.Other)
		}
	}
	assert.ElementsMatch(t, []place{{"a", "act react", 21}, {"a", "act fix", 24}, {"a", "act buy", 27},
		{"a", "act meet", 30}, {"a", "", 39}}, got, "%v", found)
}

// TestScenariosWithoutLeaks: those of the library, and the one whose every secret has a
// mark, but for the action that has been left to tell in it.
func TestScenariosWithoutLeaks(t *testing.T) {
	if testing.Short() {
		t.Skip("plays for seconds")
	}
	for file, want := range map[string]int{"scenarios/practice.toml": 0, "testdata/models/secrets.toml": 1} {
		src, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(file)))
		require.NoError(t, err)
		assert.Len(t, find(t, string(src), leak.Options{Moments: 1}), want, file)
	}
}

// TestEveryVerbIsAsked: a new verb, and a new argument that names something, is tried
// without a line here.
func TestEveryVerbIsAsked(t *testing.T) {
	src, err := os.ReadFile("../../testdata/models/secrets.toml")
	require.NoError(t, err)
	sc, ds := scenario.Load("secrets.toml", src)
	require.NotNil(t, sc, "%v", ds)
	tried := map[string]map[string]bool{}
	for _, a := range leak.Asks(sc, 0) {
		if tried[a.Verb] == nil {
			tried[a.Verb] = map[string]bool{}
		}
		tried[a.Verb][a.Key] = true
	}
	for _, row := range exercise.Language().For(speech.Player) {
		require.NotNil(t, tried[row.Verb], "%s is never asked for", row.Verb)
		for i := range row.Args {
			switch a := &row.Args[i]; a.Kind {
			case speech.Text, speech.Texts, speech.Number, speech.Span, speech.Mark, speech.Confidence, speech.Switch,
				speech.Order, speech.Choice, speech.Name, speech.Word, speech.Approval, speech.Question, speech.Case:
			default:
				assert.True(t, tried[row.Verb][a.Key], "%s of %s is never tried", a.Key, row.Verb)
			}
		}
	}
}

// TestBrokenOff gives what was found.
func TestBrokenOff(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	looks := 0
	found, err := leak.Find(ctx, record.Header{Name: "x", Scenario: leaky},
		leak.Options{Progress: func(done, of int) {
			if looks++; looks == 2 {
				stop()
			}
			assert.Less(t, done, of)
		}})
	require.ErrorIs(t, err, context.Canceled)
	assert.GreaterOrEqual(t, len(found), 5)
	assert.Equal(t, 2, looks)
}
