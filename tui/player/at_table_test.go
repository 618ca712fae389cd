package player

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/widget"
)

// What people stumbled over at a table: keys that did something other than they meant.

// Enter on a promise that is due opens what keeps it, whatever it is; to do otherwise is the second choice.
func TestAPromiseIsKeptByEnter(t *testing.T) {
	for _, c := range []struct {
		does exercise.Deed
		then []string // keys in the form that keeps it
		verb string
	}{
		{exercise.Deed{Verb: "act", ID: "snapshot_hold"}, []string{"ctrl+s"}, "act"},
		{exercise.Deed{Verb: "commit", ID: "trace_and_hold"}, []string{"ctrl+s"}, "commit"},
		{exercise.Deed{Verb: "share", ID: "egress", To: []string{"developer", "police"}}, []string{"ctrl+s"}, "share"},
		{exercise.Deed{Verb: "say", To: []string{"cert"}, Text: "We hold it."}, []string{"ctrl+s"}, "say"},
		{exercise.Deed{Verb: "convene", ID: "cell"}, []string{"ctrl+s"}, "convene"},
		{exercise.Deed{Verb: "declare", ID: "cause"}, []string{"down", "ctrl+s"}, "declare"},
	} {
		t.Run(c.does.Verb, func(t *testing.T) {
			m, f := screen(t, 100, 30)
			v := table()
			v.Player.Asked = []exercise.Asked{{Kind: "promise", ID: "3", Text: "what was promised", Due: when(30)}}
			v.Player.Notes[0].State, v.Player.Notes[0].Does = "due", &c.does
			m.Update(v)
			press(t, m, "2", "enter", "enter")
			press(t, m, c.then...)
			require.Len(t, f.Asked, 1)
			assert.Equal(t, c.verb, f.Asked[0].Verb)
			if c.does.To != nil {
				assert.Subset(t, args(t, f.Asked[0])["to"], c.does.To)
				assert.Len(t, args(t, f.Asked[0])["to"], len(c.does.To))
			}

			press(t, m, "2", "enter", "down", "enter", "We hold it, on paper.", "ctrl+s")
			require.Len(t, f.Asked, 2)
			assert.Equal(t, "deviate", f.Asked[1].Verb)
		})
	}
	m, f := screen(t, 100, 30)
	v := table()
	v.Player.Asked = []exercise.Asked{{Kind: "promise", ID: "3", Text: "tell it", Due: when(30)}}
	v.Player.Notes[0].State, v.Player.Notes[0].Does = "due", &exercise.Deed{Verb: "share", ID: "hashes"}
	m.Update(v)
	press(t, m, "2", "enter")
	assert.Contains(t, plain(m), "not now: you do not know it yet")
	press(t, m, "enter")
	assert.Empty(t, f.Asked)
	assert.False(t, m.Typing())
}

// Who presses the keys of a commitment twice takes nothing back, and the letter that says so is no way to.
func TestCommittingTwiceTakesNothingBack(t *testing.T) {
	m, f := screen(t, 100, 30)
	press(t, m, "c", "enter", "ctrl+s")
	require.Equal(t, "commit", f.Asked[0].Verb)
	v := table()
	for i := range v.Player.Actions {
		if a := &v.Player.Actions[i]; a.Joint != nil {
			a.Can, a.Why, a.Joint.Mine = false, "You have committed already", true
		}
	}
	v.Player.Inbox = append(v.Player.Inbox, exercise.Item{N: 6, At: at(26), Kind: exercise.ItemJoint,
		Title: "Cloud provider has committed: Trace and hold"})
	m.Update(v)
	press(t, m, "1", "home", "enter")
	assert.NotContains(t, plain(m), "c commits")
	press(t, m, "c")
	assert.Regexp(t, `\(o\) Convene: Incident cell`, plain(m), "first what can be done together")
	assert.Regexp(t, `Trace and hold .*to withdraw`, plain(m))
	press(t, m, "enter", "ctrl+s")
	require.Len(t, f.Asked, 2)
	assert.Equal(t, "convene", f.Asked[1].Verb)
}

