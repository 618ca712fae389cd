package score

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCreditOfManySeats: up to nine seats credit is exact, whatever orders are asked for; of more it is a mean over
// orders, in each of which whoever of the laboratory and the cloud joins last avoids the 75 that both together do, the
// others nothing. So all add up, and each has a whole number of times 75 to share among the orders.
func TestCreditOfManySeats(t *testing.T) {
	extra := strings.Split("[role.a]\n[role.b]\n[role.c]\n[role.d]\n[role.e]\n[role.f]\n[role.g]\n", "\n")
	nine := play(t, Plan{Model: modelOf(t, rising+strings.Join(extra[:6], "\n")), Seed: 1, Bots: true})
	require.Len(t, nine.Model.Scenario.Roles, exactSeats)
	exact, err := CreditOf(t.Context(), nine, Seeds(1, 1), 0, Work{})
	require.NoError(t, err)
	for i, c := range exact {
		assert.InDelta(t, []float64{37.5, 37.5, 0, 0, 0, 0, 0, 0, 0}[i], c.Avoided.Mean, 1e-9, c.Role)
	}

	const orders = 10
	ten := play(t, Plan{Model: modelOf(t, rising+strings.Join(extra, "\n")), Seed: 1, Bots: true})
	sampled, err := CreditOf(t.Context(), ten, Seeds(1, 1), orders, Work{})
	require.NoError(t, err)
	require.Len(t, sampled, 10)
	assert.InDelta(t, 75, sampled[0].Avoided.Mean+sampled[1].Avoided.Mean, 1e-9)
	for _, c := range sampled[:2] {
		times := c.Avoided.Mean / (75.0 / orders)
		assert.InDelta(t, math.Round(times), times, 1e-9, c.Role)
		assert.Positive(t, times, "%s is last in some of the orders", c.Role)
	}
	for _, c := range sampled[2:] {
		assert.InDelta(t, 0, c.Avoided.Mean, 0, c.Role)
	}
}
