package control

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/notes"
	"tocsin/sim/testsize"
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

// Before STARTEX the page World says how far the exchange of notes is, and that the analysis comes
// there; then what to do about several findings once, and the notes under their names.
func TestWorldBeforeStartex(t *testing.T) {
	th := theme.New(false)
	v := screentest.Staff()
	before := v.Clock
	before.Phase = "before STARTEX"
	c := *v.Control
	c.Exchange, c.Promised, c.Legibility, c.Filed, c.Filings = nil, nil, nil, nil, nil
	page := func() string {
		var w World
		return plain(w.View(th, &c, before, 120, 200))
	}
	assert.NotContains(t, page(), "If-then notes", "a scenario without notes")
	c.Filings = []exercise.Filing{{Title: "Cloud provider", Drafts: 2}}
	assert.Contains(t, page(), "Nobody has filed a note yet")
	assert.Regexp(t, `Cloud provider +0 filed, 0 shown, 2 drafts left`, page())

	c.Filings[0] = exercise.Filing{Title: "Cloud provider", Drafts: 1, Filed: 1, Shown: 1}
	c.Filed = []exercise.FiledNote{{Name: "#8", Title: "Cloud provider", Words: "if it knows egress, then tell CERT within 2h",
		Shown: []string{"CERT"}}}
	c.Promised = []notes.Promised{{Title: "Trace and hold", Joins: []string{"CERT"}, Parts: 1, Quorum: 3}}
	const do = "Let the seat file notes"
	c.Exchange = []notes.Finding{
		{Kind: notes.ResponseTime, What: "No promises bring it about", Do: "Commit"},
		{Kind: notes.Interlock, Notes: []notes.Ref{{Note: "#8"}}, What: "nobody tells CERT", Do: "Tell it"},
		{Kind: notes.Coverage, What: "CERT: nothing answers A, B", Do: do},
		{Kind: notes.Coverage, What: "Press: nothing answers C", Do: do}}
	got := page()
	assert.Equal(t, 1, strings.Count(got, do), "said once of both")
	assert.NotContains(t, got, "No promises bring it about", "it is at the action")
	for _, want := range []string{"never: 1 of 3 promised", "promised: 1 of 3 (CERT); needed: 2 more", "Tell it",
		"Cloud provider #8: if it knows egress, then tell CERT within 2h", "shown to CERT", "1 filed, 1 shown, 1 draft left"} {
		assert.Contains(t, got, want)
	}
	assert.NotContains(t, got, "Nobody has filed")
	assert.Regexp(t, `What filed if-then notes say together .* If-then notes of each seat`, strings.Split(got, "\n")[0],
		"side by side where there is width")
	before.Phase = "running"
	assert.Contains(t, page(), "Cloud provider #8", "in play the notes can be looked up")
	assert.NotContains(t, page(), "drafts left")
}

// TestPlanKeepsWhatAsksForSomebody: on a low page lines that explain give way to those that ask, and
// nothing is cut off.
func TestPlanKeepsWhatAsksForSomebody(t *testing.T) {
	v := screentest.Staff()
	c := v.Control
	c.Plan = screentest.Plan()
	for i := range 9 {
		c.Plan.Pass.Lines = append(c.Plan.Pass.Lines, exercise.Line{N: i + 2, At: screentest.Moment(55), Text: "A step"})
	}
	for _, h := range []int{16, 20, 33, 53} {
		for _, w := range []int{80, 120, 200} {
			out := Plan(theme.New(false), c, v.Clock, w, h)
			assert.LessOrEqual(t, len(out), h, "%dx%d", w, h)
			assert.Contains(t, plain(out), "Nothing to do: Cybercrime police", "%dx%d", w, h)
			assert.Equal(t, h > 16 || w > 80, strings.Contains(plain(out), " minutes 0"), "the scale at %dx%d", w, h)
		}
	}
}

// TestPlanSaysWhatCountsAsPlanned: nothing says when a brief began, and what it counts is no time that
// somebody took.
func TestPlanSaysWhatCountsAsPlanned(t *testing.T) {
	for _, c := range []struct {
		part exercise.PlanPart
		says string
	}{
		{exercise.PlanPart{Kind: exercise.PartBrief, Takes: 360, Done: true}, "6:00 planned"},
		{exercise.PlanPart{Kind: exercise.PartExchange, Takes: 600, Done: true}, "10:00 planned"},
		{exercise.PlanPart{Kind: exercise.PartBrief, Takes: 360, Now: true}, "0:00 of 6:00"},
		{exercise.PlanPart{Kind: exercise.PartMove, Takes: 360, Done: true}, "6:00"},
	} {
		words := partWords(theme.New(false), &c.part, 30, 16)
		assert.Equal(t, c.says, strings.TrimSpace(string([]rune(plain([]string{words}))[30:])), "%s", words)
	}
}

