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

// circle is four seats: a has habits and learns f after an hour, and g is what its notes lack.
func circle(habits, more string) string {
	return `title = "Circle"
length = "20h"
basis = "test"
[profile.mine]
` + habits + `
[sharing]
latency = "30m"
contacts = [{from="a", to="d", latency="30m"}, {from="c", to="b", latency="30m"}]
[role.a]
bots = "mine"
[role.b]
[role.c]
[role.d]
[fact.f]
text = "Files left."
known = {a={at="1h"}}
[fact.g]
text = "Traffic."
known = {d={at="19h"}}
[fact.h]
text = "A rumour."
known = {b={at="19h"}}
[fact.secret]
text = "He has a name."
tlp = "red"
known = {a={at="0s"}}
[action.x]
by = ["all"]
[action.y]
by = ["all"]
[action.z]
by = ["all"]
[action.both]
by = ["all"]
joint = {quorum=4}
[action.other]
by = ["all"]
joint = {quorum=4}
[mechanism.notes]
changes = [{notes=["all"]}]
` + more
}

// whom is a command as a case writes it, and to whom it goes.
func whom(sc *scenario.Scenario, c engine.Timed) string {
	out := deed(sc, c)
	for _, to := range c.To {
		if to == engine.Public {
			out += " public"
		} else {
			out += " " + sc.Roles[to].ID
		}
	}
	if c.Verb == engine.Convene {
		out += " " + sc.Venues[c.Ref].ID
	}
	return out
}

// by is what the bot of seat a gives of its own, without what its notes have it do.
func by(t *testing.T, text string, commands ...engine.Timed) []string {
	t.Helper()
	return byTable(t, &bot.Table{}, text, commands...)
}

func byTable(t *testing.T, table *bot.Table, text string, commands ...engine.Timed) []string {
	t.Helper()
	e := engineOf(t, text, engine.Setup{Mechanisms: []int{0}})
	e.Observe(func(ev engine.Event) { assert.NotEqual(t, engine.CommandRefused, ev.Kind, "%s", ev.Text) })
	got := []string{}
	table.Plays, table.Given = []bool{true, false, false, false}, func(c engine.Timed) {
		if c.Verb != engine.Act && c.Verb != engine.Commit {
			got = append(got, whom(e.Model().Scenario, c))
		}
	}
	require.NoError(t, bot.Run(t.Context(), e, table, commands, e.Horizon(), func(_ engine.Timed, a engine.Answer) {
		require.True(t, a.OK, a.Refusal)
	}))
	return got
}

func shownTo(roles string) string { return "within = \"1h\"\nshown_to = [" + roles + "]" }

