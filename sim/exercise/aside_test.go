package exercise_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/budget"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// asides is a world with a hidden seat, and whose first person has the first seat and the name of another.
func asides(t *testing.T) *tabletest.Table {
	x, err := exercise.New(record.Header{Format: 1, Name: "asides", Seed: 1, Started: time.Unix(0, 0).UTC(), Scenario: "title = \"A\"\n" +
		"length = \"1d\"\n[role.lab]\ntitle = \"Laboratory\"\n[role.cloud]\ntitle = \"Provider\"\n[role.agency]\n" +
		"title = \"Agency\"\n[role.shadow]\ntitle = \"Shadow\"\nhidden = true\n"})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	for _, p := range [][2]string{{"cloud", "lab"}, {"Bob", "cloud"}, {"Lou", ""}} {
		require.True(t, g.Do(p[0], "player", "join", `{"kind":"player","want":"`+p[1]+`","open":true}`).OK, p)
	}
	for _, p := range [][2]string{{"Fay", "facilitator"}, {"Eva", "evaluator"}} {
		require.True(t, g.Do(p[0], p[1], "join", `{"kind":"`+p[1]+`"}`).OK, p)
	}
	return g
}

// TestWhomWordsOutOfTheGameReach: a name before a role of the same name, the first of the people and of the seats as
// any other, and the staff all that is not for all.
func TestWhomWordsOutOfTheGameReach(t *testing.T) {
	other := "Out of the game you can speak to the facilitator; in it, write to a seat"
	for _, c := range []struct {
		who, to, why string
		heard        string // who has, by name, in addition to the staff
	}{
		{"Fay", "cloud", "", "cloud"},
		{"Fay", "lab", "", "cloud"},
		{"Fay", "Bob", "", "Bob"},
		{"Fay", "agency", `Nobody sits in "Agency"`, ""},
		{"Fay", "staff", "", ""},
		{"Eva", "Fay", "", ""},
		{"cloud", "", "", "cloud"},
		{"cloud", "cloud", "", "cloud Bob"},
		{"Bob", "lab", "", "cloud Bob"},
		{"Bob", "agency", `Nobody sits in "agency"`, ""},
		{"Bob", "shadow", other, ""},
		{"Bob", "Lou", other, ""},
	} {
		g := asides(t)
		a := g.Do(c.who, "", "whisper", fmt.Sprintf(`{"to":%q,"text":"Hm."}`, c.to))
		name := c.who + " to " + c.to
		require.Equal(t, c.why, a.Why, name)
		var heard []string
		for _, who := range []string{"cloud", "Bob", "Lou", "Fay", "Eva"} {
			if strings.Contains(strings.Join(heardBy(g, who), " "), "Hm.") {
				heard = append(heard, who)
			}
		}
		want := strings.TrimSpace(c.heard + " Fay Eva")
		if c.why != "" {
			want = ""
		}
		assert.Equal(t, want, strings.Join(heard, " "), name)
	}
}

// TestWordsAreCountedByWhoSaidThem: those of people with a seat are none of the crowd's, those of its first are, and
// staff have more words than players.
func TestWordsAreCountedByWhoSaidThem(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "words", Seed: 1, Scenario: desks})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	say := func(who string) exercise.Answer { return g.Do(who, "player", "whisper", `{"text":"Hm."}`) }
	most, each := budget.Most(budget.WordsCrowd), budget.Most(budget.WordsLobby)
	for n := range most / each {
		who := fmt.Sprintf("Guest %d", n)
		require.True(t, g.Do(who, "player", "join", `{"kind":"player"}`).OK)
		if n == 1 {
			require.True(t, g.Do("Bob", "player", "join", `{"kind":"player","want":"cloud","open":true}`).OK)
			require.True(t, say("Bob").OK)
		}
		for range each {
			require.True(t, say(who).OK, who)
		}
	}
	require.True(t, g.Do("Last", "player", "join", `{"kind":"player"}`).OK)
	assert.False(t, say("Last").OK)
	require.True(t, g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`).OK)
	for range budget.Most(budget.Words) + 1 {
		require.True(t, fay("broadcast", `{"text":"Hm."}`).on(g).OK)
	}
}

// TestHowManyQuestionsARoomHas, and what the answers to one of them may be: each thing of a ranking has one place, and
// one answer alone agrees with nothing.
func TestHowManyQuestionsARoomHas(t *testing.T) {
	g := table(t, desks)
	rank := func(verb, args string) exercise.Answer { return bob(verb, args).on(g) }
	require.True(t, fay("question", `{"text":"Which?","options":["a","b","c"],"rank":true}`).on(g).OK)
	for _, order := range []string{"[1,1,3]", "[1,3,3]", "[0,1,3]", "[1,2,4]"} {
		assert.Equal(t, "Name each of the 3 options once, in order", rank("answer", `{"n":1,"order":`+order+`}`).Why, order)
	}
	require.True(t, rank("answer", `{"n":1,"order":[3,1,2]}`).OK)
	assert.Nil(t, g.X.View("Fay").Questions[0].Agreement)
	for range budget.Most(budget.Questions) - 1 {
		require.True(t, fay("question", `{"text":"What?"}`).on(g).OK)
	}
	assert.Equal(t, (&budget.Over{Bound: budget.Of(budget.Questions)}).Error(), fay("question", `{"text":"What?"}`).on(g).Why)
}
