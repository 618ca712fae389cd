package facilitator

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
)

// nothingYet is a view in which nothing has been said, tried, asked, written down or planned.
func nothingYet() exercise.View {
	v := screentest.Staff()
	v.Notices, v.Questions = nil, nil
	c := v.Control
	c.Cases, c.Inbox, c.Observations, c.Log, c.LogTotal, c.Plan, c.Score = nil, nil, nil, nil, 0, nil, nil
	return v
}

// nothingAtAll is a view of a scenario that has none of what a scenario may leave out.
func nothingAtAll() exercise.View {
	v := nothingYet()
	v.Control = &exercise.Control{}
	return v
}

// TestNoPageIsBlank: whatever page it is, there is something to read on it before anything has happened, and in a
// scenario that has nothing for it.
func TestNoPageIsBlank(t *testing.T) {
	w, h := body(120, 40)
	for what, v := range map[string]exercise.View{"before anything has happened": nothingYet(),
		"in a scenario that has nothing for it": nothingAtAll()} {
		m, _ := console(t, w, h, v)
		for _, p := range m.pages.List {
			m.show(p.Name())
			shown := ansi.Strip(strings.Join(p.view(m, w, h), ""))
			assert.NotEmpty(t, strings.Trim(shown, " >─│"), "%s page %s is blank: say what will be there, and when", what,
				p.Name())
		}
	}
}

// TestEmptyPagesSayWhatComes: a page with nothing to show yet says what will be there, when
// it comes, and what to press; in no window is a word of that cut off.
func TestEmptyPagesSayWhatComes(t *testing.T) {
	for name, press := range map[string]string{"rule": "enter", "talk": "b", "ask": "enter", "notes": "o", "log": "a",
		"plan": "d", "score": ""} {
		for _, size := range screentest.Sizes {
			w, h := body(size[0], size[1])
			m, _ := console(t, w, h, nothingYet())
			m.show(name)
			shown := text(m)
			screentest.Fits(t, m.View(), w, h)
			assert.Regexp(t, `(?m)^ Here    [A-Z]`, shown, "%s at %v", name, size)
			assert.Regexp(t, `(?m)^ When    [A-Z]`, shown, "%s at %v", name, size)
			if press != "" {
				assert.Regexp(t, fmt.Sprintf(`(?m)^ %-7s [a-z]`, press), shown, "%s at %v", name, size)
			}
			if size[0] <= 200 && size[0] > 80 && size[1] > 30 && size[1] < 80 {
				screentest.Golden(t, fmt.Sprintf("empty-%s-%dx%d", name, size[0], size[1]), m.View())
			}
		}
	}
}
