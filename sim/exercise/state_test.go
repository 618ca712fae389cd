package exercise

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/scenario"
	"tocsin/sim/statetest"
)

// played is an exercise in which a little of everything has happened.
func played(t *testing.T) *Exercise {
	f, err := os.Open("../../testdata/records/secrets_1.jsonl")
	require.NoError(t, err)
	defer f.Close()
	h, entries, _, err := record.ReadUntil(f, 0)
	require.NoError(t, err)
	x, err := New(h)
	require.NoError(t, err)
	for _, en := range entries {
		require.NoError(t, x.Follow(en))
	}
	return x
}

// TestFieldsOutsideTheDigestSayWhy: a field is in the digest unless its tag says that it
// is kept or scratch, and why.
func TestFieldsOutsideTheDigestSayWhy(t *testing.T) {
	assert.Empty(t, statetest.Unexplained(&Exercise{}))
}

// TestDigestSeesEveryField: another value anywhere in the state is another digest.
func TestDigestSeesEveryField(t *testing.T) {
	assert.Empty(t, statetest.Unseen(played(t), (*Exercise).Clone, (*Exercise).Digest),
		"these can change without another digest: add them to Exercise.Digest, or tag them state:\"kept\" and say why")
}

// TestCloneIsEqualAndIndependent: a copy has every field of the state, and shares none
// that is changed in place.
func TestCloneIsEqualAndIndependent(t *testing.T) {
	x := played(t)
	statetest.Touch(x)
	statetest.Spare(x)
	c := x.Clone()
	assert.Empty(t, statetest.Differs(x, c), "a copy is another: add these to Exercise.Clone")
	assert.Empty(t, statetest.Shares(x, c), "a copy has the same memory: copy these in Exercise.Clone, "+
		"or tag them shared and say why")
	for r := range x.desks {
		a, b := &x.desks[r], &c.desks[r]
		assert.Empty(t, statetest.Shares(a, b), "desk %d: copy these in desk.clone", r)
		for i := range a.opened {
			assert.Empty(t, statetest.Shares(&a.opened[i], &b.opened[i]), "desk %d, opened", r)
		}
	}
	require.NotEmpty(t, x.desks[len(x.desks)-1].opened)
	for i := range x.questions {
		assert.Empty(t, statetest.Shares(&x.questions[i], &c.questions[i]), "question %d", i)
	}
	assert.Equal(t, x.Digest(), c.Digest())
}

// TestDigestSeesWhoHasTheClock: in turns and with a director, how far they are; and when bots act next.
func TestDigestSeesWhoHasTheClock(t *testing.T) {
	x := played(t)
	digest := func(change func(c *Exercise)) uint64 {
		c := x.Clone()
		c.byTurn, c.directs.asked = turns{every: 2, n: 2, done: []int{1}}, 2
		change(c)
		return c.Digest()
	}
	seen := map[uint64]string{}
	for what, change := range map[string]func(c *Exercise){
		"nothing":                     func(*Exercise) {},
		"the length of a turn":        func(c *Exercise) { c.byTurn.every++ },
		"the turn":                    func(c *Exercise) { c.byTurn.n++ },
		"who is done":                 func(c *Exercise) { c.byTurn.done[0]++ },
		"the time of the director":    func(c *Exercise) { c.directs.asked++ },
		"that the facilitator has it": func(c *Exercise) { c.directs.hand = !c.directs.hand },
	} {
		assert.Empty(t, seen[digest(change)], what)
		seen[digest(change)] = what
	}
}

// TestDigestSeesWhenBotsActNext: with another plan of a bot it is another.
func TestDigestSeesWhenBotsActNext(t *testing.T) {
	x, err := New(record.Header{Format: 1, Name: "x", Seed: 1, Scenario: "title = \"T\"\nlength = \"20h\"\n[role.lab]\n" +
		"[action.look]\nby = [\"lab\"]\n[[note]]\nrole = \"lab\"\nwhen = \"hours >= 1\"\ndo = \"look\"\ndecide = \"3h\"\n"})
	require.NoError(t, err)
	x.setBot(0, true)
	x.begin()
	x.Advance(engine.At(2 * scenario.Hour))
	at, acts := x.bots.Next()
	require.True(t, acts)
	require.Equal(t, engine.At(4*scenario.Hour), at)
	c := x.Clone()
	c.bots = bot.Table{}
	assert.NotEqual(t, x.Digest(), c.Digest())
}

// TestFatesAreACopysOwn: what happens to a promise in a copy says nothing of the exercise itself.
func TestFatesAreACopysOwn(t *testing.T) {
	x := played(t)
	c := x.Clone()
	c.fates[0] = "kept"
	assert.NotContains(t, x.fates, 0)
}
