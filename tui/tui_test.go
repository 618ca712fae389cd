package tui

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
	"tocsin/sim/room"
	"tocsin/sim/testsize"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// seat stands in for a seat of a room: it refuses everything.
type seat struct{ box chan exercise.View }

func (s seat) Do(context.Context, room.Request) (exercise.Answer, error) {
	return exercise.Answer{Why: "The clock is paused"}, nil
}
func (s seat) Act(context.Context, any) (exercise.Answer, error) {
	return exercise.Answer{Why: "The clock is paused"}, nil
}
func (s seat) Want(context.Context, string) (exercise.Answer, error) {
	return exercise.Answer{OK: true}, nil
}
func (s seat) Views() <-chan exercise.View                                     { return s.box }
func (s seat) Ended() string                                                   { return "You have come in from somewhere else" }
func (s seat) Before(context.Context, int) ([]exercise.Item, error)            { return nil, nil }
func (s seat) LogBefore(context.Context, int) ([]exercise.Line, error)         { return nil, nil }
func (s seat) Preview(context.Context, exercise.Jump) ([]exercise.Line, error) { return nil, nil }

// views has one view for every screen.
func views() map[string]exercise.View {
	clock := exercise.Clock{Phase: "running", Allows: "everything", Pace: "6h", Move: 1, Moves: 4,
		MoveTitle: "First signals",
		Now:       exercise.Moment{Hours: 26, T: "T+1d 02:00", Date: "Tue 2 Mar 2027 08:00"},
		MoveEnds:  &exercise.Moment{Hours: 48}, Ends: exercise.Moment{Hours: 504}}
	base := func(kind exercise.Kind) exercise.View {
		return exercise.View{Scenario: exercise.Title{Name: "cold_copy", Title: "Cold copy"},
			You: exercise.You{Name: "Ada", Kind: kind, Title: string(kind)}, Clock: clock,
			Notices: []exercise.Notice{{N: 1, From: "Grace", To: "all", Text: "Coffee at eleven."}}}
	}
	lobby, player, facilitator, evaluator, board := base(exercise.KindPlayer), base(exercise.KindPlayer),
		base(exercise.KindFacilitator), base(exercise.KindEvaluator), base(exercise.KindBoard)
	lobby.Lobby = []exercise.Chair{{ID: "cloud", Title: "Cloud provider"},
		{ID: "cert", Title: "National CERT", Holder: "Edsger", Here: true}}
	player.You.Role, player.You.Title, player.You.Heard = "cloud", "Cloud provider", 1
	player.Player = &exercise.Player{Brief: "You run trust and safety for the cloud.", Total: 1, Unread: 1,
		Inbox:    []exercise.Item{{N: 1, Kind: exercise.ItemClock, Title: "STARTEX"}},
		Contacts: []exercise.Contact{{ID: "cert", Title: "National CERT", Kind: "role"}},
		Actions:  []exercise.Action{{ID: "hold", Title: "Hold", Can: true}}}
	facilitator.Control = &exercise.Control{}
	evaluator.Control = &exercise.Control{}
	board.Board = &exercise.Board{News: []exercise.Item{{N: 1, Kind: exercise.ItemClock, Title: "STARTEX"}}}
	return map[string]exercise.View{"lobby": lobby, "player": player, "facilitator": facilitator,
		"evaluator": evaluator, "board": board}
}

func shown(t *testing.T, v exercise.View, w, h int) *Model {
	t.Helper()
	m := New(seat{}, Options{})
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	m.Update(v)
	return m
}

// TestEveryScreenAtEverySize opens every screen, its help, and what its keys open.
func TestEveryScreenAtEverySize(t *testing.T) {
	testsize.Long(t)
	for name, v := range views() {
		for _, size := range append(screentest.Sizes, [2]int{40, 12}, [2]int{20, 5}, [2]int{1, 1}) {
			t.Run(fmt.Sprintf("%s %dx%d", name, size[0], size[1]), func(t *testing.T) {
				m := shown(t, v, size[0], size[1])
				screentest.Fits(t, m.View(), size[0], size[1])
				m.Update(screentest.Key("?"))
				screentest.Fits(t, m.View(), size[0], size[1])
				m.Update(screentest.Key("?"))
				for r := rune('!'); r <= '~'; r++ {
					if r == 'q' || testing.Short() && r%7 != 0 {
						continue
					}
					m.Update(screentest.Key(string(r)))
					screentest.Fits(t, m.View(), size[0], size[1])
					m.Update(screentest.Key("esc"))
					m.Update(screentest.Key("esc"))
				}
				v.Clock.Phase, v.Clock.Why = "paused", strings.Repeat("a long reason ", 30)
				v.Clock.Discuss = []string{strings.Repeat("a long question ", 30), "and a short one"}
				m.Update(v)
				screentest.Fits(t, m.View(), size[0], size[1])
			})
		}
	}
}

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		m := shown(t, views()["player"], size[0], size[1])
		screentest.Golden(t, fmt.Sprintf("window-%dx%d", size[0], size[1]), m.View())
		m.Update(screentest.Key("?"))
		screentest.Golden(t, fmt.Sprintf("help-%dx%d", size[0], size[1]), m.View())
	}
}

