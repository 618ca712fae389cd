package engine

import (
	"fmt"

	"tocsin/sim/scenario"
)

type actionModel struct {
	name    uint64
	by      []bool
	once    bool
	opens   opening
	able    int      // how many seats may take it
	needs   []boolFn // by role; nil when nothing is needed
	seeming []seeming
	takes   delay
	hands   int32
	chance  float64
	effects []int
	failure []int // effects where it does not work
	lapse   []int // effects where too few commit
	cuts    []int
	undoes  []int
	joint   *jointModel
	cost    [4]float64
	spends  []spendModel
	uses    []spendModel // of staff, while it lasts
	meets   []int        // obligations that it can meet
	awaited []int        // injects that expect it
}

// spendModel is what an action takes out of a gauge when it begins, or has of it while it lasts.
type spendModel struct {
	gauge  int
	amount float64
}

type jointModel struct {
	quorum int
	within Time
	setup  delay
	must   []int
	parts  []int32 // by role; nil where each counts 1
}

// actState is an action under way.
type actState struct {
	action, role int32 // role is Nobody for a joint action
	start, end   Time
	slot         int32 // place among the dynamic slots
	running      bool
	works        bool
}

type jointState struct {
	open    bool
	started bool // under way
	count   int32
	first   Time
	rounds  uint32
}

func (m *Model) compileActions() {
	sc := m.Scenario
	m.actions = make([]actionModel, len(sc.Actions))
	for i := range sc.Actions {
		a := &sc.Actions[i]
		out := &m.actions[i]
		*out = actionModel{name: m.name("action", a.ID), by: make([]bool, len(sc.Roles)), once: a.Once,
			opens: openingOf(sc, a.Opens), takes: m.delay(a.Takes), hands: int32(a.HandsNeeded()),
			chance: orOne(a.Chance),
			cost:   [4]float64{a.Cost.Money, a.Cost.Political, a.Cost.Operational, a.Cost.Legal}}
		for _, r := range sc.RolesOf(a.By) {
			out.by[r] = true
			out.able++
		}
		if a.Needs.Root != nil {
			out.needs = make([]boolFn, len(sc.Roles))
			for _, r := range sc.RolesOf(a.By) {
				out.needs[r] = m.predicate(a.Needs.Root, r)
			}
			out.seeming = m.seemings(a)
		}
		if a.Joint != nil {
			out.joint = &jointModel{a.Joint.Quorum, Time(a.Joint.Within), m.delay(a.Joint.Setup),
				sc.RolesOf(a.Joint.Must), nil}
			for r := 0; len(a.Joint.Parts) > 0 && r < len(sc.Roles); r++ {
				out.joint.parts = append(out.joint.parts, int32(a.Joint.Part(sc.Roles[r].ID)))
			}
		}
		for _, s := range a.Spends {
			out.spends = append(out.spends, spendModel{sc.Find("gauge", s.ID), s.Value})
		}
		for _, s := range a.Uses {
			out.uses = append(out.uses, spendModel{sc.Find("gauge", s.ID), s.Value})
			m.gauges[sc.Find("gauge", s.ID)].staff = true
		}
		for _, u := range a.Undoes {
			out.undoes = append(out.undoes, sc.Find("action", u))
		}
		for l := range sc.Links {
			if sc.Links[l].CutBy.Has(a.ID) {
				out.cuts = append(out.cuts, l)
			}
		}
		out.effects = m.addEffects(a.Effects, "action "+a.ID)
		out.failure = m.addEffects(a.OnFailure, "failure of action "+a.ID)
		out.lapse = m.addEffects(a.OnLapse, "lapse of action "+a.ID)
	}
	for i := range sc.Actions { // contradiction goes both ways
		for _, u := range m.actions[i].undoes {
			back := false
			for _, v := range m.actions[u].undoes {
				back = back || v == i
			}
			if !back {
				m.actions[u].undoes = append(m.actions[u].undoes, i)
			}
		}
	}
}

// hindrance is what keeps a role from beginning an action.
type hindrance uint8

const (
	unhindered hindrance = iota
	notAllowed
	doneAlready
	underWay
	doingAlready
	committedAlready
	needLacking
	tooDear
	noFreeHand
)

// hindered says what keeps a role from beginning an action now. The words are left to
// why, because bots that wait ask this again and again.
func (e *Engine) hindered(role, a int) hindrance {
	if h := e.barred(role, a); h != unhindered {
		return h
	}
	m := &e.m.actions[a]
	switch limit := int32(e.m.Scenario.Roles[role].AtOnce); {
	case m.needs != nil && !m.needs[role](e):
		return needLacking
	case len(m.spends) > 0 && e.short(a) >= 0:
		return tooDear
	case limit > 0 && e.hands[role]+m.hands > limit:
		return noFreeHand
	}
	return unhindered
}

