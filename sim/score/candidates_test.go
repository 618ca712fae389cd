package score

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// tried is a world with something of each kind that can be tried otherwise.
const tried = `
title = "Tried"
length = "20h"
[role.spy]
adversary = true
[role.lab]
[role.cloud]
[role.agency]
[gauge.harm]
outcome = true
grow = {rate=1, while="!done('stop')"}
[gauge.flag]
[fact.theft]
text = "A theft."
known = {lab={at="2h"}}
needed_by = ["cloud"]
[sharing]
latency = "1h"
[action.stop]
by = ["lab", "cloud"]
needs = "knows('theft')"
joint = {quorum=2}
[action.wave]
by = ["agency"]
[action.spoil]
by = ["spy"]
[inject.up]
to = "none"
at = "5h"
effects = [{gauge="flag", set=1}]
[inject.down]
to = "none"
at = "8h"
effects = [{gauge="flag", set=0}]
[inject.again]
to = "none"
at = "10h"
effects = [{gauge="flag", set=1}]
[inject.call]
from = "Wire"
to = ["agency"]
text = "A call."
at = "4h"
hold = true
[mechanism.promises]
changes = [{notes=["all"]}]
[[note]]
role = "cloud"
when = "knows('theft')"
do = {commit="stop"}
within = "3h"
[[note]]
role = "agency"
when = "flag > 0"
do = "wave"
within = "2h"
[[note]]
role = "agency"
when = "hours > 4"
do = {say="A word.", to=["lab"]}
within = "1h"
[[note]]
role = "spy"
when = "hours > 4"
do = "spoil"
within = "1h"
`

// of the kinds of change asked for, what is tried, as words.
func triedOf(t *testing.T, p *Played, kinds ...Change) (words []string, moments []Moment) {
	past, err := Past(t.Context(), p)
	require.NoError(t, err)
	for _, m := range candidates(p, past) {
		if !slices.Contains(kinds, m.Change) {
			continue
		}
		c := m.Command
		word := fmt.Sprintf("%s: %s %s at %.0f, to %.1f", m.Change, p.Model.Scenario.Roles[c.Role].ID, c.Verb,
			c.At.Hours(), m.To.Hours())
		if m.Change == LeftOut {
			word = fmt.Sprintf("%s: %s %s", m.Change, p.Model.Scenario.Roles[c.Role].ID, c.Verb)
		}
		if m.Tells() {
			word += ", told at once"
		}
		words, moments = append(words, word), append(moments, m)
	}
	slices.Sort(words)
	return words, moments
}

// TestWhatIsTried: each deed of the response is left out, once however often it was done; a share is tried earlier and
// an action sooner where there was something to be quicker by, and with the telling where that was late.
func TestWhatIsTried(t *testing.T) {
	const spy, lab, cloud, agency = 0, 1, 2, 3
	m := modelOf(t, tried)
	stop, wave, spoil := 0, 1, 2
	call := m.Scenario.Find("inject", "call")
	release := engine.Timed{At: inHours(6), Command: engine.Command{Role: engine.Facilitator, Verb: engine.Release,
		Ref: call}}
	for name, c := range map[string]struct {
		script []engine.Timed
		want   []string
	}{
		"all at once": {commands(give(2, engine.Share, lab, 0, cloud), give(2, engine.Commit, lab, stop),
			give(3, engine.Commit, cloud, stop)),
			[]string{"left out: cloud commit", "left out: lab commit", "left out: lab share"}},
		"decided late": {commands(give(2, engine.Share, lab, 0, cloud), give(2, engine.Commit, lab, stop),
			give(8, engine.Commit, cloud, stop)),
			[]string{"left out: cloud commit", "left out: lab commit", "left out: lab share",
				"sooner: cloud commit at 8, to 3.0"}},
		"told late": {commands(give(2, engine.Commit, lab, stop), give(4, engine.Share, lab, 0, cloud),
			give(5, engine.Commit, cloud, stop)),
			[]string{"earlier: lab share at 4, to 2.0", "left out: cloud commit", "left out: lab commit",
				"left out: lab share", "sooner: cloud commit at 5, to 5.0, told at once"}},
		"told and decided late": {commands(give(4, engine.Share, lab, 0, cloud), give(6, engine.Commit, lab, stop),
			give(8, engine.Commit, cloud, stop)),
			[]string{"earlier: lab share at 4, to 2.0", "left out: cloud commit", "left out: lab commit",
				"left out: lab share", "sooner: cloud commit at 8, to 5.0",
				"sooner: cloud commit at 8, to 5.0, told at once"}},
		"what hangs on nothing": {commands(give(0, engine.Act, agency, wave)), []string{"left out: agency act"}},
		"twice": {commands(give(0, engine.Act, agency, wave), give(6, engine.Act, agency, wave)),
			[]string{"left out: agency act", "sooner: agency act at 6, to 0.0"}},
		"what others do": {commands(give(5, engine.Act, spy, spoil), release), nil},
	} {
		p := play(t, Plan{Model: m, Seed: 1, Commands: c.script, Attended: true})
		require.Empty(t, p.Refusals, name)
		got, _ := triedOf(t, p, LeftOut, Earlier, Sooner)
		assert.Equal(t, c.want, got, name)
	}
}

