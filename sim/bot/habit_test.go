package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// hunt is a stag hunt: three seats hear the call after an hour, and only together does it
// help. Each has patience of its own; the last two would never meet by chance.
const hunt = `title = "Stag hunt"
length = "40h"
basis = "test"
[profile.quick]
patience = "3h"
[profile.slow]
patience = "10h"
[profile.slowest]
patience = "20h"
[role.a]
bots = "quick"
[role.b]
bots = "slow"
[role.c]
bots = "slowest"
[inject.call]
at = "1h"
to = ["all"]
[action.stag]
by = ["all"]
once = true
joint = {quorum=3, within="2h"}
[mechanism.notes]
changes = [{notes=["all"]}]
`

func huntNotes(within string) string {
	var b strings.Builder
	for _, r := range []string{"a", "b", "c"} {
		b.WriteString(note(r, "delivered('call')", `{commit="stag"}`, within, `shown_to = ["all"]`))
	}
	return b.String()
}

func engineOf(t *testing.T, text string, setup engine.Setup) *engine.Engine {
	t.Helper()
	sc, ds := scenario.Load("toy.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("toy.toml", text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return engine.New(m, 1, setup)
}

// When notes are shown, nobody waits and no window lapses. When they are kept but not shown,
// each ventures alone at the end of its patience: the second and the third of them in the same
// window bring the last.
func TestAssurance(t *testing.T) {
	for name, c := range map[string]struct {
		setup engine.Setup
		notes string
		shown bool
	}{
		"shown":                               {engine.Setup{Mechanisms: []int{0}}, huntNotes(`within = "1h"`), true},
		"in force, and not shown":             {engine.Setup{Mechanisms: []int{0}, Unshown: true}, huntNotes(`within = "1h"`), false},
		"not in force":                        {engine.Setup{}, huntNotes(`within = "1h"`), false},
		"a promise for later than the window": {engine.Setup{Mechanisms: []int{0}}, huntNotes(`within = "3h"`), false},
	} {
		t.Run(name, func(t *testing.T) {
			e := engineOf(t, hunt+c.notes, c.setup)
			lapses := 0
			e.Observe(func(ev engine.Event) {
				if ev.Kind == engine.JointLapsed {
					lapses++
				}
			})
			got := given(t, e, &bot.Table{})
			if c.shown {
				assert.Equal(t, []string{"1h00 a commit stag", "1h00 b commit stag", "1h00 c commit stag"}, got)
				assert.Zero(t, lapses)
				assert.Equal(t, 1, e.Done(0))
				return
			}
			assert.Positive(t, lapses, "windows lapse: %v", got)
			assert.Equal(t, "4h00 a commit stag", got[0], "the most impatient ventures first, alone")
		})
	}
}

// A bot counts on the version of a note that it was shown: it goes on waiting for what only the new
// version would tell it, and goes by an old one that nobody told it was replaced. A note that is
// withdrawn is waited for no more.
func TestBotsCountOnTheVersionThatTheyWereShown(t *testing.T) {
	late := &scenario.NoteChange{Within: 3 * scenario.Hour} // later than the window of the joint action
	file := func(role int) engine.Command {
		return engine.Command{Verb: engine.File, Role: role, Ref: role, To: []int{0, 1, 2}}
	}
	all := []engine.Command{file(0), file(1), file(2)}
	at := func(version engine.Command) string {
		e := engineOf(t, hunt+huntNotes(`within = "1h"`), engine.Setup{})
		for _, c := range append(slices.Clone(all), version) {
			if c.Verb != 0 {
				require.Empty(t, e.Do(c).Refusal)
			}
		}
		got := given(t, e, &bot.Table{})
		require.NotEmpty(t, got)
		return got[0]
	}
	assert.Equal(t, "1h00 a commit stag", at(engine.Command{}), "all three are counted on")
	for name, c := range map[string]struct {
		version engine.Command
		first   string
	}{
		"revised, and shown to all": {engine.Command{Verb: engine.Revise, Role: 2, Ref: 2, Change: late}, "1h00 c commit stag"},
		"revised, and shown to one": {engine.Command{Verb: engine.Revise, Role: 2, Ref: 2, Change: late, To: []int{1}},
			"1h00 a commit stag"},
		"withdrawn": {engine.Command{Verb: engine.Revoke, Role: 2, Ref: 2}, "1h00 c commit stag"},
	} {
		assert.Equal(t, c.first, at(c.version), name)
	}
}

// Two who are needed both are enough for each other: who sees that only it is lacking joins.
func TestWhoIsTheLastJoinsAtOnce(t *testing.T) {
	text := strings.ReplaceAll(hunt, "quorum=3", "quorum=2") + huntNotes("")
	got := given(t, engineOf(t, text, engine.Setup{}), &bot.Table{})
	assert.Equal(t, []string{"4h00 a commit stag", "4h00 b commit stag"}, got)
}

// pair is two seats of which one learns a fact that the other acts on. A fact takes half an
// hour to the other.
func pair(habits, more string) string {
	return `title = "Pair"
length = "40h"
basis = "test"
[profile.mine]
` + habits + `
[sharing]
latency = "30m"
contacts = [{from="b", to="a", latency="30m"}]
[role.a]
bots = "mine"
[role.b]
bots = "mine"
[role.c]
[fact.f]
title = "Missing records"
text = "Rows are missing."
known = {a={at="1h"}}
[fact.g]
text = "Traffic."
known = {b={at="2h"}}
[fact.lead]
text = "A rumour."
decoy = true
known = {a={at="30m"}}
[fact.secret]
title = "The source"
text = "He has a name."
tlp = "red"
known = {a={at="0s"}}
[action.x]
by = ["all"]
[action.y]
by = ["a"]
[venue.cell]
members = ["a", "b"]
[mechanism.notes]
changes = [{notes=["all"]}]
` + more
}

func TestHabits(t *testing.T) {
	slow := note("a", "knows('f')", `{share="f", to=["b"]}`, `decide = "8h"`)
	acts := note("b", "knows('f')", `"x"`, `within = "1h"`, `shown_to = ["a"]`)
	both := note("b", "knows('f') && knows('g')", `"x"`)
	asks := func(minute int64, text string) engine.Timed {
		return engine.Timed{At: engine.Time(minute * int64(scenario.Minute)),
			Command: engine.Command{Verb: engine.Ask, Role: 2, Ref: -1, To: []int{0}, Text: text}}
	}
	say := func(text string) engine.Timed {
		return engine.Timed{At: engine.Time(530 * scenario.Minute), Command: engine.Command{Verb: engine.Say, Role: 2,
			Ref: -1, To: []int{1}, Text: text}}
	}
	filed := engine.Setup{Mechanisms: []int{0}}
	for name, c := range map[string]struct {
		habits, more string
		setup        engine.Setup
		commands     []engine.Timed
		want         []string
	}{
		"what a note that it was shown waits for it passes on": {
			habits: `prepares = "15m"`, more: slow + acts, setup: filed,
			want: []string{"1h15 a share f", "1h45 b act x"}},
		"and not what it was not shown": {
			habits: `prepares = "15m"`, more: slow + acts, setup: engine.Setup{Mechanisms: []int{0}, Unshown: true},
			want: []string{"9h00 a share f", "9h30 b act x"}},
		"nor without the habit": {more: slow + acts, setup: filed,
			want: []string{"9h00 a share f", "9h30 b act x"}},
		"who is asked for what it knows and may tell answers": {
			commands: []engine.Timed{asks(120, "Any missing records at your place?")}, want: []string{"2h30 a share f"}},
		"what it learns later it tells then": {
			commands: []engine.Timed{asks(10, "missing RECORDS?")}, want: []string{"1h00 a share f"}},
		"what it may not tell it declines": {
			commands: []engine.Timed{asks(10, "Who is the source?")}, want: []string{"0h40 a acknowledge"}},
		"what no title is in it leaves": {commands: []engine.Timed{asks(10, "What is up?")}, want: []string{}},
		"who is mute does not answer": {habits: `mute = true`,
			commands: []engine.Timed{asks(120, "missing records?")}, want: []string{}},
		"a contact is asked for what a note lacks": {
			habits: `asks = "1h"`, more: both, want: []string{"3h00 b ask", "3h30 a share f", "4h00 b act x"}},
		"without the habit nobody asks": {more: both, want: []string{}},
		"each message takes its time": {habits: `reads = "20m"`, more: slow + acts,
			commands: []engine.Timed{say("Hello."), say("Hello again.")},
			want:     []string{"9h00 a share f", "10h20 b act x"}},
		"who follows a lead does nothing else, and passes it on": {
			habits: "believes = 1.0\nchases = \"4h\"", more: slow + acts,
			want: []string{"4h30 a share lead", "12h30 a share f", "13h00 b act x"}},
		"who believes nothing follows nothing": {habits: "believes = 0.0\nchases = \"4h\"", more: slow + acts,
			want: []string{"9h00 a share f", "9h30 b act x"}},
		"the heedless do not look again": {habits: `heedless = true`,
			more: note("a", "knows('f') && hours < 2", `"x"`, `decide = "3h"`), want: []string{"4h00 a act x"}},
		"the bound keep a promise that has become wrong": {habits: `bound = true`, setup: filed,
			more: note("a", "knows('f') && hours < 2", `"x"`, `decide = "9h"`, `within = "3h"`), want: []string{"4h00 a act x"}},
		"who is not bound drops what it has promised": {habits: `mute = true`, setup: filed,
			more: note("a", "knows('f') && hours < 2", `"x"`, `decide = "9h"`, `within = "3h"`), want: []string{}},
		"and drop what they have said that they will not keep": {habits: `bound = true`, setup: filed,
			more: note("a", "knows('f') && hours < 2", `"x"`, `decide = "9h"`, `within = "3h"`),
			commands: []engine.Timed{{At: hours(2.5), Command: engine.Command{Verb: engine.Deviate, Role: 0, Ref: 0,
				Reason: "It is over."}}}, want: []string{}},
		"and drop what they have not promised": {habits: `bound = true`,
			more: note("a", "knows('f') && hours < 2", `"x"`, `decide = "3h"`, `within = "3h"`), want: []string{}},
		"who strays begins with something else": {habits: `strays = 1.0`,
			more: note("a", "knows('f')", `"x"`, `decide = "1h"`), want: []string{"2h00 a act y", "3h00 a act x"}},
		"and not from a promise": {habits: `strays = 1.0`, setup: filed,
			more: note("a", "knows('f')", `"x"`, `within = "1h"`), want: []string{"1h00 a act x"}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, given(t, engineOf(t, pair(c.habits, c.more), c.setup), &bot.Table{}, c.commands...))
		})
	}
}

