package widget

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/assert"

	"tocsin/tui/theme"
)

// fourteen are pages with names as long as pages have.
func fourteen(at string) *Pages[PageName] {
	p := &Pages[PageName]{}
	for _, name := range strings.Fields("now world facts seats rule talk ask notes log score join timeline objectives evidence") {
		p.List = append(p.List, PageName(name))
	}
	p.Show(at)
	return p
}

// TestFourteenTabs draws the tabs on a virtual terminal: every title is there whole,
// with its digit and badge, wherever the cursor is.
func TestFourteenTabs(t *testing.T) {
	th := theme.New(false)
	for w, most := range map[int]int{80: 2, 120: 2, 200: 1} {
		for _, at := range fourteen("now").List {
			p := fourteen(at.Name())
			lines := p.Tabs(th, func(n PageName) Tab {
				return Tab{Title: strings.ToTitle(n.Name()[:1]) + n.Name()[1:], Badge: cond(n == "seats", "(12)", "")}
			}, w)
			assert.LessOrEqual(t, len(lines), most, "%d columns", w)
			term := vt10x.New(vt10x.WithSize(w, len(lines)))
			fmt.Fprint(term, strings.Join(lines, "\r\n"))
			shown := term.String()
			for i, n := range p.List {
				want := strings.ToTitle(n.Name()[:1]) + n.Name()[1:]
				if d := Digit(i); d != "" {
					want = d + " " + want
				}
				if n == "seats" {
					want += " (12)"
				}
				if n == at {
					want = "[" + want + "]"
				}
				found := 0
				for _, line := range strings.Split(shown, "\n") {
					found += strings.Count(" "+line+" ", " "+want+" ")
				}
				assert.Equal(t, 1, found, "%q at %d columns with %s shown, in %q", want, w, at, shown)
			}
		}
	}
}

func TestTabsOfOneLineStayThere(t *testing.T) {
	lines := Tabs(theme.New(false), []Tab{{Key: "1", Title: "Now", Badge: "(2)"}, {Key: "2", Title: "World"}}, 1, 40)
	assert.Equal(t, []string{" 1 Now (2) [2 World]"},
		[]string{strings.TrimRight(ansi.Strip(strings.Join(lines, "|")), " ")})
}

func TestTurningPages(t *testing.T) {
	for _, c := range []struct{ from, key, to string }{
		{"now", "2", "world"}, {"now", "0", "score"}, {"score", "tab", "join"}, {"evidence", "tab", "now"},
		{"now", "shift+tab", "evidence"},
		{"talk", "x", ""}, {"talk", "12", ""}, {"talk", "", ""},
	} {
		p := fourteen(c.from)
		took := p.Turn(c.key)
		assert.Equal(t, c.to != "", took, "%+v", c)
		assert.Equal(t, cond(c.to == "", c.from, c.to), p.Now().Name(), "%+v", c)
	}
	short := &Pages[PageName]{List: []PageName{"a", "b", "c"}}
	assert.False(t, short.Turn("4"))
	assert.False(t, short.Turn("0"))
	assert.Equal(t, "1-3 tab", short.Key().Help().Key)
}

func TestFindingPages(t *testing.T) {
	for word, to := range map[string]string{"seats": "seats", "se": "seats", "TIME": "timeline", "join": "join",
		"n": "", "no": "", "now": "now", "": "", "nowhere": "", "s": ""} {
		p := fourteen("rule")
		assert.Equal(t, to != "", p.Find(word), word)
		assert.Equal(t, cond(to == "", "rule", to), p.Now().Name(), word)
	}
	for _, s := range fourteen("now").Suggest() {
		p := fourteen("rule")
		assert.True(t, p.Find(s.Word), s.Word)
		assert.Equal(t, s.Word, p.Now().Name())
	}
}
