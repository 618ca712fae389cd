package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/ssh"
	gossh "golang.org/x/crypto/ssh"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/pass"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/tui/ground"
	"tocsin/tui/plain"
	"tocsin/tui/pointer"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// serve is one person's session, from the first byte to the last.
func (h *Host) serve(s ssh.Session) {
	l := lineOf(s.Context())
	t := l.terminal()
	close(t.started)
	defer close(t.ended)
	defer h.gate.left(l)
	conn := s.Context().Value(ssh.ContextKeyConn).(*gossh.ServerConn)
	ctx, cancel := context.WithCancel(s.Context())
	defer cancel()
	go ping(ctx, conn, pulse, func() time.Time { return time.Unix(0, l.heard.Load()) })

	doors, _ := conn.Permissions.ExtraData[shown].([]door)
	if len(doors) == 0 {
		return
	}
	user, doors := suffixed(exercise.Name(s.User()), doors)
	p := doors[0].pass
	v := visitor{Visitor: room.Visitor{Pass: p, From: l.address}, user: user, doors: doors, line: l}
	v.into(doors[0])
	if p.Kind == pass.Player {
		switch {
		case h.roles[v.user]:
			v.Want = v.user
		case v.user == string(exercise.KindBoard), v.user == string(exercise.KindObserver):
			v.As = exercise.Kind(v.user)
		}
	}
	out := guarded{s, l, stuck}
	_, _, pty := s.Pty()
	term, environ := t.say()
	var err error
	switch screen := h.cfg.Screen != nil && term != "" && term != "dumb"; {
	case len(s.Command()) > 0:
		go drain(t, cancel)
		err = h.api(ctx, v, s.Command(), s, out)
	case !pty:
		go drain(t, cancel)
		err = h.plain(ctx, v, s, out)
	case !screen:
		go drain(t, cancel)
		c := newCooked(s, out)
		err = h.plain(ctx, v, c, c)
	default:
		err = h.screen(ctx, cancel, v, s, out, t, environ)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(guarded{s.Stderr(), l, stuck}, scenario.CleanLine(err.Error()))
		_ = s.Exit(1)
	}
}

// drain takes the sizes of a window that nothing is drawn in, and ends the session when
// the client has gone.
func drain(t *terminal, gone context.CancelFunc) {
	for range t.sizes {
	}
	gone()
}

// plain is the line dialogue.
func (h *Host) plain(ctx context.Context, v visitor, in io.Reader, out io.Writer) error {
	lines := plain.NewLines(in)
	seat, err := h.admit(ctx, v, func(prompt string) (string, bool) {
		_, _ = io.WriteString(out, prompt)
		return lines.Next(ctx)
	})
	if err != nil {
		return err
	}
	for {
		err := plain.Run(ctx, lines, out, plain.Hand{Seat: seat})
		if seat, err = moved(ctx, seat, err); seat == nil {
			return err
		}
	}
}

// screen draws a person's screen.
func (h *Host) screen(ctx context.Context, gone context.CancelFunc, v visitor, s ssh.Session, out io.Writer,
	t *terminal, environ []string) error {
	c := newCooked(s, out)
	seat, err := h.admit(ctx, v, func(prompt string) (string, bool) {
		_, _ = io.WriteString(c, prompt)
		return c.line()
	})
	if err != nil {
		return err
	}
	roaming := Roam(ctx, seat, h.cfg.Screen)
	defer func() { roaming.Seat().Drop() }()
	edge := &colorprofile.Writer{Forward: out, Profile: profile(environ)}
	var p *tea.Program
	model := &safe{Model: pointer.New(roaming), log: faults{h.cfg.Log}, quit: func() { go p.Quit() }}
	var input io.Reader = s
	var drawn tea.Model = model
	if edge.Profile > colorprofile.Ascii {
		asked := ground.From(ctx, s, func(g theme.Ground) { p.Send(g) })
		input, drawn = asked, ground.Asking{Model: model, Ask: func() error {
			_, err := io.WriteString(out, ground.Query)
			return err
		}}
	}
	p = tea.NewProgram(drawn, tea.WithContext(ctx), tea.WithInput(input), tea.WithOutput(edge), tea.WithAltScreen(),
		tea.WithMouseCellMotion(), tea.WithFPS(30), tea.WithoutSignalHandler(),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			switch msg.(type) {
			case tea.KeyMsg, tea.MouseMsg, tea.WindowSizeMsg: // each draws the screen again
				_ = roaming.Seat().Key(ctx) // it ends with the session
			}
			return msg
		}))
	go func() {
		for w := range t.sizes {
			p.Send(tea.WindowSizeMsg{Width: w.width, Height: w.height})
		}
		gone() // the client has closed its screen but perhaps not its connection
	}()
	_, err = p.Run()
	switch why := roaming.Seat().Ended(); {
	case ctx.Err() != nil: // nobody is there to be told
		return nil
	case model.failed:
		return errors.New("something went wrong in your screen; connect again: your seat is kept")
	case why != "":
		fmt.Fprintln(out, why+".")
		return nil
	}
	return err
}

