package tui_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/speech"
	"tocsin/tui/evaluator"
	"tocsin/tui/facilitator"
	"tocsin/tui/plain"
	"tocsin/tui/player"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
)

// heard is a seat that only hears what is asked.
type heard struct{ verbs []string }

func (h *heard) Do(_ context.Context, q room.Request) (exercise.Answer, error) {
	h.verbs = append(h.verbs, q.Verb)
	return exercise.Answer{OK: true}, nil
}

func (h *heard) Act(_ context.Context, a any) (exercise.Answer, error) {
	verb, _, err := exercise.Entry(a)
	h.verbs = append(h.verbs, verb)
	return exercise.Answer{OK: true}, err
}

func (h *heard) Before(context.Context, int) ([]exercise.Item, error)            { return nil, nil }
func (h *heard) LogBefore(context.Context, int) ([]exercise.Line, error)         { return nil, nil }
func (h *heard) Preview(context.Context, exercise.Jump) ([]exercise.Line, error) { return nil, nil }

// screenOf is a console with a view.
type screenOf interface {
	Update(tea.Msg) tea.Cmd
	Typing() bool
	SetSize(w, h int)
}

// console is the screen of a kind of people; nil for those who have none to act on.
func console(who speech.Who, h *heard) screenOf {
	th := theme.New(false)
	v := screentest.Staff()
	switch who {
	case speech.Player:
		v.Control, v.Player, v.You.Kind = nil, &exercise.Player{}, exercise.KindPlayer
		m := player.New(&th, h)
		m.Update(v)
		return m
	case speech.Facilitator:
		v.Control.Roster = append(v.Control.Roster, // somebody to hand over to
			exercise.Member{Name: "Flo", Kind: exercise.KindFacilitator, Here: true})
		m := facilitator.New(&th, h, nil)
		m.Update(v)
		return m
	case speech.Evaluator:
		v.You.Kind = exercise.KindEvaluator
		m := evaluator.New(&th, h, nil)
		m.Update(v)
		return m
	}
	return nil
}

// onConsole reports whether a verb that is typed on the line of a console opens its form or
// is asked at once.
func onConsole(row *speech.Row, who speech.Who) bool {
	h := &heard{}
	m := console(who, h)
	m.SetSize(100, 30)
	line := row.Verb
	if row.Reason { // a page can have the name of a verb: with more behind it, it is the verb
		line += " because: so"
	}
	keys := append([]string{":"}, strings.Split(line, "")...)
	for _, k := range append(keys, "enter") {
		if cmd := m.Update(screentest.Key(k)); cmd != nil && k == "enter" {
			cmd()
		}
	}
	return len(h.verbs) > 0 || m.Typing()
}

// inPlain is the words that the dialogue of lines offers to each kind of people, while the
// exercise runs and after it.
func inPlain(t *testing.T) map[speech.Who][]string {
	src, err := scenarios.FS.ReadFile("practice.toml")
	require.NoError(t, err)
	r, err := room.Open(record.Header{Name: "practice", Scenario: string(src), Seed: 1}, room.Config{Open: true})
	require.NoError(t, err)
	defer func() { assert.NoError(t, r.Close("The test is over")) }()
	seats := map[speech.Who]*room.Seat{}
	for who, p := range map[speech.Who]struct {
		name string
		kind exercise.Kind
		want string
	}{speech.Facilitator: {"Fay", exercise.KindFacilitator, ""},
		speech.Evaluator: {"Eva", exercise.KindEvaluator, ""}, speech.Player: {"Ada", exercise.KindPlayer, "desk"}} {
		seats[who], err = r.Join(t.Context(), p.name, p.kind, p.want)
		require.NoError(t, err)
	}
	out := map[speech.Who][]string{}
	ask := func() {
		for who, s := range seats {
			var said strings.Builder
			require.NoError(t, plain.Run(t.Context(), plain.NewLines(strings.NewReader("help all\n")), &said,
				plain.Hand{Seat: s}))
			out[who] = append(out[who], strings.FieldsFunc(said.String(),
				func(c rune) bool { return !unicode.IsLetter(c) })...)
		}
	}
	_, err = seats[speech.Facilitator].Act(t.Context(), &exercise.Start{Paused: true})
	require.NoError(t, err)
	ask()
	_, err = seats[speech.Facilitator].Do(t.Context(), room.Request{Verb: "end", Args: []byte(`{"end":true}`)})
	require.NoError(t, err)
	ask()
	return out
}

// TestEveryActOnEverySurface: each act of players, facilitators and evaluators is on their
// console, in plain, in the api, and goes into the record. The table is drawn into the
// documentation; what is missing is named.
func TestEveryActOnEverySurface(t *testing.T) {
	kinds := []struct {
		who  speech.Who
		name string
	}{{speech.Player, "player"}, {speech.Facilitator, "facilitator"}, {speech.Evaluator, "evaluator"}}
	told := inPlain(t)
	var out strings.Builder
	out.WriteString("\n| Act | Who | Console | Plain | Api | Record |\n|---|---|---|---|---|---|\n")
	for _, row := range exercise.Language() {
		var who, typed []string
		for _, k := range kinds {
			if row.Who&k.who == 0 {
				continue
			}
			who = append(who, k.name)
			if assert.True(t, onConsole(row, k.who), "%s is missing on the console of a %s", row.Verb, k.name) {
				typed = append(typed, k.name)
			}
			word := row.Verb
			if word == "read" { // what the dialogue shows is read
				word = "inbox"
			}
			assert.True(t, slices.Contains(told[k.who], word), "%s is missing in plain, for a %s", row.Verb, k.name)
			found := false
			for _, tool := range exercise.Language().Tools(k.who) {
				found = found || tool.Function.Name == row.Verb
			}
			assert.True(t, found, "%s is missing in the api of a %s", row.Verb, k.name)
		}
		if len(who) == 0 {
			continue
		}
		mark := "`:" + row.Verb + "`"
		if len(typed) < len(who) {
			mark = "not for all"
		}
		said := "`" + row.Verb + "`"
		if row.Verb == "read" {
			said = "`inbox`: what is shown is read"
		}
		out.WriteString("| `" + row.Verb + "` | " + strings.Join(who, ", ") + " | " + mark + " | " + said + " | `" +
			row.Verb + "` | yes |\n")
	}
	screentest.Table(t, "host/README.md", "surfaces", out.String())
}
