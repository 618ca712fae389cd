package facilitator

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
)

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		w, h := body(size[0], size[1])
		for _, name := range pageNames() {
			m, _ := console(t, w, h, staffOf(name))
			m.show(name)
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), m.View())
		}
		for name, keys := range map[string][]string{
			"menu": {"m"}, "inject-menu": {"enter"}, "next": {"n"}, "note": {"o"}, "write": {"w", "n"},
			"dropped": {"g"}, "clock": {"m", "c"},
			"ruling": {"5", "enter", "s", "He answers.", "ctrl+s", "a", "g", "enter", "enter", "5", "ctrl+s"},
			"effect": {"m", "w", "g"}, "jump": {"m", "c", "j", "ctrl+s"}, "emergency": {"!"},
			"seat": {"4", "down", "enter"}, "ratings": {"8", "v"}, "line": {":", "re"}, "edit": {"down", "down", "e"},
		} {
			m, _ := console(t, w, h, screentest.Staff())
			press(t, m, keys...)
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), m.View())
		}
	}
}

// TestEverySize opens every page at every size, and in the smallest window what every key
// opens there.
func TestEverySize(t *testing.T) {
	for _, size := range screentest.Sizes {
		w, h := body(size[0], size[1])
		for _, page := range pageNames() {
			m, _ := console(t, w, h, staffOf(page))
			m.show(page)
			screentest.Fits(t, m.View(), w, h)
			for r := rune('!'); r <= '~' && size == [2]int{80, 24}; r++ {
				if testing.Short() && r%7 != 0 {
					continue
				}
				m, _ := console(t, w, h, staffOf(page))
				m.show(page)
				press(t, m, string(r))
				screentest.Fits(t, m.View(), w, h)
				press(t, m, "enter")
				screentest.Fits(t, m.View(), w, h)
			}
		}
	}
}

func last(t *testing.T, f *fake) (verb string, args map[string]any) {
	t.Helper()
	require.NotEmpty(t, f.Asked)
	q := f.Asked[len(f.Asked)-1]
	assert.Equal(t, "facilitator", q.Seat)
	require.NoError(t, json.Unmarshal(q.Args, &args))
	return q.Verb, args
}

func TestFourKeysRunAnExercise(t *testing.T) {
	v := screentest.Staff()
	v.Control.Cases, v.Control.Seats[3].Ask = nil, false
	v.Clock.Phase = "before STARTEX"
	m, f := console(t, 80, 20, v)
	press(t, m, "s", "s")
	assert.Equal(t, &exercise.Start{}, f.Acts[0])
	v.Clock.Phase = "running"
	m.Update(v)
	press(t, m, "n", "n")
	verb, args := last(t, f)
	assert.Equal(t, "release", verb)
	assert.Equal(t, map[string]any{"release": "seller"}, args)
	press(t, m, "p")
	assert.Equal(t, &exercise.Pause{}, f.Acts[1])
	press(t, m, "o", "The cloud rang at once.", "ctrl+s")
	assert.Equal(t, &exercise.Observe{Text: "The cloud rang at once.", Tag: "note", Inject: "memo",
		Objective: "shared_picture"}, f.Acts[2])
}

func TestNextMovesTimeWhileTheClockStands(t *testing.T) {
	v := screentest.Staff()
	v.Clock.Phase = "paused"
	v.Control.Next = v.Control.Next[1:]
	m, f := console(t, 80, 20, v)
	press(t, m, "n", "n")
	assert.Equal(t, []any{&exercise.Step{To: "inject"}}, f.Acts)
	v.Clock.Phase = "running"
	m.Update(v)
	press(t, m, "n", "n")
	verb, _ := last(t, f)
	assert.Equal(t, "release", verb, "a running clock runs on")
}

