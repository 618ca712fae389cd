package room_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/exercise"
	"tocsin/sim/record"
	"tocsin/sim/room"
	"tocsin/sim/score"
	"tocsin/sim/tabletest"
	"tocsin/sim/testsize"
)

// washed is a scenario with one objective of each kind that a hot wash speaks about.
const washed = `
title = "Wash"
length = "10h"
minute = "1h"
basis = "made up"
[[move]]
title = "Only"
until = "10h"
questions = ["Who else needs to know?"]
[role.lab]
title = "Lab"
[role.cert]
title = "CERT"
[role.press]
title = "Press"
[sharing]
latency = "1m"
[gauge.harm]
unit = "people"
outcome = true
grow = {rate = 10, while = "not done('hold')"}
[fact.egress]
title = "Egress"
text = "Weights have left."
known = {lab = {at = "1h"}}
needed_by = ["cert"]
within = "2h"
[action.hold]
title = "Hold"
by = ["lab", "cert"]
needs = "knows('egress')"
joint = {quorum = 2, within = "4h"}
[action.report]
title = "Report"
by = ["lab"]
[obligation.duty]
title = "Tell the office"
role = "lab"
starts = "knows('egress')"
within = "3h"
met_by = ["report"]
[inject.call]
title = "A call"
at = "30m"
to = ["lab"]
text = "Hello."
hold = true
objective = "joint"
[objective.reach]
title = "Facts come in time"
measure = {reach = "egress"}
[objective.joint]
title = "Act together"
measure = {joint = "hold"}
[objective.duty]
title = "Report in time"
measure = {obligation = "duty"}
`

func washHeader() record.Header {
	return record.Header{Format: 1, Name: "wash", Scenario: washed, Seed: 1, Started: time.Unix(0, 0).UTC()}
}

// washTable is the exercise with its people, run by STARTEX.
func washTable(t *testing.T) *tabletest.Table { return washTableOf(t, washHeader()) }

func washTableOf(t *testing.T, head record.Header) *tabletest.Table {
	x, err := exercise.New(head)
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	g.Do("Eve", "evaluator", "join", `{"kind":"evaluator"}`)
	g.Do("Ann", "player", "join", `{"kind":"player","want":"lab","open":true}`)
	g.Do("Ben", "player", "join", `{"kind":"player","want":"cert","open":true}`)
	g.Do("Ola", "observer", "join", `{"kind":"observer"}`)
	g.Do("Fay", "facilitator", "start", "")
	return g
}

func hours(h float64) engine.Time { return engine.Time(h * 3.6e12) }

// TestScoreOfTheRoomIsThatOfTheRun: what the console shows is what scoring the same
// commands as a run gives.
func TestScoreOfTheRoomIsThatOfTheRun(t *testing.T) {
	g := washTable(t)
	none, err := exercise.New(washHeader())
	require.NoError(t, err)
	s, err := none.Score(context.Background())
	require.NoError(t, err)
	assert.Nil(t, s, "nothing to score before STARTEX")

	g.Pass(hours(2))
	g.Do("Ann", "lab", "share", `{"share":"egress","to":["cert"]}`)
	g.Pass(hours(1))
	g.Do("Ann", "lab", "commit", `{"commit":"hold"}`)
	g.Do("Ben", "cert", "commit", `{"commit":"hold"}`)
	g.Pass(hours(3))
	before := g.X.Digest()
	s, err = g.X.Score(context.Background())
	require.NoError(t, err)
	assert.Equal(t, before, g.X.Digest(), "to score changes nothing")

	sc := g.X.Engine().Model().Scenario
	m, err := engine.Compile(sc)
	require.NoError(t, err)
	play := score.Plan{Model: m, Seed: 1, Until: g.X.Now(), Attended: true, Plays: make([]bool, 3),
		Commands: []engine.Timed{
			{At: hours(2), Command: engine.Command{Verb: engine.Share, Role: 0, Ref: 0, To: []int{1}}},
			{At: hours(3), Command: engine.Command{Verb: engine.Commit, Role: 0, Ref: 0}},
			{At: hours(3), Command: engine.Command{Verb: engine.Commit, Role: 1, Ref: 0}},
		}}
	p, err := score.Play(context.Background(), play)
	require.NoError(t, err)
	want, err := score.Mark(context.Background(), p)
	require.NoError(t, err)
	assert.Equal(t, want.Scores, s.Marks)
	assert.Equal(t, want.Harm, s.Harm)
	assert.Equal(t, want.Pace, s.Pace)
	assert.Nil(t, s.Unhelped, "the facilitator did nothing")
	assert.Equal(t, "people", s.HarmUnit)
	assert.Equal(t, "P", s.Objectives[0].Rating)
	assert.Equal(t, "100% of those who need it had it in time", s.Objectives[0].Text)
}