func text(m *Model) string { return ansi.Strip(m.View()) }

func TestTooSmall(t *testing.T) {
	assert.Contains(t, text(shown(t, views()["player"], 79, 24)), "needs 80 columns and 24 rows")
}

// listening is a seat that keeps what has been put away.
type listening struct {
	seat
	heard *int
}

func (l listening) Heard(n int) { *l.heard = n }

// TestPuttingAwayIsTold: the room is told of what was put away, so that it does not come back. A facilitator
// reads several words on the page Talk, since only the newest is above the screen.
func TestPuttingAwayIsTold(t *testing.T) {
	for name, several := range map[string]int{"player": 2, "evaluator": 2, "facilitator": 0} {
		for n, want := range map[int]int{1: 1, 2: several} {
			v, heard := views()[name], 0
			v.You.Heard = 0
			v.Notices = []exercise.Notice{{N: 1, From: "Grace", To: "staff", Text: "Coffee is here"},
				{N: 2, From: "Grace", To: "staff", Text: "Coffee is cold"}}[:n]
			m := New(listening{heard: &heard}, Options{})
			m.Update(v)
			m.Update(screentest.Key("esc"))
			assert.NotContains(t, text(m), "NOT IN THE GAME", name)
			assert.Equal(t, want, heard, "%s, %d", name, n)
		}
	}
}

func TestNoticesArePutAway(t *testing.T) {
	v := views()["player"]
	v.You.Heard = 0
	m := shown(t, v, 80, 24)
	assert.Contains(t, text(m), "Coffee")
	v.You.Heard = 1
	m = shown(t, v, 80, 24)
	assert.NotContains(t, text(m), "Coffee", "what was said before one came is in the brief")
	v.Notices = append(v.Notices, exercise.Notice{N: 2, Kind: exercise.NoticePerson, From: "Grace", To: "all",
		Text: "Back in ten minutes."})
	m.Update(v)
	assert.Contains(t, text(m), "NOT IN THE GAME  from Grace to all: Back in ten minutes.")
	m.Update(screentest.Key("esc"))
	assert.NotContains(t, text(m), "Back in ten")
	v.Notices = append(v.Notices, exercise.Notice{N: 3, From: "Ada, Cloud provider", Yours: true, To: "staff",
		Text: "Thanks"})
	m.Update(v)
	assert.NotContains(t, text(m), "Thanks", "one's own words need no notice")
}

// A player is told of a question to the room until it is answered, and of the answers until that is
// put away; who came in later is not told of what was closed before.
func TestQuestionsToTheRoomAreTold(t *testing.T) {
	v := views()["player"]
	v.Notices, v.Questions = nil, []exercise.Question{{N: 1, Text: "Before you came?"}}
	m := shown(t, v, 80, 24)
	assert.NotContains(t, text(m), "The answers are in")
	q := exercise.Question{N: 2, Text: "What " + strings.Repeat("really ", 20) + "comes first?", Open: true}
	for _, step := range []struct {
		change    func()
		key       string
		has, lost string
	}{
		{func() {}, "", "The facilitator asks the room: What really", "The answers are in"},
		{func() { q.Yours = "Proof" }, "", "", "The facilitator asks the room"},
		{func() { q.Open = false; q.Answers = []exercise.Reply{{Who: "Cloud", Text: "Speed"}} }, "",
			"(page Brief; esc puts it away)", "The facilitator asks the room"},
		{func() { v.Clock.Phase = "over" }, "", "(page After; esc puts it away)", "page Brief"},
		{func() {}, "esc", "", "The answers are in"},
	} {
		step.change()
		v.Questions = []exercise.Question{v.Questions[0], q}
		m.Update(v)
		if step.key != "" {
			m.Update(screentest.Key(step.key))
		}
		screentest.Fits(t, m.View(), 80, 24)
		assert.Contains(t, text(m), step.has)
		assert.NotContains(t, text(m), step.lost)
	}
}

