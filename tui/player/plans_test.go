package player

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// preparing is a table before STARTEX with four notes of the seat: the first has a new version.
func preparing() exercise.View {
	v := table()
	v.Clock.Phase = "before STARTEX"
	v.Player.Mechanisms = nil
	share := func(to ...string) *exercise.Deed { return &exercise.Deed{Verb: "share", ID: "egress", To: to} }
	note := func(n int, state, when string) exercise.Note {
		return exercise.Note{N: n, Role: "cloud", Title: "Cloud provider", Mine: true, When: when, Do: "tell " + when,
			Within: "2h", State: state, Does: share("developer")}
	}
	v.Player.Notes = []exercise.Note{note(1, "revised", "hours > 1"), note(2, "withdrawn", "hours > 2"),
		note(3, "filed", "hours > 3"), note(4, "filed", "hours > 4")}
	v.Player.Notes[0].Newer, v.Player.Notes[3].Earlier = 4, 1
	v.Player.Notes[2].Beside = []string{"Nobody has shown you a promise to tell you of it.", "A note waits for this."}
	v.Player.Notes[2].Shown = []string{"Frontier developer"}
	return v
}

// The page of notes lists those in force first, a new version in place of the first one, and says
// what comes with a note where the cursor is; elsewhere only that there is something.
func TestPlansShowWhatStandsFirst(t *testing.T) {
	m, _ := screen(t, 100, 30)
	m.Update(preparing())
	press(t, m, "6")
	mine, past, _ := m.sortedNotes()
	number := func(all []*exercise.Note) (out []int) {
		for _, n := range all {
			out = append(out, n.N)
		}
		return out
	}
	assert.Equal(t, []int{4, 3}, number(mine))
	assert.Equal(t, []int{1, 2}, number(past))

	m.SetSize(100, 12) // with room for all, everything is said
	text := plain(m)
	assert.NotContains(t, text, "Nobody has shown you", "the cursor is on another note")
	assert.Contains(t, text, "filed, 2 remarks")
	press(t, m, "down")
	text = plain(m)
	assert.Contains(t, text, "Nobody has shown you a promise to tell you of it.")
	assert.Contains(t, text, "Shown to Frontier developer")
	assert.NotContains(t, text, "remarks")
}

// TestDraftsComeLast: once the exercise has begun, a note that was not filed binds nobody, and stands behind what does.
func TestDraftsComeLast(t *testing.T) {
	m, _ := screen(t, 100, 40)
	v := preparing()
	v.Player.Notes[2].State = "draft"
	m.Update(v)
	press(t, m, "6")
	text := plain(m)
	assert.NotContains(t, text, "Drafts that you did not file", "it can be filed still")
	v.Clock.Phase = "running"
	m.Update(v)
	press(t, m, "6")
	text = plain(m)
	filed, drafts := strings.Index(text, "If hours above 4"), strings.Index(text, "Drafts that you did not file")
	require.Positive(t, filed)
	assert.Greater(t, drafts, filed)
	assert.Greater(t, drafts, strings.Index(text, "Venues ──"))
	assert.Greater(t, strings.Index(text, "If hours above 3"), drafts)
}

// TestAConditionIsWhole: where the cursor is not, a long condition goes on in a second line.
func TestAConditionIsWhole(t *testing.T) {
	m, _ := screen(t, 80, 14) // too low for all rows to be open
	v := preparing()
	v.Player.Notes[2].When = "known('egress') && known('audit_gap') && hours > 30"
	m.Update(v)
	press(t, m, "6")
	text := strings.Join(strings.Fields(plain(m)), " ")
	assert.Contains(t, text, "known('audit_gap') and hours above filed, 2 remarks 30 then tell")
	assert.NotContains(t, text, "Nobody has shown you", "the cursor is on another note")
}

// A new version of a note can tell others than the first, and what does not apply is not asked for.
func TestRevisionAsksWhatApplies(t *testing.T) {
	m, f := screen(t, 100, 30)
	m.Update(preparing())
	press(t, m, "6", "down", "enter")
	text := plain(m)
	require.Contains(t, text, "Tell ")
	assert.NotContains(t, text, "Words", "it tells a fact")
	press(t, m, "tab", "tab", "down", " ", "ctrl+s")
	require.Len(t, f.Asked, 1, plain(m))
	assert.Equal(t, "revise", f.Asked[0].Verb)
	change := args(t, f.Asked[0])["change"].(map[string]any)
	assert.Contains(t, fmt.Sprint(change["do"]), "egress")
	assert.Contains(t, fmt.Sprint(change["do"]), "developer")
	assert.Contains(t, fmt.Sprint(change["do"]), "cert")
	assert.Len(t, change, 1, "the rest stays as it is")

	press(t, m, "enter", "down", "down")
	text = plain(m)
	for _, other := range []string{"Shown to", "How soon", "Formula", "Then", "Tell "} {
		assert.NotContains(t, text, other, "it is withdrawn")
	}
	press(t, m, "tab")
	press(t, m, "ctrl+s")
	require.Len(t, f.Asked, 2)
	assert.Equal(t, "revoke", f.Asked[1].Verb)
}

// The line of keys names r only where there is something to answer.
func TestAnswerIsNamedWhereSomethingIsAsked(t *testing.T) {
	m, _ := screen(t, 100, 30)
	named := func() bool {
		for _, k := range m.shortKeys() {
			if k.Help().Desc == "answer" {
				return k.Enabled()
			}
		}
		return false
	}
	assert.True(t, named())
	v := table()
	v.Player.Asked, v.Questions = nil, nil
	m.Update(v)
	press(t, m, "3")
	assert.False(t, named())
}

// Space leads a new holder to the note that was left for them, then to what the seat knows, then on.
func TestANewHolderReadsTheirNoteFirst(t *testing.T) {
	m, _ := screen(t, 100, 30)
	v := table()
	v.Player.Inbox = []exercise.Item{{N: 1, At: at(20), Kind: exercise.ItemMessage, From: "National CERT", Text: "Old."},
		{N: 2, At: at(26), Kind: exercise.ItemHandover, Title: "What this seat knows so far", Text: "Much."},
		{N: 3, At: at(26), Kind: exercise.ItemHandover, From: "Carla", Title: "A note for you", Text: "Ask the developer."}}
	v.Player.Unread, v.Player.Total = 3, 3
	m.Update(v)
	var read []int
	for range 3 {
		press(t, m, " ")
		read = append(read, m.current().N)
	}
	assert.Equal(t, []int{3, 2, 1}, read)
}

// An inject that a seat's organisation is said to write is answered by writing to that seat.
func TestWhoAnInjectNamesIsWrittenTo(t *testing.T) {
	m, _ := screen(t, 100, 30)
	v := table()
	v.Player.Asked = []exercise.Asked{{Kind: "obligation", ID: "nis2", Text: "Early warning"}}
	v.Player.Inbox = []exercise.Item{{N: 1, At: at(20), Kind: exercise.ItemInject, From: "Frontier developer",
		Title: "Request for comment", Text: "What would you like to say?"}}
	v.Player.Unread, v.Player.Total = 1, 1
	m.Update(v)
	press(t, m, "1", " ", "r")
	text := plain(m)
	assert.Contains(t, text, "Write")
	assert.Contains(t, text, "To        Frontier developer")
}
