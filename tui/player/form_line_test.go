package player

import (
	"fmt"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/screentest"
)

// heardBy is everything that a seat was asked, in the words of the record.
func heardBy(t *testing.T, f *fake) []string {
	t.Helper()
	var out []string
	for _, q := range f.Asked {
		out = append(out, fmt.Sprintf("%s %s %q", q.Verb, q.Args, q.Reason))
	}
	for _, a := range f.Acts {
		verb, args, err := exercise.Entry(a)
		require.NoError(t, err)
		out = append(out, fmt.Sprintf("%s %s %q", verb, args, ""))
	}
	return out
}

// hardWords are words that a line could take for something else. (A line cannot be broken: there,
// forms can do more.)
var hardWords = []string{"yes", "We cannot act because the vendor is down", "because: they hold the keys",
	`He said "no", to cert`, "to cert: mark red", "a; b, c | d", "4h", "by 4h", "say: so", "#2", "é 同僚 \U0001F600",
	"ends in quotes \"", "'single'", "\\", "100%"}

// TestFormsAskWhatLinesAsk: what a form asks of the room can be said in a line, and that
// line asks for the same, whatever words are in it.
func TestFormsAskWhatLinesAsk(t *testing.T) {
	filed := func(v *exercise.View) { v.Player.Notes[0].State = "due" }
	promised := func(v *exercise.View) {
		v.Clock.Phase, v.Player.Notes[0].State = "before STARTEX", "filed"
	}
	before := func(v *exercise.View) {
		v.Clock.Phase = "before STARTEX"
		v.Player.Budget = 5
		v.Player.Mechanisms = []exercise.Mechanism{{ID: "hotline", Title: "Hotline", Price: 4}}
	}
	committed := func(v *exercise.View) { v.Player.Actions[3].Joint.Mine = true }
	question := func(q exercise.Question) func(*exercise.View) {
		return func(v *exercise.View) { v.Questions[0] = q }
	}
	approval := func(v *exercise.View) {
		v.Player.Asked = []exercise.Asked{{Kind: "approval", ID: "2", Text: "May the note go out?"}}
	}
	ruling := func(v *exercise.View) {
		v.Player.Asked = []exercise.Asked{{Kind: "case", ID: "1", Text: "With whom?"}}
	}
	over := func(v *exercise.View) { v.Clock.Phase, v.Feedback = "over", &exercise.Feedback{} }
	const words = "WORDS"
	for _, c := range []struct {
		name string
		is   func(*exercise.View)
		keys []string
		asks []string // verbs
	}{
		{"write", nil, []string{"w", "n", " ", "enter", words}, []string{"say"}},
		{"write, with a reason", nil, []string{"w", "n", " ", "enter", words, "enter", "enter", "enter", "enter", words},
			[]string{"say"}},
		{"write by a call", nil, []string{"w", "n", " ", "enter", words, "enter", "enter", "down", "down", "down"},
			[]string{"say"}},
		{"ask", nil, []string{"e", "n", " ", "enter", words}, []string{"ask"}},
		{"ask, whenever", nil, []string{"w", "n", " ", "enter", words, "enter", "down"}, []string{"ask"}},
		{"answer", nil, []string{"2", "enter", words}, []string{"say"}},
		{"answer and tell", nil, []string{"2", "enter", words, "enter", "down"}, []string{"acknowledge", "say"}},
		{"answer with a fact", nil, []string{"2", "enter", words, "enter", "enter", "down", "down"},
			[]string{"share"}},
		{"share", nil, []string{"4", "down", "s", "n", " ", "enter", words, "enter", "enter", "enter", words},
			[]string{"share"}},
		{"share, marked", nil, []string{"4", "down", "s", "n", " ", "enter", words, "enter", "enter", "down"},
			[]string{"share"}},
		{"act", nil, []string{"a", "enter", words}, []string{"act"}},
		{"commit", nil, []string{"c", "enter", words}, []string{"commit"}},
		{"withdraw", committed, []string{"c", "t", "enter", words}, []string{"withdraw"}},
		{"cancel", nil, []string{"2", "down", "down", "down", "down", "down", "enter", words}, []string{"cancel"}},
		{"report", nil, []string{"p", words}, []string{"act"}},
		{"declare", nil, []string{"d", "down", "down", "enter", "7", "enter", words}, []string{"declare"}},
		{"attempt", nil, []string{"x", words, "enter", words}, []string{"attempt"}},
		{"answer about an attempt", ruling, []string{"2", "enter", words}, []string{"attempt"}},
		{"rank", nil, []string{"2", "down", "down", "down", "enter", "down", " ", "up", " "}, []string{"answer"}},
		{"choose", question(exercise.Question{N: 1, Text: "Which?", Options: []string{"A", "B"}, Open: true}),
			[]string{"2", "down", "down", "down", "enter", "down", "enter", words}, []string{"answer"}},
		{"answer the room", question(exercise.Question{N: 1, Text: "What?", Open: true}),
			[]string{"2", "down", "down", "down", "enter", words}, []string{"answer"}},
		{"approve", approval, []string{"2", "enter", "y", "enter", words}, []string{"approve"}},
		{"decide", nil, []string{"D", words, "enter", "one, or the other", "enter", words, "enter", words},
			[]string{"decide"}},
		{"a word", nil, []string{"o", words}, []string{"whisper"}},
		{"convene", nil, []string{"6", "down", "down", "down", "down", "down", "down", "enter", words}, []string{"convene"}},
		{"deviate", filed, []string{"6", "down", "down", "enter", words}, []string{"deviate"}},
		{"revise", promised, []string{"6", "enter", "enter", "enter", "down", "enter", "enter", "enter", "enter",
			"enter", words}, []string{"revise"}},
		{"revise what is done", promised, []string{"6", "enter", "enter", "enter", "enter", "down", "enter", "enter",
			"down", "enter", words}, []string{"revise"}},
		{"show to more", promised, []string{"6", "enter", "down", "enter", "enter", words}, []string{"file"}},
		{"withdraw a promise", promised, []string{"6", "enter", "down", "down", "enter", words}, []string{"revoke"}},
		{"invest", before, []string{"6", "enter", "enter", words}, []string{"invest"}},
		{"feedback", over, []string{"f", "4", "enter", "4", "enter", "4", "enter", words}, []string{"feedback"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, w := range hardWords {
				m, f := screen(t, 80, 40)
				v := table()
				if c.is != nil {
					c.is(&v)
				}
				m.Update(v)
				for _, k := range c.keys {
					if k == words {
						m.Update(pasted(w))
						continue
					}
					now(m, k)
				}
				require.NotNil(t, m.form, "no form is open:\n%s", plain(m))
				asks := m.form.asks(m.form.form)
				now(m, "ctrl+s")
				require.False(t, m.Typing(), "%q is not sent:\n%s", w, plain(m))
				want := heardBy(t, f)
				require.Len(t, want, len(asks), "%q", w)

				f.Asked, f.Acts = nil, nil
				for i, a := range asks {
					q := a.request
					if a.act != nil {
						q.Verb, _, _ = exercise.Entry(a.act)
						q.Args = a.act
					}
					assert.Equal(t, c.asks[i], q.Verb)
					row := exercise.Language().Verb(q.Verb)
					line := (&speech.Said{Row: row, Values: row.Values(q.Args), Reason: q.Reason}).Write()
					now(m, ":")
					m.Update(pasted(line))
					now(m, "enter")
					if m.form != nil { // the verb asks whether one is sure
						now(m, "ctrl+s")
					}
					require.False(t, m.Typing(), "%s is not sent:\n%s", line, plain(m))
				}
				assert.Equal(t, want, heardBy(t, f), "%q", w)
			}
		})
	}
}

