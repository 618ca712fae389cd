package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// What is heard in a call takes no reading, even if nothing came before it; each message that is read takes a time
// that is drawn for it, one after another.
func TestEachMessageIsReadInItsTime(t *testing.T) {
	say := func(by string) engine.Timed {
		return engine.Timed{At: hours(2), Command: engine.Command{Verb: engine.Say, Role: 2, Ref: -1, To: []int{1},
			Text: "Stop.", By: by}}
	}
	text := func(reads, when string) string {
		return strings.Replace(pair(`reads = `+reads, note("b", when, `"x"`)), "[sharing]\n", "[sharing]\ncall = \"30m\"\n", 1)
	}
	acts := func(text string, commands ...engine.Timed) []string {
		e := engineOf(t, text, engine.Setup{})
		return given(t, e, &bot.Table{}, commands...)
	}
	assert.Equal(t, []string{"2h06 b act x"}, acts(text(`"20m"`, "hours >= 2.1"), say(engine.Called)))
	assert.Equal(t, []string{"2h50 b act x"}, acts(text(`"20m"`, "hours >= 2.6"), say(engine.Usually)))
	drawn := text(`{median="20m", p90="2h"}`, "hours >= 2.6")
	e := engineOf(t, drawn, engine.Setup{})
	takes := func(n uint32) engine.Time { return e.Takes(1, engine.Reading, 0, n) }
	require.NotEqual(t, takes(1), takes(2))
	minutes := int64(hours(2.5)+takes(1)+takes(2)) / int64(scenario.Minute)
	assert.Equal(t, []string{fmt.Sprintf("%dh%02d b act x", minutes/60, minutes%60)},
		acts(drawn, say(engine.Usually), say(engine.Usually)))
}

// A lead is passed on to seats, the first one too, and never to the public.
func TestALeadIsPassedToSeats(t *testing.T) {
	lead := "text = \"A rumour.\"\ndecoy = true\nknown = "
	text := strings.Replace(pair("believes = 1.0\nchases = \"4h\"", note("b", "hours > 30", `{share="g", to=["a", "public"]}`)),
		lead+`{a={at="30m"}}`, "tlp = \"clear\"\n"+lead+`{b={at="30m"}}`, 1)
	e := engineOf(t, text, engine.Setup{})
	var to []int
	table := bot.Table{Plays: []bool{false, true, false}, Given: func(c engine.Timed) {
		if c.Ref == e.Model().Scenario.Find("fact", "lead") {
			to = append(to, c.To...)
		}
	}}
	require.NoError(t, bot.Run(t.Context(), e, &table, nil, e.Horizon(), nil))
	assert.Equal(t, []int{0}, to)
}

// A bot asks once, and whoever could know. It asks for what its own notes lack and for what those of others do by
// two habits.
func TestWhatABotAsksFor(t *testing.T) {
	own := note("a", "knows('f') && knows('g')", `"x"`)
	others := note("b", "knows('f') && knows('g')", `"x"`, shownTo(`"a"`))
	hello := engine.Timed{At: hours(3),
		Command: engine.Command{Verb: engine.Say, Role: 2, Ref: -1, To: []int{0}, Text: "Hello."}}
	both := func(more string) string { return circle("prepares = \"15m\"\nasks = \"1h\"", more) }
	tells := "1h15 a share f b"
	for name, c := range map[string]struct {
		text     string
		commands []engine.Timed
		want     []string
	}{
		"once, although it has no answer":       {both(own), []engine.Timed{hello}, []string{"2h00 a ask d"}},
		"nothing, where it does not ask":        {circle(`prepares = "15m"`, own), nil, []string{}},
		"nothing of others, where it only asks": {circle(`asks = "1h"`, others), nil, []string{}},
		"not itself, whatever it waits for":     {both(others + note("a", "knows('g')", `"y"`, shownTo(`"all"`))), nil, []string{tells, "2h00 a ask d"}},
		"not all, who learn it at once":         {strings.Replace(both(own), `known = {d={at="19h"}}`, `known = {all={at="19h"}}`, 1), nil, []string{}},
		"for another's note, met or not, as far as it can see": {strings.Replace(both(note("b", "knows('f') || knows('g')", `"x"`, shownTo(`"a"`))),
			`known = {a={at="1h"}}`, `known = {a={at="1h"}, b={at="30m"}}`, 1), nil, []string{tells, "2h00 a ask d"}},
		"not the owner, who lacks it": {strings.NewReplacer(`known = {d={at="19h"}}`, `known = {b={at="18h"}, d={at="19h"}}`,
			`contacts = [`, `contacts = [{from="a", to="b", latency="30m"}, `).Replace(both(others)), nil, []string{tells, "2h00 a ask d"}},
	} {
		assert.Equal(t, c.want, by(t, c.text, c.commands...), name)
	}
}

