package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// base has two seats, a fact that seat a learns after an hour, and deeds that take an hour.
const base = `title = "Bots"
length = "24h"
basis = "test"
[sharing]
latency = "30m"
[role.a]
ack = "10m"
at_once = 1
title = "A"
[role.b]
ack = "20m"
[fact.f]
text = "Files left."
known = {a={at="1h"}}
[action.x]
by = ["a", "b"]
takes = "1h"
[action.y]
by = ["a", "b"]
takes = "1h"
[action.once]
by = ["a", "b"]
takes = "1h"
once = true
[action.both]
by = ["a", "b"]
joint = {quorum=2, within="2h"}
[inject.held]
at = "2h"
hold = true
to = ["a"]
`

// note is a note of a role, with what else its table has.
func note(role, when, do string, more ...string) string {
	return fmt.Sprintf("[[note]]\nrole = %q\nwhen = %q\ndo = %s\n%s\n", role, when, do, strings.Join(more, "\n"))
}

func newEngine(t *testing.T, notes ...string) *engine.Engine {
	t.Helper()
	text := base + strings.Join(notes, "")
	sc, ds := scenario.Load("bots.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("bots.toml", text))
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	return engine.New(m, 1, engine.Setup{})
}

// deed is a command as a case writes it: "1h 0m a act x".
func deed(sc *scenario.Scenario, c engine.Timed) string {
	minutes := int64(c.At) / int64(scenario.Minute)
	out := fmt.Sprintf("%dh%02d %s %s", minutes/60, minutes%60, sc.Roles[c.Role].ID, c.Verb)
	if kind := map[engine.Verb]string{engine.Act: "action", engine.Commit: "action",
		engine.Share: "fact"}[c.Verb]; kind != "" {
		out += " " + sc.ID(kind, c.Ref)
	}
	return out
}

// given runs the bots to the end and returns what they gave.
func given(t *testing.T, e *engine.Engine, table *bot.Table, commands ...engine.Timed) []string {
	t.Helper()
	got := []string{}
	table.Given = func(c engine.Timed) { got = append(got, deed(e.Model().Scenario, c)) }
	require.NoError(t, bot.Run(t.Context(), e, table, commands, e.Horizon(), func(c engine.Timed, a engine.Answer) {
		require.True(t, a.OK, "%v: %s", c.Verb, a.Refusal)
	}))
	return got
}

// learns is the trigger of most notes here: seat a learns the fact after an hour.
const learns = "knows('f')"

// What bots give, and when, is what their notes, their delays and the table say.
func TestBots(t *testing.T) {
	act := func(what string) string { return fmt.Sprintf("%q", what) }
	tell := `{share="f", to=["b"]}`
	both := `{commit="both"}`
	for name, c := range map[string]struct {
		notes    []string
		table    bot.Table
		commands []engine.Timed
		want     []string
	}{
		"a bot without a note does nothing": {want: []string{}},
		"no delay": {notes: []string{note("a", learns, act("x"))},
			want: []string{"1h00 a act x"}},
		"it decides": {notes: []string{note("a", learns, act("x"), `decide = "2h"`)},
			want: []string{"3h00 a act x"}},
		"what a message brings is read before it is decided on": {
			notes: []string{note("a", learns, tell), note("b", learns, act("x"), `decide = "1h"`)},
			want:  []string{"1h00 a share f", "2h50 b act x"}},
		"a promise in force is kept within its time": {
			notes:    []string{note("a", learns, act("x"), `decide = "5h"`, `within = "1h"`)},
			commands: []engine.Timed{{Command: engine.Command{Verb: engine.File, Role: 0, Ref: 0}}},
			want:     []string{"2h00 a act x"}},
		"a promise not in force hurries nobody": {
			notes: []string{note("a", learns, act("x"), `decide = "5h"`, `within = "1h"`)},
			want:  []string{"6h00 a act x"}},
		"a promise does not slow who decides sooner": {
			notes:    []string{note("a", learns, act("x"), `decide = "10m"`, `within = "1h"`)},
			commands: []engine.Timed{{Command: engine.Command{Verb: engine.File, Role: 0, Ref: 0}}},
			want:     []string{"1h10 a act x"}},
		"a promise counts from its trigger, reading included": {
			notes:    []string{note("a", learns, tell), note("b", learns, act("x"), `decide = "5h"`, `within = "1h"`)},
			commands: []engine.Timed{{Command: engine.Command{Verb: engine.File, Role: 1, Ref: 1}}},
			want:     []string{"1h00 a share f", "2h30 b act x"}},
		"a note that is revised before STARTEX is done as it reads now": {
			notes: []string{note("a", learns, act("x"), `within = "1h"`)},
			commands: []engine.Timed{{Command: engine.Command{Verb: engine.File, Role: 0, Ref: 0}},
				{Command: engine.Command{Verb: engine.Revise, Role: 0, Ref: 0,
					Change: &scenario.NoteChange{Do: scenario.Do{Act: "y"}}}}},
			want: []string{"1h00 a act y"}},
		"what another has done is done again where it can be": {
			notes: []string{note("a", learns, act("x")), note("b", "hours >= 3", act("x"))},
			commands: []engine.Timed{{At: engine.At(5 * scenario.Hour),
				Command: engine.Command{Verb: engine.Act, Role: 1,
					Ref: 1}}},
			want: []string{"1h00 a act x", "3h00 b act x"}},
		"what people do at the beginning they do after STARTEX": {
			notes:    []string{note("b", "done('x')", act("y"))},
			commands: []engine.Timed{{Command: engine.Command{Verb: engine.Act, Role: 0}}},
			want:     []string{"1h00 b act y"}},
		"what was refused is asked for again when it can be done": {
			notes: []string{note("a", learns, act("x")), note("a", learns, act("y"))},
			want:  []string{"1h00 a act x", "2h00 a act y"}},
		"what is due first is done first": {
			notes: []string{note("b", "hours >= 1", act("x"), `decide = "3h"`),
				note("b", "hours >= 2", act("y"), `decide = "1h"`), note("b", "hours >= 3", act("once"))},
			want: []string{"3h00 b act y", "3h00 b act once", "4h00 b act x"}},
		"what another has done once is let go": {
			notes: []string{note("a", learns, act("once")), note("b", "hours >= 1", act("once"), `decide = "3h"`)},
			want:  []string{"1h00 a act once"}},
		"what has become moot while it decided is dropped": {
			notes: []string{note("b", "hours >= 1 && hours < 3", act("x"), `decide = "3h"`)},
			want:  []string{}},
		"what still holds when it acts is done": {
			notes: []string{note("b", "hours >= 1 && hours < 4.5", act("x"), `decide = "3h"`)},
			want:  []string{"4h00 b act x"}},
		"what has become moot while it read is dropped": {
			notes: []string{note("a", learns, tell), note("b", learns+" && hours < 1.7", act("x"))},
			want:  []string{"1h00 a share f"}},
		"what has become moot while it waited for hands is dropped": {
			notes: []string{note("a", learns, act("x")), note("a", learns+" && !done('x')", act("y"))},
			want:  []string{"1h00 a act x"}},
		"what has become moot does not hold up what waits behind it": {
			notes: []string{note("a", learns, act("x")), note("a", learns+" && !done('x')", act("y")),
				note("a", learns, act("once"))},
			want: []string{"1h00 a act x", "2h00 a act once"}},
		"a commitment that lapses while its note does not hold is made when it holds again": {
			notes: []string{note("a", learns+" && hours < 2.2 || hours >= 3.9 && hours < 5", both, `decide = "30m"`)},
			want:  []string{"1h30 a commit both", "4h24 a commit both"}},
		"what is for the last instant is done": {
			notes: []string{note("b", "hours >= 23", act("x"), `decide = "1h"`)}, want: []string{"24h00 b act x"}},
		"a joint action that is moot is not joined": {
			notes: []string{note("b", learns+" || hours >= 1 && hours < 1.5", both, `decide = "20m"`),
				note("a", "hours >= 2", both)},
			table: bot.Table{Joins: true},
			want:  []string{"1h20 b commit both", "2h00 a commit both"}},
		"a commitment that lapses is renewed while its note holds": {
			notes: []string{note("a", learns+" && hours < 4", both)},
			want:  []string{"1h00 a commit both", "3h00 a commit both"}},
		"a renewed commitment is decided on again": {
			notes: []string{note("a", learns+" && hours < 7", both, `decide = "1h"`)},
			want:  []string{"2h00 a commit both", "5h00 a commit both"}},
		"who means to join decides in its own time": {
			notes: []string{note("a", learns, both), note("b", "hours >= 1", both, `decide = "90m"`)},
			want:  []string{"1h00 a commit both", "2h30 b commit both"}},
		"joining is for joint actions alone": {
			notes: []string{note("a", learns, act("x")), note("b", "hours >= 1", act("x"), `decide = "90m"`)},
			table: bot.Table{Joins: true},
			want:  []string{"1h00 a act x", "2h30 b act x"}},
		"who has no reason left does not join": {
			notes: []string{note("b", "hours >= 1 && hours < 1.5", both, `decide = "3h"`),
				note("a", "hours >= 2 && hours < 3", both)},
			table: bot.Table{Joins: true},
			want:  []string{"2h00 a commit both"}},
		"who has its hands full joins when they are free": {
			notes: []string{note("a", learns, act("x")), note("a", "hours >= 1", both, `decide = "4h"`),
				note("b", "hours >= 1.5", both)},
			table: bot.Table{Joins: true},
			want:  []string{"1h00 a act x", "1h30 b commit both", "2h00 a commit both"}},
		"with Joins it does so as soon as another has": {
			notes: []string{note("a", learns, both), note("b", "hours >= 1", both, `decide = "90m"`)},
			table: bot.Table{Joins: true},
			want:  []string{"1h00 a commit both", "1h00 b commit both"}},
		"silent bots act and do not talk": {
			notes: []string{note("a", learns, tell), note("a", learns, both),
				note("a", learns, `{say="Hello.", to=["b"]}`), note("a", learns, act("x"))},
			table: bot.Table{Silent: true},
			want:  []string{"1h00 a act x"}},
		"bots play the seats that they are given": {
			notes: []string{note("a", learns, act("x")), note("b", "hours >= 2", act("y"))},
			table: bot.Table{Plays: []bool{false, true}},
			want:  []string{"2h00 b act y"}},
		"what takes no time is done at once": {
			notes: []string{note("a", learns, act("x"), `decide = "2h"`),
				note("b", "hours >= 1", act("y"), `decide = "2h"`)},
			table: bot.Table{Hurries: func(c engine.Command) bool { return c.Role == 0 }},
			want:  []string{"1h00 a act x", "3h00 b act y"}},
		"what is forbidden is not done": {
			notes: []string{note("a", learns, act("x")), note("a", learns, act("y"))},
			table: bot.Table{Forbidden: func(c engine.Command) (engine.Command, bool) { return c, c.Ref != 0 }},
			want:  []string{"1h00 a act y"}},
		"a bot that answers comes before the people of the same instant": {
			notes: []string{note("b", "hours >= 2", act("once"))},
			commands: []engine.Timed{{At: engine.Time(2 * scenario.Hour),
				Command: engine.Command{Verb: engine.Act, Role: 0, Ref: 1}}},
			want: []string{"2h00 b act once"}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, given(t, newEngine(t, c.notes...), &c.table, c.commands...))
		})
	}
}

