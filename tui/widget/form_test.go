package widget_test

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"

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
