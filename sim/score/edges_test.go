package score

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

// What lies at the edge of a rule: two things at once, just in time, one too many.

// TestTheShortlistKeepsWhatWasPromised: a share that was promised and never made is among what
// is tried, though no such share was made and so none taught anybody anything.
func TestTheShortlistKeepsWhatWasPromised(t *testing.T) {
	m := modelOf(t, rising)
	n, err := scenario.ParseDuration("4h")
	require.NoError(t, err)
	own := &scenario.Note{Role: "lab", When: scenario.Expr{Source: "knows('theft')"},
		Do: scenario.Do{Share: "theft", To: []string{"cloud"}}, Within: n}
	file := engine.Timed{Command: engine.Command{Verb: engine.File, Role: 0, Ref: -1, Note: own}}
	p := play(t, Plan{Model: m, Seed: 1, Bots: true, Commands: commands(file)})
	require.Empty(t, p.Refusals)
	kept := 0
	for _, x := range weightiest(t, p, 0) {
		if x.Change == Kept {
			kept++
			assert.Positive(t, x.Own)
		}
	}
	assert.Equal(t, 1, kept)
}

// TestTheShortlistBeginsWithJointAction: where not everything can be tried, joint action is
// tried before what a seat did alone; and no more than the search asks for comes back.
func TestTheShortlistBeginsWithJointAction(t *testing.T) {
	m := modelOf(t, rising+`
[gauge.noise]
outcome = true
grow = {rate=1, while="!done('hush') && !done('bolt')"}
[action.hush]
by = ["press"]
effects = [{gauge="harm", add=-5}]
[action.bolt]
by = ["lab", "cloud"]
joint = {quorum=2}
`)
	hush, bolt := m.Scenario.Find("action", "hush"), m.Scenario.Find("action", "bolt")
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(2, engine.Act, 2, hush),
		give(5, engine.Commit, 0, bolt), give(5, engine.Commit, 1, bolt), give(10, engine.Share, 0, 0, 1),
		give(22, engine.Act, 1, 0))})
	require.Empty(t, p.Refusals)
	first := shortlist(p, []Moment{{Command: give(2, engine.Act, 2, hush)}, {Command: give(5, engine.Commit, 0, bolt)}})
	require.Len(t, first, 2)
	assert.Equal(t, []int{bolt, hush}, []int{first[0].Command.Ref, first[1].Command.Ref})

	all := weightiest(t, p, 0)
	require.Greater(t, len(all), 1)
	most, _, err := WeightiestOf(t.Context(), p, Search{Seeds: Seeds(1, 2), Most: 1}, Work{})
	require.NoError(t, err)
	require.Len(t, most, 1)
	assert.Equal(t, all[0].Deeds(), most[0].Deeds())
}

// TestPaceOfAStepThatHarmsNothing: a joint action that keeps a system from failing is in time,
// though no gauge of harm hangs on the system; one that keeps another system whole is not.
func TestPaceOfAStepThatHarmsNothing(t *testing.T) {
	text := `
title = "Vault"
length = "40h"
[role.a]
[role.b]
[gauge.harm]
outcome = true
grow = {rate=1}
[system.door]
fails = "1h"
[system.vault]
[system.shed]
[[link]]
from = "door"
to = "vault"
chance = 1
delay = "10h"
[[link]]
from = "door"
to = "shed"
chance = 1
delay = "20h"
[fact.f]
text = "x"
known = {a={at="2h"}}
needed_by = ["b"]
[action.bolt]
by = ["a", "b"]
joint = {quorum=2}
effects = [{link=["door", "SYSTEM"], chance=0}]
[[note]]
role = "a"
when = "hours > 3"
do = {commit="bolt"}
[[note]]
role = "b"
when = "hours > 3"
do = {commit="bolt"}
`
	for system, moved := range map[string]bool{"vault": true, "shed": false} { // the door fails before anybody knows
		p := play(t, Plan{Model: modelOf(t, strings.ReplaceAll(text, "SYSTEM", system)), Seed: 1, Bots: true})
		pace, err := PaceOf(t.Context(), p)
		require.NoError(t, err)
		require.NotNil(t, pace.Value)
		assert.Equal(t, moved, pace.Joint != nil, system)
	}
}

