package engine

// The ways of a message are chosen by its sender, or left to be the usual one. A call arrives at
// once, and for a while keeps both who talk from all else: their own actions under way end later
// by as long, and what they begin meanwhile begins when the call is over. Joint actions go on:
// others carry them too. Who is on a call already is called when it is over; several who are
// called are called one after the other. What two say to each other by call while theirs lasts is
// said in it, at once and in the same time: one call carries as many facts as they like.
//
// Calls cannot hold up a seat forever: whoever has been called cannot be called again before as
// much time has passed as the call took. So at least half of the time is its own, what it does by
// itself takes at most twice as long and a call more, and it can make calls meanwhile.

// The ways by which a message can be sent, as in [Command.By].
const (
	Called  = "call"    // at once; takes both people's time
	Known   = "contact" // by the contact that the sender has there
	Formal  = "formal"  // by the default channel, past every venue and contact
	Usually = ""        // an open venue of both, else the contact, else the default channel
)

// Ways lists the ways that can be asked for, in the order in which they are shown.
var Ways = []string{Called, Known, Formal}

// callState is the telephone of a role.
type callState struct {
	with  int32
	until Time // the end of its present or last call
	free  Time // the end of the last call that is arranged for it
	quiet Time // until when it cannot be called again, after the last call that others make to it
}

// Calls reports whether seats can call each other, and how long a call takes of both.
func (e *Engine) Calls() (Time, bool) { return e.m.call, e.m.call > 0 }

// OnCall is with whom a role is on a call now, and until when.
func (e *Engine) OnCall(role int) (with int, until Time, on bool) {
	if len(e.calls) == 0 || e.calls[role].until <= e.now {
		return Nobody, 0, false
	}
	c := &e.calls[role]
	return int(c.with), c.until, true
}

// checkWay says whether a message may go the way that was chosen.
func (e *Engine) checkWay(c *Command) Answer {
	if c.By == Usually {
		return Answer{OK: true}
	}
	for _, to := range c.To {
		if to < 0 {
			return refuse("A message to a venue or to the public needs no way: choose no way, or seats alone")
		}
	}
	switch c.By {
	case Called:
		if e.m.call <= 0 {
			return refuse("Nobody can be called in this exercise")
		}
		if e.down(callChannel) {
			return refuse("The telephone does not work: nobody can be called now")
		}
		if len(e.calls) > 0 && e.calls[c.Role].free > e.now && !e.inCall(c.Role, c.To) {
			return Answer{Refusal: "You are on a call until " + e.calls[c.Role].free.String() +
				": call when it is over, or write", Free: e.calls[c.Role].free}
		}
	case Known:
		for _, to := range c.To {
			if _, has := e.Contact(c.Role, to); to != c.Role && !has {
				return refuse("You have no contact of your own at %q", e.m.Scenario.Roles[to].Title)
			}
		}
	case Formal:
	default:
		return refuse("A message goes by call, by contact or formal")
	}
	return Answer{OK: true}
}

// chosen is the way that a sender has chosen, and how long it takes by a luck u.
func (e *Engine) chosen(u float64, from, to int, by string) (Time, Via) {
	switch by {
	case Called:
		if at, ok := e.sameCall(from, to); ok {
			return at - e.now, Via{Cause: ByCall}
		}
		return max(e.lineOf(from), e.reached(to)) - e.now, Via{Cause: ByCall}
	case Known:
		return e.byContact(u, from, to)
	}
	formal := &e.m.sharing
	if c, is := e.contactOf(from, to); is == wrongMailbox {
		formal = &e.m.contacts[c]
	}
	return formal.scaled(u, e.sharingFactor*e.slow(formalChannel)), Via{Cause: ByChannel}
}

// lineOf is when a role can next call.
func (e *Engine) lineOf(role int) Time {
	if len(e.calls) == 0 {
		return e.now
	}
	return max(e.now, e.calls[role].free)
}

// reached is when a role can next be called.
func (e *Engine) reached(role int) Time {
	if len(e.calls) == 0 {
		return e.now
	}
	return max(e.lineOf(role), e.calls[role].quiet)
}

// inCall reports whether a role is on a call, or about to be, with all of those whom it calls.
func (e *Engine) inCall(from int, to []int) bool {
	for _, r := range to {
		if _, ok := e.sameCall(from, r); !ok && r != from {
			return false
		}
	}
	return true
}

// sameCall is when what a role says to another by call is heard in a call that is there already: at
// once in the one that they are on, either of them, or when the one that the role waits for begins.
func (e *Engine) sameCall(from, to int) (Time, bool) {
	with, _, on := e.OnCall(from)
	if on && with == to {
		return e.now, true
	}
	if e.lineOf(from) == e.now {
		return 0, false
	}
	for i := len(e.messages) - 1; i >= 0; i-- {
		m := &e.messages[i]
		if m.via.Cause == ByCall && int(m.from) == from && int(m.to) == to {
			return m.arrives, !m.arrived && m.arrives >= e.now
		}
	}
	return 0, false
}

// reserve keeps the lines of both for a call that begins at a time.
func (e *Engine) reserve(from, to int, at Time) {
	if len(e.calls) == 0 {
		e.calls = sized(e.calls, len(e.m.Scenario.Roles))
	}
	until := e.longer(at, e.m.call)
	e.calls[from].free, e.calls[to].free = until, until
	e.calls[to].quiet = e.longer(until, e.m.call)
}

// callBegins keeps both who talk from what they do, unless they are on this call already.
func (e *Engine) callBegins(from, to int32) {
	if with, _, on := e.OnCall(int(from)); on && int32(with) == to {
		return
	}
	until := e.after(e.m.call)
	for _, one := range [][2]int32{{from, to}, {to, from}} {
		e.calls[one[0]].with, e.calls[one[0]].until = one[1], until
		for i := range e.acts {
			if s := &e.acts[i]; s.running && s.role == one[0] {
				s.end = e.longer(s.end, e.m.call)
				e.q.set(int32(e.m.fixed)+s.slot, s.end, rankWorld)
				e.emit(&Event{Kind: ActionDelayed, Role: one[0], Other: one[1], Ref: s.action, Due: s.end,
					Via: Via{Cause: ByCall}})
			}
		}
	}
}

// longer is a time and a span after it, without overflow.
func (e *Engine) longer(t, span Time) Time {
	if span > never-t {
		return never
	}
	return t + span
}

// talking is for how long a role is still on a call.
func (e *Engine) talking(role int) Time {
	_, until, on := e.OnCall(role)
	if !on {
		return 0
	}
	return until - e.now
}
