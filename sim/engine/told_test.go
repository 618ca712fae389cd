package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// seats is the text of n roles.
func seats(n int) (text string) {
	for i := range n {
		text += fmt.Sprintf("[role.r%d]\n", i)
	}
	return text
}

// TestWhatIsDeliveredCounts: not how many events there are, but how many seats each one
// reaches; watched or not, at one bound, with an error that names what delivers.
func TestWhatIsDeliveredCounts(t *testing.T) {
	const facts = "[fact.f]\ntext=\"x\"\nknown={r0={at=\"1s\"}}\n"
	for name, c := range map[string]struct{ text, names string }{
		"an inject to all": {"[inject.tick]\nevery=\"1s\"\ntext=\"x\"\n", "inject tick"},
		"a system that flaps": {"[system.s]\nfails=\"1s\"\nrepair=\"1s\"\nwatch={" + watchers(40) + "}\n",
			"system s"},
		"an effect fires it": {"[inject.a]\nevery=\"1s\"\nto=[\"none\"]\neffects=[{inject=\"tick\"}]\n[inject.tick]\ntext=\"x\"\n", "inject tick"},
		"an inject that reveals": {facts + "[inject.tick]\nevery=\"1s\"\ntext=\"x\"\nreveals=[\"f\"]\n",
			"inject tick"},
	} {
		m := tenHours(t, seats(40)+c.text)
		e := engine.New(m, 1, engine.Setup{Limits: engine.Limits{Deliveries: 20_000}})
		seen := 0
		e.Observe(func(engine.Event) { seen++ })
		err := e.Advance(e.Horizon())
		require.ErrorContains(t, err, c.names, name)
		assert.ErrorContains(t, err, "20000 deliveries", name)
		assert.Less(t, seen, 45_000, name)
		unseen := engine.New(m, 1, engine.Setup{Limits: engine.Limits{Deliveries: 20_000}})
		assert.Equal(t, err, unseen.Advance(unseen.Horizon()), "who watches changes nothing: %s", name)
		assert.Equal(t, e.Digest(), unseen.Digest(), name)
	}
}

func watchers(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("r%d={lag=\"0s\"}", i))
	}
	return strings.Join(all, ",")
}

// TestTalkDoesNotEndAnExercise: who says too much is refused, what the scenario brings and
// what the facilitator does goes on, and refusals take no room either.
func TestTalkDoesNotEndAnExercise(t *testing.T) {
	m := tenHours(t, seats(40)+"[inject.tick]\nevery=\"1h\"\ntext=\"x\"\n")
	e := engine.New(m, 1, engine.Setup{Limits: engine.Limits{Deliveries: 10_000}})
	seen, refused := 0, 0
	e.Observe(func(engine.Event) { seen++ })
	say := engine.Command{Verb: engine.Say, Role: 0, To: []int{engine.Public}, Text: strings.Repeat("long ", 700)}
	for range 5000 {
		if a := e.Do(say); !a.OK {
			refused++
			require.Contains(t, a.Refusal, "no room for more")
		}
	}
	assert.Greater(t, refused, 4800)
	assert.Less(t, 5000-refused, 10_000/80+1, "each reaches 40 seats")
	before := seen
	e.Do(say)
	assert.Equal(t, before, seen)
	assert.True(t, e.Do(engine.Command{Verb: engine.Release, Role: engine.Facilitator, Ref: 0}).OK)
	require.NoError(t, e.Advance(e.Horizon()))
	assert.True(t, e.Ended())
}