// Where a share is forbidden to some, the rest are told.
func TestAShareMayGoToFewer(t *testing.T) {
	e := newEngine(t, note("a", learns, `{share="f", to=["b", "public"]}`))
	table := bot.Table{Forbidden: func(c engine.Command) (engine.Command, bool) {
		c.To = []int{1}
		return c, true
	}}
	var to []int
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.MessageSent {
			to = append(to, int(ev.Other))
		}
	})
	given(t, e, &table)
	assert.Equal(t, []int{1}, to)
	e = newEngine(t, note("a", learns, `{share="f", to=["b", "public"]}`))
	to = nil
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.MessageSent {
			to = append(to, int(ev.Other))
		}
	})
	table.Given = nil
	require.NoError(t, bot.Run(t.Context(), e, &table, nil, e.Horizon(), nil))
	assert.Equal(t, []int{1}, to, "whether or not anybody is told what bots give")
}

// An inject that is held is released at its time by bots that facilitate, and by no others.
func TestBotsFacilitate(t *testing.T) {
	for _, facilitates := range []bool{true, false} {
		e := newEngine(t)
		var came []engine.Time
		e.Observe(func(ev engine.Event) {
			if ev.Kind == engine.InjectDelivered {
				came = append(came, ev.At)
			}
		})
		assert.Empty(t, given(t, e, &bot.Table{Facilitates: facilitates}), "a release is no command of a bot")
		if facilitates {
			assert.Equal(t, []engine.Time{engine.Time(2 * scenario.Hour)}, came)
		} else {
			assert.Empty(t, came)
		}
	}
}

