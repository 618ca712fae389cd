package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/scenario"
	"tocsin/tui"
	"tocsin/tui/plain"
	"tocsin/tui/table"
)

// playFlags are the settings of `tocsin play`.
type playFlags struct {
	liveFlags
	seats      []string
	facilitate bool
}

func newPlayCommand(io stdio) *cobra.Command {
	var f playFlags
	cmd := &cobra.Command{
		Use:   "play [SCENARIO]",
		Short: "Play at this terminal, alone or with others in turn",
		Long: `Play an exercise at this terminal: take one seat or several, with bots in the rest. Several
seats are played in turn, with a curtain between them. Without a scenario the library is
offered, the five-minute practice first.`,
		Example: `  tocsin play
  tocsin play practice
  tocsin play cold_copy --seat developer,cloud --facilitate`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), io, strings.Join(args, ""))
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.StringSliceVar(&f.seats, "seat", nil, "seats to play, by id (default: you are asked)")
	fl.BoolVar(&f.facilitate, "facilitate", false,
		"open the facilitator's screen too; without it, held injects are released automatically")
	fl.StringVar(&f.record, "record", "none", "file for the record; none: no record")
	return cmd
}

func (f *playFlags) run(ctx context.Context, std stdio, name string) error {
	if _, _, ok := terminalOf(std); !ok && !f.plain {
		return usageError{fmt.Sprintf("there is no terminal here to play at; without people: tocsin run %s",
			cmp.Or(name, practice))}
	}
	f.plain = f.plain || !drawable()
	ui := chooser{ctx: ctx, std: std}
	if f.plain {
		ui.lines = plain.NewLines(std.in)
	}
	h, sc, roles, err := f.choose(ui, name)
	for name == "" && errors.Is(err, errBack) && sc != nil { // back from the seats to the library
		h, sc, roles, err = f.choose(ui, "")
	}
	if err != nil || len(roles) == 0 {
		return err
	}
	if !f.facilitate {
		h.Settings["facilitator"] = "automatic"
	}
	f.record = recordFile(f.record)
	r, err := openRoom(h, room.Config{Path: f.record, Open: true})
	if err != nil {
		return err
	}
	t, err := f.seat(ctx, r, sc, roles)
	if err == nil {
		defer context.AfterFunc(ctx, func() { _ = r.Close("The exercise has been closed") })()
		err = t.play(ctx, std, ui.lines, f)
	}
	over := false
	_ = r.Look(context.Background(), func(x *exercise.Exercise) { over = x.Over() })
	err = errors.Join(err, r.Close("The exercise has been closed"))
	if f.record != "" {
		fmt.Fprintf(std.out, "The record is in %s.\n", f.record)
		if over {
			fmt.Fprintf(std.out, "The results, and what would have helped: %s\n",
				typed("tocsin", "report", f.record))
		}
	}
	return err
}

// errBack says that somebody did not answer a question but went back to what came before it: a question, the menu, or
// the shell.
var errBack = errors.New("nothing was chosen")

// choose is the exercise to play and the indices of the roles to take in it. It asks for what the command line does
// not name. There are no roles if somebody left.
func (f *playFlags) choose(ui chooser, name string) (h record.Header, sc *scenario.Scenario, roles []int, err error) {
	if name == "" {
		if name, err = ui.scenario("What do you want to play?"); err != nil || name == "" {
			return h, nil, nil, err
		}
	}
	if h, sc, err = f.header(ui.std, name); err != nil {
		return h, nil, nil, err
	}
	roles, err = f.chooseSeats(ui, sc)
	return h, sc, roles, err
}

// chooseSeats are the indices of the roles to play.
func (f *playFlags) chooseSeats(ui chooser, sc *scenario.Scenario) ([]int, error) {
	if len(f.seats) == 0 {
		return ui.seats(sc)
	}
	var out []int
	for _, id := range f.seats {
		r := sc.Find("role", id)
		if r < 0 {
			return nil, usageError{fmt.Sprintf("--seat: %q is not a seat of this scenario; the seats are %s",
				scenario.CleanLine(id), strings.Join(seatNames(sc), ", "))}
		}
		out = append(out, r)
	}
	return out, nil
}

// seated are the seats of an exercise that can begin: those of the people at this terminal, and a facilitator's. Bots
// have the rest.
type seated struct {
	sc          *scenario.Scenario
	roles       []int
	seats       []*room.Seat
	facilitator *room.Seat
}

