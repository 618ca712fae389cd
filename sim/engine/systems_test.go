package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

const plant3 = `
[role.owner]
[role.watcher]
[gauge.harm]
[system.a]
owner = "owner"
watch = {watcher={lag="2h"}}
harm = {gauge="harm", per_hour=3}
[system.b]
[system.c]
repair = "5h"
[[link]]
from = "a"
to = "b"
delay = "4h"
cut_by = ["cut"]
[[link]]
from = "b"
to = "c"
delay = "1h"
becomes = "degraded"
[[link]]
from = "a"
to = "c"
delay = "10h"
chance = 0.5
[action.cut]
by = ["owner"]
[action.never]
by = ["owner"]
effects = [{link=["a", "c"], chance=0}]
[action.surely]
by = ["owner"]
effects = [{link=["a", "c"], chance=1}]
[action.isolate]
by = ["owner"]
effects = [{system=["a", "b"], becomes="isolated"}]
[action.isolate_c]
by = ["owner"]
effects = [{system="c", becomes="isolated"}]
[action.mend]
by = ["owner"]
effects = [{system="a", becomes="normal"}]
[inject.fault]
at = "1h"
effects = [{system="a", becomes="failed"}]
[inject.cut_inject]
when = false
[[note]]
role = "watcher"
when = "failed('a')"
do = {say="it is down", to=["owner"]}
[mechanism.shield]
changes = [{links=["c"], times=0}]
[mechanism.apart]
changes = [{system="b", becomes="isolated"}]
[measure.harm]
end = "harm"
`

func TestSystems(t *testing.T) {
	tales(t, []tale{
		{name: "a cascade", text: plant3, script: do("2h owner act='surely'"),
			want: []string{"1 system.changed a failed", "1 system.noticed owner a failed", "2 link.changed a>c",
				"3 system.noticed watcher a failed",
				"3 note.triggered watcher 0 0", "5 system.changed b failed", "6 system.changed c degraded",
				"11 system.changed c failed", "16 system.changed c normal"}},
		{name: "what is known of a system is what was noticed", text: plant3, script: do("2h owner act='mend'"),
			want: []string{"2 system.changed a normal", "2 system.noticed owner a normal",
				"3 system.noticed watcher a failed", "4 system.noticed watcher a normal",
				"5 system.changed b failed"}},
		{name: "cut under way", text: plant3, script: do("3h owner act='cut'"),
			want: []string{"3 link.cut a>b", "5 link.stopped a>b"}, never: []string{"changed b"}},
		{name: "cut before", text: plant3, script: do("0h owner act='cut'"),
			want:  []string{"0 link.cut a>b", "1 system.changed a failed"},
			never: []string{"changed b", "stopped a>b"}},
		{name: "chance gone under way", text: plant3, script: do("3h owner act='never'"),
			never: []string{"c failed"}},
		{name: "chance certain under way", text: plant3, script: do("3h owner act='surely'"),
			want: []string{"11 system.changed c failed"}},
		{name: "isolated source", text: plant3, script: do("3h owner act='isolate'"),
			want:  []string{"3 system.changed a isolated", "3 system.changed b isolated", "5 link.stopped a>b"},
			never: []string{"b failed", "c failed"}},
		{name: "isolated target", text: plant3, script: do("2h owner act='surely'", "10h owner act='isolate_c'"),
			want:  []string{"10 system.changed c isolated", "11 link.stopped a>c"},
			never: []string{"c failed", "c normal"}},
		{name: "repaired source, the failure still arrives", text: plant3, script: do("2h owner act='mend'"),
			want: []string{"5 system.changed b failed"}},
		{name: "shielded", text: plant3, mechanisms: []int{0}, script: "",
			want: []string{"5 system.changed b failed"}, never: []string{"changed c"}},
		{name: "apart from the start", text: plant3, mechanisms: []int{1}, script: "",
			want:  []string{"0 system.changed b isolated", "5 link.stopped a>b"},
			never: []string{"b failed", "changed c degraded"}},
		{name: "a late notice of an early change is not believed", text: `
[role.r]
[system.s]
watch = {r={lag={mean="10h"}}}
[inject.a]
every = "2h"
to = ["none"]
effects = [{system="s", becomes="failed"}, {system="s", becomes="normal", after="1h"}]
[inject.stop]
at = "99h"
effects = [{system="s", becomes="degraded"}]
[inject.end]
when = "hours > 900"
[action.x]
by = ["r"]
needs = "state('s') == 'normal'"
[inject.skip]
at = "98h"
effects = [{system="s", becomes="isolated"}]
`, script: do("900h r act='x'"), want: []string{"900 command.refused r Needs a condition that is not met yet"}},
	})
}

