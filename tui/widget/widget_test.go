package widget

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
)

// press sends keys to something, by their names; anything else is typed.
func press(update func(tea.KeyMsg), keys ...string) {
	for _, k := range keys {
		update(screentest.Key(k))
	}
}

func TestFitIsExact(t *testing.T) {
	for _, s := range []string{"", "plain", "日本語テキスト", "e\u0301e\u0301e\u0301", "שלום עולם",
		strings.Repeat("long ", 40), "🙂🙂🙂", "\x1b[1mbold\x1b[0m text"} {
		for w := range 30 {
			assert.Equal(t, w, Width(Fit(s, w)), "%q at %d", s, w)
			assert.LessOrEqual(t, Width(Spread(s, s, w)), max(w, 0))
			for _, line := range Wrap(s, w) {
				assert.LessOrEqual(t, Width(line), w)
			}
		}
	}
}

// TestWidthOfEverything: what is measured quickly has the width that it has.
func TestWidthOfEverything(t *testing.T) {
	pieces := []string{"word ", "\x1b[1;38;5;117m", "\x1b[0m", "\x1b[?1;13z", "\x1b[", "\x1b", "─│┊█░▄", "⠤⣀", "é", "e\u0301",
		"模", "🙂", "👩\u200d🔬", "▶", "▶\ufe0f", "→", "…“”", "▲▼▸●○", "\u00ad", "\u2028", "\t", "\x07", "\xff", "ß", "א", "\u200b"}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces"), "")
		assert.Equal(t, ansi.StringWidth(s), Width(s), "%q", s)
		w := rapid.IntRange(1, 30).Draw(t, "columns")
		assert.Equal(t, ansi.Truncate(s, w, "…"), Cut(s, w), "%q at %d", s, w)
	})
	for r := rune(1); r < 0x10000; r++ {
		if s := string(r); simple(r) {
			assert.Equal(t, 1, ansi.StringWidth(s), "%U", r)
			assert.Equal(t, 2, ansi.StringWidth("a"+s), "%U joins with what is before it", r)
		}
	}
}

func TestListShowsTheCursor(t *testing.T) {
	var l List
	row := func(i int) []string { return make([]string, 1+i%3) }
	for _, k := range []string{"down", "end", "pgup", "up", "home", "pgdown", "pgdown", "end"} {
		l.Update(screentest.Key(k), 50)
		for h := 3; h < 20; h++ {
			lines := l.View(50, 10, h, row)
			require.LessOrEqual(t, len(lines), h)
			above, below := l.More(50)
			assert.LessOrEqual(t, above, l.Cursor)
			assert.GreaterOrEqual(t, 50-below, l.Cursor+1)
		}
	}
}

func TestEditKeepsCharactersWhole(t *testing.T) {
	var e Edit
	press(func(k tea.KeyMsg) { e.Update(k) }, "cafe\u0301 日本", "left", "left", "left", "backspace", "x")
	assert.Equal(t, "cafx 日本", e.Value())
	press(func(k tea.KeyMsg) { e.Update(k) }, "end", "ctrl+w", "\x1b]52;c;evil\a")
	assert.Equal(t, "cafx ]52;c;evil", e.Value())
	e = Edit{Lines: true}
	press(func(k tea.KeyMsg) { e.Update(k) }, "one", "ctrl+j", "two", "home", "ctrl+k")
	assert.Equal(t, "one\n", e.Value())
}

func TestEditViewFits(t *testing.T) {
	th := theme.New(false)
	e := Edit{Lines: true}
	e.Set("The quick brown fox 日本語テキスト jumps\nover  " + strings.Repeat("x", 60) + " the lazy dog.")
	for w := 4; w < 40; w++ {
		for e.pos = range len(e.cells) + 1 {
			for _, line := range e.View(th, w, 4, true) {
				require.Equal(t, w, Width(line), "%d %d %q", w, e.pos, ansi.Strip(line))
			}
		}
	}
}

