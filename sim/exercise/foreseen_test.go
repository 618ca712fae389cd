package exercise_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/director"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/tabletest"
)

// answersAhead are the answers that a director foresees, each with when it comes to be expected and until when.
func answersAhead(t *testing.T, x *exercise.Exercise) (out []string) {
	t.Helper()
	f, _, ok := x.Clone().Foresee(nil)
	require.True(t, ok)
	for _, a := range f.Answers {
		out = append(out, fmt.Sprintf("%s %g %g", strings.TrimPrefix(a.ID, "inject "), a.From.Hours(), a.Due.Hours()))
	}
	return out
}

// TestTheFirstToComePlays: a seat that the first of all has is played as any other. The time before STARTEX
// counts, and a director awaits of other seats nothing.
func TestTheFirstToComePlays(t *testing.T) {
	x, err := exercise.New(record.Header{Format: 1, Name: "first", Scenario: foreseen, Seed: 1})
	require.NoError(t, err)
	wall := time.Unix(1_800_000_000, 0)
	do := func(who, seat, verb, args string) {
		t.Helper()
		a := x.Do(record.Entry{At: x.Now(), Wall: wall, Who: who, Seat: seat, Verb: verb, Args: json.RawMessage(args)})
		require.True(t, a.OK, a.Why)
	}
	do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`)
	wall = wall.Add(3 * time.Minute)
	do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	assert.Equal(t, 1, x.Staffed())
	assert.Equal(t, 3*time.Minute, x.Early())
	assert.Empty(t, answersAhead(t, x), "all that is expected, Cloud does")
	do("Fay", "facilitator", "bot", `{"role":"lab","on":true}`)
	assert.Zero(t, x.Staffed())
	_, _, ok := x.Directed()
	assert.False(t, ok, "no director has been given a time")
}

// TestWhatWaitsForARuling: what somebody tries, until it is ruled on; not while its player is asked about it; and
// nothing where Tocsin rules by itself.
func TestWhatWaitsForARuling(t *testing.T) {
	g := begun(t, desks)
	ask(t, g, "Bob", "attempt", `{"attempt":"We ask around."}`)
	ask(t, g, "Cyd", "attempt", `{"attempt":"We call them."}`)
	ask(t, g, "Fay", "query", `{"query":"agency#1","text":"Whom?"}`)
	assert.Equal(t, 1, g.X.Scene().Rulings)
	ask(t, g, "Cyd", "attempt", `{"attempt":"The bank.","case":1}`)
	assert.Equal(t, 2, g.X.Scene().Rulings, "they have said whom")
	ask(t, g, "Fay", "rule", `{"rule":"cloud#1","outcome":"failure","text":"Nobody knows."}`)
	assert.Equal(t, 1, g.X.Scene().Rulings)
	c := g.X.Clone()
	require.True(t, tabletest.Of(t, c).Do("Fay", "facilitator", "automatic", `{"on":true}`).OK)
	assert.Zero(t, c.Scene().Rulings)
}

// TestTheLastMoveEndsWithTheExercise: the end is no move more, and the time of the hot wash is that of none.
func TestTheLastMoveEndsWithTheExercise(t *testing.T) {
	g := tabletest.Of(t, table(t, walled).X)
	wall := time.Unix(1_800_000_000, 0)
	do := func(minutes int, verb, args string) {
		t.Helper()
		wall = wall.Add(time.Duration(minutes) * time.Minute)
		a := g.X.Do(record.Entry{At: g.X.Now(), Wall: wall, Who: "Fay", Seat: "facilitator", Verb: verb, Args: json.RawMessage(args)})
		require.True(t, a.OK, a.Why)
	}
	do(0, "direct", `{"time":"90m","on":true}`)
	do(0, "start", "")
	until(g, 10)
	do(0, "resume", "")
	until(g, 20)
	do(3, "broadcast", `{"text":"It is over."}`)
	do(4, "broadcast", `{"text":"We talk."}`)
	s := g.X.Scene()
	assert.Equal(t, director.Over, s.State)
	assert.Equal(t, 1, s.Ended)
	assert.Equal(t, []time.Duration{0, 3 * time.Minute}, s.Played)
	assert.Equal(t, []time.Duration{0, 0}, s.Talked)
	assert.Equal(t, 4*time.Minute, s.Washed)
}

// TestWhereAllMovesHaveEnded a director looks ahead to the end of the exercise, which may come before its
// length is over.
func TestWhereAllMovesHaveEnded(t *testing.T) {
	const head = "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n[[move]]\nuntil = \"5h\"\n"
	for ends, want := range map[string]float64{"": 20, "[ending.early]\nwhen = \"hours >= 12\"\n": 12} {
		g := begun(t, head+ends)
		until(g, 5)
		ask(t, g, "Fay", "resume", "")
		until(g, 6)
		f, coming, ok := g.X.Clone().Foresee(nil)
		require.True(t, ok)
		assert.InDelta(t, want, f.End.Hours(), 1e-6)
		assert.Equal(t, f.End, f.Next)
		assert.NotEmpty(t, coming)
	}
}

// TestHowLongAnswersAreAwaited: where as many were given as were missed, as long as bots would take. What comes
// again is awaited again once it has been answered, and not twice at a time; what is awaited already is none
// that is to come.
func TestHowLongAnswersAreAwaited(t *testing.T) {
	inject := func(id, act, rest string) string {
		return "[inject." + id + "]\ntext = \"So.\"\nto = [\"cloud\"]\nexpects = {any=[\"" + act + "\"], within=\"3h\"}\n" + rest
	}
	g := table(t, "title = \"T\"\nlength = \"20h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n[action.tell]\nby = [\"cloud\"]\n"+
		"[action.look]\nby = [\"cloud\"]\n[action.wait]\nby = [\"cloud\"]\n[action.call]\nby = [\"cloud\"]\n"+
		inject("given", "tell", "at = \"1h\"\n")+inject("missed", "wait", "at = \"2h\"\n")+
		inject("open", "look", "at = \"4h30m\"\n")+inject("calls", "call", "at = \"6h\"\nevery = \"2h\"\ntimes = 3\n")+
		inject("waits", "wait", "at = \"12h\"\nevery = \"1h\"\ntimes = 2\n")+
		"[[note]]\nrole = \"cloud\"\nwhen = \"delivered('open')\"\ndo = \"look\"\ndecide = \"30m\"\n"+
		"[[note]]\nrole = \"cloud\"\nwhen = \"delivered('calls')\"\ndo = \"call\"\ndecide = \"1h\"\n")
	ask(t, g, "Fay", "start", "")
	until(g, 1.5)
	ask(t, g, "Bob", "act", `{"act":"tell"}`)
	until(g, 5.25)
	assert.Equal(t, []string{"calls 6 7", "calls 8 11", "waits 12 15"}, answersAhead(t, g.X))
}

// TestWhatBotsDoAtSTARTEX is foreseen too, before anything else is due.
func TestWhatBotsDoAtSTARTEX(t *testing.T) {
	g := table(t, "title = \"T\"\nlength = \"20h\"\n[sharing]\nlatency = \"2h\"\n[role.lab]\n[role.cloud]\n[role.agency]\n"+
		"[[note]]\nrole = \"cloud\"\nwhen = \"hours >= 0\"\ndo = {say=\"Hello\", to=[\"lab\"]}\n")
	f, _, ok := g.X.Clone().Foresee(nil)
	require.True(t, ok)
	require.Len(t, f.News, 1)
	assert.InDelta(t, 2, f.News[0].Hours(), 1e-9)
}

// TestALookAheadIsBrokenOffAnywhere: whenever it is told to stop, it says that it has found nothing.
func TestALookAheadIsBrokenOffAnywhere(t *testing.T) {
	g := begun(t, foreseen)
	asked := 0
	_, _, ok := g.X.Clone().Foresee(func() bool { asked++; return true })
	require.True(t, ok)
	for last := range asked {
		n := 0
		_, coming, ok := g.X.Clone().Foresee(func() bool { n++; return n <= last })
		assert.False(t, ok, last)
		assert.Empty(t, coming, last)
	}
}

// TestABotsSeatThatTheFacilitatorPlays is foreseen as if its bot had it again.
func TestABotsSeatThatTheFacilitatorPlays(t *testing.T) {
	for _, begun := range []bool{false, true} {
		g := table(t, foreseen)
		ask(t, g, "Fay", "bot", `{"role":"cloud","on":true}`)
		if begun {
			ask(t, g, "Fay", "start", "")
		}
		ask(t, g, "Fay", "takeover", `{"role":"cloud"}`)
		assert.Equal(t, []string{"early 1 1.5", "call 2 3"}, answersAhead(t, g.X), begun)
	}
}