// What would go wider than its mark is said next to each seat for the facts that are ticked now, and
// nothing is asked again once it does not.
func TestSharingSaysWhoWouldBeABreach(t *testing.T) {
	m, f := screen(t, 100, 30)
	press(t, m, "s")
	press(t, m, "end", " ", "tab", "n") // the older fact, egress
	assert.NotContains(t, plain(m), "wider than TLP:RED: a breach")
	press(t, m, "shift+tab", " ", "home", " ", "tab", "n")
	assert.Contains(t, plain(m), "wider than TLP:RED: a breach")
	press(t, m, " ", "ctrl+s")
	assert.Empty(t, f.Asked)
	assert.Contains(t, plain(m), "! Who pays for the tenant is TLP:RED")
	press(t, m, " ", "f", " ", "ctrl+s")
	require.Len(t, f.Asked, 1, plain(m))
	assert.Equal(t, []any{"developer"}, args(t, f.Asked[0])["to"])
}

// r answers what the screen says that it answers: the facilitator first, then the letter at hand, then
// whoever waits longest.
func TestAnswersGoToWhoIsMeant(t *testing.T) {
	m, f := screen(t, 100, 30)
	press(t, m, "1", "home", "down", "enter", "r", "ctrl+s") // National CERT's question is at hand
	require.Len(t, f.Acts, 1)
	assert.IsType(t, &exercise.Respond{}, f.Acts[0])

	v := table()
	v.Player.Asked = []exercise.Asked{{Kind: "promise", ID: "3", Text: "Snapshot", Due: when(27)},
		{Kind: "request", ID: "police#1", From: "Cybercrime police", Text: "May we?", Due: when(40)},
		{Kind: "request", ID: "cert#1", From: "National CERT", Text: "Whose?", Due: when(24), Late: true}}
	v.Questions = nil
	m.Update(v)
	press(t, m, "esc", "esc", "3", "r")
	assert.Equal(t, "2", m.digit(m.panes.Now()))
	press(t, m, "enter")
	assert.Contains(t, plain(m), "Answer National CERT")

	v.Player.Asked = []exercise.Asked{{Kind: "obligation", ID: "nis2", Text: "NIS2 early warning", Due: when(30)}}
	v.Player.Inbox[len(v.Player.Inbox)-1].Role = "police"
	m.Update(v)
	press(t, m, "esc", "1", "home", "enter", "r") // a letter that asks for no answer
	assert.Contains(t, plain(m), "Write")
	assert.Regexp(t, `To +Cybercrime police`, plain(m))
	press(t, m, "esc", "esc", "3", "r")
	assert.False(t, m.Typing(), "no act that nobody chose")
	assert.Len(t, f.Asked, 0)
}

// a on an action that cannot be taken now opens what can be.
func TestActingBeginsWithWhatIsPossible(t *testing.T) {
	m, f := screen(t, 100, 30)
	press(t, m, "3")
	for i := range m.me.Actions {
		if m.me.Actions[i].ID == "suspend" {
			m.acts.at.Cursor = i
		}
	}
	press(t, m, "a")
	assert.Contains(t, plain(m), "Act")
	press(t, m, "s", "n", "enter")
	assert.NotContains(t, plain(m), "Not possible now")
	press(t, m, "ctrl+s")
	require.Len(t, f.Asked, 1)
}

// Enter on what another seat promises says how likely it is that it keeps it.
func TestAPromiseOfAnotherIsExpected(t *testing.T) {
	m, f := screen(t, 100, 30)
	v := table()
	v.Player.Notes[1].Does = &exercise.Deed{Verb: "share"}
	m.Update(v)
	press(t, m, "6")
	for i, tied := range m.tied() {
		if tied.note != nil && !tied.note.Mine {
			m.plans.at.Cursor = i
		}
	}
	press(t, m, "enter")
	require.True(t, m.Typing(), plain(m))
	assert.Contains(t, plain(m), "National CERT")
	press(t, m, "4h", "enter", "70", "ctrl+s")
	require.Len(t, f.Acts, 1, plain(m))
	p, ok := f.Acts[0].(*exercise.Predict)
	require.True(t, ok)
	assert.Equal(t, "cert", p.Seat)
	assert.Equal(t, "tell", p.Will)
	assert.InDelta(t, 0.7, p.Confidence, 1e-9)
}

// The subject of a letter does not begin with the name that is before it.
func TestInboxSaysANameOnce(t *testing.T) {
	m, _ := screen(t, 100, 30)
	it := exercise.Item{At: at(3), Kind: exercise.ItemPromise, From: "Cloud provider", Title: "Cloud provider has broken a promise"}
	row := m.itemRow(&it, 100, false)
	assert.Equal(t, 1, strings.Count(row, "Cloud provider"), row)
	assert.Contains(t, row, "Has broken a promise")
	assert.LessOrEqual(t, widget.Width(row), 100)
}
