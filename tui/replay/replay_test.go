package replay

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/testsize"
	"tocsin/tui/control"
	"tocsin/tui/player"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// reel is a record that was never made.
type reel struct {
	at   []float64
	fork string
}

func (p *reel) Look(hours float64, role string) (truth, seat exercise.View) {
	p.at = append(p.at, hours)
	truth = screentest.Scored()
	if hours >= p.Last() {
		truth = screentest.Washed()
	}
	truth.Clock.Now = screentest.Moment(hours)
	truth.Control.LogTotal = int(hours / 5)
	if role != "" {
		seat = exercise.View{You: exercise.You{Name: "Ann", Kind: exercise.KindPlayer, Role: role,
			Title: "Cloud provider"}, Clock: truth.Clock,
			Player: &exercise.Player{Brief: "You run trust and safety.", Total: 1,
				Inbox: []exercise.Item{{N: 1, Kind: exercise.ItemMessage, From: "National CERT", Title: "Writes",
					Text: "Whose tenant is it?"}}}}
	}
	return truth, seat
}

func (p *reel) Last() float64 { return 100 }

func (p *reel) Log() []exercise.Line {
	var out []exercise.Line
	marks := []string{"clock", "acts", "inject", "world", "says"}
	for i := range 20 {
		out = append(out, exercise.Line{N: i + 1, At: screentest.Moment(float64(i) * 5), Mark: marks[i%5],
			Text: fmt.Sprintf("Line %d", i+1)})
	}
	return out
}

func (p *reel) Fork(path string, hours float64) (int, error) {
	p.fork = fmt.Sprintf("%s at %g", path, hours)
	return 12, nil
}

func viewer(w, h int) (*Model, *reel) {
	p := &reel{}
	m := New(p, "friday.jsonl", func(th *theme.Theme) control.PlayerScreen {
		return func(s control.PlayerSeat) widget.Screen { return player.New(th, s) }
	})
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	run(m, m.Init())
	return m, p
}

func run(m *Model, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil, tick:
	case tea.BatchMsg:
		for _, c := range msg {
			run(m, c)
		}
	default:
		_, next := m.Update(msg)
		run(m, next)
	}
}

func press(m *Model, keys ...string) {
	for _, k := range keys {
		_, cmd := m.Update(screentest.Key(k))
		run(m, cmd)
	}
}

func text(m *Model) string { return ansi.Strip(m.View()) }

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		for name, keys := range map[string][]string{"log": {"5"}, "world": {"5", "tab"},
			"facts": {"9", "tab", "tab"}, "score": {"5", "tab", "tab", "tab", "tab"},
			"wash": {"$", "tab", "tab", "tab", "tab", "down"}, "seat": {"5", "s", "down", "down", "ctrl+s"},
			"links": {"5", "shift+tab"}, "help": {"?"}, "fork": {"3", "f"}} {
			m, _ := viewer(size[0], size[1])
			press(m, keys...)
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), m.View())
		}
	}
}

func TestEverySize(t *testing.T) {
	testsize.Long(t)
	for _, size := range append(screentest.Sizes, [2]int{40, 12}, [2]int{20, 5}, [2]int{1, 1}) {
		m, _ := viewer(size[0], size[1])
		screentest.Fits(t, m.View(), size[0], size[1])
		for r := rune(' '); r <= '~'; r++ {
			if r == 'q' || size[0] > 200 {
				continue
			}
			press(m, string(r))
			screentest.Fits(t, m.View(), size[0], size[1])
			press(m, "enter", "esc")
			screentest.Fits(t, m.View(), size[0], size[1])
		}
	}
}

