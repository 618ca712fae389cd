package bot_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// stage is base with a third seat on the other side, a venue and a question, for bots that sit down late.
const stage = base + `[role.foe]
adversary = true
[venue.cell]
members = ["a", "b"]
convene = "1h"
[venue.wide]
members = ["a", "foe"]
convene = "1h"
open = true
[probe.cause]
ask = "What is it?"
options = {in="An insider.", out="A stranger."}
truth = "in"
`

// playOn plays a table of bots on by itself until a time, and tells what they give.
func playOn(t *testing.T, e *engine.Engine, table *bot.Table, to engine.Time) []string {
	t.Helper()
	got := []string{}
	table.Given = func(c engine.Timed) { got = append(got, deed(e.Model().Scenario, c)) }
	until(t, e, table, to)
	return got
}

func hours(n float64) engine.Time { return engine.Time(n * float64(scenario.Hour)) }

// A bot that takes a seat over does what has not been done yet, and that alone.
func TestWhatIsLeftToDo(t *testing.T) {
	does := func(verb engine.Verb, ref int, to ...int) func(*engine.Engine) engine.Command {
		return func(*engine.Engine) engine.Command { return engine.Command{Verb: verb, Role: 0, Ref: ref, To: to} }
	}
	asRole := func(role int, c func(*engine.Engine) engine.Command) func(*engine.Engine) engine.Command {
		return func(e *engine.Engine) engine.Command {
			out := c(e)
			out.Role = role
			return out
		}
	}
	const tell, convene, cause = `{share="f", to=["b"]}`, `{convene="cell"}`, `{declare="cause", option="in"}`
	for name, c := range map[string]struct {
		do     string
		before []func(*engine.Engine) engine.Command // an hour before, and half an hour before
		want   []string
	}{
		"nothing":              {`"x"`, nil, []string{"3h00 a act x"}},
		"it has done it":       {`"x"`, []func(*engine.Engine) engine.Command{does(engine.Act, 0)}, []string{}},
		"it is doing it":       {`"x"`, []func(*engine.Engine) engine.Command{nil, does(engine.Act, 0)}, []string{}},
		"nobody has committed": {`{commit="both"}`, nil, []string{"3h00 a commit both"}},
		"it has committed":     {`{commit="both"}`, []func(*engine.Engine) engine.Command{nil, does(engine.Commit, 3)}, []string{}},
		"it is jointly done": {`{commit="both"}`, []func(*engine.Engine) engine.Command{does(engine.Commit, 3),
			asRole(1, does(engine.Commit, 3))}, []string{}},
		"it has told nobody":           {tell, nil, []string{"3h00 a share f"}},
		"it has told whom it would":    {tell, []func(*engine.Engine) engine.Command{does(engine.Share, 0, 1)}, []string{}},
		"it has told one of two":       {`{share="f", to=["b", "foe"]}`, []func(*engine.Engine) engine.Command{does(engine.Share, 0, 1)}, []string{"3h00 a share f"}},
		"it has told one, and not all": {`{share="f", to=["public"]}`, []func(*engine.Engine) engine.Command{does(engine.Share, 0, 1)}, []string{"3h00 a share f"}},
		"it has told all":              {`{share="f", to=["public"]}`, []func(*engine.Engine) engine.Command{does(engine.Share, 0, engine.Public)}, []string{}},
		"nobody has convened":          {convene, nil, []string{"3h00 a convene"}},
		"it has convened":              {convene, []func(*engine.Engine) engine.Command{does(engine.Convene, 0)}, []string{}},
		"it is convening":              {convene, []func(*engine.Engine) engine.Command{nil, does(engine.Convene, 0)}, []string{}},
		"it has declared nothing":      {cause, nil, []string{"3h00 a declare"}},
		"it has declared": {cause, []func(*engine.Engine) engine.Command{func(*engine.Engine) engine.Command {
			return engine.Command{Verb: engine.Declare, Num: 0.5}
		}}, []string{}},
		"what was to be said is not said late": {`{say="Now.", to=["b"]}`, nil, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			e := engineOf(t, stage+note("a", learns, c.do), engine.Setup{})
			table := &bot.Table{Plays: make([]bool, 3)}
			table.Seat(e)
			for i, at := range []engine.Time{hours(1), hours(2.5)} {
				require.NoError(t, e.Reach(at))
				if i < len(c.before) && c.before[i] != nil {
					require.Empty(t, e.Do(c.before[i](e)).Refusal)
				}
			}
			require.NoError(t, e.Reach(hours(3)))
			table.Take(0)
			_, any := table.Next()
			assert.Equal(t, len(c.want) > 0, any, "it means to do what is left, and nothing else")
			assert.Equal(t, c.want, playOn(t, e, table, hours(4)))
		})
	}
}

