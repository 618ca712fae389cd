package score

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// swarm is a plan with random commands of a random few verbs, beside bots in every seat.
func swarm(m *engine.Model, seed uint64) Plan {
	rng, sc := rand.New(rand.NewSource(int64(seed))), m.Scenario
	verbs := []engine.Verb{engine.Share, engine.Say, engine.Ask, engine.Acknowledge, engine.Declare, engine.Act,
		engine.Commit, engine.Convene, engine.Withdraw}
	rng.Shuffle(len(verbs), func(i, k int) { verbs[i], verbs[k] = verbs[k], verbs[i] })
	verbs = verbs[:3+rng.Intn(len(verbs)-3)]
	p := Plan{Model: m, Seed: seed, Bots: true, Plays: make([]bool, len(sc.Roles))}
	for r := range p.Plays {
		p.Plays[r] = rng.Intn(3) > 0
	}
	pick := func(n int) int { return rng.Intn(max(1, n)) }
	for range 40 + rng.Intn(60) {
		role := pick(len(sc.Roles))
		c := engine.Command{Verb: verbs[pick(len(verbs))], Role: role, Ref: -1,
			To: []int{(role + 1 + pick(len(sc.Roles)-1)) % len(sc.Roles)}}
		if rng.Intn(8) == 0 {
			c.To = []int{engine.Public}
		}
		if rng.Intn(2) == 0 {
			c.Re = engine.Message{From: pick(len(sc.Roles)), N: 1 + rng.Intn(3)}
		}
		switch c.Verb {
		case engine.Share:
			c.Ref = pick(len(sc.Facts))
		case engine.Say, engine.Ask:
			c.Text, c.Span = "words", engine.Time(rng.Int63n(int64(sc.Length)/4))
		case engine.Acknowledge:
			c.Option = rng.Intn(3)
		case engine.Declare:
			if len(sc.Probes) == 0 {
				continue
			}
			c.Ref, c.Num = pick(len(sc.Probes)), rng.Float64()
			c.Option = pick(len(sc.Probes[c.Ref].Options))
		case engine.Act, engine.Commit, engine.Withdraw:
			c.Ref = pick(len(sc.Actions))
		case engine.Convene:
			c.Ref = pick(len(sc.Venues))
		}
		p.Commands = append(p.Commands, engine.Timed{At: engine.Time(rng.Int63n(int64(sc.Length))), Command: c})
	}
	slices.SortStableFunc(p.Commands, func(a, b engine.Timed) int { return int(min(1, max(-1, a.At-b.At))) })
	return p
}

// without is the measures of a run in whose stream one event is lacking.
func without(p *Played, lacking int) []Value {
	l := &Ledger{}
	l.Reset(p.Engine.Model())
	for i, ev := range p.Events {
		if i != lacking {
			l.See(ev, p.Harms[i])
		}
	}
	harm, _ := Harmed(p.Engine)
	l.Until(p.Engine.Now(), harm)
	return l.Values()
}

// same counts the parts of a value that say just this, whatever they rest on.
func same(v Value, part Part) int {
	n := 0
	for _, x := range v.Parts {
		if agrees(x, part) {
			n++
		}
	}
	return n
}

func agrees(x, y Part) bool {
	return x.Of == y.Of && x.Role == y.Role && x.Other == y.Other && x.Why == y.Why && equal(x.Value, y.Value) &&
		equal(x.Harm, y.Harm)
}

// replaced reports whether a part that says the same rests on other events, where one was
// taken out: then the next one that shows it took its place.
func replaced(v Value, part Part, lacking int) bool {
	var rest []int
	for _, e := range part.Evidence {
		if e > lacking {
			rest = append(rest, e-1)
		} else if e < lacking {
			rest = append(rest, e)
		}
	}
	return !slices.ContainsFunc(v.Parts, func(x Part) bool {
		return agrees(x, part) &&
			slices.Equal(x.Evidence, rest)
	})
}

