package tui

import tea "github.com/charmbracelet/bubbletea"

// apart takes keys apart that came in one piece: on a slow line, or from fast fingers,
// several letters arrive at once and Bubble Tea makes one message of them. What was
// pasted stays whole.
func apart(k tea.KeyMsg) []tea.KeyMsg {
	if k.Type != tea.KeyRunes || k.Paste || len(k.Runes) < 2 {
		return []tea.KeyMsg{k}
	}
	out := make([]tea.KeyMsg, len(k.Runes))
	for i, r := range k.Runes {
		out[i] = tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: k.Alt}
		if r == ' ' {
			out[i].Type = tea.KeySpace
		}
	}
	return out
}