// Who keeps hours prepares and answers in them alone.
func TestHabitsKeepHours(t *testing.T) {
	text := strings.Replace(pair(`prepares = "30m"`, note("a", "knows('f')", `{share="f", to=["b"]}`, `decide = "30h"`)+
		note("b", "knows('f')", `"x"`, `within = "1h"`, `shown_to = ["a"]`)), "[role.a]\n",
		"[role.a]\nhours = {from=\"12:00\", to=\"17:00\"}\n", 1)
	got := given(t, engineOf(t, text, engine.Setup{Mechanisms: []int{0}}), &bot.Table{})
	assert.Equal(t, "4h30 a share f", got[0], "it learns it at 09:00, and begins at 12:00")
}

// Who was shown that another will join in an action of both convenes the venue for it.
func TestAnticipationConvenes(t *testing.T) {
	commit := func(role, shown string) string {
		return note(role, "knows('f')", `{commit="both"}`, `within = "1h"`, "shown_to = ["+shown+"]")
	}
	text := pair(`prepares = "15m"`, "[action.both]\nby = [\"a\", \"b\"]\njoint = {quorum=2}\n"+
		commit("a", `"b"`)+commit("b", `"a"`))
	got := given(t, engineOf(t, text, engine.Setup{Mechanisms: []int{0}}), &bot.Table{})
	assert.Contains(t, got, "1h15 a convene")
}