func TestInjects(t *testing.T) {
	m, f := console(t, 80, 20, screentest.Staff())
	for _, c := range []struct {
		keys []string
		verb string
		args map[string]any
	}{
		{[]string{"h"}, "unhold", map[string]any{"unhold": "seller"}},
		{[]string{"down", "down", "h"}, "hold", map[string]any{"hold": "press_story"}},
		{[]string{"+"}, "postpone", map[string]any{"postpone": "press_story", "by": "1d6h"}},
		{[]string{"-"}, "postpone", map[string]any{"postpone": "press_story", "earlier": "1d6h"}},
		{[]string{"r"}, "release", map[string]any{"release": "press_story"}},
		{[]string{"x", "Lunch", "ctrl+s"}, "skip", map[string]any{"skip": "press_story"}},
		{[]string{"e", " More.", "ctrl+s"}, "edit",
			map[string]any{"edit": "press_story", "text": screentest.Staff().Control.Next[1].Text + " More."}},
		{[]string{"w", "e", "Please call me.", "tab", "tab", "down", "down", " ", "ctrl+s"}, "inject",
			map[string]any{"inject": map[string]any{"from": "Broker", "media": "email", "title": "Please call me.",
				"text": "Please call me.", "to": []any{"developer"}}}},
	} {
		press(t, m, c.keys...)
		verb, args := last(t, f)
		assert.Equal(t, c.verb, verb)
		assert.Equal(t, c.args, args, c.verb)
		assert.Empty(t, m.layers, "%s leaves nothing open", c.verb)
	}
}

func TestAnUnplannedInjectTakesFewKeys(t *testing.T) {
	m, f := console(t, 80, 20, screentest.Staff())
	press(t, m, "w", "n", "Markets fall.", "ctrl+s")
	_, args := last(t, f)
	assert.Equal(t, map[string]any{"inject": map[string]any{"from": "Wire service", "media": "news",
		"title": "News: Markets fall.", "text": "Markets fall.", "to": []any{"all", "public"}}}, args)
}

func TestRuling(t *testing.T) {
	m, f := console(t, 80, 20, screentest.Staff())
	press(t, m, "5", "enter", "q", "Who has the number?", "ctrl+s")
	verb, args := last(t, f)
	assert.Equal(t, "query", verb)
	assert.Equal(t, map[string]any{"query": "cloud#1", "text": "Who has the number?"}, args)

	press(t, m, "enter", "s", "He answers.", "ctrl+s", "a", "s", "ctrl+s", "a", "g", "ctrl+s")
	assert.Contains(t, text(m), "! How much", "a gauge needs a number")
	press(t, m, "tab", "tab", "5", "ctrl+s", "g")
	verb, args = last(t, f)
	assert.Equal(t, "rule", verb)
	assert.Equal(t, map[string]any{"rule": "cloud#1", "outcome": "success", "text": "He answers.",
		"effects": []any{map[string]any{"system": []any{"exfiltrated"}, "becomes": "normal"},
			map[string]any{"gauge": "copies", "set": 5.0}}}, args)
	assert.Empty(t, m.layers)

	press(t, m, "enter", "d", "right", "tab", "He may answer.", "ctrl+s", "g")
	_, args = last(t, f)
	assert.Equal(t, map[string]any{"rule": "cloud#1", "odds": 0.55, "text": "He may answer."}, args)

	// Whenever the ruling is left, the words stay, for another outcome too.
	press(t, m, "enter", "s", "Not yet", "esc")
	assert.Empty(t, m.layers)
	press(t, m, "enter", "s")
	assert.Contains(t, text(m), "Not yet", "left in the form")
	press(t, m, ".", "ctrl+s", "esc")
	assert.Empty(t, m.layers)
	press(t, m, "enter", "f")
	assert.Contains(t, text(m), "Not yet.", "left before it was given")
	f.Refuse = "The exercise is over"
	press(t, m, "ctrl+s", "g", "enter", "f")
	assert.Contains(t, text(m), "Not yet.", "refused")
	f.Refuse = ""
	press(t, m, "ctrl+s", "g", "enter", "p")
	assert.NotContains(t, text(m), "Not yet.", "given")
}

// TestApprovalForm: the field of the seat that is asked says so.
func TestApprovalForm(t *testing.T) {
	m, _ := console(t, 80, 20, screentest.Staff())
	press(t, m, "5", "enter", "v")
	assert.Contains(t, text(m), "Seat asked")
	assert.NotRegexp(t, `(?m)^ *From `, text(m))
}

