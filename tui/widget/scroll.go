package widget

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"
)

// Scroll is a place in a long text.
type Scroll struct {
	top, page, total int
}

// Update moves by lines, by pages and to either end, and reports whether it took the key.
func (s *Scroll) Update(k tea.KeyMsg) bool {
	switch k.String() {
	case "up", "k":
		s.top--
	case "down", "j":
		s.top++
	case "pgup":
		s.top -= max(s.page-1, 1)
	case "pgdown":
		s.top += max(s.page-1, 1)
	case "home":
		s.top = 0
	case "end":
		s.top = s.total
	default:
		return false
	}
	s.clamp()
	return true
}

func (s *Scroll) clamp() { s.top = max(0, min(s.top, s.total-s.page)) }

// Top goes back to the beginning.
func (s *Scroll) Top() { s.top = 0 }

// View cuts at most h lines out of the text; the last says if there is more.
func (s *Scroll) View(lines []string, h int) []string {
	s.page, s.total = h, len(lines)
	if h <= 0 {
		return nil
	}
	s.clamp()
	out := append([]string{}, lines[s.top:min(s.top+h, len(lines))]...)
	if len(out) > 0 && s.top+h < len(lines) {
		out[len(out)-1] = fmt.Sprintf("  … %d more below", len(lines)-s.top-h+1)
	}
	return out
}
