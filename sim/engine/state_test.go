package engine

import (
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/statetest"
)

// run is an engine in the middle of a run of the scenario that has everything.
func run(t *testing.T) *Engine {
	const path = "../../testdata/models/everything.toml"
	src, err := os.ReadFile(path)
	require.NoError(t, err)
	sc, ds := scenario.Load(path, src)
	require.NotNil(t, sc, ds.Format(path, string(src)))
	m, err := Compile(sc)
	require.NoError(t, err)
	e := New(m, 7, Setup{})
	for i := range 12 {
		require.NoError(t, e.Advance(At(scenario.Duration(i)*scenario.Hour)))
		for a := range sc.Actions {
			e.Do(Command{Verb: Act, Role: i % len(sc.Roles), Ref: a})
			e.Do(Command{Verb: Commit, Role: i % len(sc.Roles), Ref: a})
		}
		e.Do(Command{Verb: Say, Role: i % len(sc.Roles), To: []int{(i + 1) % len(sc.Roles)}, Text: "Here we are."})
	}
	return e
}

// TestFieldsOutsideTheDigestSayWhy: a field is in the digest unless its tag says that it
// is kept or scratch, and why.
func TestFieldsOutsideTheDigestSayWhy(t *testing.T) {
	assert.Empty(t, statetest.Unexplained(&Engine{}))
}

// TestDigestSeesEveryField: another value anywhere in the state is another digest.
func TestDigestSeesEveryField(t *testing.T) {
	assert.Empty(t, statetest.Unseen(run(t), (*Engine).Clone, (*Engine).Digest),
		"these can change without another digest: add them to Engine.Digest, or tag them state:\"kept\" and say why")
}

// TestCloneIsEqualAndIndependent: a copy has every field of the state, and shares none
// that is changed in place.
func TestCloneIsEqualAndIndependent(t *testing.T) {
	e := run(t)
	statetest.Touch(e)
	c := &Engine{}
	c.CopyFrom(run(t)) // what it had before must be gone
	c.CopyFrom(e)
	assert.Empty(t, statetest.Differs(e, c), "a copy is another: add these to Engine.CopyFrom")
	assert.Empty(t, statetest.Shares(e, c), "a copy has the same memory: copy these in Engine.CopyFrom")
	assert.Equal(t, e.Digest(), c.Digest())
}

// TestResetForgetsEveryField: a run that is reset is a new one, whatever was in it.
func TestResetForgetsEveryField(t *testing.T) {
	used := run(t)
	model, fresh := used.base, New(used.base, 3, Setup{})
	v := reflect.ValueOf(used).Elem()
	for i := range v.NumField() {
		// q must hold together; the run has used it
		if slices.Contains([]string{"m", "base", "q"}, v.Type().Field(i).Name) {
			continue
		}
		f := statetest.Open(v.Field(i))
		if statetest.Change(f); f.Kind() == reflect.Slice {
			for j := range f.Len() {
				statetest.Change(f.Index(j))
			}
		}
	}
	used.Reset(model, 3, Setup{})
	assert.Empty(t, statetest.Differs(used, fresh), "these are left over after a reset: add them to Engine.Reset")
	assert.Equal(t, fresh.Digest(), used.Digest())
}
