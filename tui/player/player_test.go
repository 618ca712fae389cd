package player

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/sim/testsize"
	"tocsin/tui/screentest"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

func TestGolden(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		for _, page := range []struct{ name, keys string }{{"inbox", "1"}, {"asked", "2"}, {"actions", "3"},
			{"know", "4"}, {"world", "5"}, {"promises", "6"}, {"brief", "7"},
			{"write", "w"}, {"share", "s"}, {"act", "a"}, {"commit", "c"}, {"declare", "d"}, {"line", ":"}} {
			m, _ := screen(t, size[0], size[1]-4)
			press(t, m, strings.Fields(page.keys)...)
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", page.name, size[0], size[1]), m.View())
		}
	}
}

func TestShare(t *testing.T) {
	m, f := screen(t, 80, 20)
	press(t, m, "4", "down", "s", "n", " ", "enter", "first figures", "enter", "enter", "enter", "they need it", "ctrl+s")
	require.Len(t, f.Asked, 1)
	assert.Equal(t, "share", f.Asked[0].Verb)
	assert.Equal(t, "they need it", f.Asked[0].Reason)
	assert.Equal(t, map[string]any{"share": "egress", "to": []any{"cert"}, "text": "first figures"},
		args(t, f.Asked[0]))
	assert.False(t, m.Typing(), "the form closes when the room has taken it")
}

func TestRefusedFormStaysOpen(t *testing.T) {
	m, f := screen(t, 80, 20)
	f.Refuse = "Your contact at the CERT does not answer"
	press(t, m, "w", "n", " ", "enter", "Hello", "ctrl+s")
	assert.True(t, m.Typing())
	assert.Contains(t, plain(m), "Hello")
	f.Refuse = ""
	press(t, m, "ctrl+s")
	assert.False(t, m.Typing())
	assert.Len(t, f.Asked, 2)
}

func TestDraftIsKept(t *testing.T) {
	m, f := screen(t, 80, 20)
	press(t, m, "w", "n", " ", "enter", "Half a thought", "esc")
	assert.NotContains(t, plain(m), "Half a thought")
	v := table()
	v.Player.Contacts = append([]exercise.Contact{{ID: "cell", Title: "Incident cell", Kind: "venue"}},
		v.Player.Contacts...)
	m.Update(v)
	press(t, m, "w")
	assert.Contains(t, plain(m), "Half a thought")
	press(t, m, "ctrl+s")
	require.Len(t, f.Asked, 1)
	assert.Equal(t, []any{"cert"}, args(t, f.Asked[0])["to"], "to whom it was going, though the list is another now")
}

func TestAnswerARequest(t *testing.T) {
	m, f := screen(t, 80, 20)
	press(t, m, "2", "enter", "by noon", "enter", "down", "ctrl+s")
	require.Len(t, f.Asked, 2)
	assert.Equal(t, map[string]any{"acknowledge": "cert#1", "as": "will do"}, args(t, f.Asked[0]))
	assert.Equal(t, map[string]any{"say": "by noon", "to": []any{"cert"}, "re": "cert#1"}, args(t, f.Asked[1]))
}

func TestActCommitDeclare(t *testing.T) {
	m, f := screen(t, 120, 36)
	press(t, m, "a", "enter", "before it is gone", "ctrl+s")
	press(t, m, "c", "enter", "ctrl+s")
	press(t, m, "d", "down", "down", "enter", "7")
	says := m.form.asks(m.form.form)
	require.Len(t, says, 1)
	assert.Regexp(t, `^Declared: .+, 70% sure$`, says[0].done, "what is declared, and not only that something is")
	press(t, m, "ctrl+s")
	require.Len(t, f.Asked, 3)
	assert.Equal(t, map[string]any{"act": "snapshot_hold"}, args(t, f.Asked[0]))
	assert.Equal(t, "before it is gone", f.Asked[0].Reason)
	assert.Equal(t, map[string]any{"commit": "trace_and_hold"}, args(t, f.Asked[1]))
	assert.Equal(t, map[string]any{"declare": "cause", "option": "state", "confidence": 0.7}, args(t, f.Asked[2]))
}

