package notes

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

var reviewed = time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)

// seated is an exercise whose drafts a registry brought.
func seated(t *testing.T, base string, registry []*Organisation) (*engine.Engine, []scenario.Brought) {
	text, brought := Bind(words(t), registry, world(t, base)).InScenario(true)
	m, err := engine.Compile(world(t, base+text))
	require.NoError(t, err)
	return engine.New(m, 1, engine.Setup{}), brought
}

func afterwards(e *engine.Engine, brought []scenario.Brought) *After {
	sc := e.Model().Scenario
	return &After{Scenario: sc, Room: e, Fates: make([]Fate, len(sc.Notes)), Brought: brought, On: reviewed}
}

// written is the file of a seat, read again.
func written(t *testing.T, x *After, seat string) *Organisation {
	file, ds := words(t).Written(x, x.Scenario.Find("role", seat))
	require.Empty(t, ds)
	o, ds := words(t).Load("notes.toml", []byte(file))
	require.NotNil(t, o, "%s\n%s", ds.Format("notes.toml", file), file)
	return o
}

// What nobody changed comes back field by field, whether the drafts were filed, left as they lay, or
// withdrawn, and so does what has no counterpart in the scenario.
func TestRegistryComesBack(t *testing.T) {
	place := -1
	for _, state := range []string{"drafted", "exchanged"} {
		for _, name := range []string{"cold_copy", "practice"} {
			for _, what := range []string{"left", "filed", "withdrawn"} {
				if place++; !testsize.Every(place, 1, 5) { // with -short, each of what once
					continue
				}
				t.Run(state+" "+name+" "+what, func(t *testing.T) {
					e, brought := seated(t, library(t, name).Source, folder(t, state))
					require.NotEmpty(t, brought)
					sc, drafts := e.Model().Scenario, 0
					for _, b := range brought {
						for _, o := range b.Drafts {
							drafts++
							require.Equal(t, b.Seat, sc.Notes[o.Note].Role)
							if what == "left" {
								continue
							}
							c := engine.Command{Verb: engine.File, Role: sc.Find("role", b.Seat), Ref: o.Note}
							require.Equal(t, engine.Answer{OK: true}, e.Do(c))
							if what == "withdrawn" {
								c.Verb = engine.Revoke
								require.Equal(t, engine.Answer{OK: true}, e.Do(c))
							}
						}
					}
					require.NotZero(t, drafts)
					for _, b := range brought {
						was, is := organisation(t, b.Text), written(t, afterwards(e, brought), b.Seat)
						assert.Equal(t, was.Notes, is.Notes)
						assert.Equal(t, []string{was.Organisation, was.Is}, []string{is.Organisation, is.Is})
						if what == "left" || len(b.Drafts) == 0 {
							assert.Equal(t, was.Reviewed, is.Reviewed, "nobody looked at them")
						} else {
							assert.Equal(t, reviewed, is.Reviewed)
						}
					}
				})
			}
		}
	}
}

const exchangeWorld = `title = "Room"
basis = "test"
length = "2d"
[role.a]
title = "A"
is = "cloud"
[role.b]
title = "B"
is = "national_cert"
[role.c]
title = "C"
is = "police"
[fact.f]
text = "Files left."
signal = "weights_leaving"
known = {a={at="1h"}}
[fact.g]
text = "More files left."
signal = "weights_leaving"
known = {a={at="2h"}}
[fact.h]
text = "A host."
signal = "staging_found"
known = {b={at="1h"}}
[action.both]
by = ["a", "b"]
joint = {quorum=2}
[action.look]
by = ["a"]
response = "investigate"
[action.hold]
by = ["a"]
response = "preserve_evidence"
[[note]]
role = "a"
when = "hours >= 1"
do = "hold"
within = "3h"
`

