package main

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui"
	"tocsin/tui/host"
	"tocsin/tui/plain"
)

// attend is the console at this terminal, or waiting where there is none any more, until
// somebody ends the exercise. here ends when the terminal has gone.
func (f *hostFlags) attend(ctx, here context.Context, std stdio, rs *rooms, seat *room.Seat,
	served <-chan error) error {
	if seat == nil {
		return f.stay(ctx, std.out, rs, served)
	}
	// Closing the room when we are told to end has the console give the terminal back.
	defer context.AfterFunc(ctx, func() { _ = rs.close("The host has been stopped") })()
	if f.plain && f.lines == nil {
		f.lines = plain.NewLines(std.in)
	}
	if !f.plain {
		fmt.Fprint(std.out, "\nPress Enter for your console. ")
		if _, ok := readLine(here, std.in); !ok {
			return f.leave(ctx, std, rs, seat, served)
		}
	}
	for {
		var err error
		if seat, err = f.show(here, std, seat); err != nil || here.Err() != nil && ctx.Err() == nil {
			return f.leave(ctx, std, rs, seat, served)
		}
		if ctx.Err() != nil || rs.done() {
			return nil
		}
		fmt.Fprint(std.out, "\nThe exercise is still open to the others. Press Enter for your console, or write end "+
			"to close it for all: ")
		line, ok := f.line(here, std)
		switch {
		case !ok:
			return f.leave(ctx, std, rs, seat, served)
		case line == "end":
			return nil
		}
		if seat.Ended() != "" { // it was opened somewhere else meanwhile, or left
			again, err := rs.all[0].Join(ctx, f.name, exercise.KindFacilitator, "")
			if err != nil {
				return err
			}
			seat = again
		}
	}
}

// leave goes on without a console at this terminal.
func (f *hostFlags) leave(ctx context.Context, std stdio, rs *rooms, seat *room.Seat, served <-chan error) error {
	seat.Drop()
	return f.stay(ctx, std.out, rs, served)
}

// show is the console, a screen or a dialogue, until it is left; it goes along where the
// facilitator goes to another room.
func (f *hostFlags) show(ctx context.Context, std stdio, seat *room.Seat) (*room.Seat, error) {
	if !f.plain {
		m := host.Roam(ctx, seat, func(s *room.Seat) tea.Model { return tui.New(s, tui.Options{}) })
		err := drawScreen(ctx, std, m)
		return m.Seat(), err
	}
	for {
		err := plain.Run(ctx, f.lines, std.out, plain.Hand{Seat: seat})
		to := seat.Next()
		if err != nil || to == nil {
			return seat, err
		}
		next, err := to.Arrive(ctx, seat)
		if err != nil {
			return seat, err
		}
		seat = next
	}
}

// line reads what is written behind the console.
func (f *hostFlags) line(ctx context.Context, std stdio) (string, bool) {
	if f.plain {
		return f.lines.Next(ctx)
	}
	return readLine(ctx, std.in)
}