// barred is hindered by what does not depend on the action's needs: by the menu of the role, and by what is done or
// under way.
func (e *Engine) barred(role, a int) hindrance {
	m := &e.m.actions[a]
	i := a*len(e.m.Scenario.Roles) + role
	switch {
	case !m.by[role] || !e.Offered(role, a):
		return notAllowed
	case m.once && e.done[a] > 0:
		return doneAlready
	case m.once && e.doing[a] > 0 && m.joint == nil:
		return underWay
	case e.doingBy[i] > 0 && m.joint == nil:
		return doingAlready
	case m.joint != nil && e.committed[i]:
		return committedAlready
	case m.joint != nil && e.joint[a].started:
		return underWay
	}
	return unhindered
}

// why returns the reason for which a role cannot begin an action now, and when it will
// have a free hand if that is all; "" if it can.
func (e *Engine) why(role, a int) (string, Time) {
	sc := e.m.Scenario
	act, m := &sc.Actions[a], &e.m.actions[a]
	switch e.hindered(role, a) {
	case notAllowed:
		return noAuthority, 0
	case doneAlready:
		return fmt.Sprintf("%q has already been done", act.Title), 0
	case underWay:
		return fmt.Sprintf("%q is already under way", act.Title), 0
	case doingAlready:
		if e.inLine(role, a) >= 0 {
			return fmt.Sprintf("You already wait in line for %q", act.Title), 0
		}
		return fmt.Sprintf("You are already doing %q", act.Title), 0
	case committedAlready:
		return fmt.Sprintf("You have already committed to %q", act.Title), 0
	case needLacking:
		if lack := e.lacking(act.Needs.Root, role); lack != "" {
			return "Needs " + lack, 0
		}
		return "Needs a condition that is not met yet", 0
	case tooDear:
		s, g := m.spends[e.short(a)], 0
		if g = s.gauge; !sc.Gauges[g].Sees.Has("all") && !sc.Gauges[g].Sees.Has(sc.Roles[role].ID) {
			return "Needs more than there is of something that it spends", 0
		}
		return fmt.Sprintf("Needs %v of %q; there is %v", s.amount, sc.Gauges[g].Title, e.gaugeAt(g, e.now)), 0
	case noFreeHand:
		return e.untilFree(role, a)
	}
	return "", 0
}

// short is the first of what an action spends that there is too little of, or -1.
func (e *Engine) short(a int) int {
	for i, s := range e.m.actions[a].spends {
		if e.gaugeAt(s.gauge, e.now) < s.amount {
			return i
		}
	}
	return -1
}

