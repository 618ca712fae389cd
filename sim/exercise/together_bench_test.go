package exercise

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// talkative is a room in which so many messages have been sent between all its seats.
func talkative(t testing.TB, messages int) *timed {
	r := newTimed(t, "cold_copy", 1, "")
	r.must("Fay", "start", `{}`)
	n := len(r.x.seats)
	for k := 0; r.x.e.Messages() < messages; k++ {
		from, to := k%n, (k+1+k/n%(n-1))%n
		verb := "say"
		if k%25 == 0 {
			verb = "ask"
		}
		args := fmt.Sprintf(`{%q:"word %d","to":[%q]}`, verb, k, r.x.scenario.Roles[to].ID)
		require.True(t, r.do(r.name(from), r.x.scenario.Roles[from].ID, verb, args).OK)
		r.x.clock.running = true
		r.x.Advance(r.x.e.Now() + engine.Time(5*time.Minute))
	}
	return r
}

// BenchmarkTogether: what staff see of how seats work together, with 5,000 messages; first as
// it is made when something has just happened, then for the others who look at the same moment.
func BenchmarkTogether(b *testing.B) {
	r := talkative(b, 5000)
	b.Run("changed", func(b *testing.B) {
		for b.Loop() {
			r.x.posted = nil
			r.x.workTogether()
		}
	})
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			r.x.workTogether()
		}
	})
	b.Run("control", func(b *testing.B) {
		for b.Loop() {
			r.x.control(-1)
		}
	})
}
