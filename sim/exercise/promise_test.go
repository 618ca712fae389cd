package exercise_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
	"tocsin/sim/tabletest"
)

// promises are the titles of what has reached a person about promises.
func promises(g *tabletest.Table, name string) []string {
	var out []string
	for _, it := range g.X.View(name).Player.Inbox {
		if it.Kind == exercise.ItemPromise {
			out = append(out, it.Title)
		}
	}
	return out
}

// TestPromises: a filed note is a promise. Its seat and those shown it are told when its
// trigger comes, and whether it is kept, broken, or deviated from with notice; nobody else
// hears of it.
func TestPromises(t *testing.T) {
	file := `{"note":{"role":"lab","when":"hours > 3","do":{"say":"We looked.","to":["police"]},"within":"2h","shown_to":["cloud"]}}`
	for _, c := range []struct{ what, state, mine, word string }{
		{"say", "kept", "You keep a promise", "Laboratory keeps a promise"},
		{"nothing", "broken", "You have broken a promise", "Laboratory has broken a promise"},
		{"deviate", "deviated", "You announce that you will not keep a promise", "Laboratory announces that it will not keep a promise"},
	} {
		g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
		require.True(t, g.Do("Ann", "lab", "file", file).OK)
		mine := func() exercise.Note {
			for _, n := range g.X.View("Ann").Player.Notes {
				if n.When == "hours > 3" {
					return n
				}
			}
			t.Fatal("the note is not to be seen")
			return exercise.Note{}
		}
		counted := func() { // the staff see of a seat how much is asked of it, as the seat does
			t.Helper()
			for _, s := range g.X.View("Fay").Control.Seats {
				if s.ID == "lab" {
					assert.Equal(t, len(g.X.View("Ann").Player.Asked), s.Asked)
				}
			}
		}
		assert.Equal(t, "filed", mine().State)
		counted()
		shown := g.X.View("Bob").Player.Notes
		assert.Equal(t, "lab", shown[len(shown)-1].Role)
		assert.Contains(t, shown[len(shown)-1].Do, "We looked.")
		assert.NotContains(t, tabletest.Written(g.X.View("Cyd")), "We looked.")
		require.Len(t, promises(g, "Bob"), 1)
		assert.Regexp(t, `^Laboratory shows you a promise: say .*We looked`, promises(g, "Bob")[0], "it says what")
		assert.Empty(t, promises(g, "Eli"))
		g.Do("Fay", "facilitator", "start", "")
		assert.False(t, g.Do("Ann", "lab", "file", file).OK, "notes are filed before STARTEX")
		g.Pass(3600e9*3 + 1e9)
		assert.Equal(t, "due", mine().State)
		assert.InDelta(t, 5, mine().Due.Hours, 0.01)
		assert.True(t, has(g.X.View("Ann").Player.Asked, "promise"))
		counted()
		switch c.what {
		case "say":
			require.True(t, g.Do("Ann", "lab", "say", `{"say":"We looked.","to":["police"]}`).OK)
		case "deviate":
			id := "#" + strings.TrimPrefix(asked(g.X.View("Ann").Player.Asked, "promise").ID, "#")
			require.True(t, g.Do("Ann", "lab", "deviate", `{"deviate":"`+id+`"}`).OK || deviate(g, id), "%s", id)
		}
		g.Pass(3600e9 * 3)
		assert.Equal(t, c.state, mine().State)
		for name, words := range map[string][2]string{"Ann": {c.mine, "To keep now"},
			"Bob": {c.word, "has a promise to keep now"}} {
			told := promises(g, name)
			assert.Contains(t, told[len(told)-1], words[0], name)
			assert.Contains(t, strings.Join(told, "; "), words[1], name)
		}
		for _, it := range g.X.View("Ann").Player.Inbox { // her own doing, and what is among what is asked
			if it.Kind == exercise.ItemPromise {
				assert.Equal(t, !strings.Contains(it.Title, "broken"), it.Read, it.Title)
			}
		}
		assert.Empty(t, promises(g, "Eli"))
		assert.False(t, has(g.X.View("Ann").Player.Asked, "promise"))
		counted()
	}
}