const cloudFile = `organisation = "Cloud B"
is = "cloud"
reviewed = 2026-02-03
[[note]]
id = "leak"
when = "signal('weights_leaving') && told('national_cert', 'staging_found')"
decider = "Head of trust"
deputy = "Duty officer"
steps = ["confirm", "decide"]
needs = ["what \"left\"", "since when"]
within = "4h"
do = ["investigate", "isolate"]
tell = [{who="national_cert", what="weights_leaving", within="6h", mark="amber"}, {who="police", what="weights_leaving"}]
commit = ["both"]
unless = "a court forbids it"
until = "signal('contained')"
shown_to = ["national_cert", "press"]
[[note]]
id = "note_1"
when = "signal('records_missing')"
within = "4h"
do = ["investigate"]
`

// The drafts of cloudFile in exchangeWorld, by their places.
const (
	ownHold = iota
	look
	commitBoth
	tellCERT // of f; the next is of g
	_
	tellPolice
	_
	lookAtRecords
)

func revision(ref int, x scenario.NoteChange, to ...int) engine.Command {
	return engine.Command{Verb: engine.Revise, Ref: ref, Change: &x, To: to}
}

func filing(ref int, to ...int) engine.Command {
	return engine.Command{Verb: engine.File, Ref: ref, To: to}
}

// What the room changed is changed, in the note that it was drafted from.
func TestWhatTheRoomChangedIsChanged(t *testing.T) {
	base := organisation(t, cloudFile).Notes
	// with is the file's notes, the first changed, and others behind.
	with := func(change func(n *Note), others ...Note) []Note {
		n := base[0]
		change(&n)
		return append([]Note{n, base[1]}, others...)
	}
	hours := scenario.Hour
	for name, c := range map[string]struct {
		do      []engine.Command
		want    []Note // others than the first note's own are in the order of the file
		comment string
	}{
		"a new time splits what promises another": {
			do: []engine.Command{filing(look), revision(look, scenario.NoteChange{Within: 2 * hours})},
			want: func() []Note {
				rest, own := base[0], base[0]
				rest.Do, own.Do, own.Tell, own.Commit = scenario.Names{"isolate"}, scenario.Names{"investigate"}, nil, nil
				rest.ID, own.Within = "leak_2", 2*hours
				return []Note{own, rest, base[1]}
			}(),
			comment: "# In the exercise: do isolate: not part of it.\n",
		},
		"a new time of a tell is its own": {
			do: []engine.Command{filing(tellCERT), revision(tellCERT, scenario.NoteChange{Within: 2 * hours})},
			want: with(func(n *Note) {
				n.Tell = []Tell{n.Tell[0], n.Tell[1]}
				n.Tell[0].Within = 2 * hours
			}),
			comment: "# In the exercise: tell national_cert weights_leaving: its trigger never came.\n",
		},
		"told to more": {
			do: []engine.Command{filing(tellCERT), revision(tellCERT,
				scenario.NoteChange{Do: scenario.Do{Share: "f", To: scenario.Names{"b", "c"}}})},
			want: with(func(n *Note) {
				more := n.Tell[0]
				more.Who = "police"
				n.Tell = []Tell{n.Tell[0], more, n.Tell[1]}
			}),
		},
		"shown to others": {
			do:      []engine.Command{filing(look, 2)},
			want:    with(func(n *Note) { n.ShownTo = scenario.Names{"press", "police"} }),
			comment: "# In the exercise: do investigate: its trigger never came.\n",
		},
		"withdrawn": {
			do:      []engine.Command{filing(look), {Verb: engine.Revoke, Ref: look}},
			want:    base,
			comment: "# In the exercise: do investigate: withdrawn before STARTEX.\n",
		},
		"another end": {
			do: []engine.Command{filing(lookAtRecords),
				revision(lookAtRecords, scenario.NoteChange{Until: "the CERT says so"})},
			want: func() []Note {
				n := base[1]
				n.Until = "the CERT says so"
				return []Note{base[0], n}
			}(),
			comment: "# In the exercise: its trigger never came.\n[[note]]\nid = \"note_1\"\n",
		},
		"another deed": {
			do: []engine.Command{filing(lookAtRecords),
				revision(lookAtRecords, scenario.NoteChange{Do: scenario.Do{Act: "hold"}})},
			want: func() []Note {
				n := base[1]
				n.Do = scenario.Names{"preserve_evidence"}
				return []Note{base[0], n}
			}(),
		},
		"what the registry has no words for": {
			do: []engine.Command{filing(lookAtRecords), revision(lookAtRecords,
				scenario.NoteChange{Do: scenario.Do{Say: "Hello.", To: scenario.Names{"b"}}})},
			want:    base,
			comment: "it was changed to what the registry has no words for",
		},
		"a note beside": {
			do: []engine.Command{filing(ownHold)},
			want: append(append([]Note{}, base...), Note{ID: "note_1_2", When: "hours >= 1", Within: 3 * hours,
				Do: scenario.Names{"preserve_evidence"}}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			e, brought := seated(t, exchangeWorld+"[fact.r]\ntext = \"Records.\"\nsignal = \"records_missing\"\n"+
				"known = {a={at=\"1h\"}}\n", []*Organisation{organisation(t, cloudFile)})
			for _, do := range c.do {
				require.Equal(t, engine.Answer{OK: true}, e.Do(do))
			}
			x := afterwards(e, brought)
			is := written(t, x, "a")
			bare := func(notes []Note) (out []Note) {
				for _, n := range notes {
					n.trigger, n.end, n.signals, n.needed, n.excludes = nil, nil, nil, nil, nil
					out = append(out, n)
				}
				return out
			}
			assert.Equal(t, bare(c.want), bare(is.Notes))
			assert.Equal(t, "Cloud B", is.Organisation)
			assert.Equal(t, reviewed, is.Reviewed)
			file, _ := words(t).Written(x, 0)
			assert.Contains(t, file, c.comment)
		})
	}
}

