package score

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// perturbed is a script in which deeds are dropped, delayed by up to so many hours and misaddressed at random, more
// of them and by more the worse the team.
func perturbed(g *rand.Rand, script []engine.Timed, roles int, hours float64) []engine.Timed {
	bad := g.Float64()
	var out []engine.Timed
	for _, c := range script {
		if g.Float64() < 0.5*bad {
			continue
		}
		if c.At > 0 && g.Float64() < bad {
			c.At += inHours(g.Float64() * bad * hours)
		}
		if c.Verb == engine.Share && g.Float64() < 0.5*bad {
			c.To = slices.Clone(c.To)
			if to := g.IntN(roles); to != c.Role {
				c.To[g.IntN(len(c.To))] = to
			}
		}
		out = append(out, c)
	}
	return inOrder(out)
}

// TestScoresFollowHarm: over good teams made worse at random the total goes with less harm,
// every part of a score has the right sign, and no two parts say the same.
func TestScoresFollowHarm(t *testing.T) {
	r := newRater(t)
	r.scoresFollowHarm(scriptOf(t, r.m, "cold_copy.good.toml"), 96, atLeast(150, 300), atLeast(4, 20))
}

// scoresFollowHarm holds so many teams that play a good script worse, at random, to the bars. A
// deed is late by up to so many hours. Parts that are said to be unrelated need not follow harm.
func (r *rater) scoresFollowHarm(good []engine.Timed, hours float64, teams, draws int, unrelated ...string) {
	g := rand.New(rand.NewPCG(1, 2))
	var harm []float64
	columns := make([][]float64, len(markIDs()))
	for range teams {
		script := perturbed(g, good, len(r.m.Scenario.Roles), hours)
		var got []marks
		for seed := range draws {
			got = append(got, r.mark(script, uint64(seed)))
		}
		mean := meansOf(got)
		harm = append(harm, mean.harm)
		for i, v := range mean.all {
			columns[i] = append(columns[i], v)
		}
	}
	report := []string{}
	for i, id := range markIDs() {
		rho := spearman(columns[i], harm)
		report = append(report, fmt.Sprintf("%s %.2f", id, rho))
		assert.True(r.t, rho <= -0.2 || slices.Contains(unrelated, id), "%s: %.2f", id, rho)
	}
	assert.LessOrEqual(r.t, spearman(columns[0], harm), -0.8)
	most, pair := 0.0, ""
	for i := 4; i < len(columns); i++ {
		for j := 4; j < i; j++ {
			if rho := spearman(columns[i], columns[j]); rho > most {
				most, pair = rho, markIDs()[i]+", "+markIDs()[j]
			}
		}
	}
	assert.LessOrEqual(r.t, most, 0.9, pair)
	r.t.Logf("Spearman with harm: %s; the two parts most alike: %.3f %s", strings.Join(report, ", "), most, pair)
}

// TestNothingIsGainedByLessOrLater: no deed of a good script, dropped or delayed, raises a score
// by more than its noise.
func TestNothingIsGainedByLessOrLater(t *testing.T) {
	testsize.Long(t)
	r := newRater(t)
	delays := []float64{12}
	if testsize.Full() {
		delays = []float64{1, 4, 12, 24, 48}
	}
	for _, name := range []string{"good", "17_surgical"} {
		r.nothingIsGained(name, r.strategies()[name], delays, atLeast(3, 50), 0.05, 0.05)
	}
}

// nothingIsGained drops each deed of a script, and delays it by each of so many hours: no score
// rises by more than it may, unless the world is better off without the deed.
func (r *rater) nothingIsGained(name string, script []engine.Timed, delays []float64, draws int,
	speed, others float64) {
	var base []marks
	for seed := range draws {
		base = append(base, r.mark(script, uint64(seed)))
	}
	for k := range script {
		may := []float64{others, speed, others, others}
		if script[k].Verb == engine.Invest {
			may[2] = max(1, others) // what a mechanism does without anybody is in the yardstick
		}
		for _, delay := range append([]float64{0}, delays...) { // 0 is dropped
			less := slices.Clone(script)
			if less[k].At += inHours(delay); delay == 0 {
				less = slices.Delete(less, k, k+1)
			}
			less = inOrder(less)
			differences, harm := make([][]float64, 4), []float64(nil)
			for seed := range draws {
				m := r.mark(less, uint64(seed))
				harm = append(harm, m.harm-base[seed].harm)
				for i, v := range m.scores {
					if d := v - base[seed].scores[i]; !math.IsNaN(d) {
						differences[i] = append(differences[i], d)
					}
				}
			}
			if PairedOf(harm).Mean < 0 {
				continue
			}
			for i := range differences {
				p := PairedOf(differences[i])
				assert.False(r.t, p.Mean > may[i] && p.CI95[0] > 0,
					"%s, deed %d (%s of %s) %v h later: %s is higher by %.3f",
					name, k, script[k].Verb, r.m.Scenario.Roles[script[k].Role].ID, delay, markIDs()[i], p.Mean)
			}
		}
	}
}

// means are marks over draws, without those that were not defined.
type means struct {
	harm float64
	all  []float64
}

func meansOf(got []marks) means {
	var out means
	for i := range markIDs() {
		sum, n := 0.0, 0.0
		for k := range got {
			if v := got[k].all()[i]; !math.IsNaN(v) {
				sum, n = sum+v, n+1
			}
		}
		out.all = append(out.all, sum/max(1, n))
	}
	for k := range got {
		out.harm += got[k].harm / float64(len(got))
	}
	return out
}

func (m means) String() string {
	s := fmt.Sprintf("harm %.1f", m.harm)
	for i, id := range markIDs() {
		s += fmt.Sprintf(", %s %.3g", id, m.all[i])
	}
	return s
}

// spearman is the rank correlation of two lists.
func spearman(a, b []float64) float64 {
	x, y := ranksOf(a), ranksOf(b)
	n := float64(len(a))
	var mx, my, xx, yy, xy float64
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	for i := range x {
		xx, yy, xy = xx+(x[i]-mx)*(x[i]-mx), yy+(y[i]-my)*(y[i]-my), xy+(x[i]-mx)*(y[i]-my)
	}
	return xy / math.Sqrt(xx*yy)
}

func ranksOf(a []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		for _, v := range a {
			switch {
			case v < a[i]:
				out[i]++
			case v == a[i]:
				out[i] += 0.5
			}
		}
	}
	return out
}
