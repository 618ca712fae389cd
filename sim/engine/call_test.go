package engine_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/scenario"
)

const calling = `
title = "Calling"
length = "2d"
[sharing]
latency = "4h"
call = "30m"
contacts = [{from="a", to="b", latency="3h"}]
[role.a]
title = "A"
[role.b]
[role.c]
[venue.cell]
members = ["a", "b"]
open = true
latency = "1h"
[fact.f]
text = "x"
known = {a={at="0s"}}
[action.work]
by = ["a", "b", "c"]
takes = "2h"
[action.together]
by = ["b", "c"]
joint = {quorum=2}
takes = "1h"
`

// TestWaysOfAMessage: a message takes the way that its sender chooses, and the time of that way.
func TestWaysOfAMessage(t *testing.T) {
	for _, k := range []struct {
		by   string
		to   int
		long string
		via  engine.Cause
	}{
		{engine.Usually, 1, "1h", engine.ByVenue},
		{engine.Known, 1, "3h", engine.ByContact},
		{engine.Formal, 1, "4h", engine.ByChannel},
		{engine.Called, 1, "0s", engine.ByCall},
		{engine.Usually, 2, "4h", engine.ByChannel},
	} {
		e := engine.New(compileText(t, calling), 1, engine.Setup{})
		require.NoError(t, e.Advance(0)) // a knows the fact
		require.True(t, e.Do(engine.Command{Verb: engine.Share, Role: 0, To: []int{k.to}, By: k.by}).OK, k.by)
		m := e.MessageAt(0)
		assert.Equal(t, timeOf(t, k.long), m.Arrives, k.by)
		assert.Equal(t, k.via, m.Via.Cause, k.by)
		assert.Equal(t, k.by == engine.Called, e.Knows(k.to, 0), "what is said in a call is known at once")
	}
}

func timeOf(t testing.TB, s string) engine.Time {
	t.Helper()
	d, err := scenario.ParseDuration(s)
	require.NoError(t, err)
	return engine.At(d)
}

// TestWaysThatThereAreNot: a way that cannot be taken is refused with the reason.
func TestWaysThatThereAreNot(t *testing.T) {
	say := func(by string, to ...int) engine.Command {
		return engine.Command{Verb: engine.Say, Role: 0, Ref: -1, Text: "hello", To: to, By: by}
	}
	e := engine.New(compileText(t, calling), 1, engine.Setup{})
	for _, k := range []struct {
		c   engine.Command
		why string
	}{
		{say(engine.Known, 2), `You have no contact of your own at "c"`},
		{say(engine.Called, engine.Public), "to a venue or to the public"},
		{say(engine.Formal, engine.ToVenue(0)), "to a venue or to the public"},
		{say("pigeon", 1), "by call, by contact or formal"},
	} {
		assert.Contains(t, e.Do(k.c).Refusal, k.why)
	}
	require.True(t, e.Do(say(engine.Called, 1)).OK)
	a := e.Do(say(engine.Called, 2))
	assert.Contains(t, a.Refusal, "on a call until")
	assert.Equal(t, timeOf(t, "30m"), a.Free)
	assert.True(t, e.Do(say(engine.Formal, 2)).OK, "who is on a call can write")

	none := engine.New(compileText(t, "title=\"x\"\n[role.a]\n[role.b]\n"), 1, engine.Setup{})
	assert.Contains(t, none.Do(say(engine.Called, 1)).Refusal, "Nobody can be called")
}

