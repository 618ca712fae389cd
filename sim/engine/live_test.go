package engine_test

import (
	"math"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
	"tocsin/sim/testsize"
)

// step is something that a person asks for at a time, and the refusal that it meets, or
// "" if it is accepted.
type step struct {
	at      string
	c       engine.Command
	refusal string
}

func span(t testing.TB, s string) engine.Time {
	t.Helper()
	d, err := scenario.ParseDuration(s)
	require.NoError(t, err)
	return engine.At(d)
}

// live plays steps and tells what happened, as [story] does. Each refused step must
// leave the run as it was, and each answer must be what Can said it would be.
func live(t testing.TB, text string, steps ...step) (*engine.Engine, string) {
	t.Helper()
	e := engine.New(model(t, text), 1, engine.Setup{})
	var lines []string
	e.Observe(func(ev engine.Event) { lines = append(lines, tell(e.Model().Scenario, ev)) })
	for i, s := range steps {
		if s.at != "" {
			require.NoError(t, e.Reach(span(t, s.at)))
		}
		before, can := e.Digest(), e.Can(s.c)
		require.Equal(t, before, e.Digest(), "step %d: asking changes nothing", i)
		a := e.Do(s.c)
		require.Equal(t, can, a, "step %d", i)
		require.Equal(t, s.refusal, a.Refusal, "step %d at %s: %s", i, s.at, s.c.Verb)
		if a.OK {
			require.NotEqual(t, before, e.Digest(), "step %d: what is accepted is in the digest", i)
		} else {
			require.Equal(t, before, e.Digest(), "step %d: what is refused changes nothing", i)
		}
		twin := e.Clone()
		require.Equal(t, e.Digest(), twin.Digest())
	}
	return e, strings.Join(lines, "\n")
}

// holds requires lines in this order, and none of the others.
func holds(t testing.TB, all string, want []string, never ...string) {
	t.Helper()
	rest := "\n" + all + "\n"
	for _, w := range want {
		_, after, found := strings.Cut(rest, "\n"+w+"\n")
		if !assert.True(t, found, "%q does not come where it should in\n%s", w, all) {
			return
		}
		rest = "\n" + after
	}
	for _, n := range never {
		assert.NotContains(t, all, n)
	}
}

const talk = `
[role.a]
[role.b]
[role.c]
[fact.green]
text = "x"
known = {a={}}
needed_by = ["b"]
[fact.red]
text = "x"
known = {a={}}
tlp = "red"
[fact.clear]
text = "x"
known = {a={}}
tlp = "clear"
[sharing]
latency = "1h"
[venue.room]
members = ["a", "b", "c"]
open = true
latency = "10m"
[venue.shut]
members = ["a", "b"]
[venue.others]
members = ["b", "c"]
open = true
`

func re(from, n int) engine.Message { return engine.Message{From: from, N: n} }

func TestAcknowledging(t *testing.T) {
	ack := func(role int, m engine.Message, option int) engine.Command {
		return engine.Command{Verb: engine.Acknowledge, Role: role, Re: m, Option: option}
	}
	const none = "There is no such message to acknowledge"
	e, all := live(t, strings.ReplaceAll(talk, `"10m"`, `"1h"`),
		step{"1h", engine.Command{Verb: engine.Say, Role: 0, Text: "one", To: []int{1}}, ""},
		step{"1h", ack(1, re(0, 1), 0), none}, // on its way
		step{"90m", engine.Command{Verb: engine.Say, Role: 0, Text: "two", To: []int{1, 2}}, ""},
		step{"3h", ack(1, re(0, 3), 0), none},
		step{"3h", ack(1, re(0, 0), 0), none},
		step{"3h", ack(1, re(-5, 1), 0), none},
		step{"3h", ack(2, re(0, 2), 0), none}, // to c it is the first
		step{"3h", ack(1, re(0, 2), 3), "Acknowledge as seen, will do or declined"},
		step{"3h", ack(1, re(0, 2), -1), "Acknowledge as seen, will do or declined"},
		step{"3h", ack(1, re(0, 2), 0), ""},
		step{"3h", ack(1, re(0, 2), 0), "You have already acknowledged that"},
		step{"4h", ack(1, re(0, 2), 1), ""},
		step{"4h", ack(1, re(0, 2), 0), "You have already said what you will do about it"},
		step{"5h", ack(1, re(0, 2), 2), ""},
		step{"5h", ack(2, re(0, 1), 2), ""},
	)
	holds(t, all, []string{"3 message.acknowledged b a #2 0", "4 message.acknowledged b a #2 1",
		"5 message.acknowledged b a #2 2", "5 message.acknowledged c a #3 2"})
	require.Equal(t, 3, e.Messages())
	assert.Equal(t, -1, e.MessageAt(0).Ack)
	m := e.MessageAt(1)
	assert.Equal(t, 2, m.Ack)
	assert.Equal(t, [3]engine.Time{span(t, "90m"), span(t, "150m"), 0}, [3]engine.Time{m.Sent, m.Arrives, m.Due})
	assert.True(t, m.Arrived)
}