// A bot convenes for a joint action that it means to join and another promises to, and for no other deed.
func TestWhatABotConvenesFor(t *testing.T) {
	const tells = "1h15 a share f b"
	venue := "[venue.v]\nmembers = [\"a\", \"b\"]\n"
	promise := note("b", "knows('f')", `{commit="both"}`, shownTo(`"a"`))
	joins := note("a", "knows('f')", `{commit="both"}`, `within = "1h"`)
	text := circle(`prepares = "15m"`, venue+joins+promise)
	assert.ElementsMatch(t, []string{tells, "1h15 a convene v"}, by(t, text))
	revised := []engine.Timed{{Command: engine.Command{Verb: engine.File}}, {Command: engine.Command{
		Verb: engine.Revise, Change: &scenario.NoteChange{Do: scenario.Do{Act: "x"}}}}}
	assert.ElementsMatch(t, []string{tells}, by(t, strings.Replace(text, `notes=["all"]`, `notes=["b"]`, 1), revised...),
		"it has thought better of it")
	first := "[action.first]\nby = [\"all\"]\njoint = {quorum=4}\n[action.x]\n"
	tell := note("b", "knows('f')", `{share="f", to=["c"]}`, shownTo(`"a"`))
	assert.ElementsMatch(t, []string{tells}, by(t, strings.Replace(circle(`prepares = "15m"`, venue+
		note("a", "knows('f')", `{commit="first"}`)+tell), "[action.x]\n", first, 1)), "the first fact is not the first action")
	assert.ElementsMatch(t, []string{tells}, by(t, strings.Replace(circle(`prepares = "15m"`, venue+
		note("a", "hours > 30", `{share="f", to=["c"]}`)+note("b", "knows('f')", `{commit="first"}`, shownTo(`"a"`))),
		"[action.x]\n", first, 1)), "nor is a share of the one a part in the other")
}

// Of two who would convene the same venue one does, and the other is not refused: it lets it be.
func TestOneConvenesForBoth(t *testing.T) {
	text := strings.NewReplacer("[role.b]\n", "[role.b]\nbots = \"mine\"\n", `known = {a={at="1h"}}`,
		`known = {a={at="1h"}, b={at="1h"}}`).Replace(circle(`prepares = "15m"`, "[venue.v]\nmembers = [\"a\", \"b\"]\n"+
		note("a", "knows('f')", `{commit="both"}`, shownTo(`"b"`))+note("b", "knows('f')", `{commit="both"}`, shownTo(`"a"`))))
	e := engineOf(t, text, engine.Setup{Mechanisms: []int{0}})
	e.Observe(func(ev engine.Event) { assert.NotEqual(t, engine.CommandRefused, ev.Kind, "%s", ev.Text) })
	convened := 0
	for _, d := range given(t, e, &bot.Table{}) {
		if strings.Contains(d, "convene") {
			convened++
		}
	}
	assert.Equal(t, 1, convened)
}