func TestSeek(t *testing.T) {
	m, p := viewer(80, 24)
	for _, c := range []struct {
		keys []string
		want float64
	}{
		{[]string{"right"}, 1}, {[]string{"5"}, 50}, {[]string{"left"}, 49}, {[]string{"$"}, 100},
		{[]string{"right"}, 100}, {[]string{"0", "left"}, 0},
		{[]string{"g", "1d6h", "ctrl+s"}, 30}, {[]string{"g", "75 %", "ctrl+s"}, 75},
		{[]string{"g", "9999d", "ctrl+s"}, 100},
		{[]string{"0", "d"}, 5}, {[]string{"d"}, 30}, {[]string{"i"}, 35}, {[]string{"c"}, 40}, {[]string{"D"}, 30},
		{[]string{"I"}, 10}, {[]string{"C"}, 10}, {[]string{"e"}, 15}, {[]string{"E"}, 10},
	} {
		press(m, c.keys...)
		assert.Equal(t, c.want, m.want, "%v", c.keys)
		assert.Equal(t, c.want, m.had, "%v is drawn", c.keys)
	}
	press(m, "$", "d")
	assert.Contains(t, text(m), "There is no decision after this")
	press(m, "g", "tomorrow", "ctrl+s")
	assert.Contains(t, text(m), "! Write a time")
	assert.NotEmpty(t, p.at)
}

func TestPlaying(t *testing.T) {
	m, _ := viewer(80, 24)
	m.pause = 0
	press(m, "+", " ")
	for range 4 {
		_, cmd := m.Update(tick{m.step})
		run(m, cmd)
	}
	assert.InDelta(t, 3.75, m.want, 1e-9, "three hours a second, in quarters, the first at once")
	m.Update(tick{m.step - 1})
	assert.InDelta(t, 3.75, m.want, 1e-9, "an old tick does nothing")
	press(m, " ")
	m.Update(tick{m.step})
	assert.InDelta(t, 3.75, m.want, 1e-9)
	press(m, "$", " ")
	assert.InDelta(t, 0.75, m.want, 1e-9, "at the end it starts again")
}

func TestASeatBesideTheTruth(t *testing.T) {
	m, _ := viewer(200, 60)
	press(m, "5", "s", "down", "down", "ctrl+s")
	assert.Contains(t, text(m), "this is what Cloud provider sees")
	assert.Contains(t, text(m), "Whose tenant is it?")
	assert.Contains(t, text(m), "Everything that has happened", "the truth is next to it")
	m, _ = viewer(80, 24)
	press(m, "5", "s", "down", "down", "ctrl+s")
	assert.NotContains(t, text(m), "Everything that has happened")
	press(m, "v")
	assert.Contains(t, text(m), "Everything that has happened")
}

func TestFork(t *testing.T) {
	m, p := viewer(80, 24)
	press(m, "5", "f", "ctrl+s")
	assert.Equal(t, "friday-fork.jsonl at 50", p.fork)
	assert.Contains(t, text(m), "friday-fork.jsonl has the first 12 entries")
}

func TestOnlyTheNewestMomentIsWaitedFor(t *testing.T) {
	m, p := viewer(80, 24)
	n := len(p.at)
	_, first := m.Update(screentest.Key("3"))
	for _, k := range []string{"4", "5", "6"} {
		_, cmd := m.Update(screentest.Key(k))
		assert.Nil(t, cmd, "one moment at a time")
	}
	run(m, first)
	assert.Equal(t, []float64{30, 60}, p.at[n:])
}

// TestTimelineTellsWhatIsPast: the present moment is bright, and what is to come is not.
func TestTimelineTellsWhatIsPast(t *testing.T) {
	m, _ := viewer(120, 40)
	for _, k := range []string{"0", "5", "$"} {
		press(m, k)
		cells := m.timeline()[0]
		past, rest, ok := strings.Cut(cells, strings.TrimSuffix(m.th.Selected.Render("x"), "x\x1b[0m"))
		require.True(t, ok, k)
		_, future, _ := strings.Cut(rest, "\x1b[0m")
		at := strings.Index(ansi.Strip(m.timeline()[1]), "^")
		assert.Equal(t, at, len([]rune(ansi.Strip(past))), k)
		assert.Equal(t, k == "$", strings.TrimSpace(ansi.Strip(future)) == "", k)
	}
}
