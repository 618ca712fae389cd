package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// TestAForgedMessageIsFoundOut is what the head of the scenario works out.
func TestAForgedMessageIsFoundOut(t *testing.T) {
	m := compile(t, "../../testdata/worlds/forged.toml")
	e := engine.New(m, 1, engine.Setup{})
	const ministry, lab, harbour = 0, 1, 2
	hour := engine.At(scenario.Hour)
	said := map[string]engine.Time{}
	var met engine.Time = -1
	e.Observe(func(ev engine.Event) {
		switch {
		case ev.Kind == engine.MessageArrived:
			said[m.Scenario.Roles[ev.Role].ID+": "+ev.Text] = ev.At
		case ev.Kind == engine.ExpectationMet:
			met = ev.At
		case ev.Kind == engine.MessageSent && ev.Role == ministry:
			assert.NotContains(t, ev.Text, "Stop the search at once. The ministry takes over.”?", "it sends nothing")
		}
	})
	at := func(h engine.Time, c engine.Command) engine.Answer {
		require.NoError(t, e.Reach(h*hour))
		return e.Do(c)
	}
	require.True(t, at(1, engine.Command{Verb: engine.Say, Role: ministry, To: []int{lab}, Text: "Search on."}).OK)
	require.NoError(t, e.Reach(3*hour))
	forged := e.MessageAt(1)
	assert.Equal(t, []int{ministry, lab, 2, 0}, []int{forged.From, forged.To, forged.N, forged.Forged()})
	assert.Equal(t, -1, e.MessageAt(0).Forged())
	check := engine.Command{Verb: engine.Verify, Role: lab, Ref: -1, Re: engine.Message{From: ministry, N: 2}}
	require.True(t, at(4, check).OK)
	assert.Equal(t, "You have already checked back on that message", e.Do(check).Refusal)
	check.Re.N = 1
	require.True(t, e.Do(check).OK)
	check.Re.N = 3
	assert.Equal(t, "There is no such message to check", e.Do(check).Refusal)
	require.True(t, at(5, engine.Command{Verb: engine.Act, Role: harbour, Ref: 0}).OK)
	call := engine.Command{Verb: engine.Verify, Role: harbour, Ref: -1, By: engine.Called,
		Re: engine.Message{From: ministry, N: 1}}
	require.True(t, at(6, call).OK)
	assert.Equal(t, 6*hour, e.Checked(harbour, 0))
	assert.Equal(t, 6*hour, met)
	assert.EqualValues(t, -1, e.Checked(lab, 0))
	require.NoError(t, e.Reach(9*hour))
	assert.Equal(t, 8*hour, e.Checked(lab, 0))
	assert.Equal(t, 6*hour, e.Checked(engine.Nobody, 0))
	const order = "Stop the search at once. The ministry takes over."
	assert.Equal(t, map[string]engine.Time{"lab: Search on.": 3 * hour, "lab: " + order: 3 * hour,
		"harbour: " + order: 3 * hour,
		"ministry: Did you send us this: “" + order + "”?":       6 * hour,
		"ministry: Did you send us this: “Search on.”?":          6 * hour,
		"harbour: No, we did not send you this: “" + order + "”": 6 * hour,
		"lab: No, we did not send you this: “" + order + "”":     8 * hour,
		"lab: Yes, we sent you this: “Search on.”":               8 * hour}, said)
	assert.Equal(t, 1, int(e.InjectState(1).Times), "what waits for the check has come")
	other := engine.New(m, 1, engine.Setup{})
	other.CopyFrom(e)
	assert.Equal(t, e.Digest(), other.Digest())
	ack := engine.Command{Verb: engine.Acknowledge, Role: harbour, Ref: -1, Re: engine.Message{From: ministry, N: 1},
		Option: 1}
	heard := false
	e.Observe(func(ev engine.Event) { heard = heard || ev.Kind == engine.MessageAcknowledged })
	assert.True(t, e.Do(ack).OK)
	assert.False(t, heard, "the ministry hears nothing of what it did not send")
}

// TestCheckingChangesNoOtherLuck: whoever checks back, what others write takes as long as it would have.
func TestCheckingChangesNoOtherLuck(t *testing.T) {
	m := compileText(t, `title = "Ways"
length = "10d"
basis = "test"
[role.a]
[role.b]
[role.c]
[sharing]
latency = {median="3h", p90="30h"}
`)
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		checks := rapid.SliceOfN(rapid.IntRange(0, 5), 0, 8).Draw(t, "checks")
		run := func(check bool) map[string]engine.Time {
			out := map[string]engine.Time{}
			e := engine.New(m, seed, engine.Setup{})
			e.Observe(func(ev engine.Event) {
				if ev.Kind == engine.MessageSent && len(ev.Text) == 2 {
					out[ev.Text] = ev.Due
				}
			})
			for k := range 12 {
				require.NoError(t, e.Reach(engine.At(scenario.Duration(10*k)*scenario.Hour)))
				from := k % 3
				require.True(t, e.Do(engine.Command{Verb: engine.Say, Role: from, To: []int{(from + 1) % 3},
					Text: string([]byte{'a' + byte(k), '.'})}).OK)
				for _, c := range checks {
					if check && c == k%6 {
						e.Do(engine.Command{Verb: engine.Verify, Role: (from + 1) % 3, Ref: -1,
							Re: engine.Message{From: from, N: 1 + k/6}})
					}
				}
			}
			return out
		}
		require.Equal(t, run(false), run(true))
	})
}