// A list to choose from begins on what can be done; where nothing can, on nothing.
func TestPickersBeginOnWhatCanBeDone(t *testing.T) {
	for _, c := range []struct {
		key string
		can bool
	}{{"a", true}, {"c", true}, {"a", false}, {"c", false}} {
		v := table()
		for i := range v.Player.Actions {
			v.Player.Actions[i].Can = c.can
		}
		v.Player.Venues = nil
		for _, a := range v.Player.Actions { // one alone needs no choice
			if a.Joint != nil {
				a.ID += "_too"
				v.Player.Actions = append(v.Player.Actions, a)
			}
		}
		m, _ := screen(t, 100, 30)
		m.Update(v)
		press(t, m, "1", c.key)
		require.NotNil(t, m.form)
		assert.Equal(t, c.can, m.form.form.One("act") != "", "%s, %v", c.key, c.can)
	}
}

func TestWhatIsAtHandIsMeant(t *testing.T) {
	m, f := screen(t, 120, 36)
	press(t, m, "2", "down", "down", "c", "ctrl+s")              // commits to what is asked
	press(t, m, "1", "down", "w", "Which two places?", "ctrl+s") // writes to who wrote
	press(t, m, "3", "down", "a", "ctrl+s")
	require.Len(t, f.Asked, 3)
	assert.Equal(t, map[string]any{"commit": "trace_and_hold"}, args(t, f.Asked[0]))
	assert.Equal(t, map[string]any{"say": "Which two places?", "to": []any{"cert"}}, args(t, f.Asked[1]))
	assert.Equal(t, map[string]any{"act": "warn"}, args(t, f.Asked[2]))
}

func TestRanking(t *testing.T) {
	m, f := screen(t, 80, 20)
	press(t, m, "2", "down", "down", "down", "enter", "down", " ", "up", " ", "ctrl+s")
	require.Len(t, f.Acts, 1)
	assert.Equal(t, &exercise.Respond{N: 1, Order: []int{2, 1, 3}}, f.Acts[0])
}

func TestReading(t *testing.T) {
	m, f := screen(t, 80, 20)
	assert.Equal(t, 3, m.unread())
	press(t, m, " ") // the oldest unread one
	assert.Contains(t, plain(m), "0.6 TB left")
	assert.Equal(t, 2, m.unread())
	press(t, m, " ", " ")
	assert.Equal(t, 0, m.unread())
	assert.Contains(t, plain(m), "Laboratory said to have lost a model")
	m.Update(flush{})()
	assert.Equal(t, []any{&exercise.Read{N: 5}}, f.Acts)
}

// TestNewerAbove: who reads down in the inbox sees that newer items are above, and how many
// have not been read.
func TestNewerAbove(t *testing.T) {
	m, _ := screen(t, 80, 20)
	assert.NotContains(t, plain(m), "newer above")
	v := m.view
	me := *v.Player
	for n := range 30 {
		me.Inbox = append(me.Inbox, exercise.Item{N: len(me.Inbox) + 1, Kind: exercise.ItemMessage, From: "Cloud provider",
			Title: "Message", Text: fmt.Sprintf("Word %d", n), Read: n < 28})
	}
	me.Total, me.Unread = len(me.Inbox), 5
	v.Player = &me
	m.Update(v)
	press(t, m, "end")
	assert.Regexp(t, `↑ \d+ newer above, 2 not read`, plain(m))
	press(t, m, "home")
	assert.NotContains(t, plain(m), "newer above")
}

// TestInheritedItems: what the holder before had read is marked until one has opened it, and
// to open it is said to the room.
func TestInheritedItems(t *testing.T) {
	m, f := screen(t, 80, 20)
	v := m.view
	me := *v.Player
	me.Inbox = slices.Clone(me.Inbox)
	for i := range me.Inbox {
		me.Inbox[i].Read, me.Inbox[i].Inherited = true, i < 2
	}
	me.Unread = 0
	v.Player = &me
	m.Update(v)
	assert.Contains(t, plain(m), "2 with a - were read in this seat before you had it")
	press(t, m, "end")
	assert.Contains(t, plain(m), "1 with a -")
	m.Update(flush{})()
	assert.Equal(t, []any{&exercise.Read{N: 1, Only: true}}, f.Acts)
}

