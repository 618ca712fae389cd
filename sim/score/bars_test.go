package score

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// What the scores must hold, on teams that play cold copy from a script: see also
// attack_test.go and teams_test.go. With -full they run at the size of the claims.

// atLeast is a size for a quick check, or that of the claim.
func atLeast(quick, claimed int) int { return testsize.Of(claimed, quick, (quick+1)/2) }

// marks are what a team got on one draw: nil parts are NaN.
type marks struct {
	harm, efficiency float64
	scores           [4]float64 // total, speed, effectiveness, coordination
	parts            []float64  // SpeedParts, CoordinationParts
}

func (m *marks) all() []float64 { return append(slices.Clone(m.scores[:]), m.parts...) }

func markIDs() []string {
	return slices.Concat([]string{"total", "speed", "effectiveness", "coordination"}, SpeedParts(),
		CoordinationParts())
}

// rater marks teams and plays the runs that they are compared with once for each draw and each
// set of mechanisms.
type rater struct {
	t       *testing.T
	m       *engine.Model
	weights []float64
	known   map[string]compared
}

type compared struct {
	harm Harm
	ref  *Ledger
}

func newRater(t *testing.T) *rater { return raterOf(t, "cold_copy") }

// raterOf is a rater of a scenario of the library.
func raterOf(t *testing.T, name string) *rater {
	m := fileModel(t, "../../scenarios/"+name+".toml")
	w, err := Weights(t.Context(), m)
	require.NoError(t, err)
	return &rater{t, m, w, map[string]compared{}}
}

func (r *rater) mark(commands []engine.Timed, seed uint64) marks {
	p := play(r.t, Plan{Model: r.m, Seed: seed, Commands: commands})
	key := fmt.Sprint(seed, established(p))
	c, ok := r.known[key]
	if !ok {
		h, err := Baselines(r.t.Context(), p)
		require.NoError(r.t, err)
		c = compared{h, p.Ledger.ref}
		r.known[key] = c
	}
	actual, _ := Harmed(p.Engine)
	c.harm.Actual = &actual
	p.Ledger.Beside(c.ref)
	p.Ledger.Weigh(r.weights)
	value := func(v *float64) float64 {
		if v == nil {
			return math.NaN()
		}
		return *v
	}
	s := p.Ledger.Scores(c.harm)
	out := marks{harm: actual, efficiency: value(c.harm.Efficiency()),
		scores: [4]float64{value(s.Total), value(s.Speed), value(s.Effectiveness), value(s.Coordination)}}
	for _, id := range markIDs()[4:] {
		v, ok := measureOf(id).Number(p.Ledger)
		if !ok {
			v = math.NaN()
		}
		out.parts = append(out.parts, v)
	}
	return out
}

func measureOf(id string) Measure {
	return Measures()[slices.IndexFunc(Measures(), func(m Measure) bool { return m.ID == id })]
}

// strategies are scripts of teams, good and bad, by name.
func (r *rater) strategies() map[string][]engine.Timed {
	out := map[string][]engine.Timed{"good": scriptOf(r.t, r.m, "cold_copy.good.toml"),
		"bad": scriptOf(r.t, r.m, "cold_copy.bad.toml")}
	files, err := filepath.Glob("../../testdata/strategies/*.toml")
	require.NoError(r.t, err)
	require.Len(r.t, files, 12)
	for _, f := range files {
		src, err := os.ReadFile(f)
		require.NoError(r.t, err)
		s, ds := r.m.Scenario.LoadScript(src)
		require.False(r.t, ds.Failed(), f)
		out[strings.TrimSuffix(filepath.Base(f), ".toml")] = engine.Commands(r.m.Scenario, s)
	}
	return out
}

func names[T any](m map[string]T) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// inOrder is a script in the order of its times.
func inOrder(c []engine.Timed) []engine.Timed {
	slices.SortStableFunc(c, func(a, b engine.Timed) int {
		switch {
		case a.At < b.At:
			return -1
		case a.At > b.At:
			return 1
		}
		return 0
	})
	return c
}

// TestFrictionlessIsTheBest: the yardstick itself gets all that there is to get, on every
// scenario of the library.
func TestFrictionlessIsTheBest(t *testing.T) {
	for _, file := range []string{"../../scenarios/cold_copy.toml", "../../scenarios/practice.toml"} {
		m := fileModel(t, file)
		weights, err := Weights(t.Context(), m)
		require.NoError(t, err)
		for seed := range uint64(atLeast(4, 200)) {
			p := play(t, Frictionless(Plan{Model: m, Seed: seed}))
			s, _ := rated(t, p, weights)
			require.NotNil(t, s.Total, file)
			for _, v := range []*float64{s.Total, s.Speed, s.Effectiveness, s.Coordination} {
				assert.GreaterOrEqual(t, *v, 95.0, "%s, seed %d", file, seed)
			}
		}
	}
}

// TestSilenceGetsNothing: on no draw, on no score.
func TestSilenceGetsNothing(t *testing.T) {
	r := newRater(t)
	for seed := range uint64(atLeast(20, 200)) {
		m := r.mark(nil, seed)
		for i, v := range m.scores {
			assert.LessOrEqual(t, v, 5.0, "%s, seed %d", markIDs()[i], seed)
		}
	}
}