// A bot that takes a seat over does what its notes call for and is not yet done; one that
// leaves drops what it meant to do.
func TestTakeAndLeave(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(*testing.T, *engine.Engine, *bot.Table)
		taken int // plans after the seat is taken at two hours
	}{
		"nothing done":       {func(*testing.T, *engine.Engine, *bot.Table) {}, 1},
		"done by its person": {func(t *testing.T, e *engine.Engine, _ *bot.Table) { ask(t, e, engine.Act, 0) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEngine(t, note("a", learns, `"x"`, `decide = "2h"`), note("a", "hours > 20", `"y"`),
				note("a", learns, `{say="Late.", to=["b"]}`))
			table := &bot.Table{Plays: []bool{false, false}}
			table.Seat(e)
			require.NoError(t, e.Reach(engine.Time(2*scenario.Hour)))
			c.do(t, e, table)
			_, any := table.Next()
			require.False(t, any, "nobody plays the seat")
			table.Take(0)
			at, any := table.Next()
			require.Equal(t, c.taken > 0, any)
			if !any {
				return
			}
			assert.Equal(t, engine.Time(4*scenario.Hour), at, "it decides from when it sat down")
			table.Take(0)
			table.Leave(0)
			_, any = table.Next()
			assert.False(t, any, "what it meant to do is dropped, and had been meant once")
			assert.Equal(t, []bool{false, false}, table.Plays)
		})
	}
}

