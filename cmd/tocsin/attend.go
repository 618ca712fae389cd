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

// attend runs the console at this terminal until somebody ends the exercise. Without a console, or
// once the terminal has gone, which ends here, it only waits. served reports that the host has stopped serving.
func (f *hostFlags) attend(ctx, here context.Context, std stdio, rs *rooms, seat *room.Seat,
	served <-chan error) error {
	if seat == nil {
		return f.stay(ctx, std.out, rs, served)
	}
	// When ctx ends, closing the room makes the console restore the terminal.
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
		if seat.Ended() != "" { // the console was left, or opened elsewhere meanwhile
			again, err := rs.all[0].Join(ctx, f.name, exercise.KindFacilitator, "")
			if err != nil {
				return err
			}
			seat = again
		}
	}
}

// leave gives up the console at this terminal and goes on without one.
func (f *hostFlags) leave(ctx context.Context, std stdio, rs *rooms, seat *room.Seat, served <-chan error) error {
	seat.Drop()
	return f.stay(ctx, std.out, rs, served)
}

// show runs the console, a screen or a dialogue, until it is left. It follows the facilitator
// into other rooms, and returns the seat of the last one.
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

// line reads a line from this terminal, outside of the console. ok is false at the end of input.
func (f *hostFlags) line(ctx context.Context, std stdio) (line string, ok bool) {
	if f.plain {
		return f.lines.Next(ctx)
	}
	return readLine(ctx, std.in)
}
