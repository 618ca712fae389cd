package score

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
)

const asked = `
title = "Asked"
length = "100h"
sharing = {latency="0s"}
[role.a]
[role.b]
[fact.f]
text = "x"
known = {a={at="5h"}}
needed_by = ["b"]
[fact.rumour]
text = "y"
decoy = true
known = {a={at="5h"}}
[probe.cause]
ask = "Who?"
options = {one="1", two="2", three="3", four="4"}
truth = "one"
to = ["b"]
`

func numberOf(t *testing.T, id string, script ...engine.Timed) float64 {
	p := play(t, Plan{Model: modelOf(t, asked), Seed: 1, Commands: commands(script...)})
	for _, m := range Measures() {
		if m.ID == id {
			v, ok := m.Number(p.Ledger)
			assert.True(t, ok, id)
			return v
		}
	}
	t.Fatal(id)
	return 0
}

func said(hour float64, option int, confidence float64) engine.Timed {
	c := give(hour, engine.Declare, 1, 0)
	c.Option, c.Num = option, confidence
	return c
}

// TestProbeScore: silence, guesses and answers before there is evidence earn nothing; to be
// sure and wrong costs.
func TestProbeScore(t *testing.T) {
	for _, c := range []struct {
		what string
		want float64
		said []engine.Timed
	}{
		{"silence", 0, nil},
		{"not knowing", 0, []engine.Timed{said(9, 0, 0.25)}},
		{"sure and right", 1, []engine.Timed{said(9, 0, 1)}},
		{"half sure and right", 5.0 / 9, []engine.Timed{said(9, 0, 0.5)}},
		{"sure and wrong", 0, []engine.Timed{said(9, 1, 1)}},
		{"right before anybody knew", 0, []engine.Timed{said(1, 0, 1)}},
	} {
		assert.InDelta(t, c.want, numberOf(t, "probe.score", c.said...), 1e-9, c.what)
	}
}

// TestShareQuality: telling counts, and noise with it lowers what telling earns.
func TestShareQuality(t *testing.T) {
	tell, rumour := give(6, engine.Share, 0, 0, 1), give(7, engine.Share, 0, 1, 1)
	assert.InDelta(t, 0, numberOf(t, "share.quality"), 1e-9)
	assert.InDelta(t, 1, numberOf(t, "share.quality", tell), 1e-9)
	assert.InDelta(t, 0.5, numberOf(t, "share.quality", tell, rumour), 1e-9, "a decoy")
	assert.InDelta(t, 0.5, numberOf(t, "share.quality", tell, give(8, engine.Share, 0, 0, 1)), 1e-9, "what was known")
	assert.InDelta(t, 0, numberOf(t, "share.quality", rumour), 1e-9)
}
