package score

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// unrelated are the parts of a score that hardly go with harm in a scenario, with the reason.
var unrelated = map[string][]string{}

// TestLibrary: what the scores hold on cold copy, they hold on every scenario of the library
// that has scripts. bars_test.go, attack_test.go and teams_test.go say what each bar means.
func TestLibrary(t *testing.T) {
	testsize.Long(t)
	files, err := filepath.Glob("../../testdata/*.good.toml")
	require.NoError(t, err)
	require.Greater(t, len(files), 5)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".good.toml")
		if name == "cold_copy" {
			continue // held to stricter bars by the tests beside
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := raterOf(t, name)
			r.frictionlessIsTheBest()
			r.silenceGetsNothing()
			r.noiseRaisesNothing(name)
			good, hours := scriptOf(t, r.m, name+".good.toml"), r.m.Scenario.Length.Hours()
			r.scoresFollowHarm(good, hours/5, testsize.Of(300, 60, 60), testsize.Of(20, 3, 3), unrelated[name]...)
			delays := []float64{0.03 * hours}
			if testsize.Full() {
				delays = []float64{0.005 * hours, 0.03 * hours, 0.1 * hours}
			}
			// Deciding counts from when a seat knew: told later by a colleague, a seat that takes its
			// time decides sooner after it.
			r.nothingIsGained("good", good, delays, atLeast(3, 50), 1.5, 0.5)
		})
	}
}

func (r *rater) frictionlessIsTheBest() {
	for seed := range uint64(atLeast(4, 200)) {
		p := play(r.t, Frictionless(Plan{Model: r.m, Seed: seed}))
		s, _ := rated(r.t, p, r.weights)
		for i, v := range []*float64{s.Total, s.Speed, s.Effectiveness, s.Coordination} {
			if assert.NotNil(r.t, v, markIDs()[i]) {
				assert.GreaterOrEqual(r.t, *v, 95.0, "%s, seed %d", markIDs()[i], seed)
			}
		}
	}
}

func (r *rater) silenceGetsNothing() {
	for seed := range uint64(atLeast(4, 200)) {
		m := r.mark(nil, seed)
		for i, v := range m.scores {
			assert.LessOrEqual(r.t, v, 5.0, "%s, seed %d", markIDs()[i], seed)
		}
	}
}

// noises are what can be added to a script without use, by name. The first two tell those
// something who knew nothing.
func noises(r *rater) map[string]func(*rand.Rand) []engine.Timed {
	sc := r.m.Scenario
	roles, length := len(sc.Roles), 0.9*sc.Length.Hours()
	others := func(role int) (out []int) {
		for o := range roles {
			if o != role {
				out = append(out, o)
			}
		}
		return out
	}
	many := func(n int, make func(g *rand.Rand, role int) engine.Command) func(*rand.Rand) []engine.Timed {
		return func(g *rand.Rand) (out []engine.Timed) {
			for range n {
				out = append(out, engine.Timed{At: inHours(g.Float64() * length), Command: make(g, g.IntN(roles))})
			}
			return out
		}
	}
	guesses := func(from, span float64) func(g *rand.Rand) []engine.Timed {
		return func(g *rand.Rand) (out []engine.Timed) {
			for p := range sc.Probes {
				for _, role := range sc.RolesOf(sc.Probes[p].To) {
					out = append(out, engine.Timed{At: inHours(from + g.Float64()*span), Command: engine.Command{
						Verb: engine.Declare, Role: role, Ref: p, Option: g.IntN(len(sc.Probes[p].Options)), Num: 1}})
				}
			}
			return out
		}
	}
	return map[string]func(*rand.Rand) []engine.Timed{
		"all to all": many(200, func(g *rand.Rand, role int) engine.Command {
			return engine.Command{Verb: engine.Share, Role: role, Ref: g.IntN(len(sc.Facts)), To: others(role)}
		}),
		"to the public": many(60, func(g *rand.Rand, role int) engine.Command {
			return engine.Command{Verb: engine.Share, Role: role, Ref: g.IntN(len(sc.Facts)),
				To: []int{engine.Public}}
		}),
		"words to all": many(200, func(_ *rand.Rand, role int) engine.Command {
			return engine.Command{Verb: engine.Say, Role: role, Ref: -1, To: others(role), Text: "noted"}
		}),
		"questions": many(30, func(g *rand.Rand, role int) engine.Command {
			to := others(role)
			return engine.Command{Verb: engine.Ask, Role: role, Ref: -1, To: []int{to[g.IntN(len(to))]}, Text: "?",
				Span: inHours(2)}
		}),
		"begun and cancelled": func(*rand.Rand) (out []engine.Timed) {
			for a := range sc.Actions {
				if sc.Actions[a].Joint != nil || !sc.Actions[a].Takes.Set {
					continue
				}
				for _, role := range sc.RolesOf(sc.Actions[a].By) {
					for hour := 0.5; hour < length; hour += length / 40 {
						for _, verb := range []engine.Verb{engine.Act, engine.Cancel} {
							c := engine.Command{Verb: verb, Role: role, Ref: a}
							out = append(out, engine.Timed{At: inHours(hour), Command: c})
						}
					}
				}
			}
			return out
		},
		"guesses at once": guesses(0.02, 0), "guesses at the end": guesses(length, length/20),
	}
}

func (r *rater) noiseRaisesNothing(name string) {
	for _, kind := range names(noises(r)) {
		for _, team := range []string{"good", "middling", "bad"} {
			if team != "good" && (kind == "all to all" || kind == "to the public") {
				continue
			}
			script := scriptOf(r.t, r.m, name+"."+team+".toml")
			differences := make([][]float64, 4)
			for seed := range uint64(atLeast(4, 40)) {
				more := noises(r)[kind](rand.New(rand.NewPCG(7, seed)))
				before, after := r.mark(script, seed), r.mark(inOrder(append(slices.Clone(script), more...)), seed)
				for i := range differences {
					if d := after.scores[i] - before.scores[i]; !math.IsNaN(d) {
						differences[i] = append(differences[i], d)
					}
				}
			}
			for i := range differences {
				p := PairedOf(differences[i])
				assert.False(r.t, p.Mean > 0.5 && (p.N < 2 || p.CI95[0] > 0), "%s raises the %s of %s by %.2f", kind,
					markIDs()[i], team, p.Mean)
			}
		}
	}
}
