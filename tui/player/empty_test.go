package player

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
	"tocsin/tui/widget"
)

// nothingYet is what a seat sees when nothing has come to it, and it can do nothing of its own.
func nothingYet() exercise.View {
	v := table()
	v.Notices, v.Questions, v.Control = nil, nil, nil
	v.Player = &exercise.Player{Brief: "You run the desk.", Contacts: v.Player.Contacts}
	return v
}

// TestEmptyPanesSayWhatComes: a pane with nothing in it says what will be there, or what to press
// instead; no word of that is cut off in any window.
func TestEmptyPanesSayWhatComes(t *testing.T) {
	for _, size := range screentest.Sizes {
		for page, words := range map[string]string{"1": "What others write", "2": "decisions, reports with a clock",
			"3": "the facilitator rules on it", "4": "from whom", "5": "which systems it watches", "6": "Reporting clocks"} {
			w, h := size[0], size[1]-4
			m, _ := screen(t, w, h)
			m.Update(nothingYet())
			press(t, m, page)
			shown := plain(m)
			for _, word := range strings.Fields(words) {
				assert.Contains(t, shown, word, "%s at %v", page, size)
			}
			assert.NotContains(t, shown, "…", "%s at %v", page, size)
			screentest.Fits(t, m.View(), w, h)
			if page == "2" && size[0] <= 200 && size[1] < 61 && size[0] != 100 && size[1] != 24 {
				screentest.Golden(t, fmt.Sprintf("empty-%dx%d", w, size[1]), m.View())
			}
		}
	}
}

// TestPlansInPlay: once the exercise runs, what has a clock is first and what was not prepared is
// one line at the end; before, preparing comes first.
func TestPlansInPlay(t *testing.T) {
	v := table()
	v.Player.Mechanisms = []exercise.Mechanism{{ID: "form", Title: "Common incident form", Price: 4,
		Text: "One page that every office accepts."}, {ID: "line", Title: "Hotline", Price: 3, InForce: true}}
	o := v.Player.Obligations[0]
	soon, met := o, o
	soon.ID, soon.Title, soon.Due = "soon", "Sooner clock", at(27)
	met.ID, met.Title, met.Status = "met", "A clock that was met", "met"
	v.Player.Obligations = []exercise.Obligation{met, o, soon}
	m, _ := screen(t, 80, 60)
	m.Update(v)
	press(t, m, "6")
	shown := plain(m)
	assert.Less(t, strings.Index(shown, "Reporting clocks"), strings.Index(shown, "Preparedness"))
	assert.Less(t, strings.Index(shown, "Sooner clock"), strings.Index(shown, "NIS2 early warning"), "soonest first")
	assert.Less(t, strings.Index(shown, "NIS2 early warning"), strings.Index(shown, "A clock that was met"))
	assert.Less(t, strings.Index(shown, "Hotline"), strings.Index(shown, "Common incident form"), "what is in force first")
	assert.Regexp(t, `Common incident form +not prepared`, shown)
	assert.NotContains(t, shown, "points")
	v.Clock.Phase = "before STARTEX"
	m.Update(v)
	shown = plain(m)
	assert.Less(t, strings.Index(shown, "Preparedness"), strings.Index(shown, "Reporting clocks"))
	assert.Regexp(t, `Common incident form +costs 4 points`, shown)
}

// TestInboxUsesItsRoom: while nothing has been opened the list has all of it, or the newest item's
// text where that has been read; how many are hidden is said.
func TestInboxUsesItsRoom(t *testing.T) {
	v := table()
	v.Player.Inbox, v.Player.MissedFrom = nil, 0
	for n := 1; n <= 30; n++ {
		v.Player.Inbox = append(v.Player.Inbox, exercise.Item{N: n, At: at(float64(n)), Kind: exercise.ItemInject,
			From: "Mail", Title: fmt.Sprint("Letter ", n), Text: fmt.Sprint("The words of letter ", n)})
	}
	v.Player.Unread = 30
	m, _ := screen(t, 80, 20)
	m.Update(v)
	shown := plain(m)
	assert.GreaterOrEqual(t, strings.Count(shown, "Letter "), 15, shown)
	assert.Contains(t, shown, "older")
	assert.NotContains(t, shown, "The words of")
	v.Player.Inbox[29].Read, v.Player.Unread = true, 29
	m.Update(v)
	shown = plain(m)
	assert.Contains(t, shown, "The words of letter 30")
	assert.NotContains(t, shown, "The words of letter 29")
	assert.GreaterOrEqual(t, strings.Count(shown, "Mail "), 12, "a short text leaves the list its room")
	assert.Contains(t, shown, "29 new: space reads them in turn")
}

// TestTheHourGivesWayToWhoAsks: in a narrow pane the hour is left out before the words are cut.
func TestTheHourGivesWayToWhoAsks(t *testing.T) {
	m, _ := screen(t, 120, 36)
	shown := plain(m)
	assert.Regexp(t, `Commit with Cybercrime \S+ +in 14h \(2 min here\), soon`, shown)
	assert.Regexp(t, `Report +Tue 06:00, in 4h`, shown)
}

// TestWhatIsLateStaysLoud under the cursor too.
func TestWhatIsLateStaysLoud(t *testing.T) {
	m, _ := screen(t, 80, 20)
	press(t, m, "2")
	for _, line := range strings.Split(m.View(), "\n") {
		if strings.Contains(line, "LATE by") {
			assert.Contains(t, line, m.theme.Alarm.Render(" Tue 00:00, LATE by 2h "))
			assert.Contains(t, line, "> National CERT asks")
			assert.Equal(t, 80, widget.Width(line))
			return
		}
	}
	t.Fatal("nothing is late: " + plain(m))
}