// A bot asks for what a note lacks whoever has shown it that they would know, or else a contact who would learn it
// first. It asks nobody who lacks it too.
func TestWhomABotAsks(t *testing.T) {
	table := &bot.Table{} // it serves one scenario after another
	own := note("a", "knows('f') && knows('g')", `"x"`)
	for name, c := range map[string]struct {
		more string
		want []string
	}{
		"who would tell of it":                        {own + note("c", "hours > 15", `{share="g", to=["a"]}`, shownTo(`"a"`)), []string{"2h00 a ask c"}},
		"who waits for it too":                        {own + note("c", "knows('g')", `"y"`, shownTo(`"a"`)), []string{"2h00 a ask c"}},
		"the first of two":                            {own + note("b", "knows('g')", `"y"`, shownTo(`"a"`)) + note("c", "knows('g')", `"y"`, shownTo(`"a"`)), []string{"2h00 a ask b"}},
		"a contact, if none is shown":                 {own + note("c", "knows('g')", `"y"`, shownTo(`"b"`)), []string{"2h00 a ask d"}},
		"not who tells another thing":                 {own + note("c", "hours > 15", `{share="h", to=["a"]}`, shownTo(`"a"`)), []string{"2h00 a ask d"}},
		"nor who does what is second in another list": {own + note("c", "hours > 15", `"y"`, shownTo(`"a"`)), []string{"2h00 a ask d"}},
		"nor itself":                                  {own + note("a", "hours > 15", `{share="g", to=["c"]}`, shownTo(`"b"`)), []string{"2h00 a ask d"}},
		"for nothing, where it knows no part":         {note("a", "knows('g') && knows('h')", `"x"`), []string{}},
		"no contact of another":                       {note("a", "knows('f') && knows('h')", `"x"`), []string{}},
		"nothing, when the note holds":                {note("a", "knows('f') || knows('g')", `"x"`), []string{}},
		"only what is for itself to know":             {note("a", "knows('f') && knows('g', 'c')", `"x"`), []string{}},
		"for what another's note lacks": {note("b", "knows('f') && knows('g')", `"x"`, shownTo(`"a"`)) +
			note("c", "knows('g')", `"y"`, shownTo(`"a"`)), []string{"1h15 a share f b", "2h00 a ask c"}},
		"and not its owner, whatever it waits for too": {note("b", "knows('f') && knows('g')", `"x"`, shownTo(`"a"`)) +
			note("b", "knows('g')", `"y"`, shownTo(`"a"`)), []string{"1h15 a share f b", "2h00 a ask d"}},
		"and not its owner": {note("b", "knows('f') && knows('g')", `"x"`, shownTo(`"a"`)), []string{"1h15 a share f b", "2h00 a ask d"}},
	} {
		assert.Equal(t, c.want, byTable(t, table, circle("prepares = \"15m\"\nasks = \"1h\"", c.more)), name)
	}
	revised := []engine.Timed{{Command: engine.Command{Verb: engine.File}},
		{Command: engine.Command{Verb: engine.Revise,
			Change: &scenario.NoteChange{When: scenario.Expr{Source: "knows('f')"}}}}}
	filed := note("a", "knows('f') && knows('g')", `"x"`, `within = "1h"`)
	assert.Empty(t, by(t, strings.Replace(circle(`asks = "1h"`, filed), `notes=["all"]`, `notes=["b"]`, 1), revised...),
		"nothing for a version that is replaced")
	assert.Empty(t, byTable(t, &bot.Table{Silent: true}, circle("prepares = \"15m\"\nasks = \"1h\"", own)), "silent")
	others := note("b", "knows('f') && knows('g')", `"x"`, shownTo(`"a"`))
	assert.Equal(t, []string{"1h15 a share f b"}, by(t, circle(`prepares = "15m"`, others)), "it has no habit of asking")
}

