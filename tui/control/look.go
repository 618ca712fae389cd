package control

import (
	"context"
	"strings"

	"github.com/charmbracelet/bubbles/help"
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Look is a seat as its player sees it, on the player's own screen: to look on, or to play
// it after it was taken over.
type Look struct {
	Role, Title string
	Plays       bool

	screen widget.Screen
	seen   bool
	v      exercise.View
	w      int
}

// PlayerSeat is what a player's screen asks of the room.
type PlayerSeat interface {
	widget.Asker
	Before(ctx context.Context, n int) ([]exercise.Item, error)
}

// PlayerScreen makes the screen of a seat that asks the room through seat.
type PlayerScreen func(seat PlayerSeat) widget.Screen

// NewLook shows the seat s on a screen that player makes; ask is the staff's own way to
// the room, and may be nil where nothing can be asked.
func NewLook(player PlayerScreen, ask widget.Asker, s exercise.Place, plays bool) *Look {
	return &Look{Role: s.ID, Title: s.Title, Plays: plays, screen: player(stand{ask, s.ID, plays})}
}

// stand asks the room in the name of a seat. Who only looks on asks for nothing.
type stand struct {
	seat  widget.Asker
	role  string
	plays bool
}

const lookOnly = "You only watch"

func (s stand) Do(ctx context.Context, q room.Request) (exercise.Answer, error) {
	if !s.plays {
		return exercise.Answer{Why: lookOnly}, nil
	}
	q.Seat = s.role
	return s.seat.Do(ctx, q)
}

// Before returns nothing: the player's own screen fetches older items.
func (stand) Before(context.Context, int) ([]exercise.Item, error) { return nil, nil }

func (s stand) Act(ctx context.Context, act any) (exercise.Answer, error) {
	if _, read := act.(*exercise.Read); read {
		return exercise.Answer{OK: true}, nil // what the player has read is the player's to say
	}
	if !s.plays {
		return exercise.Answer{Why: lookOnly}, nil
	}
	return s.seat.Act(ctx, act)
}

// SetSize sets the room that there is for the seat, its header and the line above it.
func (l *Look) SetSize(w, h int) {
	l.w = w
	l.screen.SetSize(w, max(h-1-widget.HeaderHeight, 1))
}

// See gives the seat's screen what the seat sees.
func (l *Look) See(v exercise.View) tea.Cmd {
	l.seen, l.v = true, v
	return l.screen.Update(v)
}

// Update passes a message on to the seat's screen. Left reports that it was the key that
// goes back.
func (l *Look) Update(msg tea.Msg) (cmd tea.Cmd, left bool) {
	if k, ok := msg.(tea.KeyMsg); ok {
		if k.String() == "ctrl+x" || !l.seen && k.String() == "esc" {
			return nil, true
		}
		if !l.seen {
			return nil, false
		}
	}
	return l.screen.Update(msg), false
}

// Typing reports whether keys are text now.
func (l *Look) Typing() bool { return l.screen.Typing() }

// View draws the seat.
func (l *Look) View(th theme.Theme, w, h int) []string {
	what := "You watch: this is what " + l.Title + " sees"
	if l.Plays {
		what = "You play " + l.Title + ", openly"
	}
	out := []string{th.Notice.Render(widget.Spread(" "+what, "ctrl+x goes back ", w))}
	if !l.seen {
		return append(out, th.Dim.Render(" …"))
	}
	out = append(out, widget.Header(th, l.v, w)...)
	return append(out, widget.Block(strings.Split(l.screen.View(), "\n"), w, h-len(out))...)
}

// Keys are those of the seat's screen, and the one that goes back.
func (l *Look) Keys() help.KeyMap {
	return lookKeys{l.screen.Keys(), key.NewBinding(key.WithKeys("ctrl+x"), key.WithHelp("ctrl+x", "back"))}
}

type lookKeys struct {
	help.KeyMap
	back key.Binding
}

func (k lookKeys) ShortHelp() []key.Binding {
	return append([]key.Binding{k.back}, k.KeyMap.ShortHelp()...)
}

func (k lookKeys) FullHelp() [][]key.Binding {
	return append([][]key.Binding{{k.back}}, k.KeyMap.FullHelp()...)
}