func TestForm(t *testing.T) {
	seats := []Option{{ID: "cloud", Text: "Cloud provider"}, {ID: "cert", Text: "National CERT"},
		{ID: "police", Text: "Police"}}
	f := NewForm("Write", "Send", Tick("to", "To", seats).Needed(), Text("say", "Words", 3, "").Needed(),
		Choose("mark", "Mark", []Option{{ID: "", Text: "none"}, {ID: "amber", Text: "amber"}}, ""),
		Rank("order", "Order", seats), Scale("sure", "How sure", 0, 100, 5, 50, "%"))
	th := theme.New(false)
	outcome := Editing
	send := func(k tea.KeyMsg) {
		outcome = f.Update(k)
		for _, line := range f.View(th, 60, 18) {
			require.Equal(t, 60, Width(line))
		}
	}
	press(send, "n", "enter", "enter")
	assert.Contains(t, ansi.Strip(strings.Join(f.View(th, 60, 18), "\n")), "! Words: write something")
	press(send, "Look ", "at this", "enter", "down", "enter", " ", "down", " ", "enter", "9", "enter")
	require.Equal(t, Editing, outcome)
	press(send, "enter")
	require.Equal(t, Sent, outcome)
	assert.Equal(t, []string{"cert"}, f.Many("to"))
	assert.Equal(t, "Look at this", f.Text("say"))
	assert.Equal(t, "amber", f.One("mark"))
	assert.Equal(t, []string{"cert", "cloud", "police"}, f.Many("order"))
	assert.Equal(t, 90.0, f.Number("sure"))
	press(send, "esc")
	assert.Equal(t, Closed, outcome)
}

// Digits make a number: 7 is seven tenths of a share, 70 is 70, and what leads out of the bounds begins another.
func TestScaleTakesTheDigitsOfANumber(t *testing.T) {
	for typed, want := range map[string]float64{"7": 70, "70": 70, "75": 75, "05": 5, "100": 100, "1": 10, "12": 12,
		"755": 50, "7 5": 50, "0": 0} {
		f := NewForm("Declare", "Declare", Scale("sure", "How sure", 0, 100, 5, 50, "%"))
		for _, k := range typed {
			key := string(k)
			if k == ' ' {
				key = "left"
			}
			press(func(k tea.KeyMsg) { f.Update(k) }, key)
		}
		assert.Equal(t, want, f.Number("sure"), typed)
	}
	f := NewForm("Invest", "Invest", Scale("points", "Points", 0, 40, 1, 1, ""))
	press(func(k tea.KeyMsg) { f.Update(k) }, "1", "2")
	assert.Equal(t, 12.0, f.Number("points"))
}

// Why a form was not sent shows at every height, however much is above it; options that are hidden
// are counted.
func TestFormSaysWhyItWasNotSent(t *testing.T) {
	var seats []Option
	for i := range 9 {
		seats = append(seats, Option{ID: fmt.Sprint(i), Text: fmt.Sprintf("Seat %d", i),
			Note: strings.Repeat("by its contact in about 8 hours, ", 4)})
	}
	f := NewForm("Share", "Share", Tick("to", "With", seats).Needed().With(strings.Repeat("Who may read it. ", 5)),
		Text("say", "Words", 3, ""), Text("why", "Why", 2, ""))
	f.Context = []string{strings.Repeat("What it is about. ", 20)}
	f.Check = func(*Form) string { return strings.Repeat("It would go wider than its mark. ", 3) + "Send again" }
	press(func(k tea.KeyMsg) { f.Update(k) }, " ", "ctrl+s")
	for h := 8; h <= 40; h++ {
		lines := f.View(theme.New(false), 62, h)
		require.Len(t, lines, h)
		text := strings.Join(strings.Fields(ansi.Strip(strings.Join(lines, " "))), " ")
		assert.Contains(t, text, "! It would go wider", h)
		assert.Contains(t, text, "Send again", h)
		if h >= 18 && h < 24 {
			assert.Regexp(t, `… \d more below`, text, h)
		}
	}
}

