package exercise_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
)

// TestWhatIsAskedOfASeat is asked until it is answered, ruled, closed or declined, whoever holds the seat, what staff
// ask first; the console counts as many.
func TestWhatIsAskedOfASeat(t *testing.T) {
	ann := func(verb, args string) said { return said{"Ann", "lab", verb, args} }
	pass := said{} // some time
	question, answer := fay("question", `{"text":"Now?"}`), bob("answer", `{"n":1,"text":"Yes."}`)
	swap := fay("seat", `{"who":"Cyd","role":"cloud"}`)
	tries, query := bob("attempt", `{"attempt":"We dig."}`), fay("query", `{"query":"cloud#1","text":"Where?"}`)
	hers, approval := ann("attempt", `{"attempt":"We go."}`), fay("approval", `{"case":"lab#1","from":"cloud","text":"May they?"}`)
	request := ann("ask", `{"ask":"Whose?","to":["cloud"],"due":"1h"}`)
	for name, c := range map[string]struct {
		steps []said
		want  []string
	}{
		"nothing":                         {nil, nil},
		"a question":                      {[]said{question}, []string{"question 1 Now?"}},
		"answered":                        {[]said{question, answer}, nil},
		"answered, then passed on":        {[]said{question, answer, swap}, nil},
		"asked, then passed on":           {[]said{question, swap}, []string{"question 1 Now?"}},
		"answered by another seat":        {[]said{question, ann("answer", `{"n":1,"text":"No."}`)}, []string{"question 1 Now?"}},
		"closed":                          {[]said{question, fay("close", `{"n":1}`)}, nil},
		"the second of two":               {[]said{question, fay("question", `{"text":"And?"}`), answer}, []string{"question 2 And?"}},
		"what is tried":                   {[]said{tries}, nil},
		"asked about it":                  {[]said{tries, query}, []string{"case 1 Where?"}},
		"said about it":                   {[]said{tries, query, bob("attempt", `{"attempt":"Here.","case":1}`)}, nil},
		"ruled unsaid":                    {[]said{tries, query, fay("rule", `{"rule":"cloud#1","outcome":"failure"}`)}, nil},
		"an approval":                     {[]said{hers, approval}, []string{"approval 1 May they?"}},
		"an approval given":               {[]said{hers, approval, bob("approve", `{"n":1,"yes":true}`)}, nil},
		"an approval refused":             {[]said{hers, approval, bob("approve", `{"n":1,"yes":false}`)}, nil},
		"ruled without the approval":      {[]said{hers, approval, fay("rule", `{"rule":"lab#1","outcome":"success"}`)}, nil},
		"a request on its way":            {[]said{request}, nil},
		"a request":                       {[]said{request, pass}, []string{"request lab#1 Whose? new"}},
		"a request seen":                  {[]said{request, pass, bob("acknowledge", `{"acknowledge":"lab#1","as":"seen"}`)}, []string{"request lab#1 Whose? seen"}},
		"a request declined":              {[]said{request, pass, bob("acknowledge", `{"acknowledge":"lab#1","as":"declined"}`)}, nil},
		"a request answered":              {[]said{request, pass, bob("say", `{"say":"Ours.","to":["lab"],"re":"lab#1"}`)}, nil},
		"a request in its last minute":    {[]said{request, pass, pass, pass}, []string{"request lab#1 Whose? new"}},
		"a request that is late":          {[]said{request, pass, pass, pass, pass}, []string{"request lab#1 Whose? new late"}},
		"a request without a time":        {[]said{ann("ask", `{"ask":"How?","to":["cloud"]}`), request, pass}, []string{"request lab#2 Whose? new", "request lab#1 How? new"}},
		"what staff ask before the rest":  {[]said{request, pass, question, tries, query}, []string{"case 1 Where?", "question 1 Now?", "request lab#1 Whose? new"}},
		"a joint action":                  {[]said{ann("commit", `{"commit":"hold"}`)}, []string{"joint hold Hold 1 of 2"}},
		"a joint action of one's own":     {[]said{bob("commit", `{"commit":"hold"}`)}, nil},
		"a joint action under way":        {[]said{ann("commit", `{"commit":"hold"}`), bob("commit", `{"commit":"hold"}`)}, nil},
		"after the end, for the hot wash": {[]said{request, pass, question, tries, query, fay("end", `{"end":true}`)}, []string{"question 1 Now?"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := begun(t, desks)
			for _, s := range c.steps {
				if s == pass {
					g.Pass(engine.Time(20 * time.Minute))
				} else {
					a := s.on(g)
					require.True(t, a.OK, "%s: %s", s.verb, a.Why)
				}
			}
			v := g.X.ViewOf(1).Player
			var got []string
			for _, a := range v.Asked {
				line := strings.TrimSpace(fmt.Sprintf("%s %s %s %s", a.Kind, a.ID, a.Text, a.State))
				if a.Late {
					line += " late"
				}
				got = append(got, line)
				if a.ByStaff() {
					assert.Equal(t, "The facilitator", a.From)
				}
			}
			assert.Equal(t, c.want, got)
			assert.Equal(t, len(got), g.X.View("Fay").Control.Seats[1].Asked, "as the console counts it")
		})
	}
}