// TestByConstructionOnlyWhereUnderprovided: that a payer bears no harm explains a mechanism that
// is underprovided, and is said of no other.
func TestByConstructionOnlyWhereUnderprovided(t *testing.T) {
	p := play(t, Plan{Model: modelOf(t, rising), Seed: 1, Bots: true})
	for rate, by := range map[float64]bool{0: false, 1: true, 3: false} {
		worth, err := WorthOf(t.Context(), p, rate, Seeds(1, 4), Work{})
		require.NoError(t, err)
		assert.Equal(t, by, worth[0].Underprovided, rate)
		assert.Equal(t, by, worth[0].ByConstruction, rate)
	}
}

// TestWhatIsToldToAllIsNoAnswer: one message that goes to all seats at once answers nobody; two
// messages of one moment with different facts, and one told to the public besides, are not that.
func TestWhatIsToldToAllIsNoAnswer(t *testing.T) {
	m := modelOf(t, three)
	ask := []engine.Event{with(at(3, engine.MessageSent, cloud, lab, -1), 1),
		due(with(at(4, engine.MessageArrived, lab, cloud, -1), 1), 12)}
	sent := func(to, fact int) engine.Event { return at(6, engine.MessageSent, lab, to, fact) }
	for name, x := range map[string]struct {
		then     []engine.Event
		answered float64
	}{
		"to all":            {[]engine.Event{sent(cloud, theft), sent(agency, theft)}, 0},
		"two facts":         {[]engine.Event{sent(cloud, theft), sent(agency, rumour)}, 1},
		"two facts, turned": {[]engine.Event{sent(agency, rumour), sent(cloud, theft)}, 1},
		"and the public":    {[]engine.Event{sent(cloud, theft), sent(engine.Public, theft)}, 1},
		"by two seats":      {[]engine.Event{sent(cloud, theft), at(6, engine.MessageSent, cloud, agency, theft)}, 1},
		"an hour apart":     {[]engine.Event{sent(cloud, theft), at(7, engine.MessageSent, lab, agency, theft)}, 1},
	} {
		want(t, stream(m, learns(1, lab, theft), ask, x.then), map[string]any{"ask.answered": x.answered})
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

// TestAllThatIsAskedToBeKnown: an action that needs two facts can be decided on when the later of
// them is known, whichever that is; one that needs either, when the first is.
func TestAllThatIsAskedToBeKnown(t *testing.T) {
	for needs, after := range map[string]float64{
		"knows('theft') && knows('rumour')": 3, "knows('rumour') && knows('theft')": 3,
		"knows('theft') || knows('rumour')": 8, "knows('rumour') || knows('theft')": 8,
	} {
		m := modelOf(t, strings.Replace(three, "by = [\"all\"]\nneeds = \"knows('theft')\"\ncost",
			"by = [\"all\"]\nneeds = \""+needs+"\"\ncost", 1))
		for _, order := range [][2]int{{theft, rumour}, {rumour, theft}} {
			l := stream(m, learns(2, lab, order[0]), learns(7, lab, order[1]),
				at(10, engine.ActionStarted, lab, nobody, hold), at(11, engine.ActionDone, lab, nobody, hold))
			want(t, l, map[string]any{"decide.latency": after})
		}
	}
}

// TestAReportNotDueYetIsNotOwed: a clock that the frictionless run started and this one did not
// counts against a team only once its time would have been up.
func TestAReportNotDueYetIsNotOwed(t *testing.T) {
	m := modelOf(t, three)
	for due1, quality := range map[float64]any{105: nil, 100: 0, 95: 0} {
		base := stream(m, due(at(due1-10, engine.ObligationStarted, agency, nobody, report), due1))
		l := stream(m)
		l.Beside(base)
		want(t, l, map[string]any{"act.order": quality})
	}
}

// TestAProbeOfTwoOptions: a question of two options is scored like any other.
func TestAProbeOfTwoOptions(t *testing.T) {
	m := modelOf(t, three)
	says := func(role, option int, confidence float64) engine.Event {
		return with(at(9, engine.BeliefDeclared, role, option, cause), confidence)
	}
	l := stream(m, learns(2, lab, theft), says(lab, insider, 0.8), says(cloud, insider, 1), says(agency, insider, 0.5))
	want(t, l, map[string]any{"probe.score": (0.84 + 1 + 0) / 3}) // 1 - (0.2² + 0.2²) / 0.5
}

// TestAClockThatWasMissedIsNotContested: who was late by either reading is not also at odds.
func TestAClockThatWasMissedIsNotContested(t *testing.T) {
	m := modelOf(t, three)
	missed := []any{learns(2, agency, theft), learns(8, agency, rumour),
		due(at(8, engine.ObligationStarted, agency, nobody, report), 18),
		at(18, engine.ObligationMissed, agency, nobody, report)}
	want(t, stream(m, missed...), map[string]any{"duty.contested": 0})
	want(t, stream(m, append(missed, at(20, engine.ObligationMet, agency, nobody, report))...),
		map[string]any{"duty.contested": 0})
}

// TestLegsCiteTheirEnds: each leg rests on the event that begins it and the one that ends it.
func TestLegsCiteTheirEnds(t *testing.T) {
	m := modelOf(t, three)
	// STARTEX is event 0.
	l := stream(m, learns(2, lab, theft), tells(5, lab, agency, theft),
		at(8, engine.JointProposed, agency, nobody, trace), at(8, engine.JointCommitted, agency, nobody, trace),
		at(9, engine.JointCommitted, lab, nobody, trace),
		at(9, engine.JointStarted, nobody, nobody, trace), at(12, engine.JointDone, nobody, nobody, trace))
	for id, events := range map[string][]int{"speed.detect": {0, 1}, "speed.escalate": {1, 2}, "speed.share": {2, 4},
		"speed.agree": {4, 8}, "speed.execute": {8, 9}} {
		assert.Equal(t, events, valueOf(t, l, id).Evidence, id)
	}
}

// TestAQuestionNotDueYetIsNotAmiss: what was asked and not answered counts against those asked
// once the time that was given for it is up.
func TestAQuestionNotDueYetIsNotAmiss(t *testing.T) {
	m := modelOf(t, three)
	ask := func(by float64) []engine.Event {
		return []engine.Event{with(at(50, engine.MessageSent, lab, agency, -1), 1),
			due(with(at(51, engine.MessageArrived, agency, lab, -1), 1), by)}
	}
	told := []engine.Event{learns(2, lab, theft)}
	told = append(append(told, tells(4, lab, agency, theft)...), tells(4, lab, cloud, theft)...)
	for by, quality := range map[float64]float64{60: 2.0 / 3, 100: 2.0 / 3, 101: 1} {
		want(t, stream(m, told, ask(by)), map[string]any{"share.quality": quality})
	}
}

// TestAPromiseToTellIsNotKeptByAnAct: that others have done what is done but once keeps no
// promise to tell something, whatever is first in the scenario.
func TestAPromiseToTellIsNotKeptByAnAct(t *testing.T) {
	m := modelOf(t, strings.Replace(bound, `do = {commit="trace"}`, `do = {share="theft", to=["cloud"]}`, 1))
	l := stream(m, learns(2, 0, 0), learns(3, 1, 0), at(3, engine.ActionStarted, 1, nobody, 0),
		at(4, engine.ActionDone, 1, nobody, 0), at(12, engine.NoteBroken, 0, nobody, 2))
	parts := Tally{keep: true, roles: m.Scenario.Roles}
	actOrder(l, &parts)
	require.Len(t, parts.parts, 1)
	assert.Equal(t, "promise", parts.parts[0].Of)
}

// TestTheLongestLegIsTheFirstOfThose: of legs that took as long, the one that came first is named.
func TestTheLongestLegIsTheFirstOfThose(t *testing.T) {
	m := modelOf(t, three)
	l := stream(m, learns(2, lab, theft), tells(5, lab, agency, theft),
		at(8, engine.JointProposed, agency, nobody, trace), at(8, engine.JointCommitted, agency, nobody, trace),
		at(8, engine.JointCommitted, lab, nobody, trace), at(8, engine.JointStarted, nobody, nobody, trace),
		at(11, engine.JointDone, nobody, nobody, trace))
	card := Card{Values: l.Values()}
	want(t, l, map[string]any{"speed.escalate": 3, "speed.share": 0, "speed.agree": 3, "speed.execute": 3})
	assert.Contains(t, longestLeg(m.Scenario, &card), "taking it beyond the first seat that knew")
}

// TestAJointActionThatWorksByACondition: a joint action without effects of its own, which stops
// harm because a gauge asks whether it is done, is one that can come in time.
func TestAJointActionThatWorksByACondition(t *testing.T) {
	m := modelOf(t, strings.NewReplacer("do = \"stop\"", "do = {commit=\"stop\"}", "[action.stop]\nby = [\"cloud\"]",
		"[action.stop]\nby = [\"cloud\", \"lab\"]\njoint = {quorum=2}").Replace(rising))
	stop := m.Scenario.Find("action", "stop")
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(3, engine.Share, 0, 0, 1),
		give(14, engine.Commit, 0, stop), give(14, engine.Commit, 1, stop))})
	require.Empty(t, p.Refusals)
	pace, err := PaceOf(t.Context(), p)
	require.NoError(t, err)
	require.NotNil(t, pace.Joint)
	assert.InDelta(t, 12, *pace.Joint, 1e-9, "known at 2, done at 14")
	assert.InDelta(t, 48, *pace.Tau, 0.2, "half of 100 h of harm")
	assert.InDelta(t, *pace.Tau/12, *pace.Value, 1e-9)
}