// TestWhatIsTakenUpSaysSo: of a ranking, the row that moves with the cursor, at its place in the column.
func TestWhatIsTakenUpSaysSo(t *testing.T) {
	f := NewForm("Rank", "Answer", Rank("order", "In order", []Option{{ID: "a", Text: "Contain it"}, {ID: "b", Text: "Tell"}}))
	show := func() string { return strings.Join(plainLines(f.View(theme.New(false), 60, 12)), "\n") }
	assert.Contains(t, show(), "space to take one up")
	assert.NotContains(t, show(), "moves with you")
	press(func(k tea.KeyMsg) { f.Update(k) }, " ", "down")
	assert.Regexp(t, `1\. Tell *\n.*> 2\. Contain it +moves with you`, show())
	assert.Contains(t, show(), "space to put it down")
	press(func(k tea.KeyMsg) { f.Update(k) }, " ")
	assert.NotContains(t, show(), "moves with you")
}

func TestPromptCompletes(t *testing.T) {
	p := Prompt{Suggest: func(words []string, part string) []Suggestion {
		if len(words) == 0 {
			return []Suggestion{{Word: "share"}, {Word: "say"}, {Word: "commit"}}
		}
		return []Suggestion{{Word: "egress"}, {Word: "audit_gap"}, {Word: "audit_log"}}
	}}
	p.Start("")
	press(func(k tea.KeyMsg) { p.Update(k) }, "sh", "tab", "a", "tab")
	assert.Equal(t, "share audit_", p.Line())
	press(func(k tea.KeyMsg) { p.Update(k) }, "l", "tab")
	assert.Equal(t, "share audit_log", p.Line())
}

// TestPromptSaysWhatTabTakes in the line of keys; what enter takes is marked in the list.
func TestPromptSaysWhatTabTakes(t *testing.T) {
	p := Prompt{Suggest: func([]string, string) []Suggestion {
		return []Suggestion{{Word: "egress", Note: "what leaves"}, {Word: "audit_gap"}, {Word: "audit_log"}}
	}}
	for typed, want := range map[string]struct{ tab, first string }{
		"":        {"egress", "  egress     what leaves"}, // enter leaves
		"a":       {"audit_", "  audit_gap"},              // so far both agree
		"audit_":  {"audit_gap", "  audit_gap"},
		"audit_l": {"audit_log", "> audit_log"},
		"x":       {"complete", ": x"},
	} {
		p.Start(typed)
		lines := plainLines(p.View(theme.New(false), 60, 10))
		assert.Equal(t, want.first, strings.TrimRight(lines[0], " █"), typed)
		assert.Equal(t, want.tab, p.Keys().ShortHelp()[1].Help().Desc, typed)
		for _, line := range lines[1:] {
			assert.NotContains(t, line, ">", typed)
		}
	}
}

