package facilitator

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
)

// quiet is a view in which nothing needs the facilitator.
func quiet() exercise.View {
	v := screentest.Staff()
	v.Notices, v.Questions, v.Roll = nil, nil, nil
	c := v.Control
	c.Next, c.Door, c.Lost, c.Cases = nil, nil, nil, nil
	for i := range c.Seats {
		c.Seats[i] = exercise.Place{ID: c.Seats[i].ID, Title: c.Seats[i].Title, Holder: "Ann", Here: true, Acts: 1,
			Last: &v.Clock.Now}
	}
	c.Roster, c.Inbox = nil, nil
	return v
}

// TestWhatNeedsTheFacilitator: what is waited for from others is no task, and what they have said is.
func TestWhatNeedsTheFacilitator(t *testing.T) {
	attempt := func(said ...exercise.Approval) func(v *exercise.View) {
		return func(v *exercise.View) {
			v.Control.Cases = []exercise.Attempt{{Case: "cloud#1", Title: "Cloud", Text: "Ring the press", Approvals: said}}
		}
	}
	for _, c := range []struct {
		name   string
		change func(v *exercise.View)
		says   string
	}{
		{"nothing", func(*exercise.View) {}, "listen, and write down"},
		{"an attempt", attempt(), "Cloud tries something unforeseen: Ring the press (press g)"},
		{"an approval is waited for", attempt(exercise.Approval{From: "CERT", State: "asked"}), "listen, and write down"},
		{"approved", attempt(exercise.Approval{From: "CERT", State: "approved"}),
			"CERT approves. Rule on what Cloud tries: Ring the press (press g)"},
		{"declined", attempt(exercise.Approval{From: "CERT", State: "declined"},
			exercise.Approval{From: "Police", State: "asked"}), "CERT does not approve. Rule on what Cloud tries"},
		{"a seat that its player has left", func(v *exercise.View) { v.Control.Seats[1].Holder = "" },
			"Seat somebody there, or a bot (press g)"},
		{"a seat that a bot has", func(v *exercise.View) {
			v.Control.Seats[1].Holder, v.Control.Seats[1].Bot = "", true
		}, "listen, and write down"},
		{"a seat that was taken over", func(v *exercise.View) {
			v.Control.Seats[1].Holder, v.Control.Seats[1].Helper = "", "Grace"
		}, "listen, and write down"},
	} {
		v := quiet()
		c.change(&v)
		m, _ := console(t, 120, 40, v)
		now, _ := m.nowWhat()
		assert.Contains(t, now, c.says, c.name)
	}
}

// TestInjectsThatWillNotCome are behind the others, and are not announced.
func TestInjectsThatWillNotCome(t *testing.T) {
	v := quiet()
	due := func(id string, hours float64, not bool) exercise.Planned {
		at := screentest.Moment(hours)
		return exercise.Planned{ID: id, Title: id, State: "due", Due: &at, Unneeded: not}
	}
	v.Control.Next = []exercise.Planned{due("Moot", 51, true), due("Sure", 60, false)}
	m, _ := console(t, 120, 40, v)
	assert.Contains(t, m.comingUp(), "Next: Sure")
	assert.Equal(t, "Sure", m.next()[0].ID)
	assert.Regexp(t, "not needed as it is +Moot", text(m))
}

// TestTheQuestionAskedIsAtTheCursor, whichever was looked at before.
func TestTheQuestionAskedIsAtTheCursor(t *testing.T) {
	v := quiet()
	v.Questions = []exercise.Question{{N: 1, Text: "What first?", Count: 2}}
	m, _ := console(t, 120, 40, v)
	press(t, m, "7")
	v.Questions = append(v.Questions, exercise.Question{N: 2, Text: "What next?", Open: true})
	m.Update(v)
	press(t, m, "enter")
	assert.Contains(t, text(m), "An open question")
	press(t, m, "esc", "down")
	m.Update(v)
	press(t, m, "enter")
	assert.NotContains(t, text(m), "An open question", "whoever moves away is left there")
}

// In an emergency a console of several rooms is told how all go on, and where.
func TestAdviceInAnEmergencyOfAllRooms(t *testing.T) {
	v := quiet()
	v.Clock.Phase, v.Clock.Emergency = "paused", true
	m, _ := console(t, 120, 40, v)
	assert.Contains(t, text(m), "press s to go on")
	assert.NotContains(t, text(m), "all rooms")
	v.Control.Rooms = []exercise.Standing{{Name: "1"}, {Name: "2"}}
	m.Update(v)
	assert.Contains(t, strings.Join(strings.Fields(text(m)), " "), "let all rooms go on, on the page Rooms (:rooms)")
}