func TestCursorStaysOnItsItem(t *testing.T) {
	m, _ := screen(t, 80, 20)
	press(t, m, "down", "down")
	v := table()
	v.Player.Inbox = append(v.Player.Inbox, exercise.Item{N: 6, At: at(26), Kind: exercise.ItemMessage,
		From: "Police", Title: "Message", Text: "New."})
	m.Update(v)
	assert.Equal(t, 3, m.current().N)
}

func TestCursorStaysOnItsRow(t *testing.T) {
	m, f := screen(t, 80, 20)
	press(t, m, "3", "down") // the warning
	v := table()
	v.Player.Actions[0].Can, v.Player.Actions[0].Why = true, "" // what could not be done before comes first now
	m.Update(v)
	press(t, m, "enter", "ctrl+s")
	require.Len(t, f.Asked, 1)
	assert.Equal(t, map[string]any{"act": "warn"}, args(t, f.Asked[0]))
}

func TestOlderItemsCome(t *testing.T) {
	m, f := screen(t, 80, 20)
	v := table()
	v.Player.Inbox, v.Player.Total, v.Player.Unread = nil, 500, 0
	for n := 1; n <= 500; n++ {
		it := exercise.Item{N: n, At: at(float64(n) / 20), Kind: exercise.ItemMessage, From: "Police",
			Title: "Message", Text: fmt.Sprint("number ", n), Read: true}
		if n <= 300 {
			f.before = append(f.before, it)
		} else {
			v.Player.Inbox = append(v.Player.Inbox, it)
		}
	}
	m.Update(v)
	press(t, m, "end")
	assert.Equal(t, 301, m.current().N)
	press(t, m, "end")
	assert.Equal(t, 1, m.current().N)
	assert.Contains(t, plain(m), "> "+"  Mon 00:00 Police            number 1 ")
}

func TestPausedSaysWhyNot(t *testing.T) {
	m, f := screen(t, 80, 20)
	v := table()
	v.Clock.Phase, v.Clock.Why, v.Clock.Allows, v.Clock.Discuss = "paused", "End of move: First signals", "talk",
		[]string{"What do you know that somebody else needs?"}
	m.Update(v)
	assert.Contains(t, plain(m), "1. What do you know that somebody else needs?")
	cmd := m.Update(screentest.Key("a"))
	require.NotNil(t, cmd)
	assert.Contains(t, cmd().(widget.Said).Text, "The clock is paused")
	press(t, m, "w", "n", " ", "enter", "Words are possible", "ctrl+s")
	assert.Len(t, f.Asked, 1)
}

