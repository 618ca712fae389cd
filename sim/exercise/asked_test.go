package exercise_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
)

// TestWhatIsAsked: what each verb must be given, what the dialogue asks for in addition, which may be
// left out, and what is on the form alone, in the order of the form. testdata/asked.golden has a line for each.
func TestWhatIsAsked(t *testing.T) {
	const file = "testdata/asked.golden"
	var out strings.Builder
	for _, row := range exercise.Language() {
		var must, may, form []string
		bare := &speech.Said{Row: row, Values: speech.Values{}}
		for _, a := range bare.Missing() {
			must = append(must, a.Key)
		}
		for _, a := range row.Asked()[len(must):] { // what must be given comes first
			if a.Seldom {
				form = append(form, a.Key)
			} else {
				may = append(may, a.Key)
			}
		}
		line := fmt.Sprintf("%s must: %s; may: %s; form: %s", row.Verb, strings.Join(must, " "), strings.Join(may, " "),
			strings.Join(form, " "))
		out.WriteString(strings.NewReplacer(": ;", ": -;").Replace(line+";") + "\n")
	}
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(out.String()), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), out.String(),
		"%s has other lines; if the rows are right run: go test ./sim/exercise -run TestWhatIsAsked -update", file)
}

// TestWhatEverybodyNeeds: the verbs that help puts first.
func TestWhatEverybodyNeeds(t *testing.T) {
	var main []string
	for _, row := range exercise.Language() {
		if row.Main {
			main = append(main, row.Verb)
		}
	}
	assert.Equal(t, []string{"say", "share", "act", "commit", "declare", "rule", "answer", "feedback", "start", "pause",
		"resume", "observe", "seat"}, main)
}

// TestWhatFieldsAreCalled where the word of the line would say something else on a form, and which of them staff
// alone must fill in, who have no seat that it would be about.
func TestWhatFieldsAreCalled(t *testing.T) {
	called, staff := map[string]string{}, []string{}
	for _, row := range exercise.Language() {
		for _, a := range row.Args {
			if a.Label != "" && row.Verb == "decide" {
				called[a.Key] = a.Label
			}
			if a.Staff {
				staff = append(staff, row.Verb+" "+a.Key)
			}
		}
	}
	assert.Equal(t, map[string]string{"role": "Whose decision", "text": "Decided", "due": "Followed up in",
		"inject": "Answers inject", "options": "Between", "follow": "To be done"}, called)
	assert.Equal(t, []string{"decide role"}, staff)
}