// TestWhichPromisesAreKept: of promises that were broken those that can change the world are tried, each once, of the
// response only: what was to be done by 7 and again by 12 at the last moment before 7.
func TestWhichPromisesAreKept(t *testing.T) {
	const spy, lab, cloud, agency = 0, 1, 2, 3
	m := modelOf(t, tried)
	p := play(t, Plan{Model: m, Seed: 1, Setup: engine.Setup{Mechanisms: []int{0}},
		Commands: commands(give(0, engine.File, spy, 3), give(2, engine.Share, lab, 0, cloud))})
	require.Empty(t, p.Refusals)
	broken := 0
	for _, ev := range p.Events {
		if ev.Kind == engine.NoteBroken {
			broken++
		}
	}
	require.Equal(t, 5, broken, "the cloud's, the agency's to wave twice, its word, the spy's")
	words, moments := triedOf(t, p, Kept)
	assert.Equal(t, []string{"kept: agency act at 7, to 7.0", "kept: cloud commit at 6, to 6.0"}, words)
	for _, x := range moments {
		assert.Equal(t, map[int]engine.Time{cloud: inHours(6), agency: inHours(7)}[x.Command.Role], x.To)
		assert.Greater(t, x.Command.At, x.To, "it was broken just after")
	}
}

// TestWhatNobodyDid: a joint action that could not be, because nobody told, is put in as that action, with the telling;
// what would have come only after the end is not.
func TestWhatNobodyDid(t *testing.T) {
	m := modelOf(t, tried)
	until := func(end engine.Time) ([]string, []Moment) {
		p, err := Play(t.Context(), Plan{Model: m, Seed: 1, Until: end})
		require.NoError(t, err)
		return triedOf(t, p, Omitted)
	}
	words, moments := until(inHours(20))
	assert.Equal(t, []string{"never done: agency act at 5, to 5.0", "never done: lab commit at 2, to 2.0",
		"never done: lab share at 2, to 2.0"}, words, "the agency's note calls for its wave")
	jointly := slices.IndexFunc(moments, func(m Moment) bool { return m.Command.Verb == engine.Commit })
	require.GreaterOrEqual(t, jointly, 0)
	joint := moments[jointly]
	assert.Equal(t, 0, joint.Command.Ref)
	var verbs []engine.Verb
	for _, a := range joint.Add {
		verbs = append(verbs, a.Verb)
	}
	assert.Equal(t, []engine.Verb{engine.Share, engine.Commit, engine.Commit}, verbs)
	assert.Equal(t, inHours(2), joint.To)

	there := func(end engine.Time) bool {
		_, found := until(end)
		return slices.ContainsFunc(found, func(m Moment) bool { return m.Command.Verb == engine.Commit })
	}
	assert.True(t, there(joint.Command.At), "at the last moment")
	assert.False(t, there(joint.Command.At-1))
}