func TestLine(t *testing.T) {
	m, _ := screen(t, 80, 20)
	for line, want := range map[string]string{
		"share egress to developer,cert mark amber because: they need it":    `share {"mark":"amber","share":"egress","to":["developer","cert"]} they need it`,
		"share egress to cert, police say: the first figures":                `share {"share":"egress","text":"the first figures","to":["cert","police"]} `,
		"say to cert We cannot act because the vendor is down":               `say {"say":"We cannot act because the vendor is down","to":["cert"]} `,
		"ask to cert by 4h Whose is it, and because of what?":                `ask {"ask":"Whose is it, and because of what?","due":"4h","to":["cert"]} `,
		"say to cert, police Look because: it is theirs":                     `say {"say":"Look","to":["cert","police"]} it is theirs`,
		"say to cert by the way, re your letter: mark my words":              `say {"say":"by the way, re your letter: mark my words","to":["cert"]} `,
		"act snapshot_hold because: evidence first":                          `act {"act":"snapshot_hold"} evidence first`,
		"declare cause insider 70%":                                          `declare {"confidence":0.7,"declare":"cause","option":"insider"} `,
		"declare cause insider 1":                                            `declare {"confidence":0.01,"declare":"cause","option":"insider"} `,
		"declare cause insider 1%":                                           `declare {"confidence":0.01,"declare":"cause","option":"insider"} `,
		"declare cause insider 100":                                          `declare {"declare":"cause","option":"insider"} `,
		"will cert#1":                                                        `acknowledge {"acknowledge":"cert#1","as":"will do"} `,
		"decline cert#1 because: it is not ours":                             `acknowledge {"acknowledge":"cert#1","as":"declined"} it is not ours`,
		"reply cert#1 By noon, because we must":                              `say {"re":"cert#1","say":"By noon, because we must","to":["cert"]} `,
		"try Call the chief because he owes us because: it worked last time": `attempt {"attempt":"Call the chief because he owes us"} it worked last time`,
		"invest cell 2": `invest {"invest":"cell","points":2} `,
	} {
		a, err := typed(m, line)
		if assert.NoError(t, err, line) {
			r, err := room.RequestOf(a.request)
			require.NoError(t, err)
			args, _, _ := strings.Cut(strings.TrimPrefix(want, r.Verb+" "), "} ")
			assert.JSONEq(t, args+"}", string(r.Args), line)
			assert.Equal(t, want[strings.LastIndex(want, "} ")+2:], r.Reason, line)
		}
	}
	for line, want := range map[string]string{"dance": "begin with", "say to": "To whom", "say hello": "To whom",
		"share": "What do you share", "declare cause": "What is your answer",
		"declare cause insider 700%": "percentage", "declare cause insider 0.8": "write a percentage: 80%",
		"act hold because it spreads": "because: with its colon", "pause": "is not something that you can do here", "answer 9 x": ""} {
		_, err := typed(m, line)
		if want != "" {
			assert.ErrorContains(t, err, want, line)
		}
	}
}

// typed is what a line asks for.
func typed(m *Model, line string) (ask, error) {
	said, err := m.parse(line)
	if err != nil {
		return ask{}, err
	}
	return m.heard(said)
}

func TestFormulasInWords(t *testing.T) {
	m, _ := screen(t, 80, 20)
	for formula, want := range map[string]string{
		"knows('egress')": `"Egress from the checkpoint bucket" is known`,
		"knows('egress', 'cert') && !done('suspend')": `"Egress from the checkpoint bucket" is known to National CERT and "Suspend the tenant" is not done`,
		"failed('bucket') || open('cell')":            "Checkpoint bucket has failed or Incident cell is open",
		"knows('audit_gap')":                          `"audit gap" is known`,
		"copies >= 28":                                "copies at least 28",
		"done('suspend', 'cloud')":                    `"Suspend the tenant" is done`,
		"hours > 12":                                  "hours above 12",
	} {
		assert.Equal(t, want, m.inWords(formula))
	}
}

func TestNoteOfOnesOwn(t *testing.T) {
	m, f := screen(t, 100, 26)
	v := table()
	v.Clock.Phase = "before STARTEX"
	m.Update(v)
	press(t, m, "6", "down", "enter", "enter", "enter", "down", "enter", "enter", " ", "ctrl+s")
	require.Len(t, f.Asked, 1)
	assert.Equal(t, "file", f.Asked[0].Verb)
	assert.Equal(t, map[string]any{"note": map[string]any{"role": "cloud", "when": "failed('bucket')",
		"do": map[string]any{"act": "warn"}, "within": "2h"}, "to": []any{"developer"}}, args(t, f.Asked[0]))
}

func FuzzLine(f *testing.F) {
	f.Add("share egress to cert mark amber because: x")
	f.Add("say to because:")
	th := theme.New(false)
	m := New(&th, &fake{})
	m.Update(table())
	m.SetSize(80, 20)
	f.Fuzz(func(t *testing.T, line string) {
		_, _ = m.parse(line)
		m.prompting = true
		m.prompt.Start(line)
		screentest.Fits(t, m.View(), 80, 20)
	})
}

