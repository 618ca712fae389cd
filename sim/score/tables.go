package score

import (
	"cmp"
	"slices"

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
		if m.asks {
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

// Knowing says that a role came to know a fact: its event says from whom, and by what way.
type Knowing struct {
	Learned    Stamp
	Role, Fact int
}

// Learned is who came to know which fact, in order.
func (l *Ledger) Learned() []Knowing {
	var out []Knowing
	for i := range l.known {
		if k := &l.known[i]; k.is() {
			out = append(out, Knowing{k.stamp.stamp(), i % len(l.sc.Roles), i / len(l.sc.Roles)})
		}
	}
	slices.SortFunc(out, func(x, y Knowing) int { return cmp.Compare(x.Learned.Event, y.Learned.Event) })
	return out
}

// Deed is an action that a role began, or a joint one that it committed to.
type Deed struct {
	Begun        Stamp
	Role, Action int
	Over         Stamp  // when it was so
	How          string // under way, done, failed, cancelled, lapsed or withdrawn
}

var outcomes = []string{running: "under way", done: "done", failed: "failed", cancelled: "cancelled", lapsed: "lapsed",
	withdrawn: "withdrawn"}

// Deeds are what roles began and committed to, in order.
func (l *Ledger) Deeds() []Deed {
	var out []Deed
	for i := range l.deeds {
		d := &l.deeds[i]
		out = append(out, Deed{d.stamp.stamp(), d.role, d.action, d.over.stamp(), outcomes[d.how]})
	}
	for i := range l.commits {
		c := &l.commits[i]
		r := &l.rounds[c.round]
		d := Deed{c.stamp.stamp(), c.role, r.action, r.over.stamp(), outcomes[r.how]}
		if c.withdrawn.is() {
			d.Over, d.How = c.withdrawn.stamp(), outcomes[withdrawn]
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(x, y Deed) int { return cmp.Compare(x.Begun.Event, y.Begun.Event) })
	return out
}

// Feat is an action that was carried out, and the roles that did it: of a joint one those whose commitment was
// not withdrawn, in the order in which they committed.
type Feat struct {
	Done   Stamp
	Action int
	By     []int
	Joint  bool
}

// Feats are the actions that were carried out, in order.
func (l *Ledger) Feats() []Feat {
	var out []Feat
	for i := range l.deeds {
		if d := &l.deeds[i]; d.how == done {
			out = append(out, Feat{d.over.stamp(), d.action, []int{d.role}, false})
		}
	}
	for i := range l.rounds {
		r := &l.rounds[i]
		if r.how != done {
			continue
		}
		f := Feat{r.over.stamp(), r.action, nil, true}
		for k := range l.commits {
			if c := &l.commits[k]; c.round == i && !c.withdrawn.is() {
				f.By = append(f.By, c.role)
			}
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(x, y Feat) int { return cmp.Compare(x.Done.Event, y.Done.Event) })
	return out
}

// Promise is a filed note that was called on, and whether it was kept or broken.
type Promise struct {
	Settled    Stamp
	Role, Note int
	Kept       bool
}

// Promises are those that were kept or broken, in order, those of adversaries too.
func (l *Ledger) Promises() []Promise {
	out := make([]Promise, len(l.promises))
	for i, p := range l.promises {
		out[i] = Promise{p.stamp.stamp(), p.role, p.note, p.kept}
	}
	return out
}

// Clash is an action that contradicts another.
type Clash struct {
	Said                Stamp
	Role, Action, Other int // Other is the action that it contradicts
}

// Clashes are the actions that contradict others, in order.
func (l *Ledger) Clashes() []Clash {
	out := make([]Clash, len(l.clashes))
	for i, c := range l.clashes {
		out[i] = Clash{c.stamp.stamp(), c.role, c.action, c.other}
	}
	return out
}