// untilFree says in words how many hands an action lacks, and when the first gets free.
func (e *Engine) untilFree(role, a int) (string, Time) {
	roles, hands := len(e.m.Scenario.Roles), e.m.actions[a].hands
	free, until := int32(e.m.Scenario.Roles[role].AtOnce)-e.hands[role], never
	for i := range e.acts {
		if s := &e.acts[i]; s.running && (s.role == int32(role) || s.role == Nobody &&
			e.committed[int(s.action)*roles+role]) {
			until = min(until, s.end)
		}
	}
	if until == never {
		return fmt.Sprintf("Needs %d free %s; you have %d", hands, plural(int(hands), "hand"), free), 0
	}
	return fmt.Sprintf("Needs %d free %s; you have %d until %s", hands, plural(int(hands), "hand"), free, until),
		until
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// noAuthority names neither the action nor whose it is: a seat may not learn from a
// refusal what others can do.
const noAuthority = "You have no authority for that action"

// lacking says in words what a need lacks: knowledge, an action, an open venue, or else only
// that a condition is not met; "" if it lacks nothing. It names no fact, no action or venue
// that the role has no part in, and nothing of the hidden world.
func (e *Engine) lacking(n *scenario.Node, role int) string {
	switch n.Op {
	case scenario.OpBool:
		if n.Num != 0 {
			return ""
		}
	case scenario.OpAnd:
		for _, a := range n.Args {
			if why := e.lacking(a, role); why != "" {
				return why
			}
		}
		return ""
	case scenario.OpKnows:
		who := n.Role
		if who == scenario.Me {
			who = role
		}
		if e.Knows(who, n.Ref) {
			return ""
		}
		if who == role {
			return "knowledge that you do not have"
		}
	case scenario.OpDone:
		if e.done[n.Ref] > 0 && n.Role == scenario.Anyone {
			return ""
		}
		if !e.m.actions[n.Ref].by[role] {
			return "another action to be done first"
		}
		return fmt.Sprintf("%q to be done first", e.m.Scenario.Actions[n.Ref].Title)
	case scenario.OpOpen:
		if e.open[n.Ref] {
			return ""
		}
		if !e.m.venues[n.Ref].member[role] {
			return "a venue to be open"
		}
		return fmt.Sprintf("%q to be open", e.m.Scenario.Venues[n.Ref].Title)
	}
	return "a condition that is not met yet"
}

// begin starts an action of one role.
func (e *Engine) begin(role, a int, reason string) {
	m := &e.m.actions[a]
	e.tries[a]++
	n := e.tries[a]
	d := m.takes.scaled(e.draw(m.name, forAction, n), e.takesFactor[a])
	end := e.longer(e.after(e.talking(role)), d)
	e.hold(role, a, 1)
	e.pay(role, a)
	for _, s := range m.spends {
		e.setGauge(s.gauge, e.gaugeAt(s.gauge, e.now)-s.amount, Via{ByAction, int32(a)})
	}
	waits := !e.staffed(a)
	if waits {
		end = never
	}
	e.emit(&Event{Kind: ActionStarted, Role: int32(role), Other: Nobody, Ref: int32(a), Due: end, Text: reason})
	e.contradictions(role, a)
	e.promiseKept(role, Act, a)
	works := m.chance >= 1 || e.draw(m.name, forSuccess, n) < m.chance
	if waits {
		e.lineUp(waiting{action: int32(a), role: int32(role), since: e.now, takes: d, works: works})
		return
	}
	e.useStaff(a, -1)
	e.run(actState{action: int32(a), role: int32(role), start: e.now, end: end, works: works})
}

// run enters an action in the list of those under way.
func (e *Engine) run(s actState) {
	s.running = true
	i := len(e.acts)
	for j := range e.acts {
		if !e.acts[j].running {
			i = j
			break
		}
	}
	if i == len(e.acts) {
		e.acts = append(e.acts, actState{})
	}
	s.slot = e.later(s.end, rankWorld, body{kind: actionEnds, a: int32(i)})
	e.acts[i] = s
}

// hold takes (1) or gives back (-1) the hands that an action keeps busy.
func (e *Engine) hold(role, a int, sign int32) {
	roles := len(e.m.Scenario.Roles)
	e.hands[role] += sign * e.m.actions[a].hands
	e.doing[a] += sign
	e.doingBy[a*roles+role] += sign
	e.changed(e.m.symbols.doingAny + a)
	e.changed(e.m.symbols.doing + a*roles + role)
}

func (e *Engine) pay(role, a int) {
	for k, c := range e.m.actions[a].cost {
		e.costs[role*4+k] += c
	}
}

func (e *Engine) contradictions(role, a int) {
	for _, u := range e.m.actions[a].undoes {
		if e.done[u] > 0 || e.doing[u] > 0 {
			e.emit(&Event{Kind: ActionContradicts, Role: int32(role), Other: int32(u), Ref: int32(a)})
		}
	}
}

func (e *Engine) actionEnds(i int) {
	s := e.acts[i]
	e.acts[i].running = false
	a, role := int(s.action), int(s.role)
	if s.role == Nobody {
		e.jointEnds(a, s.works)
		return
	}
	e.hold(role, a, -1)
	if !s.works {
		e.emit(&Event{Kind: ActionFailed, Role: s.role, Other: Nobody, Ref: s.action})
		e.useStaff(a, 1)
		e.runEffects(e.m.actions[a].failure, role, Via{ByAction, s.action})
		return
	}
	e.emit(&Event{Kind: ActionDone, Role: s.role, Other: Nobody, Ref: s.action})
	e.useStaff(a, 1)
	e.completed(a, []int{role}, role)
}

// completed lets the effects of an action take place, by the roles that did it.
func (e *Engine) completed(a int, by []int, actor int) {
	m := &e.m.actions[a]
	roles := len(e.m.Scenario.Roles)
	e.done[a]++
	e.doneAt[a] = e.now
	e.changed(e.m.symbols.doneAny + a)
	for _, r := range by {
		e.doneBy[a*roles+r]++
		e.doneAtBy[a*roles+r] = e.now
		e.changed(e.m.symbols.done + a*roles + r)
	}
	via := Via{ByAction, int32(a)}
	for _, l := range m.cuts {
		e.cutLink(l, via)
	}
	e.runEffects(m.effects, actor, via)
	for _, r := range by {
		e.dutyDone(r, a)
	}
	e.expected(a)
}

// cancel cancels an action of a role, and reports whether one was under way.
func (e *Engine) cancel(role, a int) bool {
	for i := range e.acts {
		s := &e.acts[i]
		if s.running && int(s.action) == a && int(s.role) == role {
			s.running = false
			e.drop(s.slot)
			e.hold(role, a, -1)
			e.emit(&Event{Kind: ActionCancelled, Role: int32(role), Other: Nobody, Ref: int32(a)})
			e.useStaff(a, 1)
			return true
		}
	}
	return e.leaveLine(role, a)
}
