package tui

import (
	"tocsin/sim/exercise"
	"tocsin/tui/board"
	"tocsin/tui/control"
	"tocsin/tui/evaluator"
	"tocsin/tui/facilitator"
	"tocsin/tui/lobby"
	"tocsin/tui/player"
	"tocsin/tui/theme"
	"tocsin/tui/widget"
)

// place names the screen that a view is for. Another seat is another screen, so that
// nothing that was being typed in one can be sent from the other.
func place(v exercise.View) string {
	switch {
	case v.Player != nil:
		return "player " + v.You.Role
	case v.Control != nil:
		return string(v.You.Kind)
	case v.Board != nil:
		return "board"
	}
	return "lobby"
}

// PlayerScreen makes a player's screen for those who look at a seat, or play it: staff,
// and the viewer of a record.
func PlayerScreen(th *theme.Theme) control.PlayerScreen {
	return func(seat control.PlayerSeat) widget.Screen { return player.New(th, seat) }
}

// open makes the screen for a view. A new screen is a package, and a case here and above.
func open(th *theme.Theme, seat Seat, v exercise.View) widget.Screen {
	switch {
	case v.Player != nil:
		return player.New(th, seat)
	case v.Control != nil && v.You.Kind == exercise.KindFacilitator:
		return facilitator.New(th, seat, PlayerScreen(th))
	case v.Control != nil:
		return evaluator.New(th, seat, PlayerScreen(th))
	case v.Board != nil:
		return board.New(th, seat)
	}
	return lobby.New(th, seat)
}
