package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestWhatTheFacilitatorTouched: an act of the facilitator touches what it causes, what the
// inject concerned causes, and that its receivers learn what it reveals; nothing of another inject,
// of another fact or of another seat.
func TestWhatTheFacilitatorTouched(t *testing.T) {
	m := modelOf(t, three+`
[inject.call]
from = "Wire"
to = ["cloud"]
text = "A call."
reveals = ["rumour"]
`)
	const tip, call = 0, 1
	said := by(at(5, engine.FactLearned, cloud, nobody, rumour), engine.ByInject)
	said.Via.Ref = call
	events := []engine.Event{
		0: at(0, engine.ExerciseStarted, nobody, nobody, -1),
		1: at(1, engine.FactLearned, lab, nobody, theft), // the tip reveals it, to another seat
		2: by(at(2, engine.InjectHeld, nobody, nobody, tip), engine.ByFacilitator),
		3: at(3, engine.FactLearned, agency, nobody, theft),
		4: by(at(4, engine.InjectDelivered, nobody, nobody, call), engine.ByFacilitator),
		5: said,
		6: by(at(6, engine.GaugeChanged, nobody, nobody, 0), engine.ByFacilitator),
		7: by(at(7, engine.InjectSkipped, nobody, nobody, tip), engine.ByFacilitator),
		8: at(8, engine.InjectDelivered, nobody, nobody, call), // by itself: no act
		9: at(9, engine.FactLearned, agency, nobody, rumour),   // the tip does not reveal it
	}
	value := func(id string, evidence ...int) Value { return Value{ID: id, Evidence: evidence} }
	got := HelpIn(m.Scenario, events, []Value{value("speed.sharing", 1, 3), value("share.reach", 5),
		value("cost.total", 6), value("share.none", 0, 8, 9)})
	always := []string{"effectiveness", "total"}
	require.Len(t, got, 4)
	assert.Equal(t, Help{2, []string{"theft"}, []string{"speed.sharing"}, append([]string{"speed"}, always...)}, got[0])
	assert.Equal(t, Help{4, []string{"rumour"}, []string{"share.reach"}, always}, got[1])
	assert.Equal(t, Help{6, []string{}, []string{"cost.total"}, always}, got[2])
	assert.Equal(t, []string{"theft"}, got[3].Facts)
	assert.Empty(t, HelpIn(m.Scenario, events[:2], nil))
}

// TestUnhelped: what a plan is without the facilitator's acts keeps the seats' commands and its end.
func TestUnhelped(t *testing.T) {
	end := engine.Timed{At: inHours(50), Command: engine.Command{Verb: engine.End, Role: engine.Facilitator}}
	hold := engine.Timed{At: inHours(1), Command: engine.Command{Verb: engine.Hold, Role: engine.Facilitator}}
	seat := give(2, engine.Share, 0, 0, 1)
	p := Plan{Commands: []engine.Timed{hold, seat, end}, Attended: true}
	assert.Equal(t, Plan{Commands: []engine.Timed{seat, end}}, Unhelped(p))
	assert.Len(t, p.Commands, 3, "the plan itself stays")
}