// TestPromptIsChosenFromByArrows: down and up move a mark, enter takes what is marked, and nothing that was typed is
// lost on the way.
func TestPromptIsChosenFromByArrows(t *testing.T) {
	p := Prompt{Suggest: func(words []string, _ string) []Suggestion {
		if len(words) > 0 {
			return []Suggestion{{Word: "egress"}, {Word: "audit_gap"}}
		}
		return []Suggestion{{Word: "say"}, {Word: "share"}, {Word: "commit"}, {Word: "declare"}, {Word: "route"}}
	}}
	for _, c := range []struct {
		typed string
		keys  []string
		line  string
		ends  Outcome
	}{
		{"", []string{"enter"}, "", Closed},
		{"", []string{"down", "down", "enter"}, "share", Sent},
		{"", []string{"down", "down", "up", "enter"}, "say", Sent},
		{"", []string{"down", "down", "up", "up", "enter"}, "", Closed},
		{"s", []string{"enter"}, "s", Sent}, // two begin so
		{"s", []string{"down", "down", "down", "down", "enter"}, "share", Sent},
		{"s", []string{"down", "down", "up", "up", "down", "tab"}, "say", Editing},
		{"com", []string{"enter"}, "commit", Sent},
		{"share ", []string{"down", "enter"}, "share egress", Editing},
		{"share aud", []string{"enter"}, "share aud", Sent}, // what comes after may be anybody's words
		{"x", []string{"down", "enter"}, "x", Sent},
		{"s", []string{"down", "h", "enter"}, "share", Sent}, // typing chooses again
	} {
		p.Start(c.typed)
		ends := Editing
		press(func(k tea.KeyMsg) { ends = p.Update(k) }, c.keys...)
		assert.Equal(t, c.ends, ends, "%q %v", c.typed, c.keys)
		assert.Equal(t, c.line, p.Line(), "%q %v", c.typed, c.keys)
	}
	p.Start("")
	for i, want := range []string{"say", "share", "commit", "declare", "route", "route"} {
		press(func(k tea.KeyMsg) { p.Update(k) }, "down")
		lines := plainLines(p.View(theme.New(false), 60, 4))
		assert.Contains(t, strings.Join(lines, "\n"), "> "+want, i)
		assert.Contains(t, lines[2], "… and 3 more", i)
		assert.Equal(t, want, p.Keys().ShortHelp()[0].Help().Desc)
	}
	p.Start("say hello")
	press(func(k tea.KeyMsg) { p.Update(k) }, "up")
	assert.Equal(t, "say hello", p.Line(), "there are no lines of before")
	p.Done()
	p.Start("com")
	press(func(k tea.KeyMsg) { p.Update(k) }, "up", "up")
	assert.Equal(t, "say hello", p.Line(), "up goes to the lines of before")
	press(func(k tea.KeyMsg) { p.Update(k) }, "down")
	assert.Equal(t, "com", p.Line())
}

// TestPickerSaysWhatEnterDoes: where one choice is all there is, every line that speaks of keys says that enter
// takes it.
func TestPickerSaysWhatEnterDoes(t *testing.T) {
	options := []Option{{ID: "a", Text: "Hold"}, {ID: "b", Text: "Trace"}}
	shown := func(f *Form) (lines []string, keys string) {
		for _, k := range f.Keys().ShortHelp() {
			keys += k.Help().Key + " " + k.Help().Desc + "  "
		}
		return plainLines(f.View(theme.New(false), 70, 12)), keys
	}
	f := NewForm("Act", "Go on", Choose("act", "What", options, ""))
	lines, keys := shown(f)
	assert.Contains(t, lines[0], "─ enter go on   esc leave")
	assert.Contains(t, strings.Join(lines, "\n"), "up and down to choose, enter takes it")
	assert.Equal(t, "enter go on  esc leave  ", keys)
	assert.Equal(t, Sent, f.Update(tea.KeyMsg{Type: tea.KeyEnter}))

	f = NewForm("Act", "Do it", Choose("act", "What", options, ""), Text("why", "Why", 1, ""))
	lines, keys = shown(f)
	assert.Contains(t, lines[0], "enter next   ctrl+s do it   esc leave")
	assert.Contains(t, keys, "enter next  ctrl+s do it  esc leave  tab next field")
	press(func(k tea.KeyMsg) { f.Update(k) }, "enter", "x", "tab")
	_, keys = shown(f)
	assert.Contains(t, keys, "enter do it  esc leave, words are kept")
}

func TestChart(t *testing.T) {
	assert.Equal(t, "▁▅█", Spark([]float64{0, 5, 10}, 10))
	assert.Equal(t, "▁▁", Spark([]float64{3, 3}, 10))
	assert.Equal(t, "▂▁", Spark([]float64{60.3, 60}, 10), "a small change stays small")
	assert.Equal(t, 7, Width(Spark(make([]float64, 240), 7)))
	assert.Equal(t, []string{"  █", "▁██"}, Chart([]float64{0, 7, 15}, 3, 2))
}

