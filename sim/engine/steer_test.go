package engine_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

const steered = `
[role.a]
[role.b]
[role.c]
[fact.f]
text = "x"
[gauge.harm]
[inject.early]
at = "1h"
text = "As written."
to = ["a", "b"]
reveals = ["f"]
[inject.late]
at = "20h"
to = ["c"]
[inject.held]
at = "10h"
hold = true
[inject.again]
every = "10h"
to = ["a"]
[inject.fired]
when = "false"
[[note]]
role = "c"
when = "knows('f')"
do = {say="x", to=["a"]}
`

const early, late, held, again, fired = 0, 1, 2, 3, 4

func control(v engine.Verb, ref int, d *engine.Draft) engine.Command {
	return engine.Command{Verb: v, Role: engine.Facilitator, Ref: ref, Draft: d}
}

func TestImprovising(t *testing.T) {
	five := 5.0
	d := &engine.Draft{From: "Press\n", Title: "A  question", Text: "Is it true?", To: []int{2, 2, 0},
		Reveals: []int{0}, Effects: []*scenario.Effect{{Gauge: "harm", Set: scenario.PlainQuantity(five)}}}
	with := func(change func(*engine.Draft)) *engine.Draft {
		c := *d
		change(&c)
		return &c
	}
	e, all := live(t, steered,
		step{"30m", engine.Command{Verb: engine.Inject, Role: 0, Draft: d}, "Only the facilitator may do that"},
		step{"30m", control(engine.Inject, 0, nil), "The text is empty"},
		step{"30m", control(engine.Inject, 0, with(func(d *engine.Draft) { d.Title = "\n" })), "A title needs words"},
		step{"30m", control(engine.Inject, 0, with(func(d *engine.Draft) { d.To = nil })), "To whom?"},
		step{"30m", control(engine.Inject, 0, with(func(d *engine.Draft) { d.To = []int{0, 1, 2, 0, 1} })),
			"To whom?"},
		step{"30m", control(engine.Inject, 0, with(func(d *engine.Draft) { d.To = []int{3} })),
			"There is no such seat"},
		step{"30m", control(engine.Inject, 0, with(func(d *engine.Draft) { d.To = []int{engine.ToVenue(0)} })),
			"There is no such seat"},
		step{"30m", control(engine.Inject, 0, with(func(d *engine.Draft) { d.Media = "pigeon" })),
			"An inject comes by email, call, news, social, alert or document"},
		step{"30m", control(engine.Inject, 0, with(func(d *engine.Draft) { d.Reveals = []int{1} })),
			"There is no such fact"},
		step{"30m", control(engine.Inject, 0, with(func(d *engine.Draft) { d.Reveals = []int{0, 0} })),
			"There are not that many facts"},
		step{"30m", control(engine.Inject, 0, with(func(d *engine.Draft) { d.Effects = []*scenario.Effect{{}} })),
			"Change what?"},
		step{"30m", control(engine.Inject, 0, d), ""},
		step{"40m", control(engine.Inject, 0, &engine.Draft{Title: "To all", To: []int{engine.Public},
			Media: "news"}), ""},
	)
	holds(t, all, []string{"0.5 improvised.delivered 0", "0.5 improvised.received c 0",
		"0.5 fact.learned c f facilitator", "0.5 improvised.received a 0", "0.5 fact.learned a f facilitator",
		"0.5 gauge.changed harm 5", "0.5 note.triggered c 0 1"}, "improvised.received b 0")
	assert.Equal(t, 3, strings.Count(all, "improvised.received a 1")+strings.Count(all, "improvised.received b 1")+
		strings.Count(all, "improvised.received c 1"))
	require.Equal(t, 2, e.ImprovisedCount())
	got := e.Improvised(0)
	assert.Equal(t, []string{"Press", "email", "A  question", "Is it true?"},
		[]string{got.From, got.Media, got.Title, got.Text})
	assert.Equal(t, []int{2, 0}, got.To)
	assert.Equal(t, "Exercise control", e.Improvised(1).From)
	assert.Equal(t, span(t, "40m"), e.ImprovisedAt(1))
}