// Who sits down takes up nothing for the others, and what it holds back from it has taken up already.
func TestTakingOverIsForOneSeat(t *testing.T) {
	text := stage + "[inject.close]\nat = \"5h\"\nto = [\"a\"]\neffects = [{venue=\"cell\", open=false}]\n" +
		note("b", "hours >= 1", `{convene="cell"}`)
	e, table := engineOf(t, text, engine.Setup{}), &bot.Table{Plays: []bool{false, true, false}}
	table.Seat(e)
	assert.Equal(t, []string{"1h00 b convene"}, playOn(t, e, table, hours(6)))
	table.Take(0)
	assert.Empty(t, playOn(t, e, table, hours(9)), "b convened once, and the venue has closed again")

	e = engineOf(t, hunt+note("a", "delivered('call')", `{commit="stag"}`), engine.Setup{})
	table = &bot.Table{Plays: []bool{true, false, false}}
	table.Seat(e)
	assert.Empty(t, playOn(t, e, table, hours(2)), "it holds back")
	table.Take(0)
	assert.Equal(t, []string{"4h00 a commit stag"}, playOn(t, e, table, hours(4.5)))
	assert.Equal(t, []string{}, playOn(t, e, table, hours(5.9)))
	assert.False(t, table.Waiting(), "it holds back once")
}

// A bot that takes a seat over takes up each note of the seat that holds, once, hears of what comes later, and
// answers what the seat was asked.
func TestTakingOver(t *testing.T) {
	twice := func(notes string, taken ...engine.Time) []string {
		e := engineOf(t, strings.Replace(stage, "[fact.f]", "[fact.f]\ntitle = \"Lost rows\"", 1)+notes, engine.Setup{})
		table := &bot.Table{Plays: make([]bool, 3)}
		table.Seat(e)
		require.NoError(t, e.Reach(hours(2)))
		require.Empty(t, e.Do(engine.Command{Verb: engine.Ask, Role: 2, Ref: -1, To: []int{0}, Text: "Lost rows?"}).Refusal)
		var got []string
		for _, at := range taken {
			got = append(got, playOn(t, e, table, at)...)
			table.Take(0)
		}
		return append(got, playOn(t, e, table, hours(9))...)
	}
	answer := "3h10 a share f"
	assert.Equal(t, []string{answer, "5h00 a act x"}, twice(note("a", learns, `"x"`, `decide = "2h"`), hours(3), hours(3.1)),
		"a plan is made once")
	assert.Equal(t, []string{"3h00 a act x", answer, "4h00 a act y"},
		twice(note("a", learns, `"x"`)+note("a", learns, `"y"`), hours(3), hours(3.5)), "what was refused waits once")
	assert.Equal(t, []string{answer, "6h00 a act x"}, twice(note("a", "hours >= 6", `"x"`), hours(3)), "it hears of what comes")
	assert.Equal(t, []string{answer}, twice(note("b", learns, `"x"`), hours(3)), "and leaves what others are to do")
	assert.Equal(t, []string{answer}, twice(note("a", "hours < 1", `"x"`), hours(3)), "and what holds no longer")
}

