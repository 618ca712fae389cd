package lobby

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/testsize"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// fake is a seat of the lobby.
type fake struct {
	screentest.Seat
	wanted string
}

func (f *fake) Want(_ context.Context, role string) (exercise.Answer, error) {
	f.wanted = role
	return exercise.Answer{OK: true}, nil
}

func waiting() exercise.View {
	return exercise.View{
		Scenario: exercise.Title{Title: "Cold copy",
			Summary: "Shards of an unreleased model have been leaving a bucket for nine days."},
		You: exercise.You{Name: "Ada", Kind: exercise.KindPlayer,
			Waiting: "The facilitator will give you a seat"},
		Waiting: []string{"Barbara", "Grace"},
		Lobby: []exercise.Chair{
			{ID: "developer", Title: "Frontier developer", Sector: "industry", Holder: "Edsger", Here: true},
			{ID: "cloud", Title: "Cloud provider", Sector: "industry"},
			{ID: "cert", Title: "National CERT", Sector: "government", Holder: "a bot"},
			{ID: "police", Title: "Cybercrime police", Sector: "government", Holder: "Tony"},
		},
	}
}

func TestLobby(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		th := theme.New(false)
		m := New(&th, &fake{})
		m.SetSize(size[0], size[1]-4)
		m.Update(waiting())
		screentest.Golden(t, fmt.Sprintf("lobby-%dx%d", size[0], size[1]), m.View())
	}
}

func TestAskForASeat(t *testing.T) {
	th := theme.New(false)
	f := &fake{}
	m := New(&th, f)
	m.SetSize(80, 20)
	m.Update(waiting())
	m.Update(screentest.Key("down"))
	cmd := m.Update(screentest.Key("enter"))
	require.NotNil(t, cmd)
	assert.Equal(t, "You have asked for National CERT", cmd().(widget.Answered).Done)
	assert.Equal(t, "cert", f.wanted)
	v := waiting()
	v.You.Open = true
	for i := range v.Lobby {
		v.Lobby[i].Holder = ""
	}
	m.Update(v)
	assert.Equal(t, "You have the seat National CERT", m.Update(screentest.Key("enter"))().(widget.Answered).Done,
		"in an open room it is given at once")
	v.Lobby = waiting().Lobby
	v.Lobby[1].Holder = "Kurt"
	m = New(&th, f)
	m.SetSize(80, 20)
	m.Update(v)
	assert.Contains(t, ansi.Strip(m.View()), "> National CERT            government     free, a bot plays it", "nobody has to give it up")
	assert.Equal(t, "You have the seat National CERT", m.Update(screentest.Key("enter"))().(widget.Answered).Done)
	v = waiting()
	v.You.Wants = "cert"
	m.Update(v)
	assert.Contains(t, ansi.Strip(m.View()), "a bot   you have asked for it")
}

func TestAWordToTheFacilitator(t *testing.T) {
	th := theme.New(false)
	f := &fake{}
	m := New(&th, f)
	m.SetSize(80, 20)
	m.Update(waiting())
	for _, k := range []string{"o", "I know nothing of clouds", "enter"} {
		m.Update(screentest.Key(k))
	}
	require.True(t, m.Typing())
	assert.Equal(t, "send", m.Keys().ShortHelp()[0].Help().Desc, "the line of keys is that of the form")
	m.Update(screentest.Key("esc"))
	m.Update(screentest.Key("o"))
	assert.Contains(t, ansi.Strip(m.View()), "I know nothing of clouds", "one key loses nothing")
	m.Update(screentest.Key("enter"))
	m.Update(m.Update(screentest.Key("enter"))())
	assert.Equal(t, []any{&exercise.Whisper{To: "staff", Text: "I know nothing of clouds"}}, f.Acts)
	assert.False(t, m.Typing())
}

func TestManySeatsAndLongNames(t *testing.T) {
	testsize.Long(t)
	v := waiting()
	v.Scenario.Summary = strings.Repeat("長い要約 ", 200)
	for i := range 60 {
		v.Lobby = append(v.Lobby, exercise.Chair{ID: fmt.Sprint("r", i), Title: strings.Repeat("名前", 30),
			Sector: strings.Repeat("s", 40), Holder: strings.Repeat("שם", 20)})
		v.Waiting = append(v.Waiting, strings.Repeat("長", 40))
	}
	for _, size := range screentest.Sizes {
		th := theme.New(true)
		m := New(&th, &fake{})
		m.SetSize(size[0], size[1]-4)
		m.Update(v)
		for range 64 {
			m.Update(screentest.Key("down"))
			screentest.Fits(t, m.View(), size[0], size[1]-4)
		}
		assert.Contains(t, m.View(), "> ", "the seat that is chosen shows")
	}
}

// TestSeatsComeBeforeTheSummary: on a small screen all seats of a table of eight show; of more it says
// how many there are.
func TestSeatsComeBeforeTheSummary(t *testing.T) {
	v := waiting()
	v.Scenario.Summary = strings.Repeat("Each has something odd in its queue that is too small to report. ", 4)
	v.You.Back = "AAAAA-BBBBB"
	for len(v.Lobby) < 8 {
		v.Lobby = append(v.Lobby, exercise.Chair{ID: fmt.Sprint("s", len(v.Lobby)), Title: fmt.Sprint("Seat ", len(v.Lobby))})
	}
	th := theme.New(true)
	m := New(&th, &fake{})
	m.SetSize(80, 19)
	m.Update(v)
	assert.Contains(t, m.View(), "Seat 7")
	assert.NotContains(t, m.View(), "show all")
	for len(v.Lobby) < 20 {
		v.Lobby = append(v.Lobby, exercise.Chair{ID: fmt.Sprint("s", len(v.Lobby)), Title: fmt.Sprint("Seat ", len(v.Lobby))})
	}
	m.Update(v)
	assert.Contains(t, m.View(), "20 seats, up and down show all")
}

// TestFeedbackOfWhoGaveUpASeat: after ENDEX somebody without a seat is not told to wait for
// one, and can say how it was.
func TestFeedbackOfWhoGaveUpASeat(t *testing.T) {
	th, f := theme.New(false), &fake{}
	m := New(&th, f)
	m.SetSize(80, 24)
	v := waiting()
	m.Update(v)
	m.Update(screentest.Key("f"))
	assert.False(t, m.Typing(), "not before ENDEX")
	v.You.Waiting, v.Feedback = "The exercise is over", &exercise.Feedback{}
	m.Update(v)
	assert.Contains(t, ansi.Strip(m.View()), "The exercise is over. Press f and say how it was.")
	m.Update(screentest.Key("f"))
	require.True(t, m.Typing())
	for range 3 {
		m.Update(screentest.Key("down"))
		m.Update(screentest.Key("enter"))
	}
	cmd := m.Update(screentest.Key("ctrl+s"))
	require.NotNil(t, cmd)
	m.Update(cmd())
	require.Len(t, f.Acts, 1)
	assert.IsType(t, &exercise.Feedback{}, f.Acts[0])
	assert.False(t, m.Typing())
}
