package widget_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/speech"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

func TestLabelIsTheTextOfWhatWasChosen(t *testing.T) {
	f := widget.NewForm("Change", "Do it",
		widget.Choose("venue", "Venue", []widget.Option{{ID: "a", Text: "The hotline"},
			{ID: "b", Text: "The panel"}}, "b"),
		widget.Choose("none", "None", nil, ""))
	assert.Equal(t, "The panel", f.Label("venue"))
	assert.Empty(t, f.Label("none"))
	assert.Empty(t, f.Label("unknown"))
}

// typed sends letters to a form, one key each.
func typed(f *widget.Form, letters string) {
	for _, r := range letters {
		f.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
}

// TestLettersFindAnOption by any word of it, as far as they have been typed.
func TestLettersFindAnOption(t *testing.T) {
	options := []widget.Option{{ID: "cloud", Text: "Cloud provider"}, {ID: "cert", Text: "National CERT"},
		{ID: "police", Text: "Cybercrime police"}, {ID: "press", Text: "Wire service"}}
	for letters, want := range map[string]string{
		"police": "police", "p": "police", "pp": "cloud", "pr": "cloud", "cert": "cert", "wire s": "press", "ser": "press",
		"nowhere": "press", "c": "cert", "ccc": "cloud",
	} {
		f := widget.NewForm("A seat", "Seat", widget.Choose("role", "Seat", options, "cloud"))
		typed(f, letters)
		assert.Equal(t, want, f.One("role"), letters)
	}
}

// TestAHurriedEnterChoosesNothing where somebody has to choose: enter says so, any key of a list chooses, and a
// click on a row goes to that row.
func TestAHurriedEnterChoosesNothing(t *testing.T) {
	options := []widget.Option{{ID: "yes", Text: "yes"}, {ID: "no", Text: "no"}}
	open := func() *widget.Form {
		return widget.NewForm("Asked", "Answer", widget.Choose("yes", "Do you approve", options, "").Undecided())
	}
	f := open()
	seen := strings.Join(f.View(theme.New(false), 60, 9), "\n")
	assert.NotContains(t, seen, "(o)")
	assert.Contains(t, seen, "[?2;2z", "the second row is two steps down")
	for _, k := range []tea.KeyType{tea.KeyEnter, tea.KeyCtrlS, tea.KeyUp, tea.KeyTab, tea.KeyEnter} {
		assert.Equal(t, widget.Editing, f.Update(tea.KeyMsg{Type: k}))
	}
	assert.Empty(t, f.One("yes"))
	assert.Contains(t, strings.Join(f.View(theme.New(false), 60, 9), "\n"), "Do you approve: choose one")
	for want, keys := range map[string][]tea.KeyMsg{
		"yes": {{Type: tea.KeyDown}}, "no": {{Type: tea.KeyDown}, {Type: tea.KeyDown}},
	} {
		f := open()
		for _, k := range keys {
			f.Update(k)
		}
		assert.Equal(t, widget.Sent, f.Update(tea.KeyMsg{Type: tea.KeyEnter}))
		assert.Equal(t, want, f.One("yes"))
	}
	for _, letter := range []string{"yes", "no"} {
		f := open()
		typed(f, letter[:1])
		assert.Equal(t, letter, f.One("yes"))
	}
	f = widget.NewForm("One", "Do it", widget.Choose("one", "One", options[:1], "").Undecided())
	assert.Equal(t, "yes", f.One("one"), "of one there is nothing to choose")
	f = widget.NewForm("Said", "Do it", widget.Choose("one", "One", options, "no").Undecided())
	assert.Equal(t, "no", f.One("one"))
}

// TestWordsFromBeforeAreMarked: who opens a form again sees that there are words in it already.
func TestWordsFromBeforeAreMarked(t *testing.T) {
	form := func() *widget.Form { return widget.NewForm("To all", "Say it", widget.Text("text", "Words", 3, "")) }
	seen := func(f *widget.Form) string { return strings.Join(f.View(theme.New(false), 90, 12), "\n") }
	drafts, first := widget.Drafts{}, form()
	drafts.Take(first)
	assert.NotContains(t, seen(first), "from before")
	typed(first, "Coffee")
	assert.True(t, drafts.Keep(first))
	again := form()
	drafts.Take(again)
	assert.Equal(t, "Coffee", again.Text("text"))
	assert.Contains(t, seen(again), "These words are from before")
}

// TestTitleOfAVerbIsShort: what its help says after a semicolon is under a title that would leave the keys no room.
func TestTitleOfAVerbIsShort(t *testing.T) {
	for help, want := range map[string][2]string{
		"Close the room for everyone; the record stays, and can be continued until ENDEX": {"Close the room for everyone",
			"The record stays, and can be continued until ENDEX"},
		"Mute somebody; unmute lets them again": {"Mute somebody; unmute lets them again", ""},
		"Delay: an inject":                      {"Delay", "An inject"},
	} {
		f := widget.SayForm(&speech.Said{Row: &speech.Row{Verb: "x", Help: help}}, nil)
		assert.Equal(t, want[0], f.Title)
		assert.Equal(t, want[1], strings.Join(f.Context, ""))
	}
}