func TestLineCompletes(t *testing.T) {
	m, f := screen(t, 80, 20)
	press(t, m, ":", "sha", "tab", "eg", "tab", "to ", "ce", "tab", "enter")
	require.Len(t, f.Asked, 1)
	assert.Equal(t, map[string]any{"share": "egress", "to": []any{"cert"}}, args(t, f.Asked[0]))
	assert.False(t, m.Typing())
}

// TestEverySize opens every page and form at every size, in text that is wide, joined,
// right to left and very long.
func TestEverySize(t *testing.T) {
	long := strings.Repeat("長い名前 שלום e\u0301\u0301 ", 40)
	for i, size := range screentest.Sizes {
		for j, words := range []string{long, ""} {
			if !testsize.Every(2*i+j, 1, 5) {
				continue
			}
			m, _ := screen(t, size[0], size[1]-4)
			v := table()
			if words != "" {
				v.You.Title, v.Clock.MoveTitle, v.Clock.Discuss = words, words, []string{words, words}
				for i := range v.Player.Inbox {
					v.Player.Inbox[i].Title, v.Player.Inbox[i].From, v.Player.Inbox[i].Text = words, words, words
				}
				for i := range v.Player.Actions {
					v.Player.Actions[i].Title, v.Player.Actions[i].Why = words, words
				}
				for i := range v.Player.Asked {
					v.Player.Asked[i].Text, v.Player.Asked[i].From = words, words
				}
				for i := range v.Player.Contacts {
					v.Player.Contacts[i].Title = words
				}
				v.Player.Facts[0].Title, v.Player.Gauges[0].Title, v.Player.Gauges[0].Unit,
					v.Player.Systems[0].Title, v.Player.Venues[0].Title = words, words, words, words, words
				v.Player.Notes[0].When, v.Player.Doing[0].Title, v.Player.Probes[0].Ask = words, words, words
			}
			m.Update(v)
			for _, k := range []string{"1", "2", "3", "4", "5", "6", "7", "w", "s", "a", "c", "d", "x", "o", ":"} {
				press(t, m, k, "down", "down", "down", "up", "esc", "esc")
			}
			press(t, m, "1", "down", "enter", "down", "esc", "2", "down", "enter", "down", "esc", "6", "enter", "esc")
		}
	}
}

func BenchmarkView(b *testing.B) {
	th := theme.New(false)
	m := New(&th, &fake{})
	m.SetSize(120, 36)
	m.Update(table())
	for b.Loop() {
		_ = m.View()
	}
}

// TestAWordBeforeStartex: while they prepare, seats speak to each other with the keys that write.
func TestAWordBeforeStartex(t *testing.T) {
	for _, k := range []string{"w", "o"} {
		m, f := screen(t, 80, 20)
		v := table()
		v.Clock.Phase = "before STARTEX"
		m.Update(v)
		press(t, m, k, "down", "enter", "Shall we buy it together?", "ctrl+s")
		require.Len(t, f.Acts, 1, k)
		assert.Equal(t, &exercise.Whisper{To: "developer", Text: "Shall we buy it together?"}, f.Acts[0])
		press(t, m, k, "enter", "We are ready", "ctrl+s")
		require.Len(t, f.Acts, 2, k)
		assert.Equal(t, &exercise.Whisper{To: "staff", Text: "We are ready"}, f.Acts[1])
	}
}

// TestQuestionsOfAPauseAreWhole in the smallest window, where they are nowhere else; what does not
// fit is counted.
func TestQuestionsOfAPauseAreWhole(t *testing.T) {
	m, _ := screen(t, 80, 20)
	v := table()
	v.Clock.Phase, v.Clock.Why, v.Clock.Allows = "paused", "End of move: First signals", "talk"
	v.Clock.Discuss = []string{"Which decision are you waiting for somebody else to take, and do they know of it?",
		"What would you have to promise beforehand for the other side to act at once?", "Which clocks are running?"}
	m.Update(v)
	assert.Contains(t, plain(m), "3. Which clocks are running?")
	v.Clock.Discuss = append(v.Clock.Discuss, v.Clock.Discuss...)
	m.Update(v)
	assert.Regexp(t, `… \d+ more lines: a taller window shows them`, plain(m))
}