// TestScoreShowsHelp: an act of the facilitator is next to every score that it touched,
// with the scores without it.
func TestScoreShowsHelp(t *testing.T) {
	g := washTable(t)
	g.Pass(hours(1))
	g.Do("Fay", "facilitator", "release", `{"release":"call"}`)
	g.Pass(hours(2))
	s, err := g.X.Score(context.Background())
	require.NoError(t, err)
	require.NotNil(t, s.Unhelped)
	require.NotEmpty(t, s.Helps)
	assert.Equal(t, 2, s.Helps[0].Acts, "it waited for the facilitator, and was released")
	assert.Contains(t, s.Helps[0].Last.Text, "A call")
}

// TestScoreIsThatOfAReplay: a score follows from the record alone.
func TestScoreIsThatOfAReplay(t *testing.T) {
	g := washTable(t)
	g.Do("Fay", "facilitator", "bot", `{"role":"press","on":true}`)
	g.Pass(hours(2))
	g.Do("Ann", "lab", "share", `{"share":"egress","to":["cert"]}`)
	g.Pass(hours(4))
	again, err := exercise.New(washHeader())
	require.NoError(t, err)
	for _, en := range g.Entries {
		again.Do(en)
	}
	again.Advance(g.X.Now())
	a, err := g.X.Score(context.Background())
	require.NoError(t, err)
	b, err := again.Score(context.Background())
	require.NoError(t, err)
	assert.Equal(t, a, b)
}

// TestHotWash: by objective what went well and what was lacking, from the record and from
// what evaluators wrote.
func TestHotWash(t *testing.T) {
	g := washTable(t)
	g.Pass(hours(4))
	g.Do("Ben", "cert", "ask", `{"ask":"Anything?","to":["lab"],"due":"1h"}`)
	g.Do("Ann", "lab", "act", `{"act":"report"}`)
	g.Do("Ann", "lab", "commit", `{"commit":"hold"}`)
	g.Do("Eve", "evaluator", "observe", `{"text":"They listend","tag":"strength","objective":"reach"}`)
	g.Do("Eve", "evaluator", "observe", `{"text":"They listened","tag":"strength","objective":"reach","corrects":1}`)
	g.Do("Eve", "evaluator", "observe", `{"text":"Why so late?","tag":"question","objective":"joint"}`)
	g.Do("Eve", "evaluator", "observe", `{"text":"Mine alone","tag":"gap","private":true}`)
	g.Do("Ann", "lab", "decide", `{"text":"We wait for the judge"}`)
	g.Do("Eve", "evaluator", "rate", `{"objective":"joint","rating":"M","text":"Nobody called"}`)
	w, err := g.X.HotWash(context.Background())
	require.NoError(t, err)
	assert.Nil(t, w, "there is none before ENDEX")
	assert.False(t, g.Do("Ann", "lab", "feedback", `{"realism":3,"usefulness":3,"prepared":3}`).OK)
	g.Pass(hours(10))
	require.True(t, g.X.Over())

	w, err = g.X.HotWash(context.Background())
	require.NoError(t, err)
	reach, joint, duty := w.Objectives[0], w.Objectives[1], w.Objectives[2]
	assert.Equal(t, "U", reach.Marked.Rating)
	assert.Contains(t, reach.Gaps[0], `CERT needed "Egress", which Lab knew`)
	assert.Equal(t, []string{"They listened (Eve, T+04:00)"}, reach.Strengths, "the corrected note is left out")
	assert.Contains(t, reach.Questions[0], "never told CERT")
	assert.Contains(t, joint.Gaps[0], "lapsed once")
	assert.Contains(t, joint.Questions[0], "Why so late?")
	assert.Equal(t, "M", joint.Ratings[0].Rating)
	assert.Contains(t, duty.Strengths[0], `Lab met "Tell the office"`)
	assert.Contains(t, strings.Join(w.Gaps, "\n"), "Mine alone", "whoever has the record has private notes")
	assert.Contains(t, strings.Join(w.Questions, "\n"), `CERT asked Lab, and had no answer: "Anything?"`)
	kinds := map[string]int{}
	for i, b := range w.Timeline {
		kinds[b.Kind]++
		assert.True(t, i == 0 || w.Timeline[i-1].At.Hours <= b.At.Hours, "in the order of time")
	}
	assert.GreaterOrEqual(t, kinds["gap"], 3, "%v", kinds) // the fact, the request, the lapse
	assert.Contains(t, w.Timeline, exercise.Beat{At: w.Objectives[1].Ratings[0].At, Kind: "decision",
		Text: "Lab decides: We wait for the judge"})
}

