package exercise

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/record"
	"tocsin/sim/score"
	"tocsin/sim/whatif"
)

// TestMomentsInWords: what was done, or was not, and what that was worth, by what was changed to find it out.
func TestMomentsInWords(t *testing.T) {
	src, err := os.ReadFile("../../testdata/toys/picture.toml")
	require.NoError(t, err)
	x, err := New(record.Header{Name: "picture", Seed: 1, Scenario: string(src) +
		"[action.both]\ntitle = \"Stop both\"\nby = [\"lab\", \"cloud\"]\njoint = {quorum=2, within=\"9h\"}\n" +
		"[venue.hall]\ntitle = \"the hall\"\nmembers = [\"lab\", \"cloud\"]\n"})
	require.NoError(t, err)
	h := engine.Time(time.Hour)
	act := engine.Command{Verb: engine.Act, Role: 0, Ref: 0}
	share := engine.Command{Verb: engine.Share, Role: 0, Ref: 0, To: []int{1, 2}}
	join := engine.Command{Verb: engine.Commit, Role: 0, Ref: 3}
	add := func(of ...engine.Command) (out []whatif.Intent) {
		for _, c := range of {
			out = append(out, whatif.Intent{Command: c})
		}
		return out
	}
	tell := func(fact, from, to int) engine.Command {
		return engine.Command{Verb: engine.Share, Role: from, Ref: fact, To: []int{to}}
	}
	convene := engine.Command{Verb: engine.Convene, Role: 1, Ref: 0}
	for _, c := range []struct {
		m          score.Moment
		text, then string
	}{
		{score.Moment{Change: score.LeftOut, Own: 3}, `Laboratory did "Suspend the contractor"`,
			"Without it the harm would have been greater by 3"},
		{score.Moment{Change: score.LeftOut, Own: -3}, `Laboratory did "Suspend the contractor"`,
			"Without it the harm would have been less by 3"},
		{score.Moment{Change: score.LeftOut, Own: 3, Links: []engine.Timed{{At: 5 * h, Command: share}}},
			`Laboratory did "Suspend the contractor"`, "Without any one of these the harm would have been greater by 3"},
		{score.Moment{Change: score.Earlier, Own: 2, To: h}, `Laboratory did "Suspend the contractor", 3h after it knew`,
			"At once, it would have made the harm less by 2"},
		{score.Moment{Change: score.Earlier, Own: -2, To: h}, `Laboratory did "Suspend the contractor", 3h after it knew`,
			"At once, it would have made the harm greater by 2"},
		{score.Moment{Change: score.Sooner, Own: 2, To: h},
			`Laboratory did "Suspend the contractor", 3h after its seats knew enough`,
			"Decided at once, it would have made the harm less by 2"},
		{score.Moment{Change: score.Sooner, Own: 2, To: h, Early: []engine.Command{share}},
			`Laboratory did "Suspend the contractor"`, "Told and decided at once, it would have made the harm less by 2"},
		{score.Moment{Change: score.Kept, Own: 2}, `Laboratory broke a promise: did "Suspend the contractor"`,
			"Kept, it would have made the harm less by 2"},
		{score.Moment{Change: score.Omitted, Own: 2, To: h, Add: add(act)},
			`"Suspend the contractor" by Laboratory: never done, though possible from T+01:00 on`,
			"Done by then, it would have made the harm less by 2"},
		{score.Moment{Change: score.Omitted, Own: 2, To: h, Command: engine.Timed{Command: share}, Add: add(share)},
			`Laboratory telling Cloud and Agency "The odd login": never done, though possible from T+01:00 on`,
			"Done by then, it would have made the harm less by 2"},
		{score.Moment{Change: score.Omitted, Own: 2, To: h, Command: engine.Timed{Command: convene}, Add: add(convene)},
			`Cloud convening the hall: never done, though possible from T+01:00 on`,
			"Done by then, it would have made the harm less by 2"},
		{score.Moment{Change: score.Omitted, Own: 2, To: h, Command: engine.Timed{Command: join},
			Add: add(join, engine.Command{Verb: engine.Commit, Role: 1, Ref: 3}, join, tell(0, 0, 1))},
			`"Stop both" by Laboratory, Cloud, after Laboratory telling Cloud "The odd login": never done, though possible ` +
				`from T+01:00 on`, "Done by then, it would have made the harm less by 2"},
		{score.Moment{Change: score.Omitted, Own: 2, To: h, Command: engine.Timed{Command: join},
			Add: add(join, tell(0, 0, 1), tell(0, 0, 2), tell(1, 1, 0))},
			`"Stop both" by Laboratory, after Laboratory telling Cloud "The odd login", Laboratory telling Agency "The odd ` +
				`login", Cloud telling Laboratory "The memo": never done, though possible from T+01:00 on`,
			"Done by then, it would have made the harm less by 2"},
		{score.Moment{Change: score.Omitted, Own: 2, To: h, Command: engine.Timed{Command: join},
			Add: add(join, tell(0, 0, 1), tell(0, 0, 2), tell(1, 1, 0), tell(1, 1, 2), tell(1, 2, 0))},
			`"Stop both" by Laboratory, after Laboratory telling Cloud "The odd login", Laboratory telling Agency "The odd ` +
				`login", Cloud telling Laboratory "The memo", 2 more: never done, though possible from T+01:00 on`,
			"Done by then, it would have made the harm less by 2"},
	} {
		if c.m.Command.Verb == 0 {
			c.m.Command.Command = act
		}
		c.m.Command.At = 4 * h
		turn := x.turn(c.m)
		assert.Equal(t, c.text, turn.Text)
		assert.Equal(t, c.then+"; not certain on other draws of chance", turn.Then)
		assert.Len(t, turn.Links, len(c.m.Links))
		assert.InDelta(t, 4, turn.At.Hours, 1e-9)
	}
	sure := x.turn(score.Moment{Change: score.LeftOut, Own: 3, Command: engine.Timed{Command: act},
		Worth: score.Paired{N: 9, Mean: 2, CI95: [2]float64{1, 3}}})
	assert.Equal(t, "Without it the harm would have been greater by 3", sure.Then)
	assert.Equal(t, []float64{3, 2, 1, 3}, []float64{sure.Harm, sure.Mean, sure.Low, sure.High})
	assert.True(t, sure.Sure)
	for want, c := range map[string]engine.Command{
		`Cloud committed to "Stop both"`:                   {Verb: engine.Commit, Role: 1, Ref: 3},
		`Cloud withdrew from "Stop both"`:                  {Verb: engine.Withdraw, Role: 1, Ref: 3},
		`Cloud cancelled "Sanction the state"`:             {Verb: engine.Cancel, Role: 1, Ref: 1},
		`Laboratory told Cloud and Agency "The odd login"`: share,
		`Cloud told the hall "The odd login"`:              {Verb: engine.Share, Role: 1, To: []int{engine.ToVenue(0)}},
		`Cloud convened the hall`:                          convene,
		`Cloud promised what it would do`:                  {Verb: engine.File, Role: 1},
		`Cloud changed a promise`:                          {Verb: engine.Revise, Role: 1},
		`Cloud withdrew a promise`:                         {Verb: engine.Revoke, Role: 1},
		`Cloud attempted "To call"`:                        {Verb: engine.Attempt, Role: 1, Text: "To call"},
		`Cloud did something`:                              {Verb: engine.Acknowledge, Role: 1},
	} {
		assert.Equal(t, want, x.didWhat(c))
	}
}
