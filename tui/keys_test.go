package tui

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
)

func TestApart(t *testing.T) {
	var got []string
	for _, k := range apart(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(":say é ")}) {
		got = append(got, k.String())
	}
	assert.Equal(t, []string{":", "s", "a", "y", " ", "é", " "}, got)
	pasted := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("two words"), Paste: true}
	assert.Equal(t, []tea.KeyMsg{pasted}, apart(pasted))
	assert.Len(t, apart(tea.KeyMsg{Type: tea.KeyEnter}), 1)
}
