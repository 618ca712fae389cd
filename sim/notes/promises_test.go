package notes

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/score"
	"tocsin/sim/testsize"
)

var noWork score.Work

// chainOf is a world of seats a, b, c, … of different kinds in a row. Seat a sees the first
// fact; each fact is a case of a signal of its own.
func chainOf(kinds []string, quorum int, sees map[string]string) string {
	var b strings.Builder
	b.WriteString("title = \"Chain\"\nlength = \"30d\"\n")
	var by []string
	for _, k := range kinds {
		fmt.Fprintf(&b, "[role.%s]\nis = %q\n", k, k)
		by = append(by, fmt.Sprintf("%q", k))
	}
	for i, signal := range []string{"weights_leaving", "records_missing", "staging_found"} {
		fmt.Fprintf(&b, "[fact.f%d]\ntext = \"F\"\nsignal = %q\n", i, signal)
		if who := sees[signal]; who != "" {
			fmt.Fprintf(&b, "known = {%s={at=\"1h\"}}\n", who)
		}
	}
	fmt.Fprintf(&b, "[action.together]\nby = [%s]\njoint = {quorum=%d, within=\"20d\"}\n", strings.Join(by, ", "),
		quorum)
	return b.String()
}

// TestPromisedTimes: the longest path through waits, tells and decisions, worked by hand on
// five small graphs.
func TestPromisedTimes(t *testing.T) {
	kinds := []string{"cloud", "police", "press", "hospital"}
	tell := func(who, what, within string) string {
		return fmt.Sprintf("tell = [{who=%q, what=%q, within=%q}]", who, what, within)
	}
	commit := func(within string) string { return "commit = [\"together\"]\nwithin = \"" + within + "\"" }
	w, r := "weights_leaving", "records_missing"
	for name, c := range map[string]struct {
		quorum int
		sees   map[string]string
		orgs   []string
		want   float64 // hours; below zero for never
		path   []string
	}{
		// cloud sees w, tells police in 2 h, who tells press in 3 h, who commits in 4 h; cloud
		// commits in 1 h; two are enough: 2+3+4.
		"a row": {2, map[string]string{w: "cloud"}, []string{
			org("A", "cloud", whole("a", "signal('"+w+"')", tell("police", w, "2h")),
				whole("c", "signal('"+w+"')", commit("1h"))),
			org("B", "police", whole("b", "told('cloud', '"+w+"')", tell("press", w, "3h"))),
			org("C", "press", whole("c", "told('police', '"+w+"')", commit("4h"))),
		}, 9, []string{"A/a", "B/b", "C/c"}},
		// Of two ways to press the shorter counts: told by cloud in 6 h, or by police in 2 + 3.
		"the shorter way": {2, map[string]string{w: "cloud"}, []string{
			org("A", "cloud", whole("a", "signal('"+w+"')", tell("police", w, "2h")),
				whole("d", "signal('"+w+"')", tell("press", w, "6h")),
				whole("c", "signal('"+w+"')", commit("1h"))),
			org("B", "police", whole("b", "told('cloud', '"+w+"')", tell("press", w, "3h"))),
			org("C", "press", whole("c", "signal('"+w+"')", commit("4h"))),
		}, 9, []string{"A/a", "B/b", "C/c"}},
		// Both signals are needed: the later of 2 h and 7 h, plus 1.
		"the later of two": {1, map[string]string{w: "cloud", r: "police"}, []string{
			org("A", "cloud", whole("a", "signal('"+w+"')", tell("press", w, "2h"))),
			org("B", "police", whole("b", "signal('"+r+"')", tell("press", r, "7h"))),
			org("C", "press", whole("c", "told('cloud', '"+w+"') && told('police', '"+r+"')", commit("1h"))),
		}, 8, []string{"B/b", "C/c"}},
		// The quorum's third commitment comes last: 1, 5, 9 and 20 h; three are enough.
		"the quorum": {3, map[string]string{w: "cloud"}, []string{
			org("A", "cloud", whole("a", "signal('"+w+"')", tell("all", w, "1h")),
				whole("c", "signal('"+w+"')", commit("1h"))),
			org("B", "police", whole("c", "signal('"+w+"')", commit("4h"))),
			org("C", "press", whole("c", "signal('"+w+"')", commit("8h"))),
			org("D", "hospital", whole("c", "signal('"+w+"')", commit("19h"))),
		}, 9, []string{"A/a", "C/c"}},
		// Nobody tells police of what only cloud sees.
		"never": {2, map[string]string{w: "cloud"}, []string{
			org("A", "cloud", whole("c", "signal('"+w+"')", commit("1h"))),
			org("B", "police", whole("c", "signal('"+w+"')", commit("4h"))),
		}, -1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			sc := world(t, chainOf(kinds, c.quorum, c.sees))
			var set []*Organisation
			for _, src := range c.orgs {
				set = append(set, organisation(t, src))
			}
			a, err := Analyse(words(t), set, []*scenario.Scenario{sc}, nil)
			require.NoError(t, err)
			require.Len(t, a.Promised, 1)
			got := a.Promised[0]
			if c.want < 0 {
				assert.Nil(t, got.Within)
				return
			}
			require.NotNil(t, got.Within)
			assert.InDelta(t, c.want, *got.Within, 1e-9)
			var path []string
			for _, s := range got.Path {
				if s.Note != nil {
					path = append(path, s.Note.Organisation+"/"+s.Note.Note)
				}
			}
			assert.Equal(t, c.path, path)
		})
	}
}

