package board

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

func wall() exercise.View {
	v := screentest.Staff()
	v.Control = nil
	v.You = exercise.You{Name: "Wall", Kind: exercise.KindBoard, Title: "board"}
	v.Questions = nil
	v.Notices = v.Notices[:1]
	v.Board = &exercise.Board{News: []exercise.Item{
		{N: 1, At: screentest.Moment(0), Kind: exercise.ItemClock, Title: "STARTEX"},
		{N: 2, At: screentest.Moment(41), Kind: exercise.ItemInject, From: "Wire service", Media: "news",
			Title: "Laboratory said to have lost a model 模型",
			Text: "Two people familiar with the matter said on Monday that a laboratory had found traces of " +
				"copying. The laboratory would not comment."},
		{N: 3, At: screentest.Moment(48), Kind: exercise.ItemMessage, From: "AI regulator", Role: "regulator",
			Title: "A statement", Text: "We are aware of reports and in contact with those concerned."}},
		Shows: "news", Seats: screentest.Arriving().Seats, Gauges: []exercise.Gauge{{ID: "trust", Title: "Public trust in the response", Unit: "of 100",
			Value: 58.3, Step: 2, Trace: trust()}, {ID: "outage", Title: "Customers without service", Unit: "people",
			Value: 1250, Step: 2, Trace: outage()}},
		Venues: []exercise.OpenVenue{{Title: "The morning call", Members: []string{"Frontier developer"}, All: true},
			{Title: "Incident cell", Members: []string{"Frontier developer", "Cloud provider", "National CERT"}}}}
	return v
}

// trust and outage are traces of 50 hours.
func trust() (out []float64) {
	for i := range 25 {
		out = append(out, 64-0.01*float64(i*i))
	}
	return out
}

func outage() (out []float64) {
	for i := range 25 {
		out = append(out, float64(max(i-14, 0)*120))
	}
	return out
}

func screen(v exercise.View, w, h int) *Model {
	th := theme.New(false)
	m := New(&th, nil)
	m.SetSize(w, h)
	m.Update(v)
	return m
}

// states are how an exercise can stand.
func states() map[string]exercise.View {
	running, paused, discuss, question, stopped, over, before := wall(), wall(), wall(), wall(), wall(), wall(),
		wall()
	paused.Clock.Phase, paused.Clock.Why = "paused", "Coffee"
	discuss.Clock.Phase, discuss.Clock.Why, discuss.Clock.Discuss = "paused", "The end of a move",
		[]string{"What do you know that somebody else needs? Who tells them, and how?",
			"At what point does this stop being an internal matter?"}
	question.Clock.Phase, question.Clock.Why = "paused", "A question"
	question.Questions = []exercise.Question{{N: 1, Text: "What matters most now?",
		Options: []string{"Evidence", "Containment"}, Open: true}}
	stopped.Clock.Phase, stopped.Clock.Emergency, stopped.Clock.Why = "paused", true,
		"Fire in the building. Leave by the stairs."
	over.Clock.Phase = "over"
	before.Clock.Phase, before.Board = "before STARTEX", screentest.Arriving()
	before.Scenario.Summary = "Shards of an unreleased model have been leaving a bucket for nine days. Nobody " +
		"holds enough of the picture to see it."
	exchange := wall()
	exchange.Clock.Phase, exchange.Scenario, exchange.Board = "before STARTEX", before.Scenario, screentest.Arriving()
	exchange.Board.Notes = []exercise.Filing{{Title: "Frontier developer", Filed: 8, Shown: 7}, {Title: "Cloud provider"},
		{Title: "National CERT", Filed: 3}}
	move, wash, gap := wall(), wall(), wall()
	move.Clock.Phase, move.Clock.Why, move.Clock.Discuss = "paused", "The end of a move", discuss.Clock.Discuss
	move.Board.Shows, move.Board.Move = "move", screentest.Told()
	wash.Clock.Phase, wash.Board.Shows, wash.Board.Page = "over", "wash", screentest.WallPage()
	gap.Clock.Phase, gap.Board.Shows, gap.Board.Page = "over", "gap", screentest.GapPage()
	picture := wall()
	picture.Board.Shows, picture.Board.Picture = "picture", screentest.OnTheWall()
	answers := wall()
	answers.Clock.Phase, answers.Clock.Why, answers.Board.Answers = "paused", "A question", 1
	closed := answers.Clock.Now
	answers.Questions = []exercise.Question{{N: 1, Text: "What matters most now?", Closed: &closed,
		Options: []string{"Evidence", "Containment"}, Answers: []exercise.Reply{{Who: "National CERT", Text: "Evidence"},
			{Who: "Cloud provider", Text: "Containment"}}}}
	return map[string]exercise.View{"picture": picture, "answers": answers, "running": running,
		"move": move, "wash": wash, "gap": gap, "paused": paused, "discuss": discuss, "question": question,
		"stopped": stopped, "over": over, "before": before, "exchange": exchange}
}

