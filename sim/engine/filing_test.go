package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/bot"
	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

const filing = `
[role.a]
budget = 5
[role.b]
[role.c]
[fact.own]
text = "x"
known = {a={at="1h"}}
[fact.noted]
text = "x"
[fact.needed]
text = "x"
[fact.secret]
text = "x"
known = {b={at="1h"}}
[gauge.seen]
sees = ["a"]
[gauge.hidden]
sees = ["b"]
[system.mine]
owner = "a"
[system.watched]
watch = {a={}}
[system.theirs]
owner = "b"
[action.mine]
by = ["a", "b"]
needs = "knows('needed')"
[action.theirs]
by = ["b"]
[action.joint]
by = ["a", "b"]
joint = {quorum=2}
[inject.to_a]
at = "5h"
to = ["a"]
[inject.to_b]
at = "5h"
to = ["b"]
[venue.ours]
members = ["a", "b"]
[venue.theirs]
members = ["b", "c"]
[obligation.mine]
role = "a"
within = "1h"
met_by = ["mine"]
[obligation.theirs]
role = "b"
within = "1h"
met_by = ["theirs"]
[probe.mine]
ask = "?"
options = {yes="Yes", no="No"}
to = ["a"]
[probe.theirs]
ask = "?"
options = {yes="Yes"}
to = ["b"]
[mechanism.room]
cost = {a=2}
changes = [{venue="ours", open=true}]
[mechanism.promises]
cost = {a=1}
changes = [{notes=["all"]}]
[[note]]
role = "a"
when = "hours >= 1"
do = {share="noted", to=["b"]}
within = "2h"
shown_to = ["b"]
[[note]]
role = "b"
when = "knows('secret')"
do = "theirs"
`

func own(when string, do scenario.Do) *scenario.Note {
	return &scenario.Note{Role: "a", When: scenario.Expr{Source: when}, Do: do, Within: 2 * scenario.Hour}
}

func file(n *scenario.Note, to ...int) engine.Command {
	return engine.Command{Verb: engine.File, Role: 0, Ref: -1, Note: n, To: to}
}

// TestWhatANoteMayName: what a player may not see is refused in the words in which what
// does not exist is.
func TestWhatANoteMayName(t *testing.T) {
	e := engine.New(model(t, filing), 1, engine.Setup{})
	say := scenario.Do{Say: "x", To: scenario.Names{"b"}}
	for _, when := range []string{"knows('own')", "knows('noted', 'a') || hours > 3", "knows('needed')", "seen > 2",
		"failed('mine')", "state('watched') == 'isolated'", "done('mine', 'a') && !doing('joint', 'a')",
		"delivered('to_a')", "open('ours')", "started('mine') && !met('mine')", "has('room')", "true"} {
		assert.Empty(t, e.Can(file(own(when, say))).Refusal, when)
	}
	for _, pair := range [][2]string{{"knows('%')", "secret"}, {"aware('%') > 1", "secret"},
		{"knows('%', 'b')", "secret"}, {"% > 2", "hidden"}, {"failed('%')", "theirs"}, {"done('%', 'a')", "theirs"},
		{"delivered('%')", "to_b"}, {"missed('%')", "to_b"}, {"open('%')", "theirs"}, {"met('%')", "theirs"}} {
		of := func(id string) string {
			a := e.Can(file(own(strings.ReplaceAll(pair[0], "%", id), say)))
			assert.NotEmpty(t, a.Refusal, pair[0])
			return strings.ReplaceAll(a.Refusal, id, "%")
		}
		assert.Equal(t, of(strings.Repeat("z", len(pair[1]))), of(pair[1]), pair[0])
	}
	for _, of := range []func(id string) scenario.Do{
		func(id string) scenario.Do { return scenario.Do{Act: id} },
		func(id string) scenario.Do { return scenario.Do{Commit: id} },
		func(id string) scenario.Do { return scenario.Do{Convene: id} },
		func(id string) scenario.Do { return scenario.Do{Share: id, To: scenario.Names{"b"}} },
		func(id string) scenario.Do { return scenario.Do{Declare: id, Option: "yes"} },
	} {
		hidden, missing := "theirs", "zzzzzz"
		if of("x").Share != "" {
			hidden = "secret"
		}
		a, b := e.Can(file(own("true", of(hidden)))), e.Can(file(own("true", of(missing))))
		assert.NotEmpty(t, a.Refusal)
		assert.Equal(t, strings.ReplaceAll(b.Refusal, missing, hidden), a.Refusal)
	}
	for _, do := range []scenario.Do{{Act: "mine"}, {Commit: "joint"}, {Convene: "ours"},
		{Share: "needed", To: scenario.Names{"public"}}, {Declare: "mine", Option: "no"}} {
		assert.Empty(t, e.Can(file(own("true", do))).Refusal)
	}
}

