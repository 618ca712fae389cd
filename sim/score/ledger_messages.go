package score

import (
	"cmp"
	"slices"

	"tocsin/sim/engine"
)

// message is one message to one receiver.
type message struct {
	stamp    // sent
	arrived  stamp
	from, to int
	fact     int         // or -1
	due      engine.Time // an answer is asked for by then; 0 for no request
	id       int32       // as events name it
	answer   int32       // the id of the message that its receiver gave as the answer; 0 for none
	asks     bool        // for an answer, by a time or not
	answers  bool        // it was given as the answer to another
	ack      int8        // 0 none, else what the receiver said about it plus 1
}

// seeMessage enters what happens to a message. Events about the same message have the same id.
func (l *Ledger) seeMessage(here stamp, ev engine.Event) {
	if ev.Kind == engine.MessageSent {
		l.messages = append(l.messages, message{stamp: here, arrived: never, from: int(ev.Role), to: int(ev.Other),
			fact: int(ev.Ref), id: ev.Msg, asks: ev.Num == 1})
		return
	}
	m := l.message(ev.Msg)
	if m == nil {
		return // that it was sent is not in the stream
	}
	switch ev.Kind {
	case engine.MessageArrived:
		m.arrived = here
		if ev.Ref < 0 {
			m.due = ev.Due
		}
	case engine.MessageAcknowledged:
		m.ack = int8(ev.Num) + 1
	case engine.MessageAnswered:
		if a := l.message(ev.Ref); a != nil {
			m.answer, a.answers = ev.Ref, true
		}
	}
}

// message finds a message by its id; nil if it is not in the stream. Ids rise in the
// order of sending.
func (l *Ledger) message(id int32) *message {
	i, ok := slices.BinarySearchFunc(l.messages, id, func(m message, id int32) int { return cmp.Compare(m.id, id) })
	if !ok {
		return nil
	}
	return &l.messages[i]
}
