package widget

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/help"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
)

// Screen is one of the screens: lobby, player, facilitator, evaluator, board. It draws
// what is between the header and the line of keys, which are the same everywhere and are
// drawn by package tui. It gets an [exercise.View] as a message whenever there is a new one,
// holds cursor, scroll and drafts, and nothing of the world.
type Screen interface {
	// Update takes a message: an exercise.View, a key, an [Answered], or what the screen's own
	// commands bring.
	Update(msg tea.Msg) tea.Cmd
	// View draws at most as many lines as SetSize gave, none wider.
	View() string
	SetSize(width, height int)
	// Keys are what can be pressed now, for the line of keys and for help.
	Keys() help.KeyMap
	// Typing reports whether keys are text now, so that ? and q are not taken from it.
	Typing() bool
}

// Asker is what a screen asks the room through: a *room.Seat, or a test's replacement for it.
type Asker interface {
	Do(ctx context.Context, q room.Request) (exercise.Answer, error)
	Act(ctx context.Context, act any) (exercise.Answer, error)
}

// Listener is a seat that keeps up to which number the words out of the game have been put away,
// so that they are not new to who comes back.
type Listener interface{ Heard(n int) }

// RoomTime is when something was said, on the clock of the machine that the room runs on; empty
// where nobody knows. at is as in a notice.
func RoomTime(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return ""
	}
	return t.Local().Format("15:04")
}

// Answered is the room's answer to something that a screen asked, as a message. The
// line of status shows Done, or why not.
type Answered struct {
	What   string // what was asked, for the screen that asked
	Done   string // what to say when it was accepted; empty to say nothing
	Answer exercise.Answer
	Err    error
}

// Refused says why it was not done, or "".
func (a Answered) Refused() string {
	switch {
	case errors.Is(a.Err, context.DeadlineExceeded):
		return "The room did not answer in time; check whether it was done before you try again"
	case a.Err != nil:
		return "It was not accepted: " + a.Err.Error()
	case !a.Answer.OK && a.Answer.Free != nil:
		lacks, _, _ := strings.Cut(a.Answer.Why, " until ") // which the engine says in its own clock
		return lacks + " until " + a.Answer.Free.Date
	case !a.Answer.OK:
		return a.Answer.Why
	}
	return ""
}

// patience is how long a screen waits for the room's answer.
const patience = 20 * time.Second

// Do asks the room for a command of the exercise or an act of the room, in the words of
// the record. The answer comes as [Answered].
func Do(seat Asker, what, done string, q room.Request) tea.Cmd {
	return ask(what, done, func(ctx context.Context) (exercise.Answer, error) { return seat.Do(ctx, q) })
}

// Act asks for an act of the room: &exercise.Pause{…}. The answer comes as [Answered].
func Act(seat Asker, what, done string, act any) tea.Cmd {
	return ask(what, done, func(ctx context.Context) (exercise.Answer, error) { return seat.Act(ctx, act) })
}

func ask(what, done string, f func(context.Context) (exercise.Answer, error)) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		a, err := f(ctx)
		return Answered{What: what, Done: done, Answer: a, Err: err}
	}
}

// Together asks for several things one after the other, and answers once: what was refused first, then what was
// done.
func Together(asks []tea.Cmd) tea.Cmd {
	if len(asks) == 1 {
		return asks[0]
	}
	return func() tea.Msg {
		all := Answered{Answer: exercise.Answer{OK: true}}
		var refused, done []string
		for _, ask := range asks {
			switch msg := ask().(type) {
			case Said:
				refused = append(refused, msg.Text)
			case Answered:
				all.What = msg.What
				if why := msg.Refused(); why != "" {
					refused = append(refused, why)
				} else {
					done = append(done, msg.Done)
				}
			}
		}
		all.Done = strings.Join(done, ". ")
		if len(refused) > 0 {
			all.Answer = exercise.Refuse("%s", strings.Join(append(refused, done...), ". "))
		}
		return all
	}
}

// Said is a line for the status line, from a screen itself.
type Said struct {
	Text string
	Bad  bool
	// Fleeting is set where it is true only until something new comes.
	Fleeting bool
}

// NoChoice is what somebody is told who chooses on a page that has nothing to choose from.
const NoChoice = "There is nothing to choose on this page now; ? shows the keys"

// Say makes a command of a [Said].
func Say(text string, bad bool) tea.Cmd { return func() tea.Msg { return Said{Text: text, Bad: bad} } }