func TestAsking(t *testing.T) {
	ask := engine.Command{Verb: engine.Ask, Role: 0, Text: "Whose is it?", To: []int{1, 2}, Span: span(t, "2h")}
	say := func(role int, m engine.Message, to ...int) engine.Command {
		return engine.Command{Verb: engine.Say, Role: role, Text: "mine", To: to, Re: m}
	}
	late := ask
	late.Span = -1
	e, all := live(t, strings.ReplaceAll(talk, `"10m"`, `"1h"`),
		step{"1h", late, "An answer cannot be wanted before it is asked for"},
		step{"1h", ask, ""},
		step{"90m", say(1, re(0, 1), 0), "There is no such message to answer"},
		step{"2h", say(1, re(0, 1), 2), ""}, // not to the asker
		step{"3h", say(1, re(0, 1), 2, 0), ""},
		step{"3h", say(1, re(0, 1), 0), ""}, // answered already: a message like any other
	)
	holds(t, all, []string{"3 message.sent b a", "3 message.answered b a #1 by #5"})
	assert.Equal(t, 1, strings.Count(all, "message.answered"))
	require.Equal(t, span(t, "3h"), e.MessageAt(0).Due)
	assert.True(t, e.MessageAt(0).Ask && e.MessageAt(0).Answered)
	assert.Equal(t, re(0, 1), e.MessageAt(2).Re)
	assert.Empty(t, e.RequestsTo(1))
	assert.Equal(t, []int{1}, e.RequestsTo(2))
	assert.Equal(t, []int{1}, e.RequestsBy(0))
	require.True(t, e.Do(engine.Command{Verb: engine.Acknowledge, Role: 2, Re: re(0, 1), Option: 2}).OK)
	assert.Empty(t, e.RequestsBy(0), "declined")
	require.True(t, e.Do(engine.Command{Verb: engine.Ask, Role: 0, Text: "?", To: []int{engine.Public}}).OK)
	assert.Empty(t, e.RequestsBy(0), "a question to the public has no owner")
}

func TestVenuesAsRecipients(t *testing.T) {
	say := func(to ...int) engine.Command { return engine.Command{Verb: engine.Say, Role: 0, Text: "x", To: to} }
	_, all := live(t, talk,
		step{"1h", say(engine.ToVenue(1)), `"shut" is not open`},
		step{"1h", say(engine.ToVenue(2)), "There is no such venue of yours"},
		step{"1h", say(engine.ToVenue(3)), "There is no such venue of yours"},
		step{"1h", say(-3), "There is no such seat"},
		step{"1h", say(), "To whom?"},
		step{"1h", say(0), "That is yourself"},
		step{"1h", say(1, engine.ToVenue(0)), ""},
		step{"1h", engine.Command{Verb: engine.Ask, Role: 1, Text: "?", To: []int{engine.ToVenue(2)}}, ""},
	)
	holds(t, all, []string{"1 message.sent a b", "1 message.sent a c", "1 message.sent b c"})
	assert.Equal(t, 3, strings.Count(all, "message.sent"), "each recipient once")
	sc := model(t, talk).Scenario
	assert.Equal(t, []int{1, engine.Public, engine.ToVenue(0)},
		engine.Recipients(sc, scenario.Names{"b", "public", "room"}))
}

func TestMarks(t *testing.T) {
	share := func(role, fact int, mark string, to ...int) engine.Command {
		return engine.Command{Verb: engine.Share, Role: role, Ref: fact, Mark: mark, To: to}
	}
	const green, red, clear = 0, 1, 2
	e, all := live(t, talk,
		step{"1h", share(0, green, "pink", 1), "A mark is red, amber, green or clear"},
		step{"1h", share(0, clear, "amber", engine.Public), "A message to the public can carry no mark other than clear"},
		step{"1h", share(0, green, "amber", 1), ""},
		step{"1h", share(0, clear, "green", 1), ""},
		step{"1h", share(0, red, "clear", 1), ""},          // looser than its own: a breach, and no looser for it
		step{"2h", share(0, green, "", 1), ""},             // known already: it stays amber
		step{"2h", share(1, green, "clear", 0), ""},        // back to whom it came from
		step{"3h", share(1, green, "clear", 2), ""},        // wider than amber, though not than green
		step{"3h", share(1, clear, "", engine.Public), ""}, // wider than green, though not than clear
		step{"3h", engine.Command{Verb: engine.Say, Role: 1, Mark: "red", Text: "x", To: []int{2}}, ""},
	)
	holds(t, all, []string{"1 mark.breached a red b", "3 mark.breached b green c", "3 mark.breached b clear public"})
	assert.Equal(t, 3, strings.Count(all, "mark.breached"), all)
	require.NoError(t, e.Reach(span(t, "4h")))
	assert.Equal(t, []string{"green", "amber", "amber"},
		[]string{e.MarkOf(0, green), e.MarkOf(1, green), e.MarkOf(2, green)}, "a mark travels on")
	assert.Equal(t, []string{"red", "red", "clear", "green"},
		[]string{e.MarkOf(0, red), e.MarkOf(1, red), e.MarkOf(0, clear), e.MarkOf(1, clear)})
	assert.Equal(t, "red", e.MessageAt(e.Messages()-1).Mark)
	assert.Equal(t, "amber", e.MessageAt(0).Mark)
}

