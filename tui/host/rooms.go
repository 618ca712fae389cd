package host

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/pass"
	"tocsin/sim/room"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// Several rooms may play side by side behind one port. A code opens all of them, a card or a way
// back the one that it is of. Who may choose does so by the user name, NAME.2, or is asked.

// door is a room that somebody may come into, by the pass that they have shown.
type door struct {
	name string
	room *room.Room
	pass pass.Pass
}

// doors are the rooms that what somebody has shown opens.
func (h *Host) doors(said string) []door {
	rooms := []*room.Room{h.room}
	if h.cfg.Group != nil {
		rooms = h.cfg.Group.Rooms()
	}
	var out []door
	for i, r := range rooms {
		if p, ok := r.Book().Check(said); ok {
			if p.Person != "" || p.Seat != "" { // of this room alone
				return []door{{strconv.Itoa(i + 1), r, p}}
			}
			out = append(out, door{strconv.Itoa(i + 1), r, p})
		}
	}
	return out
}

// suffixed takes the room off a user name: ada.2 is ada, in room 2.
func suffixed(user string, doors []door) (string, []door) {
	if i := strings.LastIndex(user, "."); i > 0 {
		for _, d := range doors {
			if d.name == user[i+1:] {
				return user[:i], []door{d}
			}
		}
	}
	return user, doors
}

// chooseRoom asks which room somebody comes into, where several are open to them; with no answer
// it is the one with the fewest people.
func chooseRoom(ctx context.Context, doors []door, ask func(prompt string) (string, bool)) (door, error) {
	if len(doors) == 1 {
		return doors[0], nil
	}
	least, fewest := 0, -1
	var how []string
	for i, d := range doors {
		n := d.room.Present(ctx)
		how = append(how, fmt.Sprintf("%s (%d in)", d.name, n))
		if fewest < 0 || n < fewest {
			least, fewest = i, n
		}
	}
	for range tries {
		said, ok := ask(fmt.Sprintf("Which room, %s [%s]: ", strings.Join(how, ", "), doors[least].name))
		if !ok {
			return door{}, context.Canceled
		}
		if said = strings.TrimSpace(said); said == "" {
			return doors[least], nil
		}
		for _, d := range doors {
			if d.name == said {
				return d, nil
			}
		}
	}
	return door{}, fmt.Errorf("that was %d tries; connect again", tries)
}

// leastFull is the room with the fewest people of those that a visitor may come into.
func (v *visitor) leastFull(ctx context.Context) door {
	d, _ := chooseRoom(ctx, v.doors, func(string) (string, bool) { return "", true })
	return d
}

// moved is the seat of somebody in the room that they go to when their handle has ended; nil, with
// err as it was, where they go nowhere.
func moved(ctx context.Context, seat *room.Seat, err error) (*room.Seat, error) {
	to := seat.Next()
	if to == nil {
		seat.Drop()
		return nil, err
	}
	return to.Arrive(ctx, seat)
}

// Roaming is a person's screen that goes with them from room to room.
type Roaming struct {
	tea.Model
	ctx    context.Context
	seat   *room.Seat
	screen func(*room.Seat) tea.Model
	size   tea.WindowSizeMsg
	ground *theme.Ground // nil until the terminal has said
}

// Roam makes the screen of somebody who may be sent, or go, to other rooms.
func Roam(ctx context.Context, seat *room.Seat, screen func(*room.Seat) tea.Model) *Roaming {
	return &Roaming{Model: screen(seat), ctx: ctx, seat: seat, screen: screen}
}

// Init begins the screen.
func (m *Roaming) Init() tea.Cmd { return widget.Bring(m.seat, m.Model.Init()) }

// Seat is the person's handle in the room that they are in now.
func (m *Roaming) Seat() *room.Seat { return m.seat }

// Update takes a message. Where the handle has ended because the person goes elsewhere, the
// screen of the other room takes the place of this one; what commands of the old one still bring is dropped.
func (m *Roaming) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if b, ok := msg.(widget.Brought[*room.Seat]); ok {
		if b.To != m.seat {
			return m, nil
		}
		msg = b.Msg
	}
	if _, quit := msg.(tea.QuitMsg); quit {
		return m, tea.Quit
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.size = msg
	case theme.Ground:
		m.ground = &msg
	}
	var cmd tea.Cmd
	m.Model, cmd = m.Model.Update(msg)
	cmd = widget.Bring(m.seat, cmd)
	if m.seat.Next() == nil {
		return m, cmd
	}
	seat, err := moved(m.ctx, m.seat, nil)
	if err != nil { // the screen ends as the handle has
		return m, cmd
	}
	m.seat, m.Model = seat, m.screen(seat)
	m.Model, _ = m.Model.Update(m.size)
	if m.ground != nil {
		m.Model, _ = m.Model.Update(*m.ground)
	}
	return m, m.Init()
}

// into has a visitor come to a room's door.
func (v *visitor) into(d door) { v.room, v.Pass = d.room, d.pass }