// TestCallTakesBothPeoplesTime: what either does by itself ends later by the call, also what it
// begins meanwhile; what others carry with it goes on.
func TestCallTakesBothPeoplesTime(t *testing.T) {
	e := engine.New(compileText(t, calling), 1, engine.Setup{})
	act := func(role int) { require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: role, Ref: 0}).OK) }
	ends := func(role int) engine.Time {
		for _, w := range e.Underway(role) {
			if !w.Joint {
				return w.End
			}
		}
		return -1
	}
	act(1)
	act(2)
	for role := 1; role <= 2; role++ {
		require.True(t, e.Do(engine.Command{Verb: engine.Commit, Role: role, Ref: 1}).OK)
	}
	require.NoError(t, e.Reach(timeOf(t, "1h")))
	require.True(t, e.Do(engine.Command{Verb: engine.Say, Role: 0, Ref: -1, Text: "hello", To: []int{1},
		By: engine.Called}).OK)
	with, until, on := e.OnCall(1)
	assert.True(t, on)
	assert.Equal(t, 0, with)
	assert.Equal(t, timeOf(t, "1h30m"), until)
	assert.Equal(t, timeOf(t, "2h30m"), ends(1), "half an hour more")
	assert.Equal(t, timeOf(t, "2h"), ends(2), "who is on no call loses no time")
	require.NoError(t, e.Reach(timeOf(t, "1h10m")))
	act(0)
	assert.Equal(t, timeOf(t, "3h30m"), ends(0), "begins when the call is over")
	assert.Equal(t, 1, e.Done(1), "what they carry together went on")
	require.NoError(t, e.Reach(timeOf(t, "2h29m")))
	assert.Equal(t, 1, e.Done(0), "c alone has ended")
	_, _, on = e.OnCall(1)
	assert.False(t, on)
	require.NoError(t, e.Reach(timeOf(t, "2h30m")))
	assert.Equal(t, 2, e.Done(0))
}

// TestBusyLine: who is called while on a call hears it when that is over, and several who are
// called are called one after the other.
func TestBusyLine(t *testing.T) {
	e := engine.New(compileText(t, calling), 1, engine.Setup{})
	call := func(from int, to ...int) {
		require.True(t, e.Do(engine.Command{Verb: engine.Say, Role: from, Ref: -1, Text: "hello", To: to,
			By: engine.Called}).OK)
	}
	call(0, 1, 2)
	assert.Equal(t, timeOf(t, "0s"), e.MessageAt(0).Arrives)
	assert.Equal(t, timeOf(t, "30m"), e.MessageAt(1).Arrives)
	require.NoError(t, e.Reach(timeOf(t, "40m")))
	call(1, 2)
	assert.Equal(t, timeOf(t, "1h30m"), e.MessageAt(2).Arrives, "c is on a call with a until 1h, then quiet as long")
	_, _, on := e.OnCall(1)
	assert.False(t, on, "who waits for a line is free")
	copied := e.Clone()
	require.NoError(t, e.Reach(timeOf(t, "1h30m")))
	with, _, _ := e.OnCall(1)
	assert.Equal(t, 2, with)
	require.NoError(t, copied.Reach(timeOf(t, "1h30m")))
	assert.Equal(t, e.Digest(), copied.Digest())
}

// TestSeveralFactsInOneCall: what two tell each other while their call lasts goes in it, at once and in
// the same time, also in one that has still to begin; nobody else can be told in it.
func TestSeveralFactsInOneCall(t *testing.T) {
	e := engine.New(compileText(t, calling+"[fact.g]\ntext = \"y\"\nknown = {a={at=\"0s\"}}\n"), 1, engine.Setup{})
	require.NoError(t, e.Reach(timeOf(t, "1m")))
	call := func(from, fact int, to ...int) engine.Answer {
		verb := engine.Share
		if fact < 0 {
			verb = engine.Say
		}
		return e.Do(engine.Command{Verb: verb, Role: from, Ref: fact, Text: "hello", To: to, By: engine.Called})
	}
	delayed := 0
	e.Observe(func(ev engine.Event) {
		if ev.Kind == engine.ActionDelayed {
			delayed++
		}
	})
	require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: 1, Ref: 0}).OK)
	require.True(t, call(0, 0, 1, 2).OK, "b now, c when that call is over")
	require.True(t, call(0, 1, 1, 2).OK)
	assert.True(t, e.Knows(1, 0) && e.Knows(1, 1))
	assert.False(t, e.Knows(2, 0) || e.Knows(2, 1))
	assert.Equal(t, timeOf(t, "31m"), e.MessageAt(3).Arrives)
	require.NoError(t, e.Reach(timeOf(t, "20m")))
	require.True(t, call(1, -1, 0).OK, "who was called can answer in the call")
	assert.True(t, e.MessageAt(4).Arrived)
	assert.Contains(t, call(1, -1, 2).Refusal, "on a call until")
	assert.Contains(t, call(0, -1, 1, engine.Facilitator).Refusal, "no such seat")
	_, until, _ := e.OnCall(0)
	assert.Equal(t, timeOf(t, "31m"), until, "no word makes it longer")
	assert.Equal(t, 1, delayed)
	require.NoError(t, e.Reach(timeOf(t, "31m")))
	assert.True(t, e.Knows(2, 0) && e.Knows(2, 1))
	with, until, _ := e.OnCall(2)
	assert.Equal(t, 0, with)
	assert.Equal(t, timeOf(t, "1h1m"), until)
	require.NoError(t, e.Reach(timeOf(t, "1h1m")))
	require.True(t, call(0, -1, 2).OK)
	assert.Equal(t, timeOf(t, "1h31m"), e.MessageAt(5).Arrives, "that was the next call, and c's own time comes first")
}