func ask(t *testing.T, e *engine.Engine, verb engine.Verb, ref int) {
	t.Helper()
	a := e.Do(engine.Command{Verb: verb, Role: 0, Ref: ref})
	require.True(t, a.OK, a.Refusal)
}

// A bot that was refused waits, and stops waiting when it is asked to leave.
func TestWaiting(t *testing.T) {
	e := newEngine(t, note("a", learns, `"x"`), note("a", learns, `"y"`))
	table := &bot.Table{Plays: []bool{true, false}}
	table.Seat(e)
	require.NoError(t, e.Reach(engine.Time(scenario.Hour)))
	assert.False(t, table.Waiting())
	table.Act()
	assert.True(t, table.Waiting(), "its one pair of hands is busy")
	table.Leave(0)
	assert.False(t, table.Waiting())
}

// A copy of a table plays on in a copy of its engine as the first does, and neither moves
// the other.
func TestCopyPlaysAlike(t *testing.T) {
	e := newEngine(t, note("a", learns, `"x"`, `decide = "2h"`), note("a", learns, `"y"`),
		note("b", "hours >= 2", `{commit="both"}`))
	table := &bot.Table{Plays: []bool{true, true}}
	table.Seat(e)
	until := func(e *engine.Engine, table *bot.Table, to engine.Time) {
		for at, any := table.Next(); any && at <= to; at, any = table.Next() {
			require.NoError(t, e.Reach(at))
			table.Act()
		}
		require.NoError(t, e.Reach(to))
	}
	until(e, table, engine.Time(scenario.Hour))
	twin, other := e.Clone(), &bot.Table{}
	other.CopyFrom(table, twin)
	before := e.Digest()
	until(twin, other, engine.Time(12*scenario.Hour))
	assert.Equal(t, before, e.Digest(), "the first has not moved")
	until(e, table, engine.Time(12*scenario.Hour))
	assert.NotEqual(t, before, e.Digest())
	assert.Equal(t, e.Digest(), twin.Digest())
}