// TestWhatRepeatsAnAct: another seat's act repeats one that is under way or done, and not one that
// came to nothing before.
func TestWhatRepeatsAnAct(t *testing.T) {
	m := modelOf(t, three)
	first, second := at(2, engine.ActionStarted, lab, nobody, hold), at(5, engine.ActionStarted, cloud, nobody, hold)
	for name, x := range map[string]struct {
		events []any
		twice  int
	}{
		"under way to the end":      {[]any{first, second}, 1},
		"done later":                {[]any{first, second, at(8, engine.ActionDone, lab, nobody, hold)}, 1},
		"failed later":              {[]any{first, second, at(8, engine.ActionFailed, lab, nobody, hold)}, 1},
		"done before":               {[]any{first, at(4, engine.ActionDone, lab, nobody, hold), second}, 1},
		"failed before":             {[]any{first, at(4, engine.ActionFailed, lab, nobody, hold), second}, 0},
		"called off before":         {[]any{first, at(4, engine.ActionCancelled, lab, nobody, hold), second}, 0},
		"another act":               {[]any{first, at(5, engine.ActionStarted, cloud, nobody, deny)}, 0},
		"the seat's own again":      {[]any{first, at(5, engine.ActionStarted, lab, nobody, hold)}, 0},
		"of two that were not done": {[]any{second, at(6, engine.ActionFailed, cloud, nobody, hold), first}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, stream(m, x.events...), map[string]any{"act.consistency": 1 - float64(x.twice)/2})
		})
	}
	want(t, stream(m, learns(2, lab, theft)), map[string]any{"act.consistency": nil, "act.duplicates": nil})
}