// TestFeedback: asked of players and observers after ENDEX, replaceable, shown to staff.
func TestFeedback(t *testing.T) {
	g := washTable(t)
	g.Pass(hours(10))
	const good = `{"realism":4,"usefulness":5,"prepared":2,"well":"We spoke","change":"Sooner","will":"A list"}`
	for name, c := range map[string]struct {
		who, args string
		ok        bool
	}{
		"too low":    {"Ann", `{"realism":0,"usefulness":5,"prepared":2}`, false},
		"too high":   {"Ann", `{"realism":4,"usefulness":6,"prepared":2}`, false},
		"missing":    {"Ann", `{"realism":4,"usefulness":5}`, false},
		"a staff":    {"Fay", good, false},
		"evaluators": {"Eve", good, false},
		"observers":  {"Ola", good, true},
	} {
		assert.Equal(t, c.ok, g.Do(c.who, "", "feedback", c.args).OK, name)
	}
	assert.Equal(t, &exercise.Feedback{}, g.X.View("Ann").Feedback, "asked for, and empty")
	assert.True(t, g.Do("Ann", "lab", "feedback", good).OK)
	assert.True(t, g.Do("Ann", "lab", "feedback", `{"realism":2,"usefulness":3,"prepared":4}`).OK)
	assert.Equal(t, 2, g.X.View("Ann").Feedback.Realism)
	assert.Nil(t, g.X.View("Fay").Feedback)
	sum := g.X.Feedback()
	assert.Equal(t, 3, sum.Of)
	require.Len(t, sum.Each, 2)
	assert.Equal(t, 3.0, *sum.Realism)
	assert.Equal(t, "Lab", sum.Each[1].From)
	assert.NotEmpty(t, g.X.View("Ann").Player.Became)

	again, err := exercise.New(washHeader())
	require.NoError(t, err)
	for _, en := range g.Entries {
		again.Advance(en.At)
		assert.Equal(t, en.State, again.Digest())
		again.Do(en)
	}
	assert.Equal(t, sum, again.Feedback(), "it is in the record")
}

