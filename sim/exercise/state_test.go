package exercise

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/record"
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