// now presses keys and carries out what they ask for, however long that takes.
func now(m *Model, keys ...string) {
	screentest.Press(m.Update, keys...)
}

// pasted is words that come all at once.
func pasted(s string) tea.KeyMsg {
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(s), Paste: true}
}

// TestALineThatLacksSomething opens a form at what is lacking, and none where there is nothing to choose.
func TestALineThatLacksSomething(t *testing.T) {
	for line, sees := range map[string]string{
		"grade":        "Which level of severity? There is nothing to choose from now",
		"approve":      "There is nothing to choose from now",
		"predict cert": "> Will ",
		"predict":      "> Seat ",
	} {
		m, _ := screen(t, 100, 40)
		m.Update(table())
		now(m, ":")
		m.Update(pasted(line))
		now(m, "enter")
		assert.Contains(t, plain(m), sees, line)
	}
}

// TestAHurriedEnterAnswersNothing: enter again and again approves, answers, decides and declares nothing.
func TestAHurriedEnterAnswersNothing(t *testing.T) {
	for _, c := range []struct {
		name string
		is   func(*exercise.View)
		keys []string
	}{
		{"approve", func(v *exercise.View) {
			v.Player.Asked = []exercise.Asked{{Kind: "approval", ID: "2", Text: "May the note go out?"}}
		}, []string{"2"}},
		{"answer the room", func(v *exercise.View) {
			v.Questions[0] = exercise.Question{N: 1, Text: "Which?", Options: []string{"A", "B"}, Open: true}
		}, []string{"2", "down", "down", "down"}},
		{"declare", nil, []string{"d"}},
	} {
		m, f := screen(t, 80, 40)
		v := table()
		if c.is != nil {
			c.is(&v)
		}
		m.Update(v)
		press(t, m, c.keys...)
		press(t, m, "enter", "enter", "enter", "enter", "ctrl+s")
		assert.Empty(t, f.Acts, c.name)
		assert.Empty(t, f.Asked, c.name)
		assert.Contains(t, plain(m), "choose one, with up and down", c.name)
	}
}
