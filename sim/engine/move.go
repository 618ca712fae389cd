package engine

import (
	"slices"

	"tocsin/sim/scenario"
)

// Moves are rounds in the order of the file. A round ends at its time, or sooner: as soon as
// what the next one waits for is true, or when the facilitator says so. Where a round is a choice
// between moves, it begins a nanosecond after the one before has ended. So all that is due at that
// instant has happened when the choice is made, and a room, which is paused at the end of a
// move, can discuss what to choose.

// Round is a move as it has been played in a run, or as it is planned.
type Round struct {
	Move  int  // place in the scenario's moves; where it is open, the one that would be taken now
	From  Time // when it began, or is planned to
	Until Time // when it ended, or will at the latest
	Over  bool
	Open  bool // it is a choice that is still to be made
}

// Move is the place of the move that is being played; ok is false between a move and a choice,
// before STARTEX and after the last move.
func (e *Engine) Move() (move int, ok bool) {
	if !e.started || e.choosing || e.move >= len(e.m.Scenario.Moves) {
		return Nobody, false
	}
	return e.move, true
}

// NextMoves are the places of the moves that the next round can be, and the one that the facilitator
// has chosen of them, or Nobody; none after the last round.
func (e *Engine) NextMoves() (of []int, chosen int) {
	next := e.round() + 1
	if !e.started || next >= len(e.m.rounds) {
		return nil, Nobody
	}
	return e.m.rounds[next], e.picked - 1
}

// Rounds are the rounds of the run from the first to the last: those that are over and the present
// one as they were, those still to come as the file plans them.
func (e *Engine) Rounds() []Round {
	now, ok := e.Move()
	if next := e.round() + 1; !ok && e.choosing && next < len(e.m.rounds) {
		now, _ = e.next()
	}
	out := e.m.Rounds(e.played, now)
	for i := range out {
		out[i].Open = out[i].Open && (e.choosing || out[i].Move != now)
	}
	return out
}

// Rounds are the rounds of a run in which some have been played; now is the move that is being
// played, or Nobody.
func (m *Model) Rounds(played []Round, now int) []Round {
	out := append(make([]Round, 0, len(m.rounds)), played...)
	at := Time(0)
	if n := len(out); n > 0 {
		at = out[n-1].Until
	}
	for _, of := range m.rounds[len(out):] {
		r := Round{Move: of[0], From: at, Open: len(of) > 1}
		if slices.Contains(of, now) {
			r.Move = now
		}
		r.Until = Time(m.Scenario.Moves[r.Move].Until)
		at = r.Until
		out = append(out, r)
	}
	return out
}

// round is the number, from 0, of the round that is being played or was played last; after the
// last round, how many there are.
func (e *Engine) round() int {
	if e.move >= len(e.m.roundOf) {
		return len(e.m.rounds)
	}
	return e.m.roundOf[e.move]
}

// next is the move that the next round would be if it began now, and whether its own condition
// says so.
func (e *Engine) next() (move int, wanted bool) {
	of := e.m.rounds[e.round()+1]
	if e.picked > 0 {
		return e.picked - 1, false
	}
	for _, i := range of {
		switch when := e.m.moveWhen[i]; {
		case when != nil && when(e):
			return i, true
		case when == nil:
			return i, false
		}
	}
	return of[0], false
}

// NextMove is the move that the next round would be if it began now; there must be one.
func (e *Engine) NextMove() int {
	move, _ := e.next()
	return move
}

func (m *Model) compileMoves() {
	sc := m.Scenario
	m.rounds, m.branches = sc.Rounds(), sc.Branches()
	m.roundOf, m.moveWhen = make([]int, len(sc.Moves)), make([]boolFn, len(sc.Moves))
	for r, of := range m.rounds {
		for _, i := range of {
			m.roundOf[i] = r
			switch root := sc.Moves[i].When.Root; {
			case root != nil && len(of) > 1:
				m.moveWhen[i] = m.predicate(root, Nobody)
			case root != nil:
				m.moveWhen[i] = m.conds[m.condition(root, Nobody, ownMove, i)].fn
			}
		}
	}
}

