package exercise

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestSentItemSaysHowFarItHasCome: the sender sees of each recipient whether a message is on its
// way, arrived, read and answered, and only the sender.
func TestSentItemSaysHowFarItHasCome(t *testing.T) {
	r := newTimed(t, "cold_copy", 1, "")
	r.must("Fay", "start", `{}`)
	do := func(role, verb, args string) {
		t.Helper()
		a := r.do(r.name(r.x.scenario.Find("role", role)), role, verb, args)
		require.True(t, a.OK, a.Why)
	}
	pass := func(d scenario.Duration) {
		for to := r.x.e.Now() + engine.At(d); r.x.e.Now() < to; { // the clock stops where moves end
			r.x.clock.running = true
			r.x.Advance(to)
		}
	}
	states := func() []string {
		var out []string
		for _, it := range r.x.ViewOf(r.x.scenario.Find("role", "developer")).Player.Inbox {
			for _, to := range it.Reached {
				out = append(out, to.Words())
			}
		}
		return out
	}
	arrived := func(role string) (re string, n int) {
		for _, it := range r.x.ViewOf(r.x.scenario.Find("role", role)).Player.Inbox {
			assert.Empty(t, it.Reached, "%s has sent nothing", role)
			if it.Role == "developer" {
				re, n = it.Re, it.N
			}
		}
		return re, n
	}
	by := " wanted by " + r.x.moment(r.x.e.Now()+engine.At(120*scenario.Hour)).Date
	wanted, late := ", an answer is"+by, ", the answer is late: it was"+by
	do("developer", "ask", `{"ask":"Whose account is it?","to":["cloud","police"],"due":"5d"}`)
	assert.Equal(t, []string{"Cloud provider: on its way" + wanted, "Cybercrime police: on its way" + wanted}, states())
	pass(96 * scenario.Hour)
	assert.Equal(t, []string{"Cloud provider: arrived" + wanted, "Cybercrime police: arrived" + wanted}, states())
	re, n := arrived("cloud")
	require.NotEmpty(t, re)
	do("cloud", "read", fmt.Sprintf(`{"n":%d,"only":true}`, n))
	assert.Equal(t, []string{"Cloud provider: read" + wanted, "Cybercrime police: arrived" + wanted}, states())
	do("cloud", "acknowledge", `{"acknowledge":"`+re+`","as":"will do"}`)
	assert.Equal(t, "Cloud provider: will do"+wanted, states()[0])
	pass(26 * scenario.Hour)
	assert.Equal(t, []string{"Cloud provider: will do" + late, "Cybercrime police: arrived" + late}, states())
	do("police", "acknowledge", `{"acknowledge":"developer#1","as":"declined"}`)
	assert.Equal(t, "Cybercrime police: declined", states()[1], "no answer comes")
	r.do("Player01", "cloud", "say", `{"say":"A contractor's.","to":["developer"],"re":"`+re+`"}`)
	pass(96 * scenario.Hour)
	assert.Equal(t, "Cloud provider: answered", states()[0])
}