// A bot prepares what a note of another will need, once, and tells nothing that it may not, or has told already.
func TestWhatABotPrepares(t *testing.T) {
	tell := engine.Timed{At: engine.At(61 * scenario.Minute),
		Command: engine.Command{Verb: engine.Share, Ref: 0, To: []int{1}}}
	waits := note("b", "knows('f')", `"x"`, shownTo(`"a"`))
	assert.Equal(t, []string{"3h00 a share f b"}, by(t, circle(`prepares = "2h"`, waits)))
	assert.Empty(t, by(t, circle(`prepares = "2h"`, waits), tell), "it has told it meanwhile")
	assert.Empty(t, by(t, circle(`prepares = "2h"`, note("b", "knows('secret')", `"x"`, shownTo(`"a"`)))), "it may not tell")
	hello := engine.Timed{At: engine.At(61 * scenario.Minute),
		Command: engine.Command{Verb: engine.Say, Role: 2, Ref: -1,
			To: []int{0}, Text: "Hello."}}
	assert.Equal(t, []string{"3h00 a share f b"}, by(t, circle(`prepares = "2h"`, waits), hello), "once, whatever comes")
	later := engine.Timed{At: engine.At(19*scenario.Hour + scenario.Minute),
		Command: engine.Command{Verb: engine.Share, Role: 3,
			Ref: 1, To: []int{0}}}
	assert.Equal(t, []string{"1h05 a share f b", "19h36 a share g b"}, by(t, circle(`prepares = "5m"`,
		note("b", "knows('f') && knows('g')", `"x"`, shownTo(`"a"`))), later), "each when it knows it")
	assert.Equal(t, []string{"1h00 a share f public"}, by(t, circle(`prepares = "5m"`,
		note("a", "knows('f')", `{share="f", to=["public"]}`))), "who tells all need not look whom it has told")
	venue := func(members, more string) string { return "[venue.v]\nmembers = [" + members + "]\n" + more }
	commit := func(role, action string) string {
		return note(role, "knows('f')", `{commit="`+action+`"}`, shownTo(`"all"`))
	}
	joins := commit("a", "both") + commit("b", "both")
	const tells = "1h15 a share f b"
	for name, c := range map[string]struct {
		more string
		want []string
	}{
		"both are members":  {venue(`"a", "b"`, "") + joins, []string{tells, "1h15 a convene v"}},
		"the other is none": {venue(`"a", "c"`, "") + joins, []string{tells}},
		"it is none itself": {venue(`"b", "c"`, "") + joins, []string{tells}},
		"another of both":   {venue(`"b", "c"`, "") + "[venue.w]\nmembers = [\"a\", \"b\"]\n" + joins, []string{tells, "1h15 a convene w"}},
		"it is open":        {venue(`"a", "b"`, "open = true\n") + joins, []string{tells}},
		"another is open": {venue(`"a", "b"`, "") + "[venue.w]\nopen = true\nmembers = [\"a\", \"b\"]\n" + joins,
			[]string{tells}},
		"one before it is open": {venue(`"a", "b"`, "open = true\n") + "[venue.w]\nmembers = [\"a\", \"b\"]\n" + joins,
			[]string{tells}},
		"one without the other is open": {venue(`"a", "b"`, "") + "[venue.w]\nopen = true\nmembers = [\"a\", \"c\"]\n" + joins,
			[]string{tells, "1h15 a convene v"}},
		"it means to do else":   {venue(`"a", "b"`, "") + commit("a", "other") + commit("b", "both"), []string{tells}},
		"only another joins":    {venue(`"a", "b"`, "") + commit("b", "both") + commit("c", "both"), []string{tells, "1h15 a share f c"}},
		"nobody joins anything": {venue(`"a", "b"`, "") + note("b", "knows('f')", `"x"`, shownTo(`"a"`)), []string{tells}},
	} {
		assert.ElementsMatch(t, c.want, by(t, circle(`prepares = "15m"`, c.more)), name)
	}
}

// Questions are answered once, by whoever still plays the seat, and each of those that wait.
func TestWhatABotAnswers(t *testing.T) {
	titled := func(title string) string {
		return strings.Replace(circle("mute = false", ""), "[fact.f]", "[fact.f]\ntitle = \""+title+"\"", 1)
	}
	ask := func(minute int64, role int, text string) engine.Timed {
		return engine.Timed{At: engine.Time(minute * int64(scenario.Minute)),
			Command: engine.Command{Verb: engine.Ask, Role: role, Ref: -1, To: []int{0}, Text: text}}
	}
	own := func(minute int64, c engine.Command) engine.Timed {
		c.Re = engine.Message{From: 2, N: 1}
		return engine.Timed{At: engine.Time(minute * int64(scenario.Minute)), Command: c}
	}
	slow := strings.Replace(titled("Lost rows"), "[role.a]", "[role.a]\nack = \"20m\"", 1)
	for name, c := range map[string]struct {
		text     string
		commands []engine.Timed
		want     []string
	}{
		"each of two that waited": {titled("Lost rows"), []engine.Timed{ask(1, 1, "lost rows?"), ask(2, 2, "rows lost?")},
			[]string{"1h00 a share f b", "1h00 a share f c"}},
		"not what its person has answered": {slow, []engine.Timed{ask(60, 2, "lost rows?"),
			own(95, engine.Command{Verb: engine.Share, To: []int{2}})}, []string{}},
		"nor what its person has declined": {slow, []engine.Timed{ask(60, 2, "lost rows?"),
			own(95, engine.Command{Verb: engine.Acknowledge, Ref: -1, Option: 2})}, []string{}},
		"nor what was declined while it waited": {titled("Lost rows"), []engine.Timed{ask(1, 2, "lost rows?"),
			own(40, engine.Command{Verb: engine.Acknowledge, Ref: -1, Option: 2})}, []string{}},
		"a number is a word":       {titled("Room 42"), []engine.Timed{ask(60, 2, "which room?")}, []string{}},
		"and is said as one":       {titled("Room 42"), []engine.Timed{ask(60, 2, "42, that room?")}, []string{"1h30 a share f c"}},
		"a title without any word": {titled("???"), []engine.Timed{ask(60, 2, "what?")}, []string{}},
	} {
		assert.Equal(t, c.want, by(t, c.text, c.commands...), name)
	}
	e := engineOf(t, titled("Lost rows"), engine.Setup{})
	got := 0
	silent := bot.Table{Silent: true, Given: func(engine.Timed) { got++ }}
	require.NoError(t, bot.Run(t.Context(), e, &silent, []engine.Timed{ask(60, 2, "lost rows?")}, e.Horizon(), nil))
	assert.Zero(t, got, "silent bots answer nothing")
}

