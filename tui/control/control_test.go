package control

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tocsin/sim/testsize"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

func plain(lines []string) string { return ansi.Strip(strings.Join(lines, "\n")) }

func TestCascadeDrawsEverySystemOnce(t *testing.T) {
	th := theme.New(false)
	c := screentest.Staff().Control
	got := plain(Cascade(th, c, 100))
	for _, s := range c.Systems {
		n := 0
		for _, line := range strings.Split(got, "\n") {
			if strings.Contains(line, s.Title) && !strings.Contains(line, "above)") {
				n++
			}
		}
		assert.Equal(t, 1, n, "%s in\n%s", s.Title, got)
	}
	assert.Equal(t, 2, strings.Count(got, "above)"), "arrows that lead back name what they lead to")
	assert.Contains(t, got, "cut╳", "a cut link shows without colour")
	circle := &exercise.Control{Systems: []exercise.WorldSystem{{ID: "a", Title: "A"}, {ID: "b", Title: "B"},
		{ID: "c", Title: "C"}}, Links: []exercise.WorldLink{{From: "a", To: "b"}, {From: "b", To: "a"},
		{From: "c", To: "c"}}}
	got = plain(Cascade(th, circle, 80))
	for _, name := range []string{"A", "B", "C"} {
		assert.Contains(t, got, name)
	}
}

func TestConditionsInWords(t *testing.T) {
	c := screentest.Staff().Control
	for formula, want := range map[string]string{
		"knows('egress', 'cloud') && !done('joint_statement')": `"Slow egress" is known to Cloud provider and "joint statement" is not done`,
		"failed('torrent') || hours >= 12": "Public torrent of the weights has failed or " +
			"hours at least 12",
		"missed('memo')": `what "A memo with low confidence" expects is overdue`,
		"runs('torrent', 'v41') && !runs('torrent', 'v41')": "Public torrent of the weights runs Clerk 4.1 and " +
			"Public torrent of the weights does not run Clerk 4.1",
		"exposed('v41', 'torrent') > 0 || !flawed('v41')": "systems exposed by Clerk 4.1, of Public torrent of the weights " +
			"above 0 or Clerk 4.1 is not flawed",
		"aware('egress') > 2": `those who know "Slow egress" above 2`,
	} {
		assert.Equal(t, want, inWords(c, formula))
	}
}

// reader has a long log, and counts how often it is asked.
type reader struct{ asked int }

func (r *reader) LogBefore(_ context.Context, n int) ([]exercise.Line, error) {
	r.asked++
	var out []exercise.Line
	for i := max(1, n-exercise.LogLength); i < n; i++ {
		out = append(out, line(i))
	}
	return out, nil
}

func line(n int) exercise.Line {
	return exercise.Line{N: n, Mark: "says", Text: fmt.Sprintf("line %d", n)}
}

func lines(from, to int) *exercise.Control {
	c := &exercise.Control{LogTotal: to}
	for i := from; i <= to; i++ {
		c.Log = append(c.Log, line(i))
	}
	return c
}

// TestLogReachesTheBeginning scrolls up through a long log while more goes on happening,
// and never misses a line or sees one twice.
func TestLogReachesTheBeginning(t *testing.T) {
	testsize.Long(t)
	var l Log
	r := &reader{}
	th := theme.New(false)
	from, to := 701, 1000
	for range 200 {
		c := lines(from, to)
		_, cmd := l.Update(screentest.Key("pgup"), c, r)
		if cmd != nil {
			l.Update(cmd(), c, r)
		}
		l.View(th, c, 80, 20)
		shown := l.lines(c)
		for i := 1; i < len(shown); i++ {
			require.Equal(t, shown[i-1].N+1, shown[i].N)
		}
		from, to = from+7, to+7
	}
	c := lines(from, to)
	assert.Contains(t, plain(l.View(th, c, 80, 20)), "line 1 ")
	assert.LessOrEqual(t, r.asked, 4)
	l.Update(screentest.Key("end"), c, r)
	assert.Contains(t, plain(l.View(th, c, 80, 20)), fmt.Sprint("line ", to))
	assert.Len(t, l.lines(c), exercise.LogLength, "older lines are let go of")
}