// profile is the colours that a terminal shows.
func profile(environ []string) colorprofile.Profile {
	for _, e := range environ {
		if strings.HasPrefix(e, "NO_COLOR=") {
			return colorprofile.Ascii
		}
	}
	return colorprofile.Env(environ)
}

// visitor is somebody who has shown a pass and has not joined yet.
type visitor struct {
	room.Visitor
	user  string // the user name of ssh
	doors []door // of the rooms that they may come into
	room  *room.Room
	line  *line
}

const (
	// tries is how often somebody may give a name, or a way back.
	tries = 5
	// patience is how long somebody waits for the facilitator's answer.
	patience = 10 * time.Minute
)

// admit lets somebody in, with as few questions as there can be. A way back needs none. A
// code or a card needs a name; and who gives the name of a person who is known has to show
// that person's way back, or to wait for the facilitator's yes.
func (h *Host) admit(ctx context.Context, v visitor, ask func(prompt string) (string, bool)) (*room.Seat, error) {
	if v.Pass.Person != "" {
		return h.enter(ctx, v)
	}
	d, err := chooseRoom(ctx, v.doors, ask)
	if err != nil {
		return nil, err
	}
	v.into(d)
	if v.As == exercise.KindBoard {
		return h.wall(ctx, v)
	}
	if v.Want != "" { // a seat that comes later is a name like any other until it is there
		_ = v.room.Look(ctx, func(x *exercise.Exercise) {
			if !x.InSight(v.Want) {
				v.Want = ""
			}
		})
	}
	suggest := h.suggested(ctx, v)
	for range tries {
		prompt := "Your name: "
		if suggest != "" {
			prompt = fmt.Sprintf("Your name [%s]: ", suggest)
		}
		said, ok := ask(prompt)
		if !ok {
			return nil, context.Canceled
		}
		v.Name = exercise.Name(said)
		if v.Name == "" {
			v.Name = suggest
		}
		if v.Name == "" {
			continue
		}
		seat, err := h.enter(ctx, v)
		var known *room.Known
		if errors.As(err, &known) {
			seat, err = h.prove(ctx, v, known, ask)
		}
		if err == nil {
			return seat, nil
		}
		if errors.Is(err, context.Canceled) {
			return nil, err
		}
		if _, ok := ask(err.Error() + ". (Enter)"); !ok {
			return nil, context.Canceled
		}
	}
	return nil, fmt.Errorf("that was %d tries; connect again", tries)
}

// walls is how many screens for the wall a room has at most.
const walls = 20

// wall lets in a screen for the wall. Nobody sits at it who could say what it is called.
func (h *Host) wall(ctx context.Context, v visitor) (*room.Seat, error) {
	for n := range walls {
		v.Name = "Wall"
		if n > 0 {
			v.Name = fmt.Sprintf("Wall %d", n+1)
		}
		seat, err := h.enter(ctx, v)
		if !errors.As(err, new(*room.Known)) {
			return seat, err
		}
	}
	return nil, fmt.Errorf("%d screens for the wall have been in; one that has gone comes back by its way back", walls)
}

