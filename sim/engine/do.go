package engine

import (
	"fmt"

	"tocsin/sim/scenario"
)

// Do carries out a command now, with everything that follows from it at this instant,
// and answers it. Use [Engine.Reach] to come to the command's time first. A command that does
// not prepare ([Verb.Prepares]) begins the exercise, even if it is refused. Else a refused
// command changes nothing: its refusal is an event, except where seats have asked for as much
// as [Limits] allows.
func (e *Engine) Do(c Command) Answer {
	a := e.do(&c)
	if !a.OK && !e.full(&c) {
		e.asked = true
		e.emit(&Event{Kind: CommandRefused, Role: int32(c.Role), Other: int32(c.Verb), Ref: int32(c.Ref),
			Text: a.Refusal})
		e.asked = false
	}
	return a
}

// DoNote does what a note does, if it would be accepted, and reports whether it was. A refusal
// is no event: bots ask again and again until they may.
func (e *Engine) DoNote(note int) bool {
	n := &e.m.notes[note]
	return !e.lacks(n.role, n.verb, n.ref) && e.do(&n.command).OK
}

// do is Do without the event of a refusal.
func (e *Engine) do(c *Command) Answer {
	if !c.Verb.Prepares() {
		e.start()
	}
	e.asked = true
	a := e.try(c)
	e.asked = false
	if !a.OK || !e.started {
		return a // conditions are looked at from STARTEX on
	}
	e.settle()
	e.deliveredTo = Nobody
	for e.due(e.now, false) {
		e.step()
	}
	return a
}

func refuse(format string, args ...any) Answer { return Answer{Refusal: fmt.Sprintf(format, args...)} }

// Can answers a command without carrying it out.
func (e *Engine) Can(c Command) Answer { return e.check(&c) }

// Able reports whether a command would be accepted. It is [Engine.Can] for those who ask
// again and again until they may: what mostly keeps them waiting is found without words.
func (e *Engine) Able(c Command) bool { return e.able(&c) }

// AbleNote is Able for what a note does.
func (e *Engine) AbleNote(note int) bool { return e.able(&e.m.notes[note].command) }

func (e *Engine) able(c *Command) bool { return !e.lacks(c.Role, c.Verb, c.Ref) && e.check(c).OK }

// lacks reports whether a command would be refused for a reason that is quick to find, without its words.
func (e *Engine) lacks(role int, v Verb, ref int) bool {
	sc := e.m.Scenario
	switch {
	case role < 0 || role >= len(sc.Roles) || ref < 0:
		return false
	case (v == Act || v == Commit) && ref < len(sc.Actions):
		return e.hindered(role, ref) != unhindered
	case v == Share && ref < len(sc.Facts):
		return !e.Knows(role, ref)
	case v == Withdraw && ref < len(sc.Actions):
		return !e.Committed(role, ref)
	case v == Convene && ref < len(sc.Venues):
		return e.open[ref] || e.convening[ref]
	}
	return false
}

// AbleBy returns the first time after now, and no later than by, at which an Act or a Commit would be
// accepted if nothing happened until then and only time passed: an action may need a gauge to be high
// enough, or some hours to pass. It is false where there is no such time, and for every other verb. The
// time is exact where the condition comes true once in between; a condition that is true for less than a
// 64th of the span may be missed.
func (e *Engine) AbleBy(c Command, by Time) (Time, bool) {
	const parts = 64
	if by <= e.now || c.Verb != Act && c.Verb != Commit {
		return 0, false
	}
	now := e.now
	defer func() { e.now = now }()
	at := func(t Time) bool {
		e.now = t
		return e.able(&c)
	}
	not := now
	for i := Time(1); i <= parts; i++ {
		yes := now + (by-now)/parts*i
		if i == parts {
			yes = by
		}
		if !at(yes) {
			not = yes
			continue
		}
		for yes-not > 1 {
			if mid := not + (yes-not)/2; at(mid) {
				yes = mid
			} else {
				not = mid
			}
		}
		return yes, true
	}
	return 0, false
}

