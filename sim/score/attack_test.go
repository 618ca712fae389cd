package score

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// TestWorseIsNotAbove: of two teams whose efficiency, held to 0 to 1, differs by 0.4 and whose
// harm by half as much again, the worse is above by total on at most one draw in twenty.
func TestWorseIsNotAbove(t *testing.T) {
	testsize.Long(t)
	r := newRater(t)
	draws := atLeast(20, 200)
	all := r.strategies()
	got := map[string][]marks{}
	for name, script := range all {
		for seed := range draws {
			got[name] = append(got[name], r.mark(script, uint64(seed)))
		}
	}
	held := func(v float64) float64 { return min(max(v, 0), 1) }
	pairs := 0
	for _, better := range names(all) {
		for _, worse := range names(all) {
			above, n := 0, 0
			for i := range draws {
				x, y := got[better][i], got[worse][i]
				if held(x.efficiency)-held(y.efficiency) < 0.4 || y.harm < 1.5*x.harm {
					continue
				}
				n++
				if y.scores[0] > x.scores[0] {
					above++
				}
			}
			if n > 0 {
				pairs++
				assert.LessOrEqual(t, float64(above), 0.05*float64(draws), "%s above %s on %d of %d", worse, better,
					above,
					n)
			}
		}
	}
	assert.Greater(t, pairs, 30, "enough pairs differ so much")
	if testsize.Full() {
		for _, name := range names(all) {
			t.Logf("%-36s %s", name, meansOf(got[name]))
		}
	}
}

// TestNoiseRaisesNothing: whatever is added to a script that tells nobody anything new, keeps no
// mark, guesses, asks to no purpose or does harm raises no score.
func TestNoiseRaisesNothing(t *testing.T) {
	testsize.Long(t)
	r := newRater(t)
	sc := r.m.Scenario
	roles := len(sc.Roles)
	others := func(role int) (out []int) {
		for o := range roles {
			if o != role {
				out = append(out, o)
			}
		}
		return out
	}
	at := func(g *rand.Rand, hours float64) engine.Time { return inHours(g.Float64() * hours) }
	many := func(n int, hours float64, make func(g *rand.Rand,
		role int) engine.Command) func(*rand.Rand) []engine.Timed {
		return func(g *rand.Rand) (out []engine.Timed) {
			for range n {
				out = append(out, engine.Timed{At: at(g, hours), Command: make(g, g.IntN(roles))})
			}
			return out
		}
	}
	once := func(action string, hour float64) func(*rand.Rand) []engine.Timed {
		a := sc.Find("action", action)
		return func(*rand.Rand) []engine.Timed {
			return []engine.Timed{{At: inHours(hour),
				Command: engine.Command{Verb: engine.Act, Role: sc.RolesOf(sc.Actions[a].By)[0], Ref: a}}}
		}
	}
	declare := func(from, span float64) func(g *rand.Rand) []engine.Timed {
		return func(g *rand.Rand) (out []engine.Timed) {
			for p := range sc.Probes {
				for _, role := range sc.RolesOf(sc.Probes[p].To) {
					out = append(out, engine.Timed{At: inHours(from) + at(g, span), Command: engine.Command{
						Verb: engine.Declare, Role: role, Ref: p, Option: g.IntN(len(sc.Probes[p].Options)), Num: 1}})
				}
			}
			return out
		}
	}
	noise := map[string]func(*rand.Rand) []engine.Timed{
		"words to all": many(200, 400, func(_ *rand.Rand, role int) engine.Command {
			return engine.Command{Verb: engine.Say, Role: role, Ref: -1, To: others(role), Text: "noted"}
		}),
		"all to all": many(200, 400, func(g *rand.Rand, role int) engine.Command {
			return engine.Command{Verb: engine.Share, Role: role, Ref: g.IntN(len(sc.Facts)), To: others(role)}
		}),
		"to the public": many(60, 400, func(g *rand.Rand, role int) engine.Command {
			return engine.Command{Verb: engine.Share, Role: role, Ref: g.IntN(len(sc.Facts)),
				To: []int{engine.Public}}
		}),
		"questions": many(30, 400, func(g *rand.Rand, role int) engine.Command {
			to := others(role)
			return engine.Command{Verb: engine.Ask, Role: role, Ref: -1, To: []int{to[g.IntN(len(to))]}, Text: "?",
				Span: inHours(2)}
		}),
		"guesses at once": declare(0.02, 0), "guesses at the end": declare(450, 40),
		"key_rotation": once("key_rotation", 3), "key_rotation late": once("key_rotation", 60),
		"public_denial": once("public_denial", 3), "public_denial late": once("public_denial", 60),
		"restrict_access": once("restrict_access", 3), "restrict_access late": once("restrict_access", 60),
		"publish_story": once("publish_story", 3), "publish_story late": once("publish_story", 130),
	}
	informs := map[string]bool{"all to all": true, "to the public": true} // those who had been told nothing
	for name, script := range r.strategies() {
		for _, kind := range names(noise) {
			if informs[kind] && name != "good" && name != "20_good_minus_trace" && name != "17_surgical" {
				continue
			}
			differences := make([][]float64, 4)
			for seed := range uint64(atLeast(3, 40)) {
				g := rand.New(rand.NewPCG(7, seed))
				more := inOrder(append(slices.Clone(script), noise[kind](g)...))
				before, after := r.mark(script, seed), r.mark(more, seed)
				for i := range differences {
					if d := after.scores[i] - before.scores[i]; !math.IsNaN(d) {
						differences[i] = append(differences[i], d)
					}
				}
			}
			for i := range differences {
				p := PairedOf(differences[i])
				// what happens otherwise in a world in which harm was done goes well on some draws
				assert.False(t, p.Mean > 0.5 && (p.N < 2 || p.CI95[0] > 0), "%s raises the %s of %s by %.2f", kind,
					markIDs()[i], name, p.Mean)
			}
		}
	}
}

// TestAFloodIsNoWayToBeQuick: a good script with 1,370 breaches of marks gets less on every
// score but effectiveness, as the world is the same.
func TestAFloodIsNoWayToBeQuick(t *testing.T) {
	r := newRater(t)
	all := r.strategies()
	for seed := range uint64(atLeast(5, 200)) {
		good, flood := r.mark(all["good"], seed), r.mark(all["21_good+message_flood"], seed)
		for i, id := range markIDs()[:4] {
			if id != "effectiveness" {
				assert.Less(t, flood.scores[i], good.scores[i], "%s, seed %d", id, seed)
			}
		}
	}
}
