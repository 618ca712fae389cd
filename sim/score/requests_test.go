package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
	"tocsin/sim/testsize"
)

// crossing is a scenario in which a message sent later arrives first.
const crossing = `
title = "Crossing"
length = "2d"
[role.a]
[role.b]
[sharing]
latency = "6h"
[venue.cell]
members = ["a", "b"]
open = false
convene = "1h"
latency = "10m"
[fact.f]
text = "x"
known = {a={at="1h"}}
needed_by = ["b"]
`

// TestRequestsThatCross: a question is not taken for another message of the pair, nor an
// answer for another answer.
func TestRequestsThatCross(t *testing.T) {
	m := modelOf(t, crossing)
	a, b := 0, 1
	at := func(hour float64, c engine.Command) engine.Timed { return engine.Timed{At: inHours(hour), Command: c} }
	say := func(from, to int, text string, re int) engine.Command {
		return engine.Command{Verb: engine.Say, Role: from, To: []int{to}, Text: text,
			Re: engine.Message{From: to, N: re}}
	}
	ask := func(from, to int, text string) engine.Command {
		return engine.Command{Verb: engine.Ask, Role: from, To: []int{to}, Text: text, Span: inHours(2)}
	}
	for name, x := range map[string]struct {
		then     []engine.Timed
		answered string // the words that answer the question; "" for none
		inTime   float64
	}{
		"answered late": {[]engine.Timed{at(10, say(b, a, "late", 0))}, "late", 0},
		"answered in time": {[]engine.Timed{at(4, say(b, a, "yes", 0)), at(10, say(b, a, "late", 0))}, "yes",
			1},
		"given as the answer": {[]engine.Timed{at(4, say(b, a, "wait", 0)), at(4.5, say(b, a, "yes", 2))}, "yes",
			1},
		"answers something else": {[]engine.Timed{at(3.5, ask(a, b, "And when?")), at(4, say(b, a, "at noon", 3)),
			at(4.5, say(b, a, "yes", 2))}, "yes", 1},
		"before it arrived":   {[]engine.Timed{at(3.1, say(b, a, "hello", 0))}, "", 0},
		"to nobody who asked": {nil, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := play(t, Plan{Model: m, Seed: 1, Commands: append([]engine.Timed{at(1,
				engine.Command{Verb: engine.Convene, Role: a, Ref: 0}),
				at(1.5, say(a, b, "good morning", 0)), at(3, ask(a, b, "Can you do it?"))}, x.then...)})
			part := valueOf(t, p.Ledger, "ask.answered").Parts[0]
			assert.Equal(t, "Can you do it?", p.Events[part.Evidence[0]].Text)
			assert.InDelta(t, x.inTime, *part.Value, 0)
			sent := p.Ledger.Messages()[1]
			require.Equal(t, part.Evidence[0], sent.Sent.Event)
			if x.answered == "" {
				assert.False(t, sent.Answered.Is())
				assert.Len(t, part.Evidence, 2)
				assert.InDelta(t, 1, *valueOf(t, p.Ledger, "ask.unanswered").Value, 0)
				return
			}
			last := part.Evidence[len(part.Evidence)-1]
			assert.Equal(t, x.answered, p.Events[last].Text)
			assert.Equal(t, last, sent.Answered.Event)
		})
	}
}

// TestMessagesAgreeWithMeasures: in random play, the messages that a report lists as asked
// and not answered are those that the measure counts.
func TestMessagesAgreeWithMeasures(t *testing.T) {
	testsize.Long(t)
	asked := 0
	for seed := range uint64(12) {
		p := play(t, swarm(fileModel(t, "../../scenarios/cold_copy.toml"), seed))
		open, arrived := 0.0, 0
		for _, msg := range p.Ledger.Messages() {
			mail := p.Engine.MessageAt(msg.ID - 1)
			require.Equal(t, [5]any{mail.From, mail.To, mail.Fact, mail.Sent, mail.Arrived},
				[5]any{msg.From, msg.To, msg.Fact, msg.Sent.At, msg.Arrived.Is()})
			require.Equal(t, mail.Ack, msg.Ack)
			require.Equal(t, mail.Ask, msg.Asks)
			if mail.Answered {
				require.True(t, msg.Answered.Is())
			}
			if msg.Asks && mail.Due > 0 && msg.Arrived.Is() && msg.To >= 0 {
				arrived++
				if !msg.Answered.Is() {
					open++
				}
			}
		}
		v := valueOf(t, p.Ledger, "ask.unanswered")
		if asked += arrived; arrived > 0 {
			require.NotNil(t, v.Value)
			assert.InDelta(t, open, *v.Value, 0, "seed %d", seed)
		}
	}
	assert.Greater(t, asked, 20)
}