// TestWhatImprovisedInjectsExpect: a clock runs from when it comes until what is expected is done
// by those of whom it is, or is due; taken back, it expects nothing.
func TestWhatImprovisedInjectsExpect(t *testing.T) {
	const src = `
[role.a]
[role.b]
[action.one]
by = ["a", "b"]
takes = "1h"
[action.two]
by = ["b"]
takes = "1h"
[inject.early]
at = "1h"
to = ["a"]
expects = {any=["two"], within="5h"}
`
	wants := func(x scenario.Expects) engine.Command {
		return control(engine.Inject, 0, &engine.Draft{Title: "Asked", To: []int{0}, Expects: &x})
	}
	hours := func(n int) scenario.Duration { return scenario.Duration(n) * scenario.Hour }
	e, all := live(t, src,
		step{"2h", wants(scenario.Expects{Within: hours(2)}), "Which actions are expected?"},
		step{"2h", wants(scenario.Expects{Any: scenario.Names{"one"}, All: scenario.Names{"two"}, Within: hours(2)}),
			"One of some actions is expected, or all of them: not both"},
		step{"2h", wants(scenario.Expects{Any: scenario.Names{"one"}}),
			"By when is it expected? Give a span of time, such as 4h"},
		step{"2h", wants(scenario.Expects{Any: scenario.Names{"three"}, Within: hours(2)}), "There is no such action"},
		step{"2h", wants(scenario.Expects{Any: scenario.Names{"one"}, Within: hours(2), By: scenario.Names{"c"}}),
			"There is no such seat"},
		step{"2h", wants(scenario.Expects{Any: scenario.Names{"two"}, Within: hours(2), By: scenario.Names{"a"}}),
			`None of those seats has the authority for "Two"`},
		step{"2h", wants(scenario.Expects{Any: scenario.Names{"one", "two"}, Within: hours(3)}), ""},
		step{"2h", wants(scenario.Expects{Any: scenario.Names{"one"}, Within: hours(3), By: scenario.Names{"b"}}), ""},
		step{"2h", wants(scenario.Expects{All: scenario.Names{"one", "two"}, Within: hours(9)}), ""},
		step{"2h", wants(scenario.Expects{All: scenario.Names{"two"}, Within: hours(2)}), ""},
		step{"3h", engine.Command{Verb: engine.Act, Role: 0, Ref: 0}, ""},
		step{"3h", engine.Command{Verb: engine.Retract, Role: engine.Facilitator, Ref: 4}, ""},
		step{"3h", engine.Command{Verb: engine.Retract, Role: engine.Facilitator, Ref: 0}, ""},
		step{"9h", engine.Command{Verb: engine.Act, Role: 1, Ref: 1}, ""},
		step{"10h", wants(scenario.Expects{Any: scenario.Names{"one"}, Within: hours(2)}), ""},
	)
	require.NoError(t, e.Reach(span(t, "20h")))
	holds(t, all, []string{"4 expectation.met 1", "5 expectation.missed 2",
		"10 expectation.met 3", "10 expectation.met 5"}, "missed 1", "missed 3", "missed 4", "missed early", "met 4")
	require.True(t, e.Do(wants(scenario.Expects{All: scenario.Names{"one"}, By: scenario.Names{"b"},
		Within: hours(2)})).OK)
	require.True(t, e.Do(engine.Command{Verb: engine.End, Role: engine.Facilitator}).OK)
	last := e.InjectState(6)
	assert.True(t, last.Waiting && last.Expires == span(t, "22h"), "not due yet at ENDEX: %+v", last)
	assert.Equal(t, e.Digest(), e.Clone().Digest())
	now := e.InjectState(2)
	assert.True(t, now.Missed && !now.Met && !now.Waiting && now.Last == span(t, "2h"), "%+v", now)
	assert.True(t, e.InjectState(5).Met)
	assert.Equal(t, "+2", e.InjectAt(2).ID)
	assert.Equal(t, 2, e.InjectRef("+2"))
	assert.Equal(t, -1, e.InjectRef("+7"))
}

func TestEditing(t *testing.T) {
	e, all := live(t, steered,
		step{"30m", control(engine.Edit, early, nil), "Change what? Its title, its text, or to whom it goes"},
		step{"30m", control(engine.Edit, early, &engine.Draft{}),
			"Change what? Its title, its text, or to whom it goes"},
		step{"30m", control(engine.Edit, early, &engine.Draft{Text: "x", From: "y"}),
			"Only the title, the text and the recipients of an inject can be edited; write a new one instead"},
		step{"30m", control(engine.Edit, early, &engine.Draft{Title: "\x1b"}), "A title needs words"},
		step{"30m", control(engine.Edit, early, &engine.Draft{To: []int{9}}), "There is no such seat"},
		step{"30m", control(engine.Edit, 9, &engine.Draft{Text: "x"}), "There is no such inject"},
		step{"30m", control(engine.Edit, early, &engine.Draft{Text: "As edited.", To: []int{2}}), ""},
		step{"40m", control(engine.Edit, early, &engine.Draft{Title: "New title"}), ""},
		step{"2h", control(engine.Edit, early, &engine.Draft{Text: "x"}),
			`"Early" has already come: take it back, or write a new one`},
		step{"12h", control(engine.Edit, again, &engine.Draft{Text: "The second time."}), ""},
		step{"25h", control(engine.Edit, again, &engine.Draft{To: []int{engine.Public, 1}}), ""},
	)
	require.NoError(t, e.Reach(span(t, "35h")))
	holds(t, all, []string{"0.5 inject.edited early", "1 inject.received c early", "1 fact.learned c f inject",
		"1 note.triggered c 0 1"}, "received a early", "received b early")
	title, text, to := e.InjectText(early)
	assert.Equal(t, []any{"New title", "As edited.", []int{2}}, []any{title, text, to})
	_, text, to = e.InjectText(late)
	assert.Equal(t, []any{"", []int{2}}, []any{text, to})
	for n, want := range []string{"", "The second time.", "The second time."} {
		_, text, _ = e.InjectTextAt(again, n+1)
		assert.Equal(t, want, text, "delivery %d", n+1)
	}
	_, _, to = e.InjectText(again)
	assert.Equal(t, []int{engine.Public, 1}, to)
	assert.True(t, e.InjectState(again).Edited && !e.InjectState(late).Edited)
	assert.Equal(t, "As written.", e.Model().Scenario.Injects[early].Text, "for this run only")
}