// TestRoomsPage is there only where several rooms play side by side.
func TestRoomsPage(t *testing.T) {
	v := screentest.Staff()
	v.Control.Rooms = nil
	m, _ := console(t, 200, 60, v)
	has := func() bool {
		return slices.ContainsFunc(m.pages.List, func(p page) bool { return p.Name() == "rooms" })
	}
	assert.False(t, has())
	assert.NotContains(t, text(m), "Rooms")
	stands := v.Clock
	stands.Phase, stands.Why = "paused", "End of move"
	v.Control.Rooms = []exercise.Standing{{Name: "1", Clock: v.Clock, People: 6, Acts: 41}, {Name: "2", Clock: stands}}
	m.Update(v)
	assert.True(t, has())
	m.show("rooms")
	rows := strings.Split(text(m), "\n")
	at := slices.IndexFunc(rows, func(s string) bool { return strings.Contains(s, "State") })
	require.Positive(t, at)
	for head, want := range map[string][2]string{"State": {"RUNNING, 1 min = 6h", "PAUSED: End of move"},
		"Move": {"2/4 Joining", "2/4 Joining"}, "Last": {"nothing", "nothing"}} {
		column := strings.Index(rows[at], head)
		for i, words := range want {
			assert.Equal(t, column, strings.Index(rows[at+1+i], words), "%s is under its head", words)
		}
	}
	v.Control.Rooms = nil
	m.Update(v)
	assert.False(t, has(), "and goes when they do, whatever page is shown")
	assert.NotPanics(t, func() { m.View() })
}

// TestClosingRooms: where several rooms are open, closing asks which.
func TestClosingRooms(t *testing.T) {
	for rooms, keys := range map[int][]string{1: {"m", "z", "ctrl+s"}, 2: {"m", "z", "r", "ctrl+s"}, 3: {"m", "z", "a", "ctrl+s"}} {
		v := screentest.Staff()
		v.Control.Rooms = make([]exercise.Standing, rooms)
		m, f := console(t, 120, 36, v)
		press(t, m, keys...)
		if rooms < 3 {
			assert.Equal(t, []any{&exercise.Shut{}}, f.Acts, rooms)
			continue
		}
		require.Len(t, f.Asked, 1)
		assert.Equal(t, "shut", f.Asked[0].Verb)
		assert.True(t, f.Asked[0].All, "all of them, if that was chosen")
	}
}

func TestPeople(t *testing.T) {
	m, f := console(t, 80, 20, screentest.Staff())
	for _, c := range []struct {
		keys []string
		want any
	}{
		{[]string{"g", "b"}, &exercise.Bot{Role: "cert", On: true}},
		{[]string{"g", "r", "ctrl+s"}, &exercise.Seating{Who: "Kurt", Role: "cert"}},
		{[]string{"g", "p"}, &exercise.Pause{Why: "Waiting for National CERT"}},
		{[]string{"4", "home", "enter", "m"}, &exercise.Mute{Who: "Zoë Ångström-Nakamura", On: true}},
		{[]string{"enter", "u"}, &exercise.Unseat{Who: "Zoë Ångström-Nakamura"}},
		{[]string{"enter", "x", "y"}, &exercise.Remove{Who: "Zoë Ångström-Nakamura"}},
		{[]string{"enter", "w", "Are you well?", "ctrl+s"},
			&exercise.Whisper{To: "developer", Text: "Are you well?"}},
		{[]string{"down", "down", "down", "down", "down", "down", "down", "down", "enter", "y"},
			&exercise.Seating{Who: "Kurt", Role: "press"}},
	} {
		press(t, m, c.keys...)
		require.NotEmpty(t, f.Acts)
		assert.Equal(t, c.want, f.Acts[len(f.Acts)-1])
		assert.Empty(t, m.layers)
	}
}

func TestWaitingForADroppedPlayerQuietensTheQuestion(t *testing.T) {
	v := screentest.Staff()
	m, _ := console(t, 80, 20, v)
	assert.Contains(t, text(m), "Edsger (National CERT) has been away")
	press(t, m, "g", "w")
	assert.NotContains(t, text(m), "Edsger (National CERT) has been away")
	v.Control.Seats[3].Away = 95 + 121
	m.Update(v)
	assert.Contains(t, text(m), "Edsger (National CERT) has been away")
	press(t, m, "g", "w")
	v.Control.Seats[3].Here, v.Control.Seats[3].Away, v.Control.Seats[3].Ask = true, 0, false
	m.Update(v)
	v.Control.Seats[3].Here, v.Control.Seats[3].Away, v.Control.Seats[3].Ask = false, 91, true
	m.Update(v)
	assert.Contains(t, text(m), "Edsger (National CERT) has been away", "a second loss is asked about again")
}

