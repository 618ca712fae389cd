package engine

import (
	"cmp"
	"slices"

	"tocsin/sim/scenario"
)

// What may be asked of a run. None of these changes it.

// Gauge is a gauge's value now.
func (e *Engine) Gauge(g int) float64 { return e.gaugeAt(g, e.now) }

// System is a system's state now.
func (e *Engine) System(s int) uint8 { return e.state[s] }

// KnownSince is when a role learned a fact; false if it has not.
func (e *Engine) KnownSince(role, fact int) (Time, bool) {
	t := e.knownAt[fact*len(e.m.Scenario.Roles)+role]
	return t, t >= 0
}

// Done is how often an action has been done.
func (e *Engine) Done(action int) int { return int(e.done[action]) }

// Doing returns how many seats are doing an action now; for a joint action, how many are committed.
func (e *Engine) Doing(action int) int { return int(e.doing[action]) }

// Given returns the sum of what those who have committed to a joint action count for.
func (e *Engine) Given(action int) int { return e.given(action) }

// Open reports whether a venue is open.
func (e *Engine) Open(venue int) bool { return e.open[venue] }

// Convening reports whether a venue is being convened.
func (e *Engine) Convening(venue int) bool { return e.convening[venue] }

// Committed reports whether a role is committed to a joint action now.
func (e *Engine) Committed(role, action int) bool {
	return e.committed[action*len(e.m.Scenario.Roles)+role]
}

// CommittedTo is, by role, who has committed to a joint action. It is the engine's own: not to be
// changed, and right until time moves or a command comes.
func (e *Engine) CommittedTo(action int) []bool {
	n := len(e.m.Scenario.Roles)
	return e.committed[action*n : (action+1)*n]
}

// Agreements counts how often a commitment to a joint action was made or ended, or a note came in force
// or out of it: while it is the same, so are they.
func (e *Engine) Agreements() uint32 { return e.agreed }

// Holds reports whether the condition that a note was written for is true now.
func (e *Engine) Holds(note int) bool { return e.truth[e.m.notes[note].cond] }

// Ending is the ending that has been reached, as a place in the scenario's endings; -1 for none.
func (e *Engine) Ending() int { return e.ending - 1 }

// Established reports whether a mechanism is in force.
func (e *Engine) Established(mechanism int) bool { return e.established[mechanism] }

// Filed reports whether a note is in force as a promise.
func (e *Engine) Filed(note int) bool { return e.note[note].filed }

// Belief is a role's last answer to a probe and its confidence; option -1 for none.
func (e *Engine) Belief(role, probe int) (option int, confidence float64) {
	b := e.belief[probe*len(e.m.Scenario.Roles)+role]
	return int(b.option), b.conf
}

// Duty is an obligation's clock: when it started, is due and was met; -1 for not.
func (e *Engine) Duty(o int) (started, due, met Time, missed bool) {
	d := e.duty[o]
	if d.started < 0 {
		return -1, -1, -1, false
	}
	return d.started, d.due, d.met, d.missed
}

// Cost is what a role's actions have cost it, by kind: money, political, operational, legal.
func (e *Engine) Cost(role int) [4]float64 { return [4]float64(e.costs[role*4 : role*4+4]) }

// InjectDue is when an inject is due, and whether it waits for the facilitator.
func (e *Engine) InjectDue(i int) (at Time, due, held bool) {
	at, due = e.q.when(int32(e.m.slots.inject + i))
	return at, due, e.inject[i].held
}

// Underway is an action that a role takes part in now.
type Underway struct {
	Action     int
	Start, End Time
	Joint      bool
	Waits      bool // for staff: its end is not known
}

// Underway lists what a role is doing now: its own actions and the joint ones that have
// begun, in the order of their ends.
func (e *Engine) Underway(role int) []Underway {
	var out []Underway
	for i := range e.acts {
		s := &e.acts[i]
		joint := s.role == Nobody
		if s.running && (int(s.role) == role || joint && e.Committed(role, int(s.action))) {
			out = append(out, Underway{int(s.action), s.start, s.end, joint, false})
		}
	}
	for i := range e.line {
		if w := &e.line[i]; int(w.role) == role {
			out = append(out, Underway{int(w.action), w.since, e.horizon, false, true})
		}
	}
	slices.SortStableFunc(out, func(a, b Underway) int {
		return cmp.Or(cmp.Compare(a.End, b.End), cmp.Compare(a.Action, b.Action))
	})
	return out
}