func TestNumber(t *testing.T) {
	for v, s := range map[float64]string{0: "0", 1: "1", 1.25: "1.25", 12.34: "12.3", 123.4: "123",
		1234567: "1,234,567", -1234: "-1,234", 0.5: "0.5", 0.00025: "0.00025",
		0.004: "0.004", -0.0041: "-0.0041", 0.05: "0.05", 3.75e-9: "0", -3.75e-9: "0"} {
		assert.Equal(t, s, Number(v))
	}
}

// Why the clock is paused, and what may be done, is whole where the code is next to it.
func TestHeaderSaysWhyTheClockStands(t *testing.T) {
	v := exercise.View{Code: "P9D37-DKPAF", Clock: exercise.Clock{Phase: "paused", Why: "Paused by the facilitator",
		Allows: "talk", Ends: exercise.Moment{Hours: 500}, Move: 1, Moves: 4, MoveTitle: "First signals"}}
	for _, w := range []int{80, 100, 120, 160} {
		line := ansi.Strip(Header(theme.New(true), v, w)[1])
		assert.Contains(t, line, "PAUSED: Paused by the facilitator. You can talk, not act ", w)
		assert.Contains(t, line, "evidence P9D37-DKPAF")
		assert.Equal(t, w >= 160, strings.Contains(line, "First signals"), w)
	}
}

// How fast the clock goes is whole at every width, and so is when the move ends; the title of the move
// has what is left.
func TestHeaderSaysThePace(t *testing.T) {
	v := exercise.View{Clock: exercise.Clock{Phase: "running", Pace: "2h30m", Now: exercise.Moment{Hours: 26},
		Ends: exercise.Moment{Hours: 500}, Move: 2, Moves: 4, MoveTitle: "Joining the pieces of what has happened by now",
		MoveEnds: &exercise.Moment{Hours: 48}}}
	for _, w := range []int{80, 100, 120, 160} {
		line := ansi.Strip(Header(theme.New(true), v, w)[1])
		assert.Contains(t, line, "RUNNING, 1 min = 2h30m ", w)
		assert.Contains(t, line, "Move 2/4: Joining", w)
		assert.Contains(t, line, "ends in 22h (8 min here)", w)
		assert.Equal(t, w >= 120, strings.Contains(line, "by now"), w)
	}
	v.Clock.MoveEnds.Hours = 26 + 14*24 + 23
	v.Clock.Pace = "1h"
	line := ansi.Strip(Header(theme.New(true), v, 66)[1])
	assert.Contains(t, line, "RUNNING, 1 min = 1h ")
	assert.Contains(t, line, "Move 2/4: Joining the p…  ·  ends in 14d 23h ", "what is hours off gives its place to the title")
	line = ansi.Strip(Header(theme.New(true), v, 50)[1])
	assert.Contains(t, line, "Move 2/4  ·  ends in 14d 23h")
}

func TestHeaderFits(t *testing.T) {
	v := exercise.View{Scenario: exercise.Title{Title: "Cold copy"},
		You: exercise.You{Title: strings.Repeat("長い名前", 20)},
		Clock: exercise.Clock{Phase: "running", Pace: "6h",
			Now:  exercise.Moment{Hours: 26, T: "T+1d 02:00", Date: "Tue 2 Mar 2027 08:00"},
			Ends: exercise.Moment{Hours: 500}, Move: 1, Moves: 4, MoveTitle: "First signals",
			MoveEnds: &exercise.Moment{Hours: 48}}}
	for _, phase := range []string{"running", "paused", "over", "before STARTEX"} {
		v.Clock.Phase = phase
		for w := 20; w < 140; w += 7 {
			lines := Header(theme.New(true), v, w)
			require.Len(t, lines, HeaderHeight)
			for _, line := range lines {
				assert.Equal(t, w, Width(line))
			}
			if w >= 80 {
				assert.Contains(t, ansi.Strip(lines[0]), "Tue 2 Mar 2027 08:00")
			}
		}
	}
	assert.Equal(t, "in 22h (3 min here)", Due(exercise.Clock{Phase: "running", Pace: "6h"},
		exercise.Moment{Hours: 22}))
	assert.Equal(t, "LATE by 1d 2h", Due(exercise.Clock{Now: exercise.Moment{Hours: 30}}, exercise.Moment{Hours: 4}))
}

