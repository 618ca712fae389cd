package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestANetworkRestsOnFirstMessages: what a number of the network rests on is the first message of
// each way, and no other.
func TestANetworkRestsOnFirstMessages(t *testing.T) {
	// events 1, 3 and 5 send; each is followed by its arrival, and the third goes a way that is there
	l := stream(modelOf(t, seats(3)), says(1, 0, 1), says(2, 2, 0), says(3, 0, 1))
	for _, id := range []string{"net.density", "net.centralisation", "net.reciprocity", "net.fragments", "net.ei"} {
		v := valueOf(t, l, id)
		assert.Equal(t, []int{1, 3}, v.Evidence, id)
		assert.Equal(t, 2, v.Of, id)
	}
}

// TestAQuarterWithoutMessages: a number that needs messages has none for the quarters without any,
// and one that does not has.
func TestAQuarterWithoutMessages(t *testing.T) {
	l := stream(modelOf(t, seats(3)), says(60, 0, 1), says(60, 1, 0))
	for id, there := range map[string][]bool{"net.reciprocity": {false, false, true, false},
		"net.ei": {false, false, true, false}, "net.density": {true, true, true, true},
		"net.fragments": {true, true, true, true}} {
		for i, p := range valueOf(t, l, id).Parts {
			assert.Equal(t, there[i], p.Value != nil, "%s in %s", id, p.Of)
		}
	}
	one := stream(modelOf(t, seats(1)))
	two := stream(modelOf(t, seats(2)), says(1, 0, 1))
	for l, ids := range map[*Ledger][]string{one: {"net.density", "net.centralisation", "net.betweenness"},
		two: {"net.centralisation", "net.betweenness"}} {
		for _, id := range ids {
			v := valueOf(t, l, id)
			assert.Nil(t, v.Value, id)
			assert.Empty(t, v.Evidence, id)
			assert.Zero(t, v.Of, id)
		}
	}
}

// TestWaysOfNoSector: ways from or to a seat that says no sector are neither inside one nor across.
func TestWaysOfNoSector(t *testing.T) {
	m := modelOf(t, seats(3)+"[role.x]\n[role.y]\n") // sectors a, b, a and none
	ways := []any{says(1, 0, 1), says(1, 1, 2), says(1, 0, 2), says(1, 3, 0), says(1, 1, 3), says(1, 3, 4)}
	want(t, stream(m, ways...), map[string]any{"net.ei": (2 - 1) / 3.0})
	want(t, stream(m, ways[3:]...), map[string]any{"net.ei": nil})
}

// TestWhatIsToldToAnAdversaryIsNoWay: telling an adversary makes no way between others and is no
// message of the response, wherever the scenario lists it.
func TestWhatIsToldToAnAdversaryIsNoWay(t *testing.T) {
	for foe := range 3 {
		m := modelOf(t, strings.Replace(seats(3), []string{"[role.s0]\n", "[role.s1]\n", "[role.s2]\n"}[foe],
			[]string{"[role.s0]\n", "[role.s1]\n", "[role.s2]\n"}[foe]+"adversary = true\n", 1))
		a, b := (foe+1)%3, (foe+2)%3
		for _, events := range [][]any{{says(1, a, foe)}, {says(1, b, foe)}, {says(1, foe, a)}} {
			l := stream(m, events...)
			want(t, l, map[string]any{"net.density": 0, "net.fragments": 2})
			assert.Empty(t, l.Messages())
		}
		asked := with(at(1, engine.MessageSent, a, foe, -1), 1)
		l := stream(m, asked, due(with(at(2, engine.MessageArrived, foe, a, -1), 1), 5))
		want(t, l, map[string]any{"ask.unanswered": nil})
	}
}

// TestThePromisedNetworkRestsOnNotesAndMessages: the note that promises a way and the first message
// of each way used; where no note in force promises any, on nothing.
func TestThePromisedNetworkRestsOnNotesAndMessages(t *testing.T) {
	m := modelOf(t, three)
	// event 1 files the note, 2 and 4 send, each followed by its arrival
	filed := []any{at(0, engine.NoteFiled, lab, nobody, aNote), says(3, lab, agency), says(4, cloud, lab),
		says(5, lab, agency)}
	v := valueOf(t, stream(m, filed...), "net.planned")
	require.NotNil(t, v.Value)
	assert.InDelta(t, 1.0/3, *v.Value, 1e-9, "promised lab to both; used lab to agency, cloud to lab")
	assert.Equal(t, 3, v.Of)
	assert.Equal(t, []int{1, 2, 4}, v.Evidence)
	v = valueOf(t, stream(m, filed[1:]...), "net.planned")
	assert.Nil(t, v.Value)
	assert.Empty(t, v.Evidence)
}
