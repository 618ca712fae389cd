package score

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestWhatIsNoNumber: what is not a number or has no bound stands for nothing, as does the mean of
// none; the rest are numbers.
func TestWhatIsNoNumber(t *testing.T) {
	for v, is := range map[float64]bool{0: true, -3: true, math.Inf(1): false, math.Inf(-1): false, math.NaN(): false} {
		got := Measure{ID: "x", Of: func(_ *Ledger, t *Tally) { t.set(v, 1) }}.Value(stream(modelOf(t, three)))
		assert.Equal(t, is, got.Value != nil, v)
		_, err := json.Marshal(got)
		require.NoError(t, err)
	}
	none := Measure{ID: "x", Of: func(_ *Ledger, t *Tally) { t.mean(0, 0) }}
	_, ok := none.Number(stream(modelOf(t, three)))
	assert.False(t, ok)
}

// TestEvidenceIsInOrder: what a number rests on is listed in the order of the events, each once,
// whatever the order of the facts.
func TestEvidenceIsInOrder(t *testing.T) {
	m := modelOf(t, strings.Replace(three, "[fact.rumour]",
		"[fact.second]\ntext = \"Two.\"\nneeded_by = [\"cloud\"]\n[fact.rumour]", 1))
	const second = 1
	// events: 1 lab learns the second fact, 2 cloud is sent it, 4 knows it, 5 lab learns the first, 8 cloud knows it
	l := stream(m, learns(1, lab, second), tells(2, lab, cloud, second), learns(3, lab, theft),
		tells(4, lab, cloud, theft), learns(5, agency, theft))
	assert.Equal(t, []int{1, 4, 5, 8, 9}, valueOf(t, l, "share.notify").Evidence)
}

// TestFromWhenAPartCounts: the parts of what is marked in comparison with another run say from when they count
// there; what was never called for there says nothing.
func TestFromWhenAPartCounts(t *testing.T) {
	m := modelOf(t, three)
	base := stream(m, learns(1, lab, theft), tells(1, lab, agency, theft), tells(1, lab, cloud, theft),
		at(3, engine.ActionStarted, lab, nobody, hold))
	l := stream(m, learns(2, lab, theft), tells(6, lab, agency, theft), tells(6, lab, cloud, theft),
		at(7, engine.ActionStarted, lab, nobody, hold))
	l.Beside(base)
	for id, hours := range map[string]float64{"speed.sharing": 1, "speed.deciding": 3} {
		parts := valueOf(t, l, id).Parts
		require.NotEmpty(t, parts, id)
		for _, p := range parts {
			if assert.NotNil(t, p.From, id) {
				assert.InDelta(t, hours, *p.From, 1e-9, id)
			}
		}
	}
	// the report was owed in neither run, and missed here all the same
	missed := stream(m, due(at(8, engine.ObligationStarted, agency, nobody, report), 18),
		at(18, engine.ObligationMissed, agency, nobody, report))
	missed.Beside(base)
	parts := valueOf(t, missed, "act.order").Parts
	require.Len(t, parts, 1)
	assert.Nil(t, parts[0].From)
	assert.NotEmpty(t, parts[0].Evidence)
}

// TestEvidenceIsOfItsOwnRun: a report that was made rests on the events of its clock in a run that
// stands by itself; in comparison with another run, whose clock it counts by, on the verdict alone.
func TestEvidenceIsOfItsOwnRun(t *testing.T) {
	m := modelOf(t, three)
	clock := []any{learns(2, agency, theft), due(at(8, engine.ObligationStarted, agency, nobody, report), 18),
		at(13, engine.ObligationMet, agency, nobody, report)}
	alone := stream(m, clock...)
	assert.Equal(t, []int{2, 3}, valueOf(t, alone, "act.order").Evidence)
	beside := stream(m, clock...)
	beside.Beside(stream(m, clock[1:]...))
	assert.Equal(t, []int{3}, valueOf(t, beside, "act.order").Evidence)
}

// TestDecisionsWithoutKnowing: an act that its seat's own note would have it do once it knows
// something, done by who never knew it, is no decision to time; one that asks for nothing is none.
func TestDecisionsWithoutKnowing(t *testing.T) {
	m := modelOf(t, three+"[[note]]\nrole = \"lab\"\nwhen = \"knows('rumour')\"\ndo = \"deny\"\n")
	begun := at(5, engine.ActionStarted, lab, nobody, deny)
	want(t, stream(m, learns(2, lab, rumour), begun), map[string]any{"decide.latency": 3})
	want(t, stream(m, learns(2, cloud, rumour), begun), map[string]any{"decide.latency": nil})
	want(t, stream(modelOf(t, three), begun), map[string]any{"decide.latency": nil})
}

// TestWindowsOfTheLastMove: moves that fill the run leave nothing after them, and of a choice the
// round ends when the move that was taken does.
func TestWindowsOfTheLastMove(t *testing.T) {
	names := func(l *Ledger) (out []string, at int) {
		for i, p := range valueOf(t, l, "net.density").Parts {
			if out = append(out, p.Of); *p.Value > 0 {
				at = i
			}
		}
		return out, at
	}
	of, _ := names(stream(modelOf(t, seats(2)+"[[move]]\nuntil = \"40h\"\n[[move]]\nuntil = \"100h\"\n")))
	assert.Equal(t, []string{"move 1", "move 2"}, of)
	of, _ = names(stream(modelOf(t, seats(2)+"[[move]]\nuntil = \"40h\"\n[[move]]\nuntil = \"99h\"\n")))
	assert.Equal(t, []string{"move 1", "move 2", "after the moves"}, of)

	m := modelOf(t, seats(2)+`
[[move]]
until = "10h"
[[move]]
id = "short"
until = "30h"
one_of = "how"
[[move]]
id = "long"
until = "60h"
one_of = "how"
[[move]]
until = "90h"
`)
	ended, began := at(10, engine.MoveEnded, nobody, nobody, 0), at(10, engine.MoveBegan, nobody, nobody, 0)
	for taken, window := range map[int]int{1: 2, 2: 1} {
		began.Ref = int32(taken)
		_, at := names(stream(m, ended, began, says(50, 0, 1)))
		assert.Equal(t, window, at, "at 50 the shorter choice is over, and the longer is not")
	}
}

// TestTheLastQuarterHasNoEnd: what is said after the length of the scenario is in its last quarter.
func TestTheLastQuarterHasNoEnd(t *testing.T) {
	parts := valueOf(t, stream(modelOf(t, seats(2)), says(101, 0, 1)), "net.density").Parts
	require.Len(t, parts, 4)
	assert.InDelta(t, 0.5, *parts[3].Value, 1e-9)
}
