package room_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// TestTeam: several people share a seat; one acts, the others see what the seat sees and advise,
// and nobody else reads what they say.
func TestTeam(t *testing.T) {
	w := newWorkshop(t, sayable, "Ann=lab", "Bob=desk", "Amy", "Abe")
	w.says("Fay", "start paused on", "aide Amy lab", "aide Abe lab")
	assert.True(t, w.view("Amy").You.Aide)
	assert.Equal(t, w.view("Ann").Player.Facts, w.view("Amy").Player.Facts)
	assert.Contains(t, w.refused("Amy", "act scan"), "its holder acts")
	assert.Contains(t, w.refused("Amy", "share leak to desk"), "its holder acts")
	w.says("Amy", "advise Scan first.")
	team := w.view("Ann").Player.Team
	assert.Equal(t, "Ann", team.Holder)
	assert.Equal(t, []string{"Amy", "Abe"}, team.Aides)
	require.NoError(t, w.room.Announce(context.Background(), exercise.Joining{}))
	assert.Contains(t, w.view("Fay").Control.Join.In, "Amy (advises Laboratory)")
	require.Len(t, team.Advice, 1)
	assert.Equal(t, [2]string{"Amy", "Scan first."}, [2]string{team.Advice[0].Who, team.Advice[0].Text})
	assert.Nil(t, w.view("Bob").Player.Team, "another seat sees nothing of it")
	assert.Contains(t, w.refused("Amy", "lead"), "Ann holds it")
	w.says("Ann", "pass Two disks are held.", "yield Amy")
	inbox := w.view("Amy").Player.Inbox
	note := inbox[len(inbox)-1]
	assert.Contains(t, note.Title, "A note for you from Ann")
	assert.Equal(t, "Two disks are held.", note.Text)
	w.says("Amy", "act scan")
	assert.True(t, w.view("Ann").You.Aide)
	w.in["Amy"].Drop()
	w.says("Abe", "lead")
	assert.Equal(t, "Abe", w.view("Ann").Player.Team.Holder)
	w.says("Fay", "noaide Ann")
	assert.Nil(t, w.view("Ann").Player, "back in the lobby")
}