// TestWhichMoveIsTalkedAbout: while the clock is at a move's end, or a question is open; not in another pause.
func TestWhichMoveIsTalkedAbout(t *testing.T) {
	g := begun(t, desks)
	for range 60 {
		ask(t, g, "Bob", "commit", `{"commit":"hold"}`)
		ask(t, g, "Bob", "withdraw", `{"withdraw":"hold"}`)
	}
	until(g, 5)
	m := g.X.View("Fay").Control.Material
	require.NotNil(t, m)
	assert.Len(t, m.Told, 100)
	assert.Positive(t, m.Left, "for lack of room")
	ask(t, g, "Fay", "resume", "")
	assert.Nil(t, g.X.View("Fay").Control.Material)
	ask(t, g, "Fay", "pause", "")
	assert.NotNil(t, g.X.View("Fay").Control.Material, "who let the clock go on too soon has it back")
	ask(t, g, "Fay", "resume", "")
	until(g, 6)
	ask(t, g, "Fay", "pause", "")
	assert.Nil(t, g.X.View("Fay").Control.Material, "another pause")
	ask(t, g, "Fay", "question", `{"text":"Now?"}`)
	assert.NotNil(t, g.X.View("Fay").Control.Material)
	ask(t, g, "Fay", "close", `{"n":1}`)
	ask(t, g, "Fay", "resume", "")
	until(g, 10)
	m = g.X.View("Fay").Control.Material
	require.NotNil(t, m)
	assert.Zero(t, m.Left)
	assert.False(t, slices.ContainsFunc(m.Told, func(b exercise.Beat) bool { return strings.Contains(b.Text, "First") }),
		"the end of the first move is not the second's")
}

// TestADecisionIsOpen until it is taken or its inject is withdrawn; where nothing comes otherwise, it stays so when its
// time is over, and is late.
func TestADecisionIsOpen(t *testing.T) {
	g := deciding(t)
	until(g, 1.25)
	require.Len(t, toDecide(g, "Ann"), 1)
	ask(t, g, "Fay", "retract", `{"retract":"north"}`)
	assert.Empty(t, toDecide(g, "Ann"), "it was asked in error")
	until(g, 4)
	g.Do("Fay", "facilitator", "resume", "")
	until(g, 6.5)
	assert.True(t, slices.ContainsFunc(g.X.View("Bob").Player.Asked, func(a exercise.Asked) bool {
		return a.Kind == "decision" && a.Late
	}))
}

// TestDecisionsInTheirOrder: those that a seat writes down and those that the scenario asks for, by their time.
func TestDecisionsInTheirOrder(t *testing.T) {
	g := deciding(t)
	write := func(text string) {
		require.True(t, g.Do("Bob", "board", "decide", `{"text":"`+text+`"}`).OK)
	}
	write("First.")
	until(g, 1.25)
	require.True(t, g.Do("Bob", "board", "act", `{"act":"north_wait"}`).OK)
	until(g, 2)
	write("Third.")
	var got []string
	for _, d := range g.X.View("Bob").Player.Decisions {
		got = append(got, fmt.Sprintf("%d %s", d.N, d.Text))
	}
	assert.Equal(t, []string{"1 First.", "2 Do you clear the north wing? Wait for the test", "3 Third."}, got)
}