// Silent bots do not coordinate when they sit down late either, but those of the other side do as they always do.
func TestSilentBotsSitDown(t *testing.T) {
	const tell, both, convene, say = `{share="f", to=["b"]}`, `{commit="both"}`, `{convene="wide"}`, `{say="Now.", to=["b"]}`
	foes := strings.NewReplacer("known = {a={at=\"1h\"}}", "known = {a={at=\"1h\"}, foe={at=\"1h\"}}",
		"by = [\"a\", \"b\"]\njoint", "by = [\"a\", \"b\", \"foe\"]\njoint", "open = true", "").Replace(stage)
	for role, want := range map[string][]string{
		"a":   {"2h00 a act x"},
		"foe": {"2h00 foe share f", "2h00 foe commit both", "2h00 foe convene", "2h00 foe say"},
	} {
		notes := ""
		for _, do := range []string{tell, both, convene, say} {
			notes += note(role, "hours >= 2 && hours < 3.5", do)
		}
		if role == "a" {
			notes += note(role, "hours >= 2", `"x"`)
		}
		e := engineOf(t, foes+notes, engine.Setup{})
		assert.ElementsMatch(t, want, given(t, e, &bot.Table{Silent: true}), role)
		e = engineOf(t, foes+notes, engine.Setup{})
		table := &bot.Table{Silent: true, Plays: make([]bool, 3)}
		table.Seat(e)
		require.NoError(t, e.Reach(hours(3)))
		place := e.Model().Scenario.Find("role", role)
		table.Take(place)
		late := []string{}
		for _, w := range want {
			if !strings.HasSuffix(w, "say") {
				late = append(late, strings.Replace(w, "2h", "3h", 1))
			}
		}
		assert.ElementsMatch(t, late, playOn(t, e, table, hours(4)), role)
	}
}

// A bot that would convene a venue which another convenes, or has opened, lets it be, when it closes again too.
func TestAVenueIsConvenedOnce(t *testing.T) {
	text := stage + "[inject.close]\nat = \"5h\"\nto = [\"a\"]\neffects = [{venue=\"cell\", open=false}]\n" +
		note("a", learns, `{convene="cell"}`) + note("b", "hours >= 1.5", `{convene="cell"}`) +
		note("b", "hours >= 3", `{convene="cell"}`)
	assert.Equal(t, []string{"1h00 a convene"}, given(t, engineOf(t, text, engine.Setup{}), &bot.Table{}))
}

// A bot that takes a seat over goes by the version of a note that stands.
func TestTakingOverGoesByTheLastVersion(t *testing.T) {
	e := engineOf(t, stage+note("a", learns, `"x"`, `within = "1h"`), engine.Setup{})
	for _, c := range []engine.Command{{Verb: engine.File}, {Verb: engine.Revise,
		Change: &scenario.NoteChange{Within: 2 * scenario.Hour}}} {
		require.Empty(t, e.Do(c).Refusal)
	}
	table := &bot.Table{Plays: make([]bool, 3)}
	table.Seat(e)
	require.NoError(t, e.Reach(hours(3)))
	table.Take(0)
	assert.Equal(t, []string{"3h00 a act x"}, playOn(t, e, table, hours(9)), "it does it once")
}

// A bot that leaves a seat drops what it meant to do beyond its notes, what it held back from and what it would
// commit to again, and leaves alone what others mean to do.
func TestLeavingDropsAll(t *testing.T) {
	asks := engine.Command{Verb: engine.Ask, Role: 2, Ref: -1, To: []int{0, 1}, Text: "missing records?"}
	text := strings.Replace(pair("patience = \"9h\"", "[action.both]\nby = [\"a\", \"b\"]\njoint = {quorum=2, within=\"2h\"}\n"+
		note("a", "hours >= 1", `{commit="both"}`)), `known = {a={at="1h"}}`, `known = {a={at="1h"}, b={at="1h"}}`, 1)
	text = strings.ReplaceAll(text, "bots = \"mine\"", "bots = \"mine\"\nack = \"10m\"")
	e := engineOf(t, text, engine.Setup{})
	table := &bot.Table{Plays: make([]bool, 3)}
	table.Plays[0], table.Plays[1] = true, true
	table.Seat(e)
	require.NoError(t, e.Reach(hours(1)))
	require.Empty(t, e.Do(asks).Refusal)
	got := playOn(t, e, table, hours(1.6))
	table.Leave(0)
	got = append(got, playOn(t, e, table, hours(30))...)
	assert.Equal(t, []string{"1h40 b share f"}, got)
	// One whose commitment has lapsed does not renew it once it has left.
	e = newEngine(t, note("a", learns, `{commit="both"}`))
	table = &bot.Table{Plays: []bool{true, true}}
	table.Seat(e)
	assert.Equal(t, []string{"1h00 a commit both"}, playOn(t, e, table, hours(2)))
	table.Leave(0)
	assert.Empty(t, playOn(t, e, table, hours(9)))
}
