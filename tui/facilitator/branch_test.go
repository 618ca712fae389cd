package facilitator

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/tui/screentest"
)

// TestTheNextMoveIsChosen: a choice that is due is what needs the facilitator, and a letter makes it.
func TestTheNextMoveIsChosen(t *testing.T) {
	v := screentest.Staff()
	v.Control.Branch = &exercise.Branch{Due: true, Moves: []exercise.BranchMove{
		{ID: "open", Title: "In the open", Brief: "The square fills.", When: "the warning is out"},
		{ID: "quiet", Title: "On the quiet", Next: true}}}
	m, seat := console(t, 120, 36, v)
	press := func(keys ...string) {
		for _, k := range keys {
			if cmd := m.Update(screentest.Key(k)); cmd != nil {
				cmd()
			}
		}
	}
	press("m", "c", "n")
	for _, must := range []string{"In the open", "if the warning is out", "The square fills.", "On the quiet",
		"next if nobody chooses"} {
		assert.Contains(t, text(m), must)
	}
	press("a")
	require.Len(t, seat.Asked, 1)
	assert.Equal(t, "choose", seat.Asked[0].Verb)
	assert.JSONEq(t, `{"choose":"open"}`, string(seat.Asked[0].Args))

	assert.Len(t, m.branchTask(), 1)
	v.Control.Branch.Moves[0].Chosen = true
	assert.Empty(t, m.branchTask(), "what is chosen needs nobody")
}

// TestTheNextMoveBeginsAtOnce: while a move is played, capital letters end it and have the chosen one begin.
func TestTheNextMoveBeginsAtOnce(t *testing.T) {
	v := screentest.Staff()
	v.Control.Branch = &exercise.Branch{Moves: []exercise.BranchMove{{ID: "open", Title: "In the open"},
		{ID: "quiet", Title: "On the quiet", Next: true}}}
	m, seat := console(t, 120, 36, v)
	for _, k := range []string{"m", "c", "n"} {
		if cmd := m.Update(screentest.Key(k)); cmd != nil {
			cmd()
		}
	}
	assert.Contains(t, text(m), "In the open, now")
	assert.Contains(t, text(m), "the present move is over")
	if cmd := m.Update(screentest.Key("B")); cmd != nil {
		cmd()
	}
	require.Len(t, seat.Asked, 1)
	assert.Equal(t, "choose", seat.Asked[0].Verb)
	assert.JSONEq(t, `{"choose":"quiet","now":true}`, string(seat.Asked[0].Args))
}
