package bot_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// A bot asks whoever has written a note of its own before STARTEX as it asks whose note the scenario has.
func TestBotsReadTheNotesOfPlayers(t *testing.T) {
	added := func(to ...int) engine.Timed {
		return engine.Timed{Command: engine.Command{Verb: engine.File, Role: 3, Ref: -1, To: to,
			Note: &scenario.Note{Role: "d", When: scenario.Expr{Source: "knows('g')"}, Do: scenario.Do{Act: "y"},
				Within: scenario.Hour}}}
	}
	text := strings.Replace(circle("prepares = \"15m\"\nasks = \"1h\"", note("a", "knows('f') && knows('g')", `"x"`)),
		`{from="a", to="d", latency="30m"}, `, "", 1)
	assert.Empty(t, by(t, text))
	assert.Equal(t, []string{"2h00 a ask d"}, by(t, text, added(0)))
	assert.Empty(t, by(t, text, added(1)), "it was not shown that one")
}

// A table that is seated again, where notes wait for other things, moves no copy of it, and a copy that is
// seated again does not move the table.
func TestCopiesOfATableReadTheirOwnNotes(t *testing.T) {
	habits := "prepares = \"15m\"\nasks = \"1h\""
	one := circle(habits, note("a", "knows('f') && knows('g')", `"x"`)+note("b", "knows('f')", `"x"`, shownTo(`"a"`)))
	other := circle(habits, note("b", "knows('secret')", `"x"`, shownTo(`"a"`))+note("a", "knows('h')", `"x"`))
	setup := engine.Setup{Mechanisms: []int{0}}
	begun := func() (*engine.Engine, *bot.Table) {
		e, table := engineOf(t, one, setup), &bot.Table{Plays: []bool{true, false, false, false}}
		table.Seat(e)
		playOn(t, e, table, hours(0.5))
		return e, table
	}
	e, table := begun()
	want := playOn(t, e, table, hours(9))
	assert.Equal(t, []string{"1h15 a share f", "2h00 a ask"}, want)
	again := func(table *bot.Table) {
		e := engineOf(t, other, setup)
		table.Seat(e)
		playOn(t, e, table, hours(0.5))
	}
	e, table = begun()
	twin, copied := e.Clone(), &bot.Table{}
	copied.CopyFrom(table, twin)
	again(table)
	assert.Equal(t, want, playOn(t, twin, copied, hours(9)), "the copy")
	e, table = begun()
	copied.CopyFrom(table, e.Clone())
	again(copied)
	assert.Equal(t, want, playOn(t, e, table, hours(9)), "the table")
}