// TestStaffAloneSeeTheScore: a live room shows the score to staff within moments, and
// nothing of it, nor of the hot wash, to anybody else.
func TestStaffAloneSeeTheScore(t *testing.T) {
	testsize.Long(t)
	ctx := context.Background()
	r, err := room.Open(washHeader(), room.Config{Open: true})
	require.NoError(t, err)
	defer r.Close("done")
	fay := join(t, r, "Fay", exercise.KindFacilitator, "")
	eve := join(t, r, "Eve", exercise.KindEvaluator, "")
	ann := join(t, r, "Ann", exercise.KindPlayer, "lab")
	ola := join(t, r, "Ola", exercise.KindObserver, "")
	_, err = fay.Moments(ctx, nil)
	assert.ErrorContains(t, err, "after ENDEX")
	_, err = ann.Moments(ctx, nil)
	assert.ErrorContains(t, err, "staff")
	accepted(t, fay, &exercise.Start{})
	accepted(t, fay, &exercise.Jump{To: "3h"})
	a, err := ann.Do(ctx, room.Request{Verb: "share", Args: json.RawMessage(`{"share":"egress","to":["cert"]}`)})
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
	until(t, fay, func(v exercise.View) bool { return v.Control.Score != nil && v.Control.Score.Harm.Actual != nil })
	a, err = fay.Do(ctx, room.Request{Verb: "end", Args: json.RawMessage(`{"end":true}`)})
	require.NoError(t, err)
	require.True(t, a.OK, a.Why)
	until(t, eve, func(v exercise.View) bool { return v.Control.HotWash != nil })

	gone, cancel := context.WithCancel(ctx)
	_, err = fay.Moments(gone, func(done, of int) { cancel() })
	assert.ErrorIs(t, err, context.Canceled, "a search can be stopped")
	var steps []int
	m, err := fay.Moments(ctx, func(done, of int) { steps = append(steps, done) })
	require.NoError(t, err)
	assert.True(t, m.Whole)
	assert.NotEmpty(t, steps)
	until(t, eve, func(v exercise.View) bool { return v.Control.HotWash.Moments != nil })
	again, err := eve.Moments(ctx, func(int, int) { t.Error("it was worked out already") })
	require.NoError(t, err)
	assert.Equal(t, m, again)
	for _, s := range []*room.Seat{ann, ola} {
		v, err := s.Now(ctx)
		require.NoError(t, err)
		require.Nil(t, v.Control)
		text, err := json.Marshal(v)
		require.NoError(t, err)
		for _, word := range []string{"score", "marks", "efficiency", "hot_wash", "solo"} {
			assert.NotContains(t, string(text), `"`+word)
		}
	}
}