// check says whether a command would be accepted.
func (e *Engine) check(c *Command) Answer {
	sc := e.m.Scenario
	if e.err != nil {
		return refuse("The exercise was stopped: %s", e.err)
	}
	if e.ended {
		return refuse("The exercise is over")
	}
	if c.Verb == 0 || c.Verb >= verbCount {
		return refuse("Unknown command")
	}
	if e.full(c) {
		return refuse("The exercise has no room for more: %d messages and acts have been delivered to its seats",
			e.setup.Limits.Deliveries)
	}
	if a := checkText("A reason", c.Reason, maxText, false); !a.OK {
		return a
	}
	if c.Verb.Controls() {
		return e.checkControl(c)
	}
	if c.Role < 0 || c.Role >= len(sc.Roles) {
		return refuse("Only a seat may do that")
	}
	if e.Away(c.Role) && c.Verb != Invest && c.Verb != File {
		return refuse("You are not at the table yet")
	}
	within := func(n int) bool { return c.Ref >= 0 && c.Ref < n }
	switch c.Verb {
	case Act, Commit, Withdraw, Cancel:
		if !within(len(sc.Actions)) {
			return refuse("There is no such action")
		}
		return e.checkAct(c)
	case Share:
		if !within(len(sc.Facts)) {
			return refuse("There is no such fact")
		}
		if !e.Knows(c.Role, c.Ref) {
			return refuse("You cannot share what you do not know")
		}
		return e.checkTell(c)
	case Say, Ask:
		return e.checkTell(c)
	case Acknowledge:
		return e.checkAcknowledge(c)
	case Attempt:
		return e.checkAttempt(c)
	case Deviate:
		return e.checkDeviate(c)
	case Declare:
		return e.checkDeclare(c)
	case Convene:
		if !within(len(sc.Venues)) {
			return refuse("There is no such venue")
		}
		switch {
		case !e.m.venues[c.Ref].member[c.Role]:
			return refuse("You are not a member of that venue")
		case e.open[c.Ref]:
			return refuse("%q is already open", sc.Venues[c.Ref].Title)
		case e.convening[c.Ref]:
			return refuse("%q is already being convened", sc.Venues[c.Ref].Title)
		}
	case Invest:
		return e.checkInvest(c)
	case File:
		return e.checkFile(c)
	case Revise, Revoke:
		return e.checkFiled(c)
	case Verify:
		return e.checkVerify(c)
	}
	return Answer{OK: true}
}

// checkInvest refuses points for no mechanism, too late, none, too many, or for what is in force.
func (e *Engine) checkInvest(c *Command) Answer {
	sc := e.m.Scenario
	if c.Ref < 0 || c.Ref >= len(sc.Mechanisms) {
		return refuse("There is no such mechanism")
	}
	left := sc.Roles[c.Role].Budget - e.spent[c.Role]
	switch {
	case e.started:
		return refuse("Preparedness is bought before STARTEX")
	case !(c.Num > 0) || c.Num > 1e12:
		return refuse("Invest more than 0 points")
	case c.Num > left:
		return refuse("You have %g points left", left)
	case e.established[c.Ref]: // said only to who could pay: others may not know of it
		return refuse("%q is already established", sc.Mechanisms[c.Ref].Title)
	}
	return Answer{OK: true}
}

// checkDeclare refuses an answer to what the seat has not been asked, or that is none.
func (e *Engine) checkDeclare(c *Command) Answer {
	sc := e.m.Scenario
	switch {
	case c.Ref < 0 || c.Ref >= len(sc.Probes):
		return refuse("There is no such question")
	case !e.opened(c.Role, &e.m.probes[c.Ref]):
		return refuse("You have not been asked that")
	case c.Option < 0 || c.Option >= len(sc.Probes[c.Ref].Options):
		return refuse("That is not one of the answers")
	case !(c.Num >= 0 && c.Num <= 1):
		return refuse("Confidence is a number from 0 to 1")
	}
	return Answer{OK: true}
}

func (e *Engine) checkAct(c *Command) Answer {
	sc := e.m.Scenario
	act := &sc.Actions[c.Ref]
	roles := len(sc.Roles)
	if !e.m.actions[c.Ref].by[c.Role] {
		return refuse(noAuthority)
	}
	switch c.Verb {
	case Commit:
		if act.Joint == nil {
			return refuse("%q is not a joint action: take it", act.Title)
		}
	case Withdraw:
		switch {
		case !e.committed[c.Ref*roles+c.Role]:
			return refuse("You have not committed to %q", act.Title)
		case e.joint[c.Ref].started:
			return refuse("%q has begun; it is too late to withdraw", act.Title)
		}
		return Answer{OK: true}
	case Cancel:
		for i := range e.acts {
			if s := &e.acts[i]; s.running && int(s.action) == c.Ref && int(s.role) == c.Role {
				return Answer{OK: true}
			}
		}
		for i := range e.line {
			if w := &e.line[i]; int(w.action) == c.Ref && int(w.role) == c.Role {
				return Answer{OK: true}
			}
		}
		return refuse("You are not doing %q", act.Title)
	}
	if why, free := e.why(c.Role, c.Ref); why != "" {
		return Answer{Refusal: why, Free: free}
	}
	return Answer{OK: true}
}