func TestSmallThingsAreShownWhenAskedFor(t *testing.T) {
	var l Log
	th := theme.New(false)
	c := lines(1, 3)
	c.Log[1].Quiet = true
	assert.NotContains(t, plain(l.View(th, c, 80, 20)), "line 2")
	l.Update(screentest.Key("a"), c, nil)
	assert.Contains(t, plain(l.View(th, c, 80, 20)), "line 2")
}

func TestKnowledge(t *testing.T) {
	th := theme.New(false)
	c := screentest.Staff().Control
	var k Knowledge
	got := plain(k.View(th, c, exercise.Clock{}, 100, 12))
	assert.Contains(t, got, "Still needed by: Cybercrime police, National CERT")
	assert.Contains(t, got, "Frontier developer from Cloud provider T+0d 09:00")
	got = plain(k.View(th, c, exercise.Clock{}, 100, 30))
	assert.NotContains(t, got, "Still needed by", "there is room for lists")
	assert.Contains(t, got, "K Frontier developer, from Cloud provider")
	assert.Contains(t, got, "7h after the first")
	assert.Contains(t, got, "! National CERT")
	assert.Contains(t, got, "Frontier developer → National CERT", "what would move it")
	for range 40 {
		c.Seats = append(c.Seats, exercise.Place{ID: "another", Title: "Another seat"})
	}
	for _, w := range []int{80, 120, 200} {
		for range 10 {
			screentest.Fits(t, strings.Join(k.View(th, c, exercise.Clock{}, w, 20), "\n"), w, 20)
			k.Update(tea.KeyMsg{Type: tea.KeyRight}, c)
		}
	}
}

func TestRatingsApart(t *testing.T) {
	rated := func(list ...string) exercise.Objective {
		var o exercise.Objective
		for _, r := range list {
			o.Ratings = append(o.Ratings, exercise.Rating{Rating: r})
		}
		return o
	}
	assert.Equal(t, 0, Apart(rated()))
	assert.Equal(t, 0, Apart(rated("S", "S")))
	assert.Equal(t, 1, Apart(rated("S", "P")))
	assert.Equal(t, 3, Apart(rated("U", "S", "P")))
}

func TestHours(t *testing.T) {
	for s, want := range map[string]float64{"30m": 0.5, " 2h ": 2, "1d12h": 36} {
		got, ok := Hours(s)
		assert.True(t, ok)
		assert.InDelta(t, want, got, 1e-9)
	}
	for _, s := range []string{"", "soon", "-1h", "5"} {
		_, ok := Hours(s)
		assert.False(t, ok, s)
	}
	assert.Equal(t, "5400s", Written(1.5))
	assert.Equal(t, "0s", Written(0.0001))
}

// TestPageOfTheWall uses the width before it leaves anything out, and says when it does.
func TestPageOfTheWall(t *testing.T) {
	th := theme.New(false)
	p := &exercise.WallPage{N: 1, Of: 2, Title: "The whole", Parts: []exercise.WallPart{{Title: "What was lacking"}}}
	for n := range 30 {
		p.Parts[0].Points = append(p.Parts[0].Points, fmt.Sprintf("point %02d", n))
	}
	for _, want := range []struct {
		w, h  int
		whole bool
	}{{240, 67, true}, {240, 36, true}, {200, 24, true}, {120, 40, true}, {120, 24, false}, {80, 20, false},
		{20, 3, false}} {
		lines := PageLines(th, p, want.w, want.h)
		got := plain(lines)
		assert.LessOrEqual(t, len(lines), want.h)
		for _, l := range lines {
			assert.LessOrEqual(t, widget.Width(l), want.w)
		}
		assert.Equal(t, want.whole, strings.Contains(got, "point 00") && strings.Contains(got, "point 29"), want)
		assert.Equal(t, !want.whole, strings.Contains(got, "…"), want)
	}
}
