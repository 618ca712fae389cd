package exercise

import (
	"fmt"
	"sort"

	"tocsin/sim/engine"
)

// Reached is how far something that a seat has sent has come, with one of those it was sent to.
type Reached struct {
	To    string `json:"to"`             // title
	State string `json:"state"`          // on its way, arrived, read, seen, will do, declined, answered
	Due   string `json:"due,omitempty"`  // of a question: by when an answer was wanted
	Late  bool   `json:"late,omitempty"` // and it is late
}

// Words say how far it has come.
func (r Reached) Words() string {
	out := r.To + ": " + r.State
	switch {
	case r.State == wasAnswered, r.State == "declined":
	case r.Late:
		out += ", the answer is late: it was wanted by " + r.Due
	case r.Due != "":
		out += ", an answer is wanted by " + r.Due
	}
	return out
}

const wasAnswered = "answered"

// reachedBy is how far the messages of a sent item have come. What goes to everyone has no state.
func (x *Exercise) reachedBy(it *Item) []Reached {
	var out []Reached
	for _, i := range it.messages {
		m := x.e.MessageAt(i)
		if m.To < 0 {
			continue
		}
		r := Reached{To: x.title(m.To), State: OnItsWay}
		switch {
		case m.Answered:
			r.State = wasAnswered
		case m.Ack >= 0:
			r.State = []string{"seen", "will do", "declined"}[m.Ack]
		case x.hasRead(&m):
			r.State = HasRead
		case m.Arrived:
			r.State = Arrived
		}
		if m.Due > 0 {
			r.Due, r.Late = x.moment(m.Due).Date, m.Due < x.e.Now()
		}
		out = append(out, r)
	}
	return out
}

// hasRead reports whether the seat that a message goes to has it and has read it.
func (x *Exercise) hasRead(m *engine.Mail) bool {
	d := &x.desks[m.To]
	re, at := fmt.Sprintf("%s#%d", x.scenario.Roles[m.From].ID, m.N), m.Arrives.Hours()
	for i := sort.Search(len(d.items), func(i int) bool { return d.items[i].At.Hours >= at }); i < len(d.items); i++ {
		if d.items[i].Re == re {
			return d.isRead(d.items[i].N)
		}
	}
	return false
}