// A table with habits serves again, and a copy of it plays on as it does.
func TestHabitsServeAgain(t *testing.T) {
	text := pair("prepares = \"15m\"\nasks = \"1h\"\nreads = {median=\"5m\", p90=\"1h\"}\nbelieves = 0.5\nchases = \"3h\"",
		note("a", "knows('f')", `{share="f", to=["b"]}`, `decide = "8h"`)+
			note("b", "knows('f') && knows('g')", `"x"`, `within = "1h"`, `shown_to = ["a"]`))
	table := &bot.Table{}
	setup := engine.Setup{Mechanisms: []int{0}}
	first := given(t, engineOf(t, text, setup), table)
	for range 2 {
		assert.Equal(t, first, given(t, engineOf(t, text, setup), table))
	}
	for hour := range 12 {
		t.Run(fmt.Sprint(hour), func(t *testing.T) {
			e := engineOf(t, text, setup)
			table := &bot.Table{Plays: []bool{true, true, true}}
			table.Seat(e)
			until(t, e, table, engine.Time(hour)*engine.Time(scenario.Hour))
			twin, other := e.Clone(), &bot.Table{}
			other.CopyFrom(table, twin)
			before := e.Digest()
			until(t, twin, other, engine.Time(40*scenario.Hour))
			assert.Equal(t, before, e.Digest(), "the first has not moved")
			until(t, e, table, engine.Time(40*scenario.Hour))
			assert.Equal(t, e.Digest(), twin.Digest())
		})
	}
}

// TestACopyGoesToAnotherRun: a copy of a table that goes on to a run with other notes changes nothing of the first.
func TestACopyGoesToAnotherRun(t *testing.T) {
	habits := "prepares = \"15m\"\nasks = \"1h\""
	share := note("a", "knows('f')", `{share="f", to=["b"]}`, `decide = "8h"`)
	act := note("b", "knows('f') && knows('g')", `"x"`, `within = "1h"`, `shown_to = ["a"]`)
	var digests []uint64
	for _, copied := range []bool{false, true} {
		e := engineOf(t, pair(habits, share+act), engine.Setup{Mechanisms: []int{0}})
		table := &bot.Table{Plays: []bool{true, true, true}}
		if table.Seat(e); copied {
			other := &bot.Table{}
			other.CopyFrom(table, e.Clone())
			other.Seat(engineOf(t, pair(habits, note("b", "hours >= 9", `"x"`)+note("b", "hours >= 8", `"x"`)), engine.Setup{}))
		}
		until(t, e, table, engine.Time(40*scenario.Hour))
		digests = append(digests, e.Digest())
	}
	assert.Equal(t, digests[0], digests[1])
}

// until plays on to a time.
func until(t *testing.T, e *engine.Engine, table *bot.Table, to engine.Time) {
	t.Helper()
	for range 1000 {
		at, due := e.Next()
		if b, any := table.Next(); any && (!due || b < at) {
			at, due = b, true
		}
		if e.Ended() || !due || at > to {
			break
		}
		require.NoError(t, e.Reach(at))
		table.Act()
		if at == to {
			break
		}
	}
	require.NoError(t, e.Reach(to))
}
