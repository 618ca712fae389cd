package plain_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/exercise"
	"tocsin/sim/room"
	"tocsin/tui/plain"
)

// TestWhoRunsWhatInLines: a seat reads what its own system runs and hears when that changes; who has the list reads who
// runs the version that it is of, and only the facilitator who is exposed.
func TestWhoRunsWhatInLines(t *testing.T) {
	r := atWorld(t, "s03_version_exposure")
	f := join(t, r, "Fay", exercise.KindFacilitator, "")
	seats := map[string]*room.Seat{}
	for _, id := range []string{"dev", "h1", "h3", "press"} {
		seats[id] = join(t, r, "Player "+id, exercise.KindPlayer, id)
	}
	do(t, f, &exercise.Start{Paused: true})
	reads := func(lines, id string) string {
		return strings.Join(strings.Fields(dialogue(t, lines, plain.Hand{Seat: seats[id]})), " ")
	}
	do(t, f, &exercise.Jump{By: "5h30m"})
	const list = "Who runs Clerk 2.1: Triage of the first clinic, Triage of the second clinic"
	assert.NotContains(t, reads("world\n", "press"), "Who runs")
	h1 := reads("world\ninbox\n", "h1")
	assert.Contains(t, h1, "Triage of the first clinic: normal, runs Clerk 2.1")
	assert.Contains(t, h1, "Triage of the first clinic runs Clerk 2.1 instead of Clerk 2.0")
	for _, secret := range []string{"second clinic runs", "flawed", "exposed", "Who runs", "Kiosk"} {
		assert.NotContains(t, h1, secret)
	}
	assert.Contains(t, reads("world\n", "h3"), "runs Clerk 2.0 (pinned)")
	dev := reads("world\n", "dev")
	assert.Contains(t, dev, list)
	assert.NotContains(t, dev, "exposed")
	assert.NotContains(t, dev, "Clerk 2.0")
	do(t, f, &exercise.Jump{By: "1h"})
	assert.Contains(t, reads("world\n", "press"), list, "the list is known since 6h")
	truth := strings.Join(strings.Fields(dialogue(t, "truth\n", plain.Hand{Seat: f})), " ")
	assert.Contains(t, truth, "Who runs Clerk 2.1, flawed: 2 of 2 exposed: Triage of the first clinic (exposed), "+
		"Triage of the second clinic (exposed)")
	assert.Contains(t, truth, "Who runs Clerk 2.0: Triage of the third clinic (pinned)")
	do(t, f, &exercise.Jump{By: "6h"})
	assert.Contains(t, strings.Join(strings.Fields(dialogue(t, "truth\n", plain.Hand{Seat: f})), " "),
		"Triage of the first clinic (on its way)")
}