func TestWritingANote(t *testing.T) {
	say := scenario.Do{Say: "x", To: scenario.Names{"b"}}
	with := func(change func(*scenario.Note)) *scenario.Note {
		n := own("true", say)
		change(n)
		return n
	}
	wrong := file(own("true", say))
	wrong.Ref = 0
	for refusal, c := range map[string]engine.Command{
		"A new note has no number yet":                            wrong,
		"A note must be your own":                                 file(with(func(n *scenario.Note) { n.Role = "b" })),
		"A promise says within what time it will be kept":         file(with(func(n *scenario.Note) { n.Within = 0 })),
		"A note of yours has no id and no time to decide":         file(with(func(n *scenario.Note) { n.Decide = scenario.Delay{Set: true, A: -1} })),
		"A condition needs words":                                 file(with(func(n *scenario.Note) { n.When.Source = " " })),
		"There is no such seat":                                   file(own("true", say), 3),
		"To whom?":                                                file(own("true", say), 0, 1, 2, 1),
		"A note of yours can look only at what you know yourself": file(own("knows('own', 'b')", say)),
		"A note of yours can look only at what you do yourself: name your own role, as in done('action', 'role')": file(own("done('mine')", say)),
		"A note of yours can look only at what you can see yourself":                                              file(own("count_failed() > 1", say)),
		"That note cannot be filed: a note does exactly one thing; this one does 2":                               file(own("true", scenario.Do{Say: "x", Act: "mine", To: scenario.Names{"b"}})),
		"That note cannot be filed: to goes with share or say, and they need it":                                  file(own("true", scenario.Do{Say: "x"})),
		`That note cannot be filed: "maybe" is not an option of probe "mine"`:                                     file(own("true", scenario.Do{Declare: "mine", Option: "maybe"})),
		`That note cannot be filed: "mine" is not a joint action`:                                                 file(own("true", scenario.Do{Commit: "mine"})),
		`That note cannot be filed: expected a condition here, found a number at character 1 of "hours"`:          file(own("hours", say)),
		"There is no such note of yours":                                                                          {Verb: engine.File, Role: 0, Ref: 1},
	} {
		_, all := live(t, filing, step{"", c, refusal})
		assert.Equal(t, 1, strings.Count(all, "\n")+1, "the refusal is all that is heard")
	}
	says := strings.Replace(filing, `{share="noted", to=["b"]}`, `{say="x", to=["b"]}`, 1)
	e, all := live(t, says,
		step{"", engine.Command{Verb: engine.Invest, Role: 0, Ref: 0, Num: 2}, ""},
		step{"", file(own("hours >= 2", scenario.Do{Act: "mine"})), ""},
		step{"", engine.Command{Verb: engine.File, Role: 0, Ref: 0, To: []int{2, 0}}, ""},
		step{"", file(own("hours >= 5", say), 1), ""},
		step{"", engine.Command{Verb: engine.Invest, Role: 0, Ref: 1, Num: 1}, ""},
		step{"", file(own("hours >= 6", say), 0), ""}, // in force by the mechanism already, and heard all the same
		step{"10h", file(own("true", say)), "Notes are filed before STARTEX"},
	)
	holds(t, all, []string{"0 mechanism.funded a room", "0 mechanism.established room", "0 venue.opened ours",
		"0 note.filed a 2", "0 note.filed a 0", "0 note.shown a 0 c", "0 note.filed a 3", "0 note.shown a 3 b",
		"0 mechanism.established promises", "0 note.filed a 4", "1 note.triggered a 0 0", "2 note.triggered a 2 0",
		"3 note.broken a 0", "4 note.broken a 2"})
	assert.Equal(t, 1, strings.Count(all, "mechanism.funded a room"), "what was done before is not told again")
	for note, want := range [][]int{{2}, nil, nil, {1}, nil} {
		assert.ElementsMatch(t, want, e.ShownTo(note), "note %d", note)
	}
	assert.Equal(t, 2, e.OwnNotes())
	assert.True(t, e.Open(0))
	assert.Equal(t, [3]float64{2, 2, 2}, [3]float64{e.Invested(0), e.InvestedBy(0, 0), e.Budget(0)})
	sc := model(t, says).Scenario
	assert.Equal(t, sc.Digest, e.Model().Scenario.Digest)
	assert.Len(t, sc.Notes, 2)
}

