package host

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/assert"
)

// faulty is a screen with a fault wherever it is asked for anything.
type faulty struct{}

func (faulty) Init() tea.Cmd                       { panic("Init") }
func (faulty) Update(tea.Msg) (tea.Model, tea.Cmd) { panic("Update") }
func (faulty) View() string                        { panic("View") }

// TestAFaultLeavesAScreen that is empty, and that ends.
func TestAFaultLeavesAScreen(t *testing.T) {
	for name, asks := range map[string]func(tea.Model){
		"Init": func(m tea.Model) { assert.Nil(t, m.Init()) },
		"View": func(m tea.Model) { assert.Empty(t, m.View()) },
		"Update": func(m tea.Model) {
			same, cmd := m.Update(tea.WindowSizeMsg{})
			assert.Same(t, m, same)
			assert.Nil(t, cmd)
		},
	} {
		quit := 0
		m := &safe{Model: faulty{}, quit: func() { quit++ }}
		asks(m)
		assert.Equal(t, 1, quit, name)
		assert.Empty(t, m.View(), name)
		_, cmd := m.Update(tea.WindowSizeMsg{})
		assert.Equal(t, tea.QuitMsg{}, cmd(), name)
		assert.Equal(t, 1, quit, name)
	}
}
