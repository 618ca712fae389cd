package room_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// promises are the titles of what has reached a person about promises.
func promises(g *table, name string) []string {
	var out []string
	for _, it := range g.x.View(name).Player.Inbox {
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
	for _, c := range []struct{ what, state, word string }{
		{"say", "kept", "keeps a promise"}, {"nothing", "broken", "has broken a promise"}, {"deviate", "deviated", "announces that it will do otherwise"},
	} {
		g := newTable(t, header(t, secrets, 1), 1)
		require.True(t, g.do("Ann", "lab", "file", file).OK)
		mine := func() exercise.Note {
			for _, n := range g.x.View("Ann").Player.Notes {
				if n.When == "hours > 3" {
					return n
				}
			}
			t.Fatal("the note is not to be seen")
			return exercise.Note{}
		}
		assert.Equal(t, "filed", mine().State)
		shown := g.x.View("Bob").Player.Notes
		assert.Equal(t, "lab", shown[len(shown)-1].Role)
		assert.Contains(t, shown[len(shown)-1].Do, "We looked.")
		assert.NotContains(t, written(g.x.View("Cyd")), "We looked.")
		assert.Equal(t, []string{"Laboratory shows you a promise"}, promises(g, "Bob"))
		assert.Empty(t, promises(g, "Eli"))
		g.do("Fay", "facilitator", "start", "")
		assert.False(t, g.do("Ann", "lab", "file", file).OK, "notes are filed before STARTEX")
		g.pass(3600e9*3 + 1e9)
		assert.Equal(t, "due", mine().State)
		assert.InDelta(t, 5, mine().Due.Hours, 0.01)
		assert.True(t, has(g.x.View("Ann").Player.Asked, "promise"))
		switch c.what {
		case "say":
			require.True(t, g.do("Ann", "lab", "say", `{"say":"We looked.","to":["police"]}`).OK)
		case "deviate":
			id := "#" + strings.TrimPrefix(asked(g.x.View("Ann").Player.Asked, "promise").ID, "#")
			require.True(t, g.do("Ann", "lab", "deviate", `{"deviate":"`+id+`"}`).OK || deviate(g, id), "%s", id)
		}
		g.pass(3600e9 * 3)
		assert.Equal(t, c.state, mine().State)
		for _, name := range []string{"Ann", "Bob"} {
			told := promises(g, name)
			assert.Contains(t, told[len(told)-1], c.word, name)
			assert.Contains(t, strings.Join(told, "; "), "has a promise to keep now", name)
		}
		assert.Empty(t, promises(g, "Eli"))
		assert.False(t, has(g.x.View("Ann").Player.Asked, "promise"))
	}
}

// deviate gives the reason that a deviation needs.
func deviate(g *table, id string) bool {
	en := g.entries[len(g.entries)-1]
	en.Reason = "It is no use any more."
	return g.x.Do(en).OK
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
	g := newTable(t, header(t, secrets, 1), 1)
	for _, note := range []string{
		`{"role":"lab","when":"copies > 5","do":{"say":"x","to":["cloud"]},"within":"2h"}`,           // a gauge of another's
		`{"role":"lab","when":"failed('grid')","do":{"say":"x","to":["cloud"]},"within":"2h"}`,       // a system of another's
		`{"role":"lab","when":"hours > 1","do":"hold","within":"2h"}`,                                // an action of another's
		`{"role":"cloud","when":"hours > 1","do":{"say":"x","to":["lab"]},"within":"2h"}`,            // another's note
		`{"role":"lab","when":"nosuch > 1","do":{"say":"x","to":["cloud"]},"within":"2h"}`,           // nothing
		`{"role":"lab","when":"hours >","do":{"say":"x","to":["cloud"]},"within":"2h"}`,              // no condition
		`{"role":"lab","when":"hours > 1","do":{"say":"x","to":["nobody at all"]},"within":"2h"}`,    // to nobody
		`{"role":"lab","when":"hours > 1","do":{"share":"trail","to":["nosuch"]},"within":"-2h"}`,    // no time
		`{"role":"lab","when":"knows('trail')","do":{"say":"x","to":["cloud"]},"within":"2h","a":1}`, // a key that there is not
	} {
		before := whole(g.x)
		a := g.do("Ann", "lab", "file", `{"note":`+note+`}`)
		assert.False(t, a.OK, note)
		assert.NotEmpty(t, a.Why)
		assert.Empty(t, difference(before, whole(g.x)), note)
	}
}

// TestInvestments: what is put into a mechanism is seen by those who can pay for it; it is
// in force when its price is met.
func TestInvestments(t *testing.T) {
	g := newTable(t, header(t, secrets, 1), 1)
	room := func(name string) (invested *float64, mine float64, force bool) {
		for _, m := range g.x.View(name).Player.Mechanisms {
			if m.ID == "room" {
				return m.Invested, m.Mine, m.InForce
			}
		}
		return nil, 0, false
	}
	require.True(t, g.do("Ann", "lab", "invest", `{"invest":"room","points":2}`).OK)
	got, mine, force := room("Bob")
	require.NotNil(t, got)
	assert.Equal(t, []any{2.0, 0.0, false}, []any{*got, mine, force})
	got, mine, force = room("Cyd")
	assert.Nil(t, got)
	assert.Equal(t, []any{0.0, false}, []any{mine, force})
	assert.Equal(t, 4.0, g.x.View("Ann").Player.Budget)
	assert.False(t, g.do("Ann", "lab", "invest", `{"invest":"room","points":5}`).OK, "more than is left")
	assert.False(t, g.do("Ann", "lab", "invest", `{"invest":"room","points":-1}`).OK)
	require.True(t, g.do("Bob", "cloud", "invest", `{"invest":"room","points":1}`).OK)
	_, _, force = room("Ann")
	assert.True(t, force)
	_, _, force = room("Cyd")
	assert.False(t, force, "the agency does not see it")
	g.do("Fay", "facilitator", "start", "")
	assert.False(t, g.do("Ann", "lab", "invest", `{"invest":"pact","points":1}`).OK, "before STARTEX only")
}