// until waits for a view of a seat that shows something.
func until(t *testing.T, s *room.Seat, shows func(exercise.View) bool) {
	t.Helper()
	end := time.Now().Add(20 * time.Second)
	for time.Now().Before(end) {
		v, err := s.Now(context.Background())
		require.NoError(t, err)
		if shows(v) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	require.Fail(t, "the view never showed it")
}

// TestColdCopyHotWash: the whole of a hot wash on the scenario that is shipped, played by
// bots with one seat held by a person who does nothing.
func TestColdCopyHotWash(t *testing.T) {
	testsize.Long(t)
	src, err := os.ReadFile("../../scenarios/cold_copy.toml")
	require.NoError(t, err)
	x, err := exercise.New(record.Header{Format: 1, Name: "cold_copy", Scenario: string(src), Seed: 3,
		Started: time.Unix(0, 0).UTC()})
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	for _, r := range x.Engine().Model().Scenario.Roles {
		g.Do("Fay", "facilitator", "bot", `{"role":"`+r.ID+`","on":true}`)
	}
	g.Do("Fay", "facilitator", "automatic", `{"on":true}`)
	g.Do("Fay", "facilitator", "start", "")
	for i := 0; i < 20 && !x.Over(); i++ {
		g.Pass(x.Engine().Horizon() / 4)
		if !x.Over() && !x.Running() {
			g.Do("Fay", "facilitator", "resume", "")
		}
	}
	require.True(t, x.Over())
	w, err := x.HotWash(context.Background())
	require.NoError(t, err)
	for _, o := range w.Objectives {
		assert.NotEqual(t, "", o.Marked.Text)
		assert.NotContains(t, o.Marked.Text, "NaN")
	}
	assert.LessOrEqual(t, len(w.Timeline), 300)
	m, err := x.Moments(context.Background(), nil)
	require.NoError(t, err)
	assert.NotEmpty(t, m.Each)
	for _, turn := range m.Each {
		assert.NotContains(t, turn.Text, "did something")
	}
	require.Equal(t, "idle", m.Waterfall[0].ID)
	require.Equal(t, "frictionless", m.Waterfall[len(m.Waterfall)-1].ID)
	at := 0.0
	for i, s := range m.Waterfall { // the steps add up, on the exercise's own draw
		if s.Level && i > 0 {
			assert.InDelta(t, at, s.To, 1e-9*m.Waterfall[0].To, s.ID)
		} else if !s.Level {
			assert.InDelta(t, at, s.From, 1e-9*m.Waterfall[0].To, s.ID)
		}
		at = s.To
	}
	harm, _ := score.Harmed(x.Engine())
	assert.Contains(t, m.Waterfall, score.Step{ID: "run", Title: "This run", Level: true, To: harm})
}

// TestWhatMayStillComeIsNotRated: a time that has not come is rated when it is over only.
func TestWhatMayStillComeIsNotRated(t *testing.T) {
	h := washHeader()
	h.Scenario += "[objective.time]\ntitle = \"Hold soon\"\nmeasure = {time_to = \"done('hold')\"}\nrate = {P = " +
		"\"1h\", S = \"2h\", M = \"3h\"}\n"
	x, err := exercise.New(h)
	require.NoError(t, err)
	g := tabletest.Of(t, x)
	g.Do("Fay", "facilitator", "join", `{"kind":"facilitator"}`)
	g.Do("Fay", "facilitator", "start", "")
	for _, c := range []struct {
		pass   float64
		rating string
	}{{4, "-"}, {10, "U"}} {
		g.Pass(hours(c.pass))
		s, err := x.Score(context.Background())
		require.NoError(t, err)
		assert.Equal(t, c.rating, s.Objectives[3].Rating)
		assert.Equal(t, "P up to 1h, S 2h, M 3h", s.Objectives[3].Limits)
	}
}

// TestPagesOfTheHotWashSayNothingTwice: what an objective came to is once on its page.
func TestPagesOfTheHotWashSayNothingTwice(t *testing.T) {
	head := washHeader()
	head.Scenario += "[objective.quick]\ntitle = \"Told soon\"\nmeasure = {time_from = \"aware('egress') > 0\", " +
		"time_to = \"aware('egress') > 1\"}\nrate = {P = \"3h\", S = \"6h\", M = \"9h\"}\n"
	g := washTableOf(t, head)
	g.Pass(hours(2))
	g.Do("Ann", "lab", "share", `{"share":"egress","to":["cert"]}`)
	g.Do("Ann", "lab", "act", `{"act":"report"}`)
	g.Pass(hours(1))
	g.Do("Ann", "lab", "commit", `{"commit":"hold"}`)
	g.Do("Ben", "cert", "commit", `{"commit":"hold"}`)
	g.Pass(hours(1))
	require.True(t, g.Do("Fay", "facilitator", "end", `{"end":true}`).OK)
	g.Do("Wall", "board", "join", `{"kind":"board"}`)
	_, base, err := g.X.Judge(context.Background())
	require.NoError(t, err)
	for n, of := 1, 1; n <= of; n++ {
		require.True(t, g.Do("Fay", "facilitator", "wall", fmt.Sprintf(`{"show":"wash","page":%d}`, n)).OK)
		v := g.X.View("Wall")
		g.X.Post(&v, base, nil)
		of = v.Board.Page.Of
		var said []string
		for _, p := range v.Board.Page.Parts {
			said = append(said, p.Points...)
		}
		for i := range said {
			for k := range said {
				assert.False(t, i != k && strings.HasPrefix(said[k], said[i]), "page %d: %s", n, said[i])
			}
		}
	}
}
