package exercise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What seats say of each other is scored by what comes, by hand: Ann (lab) holds it 80 % likely
// that Cloud tells her within 4 h, and it does; 30 % that the CERT joins within 6 h, and it does
// not; 50 % that Cloud speaks to the public within a day, which the end of the exercise leaves
// open. So Cloud has 0.2² = 0.04, the CERT 0.3² = 0.09, all 0.065. Cloud has shown Ann a note to
// tell her within 3 h of what it sees at 1 h, so at 2 h who goes by notes is sure of that, and of
// nothing else: 0.
func TestLegibility(t *testing.T) {
	g, x := exchangers(t)
	predict := func(what string) string { return g.Do("Ann", "lab", "predict", what).Why }
	assert.Contains(t, predict(`{"seat":"cloud","will":"tell","by":"4h","confidence":0.8}`), "not begun")
	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#2","to":["lab"]}`).OK)
	require.True(t, g.Do("Cyd", "cert", "file", `{"file":"#1","to":["cloud"]}`).OK, "not shown to the laboratory")
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	g.Pass(2 * 3600e9)
	for what, why := range map[string]string{
		`{"seat":"lab","will":"tell","by":"4h","confidence":0.8}`:                   "another seat",
		`{"seat":"zzz","will":"tell","by":"4h","confidence":0.8}`:                   "no seat",
		`{"seat":"cloud","will":"sing","by":"4h","confidence":0.8}`:                 "tell, speak, act",
		`{"seat":"cloud","will":"tell","by":"0s","confidence":0.8}`:                 "by when",
		`{"seat":"cloud","will":"tell","by":"4h","confidence":1.8}`:                 "100%",
		`{"seat":"cloud","will":"tell","action":"hold","by":"4h","confidence":0.8}`: "goes with join",
		`{"seat":"cloud","will":"join","action":"zzz","by":"4h","confidence":0.8}`:  "no joint action",
	} {
		assert.Contains(t, predict(what), why, what)
	}
	assert.Empty(t, predict(`{"seat":"cloud","will":"tell","by":"4h","confidence":0.8}`))
	assert.Empty(t, predict(`{"seat":"cert","will":"join","action":"hold","by":"6h","confidence":0.3}`))
	assert.Empty(t, predict(`{"seat":"cloud","will":"speak","by":"1d","confidence":0.5}`))
	require.True(t, g.Do("Bob", "cloud", "share", `{"share":"egress","to":["lab"]}`).OK)
	g.Pass(7 * 3600e9)
	mine := x.View("Ann").Player.Predictions
	require.Len(t, mine, 3)
	assert.Nil(t, mine[0].Came, "what came is not told before the end")
	assert.Empty(t, x.View("Bob").Player.Predictions)
	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)

	l := x.View("Fay").Control.Legibility
	require.NotNil(t, l)
	assert.Equal(t, 2, l.Counted)
	assert.InDelta(t, 0.065, *l.Brier, 1e-12)
	assert.Zero(t, *l.ByNotes)
	require.Len(t, l.Seats, 2)
	assert.InDelta(t, 0.04, *l.Seats[0].Brier, 1e-12)
	assert.InDelta(t, 0.09, *l.Seats[1].Brier, 1e-12)
	assert.Equal(t, []bool{true, false}, []bool{*l.Predictions[0].Came, *l.Predictions[1].Came})
	assert.Nil(t, l.Predictions[2].Came)
	w, err := x.HotWash(t.Context())
	require.NoError(t, err)
	assert.Equal(t, l, w.Legibility)
	assert.Contains(t, l.Words()[0], ": Brier 0.04 over 1 prediction; ")
	assert.Equal(t, "All: Brier 0.065 over 2 predictions; who goes by notes: 0", l.Words()[2])
}
