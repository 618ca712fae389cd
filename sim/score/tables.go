package score

import (
	"tocsin/sim/engine"
)

// What a ledger tells a report, so that its tables rest on the same reading of the events
// as the measures do.

// Stamp is when something happened and which event of the run says so, counted from 0; the
// event is below 0 for what did not happen.
type Stamp struct {
	At    engine.Time
	Event int
}

// Is reports whether it happened.
func (s Stamp) Is() bool { return s.Event >= 0 }

func (s stamp) stamp() Stamp { return Stamp{s.at, s.ev} }

// Message is one message to one receiver, and what happened to it.
type Message struct {
	ID       int   // as [engine.Event.Msg] has it
	Sent     Stamp // the event holds its words and its way
	From, To int   // To may be [engine.Public]
	Fact     int   // or -1
	Arrived  Stamp // what is told to the public arrives when it is sent
	Asks     bool  // it asks for an answer, by a time or not
	Ack      int   // -1 none, 0 seen, 1 will do, 2 declined
	Answered Stamp // when the answer to it was sent: see the measure ask.answered
}

// Messages are all messages that were sent, in order.
func (l *Ledger) Messages() []Message {
	out := make([]Message, len(l.messages))
	for i := range l.messages {
		m := &l.messages[i]
		out[i] = Message{ID: int(m.id), Sent: m.stamp.stamp(), From: m.from, To: m.to, Fact: m.fact,
			Arrived: m.arrived.stamp(), Asks: m.asks,
			Ack: int(m.ack) - 1, Answered: never.stamp()}
		if m.to == engine.Public {
			out[i].Arrived = m.stamp.stamp()
		}
		if m.asks && m.arrived.is() {
			out[i].Answered = l.answer(m).stamp()
		}
	}
	return out
}

// Duty is an obligation's clock as it ran.
type Duty struct {
	Started, Met, Missed Stamp
	Due                  engine.Time // once it has started
}

// Status is "not started", "running", "met", "late" for met after it ran out, or "missed".
func (d Duty) Status() string {
	switch {
	case !d.Started.Is():
		return "not started"
	case d.Met.Is() && d.Missed.Is():
		return "late"
	case d.Met.Is():
		return "met"
	case d.Missed.Is():
		return "missed"
	}
	return "running"
}

// Events are those of the clock, in order.
func (d Duty) Events() []int {
	out := []int{}
	for _, s := range []Stamp{d.Started, d.Met, d.Missed} {
		if s.Is() {
			out = append(out, s.Event)
		}
	}
	return out
}

// Duties are the clocks of the scenario's obligations, in its order.
func (l *Ledger) Duties() []Duty {
	out := make([]Duty, len(l.duties))
	for i, d := range l.duties {
		out[i] = Duty{d.started.stamp(), d.met.stamp(), d.missed.stamp(), d.due}
	}
	return out
}

// Belief is a seat's answer to a probe.
type Belief struct {
	Declared            Stamp
	Role, Probe, Option int
	Confidence          float64 // 0 to 1
}

// Beliefs are all answers to probes, in order.
func (l *Ledger) Beliefs() []Belief {
	out := make([]Belief, len(l.beliefs))
	for i, b := range l.beliefs {
		out[i] = Belief{b.stamp.stamp(), b.role, b.probe, b.option, b.confidence}
	}
	return out
}
