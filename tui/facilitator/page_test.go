package facilitator

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/bubbles/key"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/speech"
	"tocsin/tui/screentest"
	"tocsin/tui/widget"
)

// TestEveryPageIsFound by its name in the palette, by its digit where it has one, and by a
// title in the tabs that is whole.
func TestEveryPageIsFound(t *testing.T) {
	w, h := body(80, 24)
	seen := map[string]bool{}
	for i, name := range pageNames() {
		assert.Regexp(t, "^[a-z]+$", name, "the name of a page is one word")
		assert.False(t, seen[name], "two pages are named %s", name)
		seen[name] = true
		m, _ := console(t, w, h, staffOf(name))
		press(t, m, ":", name, "enter")
		assert.Equal(t, name, m.pages.Now().Name(), "the palette finds it")
		assert.Nil(t, m.top(), "%s: the palette has gone", name)
		tab := m.pages.Now().tab(m)
		assert.NotEmpty(t, tab.Title, name)
		assert.Contains(t, strings.Join(strings.Split(text(m), "\n")[:2], " "), tab.Title, "%s: its tab is whole",
			name)
		if i < 10 {
			m, _ := console(t, w, h, screentest.Staff())
			press(t, m, "1234567890"[i:i+1])
			assert.Equal(t, name, m.pages.Now().Name(), "its digit")
		}
	}
}

// everyKey are all keys that a terminal sends and a page could take.
func everyKey() []string {
	out := []string{"enter", "tab", "shift+tab", "esc", " ", "backspace", "delete", "insert", "up", "down", "left",
		"right", "home", "end", "pgup", "pgdown", "shift+up", "shift+down", "ctrl+up", "ctrl+down"}
	for r := rune('!'); r <= '~'; r++ {
		out = append(out, string(r))
	}
	for r := 'a'; r <= 'z'; r++ {
		if r != 'i' && r != 'm' { // tab and enter
			out = append(out, "ctrl+"+string(r))
		}
	}
	for n := range 12 {
		out = append(out, fmt.Sprintf("f%d", n+1))
	}
	return out
}

// TestEveryKeyOfAPageIsInHelp presses every key on every page: what does something is
// in help, and can be pressed there.
func TestEveryKeyOfAPageIsInHelp(t *testing.T) {
	w, h := body(80, 24)
	for _, name := range pageNames() {
		fresh, _ := console(t, w, h, staffOf(name))
		fresh.show(name)
		before, help := fresh.View(), slices.Concat(fresh.Keys().FullHelp()...)
		for _, k := range everyKey() {
			if testing.Short() && (len(k) != 1 || k < "a" || k > "z") {
				continue
			}
			m, f := console(t, w, h, staffOf(name))
			m.show(name)
			press(t, m, k)
			if m.View() == before && len(f.Asked) == 0 && len(f.Acts) == 0 {
				continue
			}
			listed := slices.ContainsFunc(help, func(b key.Binding) bool {
				return b.Enabled() && slices.Contains(b.Keys(), k) && b.Help().Desc != ""
			})
			assert.True(t, listed, "page %s: the key %s does something and is not in help", name, k)
		}
	}
}

// TestThePaletteTakesCommandsToo and says what there is where a word is neither.
func TestThePaletteTakesCommandsToo(t *testing.T) {
	w, h := body(80, 24)
	m, f := console(t, w, h, screentest.Staff())
	press(t, m, ":", "pause for lunch", "enter")
	assert.NotEmpty(t, f.Acts)
	press(t, m, ":", "nowhere", "enter")
	assert.Contains(t, text(m), "There is no page or command nowhere")
	m, _ = console(t, w, h, screentest.Staff())
	press(t, m, ":", "wor", "tab", "enter")
	assert.Equal(t, "world", m.pages.Now().Name(), "tab completes the name")
}

// TestANameThatIsPageAndAct: each can be reached, and says how the other is.
func TestANameThatIsPageAndAct(t *testing.T) {
	m, _ := console(t, 120, 34, screentest.Staff())
	press(t, m, ":", "wall", "enter")
	assert.Contains(t, text(m), "This is the act. The page of that name is :board.")
	press(t, m, "esc", ":", "board", "enter")
	assert.Equal(t, "board", m.pages.Now().Name())
	press(t, m, ":", "rule", "enter")
	assert.Equal(t, "rule", m.pages.Now().Name())
	row, _ := exercise.Language().Find("rule", speech.Facilitator)
	said, ok := alsoAct(row)().(widget.Said)
	require.True(t, ok)
	assert.Contains(t, said.Text, "This is the page; the act of that name is typed with what it needs: rule ATTEMPT")
}