func TestRealEmergency(t *testing.T) {
	for name, v := range views() {
		v.Clock.Phase, v.Clock.Emergency, v.Clock.Why = "paused", true,
			strings.Repeat("Fire in the building: leave it now. ", 5)
		m := shown(t, v, 80, 24)
		screentest.Fits(t, m.View(), 80, 24)
		if v.Control == nil {
			assert.Contains(t, text(m), "THIS IS NO EXERCISE", name)
		}
		assert.Contains(t, text(m), "STOPPED. NO EXERCISE: Fire in the building", name)
	}
}

func TestLeavingIsAskedFor(t *testing.T) {
	m := shown(t, views()["player"], 80, 24)
	for _, keys := range [][]string{{"q", "y"}, {"ctrl+c", "ctrl+c"}} {
		_, cmd := m.Update(screentest.Key(keys[0]))
		assert.Nil(t, cmd)
		assert.Contains(t, text(m), "Your seat is kept")
		_, cmd = m.Update(screentest.Key("n"))
		assert.Nil(t, cmd)
		m.Update(screentest.Key(keys[0]))
		_, cmd = m.Update(screentest.Key(keys[1]))
		require.NotNil(t, cmd)
		assert.Equal(t, tea.Quit(), cmd())
	}
}

func TestKeysAreTextWhileTyping(t *testing.T) {
	m := shown(t, views()["player"], 80, 24)
	for _, k := range []string{"w", "n", " ", "enter", "q? quite"} {
		m.Update(screentest.Key(k))
	}
	assert.Contains(t, text(m), "q? quite")
}

func TestRefusalShowsInALine(t *testing.T) {
	m := shown(t, views()["player"], 80, 24)
	m.Update(widget.Answered{Answer: exercise.Answer{Why: "Needs 2 hands; you have 1"}})
	assert.Contains(t, text(m), "! Needs 2 hands; you have 1")
	m.Update(screentest.Key("down"))
	assert.NotContains(t, text(m), "Needs 2 hands")
	m.Update(widget.Said{Text: strings.Repeat("a long reason ", 20), Bad: true})
	screentest.Fits(t, m.View(), 80, 24)
}

func TestMailbox(t *testing.T) {
	box := make(chan exercise.View, 1)
	m := New(seat{box}, Options{})
	cmd := m.Init()
	box <- views()["player"]
	m.Update(cmd())
	assert.Contains(t, text(m), "Cloud provider")
	close(box)
	_, quit := m.Update(m.next()())
	assert.Equal(t, tea.Quit(), quit())
	assert.Equal(t, "You have come in from somewhere else", m.Ended())
}

func TestAnotherSeatIsAnotherScreen(t *testing.T) {
	v := views()["player"]
	m := shown(t, v, 80, 24)
	for _, k := range []string{"w", "n", " ", "enter", "for the cloud only"} {
		m.Update(screentest.Key(k))
	}
	v.You.Role = "cert"
	m.Update(v)
	m.Update(screentest.Key("w"))
	assert.NotContains(t, text(m), "for the cloud only")
}

func TestLightAndDark(t *testing.T) {
	m := shown(t, views()["player"], 80, 24)
	dark := m.View()
	_, cmd := m.Update(screentest.Key("ctrl+t"))
	assert.NotEqual(t, dark, m.View())
	require.NotNil(t, cmd)
	assert.Equal(t, theme.Ground{Light: true}, cmd(), "it goes along to another room")
	assert.Equal(t, ansi.Strip(dark), text(m), "the colours say nothing that the words do not")
}

// TestTheLineOfStatusIsStillSo: what is no longer so when something new comes, or at ENDEX, goes.
func TestTheLineOfStatusIsStillSo(t *testing.T) {
	v := views()["player"]
	for _, c := range []struct {
		name   string
		said   widget.Said
		change func(v *exercise.View)
		stays  bool
	}{
		{"what was done", widget.Said{Text: "Done so."}, func(v *exercise.View) { v.Player.Total++ }, true},
		{"nothing is unread", widget.Said{Text: "Done so.", Fleeting: true}, func(v *exercise.View) { v.Player.Total++ }, false},
		{"nothing new", widget.Said{Text: "Done so.", Fleeting: true}, func(*exercise.View) {}, true},
		{"ENDEX", widget.Said{Text: "Done so."}, func(v *exercise.View) { v.Clock.Phase = "over" }, false},
		{"refused", widget.Said{Text: "Done so.", Bad: true}, func(v *exercise.View) { v.Clock.Phase = "over" }, true},
	} {
		m := New(seat{}, Options{})
		m.Update(v)
		m.Update(c.said)
		next := v
		player := *v.Player
		next.Player = &player
		c.change(&next)
		m.Update(next)
		assert.Equal(t, c.stays, strings.Contains(m.View(), "Done so."), c.name)
	}
}