// Hands is how many of its hands a role has in use.
func (e *Engine) Hands(role int) int { return int(e.hands[role]) }

// JointNow is the state of a joint action.
type JointNow struct {
	Open      bool  // somebody has committed
	Started   bool  // it is under way
	Committed []int // roles
	Given     int   // what they count for together
	Since     Time  // the first commitment, if Open
	Lapses    Time  // when the commitments lapse; never where they do not
	End       Time  // when it will be done, or -1
}

// Joint tells the state of a joint action.
func (e *Engine) Joint(action int) JointNow {
	st := &e.joint[action]
	j := JointNow{Open: st.open, Started: st.started, Since: st.first, Lapses: never, End: -1}
	if !st.open {
		return JointNow{Lapses: never, End: -1}
	}
	for r := range e.m.Scenario.Roles {
		if e.Committed(r, action) {
			j.Committed = append(j.Committed, r)
		}
	}
	j.Given = e.given(action)
	if at, due := e.q.when(int32(e.m.slots.joint + action)); due {
		j.Lapses = at
	}
	for i := range e.acts {
		if s := &e.acts[i]; s.running && int(s.action) == action {
			j.End = s.end
		}
	}
	return j
}

// Noticed is the state of a system as a role sees it and since when it has seen that;
// false for one that it neither watches nor owns. Who watches sees late; an owner that
// does not watch sees at once.
func (e *Engine) Noticed(role, system int) (state uint8, since Time, sees bool) {
	if w := e.m.watchOf(system, role); w >= 0 {
		return e.seen[w], e.seenAt[w], true
	}
	if e.m.systems[system].owner == role {
		return e.state[system], e.stateAt[system], true
	}
	return 0, 0, false
}

// Member reports whether a role belongs to a venue.
func (e *Engine) Member(role, venue int) bool { return e.m.venues[venue].member[role] }

