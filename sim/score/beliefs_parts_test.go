package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// asking has, in addition to the question of three, one without a right answer, one that nobody answers in
// these tests and one that only lab and cloud are asked.
const asking = three + `
[probe.hunch]
ask = "What next?"
options = {a="A", b="B"}
[probe.silent]
ask = "Anything?"
options = {a="A", b="B"}
truth = "a"
[probe.pair]
ask = "Who?"
options = {a="A", b="B"}
truth = "b"
to = ["lab", "cloud"]
`

const hunch, silent, pair = 1, 2, 3

func answers(hour float64, role, probe, option int) engine.Event {
	return with(at(hour, engine.BeliefDeclared, role, option, probe), 1)
}

// TestProbesThatCount: a question without a right answer has no accuracy, and one that nobody
// answered says nothing, though others were answered.
func TestProbesThatCount(t *testing.T) {
	m := modelOf(t, asking)
	want(t, stream(m, answers(3, lab, hunch, 0)), map[string]any{"probe.accuracy": nil, "probe.shared": nil,
		"probe.brier": nil, "probe.agreement": nil})
	// two of three are right about the cause, and both about the pair; nobody says anything about silent
	l := stream(m, answers(3, lab, cause, insider), answers(4, cloud, cause, insider), answers(5, agency, cause, state),
		answers(6, lab, pair, 1), answers(6, cloud, pair, 1), answers(7, lab, hunch, 0))
	want(t, l, map[string]any{"probe.accuracy": 4.0 / 5, "probe.shared": 1.0 / 2, "probe.brier": 1.0 / 5,
		"probe.agreement": 2.0 / 4}) // of the pairs lab-cloud and both with agency about the cause, and lab-cloud
	assert.Equal(t, 5, valueOf(t, l, "probe.accuracy").Of)
	assert.Equal(t, 2, valueOf(t, l, "probe.shared").Of)
}

// TestWhatQuestionsShow: by question, how many of those asked were right and in words, and how many
// pairs of those who answered agree. What one seat alone answered shows no agreement.
func TestWhatQuestionsShow(t *testing.T) {
	m := modelOf(t, asking)
	l := stream(m, answers(3, lab, cause, insider), answers(4, cloud, cause, insider), answers(5, agency, cause, state),
		answers(6, lab, pair, 1), answers(7, lab, hunch, 0), answers(8, agency, hunch, 0))
	shared := valueOf(t, l, "probe.shared").Parts
	require.Len(t, shared, 2)
	for i, x := range []struct {
		of, why string
		value   float64
	}{{"cause", "2 of 3 answers right", 2.0 / 3}, {"pair", "1 of 1 answers right", 1.0 / 2}} {
		assert.Equal(t, x.of, shared[i].Of)
		assert.Equal(t, x.why, shared[i].Why)
		assert.InDelta(t, x.value, *shared[i].Value, 1e-9)
		assert.Nil(t, shared[i].Harm)
	}
	v := valueOf(t, l, "probe.agreement")
	assert.Equal(t, 4, v.Of, "three pairs about the cause and one about the hunch")
	assert.Equal(t, []int{1, 2, 3, 5, 6}, v.Evidence, "not the lone answer about the pair")
	require.Len(t, v.Parts, 2)
	assert.Equal(t, []string{"cause", "hunch"}, []string{v.Parts[0].Of, v.Parts[1].Of})
	assert.InDelta(t, 1.0/3, *v.Parts[0].Value, 1e-9)
	assert.InDelta(t, 1, *v.Parts[1].Value, 1e-9)
}
