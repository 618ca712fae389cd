package host

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

func parsed(t *testing.T, text string) (out any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &out), text)
	return out
}

// TestWhatHasChanged: a merge patch of two trees, and nothing where they are alike.
func TestWhatHasChanged(t *testing.T) {
	for name, c := range map[string]struct {
		from, to, patch string
		differs         bool
	}{
		"alike":         {`{"a":1,"b":[1]}`, `{"a":1,"b":[1]}`, `{}`, false},
		"gone":          {`{"a":1,"b":2}`, `{"a":1}`, `{"b":null}`, true},
		"new":           {`{}`, `{"a":1}`, `{"a":1}`, true},
		"further in":    {`{"a":{"b":1,"c":2}}`, `{"a":{"b":3,"c":2}}`, `{"a":{"b":3}}`, true},
		"now a list":    {`{"a":{"b":1}}`, `{"a":[1]}`, `{"a":[1]}`, true},
		"no list more":  {`{"a":[1]}`, `{"a":{"b":1}}`, `{"a":{"b":1}}`, true},
		"now empty":     {`{"a":[1],"b":1}`, `{"a":{},"b":{}}`, `{"a":{},"b":{}}`, true},
		"another value": {`{"a":1}`, `{"a":2}`, `{"a":2}`, true},
	} {
		got, differs := changes(parsed(t, c.from), parsed(t, c.to))
		assert.Equal(t, c.differs, differs, name)
		data, err := json.Marshal(got)
		require.NoError(t, err)
		assert.JSONEq(t, c.patch, string(data), name)
	}
}

// TestPartsOfAView: the parts that are asked for and no others, numbers as they are written.
func TestPartsOfAView(t *testing.T) {
	v := exercise.View{Clock: exercise.Clock{Phase: "running", Now: exercise.Moment{Hours: 1.5}}}
	whole, err := treeOf(v, nil)
	require.NoError(t, err)
	full, err := json.Marshal(v)
	require.NoError(t, err)
	data, err := json.Marshal(whole)
	require.NoError(t, err)
	assert.JSONEq(t, string(full), string(data))
	clock := whole.(map[string]any)["clock"].(map[string]any)
	for part, want := range map[string]any{
		"clock":               map[string]any{"clock": clock},
		"clock.now":           map[string]any{"clock": map[string]any{"now": clock["now"]}},
		"clock.now.hours.yet": map[string]any{"clock": map[string]any{"now": map[string]any{"hours": json.Number("1.5")}}},
		"clock.no_such":       map[string]any{"clock": map[string]any{}},
		"no_such.now":         map[string]any{},
	} {
		got, err := treeOf(v, []string{part})
		require.NoError(t, err)
		assert.Equal(t, want, got, part)
	}
}

// TestWhatAProgramIsSent: all of each view, or what has changed in it, and nothing when no more has changed than the
// time, as the program wants it.
func TestWhatAProgramIsSent(t *testing.T) {
	at := func(hours float64, total int) exercise.View {
		return exercise.View{Player: &exercise.Player{Total: total},
			Clock: exercise.Clock{Now: exercise.Moment{Hours: hours}}}
	}
	for name, c := range map[string]struct {
		wants wants
		want  string
	}{
		"all":               {wants{}, "view view view view"},
		"when more changed": {wants{Still: true}, "view view"},
		"what has changed":  {wants{Changes: true}, "view changes changes"},
		"both":              {wants{Changes: true, Still: true}, "view changes"},
	} {
		var out bytes.Buffer
		p := program{out: json.NewEncoder(&out)}
		p.watch.wants, p.watch.asked = c.wants, true
		for _, v := range []exercise.View{at(1, 1), at(2, 1), at(2, 1), at(2, 2)} {
			require.NoError(t, p.show(v))
		}
		var types []string
		rev := 0
		for dec := json.NewDecoder(&out); dec.More(); {
			var m message
			require.NoError(t, dec.Decode(&m))
			types = append(types, m.Type)
			if m.Type == "changes" {
				assert.Equal(t, rev, m.From, name)
			}
			assert.Equal(t, rev+1, m.Rev, name)
			rev = m.Rev
		}
		assert.Equal(t, c.want, strings.Join(types, " "), name)
	}
	var w watch
	for range 3 * kept {
		w.keep(nil)
	}
	assert.LessOrEqual(t, len(w.sent), kept)
	assert.Equal(t, 3*kept, w.sent[len(w.sent)-1].rev, "the newest is kept")
}