// deviate gives the reason that a deviation needs.
func deviate(g *tabletest.Table, id string) bool {
	en := g.Entries[len(g.Entries)-1]
	en.Reason = "It is no use any more."
	return g.X.Do(en).OK
}

func asked(all []exercise.Asked, kind string) exercise.Asked {
	for _, a := range all {
		if a.Kind == kind {
			return a
		}
	}
	return exercise.Asked{}
}

func has(all []exercise.Asked, kind string) bool { return asked(all, kind).Kind != "" }

// TestWhatASeatMayPromise: a note is made of what its seat can see and do.
func TestWhatASeatMayPromise(t *testing.T) {
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
	for _, note := range []string{
		// a gauge of another's
		`{"role":"lab","when":"copies > 5","do":{"say":"x","to":["cloud"]},"within":"2h"}`,
		// a system of another's
		`{"role":"lab","when":"failed('grid')","do":{"say":"x","to":["cloud"]},"within":"2h"}`,
		// an action of another's
		`{"role":"lab","when":"hours > 1","do":"hold","within":"2h"}`,
		// another's note
		`{"role":"cloud","when":"hours > 1","do":{"say":"x","to":["lab"]},"within":"2h"}`,
		`{"role":"lab","when":"nosuch > 1","do":{"say":"x","to":["cloud"]},"within":"2h"}`,        // nothing
		`{"role":"lab","when":"hours >","do":{"say":"x","to":["cloud"]},"within":"2h"}`,           // no condition
		`{"role":"lab","when":"hours > 1","do":{"say":"x","to":["nobody at all"]},"within":"2h"}`, // to nobody
		`{"role":"lab","when":"hours > 1","do":{"share":"trail","to":["nosuch"]},"within":"-2h"}`, // no time
		// a key that there is not
		`{"role":"lab","when":"knows('trail')","do":{"say":"x","to":["cloud"]},"within":"2h","a":1}`,
	} {
		before := whole(g.X)
		a := g.Do("Ann", "lab", "file", `{"note":`+note+`}`)
		assert.False(t, a.OK, note)
		assert.NotEmpty(t, a.Why)
		assert.Empty(t, difference(before, whole(g.X)), note)
	}
}

// again has a promise that comes at 9 o'clock each day, first an hour after STARTEX, and one of another seat before it.
const again = `
title = "Again"
start = 2027-03-01T08:00:00Z
length = "3d"
[role.lab]
[role.cloud]
[role.agency]
[sharing]
latency = "0s"
[[note]]
role = "lab"
when = "hour_of_day >= 9"
do = {say="We looked.", to=["cloud"]}
within = "2h"
[[note]]
role = "cloud"
when = "hours >= 0.25"
do = {say="We wait.", to=["lab"]}
within = "9h"
`

// TestAPromiseThatComesWhileItIsDue is due when it was due before.
func TestAPromiseThatComesWhileItIsDue(t *testing.T) {
	g := table(t, strings.Replace(again, `within = "2h"`, `within = "30h"`, 1))
	ask(t, g, "Ann", "file", `{"file":"#1"}`)
	ask(t, g, "Fay", "start", "")
	until(g, 26)
	var by []string
	for _, it := range items(g, "Ann", exercise.ItemPromise)[1:] {
		_, date, _ := strings.Cut(it.Text, "By ")
		by = append(by, it.At.T+" by "+date)
	}
	assert.Equal(t, []string{"T+01:00 by Tue 2 Mar 2027 15:00 UTC.", "T+1d 01:00 by Tue 2 Mar 2027 15:00 UTC."}, by)
}

