package bot_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// A bot that doubts checks back on each message once it has read it: by a call where there are calls. It does not
// doubt what it is told in a call, what comes in answer to a check, or what no seat has sent.
func TestDoubt(t *testing.T) {
	say := engine.Command{Verb: engine.Say, Role: 2, Ref: -1, To: []int{1}, Text: "Stop."}
	call := say
	call.By = engine.Called
	for name, c := range map[string]struct {
		habits, calls, more string
		say                 engine.Command
		silent, person      bool
		want                []string
	}{
		"it asks the usual way":          {habits: "checks = 1.0", say: say, want: []string{"2h42 b verify usually"}},
		"by a call where there are some": {habits: "checks = 1.0", calls: `call = "10m"`, say: say, want: []string{"2h42 b verify call"}},
		"no call is doubted":             {habits: "checks = 1.0", calls: `call = "10m"`, say: call, want: []string{}},
		"who trusts asks nothing":        {habits: "checks = 0.0", say: say, want: []string{}},
		"people do as they like":         {habits: "checks = 1.0", say: say, person: true, want: []string{}},
		"silent bots do not ask":         {habits: "checks = 1.0", say: say, silent: true, want: []string{}},
		"a forged message is doubted too": {habits: "checks = 1.0", want: []string{"2h12 b verify usually"},
			more: "[inject.forged]\nat = \"2h\"\nforged = \"c\"\nto = [\"b\"]\ntext = \"Stop.\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer("[sharing]\n", "[sharing]\n"+c.calls+"\n",
				"[role.b]\n", "[role.b]\nack = \"12m\"\n").Replace(pair(c.habits, c.more))
			e := engineOf(t, text, engine.Setup{})
			got := []string{}
			table := bot.Table{Silent: c.silent, Given: func(g engine.Timed) {
				by := map[string]string{engine.Called: "call", engine.Usually: "usually"}[g.By]
				got = append(got, deed(e.Model().Scenario, g)+" "+by)
			}}
			if c.person {
				table.Plays = []bool{true, false, false}
			}
			var commands []engine.Timed
			if c.say.Verb != 0 {
				commands = []engine.Timed{{At: engine.At(2 * scenario.Hour), Command: c.say}}
			}
			assert.NoError(t, bot.Run(t.Context(), e, &table, commands, e.Horizon(),
				func(c engine.Timed, a engine.Answer) {
					assert.True(t, a.OK, a.Refusal)
				}))
			assert.Equal(t, c.want, got)
		})
	}
}

// A seat in whose name a message is forged does not know what it tells: its bot tells it itself.
func TestWhoIsForgedKnowsOfNothing(t *testing.T) {
	forged := "[inject.forged]\nat = \"2h\"\nforged = \"a\"\nto = [\"b\"]\ntext = \"It leaks.\"\nreveals = [\"f\"]\n"
	more := forged + note("a", "knows('f')", `{share="f", to=["b"]}`, `decide = "4h"`)
	got := given(t, engineOf(t, pair(`reads = "1m"`, more), engine.Setup{}), &bot.Table{})
	assert.Equal(t, []string{"5h00 a share f"}, got)
	// Who has received it has it from that seat, as far as it knows, and does not tell it back.
	back := forged + note("b", "knows('f')", `{share="f", to=["a"]}`)
	assert.Empty(t, given(t, engineOf(t, pair(`reads = "1m"`, back), engine.Setup{}), &bot.Table{}))
}