// TestScoreShowsHarmBesideWhatWouldHaveBeen as bars of one length, where the page is wide.
func TestScoreShowsHarmBesideWhatWouldHaveBeen(t *testing.T) {
	v := screentest.Scored()
	lines := harmBars(theme.New(false), v.Control.Score, 80)
	require.Len(t, lines, 4)
	var bars []int
	for _, line := range lines {
		bars = append(bars, strings.Count(line, "█"))
	}
	assert.Equal(t, []int{3, 35, 36, 1}, bars, "158, 1,646, 1,696 and 56 points in 36 columns")
	for _, w := range []int{Wide, 200} {
		page := plain((&Wash{}).Page(theme.New(false), v.Control, v.Clock, w, 50))
		assert.Contains(t, page, "Harm over time")
		assert.Contains(t, page, "if nobody had acted")
	}
}

// TestLinksLeaveNoSeatOut: in a low window the table has every seat, and a turns to what the seats
// make of it; in a high one both stand.
func TestLinksLeaveNoSeatOut(t *testing.T) {
	v := screentest.Staff()
	c, th := v.Control, theme.New(false)
	require.NotNil(t, c.Picture)
	var l Links
	view := func(w, h int) string {
		out := l.View(th, c, v.Clock, w, h)
		assert.LessOrEqual(t, len(out), h, "%dx%d", w, h)
		return plain(out)
	}
	for _, h := range []int{16, 33, 53} {
		for _, s := range c.Seats[1:] {
			assert.Contains(t, view(120, h), "  "+s.Title, "%d lines", h)
		}
	}
	assert.NotContains(t, view(80, 16), "What the seats make of it")
	assert.Contains(t, view(80, 53), "What the seats make of it")
	require.True(t, l.Update(screentest.Key("a"), c))
	assert.Contains(t, view(80, 16), "What the seats make of it")
	assert.NotContains(t, view(80, 16), "Who talks to whom ─")
	require.True(t, l.Update(screentest.Key("a"), c))
	assert.Contains(t, view(80, 16), "Who talks to whom ─")
}

// TestOnItsWayIsWhole: who writes to whom and what stay whole in half a window, and what has no room is counted.
func TestOnItsWayIsWhole(t *testing.T) {
	c := &exercise.Control{}
	for range 4 {
		c.Together.Moving = append(c.Together.Moving, exercise.Moving{From: "National CERT", To: "Frontier developer",
			Kind: "fact", What: "The staging host", Due: exercise.Moment{Hours: 7}})
	}
	clock := exercise.Clock{Phase: "running", Pace: "2h"}
	for _, row := range []struct {
		w, h int
		want []string
	}{
		{47, 20, []string{"National CERT → Frontier developer", "  fact: The staging host"}},
		{90, 20, []string{"National CERT → Frontier developer  fact: The staging host"}},
	} {
		lines := moving(theme.New(false), c, clock, row.w, row.h)
		require.Len(t, lines, 1+4*len(row.want))
		for i, want := range row.want {
			line := strings.TrimRight(ansi.Strip(lines[1+i]), " ")
			assert.True(t, strings.HasPrefix(line, want), line)
		}
	}
	lines := moving(theme.New(false), c, clock, 47, 8)
	assert.Equal(t, "and 1 more", ansi.Strip(lines[len(lines)-1]))
	assert.Len(t, lines, 8)
}

// TestAnInjectOfSTARTEX comes at STARTEX until then, and is due by the clock after it.
func TestAnInjectOfSTARTEX(t *testing.T) {
	th, p := theme.New(true), exercise.Planned{Title: "Read", State: "due", Due: &exercise.Moment{Date: "Mon 08:00"}}
	before := exercise.Clock{Phase: "before STARTEX"}
	assert.Contains(t, ansi.Strip(strings.Join(InjectDetail(th, &exercise.Control{}, p, before, 60), "\n")), "Mon 08:00, at STARTEX")
	after := exercise.Clock{Phase: "running", Pace: "1h", Now: exercise.Moment{Hours: 1}}
	assert.Contains(t, ansi.Strip(strings.Join(InjectDetail(th, &exercise.Control{}, p, after, 60), "\n")), "LATE by 1h")
}