// A bot keeps a promise to tell although the other has told it so: it waits to be kept.
func TestAPromiseToTellIsKept(t *testing.T) {
	text := strings.Replace(circle(`mute = true`, note("a", "knows('f')", `{share="f", to=["b"]}`, `decide = "8h"`, `within = "2h"`)),
		`known = {a={at="1h"}}`, `known = {a={at="1h"}, b={at="30m"}}`, 1)
	tells := engine.Timed{At: hours(0.7), Command: engine.Command{Verb: engine.Share, Role: 1, To: []int{0}}}
	assert.Equal(t, []string{"3h00 a share f b"}, by(t, text, tells))
	assert.Empty(t, by(t, strings.Replace(text, `notes=["all"]`, `notes=["b"]`, 1), tells), "what is no promise adds nothing")
}

// A bot that has left its seat answers nothing there any more, whatever it was asked before.
func TestWhoHasLeftDoesNotAnswer(t *testing.T) {
	text := strings.Replace(circle("mute = false", ""), "[fact.f]", "[fact.f]\ntitle = \"Lost rows\"", 1)
	for _, leaves := range []bool{true, false} {
		e, table := engineOf(t, text, engine.Setup{}), &bot.Table{Plays: []bool{true, false, false, false}}
		table.Seat(e)
		require.NoError(t, e.Reach(hours(0.1)))
		require.Empty(t, e.Do(engine.Command{Verb: engine.Ask, Role: 2, Ref: -1, To: []int{0}, Text: "lost rows?"}).Refusal)
		got := playOn(t, e, table, hours(0.8))
		if leaves {
			table.Leave(0)
		}
		got = append(got, playOn(t, e, table, hours(2))...)
		if leaves {
			assert.Empty(t, got)
		} else {
			assert.Equal(t, []string{"1h00 a share f"}, got)
		}
	}
}

// Who strays begins with what it can do and nobody has done; where it may not, or there is nothing, it does what it
// meant to. It decides again then, and reads nothing again.
func TestHowABotStrays(t *testing.T) {
	text := circle("strays = 1.0", note("a", "knows('f')", `"x"`))
	at := func(role, action int) engine.Timed {
		return engine.Timed{At: hours(0.5), Command: engine.Command{Verb: engine.Act, Role: role, Ref: action}}
	}
	never := func(action string) string { return "[action." + action + "]\nneeds = \"hours > 19\"\n" }
	onlyX := func(c engine.Command) (engine.Command, bool) { return c, c.Ref == 0 }
	for seed := range uint64(6) {
		for name, c := range map[string]struct {
			text     string
			table    bot.Table
			commands []engine.Timed
			want     []string
		}{
			"what it can do":   {text: strings.Replace(text, "[action.y]\n", never("y"), 1), want: []string{"1h00 a act z", "1h00 a act x"}},
			"what is not done": {text: text, commands: []engine.Timed{at(1, 1)}, want: []string{"1h00 a act z", "1h00 a act x"}},
			"nothing else":     {text: text, commands: []engine.Timed{at(1, 1), at(2, 2)}, want: []string{"1h00 a act x"}},
			"what it may":      {text: text, table: bot.Table{Forbidden: onlyX}, want: []string{"1h00 a act x"}},
			"it cannot do what it meant to": {text: strings.Replace(text, "[action.x]\n", "[action.x]\nneeds = \"hours >= 2\"\n", 1),
				want: []string{"2h00 a act x"}},
			"it has read it": {text: strings.NewReplacer("[role.a]\n", "[role.a]\nack = \"10m\"\n", "[action.y]\n", never("y")).Replace(text),
				want: []string{"1h00 a act z", "1h00 a act x"}},
		} {
			sc, ds := scenario.Load("toy.toml", []byte(c.text))
			require.NotNil(t, sc, ds.Format("toy.toml", c.text))
			m, err := engine.Compile(sc)
			require.NoError(t, err)
			table := c.table
			table.Plays = []bool{true, false, false, false}
			assert.Equal(t, c.want, given(t, engine.New(m, seed, engine.Setup{}), &table, c.commands...), name)
		}
	}
}
