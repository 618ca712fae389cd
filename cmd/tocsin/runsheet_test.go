package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/scenario"
)

// TestRunSheetHasWhatStaffDo: what is seen to in advance, and what is decided in the discussion after a move, are on
// the sheet, with a plan of the room's time and without one.
func TestRunSheetHasWhatStaffDo(t *testing.T) {
	const src = `title = "A short talk"
length = "2h"
minute = "2m"
checklist = ["Try the projector"]
[[move]]
title = "First"
until = "1h"
questions = ["Who speaks?"]
[[move]]
title = "Second"
until = "2h"
[role.clinic]
title = "Clinic"
[role.board]
title = "Board"
[decision.north]
ask = "Do you clear the north wing?"
by = ["clinic", "board"]
move = 1
within = "1h"
[decision.north.option.clear]
text = "Clear it"
[decision.north.option.wait]
text = "Wait"
`
	sc, ds := scenario.Load("talk.toml", []byte(src))
	require.NotNil(t, sc, ds.Format("talk.toml", src))
	plan := &exercise.RoomPlan{Parts: []exercise.PlanPart{{Kind: exercise.PartMove, Move: 1, Takes: 600},
		{Kind: exercise.PartDiscussion, Move: 1, Takes: 300}}}
	for name, p := range map[string]*exercise.RoomPlan{"plain": nil, "planned": plan} {
		sheet := runSheet(sc, sc.Minute, p, false, 1, 96)
		assert.Contains(t, sheet, "      Try the projector\n", name)
		assert.Contains(t, sheet, "      Who speaks?\n      To be decided then, by Clinic and Board: "+
			"Do you clear the north wing?\n", name)
	}
}