func (e *Engine) checkControl(c *Command) Answer {
	sc := e.m.Scenario
	if c.Role != Facilitator {
		return refuse("Only the facilitator may do that")
	}
	switch c.Verb {
	case Release, Hold, Unhold, Skip, Postpone, Edit:
		if c.Ref < 0 || c.Ref >= len(sc.Injects) {
			return refuse("There is no such inject")
		}
		in, st := &e.m.injects[c.Ref], &e.inject[c.Ref]
		switch {
		case in.times > 0 && int(st.times) >= in.times:
			return refuse("%q has already come", sc.Injects[c.Ref].Title)
		case c.Verb == Hold && (st.hold || st.held):
			return refuse("%q is already held", sc.Injects[c.Ref].Title)
		case c.Verb == Skip && st.skipped:
			return refuse("%q is already skipped", sc.Injects[c.Ref].Title)
		case c.Verb == Unhold && !st.held && !e.willHold(c.Ref):
			return refuse("%q is not held", sc.Injects[c.Ref].Title)
		case c.Verb == Postpone && c.Span == 0:
			return refuse("Postpone by how much?")
		case c.Verb == Edit:
			return e.checkEdit(c)
		}
		if _, due := e.q.when(int32(e.m.slots.inject + c.Ref)); c.Verb == Postpone && !due {
			return refuse("%q has no time yet", sc.Injects[c.Ref].Title)
		}
	case Set:
		return e.checkEffect(c.Effect)
	case Inject:
		return e.checkDraft(c.Draft, true)
	case Retract:
		return e.checkRetract(c)
	case Query, Rule:
		return e.checkCase(c)
	case Choose:
		return e.checkChoose(c)
	}
	return Answer{OK: true}
}

func (e *Engine) try(c *Command) Answer {
	a := e.check(c)
	if !a.OK {
		return a
	}
	sc := e.m.Scenario
	text := scenario.CleanText(c.Text)
	switch c.Verb {
	case Act, Commit:
		if e.m.actions[c.Ref].joint != nil {
			e.commit(c.Role, c.Ref)
		} else {
			e.begin(c.Role, c.Ref, scenario.CleanLine(c.Reason))
		}
	case Withdraw:
		e.withdraw(c.Role, c.Ref)
	case Cancel:
		e.cancel(c.Role, c.Ref)
	case Share:
		e.send(c.To, &message{from: int32(c.Role), fact: int32(c.Ref), text: text, mark: markOf(c.Mark), by: c.By,
			re: c.Re})
		e.promiseKept(c.Role, Share, c.Ref)
	case Say:
		e.send(c.To, &message{from: int32(c.Role), fact: -1, text: text, mark: markOf(c.Mark), by: c.By, re: c.Re})
		e.promiseKept(c.Role, Say, -1)
	case Ask:
		msg := message{from: int32(c.Role), fact: -1, text: text, mark: markOf(c.Mark), by: c.By, re: c.Re, ask: true}
		if c.Span > 0 {
			msg.due = e.after(c.Span)
		}
		e.send(c.To, &msg)
	case Acknowledge:
		e.acknowledge(c)
	case Verify:
		e.verify(c)
	case Attempt:
		e.attempt(c)
	case Deviate:
		e.deviate(c)
	case Declare:
		e.belief[c.Ref*len(sc.Roles)+c.Role] = beliefState{int32(c.Option), c.Num}
		e.emit(&Event{Kind: BeliefDeclared, Role: int32(c.Role), Other: int32(c.Option), Ref: int32(c.Ref),
			Num: c.Num})
		e.promiseKept(c.Role, Declare, c.Ref)
	case Convene:
		e.convene(c.Role, c.Ref)
		e.promiseKept(c.Role, Convene, c.Ref)
	case Invest:
		e.spent[c.Role] += c.Num
		e.invested[c.Ref] += c.Num
		e.investedBy[c.Ref*len(sc.Roles)+c.Role] += c.Num
		e.prepared(Command{Verb: Invest, Role: c.Role, Ref: c.Ref, Num: c.Num})
		e.emit(&Event{Kind: MechanismFunded, Role: int32(c.Role), Other: Nobody, Ref: int32(c.Ref), Num: c.Num})
		if e.invested[c.Ref] >= price(&sc.Mechanisms[c.Ref]) {
			e.establish(c.Ref)
		}
	case File:
		return e.fileNote(c)
	case Revise:
		return e.revise(c)
	case Revoke:
		e.revoke(c)
	case Release:
		e.q.cancel(int32(e.m.slots.inject + c.Ref))
		e.inject[c.Ref].skipped = false
		e.injectDue(c.Ref, Via{Cause: ByFacilitator})
		if e.m.injects[c.Ref].repeats {
			e.scheduleInject(c.Ref, &e.m.injects[c.Ref].every)
		}
	case Hold:
		e.inject[c.Ref].hold = true
	case Unhold:
		e.unhold(c.Ref)
	case Skip:
		e.inject[c.Ref].skipped, e.inject[c.Ref].held = true, false
		e.emit(&Event{Kind: InjectSkipped, Role: Nobody, Other: Nobody, Ref: int32(c.Ref),
			Text: "by the facilitator", Via: Via{Cause: ByFacilitator}})
	case Postpone:
		e.postpone(c.Ref, c.Span)
	case Edit:
		e.edit(c)
	case Retract:
		e.retract(c)
	case Inject:
		e.improvise(c)
	case Set:
		e.applyNow([]*scenario.Effect{c.Effect}, Nobody)
	case Query:
		e.query(c)
	case Rule:
		e.rule(c)
	case Choose:
		e.choose(c)
	case End:
		e.endNow("the facilitator ended it")
	}
	return a
}
