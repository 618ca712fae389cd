package room_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
)

// A joint action without a limit of time has no lapse that could be written as a date.
func TestJointActionWithoutLimit(t *testing.T) {
	r, err := room.Open(record.Header{Name: "x", Seed: 1,
		Scenario: "title = \"x\"\n[role.a]\n[role.b]\n[action.j]\nby = \"all\"\njoint = {quorum=2}\n"},
		room.Config{Open: true})
	require.NoError(t, err)
	defer r.Close("done")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	a := join(t, r, "Ada", exercise.KindPlayer, "a")
	b := join(t, r, "Bea", exercise.KindPlayer, "b")
	accepted(t, f, &exercise.Start{Paused: true})
	require.True(t, request(t, a, "commit", `{"commit":"j"}`).OK)
	inbox := newest(b).Player.Inbox
	assert.Equal(t, "No limit of time.", inbox[len(inbox)-1].Text)
	assert.Nil(t, newest(b).Player.Asked[0].Due)
}