// TestCircles: the strongly connected parts of waits, worked by hand.
func TestCircles(t *testing.T) {
	kinds := []string{"cloud", "police", "press", "hospital"}
	pass := func(id, from, to string) string {
		return whole(id, "told('"+from+"', 'weights_leaving')",
			fmt.Sprintf("tell = [{who=%q, what=\"weights_leaving\", within=\"1h\"}]", to))
	}
	for name, c := range map[string]struct {
		orgs []string
		want [][]string
	}{
		"three in a ring": {[]string{org("A", "cloud", pass("a", "press", "police")),
			org("B", "police", pass("b", "cloud", "press")),
			org("C", "press", pass("c", "police", "cloud"))}, [][]string{{"A/a", "B/b", "C/c"}}},
		"two rings": {[]string{org("A", "cloud", pass("a", "police", "police")),
			org("B", "police", pass("b", "cloud", "cloud")),
			org("C", "press", pass("c", "hospital", "hospital")), org("D", "hospital", pass("d", "press", "press"))},
			[][]string{{"A/a", "B/b"}, {"C/c", "D/d"}}},
		"a ring and a tail": {[]string{org("A", "cloud", pass("a", "police", "police")),
			org("B", "police", pass("b", "cloud", "cloud"), pass("b2", "cloud", "press")),
			org("C", "press", pass("c", "police", "hospital"))}, [][]string{{"A/a", "B/b"}}},
		"a row is no ring": {[]string{org("A", "cloud", pass("a", "hospital", "police")),
			org("B", "police", pass("b", "cloud", "press"))}, nil},
		"one way in": {[]string{org("A", "cloud", pass("a", "police", "police"),
			whole("own", "signal('weights_leaving')",
				`tell = [{who="police", what="weights_leaving", within="1h"}]`)),
			org("B", "police", pass("b", "cloud", "cloud"))}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			sees := map[string]string{}
			if name == "one way in" {
				sees["weights_leaving"] = "cloud"
			} else {
				sees["weights_leaving"] = "civil_society"
			}
			src := strings.Replace(chainOf(kinds, 1, sees), "[role.cloud]",
				"[role.civil_society]\nis = \"civil_society\"\n[role.cloud]", 1)
			var set []*Organisation
			for _, o := range c.orgs {
				set = append(set, organisation(t, o))
			}
			a, err := Analyse(words(t), set, []*scenario.Scenario{world(t, src)}, nil)
			require.NoError(t, err)
			var got [][]string
			for _, f := range a.Findings {
				if f.Kind != Deadlock {
					continue
				}
				var refs []string
				for _, n := range f.Notes {
					refs = append(refs, n.Organisation+"/"+n.Note)
				}
				got = append(got, refs)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// TestPromisesHold: in random sets of notes, each kept at a random time within its promise, the
// joint action begins, and no later than promised after the last signal has shown.
func TestPromisesHold(t *testing.T) {
	testsize.Long(t)
	kinds := []string{"cloud", "police", "press", "hospital"}
	signals := []string{"weights_leaving", "records_missing", "staging_found"}
	begun := 0
	rapid.Check(t, func(t *rapid.T) {
		sees := map[string]string{}
		for _, s := range signals {
			sees[s] = rapid.SampledFrom(kinds).Draw(t, "sees "+s)
		}
		sc := world(t, chainOf(kinds, rapid.IntRange(1, 3).Draw(t, "quorum"), sees))
		var set []*Organisation
		for i, k := range kinds {
			set = append(set, organisation(t, org(string(rune('A'+i)), k, randomNotes(t, kinds, signals)...)))
		}
		b := Bind(words(t), set, sc)
		last := b.promises(nil).agreed(0)
		if last.at == Never {
			return
		}
		played := sc
		for i := range b.Notes {
			for _, d := range b.Notes[i].Deeds {
				n := b.asNote(&b.Notes[i], d, false)
				n.Decide.A = scenario.Duration(rapid.Float64Range(0, 1).Draw(t, "kept") * float64(d.Within))
				var err error
				played, err = played.WithNote(n)
				require.NoError(t, err)
			}
		}
		m, err := engine.Compile(played)
		require.NoError(t, err)
		e := engine.New(m, 1, engine.Setup{})
		at := engine.Time(-1)
		e.Observe(func(ev engine.Event) {
			if ev.Kind == engine.JointStarted && at < 0 {
				at = ev.At
			}
		})
		require.NoError(t, bot.Run(t.Context(), e, &bot.Table{}, nil, e.Horizon(), nil))
		bound := engine.Time(scenario.Hour + last.at) // every signal shows after an hour
		if at < 0 || at > bound {
			t.Fatalf("begins at %v, promised by %v", at, bound)
		}
		begun++
	})
	assert.Positive(t, begun)
}

// randomNotes are one to three notes that tell and commit on random triggers.
func randomNotes(t *rapid.T, kinds, signals []string) []string {
	leaf := func() string {
		s := rapid.SampledFrom(signals).Draw(t, "signal")
		if rapid.Bool().Draw(t, "told") {
			return fmt.Sprintf("told('%s', '%s')", rapid.SampledFrom(kinds).Draw(t, "by"), s)
		}
		return "signal('" + s + "')"
	}
	var out []string
	for i := range rapid.IntRange(1, 3).Draw(t, "notes") {
		when := leaf()
		if rapid.Bool().Draw(t, "two") {
			when += rapid.SampledFrom([]string{" && ", " || "}).Draw(t, "op") + leaf()
		}
		rest := fmt.Sprintf("within = \"%dm\"\n", rapid.IntRange(1, 600).Draw(t, "within"))
		if rapid.Bool().Draw(t, "tells") {
			rest += fmt.Sprintf("tell = [{who=%q, what=%q}]\n",
				rapid.SampledFrom(append(kinds, "all")).Draw(t, "who"),
				rapid.SampledFrom(signals).Draw(t, "what"))
		}
		if rapid.Bool().Draw(t, "commits") || !strings.Contains(rest, "tell") {
			rest += "commit = [\"together\"]\n"
		}
		out = append(out, whole(fmt.Sprintf("n%d", i), when, rest))
	}
	return out
}

// What is stopped holds the draws that every variant was played on, and they are those of a
// run that is as short.
func TestStressThatIsBrokenOff(t *testing.T) {
	v, registry := words(t), folder(t, "exchanged")
	b := Bind(v, registry, library(t, "practice"))
	ctx, stop := context.WithCancel(t.Context())
	whole, err := Stress(t.Context(), b, 25, score.Work{})
	require.NoError(t, err)
	part, err := Stress(ctx, b, 100, score.Work{Progress: func(done, of int) {
		if done > of/4+3 {
			stop()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	require.NotNil(t, part)
	assert.Equal(t, whole, part)
	stop()
	none, err := Stress(ctx, b, 100, score.Work{})
	require.ErrorIs(t, err, context.Canceled)
	assert.Nil(t, none)
}