func TestRetracting(t *testing.T) {
	e, all := live(t, steered,
		step{"2h", control(engine.Retract, late, nil), `"Late" has not come yet: skip it`},
		step{"2h", control(engine.Retract, 5, nil), "There is no such inject"},
		step{"2h", control(engine.Retract, -1, nil), "There is no such inject"},
		step{"2h", engine.Command{Verb: engine.Retract, Role: engine.Facilitator, Ref: early, Reason: "wrong seat"},
			""},
		step{"2h", control(engine.Retract, early, nil), "It has already been taken back"},
		step{"3h", control(engine.Inject, 0, &engine.Draft{Title: "x", To: []int{0}}), ""},
		step{"3h", control(engine.Retract, 5, nil), ""},
	)
	holds(t, all, []string{"2 inject.retracted early", "3 inject.retracted 5"})
	assert.True(t, e.Retracted(early) && e.Retracted(5) && !e.Retracted(late))
	assert.True(t, e.Knows(0, 0), "what was learned stays known")
}

func TestHoldingAndFreeing(t *testing.T) {
	e, all := live(t, steered,
		step{"1h", control(engine.Unhold, late, nil), `"Late" is not held`},
		step{"1h", control(engine.Unhold, early, nil), `"Early" is not held`},
		step{"2h", control(engine.Hold, late, nil), ""},
		step{"3h", control(engine.Unhold, late, nil), ""},
		step{"3h", control(engine.Unhold, late, nil), `"Late" is not held`},
		step{"11h", control(engine.Unhold, held, nil), ""}, // waiting: it comes now
	)
	require.NoError(t, e.Reach(span(t, "30h")))
	_, first := live(t, steered, step{"2h", control(engine.Unhold, held, nil), ""},
		step{"12h", control(engine.Hold, late, nil), ""},
		step{"30h", control(engine.Hold, late, nil), `"Late" is already held`})
	holds(t, all, []string{"3 inject.freed late", "10 inject.held held", "11 inject.freed held",
		"11 inject.delivered held"})
	holds(t, first, []string{"2 inject.freed held", "10 inject.delivered held", "20 inject.held late"},
		"inject.held held")
}

func TestMovingInTime(t *testing.T) {
	by := func(ref int, d engine.Time) engine.Command {
		return engine.Command{Verb: engine.Postpone, Role: engine.Facilitator, Ref: ref, Span: d}
	}
	e, all := live(t, steered,
		step{"2h", by(late, 0), "Postpone by how much?"},
		step{"2h", by(fired, 1), `"Fired" has no time yet`},
		step{"2h", by(late, -span(t, "5h")), ""},
		step{"3h", by(held, -1<<63), ""}, // not before now
		step{"3h", by(again, span(t, "2h")), ""},
	)
	require.NoError(t, e.Reach(span(t, "16h")))
	_, rest := live(t, steered, step{"2h", by(late, -span(t, "5h")), ""},
		step{"16h", engine.Command{Verb: engine.Say, Role: 0, To: []int{1}, Text: "x"}, ""})
	holds(t, all, []string{"3 inject.postponed held", "3 inject.held held"})
	holds(t, rest, []string{"2 inject.postponed late", "15 inject.delivered late"})
	st := e.InjectState(late)
	assert.Equal(t, 1, st.Times)
	assert.True(t, st.Postponed && !st.Scheduled)
	assert.True(t, e.InjectState(held).Held)
	assert.Equal(t, span(t, "22h"), e.InjectState(again).Due, "again is due ten hours after it came, at 12")
}