// seat seats the people at this terminal and the bots.
func (f *playFlags) seat(ctx context.Context, r *room.Room, sc *scenario.Scenario, roles []int) (*seated, error) {
	t := &seated{sc: sc, roles: roles}
	var err error
	if t.facilitator, err = r.Join(ctx, "The table", exercise.KindFacilitator, ""); err != nil {
		return nil, err
	}
	played := map[int]bool{}
	for _, role := range roles {
		name := "You"
		if len(roles) > 1 {
			name = exercise.Name("At the table, " + sc.Roles[role].ID)
		}
		s, err := r.Join(ctx, name, exercise.KindPlayer, sc.Roles[role].ID)
		if err != nil {
			return nil, err
		}
		t.seats = append(t.seats, s)
		played[role] = true
	}
	for role := range sc.Roles {
		if !played[role] {
			if err := mustDo(ctx, t.facilitator, &exercise.Bot{Role: sc.Roles[role].ID, On: true}); err != nil {
				return nil, err
			}
		}
	}
	return t, f.setPace(ctx, t.facilitator)
}

func (t *seated) play(ctx context.Context, std stdio, lines *plain.Lines, f *playFlags) error {
	if f.plain {
		var hands []plain.Hand
		for _, s := range t.seats {
			hands = append(hands, plain.Hand{Seat: s, Screened: len(t.seats) > 1 || f.facilitate,
				Clock: t.facilitator})
		}
		if f.facilitate {
			hands = append(hands, plain.Hand{Seat: t.facilitator, Screened: true})
		}
		return plain.Run(ctx, lines, std.out, hands...)
	}
	o := table.Options{Asker: t.facilitator, Begins: t.begins()}
	for i, s := range t.seats {
		o.Hands = append(o.Hands, hand(t.sc.Roles[t.roles[i]].Title, s))
	}
	if f.facilitate {
		h := hand("The facilitator", t.facilitator)
		o.Facilitator = &h
	}
	return drawScreen(ctx, std, table.New(o))
}

func hand(title string, s *room.Seat) table.Hand {
	return table.Hand{Title: title, New: func() tea.Model { return tui.New(s, tui.Options{Keys: table.Keys()}) },
		Ended: s.Ended}
}

// begins is what people read before STARTEX, for those who have never played.
func (t *seated) begins() string {
	who := "You play " + t.sc.Roles[t.roles[0]].Title
	if len(t.roles) > 1 {
		who = fmt.Sprintf("You play %d seats in turn", len(t.roles))
	}
	bots := "; bots play the other seats"
	if len(t.roles) == len(t.sc.Roles) {
		bots = ""
	}
	return scenario.CleanLine(t.sc.Summary) + "\n\n" + who + bots +
		fmt.Sprintf(". One minute here is %s of the exercise. You can read your brief before you begin: the clock "+
			"waits for you.", t.sc.Minute)
}

// chooser asks people what to play, on a screen or in lines.
type chooser struct {
	ctx   context.Context
	std   stdio
	lines *plain.Lines // nil for a screen
}

func (c chooser) choose(title string, rows []table.Row, several bool) ([]int, error) {
	if c.lines == nil {
		m := table.NewChooser(title, rows, several)
		err := drawScreen(c.ctx, c.std, m)
		if err == nil && m.Back() {
			err = errBack
		}
		return m.Chosen(), err
	}
	var options []string
	for _, r := range rows {
		options = append(options, strings.TrimSuffix(r.Title+": "+r.Text, ": "))
	}
	at, err := plain.Choose(c.ctx, c.lines, c.std.out, title, options, several)
	if errors.Is(err, plain.ErrBack) {
		err = errBack
	}
	return at, err
}

// scenario offers the library.
func (c chooser) scenario(title string) (string, error) {
	library, err := libraryRows()
	if err != nil {
		return "", err
	}
	var rows []table.Row
	for _, r := range library {
		rows = append(rows, table.Row{Title: r.Title, Text: fmt.Sprintf("%s (%s)", r.Text, r.Right)})
	}
	at, err := c.choose(title, rows, false)
	if err != nil || len(at) == 0 {
		return "", err
	}
	return library[at[0]].ID, nil
}

// seats offers the seats, with the first one marked.
func (c chooser) seats(sc *scenario.Scenario) ([]int, error) {
	if len(sc.Roles) == 1 {
		return []int{0}, nil
	}
	var rows []table.Row
	for i := range sc.Roles {
		rows = append(rows, table.Row{Title: sc.Roles[i].Title,
			Text: sectorOf(&sc.Roles[i]), On: i == 0})
	}
	return c.choose("Which seats do you play? Bots play the rest.", rows, true)
}

// sectorOf says in a line what kind of organisation a seat belongs to.
func sectorOf(r *scenario.Role) string {
	if r.Sector == "" {
		return ""
	}
	return "Sector: " + ansi.Truncate(scenario.CleanLine(r.Sector), 60, "…")
}