func TestNotesAreIndependentOfTheRest(t *testing.T) {
	m := compile(t, everything)
	lines := func(n *scenario.Note) string {
		e := engine.New(m, 4, engine.Setup{})
		var out []string
		e.Observe(func(ev engine.Event) {
			if s := tell(e.Model().Scenario, ev); !strings.Contains(s, " note.") {
				out = append(out, s)
			}
		})
		bots := &bot.Table{}
		bots.Seat(e)
		if n != nil {
			require.Empty(t, e.Do(engine.Command{Verb: engine.File, Role: 3, Ref: -1, Note: n}).Refusal)
		}
		require.NoError(t, bot.Run(context.Background(), e, bots, nil, e.Horizon(), nil))
		return strings.Join(out, "\n")
	}
	n := &scenario.Note{Role: "press", When: scenario.Expr{Source: "hours < 0"},
		Do: scenario.Do{Say: "x", To: scenario.Names{"lab"}}, Within: scenario.Hour}
	assert.Equal(t, lines(nil), lines(n), "a note whose trigger never comes moves nothing")
	n.When.Source = "hours > 3"
	assert.Contains(t, lines(n), "3 message.sent press lab", "a bot plays a note that was added")
}

func TestTooManyNotes(t *testing.T) {
	e := engine.New(model(t, filing), 1, engine.Setup{})
	c := file(own("hours > 3", scenario.Do{Act: "mine"}))
	for range 50 {
		require.True(t, e.Do(c).OK)
	}
	assert.Equal(t, "A seat can write at most 50 notes", e.Do(c).Refusal)
	require.NoError(t, e.Advance(e.Horizon()))
	twin := engine.New(model(t, filing), 1, engine.Setup{})
	for range 50 {
		require.True(t, twin.Do(c).OK)
	}
	twin = twin.Clone()
	require.NoError(t, twin.Advance(twin.Horizon()))
	assert.Equal(t, e.Digest(), twin.Digest())
}

