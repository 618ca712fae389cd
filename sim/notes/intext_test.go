package notes

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

func TestFates(t *testing.T) {
	event := func(k engine.Kind, note int32) engine.Event { return engine.Event{Kind: k, Ref: note} }
	got := Fates(5, []engine.Event{event(engine.NoteTriggered, 0), event(engine.NoteKept, 0),
		event(engine.NoteTriggered, 1), event(engine.NoteBroken, 1), event(engine.NoteTriggered, 1),
		event(engine.NoteKept, 1), event(engine.NoteTriggered, 2), event(engine.NoteDeviated, 2),
		event(engine.NoteTriggered, 3), event(engine.MessageSent, 4)})
	want := []string{"kept, 1 of 1 times", "BROKEN 1 of 2 times: promise what you can keep, or say who decides when " +
		"the decider cannot", "not kept as filed, with notice, 1 times: write down what you did instead",
		"its trigger came, and nothing was awaited", "its trigger never came"}
	for i := range want {
		assert.Equal(t, want[i], got[i].String())
	}
}

// room is one in which nothing was revised or withdrawn.
type room struct {
	filed func(int) bool
	shown func(int) []int
}

func (r room) Filed(i int) bool    { return r.filed(i) }
func (r room) ShownTo(i int) []int { return r.shown(i) }
func (room) Revoked(int) bool      { return false }
func (room) Newer(int) int         { return -1 }

// What a room writes back is a file of the registry, and brought into the same scenario it
// promises the same.
func TestNotesComeBack(t *testing.T) {
	v := words(t)
	text := `title = "Room"
basis = "test"
length = "2d"
[role.a]
title = "A"
is = "cloud"
[role.b]
title = "B"
is = "national_cert"
[fact.f]
text = "Files left."
signal = "weights_leaving"
known = {a={at="1h"}}
[action.both]
by = ["a", "b"]
joint = {quorum=2}
[action.look]
by = ["a"]
response = "investigate"
[[note]]
role = "a"
when = "knows('f')"
do = {share="f", to=["b"]}
within = "2h"
shown_to = ["b"]
[[note]]
role = "a"
when = "knows('f') && hours > 3"
do = "look"
within = "1h"
[[note]]
role = "a"
when = "knows('f')"
do = {commit="both"}
within = "4h"
until = "told"
[[note]]
role = "a"
when = "knows('f')"
do = {say="Hello.", to=["b"]}
within = "4h"
`
	sc, ds := scenario.Load("room.toml", []byte(text))
	require.NotNil(t, sc, ds.Format("room.toml", text))
	all := func(int) bool { return true }
	shown := func(i int) []int {
		if i == 0 {
			return []int{1}
		}
		return nil
	}
	after := &After{Scenario: sc, Room: room{all, shown}, Fates: make([]Fate, 4), On: time.Unix(0, 0)}
	file, ds := v.Written(after, 0)
	require.Empty(t, ds)
	o, ds := v.Load("a.toml", []byte(file))
	require.NotNil(t, o, "%s\n%s", ds.Format("a.toml", file), file)
	require.Len(t, o.Notes, 3, "the registry has no words for what is said")
	none, ds := v.Written(after, 1)
	assert.Empty(t, none)
	assert.Empty(t, ds)

	back, _ := Bind(v, []*Organisation{o}, sc).InScenario(false)
	again, ds := scenario.Load("again.toml", []byte(text+back))
	require.NotNil(t, again, "%s\n%s", ds.Format("again.toml", text+back), back)
	require.Len(t, again.Notes, 7)
	for i := range 3 {
		was, is := again.Notes[i], again.Notes[4+i]
		assert.Equal(t, was.Do, is.Do, "note %d", i)
		assert.Equal(t, was.Within, is.Within, "note %d", i)
		assert.Equal(t, was.Until, is.Until, "note %d", i)
		assert.Equal(t, was.ShownTo, is.ShownTo, "note %d", i)
	}
	assert.Equal(t, "knows('f')", again.Notes[4].When.Source)
	assert.False(t, again.Notes[4].Draft)
	drafts, _ := Bind(v, []*Organisation{o}, sc).InScenario(true)
	again, ds = scenario.Load("again.toml", []byte(text+drafts))
	require.NotNil(t, again, "%s\n%s", ds.Format("again.toml", text+drafts), drafts)
	assert.True(t, again.Notes[4].Draft, "in a room only its own seat files it")
}

// What is written back says each alternative once, and changes nothing that is inside of others.
func TestAlternativesAreWrittenOnce(t *testing.T) {
	for when, want := range map[string]string{
		"signal('a')": "signal('a')",
		"signal('a') || signal('a')  ||signal('a')":          "signal('a')",
		"signal('b') || signal('a') || signal('b')":          "signal('b') || signal('a')",
		"signal('a') && hours > 1 || signal('a')":            "signal('a') && hours > 1 || signal('a')",
		"signal('a') && (signal('b') || signal('b'))":        "signal('a') && (signal('b') || signal('b'))",
		"(signal('a') || signal('b')) || signal('c')":        "(signal('a') || signal('b')) || signal('c')",
		"!signal('a') || !signal('a') || delivered('press')": "!signal('a') || delivered('press')",
	} {
		assert.Equal(t, want, once(when))
	}
}