func TestMechanisms(t *testing.T) {
	text := `
[role.a]
budget = 5
ack = "2h"
[role.b]
budget = 2
[role.poor]
[fact.f]
text = "x"
known = {b={at="1h"}}
[gauge.g]
start = 10
[action.notify_one]
by = ["a"]
takes = "10h"
[action.notify_two]
by = ["a"]
takes = "10h"
[action.other]
by = ["a"]
takes = "10h"
[sharing]
latency = "1h"
[[note]]
role = "b"
when = "knows('f')"
do = {share="f", to=["a"]}
decide = "1h"
within = "3h"
[[note]]
id = "tell"
role = "a"
when = "knows('f')"
do = "other"
decide = "6h"
within = "4h"
[mechanism.quicker]
cost = {a=3, b=2}
changes = [{actions=["notify_*"], takes=0.4}]
[mechanism.alert]
changes = [{role="a", ack=0.25, decide=0.5}]
[mechanism.sworn]
changes = [{notes=["tell"]}]
[mechanism.gift]
changes = [{gauge="g", add=5}, {fact="f", to=["poor"]}]
[inject.i]
when = "has('quicker')"
[measure.least]
min = "g"
`
	tales(t, []tale{
		{name: "without any", text: text, script: do("1h a act='notify_one'"),
			want: []string{"2 message.sent b f a", "3 fact.learned a f b channel", "3 note.triggered a 1 1",
				"11 action.done a notify_one", "11 action.started a other"},
			never: []string{"note.kept", "note.broken"}},
		{name: "actions", text: text, mechanisms: []int{0},
			script: do("1h a act='notify_one'", "1h a act='notify_two'", "1h a act='other'"),
			want: []string{"0 inject.delivered i", "5 action.done a notify_one", "5 action.done a notify_two",
				"11 action.done a other"}},
		{name: "quicker bots", text: text, mechanisms: []int{1}, script: "",
			want: []string{"6.5 action.started a other"}},
		{name: "sworn", text: text, mechanisms: []int{2}, script: "",
			want: []string{"0 note.filed a 1", "3 note.triggered a 1 1", "7 action.started a other",
				"7 note.kept a 1"}},
		{name: "effects", text: text, mechanisms: []int{3}, script: "",
			want: []string{"0 gauge.changed g 15", "0 fact.learned poor f mechanism"}},
		{name: "bought together", text: text, script: do("0h a invest='quicker'; points=3",
			"0h b invest='quicker'; points=3", "0h b invest='quicker'; points=2", "0h a invest='quicker'; points=1",
			"1h a act='notify_one'", "1h a invest='alert'; points=1"),
			want: []string{"0 mechanism.funded a quicker", "0 command.refused b You have 2 points left",
				"0 mechanism.funded b quicker", "0 mechanism.established quicker",
				`0 command.refused a "Quicker" is already established`,
				"0 exercise.started", "0 inject.delivered i",
				"1 command.refused a Preparedness is bought before STARTEX", "5 action.done a notify_one"}},
		{name: "not enough", text: text, script: do("0h a invest='quicker'; points=4.5",
			"0h poor invest='quicker'; points=1", "1h a act='notify_one'"),
			want:  []string{"0 command.refused poor You have 0 points left", "11 action.done a notify_one"},
			never: []string{"established"}},
	})
}

// TestLinksOfOneRun: a link that is cut or changed is so in that run alone, not in the
// run it was copied from, its copies, the next run, or others of the model.
func TestLinksOfOneRun(t *testing.T) {
	m := model(t, plant3)
	cut := engine.Command{Verb: engine.Set, Role: engine.Facilitator, Ref: -1,
		Effect: &scenario.Effect{Link: []string{"a", "b"}, Cut: true}}
	end := func(e *engine.Engine) uint64 {
		require.NoError(t, e.Advance(e.Horizon()))
		return e.Digest()
	}
	whole := end(engine.New(m, 1, engine.Setup{}))
	e := engine.New(m, 1, engine.Setup{})
	require.NoError(t, e.Reach(engine.At(2*scenario.Hour)))
	before, branch := e.Clone(), e.Clone()
	require.True(t, branch.Do(cut).OK)
	after := branch.Clone()
	assert.Equal(t, whole, end(before))
	assert.Equal(t, whole, end(e))
	different := end(branch)
	assert.NotEqual(t, whole, different)
	assert.Equal(t, different, end(after))
	branch.CopyFrom(before)
	assert.Equal(t, whole, branch.Digest())
	after.Reset(m, 1, engine.Setup{})
	assert.Equal(t, whole, end(after))
	assert.Equal(t, whole, end(engine.New(m, 1, engine.Setup{})))
}
