package exercise_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
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
		`{"seat":"cloud","will":"tell","action":"hold","by":"4h","confidence":0.8}`: "only with join",
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
	assert.Equal(t, "All: Brier 0.065 over 2 predictions; by notes alone: 0", l.Words()[2])
}

// TestWhoGoesByNotes: notes say that a seat will do something if it has shown one that promises
// just that by then, and its trigger has come. Nothing of it is done here, so who is sure is wrong.
func TestWhoGoesByNotes(t *testing.T) {
	for name, c := range map[string]struct {
		do, predict, file string
		sure              bool
	}{
		"a telling":                 {`{share="egress", to=["lab"]}`, `"will":"tell"`, `["lab"]`, true},
		"a word":                    {`{say="So.", to=["lab"]}`, `"will":"tell"`, `["lab"]`, true},
		"a telling of others":       {`{share="egress", to=["cert"]}`, `"will":"tell"`, `["lab"]`, false},
		"a word to the public":      {`{say="So.", to=["public"]}`, `"will":"speak"`, `["lab"]`, true},
		"a word to a seat":          {`{say="So.", to=["lab"]}`, `"will":"speak"`, `["lab"]`, false},
		"a word to all, no telling": {`{say="So.", to=["public"]}`, `"will":"tell"`, `["lab"]`, false},
		"an act":                    {`"cut"`, `"will":"act"`, `["lab"]`, true},
		"an act, not a word":        {`"cut"`, `"will":"tell"`, `["lab"]`, false},
		"joining anything":          {`{commit="hold"}`, `"will":"join"`, `["lab"]`, true},
		"joining just that":         {`{commit="hold"}`, `"will":"join","action":"hold"`, `["lab"]`, true},
		"joining another":           {`{commit="hold"}`, `"will":"join","action":"pact"`, `["lab"]`, false},
		"meeting":                   {`{convene="room"}`, `"will":"meet"`, `["lab"]`, true},
		"meeting elsewhere":         {`{convene="room"}`, `"will":"meet","venue":"hall"`, `["lab"]`, false},
		"not shown":                 {`"cut"`, `"will":"act"`, `["cert"]`, false},
		"too late":                  {`"cut"`, `"will":"act","by":"1h"`, `["lab"]`, false},
		"just in time":              {`"cut"`, `"will":"act","by":"2h"`, `["lab"]`, true},
		"not called on yet":         {`"cut"`, `"will":"act"`, `["lab"]`, false},
		"joining, not meeting":      {`{commit="hold"}`, `"will":"meet"`, `["lab"]`, false},
		"meeting, not joining":      {`{convene="room"}`, `"will":"join"`, `["lab"]`, false},
		"joining the second":        {`{commit="pact"}`, `"will":"join","action":"hold"`, `["lab"]`, false},
		"meeting at the second":     {`{convene="hall"}`, `"will":"meet","venue":"room"`, `["lab"]`, false},
		"called on and over":        {`"cut"`, `"will":"act"`, `["lab"]`, true},
		"kept already":              {`"cut"`, `"will":"act"`, `["lab"]`, false},
		"without a time":            {`"cut"`, `"will":"act"`, `["lab"]`, true},
		"without a time, not yet":   {`"cut"`, `"will":"act"`, `["lab"]`, false},
		"another's note":            {`"cut"`, `"will":"act","seat":"cert"`, `["lab"]`, false},
	} {
		t.Run(name, func(t *testing.T) {
			text := exchanging[:strings.Index(exchanging, "[[note]]")] + `
[action.cut]
by = ["all"]
[action.pact]
by = ["all"]
joint = {quorum=3}
[venue.room]
members = ["cloud", "lab"]
[venue.hall]
members = ["cloud", "lab"]
[[note]]
role = "cloud"
when = "knows('egress')"
do = ` + c.do + `
within = "3h"
`
			switch name {
			case "not called on yet", "without a time, not yet":
				text = strings.Replace(text, `when = "knows('egress')"`, `when = "hours >= 3"`, 1)
			case "called on and over":
				text = strings.Replace(text, `when = "knows('egress')"`, `when = "hours >= 1 && hours < 1.5"`, 1)
			}
			if strings.HasPrefix(name, "without a time") {
				text = strings.Replace(text, `within = "3h"`, "", 1)
			}
			x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Scenario: text, Seed: 1})
			require.NoError(t, err)
			g := tabletest.Of(t, x)
			g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
			for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud", "Cyd": "cert"} {
				require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
			}
			require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#1","to":`+c.file+`}`).OK)
			require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
			if name == "kept already" {
				until(g, 1.5)
				require.True(t, g.Do("Bob", "cloud", "act", `{"act":"cut"}`).OK)
			}
			until(g, 2)
			args := `{` + c.predict + `,"confidence":0.5`
			for key, usual := range map[string]string{"seat": "cloud", "by": "4h"} {
				if !strings.Contains(args, `"`+key+`"`) {
					args += `,"` + key + `":"` + usual + `"`
				}
			}
			require.Empty(t, g.Do("Ann", "lab", "predict", args+"}").Why)
			until(g, 12)
			require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
			l := x.View("Fay").Control.Legibility
			require.NotNil(t, l)
			require.NotNil(t, l.ByNotes)
			assert.Equal(t, map[bool]float64{true: 1, false: 0}[c.sure], *l.ByNotes)
		})
	}
}