// Who follows a lead passes it on to those whom its notes have it tell things, where it may.
func TestWhomALeadIsPassedTo(t *testing.T) {
	decoy := func(mark, more string) string {
		return strings.Replace(circle("believes = 1.0\nchases = \"4h\"", more), "[fact.f]", "[fact.f]\ndecoy = true\n"+mark, 1)
	}
	tell := func(role, to string) string { return note(role, "hours > 19.5", `{share="g", to=[`+to+`]}`) }
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"whom it tells":      {decoy("", tell("a", `"b", "public"`)+tell("a", `"b", "c"`)), []string{"5h00 a share f b", "5h00 a share f c"}},
		"all others":         {decoy("", tell("a", `"all"`)), []string{"5h00 a share f b", "5h00 a share f c", "5h00 a share f d"}},
		"itself":             {decoy("", tell("a", `"a", "b"`)), []string{"5h00 a share f b"}},
		"whom another tells": {decoy("", tell("c", `"b"`)), []string{}},
		"whom it speaks to":  {decoy("", note("a", "hours > 30", `{say="Hello.", to=["b"]}`)), []string{}},
		"not past its mark":  {decoy("tlp = \"red\"", tell("a", `"b"`)), []string{}},
	} {
		assert.Equal(t, c.want, by(t, c.text), name)
	}
}

// What is forbidden a bot does not do beyond its notes either.
func TestWhatIsForbiddenIsNotPrepared(t *testing.T) {
	text := circle(`prepares = "15m"`, note("b", "knows('f')", `"x"`, shownTo(`"a"`)))
	never := bot.Table{Forbidden: func(c engine.Command) (engine.Command, bool) { return c, c.Verb != engine.Share }}
	assert.Empty(t, byTable(t, &never, text))
}

// Who strays begins with any other action that it could take, each as likely, once, and then does what it meant to.
func TestWhereABotStrays(t *testing.T) {
	text := circle("strays = 0.5", note("a", "knows('f')", `"x"`))
	sc, ds := scenario.Load("toy.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("toy.toml", text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	seen := map[string]int{}
	for seed := range uint64(24) {
		got := given(t, engine.New(m, seed, engine.Setup{}), &bot.Table{})
		seen[strings.Join(got, ", ")]++
	}
	assert.Len(t, seen, 3, "%v", seen)
	for _, want := range []string{"1h00 a act x", "1h00 a act y, 1h00 a act x", "1h00 a act z, 1h00 a act x"} {
		assert.Positive(t, seen[want], want)
	}
	tell := circle("strays = 1.0", note("a", "knows('f')", `{share="f", to=["b"]}`))
	assert.Equal(t, []string{"1h00 a share f"}, given(t, engineOf(t, tell, engine.Setup{}), &bot.Table{}), "only from actions")
}
