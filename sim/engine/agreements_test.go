package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// Whatever changes who has committed or which notes are in force is counted, and nothing else is: bots
// that hold back look again only when the count is another.
func TestAgreementsAreCounted(t *testing.T) {
	e := engine.New(model(t, filing+`
[action.hunt]
by = ["a", "b", "c"]
joint = {quorum=2, within="2h", setup="30m"}
`), 1, engine.Setup{})
	hunt := e.Model().Scenario.Find("action", "hunt")
	by := func(v engine.Verb, role, ref int) engine.Command {
		return engine.Command{Verb: v, Role: role, Ref: ref}
	}
	for _, s := range []struct {
		what   string
		at     string // "" before STARTEX
		give   engine.Command
		counts bool
	}{
		{"a note is filed", "", by(engine.File, 0, 0), true},
		{"it is withdrawn", "", revoke(0), true},
		{"it is filed again", "", by(engine.File, 0, 0), true},
		{"it has another version", "", revise(0, sooner), true},
		{"a seat commits", "1h", by(engine.Commit, 0, hunt), true},
		{"a seat acts", "70m", by(engine.Act, 1, 1), false},
		{"it withdraws", "80m", by(engine.Withdraw, 0, hunt), true},
		{"it commits again", "90m", by(engine.Commit, 0, hunt), true},
		{"time passes", "2h", engine.Command{}, false},
		{"the window lapses", "4h", engine.Command{}, true},
		{"another commits", "5h", by(engine.Commit, 1, hunt), true},
		{"and one more, so that it begins", "5h", by(engine.Commit, 2, hunt), true},
	} {
		was := e.Agreements()
		if s.at != "" {
			require.NoError(t, e.Advance(span(t, s.at)))
		}
		if s.give.Verb != 0 {
			a := e.Do(s.give)
			require.True(t, a.OK, "%s: %s", s.what, a.Refusal)
		}
		assert.Equal(t, s.counts, e.Agreements() != was, s.what)
	}
	was := e.Agreements()
	require.NoError(t, e.Advance(span(t, "6h")))
	assert.Equal(t, 1, e.Done(hunt))
	assert.NotEqual(t, was, e.Agreements(), "nobody is committed to what is done")
}
