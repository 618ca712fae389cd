package exercise

import (
	"strings"

	"tocsin/sim/engine"
	"tocsin/sim/phrase"
)

// Branch is the choice between moves that comes next.
type Branch struct {
	Moves []BranchMove `json:"moves"`
	// Due is set when the move before is over: what is chosen begins when the clock goes on.
	Due bool `json:"due"`
}

// BranchMove is a move that can be chosen.
type BranchMove struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Brief string `json:"brief,omitempty"`
	When  string `json:"when,omitempty"` // what has it begin where nobody chooses
	// Next is set for the one that begins if nobody chooses any more.
	Next   bool `json:"next"`
	Chosen bool `json:"chosen"`
}

// branch is the choice that comes next, or nil where the next round is none.
func (x *Exercise) branch() *Branch {
	of, chosen := x.e.NextMoves()
	if len(of) < 2 || x.Over() {
		return nil
	}
	_, playing := x.e.Move()
	b, next := &Branch{Due: !playing}, x.e.NextMove()
	for _, i := range of {
		m := &x.scenario.Moves[i]
		b.Moves = append(b.Moves, BranchMove{ID: m.ID, Title: m.Title, Brief: m.Brief,
			When: phrase.Condition(x.scenario, m.When), Next: i == next, Chosen: i == chosen})
	}
	return b
}

// roundTitle is what the staff call a round: where it is still to be chosen, all that it can be.
func (x *Exercise) roundTitle(n int, r engine.Round) string {
	if !r.Open {
		return x.scenario.Moves[r.Move].Title
	}
	var titles []string
	for _, i := range x.scenario.Rounds()[n] {
		titles = append(titles, x.scenario.Moves[i].Title)
	}
	return strings.Join(titles, " or ")
}

// Note says in what state a move is in the choice.
func (m *BranchMove) Note() string {
	switch {
	case m.Chosen:
		return "chosen"
	case m.Next && m.When != "":
		return "next if nobody chooses, while " + m.When
	case m.Next:
		return "next if nobody chooses"
	case m.When != "":
		return "if " + m.When
	}
	return ""
}