// A table serves run after run, each as if it were the first.
func TestATableServesAgain(t *testing.T) {
	table := &bot.Table{}
	want := []string{"1h00 a act x", "2h00 a act y"}
	for range 3 {
		assert.Equal(t, want, given(t, newEngine(t, note("a", learns, `"x"`), note("a", learns, `"y"`)), table))
	}
	// A run that stopped in the middle leaves nothing to the next: no plan, nothing refused, no commitment.
	busy := newEngine(t, note("a", learns, `"x"`), note("a", learns, `"y"`), note("a", learns, `{commit="both"}`),
		note("b", "hours >= 1", `"x"`, `decide = "9h"`))
	require.NoError(t, bot.Run(t.Context(), busy, table, nil, engine.At(90*scenario.Minute), nil))
	assert.Empty(t, given(t, newEngine(t, note("a", "hours > 30", `"x"`), note("b", "hours > 30", `"x"`)), table))
	// The delays of a run are drawn again, and those of one that has more notes are, too.
	drawn := note("a", learns, `"x"`, `decide = {median="2h", p90="6h"}`)
	first := given(t, newEngine(t, drawn), &bot.Table{})
	for range 2 {
		assert.Equal(t, first, given(t, newEngine(t, drawn), table))
	}
	more := given(t, newEngine(t, drawn, drawn, drawn, drawn, drawn, drawn), &bot.Table{})
	assert.Equal(t, more, given(t, newEngine(t, drawn, drawn, drawn, drawn, drawn, drawn), table))
}

// What people mean to do comes in its time, each answer is told, and what comes too late is refused.
func TestPeopleHaveTheirTime(t *testing.T) {
	e := newEngine(t, note("a", "hours >= 9", `"x"`, `within = "1h"`))
	file := engine.Command{Verb: engine.File, Role: 0, Ref: 0}
	act := engine.Command{Verb: engine.Act, Role: 1}
	got := []bool{}
	require.NoError(t, bot.Run(t.Context(), e, nil, []engine.Timed{{Command: act},
		{At: engine.At(scenario.Hour), Command: file},
		{At: engine.At(23 * scenario.Hour), Command: act}, {At: e.Horizon(), Command: act}}, e.Horizon()+1,
		func(c engine.Timed, a engine.Answer) {
			assert.Equal(t, c.At, e.Now())
			got = append(got, a.OK)
		}))
	assert.Equal(t, []bool{true, false, true, true}, got)
	assert.True(t, e.Ended())
	e = newEngine(t)
	asked := 0
	at := engine.At(2 * scenario.Hour)
	end := engine.Timed{At: at, Command: engine.Command{Verb: engine.End, Role: engine.Facilitator}}
	late := []engine.Timed{end, {At: at, Command: act}, {At: e.Horizon(), Command: act}}
	require.NoError(t, bot.Run(t.Context(), e, nil, late, e.Horizon(), func(engine.Timed, engine.Answer) { asked++ }))
	assert.True(t, e.Ended())
	assert.Equal(t, 1, asked, "after the end nothing is asked for")
	e = newEngine(t, note("a", "hours >= 9", `"x"`, `within = "1h"`))
	require.NoError(t, bot.Run(t.Context(), e, nil, []engine.Timed{{At: engine.At(scenario.Hour), Command: file}},
		e.Horizon(),
		func(_ engine.Timed, a engine.Answer) { assert.False(t, a.OK) }))
}

// A run ends at the time it is given, and when it is cancelled.
func TestRunStops(t *testing.T) {
	e := newEngine(t, note("a", learns, `"x"`))
	require.NoError(t, bot.Run(t.Context(), e, &bot.Table{}, nil, engine.Time(5*scenario.Hour), nil))
	assert.Equal(t, engine.Time(5*scenario.Hour), e.Now())
	assert.False(t, e.Ended())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.ErrorIs(t, bot.Run(ctx, newEngine(t), nil, nil, e.Horizon(), nil), context.Canceled)
}