// TestHeaderNamesTheScenario next to the room, who one is and the time, at 80 columns too.
func TestHeaderNamesTheScenario(t *testing.T) {
	v := exercise.View{Scenario: exercise.Title{Title: "Eleventh hour"}, Clock: exercise.Clock{Phase: "running",
		Now: exercise.Moment{T: "T+01:00:45", Date: "Wed 10 Mar 2027 06:01 UTC"}}}
	for _, you := range []exercise.You{{Title: "AI safety institute"}, {Name: "Control", Kind: exercise.KindFacilitator}} {
		v.You = you
		assert.Contains(t, ansi.Strip(Header(theme.New(false), v, 80)[0]), "  ·  Eleventh hour ", "no room is named")
		v.You.Room = "2"
		for w, want := range map[int]string{80: " · Room 2 · Eleventh hour ", 120: "  ·  Room 2  ·  Eleventh hour "} {
			line := ansi.Strip(Header(theme.New(false), v, w)[0])
			assert.Contains(t, line, want)
			assert.Contains(t, line, "Wed 10 Mar")
			assert.Contains(t, line, " 06:01")
			assert.Contains(t, line, "   T+01:00:45 ")
			assert.Equal(t, w > 80, strings.Contains(line, "2027"))
		}
	}
}

// TestHeaderSaysWhatOneMayDo before it says at length why the clock stands, where both do not fit.
func TestHeaderSaysWhatOneMayDo(t *testing.T) {
	goes := 240
	for allows, want := range map[string]string{"talk": "PAUSED, for 4m more, you can talk: End of move",
		"nothing": "PAUSED, for 4m more, nothing is accepted: End of", "everything": "PAUSED, for 4m more: End of move"} {
		v := exercise.View{Code: "P9D37-DKPAF", Clock: exercise.Clock{Phase: "paused", Allows: allows, Goes: &goes,
			Why: "End of move: Joining the pieces, and more", Ends: exercise.Moment{Hours: 500}}}
		assert.Contains(t, ansi.Strip(Header(theme.New(true), v, 80)[1]), want)
		assert.Contains(t, ansi.Strip(Header(theme.New(true), v, 140)[1]), "PAUSED: End of move: Joining the pieces, and more, for 4m more")
	}
}

// TestHeaderSaysThatItIsOver before it says in which move.
func TestHeaderSaysThatItIsOver(t *testing.T) {
	v := exercise.View{Code: "P9D37-DKPAF", Clock: exercise.Clock{Phase: "over", Why: "ENDEX", Move: 2, Moves: 4,
		MoveTitle: "Joining the pieces"}}
	for _, w := range []int{80, 120} {
		line := ansi.Strip(Header(theme.New(true), v, w)[1])
		assert.Contains(t, line, "ENDEX: the exercise is over ")
		assert.Contains(t, line, "evidence P9D37-DKPAF")
		assert.Equal(t, w >= 120, strings.Contains(line, "Joining the pieces"))
	}
}

// TestWrappedRowsAreWhole: no word of a row is cut, however narrow; its note is on the first line.
func TestWrappedRowsAreWhole(t *testing.T) {
	th := theme.New(false)
	text := "Those who need the two key facts have them in time"
	for _, w := range []int{24, 40, 80} {
		for _, here := range []bool{false, true} {
			lines := WrappedRow(th, text, "U (SM)", th.Text.Render, th.Bad.Render, w, here)
			shown := ansi.Strip(strings.Join(lines, " "))
			assert.Equal(t, strings.Fields("> "+text), strings.Fields("> "+strings.Replace(strings.TrimPrefix(
				strings.TrimSpace(shown), ">"), "U (SM)", "", 1)), "%d", w)
			assert.True(t, strings.HasSuffix(strings.TrimRight(ansi.Strip(lines[0]), " "), "U (SM)"))
			for _, line := range lines {
				assert.Equal(t, w, Width(line))
			}
		}
	}
	assert.Len(t, WrappedRow(th, "", "", th.Text.Render, th.Dim.Render, 20, true), 1)
}