// TestTheFirstStepOutside: telling what somebody needs is one; a word without it, and what nobody
// needs, is not.
func TestTheFirstStepOutside(t *testing.T) {
	m := modelOf(t, strings.Replace(three, "[fact.rumour]", "[fact.aside]\ntext = \"Aside.\"\n[fact.rumour]", 1))
	const aside = 1
	for name, x := range map[string]struct {
		step []engine.Event
		took any
	}{
		"what others need":   {tells(6, lab, cloud, theft), 4},
		"what nobody needs":  {tells(6, lab, cloud, aside), nil},
		"a word":             {says(6, lab, cloud), nil},
		"convening":          {[]engine.Event{at(6, engine.VenueConvened, lab, nobody, 0)}, 4},
		"proposing":          {[]engine.Event{at(6, engine.JointProposed, lab, nobody, trace)}, 4},
		"what is done alone": {[]engine.Event{at(6, engine.ActionStarted, lab, nobody, hold)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, stream(m, learns(2, lab, theft), x.step), map[string]any{"speed.escalate": x.took})
		})
	}
}

// TestAClockReadFromTheFirstFact: a report is contested if it came later than the time allowed
// after the first of the facts that start the clock, and not before.
func TestAClockReadFromTheFirstFact(t *testing.T) {
	m := modelOf(t, three)
	for met, contested := range map[float64]int{9: 0, 12: 0, 12.5: 1, 18: 1} {
		for _, order := range [][2]int{{theft, rumour}, {rumour, theft}} {
			l := stream(m, learns(2, agency, order[0]), learns(8, agency, order[1]),
				due(at(8, engine.ObligationStarted, agency, nobody, report), 18),
				at(met, engine.ObligationMet, agency, nobody, report))
			want(t, l, map[string]any{"duty.contested": contested, "duty.met": 1})
		}
	}
}

// TestWhatWasDecidedBeforeItCouldBe: an act that was begun before its seat held what it asks to know
// has no latency, and neither has one begun again after.
func TestWhatWasDecidedBeforeItCouldBe(t *testing.T) {
	m := modelOf(t, three)
	begun := func(hour float64) engine.Event { return at(hour, engine.ActionStarted, lab, nobody, hold) }
	want(t, stream(m, learns(2, lab, theft), begun(3)), map[string]any{"decide.latency": 1})
	want(t, stream(m, begun(3), learns(4, lab, theft)), map[string]any{"decide.latency": nil})
	want(t, stream(m, begun(3), learns(4, lab, theft), begun(6)), map[string]any{"decide.latency": nil})
}

