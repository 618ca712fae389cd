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

// A bot draws again how long it decides, each time that it does.
func TestEachDecisionIsDrawn(t *testing.T) {
	e := newEngine(t, note("a", "hours >= 1 && hours < 8 || hours >= 12", `"x"`, `decide = {median="40m", p90="2h"}`))
	at := func(from float64, n uint32) string {
		minutes := int64(hours(from)+e.Decide(0, n)) / int64(scenario.Minute)
		return fmt.Sprintf("%dh%02d a act x", minutes/60, minutes%60)
	}
	want := []string{at(1, 1), at(12, 2)}
	require.NotEqual(t, e.Decide(0, 1), e.Decide(0, 2))
	assert.Equal(t, want, given(t, e, &bot.Table{}))
}

// What takes bots of allies no time takes those of the other side theirs.
func TestTheOtherSideIsNotHurried(t *testing.T) {
	foes := strings.Replace(stage, `by = ["a", "b"]`, `by = ["b", "foe"]`, 1)
	e := engineOf(t, foes+note("foe", "hours >= 1", `"x"`, `decide = "2h"`)+note("b", "hours >= 1", `"x"`, `decide = "2h"`),
		engine.Setup{})
	assert.Equal(t, []string{"1h00 b act x", "3h00 foe act x"},
		given(t, e, &bot.Table{Hurries: func(engine.Command) bool { return true }}))
}

// What bots do is the same whether or not anybody is told of it, and a run that is over stays as it is.
func TestBotsDoTheSameUntold(t *testing.T) {
	notes := []string{note("a", learns, `"x"`), note("a", "hours >= 1", `{commit="both"}`), note("b", "hours >= 5", `"y"`)}
	told, untold := newEngine(t, notes...), newEngine(t, notes...)
	table := &bot.Table{}
	assert.Equal(t, []string{"1h00 a act x", "2h00 a commit both", "4h00 a commit both"}, given(t, told, table)[:3])
	assert.False(t, table.Waiting(), "what was refused once is not asked for twice")
	require.NoError(t, bot.Run(t.Context(), untold, &bot.Table{}, nil, untold.Horizon(), nil))
	assert.Equal(t, told.Digest(), untold.Digest())
	require.NoError(t, bot.Run(t.Context(), untold, nil, nil, untold.Horizon(), nil))
	assert.Equal(t, told.Digest(), untold.Digest())
}

// Adversaries who mean to join decide in their own time, whatever their allies have agreed on.
func TestAdversariesDoNotAgree(t *testing.T) {
	foes := strings.Replace(stage, "by = [\"a\", \"b\"]\njoint", "by = [\"a\", \"foe\"]\njoint", 1)
	e := engineOf(t, foes+note("a", "hours >= 1", `{commit="both"}`)+note("foe", "hours >= 1", `{commit="both"}`, `decide = "1h"`),
		engine.Setup{})
	assert.Equal(t, []string{"1h00 a commit both", "2h00 foe commit both"}, given(t, e, &bot.Table{Joins: true}))
}

// A commitment that lapses again and again is renewed once each time, and nothing is left waiting.
func TestACommitmentIsRenewedOnce(t *testing.T) {
	e := newEngine(t, note("a", learns, `{commit="both"}`))
	table := &bot.Table{}
	table.Seat(e)
	assert.Equal(t, []string{"1h00 a commit both", "3h00 a commit both", "5h00 a commit both", "7h00 a commit both"},
		playOn(t, e, table, hours(8)))
	assert.False(t, table.Waiting())
}

// All who mean to join do so in the turn in which the first has, those that hold back too.
func TestAllJoinInOneTurn(t *testing.T) {
	text := strings.NewReplacer(`bots = "quick"`, "", `bots = "slow"`, "", `bots = "slowest"`, "").Replace(hunt)
	for i, decide := range []string{"", `decide = "5h"`, `decide = "6h"`} {
		text += note(string(rune('a'+i)), "delivered('call')", `{commit="stag"}`, decide)
	}
	all := []string{"1h00 a commit stag", "1h00 b commit stag", "1h00 c commit stag"}
	assert.Equal(t, all, given(t, engineOf(t, text, engine.Setup{}), &bot.Table{Joins: true}))

	text = strings.NewReplacer("quorum=3", "quorum=2", `bots = "slow"`, "").Replace(hunt) +
		note("a", "delivered('call')", `{commit="stag"}`) + note("b", "delivered('call')", `{commit="stag"}`, `decide = "1h"`)
	assert.Equal(t, []string{"2h00 b commit stag", "2h00 a commit stag"}, given(t, engineOf(t, text, engine.Setup{}), &bot.Table{}))
}

// A turn leaves nothing that is due: what a bot's errand leads to is done before people have their turn.
func TestATurnLeavesNothingDue(t *testing.T) {
	text := circle(`prepares = "15m"`, "[venue.v]\nmembers = [\"a\", \"b\"]\n"+
		note("a", "knows('f')", `{commit="both"}`, shownTo(`"b"`))+note("b", "knows('f')", `{commit="both"}`, shownTo(`"a"`))+
		note("a", "open('v')", `"x"`))
	e := engineOf(t, text, engine.Setup{Mechanisms: []int{0}})
	table := &bot.Table{Plays: []bool{true, false, false, false}}
	table.Seat(e)
	got := playOn(t, e, table, hours(1.2))
	table.Given = func(c engine.Timed) { got = append(got, deed(e.Model().Scenario, c)) }
	require.NoError(t, e.Reach(hours(1.25)))
	table.Act()
	assert.Subset(t, got, []string{"1h15 a convene", "1h15 a act x"})
	at, any := table.Next()
	assert.True(t, !any || at > hours(1.25))
}

// eager is people who have a second thing to do when they have done the first.
type eager struct {
	e     *engine.Engine
	at    engine.Time
	first []engine.Command
	ok    []bool
}

func (p *eager) Prepare() {}

func (p *eager) Next(by engine.Time) (engine.Time, bool) { return p.at, len(p.first) > 0 && p.at <= by }

func (p *eager) Act() {
	if len(p.first) > 0 && p.e.Now() >= p.at {
		p.ok = append(p.ok, p.e.Do(p.first[0]).OK)
		p.first = p.first[1:]
	}
}

// A run until a time holds all that is done at that time: by people, one thing after another, and by bots to whom
// it gives cause.
func TestARunHoldsAllOfItsLastInstant(t *testing.T) {
	e := engineOf(t, base+"[action.quick]\nby = [\"all\"]\n"+note("a", "done('quick')", `"y"`), engine.Setup{})
	sc := e.Model().Scenario
	does := func(action string) engine.Command {
		return engine.Command{Verb: engine.Act, Role: 1, Ref: sc.Find("action", action)}
	}
	people := &eager{e: e, at: hours(2), first: []engine.Command{does("x"), does("once"), does("quick")}}
	got := []string{}
	table := bot.Table{Given: func(c engine.Timed) { got = append(got, deed(sc, c)) }}
	require.NoError(t, bot.Play(t.Context(), e, &table, people, hours(2)))
	assert.Equal(t, []bool{true, true, true}, people.ok)
	assert.Equal(t, []string{"2h00 a act y"}, got)
	assert.Equal(t, hours(2), e.Now())
}
