package score

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
)

// Only the seat that knew first can have withheld a fact: what another passes on is how
// the receiver learned it otherwise.
func TestOnlyTheFirstKnowerTellsLate(t *testing.T) {
	m := modelOf(t, three)
	why := func(events ...any) map[string]string {
		out := map[string]string{}
		for _, p := range valueOf(t, stream(m, events...), "share.withheld").Parts {
			out[p.Role] = p.Why
		}
		return out
	}
	assert.Equal(t, map[string]string{"agency": "not told; it learned otherwise"},
		why(learns(2, lab, theft), tells(3, lab, cloud, theft), tells(30, cloud, agency, theft)))
	assert.Equal(t, map[string]string{"agency": "told late"},
		why(learns(2, lab, theft), tells(3, lab, cloud, theft), tells(30, lab, agency, theft)))
	assert.Equal(t, map[string]string{"agency": "told in time, by a slow way"},
		why(learns(2, lab, theft), tells(3, lab, cloud, theft), at(4, engine.MessageSent, lab, agency, theft),
			at(30, engine.MessageArrived, agency, lab, theft), at(30, engine.FactLearned, agency, lab, theft)))
}

// A seat may commit before it knows why: sharing that ends after the joint action has
// begun ends with it, and the legs add up to the whole.
func TestLegsEndBeforeTheJointActionBegins(t *testing.T) {
	m := modelOf(t, three)
	l := stream(m, learns(2, lab, theft), at(20, engine.JointProposed, agency, nobody, trace),
		at(20, engine.JointCommitted, agency, nobody, trace),
		at(21, engine.JointCommitted, lab, nobody, trace), at(21, engine.JointStarted, nobody, nobody, trace),
		tells(22, lab, agency, theft), at(24, engine.JointDone, nobody, nobody, trace))
	want(t, l, map[string]any{"speed.escalate": 18, "speed.share": 1, "speed.agree": 0, "speed.execute": 3,
		"speed.joint": 22})
}

func TestAnAnswerWhenItIsDueIsInTime(t *testing.T) {
	m := modelOf(t, three)
	for answered, in := range map[float64]float64{11.5: 1, 12: 1, 12.5: 0} {
		l := stream(m, at(10, engine.MessageSent, agency, lab, -1),
			due(with(at(11, engine.MessageArrived, lab, agency, -1), 1), 12), says(answered, lab, agency))
		want(t, l, map[string]any{"ask.answered": in, "ask.unanswered": 0})
	}
	slow := stream(m, at(10, engine.MessageSent, agency, lab, -1),
		due(with(at(14, engine.MessageArrived, lab, agency, -1), 1), 12), says(14, lab, agency),
		says(15, lab, agency))
	want(t, slow, map[string]any{"ask.answered": 1}) // it arrived after its time, and was answered at once
}

// A system that is repaired by itself is no irreversible step, even where the exercise
// ends before the repair does.
func TestARepairThatIsNotOverYetIsNoIrreversibleStep(t *testing.T) {
	for repair, step := range map[string]string{"": "grid: failed", "repair = \"500h\"\n": "half of the harm"} {
		c := mark(t, play(t, Plan{Model: modelOf(t, heldBack+"[system.grid]\nfails = \"10h\"\n"+repair), Seed: 1,
			Bots: true}))
		assert.Equal(t, step, c.Pace.Step, repair)
	}
}