// Eval gives the value of an expression that was parsed with the scenario's own
// ParseExpr; a condition gives 0 or 1. It goes through the whole expression each time and
// works out the gauges in it: use it for what is asked once.
func (e *Engine) Eval(n *scenario.Node) float64 {
	v := func(i int) float64 { return e.Eval(n.Args[i]) }
	is := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	roles := len(e.m.Scenario.Roles)
	switch n.Op {
	case scenario.OpNumber, scenario.OpBool:
		return n.Num
	case scenario.OpDraw:
		return e.drawn[n.Ref]
	case scenario.OpDrawIs:
		return is(int(e.drawn[n.Ref]) == n.Option)
	case scenario.OpHours:
		return e.now.Hours()
	case scenario.OpHourOfDay:
		return e.m.hourOfDay(e.now)
	case scenario.OpWeekday:
		return e.m.weekday(e.now)
	case scenario.OpBreached:
		return is(e.leak[n.Ref].breaches > 0)
	case scenario.OpJoined:
		return e.joined(n.Ref)
	case scenario.OpDoneAt:
		if n.Role >= 0 {
			return e.doneAtBy[n.Ref*roles+n.Role].Hours()
		}
		return e.doneAt[n.Ref].Hours()
	case scenario.OpWaiting:
		return float64(e.Waiting(n.Ref))
	case scenario.OpGauge:
		return e.Gauge(n.Ref)
	case scenario.OpHeld:
		return e.holders(n.Ref, int(n.Num))
	case scenario.OpAware:
		return float64(e.aware[n.Ref])
	case scenario.OpRuns:
		return is(e.runningOf(n.Ref, n.Option, n.Role) > 0)
	case scenario.OpRunning:
		return float64(e.runningOf(n.Ref, n.Option, n.Role))
	case scenario.OpExposed:
		return float64(e.exposedOf(n.Ref, n.Option, n.Role))
	case scenario.OpFlawed:
		return is(e.flawed(n.Ref))
	case scenario.OpCountFailed:
		return float64(e.failed)
	case scenario.OpKnows:
		return is(n.Role >= 0 && e.knownAt[n.Ref*roles+n.Role] >= 0)
	case scenario.OpDone:
		if n.Role >= 0 {
			return is(e.doneBy[n.Ref*roles+n.Role] > 0)
		}
		return is(e.done[n.Ref] > 0)
	case scenario.OpDoing:
		return is(e.underWay(n.Ref, n.Role))
	case scenario.OpState:
		return is(float64(e.state[n.Ref]) == n.Num)
	case scenario.OpChecked:
		return is(e.Checked(n.Role, n.Ref) >= 0)
	case scenario.OpDelivered:
		return is(e.inject[n.Ref].times > 0)
	case scenario.OpMissed:
		return is(e.inject[n.Ref].missed)
	case scenario.OpOpen:
		return is(e.open[n.Ref])
	case scenario.OpMet:
		return is(e.duty[n.Ref].met >= 0)
	case scenario.OpStarted:
		return is(e.duty[n.Ref].started >= 0)
	case scenario.OpHas:
		return is(e.established[n.Ref])
	case scenario.OpEnded:
		return is(e.ending == n.Ref+1)
	case scenario.OpMove:
		return is(e.playing(n.Ref))
	case scenario.OpOver:
		return is(e.over(n.Ref))
	case scenario.OpAtLeast:
		left := n.Num
		for i := range n.Args {
			left -= v(i)
		}
		return is(left <= 0)
	case scenario.OpNot:
		return is(v(0) == 0)
	case scenario.OpNegate:
		return -v(0)
	case scenario.OpAnd:
		return is(v(0) != 0 && v(1) != 0)
	case scenario.OpOr:
		return is(v(0) != 0 || v(1) != 0)
	case scenario.OpEqual:
		return is(v(0) == v(1))
	case scenario.OpNotEqual:
		return is(v(0) != v(1))
	case scenario.OpLess:
		return is(v(0) < v(1))
	case scenario.OpLessEqual:
		return is(v(0) <= v(1))
	case scenario.OpGreater:
		return is(v(0) > v(1))
	case scenario.OpGreaterEqual:
		return is(v(0) >= v(1))
	case scenario.OpAdd:
		return v(0) + v(1)
	case scenario.OpSubtract:
		return v(0) - v(1)
	case scenario.OpMultiply:
		return float64(v(0) * v(1))
	case scenario.OpDivide:
		if d := v(1); d != 0 {
			return v(0) / d
		}
		return 0
	case scenario.OpChoose:
		if v(0) != 0 {
			return v(1)
		}
		return v(2)
	case scenario.OpMin:
		return min(v(0), v(1))
	case scenario.OpMax:
		return max(v(0), v(1))
	case scenario.OpAbs:
		return max(v(0), -v(0))
	}
	return 0
}

// Ack returns how long the bot in a role takes to read its n-th message.
func (e *Engine) Ack(role int, n uint32) Time {
	return e.m.ack[role].scaled(e.draw(e.m.roleName[role], forAck, n), e.ackFactor[role])
}

// Decide returns how long the bot takes to decide on a note when it is triggered the n-th time; a
// promise in force limits it.
func (e *Engine) Decide(note int, n uint32) Time {
	nm := &e.m.notes[note]
	d := e.m.decide[note].scaled(e.draw(nm.name, forDecide, n), e.decideFactor[nm.role])
	if e.note[note].filed && nm.within > 0 {
		d = min(d, nm.within)
	}
	return d
}

// NoteDeed is who does what when a note's trigger comes: the part of its command that
// bots look at most.
func (m *Model) NoteDeed(i int) (role int, v Verb, ref int) {
	n := &m.notes[i]
	return n.role, n.verb, n.ref
}

// Drafts are the notes that promise something and that the scenario leaves to their seat to file. The
// list must not be changed.
func (m *Model) Drafts() []int { return m.drafts }

// NoteCommand is what a note does, as a command of its role.
func (m *Model) NoteCommand(i int) Command {
	return m.notes[i].command
}
