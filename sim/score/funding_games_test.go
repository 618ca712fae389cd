package score

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// game is what payers would buy of mechanisms with costs, where harm says what each bears by set, on
// one draw of chance.
func game(t *testing.T, costs []string, rate float64, harm func(set int) []Bearer) *Funding {
	t.Helper()
	text := "title = \"Game\"\nlength = \"1h\"\n" +
		"[role.a]\nbudget = 100\n[role.b]\nbudget = 100\n[role.c]\nbudget = 100\n"
	for i, c := range costs {
		text += fmt.Sprintf("[mechanism.m%d]\ncost = {%s}\nchanges = [{role=\"a\", decide=0.5}]\n", i, c)
	}
	p := purchase{m: modelOf(t, text), rate: rate, sets: 1 << len(costs)}
	var run [][]Bearer
	for set := range p.sets {
		run = append(run, harm(set))
	}
	p.runs = append(p.runs, run)
	return p.funding()
}

// TestWhatPayersWouldBuy: games of a few mechanisms whose stable sets are worked out by hand. A set
// is a number: 1 is the first mechanism, 2 the second, 3 both.
func TestWhatPayersWouldBuy(t *testing.T) {
	bears := func(a, b, c, public float64) []Bearer {
		return []Bearer{{"a", a}, {"b", b}, {"c", c}, {"public", public}}
	}
	table := func(sets ...[]Bearer) func(int) []Bearer { return func(set int) []Bearer { return sets[set] } }
	for name, x := range map[string]struct {
		costs         []string
		rate          float64
		harm          func(int) []Bearer
		stable        []int
		best, planner int
		lost          any
	}{
		// a saves 10 for 2
		"one payer who gains": {[]string{"a=2"}, 1, table(bears(10, 0, 0, 0), bears(0, 0, 0, 0)), []int{1}, 1, 1, 0.0},
		// a point is worth 6 of harm: 10 saved for 12
		"a dear point": {[]string{"a=2"}, 6, table(bears(10, 0, 0, 0), bears(0, 0, 0, 0)), []int{0}, 0, 0, 0.0},
		// a saves 10; b, who bears 5 more by it, pays nothing and has no say. 5 gained, 2 paid
		"who does not pay has no say": {[]string{"a=2"}, 1, table(bears(10, 0, 0, 0), bears(0, 5, 0, 0)), []int{1}, 1,
			1, 0.0},
		// the same where the scenario says that b pays 0 for it
		"who pays nothing has no say": {[]string{"a=2, b=0"}, 1, table(bears(10, 0, 0, 0), bears(0, 5, 0, 0)), []int{1},
			1, 1, 0.0},
		// b pays for another mechanism that does nothing, and has no say in a's either
		"who pays for another": {[]string{"a=2", "b=1"}, 1, table(bears(10, 0, 0, 0), bears(0, 5, 0, 0),
			bears(10, 0, 0, 0), bears(0, 5, 0, 0)), []int{1}, 1, 1, 0.0},
		// b loses 1 by paying 2 for 1, so it leaves; alone a cannot have it
		"one of two payers leaves": {[]string{"a=2, b=2"}, 1, table(bears(10, 1, 0, 0), bears(0, 0, 0, 0)), []int{0}, 0,
			1, 7.0},
		// both gain together, and neither can begin alone
		"two who need each other": {[]string{"a=2, b=2"}, 1, table(bears(10, 10, 0, 0), bears(0, 0, 0, 0)), []int{0, 1},
			1, 1, 0.0},
		// the same, but the public bears 50 more by it: stable, and worse for all than nothing
		"two who gain at the cost of others": {[]string{"a=2, b=2"}, 1, table(bears(10, 10, 0, 0), bears(0, 0, 0, 50)),
			[]int{0, 1}, 0, 0, 0.0},
		// what is stable first is not the best
		"the later is better": {[]string{"a=1, b=1", "a=1, b=1"}, 1, table(bears(10, 10, 0, 0), bears(5, 5, 0, 0),
			bears(2, 2, 0, 0), bears(0, 0, 0, 0)), []int{0, 1, 2, 3}, 3, 3, 0.0},
		"the later is worse": {[]string{"a=1, b=1", "a=1, b=1"}, 1, table(bears(10, 10, 0, 0), bears(2, 2, 0, 0),
			bears(5, 5, 0, 0), bears(2, 2, 0, 0)), []int{0, 1, 2}, 1, 1, 0.0},
		// each of a and b would rather have what the other has: a has it where b has not
		"nothing is stable": {[]string{"a=1", "b=1"}, 1, table(bears(5, 0, 0, 0), bears(0, 5, 0, 0), bears(0, 5, 0, 0),
			bears(5, 0, 0, 0)), []int{}, -1, 0, nil},
		// nothing gained and nothing paid: the first of what is alike
		"what is alike": {[]string{"a=0"}, 1, table(bears(5, 0, 0, 0), bears(5, 0, 0, 0)), []int{0, 1}, 0, 0, 0.0},
		// a difference of the last digits is none
		"but for rounding": {[]string{"a=1, b=1"}, 1, table(bears(1e6, 0, 0, 0), bears(1e6-1+1e-5, 0, 0, 0)),
			[]int{0}, 0, 0, 0.0},
		"but for rounding, the other way": {[]string{"a=1"}, 1, table(bears(1e6, 0, 0, 0), bears(1e6-1-1e-5, 0, 0, 0)),
			[]int{0, 1}, 1, 1, 0.0},
	} {
		t.Run(name, func(t *testing.T) {
			f := game(t, x.costs, x.rate, x.harm)
			assert.Equal(t, x.stable, f.Stable, "stable")
			assert.Equal(t, x.best, f.Best, "best")
			assert.Equal(t, x.planner, f.Planner, "planner")
			if x.lost == nil {
				assert.Nil(t, f.Lost)
			} else if assert.NotNil(t, f.Lost) {
				assert.InDelta(t, x.lost, f.Lost.Mean, 1e-9)
			}
			for s, set := range f.Sets {
				assert.Equal(t, slices.Contains(x.stable, s), set.Stable, s)
			}
		})
	}
}