func TestClockAndEnd(t *testing.T) {
	m, f := console(t, 80, 20, screentest.Staff())
	press(t, m, "m", "c", "j", "down", "ctrl+s")
	assert.Contains(t, text(m), "The wire service writes to all")
	press(t, m, "enter")
	assert.Equal(t, &exercise.Jump{By: "2d"}, f.Acts[0])
	press(t, m, "m", "c", "c", "tab", "45m", "ctrl+s")
	assert.Equal(t, &exercise.Pace{Minute: "45m"}, f.Acts[1])
	press(t, m, "!", "enter")
	assert.Len(t, f.Acts, 2, "enter alone stops nothing")
	press(t, m, "!", "y")
	assert.Equal(t, &exercise.Stop{}, f.Acts[2])
	press(t, m, "m", "x", "enter")
	assert.Empty(t, f.Asked, "enter alone ends nothing")
	press(t, m, "m", "x", "y")
	verb, _ := last(t, f)
	assert.Equal(t, "end", verb)
}

func TestDiscussion(t *testing.T) {
	m, f := console(t, 80, 20, screentest.Staff())
	press(t, m, "7", "enter", "c")
	assert.Contains(t, text(m), "Ask the room (choice)", "a letter means the same while a question is open")
	press(t, m, "esc", "7", "enter", "x")
	assert.Equal(t, &exercise.CloseQuestion{N: 2}, f.Acts[0])
	assert.Contains(t, text(m), "Move 1: First signs", "the move's material is with the questions")
	press(t, m, "m", "q", "esc", "down", "enter", "r", "What first?", "tab", "Evidence", "ctrl+j", "Words", "ctrl+s")
	assert.Equal(t, &exercise.Pose{Text: "What first?", Options: []string{"Evidence", "Words"}, Rank: true},
		f.Acts[1])
}

func TestSetTheWorldNeedsAReason(t *testing.T) {
	m, f := console(t, 80, 20, screentest.Staff())
	press(t, m, "m", "w", "l", "ctrl+s")
	assert.Contains(t, text(m), "! Why: write something")
	assert.Empty(t, f.Asked)
	press(t, m, "The room agreed", "ctrl+s")
	verb, args := last(t, f)
	assert.Equal(t, "set", verb)
	assert.Equal(t, map[string]any{"set": map[string]any{"link": []any{"exfiltrated", "finetune"}, "cut": true}},
		args)
	assert.Equal(t, "The room agreed", f.Asked[0].Reason)
}

func TestARefusalKeepsTheForm(t *testing.T) {
	m, f := console(t, 80, 20, screentest.Staff())
	f.Refuse = "The exercise is over"
	press(t, m, "b", "Hello", "ctrl+s")
	assert.Contains(t, text(m), "! The exercise is over")
	press(t, m, "esc")
	assert.Empty(t, m.layers)
	f.Refuse = ""
	press(t, m, "b", " again", "ctrl+s")
	assert.Equal(t, &exercise.Broadcast{Text: "Hello again"}, f.Acts[len(f.Acts)-1], "what was written is kept")
	press(t, m, "b")
	assert.NotContains(t, text(m), "Hello", "and is gone when it has been sent")
}

func TestLogScrollsBack(t *testing.T) {
	v := screentest.Staff()
	m, _ := console(t, 120, 36, v)
	press(t, m, "9", "home")
	press(t, m, "up", "home")
	assert.Contains(t, text(m), "Line 1  ", "what is older than the view is fetched")
	last := v.Control.Log[299]
	last.N, last.Text = 341, "Something new"
	v.Control.Log = append(v.Control.Log[1:], last)
	m.Update(v)
	assert.Contains(t, text(m), "Line 1  ", "what is new does not move what is read")
	press(t, m, "end")
	assert.Contains(t, text(m), "Something new")
}

