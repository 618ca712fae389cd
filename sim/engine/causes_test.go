package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// chanceAfter is the chance of the one link after actions were taken in order, each at
// once; effects are what actions 0, 1, … do to it.
func chanceAfter(t require.TestingT, written string, effects []string, order ...int) float64 {
	var src strings.Builder
	fmt.Fprintf(&src,
		"title=\"x\"\nlength=\"100h\"\n[role.r]\n[system.s]\n[system.t]\n[[link]]\nfrom=\"s\"\nto=\"t\"\nchance=%s\n", written)
	for i, e := range effects {
		fmt.Fprintf(&src, "[action.a%d]\nby=\"r\"\nonce=false\neffects=[{link=[\"s\",\"t\"], %s}]\n", i, e)
	}
	sc, ds := scenario.Load("x.toml", []byte(src.String()))
	require.NotNil(t, sc, "%s\n%s", src.String(), ds)
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	e := engine.New(m, 1, engine.Setup{})
	for _, a := range order {
		answer := e.Do(engine.Command{Verb: engine.Act, Role: 0, Ref: a})
		require.True(t, answer.OK, answer.Refusal)
	}
	chance, _ := e.Link(0)
	return chance
}

// TestCausesCombine shows how several changes of a link's chance go together.
func TestCausesCombine(t *testing.T) {
	for name, c := range map[string]struct {
		written string
		effects []string
		order   []int
		want    float64
	}{
		"one, alone":                         {"0.6", []string{"chance=0.06"}, []int{0}, 0.06},
		"the weaker after the stronger":      {"0.6", []string{"chance=0.06", "chance=0.45"}, []int{0, 1}, 0.045},
		"the stronger after the weaker":      {"0.6", []string{"chance=0.06", "chance=0.45"}, []int{1, 0}, 0.045},
		"the same again counts once":         {"0.6", []string{"chance=0.3"}, []int{0, 0, 0}, 0.3},
		"what raises and what reduces":       {"0.4", []string{"chance=0.8", "chance=0.2"}, []int{0, 1}, 0.4},
		"never more than certain":            {"0.5", []string{"chance=1", "times=3"}, []int{0, 1}, 1},
		"from nothing":                       {"0", []string{"chance=0.3"}, []int{0}, 0.3},
		"multiplied, each time":              {"0.8", []string{"times=0.5"}, []int{0, 0}, 0.2},
		"set, whatever it was":               {"0.6", []string{"chance=0.06", "set=0.9"}, []int{0, 1}, 0.9},
		"a cause after it was set counts on": {"0.6", []string{"set=0.9", "chance=0.3"}, []int{0, 1}, 0.45},
		"cut, and nothing opens it":          {"0.6", []string{"cut=true", "set=0.9"}, []int{0, 1}, 0.6},
	} {
		t.Run(name, func(t *testing.T) {
			assert.InDelta(t, c.want, chanceAfter(t, c.written, c.effects, c.order...), 1e-12)
		})
	}
}

// TestMeasuresNeverUndoEachOther: with reductions alone, each leaves the chance no higher
// than it was, and the order does not matter.
func TestMeasuresNeverUndoEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		written := rapid.Float64Range(0.01, 1).Draw(t, "written")
		var effects []string
		var order []int
		for i := range rapid.IntRange(1, 5).Draw(t, "measures") {
			effects = append(effects, fmt.Sprintf("chance=%v", written*rapid.Float64Range(0, 1).Draw(t, "share")))
			order = append(order, i)
		}
		before := written
		for n := range order {
			after := chanceAfter(t, fmt.Sprint(written), effects, order[:n+1]...)
			require.LessOrEqual(t, after, before+1e-15)
			before = after
		}
		require.InDelta(t, before, chanceAfter(t, fmt.Sprint(written), effects,
			rapid.Permutation(order).Draw(t, "order")...), 1e-12)
	})
}

// TestACutLinkSaysThatItStaysCut wants a change of a link that is cut to be told.
func TestACutLinkSaysThatItStaysCut(t *testing.T) {
	const text = "title=\"x\"\nlength=\"9h\"\n[role.r]\n[system.s]\n[system.t]\n[[link]]\nfrom=\"s\"\nto=\"t\"\n[action.cut]\nby=\"r\"\neffects=[{link=[\"s\",\"t\"], cut=true}]\n" +
		"[action.open]\nby=\"r\"\neffects=[{link=[\"s\",\"t\"], chance=1}]\n"
	sc, ds := scenario.Load("x.toml", []byte(text))
	require.NotNil(t, sc)
	assert.Contains(t, ds.Format("x.toml", text), "a link that is cut stays cut")
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	e := engine.New(m, 1, engine.Setup{})
	var stopped []engine.Event
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.LinkStopped {
			stopped = append(stopped, ev)
		}
	})
	e.Do(engine.Command{Verb: engine.Act, Role: 0, Ref: 0})
	e.Do(engine.Command{Verb: engine.Act, Role: 0, Ref: 1})
	require.Len(t, stopped, 1)
	assert.Equal(t, engine.Via{Cause: engine.ByAction, Ref: 1}, stopped[0].Via)
}