// TestWindowsFollowThePlayedMoves: a move that ended early is a window as long as it was, and the
// next begins where it ended.
func TestWindowsFollowThePlayedMoves(t *testing.T) {
	m := modelOf(t, seats(2)+"[[move]]\nuntil = \"10h\"\n[[move]]\nuntil = \"50h\"\n")
	move := func(hour float64, kind engine.Kind, n int) engine.Event { return at(hour, kind, nobody, nobody, n) }
	for name, x := range map[string]struct {
		events []any
		window int
	}{
		"as planned":    {[]any{says(8, 0, 1)}, 0},
		"ended before":  {[]any{move(5, engine.MoveEnded, 0), move(5, engine.MoveBegan, 1), says(8, 0, 1)}, 1},
		"ended after":   {[]any{says(8, 0, 1), move(9, engine.MoveEnded, 0), move(9, engine.MoveBegan, 1)}, 0},
		"after the two": {[]any{move(5, engine.MoveEnded, 0), move(7, engine.MoveEnded, 1), says(8, 0, 1)}, 2},
	} {
		parts := valueOf(t, stream(m, x.events...), "net.density").Parts
		require.Len(t, parts, 3, name)
		assert.Equal(t, []string{"move 1", "move 2", "after the moves"}, []string{parts[0].Of, parts[1].Of, parts[2].Of})
		for i, p := range parts {
			assert.Equal(t, i == x.window, *p.Value > 0, "%s: %s", name, p.Of)
		}
	}
}

// TestABotOwesWhatItsNotesReport: a report that a bot owes counts only if one of its notes makes it.
func TestABotOwesWhatItsNotesReport(t *testing.T) {
	for do, x := range map[string]struct {
		bot  bool
		want any
	}{"hold": {true, 0}, "deny": {true, nil}, "deny by a person": {false, 0}} {
		act, _, _ := strings.Cut(do, " ")
		m := modelOf(t, strings.Replace(three, "by = [\"lab\"]", "by = [\"all\"]", 1)+
			"[[note]]\nrole = \"agency\"\nwhen = \"hours > 1\"\ndo = \""+act+"\"\n")
		base := stream(m, due(at(8, engine.ObligationStarted, agency, nobody, report), 18))
		l := stream(m)
		l.Seated([]bool{false, false, x.bot})
		l.Beside(base)
		want(t, l, map[string]any{"act.order": x.want})
		if t.Failed() {
			t.Fatal(do)
		}
	}
}

// TestTellingThePublicWhatAllKnow: what taught no seat anything is weighed where the public was told.
func TestTellingThePublicWhatAllKnow(t *testing.T) {
	m := modelOf(t, rising+`
[fact.secret]
text = "A secret."
tlp = "red"
known = {lab={at="1h"}, cloud={at="1h"}, press={at="1h"}}
leak = {fires="story"}
[inject.story]
text = "A story."
effects = [{gauge="harm", add=50}]
`)
	p := play(t, Plan{Model: m, Seed: 1, Commands: commands(give(3, engine.Share, 0, 1, engine.Public))})
	require.Empty(t, p.Refusals)
	found := weightiest(t, p, 1)
	require.NotEmpty(t, found)
	assert.Equal(t, engine.Share, found[0].Command.Verb)
	assert.InDelta(t, -50, found[0].Own, 1e-9)
}

// TestWhatAnInjectWaitsFor: a joint action that only brings or keeps away an inject works if the
// inject does something to the world, and not if it only says something.
func TestWhatAnInjectWaitsFor(t *testing.T) {
	for _, key := range []string{"when", "unless"} {
		for effects, took := range map[string]any{"": nil, "effects = [{gauge=\"trust\", add=1}]\n": 3} {
			m := modelOf(t, strings.Replace(three, "effects = [{gauge=\"trust\", add=1}]\n", "", 1)+
				"[inject.call]\nfrom = \"Wire\"\nto = [\"agency\"]\ntext = \"A call.\"\n"+key+" = \"done('trace')\"\n"+effects)
			l := stream(m, learns(2, lab, theft), tells(4, lab, agency, theft),
				at(5, engine.JointProposed, agency, nobody, trace), at(5, engine.JointCommitted, agency, nobody, trace),
				at(6, engine.JointCommitted, lab, nobody, trace), at(6, engine.JointStarted, nobody, nobody, trace),
				at(9, engine.JointDone, nobody, nobody, trace))
			want(t, l, map[string]any{"speed.execute": took})
		}
	}
}
