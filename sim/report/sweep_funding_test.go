package report

import (
	"bufio"
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/scenario"
	"tocsin/sim/score"
)

// TestWhatPayersWouldBuy: what a set costs counts as harm, so that it is said in the unit of harm; a mechanism keeps
// its title, whatever words that has.
func TestWhatPayersWouldBuy(t *testing.T) {
	sc, found := scenario.Load("buy.toml", []byte(`title = "Buy"
[role.lab]
title = "Laboratory"
[gauge.ill]
title = "People ill"
unit = "people"
outcome = true
[mechanism.calm]
title = "Do nothing alone"
kind = "protocol"
cost = {lab=3}
changes = [{sharing=0.5}]
`))
	require.False(t, found.Failed(), "%v", found)
	f := &score.Funding{N: 2, Rate: 4, Best: 0, Planner: 1, Stable: []int{0, 1}, Lost: &score.Paired{Mean: 8, N: 2},
		Sets: []score.FundedSet{{}, {Mechanisms: []string{"calm"}, Cost: 12, Avoided: score.Paired{Mean: 20, N: 2},
			Social: score.Paired{Mean: 8, N: 2}}}}
	said := buying(sc, f)
	require.Len(t, said, 3)
	assert.Contains(t, said[0], "“Do nothing alone”: this avoids harm of 20 people for a cost of 12 people, a return of 8 people")
	assert.Contains(t, said[2], "turn away: “Do nothing alone” (this avoids")
	f.Best, f.Planner = 1, 1
	assert.Contains(t, buying(sc, f)[2], "turn away: to buy nothing (")

	r := &Report{HarmUnit: "people", Worth: []WorthLine{{Worth: score.Worth{Cost: 12}, Title: "Do nothing alone"}}}
	var md bytes.Buffer
	m := &markdown{w: bufio.NewWriter(&md), r: r}
	m.payers()
	require.NoError(t, m.w.Flush())
	assert.Contains(t, md.String(), "| Mechanism | Payer | Cost, people |")
}