// TestNoCommandPanics: whatever is in the fields of a command, it is answered.
func TestNoCommandPanics(t *testing.T) {
	testsize.Long(t)
	m := compile(t, everything)
	extremes := []int{math.MinInt, math.MinInt + 1, -17, -16, -4, -3, -2, -1, 0, 1, 3, 4, 1 << 30, math.MaxInt}
	nums := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1, 1e300}
	rng := rand.New(rand.NewSource(1))
	any := func() int { return extremes[rng.Intn(len(extremes))] }
	some := func() (out []int) {
		for range rng.Intn(5) {
			out = append(out, any())
		}
		return out
	}
	n := testsize.Of(40_000, 8_000, 4_000)
	var e *engine.Engine
	for i := range n {
		if i%500 == 0 || e.Ended() {
			e = engine.New(m, uint64(i), engine.Setup{})
			if i%1000 > 0 {
				require.NoError(t, e.Advance(e.Horizon()/3))
			}
		}
		num := nums[rng.Intn(len(nums))]
		effect := &scenario.Effect{Gauge: "trust", Set: scenario.PlainQuantity(num), System: scenario.Names{"x", "grid"},
			Link: []string{"grid"}, To: scenario.Names{"me", "?"}, Chance: &num, Doubling: scenario.Duration(any())}
		c := engine.Command{Verb: engine.Verb(rng.Intn(40)), Role: any(), Ref: any(), To: some(), Option: any(),
			Num: num, Span: engine.Time(any()), Re: engine.Message{From: any(), N: any()},
			Text: "\xff\x1b]0;x\a", Reason: "x", Effects: []*scenario.Effect{nil, effect}[rng.Intn(2):]}
		if rng.Intn(2) == 0 {
			c.Draft = &engine.Draft{Title: "x", To: some(), Reveals: some(), Effects: c.Effects}
			c.Note = &scenario.Note{Role: "lab", Within: scenario.Duration(any()),
				When: scenario.Expr{Source: "knows('egress')", Root: &scenario.Node{Op: 200}},
				Do:   scenario.Do{Act: "patch"}}
			c.Effect = effect
		}
		a := e.Can(c)
		if b := e.Do(c); e.Started() {
			assert.Equal(t, a.OK, b.OK, "%+v", c)
		}
	}
}

func TestBoundsOfTexts(t *testing.T) {
	// each bad byte takes three when it is fixed
	long, wide := strings.Repeat("x", 4001), strings.Repeat("\xff ", 1500)
	f := engine.Facilitator
	for _, c := range []engine.Command{
		{Verb: engine.Say, Text: long, To: []int{1}}, {Verb: engine.Say, Text: wide, To: []int{1}},
		{Verb: engine.Say, Text: "\x1b\x00 ", To: []int{1}}, {Verb: engine.Share, Text: long, To: []int{1}},
		{Verb: engine.Say, Text: "x", To: []int{1}, Reason: long}, {Verb: engine.Attempt, Text: long},
		{Verb: engine.Attempt, Text: "\u200b"},
		{Verb: engine.Attempt, Text: "x", Reason: long},
		{Verb: engine.Inject, Role: f, Draft: &engine.Draft{Title: "x", Text: strings.Repeat("x", scenario.MaxText+1),
			To: []int{0}}},
		{Verb: engine.Inject, Role: f, Draft: &engine.Draft{Title: strings.Repeat("x", 201), To: []int{0}}},
		{Verb: engine.Inject, Role: f, Draft: &engine.Draft{Title: "x", From: long, To: []int{0}}},
	} {
		e, _ := live(t, talk, step{"1h", engine.Command{Verb: engine.Say, Text: "x", To: []int{1}}, ""})
		before := e.Digest()
		assert.False(t, e.Do(c).OK, "%s %.20q", c.Verb, c.Text)
		assert.Equal(t, before, e.Digest())
	}
	e, _ := live(t, talk, step{"1h", engine.Command{Verb: engine.Attempt, Role: 0, Text: "red\x1b[31m",
		Reason: "a\u202eb"}, ""})
	assert.Equal(t, [2]string{"red[31m", "ab"}, [2]string{e.Case(0).Text, e.Case(0).Reason})
}