func TestDeviating(t *testing.T) {
	deviate := func(role, ref int, reason string) engine.Command {
		return engine.Command{Verb: engine.Deviate, Role: role, Ref: ref, Reason: reason}
	}
	promise := engine.Command{Verb: engine.File, Role: 0, Ref: 0}
	share := engine.Command{Verb: engine.Set, Role: engine.Facilitator,
		Effect: &scenario.Effect{Fact: "noted", To: scenario.Names{"a"}}}
	const no = "There is no such note of yours"
	says := strings.Replace(filing, `{share="noted", to=["b"]}`, `{say="x", to=["b"]}`, 1)
	e, all := live(t, says, step{"", promise, ""},
		step{"90m", deviate(0, 9, "x"), no},
		step{"90m", deviate(0, 1, "x"), no},
		step{"90m", deviate(0, -1, "x"), no},
		step{"90m", deviate(1, 1, "x"), "That note is not a promise"},
		step{"90m", deviate(0, 0, ""), "A reason needs words"},
		step{"90m", deviate(0, 0, "the host is gone"), ""},
		step{"2h", deviate(0, 0, "again"), "You have already said that it will not be kept as filed"},
		step{"9h", share, ""},
	)
	holds(t, all, []string{"0 note.filed a 0", "1 note.triggered a 0 0", "1.5 note.deviated a 0"}, "note.broken")
	assert.True(t, e.Deviated(0))
	e, all = live(t, says, step{"", promise, ""}, step{"30m", deviate(0, 0, "in advance"), ""},
		step{"9h", share, ""})
	holds(t, all, []string{"0.5 note.deviated a 0", "1 note.triggered a 0 0"}, "note.broken")
	waiting, _ := e.Promise(0)
	assert.False(t, waiting)
	e, all = live(t, says, step{"", promise, ""}, step{"2h", share, ""})
	waiting, due := e.Promise(0)
	assert.True(t, waiting)
	assert.Equal(t, span(t, "3h"), due)
	require.True(t, e.Do(engine.Command{Verb: engine.Say, Role: 0, Text: "x", To: []int{1}}).OK)
	assert.Equal(t, "That note is not due now", e.Do(deviate(0, 0, "x")).Refusal)
	assert.NotContains(t, all, "note.deviated")
}

// A promise is kept by what has been done or begun when its sign comes, and a promise to tell a fact runs
// from when its seat knows the fact: nobody breaks what cannot be done.
func TestPromisesThatNeedNothingMore(t *testing.T) {
	promise := engine.Command{Verb: engine.File, Role: 0, Ref: 0}
	as := func(do string) string {
		return strings.NewReplacer(`when = "hours >= 1"`, `when = "hours >= 4"`, `do = {share="noted", to=["b"]}`,
			"do = "+do).Replace(filing)
	}
	for do, earlier := range map[string]engine.Command{
		`{commit="joint"}`:          {Verb: engine.Commit, Role: 0, Ref: 2},
		`{convene="ours"}`:          {Verb: engine.Convene, Role: 0, Ref: 0},
		`{share="own", to=["b"]}`:   {Verb: engine.Share, Role: 0, Ref: 0, To: []int{1}},
		`{share="noted", to=["b"]}`: {},
	} {
		steps := []step{{"", promise, ""}}
		if earlier.Verb == 0 {
			steps = append(steps, step{"9h", engine.Command{Verb: engine.Set, Role: engine.Facilitator,
				Effect: &scenario.Effect{Fact: "noted", To: scenario.Names{"a"}}}, ""})
			e, all := live(t, as(do), steps...)
			holds(t, all, []string{"9 fact.learned a noted facilitator", "9 note.triggered a 0 0"}, "note.broken")
			waiting, due := e.Promise(0)
			assert.True(t, waiting)
			assert.Equal(t, span(t, "11h"), due)
			continue
		}
		e, all := live(t, as(do), append(steps, step{"2h", earlier, ""}, step{"9h", engine.Command{Verb: engine.Say,
			Role: 1, Text: "x", To: []int{0}}, ""})...)
		holds(t, all, []string{"4 note.triggered a 0 0", "4 note.kept a 0"}, "note.broken")
		waiting, _ := e.Promise(0)
		assert.False(t, waiting, do)
		_, all = live(t, as(do), append(steps, step{"9h", engine.Command{Verb: engine.Say, Role: 1, Text: "x",
			To: []int{0}}, ""})...)
		holds(t, all, []string{"4 note.triggered a 0 0", "6 note.broken a 0"}, "note.kept")
	}
}