// TestLinksLeadToThePlace: one key shows where coordination hangs, and enter there whispers
// to the seat that could move it.
func TestLinksLeadToThePlace(t *testing.T) {
	m, f := console(t, 100, 30, screentest.Staff())
	press(t, m, "L")
	assert.Contains(t, text(m), "Frontier developer waits for Cloud provider: Whose account is it?")
	assert.Contains(t, text(m), "Cloud provider has not said anything about it")
	press(t, m, "enter", "w")
	assert.Contains(t, text(m), "Somebody waits for an answer from you.")
	press(t, m, "ctrl+s")
	require.NotEmpty(t, f.Acts)
	assert.Equal(t, &exercise.Whisper{To: "cloud", Text: "Somebody waits for an answer from you."},
		f.Acts[len(f.Acts)-1])
}

// TestNobodyFallsIntoASpecialSeat: who waits without a wish is seated where nothing is particular; who is to be
// hidden, later or on the other side the facilitator chooses, and the form begins at a seat that is free.
func TestNobodyFallsIntoASpecialSeat(t *testing.T) {
	v := screentest.Staff()
	c := v.Control
	for i := range c.Seats {
		c.Seats[i].Holder, c.Seats[i].Bot, c.Seats[i].Ask = "Somebody", false, false
	}
	for i, mark := range []string{"hidden", "later", "adversary", ""} {
		c.Seats[i].Holder = ""
		if mark != "" {
			c.Seats[i].Marks = []string{mark}
		}
	}
	c.Next, c.Cases = nil, nil
	for _, who := range []string{"Ola", "Pim"} {
		c.Roster = append(c.Roster, exercise.Member{Name: who, Kind: exercise.KindPlayer, Here: true})
	}
	m, f := console(t, 110, 30, v)
	press(t, m, "4")
	assert.Contains(t, text(m), c.Seats[0].Title+" (hidden)")
	screentest.Carry(m.Update, m.seatAll())
	var seats []string
	for _, a := range f.Acts {
		seats = append(seats, a.(*exercise.Seating).Role)
	}
	assert.Equal(t, []string{c.Seats[3].ID}, seats)
}

// TestJoinSaysHowTheWallComesIn whole, at 80 columns and with the room's number too.
func TestJoinSaysHowTheWallComesIn(t *testing.T) {
	for _, room := range []string{"", ".2"} {
		v := screentest.Staff()
		v.Control.Join = &exercise.Joining{Room: room}
		m, _ := console(t, 80, 20, v)
		press(t, m, ":", "join", "enter")
		assert.Contains(t, text(m), "for the screen of the wall type board"+room+"@")
	}
}

// TestNowWithoutInjects says so whole, and what has just happened once.
func TestNowWithoutInjects(t *testing.T) {
	for _, w := range []int{80, 120, 200} {
		v := screentest.Staff()
		v.Control.Next = nil
		m, _ := console(t, w, 36, v)
		shown := strings.Join(strings.Fields(strings.ReplaceAll(text(m), "│", "")), " ")
		assert.Contains(t, shown, "menu (m).", "%d", w)
		assert.Equal(t, 1, strings.Count(shown, "Just now"), "%d", w)
	}
}

// TestNowSaysWhomAnInjectGoesTo at every width: as many names as there is room for, and how many more.
func TestNowSaysWhomAnInjectGoesTo(t *testing.T) {
	for w, want := range map[int]string{80: "to Cybercrime police +1", 120: "+1", 200: "Cybercrime police, National CERT"} {
		v := screentest.Staff()
		v.Control.Next = v.Control.Next[:1]
		v.Control.Next[0].Title = "A title that is longer than there is room for in any window of the usual sizes, and then some more"
		v.Control.Next[0].To = []string{"Cybercrime police", "National CERT"}
		m, _ := console(t, w, 36, v)
		row := ""
		for _, line := range strings.Split(text(m), "\n") {
			if strings.Contains(line, "> ") && strings.Contains(line, "A title that") {
				row, _, _ = strings.Cut(line, "│")
			}
		}
		assert.Contains(t, row, want, "%d", w)
	}
}