// TestBothScoresAreMeans: at 2 h Cloud's note, which is due by 4 h and not kept, has who goes by notes be sure of a
// telling, which is 1, and of no speech, which is 0: 0.5 on the mean. Who says 50 % of each has 0.25.
func TestBothScoresAreMeans(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Bob", "cloud", "file", `{"file":"#2","to":["lab"]}`).OK)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	until(g, 2)
	for _, will := range []string{"tell", "speak"} {
		require.Empty(t, g.Do("Ann", "lab", "predict", `{"seat":"cloud","will":"`+will+`","by":"4h","confidence":0.5}`).Why)
	}
	until(g, 7)
	l := x.View("Fay").Control.Legibility
	assert.Equal(t, []float64{2, 0.25, 0.5}, []float64{float64(l.Counted), *l.Brier, *l.ByNotes})
}

// TestPredictionsCutShort: of a seat about which nothing has come to its time, that is what is said.
func TestPredictionsCutShort(t *testing.T) {
	g, x := exchangers(t)
	require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
	require.Empty(t, g.Do("Ann", "lab", "predict", `{"seat":"cloud","will":"speak","by":"1d","confidence":0.5}`).Why)
	until(g, 3)
	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	l := x.View("Fay").Control.Legibility
	require.NotNil(t, l)
	assert.Nil(t, l.Brier)
	assert.Equal(t, []string{"Cloud: no prediction has come to its time"}, l.Words()[:1])
}

// TestWhatComesJustInTime: what was predicted comes true up to the last moment, that moment included.
func TestWhatComesJustInTime(t *testing.T) {
	for at, came := range map[float64]bool{5.9: true, 6: true, 6.1: false} {
		g, x := exchangers(t)
		require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
		until(g, 2)
		require.True(t, g.Do("Ann", "lab", "predict", `{"seat":"cloud","will":"tell","by":"4h","confidence":0.8}`).OK)
		until(g, at)
		require.True(t, g.Do("Bob", "cloud", "share", `{"share":"egress","to":["lab"]}`).OK)
		until(g, 8)
		require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
		all := x.View("Fay").Control.Legibility.Predictions
		require.Len(t, all, 1)
		require.NotNil(t, all[0].Came)
		assert.Equal(t, came, *all[0].Came, at)
	}
}