func TestGolden(t *testing.T) {
	for name, v := range states() {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}, {240, 67}} {
			m := screen(v, size[0], size[1]-widget.HeaderHeight-2)
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), m.View())
		}
	}
}

func TestEverySize(t *testing.T) {
	for _, v := range states() {
		for _, size := range screentest.Sizes {
			w, h := size[0], size[1]-widget.HeaderHeight-2
			m := screen(v, w, h)
			screentest.Fits(t, m.View(), w, h)
			m.Update(screentest.Key("down"))
			screentest.Fits(t, m.View(), w, h)
		}
	}
}

// TestMovesOnTheWall: how far each has come, and what was cut off at ENDEX stays open.
func TestMovesOnTheWall(t *testing.T) {
	full, none := strings.Repeat("█", 10), strings.Repeat("░", 10)
	bars := func(change func(c *exercise.Clock)) string {
		v := wall()
		v.Clock.Move, v.Clock.Moves = 2, 3
		change(&v.Clock)
		lines := strings.Split(ansi.Strip(screen(v, 240, 63).View()), "\n")
		at := slices.IndexFunc(lines, func(s string) bool { return strings.Contains(s, "Move 1 ") })
		if at < 0 {
			return ""
		}
		return strings.Join(strings.Fields(lines[at+1]), " ")
	}
	running := strings.Fields(bars(func(*exercise.Clock) {}))
	require.Len(t, running, 3)
	assert.NotContains(t, running[0], "░")
	assert.Contains(t, running[1], "█░")
	assert.NotContains(t, running[2], "█")
	ended := strings.Fields(bars(func(c *exercise.Clock) { c.Phase = "over" }))
	assert.Contains(t, ended[2], none, "the last move was never played")
	ended = strings.Fields(bars(func(c *exercise.Clock) { c.Phase, c.Move = "over", 3 }))
	assert.Contains(t, ended[2], full)
	assert.Empty(t, bars(func(c *exercise.Clock) { c.Moves = 0 }))
}

func TestOlderNewsAndBack(t *testing.T) {
	v := wall()
	m := screen(v, 80, 20)
	assert.Contains(t, ansi.Strip(m.View()), "We are aware of reports")
	m.Update(screentest.Key("down"))
	assert.NotContains(t, ansi.Strip(m.View()), "We are aware of reports")
	assert.Contains(t, ansi.Strip(m.View()), "would not comment")
	v.Board = &exercise.Board{News: append(v.Board.News,
		exercise.Item{N: 4, At: screentest.Moment(50), Title: "Something new"})}
	m.Update(v)
	assert.Contains(t, ansi.Strip(m.View()), "Something new", "news turns it back to the newest")
}

func TestAnswersShowWhenTheQuestionIsClosed(t *testing.T) {
	v := states()["question"]
	assert.Contains(t, ansi.Strip(screen(v, 80, 20).View()), "Answer on your own screen")
	v.Questions[0].Open, v.Questions[0].Answers = false, []exercise.Reply{{Who: "National CERT", Text: "Evidence"}}
	assert.Contains(t, ansi.Strip(screen(v, 80, 20).View()), "National CERT: Evidence")
}