// moveDue ends the move that is being played, or makes a choice that is due.
func (e *Engine) moveDue() {
	if !e.choosing {
		e.emit(&Event{Kind: MoveEnded, Role: Nobody, Other: Nobody, Ref: int32(e.move)})
		from := Time(0)
		if n := len(e.played); n > 0 {
			from = e.played[n-1].Until
		}
		e.played = append(e.played, Round{Move: e.move, From: from, Until: e.now, Over: true})
		e.changed(e.m.symbols.move + e.move)
		e.changed(e.m.symbols.over + e.move)
		switch r := e.round() + 1; {
		case r == len(e.m.rounds):
			e.move = len(e.m.Scenario.Moves)
			return
		case len(e.m.rounds[r]) > 1:
			e.choosing = true
			e.q.set(int32(e.m.slots.move), e.after(1), rankMove)
			return
		}
	}
	e.beginMove()
}

// beginMove begins the next round.
func (e *Engine) beginMove() {
	move, wanted := e.next()
	via := Via{}
	if e.picked > 0 {
		via.Cause = ByFacilitator
	}
	e.choosing, e.picked, e.move = false, 0, move
	until := Time(e.m.Scenario.Moves[move].Until)
	if r := e.round() + 1; r < len(e.m.rounds) && len(e.m.rounds[r]) == 1 {
		if when := e.m.moveWhen[e.m.rounds[r][0]]; when != nil && when(e) {
			until = e.now
		}
	}
	e.q.set(int32(e.m.slots.move), until, rankMove)
	e.changed(e.m.symbols.move + move)
	if e.m.branches {
		e.emit(&Event{Kind: MoveBegan, Role: Nobody, Other: Nobody, Ref: int32(move), Num: float64(bit(wanted)),
			Via: via})
	}
}

// moveWanted is the condition of a round having come true: it ends the one before.
func (e *Engine) moveWanted(move int) {
	if !e.choosing && e.m.roundOf[move] == e.round()+1 {
		e.q.set(int32(e.m.slots.move), e.now, rankMove)
	}
}

// over reports whether a move has been played and is over.
func (e *Engine) over(move int) bool {
	return slices.ContainsFunc(e.played, func(r Round) bool { return r.Move == move })
}

// playing reports whether a move is being played.
func (e *Engine) playing(move int) bool {
	now, ok := e.Move()
	return ok && now == move
}

func (e *Engine) checkChoose(c *Command) Answer {
	of, chosen := e.NextMoves()
	moves := e.m.Scenario.Moves
	switch {
	case !e.started:
		return refuse("The exercise has not begun")
	case c.Ref < 0 || c.Ref >= len(moves):
		return refuse("There is no such move")
	case len(of) == 0:
		return refuse("No move comes after this one")
	case !slices.Contains(of, c.Ref):
		return refuse("%q cannot be the next move", moves[c.Ref].Title)
	case c.Option == 1:
		return Answer{OK: true}
	case len(of) == 1:
		return refuse("%q is the next move in any case; with now, it begins now", moves[c.Ref].Title)
	case chosen == c.Ref:
		return refuse("%q is already chosen", moves[c.Ref].Title)
	}
	return Answer{OK: true}
}

// choose has a move be the next, and with Option 1 begin now.
func (e *Engine) choose(c *Command) {
	e.picked = c.Ref + 1
	if c.Option == 1 && !e.choosing {
		e.q.set(int32(e.m.slots.move), e.now, rankMove)
	}
}

func readChoose(_ *scenario.Scenario, l *scenario.Line, c *Command) {
	if l.Now {
		c.Option = 1
	}
}

func writeChoose(_ *scenario.Scenario, c *Command, l *scenario.Line) error {
	l.Now = c.Option == 1
	return nil
}