// TestWhatASeatForetells reads as a sentence, and comes true by just that: done by the seat itself, to whom
// or with what it was foretold.
func TestWhatASeatForetells(t *testing.T) {
	const tell, cut, hold, room = `share {"share":"egress","to":["lab"]}`, `act {"act":"cut"}`, `commit {"commit":"hold"}`,
		`convene {"convene":"room"}`
	for _, c := range []struct {
		foretold, said, who, does string
		came                      bool
	}{
		{`"will":"tell"`, "Cloud tells Laboratory something", "Bob", tell, true},
		{`"will":"tell"`, "Cloud tells Laboratory something", "Bob", `say {"say":"So.","to":["lab"]}`, true},
		{`"will":"tell"`, "Cloud tells Laboratory something", "Bob", `say {"say":"So.","to":["cert"]}`, false},
		{`"will":"tell"`, "Cloud tells Laboratory something", "Bob", `say {"say":"So.","to":["public"]}`, false},
		{`"will":"tell"`, "Cloud tells Laboratory something", "Cyd", `say {"say":"So.","to":["lab"]}`, false},
		{`"will":"tell"`, "Cloud tells Laboratory something", "Bob", cut, false},
		{`"will":"tell"`, "Cloud tells Laboratory something", "Bob", hold, false},
		{`"will":"speak"`, "Cloud speaks to the public", "Bob", `say {"say":"So.","to":["public"]}`, true},
		{`"will":"speak"`, "Cloud speaks to the public", "Bob", tell, false},
		{`"will":"act"`, "Cloud takes an action of its own", "Bob", cut, true},
		{`"will":"act"`, "Cloud takes an action of its own", "Cyd", cut, false},
		{`"will":"act"`, "Cloud takes an action of its own", "Bob", hold, false},
		{`"will":"act"`, "Cloud takes an action of its own", "Bob", tell, false},
		{`"will":"join"`, "Cloud commits to a joint action", "Bob", hold, true},
		{`"will":"join"`, "Cloud commits to a joint action", "Bob", cut, false},
		{`"will":"join"`, "Cloud commits to a joint action", "Bob", room, false},
		{`"will":"join","action":"hold"`, "Cloud commits to Hold together", "Bob", hold, true},
		{`"will":"join","action":"pact"`, "Cloud commits to Sign a pact", "Bob", hold, false},
		{`"will":"join","action":"hold"`, "Cloud commits to Hold together", "Bob", `commit {"commit":"pact"}`, false},
		{`"will":"meet","venue":"room"`, "Cloud convenes The room", "Bob", `convene {"convene":"hall"}`, false},
		{`"will":"meet"`, "Cloud convenes a venue", "Bob", room, true},
		{`"will":"meet"`, "Cloud convenes a venue", "Bob", hold, false},
		{`"will":"meet","venue":"room"`, "Cloud convenes The room", "Bob", room, true},
		{`"will":"meet","venue":"hall"`, "Cloud convenes The hall", "Bob", room, false},
	} {
		x, err := exercise.New(record.Header{Format: 1, Name: "exchange", Seed: 1,
			Scenario: exchanging[:strings.Index(exchanging, "[[note]]")] + `
[action.cut]
by = ["all"]
[action.pact]
title = "Sign a pact"
by = ["all"]
joint = {quorum=3}
[venue.room]
title = "The room"
members = ["cloud", "lab"]
convene = "1h"
[venue.hall]
title = "The hall"
members = ["cloud", "lab"]
convene = "1h"
`})
		require.NoError(t, err)
		g := tabletest.Of(t, x)
		g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
		for who, role := range map[string]string{"Ann": "lab", "Bob": "cloud", "Cyd": "cert"} {
			require.True(t, g.Do(who, "player", "join", `{"kind":"player","want":"`+role+`","open":true}`).OK)
		}
		require.True(t, g.Do("Fay", "facilitator", "start", "").OK)
		until(g, 2)
		require.Empty(t, g.Do("Ann", "lab", "predict", `{`+c.foretold+`,"seat":"cloud","by":"4h","confidence":0.6}`).Why)
		verb, args, _ := strings.Cut(c.does, " ")
		require.Empty(t, g.Do(c.who, map[string]string{"Bob": "cloud", "Cyd": "cert"}[c.who], verb, args).Why)
		if c.came {
			assert.True(t, *x.View("Fay").Control.Legibility.Predictions[0].Came, "at once: %s", c.does)
		} else {
			assert.Nil(t, x.View("Fay").Control.Legibility.Predictions[0].Came, "its time has not come: %s", c.does)
		}
		until(g, 6)
		all := x.View("Fay").Control.Legibility.Predictions
		require.Len(t, all, 1)
		require.NotNil(t, all[0].Came, "its time has come, to the minute")
		assert.Equal(t, c.came, *all[0].Came, "%s: %s %s", c.foretold, c.who, c.does)
		assert.Equal(t, []any{c.said, "lab", "Laboratory", "cloud", 2.0, 6.0, 0.6}, []any{all[0].Text, all[0].Role, all[0].Title,
			all[0].Of, all[0].At.Hours, all[0].By.Hours, all[0].Confidence})
	}
}