func TestWordsToAllFadeWithTime(t *testing.T) {
	v := wall()
	assert.Contains(t, ansi.Strip(screen(v, 80, 20).View()), "Coffee at eleven", "48 hours are eight minutes here")
	v.Clock.Pace = "1h"
	assert.NotContains(t, ansi.Strip(screen(v, 80, 20).View()), "Coffee at eleven")
	v.Clock.Pace, v.Clock.Phase = "6h", "paused"
	assert.NotContains(t, ansi.Strip(screen(v, 80, 20).View()), "Coffee at eleven", "it was said before this pause")
	v.Notices = append(v.Notices, exercise.Notice{N: 9, At: v.Clock.Now, Kind: exercise.NoticeFacilitator, From: "Grace",
		To: "all", Text: "Coffee now"})
	assert.Contains(t, ansi.Strip(screen(v, 80, 20).View()), "Coffee now")
}

// asker takes what it is asked.
type asker struct{ acts []any }

func (a *asker) Do(context.Context, room.Request) (exercise.Answer, error) {
	return exercise.Answer{}, nil
}

func (a *asker) Act(_ context.Context, act any) (exercise.Answer, error) {
	a.acts = append(a.acts, act)
	return exercise.Answer{OK: true}, nil
}

// TestObserversGiveFeedback after ENDEX; the wall is not asked.
func TestObserversGiveFeedback(t *testing.T) {
	th, seat := theme.New(false), &asker{}
	for _, size := range screentest.Sizes {
		m := New(&th, seat)
		m.SetSize(size[0], size[1])
		v := wall()
		v.Clock.Phase = "over"
		m.Update(v)
		m.Update(screentest.Key("f"))
		assert.False(t, m.Typing())
		v.Feedback = &exercise.Feedback{}
		m.Update(v)
		m.Update(screentest.Key("f"))
		assert.True(t, m.Typing())
		screentest.Fits(t, m.View(), size[0], size[1])
		for _, k := range []string{"3", "enter", "4", "enter", "5"} {
			m.Update(screentest.Key(k))
		}
		cmd := m.Update(screentest.Key("ctrl+s"))
		m.Update(cmd())
		assert.False(t, m.Typing())
	}
	assert.Equal(t, &exercise.Feedback{Realism: 3, Usefulness: 4, Prepared: 5}, seat.acts[0])
}

// TestLobbyCountsTheSeatsItLeavesOut: before STARTEX the way in is whole on the smallest wall, and
// seats that do not fit are not dropped without a word.
func TestLobbyCountsTheSeatsItLeavesOut(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {240, 67}} {
		shown := ansi.Strip(screen(states()["before"], size[0], size[1]-widget.HeaderHeight-2).View())
		assert.Contains(t, shown, "SHA256:", "%v", size)
		all := strings.Contains(shown, "AI regulator") && strings.Contains(shown, "Wire service")
		assert.NotEqual(t, all, strings.Contains(shown, "a taller wall shows the other seats"), "%v", size)
	}
}

// TestAnswersAreNotDropped without a word, where the wall has no room for all.
func TestAnswersAreNotDropped(t *testing.T) {
	v := states()["answers"]
	for i := range 30 {
		v.Questions[0].Answers = append(v.Questions[0].Answers, exercise.Reply{Who: fmt.Sprintf("Seat %d", i), Text: "Evidence"})
	}
	for _, size := range screentest.Sizes {
		w, h := size[0], size[1]-widget.HeaderHeight-2
		shown := ansi.Strip(screen(v, w, h).View())
		screentest.Fits(t, shown, w, h)
		all := strings.Contains(shown, "Seat 29: Evidence")
		if large := widget.Large("Seat 29: Evidence", w); !all && large != nil {
			all = strings.Contains(shown, strings.TrimSpace(large[1]))
		}
		assert.NotEqual(t, all, strings.Contains(shown, "a taller wall shows the rest"), "%v", size)
	}
}
