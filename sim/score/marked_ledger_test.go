package score

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tocsin/sim/engine"
)

// TestWhatIsSaidOfAMessage: each message has its own acknowledgement, the last one given, and its own
// answer; what is said of one that was never sent is said of none.
func TestWhatIsSaidOfAMessage(t *testing.T) {
	m := modelOf(t, three)
	of := func(ev engine.Event, msg int32) engine.Event { ev.Msg = msg; return ev }
	seen := func(hour float64, msg int32, what float64) engine.Event {
		return of(with(at(hour, engine.MessageAcknowledged, cloud, lab, -1), what), msg)
	}
	l := stream(m, says(1, lab, cloud), says(2, lab, cloud), says(3, lab, cloud), says(4, lab, cloud),
		seen(5, 2, 0), seen(6, 3, 1), seen(7, 4, 0), seen(8, 4, 2), seen(9, 5, 1), seen(9, 0, 1))
	var acks []int
	for _, msg := range l.Messages() {
		acks = append(acks, msg.Ack)
	}
	assert.Equal(t, []int{-1, 0, 1, 2}, acks)

	// Ids of messages that no seat sent are not in the stream: 2 here.
	l = &Ledger{}
	l.Reset(m)
	sent, arrived := at(1, engine.MessageSent, lab, cloud, -1), at(3, engine.MessageArrived, cloud, lab, -1)
	for _, ev := range []engine.Event{of(sent, 1), of(sent, 3), of(arrived, 3), of(arrived, 2)} {
		l.See(ev, 0)
	}
	got := l.Messages()
	require.Len(t, got, 2)
	assert.False(t, got[0].Arrived.Is())
	assert.Equal(t, inHours(3), got[1].Arrived.At)
}

// TestADeedIsOfItsSeat: the end of an act is that of the seat whose act it is, and of the one that runs.
func TestADeedIsOfItsSeat(t *testing.T) {
	ends := func(hour float64, kind engine.Kind, role, action int) engine.Event {
		return at(hour, kind, role, nobody, action)
	}
	l := stream(modelOf(t, three), begins(2, lab, hold), begins(3, cloud, hold), begins(3, cloud, deny),
		ends(4, engine.ActionDone, cloud, hold), ends(5, engine.ActionFailed, lab, hold), begins(6, lab, hold),
		ends(7, engine.ActionCancelled, lab, hold), ends(8, engine.ActionDone, cloud, deny))
	var got []string
	for _, d := range l.Deeds() {
		got = append(got, d.How+" "+hourOf(d.Over.At))
	}
	assert.Equal(t, []string{"failed 5", "done 4", "done 8", "cancelled 7"}, got)
}

// TestHarmOfWhoWasNeverTold: harm is counted from when the first knew until the end, where the seat never
// learned it. It is 10 an hour here.
func TestHarmOfWhoWasNeverTold(t *testing.T) {
	l := stream(modelOf(t, three), learns(2, lab, theft), tells(30, lab, cloud, theft))
	parts := valueOf(t, l, "share.withheld").Parts
	require.Len(t, parts, 2)
	assert.InDelta(t, 280, *parts[0].Harm, 1e-9, "the cloud, told at 30")
	assert.InDelta(t, 980, *parts[1].Harm, 1e-9, "the agency, never told")
}

// TestWhatNoSeatTold: what an inject says in a seat's name, or an adversary tells, is not told by the response:
// who learns it so is a source of it, and was not told.
func TestWhatNoSeatTold(t *testing.T) {
	const seats = "title = \"Spy\"\nlength = \"100h\"\n[role.a]\n[role.b]\n[role.c]\n[role.spy]\nadversary = true\n" +
		"[fact.f]\ntext = \"x\"\nneeded_by = [\"b\", \"c\"]\n"
	m := modelOf(t, seats)
	const spy = 3
	for name, x := range map[string]struct {
		learned engine.Event // by b, from 10 h on
		prompt  any
		needed  any // of the ways to c: from a alone, or from b too
	}{
		"told by a":        {at(10, engine.FactLearned, seatB, seatA, 0), 5.0 / 13 / 2, 0.0},
		"in a's name":      {by(at(10, engine.FactLearned, seatB, seatA, 0), engine.ByInject), 0, 0.0},
		"by the adversary": {at(10, engine.FactLearned, seatB, spy, 0), 0, 0.0},
	} {
		l := stream(m, learns(2, seatA, 0), x.learned)
		want(t, l, map[string]any{"speed.sharing": x.prompt, "net.needed": x.needed})
		ways := 2 // a to b and to c; or a to c and b to c
		v := valueOf(t, l, "net.needed")
		assert.Equal(t, ways, v.Of, name)
		assert.Equal(t, map[bool]string{true: "a", false: "b"}[x.prompt == 5.0/13/2], v.Parts[1].Role, name)
	}
}

// TestAPromiseTakenBack: a note that was revised or taken back promises no way to anybody any more.
func TestAPromiseTakenBack(t *testing.T) {
	m := modelOf(t, three)
	filed := at(0, engine.NoteFiled, lab, nobody, aNote)
	for kind, planned := range map[engine.Kind]any{engine.NoteRevised: nil, engine.NoteRevoked: nil,
		engine.NoteShown: 0.5} {
		l := stream(m, filed, learns(2, lab, theft), tells(3, lab, cloud, theft), at(5, kind, lab, nobody, aNote))
		want(t, l, map[string]any{"net.planned": planned})
	}
}

// TestALedgerUsedForAnotherScenario: it knows that one's reports, and has its weights yet to be given.
func TestALedgerUsedForAnotherScenario(t *testing.T) {
	l := stream(modelOf(t, calls)) // in which the first seat reports by the third action
	l.Weigh([]float64{-1, -1, -1, -1})
	m := modelOf(t, three)
	l.Reset(m)
	l.See(begins(15, lab, deny), 0)
	l.Until(inHours(100), 0)
	l.Beside(stream(m, begins(10, lab, deny)))
	want(t, l, map[string]any{"speed.deciding": 0.5})
}