// TestSetsSayWhatTheyHoldAndCost: each set names its mechanisms, in the scenario's order, and costs
// what these cost all payers, at the worth of a point.
func TestSetsSayWhatTheyHoldAndCost(t *testing.T) {
	f := game(t, []string{"a=2, b=3", "c=4"}, 10, func(set int) []Bearer { return []Bearer{{"a", float64(9 - set)}} })
	assert.InDelta(t, 10, f.Rate, 0)
	require.Len(t, f.Sets, 4)
	for s, x := range []struct {
		ids  []string
		cost float64
	}{{[]string{}, 0}, {[]string{"m0"}, 50}, {[]string{"m1"}, 40}, {[]string{"m0", "m1"}, 90}} {
		assert.Equal(t, x.ids, f.Sets[s].Mechanisms)
		assert.InDelta(t, x.cost, f.Sets[s].Cost, 1e-9)
		assert.InDelta(t, float64(s), f.Sets[s].Avoided.Mean, 1e-9)
		assert.InDelta(t, float64(s)-x.cost, f.Sets[s].Social.Mean, 1e-9)
	}
}

// TestHowManyMechanismsAreFunded: of eight all sets are played, of nine none, and none without a seed,
// which is said for what it is.
func TestHowManyMechanismsAreFunded(t *testing.T) {
	text := "title = \"Many\"\nlength = \"1h\"\n[role.a]\nbudget = 100\n[gauge.harm]\noutcome = true\n"
	for i := range MostFunded + 1 {
		text += fmt.Sprintf("[mechanism.m%d]\ncost = {a=1}\nchanges = [{role=\"a\", decide=0.5}]\n", i)
		if i+1 < MostFunded {
			continue
		}
		f, err := FundingOf(t.Context(), modelOf(t, text), 1, Seeds(1, 1), Work{})
		if i+1 > MostFunded {
			require.ErrorContains(t, err, "the scenario has 9")
			continue
		}
		require.NoError(t, err)
		assert.Len(t, f.Sets, 256)
		_, err = FundingOf(t.Context(), modelOf(t, text), 1, nil, Work{})
		require.ErrorContains(t, err, "at least one seed")
	}
}