func equal(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// idleEvidence is the evidence of a run without which a number stays as it is, as measure
// and kind of event: what misleads those who look it up, and what another event that
// shows the same stands in for.
func idleEvidence(p *Played, values []Value, cut func(*Played, int) []Value) (misleads,
	replaceable map[string]string) {
	misleads, replaceable = map[string]string{}, map[string]string{}
	memo := map[int][]Value{}
	for i, v := range values {
		for _, part := range v.Parts {
			for _, e := range part.Evidence {
				if memo[e] == nil {
					memo[e] = cut(p, e)
				}
				w := memo[e][i]
				if !equal(v.Value, w.Value) || same(v, part) != same(w, part) {
					continue
				}
				to := misleads
				if replaced(w, part, e) {
					to = replaceable
				}
				to[v.ID+" "+p.Events[e].Kind.String()] = fmt.Sprintf("event %d of %+v", e, part)
			}
		}
	}
	return misleads, replaceable
}

// standIn is evidence without which a number can stay as it is, because another event that
// shows the same takes its place.
var standIn = map[string]string{
	"probe.accuracy belief.declared": "the answer that the seat gave before counts instead",
	"probe.brier belief.declared":    "the answer that the seat gave before counts instead",
	"public.first message.sent":      "the next message to the public with the same fact tells it instead",
	"probe.score fact.learned":       "the next fact that bears on the question is evidence instead",
	"probe.score belief.declared":    "the answer that the seat gave before counts instead",
	"share.quality message.sent":     "the next message with the same fact tells it instead",
	"share.withheld message.sent":    "the next message with the same fact tells it as late, or it is told late otherwise",
	"ask.answered message.sent":      "the next word back counts instead",
	"net.needed message.sent":        "the next message that goes the same way counts instead",
	"net.needed fact.learned":        "another seat that knew it first counts as its source",
	"share.t50 fact.learned":         "another seat learned it at the same time",
	"speed.joining fact.learned":     "another seat that knew makes the joint action possible at the same time",
	"act.duplicates action.started":  "the start of another seat is the one that is repeated",
	"joint.spread joint.committed":   "another seat joins at the same moment",
	"act.order action.started":       "the next start of the same action is the one at odds, or the one that keeps",
}

// counter is evidence that shows why a number is not higher, and that does not lower it.
var counter = map[string]string{
	"ask.answered message.sent": "an answer that comes late counts like none",
}

// TestEvidenceBears: in random play, a number changes when an event that it cites is
// taken out of the stream, or else this test says which.
func TestEvidenceBears(t *testing.T) {
	testsize.Long(t)
	runs := uint64(testsize.Of(20, 6, 2))
	cited := map[string]bool{}
	for _, file := range []string{"../../scenarios/cold_copy.toml", "../../testdata/models/everything.toml",
		"../../testdata/models/secrets.toml"} {
		m := fileModel(t, file)
		for seed := range runs {
			p := play(t, swarm(m, seed))
			values := p.Ledger.Values()
			for _, v := range values {
				if len(v.Evidence) > 0 {
					cited[v.ID] = true
				}
			}
			misleads, replaceable := idleEvidence(p, values, without)
			for what, where := range misleads {
				if counter[what] == "" {
					assert.Fail(t, "evidence without weight: "+what, "%s, seed %d: %s", file, seed, where)
				}
			}
			for what, where := range replaceable {
				if standIn[what] == "" {
					assert.Fail(t, "evidence that another event stands in for: "+what, "%s, seed %d: %s", file,
						seed, where)
				}
			}
		}
	}
	for _, id := range []string{"ask.answered", "share.withheld", "decide.latency", "joint.lapses",
		"probe.accuracy", "duty.met"} {
		assert.True(t, cited[id], "no run cites evidence for %s", id)
	}
}

// TestIdleEvidenceIsNamed: a number that would not change is found.
func TestIdleEvidenceIsNamed(t *testing.T) {
	p := play(t, swarm(fileModel(t, "../../scenarios/cold_copy.toml"), 1))
	values := p.Ledger.Values()
	deaf := func(*Played, int) []Value { return values }
	_, unmoved := idleEvidence(p, values, deaf)
	assert.Contains(t, unmoved, "share.notify fact.learned")
}