// TestInvestments: what is put into a mechanism is seen by those who can pay for it; it is
// in force when its price is met.
func TestInvestments(t *testing.T) {
	g := tabletest.New(t, tabletest.Header(t, tabletest.Secrets, 1), 1)
	room := func(name string) (invested *float64, mine float64, force bool) {
		for _, m := range g.X.View(name).Player.Mechanisms {
			if m.ID == "room" {
				return m.Invested, m.Mine, m.InForce
			}
		}
		return nil, 0, false
	}
	require.True(t, g.Do("Ann", "lab", "invest", `{"invest":"room","points":2}`).OK)
	got, mine, force := room("Bob")
	require.NotNil(t, got)
	assert.Equal(t, []any{2.0, 0.0, false}, []any{*got, mine, force})
	got, mine, force = room("Cyd")
	assert.Nil(t, got)
	assert.Equal(t, []any{0.0, false}, []any{mine, force})
	assert.Equal(t, 4.0, g.X.View("Ann").Player.Budget)
	assert.False(t, g.Do("Ann", "lab", "invest", `{"invest":"room","points":5}`).OK, "more than is left")
	assert.False(t, g.Do("Ann", "lab", "invest", `{"invest":"room","points":-1}`).OK)
	require.True(t, g.Do("Bob", "cloud", "invest", `{"invest":"room","points":1}`).OK)
	_, _, force = room("Ann")
	assert.True(t, force)
	_, _, force = room("Cyd")
	assert.False(t, force, "the agency does not see it")
	g.Do("Fay", "facilitator", "start", "")
	assert.False(t, g.Do("Ann", "lab", "invest", `{"invest":"pact","points":1}`).OK, "before STARTEX only")
}

// TestAPromiseThatComesMoreThanOnce: each time it comes it says by when, and it stands as it went the last time.
// What is still to be kept at the end is said to be so, and what was announced before it came is not asked for,
// whatever other promises come.
func TestAPromiseThatComesMoreThanOnce(t *testing.T) {
	const keep, otherwise = "To keep now", "You announce that you will not keep a promise"
	for name, c := range map[string]struct {
		kept, deviates bool
		hour           float64 // of the end
		told           []string
		state, story   string
	}{
		"kept, then broken":   {true, false, 28, []string{"You promise", keep, "You keep a promise", keep, "You have broken a promise"}, "broken", "Broken"},
		"kept, then open":     {true, false, 25.5, []string{"You promise", keep, "You keep a promise", keep}, "due", "Still to be kept at ENDEX"},
		"kept once":           {true, false, 20, []string{"You promise", keep, "You keep a promise"}, "kept", "Kept"},
		"announced before":    {false, true, 20, []string{"You promise", otherwise}, "deviated", "Deviated"},
		"announced, then due": {false, true, 25.5, []string{"You promise", otherwise, keep}, "due", "Still to be kept at ENDEX"},
		"never due":           {false, false, 0.5, []string{"You promise"}, "filed", "Never came due"},
	} {
		g := table(t, again)
		ask(t, g, "Ann", "file", `{"file":"#1","to":["cloud"]}`)
		ask(t, g, "Bob", "file", `{"file":"#1"}`) // of another seat, which comes before
		ask(t, g, "Fay", "start", "")
		if c.deviates {
			g.Do("Ann", "lab", "deviate", `{"deviate":"#1"}`)
			require.True(t, deviate(g, "#1"), name)
		}
		until(g, min(1.5, c.hour))
		if c.kept {
			ask(t, g, "Ann", "say", `{"say":"We looked.","to":["cloud"]}`)
		}
		until(g, c.hour)
		var told []string
		for _, it := range items(g, "Ann", exercise.ItemPromise) {
			told = append(told, it.Title[:strings.Index(it.Title, ":")])
			if told[len(told)-1] == keep {
				assert.Regexp(t, `within 2h\. By \w+ \d Mar 2027 11:00 UTC\.$`, it.Text, name)
			}
		}
		assert.Equal(t, c.told, told, name)
		assert.Equal(t, c.state, g.X.View("Ann").Player.Notes[0].State, name)
		ask(t, g, "Fay", "end", `{"end":true}`)
		ask(t, g, "Fay", "reveal", `{"on":true}`)
		require.Len(t, g.X.View("Ann").Player.Story.Promises, 1)
		assert.Equal(t, c.story, strings.SplitN(g.X.View("Ann").Player.Story.Promises[0], ":", 2)[0], name)
	}
}