// TestCallsHoldUpNobodyForever: two seats that call a third one as often as they can leave it half of
// its time. What it does takes twice as long and a call more at most, its end is told again with each
// call, and it can call others between.
func TestCallsHoldUpNobodyForever(t *testing.T) {
	e := engine.New(compileText(t, calling), 1, engine.Setup{})
	var said []engine.Time
	done := engine.Time(-1)
	e.Observe(func(ev engine.Event) {
		switch {
		case ev.Kind == engine.ActionDelayed && ev.Role == 1:
			said = append(said, ev.Due)
		case ev.Kind == engine.ActionDone && ev.Role == 1:
			done = ev.At
		}
	})
	require.True(t, e.Do(engine.Command{Verb: engine.Act, Role: 1, Ref: 0}).OK)
	hello := func(from, to int) bool {
		return e.Do(engine.Command{Verb: engine.Say, Role: from, Ref: -1, Text: "hello", To: []int{to},
			By: engine.Called}).OK
	}
	called := 0
	for at := engine.Time(0); at < timeOf(t, "1d"); at += timeOf(t, "5m") {
		require.NoError(t, e.Reach(at))
		for _, from := range []int{0, 2} {
			if done < 0 && hello(from, 1) {
				called++
			}
		}
	}
	assert.Greater(t, called, 3)
	assert.Equal(t, timeOf(t, "4h30m"), done, "2h of work between 5 calls of 30m")
	require.NotEmpty(t, said)
	assert.Equal(t, done, said[len(said)-1], "the last that was said of its end was right")
	require.NoError(t, e.Reach(timeOf(t, "2d")))
}

// TestWhoWasCalledCanCall: the time between two calls that reach a seat is its own.
func TestWhoWasCalledCanCall(t *testing.T) {
	e := engine.New(compileText(t, calling), 1, engine.Setup{})
	say := func(from, to int) engine.Time {
		require.True(t, e.Do(engine.Command{Verb: engine.Say, Role: from, Ref: -1, Text: "x", To: []int{to},
			By: engine.Called}).OK)
		return e.MessageAt(e.Messages() - 1).Arrives
	}
	assert.Equal(t, timeOf(t, "0s"), say(0, 1))
	require.NoError(t, e.Reach(timeOf(t, "30m")))
	assert.Equal(t, timeOf(t, "1h"), say(0, 1), "half an hour is its own")
	assert.Equal(t, timeOf(t, "1h30m"), say(2, 0), "the caller waits for that, and can be called then")
}

// TestWayIsWritten: a way is in scripts and records.
func TestWayIsWritten(t *testing.T) {
	sc := compileText(t, calling).Scenario
	for _, by := range append([]string{engine.Usually}, engine.Ways...) {
		for _, verb := range []engine.Verb{engine.Say, engine.Ask, engine.Share} {
			c := engine.Command{Verb: verb, Role: 0, Ref: -1, To: []int{1}, By: by, Text: "hello"}
			if verb == engine.Share {
				c.Ref = 0
			}
			l, err := engine.LineOf(sc, c)
			require.NoError(t, err)
			assert.Equal(t, c, engine.CommandOf(sc, l))
		}
	}
}
