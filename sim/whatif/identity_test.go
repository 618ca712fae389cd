package whatif_test

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tocsin/scenarios"
	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
	"tocsin/sim/whatif"
)

// TestIdentityOfRandomExercises: with no change and on the same seed, a world is the run,
// whoever played it and whatever they did.
func TestIdentityOfRandomExercises(t *testing.T) {
	n := testsize.Of(1000, 60, 8)
	models := library(t)
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 7))
		run, e := randomExercise(t, models[i%len(models)], r)
		p, err := whatif.Of(t.Context(), run)
		require.NoError(t, err)
		require.Equal(t, e.Digest(), p.Digest, "exercise %d of %s, played again by its commands", i,
			run.Model.Scenario.Title)
		pl := p.Player()
		for range 2 { // the second has the memory of the first
			same, err := pl.Play(t.Context(), p.Same())
			require.NoError(t, err)
			require.Equal(t, e.Digest(), same.Digest(), "exercise %d of %s, with no change", i,
				run.Model.Scenario.Title)
		}
		require.Len(t, p.Deeds, len(run.Acts))
		for k, d := range p.Deeds {
			require.LessOrEqual(t, d.Possible, d.At, "exercise %d, deed %d", i, k)
		}
	}
}

// library is the scenarios that come with Tocsin, and the toys.
func library(t *testing.T) []*engine.Model {
	var out []*engine.Model
	for _, f := range []fs.FS{scenarios.FS, os.DirFS("../../testdata/toys")} {
		names, err := fs.Glob(f, "*.toml")
		require.NoError(t, err)
		for _, name := range names {
			if strings.HasSuffix(name, ".script.toml") || name == "vocabulary.toml" {
				continue
			}
			src, err := fs.ReadFile(f, name)
			require.NoError(t, err)
			sc, ds := scenario.Load(name, src)
			require.False(t, ds.Failed())
			m, err := engine.Compile(sc)
			require.NoError(t, err)
			out = append(out, m)
			if strings.HasPrefix(name, "cold_copy") {
				out = append(out, m, m, m, m) // the one with everything in it comes most often
			}
		}
	}
	return out
}

// randomExercise plays a scenario with bots in some seats and commands at random from the
// others and the facilitator, many of them more than once and many at one moment.
func randomExercise(t *testing.T, m *engine.Model, r *rand.Rand) (whatif.Run, *engine.Engine) {
	sc := m.Scenario
	run := whatif.Run{Model: m, Seed: r.Uint64(), Until: engine.At(sc.Length), Bots: make([]bool, len(sc.Roles)),
		Unattended: r.IntN(2) == 0, Silent: r.IntN(8) == 0}
	for i := range run.Bots {
		run.Bots[i] = r.IntN(3) == 0
	}
	for i := range sc.Mechanisms {
		if r.IntN(3) == 0 {
			run.Setup.Mechanisms = append(run.Setup.Mechanisms, i)
		}
	}
	if r.IntN(4) == 0 {
		run.Until = engine.Time(r.Int64N(int64(run.Until)))
	}
	var script []engine.Timed
	for n := r.IntN(150); n > 0; n-- {
		c := engine.Timed{At: engine.Time(r.Int64N(int64(run.Until) + 1)), Command: randomCommand(m, r)}
		if c.Role >= 0 && run.Bots[c.Role] {
			continue
		}
		if r.IntN(4) == 0 {
			c.At -= c.At % (5 * 3600e9) // several at one moment
		}
		if c.Verb == engine.Invest || c.Verb == engine.File {
			c.At = 0
		}
		script = append(script, c)
	}
	slices.SortStableFunc(script, func(a, b engine.Timed) int {
		early := func(c engine.Timed) int {
			if c.Verb == engine.Invest || c.Verb == engine.File {
				return -1
			}
			return 0
		}
		if a.At != b.At {
			return int(min(max(a.At-b.At, -1), 1))
		}
		return early(a) - early(b)
	})
	e := engine.New(m, run.Seed, run.Setup)
	table := &bot.Table{Plays: run.Bots, Silent: run.Silent, Facilitates: run.Unattended,
		Given: func(c engine.Timed) { run.Acts = append(run.Acts, c) }}
	require.NoError(t, bot.Run(t.Context(), e, table, script, run.Until, func(c engine.Timed, a engine.Answer) {
		if a.OK {
			run.Acts = append(run.Acts, c)
		}
	}))
	return run, e
}

func randomCommand(m *engine.Model, r *rand.Rand) engine.Command {
	sc := m.Scenario
	pick := func(n int) int {
		if n == 0 {
			return -1
		}
		return r.IntN(n)
	}
	c := engine.Command{Role: pick(len(sc.Roles)), Ref: -1}
	if r.IntN(3) == 0 && len(sc.Notes) > 0 { // something sensible
		return m.NoteCommand(r.IntN(len(sc.Notes)))
	}
	to := func() []int {
		out := []int{pick(len(sc.Roles))}
		if r.IntN(3) == 0 {
			out = append(out, pick(len(sc.Roles)))
		}
		if v := pick(len(sc.Venues)); v >= 0 && r.IntN(3) == 0 {
			out = append(out, engine.ToVenue(v))
		}
		if r.IntN(10) == 0 {
			out = append(out, engine.Public)
		}
		return out
	}
	words := []string{"Hold.", "We see it too.", "Who has the logs?"}[r.IntN(3)]
	switch c.Verb = engine.Verb(1 + r.IntN(int(engine.End))); c.Verb {
	case engine.Act, engine.Commit, engine.Withdraw, engine.Cancel:
		c.Ref = pick(len(sc.Actions))
	case engine.Share:
		c.Ref, c.To = pick(len(sc.Facts)), to()
	case engine.Say, engine.Ask:
		c.To, c.Text = to(), words
	case engine.Declare:
		if c.Ref = pick(len(sc.Probes)); c.Ref >= 0 {
			c.Option, c.Num = r.IntN(len(sc.Probes[c.Ref].Options)), r.Float64()
		}
	case engine.Convene:
		c.Ref = pick(len(sc.Venues))
	case engine.Invest:
		c.Ref, c.Num = pick(len(sc.Mechanisms)), 1+r.Float64()*5
	case engine.File, engine.Deviate:
		if c.Ref = pick(len(sc.Notes)); c.Ref >= 0 {
			c.Role, c.Reason = sc.Find("role", sc.Notes[c.Ref].Role), "We cannot."
		}
	case engine.Acknowledge:
		c.Option = r.IntN(3)
	case engine.Attempt:
		c.Text, c.Reason = words, words
	default:
		c.Role = engine.Facilitator
		c.Ref = pick(len(sc.Injects))
		c.Span = engine.Time(r.Int64N(int64(20 * 3600e9)))
		c.Text, c.Case = words, engine.Message{From: pick(len(sc.Roles)), N: 1}
		c.Option = r.IntN(4)
		switch c.Verb {
		case engine.Edit:
			c.Draft = &engine.Draft{Title: words}
		case engine.Inject:
			c.Draft = &engine.Draft{Title: words, Text: words, To: []int{pick(len(sc.Roles))}}
			if f := pick(len(sc.Facts)); f >= 0 {
				c.Draft.Reveals = []int{f}
			}
		case engine.End:
			if r.IntN(10) > 0 {
				c.Verb = engine.Hold
			}
		}
	}
	if (c.Verb == engine.Acknowledge || r.IntN(4) == 0) && c.Role >= 0 {
		c.Re = engine.Message{From: pick(len(sc.Roles)), N: 1 + r.IntN(4)}
	}
	return c
}