// A changed trigger is written in the words of the file: whom it waited to be told by, it waits for
// still.
func TestAChangedTriggerKeepsWhoTells(t *testing.T) {
	e, brought := seated(t, exchangeWorld, []*Organisation{organisation(t, `organisation = "Cloud B"
is = "cloud"
[[note]]
id = "host"
when = "told('national_cert', 'staging_found')"
within = "4h"
do = ["investigate"]
`)})
	require.Equal(t, engine.Answer{OK: true}, e.Do(filing(1)))
	changed := scenario.NoteChange{When: scenario.Expr{Source: "knows('h') && hours >= 3"}}
	require.Equal(t, engine.Answer{OK: true}, e.Do(revision(1, changed)))
	is := written(t, afterwards(e, brought), "a")
	require.Len(t, is.Notes, 1)
	assert.Equal(t, "told('national_cert', 'staging_found') && hours >= 3", is.Notes[0].When)
	assert.Equal(t, "host", is.Notes[0].ID)
}

// What happened to a promise counts for the note that it came from, through all its versions.
func TestFatesOfVersionsAreOnes(t *testing.T) {
	e, brought := seated(t, exchangeWorld, []*Organisation{organisation(t, cloudFile)})
	require.Equal(t, engine.Answer{OK: true}, e.Do(filing(commitBoth)))
	require.Equal(t, engine.Answer{OK: true}, e.Do(revision(commitBoth, scenario.NoteChange{Until: "told"})))
	x := afterwards(e, brought)
	x.Fates[e.Newer(commitBoth)] = Fate{Triggered: 1, Kept: 1}
	file, _ := words(t).Written(x, 0)
	assert.Contains(t, file, "# In the exercise: kept, 1 of 1 times.\n[[note]]\nid = \"leak\"\n")
}

// A file that cannot be read any more is said, and the notes begin from the seat.
func TestAFileOfOtherWordsBeginsFromTheSeat(t *testing.T) {
	e, brought := seated(t, exchangeWorld, []*Organisation{organisation(t, cloudFile)})
	require.Equal(t, engine.Answer{OK: true}, e.Do(filing(look)))
	brought[0].Text = "organisation = \"Cloud B\"\nis = \"clowd\"\n"
	file, ds := words(t).Written(afterwards(e, brought), 0)
	assert.True(t, ds.Failed())
	assert.Contains(t, file, "organisation = \"A\"\n")
	assert.Contains(t, file, "do = [\"investigate\"]\n")

	file, ds = words(t).Written(afterwards(e, nil), 0)
	assert.Empty(t, ds)
	assert.Contains(t, file, "organisation = \"A\"\n", "a record of before has no files")
}