// TestFewNames: as many names as there is room for, and the number of the others.
func TestFewNames(t *testing.T) {
	names := []string{"Frontier developer", "Cloud provider", "Wire service"}
	for w, want := range map[int]string{
		60: "Frontier developer, Cloud provider, Wire service", 48: "Frontier developer, Cloud provider, Wire service",
		47: "Frontier developer, Cloud provider +1", 36: "Frontier developer +2", 20: "Frontier…eveloper +2",
		8: "Fr…er +2", 4: "F…r…", 1: "…", 0: "",
	} {
		got := Few(names, w)
		assert.Equal(t, want, got, "%d", w)
		assert.LessOrEqual(t, Width(got), w)
	}
	assert.Equal(t, "Nationa…al CERT", Few([]string{"National and regional CERT"}, 15))
	assert.Equal(t, "", Few(nil, 10))
	assert.LessOrEqual(t, Width(Middle("李小龍李小龍李小龍", 8)), 8)
}

// TestHeaderSaysHowATurnStands: to a seat what it is to say, until it has said so; to all, for whom the turn waits.
func TestHeaderSaysHowATurnStands(t *testing.T) {
	left := 40
	turn := exercise.TurnNow{N: 3, Every: "2h", Yours: true,
		Waiting: []string{"Frontier developer", "Cloud provider", "Wire service"}}
	seat := exercise.View{Player: &exercise.Player{}, Clock: exercise.Clock{Phase: "paused", Allows: "everything", Turn: &turn}}
	other := turn
	other.Yours = false
	staff, adviser := seat, seat
	staff.Player, staff.Clock.Turn = nil, &other
	adviser.You.Aide, adviser.Clock.Turn = true, &other
	line := func(v exercise.View) string { return strings.TrimSpace(ansi.Strip(Header(theme.New(true), v, 80)[1])) }
	assert.Equal(t, "TURN 3, of 2h. Type :done when you have decided. Waits for Frontie…veloper +2", line(seat))
	assert.Equal(t, "TURN 3, of 2h. Waits for Frontier developer, Cloud provider, Wire service", line(staff))
	assert.Equal(t, line(staff), line(adviser), "who cannot say done is not asked to")
	hidden := exercise.TurnNow{N: 3, Every: "2h", Yours: true}
	assert.Equal(t, "TURN 3, of 2h. Type :done when you have decided. Waits for you",
		line(exercise.View{Clock: exercise.Clock{Phase: "paused", Allows: "everything", Turn: &hidden}}))
	turn.Done, turn.Yours, turn.Left = true, false, &left
	assert.Equal(t, "TURN 3, of 2h. You have said done. 40 s left. Waits for Frontier developer +2", line(seat))
	seat.Code = "KD440-GK60R"
	assert.Equal(t, "TURN 3, of 2h. You have said done. 40 s left              evidence KD440-GK60R", line(seat))
	turn.Left = nil
	assert.Equal(t, "TURN 3, of 2h. You have said done. Waits for Fron…oper +2 evidence KD440-GK60R", line(seat))
	other.Waiting, other.Left = nil, &left
	staff.You.Kind = exercise.KindFacilitator
	assert.Contains(t, line(staff), "TURN 3, of 2h. 40 s left. Waits for nobody ")
	other.Left = nil
	assert.Contains(t, line(staff), "TURN 3, of 2h. Waits for you: s ends it")
	staff.You.Kind = exercise.KindEvaluator
	assert.Contains(t, line(staff), "TURN 3, of 2h. Waits for nobody")
	staff.Clock.Allows, staff.Clock.Why = "talk", "Lunch"
	assert.Contains(t, line(staff), "PAUSED: Lunch")
	assert.Equal(t, "Before STARTEX. Time moves in turns of 2h",
		line(exercise.View{Clock: exercise.Clock{Phase: "before STARTEX", Turns: "2h"}}))
}