// enter lets somebody into the room, and counts their connection among those inside.
func (h *Host) enter(ctx context.Context, v visitor) (*room.Seat, error) {
	if _, cut := v.room.Ledger().Cut(v.From, time.Now()); cut && v.Pass.Person == "" {
		return nil, errors.New("your address has been cut off for a while")
	}
	seat, err := v.room.Admit(ctx, v.Visitor)
	if err == nil {
		h.gate.admitted(v.line, seat)
	}
	return seat, err
}

// prove asks somebody who gives a known name for the way back of that person; with none,
// the facilitator is asked.
func (h *Host) prove(ctx context.Context, v visitor, known *room.Known,
	ask func(prompt string) (string, bool)) (*room.Seat, error) {
	is := "has been here"
	if known.Here {
		is = "is here"
	}
	said,
		ok := ask(fmt.Sprintf("%s %s. If that is you, type your way back, or press Enter to ask the facilitator: ",
		known.Name, is))
	if !ok {
		return nil, context.Canceled
	}
	if strings.TrimSpace(said) != "" {
		return h.wayBack(ctx, v, known.Name, said)
	}
	return h.askFacilitator(ctx, v)
}

// askFacilitator waits for the facilitator's answer, within limits.
func (h *Host) askFacilitator(ctx context.Context, v visitor) (*room.Seat, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	v.line.within(patience + budget.Of(budget.Naming).For) // who has no answer is told so, and may try again
	seat, err := v.room.Ask(ctx, v.Visitor)
	if err == nil {
		h.gate.admitted(v.line, seat)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, errors.New("the facilitator has not answered")
	}
	return seat, err
}

// wayBack lets a person in by what they have typed behind their name. Wrong ones count as
// wrong codes do.
func (h *Host) wayBack(ctx context.Context, v visitor, name, said string) (*room.Seat, error) {
	p, _ := v.room.Book().Check(said)
	if p.Person != name {
		h.regret(ctx, v.From)
		return nil, fmt.Errorf("that is not the way back of %s", name)
	}
	v.Pass = p
	return h.enter(ctx, v)
}

// suggested is the name that somebody probably has: that of the one whose seat it is, or
// the user name where it is a name.
func (h *Host) suggested(ctx context.Context, v visitor) string {
	if v.Want != "" {
		holder := ""
		_ = v.room.Look(ctx, func(x *exercise.Exercise) { holder = x.Holder(v.Want) })
		return holder
	}
	switch v.user {
	case "play", "player", "lobby", "lab", "root", "user", string(exercise.KindFacilitator),
		string(exercise.KindEvaluator), string(exercise.KindObserver):
		return ""
	}
	return v.user
}

// safe keeps a fault in one person's screen from the others, and from the host's own
// terminal.
type safe struct {
	tea.Model
	log    faults
	quit   func() // does not wait
	failed bool
}

func (m *safe) caught() {
	if fault := recover(); fault != nil {
		m.failed = true
		m.log.Printf("a screen failed: %v\n%s", fault, debug.Stack())
		m.quit()
	}
}

func (m *safe) Init() tea.Cmd {
	defer m.caught()
	return m.guarded(m.Model.Init())
}

// fell says that a command of the screen failed: commands run beside the screen's own loop.
type fell struct{}

// guarded is a command of which a fault ends this screen alone, as one in the screen itself does, and so
// with those that it brings.
func (m *safe) guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if fault := recover(); fault != nil {
				m.log.Printf("a screen failed: %v\n%s", fault, debug.Stack())
				msg = fell{}
			}
		}()
		msg, _ = widget.EachCmd(cmd(), m.guarded)
		return msg
	}
}

func (m *safe) Update(msg tea.Msg) (same tea.Model, cmd tea.Cmd) {
	if _, ok := msg.(fell); ok {
		m.failed = true
	}
	if m.failed {
		return m, tea.Quit
	}
	same = m
	defer m.caught()
	m.Model, cmd = m.Model.Update(msg)
	return m, m.guarded(cmd)
}

func (m *safe) View() (s string) {
	if m.failed {
		return ""
	}
	defer m.caught()
	return m.Model.View()
}
