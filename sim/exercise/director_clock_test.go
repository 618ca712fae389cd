package exercise_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/exercise"
)

// TestWhatADirectorFindsOfTheClock: it lets go on what a move's end or a ruling has stopped, not what the facilitator
// has; who sets the pace has the clock in hand; and who takes it while it runs stops nothing.
func TestWhatADirectorFindsOfTheClock(t *testing.T) {
	goOn, hold := theRoom("directed", `{"do":"go on","why":"so"}`), theRoom("directed", `{"do":"hold","why":"so"}`)
	const waits, none = "The clock does not wait for the director", "No director moves the clock"
	for name, c := range map[string]struct {
		first []said
		hours float64
		why   string
	}{
		"it holds":                          {[]said{hold}, 0, ""},
		"it holds, and the facilitator too": {[]said{hold, fay("pause", "")}, 0, waits},
		"a pause":                           {[]said{fay("pause", "")}, 0, waits},
		"it runs":                           {nil, 0, waits},
		"a move's end":                      {nil, 6, ""},
		"a move's end, and a pause":         {nil, 6, waits},
		"a move's end, and it goes on":      {[]said{fay("resume", "")}, 6, waits},
		"before STARTEX":                    {nil, -1, none},
		"an emergency":                      {[]said{fay("stop", "")}, 0, none},
		"it is over":                        {[]said{fay("end", `{"end":true}`)}, 0, none},
		"a pace":                            {[]said{hold, fay("pace", `{"minute":"7m"}`)}, 0, none},
	} {
		g := walledTable(t)
		ask(t, g, "Fay", "direct", `{"time":"90m","on":true}`)
		if c.hours >= 0 {
			ask(t, g, "Fay", "start", "")
			g.X.Advance(g.X.Engine().Rounds()[0].Until / 2)
		}
		if c.hours > 0 {
			g.X.Advance(g.X.Engine().Horizon())
			require.False(t, g.X.Running(), name)
		}
		for _, s := range c.first {
			require.True(t, s.on(g).OK, "%s: %v", name, s)
		}
		if strings.HasSuffix(name, "and a pause") {
			ask(t, g, "Fay", "pause", `{"why":"Lunch."}`)
		}
		assert.Equal(t, c.why, goOn.on(g).Why, name)
		if name == "a pace" {
			assert.Equal(t, "7m", g.X.Clock().Pace)
			assert.False(t, g.X.Clock().Directed)
			ask(t, g, "Fay", "direct", `{"on":true}`)
			assert.True(t, g.X.Clock().Directed)
		}
	}
	g := walledTable(t)
	ask(t, g, "Fay", "direct", `{"time":"90m","on":true}`)
	ask(t, g, "Fay", "start", "")
	require.True(t, hold.on(g).OK)
	require.True(t, goOn.on(g).OK)
	ask(t, g, "Fay", "direct", `{"on":false}`)
	assert.True(t, g.X.Running())
}

// TestTheClockIsTakenByHand: from then on no director moves it, until it is given back.
func TestTheClockIsTakenByHand(t *testing.T) {
	g := walledTable(t)
	ask(t, g, "Fay", "direct", `{"time":"90m","on":true}`)
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Fay", "direct", `{"on":false}`)
	assert.False(t, g.X.Clock().Directed)
	assert.Equal(t, "No director moves the clock", theRoom("directed", `{"do":"hold","why":"so"}`).on(g).Why)
	assert.Equal(t, "The clock is already moved by hand", fay("direct", `{"on":false}`).on(g).Why)
	ask(t, g, "Fay", "direct", `{"on":true}`)
	assert.True(t, g.X.Clock().Directed)
	assert.Equal(t, "The director already moves the clock", fay("direct", `{"on":true}`).on(g).Why)
}

// TestTheWallGoesOnWithTheClock: what a move was goes from it, how large it is and which venues it shows stays.
func TestTheWallGoesOnWithTheClock(t *testing.T) {
	g := walledTable(t)
	ask(t, g, "Fay", "start", "")
	until(g, 10)
	require.False(t, g.X.Running())
	ask(t, g, "Fay", "wall", `{"show":"move","venues":true,"lines":9}`)
	assert.Equal(t, "move", g.X.View("Wall").Board.Shows)
	open := len(g.X.View("Wall").Board.Venues)
	ask(t, g, "Fay", "resume", "")
	b := g.X.View("Wall").Board
	assert.Equal(t, "news", b.Shows)
	assert.Len(t, b.Venues, open)
	ask(t, g, "Fay", "wall", `{"show":"news"}`)
	assert.Less(t, len(g.X.View("Wall").Board.Venues), open)
}

// TestAStepPassesWhatIsNotDue: an inject on call, or without a time, is none that comes next; in the order of time, not
// of the file.
func TestAStepPassesWhatIsNotDue(t *testing.T) {
	g := table(t, walled+"[inject.more]\ntext = \"So.\"\nat = \"7h\"\n[inject.call]\ntext = \"So.\"\nat = \"5h\"\n"+
		"[inject.spare]\ntext = \"So.\"\nwhen = \"false\"\n")
	ask(t, g, "Fay", "start", "")
	ask(t, g, "Fay", "step", `{"to":"inject"}`)
	assert.InDelta(t, 5, g.X.Now().Hours(), 1e-9)
}

// TestWhereASummaryIsCut: at a word, and where it says so; not a text that is just as long as there is room.
func TestWhereASummaryIsCut(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("ä", 160):                                  strings.Repeat("ä", 160),
		strings.Repeat("ä", 161):                                  strings.Repeat("ä", 158) + " …",
		strings.Repeat("a", 150) + " b" + strings.Repeat("c", 20): strings.Repeat("a", 150) + " …",
		strings.Repeat("a", 150) + ", " + strings.Repeat("c", 20): strings.Repeat("a", 150) + " …",
	} {
		g := begun(t, strings.Replace(desks, "A theft.", text, 1))
		require.True(t, g.Do("Bea", "player", "join", `{"kind":"player"}`).OK)
		ask(t, g, "Fay", "seat", `{"who":"Bea","role":"lab"}`)
		handed := items(g, "Bea", exercise.ItemHandover)
		require.NotEmpty(t, handed)
		assert.Contains(t, handed[len(handed)-1].Text+"\n", "- The theft: "+want+"\n")
	}
}
