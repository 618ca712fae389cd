package score

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tocsin/sim/engine"
)

// TestWhatAReportIsToldOfMessages: when each arrived, that what goes to the public arrives when it is
// sent, what its reader said about it, and when it was answered, if it asked.
func TestWhatAReportIsToldOfMessages(t *testing.T) {
	m := modelOf(t, three)
	ack := func(hour float64, role, msg int, num float64) engine.Event {
		ev := with(at(hour, engine.MessageAcknowledged, role, nobody, -1), num)
		ev.Msg = int32(msg)
		return ev
	}
	// events: 1 asks (arrives by 2), 3 asks and never arrives, 4 tells the public, 5 a word (arrives by 6),
	// 7 answers the first (arrives by 8), 9 and 10 what the readers said, 11 a word to whom nothing was asked
	l := stream(m, with(at(3, engine.MessageSent, lab, cloud, -1), 1),
		due(with(at(4, engine.MessageArrived, cloud, lab, -1), 1), 12),
		with(at(5, engine.MessageSent, lab, agency, -1), 1), at(6, engine.MessageSent, agency, engine.Public, theft),
		says(7, agency, lab), says(9, cloud, lab), ack(10, cloud, 1, 1), ack(11, lab, 4, 0),
		says(12, lab, cloud))
	when := func(hour float64, event int) Stamp { return Stamp{inHours(hour), event} }
	never := Stamp{Event: -1}
	assert.Equal(t, []Message{
		{ID: 1, Sent: when(3, 1), From: lab, To: cloud, Fact: -1, Arrived: when(4, 2), Asks: true, Ack: 1,
			Answered: when(9, 7)},
		{ID: 2, Sent: when(5, 3), From: lab, To: agency, Fact: -1, Arrived: never, Asks: true, Ack: -1,
			Answered: never},
		{ID: 3, Sent: when(6, 4), From: agency, To: engine.Public, Fact: theft, Arrived: when(6, 4), Ack: -1,
			Answered: never},
		{ID: 4, Sent: when(7, 5), From: agency, To: lab, Fact: -1, Arrived: when(7, 6), Ack: 0, Answered: never},
		{ID: 5, Sent: when(9, 7), From: cloud, To: lab, Fact: -1, Arrived: when(9, 8), Ack: -1, Answered: never},
		{ID: 6, Sent: when(12, 11), From: lab, To: cloud, Fact: -1, Arrived: when(12, 12), Ack: -1, Answered: never},
	}, l.Messages())
	assert.True(t, Stamp{}.Is(), "the first event is that of place 0")
	assert.False(t, never.Is())
}

// TestWhatAReportIsToldOfDeeds: how each ended and when, a commitment when it was withdrawn, and what
// was carried out in the order in which it was done, by those who stayed.
func TestWhatAReportIsToldOfDeeds(t *testing.T) {
	m := modelOf(t, three)
	// events: 1 proposed, 2-4 committed, 5 lab withdraws, 6 hold begun, 7 begun together, 8 done, 9 hold done
	l := stream(m, at(2, engine.JointProposed, lab, nobody, trace), at(2, engine.JointCommitted, lab, nobody, trace),
		at(3, engine.JointCommitted, cloud, nobody, trace), at(4, engine.JointCommitted, agency, nobody, trace),
		at(5, engine.JointWithdrawn, lab, nobody, trace), at(6, engine.ActionStarted, lab, nobody, hold),
		at(7, engine.JointStarted, nobody, nobody, trace), at(8, engine.JointDone, nobody, nobody, trace),
		at(9, engine.ActionDone, lab, nobody, hold), at(10, engine.ActionStarted, cloud, nobody, hold))
	when := func(hour float64, event int) Stamp { return Stamp{inHours(hour), event} }
	assert.Equal(t, []Deed{
		{when(2, 2), lab, trace, when(5, 5), "withdrawn"}, {when(3, 3), cloud, trace, when(8, 8), "done"},
		{when(4, 4), agency, trace, when(8, 8), "done"}, {when(6, 6), lab, hold, when(9, 9), "done"},
		{when(10, 10), cloud, hold, Stamp{Event: -1}, "under way"},
	}, l.Deeds())
	assert.Equal(t, []Feat{{when(8, 8), trace, []int{cloud, agency}, true}, {when(9, 9), hold, []int{lab}, false}},
		l.Feats())
}

// TestWhatAReportIsToldOfPromises: which note was kept or broken, by whom and when, in order.
func TestWhatAReportIsToldOfPromises(t *testing.T) {
	l := stream(modelOf(t, three), at(0, engine.NoteFiled, lab, nobody, aNote),
		at(3, engine.NoteKept, lab, nobody, aNote), at(9, engine.NoteBroken, lab, nobody, aNote))
	assert.Equal(t, []Promise{{Stamp{inHours(3), 2}, lab, aNote, true}, {Stamp{inHours(9), 3}, lab, aNote, false}},
		l.Promises())
}