func TestMirrorShowsTheSeatsOwnScreen(t *testing.T) {
	v := screentest.Staff()
	m, f := console(t, 120, 36, v)
	press(t, m, "4", "down", "enter", "l")
	assert.Equal(t, []any{&exercise.Look{Role: "cloud"}}, f.Acts)
	v.Control.Mirror = &exercise.Mirror{Role: "cloud",
		View: exercise.View{You: exercise.You{Name: "Ann", Kind: exercise.KindPlayer, Role: "cloud",
			Title: "Cloud provider"}, Clock: v.Clock,
			Player: &exercise.Player{Brief: "You run trust and safety.",
				Inbox: []exercise.Item{{N: 1, Kind: exercise.ItemMessage, From: "National CERT", Title: "Writes",
					Text: "Whose tenant is it?"}}, Total: 1}}}
	m.Update(v)
	assert.Contains(t, text(m), "You watch: this is what Cloud provider sees")
	assert.Contains(t, text(m), "Whose tenant is it?")
	press(t, m, "ctrl+x")
	assert.Equal(t, &exercise.Look{}, f.Acts[len(f.Acts)-1])
	assert.Empty(t, m.layers)
}

func TestAdvice(t *testing.T) {
	v := screentest.Staff()
	for _, c := range []struct {
		name   string
		change func(v *exercise.View)
		want   string
	}{
		{"a dropped player comes first", func(*exercise.View) {},
			"Now: Edsger (National CERT) has been away for 95 s"},
		{"then what is to be ruled", func(v *exercise.View) { v.Control.Seats[3].Ask = false },
			"Now: Cloud provider tries something unforeseen"},
		{"then what is held", func(v *exercise.View) { v.Control.Cases = nil },
			`Now: "The seller writes again" waits for you`},
		{"then suggestions", func(v *exercise.View) { v.Control.Next = v.Control.Next[2:] },
			`Now: Consider "A colleague asks what to do"`},
		{"then who waits", func(v *exercise.View) { v.Control.Next = nil }, "Now: 1 person waits for a seat: Kurt"},
		{"the emergency before all", func(v *exercise.View) { v.Clock.Emergency = true },
			"Now: the exercise is stopped for a real emergency"},
		{"the hot wash at the end", func(v *exercise.View) { v.Clock.Emergency, v.Clock.Phase = false, "over" },
			"Now: the exercise is over. Hot wash"},
	} {
		c.change(&v)
		m, _ := console(t, 80, 20, v)
		assert.Contains(t, strings.Join(strings.Fields(text(m)), " "), c.want, c.name)
	}
}

func TestTheCursorStaysOnItsInject(t *testing.T) {
	v := screentest.Staff()
	m, f := console(t, 80, 20, v)
	press(t, m, "down", "down")
	require.Equal(t, "press_story", m.inject().ID, "what is suggested is before what is due")
	leave := func(next []exercise.Planned) { // views are values: a new one each time
		c := *v.Control
		c.Next, v.Control = next, &c
		m.Update(v)
	}
	next := v.Control.Next
	leave(next[1:])
	assert.Equal(t, "press_story", m.inject().ID)
	clock := time.Unix(0, 0)
	m.clock = func() time.Time { return clock }
	leave(next[2:])
	clock = clock.Add(reaction / 2)
	press(t, m, "r")
	assert.Empty(t, f.Asked, "a key that was meant for another inject does nothing")
	press(t, m, "r")
	_, args := last(t, f)
	assert.Equal(t, map[string]any{"release": "torrent"}, args)
	leave(next[2:3])
	press(t, m, "r")
	_, args = last(t, f)
	assert.Equal(t, map[string]any{"release": "nudge"}, args, "after one's own act nothing is asked again")
	leave(next)
	clock = clock.Add(2 * reaction)
	press(t, m, "home", "r")
	_, args = last(t, f)
	assert.Equal(t, map[string]any{"release": "seller"}, args, "who has had time to look is not asked either")
}

func BenchmarkView(b *testing.B) {
	th := theme.New(false)
	m := New(&th, &fake{}, nil)
	m.SetSize(200, 56)
	m.Update(screentest.Staff())
	for _, name := range pageNames() {
		m.Update(staffOf(name))
		m.show(name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_ = m.View()
				_ = m.Keys().ShortHelp()
			}
		})
	}
}
